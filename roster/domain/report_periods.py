"""The periods that a ward reports on: month, quarter, half-year, year; their days, names and the day a report is due.

The days on which reports are due are usual practice, not law: whoever asks for a report sets his own. They stand here
as constants, to be changed for all wards at once.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, QUARTER, HALF_YEAR, YEAR = "month", "quarter", "half_year", "year"
KINDS: dict[str, str] = {
    MONTH: "Báo cáo tháng",
    QUARTER: "Báo cáo quý",
    HALF_YEAR: "Báo cáo 6 tháng",
    YEAR: "Báo cáo năm",
}
"""The kinds of report, with their Vietnamese names."""

DUE_DAYS: dict[str, int] = {MONTH: 25, QUARTER: 20, HALF_YEAR: 15, YEAR: 15}
"""On which day of its last month a period's report is due (usual practice, see above)."""

FIRST_YEAR, LAST_YEAR = 2000, 2199
_MONTHS = {MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12}
_ROMAN = ("I", "II", "III", "IV")
_LETTERS = {"Q": QUARTER, "H": HALF_YEAR}
_KEY = re.compile(r"(\d{4})(?:-(?:(\d{2})|([QH])(\d)))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its kind and first day. Made by the functions below, which check both."""

    kind: str
    first_day: date

    @property
    def last_day(self) -> date:
        """Its last day."""
        month = self.first_day.month + _MONTHS[self.kind] - 1
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def year(self) -> int:
        """The year in which it lies."""
        return self.first_day.year

    @property
    def number(self) -> int:
        """Which one of its kind in the year, from 1."""
        return (self.first_day.month - 1) // _MONTHS[self.kind] + 1

    @property
    def short_name(self) -> str:
        """ "tháng 3", "quý I", "6 tháng đầu năm", "cả năm": within a year that is known."""
        if self.kind == MONTH:
            return f"tháng {self.number}"
        if self.kind == QUARTER:
            return f"quý {_ROMAN[self.number - 1]}"
        return ("6 tháng đầu năm" if self.number == 1 else "6 tháng cuối năm") if self.kind == HALF_YEAR else "cả năm"

    @property
    def name(self) -> str:
        """ "tháng 3 năm 2026", "quý I năm 2026", "6 tháng đầu năm 2026", "năm 2026"."""
        if self.kind == YEAR:
            return f"năm {self.year}"
        return f"{self.short_name} {self.year}" if self.kind == HALF_YEAR else f"{self.short_name} năm {self.year}"

    @property
    def title(self) -> str:
        """The name as it heads something: "Quý I năm 2026"."""
        return f"{self.name[:1].upper()}{self.name[1:]}"

    @property
    def short_title(self) -> str:
        """The short name as it heads something: "Quý I"."""
        return f"{self.short_name[:1].upper()}{self.short_name[1:]}"

    @property
    def key(self) -> str:
        """ "2026-03", "2026-Q1", "2026-H1", "2026": for addresses and commands."""
        if self.kind == YEAR:
            return str(self.year)
        if self.kind == MONTH:
            return f"{self.year}-{self.number:02}"
        return f"{self.year}-{'Q' if self.kind == QUARTER else 'H'}{self.number}"

    @property
    def previous(self) -> Period:
        """The period of the same kind before it."""
        return period_of_day(self.kind, self.first_day - timedelta(days=1))

    @property
    def following(self) -> Period:
        """The period of the same kind after it."""
        return period_of_day(self.kind, self.last_day + timedelta(days=1))

    @property
    def due_on(self) -> date:
        """The day by which its report is to be sent."""
        return self.last_day.replace(day=DUE_DAYS[self.kind])

    def counted_on(self, today: date) -> date:
        """The day as of which figures are counted: its last day, or today while that lies ahead."""
        return min(self.last_day, today)


def period_of(kind: str, year: int, number: int = 1) -> Period:
    """The period of that kind. Raises ValueError for an unknown kind, or a year or number that there is not."""
    if kind not in _MONTHS or not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= number <= 12 // _MONTHS[kind]:
        raise ValueError(f"{kind} {number} {year}")
    return Period(kind, date(year, (number - 1) * _MONTHS[kind] + 1, 1))


def period_of_day(kind: str, day: date) -> Period:
    """The period of that kind in which the day lies. Raises ValueError for an unknown kind or a year out of range."""
    if kind not in _MONTHS:
        raise ValueError(kind)
    return period_of(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)


def period_of_key(text: str) -> Period:
    """The period that a key names ("2026-03", "2026-Q1", "2026-H1", "2026"). Raises ValueError for anything else."""
    found = _KEY.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError(text)
    year, month, letter, number = found.groups()
    if month:
        return period_of(MONTH, int(year), int(month))
    return period_of(_LETTERS[letter], int(year), int(number)) if letter else period_of(YEAR, int(year))


def periods_of_year(kind: str, year: int) -> tuple[Period, ...]:
    """The periods of that kind in a year, in order. Raises ValueError."""
    if kind not in _MONTHS:
        raise ValueError(kind)
    return tuple(period_of(kind, year, number) for number in range(1, 12 // _MONTHS[kind] + 1))
