"""What targets count that no room keeps as a whole: holders of the command's posts, men handed over, of many wards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from roster.domain.law.command_posts import COMMAND_KIND
from roster.store.campaigns import CandidateMove
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, EstablishmentPost, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person

HANDED_OVER = "handed_over"
_ARMY = "army"  # whom a man is meant for of whom nothing is said


@dataclass(frozen=True)
class HandedOver:
    """A man who was handed over. `on_day` is None where only the year is known."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    service: str
    on_day: date | None


def command_holders(ward_ids: Collection[UUID], on: date) -> list[tuple[UUID, str, int]]:
    """(ward, post, holders) of the wards' commands on the day; whoever left the ward or the roster holds none.

    The caller has checked the wards.
    """
    query = (
        select(Appointment.ward_id, Appointment.post, func.count())
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .outerjoin(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(
            Appointment.ward_id.in_(list(ward_ids)), ForceUnit.kind == COMMAND_KIND, *_covers(Appointment, on),
            or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on),
            or_(Person.retired_on.is_(None), Person.retired_on > on),
        )
        .group_by(Appointment.ward_id, Appointment.post)
    )  # fmt: skip
    return [(ward_id, post, count) for ward_id, post, count in db.session.execute(query)]


def command_places(ward_ids: Collection[UUID], on: date) -> list[tuple[UUID, str, int]]:
    """(ward, post, places) that the wards themselves set for their commands. The caller has checked the wards."""
    query = (
        select(EstablishmentPost.ward_id, EstablishmentPost.post, EstablishmentPost.places)
        .join(ForceUnit, ForceUnit.id == EstablishmentPost.unit_id)
        .where(
            EstablishmentPost.ward_id.in_(list(ward_ids)), ForceUnit.kind == COMMAND_KIND,
            *_covers(EstablishmentPost, on),
        )
    )  # fmt: skip
    return [(ward_id, post, places) for ward_id, post, places in db.session.execute(query)]


def handed_over_counts(ward_ids: Collection[UUID], on: date) -> list[tuple[UUID, str, int, int]]:
    """(ward, service, candidates, handed over by the day) of the day's year. The caller has checked the wards."""
    service = func.coalesce(EnlistmentRecord.service, _ARMY)
    query = (
        select(EnlistmentRecord.ward_id, service, func.count(), func.sum(case((_is_done(on), 1), else_=0)))
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(EnlistmentRecord.ward_id.in_(list(ward_ids)), *_of_year(on))
        .group_by(EnlistmentRecord.ward_id, service)
    )
    return [
        (ward_id, meant_for, count, int(done or 0)) for ward_id, meant_for, count, done in db.session.execute(query)
    ]


def handed_over_people(ward_id: UUID, on: date) -> list[HandedOver]:
    """The men of the day's year whom the ward had handed over by the day, by name. The caller has checked the ward."""
    move = and_(
        CandidateMove.record_id == EnlistmentRecord.id, CandidateMove.to_step == HANDED_OVER,
        CandidateMove.undone_at.is_(None),
    )  # fmt: skip
    query = (
        select(
            Person.id, Person.full_name, Person.birth_date, Person.neighbourhood,
            func.coalesce(EnlistmentRecord.service, _ARMY), func.max(CandidateMove.on),
        )
        .join(EnlistmentRecord, EnlistmentRecord.person_id == Person.id)
        .outerjoin(CandidateMove, move)
        .where(EnlistmentRecord.ward_id == ward_id, _is_done(on), *_of_year(on))
        .group_by(
            Person.id, Person.full_name, Person.birth_date, Person.neighbourhood, Person.sort_key,
            EnlistmentRecord.service,
        )
        .order_by(Person.sort_key, Person.birth_date, Person.id)
    )  # fmt: skip
    return [HandedOver(*row) for row in db.session.execute(query)]


def _is_done(on: date) -> ColumnElement[bool]:
    later = select(CandidateMove.record_id).where(
        CandidateMove.to_step == HANDED_OVER, CandidateMove.on > on, CandidateMove.undone_at.is_(None)
    )
    return and_(EnlistmentRecord.status == HANDED_OVER, EnlistmentRecord.id.not_in(later))


def _of_year(on: date) -> tuple[ColumnElement[bool], ...]:
    return EnlistmentRecord.year == on.year, or_(Person.retired_on.is_(None), Person.retired_on > on)


def _covers(model: Any, on: date) -> tuple[ColumnElement[bool], ...]:
    return model.begins_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on)
