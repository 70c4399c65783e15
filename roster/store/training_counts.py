"""Training counted for several wards at once, for the figures of the targets: as the pages of training count it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from roster.domain.law.training import COURSE, GOOD, MILITIA, PASSED, TRAINING
from roster.store import commanders
from roster.store.dated_facts import component_on
from roster.store.db import db
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.training import SessionAbsence, Trainee, TrainingPlan, TrainingSession
from roster.store.training_queries import is_of_force


@dataclass(frozen=True)
class Training:
    """Of the militia of a day (or a component of it): people, and days of those sessions whose attendance was taken."""

    attended: int = 0
    graded: int = 0
    passed: int = 0
    good: int = 0
    days: float = 0
    days_called: float = 0


NOTHING = Training()


def militia_training(ward_ids: Collection[UUID], on: date, *, component: str = "") -> dict[UUID, Training]:
    """The year's training up to the day, in two queries. The caller has checked the wards."""
    results: Any = _of_militia(
        select(Trainee.ward_id, _people_with(None), _people_with(PASSED), _people_with(GOOD)), ward_ids, on, component
    )
    results = results.where(result_counts_on(on)).group_by(Trainee.ward_id)
    found = {ward_id: [0, *counts, 0.0, 0.0] for ward_id, *counts in db.session.execute(results)}
    stay = aliased(MilitiaRecord)
    belongs = exists().where(
        stay.person_id == Trainee.person_id, stay.ward_id == Trainee.ward_id, stay.since <= TrainingSession.on_day,
        or_(stay.closed_on.is_(None), stay.closed_on >= TrainingSession.on_day),
    )  # fmt: skip
    is_away = exists().where(
        SessionAbsence.session_id == TrainingSession.id, SessionAbsence.person_id == Trainee.person_id
    )
    there = func.sum(case((is_away, 0.0), else_=TrainingSession.days))
    by_person: Any = (
        _of_militia(
            select(
                Trainee.ward_id, Trainee.person_id, there.label("there"), func.sum(TrainingSession.days).label("in_all")
            ),
            ward_ids, on, component,
        )
        .join(
            TrainingSession,
            and_(
                TrainingSession.plan_id == Trainee.plan_id, TrainingSession.is_entered.is_(True),
                TrainingSession.on_day <= on,
            ),
        )
        .where(belongs, or_(Person.retired_on.is_(None), Person.retired_on > TrainingSession.on_day))
        .group_by(Trainee.ward_id, Trainee.person_id)
        .subquery()
    )  # fmt: skip
    days = select(
        by_person.c.ward_id, func.sum(case((by_person.c.there > 0, 1), else_=0)), func.sum(by_person.c.there),
        func.sum(by_person.c.in_all),
    ).group_by(by_person.c.ward_id)  # fmt: skip
    for ward_id, attended, there_days, all_days in db.session.execute(days):
        line = found.setdefault(ward_id, [0, 0, 0, 0, 0.0, 0.0])
        line[0], line[4], line[5] = int(attended), float(there_days), float(all_days)
    return {ward_id: Training(*line) for ward_id, line in found.items()}


def commanders_trained(ward_ids: Collection[UUID], on: date) -> dict[UUID, tuple[int, int]]:
    """How many hold a post of command on the day, and how many of them passed a course of the year."""
    query = (
        select(Trainee.person_id, Trainee.holder_id)
        .join(TrainingPlan, TrainingPlan.id == Trainee.plan_id)
        .where(
            Trainee.ward_id.in_(ward_ids), TrainingPlan.year == on.year, TrainingPlan.kind == COURSE,
            TrainingPlan.home == MILITIA, Trainee.result.in_(PASSED), result_counts_on(on),
        )
    )  # fmt: skip
    trained = {person_id or of_name for person_id, of_name in db.session.execute(query)}
    holders = commanders.commanders_on(ward_ids, on)
    return {ward_id: (len(ones), sum(one.id in trained for one in ones)) for ward_id, ones in holders.items()}


def result_counts_on(on: date) -> ColumnElement[bool]:
    """Whether a plan's results count on the day: not while sessions of a later day went before them."""
    return ~exists().where(
        TrainingSession.plan_id == TrainingPlan.id, TrainingSession.is_entered.is_(True), TrainingSession.on_day > on
    )


def _of_militia(query: Any, ward_ids: Collection[UUID], on: date, component: str) -> Any:
    """`query` over those of the day's militia (of the component) whom a training of the year calls."""
    query = (
        query.select_from(Trainee)
        .join(TrainingPlan, TrainingPlan.id == Trainee.plan_id)
        .join(MilitiaRecord, MilitiaRecord.person_id == Trainee.person_id)
        .join(Person, Person.id == Trainee.person_id)
        .where(
            Trainee.ward_id.in_(ward_ids), TrainingPlan.year == on.year, TrainingPlan.kind == TRAINING,
            TrainingPlan.home == MILITIA, *is_of_force(MilitiaRecord, on),
        )
    )  # fmt: skip
    return query.where(component_on(ward_ids, on) == component) if component else query


def _people_with(results: tuple[str, ...] | None) -> Any:
    has = Trainee.result.is_not(None) if results is None else Trainee.result.in_(results)
    return func.count(func.distinct(case((has, Trainee.person_id), else_=None)))
