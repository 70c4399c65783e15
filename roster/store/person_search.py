"""Finding people by name, whatever roster they are on or none: in one ward, or in all of an officer's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from roster.domain.actor import Actor, Permission
from roster.domain.search_words import search_words
from roster.domain.text import fold
from roster.store.db import db
from roster.store.people import Person
from roster.store.person_words import found_by, nearest_first
from roster.store.scope import demand, require, require_ward


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who was looked for, with what tells him from others of his name."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None


def find_people(actor: Actor, ward_id: UUID, q: str, on: date, limit: int) -> tuple[list[FoundPerson], int]:
    """People under management on that day who are found by all words of `q`.

    By name, at most `limit`, and how many there are in all; nobody for an empty search. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    conditions = found_by(actor, q)
    if not conditions:
        return [], 0
    query = select(Person.id, Person.full_name, Person.birth_date, Person.neighbourhood).where(
        Person.ward_id == ward_id,
        or_(Person.retired_on.is_(None), Person.retired_on > on),
        *conditions,
    )
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(query.order_by(Person.sort_key, Person.birth_date, Person.id).limit(limit))
    return [FoundPerson(*row) for row in rows], total


@dataclass(frozen=True)
class WardPerson(FoundPerson):
    """Somebody who was looked for in several wards: in which he is kept, or was, and what of his found him beside his
    name: another name or an address ("" where the name does, or a number, which is not shown)."""

    ward_id: UUID
    retired_on: date | None
    found_by: str = ""


def find_in_wards(actor: Actor, ward_ids: Iterable[UUID], q: str, limit: int) -> tuple[list[WardPerson], int]:
    """People of these wards, under management or no longer, who are found by all words of `q`; nearest first.

    At most `limit`, and how many there are in all; nobody for an empty search. Raises NotFound, NotAllowed.
    """
    wards = [require_ward(actor, one) for one in ward_ids]
    demand(actor, Permission.VIEW_PEOPLE)
    conditions = found_by(actor, q)
    if not conditions or not wards:
        return [], 0
    query = select(
        Person.id, Person.full_name, Person.birth_date, Person.neighbourhood, Person.ward_id, Person.retired_on,
        Person.other_name, Person.permanent_address, Person.current_address,
    ).where(Person.ward_id.in_(wards), *conditions)  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (Person.retired_on.is_not(None), *nearest_first(q), Person.sort_key, Person.birth_date, Person.id)
    sought = [word for one in search_words(q) if not one.born for word in one.words]
    found = []
    for row in db.session.execute(query.order_by(*order).limit(limit)):
        # Numbers find as well, and are not shown here: they are masked for most.
        what = _what_found(sought, row.full_name, (row.other_name, row.permanent_address, row.current_address))
        found.append(
            WardPerson(
                row.id, row.full_name, row.birth_date, row.neighbourhood, row.ward_id, row.retired_on, found_by=what
            )
        )  # fmt: skip
    return found, total


def _what_found(sought: Iterable[str], full_name: str, others: Iterable[str | None]) -> str:
    """(["17a"], "Lê An", (None, "17A Trần Nhân Tông", None)) gives "17A Trần Nhân Tông"."""
    name = fold(full_name)
    elsewhere = [word for word in sought if word not in name]
    return next((one for one in others if one and elsewhere and all(word in fold(one) for word in elsewhere)), "")
