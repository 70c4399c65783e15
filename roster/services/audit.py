"""Who did what. The entry goes into the transaction of the deed: rolled back together, committed together."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from roster.domain.actor import Actor
from roster.store.audit import AuditEntry, AuditSeal
from roster.store.audit_chain import WRITTEN, people_digest
from roster.store.audit_waiting import let_wait
from roster.store.db import db
from roster.store.engine import impatient, only_reads, set_reading

_FIRST = 20
FROM = "from"  # in the details: the address of the computer that asked
_asked_from: ContextVar[str] = ContextVar("asked_from", default="")
_DEFERRED = "deferred_audit_entries"


def set_place(address: str) -> None:
    """Say from which computer this thread is asked from now on: every entry bears it (ASVS 16.2.1). "" for nobody's."""
    _asked_from.set(address[:45])


def place() -> str:
    """The address of the computer that asks; "" for the command line and the worker."""
    return _asked_from.get()


def record(
    actor: Actor,
    action: str,
    *,
    ward_id: UUID | None = None,
    subject_id: UUID | None = None,
    people: Iterable[UUID | None] = (),
    **details: Any,
) -> AuditEntry:
    """Add an entry to the session, without committing.

    `action` is "noun.verb" ("person.edit", "list.export"). `details` takes counts and keys that JSON can hold, never
    names or numbers of citizens. `people`: whom an exported list or printed paper held.

    While a page is only looked at, the entry waits for `write_deferred`: a transaction that reads must not write.
    """
    entry = _entry(actor, action, ward_id, subject_id, people, details)
    if only_reads():
        db.session().info.setdefault(_DEFERRED, []).append(entry)
    else:
        db.session.add(entry)
    return entry


def defer(
    actor: Actor, action: str, *, ward_id: UUID | None = None, subject_id: UUID | None = None, **details: Any
) -> None:
    """As `record`, for `write_deferred` also where the page itself writes."""
    entry = _entry(actor, action, ward_id, subject_id, (), details)
    db.session().info.setdefault(_DEFERRED, []).append(entry)


def began_with(action: str) -> bool:
    """Whether the action is among the first of this database."""
    first = select(AuditSeal.entry_id).where(AuditSeal.chain == 1, AuditSeal.number <= _FIRST)
    found = select(AuditEntry.id).where(AuditEntry.id.in_(first), AuditEntry.action == action).limit(1)
    return db.session.scalar(found) is not None


def has_deferred() -> bool:
    """Whether entries wait for the end of the page."""
    return bool(db.session().info.get(_DEFERRED))


def has_written() -> bool:
    """Whether the work of this request has committed an entry."""
    return bool(db.session().info.get(WRITTEN))


def write_deferred() -> None:
    """Commit the entries of a page that was looked at, before its answer leaves the house.

    Ends the session's transaction; what was loaded in it is not to be used any more.
    """
    entries = db.session().info.pop(_DEFERRED, None)
    if not entries:
        return
    db.session.rollback()
    was_reading = only_reads()
    set_reading(False)
    try:
        with impatient(current_app.config["AUDIT_PATIENCE_MS"]):
            if db.engine.dialect.name == "sqlite":
                db.session.connection()  # the turn to write, or none within the patience
            db.session.add_all(entries)
            db.session.commit()
    except OperationalError:
        db.session.rollback()
        if db.engine.dialect.name != "sqlite":
            raise
        let_wait(entries)  # an import is being written: the entry goes into the chain behind it
    finally:
        set_reading(was_reading)


def _entry(
    actor: Actor,
    action: str,
    ward_id: UUID | None,
    subject_id: UUID | None,
    people: Iterable[UUID | None],
    details: dict[str, Any],
) -> AuditEntry:
    listed = tuple(sorted({one for one in people if one is not None}))
    if listed:
        details["people_digest"] = people_digest(listed)
    if place():
        details[FROM] = place()
    entry = AuditEntry(
        user_id=actor.user_id,
        user_name=actor.name,
        ward_id=ward_id,
        action=action,
        subject_id=subject_id,
        details=details,
    )
    entry.people = listed
    return entry
