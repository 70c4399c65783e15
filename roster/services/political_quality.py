"""Political quality of the forces on a day: by component, unit, class of the reserve; each number with its people.

Every number is the count of the people that `people_of` lists for the same row and column. Of a past day whoever joined
the Party or the Union later counts as not yet a member, as far as the day of joining is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.columns.quality_columns import POLITICAL_QUALITY as COLUMNS
from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import COMPONENT, label_of
from roster.services.faults import NotFound
from roster.services.force_strength import UnitStrength, strength_on
from roster.services.militia_statistics import facts_of
from roster.services.party_source import require_politics
from roster.services.reserve_register import register_on
from roster.services.reserve_statistics import CLASS_NAMES, class_key_of
from roster.store import force_tree, militia_queries, party_queries
from roster.store.militia_queries import Citizen

MILITIA, RESERVE = "militia", "reserve"
FORCES = {MILITIA: "Dân quân tự vệ", RESERVE: "Quân nhân dự bị"}
ALL, COMPONENT_ROW, UNIT_ROW, NO_UNIT, CLASS_ROW = "all", "component", "unit", "unit:none", "class"
COUNTED = {key: sensitivity for key, _, sensitivity in COLUMNS if not key.endswith("_share")}
HEADINGS = {
    "strength": "Quân số", "women": "Nữ", "party": "Đảng viên", "union": "Đoàn viên", "minority": "Dân tộc thiểu số",
    "religious": "Có tôn giáo", "veterans": "Quân nhân xuất ngũ", "schooled": "Học vấn 12/12",
    "qualified": "Trung cấp, cao đẳng", "graduates": "Đại học trở lên", "age_18_25": "18–25 tuổi",
    "age_26_35": "26–35 tuổi", "age_36_45": "36–45 tuổi", "age_over_45": "Trên 45 tuổi",
    "age_unclear": "Chưa rõ tuổi", "health_1": "Sức khỏe loại 1", "health_2": "Sức khỏe loại 2",
    "health_3": "Sức khỏe loại 3",
}  # fmt: skip


@dataclass(frozen=True)
class QualityRow:
    """A row of the statistics: a whole force, a component, a unit with those below it, a class of the reserve.

    `key` tells it apart within its force; `counts` go by the keys of COUNTED.
    """

    force: str
    key: str
    label: str
    counts: Mapping[str, int]
    depth: int = 0

    @property
    def strength(self) -> int:
        """How many people it holds."""
        return self.counts.get("strength", 0)

    def share(self, column: str) -> float | None:
        """Per cent of its people, None of nobody."""
        return round(100 * self.counts.get(column, 0) / self.strength, 1) if self.strength else None


@dataclass(frozen=True)
class Quality:
    """The whole of a day: the rows of each force by their kind, first its sum."""

    total: QualityRow
    components: tuple[QualityRow, ...]
    units: tuple[QualityRow, ...]
    reserve: QualityRow
    classes: tuple[QualityRow, ...]

    @property
    def sections(self) -> list[tuple[str, tuple[QualityRow, ...]]]:
        """The rows under their headings, as page and paper show them; what holds nobody is left out."""
        found = [
            ("Dân quân tự vệ theo thành phần", (*self.components, self.total)),
            ("Dân quân tự vệ theo đơn vị", self.units),
            ("Quân nhân dự bị theo hạng", (*self.classes, self.reserve)),
        ]
        return [(heading, rows) for heading, rows in found if any(row.strength for row in rows)]


@dataclass(frozen=True)
class _Person:
    citizen: Citizen
    force: str
    rows: frozenset[str]
    facts: frozenset[str]


def quality_on(actor: Actor, ward_id: UUID, on: date) -> Quality:
    """The statistics of that day. Raises NotFound (also for roles that may not see politics), NotAllowed."""
    people, units = _people(actor, ward_id, on)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person in people:
        for key in person.rows:
            of_row = counts[person.force, key]
            for fact in person.facts:
                of_row[fact] += 1

    def made(force: str, key: str, label: str, depth: int = 0) -> QualityRow:
        return QualityRow(force, key, label, dict(counts.get((force, key), {})), depth)

    components = [(f"{COMPONENT_ROW}:{one.key}", one.label) for one in COMPONENT]
    components.append((f"{COMPONENT_ROW}:-", "Chưa ghi thành phần"))
    of_units = [made(MILITIA, f"{UNIT_ROW}:{one.unit.id}", one.name, one.depth) for one in units]
    of_units.append(made(MILITIA, NO_UNIT, "Chưa có đơn vị"))
    classes = [(f"{CLASS_ROW}:{key}", label) for key, label in CLASS_NAMES.items()]
    return Quality(
        made(MILITIA, ALL, "Toàn lực lượng"),
        tuple(one for key, label in components if (one := made(MILITIA, key, label)).strength),
        tuple(one for one in of_units if one.strength),
        made(RESERVE, ALL, "Toàn bộ quân nhân dự bị"),
        tuple(one for key, label in classes if (one := made(RESERVE, key, label)).strength),
    )


def people_of(actor: Actor, ward_id: UUID, on: date, force: str, row: str, column: str) -> tuple[str, list[Citizen]]:
    """Whom a number counts, by name, and what the row is called.

    Raises NotFound for a row, column or force that is not there or that the actor may not see; NotAllowed.
    """
    if column not in COUNTED or not actor.may_see(COUNTED[column]) or force not in FORCES:
        raise NotFound(column)
    people, units = _people(actor, ward_id, on)
    kind, _, key = row.partition(":")
    names = {
        ALL: "toàn lực lượng",
        COMPONENT_ROW: label_of(COMPONENT, key) or "chưa ghi thành phần",
        UNIT_ROW: next((one.name for one in units if str(one.unit.id) == key), "chưa có đơn vị"),
        CLASS_ROW: CLASS_NAMES.get(key, key),
    }
    if kind not in names:
        raise NotFound(row)
    found = [one.citizen for one in people if one.force == force and row in one.rows and column in one.facts]
    return names[kind], found


# --- People ----------------------------------------------------------------------------------------------------------


def _people(actor: Actor, ward_id: UUID, on: date) -> tuple[list[_Person], list[UnitStrength]]:
    """Everybody of both forces with the rows and columns that count him, by name; a handful of queries."""
    require_politics(actor, ward_id)
    units = strength_on(actor, ward_id, on)
    above = {one.unit.id: one.unit.parent_id for one in units}
    served: dict[UUID, set[str]] = defaultdict(set)
    for holder in force_tree.holders(ward_id, on):
        unit: UUID | None = holder.appointment.unit_id
        while unit in above and holder.person_id is not None and not holder.has_left:
            served[holder.person_id].add(f"{UNIT_ROW}:{unit}")
            unit = above[unit]
    veterans = party_queries.demobilised_by(ward_id, on)
    enlistment = militia_queries.enlistment_facts(actor, ward_id)

    def made(citizen: Citizen, force: str, rows: set[str], health: int | None) -> _Person:
        facts = facts_of(citizen, on)
        facts |= {"veterans"} if citizen.id in veterans else set()
        facts |= {f"health_{health}"} if health in {1, 2, 3} else set()
        return _Person(citizen, force, frozenset({ALL} | rows), frozenset(facts))

    found = []
    for member in militia_queries.members_on(actor, ward_id, on):
        rows = served.get(member.citizen.id, {NO_UNIT})
        rows = {f"{COMPONENT_ROW}:{member.component or '-'}"} | rows
        health = militia_queries.health_of(member.citizen.id, enlistment, member.record)
        found.append(made(member.citizen, MILITIA, rows, health))
    classes = {one.person_id: class_key_of(one) for one in register_on(actor, ward_id, on)}
    for citizen, _ in party_queries.reservists_on(actor, ward_id, on):
        health = militia_queries.health_of(citizen.id, enlistment)
        found.append(made(citizen, RESERVE, {f"{CLASS_ROW}:{classes.get(citizen.id, 'none')}"}, health))
    return found, units


def cell(actor: Actor, row: QualityRow, column: str, sensitivity: Sensitivity | None, hidden: str) -> str:
    """A cell of the statistics as text: a count, a share as Vietnamese writes it, `hidden` for what may not be seen."""
    if not actor.may_see(sensitivity):
        return hidden
    if column.endswith("_share"):
        share = row.share(column.removesuffix("_share"))
        return "–" if share is None else f"{share:g}".replace(".", ",")
    return str(row.counts.get(column, 0))
