"""The call-up at one glance, for a ward's first page: places against men, and at which steps the others stand.

Counted by step in one query; the law's answer on each man is the campaign page's.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from roster.domain.actor import Actor, Permission
from roster.domain.cycle import STEP_BY_KEY, is_loss
from roster.services import quotas
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.scope import require

_CLOSED = frozenset({"final_official", "called_up", "replacement", "handed_over"})
_MOST_LOSSES = 4


@dataclass(frozen=True)
class StepCount:
    """How many stand at a step."""

    step: str
    label: str
    count: int


@dataclass(frozen=True)
class Glance:
    """`closed` counts those closed officially or beyond; `losses` are the steps at which most are lost."""

    year: int
    candidates: int
    places: int
    closed: int
    handed_over: int
    losses: tuple[StepCount, ...]

    @property
    def missing(self) -> int:
        """How many places are not filled yet."""
        return max(0, self.places - self.closed)


def glance_at(actor: Actor, ward_id: UUID, year: int) -> Glance:
    """The year's call-up of the ward in two queries. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(EnlistmentRecord.status, func.count())
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(
            EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.year == year,
            Person.ward_id == ward_id, Person.retired_on.is_(None),
        )
        .group_by(EnlistmentRecord.status)
    )  # fmt: skip
    counts: dict[str | None, int] = {}
    for step, count in db.session.execute(query):
        counts[step] = count
    losses = [StepCount(step, STEP_BY_KEY[step].label, n) for step, n in counts.items() if step and is_loss(step)]
    return Glance(
        year,
        sum(counts.values()),
        sum(quota.places for quota in quotas.of_ward(actor, ward_id, year).values()),
        sum(counts.get(step, 0) for step in _CLOSED),
        counts.get("handed_over", 0),
        tuple(sorted(losses, key=lambda one: (-one.count, one.label))[:_MOST_LOSSES]),
    )
