"""Decisions about members and about the registered: extension, completion, release, removal, deferral, exemption …

One paper may name many people; nobody is changed where somebody of them may not be. What ends a membership closes its
record (services.records keeps old and new) and the posts that were held in it. A mistaken event is withdrawn with its
reason and undoes what it did, as long as nothing else has happened to the person since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from roster.columns.catalogue import ENLISTMENT, MILITIA
from roster.domain.actor import Actor, Permission
from roster.domain.law.militia import (
    CLAUSES,
    CLOSING_KINDS,
    DECIDED_KINDS,
    HOME,
    KINDS,
    deciding_office,
    is_self_defence,
    months_served,
)
from roster.domain.law.militia_grounds import NO_REGISTRATION_CLAUSE, sensitivity_of
from roster.domain.text import clean
from roster.services import audit, clock
from roster.services.changes import keep_change, set_facts
from roster.services.faults import Invalid, NotFound
from roster.services.militia_checks import Facts, against
from roster.services.militia_events import get_event, mark_of
from roster.services.militia_selection import FIRST_DECISION, faults_of_decision
from roster.services.paper_numbers import fault_of_decision
from roster.store import militia_queries as queries
from roster.store.db import db, now
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.militia_queries import Citizen
from roster.store.scope import require

CHANGED = (
    "Cán bộ khác vừa sửa hồ sơ của {name}, hoặc chính đồng chí sửa ở thẻ khác. "
    "Hãy mở lại trang để xem giá trị mới rồi ghi tiếp."
)
_DECISION_CHANGED = "Cán bộ khác vừa sửa quyết định này, hoặc chính đồng chí sửa ở thẻ khác. Hãy mở lại trang."
DECIDABLE = tuple(kind for kind in KINDS if kind not in {"registration", "selection"})
"""The kinds that are entered on the page of decisions; registration and selection have their own."""
_LONGEST = {"evidence": 2000, "notes": 2000, "place": 200}


@dataclass(frozen=True)
class Decision:
    """What is decided or reported: the paper, the clause with its evidence, and the days.

    `on_day` is the day from which it counts; for what ends a membership, the last day in the force. Left out: the day
    of the decision, or today. `until` is the end of an extension, deferral or absence.
    """

    decision_number: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    on_day: date | None = None
    until: date | None = None
    clause: str | None = None
    evidence: str = ""
    place: str = ""
    notes: str = ""
    volunteer: bool = False


@dataclass(frozen=True)
class Concerned:
    """Somebody whom a decision is about, and what its form has seen of him."""

    citizen: Citizen
    record: MilitiaRecord | None
    mark: str


def concerned_by(actor: Actor, ward_id: UUID, person_ids: Collection[UUID], *, locked: bool = False) -> list[Concerned]:
    """These people by name, each with his latest membership. Raises NotFound (also for anybody else's), NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    citizens = queries.citizens(actor, ward_id, ids=set(person_ids))
    if missing := set(person_ids) - {citizen.id for citizen in citizens}:
        raise NotFound(str(min(missing)))
    records = queries.latest_records(actor, ward_id, list(set(person_ids)), locked=locked)
    events = queries.events_by_person(actor, ward_id, person_ids=list(set(person_ids)))
    return [
        Concerned(one, records.get(one.id), mark_of(records.get(one.id), events.get(one.id, []))) for one in citizens
    ]


def decide(
    actor: Actor,
    ward_id: UUID,
    kind: str,
    person_ids: Collection[UUID],
    decision: Decision,
    seen: Mapping[UUID, str] | None = None,
) -> int:
    """Record the decision (or report) for each of these people and commit; returns how many they are.

    `seen` are the marks of `concerned_by`: whoever was changed since is refused. Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if kind not in DECIDABLE:
        raise NotFound(kind)
    today = clock.today()
    decision = _tidy(kind, decision, today)
    faults = _faults(kind, decision, today)
    people = concerned_by(actor, ward_id, person_ids, locked=True)
    if not people:
        faults.setdefault("", []).append("Hãy chọn ít nhất một người.")
    stale = [one.citizen.full_name for one in people if seen is not None and seen.get(one.citizen.id) != one.mark]
    if stale:
        faults.setdefault("", []).extend(CHANGED.format(name=name) for name in stale)
    if faults or decision.on_day is None:
        raise Invalid(faults)
    facts = Facts.read(actor, ward_id, [one.citizen.id for one in people])
    refused: dict[str, list[str]] = {}
    for one in people:
        for name, sentence in against(kind, one.citizen, one.record, decision, decision.on_day, facts):
            refused.setdefault(name, []).append(f"{one.citizen.full_name}: {sentence}")
    if refused:
        raise Invalid(refused)
    offices = usual_deciders(actor, ward_id, kind, people, decision.decided_on)
    deciders = {decision.decided_by or offices.get(one.citizen.id, "") for one in people}
    if kind in DECIDED_KINDS and decision.decided_on is not None:
        for by in sorted(deciders):
            if fault := fault_of_decision(ward_id, kind, decision.decision_number, decision.decided_on, by):
                raise Invalid({"decision_number": [fault]})
    for one in people:
        decided_by = decision.decided_by or offices.get(one.citizen.id, "")
        _apply(actor, ward_id, kind, one, replace(decision, decided_by=decided_by), decision.on_day)
    audit.record(actor, f"militia.{kind}", ward_id=ward_id, count=len(people))
    db.session.commit()
    return len(people)


def usual_deciders(
    actor: Actor, ward_id: UUID, kind: str, people: Sequence[Concerned], day: date | None
) -> dict[UUID, str]:
    """Who decides by law about each of these people on the day: of a self-defence unit the head of its organisation.

    Raises NotFound.
    """
    if day is None or kind not in DECIDED_KINDS:
        return {}
    organisations = queries.organisations_of(actor, ward_id, [one.citizen.id for one in people], day)
    found = {}
    for one in people:
        named = organisations.get(one.citizen.id)
        is_of_one = named is not None or (one.record is not None and is_self_defence(one.record.unit))
        office = deciding_office(kind, day, is_of_organisation=is_of_one)
        is_head = named and is_of_one and office != deciding_office(kind, day)
        found[one.citizen.id] = f"Người đứng đầu {named}"[:160] if is_head else office
    return found


def _tidy(kind: str, decision: Decision, today: date) -> Decision:
    clause = decision.clause or None
    return replace(
        decision, decision_number=clean(decision.decision_number), decided_by=clean(decision.decided_by),
        on_day=decision.on_day or decision.decided_on or today,
        clause=NO_REGISTRATION_CLAUSE if kind == "registration_exempt" else clause if kind in CLAUSES else None,
        evidence=clean(decision.evidence, keep_lines=True), place=clean(decision.place),
        notes=clean(decision.notes, keep_lines=True),
    )  # fmt: skip


def _faults(kind: str, decision: Decision, today: date) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if kind in DECIDED_KINDS:
        faults |= faults_of_decision(kind, decision.decision_number, decision.decided_on, decision.decided_by, today)
    if kind in CLAUSES:
        if decision.clause not in CLAUSES[kind]:
            faults["clause"] = ["Hãy chọn lý do theo điểm, khoản của luật."]
        if not decision.evidence:
            faults["evidence"] = ["Hãy ghi giấy tờ làm căn cứ, ví dụ số, ngày và nơi cấp."]
    for key, longest in _LONGEST.items():
        if len(getattr(decision, key)) > longest:
            faults[key] = [f"Nội dung dài quá {longest} ký tự."]
    if decision.on_day is None or not FIRST_DECISION <= decision.on_day <= today:
        faults["on_day"] = [f"Ngày phải từ 01/07/2010 đến hôm nay ({today:%d/%m/%Y})."]
    elif kind == "extension" and decision.until is None:
        faults["until"] = ["Hãy ghi ngày hết hạn mới."]
    elif decision.until is not None and decision.until < decision.on_day:
        faults["until"] = ["Ngày hết hạn không được trước ngày bắt đầu."]
    if kind == "absence" and not decision.place:
        faults["place"] = ["Hãy ghi nơi đến."]
    return faults


def _apply(actor: Actor, ward_id: UUID, kind: str, one: Concerned, decision: Decision, day: date) -> None:
    record, person_id = one.record, one.citizen.id
    is_open = record is not None and record.closed_on is None
    value, until = None, decision.until if kind in {"extension", "deferral", "exemption", "absence"} else None
    clause = decision.clause
    if kind == "extension" and record is not None and until is not None:
        value, clause = record.ends_on, "8.1" if decision.volunteer else None
        set_facts(actor, record, MILITIA, {"ends_on": until.isoformat()})
    elif kind in CLOSING_KINDS and record is not None and is_open:
        _close(actor, record, kind, decision, day)
    elif kind == "recognition" and record is not None:
        value = _recognise(actor, ward_id, person_id, record, day)
    elif kind == "registration_exempt":
        _end_registration(ward_id, person_id)
    db.session.add(
        ForceEvent(
            ward_id=ward_id, person_id=person_id, home=HOME, kind=kind, clause=clause, value=value, until=until,
            record_id=record.id if record is not None and (is_open or kind == "recognition") else None,
            place=decision.place or None, evidence=decision.evidence or None,
            decision_number=decision.decision_number or None, decided_on=decision.decided_on,
            decided_by=decision.decided_by or None, on_day=day, notes=decision.notes or None,
            user_id=actor.user_id, user_name=actor.name,
        )
    )  # fmt: skip


def _reason(kind: str, clause: str | None, number: str | None) -> str:
    """Why a record ended, for everybody: a clause of health or of an offence is left to its event, which few see."""
    words = KINDS[kind] + (f" ({clause})" if clause and sensitivity_of(clause) is None else "")
    return f"{words}, quyết định số {number}"[:200]


def _close(actor: Actor, record: MilitiaRecord, kind: str, decision: Decision, day: date) -> None:
    reason = _reason(kind, decision.clause, decision.decision_number)
    set_facts(actor, record, MILITIA, {"closed_on": day, "closed_reason": reason})
    for post in _posts(record, day):
        post.ends_on, post.end_reason = day, reason
        post.end_decision_number = decision.decision_number


def _posts(record: MilitiaRecord, day: date) -> list[Appointment]:
    """The posts that were still held in the membership on the day, without those of the ward command itself."""
    query = (
        select(Appointment)
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .where(
            Appointment.ward_id == record.ward_id, Appointment.person_id == record.person_id,
            ForceUnit.kind != "command", Appointment.begins_on <= day,
            (Appointment.ends_on.is_(None)) | (Appointment.ends_on > day),
        )
    )  # fmt: skip
    return list(db.session.scalars(query))


def _recognise(actor: Actor, ward_id: UUID, person_id: UUID, record: MilitiaRecord, day: date) -> str | None:
    """Keep the months of standing duty in the open call-up record too, where nothing else is said there."""
    served = months_served(record.joined_on, record.closed_on or day)
    if served is None:
        return None
    for candidate in _open_candidacies(ward_id, person_id):
        if candidate.completed_kind is None:
            facts = {"completed_kind": "standing_militia", "completed_months": served[0]}
            set_facts(actor, candidate, ENLISTMENT, facts)
    return str(served[0])


def _open_candidacies(ward_id: UUID, person_id: UUID) -> list[EnlistmentRecord]:
    query = select(EnlistmentRecord).where(
        EnlistmentRecord.ward_id == ward_id,
        EnlistmentRecord.person_id == person_id,
        EnlistmentRecord.closed_on.is_(None),
    )
    return list(db.session.scalars(query))


def _end_registration(ward_id: UUID, person_id: UUID) -> None:
    """Whoever is spared from registration is registered no more."""
    query = select(ForceEvent).where(
        ForceEvent.ward_id == ward_id, ForceEvent.person_id == person_id, ForceEvent.home == HOME,
        ForceEvent.kind == "registration", ForceEvent.withdrawn_at.is_(None),
    )  # fmt: skip
    for event in db.session.scalars(query):
        event.withdrawn_at, event.withdrawn_reason = now(), KINDS["registration_exempt"]


# --- Taking back what was a mistake ----------------------------------------------------------------------------------


def withdraw(actor: Actor, ward_id: UUID, event_id: UUID, reason: str, seen_version: int | None = None) -> ForceEvent:
    """Withdraw a mistaken event with its reason, undo what it did, and commit.

    Only the latest event of a person can go: what came after it may rest on it. Raises Invalid, NotFound, NotAllowed.
    """
    event = get_event(actor, ward_id, event_id, Permission.EDIT_PEOPLE)
    db.session.refresh(event, with_for_update=True)
    reason = clean(reason, keep_lines=True)
    if seen_version is not None and seen_version != event.version:
        raise Invalid({"": [_DECISION_CHANGED]})
    if event.withdrawn_at is not None:
        raise Invalid({"": ["Quyết định này đã được rút."]})
    if not reason or len(reason) > 500:
        raise Invalid({"reason": ["Hãy ghi lý do rút (không quá 500 ký tự)."]})
    later = [
        one
        for one in queries.events(actor, ward_id, person_ids=[event.person_id])
        if one.id != event.id and one.at > event.at
    ]
    if later:
        newest = max(later, key=lambda one: one.at)
        words = f"“{KINDS.get(newest.kind, newest.kind)}” ngày {newest.on_day:%d/%m/%Y}"
        raise Invalid({"": [f"Sau đó đã ghi {words}. Hãy rút việc ấy trước."]})
    record = db.session.get(MilitiaRecord, event.record_id) if event.record_id else None
    if record is not None and record.ward_id == ward_id:
        _undo(actor, event, record, reason)
    event.withdrawn_at, event.withdrawn_reason = now(), reason
    audit.record(actor, "militia.withdraw", ward_id=ward_id, subject_id=event.person_id)
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": [_DECISION_CHANGED]}) from error
    return event


def _undo(actor: Actor, event: ForceEvent, record: MilitiaRecord, reason: str) -> None:
    if event.kind == "selection":
        _undo_selection(actor, record)
    elif event.kind == "extension":
        if event.until is None or record.closed_on is not None or record.ends_on != event.until.isoformat():
            raise Invalid(
                {"": ["Thời hạn hoặc hồ sơ đã được sửa sau đó nên không rút được; hãy sửa trong hồ sơ công dân."]}
            )
        set_facts(actor, record, MILITIA, {"ends_on": event.value})
    elif event.kind in CLOSING_KINDS and record.closed_on is not None:
        _reopen(actor, event, record)
    elif event.kind == "recognition":
        for candidate in _open_candidacies(record.ward_id, record.person_id):
            if candidate.completed_kind == "standing_militia" and str(candidate.completed_months) == event.value:
                set_facts(actor, candidate, ENLISTMENT, {"completed_kind": None, "completed_months": None})


def _undo_selection(actor: Actor, record: MilitiaRecord) -> None:
    if record.closed_on is not None:
        raise Invalid({"": ["Hồ sơ dân quân của người này đã kết thúc nên không rút được quyết định tuyển chọn."]})
    if db.session.scalar(select(Appointment.id).where(Appointment.record_id == record.id).limit(1)):
        raise Invalid(
            {"": ["Người này đã được bổ nhiệm vào đơn vị. Hãy rút bổ nhiệm ở trang Tổ chức lực lượng trước."]}
        )
    keep_change(actor, record, MILITIA, "since", record.since, None)
    db.session.delete(record)


def _reopen(actor: Actor, event: ForceEvent, record: MilitiaRecord) -> None:
    reason = _reason(event.kind, event.clause, event.decision_number)
    other = select(MilitiaRecord.id).where(
        MilitiaRecord.person_id == record.person_id, MilitiaRecord.since > record.since
    )
    if record.closed_on != event.on_day or record.closed_reason != reason or db.session.scalar(other.limit(1)):
        raise Invalid({"": ["Hồ sơ đã được sửa hoặc đã có hồ sơ mới sau đó nên không mở lại được."]})
    set_facts(actor, record, MILITIA, {"closed_on": None, "closed_reason": None})
    ended = select(Appointment).where(
        Appointment.ward_id == record.ward_id, Appointment.person_id == record.person_id,
        Appointment.ends_on == event.on_day, Appointment.end_reason == reason,
    )  # fmt: skip
    for post in db.session.scalars(ended):
        post.ends_on = post.end_reason = post.end_decision_number = None
