"""What was refused goes into the journal: wrong passwords and pages that somebody may not open.

Nothing of what a stranger typed is kept: neither the name nor the id in the address. A flood must not fill the disk, so
that only so many of an hour are entries of their own; one more says that there were more.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from roster.domain.actor import SYSTEM, Actor
from roster.services import audit
from roster.services.accounts import actor_of
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.db import db, now

SIGN_IN_FAILED, REFUSED = "account.sign_in_failed", "access.refused"
MORE = ".more"
MOST_OF_ONE, MOST_OF_ALL = 30, 300  # entries of an hour: about one account (or about nobody known), and in all
_HOUR = timedelta(hours=1)


def note_failed_sign_in(user: User | None) -> None:
    """Note a wrong password (or code); `user` is the account whose name was typed, None for a name that is none's.

    Whose attempt it was nobody knows, so the entry is the program's own and names the account as its subject. Commits.
    """
    subject = user.id if user is not None else None
    action = _bounded(SIGN_IN_FAILED, AuditEntry.subject_id == subject if subject else AuditEntry.subject_id.is_(None))
    if action:
        audit.record(SYSTEM, action, subject_id=subject, known=user is not None)
        db.session.commit()


def note_refused(user: User, endpoint: str, method: str, status: int) -> None:
    """Note that the officer was refused a page (403), or asked for what is not there or another ward's (404)."""
    actor: Actor = actor_of(user)
    action = _bounded(REFUSED, AuditEntry.user_id == actor.user_id)
    if action:
        audit.defer(actor, action, page=endpoint, method=method, status=status)
        audit.write_deferred()


def _bounded(action: str, about: object) -> str:
    """The entry to make: the action, once more "there were more", or "" for none."""
    of_late = select(func.count()).where(AuditEntry.ward_id.is_(None), AuditEntry.at > now() - _HOUR)
    of_action = of_late.where(AuditEntry.action == action)
    is_within = (db.session.scalar(of_action.where(about)) or 0) < MOST_OF_ONE  # type: ignore[arg-type]
    if is_within and (db.session.scalar(of_action) or 0) < MOST_OF_ALL:
        return action
    return "" if db.session.scalar(of_late.where(AuditEntry.action == action + MORE)) else action + MORE
