"""Cells that the officer mended before the import: put into the sheet's grid before anything is understood of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from roster.intake.grid import Cell, Sheet

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def place_of(name: str) -> tuple[int, int] | None:
    """Row and column, counted from zero, of a cell by Excel's name; None for what is no such name."""
    found = _CELL.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def mended(sheet: Sheet, mends: Mapping[tuple[str, str], str]) -> Sheet:
    """The sheet with the mended cells in place of its own. A mend is Unicode text as the officer typed it; "" empties
    the cell. Mends of other sheets, and of cells below the sheet's last row, change nothing.
    """
    own = {place: text for (name, cell), text in mends.items() if name == sheet.name and (place := place_of(cell))}
    if not own:
        return sheet
    rows: list[list[Cell]] = list(sheet.rows)
    for row in {row for row, _ in own if row < len(rows)}:
        rows[row] = list(rows[row])
    for (row, column), text in own.items():
        if row < len(rows):
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = text
    return replace(sheet, rows=rows, uncached=sheet.uncached - own.keys())
