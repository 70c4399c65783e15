"""Who did what. The entry goes into the transaction of the deed: rolled back together, committed together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from roster.domain.actor import Actor
from roster.store.audit import AuditEntry
from roster.store.db import db


def record(
    actor: Actor, action: str, *, ward_id: UUID | None = None, subject_id: UUID | None = None, **details: Any
) -> AuditEntry:
    """Add an entry to the session, without committing.

    `action` is "noun.verb" ("person.edit", "list.export"). `details` takes counts and keys that JSON can hold, never
    names or numbers of citizens.
    """
    entry = AuditEntry(
        user_id=actor.user_id,
        user_name=actor.name,
        ward_id=ward_id,
        action=action,
        subject_id=subject_id,
        details=details,
    )
    db.session.add(entry)
    return entry
