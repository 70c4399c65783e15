"""Cells that the officer mended before the import: put into the sheet's grid before anything is understood of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from roster.intake.grid import Cell, Merge, Sheet

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
    own = {place: text for place, text in own.items() if place[0] < len(sheet.rows)}
    if not own:
        return sheet
    rows: list[list[Cell]] = list(sheet.rows)
    split = [m for m in sheet.merges if any(_is_covered(m, *place) for place in own)]
    for merge in split:  # one of them is something of its own now; the others keep what was said of all
        shared = sheet.cell(merge.top, merge.left)
        for row in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            _put(rows, row, merge.left, shared)
    for (row, column), text in own.items():
        _put(rows, row, column, text)
    merges = [m for m in sheet.merges if m not in split]
    return replace(sheet, rows=rows, merges=merges, uncached=sheet.uncached - own.keys())


def _is_covered(merge: Merge, row: int, column: int) -> bool:
    """Whether the cell lies below the first of cells that are merged downwards in one column."""
    return merge.left == merge.right == column and merge.top < row <= merge.bottom


def _put(rows: list[list[Cell]], row: int, column: int, value: Cell) -> None:
    """Change one cell in a copy of its row: the rows themselves belong to the sheet as it was read."""
    rows[row] = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
    rows[row][column] = value
