"""How many stand in the forces of several wards on a day, grouped: a few rows, whatever the number of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from roster.domain.actor import Actor
from roster.store.dated_facts import MILITIA, RESERVE, past_facts
from roster.store.db import db
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.queries import JOINED_ON, is_member_on
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward


@dataclass(frozen=True)
class MilitiaGroup:
    """So many members of the militia and self-defence forces of a ward who are alike in these facts."""

    ward_id: UUID
    component: str | None
    sex: str | None
    is_party_member: bool
    is_union_member: bool
    count: int


@dataclass(frozen=True)
class ReserveGroup:
    """So many reservists of a ward who are alike in these facts."""

    ward_id: UUID
    reserve_class: int | None
    is_assigned: bool | None
    speciality_match: str | None
    is_party_member: bool
    count: int


def militia_on(actor: Actor, ward_ids: Iterable[UUID], on: date) -> list[MilitiaGroup]:
    """The members on that day. Raises NotFound for a ward outside of the actor's scope."""
    wards = [require_ward(actor, ward_id) for ward_id in ward_ids]
    component = past_facts(MILITIA, wards, on).column("component").label("component_then")
    facts = (component, Person.sex, _member("is_party_member", on), _member("is_union_member", on))
    return [MilitiaGroup(*row) for row in _grouped(MilitiaRecord, wards, on, facts)]


def reserve_on(actor: Actor, ward_ids: Iterable[UUID], on: date) -> list[ReserveGroup]:
    """The reservists on that day. Raises NotFound for a ward outside of the actor's scope."""
    wards = [require_ward(actor, ward_id) for ward_id in ward_ids]
    past = past_facts(RESERVE, wards, on)
    dated = (past.column(key).label(f"{key}_then") for key in ("reserve_class", "is_assigned", "speciality_match"))
    facts = (*dated, _member("is_party_member", on))
    return [ReserveGroup(*row) for row in _grouped(ReserveRecord, wards, on, facts)]


def birth_years_on(actor: Actor, ward_id: UUID, on: date) -> list[tuple[int | None, str | None, int]]:
    """The militia's birth years with sex and count: (year or None, sex, count). Raises NotFound."""
    year = func.substr(Person.birth_date, 1, 4)
    rows = _grouped(MilitiaRecord, [require_ward(actor, ward_id)], on, (year, Person.sex))
    return [(int(found) if found else None, sex, count) for _, found, sex, count in rows]


def _grouped(record: Any, wards: list[UUID], on: date, facts: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    later = aliased(record)

    def holds(one: Any) -> ColumnElement[bool]:
        return and_(one.since <= on, or_(one.closed_on.is_(None), one.closed_on >= on))

    # The same people as the list of that day shows (store.queries): a person once, by the latest membership.
    is_later = or_(later.since > record.since, and_(later.since == record.since, later.id > record.id))
    superseded = select(later.id).where(later.person_id == record.person_id, holds(later), is_later).exists()
    query = (
        select(record.ward_id, *facts, func.count())
        .join(Person, Person.id == record.person_id)
        .where(
            record.ward_id.in_(wards), holds(record), ~superseded,
            or_(Person.retired_on.is_(None), Person.retired_on > on),
        )
        .group_by(record.ward_id, *facts)
    )  # fmt: skip
    return [tuple(row) for row in db.session.execute(query)]


def _member(key: str, on: date) -> Any:
    return is_member_on(getattr(Person, key), JOINED_ON[key], on).label(key)
