"""Changing facts so that nothing is lost: old and new of each value are kept, and two officers' edits are merged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, select

from roster.columns.catalogue import PERSON, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.columns.column import Column, Value
from roster.domain.actor import Actor
from roster.domain.problems import Problem
from roster.intake.check import overlong
from roster.services.faults import Invalid
from roster.store.audit import FieldChange
from roster.store.db import db, now
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS


class InvalidFacts(Invalid):
    """Facts that cannot be stored. `problems` says which and why; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        faults: dict[str, list[str]] = {}
        for found in self.problems:
            if found.holds_back:
                faults.setdefault(found.field, []).append(found.message)
        super().__init__(faults)


class Unconfirmed(Exception):
    """Facts that look wrong but may be right: the officer has to say so first. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in self.problems))


@dataclass(frozen=True)
class FieldConflict:
    """One fact that two officers changed differently since both saw `was`."""

    key: str
    mine: Value
    theirs: Value
    was: Value


class EditConflict(Exception):
    """The same facts were changed meanwhile. Nothing was written.

    `conflicts` are to be chosen one by one; `merged` holds what the officer entered with the other's changes to facts
    that he left alone; `version` and `current` are what a further attempt has seen; `is_own` says that it was the
    officer himself, in another tab, who wrote what he now meets.
    """

    def __init__(
        self,
        conflicts: Iterable[FieldConflict],
        merged: Mapping[str, Value],
        current: Mapping[str, Value],
        version: int | None,
        *,
        is_own: bool = False,
    ) -> None:
        self.conflicts = tuple(conflicts)
        self.merged = dict(merged)
        self.current = dict(current)
        self.version = version
        self.is_own = is_own
        super().__init__(", ".join(conflict.key for conflict in self.conflicts))


def blank_to_none(value: Value) -> Value:
    """An empty text is no fact."""
    return None if value == "" else value


def values_of(target: Any, columns: Iterable[Column]) -> dict[str, Value]:
    """The facts of a person or record by column key."""
    return {fact.key: getattr(target, fact.key) for fact in columns}


def merge(
    mine: Mapping[str, Value], seen: Mapping[str, Value] | None, current: Mapping[str, Value]
) -> tuple[dict[str, Value], list[FieldConflict]]:
    """Merge what an officer entered with what stands there now, given what he saw when he began.

    A fact that only one side changed takes that side's value; one that both changed to different values is a conflict
    and keeps mine in the result. Without `seen` every difference is a conflict.
    """
    merged, conflicts = {}, []
    for key, entered in mine.items():
        mine_value, theirs = blank_to_none(entered), blank_to_none(current.get(key))
        was = blank_to_none(seen.get(key)) if seen is not None else None
        if seen is not None and mine_value == was:
            merged[key] = theirs
            continue
        merged[key] = mine_value
        if mine_value != theirs and (seen is None or theirs != was):
            conflicts.append(FieldConflict(key, mine_value, theirs, was))
    return merged, conflicts


def too_long(model: type[Any], values: Mapping[str, Value], columns: Iterable[Column]) -> list[Problem]:
    """A problem for each text that its column in the database cannot hold."""
    labels = {column.key: column.label for column in columns}
    return overlong(values, longest_texts(model, labels), labels.__getitem__)


def longest_texts(model: type[Any], keys: Iterable[str]) -> dict[str, int]:
    """How many characters the database holds of each text, by the column's key; without a limit it is left out."""
    kinds = {key: getattr(model, key).type for key in keys if hasattr(model, key)}
    return {key: kind.length for key, kind in kinds.items() if isinstance(kind, String) and kind.length}


def longest_of(roster: str) -> dict[str, int]:
    """How many characters the database holds of each text of a person on that roster, by the column's key."""
    return longest_texts(Person, (column.key for column in PERSON_COLUMNS)) | longest_texts(
        RECORD_MODELS[roster], (column.key for column in ROSTER_COLUMNS[roster])
    )


def set_facts(actor: Actor, target: Any, home: str, values: Mapping[str, Any], at: datetime | None = None) -> list[str]:
    """Set the facts of a stored person (home "person") or record, keeping old and new of each that differs.

    `at` is the moment of the event or appointment that makes the change, which then counts from its day
    (store.dated_facts). Returns the keys that changed. Does not commit.
    """
    changed = []
    for key, entered in values.items():
        new = blank_to_none(entered)
        old = getattr(target, key)
        if old == new:
            continue
        setattr(target, key, new)
        changed.append(key)
        keep_change(actor, target, home, key, old, new, at)
    return changed


def keep_first_facts(actor: Actor, target: Any, home: str, keys: Iterable[str]) -> None:
    """Keep the facts that a new person or record, flushed already, began with: each a change from nothing."""
    for key in keys:
        value = getattr(target, key)
        if value is not None:
            keep_change(actor, target, home, key, None, value)


def are_own(actor: Actor, target: Any, home: str, conflicts: Iterable[FieldConflict]) -> bool:
    """Whether the officer himself wrote last every fact that he now meets, of a person (home "person") or a record."""
    keys = {one.key for one in conflicts}
    query = select(FieldChange.key, FieldChange.user_id).where(
        FieldChange.ward_id == target.ward_id,
        FieldChange.person_id == (target.id if home == PERSON else target.person_id),
        FieldChange.home == home,
        FieldChange.key.in_(keys),
    )
    if home != PERSON:
        query = query.where(FieldChange.record_id == target.id)
    last = {row.key: row.user_id for row in db.session.execute(query.order_by(FieldChange.at, FieldChange.id))}
    return keys <= last.keys() and all(last[key] == actor.user_id for key in keys)


def keep_change(actor: Actor, target: Any, home: str, key: str, old: Any, new: Any, at: datetime | None = None) -> None:
    """Add one change to the history, without committing. `target` is the person or record, in the database already."""
    db.session.add(
        FieldChange(
            at=at or now(),
            ward_id=target.ward_id,
            person_id=target.id if home == PERSON else target.person_id,
            home=home,
            record_id=None if home == PERSON else target.id,
            key=key,
            old=stored(old),
            new=stored(new),
            user_id=actor.user_id,
            user_name=actor.name,
        )
    )


def stored(value: Any) -> str | None:
    """A value as FieldChange keeps it: JSON text, None for no value."""
    if value is None:
        return None
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)
