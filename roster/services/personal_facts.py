"""What is known of a citizen, as the forms about him say it: texts by the keys of roster.domain.call_forms.

What the officer who asked may not see stays a blank for the pen; of an id the ends are left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import ENLISTMENT, RESERVE, column
from roster.domain.actor import Actor, Sensitivity
from roster.domain.text import clean, fold
from roster.listing.table import masked
from roster.store.db import db
from roster.store.people import Person
from roster.store.reserve import ReserveRecord

_OF_PERSON = {
    "full_name": "full_name", "other_name": "other_name", "birth": "birth_date", "sex": "sex",
    "citizen_id": "citizen_id", "ethnicity": "ethnicity", "religion": "religion", "hometown": "hometown",
    "education": "education", "qualification": "qualification", "language": "foreign_language",
    "occupation": "occupation", "salary_grade": "salary_grade", "phone": "phone", "family_class": "family_class",
    "personal_class": "personal_class", "father": "father_name", "father_birth": "father_birth_year",
    "father_work": "father_occupation", "mother": "mother_name", "mother_birth": "mother_birth_year",
    "mother_work": "mother_occupation", "spouse": "spouse_name", "spouse_birth": "spouse_birth_year",
    "spouse_work": "spouse_occupation",
}  # fmt: skip
_OF_RECORD = {
    "rank": "rank", "post": "post", "enlisted": "enlisted_on", "discharged": "discharged_on",
    "former_unit": "former_unit", "reserve_class": "reserve_class",
}  # fmt: skip


def facts_of(actor: Actor, person: Person, reserve: ReserveRecord | None = None) -> dict[str, str]:
    """The texts of a citizen, with those of his registration as a reservist. A blank is ""."""
    facts = {key: _shown(actor, ENLISTMENT, name, person) for key, name in _OF_PERSON.items()}
    facts["FULL_NAME"] = person.full_name.upper()
    facts["home"] = home_of(person)
    current, permanent = clean(person.current_address or ""), clean(person.permanent_address or "")
    facts["current"] = "Như trên" if current and fold(current) == fold(permanent) else current
    facts["work"] = ", ".join(part for part in (person.occupation, person.workplace) if part)
    facts["party"] = _party(actor, person)
    if reserve is not None:
        facts |= {key: _shown(actor, RESERVE, name, reserve) for key, name in _OF_RECORD.items()}
        facts["speciality"] = " ".join(part for part in (reserve.speciality_code, reserve.speciality) if part)
    return facts


def home_of(person: Person) -> str:
    """Where a citizen lives, as his papers say it."""
    address = person.permanent_address or ""
    if person.neighbourhood and f" {fold(person.neighbourhood)} " not in f" {fold(address)} ":
        return ", ".join(part for part in (person.neighbourhood, address) if part)
    return address


def open_reserve_records(ward_id: UUID, person_ids: Collection[UUID]) -> Mapping[UUID, ReserveRecord]:
    """The open registration of each of the ward's reservists among them, by citizen."""
    query = select(ReserveRecord).where(
        ReserveRecord.ward_id == ward_id, ReserveRecord.person_id.in_(list(person_ids)),
        ReserveRecord.closed_on.is_(None),
    )  # fmt: skip
    return {one.person_id: one for one in db.session.scalars(query)}


def _shown(actor: Actor, roster: str, name: str, row: Any) -> str:
    found, value = column(roster, name), getattr(row, name)
    if value is None:
        return ""
    text = found.show(value)
    if found.sensitivity is None or actor.may_see(found.sensitivity):
        return text
    return masked(text, found.sensitivity) if found.sensitivity is Sensitivity.IDENTITY else ""


def _party(actor: Actor, person: Person) -> str:
    if not actor.may_see(Sensitivity.POLITICS):
        return ""
    parts = []
    for label, flag, day in (
        ("Đảng viên", "is_party_member", "party_joined_on"), ("Đoàn viên", "is_union_member", "union_joined_on")
    ):  # fmt: skip
        if getattr(person, flag):
            since = column(ENLISTMENT, day).show(getattr(person, day))
            parts.append(f"{label} ({since})" if since else label)
    return ", ".join(parts)
