"""Every main page can be used on a phone, and with a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, SHEET_FILES, sign_in

ROSTER_07 = SHEET_FILES / "07-nhieu-loi.xlsx"
WIDE_CELL = "<td>01/01<span class='visually-hidden'>chưa điểm danh</span></td>"
# What may have the focus within a part that is cut down to a pixel, but for what shows itself when it has it.
UNSEEN_STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.type !== "hidden" && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => { for (let part = one.parentElement; part; part = part.parentElement)
        if (getComputedStyle(part).clipPath === "inset(50%)") return true; })
    .map((one) => one.outerHTML.slice(0, 80))"""
# Rows, entries, paragraphs and a page's frame that are made of the same parts as one that was judged beside them: the
# first speaks for all. Told by tags, classes, names of attributes and where there is text.
LEAVE_OUT_WHAT_COMES_AGAIN = """(frames) => {
    const told = (one) =>
        [one.localName, one.className, ...one.getAttributeNames().sort(), !!one.textContent.trim()].join();
    const shape = (one) => [one, ...one.querySelectorAll("*")].map(told).join(";");
    const known = new Map(), seen = new Set(frames);
    const judge = (one, shapes, key) => {
        if (shapes.has(key)) one.dataset.comesAgain = "";
        shapes.add(key);
    };
    for (const one of document.querySelectorAll("tr, li, p, datalist")) {
        const parent = one.parentElement, place = [...parent.children].indexOf(one) % 2;  // lines are shaded in turn
        if (!known.has(parent)) known.set(parent, new Set());
        judge(one, known.get(parent), `${place} ${shape(one)}`);
    }
    for (const one of document.querySelectorAll("body > :not(main, script)")) judge(one, seen, shape(one));
    return [...seen];
}"""
_COMES_AGAIN = {"exclude": [["[data-comes-again]"]]}
PHONE = {"width": 360, "height": 740}
# Frames at which the Tab key stops though nothing in them scrolls.
STILL_STOPS = """() => [...document.querySelectorAll(".table-frame[tabindex='0']")]
    .filter((one) => one.checkVisibility())
    .filter((one) => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight)
    .map((one) => one.ariaLabel)"""
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def everywhere(open_browser, user_of, filled_ward) -> Callable[..., Iterator[tuple[str, Page]]]:
    """Opens every main page in turn, as one who may see them all; yields each page's name and the page itself."""
    user_of("administrator", "officer", user_name="quantri")
    path = f"/wards/{filled_ward.id}"

    def walk(**screen) -> Iterator[tuple[str, Page]]:
        page = open_browser(**screen)
        page.goto("/login")
        yield "sign-in", page
        sign_in(page, "quantri")
        page.goto(f"{path}/imports/")
        page.get_by_label("Chọn tệp").set_input_files(ROSTER_07)
        page.get_by_role("button", name="Đọc tệp và xem trước").click()
        page.get_by_role("list", name="Tóm tắt").wait_for()
        yield "import preview", page
        preview = page.url
        for view in ("error", "absent"):
            page.goto(f"{preview}?view={view}")
            yield f"import preview, {view}", page
        page.goto(f"{preview}/columns")
        yield "import columns", page
        page.goto(f"{path}/lists/enlistment?year=2025")
        person = page.get_by_role("link", name="Đặng Xuân Khoa").get_attribute("href")
        page.get_by_role("button", name="In danh sách").click()
        page.get_by_role("button", name="Lập bản in PDF").wait_for()
        yield "print", page
        for name, address in {
            "home": f"{path}/",
            "list": f"{path}/lists/enlistment?year=2025",
            "empty list": f"{path}/lists/militia",
            "new person": f"{path}/people/new",
            "person": person,
            "edit": f"{person}/edit",
            "retire": f"{person}/retire",
            "imports": f"{path}/imports/",
            "papers": f"{path}/papers/",
            "look of a list": f"{path}/papers/looks/enlistment-eligible/new",
            "candidates": f"{path}/campaigns/2025/candidates/",
            "settings": f"{path}/settings/",
            "accounts": "/accounts/",
            "new account": "/accounts/new",
            "journal": f"{path}/audit/",
            "request": f"{path}/privacy/new",
            "keeping": f"{path}/privacy/keeping",
            "not found": f"{path}/nothing",
            "search": "/search?q=nguyen",
            "keys": "/keys",
            "look": "/look",
            "sessions": "/account/sessions/",
            "campaign": f"{path}/campaigns/2025",
            "targets": f"{path}/targets",
            "inquiry": f"{path}/inquiry/",
            "inquiry sheet": f"{path}/inquiry/sheet?neighbourhood=-",
            "saved filters": f"{path}/views/",
            "seal of the journal": f"{path}/audit/head",
            "units at once": f"{path}/forces/quick",
            "duty in rotation": f"{path}/command/duty/rotation",
            "reports": f"{path}/reports",
            "help": "/help/",
            "rules": "/rules/",
            "grid": f"{path}/grid/militia",
        }.items():
            page.goto(str(address))
            yield name, page
        page.goto(f"{path}/lists/enlistment?year=2025&sort=neighbourhood&then=birth_date&status=-")
        yield "list with filters", page
        for row in page.locator("[data-select-row]").all()[:2]:
            row.check()
        page.get_by_role("button", name="Sửa…").click()
        page.get_by_label("Nghề nghiệp", exact=True).fill("Thợ hàn")
        yield "edit of many", page
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("button", name="Sửa 2 người").wait_for()
        yield "edit of many, preview", page
        page.goto(f"{path}/grid/militia")
        page.get_by_label("Dòng 1, Ngày sinh").fill("31/2/2004")
        page.get_by_role("button", name="Kiểm tra và xem trước").click()
        page.get_by_text("ô cần sửa").wait_for()
        yield "grid with faults", page
        page.goto(f"{path}/people/new?roster=militia")
        page.get_by_label("Ngày, tháng, năm sinh").fill("31/2/2004")
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_text("Chưa lưu được").wait_for()
        yield "form with faults", page

    return walk


def test_every_page_can_be_used_on_a_phone_and_by_who_cannot_see_well(everywhere):
    axe = Axe()
    faults, frames = [], []
    # Each page is opened on a phone and looked at there, then drawn out to the width of a desk.
    for name, page in everywhere(viewport=PHONE, color_scheme="light", reduced_motion="reduce"):
        beyond = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        if beyond > 0:
            faults.append(f"{name} is {beyond} pixels too wide")
        if (tabs := page.locator(".subnav")).count() and tabs.first.bounding_box()["height"] > 48:
            faults.append(f"{name}: the tabs take more than a line")
        if unseen := page.evaluate(UNSEEN_STOPS):
            faults.append(f"{name}: the Tab key stops at what nobody sees: {unseen}")
        if still := page.evaluate(STILL_STOPS):
            faults.append(f"{name}: the Tab key stops at frames that do not scroll: {still}")
        page.set_viewport_size(DESK)
        frames = page.evaluate(LEAVE_OUT_WHAT_COMES_AGAIN, frames)
        options = {"resultTypes": ["violations"], "runOnly": _STANDARD}
        found = axe.run(page, _COMES_AGAIN, options).response["violations"]
        page.emulate_media(color_scheme="dark")
        # The first run has left axe in the page.
        dark = page.evaluate(
            "parts => axe.run(parts, { resultTypes: ['violations'], runOnly: ['color-contrast'] })", _COMES_AGAIN
        )
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        faults += [
            f"{name}: {one['id']} ({one['impact']}) at {one['nodes'][0]['target']}: {one['help']}"
            for one in [*found, *dark["violations"]]
        ]
    assert not faults, "\n".join(faults)


def test_parts_of_a_ward_with_units_and_sessions_stay_within_a_phone(open_browser):
    page = open_browser(viewport=PHONE)
    page.goto("/login")
    # A long choice, a frame that scrolls with unseen words in it.
    for part in (
        f"<div class='selection-bar'><select class='form-select w-auto'><option>{'Tổ ' * 30}</option></select></div>",
        f"<div class='table-frame'><table class='data-table'><tr>{WIDE_CELL * 30}</tr></table></div>",
    ):
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", part)
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, part[:40]
    # A long choice has the lines it needs; a reason cut to two lines is whole while a link in it has the focus.
    assert page.locator("main select").evaluate("one => one.offsetHeight") > 50
    reason = f"<ul class='why-list is-short'><li>{'Chưa có kết luận ' * 20}<a href='/rules/'>điều</a></li></ul>"
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", reason)
    assert page.locator(".why-list li").evaluate("one => one.scrollHeight > one.clientHeight")
    page.locator(".why-list a").focus()
    assert page.locator(".why-list li").evaluate("one => one.scrollHeight <= one.clientHeight")


def test_a_frame_is_a_stop_of_the_tab_key_only_while_it_scrolls(open_browser, let_in, filled_ward):
    page = open_browser(viewport={"width": 660, "height": 740})
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/targets")
    frame = page.get_by_role("region", name="Bảng: Chỉ tiêu mục 5")
    expect(frame).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(frame).not_to_have_attribute("tabindex", re.compile(""))
    page.set_viewport_size({"width": 660, "height": 740})
    expect(frame).to_have_attribute("tabindex", "0")
