"""A page that is opened to do one thing begins there: the first key goes into its first field, or does it."""

from __future__ import annotations

import io

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select

from roster.domain.inquiry import number_of
from roster.store.db import db
from roster.store.people import Person
from tests.browser.conftest import sign_in
from tests.browser.test_keys import listens

OPENED_TO_DO_ONE_THING = (
    "forces/new", "forces/quick", "reports/new", "command/duty/new", "command/meetings/new", "privacy/new",
    "campaigns/2025/settings", "campaigns/2025/quota", "training/new", "targets/new", "party/source/new",
)  # fmt: skip
FIELD_OF_THE_PAGE = "document.activeElement.matches('main :is(input, select, textarea)')"


def test_pages_opened_to_do_one_thing_begin_in_their_first_field(page: Page, let_in, filled_ward):
    let_in(page)
    elsewhere = []
    for path in OPENED_TO_DO_ONE_THING:
        answer = page.goto(f"/wards/{filled_ward.id}/{path}")
        assert answer is not None and answer.ok, path
        listens(page)
        if not page.evaluate(FIELD_OF_THE_PAGE):
            elsewhere.append((path, page.evaluate("document.activeElement.outerHTML.slice(0, 80)")))
    assert elsewhere == []


def test_faults_come_before_the_first_field(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/training/new")
    listens(page)
    page.locator("main form").evaluate("form => { form.querySelector('[name=title]').value = ''; form.submit(); }")
    expect(page.locator(".error-summary")).to_be_focused()


def test_many_are_edited_by_the_keyboard_from_the_first_row_on(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025")
    listens(page)
    keys = page.keyboard
    keys.press("ArrowDown")
    rows = page.locator(".list-table tbody tr")
    expect(rows.first.locator(".card-title a")).to_be_focused()
    keys.press("ArrowLeft")
    keys.press("Space")
    expect(rows.first.locator("[name=chosen]")).to_be_checked()
    page.get_by_role("button", name="Sửa…").click()
    expect(
        page.locator(".many-fields").get_by_role("combobox").or_(page.locator(".many-fields input")).first
    ).to_be_focused()
    page.get_by_label("Nghề nghiệp", exact=True).fill("Thợ hàn")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    listens(page)
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã sửa hồ sơ của 1 người")


def test_after_a_lost_session_one_key_sends_what_was_typed(page: Page, officer, ward):
    sign_in(page, officer)
    page.goto(f"/wards/{ward.id}/people/new")
    listens(page)
    page.locator("#full_name").fill("Đỗ Văn An")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Tôi đã đăng nhập, gửi tiếp")).to_be_focused()
    sign_in(page.context.new_page(), officer)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_focused()
    page.locator("main").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Công dân mới")  # which asks for his birth date
    expect(page.locator("#full_name")).to_have_value("Đỗ Văn An")


def test_the_sheet_of_a_neighbourhood_has_a_button_that_prints(page: Page, let_in, filled_ward):
    let_in(page)
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    page.goto(f"/wards/{filled_ward.id}/inquiry/?year=2025")
    page.get_by_role("main").get_by_role("link", name="Phiếu").first.click()
    page.get_by_role("button", name="In phiếu").click()
    expect(page.locator("html[data-printed=yes]")).to_be_attached()
    # On paper each sheet says whose it is, in the letters of papers, with a whole frame.
    home = page.get_by_role("heading", level=1).inner_text().removeprefix("Phiếu phúc tra: ")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    for number, sheet in enumerate(paper.pages, start=1):
        text = " ".join(sheet.extract_text().split())
        assert f"Trang {number}/{len(paper.pages)}" in text
        assert f"Phiếu phúc tra {home}" in text and "Phường Phù Liễn" in text
    page.emulate_media(media="print")
    last = page.locator(".inquiry-table tbody tr:last-child td").last
    style = last.evaluate("one => { const has = getComputedStyle(one); return [has.fontFamily, has.borderBottom]; }")
    assert "Liberation Serif" in style[0] and "solid rgb(0, 0, 0)" in style[1]


def test_a_scan_reaches_the_scanned_line_wherever_the_focus_is(page: Page, let_in, filled_ward):
    with_people = select(Person.id).where(Person.ward_id == filled_ward.id).order_by(Person.sort_key).limit(2)
    first, second = db.session.scalars(with_people)
    db.session.commit()
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/inquiry/people/{first}")
    listens(page)
    keys = page.keyboard
    expect(page.get_by_role("radio", name="Có mặt tại địa phương")).to_be_focused()
    keys.press("Space")
    page.get_by_label("Ghi chú").fill("gặp mẹ 28/11")
    keys.type(number_of(second))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Lưu, rồi mở dòng của")).to_be_focused()
    expect(page.get_by_label("Ghi chú")).to_have_value("gặp mẹ 28/11")
    expect(page.get_by_label("Ngày phúc tra")).to_have_value("15/09/2025")
    keys.press("Enter")
    page.wait_for_url(f"**/people/{second}")
    listens(page)
    # Nothing was entered here: a scan upon the choices goes on at once.
    expect(page.get_by_role("radio", name="Có mặt tại địa phương")).to_be_focused()
    keys.type(number_of(first))
    keys.press("Enter")
    page.wait_for_url(f"**/people/{first}")
    expect(page.get_by_text("Ghi chú: gặp mẹ 28/11.")).to_be_visible()


def test_a_long_legend_stays_within_its_frame_on_a_telephone(open_browser, let_in, filled_ward):
    page = open_browser(viewport={"width": 360, "height": 740})
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/campaigns/2025/quota")
    legend = page.locator("fieldset.group > legend").first
    legend.evaluate("one => { one.textContent = 'Kết luận của Hội đồng khám sức khỏe nghĩa vụ quân sự của phường'; }")
    frame, words = page.locator("fieldset.group").first.bounding_box(), legend.bounding_box()
    assert frame is not None and words is not None
    assert words["y"] > frame["y"] + 1 and words["width"] <= frame["width"]
