"""One field finds everything that its officer may open, and nothing else; who looked for people leaves an entry."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.services import people
from roster.store.audit import AuditEntry
from roster.store.db import db

TODAY = date(2026, 11, 25)
KNOWN = {"full_name": "Lường Khắc Yểng", "citizen_id": "031205001234", "birth_date": "2005-03-14"}
CARD = "031205001234|031234567|Lường Khắc Yểng|14032005|Nam|Tổ 5, Phù Liễn, Hải Phòng|01012021"


@pytest.fixture
def person(officer, ward):
    return people.create_person(officer, ward.id, KNOWN, TODAY, confirmed=True).id


def links(html):
    main = BeautifulSoup(html, "html.parser").find("main")
    return {tag.get_text(strip=True): tag["href"] for tag in main.find_all("a")}


def searches():
    db.session.rollback()
    return [one.ward_id for one in db.session.scalars(select(AuditEntry).where(AuditEntry.action == "list.search"))]


@pytest.mark.parametrize("typed", ["luong khac yeng", "Lường", "031205001234", "lky", CARD])
def test_a_citizen_is_found_from_any_page_and_the_search_leaves_an_entry(browser, ward, person, typed):
    answer = browser.get("/search", query_string={"q": typed}, follow_redirects=True)
    assert links(answer.text)["Lường Khắc Yểng"] == f"/wards/{ward.id}/people/{person}"
    assert "|" not in answer.request.url and searches() == [ward.id]


def test_pages_lists_and_settings_are_found_by_their_names_without_marks(client_of, ward):
    commander = client_of("commander", ward)
    home = f"/wards/{ward.id}"
    for typed, name, url in (
        ("du bi dong vien", "Dự bị động viên", f"{home}/lists/reserve"),
        ("nguoi ky", "Người ký", f"{home}/settings/signatories"),
        ("nhap excel", "Nhập từ Excel", f"{home}/imports/"),
        ("trực ban", "Lịch trực", f"{home}/command/duty"),
        ("phim tat", "Các phím tắt", "/keys"),
    ):
        assert links(commander.get(f"/search?q={typed}").text)[name] == url
    assert "Tài khoản" not in links(commander.get("/search?q=tai khoan").text)  # is the administrator's
    assert "Không tìm thấy gì" in commander.text("/search?q=khongcogi")


def test_what_a_role_may_not_open_it_does_not_find(client_of, ward, two_wards, person):
    auditor, viewer = client_of("auditor", ward), client_of("viewer", ward)
    assert links(auditor.get("/search?q=luong").text) == {} and searches() == []
    assert "Nhập từ Excel" not in links(viewer.get("/search?q=excel").text)
    # Whoever sees masked numbers may find a whole one that he holds, not guess it.
    assert "Lường Khắc Yểng" in links(viewer.get("/search?q=031205001234").text)
    assert "Lường Khắc Yểng" not in links(viewer.get("/search?q=0312050").text)
    assert "031205001234" not in links(viewer.get("/search?q=luong").text)
    assert links(client_of("officer", two_wards[1]).get("/search?q=luong khac").text) == {}


def test_all_wards_of_an_officer_are_searched_and_named(client_of, two_wards, person):
    page = client_of("officer", two_wards).text("/search?q=luong khac")
    assert "Lường Khắc Yểng" in page and two_wards[0].name in page


def test_imported_files_and_prints_are_found(browser, ward, officer, person):
    page = browser.post(
        f"/wards/{ward.id}/imports/",
        data={"roster": "militia", "year": "0", "purpose": "import", "pasted": "Họ và tên\tNgày sinh\nVũ An\t1/2/2000"},
    )
    assert page.status_code == 303
    assert page.headers["Location"].endswith(links(browser.get("/search?q=dan tu excel").text)["dan-tu-excel.txt"])


def test_the_frame_has_the_field_and_the_page_of_keys(browser, ward):
    page = BeautifulSoup(browser.get(f"/wards/{ward.id}/").text, "html.parser")
    assert page.find("input", attrs={"data-site-search": True}) and page.find("a", attrs={"data-keys-page": True})
    assert "Ctrl" in browser.text("/keys")
    assert "Tìm mọi nơi" in browser.text("/search")
