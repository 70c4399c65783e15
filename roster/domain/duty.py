"""The duty roster (lịch trực): filling days in turn, seeing who stands too often, counting fairly.

No clause sets who stands or how often: the ward does. The program only warns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ROLES = ("Trực chỉ huy", "Trực ban", "Trực sẵn sàng chiến đấu")  # offered; the ward may write others
MOST_DAYS = 100  # that are filled at once
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stand:
    """Somebody on duty on a day. `who` tells one from another; `key` is the caller's own."""

    day: date
    role: str
    who: str
    key: str = ""


@dataclass(frozen=True)
class Load:
    """How often somebody stands: in all, on days of rest, and last."""

    who: str
    count: int
    rest_count: int
    last_day: date


def order_of_roles(roles: Iterable[str]) -> list[str]:
    """The roles, each once: the offered ones first, then the ward's own by their words."""
    found = set(roles)
    return [*(role for role in ROLES if role in found), *sorted(found - set(ROLES))]


def rotate(
    people: Sequence[str], roles: Sequence[str], days: Iterable[date], taken: Collection[tuple[date, str]] = ()
) -> list[Stand]:
    """Let the people stand in their order: each place takes the next one, day by day and role by role.

    Places of `taken` are left out and use nobody up. Whoever would stand twice on a day is passed over for that place
    as long as somebody else is free. Nothing for nobody.
    """
    found: list[Stand] = []
    if not people:
        return found
    queue = list(dict.fromkeys(people))
    for day in days:
        today: set[str] = set()
        for role in roles:
            if (day, role) in taken:
                continue
            place = next((number for number, one in enumerate(queue) if one not in today), 0)
            who = queue.pop(place)
            queue.append(who)
            today.add(who)
            found.append(Stand(day, role, who))
    return found


def strains(stands: Iterable[Stand]) -> dict[str, str]:
    """By the stands' keys, what should be looked at: twice on a day, two days running. One sentence each."""
    by_who: dict[str, list[Stand]] = {}
    for one in stands:
        by_who.setdefault(one.who, []).append(one)
    found: dict[str, str] = {}
    for own in by_who.values():
        days = {one.day for one in own}
        for one in own:
            if sum(other.day == one.day for other in own) > 1:
                found[one.key] = "Trực hai vai trong ngày"
            elif one.day - _ONE_DAY in days or one.day + _ONE_DAY in days:
                found[one.key] = "Trực hai ngày liền"
    return found


def loads(stands: Iterable[Stand], rest_days: Collection[date]) -> list[Load]:
    """How often each stands, the most often first; two roles on one day count twice."""
    found: dict[str, Load] = {}
    for one in stands:
        before = found.get(one.who, Load(one.who, 0, 0, one.day))
        found[one.who] = Load(
            one.who, before.count + 1, before.rest_count + (one.day in rest_days), max(before.last_day, one.day)
        )
    return sorted(found.values(), key=lambda load: (-load.count, -load.rest_count))


def next_in_turn(stands: Iterable[Stand], roles: Sequence[str]) -> list[str]:
    """The order in which these people stood, turned so that the one after the last comes first.

    The order is that of each one's latest turn: who has waited longest is next.
    """
    places = {role: number for number, role in enumerate(roles)}
    latest: dict[str, tuple[date, int]] = {}
    for one in stands:
        turn = (one.day, places.get(one.role, len(places)))
        latest[one.who] = max(latest.get(one.who, turn), turn)
    return sorted(latest, key=lambda who: latest[who])


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + number * _ONE_DAY for number in range((last - first).days + 1)]


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
