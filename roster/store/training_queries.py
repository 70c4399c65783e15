"""What training is worked out from, read for a ward in a few queries of constant number."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from roster.domain.actor import Actor
from roster.store import commanders
from roster.store.commanders import FACTS, Learner, holder_id, learner_of
from roster.store.dated_facts import component_on
from roster.store.db import db
from roster.store.force_names import UnitNames, names_of
from roster.store.forces import Appointment, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.person_words import found_by
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward
from roster.store.training import SessionAbsence, Trainee, TrainingPlan, TrainingSession


@dataclass(frozen=True)
class Stay:
    """One membership of the militia, or one registration as a reservist."""

    since: date
    closed_on: date | None
    component: str | None = None
    unit: str | None = None
    post: str | None = None
    joined_on: str | None = None
    record_id: UUID | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.since <= day and (self.closed_on is None or self.closed_on >= day)


@dataclass(frozen=True)
class HeldPost:
    """A post of a unit; it counts no more once the membership behind it has ended."""

    post: str
    unit_id: UUID
    unit_name: str
    unit_kind: str
    component: str | None
    begins_on: date
    ends_on: date | None
    record_closed_on: date | None
    names: UnitNames

    def unit_name_on(self, day: date) -> str:
        """What the unit was called on the day."""
        return self.names.on(self.unit_id, self.unit_name, day)

    def covers(self, day: date) -> bool:
        """Whether it is held on the day."""
        ends = [one for one in (self.ends_on, self.record_closed_on) if one is not None]
        return self.begins_on <= day and all(one >= day for one in ends)


def plans_of_year(actor: Actor, ward_id: UUID, year: int) -> list[TrainingPlan]:
    """The ward's plans of a year, in the order in which they were made. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(TrainingPlan).where(TrainingPlan.ward_id == ward_id, TrainingPlan.year == year)
    return list(db.session.scalars(query.order_by(TrainingPlan.id)))


def years_with_plans(actor: Actor, ward_id: UUID) -> list[int]:
    """The years of which the ward has plans, newest first. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(TrainingPlan.year).where(TrainingPlan.ward_id == ward_id).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def sessions_of(plan_ids: Collection[UUID]) -> list[TrainingSession]:
    """The sessions of these plans, oldest first."""
    query = select(TrainingSession).where(TrainingSession.plan_id.in_(plan_ids))
    return list(db.session.scalars(query.order_by(TrainingSession.on_day, TrainingSession.id)))


def trainees_of(plan_ids: Collection[UUID]) -> list[tuple[Trainee, Learner]]:
    """Whom these plans call, by name."""
    query: Any = (
        select(Trainee, *FACTS).outerjoin(Person, Person.id == Trainee.person_id).where(Trainee.plan_id.in_(plan_ids))
    )
    found = [
        (trainee, learner_of(trainee.ward_id, tuple(facts), trainee.holder_name))
        for trainee, *facts in db.session.execute(query)
    ]
    return sorted(found, key=lambda one: one[1].order)


def absences_of(plan_ids: Collection[UUID]) -> list[SessionAbsence]:
    """Every absence kept of the sessions of these plans."""
    query = select(SessionAbsence).join(TrainingSession, TrainingSession.id == SessionAbsence.session_id)
    return list(db.session.scalars(query.where(TrainingSession.plan_id.in_(plan_ids))))


def militia_stays(ward_id: UUID, plan_ids: Collection[UUID] | None = None) -> dict[UUID, list[Stay]]:
    """The memberships by person, oldest first: of those whom these plans call, or of everybody."""
    query: Any = select(
        MilitiaRecord.person_id, MilitiaRecord.since, MilitiaRecord.closed_on, MilitiaRecord.component,
        MilitiaRecord.unit, MilitiaRecord.post, MilitiaRecord.joined_on, MilitiaRecord.id,
    ).where(MilitiaRecord.ward_id == ward_id)  # fmt: skip
    return _stays(query, MilitiaRecord, plan_ids)


def reserve_stays(ward_id: UUID, plan_ids: Collection[UUID] | None = None) -> dict[UUID, list[Stay]]:
    """The same of reservists. Rank and post only: which unit a man is placed in is nowhere."""
    query: Any = select(ReserveRecord.person_id, ReserveRecord.since, ReserveRecord.closed_on).where(
        ReserveRecord.ward_id == ward_id
    )
    return _stays(query, ReserveRecord, plan_ids)


def _stays(query: Any, record: Any, plan_ids: Collection[UUID] | None) -> dict[UUID, list[Stay]]:
    if plan_ids is not None:
        called = select(Trainee.person_id).where(Trainee.plan_id.in_(plan_ids))
        query = query.where(record.person_id.in_(called))
    found: dict[UUID, list[Stay]] = {}
    for person_id, *facts in db.session.execute(query.order_by(record.since, record.id)):
        found.setdefault(person_id, []).append(Stay(*facts))
    return found


def posts_of(ward_id: UUID) -> dict[UUID, list[HeldPost]]:
    """Every appointment of the ward's people by person (a holder without a file by his name), oldest first."""
    query: Any = (
        select(
            Appointment.person_id, Appointment.holder_name, Appointment.post, ForceUnit.id, ForceUnit.name,
            ForceUnit.kind, ForceUnit.component, Appointment.begins_on, Appointment.ends_on, MilitiaRecord.closed_on,
        )
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(Appointment.ward_id == ward_id)
        .order_by(Appointment.begins_on, Appointment.id)
    )  # fmt: skip
    names = names_of(ward_id)
    found: dict[UUID, list[HeldPost]] = {}
    for person_id, name, *facts in db.session.execute(query):
        found.setdefault(person_id or holder_id(ward_id, name or ""), []).append(HeldPost(*(*facts, names)))
    return found


def units_of_ward(ward_id: UUID) -> list[ForceUnit]:
    """The ward's units, by name."""
    query = select(ForceUnit).where(ForceUnit.ward_id == ward_id).order_by(ForceUnit.sort_key, ForceUnit.id)
    return list(db.session.scalars(query))


def militia_on(ward_id: UUID, on: date) -> list[tuple[Learner, Stay]]:
    """Who is a member on the day, by name, each once by the latest membership: as the roster of that day shows."""
    query: Any = select(
        *FACTS, MilitiaRecord.since, MilitiaRecord.closed_on, component_on([ward_id], on),
        MilitiaRecord.unit, MilitiaRecord.post, MilitiaRecord.joined_on,
    )  # fmt: skip
    return _force_on(query, MilitiaRecord, ward_id, on)


def reserve_on(ward_id: UUID, on: date) -> list[tuple[Learner, Stay]]:
    """Who is a reservist on the day, by name."""
    query: Any = select(*FACTS, ReserveRecord.since, ReserveRecord.closed_on)
    return _force_on(query, ReserveRecord, ward_id, on)


def _force_on(query: Any, record: Any, ward_id: UUID, on: date) -> list[tuple[Learner, Stay]]:
    query = (
        query.join(record, record.person_id == Person.id)
        .where(Person.ward_id == ward_id, record.ward_id == ward_id, *is_of_force(record, on))
        .order_by(*_by_name())
    )
    size = len(FACTS)
    return [(Learner(*row[:size]), Stay(*row[size:])) for row in db.session.execute(query)]


def commanders_on(ward_id: UUID, on: date) -> list[Learner]:
    """Who holds a post of command on the day, with a file in the ward or by name alone, by name."""
    return commanders.commanders_on([ward_id], on).get(ward_id, [])


def found_by_words(actor: Actor, ward_id: UUID, words: str, limit: int) -> list[Learner]:
    """People who are kept and whom all the words find, by name."""
    query = select(*FACTS).where(Person.ward_id == ward_id, Person.retired_on.is_(None))
    query = query.where(*found_by(actor, words))
    return [Learner(*row) for row in db.session.execute(query.order_by(*_by_name()).limit(limit))]


def learners(ward_id: UUID, ids: Iterable[UUID]) -> list[Learner]:
    """These people of the ward, by name; ids of other wards find nobody."""
    query = select(*FACTS).where(Person.ward_id == ward_id, Person.id.in_(list(ids))).order_by(*_by_name())
    return [Learner(*row) for row in db.session.execute(query)]


def is_of_force(record: Any, on: date) -> tuple[ColumnElement[bool], ...]:
    """That a record (of the militia or the reserve) holds on the day and is its person's latest one."""
    later = aliased(record)

    def holds(one: Any) -> ColumnElement[bool]:
        return and_(one.since <= on, or_(one.closed_on.is_(None), one.closed_on >= on))

    is_later = or_(later.since > record.since, and_(later.since == record.since, later.id > record.id))
    superseded = exists().where(later.person_id == record.person_id, holds(later), is_later)
    return holds(record), ~superseded, or_(Person.retired_on.is_(None), Person.retired_on > on)


def _by_name() -> tuple[Any, ...]:
    return Person.sort_key, Person.birth_date, Person.id
