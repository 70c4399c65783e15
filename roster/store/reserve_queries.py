"""Reading the reserve's register: who stood in it on a day, and what was recorded of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from roster.domain.actor import Actor
from roster.store.db import db
from roster.store.forces import ForceEvent
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.queries import JOINED_ON, holds_word, is_member_on
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward

RESERVE = "reserve"


@dataclass(frozen=True)
class EventWithPerson:
    """An event with the citizen of whom it tells, and his rank on file."""

    event: ForceEvent
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    rank: str | None
    discharged_on: str | None


def reservists_on(actor: Actor, ward_id: UUID, on: date, person_id: UUID | None = None) -> list[dict[str, Any]]:
    """The records in force on the day with the facts that a register shows, by name; a person once.

    Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    query = _register_query(on).where(
        ReserveRecord.ward_id == ward_id, Person.ward_id == ward_id, ReserveRecord.since <= on,
        or_(ReserveRecord.closed_on.is_(None), ReserveRecord.closed_on >= on),
        or_(Person.retired_on.is_(None), Person.retired_on > on),
    )  # fmt: skip
    if person_id is not None:
        query = query.where(Person.id == person_id)
    # Of two records in force on one day (out and in again) the later one counts; it comes second.
    return list({row["person_id"]: dict(row) for row in db.session.execute(query).mappings()}.values())


def moved_out_by(actor: Actor, ward_id: UUID, on: date) -> list[dict[str, Any]]:
    """The records that a move out of the ward had closed by that day, of people without a later one.

    Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    later = aliased(ReserveRecord)
    superseded = select(later.id).where(
        later.person_id == ReserveRecord.person_id, later.id != ReserveRecord.id, later.since >= ReserveRecord.since,
        later.since <= on,
    )  # fmt: skip
    moved = select(ForceEvent.id).where(
        ForceEvent.record_id == ReserveRecord.id, ForceEvent.kind == "move_out", ForceEvent.withdrawn_at.is_(None),
        ForceEvent.home == RESERVE,
    )  # fmt: skip
    query = _register_query(on).where(
        ReserveRecord.ward_id == ward_id, Person.ward_id == ward_id, ReserveRecord.closed_on < on,
        moved.exists(), ~superseded.exists(), or_(Person.retired_on.is_(None), Person.retired_on > on),
    )  # fmt: skip
    return [dict(row) for row in db.session.execute(query).mappings()]


def _register_query(on: date) -> Any:
    return (
        select(
            Person.id.label("person_id"), ReserveRecord.id.label("record_id"), Person.full_name, Person.search_text,
            Person.birth_date, Person.sex, Person.neighbourhood, Person.citizen_id, Person.permanent_address,
            Person.education, Person.qualification, Person.occupation, Person.workplace, Person.notes,
            is_member_on(Person.is_party_member, JOINED_ON["is_party_member"], on).label("is_party_member"),
            is_member_on(Person.is_union_member, JOINED_ON["is_union_member"], on).label("is_union_member"),
            ReserveRecord.rank, ReserveRecord.post, ReserveRecord.speciality_code, ReserveRecord.speciality,
            ReserveRecord.former_unit,
            ReserveRecord.speciality_match, ReserveRecord.enlisted_on, ReserveRecord.discharged_on,
            ReserveRecord.reserve_class, ReserveRecord.is_assigned, ReserveRecord.since, ReserveRecord.closed_on,
        )
        .join(Person, Person.id == ReserveRecord.person_id)
        .order_by(Person.sort_key, Person.birth_date, Person.id, ReserveRecord.since, ReserveRecord.id)
    )  # fmt: skip


def open_record_of(person_id: UUID) -> ReserveRecord | None:
    """The citizen's record that is not closed; the caller has checked the ward."""
    query = select(ReserveRecord).where(ReserveRecord.person_id == person_id, ReserveRecord.closed_on.is_(None))
    return db.session.scalar(query)


def last_record_of(person_id: UUID) -> ReserveRecord | None:
    """The citizen's latest record, open or closed; the caller has checked the ward."""
    query = (
        select(ReserveRecord)
        .where(ReserveRecord.person_id == person_id)
        .order_by(ReserveRecord.closed_on.is_not(None), ReserveRecord.since.desc(), ReserveRecord.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def events_of(
    actor: Actor,
    ward_id: UUID,
    *,
    kinds: Iterable[str] | None = None,
    person_id: UUID | None = None,
    until: date | None = None,
) -> list[ForceEvent]:
    """What was recorded of the ward's reservists and not withdrawn, oldest first. Raises NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(ForceEvent)
        .where(ForceEvent.ward_id == ward_id, ForceEvent.home == RESERVE, ForceEvent.withdrawn_at.is_(None))
        .order_by(ForceEvent.on_day, ForceEvent.at, ForceEvent.id)
    )
    if kinds is not None:
        query = query.where(ForceEvent.kind.in_(list(kinds)))
    if person_id is not None:
        query = query.where(ForceEvent.person_id == person_id)
    if until is not None:
        query = query.where(ForceEvent.on_day <= until)
    return list(db.session.scalars(query))


def events_with_people(
    actor: Actor,
    ward_id: UUID,
    *,
    kinds: Iterable[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    person_id: UUID | None = None,
    with_withdrawn: bool = False,
) -> list[EventWithPerson]:
    """Events between two days with their people, latest first; withdrawn ones only on demand. Raises NotFound."""
    require_ward(actor, ward_id)
    query = (
        select(
            ForceEvent, Person.full_name, Person.birth_date, Person.neighbourhood, ReserveRecord.rank,
            ReserveRecord.discharged_on,
        )
        .join(Person, Person.id == ForceEvent.person_id)
        .outerjoin(ReserveRecord, ReserveRecord.id == ForceEvent.record_id)
        .where(ForceEvent.ward_id == ward_id, Person.ward_id == ward_id, ForceEvent.home == RESERVE)
        .order_by(ForceEvent.on_day.desc(), ForceEvent.at.desc(), ForceEvent.id.desc())
    )  # fmt: skip
    if kinds is not None:
        query = query.where(ForceEvent.kind.in_(list(kinds)))
    if first is not None:
        query = query.where(ForceEvent.on_day >= first)
    if last is not None:
        query = query.where(ForceEvent.on_day <= last)
    if person_id is not None:
        query = query.where(ForceEvent.person_id == person_id)
    if not with_withdrawn:
        query = query.where(ForceEvent.withdrawn_at.is_(None))
    return [EventWithPerson(*row) for row in db.session.execute(query)]


def militia_members_on(ward_id: UUID, on: date) -> set[UUID]:
    """The ids of those who are members of the militia on the day; the caller has checked the ward."""
    query = select(MilitiaRecord.person_id).where(
        MilitiaRecord.ward_id == ward_id, MilitiaRecord.since <= on,
        or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on),
    )  # fmt: skip
    return set(db.session.scalars(query))


def completed_standing_militia(ward_id: UUID, on: date) -> set[UUID]:
    """The ids of those whose time as standing militia was completed by the day; the caller has checked the ward."""
    query = (
        select(ForceEvent.person_id)
        .join(MilitiaRecord, MilitiaRecord.id == ForceEvent.record_id)
        .where(
            ForceEvent.ward_id == ward_id, ForceEvent.home == "militia", ForceEvent.on_day <= on,
            ForceEvent.kind.in_(("completion", "recognition")), ForceEvent.withdrawn_at.is_(None),
            MilitiaRecord.component == "standing",
        )
    )  # fmt: skip
    return set(db.session.scalars(query))


def find_people(actor: Actor, ward_id: UUID, words: Sequence[str], most: int) -> list[Any]:
    """People of the ward in whose names, numbers and addresses every (folded) word stands, by name.

    Rows of id, full_name, birth_date, neighbourhood, and whether they are in the register. Raises NotFound.
    """
    require_ward(actor, ward_id)
    in_register = select(ReserveRecord.id).where(
        ReserveRecord.person_id == Person.id, ReserveRecord.closed_on.is_(None)
    )
    query = (
        select(
            Person.id, Person.full_name, Person.birth_date, Person.neighbourhood,
            in_register.exists().label("is_in_register"),
        )
        .where(
            Person.ward_id == ward_id, Person.retired_on.is_(None),
            *(holds_word(actor, word) for word in words),
        )
        .order_by(Person.sort_key, Person.birth_date, Person.id)
        .limit(most)
    )  # fmt: skip
    return list(db.session.execute(query))


def speciality_counts(actor: Actor, ward_id: UUID) -> list[tuple[str, str | None, int]]:
    """Each code of a speciality in the ward's open records, a name that stands beside it, how many have it.

    Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    query = (
        select(ReserveRecord.speciality_code, func.min(ReserveRecord.speciality), func.count())
        .join(Person, Person.id == ReserveRecord.person_id)
        .where(
            ReserveRecord.ward_id == ward_id, ReserveRecord.closed_on.is_(None), Person.retired_on.is_(None),
            ReserveRecord.speciality_code.is_not(None), ReserveRecord.speciality_code != "",
        )
        .group_by(ReserveRecord.speciality_code)
        .order_by(ReserveRecord.speciality_code)
    )  # fmt: skip
    return [(str(code), name, count) for code, name, count in db.session.execute(query)]
