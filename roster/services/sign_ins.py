"""Signing in and out (against guessing: roster.services.failures)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from roster.services import audit, clock, second_step
from roster.services.accounts import actor_of, close_sign_ins
from roster.store.accounts import SignIn, User
from roster.store.db import db, now
from roster.store.engine import impatient, only_reads, set_reading

_PATIENCE_MS = 50


def open_sign_in(user: User, address: str = "", computer: str = "") -> SignIn:
    """Note that the user signed in, from where and with which program; committed by the caller with the rest of his
    transaction."""
    at, waits = clock.now(), second_step.is_asked_of(user)
    sign_in = SignIn(user_id=user.id, at=at, last_at=at, waits=waits, address=address[:45], computer=computer[:60])
    db.session.add(sign_in)
    db.session.flush()
    audit.record(actor_of(user), "account.sign_in", subject_id=user.id)
    return sign_in


def waits_for_second_step(sign_in_id: UUID | None) -> bool:
    """Whether the password was right and the one-time code is still to come."""
    sign_in = db.session.get(SignIn, sign_in_id) if sign_in_id else None
    return sign_in is None or sign_in.waits


def pass_second_step(user: User, sign_in_id: UUID) -> SignIn:
    """End the sign-in of the password alone and open a whole one; committed by the caller."""
    old = db.session.get_one(SignIn, sign_in_id)
    old.ended_at = now()
    passed = SignIn(
        user_id=user.id, at=old.at, last_at=clock.now(), waits=False, address=old.address, computer=old.computer
    )
    db.session.add(passed)
    db.session.flush()
    return passed


def renew_sign_in(user: User, sign_in_id: UUID) -> SignIn:
    """The same sign-in under a new id, since the password was given anew; committed by the caller.

    Its day began where the old one's did. What was copied of the cookie before is worth nothing (ASVS 7.2.4).
    """
    renewed = pass_second_step(user, sign_in_id)
    renewed.waits = db.session.get_one(SignIn, sign_in_id).waits
    return renewed


def close_sign_in(user: User, sign_in_id: str) -> None:
    """Note that the user signed out: the cookie and every copy of it are worth nothing from now on."""
    sign_in = db.session.get(SignIn, UUID(sign_in_id))
    if sign_in is not None and sign_in.user_id == user.id and sign_in.ended_at is None:
        sign_in.ended_at = now()
        audit.record(actor_of(user), "account.sign_out", subject_id=user.id)
        db.session.commit()


def is_sign_in_open(sign_in_id: UUID | None, user_id: UUID, at: datetime, longest: timedelta) -> bool:
    """Whether that sign-in of that user still holds at the given moment."""
    sign_in = db.session.get(SignIn, sign_in_id) if sign_in_id else None
    return (
        sign_in is not None and sign_in.user_id == user_id and sign_in.ended_at is None and at - sign_in.at <= longest
    )


def note_use(sign_in_id: UUID, address: str) -> None:
    """Note that a page was asked for just now, and from where. Ends the session's transaction: call it when the answer
    is complete. Where another writes for long it is not waited for; the next minute notes it."""
    db.session.rollback()
    was_reading = only_reads()
    set_reading(False)
    try:
        with impatient(_PATIENCE_MS):
            used = update(SignIn).where(SignIn.id == sign_in_id).values(last_at=clock.now(), address=address[:45])
            db.session.execute(used)
            db.session.commit()
    except DatabaseError:
        db.session.rollback()
    finally:
        set_reading(was_reading)


def note_own_password_change(user: User, here: UUID | None) -> None:
    """A password that its owner changed: its entry, and the end of every session but `here`. The caller commits."""
    user.must_change = False
    close_sign_ins(user.id, but=here)
    audit.record(actor_of(user), "account.own_password", subject_id=user.id)
