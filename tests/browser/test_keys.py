"""The keyboard alone: from any page to anybody, and many people entered without a hand on the mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select

from roster.store.db import db
from roster.store.people import Person
from tests.browser.test_people import go_to


def listens(page: Page) -> None:
    """The page's script is there: a key that is pressed before goes nowhere."""
    expect(page.locator("html.has-script")).to_be_attached()


IS_ON_TOP = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    return [[4, 4], [box.width - 4, box.height - 4]].every(
        ([x, y]) => document.elementFromPoint(box.left + x, box.top + y) === here);
}"""


PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
}"""


def test_a_slash_leads_from_any_page_to_a_citizen(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto("/")
    keys = page.keyboard
    listens(page)
    keys.press("/")
    expect(page.get_by_role("searchbox", name="Tìm mọi nơi")).to_be_focused()
    keys.press("Control+/")
    keys.type("dang xuan khoa/")  # a slash within the field is a slash
    expect(page.get_by_role("searchbox", name="Tìm mọi nơi")).to_have_value("dang xuan khoa/")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Đặng Xuân Khoa")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đặng Xuân Khoa")
    listens(page)
    keys.press("?")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Các phím tắt")
    listens(page)
    keys.press("/")
    keys.type("nghia vu quan su")
    keys.press("Enter")
    first = page.get_by_role("main").get_by_role("link").first
    expect(first).to_be_focused()
    keys.press("ArrowDown")
    expect(page.get_by_role("main").get_by_role("link").nth(1)).to_be_focused()
    keys.press("ArrowUp")
    expect(first).to_be_focused()


def test_nothing_that_sticks_lies_over_the_focus_on_the_way_back(open_browser, let_in, filled_ward):
    page = open_browser(viewport={"width": 683, "height": 384}, reduced_motion="reduce")  # zoomed to twice the size
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025")
    listens(page)
    page.locator(".list-table tbody tr").nth(25).locator(".card-title a").focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(IS_ON_TOP), page.evaluate("document.activeElement.outerHTML")
    # The table scrolls in its own frame: the page is as wide as the window.
    assert page.evaluate("document.scrollingElement.scrollWidth") == 683
    frame = page.locator(".list-frame")
    frame.evaluate("one => one.scrollLeft = one.scrollWidth")
    page.locator(".list-table tbody .value-link").first.focus()  # under the names till then
    assert page.evaluate(IS_ON_TOP), page.evaluate("document.activeElement.outerHTML")
    # However far to the right: who is meant and the box that ticks him are in sight, and the page's own links, too.
    frame.evaluate("one => one.scrollLeft = one.scrollWidth")
    assert frame.evaluate("one => one.scrollLeft") > 100
    for stop in ("tbody tr:nth-child(25) .tick input", "tbody tr:nth-child(25) .card-title a"):
        box = page.locator(f".list-table {stop}").bounding_box()
        assert box is not None and 0 <= box["x"] < 200
    page.evaluate("scrollTo(0, 0)")
    box = page.get_by_role("button", name="In danh sách").bounding_box()
    assert box is not None and 0 <= box["x"] < 683 - box["width"]


CARD = "031305001234||Ngô Thị Ánh Tuyết|01032005|Nữ|TDP số 5, Phù Liễn, Hải Phòng|12052021"


def test_people_are_entered_one_after_the_other_without_a_mouse(page: Page, let_in, ward):
    let_in(page)
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
    expect(page.get_by_label("Dân tộc")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.get_by_text("Đã ghi Ngô Thị Ánh Tuyết vào sổ.")).to_be_visible()


def test_a_scan_and_ctrl_enter_work_wherever_the_focus_is_in_a_file(page: Page, let_in, filled_ward):
    key = db.session.scalars(select(Person.id).where(Person.ward_id == filled_ward.id).limit(1)).one()
    db.session.commit()
    let_in(page)
    keys, card = page.keyboard, "031204009876||NGUYEN VAN QUET|01032004|Nam|So 5/2 Phu Lien|12052021"
    page.goto(f"/wards/{filled_ward.id}/people/{key}/edit")
    name = page.get_by_label("Họ, chữ đệm và tên")
    expect(name).to_be_focused()
    page.get_by_label("Nghề nghiệp", exact=True).fill("Công nhân")
    page.get_by_label("Ghi chú").fill("nhà số 5 ")
    for place in ("#notes", "#occupation", "#sex"):  # a field of many lines, of one, a choice
        typed = page.locator(place).input_value()
        page.locator(place).focus()
        keys.type(card)
        keys.press("Enter")
        expect(page.locator(".notice").get_by_text("Nguyen Van Quet")).to_be_visible()
        listens(page)
        expect(page.locator(place)).to_have_value(typed)
    expect(page.get_by_label("Nghề nghiệp", exact=True)).to_have_value("Công nhân")
    page.evaluate("document.activeElement.blur()")
    keys.press("Control+Enter")
    expect(page.get_by_text("Đã lưu.")).to_be_visible()


def test_a_block_of_cells_is_pasted_over_the_grid_and_typed_on(page: Page, let_in, ward):
    let_in(page)
    keys = page.keyboard
    page.goto(f"/wards/{ward.id}/grid/enlistment")  # wider than the screen
    expect(page.get_by_label("Dòng 1, Họ và tên")).to_be_focused()
    for _ in range(10):  # into the next row: the frame goes back, and nothing sticks over the cell
        keys.press("Tab")
        assert page.evaluate(IS_ON_TOP), page.evaluate("document.activeElement.name")
    page.goto(f"/wards/{ward.id}/grid/militia")
    expect(page.get_by_label("Dòng 1, Họ và tên")).to_be_focused()
    keys.type("Vũ Đình Quý")
    keys.press("Tab")
    keys.type("31/2/2004")
    keys.press("Enter")
    expect(page.get_by_label("Dòng 2, Họ và tên")).to_be_focused()
    keys.press("ArrowUp")
    expect(page.get_by_label("Dòng 1, Họ và tên")).to_be_focused()
    keys.press("ArrowDown")
    rows = "\n".join(f"Lê {chr(64 + day)}ình Văn\t{day}/3/2003\tNam" for day in range(1, 25))
    page.evaluate(PASTE, rows)
    expect(page.get_by_label("Dòng 25, Giới tính")).to_have_value("Nam")
    # Too many for the rows below, and too many columns: nothing goes in, and the page says so.
    page.get_by_label("Dòng 24, Ngày sinh").focus()
    page.evaluate(PASTE, "1/2/2003\tNam\n" * 200)
    expect(page.get_by_text("200 dòng, 2 cột; từ ô này bảng chỉ còn 177 dòng")).to_be_visible()
    expect(page.get_by_label("Dòng 24, Ngày sinh")).to_have_value("23/3/2003")
    # A break within a cell is a blank.
    page.get_by_label("Dòng 24, Đơn vị").focus()
    page.evaluate(PASTE, '"Tổ\n1"\tChiến sĩ\nTổ 2\tChiến sĩ\n')
    expect(page.get_by_label("Dòng 24, Đơn vị")).to_have_value("Tổ 1")
    expect(page.get_by_label("Dòng 25, Đơn vị")).to_have_value("Tổ 2")
    # With headings each column goes to its own, and what has no column is named.
    page.get_by_label("Dòng 25, Họ và tên").focus()
    page.evaluate(PASTE, "STT\tGiới tính\tHọ và tên\tHạnh kiểm\n1\tNữ\tLê Thị Yến\tTốt\n")
    expect(page.get_by_text("“Hạnh kiểm” nên để lại")).to_be_visible()
    expect(page.get_by_label("Dòng 26, Họ và tên")).to_have_value("Lê Thị Yến")
    expect(page.get_by_label("Dòng 26, Giới tính")).to_have_value("Nữ")
    listens(page)
    page.get_by_label("Dòng 26, Giới tính").focus()
    keys.press("Control+Enter")
    expect(page.get_by_text("1 ô cần sửa")).to_be_visible()
    page.get_by_role("link", name="Dòng 1, Ngày sinh").click()
    page.get_by_label("Dòng 1, Ngày sinh").fill("2/3/2004")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    expect(page.get_by_role("list", name="Tóm tắt")).to_contain_text("26")


def test_many_are_entered_looked_at_and_written_by_the_keyboard_alone(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto("/")
    keys = page.keyboard
    listens(page)
    keys.press("/")
    keys.type("nhap nhieu nguoi dan quan")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Nhập nhiều người: Dân quân tự vệ")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_label("Dòng 1, Họ và tên")).to_be_focused()
    # As many keys as a spreadsheet takes: one between two cells, one to the next row.
    for name, born in (("Lê Văn Tám", "1/2/2001"), ("Vũ Thị Chín", "3/4/2002")):
        keys.type(name)
        keys.press("Tab")
        keys.type(born)
        keys.press("Enter")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    listens(page)
    keys.press("Control+Enter")
    expect(page.get_by_text("Đã ghi 2 người vào sổ")).to_be_visible()
    # A filter is kept and opened again.
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025&sort=birth_date")
    go_to(page, "Lưu bộ lọc")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("Theo tuổi")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Theo tuổi")).to_be_visible()
    listens(page)
    keys.press("/")
    keys.type("theo tuoi")
    keys.press("Enter")
    page.get_by_role("link", name="Theo tuổi").focus()
    keys.press("Enter")
    expect(page.get_by_role("link", name="Theo tuổi")).to_have_attribute("aria-current", "true")


def test_a_list_lets_the_menus_lie_over_it_and_keeps_up_with_the_tab_key(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025")
    listens(page)
    page.locator(".user-menu summary").click()
    for link in page.locator(".user-menu li a").all():
        link.focus()
        assert page.evaluate(IS_ON_TOP), f"something lies over “{link.inner_text()}”"
    page.keyboard.press("Escape")
    # What is unfolded leaves its button under the mouse, and the panel with its own button within the window.
    unfolding = page.locator(".filter-more > summary")
    before = unfolding.bounding_box()
    unfolding.click()
    expect(page.locator(".filter-fields")).to_be_visible()
    assert unfolding.bounding_box() == before
    unfolding.click()
    page.locator(".column-chooser > summary").click()
    expect(page.locator(".column-chooser .drop-form")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Hiện các cột này")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.locator(".list-table tbody tr").nth(8).locator(".card-title a").focus()
    for _ in range(30):  # each time at once, whatever motion the computer allows
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().bottom <= innerHeight")


def test_one_explanation_is_open_at_a_time_and_escape_closes_it(page: Page, let_in, filled_ward):
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/people/new?roster=militia")
    listens(page)
    explained = page.locator(".field:has(> .field-help)")
    for number in (0, 1):
        explained.nth(number).locator("input, select, textarea").first.focus()
        page.keyboard.press("F1")
        expect(page.locator(".field-help[open]")).to_have_count(1)
        expect(explained.nth(number).locator(".field-help[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".field-help[open]")).to_have_count(0)
    expect(explained.nth(1).locator("input, select, textarea").first).to_be_focused()


def test_who_is_found_at_the_door_stands_in_sight_on_a_phone(open_browser, let_in, filled_ward):
    page = open_browser(viewport={"width": 360, "height": 740})
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/campaigns/2025/examination")
    page.locator("[data-door-box]").fill("khoa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 người khớp")).to_be_in_viewport()
    expect(page.locator("[data-door-match]").first).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-door-box]")).to_be_in_viewport()


def test_what_unfolds_above_a_list_unfolds_in_sight_on_a_phone(open_browser, let_in, filled_ward):
    page = open_browser(viewport={"width": 360, "height": 740})
    let_in(page)
    page.goto(f"/wards/{filled_ward.id}/lists/enlistment?year=2025")
    listens(page)
    page.locator("summary", has_text="Bộ lọc").click()
    for name, field in (("Sắp xếp", "Theo"), ("Cột", "Dòng mỗi trang")):
        page.locator(".filter-bar summary", has_text=name).click()
        expect(page.get_by_label(field, exact=True)).to_be_in_viewport()
    fields, button = page.locator(".filter-fields"), page.locator(".filter-bar > button")
    assert button.bounding_box()["y"] > fields.bounding_box()["y"]
