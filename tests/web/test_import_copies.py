"""Workbooks that go out to be filled in, and the officer's own workbook with its faults marked."""

from __future__ import annotations

import io

import openpyxl
import pytest

from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.web.test_imports import BINH, CHI, FILES, Office, saved, workbook

pytestmark = pytest.mark.usefixtures("no_other_process")

ASKED = {"roster": "enlistment", "year": "2026", "holds": "empty", "neighbourhood": ""}


@pytest.fixture
def office(client_of, ward):
    return Office(client_of("officer", wards=ward), ward)


def sheet_of(answer):
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]


def test_an_empty_form_goes_out_and_comes_back_filled(office):
    page = office.client.get(f"{office.index}forms")
    assert "Biểu mẫu điền danh sách" in page.text
    answer = office.client.post(f"{office.index}forms", data=ASKED)
    assert "mau-dien-nvqs-2026.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    headings = {cell.value: cell.column for cell in book.worksheets[0][4]}
    book.worksheets[0].cell(5, headings["Họ, chữ đệm và tên khai sinh"]).value = "Đỗ Công Bình"
    book.worksheets[0].cell(5, headings["Số định danh cá nhân/CCCD"]).value = "031205000011"
    file = io.BytesIO()
    book.save(file)
    assert "Xác nhận: ghi 1 người" in office.client.text(office.bring(file.getvalue()))


def test_what_the_ward_has_goes_out_to_be_completed_with_an_entry_in_the_journal(office):
    office.confirm(office.bring(workbook(BINH, CHI)))
    answer = office.client.post(f"{office.index}forms", data=ASKED | {"holds": "filled"})
    words = {cell.value for row in sheet_of(answer).iter_rows() for cell in row}
    assert {"Đỗ Công Bình", "Lưu Đức Chí", "031205000011"} <= words
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "list.export")).one()
    assert entry.details["rows"] == 2 and "Bình" not in str(entry.details)


def test_a_form_that_the_page_does_not_offer_is_refused_in_words(office):
    answer = office.client.post(f"{office.index}forms", data=ASKED | {"neighbourhood": "TDP số 99"})
    assert answer.status_code == 422 and "Hãy chọn tổ dân phố trong danh sách" in answer.text


def test_forms_of_another_ward_are_not_there(office, two_wards):
    there = f"/wards/{two_wards[1].id}/imports/forms"
    assert office.client.get(there).status_code == 404
    assert office.client.post(there, data=ASKED | {"holds": "filled"}).status_code == 404


# --- The workbook with its faults marked ----------------------------------------------------------------------------

WRONG_ID = ("Phan Văn Đạt", "30/02/2005", "03120500", "Số 9 Trần Nhân Tông", "0912000013", "=1+1")


def copy_of(office, url):
    answer = office.client.post(f"{url}/copy")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data)), answer


def test_the_workbook_comes_back_with_its_faults_marked(office):
    url = office.bring(workbook(BINH, WRONG_ID))
    assert "Tải tệp đã ghi lỗi" in office.client.text(url)
    book, answer = copy_of(office, url)
    sheet = book.active
    assert "danh-sach" in answer.headers["Content-Disposition"]
    assert sheet["G3"].value == "LỖI" and sheet["G4"].value is None
    assert "12 chữ số" in sheet["G5"].value and "12 chữ số" in sheet["C5"].comment.text
    assert "B5" in {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert sheet["C5"].fill.fgColor.rgb == "00FFC7CE" and sheet["C4"].fill.fgColor.rgb != "00FFC7CE"
    assert [cell.value for cell in sheet[4]][:6] == list(BINH)


def test_the_mended_copy_goes_on_with_the_same_import(office):
    url = office.bring(workbook(BINH, WRONG_ID))
    book, _ = copy_of(office, url)
    book.active["B5"].value, book.active["C5"].value = "28/02/2005", "031205000013"
    assert office.bring(saved(book)) == url
    page = office.client.text(url)
    assert "Xác nhận: ghi 2 người" in page and "Cột lỗi do chương trình ghi" in page
    assert "Đã ghi 2 người vào sổ" in office.confirm(url)


def test_a_copy_half_mended_is_marked_anew(office):
    url = office.bring(workbook(BINH, WRONG_ID))
    book, _ = copy_of(office, url)
    book.active["C5"].value = "031205000013"
    office.bring(saved(book))
    again = copy_of(office, url)[0].active
    assert again["C5"].comment is None and again["B5"].comment is not None
    assert [cell.value for cell in again[3]].count("LỖI") == 1 and "12 chữ số" not in again["G5"].value


def test_a_copy_of_an_import_that_is_done_is_an_import_of_its_own(office):
    url = office.bring(workbook(BINH, WRONG_ID))
    book, _ = copy_of(office, url)
    office.confirm(url)
    assert office.bring(saved(book)) != url


@pytest.mark.parametrize("name", ["04-quan-nhan-du-bi.xls", "08-nam-17-tuoi.ods"])
def test_other_kinds_come_back_as_the_same_cells(office, name):
    url = office.bring(FILES / name)
    book, _ = copy_of(office, url)
    assert len({cell.value for cell in book.worksheets[0]["B"]}) > 10


def test_a_copy_of_another_ward_is_not_there(office, client_of, two_wards):
    url = office.bring(workbook(BINH, WRONG_ID))
    assert client_of("officer", wards=two_wards[1]).post(f"{url}/copy").status_code == 404


def test_tables_side_by_side_share_the_copys_column_of_faults_and_both_go_on(office):
    heading = ("TT", "Họ và tên", "Ngày sinh", "Số CCCD")
    rows = [
        ("DANH SÁCH CÔNG DÂN NĂM 2026",),
        (*heading, None, *heading),
        (1, "Đỗ Công Bình", "31/02/2005", "031205000011", None, 3, "Ngô Văn Chi", "02/09/2003", "031203000013"),
        (2, "Lê Văn Bình", "02/09/2004", "031204000012", None, 4, "Vũ Đức Dũng", "31/02/2003", "031203000014"),
        (None,) * 9,
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    url = office.bring(file.getvalue())
    assert "Sheet (bảng bên phải)" in office.client.text(url)
    assert "H4" in office.client.text(f"{url}/mend")
    marked, _ = copy_of(office, url)
    sheet = marked.active
    assert sheet["C3"].comment and sheet["H4"].comment and not sheet["H3"].comment
    assert "31/02/2005" in sheet["J3"].value and "31/02/2003" in sheet["J4"].value
    sheet["C3"], sheet["H4"] = "28/02/2005", "28/02/2003"
    mended = io.BytesIO()
    marked.save(mended)
    assert office.bring(mended.getvalue()) == url
    assert "Xác nhận: ghi 4 người" in office.client.text(url)
