"""The officer's own workbook back with its faults marked: coloured cells, a comment on each, a column "LỖI".

An .xlsx or .xlsm keeps its look, but no formula, link or macro (sheets.styled_copy, in a process of its own); any other
kind, and a workbook whose look does not fit within the limits, comes back as an .xlsx of the same cells. The
copy carries the id of its import as a property of the file, so that it continues that import when it is brought again.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from roster.intake.grid import Workbook, column_letter
from roster.intake.words import FAULTS_HEADING
from roster.sheets.marks import COLOURS, FONT, INERT, MOST_CHARACTERS, PROPERTY, MarkedSheet
from roster.sheets.styled_copy import MOST_STYLED_CELLS, write_marked_with_look, write_masked_with_look


def write_error_copy(
    path: Path, cells: Workbook, marks: Mapping[str, MarkedSheet], batch_id: UUID, file: BinaryIO
) -> str:
    """Write the marked copy of the workbook at `path` to `file`. Returns its ending, ".xlsx".

    `cells` is the workbook as it was read, `marks` what to mark by the sheet's name.
    """
    ending = (
        write_marked_with_look(path, _uncached(cells), marks, batch_id, file) if _may_keep_look(path, cells) else ""
    )
    if not ending:
        _write_plain(cells, marks, batch_id, file)
    return ending or ".xlsx"


def write_masked(path: Path, cells: Workbook, masks: Mapping[str, Mapping[str, str]], file: BinaryIO) -> str:
    """Write the workbook at `path` to `file` with other texts in some cells, by sheet and cell name.

    Returns its ending, ".xlsx". No other text changes, unless it is of another kind or too large for its look: then the
    cells come as an .xlsx.
    """
    ending = write_masked_with_look(path, _uncached(cells), masks, file) if _may_keep_look(path, cells) else ""
    if not ending:
        _write_plain(cells, {name: MarkedSheet(0, 0, {}, {}, texts) for name, texts in masks.items()}, None, file)
    return ending or ".xlsx"


def _uncached(cells: Workbook) -> list[tuple[str, str]]:
    return [(sheet.name, f"{column_letter(place)}{row + 1}") for sheet in cells.sheets for row, place in sheet.uncached]


def _may_keep_look(path: Path, cells: Workbook) -> bool:
    """Whether it is an Office workbook, of a size that is worth asking the child."""
    count = sum(len(row) for sheet in cells.sheets for row in sheet.rows)
    if not zipfile.is_zipfile(path) or count > MOST_STYLED_CELLS:
        return False
    with zipfile.ZipFile(path) as package:
        return "xl/workbook.xml" in package.namelist()


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


# --- The same cells anew --------------------------------------------------------------------------------------------


def _write_plain(cells: Workbook, marks: Mapping[str, MarkedSheet], batch_id: UUID | None, file: BinaryIO) -> None:
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
        "remove_timezone": True, "date_1904": cells.date1904,
    }  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    if batch_id:
        book.set_custom_property(PROPERTY, str(batch_id), "text")
    plain = book.add_format({"font_name": FONT, "valign": "top"})
    text = book.add_format({"font_name": FONT, "valign": "top", "num_format": "@"})
    day = book.add_format({"font_name": FONT, "valign": "top", "num_format": "dd/mm/yyyy"})
    wrapped = book.add_format({"font_name": FONT, "valign": "top", "text_wrap": True})
    strong = book.add_format({"font_name": FONT, "bold": True, "font_color": "#9C0006"})
    filled = {key: book.add_format({"font_name": FONT, "valign": "top", "num_format": "@", "bg_color": f"#{colour}"})
              for key, colour in COLOURS.items()}  # fmt: skip
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
                    page.write_string(row, place, value[:MOST_CHARACTERS], style or text)
                elif isinstance(value, bool | int | float):
                    page.write(row, place, value, style or plain)
                else:
                    page.write(row, place, value, style or day)
            if marked and row + 1 == marked.heading_row:
                page.write_string(row, marked.last_column, FAULTS_HEADING, strong)
                page.write_comment(row, marked.last_column, INERT, {"author": "", "x_scale": 2})
            if marked and row + 1 in marked.rows:
                page.write_string(row, marked.last_column, " ".join(marked.rows[row + 1])[:MOST_CHARACTERS], wrapped)
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
