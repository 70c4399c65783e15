"""Columns whose dates put the month first, or whose days and months Excel has swapped: read alone, they look sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from roster.columns.catalogue import columns_of
from roster.columns.cells import plain
from roster.domain.problems import Problem, Severity, problem
from roster.intake.grid import Cell, Sheet
from roster.intake.mapping import MappedColumn
from roster.intake.parse import ParsedRow

_PARTED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{2}|\d{4})")
_FEWEST = 3  # dates and texts each, before a column is said to be swapped


def doubt_day_order(sheet: Sheet, rows: Sequence[ParsedRow], columns: Sequence[MappedColumn], roster: str) -> None:
    """Add what is doubtful to the rows. The rest of a column tells what no single cell can.

    Where texts like 3/25/2005 outnumber those like 25/3/2005, 2/3/2006 may be either day: an error, nothing is guessed.
    Where every text begins with a day above 12 and every true date has a day of 12 or less, Excel in American settings
    took the month for the day of those that it could (02/03 → 3 February): a warning.
    """
    dates = {c.key: c.label for c in columns_of(roster) if c.is_date}
    for column in columns:
        key = column.key
        if key not in dates or (column.target != key and column.target not in {"birth.male", "birth.female"}):
            continue
        cells = [(row, sheet.cell(row.index, column.index)) for row in rows]
        texts = [(row, pair) for row, value in cells if (pair := _first_two(value))]
        true = [(row, value) for row, value in cells if isinstance(value, date | datetime)]
        month_first = sum(first <= 12 < second for _, (first, second) in texts)
        day_first = sum(second <= 12 < first for _, (first, second) in texts)
        if month_first and month_first >= day_first:
            for row, (first, second) in texts:
                if max(first, second) <= 12 and first != second:
                    text = plain(sheet.cell(row.index, column.index))
                    message = f"{dates[key]}: “{text}” có hai cách hiểu, vì cột này có ô ghi tháng trước ngày."
                    _doubt(row, problem(key, "ambiguous_date", f"{message} Hãy ghi lại theo ngày/tháng/năm."))
                    row.fields.pop(key, None)
        swapped = len(texts) >= _FEWEST and day_first == len(texts) and all(value.day <= 12 for _, value in true)
        if swapped and len(true) >= _FEWEST:
            for row, value in true:
                if value.day != value.month:
                    message = f"{dates[key]}: “{plain(value)}” có thể đã bị Excel đổi chỗ ngày và tháng."
                    _doubt(row, problem(key, "ambiguous_date", f"{message} Hãy đối chiếu giấy tờ.", Severity.WARNING))


def _doubt(row: ParsedRow, doubt: Problem) -> None:
    if not any(p.field == doubt.field for p in row.problems):
        row.problems.append(doubt)


def _first_two(value: Cell) -> tuple[int, int] | None:
    """The two numbers before the year, None where the cell is no such text."""
    match = _PARTED.fullmatch(value.strip()) if isinstance(value, str) else None
    return (int(match[1]), int(match[2])) if match else None
