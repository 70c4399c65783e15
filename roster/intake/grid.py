"""A sheet as the intake sees it: cells by row and column, counted from zero, and what the workbook says about them.

Excel's own row number is `index + 1`; a column's letter comes from `column_letter`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Merge:
    """A merged range, first and last row and column inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet. `rows` starts at the workbook's first row even where it is empty; rows may differ in length.

    `uncached` names cells that hold a formula never calculated, or a fault as #N/A. `fonts` gives a column's prevailing
    font name where the reader knows it (old Vietnamese encodings are told by their fonts), `cell_fonts` those of
    single cells where a column holds texts in such a font and texts in others. `part_of` is the workbook's
    own sheet where this one is a table at the right of another (intake.beside) or, `is_below`, under it (intake.below).
    """

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    fonts: dict[int, str] = field(default_factory=dict)
    cell_fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    part_of: str = ""
    is_below: bool = False

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what was kept; a grid of an older program lacks what came since."""
        self.__dict__.update({"cell_fonts": {}} | state)

    @cached_property
    def width(self) -> int:
        """The number of columns of the widest row, counted once: whoever makes rows wider makes another sheet."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell's value, None beyond the edges and for an empty text."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            value = self.rows[row][column]
            return None if value == "" else value
        return None

    def column(self, column: int, first: int) -> list[Cell]:
        """The values of a column from the row `first` down, each as `cell` gives it."""
        values = (row[column] if column < len(row) else None for row in self.rows[first:])
        return [None if value == "" else value for value in values]


@dataclass
class Workbook:
    """A workbook as it was read. `date1904` tells which day its serial dates count from."""

    sheets: list[Sheet]
    date1904: bool = False


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """Excel's letters for a column counted from zero: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
