"""What every print that is made in the background needs: as whom it is made, and telling how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import update

from roster.domain.actor import Actor
from roster.store.db import db

CANCELLED = "cancelled"
_STEP = 5  # per cent of progress that are worth a write


class Cancelled(Exception):
    """Nobody wants the print any more; what was made of it is thrown away."""


def asker_of(job: Any) -> Actor:
    """Who asked for a print, or an issued paper, with the roles that he had then."""
    # He saw what his roles allowed when he asked; that is what the paper shows.
    kept = job.request
    return Actor(
        user_id=job.created_by,
        name=job.created_by_name,
        roles=frozenset(kept["roles"]),
        ward_ids=frozenset({job.ward_id}),
        is_system=kept["is_system"],
    )


def teller(model: Any, row_id: UUID) -> Callable[[int], None]:
    """Writes progress into a row where its page can see it, in steps. Raises Cancelled once the row says so."""
    told = 0

    def tell(percent: int) -> None:
        nonlocal told
        if percent >= told + _STEP:
            told = percent
            # A short transaction of its own: progress must be seen while the work goes on.
            with db.engine.begin() as connection:
                still = update(model).where(model.id == row_id, model.state != CANCELLED)
                told_somebody = connection.execute(still.values(progress=min(percent, 99))).rowcount
            if not told_somebody:
                raise Cancelled

    return tell
