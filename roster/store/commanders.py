"""Who holds a post of command on a day: citizens of the ward's books, and those who are known by name alone.

The ward command is often held by people without a file in the ward (an officer from outside, the Party secretary). Such
a holder is told apart by his name: the same name in the same ward is the same man, at each post and each course.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import or_, select

from roster.domain.law.training import SOLDIER
from roster.domain.names import name_key
from roster.domain.sorting import sort_key
from roster.store.db import db
from roster.store.forces import Appointment
from roster.store.militia import MilitiaRecord
from roster.store.people import Person


@dataclass(frozen=True)
class Learner:
    """Somebody as the pages of training need him. `has_file`: he is a citizen of the ward's books, his id that file."""

    id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    retired_on: date | None
    sort_key: str
    has_file: bool = True

    def is_kept_on(self, day: date) -> bool:
        """Whether the ward still kept him on that day."""
        return self.retired_on is None or self.retired_on > day

    @property
    def keys(self) -> dict[str, UUID]:
        """How a row of training names him."""
        return {"person_id": self.id} if self.has_file else {"holder_id": self.id}

    @property
    def order(self) -> tuple[str, str, str]:
        """A key by which people stand by name."""
        return self.sort_key, self.birth_date or "", str(self.id)


FACTS = (
    Person.id, Person.full_name, Person.birth_date, Person.neighbourhood, Person.retired_on, Person.sort_key,
)  # fmt: skip


def holder_id(ward_id: UUID, name: str) -> UUID:
    """By which training knows a holder of a post who has no file in the ward."""
    return uuid5(ward_id, name_key(name))


def learner_of(ward_id: UUID, facts: tuple[Any, ...], name: str | None) -> Learner:
    """A citizen by his facts, or (where there are none) a holder by his name."""
    if facts[0] is not None:
        return Learner(*facts)
    words = name or ""
    return Learner(holder_id(ward_id, words), words, None, None, None, sort_key(words), has_file=False)


def commanders_on(ward_ids: Collection[UUID], on: date) -> dict[UUID, list[Learner]]:
    """Who holds a post of command in each ward on the day, each once, by name. The caller has checked the wards."""
    query: Any = (
        select(Appointment.ward_id, Appointment.holder_name, *FACTS)
        .outerjoin(Person, Person.id == Appointment.person_id)
        .outerjoin(MilitiaRecord, MilitiaRecord.id == Appointment.record_id)
        .where(
            Appointment.ward_id.in_(list(ward_ids)), Appointment.post != SOLDIER, Appointment.begins_on <= on,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
            or_(MilitiaRecord.closed_on.is_(None), MilitiaRecord.closed_on >= on),
            or_(Person.retired_on.is_(None), Person.retired_on > on),
            or_(Person.id.is_not(None), Appointment.holder_name.is_not(None)),
        )
    )  # fmt: skip
    found: dict[UUID, dict[UUID, Learner]] = {}
    for ward_id, name, *facts in db.session.execute(query):
        one = learner_of(ward_id, tuple(facts), name)
        found.setdefault(ward_id, {})[one.id] = one
    return {ward_id: sorted(ones.values(), key=lambda one: one.order) for ward_id, ones in found.items()}
