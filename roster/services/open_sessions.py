"""Where an account is signed in: its owner sees it and ends what is not his (ASVS 7.5.2), an administrator ends all."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select

from roster.domain.actor import Actor
from roster.services import accounts, audit, clock
from roster.store.accounts import SignIn
from roster.store.db import db, now

ENDED = "account.sessions_ended"


@dataclass(frozen=True)
class OpenSession:
    """One session that still holds; `waits`: the password was right, the code of the device is still to come."""

    id: UUID
    began_at: datetime.datetime
    used_at: datetime.datetime
    address: str
    computer: str
    waits: bool
    is_here: bool


def list_own(actor: Actor, here: UUID | None) -> list[OpenSession]:
    """The actor's own, the one that asks first, then by last use."""
    return _open_of(actor.user_id, here) if actor.user_id else []


def list_of(actor: Actor, user_id: UUID) -> list[OpenSession]:
    """Those of an account that the actor manages. Raises NotAllowed, NotFound."""
    return _open_of(accounts.get_user(actor, user_id).id, None)


def end_own(actor: Actor, sign_in_id: UUID | None, here: UUID | None) -> int:
    """End one of the actor's own sessions but the one that asks; returns how many ended (0: it had ended)."""
    found = db.session.get(SignIn, sign_in_id) if sign_in_id else None
    if found is None or found.user_id != actor.user_id or found.id == here or found.ended_at is not None:
        return 0
    found.ended_at = now()
    audit.record(actor, ENDED, subject_id=actor.user_id, sessions=1)
    db.session.commit()
    return 1


def end_others(actor: Actor, here: UUID | None) -> int:
    """End all of the actor's own sessions but the one that asks; returns how many were in use."""
    return _end(actor, actor.user_id, here) if actor.user_id else 0


def end_all(actor: Actor, user_id: UUID) -> int:
    """End every session of an account that the actor manages. Raises NotAllowed, NotFound."""
    return _end(actor, accounts.get_user(actor, user_id).id, None)


def _end(actor: Actor, user_id: UUID, here: UUID | None) -> int:
    count = sum(one.id != here for one in _open_of(user_id, here))
    if accounts.close_sign_ins(user_id, but=here):
        audit.record(actor, ENDED, subject_id=user_id, sessions=count)
        db.session.commit()
    return count


def _open_of(user_id: UUID, here: UUID | None) -> list[OpenSession]:
    at, limits = clock.now(), current_app.config
    used = func.coalesce(SignIn.last_at, SignIn.at)
    query = select(SignIn).where(
        SignIn.user_id == user_id,
        SignIn.ended_at.is_(None),
        SignIn.at >= at - limits["SIGNED_IN_AT_MOST"],
        used >= at - limits["IDLE_AT_MOST"],
    )
    found = [
        OpenSession(
            one.id, one.at, one.last_at or one.at, one.address or "", one.computer or "", one.waits, one.id == here
        )
        for one in db.session.scalars(query.order_by(used.desc()))
    ]
    return sorted(found, key=lambda one: not one.is_here)
