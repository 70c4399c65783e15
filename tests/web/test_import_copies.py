"""Workbooks that go out to be filled in, and the officer's own workbook with its faults marked."""

from __future__ import annotations

import io

import openpyxl
import pytest

from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.web.test_imports import BINH, CHI, Office, workbook

ASKED = {"roster": "enlistment", "year": "2026", "holds": "empty", "neighbourhood": ""}


@pytest.fixture
def ward(two_wards):
    return two_wards[0]


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
