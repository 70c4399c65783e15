"""Appointments to posts of the units: one by one, many by one decision, transfers, ends; the roster's texts follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import authority_of, kind_of, usual_post
from roster.domain.law.appointing import Authority, is_wrong_office, names_a_district
from roster.domain.names import proper_name
from roster.domain.phone import read_phone
from roster.domain.text import clean
from roster.services import audit
from roster.services.appointment_rules import (
    Days,
    demand_free,
    demand_members,
    demand_own,
    demand_place,
    without_decision,
)
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.force_records import end_all, follow, full_name
from roster.services.forces import FIRST_DAY, commit_unit, get_unit, units_by_id
from roster.store import force_tree
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.scope import require

MOST_AT_ONCE = 500
_CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa chức vụ này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí nhập vẫn còn dưới đây; xin xem lại rồi ghi."
)


@dataclass(frozen=True)
class AppointmentFacts:
    """What is entered of an appointment. `decided_by` left out: the office of that day's law.

    `replaces`: whoever holds a commander's place until now ends on the day before.
    """

    post: str
    begins_on: date | None
    ends_on: date | None = None
    decision_number: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    replaces: bool = False

    @property
    def lacks_decision(self) -> bool:
        """Whether a post of command is given without the number or the day of a decision."""
        return bool(without_decision(self.post, self.decision_number, self.decided_on))

    @property
    def days(self) -> Days:
        """The first and the last day of the post."""
        return self.begins_on, self.ends_on


def get_appointment(
    actor: Actor, ward_id: UUID, appointment_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> tuple[Appointment, ForceUnit]:
    """One appointment of the ward with its unit. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    one = db.session.get(Appointment, appointment_id)
    if one is None or one.ward_id != ward_id:
        raise NotFound(str(appointment_id))
    return one, get_unit(actor, ward_id, one.unit_id, permission)


def authority(unit: ForceUnit, post: str, day: date) -> Authority:
    """Who appoints to that post of the unit as the law of that day has it."""
    return authority_of(kind_of(unit.kind), post, day)


def appoint(actor: Actor, ward_id: UUID, unit_id: UUID, person_id: UUID, facts: AppointmentFacts) -> Appointment:
    """Give a member of the militia a post of a unit, and commit.

    Raises Invalid (also where he holds a post in another unit on one of these days), NotFound, NotAllowed.
    """
    return _appoint(actor, ward_id, unit_id, [person_id], facts, "appointment.add")[0]


def fill(
    actor: Actor, ward_id: UUID, unit_id: UUID, person_ids: Iterable[UUID], facts: AppointmentFacts
) -> list[Appointment]:
    """Give several members one post of a unit by one decision, all or none, and commit.

    Raises Invalid, NotFound, NotAllowed.
    """
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Invalid({"": ["Hãy chọn ít nhất một người."]})
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid({"": [f"Mỗi lần xếp không quá {MOST_AT_ONCE} người."]})
    return _appoint(actor, ward_id, unit_id, wanted, facts, "appointment.fill")


def appoint_outsider(
    actor: Actor, ward_id: UUID, unit_id: UUID, name: str, position: str, phone: str, facts: AppointmentFacts
) -> Appointment:
    """Give a post of a military command to somebody who is on no roster, and commit.

    Raises Invalid, NotFound (also for a unit whose members must be on the roster), NotAllowed.
    """
    unit = get_unit(actor, ward_id, unit_id, Permission.EDIT_PEOPLE)
    if not kind_of(unit.kind).is_board:
        raise NotFound(str(unit_id))
    facts, faults = _checked(unit, facts)
    faults |= without_decision(facts.post, facts.decision_number, facts.decided_on)
    name = proper_name(clean(name))
    if not name or len(name) > 120:
        faults["holder_name"] = ["Hãy nhập họ và tên (không quá 120 ký tự)."]
    reading = read_phone(phone) if clean(phone) else None
    if reading is not None and not reading.ok:
        faults["phone"] = ["Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0."]
    if len(clean(position)) > 160:
        faults["holder_position"] = ["Chức vụ công tác dài quá 160 ký tự."]
    if faults:
        raise Invalid(faults)
    _make_room(actor, unit, facts, 1)
    one = _new(unit, facts)
    one.holder_name, one.holder_position = name, clean(position) or None
    one.phone = str(reading.value) if reading is not None else None
    db.session.add(one)
    db.session.flush()
    audit.record(actor, "appointment.add", ward_id=ward_id, subject_id=one.id, count=1)
    db.session.commit()
    return one


def edit(actor: Actor, ward_id: UUID, appointment_id: UUID, facts: AppointmentFacts, seen_version: int) -> Appointment:
    """Correct what was entered of an appointment, and commit. Raises Invalid, NotFound, NotAllowed."""
    one, unit = _for_change(actor, ward_id, appointment_id, seen_version)
    facts, faults = _checked(unit, facts, _is_decided(facts))
    if usual_post(one.post) != usual_post(facts.post) or not without_decision(
        one.post, one.decision_number, one.decided_on
    ):
        faults |= without_decision(facts.post, facts.decision_number, facts.decided_on)
    if faults:
        raise Invalid(faults)
    if (one.post, one.begins_on, one.ends_on) != (facts.post, *facts.days):
        demand_place(unit, facts.post, facts.days, besides=one.id)
    if one.person_id is not None:
        demand_free(unit, [one.person_id], facts.days, units_by_id(actor, ward_id), besides=one.id)
        demand_own(unit, one, facts.days)
    _take(one, facts)
    if one.person_id is not None:
        follow(actor, ward_id, [one.person_id])
    audit.record(actor, "appointment.edit", ward_id=ward_id, subject_id=one.id)
    commit_unit()
    return one


def end(
    actor: Actor,
    ward_id: UUID,
    appointment_id: UUID,
    day: date | None,
    reason: str,
    decision_number: str,
    seen_version: int,
) -> Appointment:
    """End an appointment: `day` is the last day on which the post is held. Commits.

    Raises Invalid, NotFound, NotAllowed.
    """
    one, _ = _for_change(actor, ward_id, appointment_id, seen_version)
    reason, number = clean(reason), clean(decision_number)
    faults: dict[str, list[str]] = {}
    if day is None or not one.begins_on <= day <= today():
        faults["day"] = [f"Hãy ghi ngày thôi giữ chức, từ {one.begins_on:%d/%m/%Y} đến hôm nay."]
    if not reason or len(reason) > 200:
        faults["reason"] = ["Hãy ghi lý do (không quá 200 ký tự)."]
    if len(number) > 80:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    if faults or day is None:
        raise Invalid(faults)
    end_all(actor, ward_id, [(one, day)], reason, number or None)
    audit.record(actor, "appointment.end", ward_id=ward_id, subject_id=one.id)
    commit_unit()
    return one


def transfer(
    actor: Actor, ward_id: UUID, appointment_id: UUID, to_unit_id: UUID, facts: AppointmentFacts, seen_version: int
) -> Appointment:
    """Move a holder to a post (of another unit or of the same) from a day on: the old one ends the day before.

    One commit for both. Raises Invalid, NotFound, NotAllowed.
    """
    one, old_unit = _for_change(actor, ward_id, appointment_id, seen_version)
    unit = get_unit(actor, ward_id, to_unit_id, Permission.EDIT_PEOPLE)
    if one.person_id is None:
        raise Invalid({"": ["Người ngoài danh sách không điều chuyển được; hãy kết thúc chức vụ rồi bổ nhiệm lại."]})
    if one.ends_on is not None and one.ends_on < today():
        raise Invalid({"": ["Chức vụ này đã kết thúc."]})
    facts, faults = _checked(unit, facts)
    faults |= without_decision(facts.post, facts.decision_number, facts.decided_on)
    if "begins_on" not in faults and facts.begins_on is not None and facts.begins_on <= one.begins_on:
        faults["begins_on"] = [f"Hãy ghi ngày sau ngày {one.begins_on:%d/%m/%Y}, khi bắt đầu chức vụ đang giữ."]
    if unit.id == old_unit.id and facts.post == one.post:
        faults["post"] = ["Người này đang giữ chính chức vụ ấy."]
    if faults or facts.begins_on is None:
        raise Invalid(faults)
    units = units_by_id(actor, ward_id)
    demand_free(unit, [one.person_id], facts.days, units, besides=one.id)
    demand_own(unit, one, facts.days)
    _make_room(actor, unit, facts, 1, one.id)
    new = _new(unit, facts, one.person_id, one.record_id)
    one.ends_on = facts.begins_on - timedelta(days=1)
    one.end_reason = f"Điều chuyển: {facts.post}, {full_name(unit, units)}"[:200]
    one.end_decision_number = facts.decision_number or None
    db.session.add(new)
    follow(actor, ward_id, [one.person_id], entered=[new])
    audit.record(actor, "appointment.transfer", ward_id=ward_id, subject_id=new.id)
    commit_unit()
    return new


def remove(actor: Actor, ward_id: UUID, appointment_id: UUID, seen_version: int) -> UUID:
    """Take an appointment that was entered by mistake off the file, and commit. Returns its unit's id.

    The journal keeps that it was. Raises Invalid, NotFound, NotAllowed.
    """
    one, unit = _for_change(actor, ward_id, appointment_id, seen_version)
    people = [one.person_id] if one.person_id is not None else []
    names = [unit.name, full_name(unit, units_by_id(actor, ward_id))]
    audit.record(actor, "appointment.remove", ward_id=ward_id, subject_id=one.id)
    db.session.delete(one)
    follow(actor, ward_id, people, former_names=names)
    commit_unit()
    return unit.id


def end_of_departed(actor: Actor, ward_id: UUID) -> int:
    """End the open appointments of people who left the roster or the ward, each on his last day, and commit.

    Returns how many. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    found = force_tree.left_but_open(ward_id, today())
    if found:
        end_all(actor, ward_id, [(one, max(day, one.begins_on)) for one, day in found], "Đã ra khỏi danh sách")
        audit.record(actor, "appointment.end", ward_id=ward_id, count=len(found))
        commit_unit()
    return len(found)


def place(
    unit: ForceUnit, people: Sequence[UUID], facts: AppointmentFacts, records: Mapping[UUID, MilitiaRecord]
) -> list[Appointment]:
    """Add appointments within the caller's transaction; that the people are free, he knows. Raises Invalid.

    Of a post of which no decision is known nobody says who signed it.
    """
    facts, faults = _checked(unit, facts, _is_decided(facts))
    if faults:
        raise Invalid(faults)
    new = [_new(unit, facts, one, records[one].id if one in records else None) for one in people]
    db.session.add_all(new)
    return new


def _appoint(
    actor: Actor, ward_id: UUID, unit_id: UUID, people: list[UUID], facts: AppointmentFacts, action: str
) -> list[Appointment]:
    unit = get_unit(actor, ward_id, unit_id, Permission.EDIT_PEOPLE)
    found = db.session.scalars(select(Person.id).where(Person.ward_id == ward_id, Person.id.in_(people)))
    if set(found) != set(people):
        raise NotFound("person")
    records = _records(ward_id, people, facts.begins_on or today())
    if not kind_of(unit.kind).is_board:
        if set(records) != set(people):
            raise Invalid({"": ["Chỉ xếp vào đơn vị người có tên trong danh sách dân quân tự vệ."]})
        demand_members(records.values(), facts.days)
    if faults := without_decision(facts.post, facts.decision_number, facts.decided_on):
        raise Invalid(faults)
    demand_free(unit, people, facts.days, units_by_id(actor, ward_id))
    _make_room(actor, unit, facts, len(people))
    new = place(unit, people, _signed(unit, facts), records)
    follow(actor, ward_id, people, entered=new)
    subject = new[0].id if len(new) == 1 else unit.id
    audit.record(actor, action, ward_id=ward_id, subject_id=subject, count=len(new))
    commit_unit()
    return new


def _signed(unit: ForceUnit, facts: AppointmentFacts) -> AppointmentFacts:
    """The facts with the office of that day's law where no signer was entered."""
    day = facts.decided_on or facts.begins_on
    if clean(facts.decided_by) or day is None or not clean(facts.post):
        return facts
    return replace(facts, decided_by=authority(unit, clean(facts.post), day).office)


def _records(ward_id: UUID, people: list[UUID], day: date) -> dict[UUID, MilitiaRecord]:
    """The membership on that day, else the open one, by person; locked, so that nobody is appointed twice at once."""
    query = (
        select(MilitiaRecord)
        .where(MilitiaRecord.ward_id == ward_id, MilitiaRecord.person_id.in_(people))
        .order_by(MilitiaRecord.since, MilitiaRecord.id)
        .with_for_update()
    )
    found: dict[UUID, MilitiaRecord] = {}
    listed = list(db.session.scalars(query))
    for covers_day in (False, True):  # the better answer last
        for one in listed:
            is_of_day = one.since <= day and (one.closed_on is None or one.closed_on >= day)
            if is_of_day if covers_day else one.closed_on is None:
                found[one.person_id] = one
    return found


def _make_room(
    actor: Actor, unit: ForceUnit, facts: AppointmentFacts, newcomers: int, besides: UUID | None = None
) -> None:
    """End the post of whoever is replaced, within the caller's transaction. Raises Invalid where the place is taken."""
    leaving = demand_place(unit, facts.post, facts.days, newcomers, replaces=facts.replaces, besides=besides)
    if leaving:
        end_all(actor, unit.ward_id, leaving, "Có người khác giữ chức", clean(facts.decision_number) or None)


def _is_decided(facts: AppointmentFacts) -> bool:
    """Whether anything is known of a decision."""
    return bool(clean(facts.decision_number) or facts.decided_on or clean(facts.decided_by))


def _checked(
    unit: ForceUnit, facts: AppointmentFacts, names_office: bool = True
) -> tuple[AppointmentFacts, dict[str, list[str]]]:
    """The facts cleaned and completed, and what is wrong with them by field.

    With `names_office` a signer who was left out is the office of that day's law.
    """
    post, number, decider = clean(facts.post), clean(facts.decision_number), clean(facts.decided_by)
    faults: dict[str, list[str]] = {}
    if not post or len(post) > 100:
        faults["post"] = ["Hãy ghi chức vụ (không quá 100 ký tự)."]
    begins, ends = facts.begins_on, facts.ends_on
    if begins is None or not max(unit.begins_on, FIRST_DAY) <= begins <= today():
        faults["begins_on"] = [f"Hãy ghi ngày bắt đầu, từ ngày lập đơn vị {unit.begins_on:%d/%m/%Y} đến hôm nay."]
    elif unit.ends_on is not None and begins > unit.ends_on:
        faults["begins_on"] = [f"Đơn vị đã giải thể ngày {unit.ends_on:%d/%m/%Y}."]
    elif ends is not None and ends < begins:
        faults["ends_on"] = ["Ngày kết thúc phải từ ngày bắt đầu trở đi."]
    if unit.ends_on is not None and (ends is None or ends > unit.ends_on):
        ends = unit.ends_on
    if len(number) > 80:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    if facts.decided_on is not None and not FIRST_DAY <= facts.decided_on <= today():
        faults["decided_on"] = ["Ngày quyết định không được ở sau hôm nay."]
    day = facts.decided_on or begins
    if names_office and day is not None and post and not decider:
        decider = authority(unit, post, day).office
    if day is not None and names_a_district(decider, day):
        right = authority(unit, post, day)
        faults["decided_by"] = [f"Ngày {day:%d/%m/%Y} không còn cấp huyện; thẩm quyền thuộc {right.office}."]
    elif day is not None and decider and is_wrong_office(decider, right := authority(unit, post, day), day):
        faults["decided_by"] = [
            f"Ngày {day:%d/%m/%Y} thẩm quyền thuộc {right.office} ({right.citation}). Hãy xem lại người ký."
        ]
    elif len(decider) > 160:
        faults["decided_by"] = ["Người ký dài quá 160 ký tự."]
    clean_facts = replace(facts, post=post, ends_on=ends, decision_number=number, decided_by=decider)
    return clean_facts, faults


def _new(
    unit: ForceUnit, facts: AppointmentFacts, person_id: UUID | None = None, record_id: UUID | None = None
) -> Appointment:
    one = Appointment(ward_id=unit.ward_id, unit_id=unit.id, person_id=person_id, record_id=record_id)
    _take(one, facts)
    return one


def _take(one: Appointment, facts: AppointmentFacts) -> None:
    if facts.begins_on is None:
        raise Invalid({"begins_on": ["Hãy ghi ngày bắt đầu."]})
    one.post, one.begins_on, one.ends_on = facts.post, facts.begins_on, facts.ends_on
    one.decision_number, one.decided_on = facts.decision_number or None, facts.decided_on
    one.decided_by = facts.decided_by or None


def _for_change(actor: Actor, ward_id: UUID, appointment_id: UUID, seen_version: int) -> tuple[Appointment, ForceUnit]:
    one, unit = get_appointment(actor, ward_id, appointment_id, Permission.EDIT_PEOPLE)
    db.session.refresh(one, with_for_update=True)
    if one.version != seen_version:
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    return one, unit
