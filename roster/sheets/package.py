"""What an .xlsx package says beside its cells' values: hidden rows and columns, uncalculated formulas, its calendar.

python-calamine gives values only. Parts are read one by one within limits; a workbook's XML never names outside things
(defusedxml refuses entities).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from roster.intake.grid import Sheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = rb'\bhidden="(?:1|true)"'
_ROW = re.compile(rb"<row\b[^>]*>")
_COLUMN = re.compile(rb"<col\b[^>]*>")
_FORMULA = re.compile(rb"<f[ >/]")
_LARGEST_PART = 96 * 1024 * 1024  # far above 50,000 people; more would not fit beside the values
_WIDEST = 200  # columns that may hold a roster


def complete_from_package(content: bytes, sheets: Sequence[Sheet]) -> bool:
    """Add to the sheets what only the package tells; True where the workbook counts its days from 1904.

    A package whose parts cannot be found adds nothing: the values were read all the same.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts, date1904 = _parts_of_sheets(package)
            for sheet in sheets:
                if sheet.name in parts and package.getinfo(parts[sheet.name]).file_size <= _LARGEST_PART:
                    _complete(sheet, package.read(parts[sheet.name]))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, ElementTree.ParseError, DefusedXmlException):
        return False
    return date1904


def _parts_of_sheets(package: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {
        r.get("Id"): posixpath.normpath(posixpath.join("/xl", r.get("Target", ""))).lstrip("/") for r in relations
    }
    parts = {
        s.get("name", ""): targets[s.get(_REFERENCE)]
        for s in book.iter(f"{_MAIN}sheet")
        if s.get(_REFERENCE) in targets
    }
    settings = book.find(f"{_MAIN}workbookPr")
    return parts, settings is not None and settings.get("date1904") in {"1", "true"}


def _complete(sheet: Sheet, part: bytes) -> None:
    for column in filter(re.compile(_HIDDEN).search, _COLUMN.findall(part)):
        first, last = _number(column, b"min"), _number(column, b"max")
        sheet.hidden_columns.update(c for c in range(first - 1, min(last, _WIDEST)) if _has_values(sheet, c))
    if re.search(_HIDDEN, part):
        hidden = (_number(row, b"r") - 1 for row in filter(re.compile(_HIDDEN).search, _ROW.findall(part)))
        sheet.hidden_rows.update(
            r for r in hidden if 0 <= r < len(sheet.rows) and any(v not in ("", None) for v in sheet.rows[r])
        )
    if _FORMULA.search(part):
        _find_uncached(sheet, part)


def _number(tag: bytes, name: bytes) -> int:
    match = re.search(rb'\b%s="(\d{1,7})"' % name, tag)
    return int(match[1]) if match else 0


def _has_values(sheet: Sheet, column: int) -> bool:
    return any(column < len(row) and row[column] not in ("", None) for row in sheet.rows)


def _find_uncached(sheet: Sheet, part: bytes) -> None:
    """Mark formulas that were never calculated: the reader gives them as empty, and empty would lose a fact."""
    for _, cell in ElementTree.iterparse(io.BytesIO(part)):
        if cell.tag == f"{_MAIN}row":
            cell.clear()
        if cell.tag != f"{_MAIN}c" or cell.find(f"{_MAIN}f") is None:
            continue
        value = cell.find(f"{_MAIN}v")
        if value is None or not value.text:
            place = _place(cell.get("r", ""))
            if place and cell.get("t") != "str" and sheet.cell(*place) is None:
                sheet.uncached.add(place)


def _place(reference: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
