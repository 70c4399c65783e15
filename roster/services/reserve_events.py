"""What happens to reservists: registered, moved, absent, returned, removed, classed, trained, promoted, placed.

An event is written together with what it changes in the record, and carries the same moment as those changes; it is
never deleted, only withdrawn with a reason, which undoes the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from roster.columns.catalogue import RESERVE, ROSTER_COLUMNS
from roster.domain.actor import Actor, Permission
from roster.domain.law import reserve
from roster.domain.law.reserve import (
    ABSENCE,
    CLASS,
    DONE_LABELS,
    HOME,
    MOVE_IN,
    RANK,
    REMOVAL,
    REMOVAL_REASONS,
)
from roster.domain.text import clean
from roster.services import audit
from roster.services.changes import InvalidFacts, set_facts, values_of
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.people import get_person
from roster.services.records import NewRecord, start_record
from roster.services.reserve_event_rules import FIELDS_OF, cleaned, faults_of, stored_value
from roster.services.reserve_order import breaks_order, faults_of_order
from roster.services.reserve_register import register_on
from roster.store.audit import FieldChange
from roster.store.dated_facts import KEY_OF_EVENT, fact_of_event, restored_value
from roster.store.dated_history import UNKNOWN
from roster.store.db import db, now
from roster.store.forces import ForceEvent
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.reserve_queries import last_record_of, open_record_of
from roster.store.scope import require

CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa mục này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí đã nhập vẫn còn; hãy xem lại rồi ghi lần nữa."
)
_NOT_IN_REGISTER = "Công dân không có tên trong sổ quân nhân dự bị. Hãy ghi đăng ký lần đầu hoặc chuyển đến trước."
_IN_REGISTER = "Công dân đang có tên trong sổ quân nhân dự bị."
# What a new record takes over from the one before it: the man has not changed, only where he is registered.
_NOT_TAKEN_OVER = frozenset({"is_assigned"})


def add(actor: Actor, ward_id: UUID, person_id: UUID, kind: str, values: Mapping[str, Any]) -> ForceEvent:
    """Record one event of a citizen and what it changes in his record, and commit.

    `values` by the names of FIELDS_OF[kind]. A move out and a removal close the record, a move in (and a first
    registration of somebody who is not in the register) opens one, a class, rank or placement changes it. Raises
    Invalid, NotFound (also for an unknown kind), NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    person = get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    if kind not in FIELDS_OF:
        raise NotFound(kind)
    try:
        event = _add(actor, person, kind, values)
        audit.record(actor, "reserve.event", ward_id=ward_id, subject_id=person_id, kind=kind)
        db.session.commit()
    except InvalidFacts as refusal:
        db.session.rollback()
        raise Invalid({"": [one.message for one in refusal.problems]}) from refusal
    except Invalid:
        db.session.rollback()
        raise
    except IntegrityError as error:
        db.session.rollback()
        raise Invalid({"": [CHANGED_MEANWHILE]}) from error
    return event


def remove_all(actor: Actor, ward_id: UUID, person_ids: Iterable[UUID], values: Mapping[str, Any]) -> int:
    """Remove several reservists from the register by one decision, all or none, and commit; returns how many.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    chosen = list(dict.fromkeys(person_ids))
    if not chosen:
        raise Invalid({"": ["Hãy đánh dấu ít nhất một người."]})
    try:
        for person_id in chosen:
            _add(actor, get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE), REMOVAL, values)
            audit.record(actor, "reserve.event", ward_id=ward_id, subject_id=person_id, kind=REMOVAL)
        db.session.commit()
    except (Invalid, NotFound):
        db.session.rollback()
        raise
    return len(chosen)


def take_class(actor: Actor, ward_id: UUID, person_ids: Iterable[UUID]) -> int:
    """Take over the class worked out by the law for those whose class on file differs, and commit; returns how many.

    People without a difference are left as they are. Raises NotFound for somebody who is not in the register.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    day = today()
    known = {one.person_id: one for one in register_on(actor, ward_id, day)}
    taken = 0
    for person_id in dict.fromkeys(person_ids):
        if person_id not in known:
            db.session.rollback()
            raise NotFound(str(person_id))
        answer = known[person_id].worked_out
        if not known[person_id].differs:
            continue
        record = _locked(open_record_of(person_id))
        event = _event(actor, record.ward_id, person_id, record.id, CLASS, day)
        event.value, event.clause, event.evidence = str(answer.reserve_class), answer.mark, answer.why
        _change(actor, event, record, {"reserve_class": answer.reserve_class})
        audit.record(actor, "reserve.class", ward_id=ward_id, subject_id=person_id, reserve_class=answer.reserve_class)
        taken += 1
    db.session.commit()
    return taken


def get_event(
    actor: Actor, ward_id: UUID, event_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> ForceEvent:
    """One event of the ward's reservists. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    event = db.session.get(ForceEvent, event_id)
    if event is None or event.ward_id != ward_id or event.home != HOME:
        raise NotFound(str(event_id))
    return event


def mark_done(actor: Actor, ward_id: UUID, event_id: UUID, day: date | None, seen_version: int | None) -> ForceEvent:
    """Record the day on which the duty of an event was done, which stops its clock; commits. Raises Invalid, …"""
    event = _for_change(actor, ward_id, event_id, seen_version)
    if event.kind not in DONE_LABELS:
        raise Invalid({"": ["Loại biến động này không có thời hạn phải ghi."]})
    if day is None or not event.on_day <= day <= today():
        raise Invalid({"until": [f"Hãy nhập ngày từ {event.on_day:%d/%m/%Y} đến hôm nay ({today():%d/%m/%Y})."]})
    event.until = day
    audit.record(actor, "reserve.done", ward_id=ward_id, subject_id=event.person_id, kind=event.kind)
    _commit()
    return event


def withdraw(actor: Actor, ward_id: UUID, event_id: UUID, reason: str, seen_version: int | None) -> ForceEvent:
    """Take a mistaken event back: it stays on file, counts no more, and what it changed is undone. Commits.

    Raises Invalid (without a reason, or where later events rest on it), NotFound, NotAllowed.
    """
    event = _for_change(actor, ward_id, event_id, seen_version)
    reason = clean(reason, keep_lines=True)
    if not reason or len(reason) > 500:
        raise Invalid({"reason": ["Hãy ghi lý do rút (không quá 500 ký tự)."]})
    left = breaks_order(event, _events_of(ward_id, event.person_id))
    if left is not None:
        what = f"{reserve.KINDS[left.kind].lower()} ngày {left.on_day:%d/%m/%Y}"
        raise Invalid({"": [f"Sau mục này sổ đã ghi {what}, dựa vào mục này. Hãy rút mục ấy trước."]})
    event.withdrawn_at, event.withdrawn_reason = now(), reason
    db.session.flush()
    record = db.session.get(ReserveRecord, event.record_id) if event.record_id else None
    try:
        if record is not None:
            _undo(actor, event, _locked(record))
    except Invalid:
        db.session.rollback()
        raise
    audit.record(actor, "reserve.withdraw", ward_id=ward_id, subject_id=event.person_id, kind=event.kind)
    _commit()
    return event


def _undo(actor: Actor, event: ForceEvent, record: ReserveRecord) -> None:
    if event.kind in reserve.CLOSING_KINDS and record.closed_on is not None:
        if open_record_of(event.person_id) is not None:
            raise Invalid({"": [f"{_IN_REGISTER} Hãy rút lần đăng ký, chuyển đến sau đó trước."]})
        _change(actor, event, record, {"closed_on": None, "closed_reason": None})
    elif event.kind in reserve.OPENING_KINDS and _was_opened_by(event, record):
        later = select(ForceEvent.id).where(
            ForceEvent.record_id == record.id, ForceEvent.withdrawn_at.is_(None), ForceEvent.id != event.id
        )
        if db.session.scalar(later.limit(1)) is not None:
            raise Invalid({"": ["Sau lần đăng ký này đã có biến động khác. Hãy rút các biến động ấy trước."]})
        db.session.delete(record)
    elif event.kind in KEY_OF_EVENT:
        key = KEY_OF_EVENT[event.kind]
        value = restored_value(record, key)
        if value is not UNKNOWN:
            set_facts(actor, record, RESERVE, {key: value})
        if event.kind == RANK:
            _reopen_proposal(event)


def _reopen_proposal(event: ForceEvent) -> None:
    query = select(ForceEvent).where(
        ForceEvent.record_id == event.record_id, ForceEvent.kind == reserve.PROPOSAL, ForceEvent.home == HOME,
        ForceEvent.value == event.value, ForceEvent.decision_number == event.decision_number,
        ForceEvent.withdrawn_at.is_(None),
    )  # fmt: skip
    for proposal in db.session.scalars(query):
        proposal.until, proposal.decision_number, proposal.decided_on, proposal.decided_by = None, None, None, None


def _was_opened_by(event: ForceEvent, record: ReserveRecord) -> bool:
    query = select(FieldChange.id).where(
        FieldChange.record_id == record.id, FieldChange.person_id == event.person_id, FieldChange.key == "since",
        FieldChange.at == event.at,
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def add_rank(actor: Actor, record: ReserveRecord, rank: str, decision: Mapping[str, Any], on_day: date) -> ForceEvent:
    """A decided rank as an event with the change of the record, within the caller's transaction."""
    event = _event(actor, record.ward_id, record.person_id, record.id, RANK, on_day)
    event.value, event.decision_number = rank, decision["decision_number"]
    event.decided_on, event.decided_by = decision["decided_on"], decision.get("decided_by")
    _change(actor, event, record, {"rank": rank})
    return event


def _add(actor: Actor, person: Person, kind: str, values: Mapping[str, Any]) -> ForceEvent:
    """One event within the caller's transaction. Raises Invalid."""
    if person.retired_on is not None:
        raise Invalid({"": ["Công dân đã được đưa ra khỏi quản lý. Hãy đưa trở lại quản lý trước."]})
    record = open_record_of(person.id)
    if record is not None:
        record = _locked(record)
    facts, day = cleaned(kind, values), today()
    faults = faults_of(kind, facts, day, record.since if record is not None else None)
    if kind == ABSENCE and record is not None and not faults and not _is_long(facts, record):
        faults["until"] = ["Vắng mặt dưới 03 tháng (sĩ quan dự bị: dưới 30 ngày) thì không phải ghi vào sổ."]
    if record is None and kind not in reserve.OPENING_KINDS:
        faults.setdefault("", []).append(_NOT_IN_REGISTER)
    if not faults:
        faults = _order_of(kind, facts["on_day"], person, record)
    if record is not None and kind == MOVE_IN:
        faults.setdefault("", []).append(f"{_IN_REGISTER} Nếu người này trở về sau khi vắng mặt, hãy ghi “Trở về”.")
    if faults:
        raise Invalid(faults)
    event = _event(actor, person.ward_id, person.id, record.id if record else None, kind, facts["on_day"])
    for key in FIELDS_OF[kind]:
        if key not in {"on_day", "value", "months"}:
            setattr(event, key, facts[key])
    event.value = stored_value(kind, facts)
    if record is None:
        _open(actor, event, person)
    elif kind in reserve.CLOSING_KINDS:
        _change(actor, event, record, {"closed_on": event.on_day, "closed_reason": _closed_reason(event)})
    elif kind in KEY_OF_EVENT and not _has_later(event):
        _change(actor, event, record, {KEY_OF_EVENT[kind]: fact_of_event(kind, event.value)})
    return event


def _order_of(kind: str, day: date, person: Person, record: ReserveRecord | None) -> dict[str, list[str]]:
    former = db.session.scalars(
        select(ReserveRecord).where(ReserveRecord.person_id == person.id, ReserveRecord.closed_on.is_not(None))
    )
    return faults_of_order(kind, day, record, former, _events_of(person.ward_id, person.id))


def _events_of(ward_id: UUID, person_id: UUID) -> list[ForceEvent]:
    """What was recorded of the reservist and counts, oldest first."""
    query = (
        select(ForceEvent)
        .where(
            ForceEvent.ward_id == ward_id, ForceEvent.person_id == person_id, ForceEvent.home == HOME,
            ForceEvent.withdrawn_at.is_(None),
        )
        .order_by(ForceEvent.on_day, ForceEvent.at, ForceEvent.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


def _is_long(facts: Mapping[str, Any], record: ReserveRecord) -> bool:
    """Whether an absence has to be recorded; one without an end known is taken for a long one."""
    until = facts["until"]
    return until is None or reserve.is_long_absence(facts["on_day"], until, record.rank)


def _has_later(event: ForceEvent) -> bool:
    """Whether an event of the same kind counts from a later day: then this one is history and changes nothing."""
    query = select(ForceEvent.id).where(
        ForceEvent.record_id == event.record_id, ForceEvent.kind == event.kind, ForceEvent.home == HOME,
        ForceEvent.on_day > event.on_day, ForceEvent.withdrawn_at.is_(None), ForceEvent.id != event.id,
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def _closed_reason(event: ForceEvent) -> str:
    if event.kind == REMOVAL:
        # Reasons of health are seen by few; the record's reason by everybody.
        told = event.value in {"age", "death"}
        return f"Giải ngạch dự bị: {REMOVAL_REASONS[str(event.value)].lower()}" if told else "Giải ngạch dự bị"
    return f"Chuyển đi: {event.place}"[:200]


def _open(actor: Actor, event: ForceEvent, person: Person) -> None:
    last = last_record_of(person.id)
    facts = values_of(last, ROSTER_COLUMNS[RESERVE]) if last is not None else {}
    facts = {key: value for key, value in facts.items() if key not in _NOT_TAKEN_OVER}
    record = start_record(actor, person, NewRecord(RESERVE, facts, since=event.on_day), today())
    event.record_id = record.id
    began = select(FieldChange).where(FieldChange.record_id == record.id, FieldChange.key == "since")
    for change in db.session.scalars(began):
        change.at = event.at


def _event(actor: Actor, ward_id: UUID, person_id: UUID, record_id: UUID | None, kind: str, on_day: date) -> ForceEvent:
    event = ForceEvent(
        ward_id=ward_id, person_id=person_id, record_id=record_id, home=HOME, kind=kind, on_day=on_day,
        user_id=actor.user_id, user_name=actor.name, at=now(),
    )  # fmt: skip
    db.session.add(event)
    return event


def _change(actor: Actor, event: ForceEvent, record: ReserveRecord, values: Mapping[str, Any]) -> None:
    """Change the record by the event: the changes carry the event's moment, so that they count from its day."""
    set_facts(actor, record, RESERVE, values, event.at if event.withdrawn_at is None else None)


def _locked(record: ReserveRecord | None) -> ReserveRecord:
    if record is None:
        raise NotFound("reserve record")
    db.session.refresh(record, with_for_update=True)
    return record


def _for_change(actor: Actor, ward_id: UUID, event_id: UUID, seen_version: int | None) -> ForceEvent:
    event = get_event(actor, ward_id, event_id, Permission.EDIT_PEOPLE)
    db.session.refresh(event, with_for_update=True)
    if seen_version is not None and seen_version != event.version:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    if event.withdrawn_at is not None:
        raise Invalid({"": ["Mục này đã được rút."]})
    return event


def _commit() -> None:
    try:
        db.session.commit()
    except (StaleDataError, IntegrityError) as error:
        db.session.rollback()
        raise Invalid({"": [CHANGED_MEANWHILE]}) from error
