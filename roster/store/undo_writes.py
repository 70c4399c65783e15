"""Taking an import back: what it made is removed, what it changed returns to what it was, unless edited since.

Everything is told from the history that the import wrote: each value has its old and new and the import's id.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select

from roster.columns.call_up import CLAIM, CLAIM_PREFIX, EXAMINATION
from roster.columns.catalogue import ENLISTMENT, PERSON, ROSTERS
from roster.domain.actor import Actor
from roster.store.audit import FieldChange
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim, Delivery, Examination, Ruling
from roster.store.db import db, new_id
from roster.store.derive import refresh_keys
from roster.store.forces import Appointment, ForceEvent, PartySource
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.training import DutyShift, SessionAbsence, Trainee

_CHUNK = 400
# Whoever stands in one of these has a life of his own since the import.
_LATER_LIFE: tuple[Any, ...] = (
    CandidateMove, Delivery, Ruling, Appointment, ForceEvent, PartySource, Trainee, SessionAbsence, DutyShift,
)  # fmt: skip

Subject = tuple[UUID, str, UUID | None]  # person, home, and the row of that home's table


@dataclass(frozen=True)
class KeptValue:
    """A value that stays as it is, because somebody changed it after the import; or a citizen ("" key) who stays."""

    person_id: UUID
    home: str
    key: str


@dataclass
class Reversal:
    """What taking an import back will do, or has done."""

    removed: list[UUID] = field(default_factory=list)  # citizens whom the import made and nobody touched since
    closed_records: list[tuple[str, UUID, UUID]] = field(default_factory=list)  # (roster, record, person) that it made
    restored: dict[Subject, dict[str, Any]] = field(default_factory=dict)  # old values by key
    claims: list[tuple[UUID, UUID]] = field(default_factory=list)  # (claim, person) that it made
    kept: list[KeptValue] = field(default_factory=list)

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
        person.id
        for chunk in _chunks(people)
        for person in db.session.scalars(select(Person).where(Person.id.in_(chunk), Person.created_at == at))
    }
    found.removed = sorted(made - lively - {subject[0] for subject in later})
    gone = set(found.removed)
    first: dict[tuple[Subject, str], FieldChange] = {}
    for one in own:
        first.setdefault(((one.person_id, one.home, one.record_id), one.key), one)
    subjects: dict[Subject, list[str]] = {}
    for subject, key in first:
        if subject[0] not in gone:
            subjects.setdefault(subject, []).append(key)
    for subject, keys in subjects.items():
        person_id, home, record_id = subject
        touched = later.get(subject, set())
        is_made = home in {CLAIM, *ROSTERS} and record_id is not None and record_id not in known
        if is_made and record_id is not None and not touched and person_id not in lively:
            if home == CLAIM:
                found.claims.append((record_id, person_id))
            else:
                found.closed_records.append((home, record_id, person_id))
            continue
        for key in keys:
            if key in touched or is_made or (person_id in made and home == PERSON):
                found.kept.append(KeptValue(person_id, home, key))
            else:
                found.restored.setdefault(subject, {})[key] = json.loads(first[subject, key].old or "null")
    return found


def write_reversal(actor: Actor, ward_id: UUID, found: Reversal, at: datetime.datetime) -> None:
    """Take back what `plan_reversal` found, in the open transaction; the history tells each value that returned."""
    history: list[FieldChange] = []
    for roster, record_id, person_id in found.closed_records:
        _remove_record(roster, record_id)
        history.append(_change(actor, ward_id, person_id, roster, record_id, "undone", None, "import", at))
    for claim_id, claimant_id in found.claims:
        claim = db.session.get(Claim, claim_id)
        if claim is not None:
            claim.withdrawn_at, claim.withdrawn_reason = at, "Hoàn tác lần nhập tệp"
            history.append(_change(actor, ward_id, claimant_id, CLAIM, claim_id, "undone", None, "import", at))
    for (citizen_id, home, row_id), values in found.restored.items():
        target = _target(home, citizen_id, row_id)
        if target is None:
            continue
        for key, old in values.items():
            name = key.removeprefix(CLAIM_PREFIX) if home == CLAIM else key
            now = getattr(target, name)
            setattr(target, name, _stored(name, old))
            history.append(_change(actor, ward_id, citizen_id, home, row_id, key, now, old, at))
        if isinstance(target, Person):
            refresh_keys(target)
    db.session.flush()
    db.session.add_all(history)
    db.session.flush()
    for chunk in _chunks(found.removed):
        _remove_people(chunk)


def _later_changes(people: set[UUID], batch_id: UUID, at: datetime.datetime) -> dict[Subject, set[str]]:
    found: dict[Subject, set[str]] = {}
    for chunk in _chunks(people):
        query = select(FieldChange.person_id, FieldChange.home, FieldChange.record_id, FieldChange.key).where(
            FieldChange.person_id.in_(chunk), FieldChange.at >= at,
            or_(FieldChange.import_id.is_(None), FieldChange.import_id != batch_id),
        )  # fmt: skip
        for person_id, home, record_id, key in db.session.execute(query):
            found.setdefault((person_id, home, record_id), set()).add(key)
    return found


def _with_later_life(people: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for chunk in _chunks(people):
        for model in _LATER_LIFE:
            found.update(db.session.scalars(select(model.person_id).where(model.person_id.in_(chunk))))
        found.update(db.session.scalars(select(Person.id).where(Person.id.in_(chunk), Person.retired_on.is_not(None))))
    return found


def _target(home: str, person_id: UUID, record_id: UUID | None) -> Any:
    if home == PERSON:
        return db.session.get(Person, person_id)
    model: Any = {CLAIM: Claim, EXAMINATION: Examination}.get(home) or RECORD_MODELS[home]
    return db.session.get(model, record_id)


def _stored(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in {"decided_on", "closed_on"} and isinstance(value, str) else value


def _remove_record(roster: str, record_id: UUID) -> None:
    if roster == ENLISTMENT:
        db.session.execute(delete(Examination).where(Examination.record_id == record_id))
    db.session.execute(delete(RECORD_MODELS[roster]).where(RECORD_MODELS[roster].id == record_id))


def _remove_people(chunk: Sequence[UUID]) -> None:
    records = list(
        db.session.scalars(select(RECORD_MODELS[ENLISTMENT].id).where(RECORD_MODELS[ENLISTMENT].person_id.in_(chunk)))
    )
    db.session.execute(delete(Examination).where(Examination.record_id.in_(records)))
    for model in (Claim, *RECORD_MODELS.values(), FieldChange):
        db.session.execute(delete(model).where(model.person_id.in_(chunk)).execution_options(synchronize_session=False))
    db.session.execute(delete(Person).where(Person.id.in_(chunk)).execution_options(synchronize_session=False))


def _change(
    actor: Actor, ward_id: UUID, person_id: UUID, home: str, record_id: UUID | None, key: str, old: Any, new: Any,
    at: datetime.datetime,
) -> FieldChange:  # fmt: skip
    def text(value: Any) -> str:
        return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)

    return FieldChange(
        id=new_id(), ward_id=ward_id, person_id=person_id, home=home, record_id=record_id, key=key, old=text(old),
        new=text(new), at=at, user_id=actor.user_id, user_name=actor.name,
    )  # fmt: skip


def _chunks(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
