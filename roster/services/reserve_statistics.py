"""The summary of the reserve: class by age group by rank, of them placed, fitting, in the Party, absent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from roster.domain.actor import Actor, Sensitivity
from roster.domain.law.reserve_ranks import OFFICER
from roster.services.reserve_register import ABSENT, CLASS_LABELS, Reservist, register_on

NO_CLASS, OFFICERS = "none", "officers"
CLASS_NAMES = {"1": CLASS_LABELS[1], "2": CLASS_LABELS[2], OFFICERS: "Sĩ quan dự bị", NO_CLASS: "Chưa xếp hạng"}
GROUP_NAMES = {"A": "Nhóm A", "B": "Nhóm B", "over": "Ngoài nhóm A, B", "unknown": "Chưa rõ tuổi"}


@dataclass(frozen=True)
class Counts:
    """How many, and of them how many placed, in the Party (None: not shown), absent.

    `exact` and `near` are among those who are placed, as the target of item 5 counts them.
    """

    people: int = 0
    placed: int = 0
    exact: int = 0
    near: int = 0
    party: int | None = 0
    absent: int = 0


@dataclass(frozen=True)
class StatisticsRow:
    """One line: a rank within a class and group; its labels and the filters of the register that show its people."""

    class_key: str
    group_key: str
    rank: str
    counts: Counts


@dataclass(frozen=True)
class Statistics:
    """The lines in order, the sums by class and group and by class, and of all."""

    rows: list[StatisticsRow]
    by_group: dict[tuple[str, str], Counts]
    by_class: dict[str, Counts]
    total: Counts
    shows_party: bool


def class_key_of(one: Reservist) -> str:
    """Under which heading the summary counts a reservist."""
    if one.category == OFFICER:
        return OFFICERS
    return str(one.class_on_file) if one.class_on_file in CLASS_LABELS else NO_CLASS


def group_key_of(one: Reservist) -> str:
    """The age group under which the summary counts a reservist."""
    return one.group or "unknown"


def statistics_on(actor: Actor, ward_id: UUID, on: date) -> Statistics:
    """The summary of that day. Raises NotFound, NotAllowed."""
    shows_party = actor.may_see(Sensitivity.POLITICS)
    cells: dict[tuple[str, str, str], list[Reservist]] = defaultdict(list)
    order: dict[str, int] = {}
    people = register_on(actor, ward_id, on)
    for one in people:
        rank = one.rank or "Chưa ghi cấp bậc"
        order[rank] = one.rank_order
        cells[class_key_of(one), group_key_of(one), rank].append(one)
    classes, groups = list(CLASS_NAMES), list(GROUP_NAMES)
    keys = sorted(cells, key=lambda key: (classes.index(key[0]), groups.index(key[1]), -order[key[2]]))
    rows = [StatisticsRow(*key, _count(cells[key], shows_party)) for key in keys]
    by_group: dict[tuple[str, str], Counts] = {}
    by_class: dict[str, Counts] = {}
    for row in rows:
        group = (row.class_key, row.group_key)
        by_group[group] = _sum((by_group.get(group, _nothing(shows_party)), row.counts))
        by_class[row.class_key] = _sum((by_class.get(row.class_key, _nothing(shows_party)), row.counts))
    return Statistics(rows, by_group, by_class, _count(people, shows_party), shows_party)


def _nothing(shows_party: bool) -> Counts:
    return Counts(party=0 if shows_party else None)


def _count(people: Iterable[Reservist], shows_party: bool) -> Counts:
    listed = list(people)
    placed = [one for one in listed if one.is_assigned]
    return Counts(
        people=len(listed),
        placed=len(placed),
        exact=sum(one.speciality_match == "exact" for one in placed),
        near=sum(one.speciality_match == "near" for one in placed),
        party=sum(bool(one.is_party_member) for one in listed) if shows_party else None,
        absent=sum(one.state == ABSENT for one in listed),
    )


def _sum(parts: Iterable[Counts]) -> Counts:
    listed = list(parts)
    values: dict[str, Any] = {}
    for one in fields(Counts):
        numbers = [getattr(part, one.name) for part in listed]
        values[one.name] = None if None in numbers else sum(numbers)
    return Counts(**values)
