"""Lists remember: filters kept under a name, one's own or the ward's, and the columns that an officer opens with."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.columns.catalogue import DEFAULT_KEYS
from roster.services import people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.saved_views import SavedView

pytestmark = pytest.mark.both  # filters are each database's own

TODAY = date(2026, 11, 25)
NAME = "Đủ điều kiện khám 2027"


@pytest.fixture(autouse=True)
def candidates(officer, ward):
    for name, grade in (("Đỗ Văn An", 1), ("Lê Văn Bình", 3)):
        start = NewRecord("enlistment", {"health_class": grade}, year=2027)
        people.create_person(officer, ward.id, {"full_name": name, "birth_date": "2005"}, TODAY, records=(start,))


@pytest.fixture
def home(ward):
    return f"/wards/{ward.id}"


def save(browser, home, name=NAME, query="year=2027&health_class=1&sort=birth_date&desc=1&q=an", **more):
    return browser.post(f"{home}/views/new/enlistment?{query}", data={"name": name, "with_year": "y", **more})


def chips(browser, address):
    page = BeautifulSoup(browser.get(address, follow_redirects=True).text, "lxml")
    return {tag.get_text(strip=True).removesuffix("(dùng chung)"): tag for tag in page.select(".view-chip")}


def columns(browser, address):
    page = BeautifulSoup(browser.get(address).text, "lxml")
    return [tag.get_text(strip=True).strip("▲▼").strip() for tag in page.select(".list-table .sort-link")]


def test_a_filter_is_kept_with_order_and_columns_and_opened_again(browser, home):
    answer = save(
        browser, home, query="year=2027&health_class=1&sort=birth_date&desc=1&q=an&columns=full_name&columns=phone"
    )
    assert answer.status_code == 303
    opened = browser.get(answer.headers["Location"]).headers["Location"]
    for part in ("health_class=1", "sort=birth_date", "desc=1", "year=2027", "columns=phone"):
        assert part in opened
    assert "q=" not in opened  # a searched name is of the moment
    text = browser.text(opened)
    assert "Đỗ Văn An" in text and "Lê Văn Bình" not in text
    assert columns(browser, opened) == ["Họ và tên", "Điện thoại"]
    chip = chips(browser, opened)[NAME]
    assert chip["aria-current"] == "true" and chip["href"] in answer.headers["Location"]
    assert "aria-current" not in chips(browser, f"{home}/lists/enlistment")[NAME].attrs
    assert NAME in browser.text("/search?q=du dieu kien kham")
    # Of the same name again: the kept one is replaced.
    save(browser, home, query="year=2027&health_class=3")
    assert db.session.query(SavedView).one().content["health_class"] == "3"


def test_without_a_year_the_newest_is_opened(browser, home):
    answer = browser.post(f"{home}/views/new/enlistment?year=2026&health_class=1", data={"name": "Loại 1"})
    assert "year" not in browser.get(answer.headers["Location"]).headers["Location"]


def test_a_shared_filter_is_the_wards_and_an_own_one_is_nobody_elses(client_of, browser, home, ward, two_wards):
    save(browser, home)
    save(browser, home, "Của phường", is_shared="y")
    other, viewer, commander = (client_of(role, ward) for role in ("officer", "viewer", "commander"))
    assert (
        set(chips(other, f"{home}/lists/enlistment"))
        == {"Của phường"}
        == set(chips(viewer, f"{home}/views/")) | {"Của phường"}
    )
    own = db.session.query(SavedView).filter_by(name=NAME).one().id
    shared = db.session.query(SavedView).filter_by(name="Của phường").one().id
    assert other.get(f"{home}/views/{own}").status_code == 404
    assert other.get(f"{home}/views/{shared}").status_code == 302
    assert other.post(f"{home}/views/{shared}", data={"name": "Khác"}).status_code == 403
    assert other.post(f"{home}/views/{shared}/delete").status_code == 403
    assert save(viewer, home, "Của tôi", is_shared="y").status_code == 403
    assert save(viewer, home, "Của tôi").status_code == 303
    assert save(other, home, "Của phường", is_shared="y").status_code == 422
    assert commander.post(f"{home}/views/{shared}", data={"name": "Toàn phường", "is_shared": "y"}).status_code == 303
    foreign = client_of("officer", two_wards[1])
    assert foreign.get(f"/wards/{two_wards[1].id}/views/{shared}").status_code == 404


def test_a_filter_for_oneself_takes_no_shared_one_of_its_name_from_the_ward(browser, home):
    save(browser, home, is_shared="y")
    refused = save(browser, home, query="year=2027&health_class=3")
    assert refused.status_code == 422 and "Hãy đặt tên khác cho bộ lọc riêng" in refused.text
    view = db.session.query(SavedView).one()
    assert view.is_shared and view.content["health_class"] == "1"
    assert "Đã thay" not in browser.get(f"{home}/views/").text
    # Who says that it is the ward's replaces the ward's, and hears what he did.
    answer = save(browser, home, query="year=2027&health_class=3", is_shared="y")
    told = browser.get(answer.headers["Location"], follow_redirects=True).text
    assert f"Đã thay bộ lọc dùng chung “{NAME}”" in told
    db.session.rollback()
    view = db.session.query(SavedView).one()
    assert view.is_shared and view.content["health_class"] == "3"


def test_a_filter_is_renamed_and_deleted_after_a_question(browser, home):
    save(browser, home)
    save(browser, home, "Loại 1")
    view = db.session.query(SavedView).filter_by(name=NAME).one().id
    assert "Hãy đặt tên" in browser.post(f"{home}/views/{view}", data={"name": " "}).text
    assert browser.post(f"{home}/views/{view}", data={"name": "Loại 1"}).status_code == 422
    assert browser.post(f"{home}/views/{view}", data={"name": "Khám 2027"}).status_code == 303
    assert "Khám 2027" in browser.text(f"{home}/views/")
    assert "Xóa bộ lọc “Khám 2027”?" in browser.text(f"{home}/views/{view}/delete")
    assert browser.post(f"{home}/views/{view}/delete").status_code == 303
    assert [one.name for one in db.session.query(SavedView)] == ["Loại 1"]
    assert browser.get(f"{home}/views/{view}").status_code == 404
    nameless = save(browser, home, "")
    assert nameless.status_code == 422 and "Hãy đặt tên cho bộ lọc." in nameless.text


def test_a_list_opens_with_the_columns_that_its_officer_likes(client_of, browser, home, ward):
    usual = columns(browser, f"{home}/lists/enlistment")
    liked = "columns=full_name&columns=phone"
    assert browser.post(f"{home}/views/columns/enlistment?{liked}").status_code == 303
    assert columns(browser, f"{home}/lists/enlistment") == ["Họ và tên", "Điện thoại"]
    assert columns(client_of("officer", ward), f"{home}/lists/enlistment") == usual
    # What an address names goes first, the usual columns too.
    assert columns(browser, f"{home}/lists/enlistment?columns=full_name&columns=sex") == ["Họ và tên", "Giới tính"]
    named = "&".join(f"columns={key}" for key in DEFAULT_KEYS["enlistment"])
    assert columns(browser, f"{home}/lists/enlistment?{named}") == usual
    browser.post(f"{home}/views/columns/enlistment", data={"usual": "yes"})
    assert columns(browser, f"{home}/lists/enlistment") == usual


def test_a_value_in_a_row_narrows_the_list_to_it(browser, home):
    page = BeautifulSoup(browser.get(f"{home}/lists/enlistment?year=2027").text, "lxml")
    grades = {tag.get_text(): tag["href"] for tag in page.select("a.value-link")}
    assert set(grades) == {"Loại 1", "Loại 3"}
    narrowed = browser.text(grades["Loại 3"])
    assert "Lê Văn Bình" in narrowed and "Đỗ Văn An" not in narrowed


def test_sorting_twice_keeps_the_first_order_among_equals(browser, officer, ward, home):
    for name, grade, education in (("Bùi Ba", 1, "9/12"), ("Bùi Hai", 1, "12/12"), ("Bùi Tư", 3, "9/12")):
        start = NewRecord("enlistment", {"health_class": grade}, year=2027)
        facts = {"full_name": name, "education": education, "birth_date": "2005"}
        people.create_person(officer, ward.id, facts, TODAY, records=(start,))

    def names(address):
        page = BeautifulSoup(browser.get(address).text, "lxml")
        links = {tag.get_text(" ", strip=True).split(" ▲")[0]: tag["href"] for tag in page.select(".sort-link")}
        rows = [tag.get_text(strip=True) for tag in page.select(".list-table td.card-title")]
        return [one for one in rows if one.startswith("Bùi")], links

    _, links = names(f"{home}/lists/enlistment?year=2027")
    _, links = names(links["Văn hóa"])
    _, links = names(links["Văn hóa"])  # the other way round: 9/12 before 12/12
    found, links = names(links["Sức khỏe"])
    assert found == ["Bùi Ba", "Bùi Hai", "Bùi Tư"]
    found, _ = names(f"{home}/lists/enlistment?year=2027&sort=health_class&then=education")
    assert found == ["Bùi Hai", "Bùi Ba", "Bùi Tư"]
    assert "then" not in links["Họ và tên"]
