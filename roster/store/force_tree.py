"""Reading a ward's forces on a day: units, establishment, who holds which post, who of the roster is in no unit.

A holder counts while his appointment covers the day and he is still a member: whoever left the roster or the ward
counts no more, also where nobody has ended his appointment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from roster.domain.actor import Actor, Permission
from roster.store.db import db
from roster.store.forces import Appointment, EstablishmentPost, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.person_words import found_by
from roster.store.scope import require


@dataclass(frozen=True)
class Holder:
    """An appointment with whose it is. `has_left`: he is no longer on the roster or in the ward."""

    appointment: Appointment
    person_id: UUID | None
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    phone: str | None
    has_left: bool


@dataclass(frozen=True)
class Member:
    """A member of the militia as the pages of appointments need him."""

    person_id: UUID
    record_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    component: str | None
    unit: str | None
    post: str | None
    since: date


def units_of(actor: Actor, ward_id: UUID) -> list[ForceUnit]:
    """Every unit of the ward, ended ones too, by name. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(ForceUnit).where(ForceUnit.ward_id == ward_id).order_by(ForceUnit.sort_key, ForceUnit.id)
    return list(db.session.scalars(query))


def establishment_of(ward_id: UUID, unit_id: UUID | None = None) -> list[EstablishmentPost]:
    """The establishment of the ward's units (or of one) over all time, oldest first."""
    query = select(EstablishmentPost).where(EstablishmentPost.ward_id == ward_id)
    if unit_id is not None:
        query = query.where(EstablishmentPost.unit_id == unit_id)
    return list(db.session.scalars(query.order_by(EstablishmentPost.begins_on, EstablishmentPost.id)))


def places_on(ward_id: UUID, on: date) -> list[tuple[UUID, str, int]]:
    """(unit, post, places) of the ward's establishment on that day."""
    query = select(EstablishmentPost.unit_id, EstablishmentPost.post, EstablishmentPost.places).where(
        EstablishmentPost.ward_id == ward_id, _covers(EstablishmentPost, on)
    )
    return [(unit_id, post, places) for unit_id, post, places in db.session.execute(query)]


def held_on(ward_id: UUID, on: date) -> list[tuple[UUID, str, int]]:
    """(unit, post, holders) on that day; one query whatever the number of people."""
    query = (
        select(Appointment.unit_id, Appointment.post, func.count())
        .outerjoin(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(Appointment.ward_id == ward_id, _covers(Appointment, on), ~_has_left(on), _has_joined(on))
        .group_by(Appointment.unit_id, Appointment.post)
    )
    return [(unit_id, post, count) for unit_id, post, count in db.session.execute(query)]


def holders(ward_id: UUID, on: date, unit_id: UUID | None = None, *, ever: bool = False) -> list[Holder]:
    """The appointments of the ward (or of one unit) that cover the day, or all that ever were; by name."""
    query = (
        select(Appointment, Person, _has_left(on).label("has_left"))
        .outerjoin(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(Appointment.ward_id == ward_id)
        .order_by(Person.sort_key, Appointment.holder_name, Appointment.begins_on, Appointment.id)
    )
    if unit_id is not None:
        query = query.where(Appointment.unit_id == unit_id)
    if not ever:
        query = query.where(_covers(Appointment, on), _has_joined(on))
    return [_holder(one, person, left) for one, person, left in db.session.execute(query)]


def left_but_open(ward_id: UUID, on: date) -> list[tuple[Appointment, date]]:
    """Open appointments of people who left the roster or the ward, each with the last day on which he was there."""
    query = (
        select(Appointment, MilitiaRecord.closed_on, Person.retired_on)
        .outerjoin(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(Appointment.ward_id == ward_id, _covers(Appointment, on), _has_left(on))
        .order_by(Appointment.id)
    )
    return [(one, min(day for day in days if day is not None)) for one, *days in db.session.execute(query)]


def appointments_of(ward_id: UUID, person_ids: Iterable[UUID]) -> list[tuple[Appointment, ForceUnit]]:
    """Every appointment of these people with its unit, oldest first."""
    query = (
        select(Appointment, ForceUnit)
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .where(Appointment.ward_id == ward_id, Appointment.person_id.in_(list(person_ids)))
        .order_by(Appointment.begins_on, Appointment.id)
    )
    return [(one, unit) for one, unit in db.session.execute(query)]


@dataclass(frozen=True)
class MemberSearch:
    """Which members are looked for; `free_of` names the kinds of unit in which a post is no hindrance."""

    q: str = ""
    neighbourhood: str = ""
    component: str = ""
    with_placed: bool = False
    free_of: tuple[str, ...] = ()
    person_ids: tuple[UUID, ...] | None = None


def members_on(
    actor: Actor, ward_id: UUID, on: date, wanted: MemberSearch, limit: int | None = None
) -> tuple[list[Member], int]:
    """Members of the militia's roster on that day, by name, and how many there are in all.

    Without `with_placed` only those who hold no post in any unit then or later. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query: Any = (
        select(
            Person.id, MilitiaRecord.id, Person.full_name, Person.birth_date, Person.neighbourhood,
            MilitiaRecord.component, MilitiaRecord.unit, MilitiaRecord.post, MilitiaRecord.since,
        )
        .join(Person, Person.id == MilitiaRecord.person_id)
        .where(
            MilitiaRecord.ward_id == ward_id, Person.ward_id == ward_id, MilitiaRecord.since <= on,
            MilitiaRecord.closed_on.is_(None), or_(Person.retired_on.is_(None), Person.retired_on > on),
        )
    )  # fmt: skip
    query = query.where(*found_by(actor, wanted.q))
    if wanted.neighbourhood:
        query = query.where(Person.neighbourhood == wanted.neighbourhood)
    if wanted.component:
        query = query.where(MilitiaRecord.component == wanted.component)
    if wanted.person_ids is not None:
        query = query.where(Person.id.in_(wanted.person_ids))
    if not wanted.with_placed:
        query = query.where(~_is_placed(on, wanted.free_of))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = _by_name(query).limit(limit) if limit is not None else _by_name(query)
    return [Member(*row) for row in db.session.execute(query)], total


def present_values(ward_id: UUID, on: date) -> tuple[list[str], list[str]]:
    """The neighbourhoods and the components that members of that day have."""
    query = (
        select(Person.neighbourhood, MilitiaRecord.component)
        .join(Person, Person.id == MilitiaRecord.person_id)
        .where(MilitiaRecord.ward_id == ward_id, MilitiaRecord.closed_on.is_(None), MilitiaRecord.since <= on)
        .distinct()
    )
    pairs = db.session.execute(query).all()
    return sorted({one for one, _ in pairs if one}), sorted({one for _, one in pairs if one})


def _by_name(query: Select[Any]) -> Select[Any]:
    return query.order_by(Person.sort_key, Person.birth_date, Person.id)


def _covers(model: Any, on: date) -> ColumnElement[bool]:
    return and_(model.begins_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on))


def _has_left(on: date) -> ColumnElement[bool]:
    """Whether the joined person or record had ended by that day; never for a holder who is on no roster."""
    return or_(
        and_(MilitiaRecord.closed_on.is_not(None), MilitiaRecord.closed_on < on),
        and_(Person.retired_on.is_not(None), Person.retired_on <= on),
    )


def _has_joined(on: date) -> ColumnElement[bool]:
    """Whether the joined record had begun by that day; a holder who is on no roster needs none."""
    return or_(MilitiaRecord.since.is_(None), MilitiaRecord.since <= on)


def _is_placed(on: date, free_of: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(
        Appointment.person_id == Person.id, Appointment.ward_id == MilitiaRecord.ward_id,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
        Appointment.unit_id == ForceUnit.id, ForceUnit.kind.not_in(list(free_of)),
    )  # fmt: skip


def _holder(one: Appointment, person: Person | None, has_left: Any) -> Holder:
    if person is None:
        return Holder(one, None, one.holder_name or "", None, None, one.phone, False)
    return Holder(
        one, person.id, person.full_name, person.birth_date, person.neighbourhood, one.phone or person.phone,
        bool(has_left),
    )  # fmt: skip
