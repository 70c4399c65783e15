"""Undo of an import at any later time: all back, but what somebody edited since; and an account of both before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.listing.table import masked
from roster.services import audit
from roster.services.fact_words import hidden_kind, in_words, label_of_fact
from roster.services.faults import Invalid
from roster.services.imports import load_plan
from roster.store.call_up_writes import LostUpdate
from roster.store.db import db, now
from roster.store.import_lock import begin_snapshot, lost_where_others_wrote, one_import_at_a_time
from roster.store.imports import COMMITTED, UNDONE, ImportBatch, claim_batch
from roster.store.people import Person
from roster.store.scope import require
from roster.store.undo_plan import GONE, TAKEN, Reversal, UndoValue, chunks, plan_reversal
from roster.store.undo_writes import write_reversal

SHOWN_AT_MOST = 200  # citizens whom a page names in one list; the counts tell of all
_FAULTS = {
    GONE: "Hồ sơ hoặc diện chứa mục này không còn trong sổ.",
    TAKEN: "Số này nay đã ghi cho một công dân khác của phường.",
}


@dataclass(frozen=True)
class ShownValue:
    """One value in words: before the import, as the file had it, as it stands now; `fault` a sentence, or ""."""

    label: str
    before: str
    imported: str
    now: str
    fault: str = ""


@dataclass(frozen=True)
class UndonePerson:
    """A citizen and his values that the undo is about.

    `rest` is how many more of his values go the same way though nobody edited them, since he or his record stays.
    """

    person_id: UUID
    full_name: str
    values: tuple[ShownValue, ...] = ()
    rest: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """What the values are called, each once."""
        return tuple(dict.fromkeys(value.label for value in self.values))


@dataclass(frozen=True)
class UndoPreview:
    """How many citizens go, how many return to what they were, who keeps what, and what cannot return.

    `removed_people` and `restored_people` name SHOWN_AT_MOST of them.
    """

    removed: int
    restored: int
    values: int
    kept: tuple[UndonePerson, ...]
    errors: tuple[UndonePerson, ...] = ()
    removed_people: tuple[UndonePerson, ...] = ()
    restored_people: tuple[UndonePerson, ...] = ()

    @property
    def does_nothing(self) -> bool:
        """Whether everything was edited since, or nothing was written."""
        return not (self.removed or self.restored)


def preview_undo(actor: Actor, batch: ImportBatch) -> UndoPreview:
    """What undoing the batch would do now. Raises NotFound, NotAllowed, Invalid where it is not committed."""
    require(actor, Permission.IMPORT, batch.ward_id)
    if batch.state != COMMITTED:
        raise Invalid({"": ["Chỉ hoàn tác được lần nhập đã ghi vào sổ."]})
    return _preview(actor, plan_reversal(batch.ward_id, batch.id, _known(actor, batch)))


def undo(actor: Actor, batch: ImportBatch) -> UndoPreview:
    """Take the batch back in one transaction. A second press finds it done and changes nothing.

    Returns what was done. Raises NotFound, NotAllowed, Invalid.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    try:
        with one_import_at_a_time(batch.ward_id), lost_where_others_wrote():
            begin_snapshot()
            return _undo(actor, batch)
    except LostUpdate as error:
        db.session.rollback()
        raise Invalid(
            {"": ["Cán bộ khác vừa ghi vào sổ nên chưa hoàn tác gì. Xin xem lại rồi bấm lần nữa."]}
        ) from error


def _undo(actor: Actor, batch: ImportBatch) -> UndoPreview:
    try:
        at = now()
        if not claim_batch(batch.id, COMMITTED, state=UNDONE, undone_by=actor.user_id, undone_at=at):
            raise Invalid({"": ["Lần nhập này đã được hoàn tác hoặc chưa ghi vào sổ."]})
        found = plan_reversal(batch.ward_id, batch.id, _known(actor, batch))
        done = _preview(actor, found)
        write_reversal(actor, batch.ward_id, found, at)
        db.session.refresh(batch)
        batch.summary = {
            **(batch.summary or {}), "undone_removed": done.removed, "undone_restored": done.restored,
            "undone_kept": len(done.kept), "undone_errors": len(done.errors),
        }  # fmt: skip
        counts: dict[str, Any] = {"removed": done.removed, "restored": done.restored, "kept": len(done.kept)}
        if done.errors:
            counts["errors"] = len(done.errors)
        audit.record(actor, "import.undo", ward_id=batch.ward_id, subject_id=batch.id, **counts)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return done


def _known(actor: Actor, batch: ImportBatch) -> set[UUID]:
    """The records and claims that the plan found and did not make."""
    rows = [row for sheet in load_plan(actor, batch).sheets for row in sheet.rows]
    claims = {row.claim.claim_id for row in rows if row.claim is not None and row.claim.claim_id is not None}
    known = claims | {row.record_id for row in rows if row.record_id is not None}
    # After a reconciliation was read anew, its plan knows the records that it made itself.
    return known - {UUID(made) for made in (batch.options or {}).get("made", [])}


def _preview(actor: Actor, found: Reversal) -> UndoPreview:
    kept, errors = _by_person(found.kept), _by_person(found.errors)
    restored: dict[UUID, list[UndoValue]] = {}
    for subject, values in found.restored.items():
        restored.setdefault(subject[0], []).extend(values)
    removed, returning = found.removed[:SHOWN_AT_MOST], sorted(found.restored_people)[:SHOWN_AT_MOST]
    names = _names({*kept, *errors, *removed, *returning})
    people = _People(actor, names)
    return UndoPreview(
        len(found.removed),
        len(found.restored_people),
        sum(len(values) for values in found.restored.values()),
        people.of(kept, edited_only=True),
        people.of(errors),
        people.of({person_id: [] for person_id in removed}),
        people.of({person_id: restored.get(person_id, []) for person_id in returning}),
    )


def _by_person(values: Iterable[UndoValue]) -> dict[UUID, list[UndoValue]]:
    found: dict[UUID, list[UndoValue]] = {}
    for one in values:
        found.setdefault(one.person_id, []).append(one)
    return found


def _names(person_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Sort key and full name by id."""
    names: dict[UUID, tuple[str, str]] = {}
    for chunk in chunks(person_ids):
        query = select(Person.id, Person.sort_key, Person.full_name).where(Person.id.in_(chunk))
        names.update((person_id, (sort_key, name)) for person_id, sort_key, name in db.session.execute(query))
    return names


@dataclass(frozen=True)
class _People:
    """Makes what a page shows of citizens, in the order of their names, as far as the actor may see."""

    actor: Actor
    names: Mapping[UUID, tuple[str, str]]

    def of(self, by_person: Mapping[UUID, list[UndoValue]], *, edited_only: bool = False) -> tuple[UndonePerson, ...]:
        people = []
        for person_id in sorted(by_person, key=lambda one: self.names.get(one, ("", ""))):
            values = by_person[person_id]
            shown = [value for value in values if value.now != value.imported] if edited_only else values
            full_name = self.names.get(person_id, ("", ""))[1]
            told = tuple(self._shown(value) for value in shown)
            people.append(UndonePerson(person_id, full_name, told, len(values) - len(shown)))
        return tuple(people)

    def _shown(self, value: UndoValue) -> ShownValue:
        states = (value.before, value.imported, value.now)
        before, imported, present = (in_words(value.home, value.key, one) for one in states)
        kind = hidden_kind(self.actor, value.home, value.key)
        if kind is not None:
            before, imported, present = (masked(text, kind) for text in (before, imported, present))
        return ShownValue(label_of_fact(value.home, value.key), before, imported, present, _FAULTS.get(value.fault, ""))
