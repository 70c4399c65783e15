"""Marking who comes to the health examination and who does not; each mark moves the candidate's step with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission
from roster.domain.cycle import STEP_BY_KEY
from roster.services import audit
from roster.services.clock import today
from roster.services.cycle import apply_move, preview_move
from roster.services.examinations import (
    ABSENT,
    BEYOND,
    EXAMINED,
    INVITED,
    MADE_UP,
    PRESENT,
    STAYED_AWAY,
    WAITING,
    Attendee,
    attendee,
    attendees,
)
from roster.services.faults import Invalid, NotFound
from roster.services.records import get_record
from roster.store.claims import Examination
from roster.store.db import db, new_id
from roster.store.enlistment import EnlistmentRecord
from roster.store.scope import require

_STEP_OF = {PRESENT: EXAMINED, MADE_UP: EXAMINED, ABSENT: STAYED_AWAY, WAITING: INVITED}


def mark(actor: Actor, ward_id: UUID, year: int, record_id: UUID, state: str, on: date) -> Attendee:
    """Mark a candidate as present, absent or made_up, or take the mark back (waiting), and commit.

    His step goes with it, through the gates of services.cycle. Raises Invalid with the reasons where a step is closed
    to him, for a future day, and where a conclusion of the council stands against it; NotFound, NotAllowed.
    """
    record = get_record(actor, ward_id, ENLISTMENT, record_id, Permission.EDIT_PEOPLE)
    if record.year != year:
        raise NotFound(str(record_id))
    if state not in _STEP_OF:
        raise Invalid({"": ["Hãy chọn có mặt, vắng hoặc khám bù."]})
    _check_day(on)
    path = _path(record, state, _stored(record_id))
    for number, step in enumerate(path):
        check_step(actor, record, step)
        if number == 0:
            _set_attendance(actor, record, state, on)
        apply_move(actor, ward_id, year, [record.person_id], step, on=on)
    if not path:
        _set_attendance(actor, record, state, on)
        db.session.commit()
    return attendee(actor, ward_id, year, record_id)


def mark_rest_absent(actor: Actor, ward_id: UUID, year: int, on: date) -> int:
    """Mark everybody who was called and did not come as absent, as one move that can be undone, and commit.

    Returns how many. Raises Invalid for a future day, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    _check_day(on)
    waiting = attendees(actor, ward_id, year, WAITING)
    if not waiting:
        return 0
    ids = [one.record_id for one in waiting]
    stored = select(Examination).where(Examination.ward_id == ward_id, Examination.record_id.in_(ids))
    exams = {exam.record_id: exam for exam in db.session.scalars(stored)}
    for record_id in ids:
        exam = exams.get(record_id) or Examination(id=new_id(), ward_id=ward_id, record_id=record_id)
        exam.attendance, exam.attended_on = ABSENT, on
        db.session.add(exam)
    audit.record(actor, "examination.mark", ward_id=ward_id, year=year, attendance=ABSENT, count=len(ids))
    _, seen = apply_move(actor, ward_id, year, [one.person_id for one in waiting], STAYED_AWAY, on=on)
    return len(seen.allowed)


def check_step(actor: Actor, record: EnlistmentRecord, step: str) -> None:
    """Raise Invalid with the reasons where the step is closed to the candidate."""
    seen = preview_move(actor, record.ward_id, record.year, [record.person_id], step)
    if seen.refused:
        raise Invalid({"": list(seen.refused[0].reasons)})
    if not seen.allowed and not seen.already:
        raise Invalid({"": ["Công dân này đã ngừng quản lý nên không có trong đợt tuyển quân."]})


def examination_of(record: EnlistmentRecord) -> Examination:
    """The record's examination, begun now where there was none, within the caller's transaction."""
    found = _stored(record.id)
    if found is not None:
        return found
    begun = Examination(id=new_id(), ward_id=record.ward_id, record_id=record.id)
    try:
        with db.session.begin_nested():
            db.session.add(begun)
    except IntegrityError:  # another table of the same door began it at the same moment
        return db.session.scalars(select(Examination).where(Examination.record_id == record.id)).one()
    return begun


def _check_day(on: date) -> None:
    if on > today():
        raise Invalid({"": ["Ngày khám không thể ở sau hôm nay."]})


def _stored(record_id: UUID) -> Examination | None:
    return db.session.scalar(select(Examination).where(Examination.record_id == record_id))


def _path(record: EnlistmentRecord, state: str, exam: Examination | None) -> list[str]:
    target, current = _STEP_OF[state], record.status
    if target != EXAMINED and exam is not None and exam.concluded_class is not None:
        raise Invalid({"": ["Đã có kết luận sức khỏe. Nếu ghi nhầm, hãy xóa kết luận ở bàn sức khỏe trước."]})
    if current == target:
        return []
    if current in BEYOND:
        if target == EXAMINED:
            return []
        label = STEP_BY_KEY[str(current)].label
        raise Invalid({"": [f"Công dân đã ở bước “{label}”. Hãy chuyển bước ở trang danh sách đợt tuyển quân trước."]})
    if current == EXAMINED and target == STAYED_AWAY:
        return [INVITED, STAYED_AWAY]
    return [target]


def _set_attendance(actor: Actor, record: EnlistmentRecord, state: str, on: date) -> None:
    exam = examination_of(record)
    exam.attendance = None if state == WAITING else state
    exam.attended_on = None if state == WAITING else on
    audit.record(actor, "examination.mark", ward_id=record.ward_id, subject_id=record.person_id, attendance=state)
