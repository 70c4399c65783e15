"""Moving candidates through the steps of the year, one or hundreds at a time: previewed, gated by law, undoable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select, update

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission
from roster.domain.cycle import OPEN, STEP_BY_KEY, gate_verdicts, may_enter, standing_against
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import Standing, standings
from roster.services.changes import stored
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.store.audit import FieldChange
from roster.store.campaigns import CandidateMove
from roster.store.db import db, new_id, now
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.scope import require

_CHUNK = 500
_RULED_OUT = "Đã có kết luận không gọi nhập ngũ được ghi cho trường hợp này."
_CLOSED = "Hồ sơ nghĩa vụ quân sự của năm này đã kết thúc."


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
        elif reasons := reasons_against(candidate, to_step):
            refused.append(Refusal(candidate, reasons))
        else:
            allowed.append(candidate)
    return MovePreview(to_step, tuple(allowed), tuple(already), tuple(refused))


def reasons_against(candidate: Standing, to_step: str) -> tuple[str, ...]:
    """Why the candidate may not enter the step, each sentence with its clause where the law closes it; empty if he may.

    Raises KeyError for an unknown step.
    """
    if candidate.is_closed:
        return (_CLOSED,)
    gate = may_enter(to_step, candidate.step, candidate.assessment, candidate.ruled_callable)
    if not gate.is_open:
        return gate.reasons
    return (_RULED_OUT,) if candidate.ruled_out and STEP_BY_KEY[to_step].gate != OPEN else ()


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

    The gate is asked again here, whatever a page showed before. `on` is the day of the move, `paper` the document
    behind it. Returns the move's id, by which it can be undone, and what was done. Raises as preview_move does, and
    Invalid for a day that lies ahead.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    paper, note = clean(paper), clean(note, keep_lines=True)
    _check(on, paper, year)
    _hold(ward_id, year)
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
    for start in range(0, len(moves), _CHUNK):
        db.session.execute(insert(CandidateMove), moves[start : start + _CHUNK])
    _set_steps(actor, ward_id, {c.record_id: (c.person_id, c.step, to_step) for c in seen.allowed})
    audit.record(
        actor, "cycle.move", ward_id=ward_id, subject_id=bulk_id, year=year, to_step=to_step,
        moved=len(seen.allowed), refused=len(seen.refused),
    )  # fmt: skip
    db.session.commit()
    return bulk_id, seen


def _check(on: date, paper: str, year: int) -> None:
    faults = {}
    if not date(year - 2, 1, 1) <= on <= today():
        faults["on"] = [f"Ngày phải từ 01/01/{year - 2} đến hôm nay."]
    if len(paper) > 120:
        faults["paper"] = ["Số văn bản dài quá 120 ký tự."]
    if faults:
        raise Invalid(faults)


def _hold(ward_id: UUID, year: int) -> None:
    """Let nobody else move this ward's candidates until the transaction ends, and forget what was read before it."""
    db.session.flush()  # what the caller did so far is not forgotten
    held = select(EnlistmentRecord.id).where(EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.year == year)
    db.session.execute(held.order_by(EnlistmentRecord.id).with_for_update()).all()
    db.session.expire_all()


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
    """Take the last move back: each candidate returns to the step from which he came. Returns how many did.

    Whoever was moved on by other ways meanwhile, or may no longer stand where he came from, stays where he is. Raises
    Invalid where `bulk_id` is not (or no longer) the last move, so that nothing later is torn out from under.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    _hold(ward_id, year)
    if last_move(actor, ward_id, year) != bulk_id:
        raise Invalid({"": ["Đã có thao tác khác sau lần chuyển bước này nên không hoàn tác được nữa."]})
    moves = db.session.scalars(
        select(CandidateMove).where(CandidateMove.ward_id == ward_id, CandidateMove.bulk_id == bulk_id)
    ).all()
    now_standing = {c.record_id: c for c in standings(actor, ward_id, year, [m.person_id for m in moves])}
    back = {
        move.record_id: (move.person_id, move.to_step, move.from_step)
        for move in moves
        if _may_return(now_standing.get(move.record_id), move)
    }
    moment = now()
    for move in moves:
        if move.record_id in back:
            move.undone_at = moment
        else:
            move.bulk_id = None  # this one was not taken back and stands alone from now on
    db.session.flush()
    _set_steps(actor, ward_id, back)
    audit.record(
        actor,
        "cycle.undo",
        ward_id=ward_id,
        subject_id=bulk_id,
        year=year,
        moved=len(back),
        stayed=len(moves) - len(back),
    )
    db.session.commit()
    return len(back)


def _may_return(candidate: Standing | None, move: CandidateMove) -> bool:
    """Whether he still stands where the move put him, and the law still lets him stand where he came from."""
    if candidate is None or candidate.step != move.to_step:
        return False
    came_from = STEP_BY_KEY.get(move.from_step or "")
    if came_from is None or came_from.gate == OPEN:
        return True
    against = standing_against(candidate.assessment, gate_verdicts(came_from.gate), candidate.ruled_callable)
    return not (against or candidate.ruled_out or candidate.is_closed)


def _set_steps(actor: Actor, ward_id: UUID, steps: Mapping[UUID, tuple[UUID, str | None, str | None]]) -> None:
    """Write the new step of each record, and the change into its history. `steps`: record → person, old, new."""
    by_target: dict[str | None, list[UUID]] = {}
    for record_id, (_, _, new) in steps.items():
        by_target.setdefault(new, []).append(record_id)
    for new, record_ids in by_target.items():
        for start in range(0, len(record_ids), _CHUNK):
            db.session.execute(
                update(EnlistmentRecord)
                .where(EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.id.in_(record_ids[start : start + _CHUNK]))
                .values(status=new)
                .execution_options(synchronize_session=False)
            )
    changes = [
        {
            "id": new_id(), "ward_id": ward_id, "person_id": person_id, "home": ENLISTMENT, "record_id": record_id,
            "key": "status", "old": stored(old), "new": stored(new), "at": now(), "user_id": actor.user_id,
            "user_name": actor.name,
        }
        for record_id, (person_id, old, new) in steps.items()
    ]  # fmt: skip
    for start in range(0, len(changes), _CHUNK):
        db.session.execute(insert(FieldChange), changes[start : start + _CHUNK])
    db.session.expire_all()


def moves_of(actor: Actor, ward_id: UUID, person_id: UUID, year: int) -> list[CandidateMove]:
    """The moves of one candidate in the year, oldest first, those undone included. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(CandidateMove)
        .join(EnlistmentRecord, EnlistmentRecord.id == CandidateMove.record_id)
        .where(
            CandidateMove.ward_id == ward_id, CandidateMove.person_id == person_id, EnlistmentRecord.year == year
        )
        .order_by(CandidateMove.at, CandidateMove.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


def count_by_step(actor: Actor, ward_ids: Collection[UUID], year: int) -> dict[UUID, dict[str | None, int]]:
    """Candidates by ward and step, one grouped query; citizens who are no longer kept are not counted.

    Raises NotFound, NotAllowed.
    """
    wanted = [require(actor, Permission.VIEW_PEOPLE, ward_id) for ward_id in ward_ids]
    found: dict[UUID, dict[str | None, int]] = {ward_id: {} for ward_id in wanted}
    query = (
        select(EnlistmentRecord.ward_id, EnlistmentRecord.status, func.count())
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(EnlistmentRecord.ward_id.in_(wanted), EnlistmentRecord.year == year, Person.retired_on.is_(None))
        .group_by(EnlistmentRecord.ward_id, EnlistmentRecord.status)
    )
    for ward_id, step, number in db.session.execute(query):
        found[ward_id][step] = number
    return found
