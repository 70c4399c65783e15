"""A form for attendance on paper or in the field: names down, days across, filled in and read back by the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_HEADING_ROW = 3  # counted from zero: title, how to fill it in, an empty line
_FIRST_DAY_COLUMN = 5
_A4 = 9
SHEET_NAME = "Điểm danh"
HEADINGS = ("STT", "Mã", "Họ và tên", "Năm sinh", "Đơn vị")
TAKEN = "Đã điểm danh (ghi x)"
HOW_TO = (
    "Ghi x ở dòng “Đã điểm danh” dưới ngày đã học. Có mặt: để trống. Vắng không phép: V (hoặc x); vắng có phép: P; "
    "có thể ghi lý do, ví dụ P: ốm. Không đổi tên cột, không xóa cột ẩn."
)


@dataclass(frozen=True)
class FormRow:
    """Somebody's line: the hidden mark by which he is known again, what is shown, and a cell for each day."""

    mark: str
    name: str
    birth_year: str
    unit: str
    cells: tuple[str, ...]


def write_attendance_form(
    file: BinaryIO, title: str, days: Sequence[tuple[str, bool]], rows: Sequence[FormRow]
) -> None:
    """Write the form to `file`, a binary file open for writing. `days`: each heading, and whether it was taken."""
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(SHEET_NAME)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.freeze_panes(_HEADING_ROW + 2, 3)
    sheet.set_footer("&C&P/&N")
    for column, width in enumerate((5, 10, 30, 9, 26)):
        sheet.set_column(column, column, width)
    sheet.set_column(1, 1, 10, None, {"hidden": True})
    if days:
        sheet.set_column(_FIRST_DAY_COLUMN, _FIRST_DAY_COLUMN + len(days) - 1, 12)
    sheet.write_string(0, 0, title, book.add_format(_FONT | {"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, HOW_TO, book.add_format(_FONT | {"italic": True}))
    grid = {"border": 1, "valign": "vcenter"}
    heading = book.add_format(
        _FONT | grid | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7ECE6", "num_format": "@"}
    )
    plain = book.add_format(_FONT | grid | {"num_format": "@"})
    centred = book.add_format(_FONT | grid | {"num_format": "@", "align": "center"})
    sheet.set_row(_HEADING_ROW, 34)
    for column, words in enumerate((*HEADINGS, *(day for day, _ in days))):
        sheet.write_string(_HEADING_ROW, column, words, heading)
    for column, words in enumerate(("", "", TAKEN, "", "", *("x" if taken else "" for _, taken in days))):
        sheet.write_string(_HEADING_ROW + 1, column, words, heading)
    for number, row in enumerate(rows, start=1):
        place = _HEADING_ROW + 1 + number
        sheet.write_number(place, 0, number, centred)
        for column, words in enumerate((row.mark, row.name, row.birth_year, row.unit), start=1):
            sheet.write_string(place, column, words, plain)
        for column, words in enumerate(row.cells, start=_FIRST_DAY_COLUMN):
            sheet.write_string(place, column, words, centred)
    last = f"A1:XFD{_HEADING_ROW + len(rows) + 2}"
    sheet.ignore_errors({"number_stored_as_text": last})
    book.close()
