"""One officer at a time, where two at once would fill the same place."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from roster.store.db import db
from roster.store.units import Unit


def lock_ward(ward_id: UUID) -> None:
    """Hold the ward's row to the end of the transaction (SQLite has one writer anyway)."""
    db.session.execute(select(Unit.id).where(Unit.id == ward_id).with_for_update())
