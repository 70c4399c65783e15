"""The numbers of the charts beside the targets: strength against establishment, training, quota.

Each chart is a table of words and numbers whose bars the page draws; nothing stands in a picture alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import kind_of
from roster.domain.law.training import MILITIA, TRAINING
from roster.services import quotas
from roster.services.force_strength import strength_on
from roster.services.quotas import SERVICE_LABELS
from roster.services.training_book import book_of_year
from roster.services.training_rates import rates_of
from roster.store import target_counts
from roster.store.scope import require


@dataclass(frozen=True)
class Bar:
    """One line of a chart: a number, what it is measured by (None: nothing was set), and the page behind it."""

    label: str
    value: int
    goal: int | None
    endpoint: str
    args: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    @property
    def is_short(self) -> bool:
        """Whether it falls short."""
        return self.goal is not None and self.value < self.goal


@dataclass(frozen=True)
class Chart:
    """A chart. `value_heading` and `goal_heading` name its two numbers; `empty` is said where it has no line."""

    key: str
    title: str
    value_heading: str
    goal_heading: str
    bars: tuple[Bar, ...]
    empty: str

    @property
    def most(self) -> int:
        """What the longest bar stands for."""
        return max((max(one.value, one.goal or 0) for one in self.bars), default=0)


def charts_on(actor: Actor, ward_id: UUID, on: date) -> list[Chart]:
    """The charts of the day. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return [_strength(actor, ward_id, on), _training(actor, ward_id, on), _quota(actor, ward_id, on)]


def _strength(actor: Actor, ward_id: UUID, on: date) -> Chart:
    bars = tuple(
        Bar(
            one.name, one.total.strength, one.total.places or None, "forces.show", {"unit_id": str(one.unit.id)},
            one.depth,
        )
        for one in strength_on(actor, ward_id, on)
        if not kind_of(one.kind).is_board
    )  # fmt: skip
    empty = "Chưa lập đơn vị nào ở trang Tổ chức lực lượng."
    return Chart("strength", "Quân số so với biên chế từng đơn vị", "Quân số", "Biên chế", bars, empty)


def _training(actor: Actor, ward_id: UUID, on: date) -> Chart:
    rates = rates_of(book_of_year(actor, ward_id, on.year), TRAINING, MILITIA, on)
    bars = tuple(
        Bar(one.label, one.passed, one.strength, "training.people", one.narrowed | {"result": "passed"})
        for one in (*rates.by_component, rates.total)
        if one.strength
    )
    empty = "Ngày này chưa có ai trong dân quân tự vệ."
    return Chart("training", "Huấn luyện: đạt yêu cầu so với quân số", "Đạt trở lên", "Quân số", bars, empty)


def _quota(actor: Actor, ward_id: UUID, on: date) -> Chart:
    done: Counter[str] = Counter()
    for _, service, _, count in target_counts.handed_over_counts([ward_id], on):
        done[service] += count
    allotted = quotas.of_ward(actor, ward_id, on.year)
    bars = tuple(
        Bar(label, done[service], allotted[service].places or None, "targets.handed_over", {"service": service})
        for service, label in SERVICE_LABELS.items()
        if done[service] or allotted[service].places
    )
    title = f"Giao quân năm {on.year} so với chỉ tiêu"
    return Chart("quota", title, "Đã giao", "Chỉ tiêu", bars, "Chưa ghi chỉ tiêu giao quân của năm.")
