"""The sheets of the forces: the units with establishment and strength, and the roster of one unit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Sensitivity
from roster.domain.dates import format_date
from roster.domain.force_units import post_order
from roster.listing.table import masked
from roster.services.force_records import full_name
from roster.services.force_strength import UnitStrength, strength_on, total_of
from roster.services.forces import get_unit, units_by_id
from roster.services.ward_words import WardWords, words_of_ward
from roster.store import force_tree
from roster.store.force_tree import Holder


def units_sheet(actor: Actor, ward_id: UUID, on: date) -> PlainSheet:
    """The tree of units on that day with a closing sum. Raises NotFound, NotAllowed."""
    units = strength_on(actor, ward_id, on)
    whole = total_of(units)
    note = (
        f"Cộng dân quân tự vệ (không tính Ban CHQS): biên chế {whole.places}, quân số {whole.strength}, "
        f"thiếu {whole.vacancies}, thừa {whole.surplus}."
    )
    return PlainSheet(
        "force-units",
        f"TỔ CHỨC, BIÊN CHẾ VÀ QUÂN SỐ TÍNH ĐẾN NGÀY {on:%d/%m/%Y}",
        SHEET_COLUMNS["force-units"],
        tuple(_unit_row(one, words_of_ward(ward_id)) for one in units),
        noun="đơn vị",
        note=note,
    )


def roster_sheet(actor: Actor, ward_id: UUID, unit_id: UUID, on: date) -> PlainSheet:
    """Who holds which post of the unit, and of those below it, on that day. Raises NotFound, NotAllowed."""
    unit = get_unit(actor, ward_id, unit_id)
    units = units_by_id(actor, ward_id)
    tree = strength_on(actor, ward_id, on)
    wanted = _subtree(tree, unit_id)
    names = {one.unit.id: one.name for one in wanted} or {unit_id: unit.name}
    places = {one.unit.id: number for number, one in enumerate(wanted)} or {unit_id: 0}
    found = [one for one in force_tree.holders(ward_id, on) if one.appointment.unit_id in places and not one.has_left]
    found.sort(key=lambda one: (places[one.appointment.unit_id], post_order(one.appointment.post)))
    may_see = actor.may_see(Sensitivity.IDENTITY)
    rows = tuple(_holder_row(one, names[one.appointment.unit_id], may_see) for one in found)
    title = f"DANH SÁCH {full_name(unit, units, on).upper()} TÍNH ĐẾN NGÀY {on:%d/%m/%Y}"
    return PlainSheet("unit-roster", title, SHEET_COLUMNS["unit-roster"], rows)


def shown_phone(phone: str | None, may_see: bool) -> str:
    """A telephone number as its reader may see it."""
    return "" if not phone else phone if may_see else masked(phone, Sensitivity.IDENTITY)


def _subtree(tree: list[UnitStrength], unit_id: UUID) -> list[UnitStrength]:
    """The unit and those below it, in reading order."""
    start = next((place for place, one in enumerate(tree) if one.unit.id == unit_id), None)
    if start is None:
        return []
    end = start + 1
    while end < len(tree) and tree[end].depth > tree[start].depth:
        end += 1
    return tree[start:end]


def _unit_row(one: UnitStrength, of_ward: WardWords) -> tuple[Lines, ...]:
    missing = tuple(f"{post.post}: {post.vacancies}" for post in one.posts if post.vacancies)
    places = str(one.places) if one.has_establishment else "–"
    return (
        (f"{'– ' * one.depth}{one.name}",), (of_ward(one.label),), (places,), (str(one.strength),),
        (str(one.vacancies or ""),), (str(one.surplus or ""),), missing or ("",),
    )  # fmt: skip


def _holder_row(one: Holder, unit_name: str, may_see: bool) -> tuple[Lines, ...]:
    appointment = one.appointment
    decided = f"ngày {appointment.decided_on:%d/%m/%Y}" if appointment.decided_on else ""
    decision = tuple(part for part in (appointment.decision_number, decided) if part)
    return (
        (one.full_name,), (format_date(one.birth_date),),
        (appointment.post, *filter(None, [appointment.holder_position])), (unit_name,), decision or ("",),
        (f"{appointment.begins_on:%d/%m/%Y}",),
        (one.neighbourhood or "",), (shown_phone(one.phone, may_see),),
    )  # fmt: skip
