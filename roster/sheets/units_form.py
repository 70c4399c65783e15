"""The blank form for many units: a table to fill in, and a second sheet with the words to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

import xlsxwriter

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_A4 = 9
HEADING_ROW = 3  # counted from zero: title, how to fill it in, an empty line
SHEET_NAME = "Đơn vị"
LISTS_SHEET_NAME = "Danh mục"
HEADINGS = ("STT", "Tên đơn vị", "Loại đơn vị", "Tổ dân phố hoặc cơ quan, tổ chức", "Đơn vị cấp trên")
_WIDTHS = (5, 38, 34, 34, 38)
_HOW_TO = (
    "Mỗi dòng một đơn vị; đơn vị cấp trên ghi ở dòng trước. Chỉ tên là bắt buộc: loại, tổ dân phố, cơ quan "
    "để trống thì chương trình hiểu theo tên. Không ghi đơn vị, vị trí thời chiến."
)


def write_units_form(file: BinaryIO, title: str, choices: Mapping[str, Sequence[str]], most_lines: int) -> None:
    """Write the form to `file`, a binary file open for writing. `choices`: words offered, by heading."""
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet, lists = book.add_worksheet(SHEET_NAME), book.add_worksheet(LISTS_SHEET_NAME)
    for one in (sheet, lists):
        one.set_paper(_A4)
        one.set_landscape()
        one.fit_to_pages(1, 0)
        one.set_footer("&C&P/&N")
    sheet.repeat_rows(HEADING_ROW)
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    sheet.write_string(0, 0, title, book.add_format(_FONT | {"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, _HOW_TO, book.add_format(_FONT | {"italic": True}))
    grid = {"border": 1, "valign": "vcenter", "num_format": "@"}
    heading = book.add_format(
        _FONT | grid | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7ECE6"}
    )
    plain = book.add_format(_FONT | grid)
    for column, (words, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADING_ROW, column, words, heading)
    last = HEADING_ROW + most_lines
    for row in range(HEADING_ROW + 1, last + 1):
        sheet.write_number(row, 0, row - HEADING_ROW, book.add_format(_FONT | grid | {"align": "center"}))
        for column in range(1, len(HEADINGS)):
            sheet.write_blank(row, column, None, plain)
    for place, (words, offered) in enumerate(choices.items()):
        lists.set_column(place, place, 44)
        lists.write_string(0, place, words, heading)
        lists.write_column(1, place, offered, plain)
        if offered:
            column, letter = HEADINGS.index(words), "ABCDE"[place]
            source = f"='{LISTS_SHEET_NAME}'!${letter}$2:${letter}${len(offered) + 1}"
            # Words of the user's own are welcome too: the list helps, it does not refuse.
            rule = {"validate": "list", "source": source, "show_error": False}
            sheet.data_validation(HEADING_ROW + 1, column, last, column, rule)
    book.close()
