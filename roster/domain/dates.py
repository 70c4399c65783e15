"""Dates as ward rosters know them: to the day, the month or only the year.

A partial date is the string ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. Day stands before month everywhere; the American
order is never tried, since guessing it would move birthdays without anybody noticing.
"""

import datetime
import math
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from roster.domain.text import cell_text

OLDEST_YEAR = 1900
LATEST_BARE_YEAR = 2199  # a bare number above it is a serial or a run of day and month, not a year
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class DateReading(NamedTuple):
    """What a cell says about a date.

    ``value``: the partial date, None when there is none; ``code``: None, "impossible_date" (value None),
    "ambiguous_date" (value None) or "future_date" (value kept); ``text``: the cell as the officer sees it.
    """

    value: str | None
    code: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A day that is known only within bounds; both are the same day where it is known."""

    first: datetime.date
    last: datetime.date

    @property
    def is_known(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def years(self) -> str:
        """The year, or the two years, in which it lies: "2026", "2026–2027"."""
        return str(self.last.year) if self.first.year == self.last.year else f"{self.first.year}–{self.last.year}"


# --- reading


def read_date(raw: object, *, today: datetime.date, date1904: bool = False) -> DateReading:
    """Read a date from a cell or a form field.

    ``raw`` is text (14/03/2005, 14-3-05, 14032005, 03/2005, 2005, 2005-03-14, "ngày 14 tháng 3 năm 2005"), a number
    (an Excel serial, a year, ddmmyyyy) or a date. ``date1904``: the workbook counts days from 1904 (old Excel for
    Mac). ``today`` decides what lies ahead and the century of a two-digit year, which is never in the future.
    Nothing, a dash or an unfilled "../../...." gives value None and code None. Raises nothing.
    """
    text = cell_text(raw)
    if isinstance(raw, str) and (match := _COMMON.fullmatch(text)):  # nearly every cell
        return _judged(next(_made(int(match[3]), int(match[2]), int(match[1])), None), text, today)
    if not any(char.isalnum() or char == "?" for char in text):
        return DateReading(None, None, text)
    if isinstance(raw, datetime.datetime):
        raw = raw.date()
    if isinstance(raw, bool):
        found: set[str] = set()
    elif isinstance(raw, datetime.date):
        found = {_year_shown_as_date(raw, today, date1904) or raw.isoformat()}
    elif isinstance(raw, int | float):
        found = set(_from_number(float(raw), today, date1904))
    else:
        found = set(_from_text(_simplify(text), today, date1904))
    if len(found) > 1:
        return DateReading(None, "ambiguous_date", text)
    return _judged(next(iter(found), None), text, today)


def _judged(value: str | None, text: str, today: datetime.date) -> DateReading:
    if value is None or int(value[:4]) < OLDEST_YEAR:
        return DateReading(None, "impossible_date", text)
    return DateReading(value, "future_date" if earliest(value) > today else None, text)


def _made(year: int, month: int | None = None, day: int | None = None) -> Iterator[str]:
    """Yield the one partial date of these numbers, or nothing where the calendar has no such day.

    A zero is how rosters write an unknown day or month (00/00/1985).
    """
    if not OLDEST_YEAR <= year <= datetime.MAXYEAR:
        return
    if not month:
        if not day:
            yield f"{year:04}"
    elif month <= 12 and (day or 0) <= monthrange(year, month)[1]:
        yield f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"


def _full_year(two_digits: int, month: int, day: int | None, today: datetime.date) -> int:
    """Return the latest year with these last two digits that does not put the date after today."""
    year = today.year - today.year % 100 + two_digits
    return year - 100 if (year, month, day or 1) > (today.year, today.month, today.day) else year


def _year_shown_as_date(day: datetime.date, today: datetime.date, date1904: bool) -> str | None:
    """Return the year a clerk typed into a cell formatted as a date: Excel shows 2005 as 27/06/1905."""
    serial = (day - _epoch(date1904)).days
    return str(serial) if OLDEST_YEAR <= serial <= today.year else None


def _epoch(date1904: bool) -> datetime.date:
    # Excel's 1900 calendar counts a 29/02/1900 that never was, so for all later days its day 0 is 30/12/1899.
    return datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30)


def _from_number(number: float, today: datetime.date, date1904: bool) -> Iterator[str]:
    if not math.isfinite(number) or number < 1:
        return
    whole = int(number)
    if 15000 <= number < 60001:
        yield (_epoch(date1904) + datetime.timedelta(days=whole)).isoformat()
    elif number == whole:
        if OLDEST_YEAR <= whole <= LATEST_BARE_YEAR:
            yield str(whole)
        elif 5 <= len(str(whole)) <= 8:
            # A number cell has lost the zero in front of 01032005 or 010305.
            yield from _from_digits(str(whole).zfill(6 if whole <= 999999 else 8), today)
    elif whole <= 12:
        # "03.2005" typed into a cell whose decimal mark is the point.
        year = round((number - whole) * 10000)
        if OLDEST_YEAR <= year <= LATEST_BARE_YEAR and abs(whole + year / 10000 - number) < 1e-9:
            yield from _made(year, whole)


def _from_digits(digits: str, today: datetime.date) -> Iterator[str]:
    """Yield every reading of a run of six or eight digits, years up to ``LATEST_BARE_YEAR`` only."""
    if len(digits) == 8:
        readings = [_made(int(digits[4:]), int(digits[2:4]), int(digits[:2]))]
        readings.append(_made(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
    else:
        day, month, short = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        readings = [_made(_full_year(short, month, day, today), month, day)] if day and month else []
        readings += [_made(int(digits[2:]), int(digits[:2]))] if int(digits[:2]) else []
        readings += [_made(int(digits[:4]), int(digits[4:]))] if int(digits[4:]) else []
    for reading in readings:
        yield from (value for value in reading if int(value[:4]) <= LATEST_BARE_YEAR)


def _from_text(plain: str, today: datetime.date, date1904: bool) -> Iterator[str]:
    """Yield every reading of numbers parted by "/"; nothing when the text holds anything else."""
    if not re.fullmatch(r"\d{1,8}(?:/\d{1,4}){0,2}", plain, re.ASCII):
        return
    match [(int(number), len(number)) for number in plain.split("/")]:
        case [(year, 4)]:
            yield from _made(year)
        case [(number, 5)]:
            # A serial that was pasted as text, or 010305 without its zero: where both fit, somebody must say.
            yield from _from_digits(plain.zfill(6), today)
            if 15000 <= number <= 60000:
                yield from _from_number(number, today, date1904)
        case [(_, 7)]:
            yield from _from_digits("0" + plain, today)
            yield from _from_digits(f"{plain[:2]}0{plain[2:]}", today)
        case [(_, 6 | 8)]:
            yield from _from_digits(plain, today)
        case [(month, 1 | 2), (year, 4)] | [(year, 4), (month, 1 | 2)]:
            yield from _made(year, month)
        case [(first, 1 | 2), (second, 1 | 2)]:
            # "3/4" is the third of April of no year, or March 2004; "3/99" can only be a month.
            as_month = list(_made(_full_year(second, first, None, today), first)) if first else []
            yield from as_month
            if as_month and 1 <= second <= 12:
                yield f"{second}/{first}"
        case [(day, 1 | 2), (month, 1 | 2), (year, 4)] | [(year, 4), (month, 1 | 2), (day, 1 | 2)]:
            yield from _made(year, month, day)
        case [(day, 1 | 2), (month, 1 | 2), (short, 2)]:
            yield from _made(_full_year(short, month, day, today), month, day)


# --- text to numbers

_COMMON = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_CLOCK = re.compile(r"[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|am|pm)?$")
_MONTHS = (
    "mot gieng jan", "hai feb", "ba mar", "tu bon apr", "nam may", "sau jun",
    "bay jul", "tam aug", "chin sep", "muoi oct", "muoi_mot nov", "muoi_hai chap dec",
)  # fmt: skip
_MONTH_NUMBERS = {
    name.replace("_", " "): str(number) for number, names in enumerate(_MONTHS, 1) for name in names.split()
}
# "tháng năm" is May only before another "năm": alone it is a form whose month was left open.
_NAMED_MONTH = re.compile(
    r"\b(?:thang|thg)\s+(muoi (?:mot|hai)|mot|gieng|hai|ba|tu|bon|nam(?=\s+nam)|sau|bay|tam|chin|muoi|chap)\b"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
)
_LABELS = re.compile(r"\b(?:sinh|ngay|sn|ns|vao|tu|mung|mong|khoang)\b[\s.:]*")
_PARTING_WORD = re.compile(r"[\s/.,\-]*(?:\b(?:thang|thg|th|t|nam)\b[\s.]*|\bt(?=\d))")
_UNKNOWN = re.compile(r"(?<![^\s/.\-])(?:x{1,4}|_{1,4}|\?{1,4})(?![^\s/.\-])")


def _simplify(text: str) -> str:
    """Return the text with its words read and one "/" between its numbers: "Ngày 3 tháng 2 năm 2013" → "3/2/2013".

    A day or month left open (../../1985, xx/xx/1985) is 0. What no word or separator explains stays in.
    """
    if match := _COMMON.fullmatch(text):
        return "/".join(match.groups())
    plain = unicodedata.normalize("NFKD", text.lower()).replace("đ", "d")
    plain = re.sub("[\u0300-\u036f]+", "", plain).strip()
    plain = re.sub(r"^(\d+)\.0+$", r"\1", _CLOCK.sub("", plain))
    if not plain.isdigit():
        plain = _NAMED_MONTH.sub(lambda match: f" {_MONTH_NUMBERS[match[1] or match[2]]} ", plain)
        plain = _PARTING_WORD.sub("/", _LABELS.sub(" ", plain))
        plain = _UNKNOWN.sub("0", plain)
        plain = re.sub(r"(?<=[/\-])[\s.…]*(?=[/\-])", "0", plain)
        plain = re.sub(r"[\s/\\.,;\-‐‑–—−…]+", "/", plain).strip("/")
    return plain


# --- using partial dates


def is_partial_date(text: str) -> bool:
    """Tell whether the text is a partial date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD."""
    try:
        earliest(text)
    except ValueError:
        return False
    return True


def _numbers(value: str) -> tuple[int, int | None, int | None]:
    match = _PARTIAL.fullmatch(value)
    if not match:
        raise ValueError(f"not a partial date: {value!r}")
    year, month, day = match.groups()
    return int(year), None if month is None else int(month), None if day is None else int(day)


@lru_cache(maxsize=8192)  # a citizen's birth date is asked for a dozen times while his row is checked
def earliest(value: str) -> datetime.date:
    """Return the first day that a partial date may mean. Raises ValueError for anything that is no partial date."""
    year, month, day = _numbers(value)
    return datetime.date(year, month if month is not None else 1, day if day is not None else 1)


@lru_cache(maxsize=8192)
def latest(value: str) -> datetime.date:
    """Return the last day that a partial date may mean. Raises ValueError for anything that is no partial date."""
    first = earliest(value)
    year, month, day = _numbers(value)
    if day is not None:
        return first
    return datetime.date(year, month or 12, monthrange(year, month or 12)[1])


def format_date(value: str | None) -> str:
    """Return the date as papers show it: dd/mm/yyyy, mm/yyyy or yyyy; None and "" → "".

    Raises ValueError for anything that is no partial date.
    """
    if not value:
        return ""
    earliest(value)
    return "/".join(reversed(value.split("-")))


def age_on(value: str, day: datetime.date) -> tuple[int, int]:
    """Return the fewest and the most full years somebody born on a partial date may have on that day.

    The two are equal when the birth date is known to the day. A year is full on the birthday; for 29/02 in a common
    year that is 01/03. Never below 0. Raises ValueError for anything that is no partial date.
    """

    def full_years(born: datetime.date) -> int:
        return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))

    return full_years(latest(value)), full_years(earliest(value))


def add_months(day: datetime.date, months: int, *, after: bool = False) -> datetime.date:
    """The day so many months later; where that month is shorter its last day, or with `after` the day after it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    if day.day <= last:
        return datetime.date(year, month + 1, day.day)
    return datetime.date(year, month + 1, last) + datetime.timedelta(days=1 if after else 0)
