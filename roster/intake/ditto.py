"""Marks for "the same as above" (", nt, "như trên"): replaced by what they stand for, and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from roster.columns.cells import is_blank
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import MappedColumn, shared_columns
from roster.intake.repeats import headings_in, is_ditto, is_other_home, may_be_repeated

ABOVE = "ô có chữ gần nhất ở trên"


def repeats(letter: str, count: int, same: str = ABOVE) -> str:
    """The notice that so many cells of a column say "as above"."""
    return f"Cột {letter}: {count} ô ghi “như trên” được hiểu là giống {same}. Hãy kiểm tra."


_HOMES = {"permanent_address": "current_address", "current_address": "permanent_address"}


def _never(value: Cell) -> bool:
    return False


def spell_out(
    sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn], letter_of: Callable[[int], str]
) -> tuple[Sheet, list[str]]:
    """The sheet with such marks replaced, and a notice for each column where there were any.

    A place to live says the same as the residence in its own row where that is written out, any other cell the same as
    the nearest one above it. A mark with nothing above it becomes an empty cell.
    """
    homes = {c.target: c.index for c in columns if c.target in _HOMES}
    rows: list[list[Cell]] | None = None
    notices = []
    for column in shared_columns(columns):
        below = range(heading.last_row + 1, len(sheet.rows))
        other = homes.get(_HOMES.get(column.target or "", ""))
        beside = other if column.target == "current_address" else None
        says_other = is_other_home if other is not None else _never
        if not any(is_ditto(v) or says_other(v) for v in set(sheet.column(column.index, heading.last_row + 1)) if v):
            continue
        last: Cell = None
        count = named = 0
        headings = headings_in(sheet, heading, column.index)
        for index in below:
            value = sheet.cell(index, column.index)
            home = sheet.cell(index, other) if other is not None else None
            if says_other(value):
                if not is_blank(home) and not is_ditto(home) and not is_other_home(home):
                    rows = rows or [list(row) for row in sheet.rows]
                    rows[index][column.index] = home
                    named += 1
                continue
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
        if named:
            notices.append(
                f"Cột {letter_of(column.index)}: {named} ô ghi giống địa chỉ ở cột {letter_of(other or 0)} "
                "được hiểu là địa chỉ ấy cùng dòng. Hãy kiểm tra."
            )
    return (replace(sheet, rows=rows), notices) if rows else (sheet, [])
