"""One field finds everything that its officer may open, and nothing else; who looked for people leaves an entry."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.config import PROJECT
from roster.domain import delivery, reserve_forms
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.services import bulk_edits, people
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.web.campaigns.links import _TABS as CAMPAIGN_TABS
from roster.web.rules.names import name_of
from roster.web.search.named_places import all_places

pytestmark = pytest.mark.both  # words are found by each database in its own way

TODAY = date(2026, 11, 25)
KNOWN = {"full_name": "Lường Khắc Yểng", "citizen_id": "031205001234", "birth_date": "2005-03-14"}
CARD = "031205001234|031234567|Lường Khắc Yểng|14032005|Nam|Tổ 5, Phù Liễn, Hải Phòng|01012021"


@pytest.fixture
def person(officer, ward):
    return people.create_person(officer, ward.id, KNOWN, TODAY, confirmed=True).id


def links(html):
    main = BeautifulSoup(html, "lxml").find("main")
    return {tag.get_text(strip=True): tag["href"] for tag in main.find_all("a")}


def searches():
    db.session.rollback()
    return [one.ward_id for one in db.session.scalars(select(AuditEntry).where(AuditEntry.action == "list.search"))]


@pytest.mark.parametrize(
    "typed", ["luong khac yeng", "Lường", "031205001234", "lky", "luong 2005", "Yểng 14/03/2005", CARD]
)
def test_a_citizen_is_found_from_any_page_and_the_search_leaves_an_entry(browser, ward, person, typed):
    answer = browser.get("/search", query_string={"q": typed}, follow_redirects=True)
    assert links(answer.text)["Lường Khắc Yểng"] == f"/wards/{ward.id}/people/{person}"
    assert "|" not in answer.request.url and searches() == [ward.id]


def test_who_is_found_by_an_address_is_shown_with_it_and_by_a_number_without(browser, ward, officer):
    known = KNOWN | {"permanent_address": "Số 17A Trần Nhân Tông", "phone": "0912345178"}
    people.create_person(officer, ward.id, known, TODAY, confirmed=True)
    assert "Số 17A Trần Nhân Tông" in browser.get("/search?q=17a").text
    by_phone = browser.get("/search", query_string={"q": "0912345178"}, follow_redirects=True).text
    assert "Lường Khắc Yểng" in by_phone and "Trần Nhân Tông" not in by_phone
    assert "Trần Nhân Tông" not in browser.get("/search?q=luong yeng").text


def test_a_form_is_meant_before_a_part_of_somebodys_address(browser, ward, officer):
    people.create_person(officer, ward.id, KNOWN | {"permanent_address": "117A Lê Duẩn"}, TODAY, confirmed=True)

    def opened_by_enter(typed):
        page = BeautifulSoup(browser.get("/search", query_string={"q": typed}).text, "lxml")
        assert "Lường Khắc Yểng" in page.text
        return page.select_one("main [data-focus]"), page.select_one("main .found-list a")

    focused, first = opened_by_enter("17A")
    assert focused == first and "list_key=enlistment-17a" in first["href"]
    focused, first = opened_by_enter("Yểng")
    assert focused == first and first.text == "Lường Khắc Yểng"


def test_what_can_be_taken_back_is_found_by_that_word(browser, client_of, ward, officer):
    start, values = NewRecord("enlistment", {}, year=2027), {"ethnicity": "Tày"}
    person = people.create_person(officer, ward.id, KNOWN, TODAY, confirmed=True, records=(start,)).id
    seen = bulk_edits.preview(officer, ward.id, "enlistment", 2027, [person], values, TODAY)
    marks = {one.person_id: one.mark for one in seen.edited}
    bulk_edits.make(officer, ward.id, "enlistment", 2027, marks, values, TODAY)
    found = links(browser.get("/search?q=hoan tac").text)
    assert {"Hoàn tác một lần nhập", "Hoàn tác lần chuyển bước gần nhất"} <= found.keys()
    [edit] = [url for name, url in found.items() if name.startswith("Sửa nhiều người lúc")]
    assert "Hoàn tác cả lần sửa này" in browser.text(edit)
    assert "Sửa nhiều người" not in client_of("viewer", ward).text("/search?q=hoan tac")


def test_where_the_year_finds_nobody_the_name_alone_is_offered(browser, ward, person):
    found = links(browser.get("/search", query_string={"q": "Yểng 1999"}).text)
    assert found == {"Tìm “Yểng”, bỏ năm sinh": "/search?q=Y%E1%BB%83ng"}
    assert links(browser.get("/search?q=khongcogi 1").text) == {}


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


@pytest.fixture
def everything(client_of, user_of, ward, set_today):
    """The browser of one who may open every page."""
    set_today(TODAY)
    return client_of(user=user_of("administrator", "officer", "commander", "auditor", wards=ward))


WORDS = {
    "ngày khám": "campaigns/2027/examination", "ứng viên": "campaigns/2027/candidates/",
    "giao giấy": "campaigns/2027/deliveries", "lịch công việc": "campaigns/2027/calendar",
    "chỉ tiêu giao quân": "campaigns/2027/quota", "sổ đăng ký văn bản": "papers/register",
    "giấy gọi": "campaigns/2027/deliveries/new?kind=enlistment",
    "lệnh gọi": "campaigns/2027/deliveries/new?kind=enlistment",
    "giấy gọi khám": "campaigns/2027/deliveries/new?kind=examination", "chữ ký": "settings/signatories",
    "đối chiếu": "imports/", "hướng dẫn": "/help/", "trợ giúp": "/help/", "tuổi gọi nhập ngũ": "/rules/age.maximum",
    "phiếu quân nhân dự bị": "reserve/papers?kind=reserve_file", "01A": "campaigns/2027",
    "16C": "papers/options/enlistment?list_key=enlistment-16c",
    "điểm g khoản 1 điều 41": "/rules/claim.41.1.g",
}  # fmt: skip


@pytest.mark.parametrize("typed", WORDS)
def test_officers_words_find_the_page(everything, ward, typed):
    found = links(everything.get("/search", query_string={"q": typed}).text).values()
    url = WORDS[typed]
    assert (url if url.startswith("/") else f"/wards/{ward.id}/{url}") in found


@pytest.mark.once
def test_every_page_of_the_menus_and_tabs_is_found_by_the_words_that_stand_there(everything, ward):
    client = everything
    waiting, seen, missed = [f"/wards/{ward.id}/"], set(), []
    while waiting:
        answer = client.get(waiting.pop(), follow_redirects=True)
        page = BeautifulSoup(answer.text, "lxml")
        for tag in page.select(".site-menu li a, .manage-menu a, .user-menu a, ul.subnav a, .help-link"):
            words, path = tag.get_text(" ", strip=True), tag["href"].partition("?")[0].partition("#")[0]
            if (words, path) in seen or path == answer.request.path:  # the page itself, or another year of it
                continue
            seen.add((words, path))
            waiting.append(path)
            found = links(client.get("/search", query_string={"q": words}).text).values()
            if path not in {url.partition("?")[0] for url in found}:
                missed.append((words, path))
    assert not missed and len(seen) > 40


def test_each_place_leads_to_a_page_and_each_sheet_and_rule_is_among_them(app):
    places, latest = all_places(), {rule.key: rule for rule in ENLISTMENT_RULES}
    assert {one.endpoint for one in places} <= set(app.view_functions)
    names = {one.name for one in places}
    assert names >= set(PLAIN_SHEETS.values()) | {name_of(rule) for rule in latest.values()}
    assert names >= {one.label for one in (*delivery.KIND, *reserve_forms.KIND)}
    assert all(any(one.name in name for name in names) for one in PRINTED_LISTS.values())


def test_what_a_role_may_not_open_it_does_not_find(client_of, ward, two_wards, person):
    auditor, viewer = client_of("auditor", ward), client_of("viewer", ward)
    assert links(auditor.get("/search?q=luong").text) == {} and searches() == []
    assert "Nhập từ Excel" not in links(viewer.get("/search?q=excel").text)
    # Whoever sees masked numbers finds nobody by one, whole or in part.
    for number in ("031205001234", "0312050"):
        assert "Lường Khắc Yểng" not in links(viewer.get(f"/search?q={number}").text)
    assert "Lường Khắc Yểng" in links(viewer.get("/search?q=yeng 14/3/2005").text)
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
    page = BeautifulSoup(browser.get(f"/wards/{ward.id}/").text, "lxml")
    assert page.find("input", attrs={"data-site-search": True}) and page.find("a", attrs={"data-keys-page": True})
    assert "Ctrl" in browser.text("/keys")
    assert "Tìm mọi nơi" in browser.text("/search")


def test_every_key_with_alt_stands_on_the_page_of_keys(browser, ward):
    page = browser.text("/keys")
    menu = BeautifulSoup(browser.get(f"/wards/{ward.id}/").text, "lxml").select(".site-menu [accesskey]")
    assert len(menu) >= 10
    for item in menu:
        assert f"Alt + {item['accesskey'][0].upper()} {' '.join(item.text.split())}" in " ".join(page.split())
    written = [one.read_text("utf-8") for one in (PROJECT / "templates").rglob("*.html")]
    letters = {letter for text in written for letter in re.findall(r'accesskey="([a-z])"', text)}
    assert {"m", "n", "p", "s", "h"} <= letters
    for letter in letters | {key for _, _, key in CAMPAIGN_TABS if key}:
        assert re.search(rf"Alt \+ {letter.upper()}\b|; {letter.upper()}:", page), letter


@pytest.mark.parametrize("page", ["/search", "/wards/{ward}/lists/enlistment", "/wards/{ward}/claims/new"])
@pytest.mark.parametrize("typed", ["031205001234", "0912 345 678", "03120500"])
def test_a_number_that_is_searched_for_stands_in_no_address_and_the_next_page_knows_it(
    browser, client_of, ward, person, page, typed
):
    page = page.format(ward=ward.id)
    form = {"to": page, "q": typed, "neighbourhood": ""}
    address = browser.post("/search/send", data=form).headers["Location"]
    shown = browser.get(address, follow_redirects=True)
    heard = shown.text + address + "".join(str(one.request.url) for one in shown.history)
    addresses = [*re.findall(r'(?:href|action|value)="(/[^"]*)"', heard), address, shown.request.url]
    assert not [one for one in addresses if typed.replace(" ", "") in re.sub(r"[+ ]|%20", "", one)]
    assert f'value="{typed}"' in shown.text or f"“{typed}”" in shown.text
    assert typed not in BeautifulSoup(shown.text, "lxml").title.get_text()  # the history keeps titles
    # The same search is the same address, and another account cannot read it.
    assert (
        browser.post("/search/send", data={"to": page, "q": typed, "neighbourhood": ""}).headers["Location"] == address
    )
    assert typed not in client_of("officer", ward).get(address, follow_redirects=True).text


def test_every_form_of_search_is_sent_by_post_and_leads_to_no_other_site(browser, ward):
    for path in (PROJECT / "templates").rglob("*.html"):
        for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.S):
            assert 'name="q"' not in form or "search_to(" in form, path.name
    for to in ("//evil.example/", "https://evil.example/", "", "/search?q=031205001234"):
        assert browser.post("/search/send", data={"to": to, "q": "Khoa"}).status_code == 400
    assert browser.post("/search/send", data={"to": "/search", "q": "Khoa"}).headers["Location"] == "/search?q=Khoa"
