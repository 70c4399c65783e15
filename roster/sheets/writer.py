"""A list as an .xlsx workbook that Excel and LibreOffice open ready to print, and that the import reads back unchanged.

Every fact is written as text: ids and phones keep their zero, partial dates stay what they are, and nothing that stands
in a cell can become a formula. The only place that knows XlsxWriter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from roster.columns.catalogue import column
from roster.columns.printed_lists import ListColumn
from roster.listing.heading_rows import HeadingCell, heading_rows
from roster.listing.table import Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_NUMBER_WIDTH = 5.0
_MOST_CHARACTERS = 32_767  # of a cell (Excel's specifications and limits)
_HEADING_ROW = 3  # counted from zero: title, what it was narrowed to, an empty line
_A4 = 9
_LEAST_WIDTH, _WIDTH_PER_MM = 8.0, 0.6  # in letters of Excel's measure


def write_list(table: Table, file: BinaryIO, *, title: str, subtitle: str = "", sheet_name: str = "Danh sách") -> None:
    """Write the table to `file`, a binary file open for writing.

    `title` stands in the first row, `subtitle` (ward, filters, day) in the second. Memory stays small whatever the
    number of rows.
    """
    head_rows = heading_rows(table.headings, table.shared_headings)
    options = {
        "constant_memory": len(head_rows) == 1,  # cells that span rows are written out of their order
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(sheet_name)
    first = _HEADING_ROW + len(head_rows)
    _lay_out(sheet, table, first)
    last = len(table.headings)
    sheet.set_row(0, 24)
    _write_text(sheet, 0, 0, title, book.add_format(_FONT | {"bold": True, "font_size": 14}))
    if subtitle:
        _write_text(sheet, 1, 0, subtitle, book.add_format(_FONT | {"italic": True}))
    _write_headings(book, sheet, table, head_rows)
    plain = book.add_format(_FONT | {"border": 1, "valign": "top", "text_wrap": True, "num_format": "@"})
    centred = book.add_format(
        _FONT | {"border": 1, "valign": "top", "text_wrap": True, "align": "center", "num_format": "@"}
    )
    counted = book.add_format(_FONT | {"border": 1, "valign": "top", "align": "center"})
    formats = [centred if found.centred else plain for found in table.definition.columns]
    heading = book.add_format(_FONT | {"border": 1, "bold": True, "valign": "top"})
    for place, row in enumerate(table.rows, start=first):
        if row.is_group:
            sheet.merge_range(place, 0, place, last, " ".join(row.cells[0]), heading)
            continue
        if row.mark and not row.mark.isdecimal():
            sheet.write_string(place, 0, row.mark, counted)
        elif row.mark == "":
            sheet.write_blank(place, 0, None, counted)
        else:
            sheet.write_number(place, 0, int(row.shown_number), counted)
        for index, lines in enumerate(row.cells):
            _write_text(sheet, place, index + 1, "\n".join(lines), formats[index])
    sheet.autofilter(first - 1, 0, first - 1 + len(table.rows), last)
    # "Number stored as text" would mark each id with a green corner and offer to spoil it.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{first + len(table.rows)}"})
    book.close()


def _lay_out(sheet: Worksheet, table: Table, first: int) -> None:
    sheet.set_paper(_A4)
    if table.definition.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW, first - 1)
    sheet.freeze_panes(first, 2)
    sheet.set_footer("&C&P/&N")
    sheet.set_column(0, 0, _NUMBER_WIDTH)
    for index, found in enumerate(table.definition.columns, start=1):
        sheet.set_column(index, index, _width(table.definition.roster, found))


def _width(roster: str, found: ListColumn) -> float:
    keys = [key for line in found.lines for key in line]
    if not keys:  # a sheet of its own: its widths are those of its paper
        return max(_LEAST_WIDTH, found.width_mm * _WIDTH_PER_MM)
    return max(column(roster, key).sheet_width for key in keys)


def _write_headings(book: Workbook, sheet: Worksheet, table: Table, head_rows: Sequence[Sequence[HeadingCell]]) -> None:
    style = book.add_format(
        _FONT
        | {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E7ECE6"}
    )
    sheet.set_row(_HEADING_ROW + len(head_rows) - 1, 34)
    number = HeadingCell((" ".join(table.definition.number_heading),), -1, rows=len(head_rows))
    for row, cells in enumerate(head_rows, start=_HEADING_ROW):
        for cell in (number, *cells) if row == _HEADING_ROW else cells:
            place, text = cell.place + 1, "\n".join(cell.lines)
            if cell.rows * cell.columns > 1:
                sheet.merge_range(row, place, row + cell.rows - 1, place + cell.columns - 1, text, style)
            else:
                _write_text(sheet, row, place, text, style)


def _write_text(sheet: Worksheet, row: int, place: int, text: str, style: Format) -> None:
    if text:
        sheet.write_string(row, place, text[:_MOST_CHARACTERS], style)
    else:
        sheet.write_blank(row, place, None, style)
