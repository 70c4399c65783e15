"""The duty roster (lịch trực): who stands on which day, warnings, fair counts, changing one shift."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain import duty
from roster.domain.actor import Actor, Permission
from roster.domain.duty import WEEKDAYS, Stand
from roster.domain.holidays import is_working_day
from roster.domain.names import name_key, proper_name
from roster.domain.phone import read_phone
from roster.domain.text import clean
from roster.services import audit, holidays
from roster.services.duty_people import Candidate, candidate_of_key, candidates, key_of
from roster.services.faults import Invalid, NotFound
from roster.store.db import db
from roster.store.people import Person
from roster.store.scope import require
from roster.store.training import DutyShift
from roster.store.ward_lock import lock_ward

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa ca trực này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí nhập vẫn còn dưới đây; xin xem lại rồi ghi."
)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shift:
    """One person on duty. `who` tells him from others; `strain` is what should be looked at, "" for nothing."""

    shift_id: UUID
    day: date
    role: str
    who: str
    full_name: str
    phone: str | None
    notes: str
    person_id: UUID | None
    strain: str = ""


@dataclass(frozen=True)
class DutyDay:
    """A day of the roster. `occasion` names the holiday; `is_rest`: Saturday, Sunday or holiday that is not worked."""

    day: date
    occasion: str
    is_rest: bool
    shifts: tuple[Shift, ...]

    @property
    def weekday(self) -> str:
        """Its name in the week."""
        return WEEKDAYS[self.day.weekday()]

    def of_role(self, role: str) -> list[Shift]:
        """Who stands in that role."""
        return [one for one in self.shifts if one.role == role]


@dataclass(frozen=True)
class PersonLoad:
    """How often somebody stands in the period, on days of rest in it, and in the year so far."""

    full_name: str
    person_id: UUID | None
    count: int
    rest_count: int
    year_count: int


@dataclass(frozen=True)
class Roster:
    """The duty roster of some days."""

    first: date
    last: date
    roles: tuple[str, ...]
    days: tuple[DutyDay, ...]
    loads: tuple[PersonLoad, ...]

    @property
    def count(self) -> int:
        """Shifts in all."""
        return sum(len(day.shifts) for day in self.days)

    @property
    def warnings(self) -> list[Shift]:
        """The shifts that should be looked at, by day."""
        return [one for day in self.days for one in day.shifts if one.strain]

    def open_days(self, role: str) -> int:
        """Days on which nobody stands in that role."""
        return sum(not day.of_role(role) for day in self.days)


@dataclass(frozen=True)
class ShiftFacts:
    """What is entered of a shift: `who` is a candidate's key, or a name is written."""

    day: date | None
    role: str
    who: str = ""
    name: str = ""
    phone: str = ""
    notes: str = ""


def roster_of(actor: Actor, ward_id: UUID, first: date, last: date) -> Roster:
    """The roster from the first day to the last. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    year_start = date(last.year, 1, 1)
    known = shifts_between(ward_id, min(year_start, first - timedelta(days=31)), last + _ONE_DAY)
    near = [one for one in known if first - _ONE_DAY <= one.day <= last + _ONE_DAY]
    strained = duty.strains(stands_of(near))
    here = [replace(one, strain=strained.get(str(one.shift_id), "")) for one in near if first <= one.day <= last]
    lately = {one.role for one in known if one.day >= first - timedelta(days=31)}
    days = days_with(first, last)
    by_day: dict[date, list[Shift]] = {}
    for one in here:
        by_day.setdefault(one.day, []).append(one)
    of_year = duty.loads(stands_of([one for one in known if year_start <= one.day <= last]), ())
    year_counts = {load.who: load.count for load in of_year}
    names = {one.who: one for one in here}
    loads = duty.loads(stands_of(here), {day.day for day in days if day.is_rest})
    return Roster(
        first,
        last,
        tuple(duty.order_of_roles(lately or duty.ROLES)),
        tuple(replace(day, shifts=tuple(by_day.get(day.day, ()))) for day in days),
        tuple(
            PersonLoad(
                names[one.who].full_name,
                names[one.who].person_id,
                one.count,
                one.rest_count,
                year_counts.get(one.who, 0),
            )
            for one in loads
        ),
    )


def shifts_between(ward_id: UUID, first: date, last: date) -> list[Shift]:
    """The shifts of these days, by day and the order in which they were entered; the caller has asked for the ward."""
    query = (
        select(DutyShift, Person.full_name, Person.phone)
        .outerjoin(Person, Person.id == DutyShift.person_id)
        .where(DutyShift.ward_id == ward_id, DutyShift.on_day >= first, DutyShift.on_day <= last)
        .order_by(DutyShift.on_day, DutyShift.role, DutyShift.id)
    )
    return [
        Shift(
            row.id, row.on_day, row.role, key_of(row.person_id, row.holder_name), name or row.holder_name,
            row.phone or phone, row.notes or "", row.person_id,
        )
        for row, name, phone in db.session.execute(query)
    ]  # fmt: skip


def stands_of(shifts: list[Shift]) -> list[Stand]:
    """The shifts as the domain's rules take them."""
    return [Stand(one.day, one.role, one.who, str(one.shift_id)) for one in shifts]


def days_with(first: date, last: date) -> list[DutyDay]:
    """The days with what the table of holidays says of them, without shifts."""
    rests = holidays.rests()
    names = {
        one.day: one.name
        for year in range(first.year, last.year + 1)
        for one in holidays.list_holidays(year)
    }  # fmt: skip
    return [
        DutyDay(day, names.get(day, ""), not is_working_day(day, rests), ()) for day in duty.days_between(first, last)
    ]


def get_shift(
    actor: Actor, ward_id: UUID, shift_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> DutyShift:
    """One shift of the ward. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    one = db.session.get(DutyShift, shift_id)
    if one is None or one.ward_id != ward_id:
        raise NotFound(str(shift_id))
    return one


def seen_mark(one: DutyShift) -> str:
    """A mark of what the shift says now: a form that carries another one is stale."""
    said = (one.on_day.isoformat(), one.role, str(one.person_id), one.holder_name, one.phone, one.notes)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def add(actor: Actor, ward_id: UUID, facts: ShiftFacts) -> tuple[DutyShift, str]:
    """Put somebody on duty, and commit. Returns the shift and what should be looked at, "" for nothing.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    lock_ward(ward_id)
    one = DutyShift(ward_id=ward_id)
    _take(actor, one, facts)
    db.session.add(one)
    db.session.flush()
    audit.record(actor, "duty.add", ward_id=ward_id, subject_id=one.id, count=1)
    db.session.commit()
    return one, _strain_of(one)


def edit(actor: Actor, ward_id: UUID, shift_id: UUID, facts: ShiftFacts, seen: str) -> tuple[DutyShift, str]:
    """Change a shift, and commit. Returns it and what should be looked at.

    Raises Invalid (also where somebody was faster), NotFound, NotAllowed.
    """
    one = _for_change(actor, ward_id, shift_id, seen)
    _take(actor, one, facts)
    audit.record(actor, "duty.edit", ward_id=ward_id, subject_id=one.id)
    db.session.commit()
    return one, _strain_of(one)


def remove(actor: Actor, ward_id: UUID, shift_id: UUID, seen: str) -> date:
    """Take a shift off the roster, and commit. Returns its day. Raises Invalid, NotFound, NotAllowed."""
    one = _for_change(actor, ward_id, shift_id, seen)
    day = one.on_day
    audit.record(actor, "duty.remove", ward_id=ward_id, subject_id=one.id)
    db.session.delete(one)
    db.session.commit()
    return day


def new_shift(ward_id: UUID, day: date, role: str, who: Candidate) -> DutyShift:
    """A shift of somebody who is known, to be added by the caller."""
    return DutyShift(
        ward_id=ward_id, on_day=day, role=role, person_id=who.person_id, holder_name=who.full_name,
        phone=None if who.person_id else who.phone,
    )  # fmt: skip


def _for_change(actor: Actor, ward_id: UUID, shift_id: UUID, seen: str) -> DutyShift:
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    lock_ward(ward_id)
    one = get_shift(actor, ward_id, shift_id, Permission.EDIT_PEOPLE)
    db.session.refresh(one)
    if seen_mark(one) != seen:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    return one


def _take(actor: Actor, one: DutyShift, facts: ShiftFacts) -> None:
    faults: dict[str, list[str]] = {}
    role, name, notes = clean(facts.role), proper_name(clean(facts.name)), clean(facts.notes)
    if facts.day is None or not FIRST_DAY <= facts.day <= LAST_DAY:
        faults["day"] = ["Hãy ghi ngày trực."]
    if not role or len(role) > 60:
        faults["role"] = ["Hãy ghi vai trực, ví dụ: Trực ban (không quá 60 ký tự)."]
    if len(notes) > 200:
        faults["notes"] = ["Ghi chú dài quá 200 ký tự."]
    reading = read_phone(facts.phone) if clean(facts.phone) else None
    if reading is not None and not reading.ok:
        faults["phone"] = ["Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0."]
    who = None
    if name:
        if len(name) > 120:
            faults["name"] = ["Họ và tên dài quá 120 ký tự."]
        # A name that exactly one known man bears is he: so he is counted once.
        bearing = [
            known for known in candidates(actor, one.ward_id) if name_key(known.full_name) == name_key(name)
        ]  # fmt: skip
        who = bearing[0] if len(bearing) == 1 else Candidate(key_of(None, name), name, "", "", None, None)
    elif one.holder_name and facts.who == key_of(one.person_id, one.holder_name):
        who = Candidate(facts.who, one.holder_name, "", "", None, one.person_id)  # he stays, whoever he is by now
    elif facts.who:
        who = candidate_of_key(actor, one.ward_id, facts.who)
    if who is None:
        faults["who"] = ["Hãy chọn người trực, hoặc ghi họ tên."]
    if faults or who is None or facts.day is None:
        raise Invalid(faults)
    with db.session.no_autoflush:
        same = select(DutyShift).where(
            DutyShift.ward_id == one.ward_id, DutyShift.on_day == facts.day, DutyShift.role == role
        )
        for other in db.session.scalars(same):
            if other.id != one.id and key_of(other.person_id, other.holder_name) == who.key:
                raise Invalid({"who": [f"{who.full_name} đã có trong ca {role} ngày {facts.day:%d/%m/%Y}."]})
    one.on_day, one.role, one.notes = facts.day, role, notes or None
    one.person_id, one.holder_name = who.person_id, who.full_name
    typed = str(reading.value) if reading is not None else None
    one.phone = typed or (None if who.person_id else who.phone)


def _strain_of(one: DutyShift) -> str:
    near = shifts_between(one.ward_id, one.on_day - _ONE_DAY, one.on_day + _ONE_DAY)
    return duty.strains(stands_of(near)).get(str(one.id), "")
