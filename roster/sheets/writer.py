"""A list as an .xlsx workbook that Excel and LibreOffice open ready to print, and that the import reads back unchanged.

Every fact of a roster is written as text: ids and phones keep their zero, partial dates stay what they are, and nothing
that stands in a cell can become a formula. The only place that knows XlsxWriter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
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
_TITLE_ROWS = 3  # title, what it was narrowed to, an empty line
_FIGURE = re.compile(r"0|[1-9]\d{0,5}|[1-9]\d{0,2}(?:\.\d{3})+")
_A4 = 9
_LEAST_WIDTH, _WIDTH_PER_MM = 8.0, 0.6  # in letters of Excel's measure


@dataclass(frozen=True)
class Frame:
    """What stands around the table of a paper: its head on both sides, what is marked above, what closes it.

    `signatures` are lines one below the other for each who signs.
    """

    left: Sequence[str]
    right: Sequence[str]
    above: str = ""
    closing: Sequence[str] = ()
    recipients: Sequence[str] = ()
    signatures: Sequence[Sequence[str]] = ()


def write_list(
    table: Table, file: BinaryIO, *, title: str, subtitle: str = "", sheet_name: str = "Danh sách",
    frame: Frame | None = None,
) -> None:  # fmt: skip
    """Write the table to `file`, a binary file open for writing.

    `title` stands in the first row, `subtitle` (ward, filters, day) in the second; with a `frame` they follow the head
    of the paper. Memory stays small whatever the number of rows.
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
    top = _write_head(book, sheet, frame, len(table.headings)) if frame else 0
    heading_row = top + _TITLE_ROWS
    first = heading_row + len(head_rows)
    _lay_out(sheet, table, heading_row, first)
    sheet.set_row(top, 24)
    _write_text(sheet, top, 0, title, book.add_format(_FONT | {"bold": True, "font_size": 14}))
    if subtitle:
        _write_text(sheet, top + 1, 0, subtitle, book.add_format(_FONT | {"italic": True}))
    _write_headings(book, sheet, table, head_rows, heading_row)
    _write_rows(book, sheet, table, first)
    below = first + len(table.rows)
    if frame:
        _write_closing(book, sheet, frame, below + 1, len(table.headings))
    sheet.autofilter(first - 1, 0, below - 1, len(table.headings))
    # "Number stored as text" would mark each id with a green corner and offer to spoil it.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{below + 1}"})
    book.close()


def _write_head(book: Workbook, sheet: Worksheet, frame: Frame, columns: int) -> int:
    """The head of the paper; returns the row below it."""
    plain, bold = book.add_format(_FONT), book.add_format(_FONT | {"bold": True})
    row = 0
    if frame.above:
        _write_text(sheet, row, 0, frame.above, bold)
        row += 1
    sides = list(zip_longest(frame.left, frame.right, fillvalue=""))
    for place, (left, right) in enumerate(sides):
        style = plain if place == len(sides) - 1 else bold
        for column_, text in ((0, left), (columns // 2 + 1, right)):
            if text:
                _write_text(sheet, row + place, column_, text, style)
    return row + len(sides) + 1


def _write_closing(book: Workbook, sheet: Worksheet, frame: Frame, row: int, columns: int) -> None:
    italic, bold = book.add_format(_FONT | {"italic": True}), book.add_format(_FONT | {"bold": True})
    for text in frame.closing:
        _write_text(sheet, row, 0, text, italic)
        row += 1
    parts = [(0, ["Nơi nhận:", *frame.recipients], italic)]
    places = (columns // 2, max(columns // 2 + 2, columns * 4 // 5))
    parts += [(place, list(lines), bold) for place, lines in zip(places, frame.signatures, strict=False)]
    for offset in range(max(len(lines) for _, lines, _ in parts)):
        for place, lines, style in parts:
            if offset < len(lines) and lines[offset]:
                _write_text(sheet, row + 1 + offset, place, lines[offset], style)


def _write_rows(book: Workbook, sheet: Worksheet, table: Table, first: int) -> None:
    box = _FONT | {"border": 1, "valign": "top"}
    as_text = box | {"text_wrap": True, "num_format": "@"}
    plain, centred = book.add_format(as_text), book.add_format(as_text | {"align": "center"})
    counted, heading = book.add_format(box | {"align": "center"}), book.add_format(box | {"bold": True})
    # As the office writes it: Excel puts in its own sign between the thousands.
    grouped = book.add_format(box | {"align": "center", "num_format": "#,##0"})
    formats = [centred if found.centred else plain for found in table.definition.columns]
    # Figures of reports can be added up; a roster's facts are text, whatever they look like.
    of_figures = [not table.definition.roster and found.centred for found in table.definition.columns]
    for place, row in enumerate(table.rows, start=first):
        if row.is_group:
            sheet.merge_range(place, 0, place, len(formats), " ".join(row.cells[0]), heading)
            continue
        if row.mark and not row.mark.isdecimal():
            sheet.write_string(place, 0, row.mark, counted)
        elif row.mark == "":
            sheet.write_blank(place, 0, None, counted)
        else:
            sheet.write_number(place, 0, int(row.shown_number), counted)
        for index, (lines, style, is_figure) in enumerate(zip(row.cells, formats, of_figures, strict=False), start=1):
            text = lines[0] if len(lines) == 1 else "\n".join(lines)
            if is_figure and _FIGURE.fullmatch(text):
                sheet.write_number(place, index, int(text.replace(".", "")), grouped if "." in text else counted)
            elif text and len(text) <= _MOST_CHARACTERS:  # nearly every cell
                sheet.write_string(place, index, text, style)
            else:
                _write_text(sheet, place, index, text, style)


def _lay_out(sheet: Worksheet, table: Table, heading_row: int, first: int) -> None:
    sheet.set_paper(_A4)
    if table.definition.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row, first - 1)
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


def _write_headings(
    book: Workbook, sheet: Worksheet, table: Table, head_rows: Sequence[Sequence[HeadingCell]], heading_row: int
) -> None:
    style = book.add_format(
        _FONT
        | {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E7ECE6"}
    )
    sheet.set_row(heading_row + len(head_rows) - 1, 34)
    number = HeadingCell((" ".join(table.definition.number_heading),), -1, rows=len(head_rows))
    for row, cells in enumerate(head_rows, start=heading_row):
        for cell in (number, *cells) if row == heading_row else cells:
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
