"""The call-up at one glance, for a ward's first page: places against men, why the others are lost, how many still wait.

Out of the same funnel as the campaign page (roster.services.funnel), so that the two never say different numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from roster.domain.actor import Actor, Permission
from roster.services import funnel, quotas
from roster.services.candidate_answers import Reasons, reasons_for
from roster.services.funnel import CLOSED_STEPS, Counted
from roster.services.kept_counts import kept
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.scope import require

# Judging a man costs about an eighth of a millisecond. No ward has so many candidates of one year; where somebody has,
# the first page leads to the campaign page and is not held up.
MOST_JUDGED = 3_000
_MOST_LOSSES = 4


@dataclass(frozen=True)
class Glance:
    """`closed` counts those closed officially or beyond; `reasons` is what the actor may know of the others, `fit` how
    many are eligible today.

    `short` names each service whose own places lack eligible men, with how many. `reasons` and `fit` are None where the
    men are more than MOST_JUDGED, and `short` is empty.
    """

    year: int
    candidates: int
    places: int
    closed: int
    handed_over: int
    reasons: Reasons | None
    fit: int | None
    short: tuple[tuple[str, int], ...] = ()

    @property
    def missing(self) -> int:
        """How many eligible men are missing: 0 also where nobody counted them."""
        return max(0, self.places - self.fit) if self.fit is not None else 0

    @property
    def open_places(self) -> int:
        """How many places no man is closed for yet."""
        return max(0, self.places - self.closed)

    @property
    def losses(self) -> tuple[Counted, ...]:
        """The reasons for which most are lost."""
        return self.reasons.losses[:_MOST_LOSSES] if self.reasons else ()

    @property
    def lost_otherwise(self) -> int:
        """How many are lost for a reason that `losses` does not name."""
        return sum(one.count for one in self.reasons.losses[_MOST_LOSSES:]) if self.reasons else 0


def glance_at(actor: Actor, ward_id: UUID, year: int) -> Glance:
    """The year's call-up of the ward, counted anew after changes only, with a constant number of queries.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return kept(actor, ward_id, ("call-up", year, MOST_JUDGED), lambda: _glance_at(actor, ward_id, year))


def _glance_at(actor: Actor, ward_id: UUID, year: int) -> Glance:
    steps = _steps(ward_id, year)
    candidates = sum(steps.values())
    whole = funnel.of_wards(actor, [ward_id], year).total if candidates <= MOST_JUDGED else None
    places = (
        whole.forecast.places if whole else sum(one.places for one in quotas.of_ward(actor, ward_id, year).values())
    )
    return Glance(
        year,
        candidates,
        places,
        sum(steps.get(step, 0) for step in CLOSED_STEPS),
        steps.get("handed_over", 0),
        reasons_for(actor, whole) if whole else None,
        whole.forecast.fit if whole else None,
        whole.short if whole else (),
    )


def _steps(ward_id: UUID, year: int) -> dict[str | None, int]:
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
    return counts
