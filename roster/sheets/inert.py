"""A stranger's workbook made inert before it is given back: it shows what it showed, and nothing in it acts.

A formula may send what stands beside it elsewhere (WEBSERVICE, HYPERLINK) or start a program (DDE). So each becomes the
value that it showed last, one that was never calculated its own text; macros, links and queries are left behind.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formatting.formatting import ConditionalFormattingList

from roster.sheets.marks import MOST_CHARACTERS

_ACTS = re.compile(r"^[=+\-@\t\r]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHEET = re.compile(r"sheets/[^/]+\.xml$", re.IGNORECASE)
_CHUNK, _LONGEST_TAG = 1024 * 1024, 64
# What a rule may ask: words in quotes, a number, a cell or a range of this workbook. No function, no other workbook.
_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_HARMLESS = re.compile(rf"""\s*(?:"[^"]*"|-?\d+(?:\.\d+)?|(?:'[^'\[\]|]+'!|\w+!)?{_CELL}(?::{_CELL})?)\s*""")


def load_inert(path: Path, uncached: Collection[tuple[str, str]]) -> Any:
    """The workbook at `path` as openpyxl's, with nothing in it that acts. Raises whatever openpyxl raises.

    `uncached`: the formulas that were never calculated, by sheet and cell name; any other that is empty showed nothing.
    """
    book = openpyxl.load_workbook(path, data_only=True, keep_links=False, keep_vba=False, rich_text=True)
    for title, place, formula in _formulas(path):
        cell = book[title][place]
        if isinstance(cell.value, str):
            put_text(cell, cell.value)
        elif cell.value is None and (title, place) in uncached and hasattr(cell, "column"):
            put_text(cell, formula)
    book.defined_names.clear()  # a name may stand for a formula; titles and areas to print are the sheets' own
    for sheet in book.worksheets:
        sheet.defined_names.clear()
        sheet._pivots = []  # they may be filled anew from elsewhere as the workbook is opened
        _drop_links(sheet)
        _drop_rules(sheet)
    return book


def put_text(cell: Any, text: str) -> None:
    """Text that stays text: openpyxl would take "=1+1" as a formula, and Excel when the cell is typed anew."""
    cell.value = text[:MOST_CHARACTERS]
    cell.data_type = "s"
    if _ACTS.match(text):
        cell.quotePrefix = True


def _formulas(path: Path) -> Iterator[tuple[str, str, str]]:
    """The sheet, the cell's name and the text of each formula."""
    if not _has_formulas(path):
        return
    book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = getattr(cell.value, "text", cell.value)
                    yield sheet.title, cell.coordinate, text if isinstance(text, str) else "="
    book.close()


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        for name in filter(_SHEET.search, package.namelist()):
            with package.open(name) as part:
                before = b""
                while chunk := part.read(_CHUNK):
                    if _FORMULA.search(before + chunk):
                        return True
                    before = chunk[-_LONGEST_TAG:]
    return False


def _drop_links(sheet: Any) -> None:
    for cell in sheet._cells.values():
        cell._hyperlink = None
    sheet._hyperlinks = []


def _drop_rules(sheet: Any) -> None:
    """Leave those of a table, a list to choose from or a colour that ask more than a value of this workbook."""
    for table in sheet.tables.values():
        table.connectionId = table.tableType = None
        for column in table.tableColumns:
            column.calculatedColumnFormula = column.totalsRowFormula = None
    choices = sheet.data_validations
    choices.dataValidation = [one for one in choices.dataValidation if _all_harmless(one.formula1, one.formula2)]
    kept = ConditionalFormattingList()
    for place in sheet.conditional_formatting:
        for rule in place.rules:
            if _all_harmless(*rule.formula):
                kept.add(str(place.sqref), rule)
    sheet.conditional_formatting = kept


def _all_harmless(*formulas: str | None) -> bool:
    return all(not one or _HARMLESS.fullmatch(one) for one in formulas)
