"""What taking an import back would do, read only: what goes, what returns, what stays because it was edited since.

Everything is told from the history that the import wrote: each value has its old and new and the import's id.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, select

from roster.columns.call_up import CLAIM, CLAIM_PREFIX, EXAMINATION
from roster.columns.catalogue import PERSON, ROSTERS
from roster.columns.column import Value
from roster.store.audit import FieldChange
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim, Delivery, Examination, Ruling
from roster.store.db import db
from roster.store.forces import Appointment, ForceEvent, PartySource
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.training import DutyShift, SessionAbsence, Trainee

_One = TypeVar("_One")

_CHUNK = 400
# Whoever stands in one of these has a life of his own since the import.
_LATER_LIFE: tuple[Any, ...] = (
    CandidateMove, Delivery, Ruling, Appointment, ForceEvent, PartySource, Trainee, SessionAbsence, DutyShift,
)  # fmt: skip

Subject = tuple[UUID, str, UUID | None]  # person, home, and the row of that home's table

GONE, TAKEN = "gone", "taken"  # why a value cannot return: its row is no more; another citizen has that number now


@dataclass(frozen=True)
class UndoValue:
    """One value of the import: what stood there before it, what it wrote, what stands there now.

    `fault` is GONE or TAKEN for one that ought to return and cannot.
    """

    person_id: UUID
    home: str
    key: str
    before: Value
    imported: Value
    now: Value
    fault: str = ""


@dataclass
class Reversal:
    """What taking an import back will do, or has done."""

    removed: list[UUID] = field(default_factory=list)  # citizens whom the import made and nobody touched since
    closed_records: list[tuple[str, UUID, UUID]] = field(default_factory=list)  # (roster, record, person) that it made
    restored: dict[Subject, list[UndoValue]] = field(default_factory=dict)
    claims: list[tuple[UUID, UUID]] = field(default_factory=list)  # (claim, person) that it made
    kept: list[UndoValue] = field(default_factory=list)  # changed since, or of a citizen or record that was
    errors: list[UndoValue] = field(default_factory=list)
    targets: dict[Subject, Any] = field(default_factory=dict)  # the rows of the subjects that stay

    @property
    def restored_people(self) -> set[UUID]:
        """Citizens who stay, with a value or a record of theirs taken back."""
        people = {subject[0] for subject, values in self.restored.items() if values}
        return (people | {p for _, _, p in self.closed_records} | {p for _, p in self.claims}) - set(self.removed)


def plan_reversal(ward_id: UUID, batch_id: UUID, known: Collection[UUID]) -> Reversal:
    """What can be taken back of an import of the ward; reads only.

    `known` are the records and claims that the import's plan found in the database, so that it did not make them.
    """
    own = list(
        db.session.scalars(
            select(FieldChange)
            .where(FieldChange.ward_id == ward_id, FieldChange.import_id == batch_id)
            .order_by(FieldChange.at, FieldChange.id)
        )
    )
    found = Reversal()
    if not own:
        return found
    at = own[0].at
    people = {one.person_id for one in own}
    later = _later_changes(people, batch_id, at)
    lively = _with_later_life(people)
    made = {
        person_id
        for chunk in chunks(people)
        for person_id in db.session.scalars(select(Person.id).where(Person.id.in_(chunk), Person.created_at == at))
    }
    found.removed = sorted(made - lively - {subject[0] for subject in later})
    gone = set(found.removed)
    by_subject: dict[Subject, dict[str, list[FieldChange]]] = {}
    for one in own:
        if one.person_id not in gone:
            subject = (one.person_id, one.home, one.record_id)
            by_subject.setdefault(subject, {}).setdefault(one.key, []).append(one)
    found.targets = _targets(by_subject)
    for subject, changes in by_subject.items():
        person_id, home, record_id = subject
        touched = later.get(subject, set())
        is_made = home in {CLAIM, *ROSTERS} and record_id is not None and record_id not in known
        if is_made and record_id is not None and not touched and person_id not in lively:
            if home == CLAIM:
                found.claims.append((record_id, person_id))
            else:
                found.closed_records.append((home, record_id, person_id))
            continue
        stays = is_made or (person_id in made and home == PERSON)
        for key, of_key in changes.items():
            value = _value(subject, key, of_key, found.targets.get(subject))
            if value.fault:
                found.errors.append(value)
            elif key in touched or stays:
                found.kept.append(value)
            else:
                found.restored.setdefault(subject, []).append(value)
    _set_taken_numbers_aside(ward_id, found)
    return found


def attribute_of(home: str, key: str) -> str:
    """What a fact of the history is called in the table that holds it."""
    return key.removeprefix(CLAIM_PREFIX) if home == CLAIM else key


def _value(subject: Subject, key: str, changes: list[FieldChange], target: Any) -> UndoValue:
    person_id, home, _ = subject
    before, imported = (json.loads(text or "null") for text in (changes[0].old, changes[-1].new))
    if target is None:
        return UndoValue(person_id, home, key, before, imported, None, GONE)
    now = getattr(target, attribute_of(home, key))
    return UndoValue(person_id, home, key, before, imported, now.isoformat() if isinstance(now, date) else now)


def _set_taken_numbers_aside(ward_id: UUID, found: Reversal) -> None:
    """A citizen's old number returns only where nobody else of the ward bears it by now."""
    returning = {
        str(value.before): (subject, value)
        for subject, values in found.restored.items()
        for value in values
        if (value.home, value.key) == (PERSON, "citizen_id") and value.before
    }
    leaving = {subject[0] for subject, _ in returning.values()} | set(found.removed)
    for chunk in chunks(returning):
        query = select(Person.id, Person.citizen_id).where(Person.ward_id == ward_id, Person.citizen_id.in_(chunk))
        for holder, number in db.session.execute(query):
            subject, value = returning[str(number)]
            if holder not in leaving:
                found.restored[subject].remove(value)
                found.errors.append(
                    UndoValue(
                        value.person_id, value.home, value.key, value.before, value.imported, value.now, TAKEN
                    )
                )  # fmt: skip


def _later_changes(people: set[UUID], batch_id: UUID, at: datetime.datetime) -> dict[Subject, set[str]]:
    found: dict[Subject, set[str]] = {}
    for chunk in chunks(people):
        query = select(FieldChange.person_id, FieldChange.home, FieldChange.record_id, FieldChange.key).where(
            FieldChange.person_id.in_(chunk), FieldChange.at >= at,
            or_(FieldChange.import_id.is_(None), FieldChange.import_id != batch_id),
        )  # fmt: skip
        for person_id, home, record_id, key in db.session.execute(query):
            found.setdefault((person_id, home, record_id), set()).add(key)
    return found


def _with_later_life(people: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for chunk in chunks(people):
        for model in _LATER_LIFE:
            found.update(db.session.scalars(select(model.person_id).where(model.person_id.in_(chunk))))
        found.update(db.session.scalars(select(Person.id).where(Person.id.in_(chunk), Person.retired_on.is_not(None))))
    return found


def _targets(subjects: Iterable[Subject]) -> dict[Subject, Any]:
    """The rows that the subjects mean; those that are gone are left out."""
    wanted: dict[str, dict[UUID, Subject]] = {}
    for subject in subjects:
        person_id, home, record_id = subject
        row_id = person_id if home == PERSON else record_id
        if row_id is not None:
            wanted.setdefault(home, {})[row_id] = subject
    found: dict[Subject, Any] = {}
    for home, by_id in wanted.items():
        model: Any = {PERSON: Person, CLAIM: Claim, EXAMINATION: Examination}.get(home) or RECORD_MODELS[home]
        for chunk in chunks(by_id):
            for row in db.session.scalars(select(model).where(model.id.in_(chunk))):
                found[by_id[row.id]] = row
    return found


def chunks(ids: Iterable[_One]) -> Iterator[list[_One]]:
    """The ids in lists that one statement may name."""
    rest = iter(ids)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
