"""The form of an enlistment record and the steps of the year: it offers none that the law guards, and undoes none."""

import pytest
from bs4 import BeautifulSoup

from roster.domain.cycle import STEPS
from tests.services.candidates import TODAY, candidate, record_of, step_of


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


def form_of(browser, person):
    url = f"/wards/{person.ward_id}/people/{person.id}/records/enlistment/{record_of(person).id}/edit"
    page = BeautifulSoup(browser.get(url).text, "lxml")
    fields = {
        field["name"]: field.get("value", "")
        for field in page.select("form input[name]")
        if field["name"] not in {"q", "csrf_token"}
    }
    for select in page.select("form select[name]"):
        chosen = select.select_one("option[selected]")
        fields[select["name"]] = chosen["value"] if chosen else ""
    return url, page, fields


def test_the_form_offers_only_steps_without_a_door(browser, ward):
    _, page, _ = form_of(browser, candidate(ward.id))
    offered = {option["value"] for option in page.select("select[name=status] option")} - {""}
    assert offered == {step.key for step in STEPS if step.is_entered_freely}


def test_a_forged_guarded_step_is_refused_with_a_sentence(browser, ward):
    person = candidate(ward.id)
    url, _, fields = form_of(browser, person)
    answer = browser.post(url, data=fields | {"status": "called_up"})
    assert "Đợt tuyển quân" in answer.text
    assert step_of(person) == "source"


def test_whoever_stands_at_a_guarded_step_keeps_it_while_his_other_facts_are_edited(browser, ward):
    person = candidate(ward.id, status="final_official")
    url, page, fields = form_of(browser, person)
    assert page.select_one("select[name=status]") is None
    assert browser.post(url, data=fields | {"bmi": "22,5", "status": "source"}).status_code == 302
    record = record_of(person)
    assert (record.status, record.bmi) == ("final_official", 22.5)
