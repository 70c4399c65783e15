"""What a ward itself keeps of its targets over the years: which entry answers for a day.

A decision and a state of the headquarters may bear a day: that day rules, not the year on whose page it was written.
What bears none counts for the whole year of its page; what is lasting also for the years after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.targets import KIND_BY_KEY, TargetKind
from roster.domain.text import clean
from roster.store.db import db
from roster.store.targets import Target


@dataclass(frozen=True)
class Kept:
    """The answer for a day: a number, a text, True or False, and the number and day of the paper behind it."""

    value: float | str | bool | None = None
    number: str = ""
    decided_on: date | None = None


NOTHING = Kept()


def kept_on(kind: TargetKind, rows: Iterable[Target], on: date) -> Kept:
    """What the ward's entries of that target, of whichever years, say of the day.

    The latest page goes first: it corrects the earlier ones. An entry whose own day lies after `on` does not speak; if
    nothing else does, the answer to a decision was no.
    """
    is_expected = False
    for row in sorted(rows, key=lambda one: one.year, reverse=True):
        if row.value is None or not (kind.is_lasting or row.year == on.year):
            continue
        details: dict[str, Any] = row.value if isinstance(row.value, dict) else {"state": row.value}
        day = date.fromisoformat(details["on"]) if details.get("on") else None
        if day is None and row.year > on.year:
            continue
        if day is not None and day > on:
            is_expected = is_expected or bool(details.get("done"))
            continue
        value = details.get("state") if "state" in details else bool(details.get("done"))
        if value is not None:
            return Kept(value, str(details.get("number") or ""), day)
    return Kept(False) if is_expected else NOTHING


def kept_numbers(wards: Collection[UUID], keys: Collection[str], on: date) -> dict[tuple[UUID, str], float | None]:
    """The numbers that the wards keep of those targets, by ward and key; what was never written is not there."""
    rows: dict[tuple[UUID, str], list[Target]] = defaultdict(list)
    for row in db.session.scalars(select(Target).where(Target.ward_id.in_(wards), Target.key.in_(keys))):
        rows[row.ward_id, row.key].append(row)
    found: dict[tuple[UUID, str], float | None] = {}
    for (ward_id, key), ones in rows.items():
        value = kept_on(KIND_BY_KEY[key], ones, on).value
        found[ward_id, key] = value if isinstance(value, int | float) else None
    return found


def decision_to_keep(done: bool | None, number: str | None, on: date | str | None) -> dict[str, Any] | None:
    """A decision as it is stored, None where nothing is known."""
    if done is None:
        return None
    return {"done": done, "number": clean(number or "") or None, "on": on.isoformat() if isinstance(on, date) else on}


def state_to_keep(value: object, on: date | None) -> Any:
    """A number or text as it is stored; with the day since when it is so, where the officer named one."""
    found = clean(value) or None if isinstance(value, str) else value
    return found if found is None or on is None else {"state": found, "on": on.isoformat()}
