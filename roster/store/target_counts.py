"""What targets count that no room keeps as a whole: holders of the command's posts, men handed over, of many wards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from roster.domain.actor import Sensitivity
from roster.domain.force_units import KINDS, post_order
from roster.domain.law.command_posts import COMMAND_KIND
from roster.domain.law.training import SOLDIER
from roster.store.campaigns import CandidateMove
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, EstablishmentPost, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.queries import is_member_on
from roster.store.training import Meeting
from roster.store.units import Organisation

HANDED_OVER, RETURNED, REPLACEMENT = "handed_over", "returned", "replacement"
_SELF_DEFENCE = tuple(kind.key for kind in KINDS if kind.is_self_defence)
_ARMY = "army"  # whom a man is meant for of whom nothing is said


@dataclass(frozen=True)
class HandedOver:
    """A man who was handed over, came back or replaced another. `on_day` is None where only the year is known."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    service: str
    is_done: bool
    is_returned: bool
    is_replacement: bool
    health_class: int | None
    education: str | None
    is_party_member: bool
    on_day: date | None


@dataclass(frozen=True)
class HandoverState:
    """What a list of the men handed over may be narrowed to. `is_quality`: a share of those handed over."""

    key: str
    label: str
    takes: Callable[[HandedOver], bool]
    is_quality: bool = True
    sensitivity: Sensitivity | None = None


HANDOVER_STATES: tuple[HandoverState, ...] = (
    HandoverState(
        "healthy", "Sức khỏe loại 1, 2", lambda one: one.is_done and one.health_class in {1, 2},
        sensitivity=Sensitivity.HEALTH,
    ),
    HandoverState("schooled", "Văn hóa 12/12", lambda one: one.is_done and one.education == "12/12"),
    HandoverState(
        "party", "Đảng viên", lambda one: one.is_done and one.is_party_member, sensitivity=Sensitivity.POLITICS
    ),
    HandoverState("replacement", "Bù đổi", lambda one: one.is_replacement, is_quality=False),
    HandoverState("returned", "Trả về", lambda one: one.is_returned, is_quality=False),
)  # fmt: skip


@dataclass(frozen=True)
class SelfDefenceUnit:
    """A self-defence unit of an organisation (its command too) on a day: who leads it, and how many stand in it."""

    ward_id: UUID
    unit_id: UUID
    kind: str
    name: str
    organisation: str | None
    leaders: tuple[tuple[str, str], ...]  # (post, name)
    strength: int

    @property
    def is_complete(self) -> bool:
        """Whether somebody commands it."""
        return bool(self.leaders)


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
            *_stays(on),
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


def handed_over_people(ward_ids: Collection[UUID], on: date) -> list[tuple[UUID, HandedOver]]:
    """(ward, man) of the day's year: who had been handed over, had come back or replaced another by the day, by name.

    The caller has checked the wards.
    """
    day = (
        select(func.max(CandidateMove.on))
        .where(
            CandidateMove.record_id == EnlistmentRecord.id, CandidateMove.to_step == HANDED_OVER,
            CandidateMove.undone_at.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    returned = and_(EnlistmentRecord.status == RETURNED, ~_moved(RETURNED, CandidateMove.on > on))
    replaces = and_(true(), _moved(REPLACEMENT, CandidateMove.on <= on))
    query: Any = (
        select(
            EnlistmentRecord.ward_id, Person.id, Person.full_name, Person.birth_date, Person.neighbourhood,
            func.coalesce(EnlistmentRecord.service, _ARMY), _is_done(on), returned, replaces,
            EnlistmentRecord.health_class, Person.education,
            is_member_on(Person.is_party_member, Person.party_joined_on, on), day,
        )
        .join(EnlistmentRecord, EnlistmentRecord.person_id == Person.id)
        .where(
            EnlistmentRecord.ward_id.in_(list(ward_ids)), *_of_year(on),
            or_(_is_done(on), returned, replaces),
        )
        .order_by(Person.sort_key, Person.birth_date, Person.id)
    )  # fmt: skip
    return [(ward_id, HandedOver(*facts)) for ward_id, *facts in db.session.execute(query)]


def self_defence_units(ward_ids: Collection[UUID], on: date) -> list[SelfDefenceUnit]:
    """The self-defence units of the wards on the day, by name, in two queries. The caller has checked the wards."""
    wards = list(ward_ids)
    held: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    strength: Counter[UUID] = Counter()
    posts: Any = (
        select(Appointment.unit_id, Appointment.post, func.coalesce(Person.full_name, Appointment.holder_name))
        .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
        .outerjoin(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(
            Appointment.ward_id.in_(wards), ForceUnit.kind.in_(_SELF_DEFENCE), *_covers(Appointment, on), *_stays(on)
        )
    )
    for unit_id, post, name in db.session.execute(posts):
        strength[unit_id] += 1
        if post != SOLDIER:
            held[unit_id].append((post, name))
    units: Any = (
        select(ForceUnit.ward_id, ForceUnit.id, ForceUnit.kind, ForceUnit.name, Organisation.name)
        .outerjoin(Organisation, Organisation.id == ForceUnit.organisation_id)
        .where(ForceUnit.ward_id.in_(wards), ForceUnit.kind.in_(_SELF_DEFENCE), *_covers(ForceUnit, on))
        .order_by(ForceUnit.sort_key, ForceUnit.id)
    )
    found = []
    for ward_id, unit_id, kind, name, organisation in db.session.execute(units):
        leaders = tuple(sorted(held[unit_id], key=lambda one: post_order(one[0])))
        found.append(SelfDefenceUnit(ward_id, unit_id, kind, name, organisation, leaders, strength[unit_id]))
    return found


def meetings_of_year(ward_ids: Collection[UUID], on: date) -> list[tuple[UUID, bool, int]]:
    """(ward, was it held, how many) of the meetings of the year up to the day. The caller has checked the wards."""
    query = (
        select(Meeting.ward_id, Meeting.is_held, func.count())
        .where(Meeting.ward_id.in_(list(ward_ids)), Meeting.on_day.between(date(on.year, 1, 1), on))
        .group_by(Meeting.ward_id, Meeting.is_held)
    )
    return [(ward_id, bool(is_held), count) for ward_id, is_held, count in db.session.execute(query)]


def _is_done(on: date) -> ColumnElement[bool]:
    """Handed over by the day, and not come back by then."""
    stayed = and_(EnlistmentRecord.status == HANDED_OVER, ~_moved(HANDED_OVER, CandidateMove.on > on))
    came_back_later = and_(
        EnlistmentRecord.status == RETURNED, _moved(HANDED_OVER, CandidateMove.on <= on),
        _moved(RETURNED, CandidateMove.on > on),
    )  # fmt: skip
    return or_(stayed, came_back_later)


def _moved(step: str, when: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(CandidateMove.id)
        .where(
            CandidateMove.record_id == EnlistmentRecord.id, CandidateMove.to_step == step, when,
            CandidateMove.undone_at.is_(None),
        )
        .exists()
    )  # fmt: skip


def _of_year(on: date) -> tuple[ColumnElement[bool], ...]:
    return EnlistmentRecord.year == on.year, or_(Person.retired_on.is_(None), Person.retired_on > on)


def _covers(model: Any, on: date) -> tuple[ColumnElement[bool], ...]:
    return model.begins_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on)


def _stays(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on),
        or_(Person.retired_on.is_(None), Person.retired_on > on),
    )
