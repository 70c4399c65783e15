"""What every print that is made in the background needs: as whom it is made, and telling how far it has come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from sqlalchemy import case, update
from sqlalchemy.exc import OperationalError

from roster.domain.actor import Actor
from roster.jobs import queue
from roster.store.db import db
from roster.store.papers import PrintJob

CANCELLED = "cancelled"
_WAITING, _RUNNING = "waiting", "running"
PIECE = 50  # so many personal papers are set at once; a run that has more is a long one
_STEP = 5  # per cent of progress that are worth a write

log = logging.getLogger(__name__)


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


def teller(model: Any, row_id: UUID, told: int = 0, step: int = _STEP) -> Callable[[int], None]:
    """Writes progress into a row where its page can see it, in steps, from what is `told` already.

    What it gives raises Cancelled once the row says so.
    """

    def tell(percent: int) -> None:
        nonlocal told
        if percent >= told + step:
            told = percent
            # A short transaction of its own: progress must be seen while the work goes on.
            with db.engine.begin() as connection:
                still = update(model).where(model.id == row_id, model.state != CANCELLED)
                # It is being made, also where it was given up and taken up again while this one was at it.
                state = case((model.state == _WAITING, _RUNNING), else_=model.state)
                told_somebody = connection.execute(still.values(progress=min(percent, 99), state=state)).rowcount
            if not told_somebody:
                raise Cancelled

    return tell


def turn_of(job: PrintJob) -> int:
    """When the turn of a print comes: lists and short runs before long runs, of which those begun go on first."""
    if len(job.request.get("ids", ())) <= PIECE:
        return queue.SHORT
    return queue.BEGUN if job.request.get("pieces") else queue.LONG


def back_in_line(task: str) -> Callable[[Callable[[UUID], None]], Callable[[UUID], None]]:
    """Decorate the handler of `task` for prints: where the database does not answer, it waits for another turn.

    Somebody who holds SQLite for long (a backup, a large import) is no fault of the print, and no reason that it waits
    for ever: neither its beginning nor its failure could be written down.
    """

    def wrap(work: Callable[[UUID], None]) -> Callable[[UUID], None]:
        @wraps(work)
        def run(row_id: UUID) -> None:
            try:
                work(row_id)
            except OperationalError:
                log.warning("the database does not answer; %s of %s waits for another turn", task, row_id)
                db.session.rollback()
                _let_wait(row_id)
                queue.put_in_line(task, row_id)

        return run

    return wrap


def _let_wait(row_id: UUID) -> None:
    again = update(PrintJob).where(PrintJob.id == row_id, PrintJob.state == _RUNNING)
    try:
        db.session.execute(again.values(state=_WAITING))
        db.session.commit()
    except OperationalError:
        db.session.rollback()
