"""What was refused goes into the journal: wrong passwords and pages that somebody may not open.

So do attempts to get around what protects the program: tries beyond the throttle, forms without their token, workbooks
that are made to do harm. Nothing of what a stranger typed is kept: neither the name nor the id in the address. A flood
must not fill the disk, so that only so many of an hour are entries of their own; one more says that there were more.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from roster.domain.actor import SYSTEM, Actor
from roster.services import audit
from roster.services.accounts import actor_of
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.db import db, now

SIGN_IN_FAILED, REFUSED = "account.sign_in_failed", "access.refused"
THROTTLED, NO_TOKEN, HOSTILE = "access.throttled", "access.no_token", "import.hostile"
MORE = ".more"
MOST_OF_ONE, MOST_OF_ALL = 30, 300  # entries of an hour: about one account (or about nobody known), and in all
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


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


def note_bypass(user: User | None, action: str, endpoint: str = "") -> None:
    """Note an attempt to get around a control: of one kind from one address at most one entry a minute. Commits."""
    if _is_noted(action):
        return
    if named := _bounded(action):
        audit.defer(actor_of(user) if user is not None else SYSTEM, named, page=endpoint, known=user is not None)
        audit.write_deferred()


def note_hostile(actor: Actor) -> None:
    """Note a workbook that was refused as made to do harm; bounded like the others. Commits."""
    if not _is_noted(HOSTILE) and (named := _bounded(HOSTILE)):
        audit.record(actor, named)
        db.session.commit()


def _is_noted(action: str) -> bool:
    of_late = select(AuditEntry.details).where(AuditEntry.ward_id.is_(None), AuditEntry.at > now() - _MINUTE)
    found = db.session.scalars(of_late.where(AuditEntry.action == action).limit(MOST_OF_ALL))
    return any(one.get(audit.FROM, "") == audit.place() for one in found)


def _bounded(action: str, about: ColumnElement[bool] | None = None) -> str:
    """The entry to make: the action, once more "there were more", or "" for none."""
    of_late = select(func.count()).where(AuditEntry.ward_id.is_(None), AuditEntry.at > now() - _HOUR)
    of_action = of_late.where(AuditEntry.action == action)
    is_within = about is None or (db.session.scalar(of_action.where(about)) or 0) < MOST_OF_ONE
    if is_within and (db.session.scalar(of_action) or 0) < MOST_OF_ALL:
        return action
    return "" if db.session.scalar(of_late.where(AuditEntry.action == action + MORE)) else action + MORE
