"""A citizen in the browser: entered, found before he is entered twice, corrected by two officers at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from roster.services import people
from roster.store.db import db
from tests.browser.conftest import TODAY, sign_in

KNOWN = {"full_name": "Vũ Đình Quý", "birth_date": "2004-03-02", "citizen_id": "031204000011", "phone": "0912000011"}


@pytest.fixture
def known_person(address, actor_of, ward) -> str:
    """The path of the page of a citizen who is in the ward's books already."""
    person = people.create_person(actor_of("officer", ward), ward.id, KNOWN, TODAY, confirmed=True)
    path = f"/wards/{ward.id}/people/{person.id}"
    db.session.commit()
    return path


def test_who_is_there_already_shows_while_his_number_is_typed(page: Page, officer, ward, known_person):
    sign_in(page, officer)
    page.goto(f"/wards/{ward.id}/people/new")
    page.get_by_label("Số định danh cá nhân/CCCD").press_sequentially(KNOWN["citizen_id"])
    warning = page.locator("#similar")
    expect(warning).to_contain_text("Vũ Đình Quý, sinh 02/03/2004")
    expect(warning).to_contain_text("trùng số CCCD")
    assert KNOWN["citizen_id"] not in page.url


def test_two_officers_who_edit_one_person_lose_nothing(
    open_browser: Callable[..., Page], user_of, officer, ward, known_person
):
    user_of("officer", user_name="thang", full_name="Trần Đức Thắng")
    first, second = open_browser(), open_browser()
    for page, name in ((first, officer), (second, "thang")):
        sign_in(page, name)
        page.goto(f"{known_person}/edit")
    first.get_by_label("Số điện thoại").fill("0912000022")
    first.get_by_label("Nghề nghiệp", exact=True).fill("Thợ hàn")
    first.get_by_role("button", name="Lưu").click()
    expect(first.get_by_text("Đã lưu.")).to_be_visible()

    second.get_by_label("Số điện thoại").fill("0912000033")
    second.get_by_label("Dân tộc").fill("Kinh")
    second.get_by_role("button", name="Lưu").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Chọn thông tin cần giữ")
    expect(second.get_by_label("Người kia đã lưu")).to_have_count(1)  # only what both changed is asked
    expect(second.get_by_text("0912000022")).to_be_visible()
    second.get_by_role("button", name="Lưu các giá trị đã chọn").click()  # nothing chosen: it is not sent, and says why
    said = second.get_by_label("Đồng chí vừa nhập").evaluate("one => one.validationMessage")
    assert said == "Xin chọn một trong hai giá trị."
    second.get_by_label("Đồng chí vừa nhập").check()
    second.get_by_role("button", name="Lưu các giá trị đã chọn").click()
    card = second.get_by_role("main")
    expect(second.get_by_text("Đã lưu.")).to_be_visible()
    for kept in ("0912000033", "Thợ hàn", "Kinh", "Trần Đức Thắng", "Lê Thị Thu Hường"):
        expect(card).to_contain_text(kept)
    # What the first officer had saved stays in the history.
    expect(card).to_contain_text("0912000022 → mới 0912000033")


def test_an_officer_of_another_ward_finds_nothing(page: Page, user_of, two_wards, known_person):
    user_of("officer", wards=two_wards[1], user_name="uong")
    sign_in(page, "uong")
    ward = f"/wards/{two_wards[0].id}"
    for path in (known_person, f"{known_person}/edit", ward, f"{ward}/lists/enlistment", f"{ward}/imports/"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
        expect(page.get_by_role("heading", level=1)).to_contain_text("Không tìm thấy")
        assert KNOWN["full_name"] not in page.content()


def test_a_citizen_is_entered_by_keyboard_alone(page: Page, officer, ward):
    keys = page.keyboard
    page.goto("/login")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    keys.type(officer)
    keys.press("Tab")
    keys.type("con trâu đi trước cái cày")
    keys.press("Enter")
    page.wait_for_url("**/wards/**")
    go_to(page, "Công dân mới")
    keys.press("Enter")
    page.wait_for_url("**/people/new*")
    expect(page.get_by_label("Họ, chữ đệm và tên")).to_be_focused()
    keys.type("Ngô Thị Ánh Tuyết")
    go_to(page, "Ngày, tháng, năm sinh")
    keys.type("1/3/2005")
    go_to(page, "Lưu")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ngô Thị Ánh Tuyết")
    expect(page.get_by_role("main")).to_contain_text("Sinh 01/03/2005")


def go_to(page: Page, name: str) -> None:
    """Press Tab until the link or field called `name` has the focus; each step must show where one is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
                return {
                    name: (one.labels?.[0]?.innerText ?? one.innerText).trim(),
                    isShown: box.width > 0 && box.height > 0,
                    isMarked: one.matches(":focus-visible") &&
                        ((look.outlineStyle !== "none" && look.outlineWidth !== "0px") || look.boxShadow !== "none"),
                };
            }"""
        )
        assert seen["isShown"], f"the focus is nowhere to be seen before {name!r}"
        assert seen["isMarked"], f"nothing marks the focus on {seen['name']!r}"
        if seen["name"].startswith(name):
            return
    raise AssertionError(f"{name!r} cannot be reached with the Tab key")
