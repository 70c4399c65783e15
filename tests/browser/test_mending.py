"""A workbook with faults is mended by keyboard alone."""

from __future__ import annotations

import io

import openpyxl
from playwright.sync_api import Page, expect

PEOPLE = (
    ("Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại"),
    ("Mai Tiến Dũng", "31/02/2006", "031206000013", "0912000013"),
    ("Vũ Hải Long", "04/05/2006", "03120600001", "0912000014"),
    ("Lưu Đức Chí", "02/09/2006", "031206000015", "09120"),
)


def test_three_faults_are_mended_by_keyboard_alone(page: Page, let_in, ward):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in PEOPLE:
        book.active.append(row)
    book.save(file)
    let_in(page)
    page.goto(f"/wards/{ward.id}/imports/?roster=enlistment")
    page.get_by_label("Chọn tệp").set_input_files(
        {"name": "to-3.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    page.get_by_role("link", name="Sửa 3 dòng có lỗi").press("Enter")
    expect(page.get_by_label("Ô B2")).to_be_focused()
    page.wait_for_load_state()  # the address alone gives the focus: the keys must not come before the script
    page.keyboard.type("28/02/2006")  # the text of a cell in focus is chosen: typing puts another in its place
    page.keyboard.press("Enter")
    page.keyboard.type("031206000014")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("0912")  # still wrong
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Lưu các ô đã sửa")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu 3 chỗ sửa. Còn 1 dòng có lỗi.")).to_be_visible()
    expect(page.get_by_label("Ô D4")).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.type("0912000015")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Xem trước và xác nhận").press("Enter")
    expect(page.get_by_role("button", name="Xác nhận: ghi 3 người")).to_be_visible()
    page.get_by_role("link", name="3 ô đã sửa").press("Enter")
    expect(page.get_by_role("row", name="Chọn ô B2")).to_contain_text("Lê Thị Thu Hường")
