"""Units of the militia and self-defence forces: made, changed, moved, ended, taken off where they were a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT
from roster.domain.force_units import ARMS, KIND_BY_KEY, OF_NEIGHBOURHOOD, OF_ORGANISATION, UnitKind
from roster.domain.law.command_posts import COMMAND_KIND
from roster.domain.sorting import natural_key
from roster.domain.text import clean, fold
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.force_records import end_all, follow_units, full_name
from roster.services.force_strength import stands_on
from roster.store import force_tree
from roster.store.db import db
from roster.store.force_names import rename
from roster.store.forces import Appointment, EstablishmentPost, ForceUnit, ForceUnitName
from roster.store.scope import require
from roster.store.units import Neighbourhood, Organisation

CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa đơn vị này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí nhập vẫn còn dưới đây; xin xem lại rồi ghi."
)
FIRST_DAY = date(1975, 1, 1)
_DEEPEST = 6


@dataclass(frozen=True)
class UnitFacts:
    """What is entered of a unit. `component` counts where the kind leaves it open.

    `renamed_on`: from which day a changed name counts, today where nothing is said.
    """

    kind: str
    name: str
    begins_on: date | None
    parent_id: UUID | None = None
    component: str | None = None
    organisation_id: UUID | None = None
    neighbourhood_id: UUID | None = None
    decision_number: str = ""
    renamed_on: date | None = None


def get_unit(actor: Actor, ward_id: UUID, unit_id: UUID, permission: Permission = Permission.VIEW_PEOPLE) -> ForceUnit:
    """One unit of the ward. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    unit = db.session.get(ForceUnit, unit_id)
    if unit is None or unit.ward_id != ward_id:
        raise NotFound(str(unit_id))
    return unit


def units_by_id(actor: Actor, ward_id: UUID) -> dict[UUID, ForceUnit]:
    """Every unit of the ward by its id. Raises NotFound, NotAllowed."""
    return {unit.id: unit for unit in force_tree.units_of(actor, ward_id)}


def standing_units(actor: Actor, ward_id: UUID, on: date) -> list[tuple[ForceUnit, str]]:
    """The units that stand on that day with their full names, by these. Raises NotFound, NotAllowed."""
    units = units_by_id(actor, ward_id)
    found = [(unit, full_name(unit, units, on)) for unit in units.values() if stands_on(unit, on)]
    return sorted(found, key=lambda pair: natural_key(pair[1]))


def add_unit(actor: Actor, ward_id: UUID, facts: UnitFacts) -> ForceUnit:
    """Make a unit and commit. Raises Invalid, NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    unit = place_unit(actor, ward_id, facts)
    audit.record(actor, "force_unit.add", ward_id=ward_id, subject_id=unit.id, kind=unit.kind)
    db.session.commit()
    return unit


def place_unit(actor: Actor, ward_id: UUID, facts: UnitFacts) -> ForceUnit:
    """Make a unit within the caller's transaction. Raises Invalid, NotFound, NotAllowed."""
    unit = ForceUnit(ward_id=ward_id)
    _take(unit, facts, units_by_id(actor, ward_id))
    db.session.add(unit)
    db.session.flush()
    return unit


def edit_unit(actor: Actor, ward_id: UUID, unit_id: UUID, facts: UnitFacts, seen_version: int) -> ForceUnit:
    """Rename a unit, move it below another, change what is known of it, and commit.

    Before the day from which it counts the former name stands, in the tree, on rosters and papers.
    The roster's texts of its members follow. Raises Invalid (also where somebody was faster), NotFound, NotAllowed.
    """
    unit = for_change(actor, ward_id, unit_id, seen_version)
    before, name, renamed = (unit.name, unit.parent_id, unit.component), clean(facts.name), None
    if name != unit.name and facts.renamed_on is not None and not FIRST_DAY <= facts.renamed_on <= today():
        raise Invalid({"renamed_on": ["Hãy ghi ngày bắt đầu mang tên mới, không sau hôm nay."]})
    _take(unit, facts, units_by_id(actor, ward_id))
    if name != before[0]:
        unit.name = before[0]
        renamed = rename(unit, name, facts.renamed_on or today())
    if (unit.name, unit.parent_id, unit.component) != before:
        follow_units(actor, ward_id, _with_descendants(unit, units_by_id(actor, ward_id).values()), renamed)
    audit.record(actor, "force_unit.edit", ward_id=ward_id, subject_id=unit.id, kind=unit.kind)
    commit_unit()
    return unit


def end_unit(
    actor: Actor,
    ward_id: UUID,
    unit_id: UUID,
    day: date | None,
    seen_version: int,
    *,
    with_all: bool = False,
    decision_number: str = "",
) -> ForceUnit:
    """Let a unit stand to that day and no longer, and commit; it stays in the history.

    A unit with units below it or with holders only `with_all`: they end on the same day. Raises Invalid, NotFound,
    NotAllowed.
    """
    unit = for_change(actor, ward_id, unit_id, seen_version)
    if day is None or day < unit.begins_on:
        raise Invalid({"day": [f"Hãy ghi ngày giải thể, từ {unit.begins_on:%d/%m/%Y} trở đi."]})
    family = _with_descendants(unit, units_by_id(actor, ward_id).values())
    standing = [one for one in family if one.ends_on is None or one.ends_on > day]
    later = [one.name for one in standing if one.begins_on > day]
    open_posts = [
        held.appointment
        for one in standing
        for held in force_tree.holders(ward_id, day, one.id, ever=True)
        if held.appointment.ends_on is None or held.appointment.ends_on > day
    ]
    if not with_all and (len(standing) > 1 or open_posts):
        below, people = len(standing) - 1, len({one.person_id or one.id for one in open_posts})
        raise Invalid(
            {"with_all": [f"Đơn vị còn {below} đơn vị trực thuộc, {people} người giữ chức. Hãy chuyển đi trước, "
                          "hoặc đánh dấu để kết thúc tất cả cùng ngày."]}
        )  # fmt: skip
    if later or any(one.begins_on > day for one in open_posts):
        raise Invalid({"day": ["Có đơn vị trực thuộc hoặc chức vụ bắt đầu sau ngày này. Hãy chọn ngày muộn hơn."]})
    for one in standing:
        one.ends_on = day
        for row in force_tree.establishment_of(ward_id, one.id):
            end_places(row, day)
    end_all(
        actor, ward_id, [(one, day) for one in open_posts], f"Giải thể {unit.name}", clean(decision_number)[:80] or None
    )
    audit.record(
        actor, "force_unit.end", ward_id=ward_id, subject_id=unit.id, units=len(standing), count=len(open_posts)
    )
    commit_unit()
    return unit


def remove_unit(actor: Actor, ward_id: UUID, unit_id: UUID) -> None:
    """Take a unit that was entered by mistake off the file: one without members and units, ever. Commits.

    Raises Invalid, NotFound, NotAllowed.
    """
    unit = get_unit(actor, ward_id, unit_id, Permission.EDIT_PEOPLE)
    if is_used(unit):
        raise Invalid({"": ["Đơn vị đã có người hoặc có đơn vị trực thuộc: hãy ghi ngày giải thể thay vì xóa."]})
    for row in force_tree.establishment_of(ward_id, unit.id):
        db.session.delete(row)
    db.session.execute(delete(ForceUnitName).where(ForceUnitName.unit_id == unit.id))
    db.session.flush()
    audit.record(actor, "force_unit.remove", ward_id=ward_id, subject_id=unit.id, kind=unit.kind)
    db.session.delete(unit)
    db.session.commit()


def is_used(unit: ForceUnit) -> bool:
    """Whether somebody ever held a post in the unit, or a unit stands below it."""
    held = db.session.scalar(select(Appointment.id).where(Appointment.unit_id == unit.id).limit(1))
    below = db.session.scalar(select(ForceUnit.id).where(ForceUnit.parent_id == unit.id).limit(1))
    return held is not None or below is not None


def end_places(row: EstablishmentPost, day: date) -> None:
    """End an establishment on the day; one that would have begun later never was."""
    if row.begins_on > day:
        db.session.delete(row)
    elif row.ends_on is None or row.ends_on > day:
        row.ends_on = day


# --- What is entered -------------------------------------------------------------------------------------------------


def _take(unit: ForceUnit, facts: UnitFacts, units: Mapping[UUID, ForceUnit]) -> None:
    kind, faults = KIND_BY_KEY.get(facts.kind), dict[str, list[str]]()
    name = clean(facts.name)
    if kind is None:
        raise Invalid({"kind": ["Hãy chọn loại đơn vị."]})
    if not name or len(name) > 200:
        faults["name"] = ["Hãy nhập tên đơn vị (không quá 200 ký tự)."]
    if facts.begins_on is None or facts.begins_on < FIRST_DAY:
        faults["begins_on"] = ["Hãy ghi ngày thành lập (hoặc ngày bắt đầu theo dõi)."]
    elif unit.ends_on and facts.begins_on > unit.ends_on:
        faults["begins_on"] = ["Ngày thành lập phải trước ngày giải thể."]
    elif unit.id is not None and _first_use(unit) < facts.begins_on:
        faults["begins_on"] = [f"Đơn vị đã có biên chế hoặc người giữ chức từ ngày {_first_use(unit):%d/%m/%Y}."]
    if len(clean(facts.decision_number)) > 80:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    faults |= _faults_of_place(unit, facts, kind, units)
    twins = [
        one
        for one in units.values()
        if one.id != unit.id and fold(one.name) == fold(name) and one.parent_id == facts.parent_id and not one.ends_on
    ]
    if twins and "name" not in faults and not unit.ends_on:
        faults["name"] = [f"Đã có đơn vị “{twins[0].name}” ở cùng cấp. Hãy đặt tên khác hoặc dùng đơn vị ấy."]
    if faults or facts.begins_on is None:
        raise Invalid(faults)
    unit.kind, unit.name, unit.sort_key = kind.key, name, natural_key(name)[:220]
    unit.parent_id, unit.begins_on = facts.parent_id, facts.begins_on
    unit.component = kind.component or (facts.component or None)
    unit.organisation_id = facts.organisation_id if kind.ground == OF_ORGANISATION else None
    unit.neighbourhood_id = facts.neighbourhood_id if kind.ground == OF_NEIGHBOURHOOD else None
    unit.decision_number = clean(facts.decision_number) or None


def _faults_of_place(
    unit: ForceUnit, facts: UnitFacts, kind: UnitKind, units: Mapping[UUID, ForceUnit]
) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if facts.parent_id is not None:
        parent = units.get(facts.parent_id)
        if parent is None:
            raise NotFound(str(facts.parent_id))
        own = {one.id for one in _with_descendants(unit, units.values())} if unit.id is not None else set()
        if parent.id in own:
            faults["parent_id"] = ["Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."]
        elif len(_above(parent, units)) >= _DEEPEST:
            faults["parent_id"] = ["Cây đơn vị không sâu quá sáu cấp."]
        elif parent.ends_on is not None and (unit.ends_on is None or unit.ends_on > parent.ends_on):
            faults["parent_id"] = [f"“{parent.name}” đã giải thể ngày {parent.ends_on:%d/%m/%Y}."]
    if kind.key == COMMAND_KIND:
        if facts.parent_id is not None:
            faults["parent_id"] = ["Ban CHQS phường đứng đầu, không trực thuộc đơn vị nào trong phường."]
        if any(one.kind == COMMAND_KIND and one.id != unit.id and not one.ends_on for one in units.values()):
            faults["kind"] = ["Phường đã có Ban CHQS."]
    if kind.ground == OF_ORGANISATION:
        _demand_row(Organisation, unit, facts.organisation_id)
        if facts.organisation_id is None:
            faults["organisation_id"] = ["Hãy chọn cơ quan, tổ chức có đơn vị tự vệ này."]
    if kind.ground == OF_NEIGHBOURHOOD:
        _demand_row(Neighbourhood, unit, facts.neighbourhood_id)
    arms = {str(choice.key) for choice in COMPONENT}
    if kind.component is None and facts.component and facts.component not in arms:
        faults["component"] = ["Hãy chọn thành phần trong danh sách."]
    if kind.key.startswith("arm_") and facts.component not in ARMS:
        faults["component"] = ["Hãy chọn binh chủng của đơn vị."]
    return faults


def _demand_row(model: Any, unit: ForceUnit, row_id: UUID | None) -> None:
    row = db.session.get(model, row_id) if row_id else None
    if row_id is not None and (row is None or row.ward_id != unit.ward_id):
        raise NotFound(str(row_id))


def _first_use(unit: ForceUnit) -> date:
    days = [row.begins_on for row in force_tree.establishment_of(unit.ward_id, unit.id)]
    days += [held.appointment.begins_on for held in force_tree.holders(unit.ward_id, date.max, unit.id, ever=True)]
    return min(days, default=date.max)


def _with_descendants(unit: ForceUnit, units: Iterable[ForceUnit]) -> list[ForceUnit]:
    found, listed = [unit], list(units)
    for one in found:  # grows while it is walked
        found += [below for below in listed if below.parent_id == one.id and below not in found]
    return found


def _above(unit: ForceUnit, units: Mapping[UUID, ForceUnit]) -> list[ForceUnit]:
    chain, one = [unit], unit
    while one.parent_id and one.parent_id in units and units[one.parent_id] not in chain:
        one = units[one.parent_id]
        chain.append(one)
    return chain


def for_change(actor: Actor, ward_id: UUID, unit_id: UUID, seen_version: int) -> ForceUnit:
    """The unit, locked, as the officer saw it. Raises Invalid where somebody was faster; NotFound, NotAllowed."""
    unit = get_unit(actor, ward_id, unit_id, Permission.EDIT_PEOPLE)
    db.session.refresh(unit, with_for_update=True)
    if unit.version != seen_version:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    return unit


def commit_unit() -> None:
    """Commit; a unit or appointment that somebody changed at the same moment becomes a sentence. Raises Invalid."""
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": [CHANGED_MEANWHILE]}) from error
