"""The keyboard alone: from any page to anybody, and many people entered without a hand on the mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


def test_a_slash_leads_from_any_page_to_a_citizen(page: Page, officer, filled_ward):
    sign_in(page, officer)
    keys = page.keyboard
    keys.press("/")
    expect(page.get_by_role("searchbox", name="Tìm mọi nơi")).to_be_focused()
    keys.type("dang xuan khoa/")  # a slash within the field is a slash
    expect(page.get_by_role("searchbox", name="Tìm mọi nơi")).to_have_value("dang xuan khoa/")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Đặng Xuân Khoa")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đặng Xuân Khoa")
    keys.press("?")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Các phím tắt")
    keys.press("/")
    keys.type("nghia vu quan su")
    keys.press("Enter")
    page.get_by_role("heading", name="Danh sách").wait_for()
    keys.press("ArrowDown")
    expect(page.get_by_role("link", name="Đợt tuyển quân")).not_to_be_focused()


CARD = "031305001234||Ngô Thị Ánh Tuyết|01032005|Nữ|TDP số 5, Phù Liễn, Hải Phòng|12052021"


def test_people_are_entered_one_after_the_other_without_a_mouse(page: Page, officer, ward):
    sign_in(page, officer)
    keys = page.keyboard
    page.goto(f"/wards/{ward.id}/people/new?roster=militia")
    expect(page.get_by_label("Họ, chữ đệm và tên")).to_be_focused()
    keys.type("Vũ Đình Quý")
    keys.press("Enter")
    keys.press("Enter")
    expect(page.get_by_label("Ngày, tháng, năm sinh")).to_be_focused()
    keys.type("2/3/2004")
    page.get_by_label("Tổ dân phố").focus()
    keys.type("TDP số 5")
    keys.press("Enter")
    expect(page.get_by_label("Nơi thường trú")).to_be_focused()
    keys.press("Enter")  # a new line, as everywhere in such a field
    expect(page.get_by_label("Nơi thường trú")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.get_by_text("Đã ghi Vũ Đình Quý vào sổ.")).to_be_visible()
    expect(page.get_by_label("Họ, chữ đệm và tên")).to_be_focused()
    expect(page.get_by_label("Tổ dân phố")).to_have_value("TDP số 5")
    expect(page.get_by_label("Ghi vào sổ Dân quân tự vệ")).to_be_checked()

    keys.type(CARD)  # a scanner types, and presses Enter
    keys.press("Enter")
    expect(page.get_by_text("mục từ thẻ căn cước")).to_be_visible()
    expect(page.get_by_label("Họ, chữ đệm và tên")).to_have_value("Ngô Thị Ánh Tuyết")
    expect(page.get_by_label("Số điện thoại")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.get_by_text("Đã ghi Ngô Thị Ánh Tuyết vào sổ.")).to_be_visible()
