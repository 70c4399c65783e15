"""Dates of which a cell shows the month and year alone: who types 3/2023 into Excel gets the first of the month.

The day is the spreadsheet's, not the clerk's: it is taken away again, since rosters tell months and whole dates apart.
"""

from __future__ import annotations

import re
from datetime import date

from roster.intake.grid import Sheet

_MONTH_FORMATS = {17}  # mmm-yy, of those that a workbook need not spell out (ECMA-376, 18.8.30)
_SILENT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # words, colours and countries within a format


def shows_month_alone(number: int, code: str) -> bool:
    """Whether a number format ("mm/yyyy", id 17) shows a date's month and year and neither its day nor a time."""
    if not code:
        return number in _MONTH_FORMATS
    letters = set(_SILENT.sub("", code.split(";")[0]).lower())
    return {"m", "y"} <= letters and not letters & {"d", "h", "s", "0", "#", "?"}


def take_day_away(sheet: Sheet, row: int, column: int) -> None:
    """Make the first of a month in the cell the month that the officer sees ("03/2023")."""
    if 0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row]):
        value = sheet.rows[row][column]
        if isinstance(value, date) and value.day == 1:
            sheet.rows[row][column] = f"{value.month:02d}/{value.year}"
