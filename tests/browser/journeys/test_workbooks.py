"""Workbooks by the keyboard alone: taken in, their faults mended, taken back; counted beside a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from roster.domain.actor import Actor
from roster.services import imports
from roster.store.db import db
from roster.store.units import Unit
from tests.browser.conftest import ROSTER_01
from tests.browser.journeys import spreadsheet
from tests.browser.journeys.conftest import HOME, YEAR
from tests.browser.journeys.key_table import KeyTable
from tests.conftest import Ward

TRUTH = [
    row
    for rows in json.loads(ROSTER_01.with_name(f"{ROSTER_01.name}.truth.json").read_text("utf-8"))["sheets"].values()
    for row in rows
]


def test_a_workbook_is_taken_in_and_its_faults_mended(desk, tmp_path: Path, key_table: KeyTable):
    page, hands = desk
    known = [row["fields"] for row in TRUTH[:10]]
    rows = [
        *(
            (one["full_name"], shown(one["birth_date"]), one["citizen_id"], f"091300{n:04}")
            for n, one in enumerate(known)
        ),
        *((f"Lý {letters(n)} Hải", f"{n % 28 + 1:02}/05/2007", f"031207{n:06}", f"091400{n:04}") for n in range(30)),
    ]
    mends = ("28/02/2007", "031207000112", "0914000113", "30/06/2007", "031207000123")
    faulty = {
        12: (1, "31/02/2007"),
        17: (2, "03120700112"),
        21: (3, "091400"),
        26: (1, "31/06/2007"),
        33: (2, "0312070001230"),
    }
    for place, (column, text) in faulty.items():
        rows[place] = (*rows[place][:column], text, *rows[place][column + 1 :])
    file = workbook(tmp_path / "to-dan-pho-5.xlsx", rows)
    hands.press("Alt+x")
    hands.arrive("Nhập từ Excel")
    hands.tab_to("Chọn tệp")
    hands.choose_file(file)
    hands.press("Control+Enter")
    hands.arrive("Xem trước")
    expect(page.get_by_role("link", name="Sửa 5 dòng có lỗi")).to_be_focused()
    hands.press("Enter")
    hands.arrive("Sửa lỗi")
    for mend in mends:
        hands.type(mend)
        hands.press("Enter")
    hands.press("Enter")  # on the button that saves
    expect(page.get_by_role("link", name="Xem trước và xác nhận")).to_be_focused()
    hands.press("Enter")
    hands.arrive("Xem trước")
    expect(page.get_by_role("list", name="Tóm tắt")).to_contain_text("10 Cập nhật")
    hands.press("Control+Enter")
    expect(page.get_by_text("Đã ghi 40 người vào sổ")).to_be_visible()
    task = spreadsheet.import_with_faults(file.name, mends)
    key_table.hold("Take in a workbook of forty, five faults mended", hands.count, task)


def test_sixty_faults_of_fifteen_hundred_rows_are_mended(desk, tmp_path: Path, key_table: KeyTable):
    page, hands = desk
    rows, singles = [], []
    for n in range(1, 1501):
        name, born = f"Vũ Hải {letters(n)} Long", f"{n % 28 + 1:02}/05/2006"
        number, phone, place = f"031206{n:06}", f"0912{n:06}", f"TDP số {n % 8 + 1}"
        if n % 60 == 0:  # 25: a figure twice
            phone = phone.replace("0912", "09912")
        elif n % 75 == 7:  # 20: a key that stuck
            born = born.replace("2006", "20006")
        elif n % 100 == 31:  # 15: a figure is missing
            singles.append(number)
            number = number[:-1]
        elif n % 40 == 1:
            place = ""
        rows.append((name, born, number, phone, place))
    file = workbook(tmp_path / "ca-phuong.xlsx", rows)
    hands.press("Alt+x")
    hands.arrive("Nhập từ Excel")
    hands.tab_to("Chọn tệp")
    hands.choose_file(file)
    hands.press("Control+Enter")
    hands.arrive("Xem trước")
    expect(page.get_by_role("link", name="Sửa 60 dòng có lỗi")).to_be_focused()
    before = hands.count
    hands.press("Alt+c")
    hands.arrive("Sửa theo cột")
    for column, wanted, text in (("D", "09912", "0912"), ("B", "20006", "2006")):
        hands.type(column)
        hands.press("Tab")
        hands.press("ArrowDown")
        hands.press("Tab")
        hands.type(wanted)
        hands.press("Tab")
        hands.type(text)
        hands.press("Enter")
        expect(page.get_by_role("heading", name="ô sẽ đổi")).to_be_focused()
        hands.press("Control+Enter")
        expect(page.get_by_text(f"ô trong cột {column}")).to_be_visible()
        hands.arrive("Sửa theo cột")
    hands.type("E")
    hands.tab_to("Điền hoặc thay bằng")
    hands.type("TDP số 9")
    hands.press("Enter")
    expect(page.get_by_role("heading", name="ô sẽ đổi")).to_be_focused()
    hands.press("Control+Enter")
    expect(page.get_by_text("ô trong cột E")).to_be_visible()
    hands.arrive("Sửa theo cột")
    hands.press("Alt+s")
    hands.arrive("Sửa lỗi")
    for single in singles:
        hands.type(single)
        hands.press("Enter")
    hands.press("Enter")
    expect(page.get_by_role("link", name="Xem trước và xác nhận")).to_be_focused()
    per_fault = (hands.count - before) / 60
    hands.press("Enter")
    hands.arrive("Xem trước")
    expect(page.get_by_role("button", name="Xác nhận: ghi 1.500 người")).to_be_visible()
    hands.press("Control+Enter")
    expect(page.get_by_text("Đã ghi 1.500 người vào sổ")).to_be_visible()
    task = spreadsheet.large_batch(file.name, singles, "TDP số 9")
    journey = "Take in 1,500 rows, sixty faults mended and the blanks of a column filled"
    key_table.hold(journey, hands.count, task, f" ({per_fault:.1f} presses a fault)")


def test_a_batch_is_taken_back(
    desk, filled_ward: Ward, tmp_path: Path, actor_of: Callable[..., Actor], key_table: KeyTable
):
    page, hands = desk
    unit = db.session.get(Unit, filled_ward.id)
    assert unit is not None
    rows = [
        (row["fields"]["full_name"], shown(row["fields"]["birth_date"]), row["fields"]["citizen_id"], "0913111222")
        for row in TRUTH[:20]
    ]
    imports.import_file(
        actor_of("officer", filled_ward), unit, "enlistment", YEAR, workbook(tmp_path / "nham.xlsx", rows)
    )
    db.session.commit()
    hands.press("Alt+1")
    hands.arrive(HOME)
    hands.press("Alt+l")
    hands.arrive("Đã ghi nham.xlsx")
    hands.press("Alt+h")
    hands.arrive("Hoàn tác nham.xlsx")
    hands.press("Control+Enter")
    hands.arrive("Đã hoàn tác")
    expect(page.get_by_text("20 người", exact=True)).to_be_visible()
    key_table.hold(
        "Take back a batch of yesterday", hands.count, spreadsheet.undo_batch("NVQS 2026 cu.xlsx", "NVQS 2026.xlsx")
    )


def workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A plain list: name, birth, number of the card, telephone, and the neighbourhood where rows have one."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(("Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Tổ dân phố")[: len(rows[0])])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def letters(number: int) -> str:
    """A name from a number: names differ by letters, so that no two rows look like one man."""
    return "".join("abcdeghikl"[int(digit)] for digit in str(number)).capitalize()


def shown(day: str) -> str:
    """2004-03-02 as lists write it."""
    return "/".join(reversed(day.split("-")))
