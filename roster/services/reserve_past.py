"""What a fact of a reserve record was on an earlier day, from the history of its changes and the days of its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from roster.config import OFFICE_ZONE
from roster.services.changes import loaded
from roster.store import reserve_queries
from roster.store.reserve_queries import DATED_KEYS

_FIRST_FACTS = timedelta(seconds=30)  # a record and the facts it began with are written together


@dataclass(frozen=True)
class Change:
    """One change of a fact: from which day it counts (date.min: since the record began), when it was entered."""

    counts_from: date
    at: datetime
    old: Any
    new: Any


def value_on(present: Any, changes: Iterable[Change], day: date) -> Any:
    """The value on the day: what the last change that counts by then made it, or what stood before the first one."""
    known = sorted(changes, key=lambda one: (one.counts_from, one.at))
    if not known:
        return present
    passed = [one for one in known if one.counts_from <= day]
    return passed[-1].new if passed else known[0].old


def past_values(ward_id: UUID, day: date, record_id: UUID | None = None) -> dict[tuple[UUID, str], Any]:
    """The values of DATED_KEYS on that day by record and key, for every fact that ever changed."""
    rows = reserve_queries.changes_of(ward_id, (*DATED_KEYS, "since"), record_id)
    days = reserve_queries.event_days(ward_id, record_id)
    began: dict[UUID, datetime] = {}
    by_fact: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
    for row in rows:
        began.setdefault(row.record_id, row.at)  # oldest first
        if row.key != "since":
            by_fact[row.record_id, row.key].append(row)
    found = {}
    for fact, its_rows in by_fact.items():
        changes = [one for row in its_rows if (one := _change(row, days, began[fact[0]])) is not None]
        # Only changes of events that were withdrawn: as it was before them.
        found[fact] = value_on(None, changes, day) if changes else loaded(its_rows[0].old)
    return found


def _change(row: Any, days: dict[tuple[UUID, datetime], date | None], began: datetime) -> Change | None:
    counts_from: date | None = row.at.astimezone(OFFICE_ZONE).date()
    if (row.record_id, row.at) in days:
        counts_from = days[row.record_id, row.at]
    elif loaded(row.old) is None and row.at - began < _FIRST_FACTS:  # an import writes null where a form has nothing
        counts_from = date.min
    return None if counts_from is None else Change(counts_from, row.at, loaded(row.old), loaded(row.new))
