"""The pages of lists, as an officer's browser sees them."""

import io
from datetime import date

import openpyxl
import pytest
from bs4 import BeautifulSoup

from roster.services import people
from roster.services.records import NewRecord
from tests.page_checks import text_of

pytestmark = pytest.mark.both  # order and filters are each database's own

TODAY = date(2026, 11, 24)


@pytest.fixture
def enter(ward, actor_of):
    officer = actor_of("officer", ward)

    def make(name, facts=None, roster="enlistment", **record):
        start = NewRecord(roster, record, year=2027 if roster == "enlistment" else None)
        values = {"full_name": name, "birth_date": "2005", **(facts or {})}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)

    return make


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/lists"


def names(html):
    return [link.get_text() for link in BeautifulSoup(html, "lxml").select("td.card-title a")]


@pytest.mark.parametrize("roster", ["enlistment", "militia", "reserve"])
def test_an_empty_roster_says_what_to_do(browser, page, roster):
    assert "chưa có ai trong danh sách này" in browser.text(f"{page}/{roster}")


@pytest.mark.parametrize("roster", ["enlistment", "militia", "reserve"])
def test_each_roster_has_its_list_in_name_order_with_links_to_the_people(browser, page, enter, roster):
    last, first = enter("Lê Văn Bình", roster=roster), enter("Vũ Văn An", roster=roster)
    html = browser.get(f"{page}/{roster}").text
    assert names(html) == ["Vũ Văn An", "Lê Văn Bình"]
    assert f"/people/{first.id}" in html and f"/people/{last.id}" in html and "2 người" in text_of(html)


def test_search_and_filters_live_in_the_address(browser, page, enter):
    enter("Lê Văn Bình", {"neighbourhood": "TDP số 2"}, health_class=2)
    enter("Vũ Văn An", {"neighbourhood": "TDP số 10"}, health_class=3)
    assert names(browser.get(f"{page}/enlistment?q=binh&health_class=2&neighbourhood=TDP+số+2").text) == ["Lê Văn Bình"]
    assert names(browser.get(f"{page}/enlistment?health_class=3").text) == ["Vũ Văn An"]
    nobody = browser.text(f"{page}/enlistment?q=khongcoai")
    assert "Không có ai khớp với bộ lọc" in nobody
    html = browser.get(
        f"{page}/enlistment?health_class=3&sort=birth_date&desc=1&size=100&columns=birth_date&columns=phone"
    ).text
    form = BeautifulSoup(html, "lxml").find("form", class_="filter-bar")
    assert form.find("select", id="filter-health_class").find("option", selected=True)["value"] == "3"
    assert form.find("select", attrs={"name": "order"}).find("option", selected=True)["value"] == "-birth_date"
    chosen = [box["value"] for box in form.find_all("input", attrs={"name": "columns"}, checked=True)]
    assert chosen == ["full_name", "birth_date", "phone"]


@pytest.mark.parametrize("place", ["lists/enlistment", "campaigns/2027/candidates/", "claims/"])
def test_a_filter_that_nobody_chose_leaves_the_address(browser, ward, place):
    url = f"/wards/{ward.id}/{place}"
    tidied = browser.get(f"{url}?q=van+an&neighbourhood=&status=&step=&kind=&size=50")
    assert tidied.status_code == 302
    assert tidied.location.partition("?")[2].replace("year=2027&", "") == "q=van+an"
    assert browser.get(tidied.location).status_code == 200


def test_a_list_of_those_who_lack_a_fact_says_so_and_lets_go_of_it(browser, page, enter, client_of, ward):
    enter("Vũ Văn An")
    enter("Lê Văn Bình", {"citizen_id": "031205001234", "sex": "male"})
    html = browser.get(f"{page}/enlistment?year=2027&citizen_id=-").text
    assert names(html) == ["Vũ Văn An"]
    (link,) = [one for one in BeautifulSoup(html, "lxml").select("p a") if one.get_text().startswith("bỏ")]
    assert "chưa ghi “Số định danh" in text_of(html)
    assert len(names(browser.get(link["href"]).text)) == 2
    assert "chưa ghi “" not in client_of("viewer", ward).text(f"{page}/enlistment?year=2027&citizen_id=-")


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=999999999999",
        "page=x",
        "size=7",
        "sort=version",
        "columns=nonsense",
        "year=1",
        "year=x",
        "desc=9",
        "health_class=%00",
        "q=%25%27%22%3Cscript%3E",
        "neighbourhood=-",
        "citizen_id=-",
    ],
)
def test_an_address_that_somebody_bent_still_answers(browser, page, enter, query):
    enter("Vũ Văn An")
    assert browser.get(f"{page}/enlistment?{query}", follow_redirects=True).status_code == 200


def test_an_unknown_roster_and_a_foreign_ward_are_not_there(browser, page, enter, client_of, two_wards):
    enter("Vũ Văn An")
    assert browser.get(f"{page}/nonsense").status_code == 404
    stranger = client_of("officer", two_wards[1])
    assert stranger.get(f"{page}/enlistment").status_code == 404
    assert stranger.post(f"{page}/enlistment/export").status_code == 404
    own = page.replace(str(two_wards[0].id), str(two_wards[1].id))
    assert "Vũ Văn An" not in stranger.text(f"{own}/enlistment")


def test_a_long_list_is_paged_and_keeps_its_filters_from_page_to_page(browser, page, enter):
    for place in range(51):
        enter("Lê Văn An", {"birth_date": f"{1950 + place}"}, health_class=2)
    html = browser.get(f"{page}/enlistment?health_class=2&page=2").text
    assert len(names(html)) == 1 and "51–51 trong 51 người" in text_of(html)
    back = BeautifulSoup(html, "lxml").find("a", rel="prev")["href"]
    assert "health_class=2" in back and len(names(browser.get(back).text)) == 50


def test_names_with_markup_stay_text(browser, page, enter):
    enter("Lê <script>alert(1)</script> An", {"permanent_address": "<img src=x>"})
    html = browser.get(f"{page}/enlistment").text
    assert "<script>alert" not in html and "<img src=x>" not in html


def test_the_list_goes_out_as_a_workbook_whose_name_names_nobody(browser, page, enter):
    first = enter("Vũ Văn An", {"citizen_id": "031205001234"})
    enter("Lê Văn Bình")
    whole = browser.post(f"{page}/enlistment/export")
    assert whole.headers["Content-Disposition"] == "attachment; filename=danh-sach-nvqs-2027.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(whole.data)).active.max_row == 6
    ticked = browser.post(f"{page}/enlistment/export?columns=citizen_id", data={"chosen": str(first.id)})
    sheet = openpyxl.load_workbook(io.BytesIO(ticked.data)).active
    assert [cell.value for cell in sheet[4]] == ["STT", "Họ và tên", "Số CCCD"]
    assert [cell.value for cell in sheet[5]] == [1, "Vũ Văn An", "031205001234"]
    assert browser.get(f"{page}/enlistment/export").status_code == 405


def test_a_viewer_sees_masked_numbers_and_takes_nothing_out(page, enter, client_of, ward):
    enter("Vũ Văn An", {"citizen_id": "031205001234"}, health_class=4)
    viewer = client_of("viewer", ward)
    text = viewer.text(f"{page}/enlistment")
    assert "031•••••••34" in text and "031205001234" not in text and "Loại 4" not in text and "Xuất Excel" not in text
    assert viewer.post(f"{page}/enlistment/export").status_code == 403


def test_an_auditor_sees_no_people(page, enter, client_of, ward):
    enter("Vũ Văn An")
    assert client_of("auditor", ward).get(f"{page}/enlistment").status_code == 403


def test_the_list_ends_with_the_sums_of_all_its_pages(browser, page, enter, client_of, ward):
    for place in range(51):
        enter("Lê Văn An", {"birth_date": f"{1950 + place}"}, health_class=2 if place else 3)
    foot = BeautifulSoup(browser.get(f"{page}/enlistment?page=2").text, "lxml").tfoot.get_text(" ", strip=True)
    assert "Cộng: 51 người" in foot and "Loại 2: 50" in foot and "Loại 3: 1" in foot
    viewer = BeautifulSoup(client_of("viewer", ward).get(f"{page}/enlistment").text, "lxml")
    assert "Loại" not in viewer.tfoot.get_text()


def test_three_keys_order_the_list_by_a_form_or_a_link(browser, page, enter):
    for name, home, grade in (("Lê An", "TDP số 2", 1), ("Lê Bình", "TDP số 1", 3), ("Lê Cường", "TDP số 1", 1)):
        enter(name, {"neighbourhood": home}, health_class=grade)
    sent = browser.get(f"{page}/enlistment?year=2027&order=neighbourhood&order=-health_class&order=birth_date")
    assert sent.status_code == 302 and "then=-health_class,birth_date" in sent.location.replace("%2C", ",")
    html = browser.get(sent.location).text
    assert names(html) == ["Lê Bình", "Lê Cường", "Lê An"]
    links = {one.get_text(" ", strip=True).split()[0]: one for one in BeautifulSoup(html, "lxml").select(".sort-link")}
    assert links["TDP"].find_parent("th")["aria-sort"] == "ascending"
    assert "(thứ tự 2, giảm dần)" in text_of(html)
    # The link of Shift+click turns one of them round in its place, or goes behind the first two.
    assert "then=health_class,birth_date" in links["Sức"]["data-add-href"].replace("%2C", ",")
    assert "then=-health_class,education" in links["Văn"]["data-add-href"].replace("%2C", ",")
    for bent in ("sort=birth_date&then=,,x,-,birth_date", "order=&order=x&order=-", "order=full_name&order=birth_date"):
        assert browser.get(f"{page}/enlistment?{bent}", follow_redirects=True).status_code == 200


def test_a_number_can_be_dialled_by_who_may_see_it(browser, page, enter, client_of, ward):
    person = enter("Vũ Văn An", {"phone": "0912345678"}, health_class=2)
    enter("Lê Văn Bình", {"phone": "gọi nhà bên"}, health_class=3)
    for address in (f"{page}/enlistment", f"/wards/{ward.id}/people/{person.id}"):
        called = [one["href"] for one in BeautifulSoup(browser.get(address).text, "lxml").select("a[href^=tel]")]
        assert called == ["tel:0912345678"]
        assert "tel:" not in client_of("viewer", ward).get(address).text


def test_each_value_that_narrows_by_a_click_is_reached_by_keyboard(browser, page, enter):
    enter("Vũ Văn An", {"education": "12/12"}, health_class=2)
    enter("Lê Văn Bình", {"education": "9/12"}, health_class=3)
    html = BeautifulSoup(browser.get(f"{page}/enlistment").text, "lxml")
    links = html.select("a.value-link")
    assert links and not [one for one in links if one.has_attr("tabindex")]
    selects = {one["name"] for one in html.select("form.filter-bar select")}
    assert {"education", "health_class"} <= selects
    assert not html.select_one("details.filter-more").has_attr("open")
    narrowed = browser.get(f"{page}/enlistment?health_class=3").text
    assert BeautifulSoup(narrowed, "lxml").select_one("details.filter-more").has_attr("open")


def test_ticks_of_other_pages_come_as_one_field(browser, page, enter):
    an, binh = enter("Vũ Văn An"), enter("Lê Văn Bình")
    enter("Đỗ Văn Cường")
    both = browser.post(f"{page}/enlistment/export", data={"chosen": [str(an.id), f"{binh.id} x"]})
    assert openpyxl.load_workbook(io.BytesIO(both.data)).active.max_row == 6
    everybody = browser.post(f"{page}/enlistment/export", data={"chosen": str(an.id), "everyone": "y"})
    assert openpyxl.load_workbook(io.BytesIO(everybody.data)).active.max_row == 7


def test_ticks_go_along_from_page_to_page_without_script(browser, page, enter):
    for place in range(51):
        enter("Lê Văn An", {"birth_date": f"{1950 + place}"})
    first = BeautifulSoup(browser.get(f"{page}/enlistment?year=2027").text, "lxml")
    turn = next(one for one in first.select("button[formaction]") if "giữ dấu chọn" in one.get_text())["formaction"]
    ticked = [one["value"] for one in first.select("[data-select-row]")[:2]]
    html = browser.post(turn, data={"chosen": ticked}).text
    assert "Đã chọn 2 người ở trang khác." in text_of(html)
    assert browser.get(turn).status_code == 302  # the address alone is the list without ticks
    second = BeautifulSoup(html, "lxml")
    carried = second.find("input", attrs={"name": "chosen", "type": "hidden"})["value"]
    last = second.select("[data-select-row]")[0]["value"]
    book = browser.post(f"{page}/enlistment/export?year=2027", data={"chosen": [carried, last]})
    assert openpyxl.load_workbook(io.BytesIO(book.data)).active.max_row == 4 + 3
    back = next(one for one in second.select("button[formaction]") if "Trang trước" in one.get_text())["formaction"]
    again = BeautifulSoup(browser.post(back, data={"chosen": [carried, last]}).text, "lxml")
    assert [one["value"] for one in again.select("[data-select-row][checked]")] == ticked
