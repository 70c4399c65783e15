"""Marks for "the same as above" (", nt, "như trên"): replaced by what they stand for, and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from roster.columns.cells import is_blank
from roster.domain.text import cell_text, clean, fold
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import MappedColumn, shared_columns

_WORDS = re.compile(
    r"n ?t|(nhu|giong|cung|y)( (phieu|dong|nguoi|cau|anh|em|chau|o|muc|so|nha))?( (ngay|lien))? tren|"
    r"(nhu|giong|cung) (phieu|dong|nguoi|o) truoc"
)
_LONGEST = 40  # letters of a cell that can be a mark, blanks and dashes around it included
_SIGNS = re.compile(r"[-–\s]*(?:[\"“”″〃]|//|''|,,|’’|‘‘)[-–\s]*")
_FEWEST_CELLS = 3  # of a row that a mark may repeat; a section row has fewer


def is_ditto(value: Cell) -> bool:
    """Whether a cell says no more than "the same as above"."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return False
    return bool(_WORDS.fullmatch(fold(value))) or bool(_SIGNS.fullmatch(clean(value)))


def headings_in(sheet: Sheet, heading: Heading, column: int) -> set[str]:
    """What stands in a column down to its heading, folded: repeated on each page it says nothing of the man above."""
    return {fold(cell_text(sheet.cell(row, column))) for row in range(heading.last_row + 1)}


def may_be_repeated(value: Cell, row: Sequence[Cell], headings: Collection[str]) -> bool:
    """Whether a mark below repeats the cell: it says something, is no heading and stands in no section's row."""
    if is_blank(value) or fold(cell_text(value)) in headings:
        return False
    return sum(not is_blank(v) for v in row) >= _FEWEST_CELLS


ABOVE = "ô có chữ gần nhất ở trên"


def repeats(letter: str, count: int, same: str = ABOVE) -> str:
    """The notice that so many cells of a column say "as above"."""
    return f"Cột {letter}: {count} ô ghi “như trên” được hiểu là giống {same}. Hãy kiểm tra."


def spell_out(
    sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn], letter_of: Callable[[int], str]
) -> tuple[Sheet, list[str]]:
    """The sheet with such marks replaced, and a notice for each column where there were any.

    A place to live says the same as the residence in its own row where that is written out, any other cell the same as
    the nearest one above it. A mark with nothing above it becomes an empty cell.
    """
    homes = {c.target: c.index for c in columns if c.target in {"permanent_address", "current_address"}}
    rows: list[list[Cell]] | None = None
    notices = []
    for column in shared_columns(columns):
        below = range(heading.last_row + 1, len(sheet.rows))
        if not any(is_ditto(sheet.cell(index, column.index)) for index in below):
            continue
        beside = homes.get("permanent_address") if column.target == "current_address" else None
        last: Cell = None
        count = 0
        headings = headings_in(sheet, heading, column.index)
        for index in below:
            value = sheet.cell(index, column.index)
            home = sheet.cell(index, beside) if beside is not None else None
            if not is_ditto(value):
                if may_be_repeated(value, sheet.rows[index], headings):
                    last = value
                continue
            count += 1
            rows = rows or [list(row) for row in sheet.rows]
            said = (rows[index][beside] if beside is not None and not is_blank(home) else None) or last
            rows[index][column.index] = said
        if count:
            same = "nơi thường trú cùng dòng" if beside is not None else ABOVE
            notices.append(repeats(letter_of(column.index), count, same))
    return (replace(sheet, rows=rows), notices) if rows else (sheet, [])
