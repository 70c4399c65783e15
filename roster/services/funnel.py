"""Where the year's work stands: how many men at each milestone, why the others were lost, and whether the quota is met.

Each candidate is judged by the law as every list and gate judges him; the number of queries does not grow with wards
or men.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.domain.cycle import MILESTONES
from roster.services import quotas
from roster.services.assessment import Standing, standings_of_wards
from roster.services.outlook import FIT, HANDED_OVER, LOST, WAITING, Outlook, label_of_reason, outlook_of
from roster.services.quotas import SERVICE_LABELS
from roster.store.db import db
from roster.store.units import Unit

CLOSED_STEPS = frozenset({"final_official", "called_up", "handed_over", "replacement"})
# Below so many men with a final answer a share of them foretells nothing.
_ENOUGH_TO_FORETELL = 20


@dataclass(frozen=True)
class Counted:
    """A number with its name and what leads to the men behind it.

    `by` is "milestone", "step", "verdict" or "other"; `key` the value to filter by. `steps` are a milestone's steps.
    """

    key: str
    label: str
    count: int
    by: str
    steps: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ServiceCount:
    """The quota of one service against the men meant for it (a man of whom nothing is said is meant for the army)."""

    service: str
    label: str
    places: int
    fit: int  # callable, those closed or handed over included
    closed: int  # closed officially, called up or handed over
    reserve: int
    handed_over: int

    @property
    def missing_fit(self) -> int:
        """How many fit men are missing."""
        return max(0, self.places - self.fit)

    @property
    def missing_closed(self) -> int:
        """How many places are not closed yet."""
        return max(0, self.places - self.closed)

    @property
    def missing_handed_over(self) -> int:
        """How many are yet to be handed over."""
        return max(0, self.places - self.handed_over)


@dataclass(frozen=True)
class Forecast:
    """Whether the quota will be met: with the men fit today, with those expected, and if all who wait turn out fit.

    `expected` counts the waiting at the share of fit men among those whose examination and politics are settled; None
    while those are too few to foretell from.
    """

    places: int
    fit: int
    waiting: int
    expected: int | None

    @property
    def missing_today(self) -> int:
        """How many are missing if nobody else turns out fit."""
        return max(0, self.places - self.fit)

    @property
    def missing_expected(self) -> int | None:
        """How many are likely to be missing."""
        return None if self.expected is None else max(0, self.places - self.expected)

    @property
    def missing_at_best(self) -> int:
        """How many are missing even if everybody who waits turns out fit."""
        return max(0, self.places - self.fit - self.waiting)


@dataclass(frozen=True)
class WardFunnel:
    """One ward's year, or (`unit` None) that of all wards asked for."""

    unit: Unit | None
    candidates: int
    milestones: tuple[Counted, ...]
    steps: dict[str | None, int]
    losses: tuple[Counted, ...]  # most frequent first
    waiting: tuple[Counted, ...]
    fit: int
    services: dict[str, ServiceCount]
    forecast: Forecast

    @property
    def lost(self) -> int:
        """How many are lost for this year."""
        return sum(loss.count for loss in self.losses)

    @property
    def short(self) -> tuple[tuple[str, int], ...]:
        """The services whose own places lack eligible men though there are enough of them in all, with how many."""
        if self.forecast.missing_today:
            return ()
        return tuple((one.label, one.missing_fit) for one in self.services.values() if one.missing_fit)


@dataclass(frozen=True)
class Funnel:
    """The wards in the order asked for, and all of them together."""

    wards: tuple[WardFunnel, ...]
    total: WardFunnel


def of_wards(actor: Actor, ward_ids: Iterable[UUID], year: int, on: date | None = None) -> Funnel:
    """The year's work in each ward and over all of them, by the law of the day `on` (default: today).

    Raises NotFound, NotAllowed.
    """
    wanted = list(dict.fromkeys(ward_ids))
    judged = [(one, outlook_of(one)) for one in standings_of_wards(actor, wanted, year, on)]
    places = {
        ward_id: {service: quota.places for service, quota in found.items()}
        for ward_id, found in quotas.of_wards(actor, wanted, year).items()
    }
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(wanted)))}
    by_ward: dict[UUID, list[tuple[Standing, Outlook]]] = {ward_id: [] for ward_id in wanted}
    for candidate, outlook in judged:
        by_ward[candidate.ward_id].append((candidate, outlook))
    wards = tuple(funnel_of(units.get(ward_id), men, places[ward_id]) for ward_id, men in by_ward.items())
    whole = {service: sum(of_ward[service] for of_ward in places.values()) for service in SERVICE_LABELS}
    return Funnel(wards, funnel_of(None, judged, whole))


def takes_part(unit: Unit, year: int, candidates: int) -> bool:
    """Whether a ward has a part in the year: one that had ended before has none, unless people were left in it."""
    return unit.ends_on is None or unit.ends_on.year >= year or candidates > 0


def funnel_of(unit: Unit | None, men: Sequence[tuple[Standing, Outlook]], places: Mapping[str, int]) -> WardFunnel:
    """The year's work over these men, against so many places by service."""
    steps = Counter(candidate.step for candidate, _ in men)
    services = {service: _service(service, men, places[service]) for service in SERVICE_LABELS}
    return WardFunnel(
        unit=unit,
        candidates=len(men),
        milestones=tuple(
            Counted(m.key, m.label, sum(steps[step] for step in m.steps), "milestone", m.steps) for m in MILESTONES
        ),
        steps=dict(steps),
        losses=_reasons(men, LOST),
        waiting=_reasons(men, WAITING),
        fit=sum(outlook.kind in {FIT, HANDED_OVER} for _, outlook in men),
        services=services,
        forecast=_forecast(men, sum(places.values())),
    )


def _reasons(men: Sequence[tuple[Standing, Outlook]], kind: str) -> tuple[Counted, ...]:
    counted = Counter((outlook.by, outlook.reason) for _, outlook in men if outlook.kind == kind)
    found = [Counted(reason, label_of_reason(by, reason), count, by) for (by, reason), count in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.label)))


def _service(service: str, men: Sequence[tuple[Standing, Outlook]], places: int) -> ServiceCount:
    own = [(candidate, outlook) for candidate, outlook in men if (candidate.service or "army") == service]
    steps = Counter(candidate.step for candidate, _ in own)
    return ServiceCount(
        service=service,
        label=SERVICE_LABELS[service],
        places=places,
        fit=sum(outlook.kind in {FIT, HANDED_OVER} for _, outlook in own),
        closed=sum(steps[step] for step in CLOSED_STEPS),
        reserve=steps["final_reserve"],
        handed_over=steps["handed_over"],
    )


def _forecast(men: Sequence[tuple[Standing, Outlook]], places: int) -> Forecast:
    fit = sum(outlook.kind in {FIT, HANDED_OVER} for _, outlook in men)
    waiting = sum(outlook.kind == WAITING for _, outlook in men)
    failed = sum(outlook.kind == LOST and _has_failed(candidate, outlook) for candidate, outlook in men)
    settled = fit + failed
    expected = fit + round(waiting * fit / settled) if settled >= _ENOUGH_TO_FORETELL else None
    return Forecast(places, fit, waiting, expected)


def _has_failed(candidate: Standing, outlook: Outlook) -> bool:
    """Whether the examination or the police found against him, whatever step the ward put him at since."""
    return bool({"unfit", "not_selected"} & {outlook.reason, str(candidate.verdict)})
