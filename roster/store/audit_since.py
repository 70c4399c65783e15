"""Which wards were acted in since an entry of the journal: what tells whether a count of theirs may have changed.

Seals are numbered in the order in which their transactions were committed (audit_chain.py), and every change is sealed
in its own transaction: whoever sees a seal sees every change up to it.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, not_, or_, select

from roster.store.audit import AuditEntry, AuditSeal
from roster.store.audit_chain import Head, read_head
from roster.store.db import db


def newest_seal() -> Head | None:
    """The newest seal that this transaction sees; None where nothing was done yet."""
    return read_head(db.session.connection())


def wards_acted_in(
    since: Head, to: Head, *, but: Collection[str], but_rooms: Collection[str]
) -> frozenset[UUID | None] | None:
    """The wards of the acts behind `since` up to `to` (None among them: an act for the whole office).

    Acts named in `but`, and those of the rooms `but_rooms` ("account" of "account.sign_in"), are left out. None where
    `since` is no seal of this journal: another database was put in its place.
    """
    if since.chain != to.chain:
        return None
    place = and_(AuditSeal.chain == since.chain, AuditSeal.number == since.number)
    if db.session.scalar(select(AuditSeal.mac).where(place)) != since.mac:
        return None
    changes_nothing = or_(AuditEntry.action.in_(but), *(AuditEntry.action.startswith(f"{room}.") for room in but_rooms))
    query = (
        select(AuditEntry.ward_id)
        .join(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditSeal.chain == to.chain, AuditSeal.number > since.number, AuditSeal.number <= to.number)
        .where(not_(changes_nothing))
        .distinct()
    )
    return frozenset(db.session.scalars(query))
