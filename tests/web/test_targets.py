"""The targets of item 5: every figure is the count of the list behind it, and the ward keeps what cannot be counted."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.domain.law.command_posts import command_on
from roster.domain.targets import TARGETS, TargetState, state_of
from roster.services import people
from roster.services.records import NewRecord
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def browser(client_of, ward):
    return client_of("officer", wards=ward)


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/targets"


@pytest.fixture
def enter(ward, actor_of):
    officer = actor_of("officer", wards=ward)

    def make(name, roster, facts=None, **record):
        start = NewRecord(roster, record, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "1999", **(facts or {})}
        people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)

    return make


@pytest.fixture
def forces(enter):
    enter("Đỗ Văn An", "militia", {"is_party_member": True, "birth_date": "2000"}, component="mobile")
    enter("Lê Văn Bình", "militia", {"is_union_member": True, "birth_date": "1990"}, component="mobile")
    enter("Vũ Thị Chi", "militia", {"sex": "female", "birth_date": "1995"}, component="local")
    enter("Ngô Văn Duy", "militia", {"is_party_member": True, "party_joined_on": "2025-05-19"}, component="medical")
    enter("Trần Văn Em", "reserve", reserve_class=1, is_assigned=True, speciality_match="exact")
    enter("Phạm Văn Giang", "reserve", reserve_class=2, is_assigned=False)


def total_of(html):
    return int(re.search(r"(\d+) người", text_of(html))[1])


def test_every_figure_is_the_count_of_the_list_behind_it(browser, page, forces):
    html = BeautifulSoup(browser.get(page).text, "html.parser")
    links = {a["href"]: int(a.text) for a in html.select("main a[href*='/lists/']")}
    assert len(links) >= 8 and sum(links.values()) > 10
    for address, count in links.items():
        assert total_of(browser.get(address).text) == count, address


def test_a_past_day_is_answered_as_it_was(browser, page, forces):
    then = BeautifulSoup(browser.get(f"{page}?on=2025-03-01").text, "html.parser")
    party = {a["href"]: int(a.text) for a in then.select("main a[href*='is_party_member']")}
    assert set(party.values()) == {1}  # Duy joined in May 2025
    for address, count in party.items():
        assert total_of(browser.get(address).text) == count
    assert "Quân số: 0" in browser.text(f"{page}?on=2023-12-31")


def test_what_the_ward_sets_is_kept_and_judged(browser, page, forces):
    answer = browser.post(f"{page}/militia_strength", data={"goal": "4", "seen_version": "0"})
    assert answer.status_code == 303
    row = (
        BeautifulSoup(browser.get(page).text, "html.parser")
        .find("a", string="Quân số dân quân tự vệ")
        .find_parent("tr")
    )
    assert "Đạt" in row.text
    again = browser.post(f"{page}/militia_strength", data={"goal": "900", "seen_version": "0"})
    assert again.status_code == 422 and "Cán bộ khác vừa sửa" in again.text
    wrong = browser.post(f"{page}/militia_party", data={"goal": "tám", "seen_version": "0"})
    assert wrong.status_code == 422 and "không phải là số" in wrong.text


def test_the_party_cell_stands_in_later_years_and_was_due_in_february_2024(browser, page):
    assert "Chưa đạt, đã quá hạn" in browser.text(f"{page}?on=2024-03-01")
    form = {"done": "yes", "number": "12-QĐ/ĐU", "on": "20/02/2024", "seen_version": "0"}
    assert browser.post(f"{page}/party_cell?on=2024-03-01", data=form).status_code == 303
    for day, said in (("2024-02-19", "Chưa"), ("2024-03-01", "12-QĐ/ĐU"), ("2026-11-25", "12-QĐ/ĐU")):
        row = BeautifulSoup(browser.get(f"{page}?on={day}").text, "html.parser")
        assert said in row.find("a", string=re.compile("chi bộ Quân sự")).find_parent("tr").text, day


def test_the_ward_adds_a_target_and_takes_it_away(browser, page):
    assert (
        browser.post(f"{page}/new", data={"label": "Hội thao cấp phường", "unit": "lần", "goal": "1"}).status_code
        == 303
    )
    assert "Hội thao cấp phường" in browser.text(page)
    assert (
        browser.post(
            f"{page}/own.1", data={"label": "Hội thao", "value": "1", "goal": "1", "seen_version": "1"}
        ).status_code
        == 303
    )
    assert "Hội thao" in browser.text(f"{page}/own.1")
    browser.post(f"{page}/own.1/remove")
    assert "Hội thao" not in browser.text(page)


def test_indicators_of_the_other_items_are_kept(browser, page):
    assert browser.post(f"{page}/propaganda", data={"value": "12", "seen_version": "0"}).status_code == 303
    assert "12 buổi" in browser.text(f"{page}/indicators")


def test_a_viewer_sees_no_politics_and_changes_nothing(client_of, ward, page, forces):
    viewer = client_of("viewer", wards=ward)
    assert "không được xem số liệu chính trị" in viewer.text(page)
    assert viewer.get(f"{page}/militia_party").status_code == 404
    assert viewer.post(f"{page}/militia_strength", data={"goal": "4"}).status_code == 403


def test_another_wards_targets_are_not_there(browser, two_wards):
    there = f"/wards/{two_wards[1].id}/targets"
    assert browser.get(there).status_code == browser.get(f"{there}/party_cell").status_code == 404
    assert browser.post(f"{there}/party_cell", data={"done": "yes"}).status_code == 404


def test_several_wards_stand_side_by_side(client_of, two_wards, forces):
    html = client_of("commander", wards=two_wards).text("/targets")
    assert all(ward.title in html for ward in two_wards)


def test_scripts_are_told_all_eleven(app, ward, forces):
    result = app.test_cli_runner().invoke(
        args=["roster", "targets", "--ward", ward.name, "--on", "2026-11-25", "--json"]
    )
    found = json.loads(result.stdout)["targets"]
    assert [one["key"] for one in found] == [kind.key for kind in TARGETS] and len(found) == 11
    assert found[0] == {
        "key": "militia_strength", "label": "Quân số dân quân tự vệ", "value": 4, "unit": "người", "target": None,
        "deadline": "2026-12-31", "state": "not_set",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value, goal, on, state",
    [
        (None, None, 1, TargetState.NOT_SET), (5, None, 1, TargetState.NOT_SET), (None, 3, 1, TargetState.UNKNOWN),
        (2, 3, 1, TargetState.OPEN), (2, 3, 3, TargetState.MISSED), (None, 3, 3, TargetState.MISSED),
        (3, 3, 3, TargetState.MET),
    ],
)  # fmt: skip
def test_how_a_target_stands(value, goal, on, state):
    assert state_of(value, goal, date(2026, 1, 2), date(2026, 1, on)) is state


def test_the_posts_of_the_command_follow_the_law_of_the_day():
    january, august, february = (command_on(day) for day in (date(2025, 1, 15), date(2025, 8, 1), date(2026, 2, 1)))
    assert len(january.posts) == 4 and len(august.posts) == 5
    assert {one.appointed_by for one in january.posts} == {"Chủ tịch UBND cấp huyện"}
    assert {one.appointed_by for one in august.posts} == {"Chủ tịch UBND cấp tỉnh"}
    assert february.posts[0].holder == "Sĩ quan quân đội"
