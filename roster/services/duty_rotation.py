"""Filling the duty roster in turn: seen first, then written; the order of last month taken up; a period emptied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain import duty
from roster.domain.actor import Actor, Permission
from roster.domain.duty import MOST_DAYS, Stand
from roster.domain.names import name_key, proper_name
from roster.domain.text import clean
from roster.services import audit
from roster.services.duty import FIRST_DAY, LAST_DAY, Shift, days_with, new_shift, shifts_between, stands_of
from roster.services.duty_people import Candidate, candidate_of_key, candidates, key_of
from roster.services.faults import Invalid
from roster.store.db import db
from roster.store.scope import require
from roster.store.training import DutyShift
from roster.store.ward_lock import lock_ward

_ONE_DAY = timedelta(days=1)
_MOST_PEOPLE = 60


@dataclass(frozen=True)
class RotationFacts:
    """What is entered: from when to when, which roles, who in which order (keys of candidates, then names by line).

    `weekdays` are those that are filled (0: Monday). `replaces`: shifts of these roles that stand there already go.
    """

    first: date | None
    last: date | None
    roles: tuple[str, ...]
    people: tuple[str, ...]
    others: str = ""
    weekdays: frozenset[int] = frozenset(range(7))
    skips_holidays: bool = False
    skipped: frozenset[date] = frozenset()
    replaces: bool = False


@dataclass(frozen=True)
class PlannedShift:
    """A shift as it would be written, with what should be looked at."""

    day: date
    role: str
    who: Candidate
    strain: str


@dataclass(frozen=True)
class Plan:
    """What filling would do: shifts that are added, those that go for it, days left out."""

    shifts: tuple[PlannedShift, ...]
    going: tuple[UUID, ...]
    kept: int
    skipped_days: int

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How often each stands, in the order of the first turn."""
        found: dict[str, int] = {}
        for one in self.shifts:
            found[one.who.full_name] = found.get(one.who.full_name, 0) + 1
        return list(found.items())


@dataclass(frozen=True)
class LastOrder:
    """The order of a month, for the next one to go on with: the roles, and who is next."""

    roles: tuple[str, ...]
    people: tuple[str, ...]


def last_order(actor: Actor, ward_id: UUID, month: date) -> LastOrder:
    """The order in which people stood in the month before, who has waited longest first.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    first, last = duty.month_of(month.replace(day=1) - _ONE_DAY)
    stands = stands_of(shifts_between(ward_id, first, last))
    roles = duty.order_of_roles(one.role for one in stands)
    return LastOrder(tuple(roles), tuple(duty.next_in_turn(stands, roles)))


def plan(actor: Actor, ward_id: UUID, facts: RotationFacts) -> Plan:
    """What filling would do; nothing is written. Raises Invalid, NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    return _plan(actor, ward_id, facts)


def fill(actor: Actor, ward_id: UUID, facts: RotationFacts) -> Plan:
    """Fill the days in turn, and commit. Raises Invalid, NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    lock_ward(ward_id)
    made = _plan(actor, ward_id, facts)
    if not made.shifts:
        raise Invalid({"": ["Không còn ngày nào để xếp: các ngày đã chọn đều có người hoặc được bỏ qua."]})
    for shift_id in made.going:
        db.session.delete(db.session.get_one(DutyShift, shift_id))
    db.session.add_all(new_shift(ward_id, one.day, one.role, one.who) for one in made.shifts)
    audit.record(actor, "duty.fill", ward_id=ward_id, create=len(made.shifts), removed=len(made.going))
    db.session.commit()
    return made


def clear(actor: Actor, ward_id: UUID, first: date | None, last: date | None, role: str) -> int:
    """Take every shift of these days (of one role, or of all for "") off the roster, and commit. Returns how many.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    first, last = _days(first, last, "clear_first", "clear_last")
    lock_ward(ward_id)
    query = select(DutyShift).where(
        DutyShift.ward_id == ward_id, DutyShift.on_day >= first, DutyShift.on_day <= last
    )  # fmt: skip
    found = [one for one in db.session.scalars(query) if not role or one.role == role]
    if not found:
        raise Invalid({"clear_first": ["Khoảng ngày này không có ca trực nào để xóa."]})
    for one in found:
        db.session.delete(one)
    audit.record(actor, "duty.clear", ward_id=ward_id, removed=len(found))
    db.session.commit()
    return len(found)


def _plan(actor: Actor, ward_id: UUID, facts: RotationFacts) -> Plan:
    first, last = _days(facts.first, facts.last, "first", "last")
    roles, people = _roles(facts), _people(actor, ward_id, facts)
    if len(people) < len(roles):
        raise Invalid({"": [f"Mỗi ngày cần {len(roles)} người khác nhau; mới chọn {len(people)} người."]})
    all_days = days_with(first, last)
    days = [
        one.day
        for one in all_days
        if one.day.weekday() in facts.weekdays
        and one.day not in facts.skipped
        and not (facts.skips_holidays and one.occasion and one.is_rest)
    ]
    wanted = set(days)
    known = shifts_between(ward_id, first - _ONE_DAY, last + _ONE_DAY)
    standing = [one for one in known if one.day in wanted and one.role in roles]
    going = standing if facts.replaces else []
    taken = {(one.day, one.role) for one in standing} if not facts.replaces else set()
    by_key = {one.key: one for one in people}
    turns = duty.rotate([one.key for one in people], roles, days, taken)
    strained = _strains(turns, [one for one in known if one not in going])
    shifts = tuple(
        PlannedShift(one.day, one.role, by_key[one.who], strained.get(f"new:{number}", ""))
        for number, one in enumerate(turns)
    )
    return Plan(shifts, tuple(one.shift_id for one in going), len(taken), len(all_days) - len(days))


def _strains(turns: list[Stand], known: list[Shift]) -> dict[str, str]:
    new = [Stand(one.day, one.role, one.who, f"new:{number}") for number, one in enumerate(turns)]
    return duty.strains([*stands_of(known), *new])


def _days(first: date | None, last: date | None, first_name: str, last_name: str) -> tuple[date, date]:
    if first is None or not FIRST_DAY <= first <= LAST_DAY:
        raise Invalid({first_name: ["Hãy ghi ngày bắt đầu."]})
    if last is None or not first <= last <= LAST_DAY:
        raise Invalid({last_name: ["Hãy ghi ngày cuối, từ ngày bắt đầu trở đi."]})
    if (last - first).days >= MOST_DAYS:
        raise Invalid({last_name: [f"Mỗi lần không quá {MOST_DAYS} ngày."]})
    return first, last


def _roles(facts: RotationFacts) -> list[str]:
    roles = duty.order_of_roles(role for role in map(clean, facts.roles) if role)
    if not roles or any(len(role) > 60 for role in roles):
        raise Invalid({"roles": ["Hãy chọn ít nhất một vai trực (mỗi vai không quá 60 ký tự)."]})
    if len(roles) > 6:
        raise Invalid({"roles": ["Mỗi lần xếp không quá sáu vai trực."]})
    return roles


def _people(actor: Actor, ward_id: UUID, facts: RotationFacts) -> list[Candidate]:
    known = candidates(actor, ward_id)
    by_key = {one.key: one for one in known}
    found: list[Candidate] = []
    for key in facts.people:
        one = by_key.get(key) or candidate_of_key(actor, ward_id, key)
        if one is None:
            raise Invalid({"people": ["Có người trong danh sách không còn; hãy chọn lại."]})
        found.append(one)
    for line in facts.others.splitlines():
        name = proper_name(clean(line))
        if not name:
            continue
        if len(name) > 120:
            raise Invalid({"others": ["Có dòng dài quá 120 ký tự; mỗi dòng ghi một họ tên."]})
        bearing = [one for one in known if name_key(one.full_name) == name_key(name)]
        found.append(bearing[0] if len(bearing) == 1 else Candidate(key_of(None, name), name, "", "", None, None))
    people = list({one.key: one for one in found}.values())
    if not people:
        raise Invalid({"people": ["Hãy đánh số thứ tự cho ít nhất một người, hoặc ghi họ tên."]})
    if len(people) > _MOST_PEOPLE:
        raise Invalid({"people": [f"Mỗi lần xếp không quá {_MOST_PEOPLE} người."]})
    return people
