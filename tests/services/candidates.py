"""Invented candidates for the enlistment year, put into the database as an import would have."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from roster.columns.catalogue import PERSON_COLUMNS
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.derive import derived_keys
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person

YEAR = 2027
TODAY = date(2026, 11, 24)
HANDOVER = date(2027, 2, 15)
_PERSON_KEYS = {column.key for column in PERSON_COLUMNS}
# Nothing stands against this man on TODAY.
SOUND = {
    "full_name": "Nguyễn Văn An", "birth_date": "2005-06-01", "sex": "male", "education": "12/12", "health_class": 2,
    "myopia_dioptres": 0.0, "bmi": 21.0, "political_result": "passed", "status": "source",
}  # fmt: skip


def candidate(ward_id: UUID, year: int = YEAR, **facts: Any) -> Person:
    """A man against whom nothing stands, but for the facts given; his record of the year is made with him."""
    facts = SOUND | facts
    own = {key: value for key, value in facts.items() if key in _PERSON_KEYS}
    person = Person(ward_id=ward_id, **own, **derived_keys(own))
    db.session.add(person)
    db.session.flush()
    rest = {key: value for key, value in facts.items() if key not in _PERSON_KEYS}
    db.session.add(EnlistmentRecord(ward_id=ward_id, person_id=person.id, year=year, since=date(year, 1, 1), **rest))
    db.session.commit()
    return person


def claim(person: Person, ground: str, status: str = "claimed", **facts: Any) -> Claim:
    """A claim on file."""
    found = Claim(ward_id=person.ward_id, person_id=person.id, ground=ground, status=status, **facts)
    db.session.add(found)
    db.session.commit()
    return found


def record_of(person: Person, year: int = YEAR) -> EnlistmentRecord:
    """The record of the year as it stands in the database now."""
    db.session.expire_all()
    query = db.select(EnlistmentRecord).filter_by(person_id=person.id, year=year)
    return db.session.scalars(query).one()


def step_of(person: Person) -> str | None:
    """The step at which he stands."""
    return record_of(person).status
