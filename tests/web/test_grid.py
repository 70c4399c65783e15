"""Many people typed or pasted into one grid: faults at their cells, nothing lost, then the import's own preview."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import units
from roster.store.db import db
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)
AN = {"c-0-full_name": "Đỗ Văn An", "c-0-birth_date": "14/03/2005", "c-0-citizen_id": "031205001234"}
BINH = {"c-2-full_name": "lê thị bình", "c-2-birth_date": "1/2/2001", "c-2-phone": "0912345678"}


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/grid/militia"


def cells(html):
    found = BeautifulSoup(html, "lxml").select(".grid-table input")
    return {one["name"]: one["value"] for one in found if one["value"]}


def test_a_grid_becomes_an_import_that_is_looked_at_and_confirmed(browser, page):
    # Blank rows between them: each keeps its row.
    low = {key.replace("c-2", "c-31"): text for key, text in BINH.items()}
    low["c-32-full_name"] = "Trần Thị Yến"  # the last, of a name alone: a citizen, and nobody's signature
    sent = {"year": "2026", "neighbourhood": "TDP số 5", **AN, **low}
    answer = browser.post(page, data=sent)
    assert answer.status_code == 303 and db.session.query(Person).count() == 0
    preview = browser.get(f"{answer.headers['Location']}?view=all").text
    assert "Đỗ Văn An" in preview and "Lê Thị Bình" in preview
    rows = BeautifulSoup(preview, "lxml").select("td[data-label=Dòng]")
    assert [one.get_text() for one in rows] == ["2", "33", "34"] and "dòng 2 ở đây là người ở dòng 1" in preview
    assert "chưa có trong danh mục" not in preview.lower()  # the ward keeps no register yet
    assert "Vắng trong tệp" not in preview  # a few people are not the whole roster
    mark = BeautifulSoup(preview, "lxml").find("input", attrs={"name": "mark"})["value"]
    browser.post(f"{answer.headers['Location']}/confirm", data={"mark": mark, "doubts_settled": "y"})
    people = {one.full_name: one for one in db.session.query(Person)}
    assert set(people) == {"Đỗ Văn An", "Lê Thị Bình", "Trần Thị Yến"}
    assert db.session.query(MilitiaRecord).count() == 3
    assert people["Đỗ Văn An"].citizen_id == "031205001234" and people["Lê Thị Bình"].neighbourhood == "TDP số 5"


def test_a_neighbourhood_that_the_ward_has_not_recorded_is_told_before_it_is_written(browser, page, ward, actor_of):
    units.save_neighbourhood(actor_of("commander", ward), ward.id, None, name="TDP số 5")
    sent = {"year": "2026", **AN, **BINH, "c-0-neighbourhood": "99", "c-2-neighbourhood": "tdp 5"}
    preview = text_of(browser.get(browser.post(page, data=sent).headers["Location"]).text)
    assert "Chưa có trong danh mục tổ dân phố của phường: “TDP số 99” (1 dòng)." in preview


def test_faults_stand_at_their_cells_and_nothing_typed_is_lost(browser, page):
    typed = AN | {"c-1-birth_date": "31/02/2004", "c-2-full_name": "Lê Bình", "c-2-citizen_id": "031205001234"}
    answer = browser.post(page, data={"year": "2026", **typed, "columns": ["birth_date", "citizen_id"]})
    assert answer.status_code == 422 and cells(answer.text) == typed
    wrong = {one["name"] for one in BeautifulSoup(answer.text, "lxml").select("input.is-invalid")}
    assert wrong == {"c-0-citizen_id", "c-1-birth_date", "c-1-full_name", "c-2-citizen_id"}
    text = text_of(answer.text)
    assert "Dòng 2, Ngày sinh : “31/02/2004” không phải một ngày có thật" in text  # the column is named once
    assert "Dòng 2, Họ và tên" in text and "có ở hai dòng" in text
    secret = browser.post(page, data={"year": "2026", "c-0-full_name": "An", "c-0-notes": "Đơn vị DBĐV: e50"})
    assert secret.status_code == 422 and db.session.query(Person).count() == 0
    assert "Bảng còn trống" in text_of(browser.post(page, data={"year": "2026"}).text)


def test_pasted_cells_spread_without_script(browser, page):
    plain = "Vũ An\t1/2/2000\tNam\r\nLê Bình\t3/4/2001\tNữ"
    found = cells(browser.post(page, data={"year": "2026", "pasted": plain, "arrange": "paste", **AN}).text)
    assert found["c-0-full_name"] == "Đỗ Văn An" and found["c-1-full_name"] == "Vũ An" and found["c-2-sex"] == "Nữ"
    named = "STT\tSố CCCD\tHọ tên\tGhi chú\n1\t031205001234\tVũ An\tở xa"
    found = cells(browser.post(page, data={"year": "2026", "pasted": named, "arrange": "paste"}).text)
    assert found == {"c-0-citizen_id": "031205001234", "c-0-full_name": "Vũ An", "c-0-notes": "ở xa"}


def test_what_a_paste_leaves_out_is_said_and_kept(browser, page):
    def paste(text, **more):
        return browser.post(page, data={"year": "2026", "pasted": text, "arrange": "paste", **more}).text

    many = "\n".join(f"Lê Văn Người {chr(65 + number // 20)}{chr(65 + number % 20)}\t1/2/2001" for number in range(203))
    html = paste(many, **AN)
    assert "c-199-full_name" in cells(html) and "còn 4 dòng chưa vào" in text_of(html)
    rest = BeautifulSoup(html, "lxml").find("textarea").get_text().strip().splitlines()
    assert rest == many.splitlines()[199:]
    wide = "\t".join(["Vũ An", *"abcdefghij", "thừa"])
    html = paste(wide)
    assert not cells(html) and "có 12 cột, bảng chỉ có 10 cột" in text_of(html)
    assert BeautifulSoup(html, "lxml").find("textarea").get_text().strip() == wide
    html = paste("Họ tên\tSĐT\tHạnh kiểm\nVũ An\t0912345678\tTốt")
    assert "“Hạnh kiểm” nên để lại cột ấy" in text_of(html) and len(cells(html)) == 2


def test_cells_that_a_spreadsheet_puts_into_quotation_marks_are_whole(browser, page):
    sent = {"year": "2026", "arrange": "paste", "columns": ["permanent_address", "notes"]}
    found = cells(
        browser.post(page, data=sent | {"pasted": '1\tVũ An\t"Số 5\nngõ ""3"""\n2\tLê Bình\tống 5" nước\tx'}).text
    )
    assert found == {
        "c-0-full_name": "Vũ An", "c-0-permanent_address": 'Số 5 ngõ "3"', "c-1-full_name": "Lê Bình",
        "c-1-permanent_address": 'ống 5" nước', "c-1-notes": "x",
    }  # fmt: skip
    unclosed = cells(browser.post(page, data=sent | {"pasted": 'Vũ An\t"Số 5\nLê Bình\tSố 6'}).text)
    assert unclosed["c-1-full_name"] == "Lê Bình"


def test_a_number_that_excel_has_rounded_and_every_fault_are_named(browser, page):
    typed = {f"c-{number}-full_name": f"Vũ Văn {chr(65 + number)}n" for number in range(14)}
    typed |= {f"c-{number}-citizen_id": "3.12E+10" for number in range(14)}
    text = text_of(browser.post(page, data={"year": "2026", **typed}).text)
    assert "Excel đã làm tròn" in text and "Dòng 14, Số CCCD" in text


def test_columns_and_rows_are_chosen_and_keep_what_was_typed(browser, page):
    html = browser.post(page, data={"year": "2026", **AN, "columns": ["hometown"], "arrange": "columns"}).text
    names = {one["name"] for one in BeautifulSoup(html, "lxml").select(".grid-table tr:first-child input")}
    # A column that holds something does not go.
    assert names >= {"c-0-full_name", "c-0-hometown", "c-0-citizen_id"} and "c-0-phone" not in names
    assert cells(html) == AN
    assert 'name="c-39-full_name"' in browser.post(page, data={"year": "2026", **AN, "arrange": "more"}).text


def test_a_grid_of_no_roster_is_not_there(browser, ward):
    assert browser.get(f"/wards/{ward.id}/grid/nothing").status_code == 404
    for roster in ("enlistment", "militia", "reserve"):
        assert "Nhập nhiều người" in browser.text(f"/wards/{ward.id}/grid/{roster}")
