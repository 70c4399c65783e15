"""Whose term ends, who reaches the age limit, who stands in two forces, who is away; and the strength on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.dates import Span, earliest, latest
from roster.domain.law.militia import (
    age_limit,
    counts_as_military_service,
    is_long_absence,
    quarter_of,
    served_text,
    term_end,
)
from roster.domain.law.militia_grounds import CALLED_UP_CLAUSE, PLACED_RESERVIST_CLAUSE, VOLUNTEER_CLAUSE
from roster.services import clock
from roster.services.militia_checks import open_absence
from roster.store import militia_queries as queries
from roster.store.force_counts import militia_on
from roster.store.forces import ForceEvent
from roster.store.militia import MilitiaRecord
from roster.store.militia_queries import Citizen, Member
from roster.store.scope import require

OVERDUE, QUARTER, YEAR, LATER, UNCLEAR = "overdue", "quarter", "year", "later", "unclear"
PERIODS: dict[str, str] = {
    OVERDUE: "Đã quá hạn",
    QUARTER: "Hết hạn trong quý này",
    YEAR: "Hết hạn trong năm nay",
    LATER: "Hết hạn sau năm nay",
    UNCLEAR: "Chưa rõ thời hạn",
}


@dataclass(frozen=True)
class DueMember:
    """A member with the end of his term: as the record says, else as it follows from the day of joining."""

    citizen: Citizen
    record: MilitiaRecord
    ends: str | None
    is_worked_out: bool
    period: str
    served: str
    extended: bool
    counts_as_service: bool | None


@dataclass(frozen=True)
class AgedMember:
    """A member who has passed the age limit, or reaches it this year; `limit` is his last day of age."""

    citizen: Citizen
    record: MilitiaRecord
    limit: Span
    is_volunteer: bool
    has_passed: bool


@dataclass(frozen=True)
class TwiceListed:
    """A member who stands elsewhere too: placed as a reservist, or handed over to the army on a day."""

    citizen: Citizen
    record: MilitiaRecord
    since: date | None = None


@dataclass(frozen=True)
class AbsentMember:
    """A member who is away, and whether for 3 months or more, which must be reported."""

    citizen: Citizen
    record: MilitiaRecord
    event: ForceEvent
    is_long: bool


@dataclass(frozen=True)
class Checks:
    """What must be settled of the members."""

    aged: tuple[AgedMember, ...] = ()
    no_birth_date: tuple[Member, ...] = ()
    placed: tuple[TwiceListed, ...] = ()
    handed_over: tuple[TwiceListed, ...] = ()
    absent: tuple[AbsentMember, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many entries wait to be settled; an age limit that is still to come waits for nothing yet."""
        waiting = sum(one.has_passed for one in self.aged) + sum(one.is_long for one in self.absent)
        return waiting + len(self.placed) + len(self.handed_over)


def strength_on(actor: Actor, ward_id: UUID, on: date) -> int:
    """How many stood in the ward's militia and self-defence forces on the day. Raises NotFound, NotAllowed.

    A membership counts to its last day: whoever left on 31/12 is counted on 31/12.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return sum(group.count for group in militia_on(actor, [ward_id], on))


def due_members(actor: Actor, ward_id: UUID) -> list[DueMember]:
    """Every member with the end of his term and its period, soonest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    today = clock.today()
    extensions = queries.events_by_person(actor, ward_id, kinds=["extension"])
    found = []
    for member in queries.open_members(actor, ward_id):
        record = member.record
        own = [event for event in extensions.get(member.citizen.id, []) if event.record_id == record.id]
        until = [event.until.isoformat() for event in own if event.until]
        ends = record.ends_on or term_end(record.joined_on, record.component, until)
        found.append(
            DueMember(
                member.citizen, record, ends, not record.ends_on and ends is not None, period_of(ends, today),
                served_text(record.joined_on, today), bool(own),
                counts_as_military_service(record.component, record.joined_on, today),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: latest(one.ends) if one.ends else date.max)


def period_of(ends: str | None, today: date) -> str:
    """The period in which a term ends; an end known to the year falls into a quarter only where the quarter is sure."""
    if ends is None:
        return UNCLEAR
    last = latest(ends)
    if last < today:
        return OVERDUE
    quarter = quarter_of(today)
    if earliest(ends) >= quarter.first and last <= quarter.last:
        return QUARTER
    return YEAR if last.year == today.year else LATER


def of_period(due: Iterable[DueMember], period: str) -> list[DueMember]:
    """Those of a period; of the year also those of the quarter, which is a part of it."""
    wanted = {QUARTER, YEAR} if period == YEAR else {period}
    return [one for one in due if one.period in wanted]


def checks_of(actor: Actor, ward_id: UUID) -> Checks:
    """What must be settled of the ward's members today. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    today = clock.today()
    members = queries.open_members(actor, ward_id)
    events = queries.events_by_person(actor, ward_id)
    placed = queries.placed_reservists(actor, ward_id, today)
    soldiers = queries.handed_over(actor, ward_id, today)
    return Checks(
        tuple(_aged(members, events, today)),
        tuple(one for one in members if age_limit(one.citizen.birth_date, one.citizen.sex) is None),
        tuple(TwiceListed(one.citizen, one.record) for one in members if one.citizen.id in placed),
        tuple(
            TwiceListed(one.citizen, one.record, soldiers[one.citizen.id])
            for one in members
            if one.citizen.id in soldiers and soldiers[one.citizen.id] >= one.record.since
        ),
        tuple(_absent(members, events, today)),
    )


def _aged(members: list[Member], events: dict[UUID, list[ForceEvent]], today: date) -> list[AgedMember]:
    found = []
    for member in members:
        own = events.get(member.citizen.id, [])
        volunteers = any(event.clause == VOLUNTEER_CLAUSE and event.record_id == member.record.id for event in own)
        limit = age_limit(member.citizen.birth_date, member.citizen.sex, volunteers)
        if limit is not None and limit.first.year <= today.year:
            # Known to the year only, he has passed it when every day that it may be has gone.
            found.append(AgedMember(member.citizen, member.record, limit, volunteers, limit.last < today))
    return sorted(found, key=lambda one: (one.limit.last, one.citizen.full_name))


def _absent(members: list[Member], events: dict[UUID, list[ForceEvent]], today: date) -> list[AbsentMember]:
    found = []
    for member in members:
        event = open_absence(events.get(member.citizen.id, []), today)
        if event is not None:
            long = is_long_absence(event.on_day, max(today, event.until or today))
            found.append(AbsentMember(member.citizen, member.record, event, long))
    return sorted(found, key=lambda one: one.event.on_day)


def evidence_for(actor: Actor, ward_id: UUID, kind: str, clause: str, person_id: UUID) -> str:
    """What is on file already for a decision about somebody, "" where nothing is. Raises NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    today = clock.today()
    if clause == PLACED_RESERVIST_CLAUSE and person_id in queries.placed_reservists(actor, ward_id, today):
        return "Sổ dự bị động viên: đã xếp vào đơn vị dự bị động viên"
    if clause == CALLED_UP_CLAUSE:
        day = queries.handed_over(actor, ward_id, today).get(person_id)
        return f"Lệnh gọi nhập ngũ; giao quân ngày {day:%d/%m/%Y}" if day else ""
    registered = queries.events(actor, ward_id, person_ids=[person_id], kinds=["registration"])
    if kind in {"deferral", "exemption"}:
        return next((event.evidence or "" for event in registered if event.clause == clause), "")
    return ""


def registered_reserve(actor: Actor, ward_id: UUID) -> list[tuple[Citizen, date]]:
    """Who completed his duty, is still of age and stays registered for an enlargement of the force (khoản 2 Điều 13).

    With the last day of the membership. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    today = clock.today()
    left = {one: day for one, day in queries.past_members(actor, ward_id).items() if day is not None}
    completed = {event.person_id for event in queries.events(actor, ward_id, kinds=["completion"])}
    found = []
    for citizen in queries.citizens(actor, ward_id, ids=list(completed & set(left))):
        limit = age_limit(citizen.birth_date, citizen.sex)
        if limit is not None and limit.first >= today:
            found.append((citizen, left[citizen.id]))
    return found
