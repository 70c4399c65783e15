"""The first page: the ward's counts, what came in and went out, what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import overview
from roster.store.db import db
from roster.store.derive import derived_keys
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import READY, ImportBatch
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.units import Unit
from roster.web.imports.states import STATE_LABELS
from tests.query_count import counted_queries

TODAY = date(2026, 11, 20)


@pytest.fixture
def add_person(app):
    def add(ward, name: str, **facts) -> Person:
        values = {"full_name": name, **facts}
        person = Person(ward_id=ward.id, **values, **derived_keys(values))
        db.session.add(person)
        db.session.flush()
        return person

    return add


@pytest.fixture
def filled_ward(two_wards, add_person):
    ward = two_wards[0]
    for number in range(3):
        person = add_person(ward, f"Đào Văn {'ABC'[number]}", citizen_id=None if number else "031205001234")
        db.session.add(EnlistmentRecord(ward_id=ward.id, person_id=person.id, year=2027, since=TODAY))
    member = add_person(ward, "Phạm Thị Dê", birth_date="1990", neighbourhood="TDP số 1")
    db.session.add(MilitiaRecord(ward_id=ward.id, person_id=member.id, since=date(2020, 1, 1)))
    batch = ImportBatch(
        ward_id=ward.id, roster="militia", year=2026, file_name="dan quan.xlsx", sha256="0" * 64, stored_name="x",
        state=READY,
    )  # fmt: skip
    db.session.add(batch)
    db.session.commit()
    return ward


def _gaps(actor, ward) -> dict[str, int]:
    return {gap.kind: gap.count for gap in overview.overview_of(actor, ward.id, TODAY).gaps}


def test_counts_are_those_of_the_call_up_and_of_the_year(filled_ward, actor_of):
    found = overview.overview_of(actor_of("officer"), filled_ward.id, TODAY)
    assert [(one.roster, one.year, one.count) for one in found.counts] == [
        ("enlistment", 2027, 3),
        ("militia", 2026, 1),
        ("reserve", 2026, 0),
    ]


def test_what_is_missing_is_named_with_how_often(filled_ward, actor_of):
    gaps = _gaps(actor_of("commander"), filled_ward)
    assert gaps[overview.PEOPLE_WITHOUT_ID] == 3
    assert gaps[overview.PEOPLE_WITHOUT_BIRTH_DATE] == 3
    assert gaps[overview.PEOPLE_WITHOUT_NEIGHBOURHOOD] == 3
    assert gaps[overview.OPEN_IMPORTS] == 1
    assert {overview.NO_LETTERHEAD, overview.NO_PREPARER, overview.NO_SIGNER} <= set(gaps)


@pytest.mark.parametrize(
    ("role", "may_settle"), [("officer", False), ("political_officer", False), ("commander", True)]
)
def test_of_what_is_missing_everybody_is_offered_only_what_he_may_open(role, may_settle, two_wards, client_of):
    client = client_of(role, two_wards)
    todo = BeautifulSoup(client.get(f"/wards/{two_wards[0].id}/").text, "lxml").select("ul.todo li")
    missing = [one for one in todo if "Chưa có tiêu đề" in one.text or "người lập biểu" in one.text]
    assert len(missing) == 2
    for one in missing:
        assert bool(one.a) is may_settle
        assert ("Chỉ huy trưởng hoặc người quản trị khai" in one.text) is not may_settle
    offered = {link["href"] for one in todo for link in one.select("a")}
    assert all(client.get(address).status_code == 200 for address in offered)


def test_the_other_ward_counts_for_itself(filled_ward, two_wards, actor_of):
    found = overview.overview_of(actor_of("officer", two_wards[1]), two_wards[1].id, TODAY)
    assert found.is_empty
    assert not found.imports


def test_the_page_shows_it_to_an_officer(filled_ward, client_of, set_today):
    set_today(TODAY)
    page = client_of("officer").text(f"/wards/{filled_ward.id}/")
    assert "Nghĩa vụ quân sự 3" in page
    assert "dan quan.xlsx" in page
    assert "Chưa có số định danh/CCCD: Nghĩa vụ quân sự 2 · Dân quân tự vệ 1" in page


@pytest.mark.parametrize("state", STATE_LABELS)
def test_a_file_is_as_far_as_the_page_of_imports_says_in_the_same_words(state, filled_ward, client_of):
    db.session.scalars(db.select(ImportBatch)).one().state = state
    db.session.commit()
    pages = [client_of("officer").text(f"/wards/{filled_ward.id}/{room}") for room in ("", "imports/")]
    assert all(STATE_LABELS[state] in page for page in pages)


def test_every_number_opens_a_list_of_exactly_so_many(filled_ward, client_of, set_today):
    set_today(TODAY)
    for record in db.session.query(EnlistmentRecord).limit(2):
        record.status = "deferred"
    db.session.commit()
    browser = client_of("officer")
    page = BeautifulSoup(browser.get(f"/wards/{filled_ward.id}/").text, "lxml")
    lists = page.select("main a[href*='/lists/']")
    assert len(lists) == 3 + 4  # the rosters, what people lack in each
    reasons = page.select("section[aria-labelledby=glance] a[href*='/candidates']")
    assert len(reasons) == 2 + 2  # who is waited for, who is lost; the one reason of each
    links = [(one.select_one(".count, strong") or one, one["href"]) for one in (*lists, *reasons)]
    for number, url in links:
        subtitle = BeautifulSoup(browser.get(url).text, "lxml").select_one(".subtitle").get_text()
        assert subtitle.split()[0] == number.get_text(), url


def test_wards_that_have_ended_stand_apart(client_of, two_wards, set_today):
    set_today(TODAY)
    db.session.get(Unit, two_wards[0].id).ends_on = date(2025, 6, 30)
    db.session.commit()
    html = client_of("officer", two_wards).get("/").text
    standing, _, ended = html.partition("Địa bàn đã kết thúc")
    assert two_wards[1].title in standing and two_wards[0].title not in standing.partition("<main")[2]
    assert two_wards[0].title in ended and "đến 30/06/2025" in ended


def test_an_auditor_sees_no_counts_and_no_files(filled_ward, client_of):
    page = client_of("auditor").text(f"/wards/{filled_ward.id}/")
    assert "dan quan.xlsx" not in page
    assert "Chưa có ngày sinh" not in page
    assert "Nhật ký" in page


def test_a_foreign_ward_is_not_there(client_of, two_wards):
    assert client_of("administrator", two_wards[0]).get(f"/wards/{two_wards[1].id}/").status_code == 404


def test_one_ward_opens_at_once_and_several_are_offered(client_of, two_wards):
    one = client_of("officer", two_wards[0]).get("/")
    assert one.status_code == 302
    assert one.location == f"/wards/{two_wards[0].id}/"
    several = client_of("officer", two_wards).text("/")
    assert two_wards[0].title in several
    assert two_wards[1].title in several


def test_an_account_without_a_ward_is_told_so(client_of):
    assert "chưa được giao địa bàn" in client_of("officer", ()).text("/")


def test_the_menu_offers_only_what_the_role_may_do(client_of, two_wards):
    inside = f"/wards/{two_wards[0].id}/"
    assert "Nhập từ Excel" in client_of("officer").text(inside)
    assert "Tài khoản" not in client_of("officer").text(inside)
    viewer = client_of("viewer").text(inside)
    assert "Dân quân tự vệ" in viewer
    assert "Nhập từ Excel" not in viewer
    assert "Tài khoản" in client_of("administrator").text(inside)


def test_work_that_is_due_stands_on_the_first_page_and_leads_to_where_it_is_done(
    filled_ward, client_of, set_today, two_wards, add_person
):
    set_today(TODAY)
    aged = add_person(filled_ward, "Đỗ Văn Già", birth_date="1970-01-01", sex="male")
    db.session.add(MilitiaRecord(ward_id=filled_ward.id, person_id=aged.id, since=date(2020, 1, 1)))
    officer = client_of("officer", filled_ward)
    home = BeautifulSoup(officer.get(f"/wards/{filled_ward.id}/").text, "lxml")
    lines = home.find("section", attrs={"aria-labelledby": "due"})
    found = {one.a.text: (one.a["href"], one.find(class_="badge-state").text) for one in lines("li")}
    assert found["Báo cáo tháng 11 năm 2026 sắp đến hạn gửi."][1].strip() == "Sắp đến hạn"
    assert found["Báo cáo quý III năm 2026 chưa gửi."][1].strip() == "Quá hạn"
    assert found["1 trường hợp dân quân tự vệ cần xử lý."][0] == f"/wards/{filled_ward.id}/militia/checks"
    for url, _ in found.values():
        assert officer.get(url).status_code == 200, url
    assert "Báo cáo quý III năm 2026 chưa gửi." in officer.text(f"/wards/{filled_ward.id}/due")
    assert officer.get(f"/wards/{two_wards[1].id}/due").status_code == 404
    assert client_of("auditor", filled_ward).get(f"/wards/{filled_ward.id}/due").status_code == 403


def test_the_first_page_asks_the_database_as_often_for_many_people_as_for_few(
    filled_ward, client_of, set_today, add_person
):
    set_today(TODAY)
    officer = client_of("officer", filled_ward)
    officer.get(f"/wards/{filled_ward.id}/")

    def asked():
        with counted_queries() as statements:
            assert "Việc đến hạn" in officer.text(f"/wards/{filled_ward.id}/")
        return len(statements)

    few = asked()
    for number in range(12):
        one = add_person(filled_ward, f"Đỗ Văn {number}", birth_date="1970-01-01", sex="male")
        db.session.add(MilitiaRecord(ward_id=filled_ward.id, person_id=one.id, since=date(2020, 1, 1)))
    db.session.commit()
    assert asked() <= few + 2 < 90
