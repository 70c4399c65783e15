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
