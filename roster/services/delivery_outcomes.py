"""What becomes of a paper when another one goes out in its place, and when that one is taken back."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import update

from roster.domain.delivery import ABSENT, PENDING, REPLACED
from roster.store.claims import Delivery
from roster.store.db import db


def set_replaced(paper_ids: Collection[UUID]) -> None:
    """Nobody waits any more for papers that were not handed over; what was is evidence and stays. Does not commit."""
    _change(paper_ids, (PENDING, ABSENT), REPLACED)


def restore_replaced(paper_ids: Collection[UUID]) -> None:
    """They are on their way again: what was to replace them was made by mistake. Does not commit."""
    _change(paper_ids, (REPLACED,), PENDING)


def _change(paper_ids: Collection[UUID], before: tuple[str, ...], after: str) -> None:
    some = update(Delivery).where(Delivery.id.in_(list(paper_ids)), Delivery.outcome.in_(before))
    changed = some.values(outcome=after, version=Delivery.version + 1)
    db.session.execute(changed.execution_options(synchronize_session="fetch"))
