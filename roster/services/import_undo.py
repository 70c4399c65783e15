"""Undo of an import at any later time: all back, but what somebody edited since; and an account of both before it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from roster.columns.catalogue import ROSTERS, column
from roster.domain.actor import Actor, Permission
from roster.services import audit
from roster.services.faults import Invalid
from roster.services.imports import load_plan
from roster.store.db import db, now
from roster.store.imports import COMMITTED, UNDONE, ImportBatch
from roster.store.people import Person
from roster.store.scope import require
from roster.store.undo_writes import KeptValue, Reversal, plan_reversal, write_reversal


@dataclass(frozen=True)
class KeptPerson:
    """A citizen of whom something stays as it is, since it was edited after the import."""

    person_id: UUID
    full_name: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class UndoPreview:
    """How many citizens go, how many return to what they were, and who keeps what."""

    removed: int
    restored: int
    values: int
    kept: tuple[KeptPerson, ...]

    @property
    def does_nothing(self) -> bool:
        """Whether everything was edited since, or nothing was written."""
        return not (self.removed or self.restored)


def preview_undo(actor: Actor, batch: ImportBatch) -> UndoPreview:
    """What undoing the batch would do now. Raises NotFound, NotAllowed, Invalid where it is not committed."""
    require(actor, Permission.IMPORT, batch.ward_id)
    if batch.state != COMMITTED:
        raise Invalid({"": ["Chỉ hoàn tác được lần nhập đã ghi vào sổ."]})
    return _preview(batch, plan_reversal(batch.ward_id, batch.id, _known(actor, batch)))


def undo(actor: Actor, batch: ImportBatch) -> UndoPreview:
    """Take the batch back in one transaction. A second press finds it done and changes nothing.

    Returns what was done. Raises NotFound, NotAllowed, Invalid.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    try:
        at = now()
        claimed = db.session.execute(
            update(ImportBatch)
            .where(ImportBatch.id == batch.id, ImportBatch.state == COMMITTED)
            .values(state=UNDONE, undone_by=actor.user_id, undone_at=at)
        )
        if claimed.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result, since it is an UPDATE
            raise Invalid({"": ["Lần nhập này đã được hoàn tác hoặc chưa ghi vào sổ."]})
        found = plan_reversal(batch.ward_id, batch.id, _known(actor, batch))
        done = _preview(batch, found)
        write_reversal(actor, batch.ward_id, found, at)
        db.session.refresh(batch)
        batch.summary = {
            **(batch.summary or {}), "undone_removed": done.removed, "undone_restored": done.restored,
            "undone_kept": len(done.kept),
        }  # fmt: skip
        audit.record(
            actor, "import.undo", ward_id=batch.ward_id, subject_id=batch.id, removed=done.removed,
            restored=done.restored, kept=len(done.kept),
        )  # fmt: skip
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


def _preview(batch: ImportBatch, found: Reversal) -> UndoPreview:
    by_person: dict[UUID, list[KeptValue]] = {}
    for one in found.kept:
        by_person.setdefault(one.person_id, []).append(one)
    names: dict[UUID, str] = {}
    ids = list(by_person)
    for start in range(0, len(ids), 400):
        query = select(Person.id, Person.full_name).where(Person.id.in_(ids[start : start + 400]))
        for person_id, name in db.session.execute(query):
            names[person_id] = name
    kept = tuple(
        KeptPerson(person_id, names.get(person_id, ""), tuple(dict.fromkeys(_label(batch.roster, v) for v in values)))
        for person_id, values in by_person.items()
    )
    values = sum(len(of_one) for of_one in found.restored.values())
    return UndoPreview(len(found.removed), len(found.restored_people), values, kept)


def _label(roster: str, value: KeptValue) -> str:
    try:
        return column(value.home if value.home in ROSTERS else roster, value.key).heading
    except KeyError:
        return value.key
