"""What a fact was on a day, worked out from its history: pure, so that every figure can ask the same definition.

docs/decisions/0012: the first facts of a record count from its beginning, what is entered with a day (an event, an
appointment, a new name) from that day, and every other change from the day on which it was entered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from roster.config import OFFICE_ZONE

_FIRST_FACTS = timedelta(seconds=30)  # a record and the facts that it began with are written together


@dataclass(frozen=True)
class Change:
    """A change of a fact as the history keeps it: old and new as JSON text, and when it was entered."""

    at: datetime
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Statement:
    """Something entered with the day from which it counts. Its changes carry its moment.

    `value` is what it says of the fact; UNSAID where only the change itself tells. `counts_from` is None for one that
    was withdrawn: it never counted.
    """

    at: datetime
    counts_from: date | None
    value: Any = None


UNSAID: Any = object()
UNKNOWN: Any = object()
"""What value_on gives where the history says nothing: then the record's own value stands."""


def value_on(changes: Iterable[Change], statements: Iterable[Statement], began: datetime, on: date) -> Any:
    """The value of a fact on the day, UNKNOWN where no change and no statement tells. `began`: the record's start."""
    made = {one.at: one for one in statements}
    rows = sorted((one for one in changes if one.at in made or not _is_first(one, began)), key=lambda one: one.at)
    changed = {one.at for one in rows}
    entries: list[tuple[date, datetime, Any]] = []
    for said in made.values():
        if said.counts_from is not None and said.value is not UNSAID:
            entries.append((said.counts_from, said.at, said.value))
    for row in rows:
        said_by = made.get(row.at)
        if said_by is not None:
            if said_by.counts_from is not None and said_by.value is UNSAID:
                entries.append((said_by.counts_from, row.at, loaded(row.new)))
            continue
        day = row.at.astimezone(OFFICE_ZONE).date()
        # What was stated later, of that day or an earlier one, and changed the record has taken its place.
        is_replaced = any(
            one.at > row.at and one.at in changed and one.counts_from is not None and one.counts_from <= day
            for one in made.values()
        )
        if not is_replaced:
            entries.append((day, row.at, loaded(row.new)))
    passed = [one for one in entries if one[0] <= on]
    if passed:
        return max(passed, key=lambda one: one[:2])[2]
    return loaded(rows[0].old) if rows else UNKNOWN


def _is_first(change: Change, began: datetime) -> bool:
    is_blank = change.old is None or change.old == "null"  # an import writes null, a form nothing
    return is_blank and change.at - began < _FIRST_FACTS


def moment_of(key: UUID) -> datetime:
    """When a row with this key (UUIDv7) was made, to the millisecond."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def end_of(day: date) -> datetime:
    """The moment at which the office's day is over."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=OFFICE_ZONE)


def loaded(text: str | None) -> Any:
    """What the history kept as JSON; text that is none as it is."""
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
