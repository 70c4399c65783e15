"""A copy of an Office workbook that keeps its look, with marks or masks in some cells. Nothing in it acts (inert).

openpyxl makes an object of each cell, also of the blank ones that only have a style: a small file may ask for more
memory than the machine has. So it runs in a child process with limits (sheets.limited), whose entry is
`python -m roster.sheets.styled_copy FILE`: the job on standard input, the new workbook on standard output.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess  # for the name of its exception; limited.py starts the child
import sys
import tempfile
import threading
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.intake.kept import kept, read_kept
from roster.intake.words import FAULTS_HEADING
from roster.sheets.inert import load_inert, put_text
from roster.sheets.limited import limit_here, run_limited
from roster.sheets.marks import COLOURS, FONT, INERT, PROPERTY, MarkedCell, MarkedSheet

MOST_STYLED_CELLS = 200_000  # beyond that, blank ones counted, the look is given up to keep memory bounded
_SHEET = re.compile(r"(^|/)(work|chart|dialog|macro)?sheets/[^/]+\.xml$", re.IGNORECASE)
_CHUNK = 1024 * 1024
_AT_ONCE = threading.BoundedSemaphore(2)  # children of this process; each may take limited.MEMORY
_SECONDS_IN_LINE = 20


_Uncached = Collection[tuple[str, str]]


def write_marked_with_look(
    path: Path, uncached: _Uncached, marks: Mapping[str, MarkedSheet], batch_id: UUID, file: BinaryIO
) -> str:
    """Write the Office workbook at `path` with its faults marked to `file`, in a child process.

    `uncached` are the formulas never calculated, by sheet and cell name; `marks` by the sheet's name. Returns ".xlsx";
    nothing, with `file` as it was, where the look cannot be kept within the limits.
    """
    told = {name: dataclasses.asdict(marked) for name, marked in marks.items()}
    return _ask_child(path, ("mark", told, str(batch_id), list(uncached)), file)


def write_masked_with_look(
    path: Path, uncached: _Uncached, masks: Mapping[str, Mapping[str, str]], file: BinaryIO
) -> str:
    """Write it with other texts in some cells, by sheet and cell name; else as `write_marked_with_look`."""
    told = {name: dict(texts) for name, texts in masks.items()}
    return _ask_child(path, ("mask", told, "", list(uncached)), file)


def _ask_child(path: Path, job: tuple[str, dict[str, Any], str, list[tuple[str, str]]], file: BinaryIO) -> str:
    if not _AT_ONCE.acquire(timeout=_SECONDS_IN_LINE):
        return ""
    try:
        with tempfile.TemporaryFile() as output:
            done = run_limited("roster.sheets.styled_copy", str(path), said=kept(job), output=output)
            if done.returncode:
                return ""
            output.seek(0)
            shutil.copyfileobj(output, file)
    except subprocess.TimeoutExpired:
        return ""
    finally:
        _AT_ONCE.release()
    return ".xlsx"


# --- In the child ---------------------------------------------------------------------------------------------------


def _child(path: Path) -> int:
    limit_here()
    task, told, batch_id, uncached = read_kept(sys.stdin.buffer.read())
    if _count_cells(path) > MOST_STYLED_CELLS:
        return 1
    book = load_inert(path, set(uncached))
    if task == "mark":
        _mark(book, {name: _marked_of(fields) for name, fields in told.items()}, batch_id)
    else:
        _mask(book, told)
    book.save(sys.stdout.buffer)
    return 0


def _marked_of(fields: dict[str, Any]) -> MarkedSheet:
    return MarkedSheet(**fields | {"cells": {name: MarkedCell(**mark) for name, mark in fields["cells"].items()}})


def _count_cells(path: Path) -> int:
    """How many cells and rows openpyxl would make, from the sheets' text: the reader does not tell of blank ones."""
    count = 0
    with zipfile.ZipFile(path) as package:
        for name in filter(_SHEET.search, package.namelist()):
            with package.open(name) as part:
                while (chunk := part.read(_CHUNK)) and count <= MOST_STYLED_CELLS:
                    count += chunk.count(b"<c ") + chunk.count(b"<row ")
    return count


def _mask(book: Any, masks: Mapping[str, Mapping[str, str]]) -> None:
    for name, texts in masks.items():
        for cell_name, text in texts.items():
            cell = book[name][cell_name]
            if hasattr(cell, "column"):
                put_text(cell, text)
                cell.comment = None


def _mark(book: Any, marks: Mapping[str, MarkedSheet], batch_id: str) -> None:
    for name, marked in marks.items():
        sheet = book[name]
        _unmerge_beside(sheet, marked.last_column)
        for cell_name, text in marked.mends.items():
            cell = sheet[cell_name]
            if hasattr(cell, "column"):
                put_text(cell, text)
                cell.font = Font(name=FONT, size=cell.font.size)
        _clear_old_marks(sheet, marked)
        for cell_name, mark in marked.cells.items():
            cell = sheet[cell_name]
            cell.fill = PatternFill("solid", fgColor=COLOURS[mark.holds_back])
            cell.comment = _comment(" ".join(mark.sentences))
        _write_column(sheet, marked)
    if PROPERTY in book.custom_doc_props.names:
        del book.custom_doc_props[PROPERTY]
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=batch_id))


def _unmerge_beside(sheet: Worksheet, last_column: int) -> None:
    """A merged title that reaches into the column of the faults would swallow them."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_col <= last_column + 1 <= merged.max_col and merged.max_row > 0:
            sheet.unmerge_cells(str(merged))


def _clear_old_marks(sheet: Worksheet, marked: MarkedSheet) -> None:
    """A copy of a copy: what an earlier one marked is gone before the new marks are set."""
    for row in sheet.iter_rows(min_row=marked.heading_row + 1, max_col=marked.last_column):
        for cell in row:
            if cell.fill.fgColor.rgb in {f"00{colour}" for colour in COLOURS.values()}:
                cell.fill = PatternFill()
                if getattr(cell, "comment", None):
                    cell.comment = None


def _write_column(sheet: Worksheet, marked: MarkedSheet) -> None:
    place = marked.last_column + 1
    heading = sheet.cell(marked.heading_row, place)
    put_text(heading, FAULTS_HEADING)
    heading.comment = _comment(INERT)
    heading.font = Font(name=FONT, bold=True, color="9C0006")
    heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.column_dimensions[get_column_letter(place)].width = 60
    for row, sentences in marked.rows.items():
        cell = sheet.cell(row, place)
        put_text(cell, " ".join(sentences))
        cell.font = Font(name=FONT)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _comment(text: str) -> Comment:
    comment = Comment(text[:2000], "")
    comment.width, comment.height = 320, 40 + 20 * (1 + len(text) // 45)
    return comment


if __name__ == "__main__":
    sys.exit(_child(Path(sys.argv[1])))
