"""The officer's own workbook back with its faults marked: coloured cells, a comment on each, a column "LỖI".

An .xlsx or .xlsm keeps its look (openpyxl; macros are carried along and never run); any other kind, and a workbook too
large to be held in memory with its look, comes back as an .xlsx of the same cells. The copy carries the id of its
import as a property of the file, so that it continues that import when it is brought again.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.utility import xl_cell_to_rowcol

from roster.intake.grid import Workbook
from roster.intake.words import FAULTS_HEADING

PROPERTY = "roster-import"
MOST_STYLED_CELLS = 200_000  # beyond that the look is given up to keep memory bounded
_MOST_CHARACTERS = 32_767  # of a cell (Excel's specifications and limits)
_COLOURS = {True: "FFC7CE", False: "FFEB9C"}  # holds the row back; only warns
_FONT = "Times New Roman"
_MACROS = "xl/vbaProject.bin"
_FORMULA = re.compile(r"^[=+\-@\t\r]")


@dataclass
class MarkedCell:
    """One cell with its sentences, and whether one of them holds the row back."""

    sentences: list[str] = field(default_factory=list)
    holds_back: bool = False


@dataclass
class MarkedSheet:
    """What is marked on one sheet: cells by name ("C12"), sentences by Excel row, mended texts by cell name.

    `heading_row` is the last row of the table's heading, `last_column` the table's last column, both counted from 1.
    """

    heading_row: int
    last_column: int
    cells: Mapping[str, MarkedCell]
    rows: Mapping[int, Sequence[str]]
    mends: Mapping[str, str]


def write_error_copy(
    path: Path, cells: Workbook, marks: Mapping[str, MarkedSheet], batch_id: UUID, file: BinaryIO
) -> str:
    """Write the marked copy of the workbook at `path` to `file`. Returns its ending, ".xlsx" or ".xlsm".

    `cells` is the workbook as it was read, `marks` what to mark by the sheet's name.
    """
    parts = _styled_parts(path, cells)
    if parts:
        return _mark_in_place(path, _MACROS in parts, marks, batch_id, file)
    _write_plain(cells, marks, batch_id, file)
    return ".xlsx"


def write_masked(path: Path, cells: Workbook, masks: Mapping[str, Mapping[str, str]], file: BinaryIO) -> str:
    """Write the workbook at `path` to `file` with other texts in some cells, by sheet and cell name.

    Returns its ending, ".xlsx" or ".xlsm". Nothing else of it changes, unless it is of another kind or too large for
    its look: then the cells come as an .xlsx.
    """
    parts = _styled_parts(path, cells)
    try:
        if parts:
            return _mask_in_place(path, _MACROS in parts, masks, file)
    except Exception:  # what openpyxl stumbles over is somebody's old file; the rows must not wait for it
        file.seek(0)
        file.truncate()
    _write_plain(cells, {name: MarkedSheet(0, 0, {}, {}, texts) for name, texts in masks.items()}, None, file)
    return ".xlsx"


def _mask_in_place(path: Path, has_macros: bool, masks: Mapping[str, Mapping[str, str]], file: BinaryIO) -> str:
    book = openpyxl.load_workbook(path, keep_vba=has_macros, rich_text=True)
    for name, texts in masks.items():
        for cell_name, text in texts.items():
            cell = book[name][cell_name]
            if hasattr(cell, "column"):
                _put_text(cell, text)
                cell.comment = None
    book.save(file)
    return ".xlsm" if has_macros else ".xlsx"


def _styled_parts(path: Path, cells: Workbook) -> set[str]:
    """The parts of an Office workbook whose look can be kept; nothing for any other file."""
    count = sum(len(row) for sheet in cells.sheets for row in sheet.rows)
    if not zipfile.is_zipfile(path) or count > MOST_STYLED_CELLS:
        return set()
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
    return names if "xl/workbook.xml" in names else set()


def import_of(path: Path) -> UUID | None:
    """The import that a marked copy belongs to, None for any other file."""
    try:
        with zipfile.ZipFile(path) as package, package.open("docProps/custom.xml") as part:
            text = part.read(65_536).decode("utf-8", "replace")  # no more of it: the file is not ours
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, NotImplementedError, RuntimeError):
        return None
    # Whoever wrote the file last chose the prefix, and may have declared it in this very element (openpyxl over lxml).
    found = re.search(rf'name="{PROPERTY}".*?<(?:\w+:)?lpwstr\b[^<>]*>([0-9a-f-]{{36}})<', text, re.DOTALL)
    try:
        return UUID(found[1]) if found else None
    except ValueError:
        return None


# --- With the look of the original ----------------------------------------------------------------------------------


def _mark_in_place(
    path: Path, has_macros: bool, marks: Mapping[str, MarkedSheet], batch_id: UUID, file: BinaryIO
) -> str:
    book = openpyxl.load_workbook(path, keep_vba=has_macros, rich_text=True)
    for name, marked in marks.items():
        sheet = book[name]
        _unmerge_beside(sheet, marked.last_column)
        for cell_name, text in marked.mends.items():
            cell = sheet[cell_name]
            if hasattr(cell, "column"):
                _put_text(cell, text)
                cell.font = Font(name=_FONT, size=cell.font.size)
        _clear_old_marks(sheet, marked)
        for cell_name, mark in marked.cells.items():
            cell = sheet[cell_name]
            cell.fill = PatternFill("solid", fgColor=_COLOURS[mark.holds_back])
            cell.comment = _comment(" ".join(mark.sentences))
        _write_column(sheet, marked)
    if PROPERTY in book.custom_doc_props.names:
        del book.custom_doc_props[PROPERTY]
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=str(batch_id)))
    book.save(file)
    return ".xlsm" if has_macros else ".xlsx"


def _unmerge_beside(sheet: Worksheet, last_column: int) -> None:
    """A merged title that reaches into the column of the faults would swallow them."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_col <= last_column + 1 <= merged.max_col and merged.max_row > 0:
            sheet.unmerge_cells(str(merged))


def _clear_old_marks(sheet: Worksheet, marked: MarkedSheet) -> None:
    """A copy of a copy: what an earlier one marked is gone before the new marks are set."""
    for row in sheet.iter_rows(min_row=marked.heading_row + 1, max_col=marked.last_column):
        for cell in row:
            if cell.fill.fgColor.rgb in {f"00{colour}" for colour in _COLOURS.values()}:
                cell.fill = PatternFill()
                if getattr(cell, "comment", None):
                    cell.comment = None


def _write_column(sheet: Worksheet, marked: MarkedSheet) -> None:
    place = marked.last_column + 1
    heading = sheet.cell(marked.heading_row, place)
    _put_text(heading, FAULTS_HEADING)
    heading.font = Font(name=_FONT, bold=True, color="9C0006")
    heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.column_dimensions[get_column_letter(place)].width = 60
    for row, sentences in marked.rows.items():
        cell = sheet.cell(row, place)
        _put_text(cell, " ".join(sentences))
        cell.font = Font(name=_FONT)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _put_text(cell: Any, text: str) -> None:
    """Text that stays text: openpyxl would take "=1+1" as a formula."""
    cell.value = text[:_MOST_CHARACTERS]
    cell.data_type = "s"
    if _FORMULA.match(text):
        cell.quotePrefix = True


def _comment(text: str) -> Comment:
    comment = Comment(text[:2000], "")
    comment.width, comment.height = 320, 40 + 20 * (1 + len(text) // 45)
    return comment


# --- The same cells anew --------------------------------------------------------------------------------------------


def _write_plain(cells: Workbook, marks: Mapping[str, MarkedSheet], batch_id: UUID | None, file: BinaryIO) -> None:
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
        "remove_timezone": True, "date_1904": cells.date1904,
    }  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    if batch_id:
        book.set_custom_property(PROPERTY, str(batch_id), "text")
    plain = book.add_format({"font_name": _FONT, "valign": "top"})
    text = book.add_format({"font_name": _FONT, "valign": "top", "num_format": "@"})
    day = book.add_format({"font_name": _FONT, "valign": "top", "num_format": "dd/mm/yyyy"})
    wrapped = book.add_format({"font_name": _FONT, "valign": "top", "text_wrap": True})
    strong = book.add_format({"font_name": _FONT, "bold": True, "font_color": "#9C0006"})
    filled = {key: book.add_format({"font_name": _FONT, "valign": "top", "num_format": "@", "bg_color": f"#{colour}"})
              for key, colour in _COLOURS.items()}  # fmt: skip
    for sheet in cells.sheets:
        page = book.add_worksheet(_sheet_name(sheet.name, book))
        if sheet.hidden:
            page.hide()
        marked = marks.get(sheet.name)
        mends = {xl_cell_to_rowcol(name): said for name, said in (marked.mends if marked else {}).items()}
        faults = {xl_cell_to_rowcol(name): mark for name, mark in (marked.cells if marked else {}).items()}
        for row, values in enumerate(sheet.rows):
            for place, raw in enumerate(values):
                value = mends.get((row, place), raw)
                mark = faults.get((row, place))
                style = filled[mark.holds_back] if mark else None
                if value in (None, ""):
                    if style:
                        page.write_blank(row, place, None, style)
                elif isinstance(value, str):
                    page.write_string(row, place, value[:_MOST_CHARACTERS], style or text)
                elif isinstance(value, bool | int | float):
                    page.write(row, place, value, style or plain)
                else:
                    page.write(row, place, value, style or day)
            if marked and row + 1 == marked.heading_row:
                page.write_string(row, marked.last_column, FAULTS_HEADING, strong)
            if marked and row + 1 in marked.rows:
                page.write_string(row, marked.last_column, " ".join(marked.rows[row + 1])[:_MOST_CHARACTERS], wrapped)
        for (row, place), mark in faults.items():
            page.write_comment(row, place, " ".join(mark.sentences)[:2000], {"author": "", "x_scale": 2})
        if marked and marked.heading_row:
            page.set_column(marked.last_column, marked.last_column, 60)
    book.close()


def _sheet_name(name: str, book: Any) -> str:
    """A name that Excel takes: 31 characters, none of its reserved signs, each once."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Trang"
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    number, offer = 1, plain
    while offer.casefold() in taken:
        number += 1
        offer = f"{plain[:27]} {number}"
    return offer
