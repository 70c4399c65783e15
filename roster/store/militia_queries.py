"""What the militia's year is worked out from, read for a whole ward in a few queries, whatever the number of people."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from roster.domain.actor import Actor
from roster.domain.force_units import KINDS
from roster.domain.law.militia import HOME
from roster.store.audit import FieldChange
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim
from roster.store.dated_facts import RESERVE, component_on, past_facts
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward
from roster.store.units import Organisation

_FACTS = (
    Person.id, Person.full_name, Person.birth_date, Person.sex, Person.citizen_id, Person.ethnicity, Person.religion,
    Person.education, Person.qualification, Person.is_party_member, Person.party_joined_on, Person.is_union_member,
    Person.union_joined_on, Person.occupation, Person.workplace, Person.permanent_address, Person.current_address,
    Person.neighbourhood, Person.notes,
)  # fmt: skip
_HANDED_OVER = "handed_over"
_SERVICE_YEARS = 3
_ADDRESSES = ("permanent_address", "current_address", "neighbourhood")


@dataclass(frozen=True)
class Citizen:
    """A citizen's facts as the militia's lists show them, by the keys of the column catalogue."""

    id: UUID
    full_name: str
    birth_date: str | None
    sex: str | None
    citizen_id: str | None
    ethnicity: str | None
    religion: str | None
    education: str | None
    qualification: str | None
    is_party_member: bool | None
    party_joined_on: str | None
    is_union_member: bool | None
    union_joined_on: str | None
    occupation: str | None
    workplace: str | None
    permanent_address: str | None
    current_address: str | None
    neighbourhood: str | None
    notes: str | None


@dataclass(frozen=True)
class Member:
    """A membership with whose it is. `component` is that of the day asked about; the record holds the latest."""

    citizen: Citizen
    record: MilitiaRecord
    component: str | None


def citizens(
    actor: Actor,
    ward_id: UUID,
    *,
    ids: Collection[UUID] | None = None,
    born_from: int | None = None,
    born_to: int | None = None,
    on: date | None = None,
    registered_in: int | None = None,
) -> list[Citizen]:
    """The ward's citizens who are kept, by name: those ids, or those born in these years, or with no birth date.

    With `on` those kept on that day, with `registered_in` also whoever was registered or spared from it in that year,
    even where he has gone since. Raises NotFound for a ward outside of the actor's scope.
    """  # fmt: skip
    query = _people(actor, ward_id, select(*_FACTS), on, registered_in)
    if ids is not None:
        query = query.where(Person.id.in_(ids))
    if born_from is not None:
        query = query.where(or_(Person.birth_date.is_(None), Person.birth_date >= str(born_from)))
    if born_to is not None:
        query = query.where(or_(Person.birth_date.is_(None), Person.birth_date < str(born_to + 1)))
    return [Citizen(*row) for row in db.session.execute(query)]


def members_on(actor: Actor, ward_id: UUID, on: date) -> list[Member]:
    """Who is a member on the day, by name, a person once by the latest membership. Raises NotFound."""
    held = and_(
        MilitiaRecord.since <= on, or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on)
    )  # fmt: skip
    found: dict[UUID, Member] = {}
    for member in _members(actor, ward_id, held, on):
        other = found.get(member.citizen.id)
        if other is None or (other.record.since, other.record.id) < (member.record.since, member.record.id):
            found[member.citizen.id] = member
    return list(found.values())


def open_members(actor: Actor, ward_id: UUID, ids: Collection[UUID] | None = None) -> list[Member]:
    """Who is a member now, by name; of `ids` only where they are given. Raises NotFound."""
    held: ColumnElement[bool] = MilitiaRecord.closed_on.is_(None)
    return list(_members(actor, ward_id, held if ids is None else and_(held, Person.id.in_(ids))))


def latest_records(
    actor: Actor, ward_id: UUID, ids: Collection[UUID], *, locked: bool = False
) -> dict[UUID, MilitiaRecord]:
    """The latest membership of each of these people, open or not, read anew and `locked` to be changed. NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(MilitiaRecord)
        .where(MilitiaRecord.ward_id == ward_id, MilitiaRecord.person_id.in_(ids))
        .order_by(MilitiaRecord.since, MilitiaRecord.id)
    )
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    return {record.person_id: record for record in db.session.scalars(query)}


def past_members(actor: Actor, ward_id: UUID) -> dict[UUID, date | None]:
    """Whoever ever was a member, with the last day of the latest membership (None: still is). Raises NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(MilitiaRecord.person_id, MilitiaRecord.closed_on)
        .where(MilitiaRecord.ward_id == ward_id)
        .order_by(MilitiaRecord.since, MilitiaRecord.id)
    )
    return {row.person_id: row.closed_on for row in db.session.execute(query)}


def events(
    actor: Actor,
    ward_id: UUID,
    *,
    person_ids: Collection[UUID] | None = None,
    kinds: Iterable[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    with_withdrawn: bool = False,
) -> list[ForceEvent]:
    """The militia's events in the order in which they count; withdrawn ones only on demand. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(ForceEvent).where(ForceEvent.ward_id == ward_id, ForceEvent.home == HOME)
    if person_ids is not None:
        query = query.where(ForceEvent.person_id.in_(person_ids))
    if kinds is not None:
        query = query.where(ForceEvent.kind.in_(list(kinds)))
    if first is not None:
        query = query.where(ForceEvent.on_day >= first)
    if last is not None:
        query = query.where(ForceEvent.on_day <= last)
    if not with_withdrawn:
        query = query.where(ForceEvent.withdrawn_at.is_(None))
    return list(db.session.scalars(query.order_by(ForceEvent.on_day, ForceEvent.at, ForceEvent.id)))


def events_by_person(actor: Actor, ward_id: UUID, **narrowed: Any) -> dict[UUID, list[ForceEvent]]:
    """The same by person."""
    found: dict[UUID, list[ForceEvent]] = defaultdict(list)
    for event in events(actor, ward_id, **narrowed):
        found[event.person_id].append(event)
    return found


def organisations_of(actor: Actor, ward_id: UUID, person_ids: Collection[UUID], on: date) -> dict[UUID, str]:
    """Whose self-defence unit each of these people serves in on the day; "" where the unit names none. NotFound."""
    require_ward(actor, ward_id)
    query: Any = (
        select(Appointment.person_id, Organisation.name)
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .outerjoin(Organisation, Organisation.id == ForceUnit.organisation_id)
        .where(
            Appointment.ward_id == ward_id, Appointment.person_id.in_(list(person_ids)),
            ForceUnit.kind.in_([kind.key for kind in KINDS if kind.is_self_defence]), Appointment.begins_on <= on,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
        )
    )  # fmt: skip
    return {person_id: name or "" for person_id, name in db.session.execute(query)}


def placed_reservists(actor: Actor, ward_id: UUID, on: date) -> set[UUID]:
    """Reservists who are placed in a mobilisation unit on the day; which one is nowhere. Raises NotFound."""
    is_assigned = past_facts(RESERVE, [require_ward(actor, ward_id)], on).column("is_assigned")
    query = _reservists(actor, ward_id, on).where(is_assigned.is_(True))
    return set(db.session.scalars(query))


def reservists(actor: Actor, ward_id: UUID, on: date) -> set[UUID]:
    """Everybody who is a reservist on the day. Raises NotFound."""
    return set(db.session.scalars(_reservists(actor, ward_id, on)))


def handed_over(actor: Actor, ward_id: UUID, on: date) -> dict[UUID, date]:
    """Who was handed over to the army or the police and is not back as a reservist, with the day (or the year's first).

    Only as long as service may last: within the three years before `on`. Raises NotFound.
    """
    require_ward(actor, ward_id)
    query = (
        select(EnlistmentRecord.person_id, EnlistmentRecord.year, CandidateMove.on)
        .outerjoin(
            CandidateMove,
            and_(
                CandidateMove.record_id == EnlistmentRecord.id, CandidateMove.to_step == _HANDED_OVER,
                CandidateMove.undone_at.is_(None),
            ),
        )
        .where(EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.status == _HANDED_OVER)
        .order_by(EnlistmentRecord.year)
    )  # fmt: skip
    days = {person_id: day or date(year, 1, 1) for person_id, year, day in db.session.execute(query)}
    found = {person_id: day for person_id, day in days.items() if day <= on and on.year - day.year <= _SERVICE_YEARS}
    back = select(ReserveRecord.person_id, ReserveRecord.since).where(
        ReserveRecord.ward_id == ward_id, ReserveRecord.person_id.in_(found)
    )
    for person_id, since in db.session.execute(back) if found else ():
        if since > found.get(person_id, date.max):
            del found[person_id]
    return found


def decided_claims(actor: Actor, ward_id: UUID) -> list[Claim]:
    """Granted claims under the enlistment law: what is known of a citizen's grounds already. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(Claim).where(Claim.ward_id == ward_id, Claim.status == "decided", Claim.withdrawn_at.is_(None))
    return list(db.session.scalars(query.order_by(Claim.created_at, Claim.id)))


def enlistment_facts(
    actor: Actor, ward_id: UUID, person_id: UUID | None = None
) -> dict[UUID, tuple[str | None, str | None, int | None]]:
    """The ground, its end and the class of health of the latest call-up year of each citizen, or of one.

    Raises NotFound.
    """
    require_ward(actor, ward_id)
    query = (
        select(
            EnlistmentRecord.person_id, EnlistmentRecord.ground, EnlistmentRecord.ground_until,
            EnlistmentRecord.health_class,
        )
        .where(EnlistmentRecord.ward_id == ward_id)
        .order_by(EnlistmentRecord.year)
    )  # fmt: skip
    if person_id is not None:
        query = query.where(EnlistmentRecord.person_id == person_id)
    return {one: (ground, until, health) for one, ground, until, health in db.session.execute(query)}


def health_of(
    person_id: UUID,
    enlistment: Mapping[UUID, tuple[str | None, str | None, int | None]],
    record: MilitiaRecord | None = None,
) -> int | None:
    """A citizen's class of health: that of his record in the militia, else of the latest call-up year (as
    `enlistment_facts` tells it)."""
    noted = record.health_class if record is not None else None
    return noted or enlistment.get(person_id, (None, None, None))[2]


def moved_in(actor: Actor, ward_id: UUID, year: int) -> set[UUID]:
    """Whose address changed within the year, as the history of facts knows it. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(FieldChange.person_id).where(
        FieldChange.ward_id == ward_id, FieldChange.home == "person", FieldChange.key.in_(_ADDRESSES),
        FieldChange.old.is_not(None), FieldChange.old != "null", FieldChange.new.is_not(None),
        FieldChange.at >= _moment(year), FieldChange.at < _moment(year + 1),
    )  # fmt: skip
    return set(db.session.scalars(query.distinct()))


def _moment(year: int) -> datetime.datetime:
    return datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)


def _people(actor: Actor, ward_id: UUID, query: Any, on: date | None = None, registered_in: int | None = None) -> Any:
    require_ward(actor, ward_id)
    is_kept: ColumnElement[bool] = Person.retired_on.is_(None)
    if on is not None:
        is_kept = or_(is_kept, Person.retired_on > on)
    if registered_in is not None:
        registered = select(ForceEvent.person_id).where(
            ForceEvent.ward_id == ward_id, ForceEvent.home == HOME, ForceEvent.withdrawn_at.is_(None),
            ForceEvent.kind.in_(("registration", "registration_exempt")),
            ForceEvent.on_day.between(date(registered_in, 1, 1), date(registered_in, 12, 31)),
        )  # fmt: skip
        is_kept = or_(is_kept, Person.id.in_(registered))
    return query.where(Person.ward_id == ward_id, is_kept).order_by(Person.sort_key, Person.id)


def _members(actor: Actor, ward_id: UUID, held: ColumnElement[bool], on: date | None = None) -> Iterable[Member]:
    component = MilitiaRecord.component if on is None else component_on([ward_id], on)
    query = select(MilitiaRecord, component, *_FACTS).join(Person, Person.id == MilitiaRecord.person_id)
    query = _people(actor, ward_id, query, on).where(MilitiaRecord.ward_id == ward_id, held)
    for record, component_then, *facts in db.session.execute(query):
        yield Member(Citizen(*facts), record, component_then)


def _reservists(actor: Actor, ward_id: UUID, on: date) -> Select[UUID]:
    require_ward(actor, ward_id)
    return select(ReserveRecord.person_id).where(
        ReserveRecord.ward_id == ward_id, ReserveRecord.since <= on,
        or_(ReserveRecord.closed_on.is_(None), ReserveRecord.closed_on >= on),
    )  # fmt: skip
