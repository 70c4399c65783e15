"""The main job in a browser: a ward's workbook comes in, is looked at, corrected, searched, sent out and printed."""

from __future__ import annotations

import json
import re

import openpyxl
import pdfplumber
from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import ROSTER_01, sign_in

# The first page of roster 01 as a Vietnamese clerk orders it: given name, family name, middle names; Đ after D, tones
# in the order of the dictionary. Written by hand from the workbook.
IN_ORDER = """
Đinh Minh An, Phạm Bảo An, Nguyễn Ngọc Anh, Hoàng Khắc Thành Bình, Nguyễn Tuấn Bình, Đỗ Bảo Văn Công, Ngô Văn Công,
Đỗ Minh Dũng, Bùi Thành Duy, Lê Văn Duy, Trịnh Thành Duy, Nguyễn Duy Đạt, Lê Việt Đông, Lê Việt Đức, Hoàng Thành Giang,
Vũ Gia Hiếu, Khúc Thế Hoàng, Lê Anh Hoàng, Đỗ Hoàng Huân, Lương Trọng Duy Huân, Phạm Văn Huân, Đặng Minh Huy,
Đỗ Công Huy, Phạm Đình Hưng, Đặng Xuân Khoa, Mạc Xuân Khoa, Nguyễn Văn Kiên, Trịnh Thành Kiên, Lê Duy Lâm,
Nguyễn Hoàng Lâm, Hoàng Như Linh, Lê Quang Long, Mạc Văn Mạnh, Nguyễn Thành Minh, Phùng Hữu Minh, Vương Việt Minh,
Lê Đức Ninh, Nguyễn Hữu Phong, Phạm Xuân Quân, Vương Văn Quốc, Đào Anh Quyền, Lê Thế Quyền, Nguyễn Khắc Quyền,
Mạc Minh Sáng, Nguyễn Đình Đức Tài, Phạm Công Tài, Lê Văn Thắng, Ngô Hữu Thiện, Hoàng Công Thịnh, Bùi Anh Thọ
"""
_TRUTH = json.loads(ROSTER_01.with_name(ROSTER_01.name + ".truth.json").read_text("utf-8"))
EVERYBODY = {row["fields"]["full_name"] for rows in _TRUTH["sheets"].values() for row in rows}
FIRST_PAGE = [name.strip() for name in IN_ORDER.replace("\n", " ").split(",")]


def open_list(page: Page, ward) -> None:
    page.goto(f"/wards/{ward.id}/lists/enlistment?year=2025")


def names_on(page: Page) -> list[str]:
    return page.get_by_role("region", name="Danh sách").locator("tbody .card-title").all_inner_texts()


def test_a_ward_brings_its_workbook_in_and_corrects_a_man(page: Page, officer, ward):
    sign_in(page, officer)
    page.get_by_role("navigation").get_by_role("link", name="Nhập từ Excel").click()
    page.get_by_label("Nghĩa vụ quân sự").check()
    page.get_by_label("Năm", exact=False).select_option("2025")
    # The browser's own words for a file are in its language: ours lie over them, the control stays for keys and mouse.
    expect(page.get_by_text("Chưa chọn tệp nào")).to_be_visible()
    page.get_by_label("Danh sách của ai").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Chọn tệp")).to_be_focused()
    # What Space presses is the control itself. The chooser is the browser's own, and at times it opens none under load.
    page.get_by_label("Chọn tệp").evaluate(
        "control => control.addEventListener('click', event => {"
        " event.preventDefault(); control.dataset.pressed = 'yes' }, {once: true})"
    )
    page.keyboard.press("Space")
    expect(page.get_by_label("Chọn tệp")).to_have_attribute("data-pressed", "yes")
    page.get_by_label("Chọn tệp").set_input_files(ROSTER_01)
    expect(page.locator(".file-name")).to_have_text(ROSTER_01.name)
    expect(page.get_by_label("Chọn tệp")).to_have_accessible_description(re.compile(ROSTER_01.name))
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(page.get_by_role("list", name="Tóm tắt")).to_contain_text("60 Thêm mới")
    open_list(page, ward)
    expect(page.get_by_text("Năm 2025 chưa có ai trong danh sách này")).to_be_visible()
    page.go_back(wait_until="commit")
    page.get_by_role("button", name="Xác nhận: ghi 60 người").click()
    expect(page.get_by_text("Đã ghi 60 người vào sổ")).to_be_visible()
    page.get_by_role("link", name="Xem danh sách").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025")
    assert names_on(page) == FIRST_PAGE

    page.get_by_role("link", name="Đặng Xuân Khoa").click()
    page.get_by_role("link", name="Sửa thông tin").click()
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_role("button", name="Lưu").click()
    history = page.get_by_role("main")
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    expect(history).to_contain_text("0836631674 → mới 0912345678")
    page.get_by_role("listitem").filter(has_text="01-san-sang-nhap-ngu.xlsx").locator("summary").click()
    expect(page.get_by_role("listitem").filter(has_text="mới Đặng Xuân Khoa").last).to_contain_text("ô B8")


def test_a_search_needs_no_marks(page: Page, let_in, filled_ward):
    let_in(page)
    open_list(page, filled_ward)
    page.get_by_label("Tìm họ tên").fill("dang xuan khoa")
    page.get_by_label("Tìm họ tên").press("Enter")
    expect(page.get_by_text("1 người theo bộ lọc").first).to_be_visible()
    assert names_on(page) == ["Đặng Xuân Khoa"]


def test_the_list_goes_out_as_a_workbook_that_keeps_every_digit(page: Page, let_in, filled_ward, tmp_path):
    let_in(page)
    open_list(page, filled_ward)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Xuất Excel").click()
    sheet = openpyxl.load_workbook(kept(coming.value, tmp_path)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if "Họ và tên" in row)
    names, ids, phones = (
        next(place for place, heading in enumerate(rows[head]) if word in str(heading).lower())
        for word in ("họ và tên", "cccd", "điện thoại")
    )
    people = rows[head + 1 :]
    assert len(people) == 60
    khoa = next(row for row in people if row[names] == "Đặng Xuân Khoa")
    assert khoa[ids] == "031202267640"
    assert khoa[phones] == "0836631674"
    assert all(isinstance(row[ids], str) for row in people)


def test_the_call_up_list_is_printed_as_an_official_paper(page: Page, let_in, filled_ward, tmp_path):
    let_in(page)
    open_list(page, filled_ward)
    page.get_by_role("button", name="In danh sách").click()
    page.get_by_label("16C").check()
    page.get_by_label("Số văn bản").fill("12")
    page.get_by_role("button", name="Lập bản in PDF").click()
    told = page.get_by_text("Đã lập xong").inner_text()
    left_out = set(page.locator("main td.card-title").all_text_contents())
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải PDF").click()
    with pdfplumber.open(kept(coming.value, tmp_path)) as paper:
        text = "\n".join(one.extract_text() for one in paper.pages)
        cells = [" ".join((row[1] or "").split()) for one in paper.pages for row in one.extract_table() or ()]
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BAN CHQS PHƯỜNG PHÙ LIỄN"):
        assert part in text
    assert "Số: 12/DS-BCH" in text
    # Whom the law keeps from being called is not on the paper, but named on the page: nobody is lost between the two.
    printed = {name for name in EVERYBODY if any(name in cell for cell in cells)}
    assert printed
    assert f" {len(printed)} người" in told
    assert f"Danh sách gồm {len(printed)} (" in text
    assert printed | left_out == EVERYBODY
    assert not printed & left_out


def test_a_workbook_that_came_by_command_can_be_looked_at_like_any_other(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto("/")
    page.get_by_role("link", name=ROSTER_01.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Đã ghi {ROSTER_01.name}")
    expect(page.get_by_text("Đã ghi 60 người vào sổ")).to_be_visible()


def kept(download: Download, folder) -> str:
    path = folder / download.suggested_filename
    download.save_as(path)
    return str(path)


def test_a_list_is_dense_kept_in_sight_and_ticked_over_pages(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025")
    rows = page.locator(".list-table tbody tr")
    whole = "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"
    assert rows.evaluate_all(whole) >= 12
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    top = "one => one.getBoundingClientRect().top"
    assert page.locator(".list-table thead th").first.evaluate(top) == 0  # at the page's end the head is still there
    assert page.locator(".list-table tbody tr").last.evaluate(top) > 0
    inner = """[...document.querySelectorAll("main, main *")].filter(one => one.scrollHeight > one.clientHeight + 1)
        .filter(one => one.checkVisibility() && getComputedStyle(one).overflowY === "auto").map(one => one.className)"""
    assert page.evaluate(inner) == []  # one scroll, the window's
    # What covers a page left alone covers a list, too, however far it was scrolled.
    assert page.locator("#left-alone").evaluate("one => getComputedStyle(one).position") == "fixed"
    page.locator("[data-select-row]").first.focus()
    keys = page.keyboard
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Space")
    keys.press("ArrowRight")
    expect(rows.nth(1).locator(".card-title a")).to_be_focused()
    page.get_by_role("link", name="Sau").click()
    expect(page.get_by_text("Đã chọn 2 người, trong đó 2 người ở trang khác")).to_be_visible()
    page.locator("[data-select-row]").first.check()
    page.get_by_role("button", name="Sửa…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hồ sơ của 3 người")
    page.get_by_role("link", name="Về danh sách").click()
    expect(page.get_by_text("Đã chọn 0 người.")).to_be_visible()
    page.get_by_label("Cả 60 người").check()
    expect(page.get_by_text("Đã chọn 60 người.")).to_be_visible()
    page.locator(".sort-link", has_text="Ngày sinh").click()
    page.locator(".sort-link", has_text="TDP").click(modifiers=["Shift"])
    expect(page).to_have_url(re.compile("sort=birth_date.*then=neighbourhood"))
