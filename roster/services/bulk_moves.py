"""Bulk moves: made behind a copy of the books, and shown as they were made: who went where, by whom, on which paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.services.copies import copy_or_refuse
from roster.services.cycle import MovePreview, apply_move
from roster.store.campaigns import CandidateMove
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.scope import NotFound, require


@dataclass(frozen=True)
class MovedCandidate:
    """One candidate of a bulk move."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    from_step: str | None


@dataclass(frozen=True)
class BulkMove:
    """A bulk move as it was made: who, whereto, when, by whom, on which paper; `undone_at` once it was taken back."""

    bulk_id: UUID
    to_step: str
    on: date
    paper: str | None
    note: str | None
    at: datetime
    user_name: str
    undone_at: datetime | None
    moved: tuple[MovedCandidate, ...]


def make(
    actor: Actor,
    ward_id: UUID,
    year: int,
    person_ids: Collection[UUID],
    to_step: str,
    *,
    on: date,
    paper: str,
    note: str,
) -> tuple[UUID, MovePreview]:
    """Move candidates as cycle.apply_move does, after the books were copied where they lie in a file.

    Raises NotFound, NotAllowed, Invalid (also where the copy cannot be made: nothing was moved then).
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if len(person_ids) > 1:
        copy_or_refuse(on_server=False)
    return apply_move(actor, ward_id, year, person_ids, to_step, on=on, paper=paper, note=note)


def move_of(actor: Actor, ward_id: UUID, year: int, bulk_id: UUID) -> BulkMove:
    """A bulk move of the ward's year with its people in name order. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(CandidateMove, Person.full_name, Person.birth_date, Person.neighbourhood)
        .join(Person, Person.id == CandidateMove.person_id)
        .join(EnlistmentRecord, EnlistmentRecord.id == CandidateMove.record_id)
        .where(
            CandidateMove.ward_id == ward_id,
            CandidateMove.bulk_id == bulk_id,
            Person.ward_id == ward_id,
            EnlistmentRecord.year == year,
        )
        .order_by(Person.sort_key, Person.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound(str(bulk_id))
    first: CandidateMove = rows[0][0]
    moved = tuple(
        MovedCandidate(move.person_id, name, birth_date, neighbourhood, move.from_step)
        for move, name, birth_date, neighbourhood in rows
    )
    return BulkMove(
        bulk_id, first.to_step, first.on, first.paper, first.note, first.at, first.user_name, first.undone_at, moved
    )
