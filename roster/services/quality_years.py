"""Members of the Party and the Union in both forces at the end of each of the last years, for a chart and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor
from roster.services.militia_statistics import facts_of
from roster.services.party_source import require_politics
from roster.services.political_quality import FORCES, MILITIA, RESERVE
from roster.store import militia_queries, party_queries
from roster.store.militia_queries import Citizen

_YEARS = 5


@dataclass(frozen=True)
class YearShare:
    """How many of a force were members on a day."""

    day: date
    strength: int
    party: int
    union: int

    @property
    def party_share(self) -> float | None:
        """Per cent of the Party, None of nobody."""
        return round(100 * self.party / self.strength, 1) if self.strength else None

    @property
    def union_share(self) -> float | None:
        """Per cent of the Union, None of nobody."""
        return round(100 * self.union / self.strength, 1) if self.strength else None


@dataclass(frozen=True)
class ForceYears:
    """A force over the years, oldest first."""

    key: str
    name: str
    years: tuple[YearShare, ...]


def over_years(actor: Actor, ward_id: UUID, on: date) -> list[ForceYears]:
    """Both forces on the last day of the four years before and on the day itself; a force that had nobody is left out.

    Raises NotFound (also for roles that may not see politics), NotAllowed.
    """
    require_politics(actor, ward_id)
    days = [*(date(on.year - back, 12, 31) for back in range(_YEARS - 1, 0, -1)), on]
    found: dict[str, list[YearShare]] = {MILITIA: [], RESERVE: []}
    for day in days:
        members = [one.citizen for one in militia_queries.members_on(actor, ward_id, day)]
        found[MILITIA].append(_share(members, day))
        found[RESERVE].append(_share([one for one, _ in party_queries.reservists_on(actor, ward_id, day)], day))
    return [
        ForceYears(key, FORCES[key], tuple(years)) for key, years in found.items() if any(one.strength for one in years)
    ]


def _share(people: Sequence[Citizen], day: date) -> YearShare:
    facts = [facts_of(one, day) for one in people]
    return YearShare(day, len(facts), sum("party" in one for one in facts), sum("union" in one for one in facts))
