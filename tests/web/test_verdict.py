"""What a citizen's card says of his call-up, and the ruling that only a commander records."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.services import assessment, campaigns, claims, people, records
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.claims import Ruling
from roster.store.db import db
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)
RULING = {
    "is_callable": "yes", "reason": "Học hết lớp 7, gia đình có truyền thống", "paper_number": "15/KL-HĐ",
    "ruled_on": "20/11/2026", "ruled_by": "Hội đồng nghĩa vụ quân sự phường",
}  # fmt: skip
READY = {"health_class": 2, "political_result": "passed", "myopia_dioptres": 0.0, "bmi": 21.0}


@pytest.fixture
def candidate(ward, officer):
    """Makes a candidate of 2027 who may be called but for what is given: candidate({"education": "7/12"}, …)."""

    def make(facts=None, record=None, year=2027):
        start = NewRecord("enlistment", READY | (record or {}), year=year)
        usual = {"full_name": "Đỗ Văn An", "birth_date": "2005-03-14", "sex": "male", "education": "12/12"}
        values = usual | (facts or {})
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


@pytest.fixture
def card(ward):
    return lambda person_id: f"/wards/{ward.id}/people/{person_id}"


def panel_of(browser, url):
    """The visible text of the panel."""
    page = BeautifulSoup(browser.get(url).text, "lxml")
    panel = text_of(str(page.find("section", attrs={"aria-labelledby": "verdict-heading"})))
    return panel.replace("( ", "(").replace(" )", ")")  # a clause is a link


def test_a_man_who_may_be_called_is_shown_so_for_the_handover_day(client_of, ward, candidate, card):
    text = panel_of(client_of("officer", ward), card(candidate()))
    assert "Đủ điều kiện gọi nhập ngũ" in text and "15/02/2027" in text and "đợt gọi nhập ngũ năm 2027" in text


def test_every_reason_stands_with_its_clause_and_notes_apart(client_of, ward, officer, candidate, card):
    person = candidate({"birth_date": "2009-05-01"}, {"political_result": "failed", "bmi": None})
    claims.add(officer, ward.id, person, {"ground": "41.1.b"})
    standing = assessment.standing_of(officer, ward.id, 2027, person)
    text = panel_of(client_of("officer", ward), card(person))
    decisive, _, notes = text.partition("Lưu ý, không quyết định")
    assert "Chưa đủ tuổi" in decisive and len(standing.deciding) == 3
    for reason in standing.assessment.reasons:
        assert f"{reason.text} ({reason.citation})" in (notes if reason.is_note else decisive)
    links = BeautifulSoup(client_of("officer", ward).get(card(person)).text, "lxml").select("a.clause-link")
    assert [link.get_text() for link in links] == [reason.citation for reason in standing.assessment.reasons]
    assert "/rules/claim.41.1.b" in {link["href"] for link in links}


def test_the_end_of_a_deferral_is_shown(client_of, ward, officer, candidate, card):
    person = candidate()
    claim = claims.add(officer, ward.id, person, {"ground": "41.1.g"})
    claims.decide(officer, claim.id, "decided", "45/QĐ-UBND", date(2026, 11, 2), "2028-06")
    text = panel_of(client_of("officer", ward), card(person))
    assert "Tạm hoãn gọi nhập ngũ" in text and "Đến hết 06/2028" in text and "45/QĐ-UBND" in text


def test_a_ground_that_only_the_roster_names_is_ready_to_be_filed(client_of, ward, candidate, card):
    person = candidate({}, {"ground": "41.1.g", "ground_until": "2028-06"})
    browser = client_of("officer", ward)
    text = panel_of(browser, card(person))
    assert "Chờ quyết định tạm hoãn, miễn" in text and "chưa có giấy tờ" in text
    form = BeautifulSoup(browser.get(f"/wards/{ward.id}/claims/new/{person}").text, "lxml")
    assert form.find("option", selected=True)["value"] == "41.1.g"
    assert form.find("input", attrs={"name": "until"})["value"] == "06/2028"
    browser.post(f"/wards/{ward.id}/claims/new/{person}", data={"ground": "41.1.g", "until": "06/2028"})
    assert "chưa có giấy tờ" not in panel_of(browser, card(person))


def test_the_days_of_the_wards_own_campaign_count(client_of, ward, officer, candidate, card):
    campaigns.save(officer, ward.id, 2027, {"handover_on": date(2027, 3, 3)}, 0)
    assert "03/03/2027" in panel_of(client_of("officer", ward), card(candidate()))


def test_who_is_no_candidate_has_his_grounds_but_no_answer(client_of, ward, officer, candidate, card):
    person = candidate()
    record = records.records_of(officer, people.get_person(officer, ward.id, person))[0].record
    records.close_record(officer, ward.id, "enlistment", record.id, "Đã nhập ngũ", TODAY)
    text = panel_of(client_of("officer", ward), card(person))
    assert "Đối chiếu với luật" not in text and "Chưa ghi diện nào" in text


# --- Rulings ----------------------------------------------------------------------------------------------------------


def test_a_commander_rules_what_the_law_refers_and_the_card_says_so(client_of, ward, officer, candidate, card):
    person = candidate({"education": "7/12"})
    commander = client_of("commander", ward)
    assert "Chờ cấp có thẩm quyền kết luận" in panel_of(commander, card(person))
    form = commander.get(f"{card(person)}/ruling/2027")
    assert "Trình độ văn hóa 7/12" in text_of(form.text)
    assert commander.post(f"{card(person)}/ruling/2027", data=RULING).status_code == 303
    assert assessment.standing_of(officer, ward.id, 2027, person).is_callable
    text = panel_of(commander, card(person))
    assert "Đủ điều kiện theo kết luận" in text
    assert all(part in text for part in ("15/KL-HĐ", "20/11/2026", RULING["ruled_by"], RULING["reason"]))
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "ruling.record")).subject_id == person
    commander.post(f"{card(person)}/ruling/2027", data=RULING | {"is_callable": "no"})
    assert "Đã kết luận không gọi nhập ngũ" in panel_of(commander, card(person))
    assert not assessment.standing_of(officer, ward.id, 2027, person).is_callable


def test_a_ruling_on_another_question_is_shown_as_void(client_of, ward, officer, candidate, card):
    person = candidate({"education": "7/12"})
    commander = client_of("commander", ward)
    commander.post(f"{card(person)}/ruling/2027", data=RULING)
    record = records.records_of(officer, people.get_person(officer, ward.id, person))[0].record
    records.edit_record(officer, ward.id, "enlistment", record.id, READY | {"bmi": 18.2}, seen_values=READY)
    text = panel_of(commander, card(person))
    assert "không còn dùng được" in text and "Chờ cấp có thẩm quyền kết luận" in text


@pytest.mark.parametrize("missing", sorted(RULING))
def test_a_ruling_needs_all_its_parts(client_of, ward, candidate, card, missing):
    person = candidate({"education": "7/12"})
    answer = client_of("commander", ward).post(f"{card(person)}/ruling/2027", data=RULING | {missing: ""})
    assert answer.status_code == 422
    assert db.session.scalar(select(Ruling)) is None


def test_a_ruling_of_tomorrow_is_refused(client_of, ward, candidate, card):
    person = candidate({"education": "7/12"})
    answer = client_of("commander", ward).post(f"{card(person)}/ruling/2027", data=RULING | {"ruled_on": "25/11/2026"})
    assert answer.status_code == 422 and "không được ở sau ngày hôm nay" in text_of(answer.text)


@pytest.mark.parametrize("role", ["administrator", "political_officer", "officer", "viewer"])
def test_nobody_but_a_commander_rules(client_of, ward, candidate, card, role):
    person = candidate({"education": "7/12"})
    browser = client_of(role, ward)
    assert "/ruling/" not in browser.get(card(person)).text
    assert browser.get(f"{card(person)}/ruling/2027").status_code == 403
    assert browser.post(f"{card(person)}/ruling/2027", data=RULING).status_code == 403
    assert db.session.scalar(select(Ruling)) is None


@pytest.mark.parametrize(
    ("facts", "record"),
    [({}, {}), ({}, {"health_class": 5}), ({"birth_date": "1990-01-01"}, {}), ({"birth_date": None}, {})],
)
def test_where_the_law_answers_or_a_fact_is_missing_no_ruling_is_taken(client_of, ward, candidate, card, facts, record):
    person = candidate(facts, record)
    commander = client_of("commander", ward)
    assert "/ruling/" not in commander.get(card(person)).text
    assert commander.get(f"{card(person)}/ruling/2027").status_code == 404
    assert commander.post(f"{card(person)}/ruling/2027", data=RULING).status_code == 404
    assert db.session.scalar(select(Ruling)) is None


def test_no_ruling_on_another_year_or_another_wards_man(client_of, two_wards, ward, candidate, card):
    person = candidate({"education": "7/12"})
    assert client_of("commander", ward).get(f"{card(person)}/ruling/2026").status_code == 404
    other = client_of("commander", two_wards[1])
    assert other.post(f"{card(person)}/ruling/2027", data=RULING).status_code == 404
    foreign = card(person).replace(str(ward.id), str(two_wards[1].id))
    assert other.post(f"{foreign}/ruling/2027", data=RULING).status_code == 404


# --- What a superior's viewer reads -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "record", "ground", "secret"),
    [
        ({}, {"health_class": 5}, None, "loại 5"),
        ({}, {"political_result": "failed"}, None, "chính trị theo kết luận"),
        ({}, {"political_result": None}, None, "Chưa có kết luận chính trị"),
        ({}, {"bmi": 18.2}, None, "18,2"),
        ({}, {}, "13.1.a", "hình sự"),
        ({}, {}, "14", "khuyết tật"),
        ({}, {}, "41.1.a", "Chưa đủ sức khỏe"),
    ],
)
def test_health_politics_and_offences_are_kept_from_a_viewer(
    client_of, ward, officer, candidate, card, facts, record, ground, secret
):
    person = candidate(facts, record)
    if ground:
        claims.add(officer, ward.id, person, {"ground": ground})
    label = assessment.standing_of(officer, ward.id, 2027, person).label
    assert secret in panel_of(client_of("officer", ward), card(person))
    text = panel_of(client_of("viewer", ward), card(person))
    assert secret not in text and "không được xem" in text
    if label not in ("Chờ cấp có thẩm quyền kết luận", "Chờ quyết định tạm hoãn, miễn"):
        assert label not in text and "Chưa đủ điều kiện" in text


def test_a_viewer_reads_what_tells_nothing_of_health_or_politics(client_of, ward, officer, candidate, card):
    person = candidate({"birth_date": "1990-01-01"})
    claims.add(officer, ward.id, person, {"ground": "41.2.a"})
    text = panel_of(client_of("viewer", ward), card(person))
    assert "Quá tuổi" in text and "liệt sĩ" in text and "không được xem" not in text
