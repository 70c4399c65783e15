"""The kinds of meeting that a ward command keeps, and how often each must be held.

Sources: Thông tư 84/2020/TT-BQP, amended by Thông tư 65/2025/TT-BQP (reservists who are placed meet in December, called
by the ward command, half a day at most); Điều lệ Đảng Cộng sản Việt Nam (an ordinary meeting of a Party cell each
month). How often the command itself and the units meet no clause was found for: the ward plans it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHLY, DECEMBER = "monthly", "december"


@dataclass(frozen=True)
class Cadence:
    """How often a kind is held while this version of the rule holds. `rhythm` is MONTHLY or DECEMBER."""

    rhythm: str
    first_day: date
    citation: str


@dataclass(frozen=True)
class MeetingKind:
    """A kind of meeting; without a cadence the ward's own plan says how often."""

    key: str
    label: str
    cadence: tuple[Cadence, ...] = ()


BRIEFING, PARTY_CELL, UNIT, RESERVE, OTHER = "briefing", "party_cell", "unit", "reserve", "other"
_RESERVE_RULE = "Thông tư 84/2020/TT-BQP"

KINDS: tuple[MeetingKind, ...] = (
    MeetingKind(BRIEFING, "Giao ban Ban CHQS"),
    MeetingKind(
        PARTY_CELL, "Sinh hoạt chi bộ quân sự",
        # Chi bộ quân sự were to be founded by February 2024; Hướng dẫn 24-HD/BTCTW of 20/09/2023.
        (Cadence(MONTHLY, date(2024, 3, 1), "Điều lệ Đảng: chi bộ họp thường lệ mỗi tháng một lần"),),
    ),
    MeetingKind(UNIT, "Sinh hoạt đơn vị dân quân tự vệ"),
    MeetingKind(
        RESERVE, "Sinh hoạt quân nhân dự bị",
        (
            Cadence(DECEMBER, date(2020, 8, 1), f"{_RESERVE_RULE}: sinh hoạt vào tháng 12, không quá nửa ngày"),
            Cadence(
                DECEMBER, date(2025, 7, 1),
                f"{_RESERVE_RULE} (sửa đổi bởi Thông tư 65/2025/TT-BQP): sinh hoạt vào tháng 12, không quá nửa ngày",
            ),
        ),
    ),
    MeetingKind(OTHER, "Họp khác"),
)  # fmt: skip
KIND_BY_KEY: dict[str, MeetingKind] = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True)
class Gap:
    """A month of the year in which a kind must be held and no meeting of it is on file."""

    kind: MeetingKind
    month: int
    is_over: bool  # the month has passed
    citation: str


def label_of_kind(key: str) -> str:
    """The kind in words; the key itself where no words are known for it."""
    return KIND_BY_KEY[key].label if key in KIND_BY_KEY else key


def gaps(held_or_planned: Iterable[tuple[str, date]], year: int, today: date) -> list[Gap]:
    """The months up to today's (of the year) in which a kind must be held and none is planned or held.

    `held_or_planned` are (kind, day) of the meetings on file. A month in which the rule did not hold yet asks nothing.
    """
    known = {(kind, day.month) for kind, day in held_or_planned if day.year == year}
    found = []
    for kind in KINDS:
        for month in range(1, 13):
            end = _end_of(year, month)
            rules = [one for one in kind.cadence if one.first_day <= date(year, month, 1)]
            if not rules or date(year, month, 1) > today or (kind.key, month) in known:
                continue
            if rules[-1].rhythm == MONTHLY or month == 12:
                found.append(Gap(kind, month, end < today, rules[-1].citation))
    return found


def repeated(first: date, every: str, until: date) -> list[date]:
    """The days of a series from the first to the last: "week", "month" or "quarter"; "" for the first alone.

    A day of the month that a month lacks becomes its last.
    """
    if every == "week":
        return [first + timedelta(weeks=number) for number in range((until - first).days // 7 + 1)]
    step = {"month": 1, "quarter": 3}.get(every)
    if step is None:
        return [first]
    days: list[date] = []
    number = 0
    while True:
        months = first.month - 1 + number * step
        year, month = first.year + months // 12, months % 12 + 1
        day = min(first.replace(day=1).replace(year=year, month=month) + timedelta(days=first.day - 1),
                  _end_of(year, month))  # fmt: skip
        if day > until:
            return days
        days.append(day)
        number += 1


def _end_of(year: int, month: int) -> date:
    return (date(year, month, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
