"""Reading the audit trail of a ward: who did what, when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from roster.config import OFFICE_ZONE
from roster.domain.actor import Actor, Permission
from roster.services.faults import NotAllowed, NotFound
from roster.store.accounts import User, UserWard
from roster.store.audit import AuditEntry, AuditPerson, AuditSeal, FieldChange
from roster.store.audit_chain import Head, read_head
from roster.store.db import db
from roster.store.engine import reading
from roster.store.people import Person

MOST_OF_TRAIL = 300


@dataclass(frozen=True)
class JournalFilter:
    """What narrows the journal; None and "" leave it open. Both days belong to the range."""

    user_id: UUID | None = None
    person_id: UUID | None = None  # whom the entry is about, or who stood in what was exported or printed
    actions: Sequence[str] = ()
    first_day: date | None = None
    last_day: date | None = None


def read_journal(
    actor: Actor, ward_id: UUID, wanted: JournalFilter, *, limit: int, offset: int = 0
) -> tuple[list[AuditEntry], int]:
    """Entries of the ward, the latest first, and how many there are in all.

    Entries without a ward (signing in, accounts) belong to the wards of the accounts that they are about. Raises
    NotFound for a foreign ward, NotAllowed without the permission.
    """
    condition = _condition(actor, ward_id, wanted)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(condition)) or 0
    query = select(AuditEntry).where(condition).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return list(db.session.scalars(query.limit(limit).offset(offset))), total


def officers_of_journal(actor: Actor, ward_id: UUID) -> list[tuple[UUID, str]]:
    """Who acted in the ward, by name, to filter by. Raises as read_journal."""
    condition = _condition(actor, ward_id, JournalFilter())
    query = select(AuditEntry.user_id, func.max(AuditEntry.user_name)).where(condition, AuditEntry.user_id.is_not(None))
    rows = db.session.execute(query.group_by(AuditEntry.user_id)).all()
    return sorted(((user_id, name) for user_id, name in rows if user_id), key=lambda row: row[1])


def account_names(entries: Iterable[AuditEntry]) -> dict[UUID, str]:
    """The user names of the accounts that entries are about, by id, with one query."""
    wanted = {entry.subject_id for entry in entries if entry.subject_id and entry.action.startswith("account.")}
    return {user.id: user.user_name for user in db.session.scalars(select(User).where(User.id.in_(wanted)))}


def numbers_of(entries: Iterable[AuditEntry]) -> dict[UUID, int]:
    """The numbers of entries in the sealed chain, by id, with one query."""
    query = select(AuditSeal.entry_id, AuditSeal.number).where(AuditSeal.entry_id.in_([one.id for one in entries]))
    rows = db.session.execute(query.order_by(AuditSeal.chain))
    return {entry_id: number for entry_id, number in rows if entry_id is not None}


@dataclass(frozen=True)
class TrailLine:
    """What was done with one citizen's data: an entry of the journal, or (no entry) an import that changed `changes`
    of his facts."""

    at: datetime.datetime
    user_name: str
    entry: AuditEntry | None = None
    changes: int = 0
    import_id: UUID | None = None


def person_trail(actor: Actor, ward_id: UUID, person_id: UUID) -> tuple[Person, list[TrailLine], int]:
    """The citizen, the latest of all that was read, changed, exported or printed of him, and how much it is in all.

    Raises NotFound, NotAllowed.
    """
    condition = _condition(actor, ward_id, JournalFilter(person_id=person_id))
    person = db.session.get(Person, person_id)
    if person is None or person.ward_id != ward_id:
        raise NotFound
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(condition)) or 0
    query = (
        select(AuditEntry).where(condition).order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(MOST_OF_TRAIL)
    )
    lines = [TrailLine(one.at, one.user_name, one) for one in db.session.scalars(query)]
    imported = (
        select(func.min(FieldChange.at), func.max(FieldChange.user_name), func.count(), FieldChange.import_id)
        .where(FieldChange.person_id == person_id, FieldChange.ward_id == ward_id, FieldChange.import_id.is_not(None))
        .group_by(FieldChange.import_id)
    )
    for at, user_name, count, import_id in db.session.execute(imported):
        moment = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
        lines.append(TrailLine(moment, user_name, None, count, import_id))
        total += 1
    return person, sorted(lines, key=lambda line: line.at, reverse=True)[:MOST_OF_TRAIL], total


def head_now() -> Head | None:
    """The newest seal of the chain; None where nothing was sealed yet. Holds no personal data."""
    with reading(), db.engine.connect() as connection:
        return read_head(connection)


def _condition(actor: Actor, ward_id: UUID, wanted: JournalFilter) -> ColumnElement[bool]:
    if not actor.covers(ward_id):
        raise NotFound
    if not actor.may(Permission.VIEW_AUDIT):
        raise NotAllowed
    accounts = select(UserWard.user_id).where(UserWard.ward_id == ward_id)
    of_accounts = or_(AuditEntry.user_id.in_(accounts), AuditEntry.subject_id.in_(accounts))
    condition = or_(AuditEntry.ward_id == ward_id, and_(AuditEntry.ward_id.is_(None), of_accounts))
    if wanted.user_id is not None:
        condition = and_(condition, AuditEntry.user_id == wanted.user_id)
    if wanted.person_id is not None:
        named = select(AuditPerson.entry_id).where(AuditPerson.person_id == wanted.person_id)
        condition = and_(condition, or_(AuditEntry.subject_id == wanted.person_id, AuditEntry.id.in_(named)))
    if wanted.actions:
        condition = and_(condition, AuditEntry.action.in_(wanted.actions))
    if wanted.first_day is not None:
        condition = and_(condition, AuditEntry.at >= _midnight(wanted.first_day))
    if wanted.last_day is not None:
        condition = and_(condition, AuditEntry.at < _midnight(wanted.last_day + timedelta(days=1)))
    return condition


def _midnight(day: date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), OFFICE_ZONE)
