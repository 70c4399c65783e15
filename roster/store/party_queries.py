"""Reading who is on the way into the Party, and the facts that political quality is counted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from roster.domain.actor import Actor
from roster.domain.party_source import SourceDays
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnit, PartySource
from roster.store.militia import MilitiaRecord
from roster.store.militia_queries import Citizen
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward

_FACTS = tuple(getattr(Person, one.name) for one in fields(Citizen))


@dataclass(frozen=True)
class SourceRow:
    """One stay in the source with whose it is."""

    entry: PartySource
    citizen: Citizen
    days: SourceDays


@dataclass(frozen=True)
class Place:
    """Where a member of the militia serves: a unit's name and his post there, "" where it is not known."""

    unit: str
    post: str


def days_of(entry: PartySource, gone_on: date | None = None) -> SourceDays:
    """The days of an entry as the domain judges them."""
    return SourceDays(
        entry.since, entry.class_attended_on, entry.planned_on, entry.admitted_on, entry.closed_on, gone_on
    )  # fmt: skip


def source_rows(actor: Actor, ward_id: UUID, person_id: UUID | None = None) -> list[SourceRow]:
    """Every stay in the ward's source (of one citizen only), by name, then oldest first. Raises NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(PartySource, Person.retired_on, *_FACTS)
        .join(Person, Person.id == PartySource.person_id)
        .where(PartySource.ward_id == ward_id, Person.ward_id == ward_id)
        .order_by(Person.sort_key, Person.birth_date, Person.id, PartySource.since, PartySource.id)
    )
    if person_id is not None:
        query = query.where(PartySource.person_id == person_id)
    return [
        SourceRow(entry, Citizen(*facts), days_of(entry, gone_on))
        for entry, gone_on, *facts in db.session.execute(query)
    ]


def source_days(ward_ids: Iterable[UUID]) -> dict[UUID, list[SourceDays]]:
    """The days of every stay in the sources of these wards; the caller has checked the wards."""
    query = (
        select(
            PartySource.ward_id, PartySource.since, PartySource.class_attended_on, PartySource.planned_on,
            PartySource.admitted_on, PartySource.closed_on, Person.retired_on,
        )
        .join(Person, Person.id == PartySource.person_id)
        .where(PartySource.ward_id.in_(list(ward_ids)))
    )  # fmt: skip
    found: dict[UUID, list[SourceDays]] = {}
    for ward_id, since, class_on, planned_on, admitted_on, closed_on, gone_on in db.session.execute(query):
        days = SourceDays(since, class_on, planned_on, admitted_on, closed_on, gone_on)
        found.setdefault(ward_id, []).append(days)
    return found


def places_on(ward_id: UUID, on: date) -> dict[UUID, Place]:
    """Where each member of the militia serves on that day: by his appointment, else as the roster has it.

    The caller has checked the ward.
    """
    roster = select(MilitiaRecord.person_id, MilitiaRecord.unit, MilitiaRecord.post).where(
        MilitiaRecord.ward_id == ward_id, MilitiaRecord.since <= on,
        or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on),
    ).order_by(MilitiaRecord.since, MilitiaRecord.id)  # fmt: skip
    found = {person_id: Place(unit or "", post or "") for person_id, unit, post in db.session.execute(roster)}
    held = (
        select(Appointment.person_id, ForceUnit.name, Appointment.post)
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .where(
            Appointment.ward_id == ward_id, Appointment.person_id.is_not(None), Appointment.begins_on <= on,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
        )
        .order_by(Appointment.begins_on, Appointment.id)
    )  # fmt: skip
    for person_id, unit, post in db.session.execute(held):
        if person_id in found:
            found[person_id] = Place(unit, post)
    return found


def reservists_on(actor: Actor, ward_id: UUID, on: date) -> list[tuple[Citizen, UUID]]:
    """Who is a reservist on that day, with his record, by name, a person once by the latest record. Raises NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(ReserveRecord.id, *_FACTS)
        .join(Person, Person.id == ReserveRecord.person_id)
        .where(
            ReserveRecord.ward_id == ward_id, Person.ward_id == ward_id, ReserveRecord.since <= on,
            or_(ReserveRecord.closed_on.is_(None), ReserveRecord.closed_on >= on),
            or_(Person.retired_on.is_(None), Person.retired_on > on),
        )
        .order_by(Person.sort_key, Person.birth_date, Person.id, ReserveRecord.since, ReserveRecord.id)
    )  # fmt: skip
    found: dict[UUID, tuple[Citizen, UUID]] = {}
    for record_id, *facts in db.session.execute(query):
        citizen = Citizen(*facts)
        found[citizen.id] = (citizen, record_id)
    return list(found.values())


def demobilised_by(ward_id: UUID, on: date) -> set[UUID]:
    """Whose discharge from the army is on file and lies before the end of that day (quân nhân xuất ngũ).

    A discharge known to the month or year counts from its first day, as its text sorts. The caller has checked the
    ward.
    """
    query = select(ReserveRecord.person_id).where(
        ReserveRecord.ward_id == ward_id, ReserveRecord.discharged_on.is_not(None), ReserveRecord.discharged_on != "",
        ReserveRecord.discharged_on <= on.isoformat(),
    )  # fmt: skip
    return set(db.session.scalars(query))
