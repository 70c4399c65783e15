"""What is marked in an officer's workbook, and how a mark looks (sheets.error_copy, sheets.styled_copy)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

INERT = "Để tệp mở ra an toàn, công thức đã được thay bằng giá trị hiện ra lần cuối; liên kết và macro đã được bỏ."
PROPERTY = "roster-import"
MOST_CHARACTERS = 32_767  # of a cell (Excel's specifications and limits)
COLOURS = {True: "FFC7CE", False: "FFEB9C"}  # holds the row back; only warns
FONT = "Times New Roman"


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
