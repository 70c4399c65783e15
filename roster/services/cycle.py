"""Moving candidates through the steps of the year, one or hundreds at a time: previewed, gated by law, undoable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select, update

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission
from roster.domain.cycle import STEP_BY_KEY, may_enter
from roster.services import audit
from roster.services.assessment import Standing, standings
from roster.services.faults import Invalid
from roster.store.audit import FieldChange
from roster.store.campaigns import CandidateMove
from roster.store.db import db, new_id, now
from roster.store.enlistment import EnlistmentRecord
from roster.store.scope import require


@dataclass(frozen=True)
class Refusal:
    """A candidate whom a step is closed to, and why."""

    candidate: Standing
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MovePreview:
    """Who would enter the step, who stands there already, who may not and why."""

    to_step: str
    allowed: tuple[Standing, ...]
    already: tuple[Standing, ...]
    refused: tuple[Refusal, ...]


def preview_move(actor: Actor, ward_id: UUID, year: int, person_ids: Collection[UUID], to_step: str) -> MovePreview:
    """Look at a move before it is made; writes nothing. Raises NotFound, NotAllowed, Invalid for an unknown step."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if to_step not in STEP_BY_KEY:
        raise Invalid({"to_step": ["Hãy chọn một bước của đợt tuyển quân."]})
    allowed, already, refused = [], [], []
    for candidate in standings(actor, ward_id, year, person_ids):
        if candidate.step == to_step:
            already.append(candidate)
            continue
        gate = may_enter(to_step, candidate.step, candidate.assessment, candidate.ruled_callable)
        if gate.is_open and not (candidate.ruled_out and STEP_BY_KEY[to_step].gate != "open"):
            allowed.append(candidate)
        else:
            reasons = gate.reasons or ("Đã có kết luận không gọi nhập ngũ được ghi cho trường hợp này.",)
            refused.append(Refusal(candidate, reasons))
    return MovePreview(to_step, tuple(allowed), tuple(already), tuple(refused))


def apply_move(
    actor: Actor,
    ward_id: UUID,
    year: int,
    person_ids: Collection[UUID],
    to_step: str,
    *,
    on: date,
    paper: str = "",
    note: str = "",
) -> tuple[UUID, MovePreview]:
    """Move everyone whom the law lets through, in one transaction; the others stay and are named with the reason.

    The gate is asked again here, whatever a page showed before. Returns the move's id, by which it can be undone, and
    what was done. Raises as preview_move does.
    """
    seen = preview_move(actor, ward_id, year, person_ids, to_step)
    bulk_id = new_id()
    moment = now()
    moves = [
        {
            "id": new_id(), "ward_id": ward_id, "record_id": c.record_id, "person_id": c.person_id,
            "from_step": c.step, "to_step": to_step, "on": on, "paper": paper or None, "note": note or None,
            "bulk_id": bulk_id, "at": moment, "user_id": actor.user_id, "user_name": actor.name,
        }
        for c in seen.allowed
    ]  # fmt: skip
    if moves:
        db.session.execute(insert(CandidateMove), moves)
        _set_steps(actor, ward_id, {c.record_id: (c.person_id, c.step, to_step) for c in seen.allowed})
    audit.record(
        actor, "cycle.move", ward_id=ward_id, subject_id=bulk_id, year=year, to_step=to_step,
        moved=len(seen.allowed), refused=len(seen.refused),
    )  # fmt: skip
    db.session.commit()
    return bulk_id, seen


def last_move(actor: Actor, ward_id: UUID, year: int) -> UUID | None:
    """The id of the ward's last move of the year that was not undone, None where there is none."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return db.session.scalar(
        select(CandidateMove.bulk_id)
        .join(EnlistmentRecord, EnlistmentRecord.id == CandidateMove.record_id)
        .where(
            CandidateMove.ward_id == ward_id,
            EnlistmentRecord.year == year,
            CandidateMove.undone_at.is_(None),
            CandidateMove.bulk_id.is_not(None),
        )
        .order_by(CandidateMove.at.desc(), CandidateMove.id.desc())
        .limit(1)
    )


def undo_last(actor: Actor, ward_id: UUID, year: int, bulk_id: UUID) -> int:
    """Take the last move back: each candidate returns to the step from which he came. Returns how many.

    Raises Invalid where `bulk_id` is not (or no longer) the last move, so that nothing later is torn out from under.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if last_move(actor, ward_id, year) != bulk_id:
        raise Invalid({"": ["Đã có thao tác khác sau lần chuyển bước này nên không hoàn tác được nữa."]})
    moves = db.session.scalars(
        select(CandidateMove).where(CandidateMove.ward_id == ward_id, CandidateMove.bulk_id == bulk_id)
    ).all()
    current = {
        row.id: row.status
        for row in db.session.execute(
            select(EnlistmentRecord.id, EnlistmentRecord.status).where(
                EnlistmentRecord.id.in_([m.record_id for m in moves])
            )
        )
    }
    back = {m.record_id: (m.person_id, m.to_step, m.from_step) for m in moves if current.get(m.record_id) == m.to_step}
    _set_steps(actor, ward_id, back)
    db.session.execute(
        update(CandidateMove)
        .where(CandidateMove.ward_id == ward_id, CandidateMove.bulk_id == bulk_id)
        .values(undone_at=now())
    )
    audit.record(actor, "cycle.undo", ward_id=ward_id, subject_id=bulk_id, year=year, moved=len(back))
    db.session.commit()
    return len(back)


def _set_steps(actor: Actor, ward_id: UUID, steps: Mapping[UUID, tuple[UUID, str | None, str | None]]) -> None:
    """Write the new step of each record, and the change into its history. `steps`: record → person, old, new."""
    by_target: dict[str | None, list[UUID]] = {}
    for record_id, (_, _, new) in steps.items():
        by_target.setdefault(new, []).append(record_id)
    for new, record_ids in by_target.items():
        for start in range(0, len(record_ids), 500):
            db.session.execute(
                update(EnlistmentRecord)
                .where(EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.id.in_(record_ids[start : start + 500]))
                .values(status=new)
                .execution_options(synchronize_session=False)
            )
    db.session.execute(
        insert(FieldChange),
        [
            {
                "id": new_id(), "ward_id": ward_id, "person_id": person_id, "home": ENLISTMENT, "record_id": record_id,
                "key": "status", "old": _json(old), "new": _json(new), "at": now(), "user_id": actor.user_id,
                "user_name": actor.name,
            }
            for record_id, (person_id, old, new) in steps.items()
        ],
    )  # fmt: skip
    db.session.expire_all()


def _json(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


def count_by_step(actor: Actor, ward_ids: Collection[UUID], year: int) -> dict[UUID, dict[str | None, int]]:
    """Candidates by ward and step, one grouped query. Wards outside of the actor's scope are left out."""
    within = [ward_id for ward_id in ward_ids if actor.covers(ward_id)]
    found: dict[UUID, dict[str | None, int]] = {ward_id: {} for ward_id in within}
    query = (
        select(EnlistmentRecord.ward_id, EnlistmentRecord.status, func.count())
        .where(EnlistmentRecord.ward_id.in_(within), EnlistmentRecord.year == year)
        .group_by(EnlistmentRecord.ward_id, EnlistmentRecord.status)
    )
    for ward_id, step, number in db.session.execute(query):
        found[ward_id][step] = number
    return found
