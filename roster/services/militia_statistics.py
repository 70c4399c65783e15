"""The militia by component on a day: strength, women, Party and Union, reservists, schooling, ages, health."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.columns.quality_columns import MILITIA_QUALITY as COLUMNS
from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT, label_of
from roster.domain.dates import age_on, earliest
from roster.domain.text import fold
from roster.listing.table import HIDDEN
from roster.store import militia_queries as queries
from roster.store.militia_queries import Citizen
from roster.store.scope import require

_BANDS = (("age_18_25", 0, 25), ("age_26_35", 26, 35), ("age_36_45", 36, 45), ("age_over_45", 46, 200))
_NO_RELIGION = {"", "khong", "khong co", "ko"}
_MIDDLE, _HIGH = {"Trung cấp", "Cao đẳng"}, {"Đại học", "Thạc sĩ", "Tiến sĩ"}


@dataclass(frozen=True)
class StatisticsRow:
    """A component (or the whole) with its cells as text, in the order of COLUMNS."""

    label: str
    cells: tuple[str, ...]
    strength: int
    is_total: bool = False


def statistics_on(actor: Actor, ward_id: UUID, on: date) -> list[StatisticsRow]:
    """One row for each component that has members on the day, then the total. Raises NotFound, NotAllowed.

    What the actor may not see is masked. Health is the militia's own, else that of the latest call-up's examination.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    reservists = queries.reservists(actor, ward_id, on)
    enlistment = queries.enlistment_facts(actor, ward_id)
    counts: dict[str | None, Counter[str]] = {}
    whole: Counter[str] = Counter()
    for member in queries.members_on(actor, ward_id, on):
        facts = facts_of(member.citizen, on, member.citizen.id in reservists)
        health = queries.health_of(member.citizen.id, enlistment, member.record)
        if health in {1, 2, 3}:
            facts.add(f"health_{health}")
        counts.setdefault(member.component, Counter()).update(facts)
        whole.update(facts)
    order = {str(choice.key): place for place, choice in enumerate(COMPONENT)}
    known = sorted(counts, key=lambda key: order.get(key or "", len(order)))
    rows = [_row(actor, label_of(COMPONENT, key) or "Chưa rõ lực lượng", counts[key]) for key in known]
    return [*rows, _row(actor, "Tổng cộng", whole, is_total=True)] if rows else []


def facts_of(citizen: Citizen, on: date, is_reservist: bool = False) -> set[str]:
    """The keys of COLUMNS that count a citizen on that day; health stands elsewhere and is not among them."""
    found = {"strength"}
    if citizen.sex == "female":
        found.add("women")
    if _had_joined(citizen.is_party_member, citizen.party_joined_on, on):
        found.add("party")
    if _had_joined(citizen.is_union_member, citizen.union_joined_on, on):
        found.add("union")
    if citizen.ethnicity and fold(citizen.ethnicity) != "kinh":
        found.add("minority")
    if fold(citizen.religion or "") not in _NO_RELIGION:
        found.add("religious")
    if is_reservist:
        found.add("reservists")
    if citizen.education in {"12/12", "10/10"}:
        found.add("schooled")
    if citizen.qualification in _MIDDLE:
        found.add("qualified")
    elif citizen.qualification in _HIGH:
        found.add("graduates")
    found.add(_age_band(citizen.birth_date, on))
    return found


def _had_joined(is_member: bool | None, joined_on: str | None, on: date) -> bool:
    return bool(is_member) and (not joined_on or earliest(joined_on) <= on)


def _age_band(birth_date: str | None, on: date) -> str:
    if not birth_date:
        return "age_unclear"
    youngest, oldest = age_on(birth_date, on)
    for key, first, last in _BANDS:
        if first <= youngest and oldest <= last:
            return key
    return "age_unclear"


def _row(actor: Actor, label: str, counts: Counter[str], *, is_total: bool = False) -> StatisticsRow:
    cells = []
    for key, _, sensitivity in COLUMNS:
        if not actor.may_see(sensitivity):
            cells.append(HIDDEN)
        elif key.endswith("_share"):
            share = round(100 * counts[key.removesuffix("_share")] / counts["strength"], 1)
            cells.append(f"{share:g}".replace(".", ","))
        else:
            cells.append(str(counts[key]))
    return StatisticsRow(label, tuple(cells), counts["strength"], is_total)
