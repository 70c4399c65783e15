"""From the first start to home, in and out again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from roster.services import setup
from tests.browser.conftest import sign_in
from tests.conftest import PASSWORD


def test_a_new_office_is_led_from_its_first_start_to_its_home_page(page: Page, app):
    code = setup.setup_token()
    page.goto("/")
    expect(page).to_have_title("Thiết lập lần đầu – Sổ quân sự địa phương")
    # By keyboard: Enter looks for what stands in the search box, and goes on everywhere else.
    keys = page.keyboard
    page.get_by_label("Mã thiết lập").fill("0000-0000-0000-0001")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Mã thiết lập không đúng")
    page.get_by_label("Mã thiết lập").fill(code)
    for name, answer in (("khong co noi nay", "Không tìm thấy “khong co noi nay”"), ("phu lien", "nơi khớp với")):
        page.get_by_label("Tìm phường").fill(name)
        keys.press("Enter")
        expect(page.get_by_text(answer)).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_label("Phường Phù Liễn, Thành phố Hải Phòng (mã")).to_be_checked()
    keys.press("Enter")
    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("BAN CHQS PHƯỜNG PHÙ LIỄN")
    page.get_by_label("Họ và tên người ký").fill("Trần Văn Ví")
    page.get_by_label("Họ và tên", exact=False).last.fill("Đỗ Thị Mẫu")
    page.get_by_label("Tên đăng nhập").fill("mau.do")
    page.get_by_label("Mật khẩu", exact=False).first.fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Thiết lập và bắt đầu dùng").click()
    expect(page.get_by_text("Đã thiết lập xong")).to_be_visible()
    sign_in(page, "mau.do")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phường Phù Liễn")
    page.goto("/setup/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Không tìm thấy")


def test_a_wrong_password_is_refused_and_says_nothing_about_the_account(page: Page, officer):
    for user_name in (officer, "nobody"):
        page.goto("/login")
        page.get_by_label("Tên đăng nhập").fill(user_name)
        page.get_by_label("Mật khẩu").fill("không phải mật khẩu này")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_after_signing_out_the_back_button_shows_nobody(page: Page, officer, filled_ward):
    sign_in(page, officer)
    page.get_by_role("navigation").get_by_role("link", name="Nghĩa vụ quân sự").click()
    page.get_by_label("Năm", exact=True).select_option("2025")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_role("link", name="Đặng Xuân Khoa")).to_be_visible()
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    for _ in range(3):
        page.go_back(wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
        assert "Khoa" not in page.content()


def test_a_page_left_alone_covers_its_names_and_keeps_what_was_typed(page: Page, officer, filled_ward):
    page.clock.install()
    sign_in(page, officer)
    page.get_by_role("navigation").get_by_role("link", name="Nghĩa vụ quân sự").click()
    page.get_by_label("Năm", exact=True).select_option("2025")
    page.get_by_role("button", name="Lọc").click()
    name = page.get_by_role("link", name="Đặng Xuân Khoa")
    page.locator("input[name=q]").last.fill("Đang gõ dở")
    page.clock.fast_forward("29:00")
    expect(name).to_be_visible()
    page.keyboard.press("Shift")
    page.clock.fast_forward("20:00")
    expect(name).to_be_visible()  # he was still there
    page.clock.fast_forward("11:00")
    cover = page.get_by_role("dialog", name="Trang đã được che")
    expect(cover).to_be_visible()
    expect(name).to_be_hidden()
    cover.get_by_role("button", name="Xem lại").press("Enter")
    expect(name).to_be_visible()  # the server's own clock stood still: the session is open
    page.clock.fast_forward("31:00")
    page.context.clear_cookies()
    cover.get_by_role("button", name="Xem lại").press("Enter")
    expect(cover).to_contain_text("Hãy đăng nhập lại ở thẻ mới")
    expect(name).to_be_hidden()
    assert page.locator("input[name=q]").last.input_value() == "Đang gõ dở"


def test_a_page_left_alone_goes_on_for_its_officer_and_for_nobody_else(page: Page, officer, ward, user_of):
    user_of("officer", wards=ward, user_name="nguoi.khac", full_name="Phạm Người Khác")
    page.clock.install()
    sign_in(page, officer)
    # Whether somebody of that name is kept is asked while one types; that answer would set a cookie of its own between
    # the form of signing in and its answer.
    page.route("**/people/lookup", lambda route: route.fulfill(status=204))
    cover, tab = page.get_by_role("dialog", name="Trang đã được che"), page.context.new_page()

    def leave_alone_and_sign_in(user_name):
        page.clock.fast_forward("31:00")
        page.context.clear_cookies()
        sign_in(tab, user_name)
        expect(cover).to_be_visible()
        cover.get_by_role("button", name="Xem lại").press("Enter")

    page.goto(f"/wards/{ward.id}/people/new")
    page.get_by_label("Họ, chữ đệm và tên khai sinh").fill("Đỗ Văn Giữ")
    page.get_by_label("Ngày, tháng, năm sinh").fill("14/03/2005")
    leave_alone_and_sign_in(officer)
    expect(cover).to_be_hidden()
    expect(page.get_by_label("Họ, chữ đệm và tên khai sinh")).to_have_value("Đỗ Văn Giữ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gửi nội dung đã giữ")
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("main")).to_contain_text("Đã ghi Đỗ Văn Giữ vào sổ.")

    page.goto(f"/wards/{ward.id}/people/new")
    page.get_by_label("Họ, chữ đệm và tên khai sinh").fill("Đỗ Văn Kín")
    leave_alone_and_sign_in("nguoi.khac")
    expect(page.locator(".user-name")).to_have_text("Phạm Người Khác")
    expect(page.get_by_label("Họ, chữ đệm và tên khai sinh")).to_have_value("")
    assert "Kín" not in page.content()
