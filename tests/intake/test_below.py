"""A second table below the first, with a heading of its own, is read by its own heading."""

from __future__ import annotations

from datetime import date

from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan

TODAY = date(2026, 11, 26)
OFFICERS = [
    ["A. SĨ QUAN DỰ BỊ"],
    ["STT", "Họ tên", "Sinh ngày", "Thẻ căn cước số", "Quân hàm", "Chuyên nghiệp QS", "Chỗ ở hiện tại"],
    [1, "Mai Văn Tuyến", "28/03/1987", "031087186841", "Trung úy", "Quân y", "Số 346 Bắc Hà"],
    [2, "Vũ Quang Thuận", "31/05/1992", "031092219709", "Thiếu úy", "Quân y", "Số 46 Tây Sơn"],
    [None, "Cộng (A)", 2],
]
SOLDIERS = [
    ["B. HẠ SĨ QUAN, BINH SĨ DỰ BỊ"],
    ["STT", "Họ tên\nNăm sinh", "Thẻ căn cước số", "Cấp bậc", "Ngày nhập ngũ", "Ngày ra quân", "Đơn vị cũ"],
    [1, "Cao Văn Dương\n1989", "031089238558", "Trung sĩ", "05/02/2011", "04/01/2013", "Trung đoàn 43"],
    [2, "Nguyễn Hải Việt\n1988", "031088218622", "Binh nhất", "13/03/2008", "13/07/2009", "Lữ đoàn 649"],
]


def _plan(rows):
    return make_plan(Workbook([Sheet("QNDB", rows)]), Errand("reserve", 2026, "Phù Liễn", TODAY), [])


def test_each_table_is_read_by_its_own_heading_and_no_row_twice():
    plan = _plan([*OFFICERS, [], *SOLDIERS])
    read = {row.row: row for sheet in plan.sheets for row in sheet.rows}
    assert list(read) == [3, 4, 9, 10]
    assert read[3].fields["rank"] == "Trung úy" and read[3].fields["birth_date"] == "1987-03-28"
    soldier = read[9].fields
    assert (soldier["full_name"], soldier["birth_date"], soldier["citizen_id"]) == (
        "Cao Văn Dương", "1989", "031089238558",
    )  # fmt: skip
    assert (soldier["rank"], soldier["enlisted_on"], soldier["former_unit"]) == (
        "Trung sĩ", "2011-02-05", "Trung đoàn 43",
    )  # fmt: skip
    assert [sheet.name for sheet in plan.sheets] == ["QNDB", "QNDB (bảng bên dưới)"]
    assert "bảng bên dưới" in " ".join(plan.sheets[1].notices)
    assert {sheet["name"] for sheet in plan.as_dict()["sheets"]} == {"QNDB"}  # where its rows stand in the workbook


def test_a_heading_repeated_on_each_page_makes_no_other_table():
    plan = _plan(
        [*OFFICERS[:4], OFFICERS[1], [3, "Trịnh Văn Phương", "18/02/1994", "031094224632", "Trung úy", "", ""]]
    )
    assert [sheet.name for sheet in plan.sheets] == ["QNDB"]
    assert [row.row for row in plan.sheets[0].rows] == [3, 4, 6]
