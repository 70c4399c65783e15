"""Every task is done without script; it only makes them quicker."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import sign_in

CARD = "031204001234||Vũ Đình Quý|02032004|Nam|TDP số 5, Phù Liễn, Hải Phòng|12052021"


def test_a_day_s_work_without_script(open_browser, officer, filled_ward):
    page = open_browser(java_script_enabled=False)
    sign_in(page, officer)
    heading = page.get_by_role("heading", level=1)

    # Find somebody, and a page.
    page.get_by_role("searchbox", name="Tìm mọi nơi").fill("dang xuan khoa")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đặng Xuân Khoa").click()
    expect(heading).to_contain_text("Đặng Xuân Khoa")
    page.get_by_role("link", name="Các phím tắt").click()
    expect(heading).to_contain_text("Các phím tắt")

    # Enter one from his card, then the next.
    page.goto(f"/wards/{filled_ward.id}/people/new?roster=militia")
    expect(page.get_by_text("Ctrl+Enter")).to_be_hidden()
    page.get_by_label("Họ, chữ đệm và tên").fill(CARD)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("mục từ thẻ căn cước")).to_be_visible()
    page.get_by_label("Tổ dân phố").fill("TDP số 5")
    page.get_by_role("button", name="Lưu và nhập người tiếp theo").click()
    expect(page.get_by_text("Đã ghi Vũ Đình Quý vào sổ.")).to_be_visible()
    expect(page.get_by_label("Tổ dân phố")).to_have_value("TDP số 5")

    # Paste many.
    page.goto(f"/wards/{filled_ward.id}/grid/militia")
    page.get_by_text("Dán từ Excel vào một ô lớn").click()
    page.get_by_label("Ô chép từ Excel").fill("Họ và tên\tNgày sinh\nLê Văn Tám\t31/2/2001\nLê Văn Chín\t1/2/2001")
    page.get_by_role("button", name="Điền vào bảng").click()
    page.get_by_role("button", name="Kiểm tra và xem trước").click()
    expect(page.get_by_text("1 ô cần sửa")).to_be_visible()
    page.get_by_label("Dòng 1, Ngày sinh").fill("3/2/2001")
    page.get_by_role("button", name="Kiểm tra và xem trước").click()
    page.get_by_role("button", name="Xác nhận: ghi 2 người").click()
    expect(page.get_by_text("Đã ghi 2 người vào sổ")).to_be_visible()

    # Of a form longer than the window the button is in sight; a frame may scroll: it is a stop of the Tab key.
    page.goto(f"/wards/{filled_ward.id}/forces/quick")
    expect(page.get_by_role("button", name="Lập các đơn vị")).to_be_in_viewport(ratio=1)
    page.goto(f"/wards/{filled_ward.id}/targets")
    frame = page.get_by_role("region", name="Bảng: Chỉ tiêu mục 5")
    expect(frame).to_have_attribute("tabindex", "0")

    # No keys are promised that nobody listens to.
    page.goto(f"/wards/{filled_ward.id}/grid/militia")
    expect(page.locator(".key-hint").first).to_be_hidden()

    # Keep a filter, print it, and turn the light down.
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025")
    page.get_by_label("TDP", exact=True).select_option(index=1)
    page.get_by_role("button", name="Lọc", exact=True).click()
    page.locator("summary", has_text="Lưu bộ lọc").click()
    page.get_by_label("Tên bộ lọc").fill("Tổ của tôi")
    page.get_by_role("button", name="Lưu bộ lọc").click()
    expect(page.get_by_role("link", name="Tổ của tôi")).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("Nếu không chọn ai")).to_be_visible()
    expect(page.get_by_text("Đã chọn")).to_be_hidden()  # a number that nobody would keep right
    page.get_by_role("button", name="In danh sách").click()
    page.get_by_role("button", name="Lập bản in PDF").click()
    expect(page.get_by_text("Đã lập xong")).to_be_visible()
    page.goto("/look")
    page.get_by_label("Tối").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert page.locator("link[href*='dark.css']").get_attribute("media") == "screen"
