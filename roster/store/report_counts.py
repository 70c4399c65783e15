"""What a ward's periodic report counts, in grouped queries: rows as many as there are groups, not people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from roster.domain.actor import Actor
from roster.domain.cycle import MILESTONES
from roster.domain.dates import earliest, latest
from roster.domain.force_units import KINDS
from roster.store.campaigns import Campaign, CandidateMove, Quota
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, ForceUnit, PartySource
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward
from roster.store.training import DutyShift, Meeting, TrainingPlan, TrainingSession

HANDED_OVER = "handed_over"
_DEFERRAL, _EXEMPTION = "41.1.", "41.2."
_SELF_DEFENCE = tuple(kind.key for kind in KINDS if kind.is_self_defence and not kind.is_board)


@dataclass(frozen=True)
class Recruits:
    """The candidates of one call-up on a day: all, and how many had reached each milestone (by its key)."""

    candidates: int
    milestones: dict[str, int]


@dataclass(frozen=True)
class Grounds:
    """Decided claims: deferrals and exemptions in force on a day, and those that were decided between two days."""

    deferred: int
    exempt: int
    decided: int


@dataclass(frozen=True)
class Calendar:
    """The ward command's own calendar between two days."""

    meetings_held: int
    meetings_planned: int
    duty_shifts: int
    duty_days: int


@dataclass(frozen=True)
class Source:
    """The Party's source among the militia: on the last day, and what happened between two days."""

    people: int
    class_attended: int
    admitted: int


def call_up_year(actor: Actor, ward_id: UUID, on: date) -> int:
    """The year of the call-up that is worked at on the day: the next one once this year's men are handed over.

    Where the ward has set no day of handover, that is after March. Raises NotFound.
    """
    require_ward(actor, ward_id)
    query = select(Campaign.handover_on).where(Campaign.ward_id == ward_id, Campaign.year == on.year)
    handover_on = db.session.scalar(query) or date(on.year, 3, 31)
    return on.year if on <= handover_on else on.year + 1


def recruits_on(actor: Actor, ward_id: UUID, year: int, on: date) -> Recruits:
    """The candidates of a year's call-up at the steps at which they stood on the day. Raises NotFound.

    Everybody on the year's list, as the call-up's own pages count; a step on a past day is where the first later move
    led from.
    """
    require_ward(actor, ward_id)
    kept = (
        EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.year == year,
        or_(Person.retired_on.is_(None), Person.retired_on > on),
    )  # fmt: skip
    query: Any = (
        select(EnlistmentRecord.status, func.count())
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(*kept)
        .group_by(EnlistmentRecord.status)
    )
    steps: Counter[str | None] = Counter(dict(db.session.execute(query).all()))
    candidates = steps.total()
    moves = (
        select(CandidateMove.record_id, CandidateMove.from_step, EnlistmentRecord.status)
        .join(EnlistmentRecord, EnlistmentRecord.id == CandidateMove.record_id)
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(*kept, CandidateMove.on > on, CandidateMove.undone_at.is_(None))
        .order_by(CandidateMove.on, CandidateMove.at, CandidateMove.id)
    )
    seen: set[UUID] = set()
    for record_id, from_step, status in db.session.execute(moves):
        if record_id not in seen:
            seen.add(record_id)
            steps[status] -= 1
            steps[from_step] += 1
    return Recruits(candidates, {one.key: sum(steps[step] for step in one.steps) for one in MILESTONES})


def handed_over(actor: Actor, ward_id: UUID, year: int, first: date, last: date) -> tuple[int, int]:
    """How many of a year's men were handed over between the days, and how many up to the last one. Raises NotFound.

    The day is that of the move to the step; who came to it without a move (by import) counts in the second only.
    """
    require_ward(actor, ward_id)
    query = (
        select(EnlistmentRecord.id, func.max(CandidateMove.on))
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .outerjoin(
            CandidateMove,
            and_(
                CandidateMove.record_id == EnlistmentRecord.id, CandidateMove.to_step == HANDED_OVER,
                CandidateMove.undone_at.is_(None),
            ),
        )
        .where(
            EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.year == year, EnlistmentRecord.status == HANDED_OVER,
            or_(Person.retired_on.is_(None), Person.retired_on > last),
        )
        .group_by(EnlistmentRecord.id)
        .subquery()
    )  # fmt: skip
    day: Any = query.columns[1]
    counted = db.session.execute(select(day, func.count()).select_from(query).group_by(day)).all()
    within = sum(count for on, count in counted if on is not None and first <= on <= last)
    return within, sum(count for on, count in counted if on is None or on <= last)


def quota_places(actor: Actor, ward_id: UUID, year: int) -> int | None:
    """The men whom the ward must hand over in a year, None where nobody recorded a quota. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(func.sum(Quota.places)).where(Quota.ward_id == ward_id, Quota.year == year)
    places = db.session.scalar(query)
    return int(places) if places else None


def grounds_on(actor: Actor, ward_id: UUID, first: date, last: date) -> Grounds:
    """Deferrals and exemptions from the call-up in force on the last day, and decided within the days. NotFound."""
    require_ward(actor, ward_id)
    kind = func.substr(Claim.ground, 1, 5)
    query = (
        select(kind, Claim.decided_on, Claim.until, func.count())
        .where(
            Claim.ward_id == ward_id, Claim.status == "decided", Claim.withdrawn_at.is_(None),
            Claim.decided_on.is_not(None), Claim.decided_on <= last, kind.in_((_DEFERRAL, _EXEMPTION)),
        )
        .group_by(kind, Claim.decided_on, Claim.until)
    )  # fmt: skip
    in_force: Counter[str] = Counter()
    decided = 0
    for ground, decided_on, until, count in db.session.execute(query):
        if not until or latest(until) >= last:
            in_force[ground] += count
        decided += count if decided_on >= first else 0
    return Grounds(in_force[_DEFERRAL], in_force[_EXEMPTION], decided)


def militia_movement(actor: Actor, ward_id: UUID, first: date, last: date) -> tuple[int, int]:
    """How many joined the militia within the days, and how many left it. Raises NotFound.

    Who joined is told by the day of joining where all days that it may mean lie within; without one, by the day on
    which the membership was entered.
    """
    require_ward(actor, ward_id)
    joined = 0
    for joined_on, since, count in db.session.execute(
        select(MilitiaRecord.joined_on, MilitiaRecord.since, func.count())
        .where(MilitiaRecord.ward_id == ward_id)
        .group_by(MilitiaRecord.joined_on, MilitiaRecord.since)
    ):
        begin, end = (earliest(joined_on), latest(joined_on)) if joined_on else (since, since)
        joined += count if first <= begin and end <= last else 0
    return joined, _closed(MilitiaRecord, ward_id, first, last)


def reserve_left(actor: Actor, ward_id: UUID, first: date, last: date) -> int:
    """How many registrations of reservists ended within the days. Raises NotFound."""
    require_ward(actor, ward_id)
    return _closed(ReserveRecord, ward_id, first, last)


def _closed(record: Any, ward_id: UUID, first: date, last: date) -> int:
    # On his last day a man is still counted among the strength: he is missing from the day after it on.
    day = timedelta(days=1)
    query = select(func.count()).where(record.ward_id == ward_id, record.closed_on.between(first - day, last - day))
    return db.session.scalar(query) or 0


def events_between(actor: Actor, ward_id: UUID, home: str, first: date, last: date) -> Counter[str]:
    """What was decided or reported of the militia or the reserve within the days, by kind. Raises NotFound."""
    require_ward(actor, ward_id)
    query: Any = (
        select(ForceEvent.kind, func.count())
        .where(
            ForceEvent.ward_id == ward_id, ForceEvent.home == home, ForceEvent.withdrawn_at.is_(None),
            ForceEvent.on_day.between(first, last),
        )
        .group_by(ForceEvent.kind)
    )  # fmt: skip
    return Counter(dict(db.session.execute(query).all()))


def self_defence_on(actor: Actor, ward_id: UUID, on: date) -> tuple[int, int]:
    """How many self-defence units stand on the day, and how many people hold a post in them. Raises NotFound."""
    require_ward(actor, ward_id)
    stands = _covers(ForceUnit, on)
    units = select(func.count()).where(ForceUnit.ward_id == ward_id, ForceUnit.kind.in_(_SELF_DEFENCE), stands)
    members = (
        select(func.count(func.distinct(Appointment.person_id)))
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(
            ForceUnit.ward_id == ward_id, ForceUnit.kind.in_(_SELF_DEFENCE), stands, _covers(Appointment, on),
            or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on),
            or_(Person.retired_on.is_(None), Person.retired_on > on),
        )
    )  # fmt: skip
    return db.session.scalar(units) or 0, db.session.scalar(members) or 0


def _covers(model: Any, on: date) -> ColumnElement[bool]:
    return and_(model.begins_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on))


def calendar_between(actor: Actor, ward_id: UUID, first: date, last: date) -> Calendar:
    """Meetings and duty within the days. Raises NotFound."""
    require_ward(actor, ward_id)
    meetings: Any = (
        select(Meeting.is_held, func.count())
        .where(Meeting.ward_id == ward_id, Meeting.on_day.between(first, last))
        .group_by(Meeting.is_held)
    )
    counts: dict[bool, int] = {bool(is_held): count for is_held, count in db.session.execute(meetings)}
    duty = select(func.count(), func.count(func.distinct(DutyShift.on_day))).where(
        DutyShift.ward_id == ward_id, DutyShift.on_day.between(first, last)
    )
    shifts, days = db.session.execute(duty).one()
    return Calendar(counts.get(True, 0), sum(counts.values()), shifts, days)


def source_between(actor: Actor, ward_id: UUID, first: date, last: date) -> Source:
    """The Party's source on the last day; who attended the class and who was admitted within the days. NotFound."""
    require_ward(actor, ward_id)
    still = and_(
        PartySource.since <= last,
        or_(PartySource.closed_on.is_(None), PartySource.closed_on > last),
        or_(PartySource.admitted_on.is_(None), PartySource.admitted_on > last),
    )

    def count(condition: ColumnElement[bool]) -> int:
        return db.session.scalar(select(func.count()).where(PartySource.ward_id == ward_id, condition)) or 0

    return Source(
        count(still),
        count(PartySource.class_attended_on.between(first, last)),
        count(PartySource.admitted_on.between(first, last)),
    )


def sessions_between(actor: Actor, ward_id: UUID, home: str, first: date, last: date) -> tuple[int, float]:
    """How many sessions of that home's plans were held (attendance taken) within the days, and their days. NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(func.count(), func.coalesce(func.sum(TrainingSession.days), 0))
        .join(TrainingPlan, TrainingPlan.id == TrainingSession.plan_id)
        .where(
            TrainingSession.ward_id == ward_id, TrainingPlan.home == home, TrainingSession.is_entered.is_(True),
            TrainingSession.on_day.between(first, last),
        )
    )  # fmt: skip
    sessions, days = db.session.execute(query).one()
    return sessions, float(days)
