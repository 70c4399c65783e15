"""The officer changes what a column or a word means; the program remembers it, and forgets it when told."""

from __future__ import annotations

import openpyxl
import pytest
from bs4 import BeautifulSoup

from tests.web.test_imports import BINH, CHI, HEADING, Office, people, saved, workbook

FORCES = ("Họ và tên", "Ngày sinh", "Số CCCD", "Lực lượng")


@pytest.fixture
def office(client_of, ward):
    return Office(client_of("officer", wards=ward), ward)


def sheet(*rows):
    """A workbook of one sheet: a title, headings in row 3, people from row 4 on."""
    book = openpyxl.Workbook()
    for row in (["DANH SÁCH"], [], *rows):
        book.active.append(list(row))
    return saved(book)


def selects(office, url):
    html = BeautifulSoup(office.client.get(f"{url}/columns").text, "lxml")
    return {one["name"]: (one.find("option", selected=True) or {}).get("value") for one in html.select("select")}


def test_each_column_is_shown_with_samples_and_what_it_feeds(office):
    url = office.bring(workbook(BINH, CHI))
    assert "Chắc chắn" in office.client.text(f"{url}/columns") and "K-17" in office.client.text(f"{url}/columns")
    chosen = selects(office, url)
    assert chosen["column-A"] == "full_name" and chosen["column-F"] == "-"


def test_a_changed_column_is_read_and_remembered_for_the_next_file(office):
    url = office.bring(workbook(BINH))
    answer = office.client.post(f"{url}/columns", data={"sheet": "0", "column-F": "notes"})
    assert answer.status_code == 303
    office.confirm(url)
    assert people()["Đỗ Công Bình"].notes == "K-17"
    office.confirm(office.bring(workbook(CHI)))
    assert people()["Lưu Đức Chí"].notes == "K-18"
    page = office.client.get(f"{office.index}taught")
    assert "Mã hồ sơ giấy" in page.text and "Ghi chú" in page.text
    forget = BeautifulSoup(page.text, "lxml").select_one("main form[action$='/forget']")["action"]
    assert office.client.post(forget).status_code == 303
    assert selects(office, office.bring(workbook(CHI)))["column-F"] == "-"


def test_two_columns_for_one_fact_are_refused_in_words(office):
    url = office.bring(workbook(BINH))
    answer = office.client.post(f"{url}/columns", data={"sheet": "0", "column-E": "notes", "column-F": "phone"})
    assert answer.status_code == 303  # notes may come from several columns, the phone from one
    double = {"sheet": "0", "column-D": "workplace", "column-F": "workplace"}
    answer = office.client.post(f"{url}/columns", data=double)
    assert answer.status_code == 422 and "Cột D và cột F cùng được chọn" in answer.text


def test_a_word_is_said_once_and_known_from_then_on(office):
    def force(*words):
        known = (("Đỗ Công Bình", "031099000011"), ("Lưu Đức Chí", "031099000012"))
        pairs = zip(known, words, strict=False)
        return sheet(FORCES, *((name, "14/03/1999", number, word) for (name, number), word in pairs))

    url = office.bring(force("Xung kích", "xung kích"), roster="militia")
    page = BeautifulSoup(office.client.get(f"{url}/columns").text, "lxml")
    (row,) = page.select("section[aria-labelledby=words] tbody tr")
    assert "Xung kích" in row.text and "2" in row.text
    data = {"text-0": "Xung kích", "meaning-0": '"mobile"'}
    assert office.client.post(f"{url}/words", data=data).status_code == 303
    assert "Xác nhận: ghi 2 người" in office.client.text(url)
    again = office.bring(force("XUNG KÍCH"), roster="militia")
    page = BeautifulSoup(office.client.get(f"{again}/columns").text, "lxml")
    assert not page.select("section[aria-labelledby=words]")
    assert "Xác nhận: ghi 1 người" in office.client.text(again)


def test_what_one_ward_taught_is_not_there_for_another(office, client_of, two_wards):
    url = office.bring(workbook(BINH))
    office.client.post(f"{url}/columns", data={"sheet": "0", "column-F": "notes", "everywhere-F": "1"})
    other = Office(client_of("officer", wards=two_wards[1]), two_wards[1])
    assert other.client.get(f"{url}/columns").status_code == 404
    assert other.client.post(f"{url}/words", data={"text-0": "x"}).status_code == 404
    assert "Mã hồ sơ giấy" not in other.client.get(f"{other.index}taught").text
    assert selects(other, other.bring(workbook(BINH)))["column-F"] == "-"
    forget = BeautifulSoup(office.client.get(f"{office.index}taught").text, "lxml").select_one(
        "form[action$='/forget']"
    )
    assert other.client.post(forget["action"].replace(str(two_wards[0].id), str(two_wards[1].id))).status_code == 404


def test_headings_with_markup_stay_text(office):
    url = office.bring(sheet([*HEADING[:5], "<script>alert(1)</script>"], BINH))
    assert "<script>alert(1)" not in office.client.get(f"{url}/columns").text


def test_what_was_chosen_says_when_and_by_whom_and_is_forgotten_where_it_stands(office):
    url = office.bring(workbook(BINH))
    office.client.post(f"{url}/columns", data={"sheet": "0", "column-F": "notes", "everywhere-F": "1"})
    again = office.bring(workbook(CHI))
    assert "đã nhớ cho bảng có cùng các tên cột ngày" in office.client.text(f"{again}/columns")
    forget = {"sheet": "0", "letter": "F"}
    assert office.client.post(f"{again}/columns/forget", data=forget).status_code == 303
    assert "đã nhớ cho mọi bảng có tên cột này ngày" in office.client.text(f"{again}/columns")  # the synonym is left
    assert office.client.post(f"{again}/columns/forget", data=forget).status_code == 303
    assert selects(office, again)["column-F"] == "-"
    assert "Mã hồ sơ giấy" not in office.client.text(f"{office.index}taught")
    assert office.client.post(f"{again}/columns/forget", data=forget).status_code == 404


def test_a_column_that_is_a_mark_stays_one_when_another_is_changed(office):
    heading = ["Họ và tên", "Ngày sinh", "Số CCCD", "Sức khỏe loại 1", "Sức khỏe loại 2", "Mã hồ sơ giấy"]
    url = office.bring(sheet(heading, [*BINH[:3], None, "x", "K-17"]))
    before = selects(office, url)
    assert before["column-E"] == "health_class=2"
    office.client.post(f"{url}/columns", data={"sheet": "0", **before, "column-F": "notes"})
    assert selects(office, url) == {**before, "column-F": "notes"}


def test_a_word_that_was_taught_wrongly_is_forgotten_for_this_file_too(office):
    url = office.bring(sheet(FORCES, ["Đỗ Công Bình", "14/03/1999", "031099000011", "Xung kích"]), roster="militia")
    assert "Có 1 từ mà chương trình chưa hiểu" in office.client.text(url)
    office.client.post(f"{url}/words", data={"text-0": "Xung kích", "meaning-0": '"mobile"'})
    page = BeautifulSoup(office.client.get(f"{url}/columns").text, "lxml")
    form = page.select_one("form[action$='/words/forget']")
    assert "Xung kích" in form.find_parent("tr").text
    data = {field["name"]: field["value"] for field in form.select("input[name=key], input[name=words]")}
    assert office.client.post(form["action"], data=data).status_code == 303
    assert "Có 1 từ mà chương trình chưa hiểu" in office.client.text(url)
