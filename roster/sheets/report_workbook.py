"""Tables of figures as an .xlsx, a sheet each: numbers as numbers, ready to be summed and printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import xlsxwriter

from roster.domain.text import fold
from roster.listing.report_paper import HEADING, ROW, SUM, Grid

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_HEADING_ROW = 3  # counted from zero: title, heading of the report, what the table is
_A4 = 9
_WIDTH_PER_MM, _LEAST_WIDTH = 0.6, 9.0  # in letters of Excel's measure
_LONGEST_NAME = 31  # of a sheet
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_grids(grids: Iterable[Grid], file: BinaryIO, *, title: str, subtitle: str = "") -> None:
    """Write the tables to `file`, a binary file open for writing; `title` and `subtitle` stand above each.

    Nothing that stands in a cell can become a formula.
    """
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    names: set[str] = set()
    for grid in grids:
        _write(book, book.add_worksheet(_sheet_name(grid.title, names)), grid, title, subtitle)
    if not names:  # Excel opens no workbook without a sheet
        book.add_worksheet("Số liệu").write_string(0, 0, title)
    book.close()


def _sheet_name(title: str, taken: set[str]) -> str:
    short = " ".join(title.translate(_FORBIDDEN).split())
    name, number = short[:_LONGEST_NAME].strip(), 2
    while fold(name) in taken:
        name, number = f"{short[: _LONGEST_NAME - 3].strip()} {number}", number + 1
    taken.add(fold(name))
    return name


def _write(book: Any, sheet: Any, grid: Grid, title: str, subtitle: str) -> None:
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.freeze_panes(_HEADING_ROW + 1, 1)
    sheet.set_footer("&C&P/&N")
    sheet.write_string(0, 0, grid.title, book.add_format(_FONT | {"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, title, book.add_format(_FONT))
    sheet.write_string(2, 0, subtitle, book.add_format(_FONT | {"italic": True}))
    head = book.add_format(
        _FONT
        | {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E7ECE6"}
    )
    looks = {
        kind: book.add_format(_FONT | {"border": 1, "valign": "top", "text_wrap": True} | more)
        for kind, more in ((ROW, {}), (HEADING, {"bold": True, "italic": True}), (SUM, {"bold": True}))
    }
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, max(_LEAST_WIDTH, column.width_mm * _WIDTH_PER_MM))
        sheet.write_string(_HEADING_ROW, place, column.heading, head)
    for line, row in enumerate(grid.rows, start=_HEADING_ROW + 1):
        look = looks.get(row.kind, looks[ROW])
        for place, value in enumerate(row.cells):
            if value is None:
                sheet.write_blank(line, place, None, look)
            elif isinstance(value, str):
                sheet.write_string(line, place, value, look)
            else:
                sheet.write_number(line, place, value, look)
    if grid.note:
        sheet.write_string(_HEADING_ROW + len(grid.rows) + 2, 0, grid.note, book.add_format(_FONT | {"italic": True}))
