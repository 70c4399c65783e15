"""An officer's journeys by the keyboard alone, each counted beside the same in a spreadsheet: ours never takes more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from playwright.sync_api import Page, expect

from roster.config import OFFICE_ZONE
from roster.services import setup
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from tests.browser.conftest import TODAY
from tests.browser.journeys import spreadsheet
from tests.browser.journeys.conftest import HOME
from tests.browser.journeys.hands import Hands
from tests.browser.journeys.key_table import KeyTable
from tests.conftest import PASSWORD, Ward
from tests.second_steps import code_of

FAMILY = ("Vũ Đình", "Ngô Hữu", "Lê Quang", "Đào Xuân", "Mạc Văn")
GIVEN = ("Quý", "Tám", "Chín", "Khải", "Lộc", "Mão", "Nhân", "Oanh", "Phú", "Sửu")
TEN = [
    (f"{FAMILY[n % 5]} {GIVEN[n]}", f"{n + 11}/03/2004", f"0312040{n}0{n}11", f"09120{n}0{n}11", f"TDP số {n % 8 + 1}")
    for n in range(10)
]
LETTERHEAD = (
    "BỘ CHQS THÀNH PHỐ HẢI PHÒNG", "BAN CHQS PHƯỜNG PHÙ LIỄN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "Số:     /DS-BCH", "Phù Liễn, ngày … tháng … năm …",
)  # fmt: skip
HEADINGS = (
    "STT", "Họ và tên", "Ngày sinh", "Số CCCD", "TDP", "Nơi thường trú", "Văn hóa", "CMKT", "Nghề nghiệp", "Điện thoại",
    "Sức khỏe", "Diện tạm hoãn/miễn",
)  # fmt: skip
MEASURES = ("168", "61", "84", "2")  # height, weight, chest, class


def test_a_new_office_is_set_up(open_browser: Callable[..., Page], app, address, key_table: KeyTable):
    code = setup.setup_token()
    page = open_browser()
    hands = Hands(page)
    page.goto("/")
    hands.arrive("Thiết lập lần đầu")
    hands.type(code)
    hands.tab_to("Tìm phường")
    hands.type("phu lien")
    hands.press("Enter")
    expect(page.get_by_text("nơi khớp với")).to_be_focused()
    hands.press("Tab")
    hands.press("Space")
    hands.press("Enter")
    hands.arrive("Thiết lập: Phường Phù Liễn")
    hands.tab_to("Họ và tên người ký")
    hands.type("Trần Văn Ví")
    hands.tab_to("Họ và tên")
    hands.type("Đỗ Thị Mẫu")
    hands.tab_to("Tên đăng nhập")
    hands.type("mau.do")
    hands.tab_to("Mật khẩu")
    hands.type(PASSWORD)
    hands.tab_to("Nhập lại mật khẩu")
    hands.type(PASSWORD)
    hands.press("Enter")
    hands.arrive("Đăng nhập")
    hands.type("mau.do")
    hands.press("Tab")
    hands.type(PASSWORD)
    hands.press("Enter")
    hands.arrive("Bật xác thực hai bước")
    hands.type(
        code_of(page.locator(".key-text").inner_text(), datetime.combine(TODAY, time(9), OFFICE_ZONE).timestamp())
    )
    hands.press("Enter")
    hands.arrive("Mã khôi phục")  # nothing leads on by itself from what is shown only once
    hands.tab_to("Đã cất xong")
    hands.press("Enter")
    hands.arrive(HOME)
    task = spreadsheet.first_start(LETTERHEAD, HEADINGS, "Trần Văn Ví", PASSWORD)
    key_table.hold("First start: an office set up, signed in with a second step", hands.count, task)


def test_ten_people_are_entered(desk, key_table: KeyTable):
    page, hands = desk
    hands.press("Alt+3")
    hands.arrive("Nghĩa vụ quân sự")
    hands.press("Alt+n")
    hands.arrive("Nhập nhiều người")

    def enter(row: tuple[str, ...]) -> None:
        for cell in row[:-1]:
            hands.type(cell)
            hands.press("Tab")
        hands.type(row[-1])
        hands.press("Enter")

    entered = hands.walk_each(TEN, enter, lambda row: len("".join(row)))
    hands.press("Control+Enter")
    hands.arrive("Xem trước")
    hands.press("Control+Enter")
    expect(page.get_by_text(f"Đã ghi {entered} người vào sổ")).to_be_visible()
    key_table.hold("Enter ten people by hand", hands.count, spreadsheet.ten_by_hand(TEN))


def test_ten_people_are_entered_from_their_cards(desk, key_table: KeyTable):
    page, hands = desk
    hands.press("Alt+3")
    hands.arrive("Nghĩa vụ quân sự")
    hands.press("Alt+m")
    hands.arrive("Công dân mới")

    def enter(row: tuple[str, ...]) -> None:
        name, born, number, _, place = row
        hands.scan(f"{number}||{name}|{born.replace('/', '')}|Nam|{place}, Phù Liễn, Hải Phòng|12052021")
        expect(page.get_by_text("mục từ thẻ căn cước")).to_be_visible()
        hands.arrive("Công dân mới")
        hands.press("Control+Enter")
        expect(page.get_by_text(f"Đã ghi {name} vào sổ.")).to_be_visible()
        hands.arrive("Công dân mới")

    hands.walk_each(TEN, enter, lambda row: 0)
    key_table.hold("Enter ten people from their cards, by a scanner", hands.count, spreadsheet.ten_by_scanner())


def test_many_are_moved_to_the_next_step_at_once(desk, filled_ward: Ward, key_table: KeyTable):
    page, hands = desk
    records = db.session.query(EnlistmentRecord).order_by(EnlistmentRecord.id).all()
    for number, record in enumerate(records):
        record.status = "deferred" if number % 3 == 0 else "eligible_preselection"
    db.session.commit()
    hands.press("Alt+2")
    hands.arrive("Đợt tuyển quân")
    hands.press("Alt+u")
    hands.arrive("ứng viên")
    hands.press("Alt+b")
    hands.press("ArrowDown", 2)
    hands.press("Enter")
    expect(page.get_by_text("40 người theo bộ lọc").first).to_be_visible()
    hands.arrive("ứng viên")
    hands.press("Alt+c")
    hands.press("ArrowDown", 12)
    hands.press("Tab")
    hands.press("Enter")
    hands.arrive("Chuyển sang bước “Đã gọi sơ tuyển”")
    hands.press("Control+Enter")
    hands.arrive("Đã chuyển")
    task = spreadsheet.bulk_move("Đủ điều kiện sơ tuyển", "Đã gọi sơ tuyển")
    key_table.hold("Move forty candidates to the next step", hands.count, task)


def test_the_call_up_list_is_printed(desk, key_table: KeyTable):
    page, hands = desk
    hands.press("Alt+3")
    hands.arrive("Nghĩa vụ quân sự")
    hands.press("Alt+p")
    hands.arrive("In danh sách")
    hands.tab_to("Ngày ghi trên văn bản")
    hands.type("15/09/2025")
    hands.tab_to("Số văn bản")
    hands.type("12")
    hands.press("Control+Enter")
    expect(page.get_by_text("Đã lập xong: 40 người")).to_be_visible()
    hands.arrive("16C")
    with page.context.expect_page() as opened:
        hands.press("Enter")
    assert opened.value.url.endswith("/file")
    hands.press("Control+p")  # in the browser's own window of the paper
    hands.press("Enter")
    task = spreadsheet.call_up_list("12", "40", "Phù Liễn, ngày 15 tháng 9 năm 2025")
    key_table.hold("Print the call-up list 16C", hands.count, task)


def test_ten_are_examined(desk, filled_ward: Ward, key_table: KeyTable):
    page, hands = desk
    called = db.session.query(Person, EnlistmentRecord).filter(EnlistmentRecord.person_id == Person.id).limit(10).all()
    names = [person.full_name for person, _ in called]
    for _, record in called:
        record.status = "invited_examination"
    db.session.commit()
    hands.press("Alt+2")
    hands.arrive("Đợt tuyển quân")
    hands.press("Alt+k")
    hands.arrive("Khám sức khỏe")

    def examine(name: str) -> None:
        hands.type(name)
        hands.press("Enter")
        expect(page.get_by_role("button", name="Có mặt")).to_be_focused()
        hands.arrive("Khám sức khỏe")
        hands.press("s")
        hands.arrive(name)
        for measure in MEASURES[:-1]:
            hands.type(measure)
            hands.press("Tab")
        hands.tab_to("Hội đồng kết luận")
        hands.type(MEASURES[-1])
        hands.press("Enter")
        hands.arrive("Khám sức khỏe")

    examined = hands.walk_each(names, examine, len)
    expect(page.locator("[data-count=class_2]")).to_have_text(str(examined))
    task = spreadsheet.examination_day([(name, MEASURES) for name in names])
    key_table.hold("Exam day: results of ten", hands.count, task)
