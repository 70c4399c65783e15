"""An edit of many people as it was made, and taking it back: what was edited since is kept and shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from roster.columns.catalogue import PERSON
from roster.columns.column import Value
from roster.domain.actor import Actor, Permission
from roster.listing.table import masked
from roster.services import audit
from roster.services.bulk_edits import EDITED
from roster.services.changes import set_facts
from roster.services.fact_words import hidden_kind, in_words, label_of_fact
from roster.services.faults import Invalid
from roster.services.people import write_facts
from roster.store.audit import AuditEntry, AuditPerson, FieldChange
from roster.store.dated_history import loaded
from roster.store.db import db, now
from roster.store.people import Person
from roster.store.privacy import Erasure
from roster.store.queries import RECORD_MODELS
from roster.store.scope import NotFound, require

UNDONE = "people.undo"
_CHUNK = 400


@dataclass(frozen=True)
class ChangedFact:
    """One fact of the edit in words. `now`: what stands there, where neither the edit nor its undo wrote it."""

    label: str
    old: str
    new: str
    now: str | None = None


@dataclass(frozen=True)
class EditedPerson:
    """A person of the edit."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    changes: tuple[ChangedFact, ...]

    @property
    def is_edited_since(self) -> bool:
        """Whether one of the facts was changed later."""
        return any(one.now is not None for one in self.changes)


@dataclass(frozen=True)
class BulkEdit:
    """An edit of many: when, by whom, of which list, whom; `undone_at` once it was taken back."""

    edit_id: UUID
    roster: str
    year: int
    at: datetime.datetime
    user_name: str
    count: int
    undone_at: datetime.datetime | None = None
    people: tuple[EditedPerson, ...] = ()


def edit_of(actor: Actor, ward_id: UUID, edit_id: UUID) -> BulkEdit:
    """An edit of many people of the ward, by name; masked where the actor may not see. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    entry = _entry(ward_id, edit_id)
    undone = _undo_of(ward_id, edit_id)
    changes = _changes(entry)
    targets = _targets(changes)
    people: dict[UUID, list[ChangedFact]] = {}
    for change in changes:
        is_kept = _has_moved_on(change, targets, change.new if undone is None else change.old)
        people.setdefault(change.person_id, []).append(_in_words(actor, change, targets, is_kept))
    known = [one for one in targets.values() if isinstance(one, Person)]
    shown = tuple(
        EditedPerson(one.id, one.full_name, one.birth_date, one.neighbourhood, tuple(people[one.id]))
        for one in sorted(known, key=lambda one: (one.sort_key, one.id))
    )
    return _edit(entry, undone, shown)


def recent_edits(actor: Actor, ward_id: UUID, limit: int = 5) -> list[BulkEdit]:
    """The ward's last edits of many, the latest first, without their people. Raises NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    query = select(AuditEntry).where(AuditEntry.ward_id == ward_id, AuditEntry.action == EDITED)
    entries = db.session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit)).all()
    undone = select(AuditEntry.subject_id, AuditEntry.at).where(
        AuditEntry.ward_id == ward_id, AuditEntry.action == UNDONE,
        AuditEntry.subject_id.in_([one.subject_id for one in entries]),
    )  # fmt: skip
    moments = {one.subject_id: one.at for one in db.session.execute(undone)} if entries else {}
    return [_edit(one, moments.get(one.subject_id)) for one in entries]


def undo(actor: Actor, ward_id: UUID, edit_id: UUID) -> tuple[int, int]:
    """Give every fact its old value back, in one transaction; what was edited since, and who was erased, stays.

    Returns how many people returned and how many keep what they have. Raises Invalid for an edit that was taken back
    before or while somebody else writes; NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    entry = _entry(ward_id, edit_id)
    roster = entry.details["roster"]
    _hold(entry)
    if _undo_of(ward_id, edit_id) is not None:
        db.session.rollback()
        raise Invalid({"": ["Lần sửa này đã được hoàn tác trước đó."]})
    changes = _changes(entry)
    targets, at = _targets(changes), now()
    erased = _erased({change.person_id for change in changes})
    back: dict[tuple[str, UUID], dict[str, Value]] = {}
    kept: set[UUID] = set()
    for change in changes:
        if change.person_id in erased or _has_moved_on(change, targets, change.new):
            kept.add(change.person_id)
        else:
            back.setdefault(_place(change), {})[change.key] = loaded(change.old)
    returned = set()
    try:
        for (home, target_id), values in back.items():
            target = targets[home, target_id]
            if home == PERSON:
                write_facts(actor, target, values, at)
            else:
                set_facts(actor, target, home, values, at)
            returned.add(target.id if home == PERSON else target.person_id)
        audit.record(
            actor, UNDONE, ward_id=ward_id, subject_id=edit_id, people=returned, roster=roster,
            count=len(returned), left_out=len(kept),
        )  # fmt: skip
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": ["Cán bộ khác vừa ghi vào sổ nên chưa hoàn tác gì. Xin bấm lần nữa."]}) from error
    return len(returned), len(kept)


def _entry(ward_id: UUID, edit_id: UUID) -> AuditEntry:
    query = select(AuditEntry).where(
        AuditEntry.subject_id == edit_id, AuditEntry.ward_id == ward_id, AuditEntry.action == EDITED
    )
    entry = db.session.scalar(query)
    if entry is None:
        raise NotFound(str(edit_id))
    return entry


def _undo_of(ward_id: UUID, edit_id: UUID) -> datetime.datetime | None:
    query = select(AuditEntry.at).where(
        AuditEntry.subject_id == edit_id, AuditEntry.ward_id == ward_id, AuditEntry.action == UNDONE
    )
    return db.session.scalar(query)


def _edit(entry: AuditEntry, undone_at: datetime.datetime | None, people: tuple[EditedPerson, ...] = ()) -> BulkEdit:
    told = entry.details
    edit_id: Any = entry.subject_id
    return BulkEdit(edit_id, told["roster"], told["year"], entry.at, entry.user_name, told["count"], undone_at, people)


def _changes(entry: AuditEntry) -> list[FieldChange]:
    """What the edit changed: its people's changes that bear its very moment."""
    people = db.session.scalars(select(AuditPerson.person_id).where(AuditPerson.entry_id == entry.id)).all()
    at = datetime.datetime.fromisoformat(entry.details["at"])
    found: list[FieldChange] = []
    for chunk in _chunks(people):
        query = select(FieldChange).where(
            FieldChange.person_id.in_(chunk), FieldChange.at == at, FieldChange.ward_id == entry.ward_id,
            FieldChange.user_id == entry.user_id, FieldChange.import_id.is_(None),
        )  # fmt: skip
        found.extend(db.session.scalars(query.order_by(FieldChange.id)))
    return found


def _hold(entry: AuditEntry) -> None:
    """Let nobody else change these people until the transaction ends; a second press waits for the first."""
    entry_id = entry.id
    held = select(Person.id).join(AuditPerson, AuditPerson.person_id == Person.id)
    db.session.execute(
        held.where(AuditPerson.entry_id == entry_id).order_by(Person.id).with_for_update(of=Person)
    ).all()
    db.session.expire_all()


def _place(change: FieldChange) -> tuple[str, UUID]:
    """The row of which table holds the fact."""
    return change.home, change.person_id if change.record_id is None else change.record_id


def _targets(changes: Sequence[FieldChange]) -> dict[tuple[str, UUID], Any]:
    """The people, and the records that still are there, by home and id."""
    wanted: dict[str, set[UUID]] = {PERSON: {change.person_id for change in changes}}
    for change in changes:
        home, target_id = _place(change)
        wanted.setdefault(home, set()).add(target_id)
    found = {}
    for home, ids in wanted.items():
        model: Any = Person if home == PERSON else RECORD_MODELS[home]
        for chunk in _chunks(sorted(ids)):
            found.update({(home, one.id): one for one in db.session.scalars(select(model).where(model.id.in_(chunk)))})
    return found


def _has_moved_on(change: FieldChange, targets: dict[tuple[str, UUID], Any], left_as: str | None) -> bool:
    """Whether another value stands there than the edit, or its undo, left."""
    target = targets.get(_place(change))
    return target is None or getattr(target, change.key) != loaded(left_as)


def _erased(person_ids: Iterable[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for chunk in _chunks(sorted(person_ids)):
        found.update(db.session.scalars(select(Erasure.person_id).where(Erasure.person_id.in_(chunk))))
    return found


def _in_words(actor: Actor, change: FieldChange, targets: dict[tuple[str, UUID], Any], is_kept: bool) -> ChangedFact:
    target = targets.get(_place(change))
    present = getattr(target, change.key) if target is not None else None
    words = [in_words(change.home, change.key, one) for one in (loaded(change.old), loaded(change.new), present)]
    kind = hidden_kind(actor, change.home, change.key)
    if kind is not None:
        words = [masked(text, kind) for text in words]
    old, new, shown = words
    return ChangedFact(label_of_fact(change.home, change.key), old, new, shown if is_kept else None)


def _chunks(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
