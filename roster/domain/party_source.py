"""The way of an outstanding member of the force into the Party, as it stands on a day.

One rule for the list, its filters and the figures of the target, so that no two of them can differ. A year's source
holds whoever stands in it on the day and whoever was admitted within the year; who was taken out counts no more.
Whoever is taken out on a day is counted to the end of that day, as in every roster.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.domain.dates import age_on, latest

IN_SOURCE, WAITING, CLASS, PLANNED, OVERDUE, ADMITTED, CLOSED = (
    "source", "waiting", "class", "planned", "overdue", "admitted", "closed",
)  # fmt: skip
STATES = {
    IN_SOURCE: "Trong nguồn",
    WAITING: "Chưa học lớp nhận thức về Đảng",
    CLASS: "Đã học lớp nhận thức về Đảng",
    PLANNED: "Dự kiến kết nạp trong năm",
    OVERDUE: "Quá thời điểm dự kiến kết nạp",
    ADMITTED: "Đã kết nạp trong năm",
    CLOSED: "Đã đưa ra khỏi nguồn trong năm",
}
"""What the list can be narrowed to, in words. All but the last are of the source."""

YOUNGEST, OLDEST = 18, 30
"""The age that is proposed: of age (Điều lệ Đảng, Điều 1) and still of the Youth Union's (Điều lệ Đoàn, Điều 1: 30)."""


@dataclass(frozen=True)
class SourceDays:
    """The days of one stay in the source. `planned_on` is a partial date; `gone_on`: he is no citizen of the ward."""

    since: date
    class_on: date | None = None
    planned_on: str | None = None
    admitted_on: date | None = None
    closed_on: date | None = None
    gone_on: date | None = None


def states_on(days: SourceDays, on: date) -> frozenset[str]:
    """The keys of STATES that hold on that day within its year; none before and long after the stay."""
    if days.since > on:
        return frozenset()
    learned = CLASS if days.class_on is not None and days.class_on <= on else WAITING
    if days.admitted_on is not None and days.admitted_on <= on:
        if days.admitted_on.year < on.year:
            return frozenset()
        return frozenset({IN_SOURCE, ADMITTED} | ({CLASS} if learned == CLASS else set()))
    ends = [day for day in (days.closed_on, days.gone_on) if day is not None]
    if (days.closed_on is not None and days.closed_on < on) or (days.gone_on is not None and days.gone_on <= on):
        return frozenset({CLOSED}) if min(ends).year == on.year else frozenset()
    found = {IN_SOURCE, learned}
    if days.planned_on:
        last = latest(days.planned_on)
        found |= {PLANNED} if last.year == on.year else set()
        found |= {OVERDUE} if last < on else set()
    return frozenset(found)


def counts_on(many: Iterable[SourceDays], on: date) -> dict[str, int]:
    """How many of them each key of STATES holds for on that day."""
    found = dict.fromkeys(STATES, 0)
    for days in many:
        for state in states_on(days, on):
            found[state] += 1
    return found


def is_of_good_age(birth_date: str | None, on: date) -> bool:
    """Whether somebody may be proposed by his age; a birth date known to the year counts where it may be so."""
    if not birth_date:
        return False
    fewest, most = age_on(birth_date, on)
    return most >= YOUNGEST and fewest <= OLDEST


def is_surely_minor(birth_date: str | None, on: date) -> bool:
    """Whether somebody has not reached the age of admission on that day, whatever his birth date may mean."""
    return bool(birth_date) and age_on(str(birth_date), on)[1] < YOUNGEST
