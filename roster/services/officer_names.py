"""Who an id of an account stands for, where a page says who did something."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from roster.store.accounts import User
from roster.store.db import db


def names_of(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Full names by account id, closed accounts too, in one query; an unknown id (and None) is left out."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    found = db.session.execute(db.select(User.id, User.full_name).where(User.id.in_(wanted)))
    return dict(found.all())
