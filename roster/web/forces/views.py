"""Pages under /wards/<ward>/forces: the tree of units on a day, one unit, their sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission, Sensitivity
from roster.domain.force_units import KINDS, kind_of, post_order
from roster.domain.text import clean, fold
from roster.services import appointments, clock, force_adoption, force_sheets, forces, self_defence_rules, units
from roster.services.force_records import full_name
from roster.services.force_strength import UnitStrength, strength_on, total_of
from roster.store import force_tree
from roster.store.forces import ForceUnit
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.sheets import OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer

blueprint = Blueprint("forces", __name__, url_prefix="/wards/<uuid:ward_id>/forces")
GROUPS = tuple(dict.fromkeys(kind.group for kind in KINDS))


@dataclass(frozen=True)
class Asked:
    """What the address narrows the tree to."""

    on: date
    q: str = ""
    group: str = ""
    lacking: bool = False

    def args(self, **changes: Any) -> dict[str, Any]:
        """The address's arguments; what is as usual is left out."""
        day = self.on.isoformat() if self.on != clock.today() else None
        full = {"on": day, "q": self.q, "group": self.group, "lacking": "1" if self.lacking else None} | changes
        return {key: value for key, value in full.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether units are left out."""
        return bool(self.q or self.group or self.lacking)

    def takes(self, one: UnitStrength) -> bool:
        """Whether the unit is shown."""
        if self.group and kind_of(one.kind).group != self.group:
            return False
        if self.lacking and not one.vacancies:
            return False
        return all(word in fold(f"{one.name} {one.label}").split() for word in fold(self.q).split())


def asked_day() -> date:
    """The day that the address asks about; today where it names none."""
    return day_of(request.args.get("on")) or clock.today()


def on_arg(on: date) -> str | None:
    """The day as an argument of an address, None for today."""
    return on.isoformat() if on != clock.today() else None


@blueprint.get("")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The tree of units with establishment, strength and vacancies on a day."""
    actor = current_actor()
    args = request.args
    group = args.get("group", "")
    asked = Asked(asked_day(), clean(args.get("q", ""))[:100], group if group in GROUPS else "", "lacking" in args)
    tree = strength_on(actor, ward_id, asked.on)
    is_today = asked.on == clock.today()
    return render_template(
        "forces/index.html",
        asked=asked,
        tree=tree,
        rows=[one for one in tree if asked.takes(one)],
        whole=total_of(tree),
        groups=GROUPS,
        unset=sum(not one.has_establishment and not kind_of(one.kind).is_board for one in tree) if is_today else 0,
        waiting=force_adoption.count_waiting(actor, ward_id) if is_today else 0,
        unplaced=force_tree.members_on(actor, ward_id, asked.on, force_tree.MemberSearch(), limit=0)[1],
        departed=len(force_tree.left_but_open(ward_id, asked.on)) if is_today else 0,
        grounds=ground_names(ward_id),
    )


@blueprint.get("/units/<uuid:unit_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, unit_id: UUID) -> str:
    """One unit: its posts, holders and vacancies on a day, and what was before."""
    actor, on = current_actor(), asked_day()
    unit = forces.get_unit(actor, ward_id, unit_id)
    tree = strength_on(actor, ward_id, on)
    here = next((one for one in tree if one.unit.id == unit.id), None)
    ever = force_tree.holders(ward_id, on, unit.id, ever=True)
    present = [one for one in ever if covers(one.appointment, on)]
    known = forces.units_by_id(actor, ward_id)
    return render_template(
        "forces/show.html",
        unit=unit,
        on=on,
        on_arg=on_arg(on),
        kind=kind_of(unit.kind),
        whole_name=full_name(unit, known, on),
        name=here.name if here is not None else unit.name,
        parent=known.get(unit.parent_id) if unit.parent_id else None,
        here=here,
        below=[one for one in tree if one.unit.parent_id == unit.id],
        holders=sorted(present, key=lambda one: post_order(one.appointment.post)),
        former=[one for one in ever if one not in present],
        places=force_tree.establishment_of(ward_id, unit.id),
        grounds=ground_names(ward_id),
        phone_of=lambda one: force_sheets.shown_phone(one.phone, actor.may_see(Sensitivity.IDENTITY)),
        is_used=forces.is_used(unit),
        lacking=self_defence_rules.shortcomings_of(actor, unit, on),
    )


@blueprint.post("/departed")
@permission_required(Permission.EDIT_PEOPLE)
def end_departed(ward_id: UUID) -> Response:
    """End the posts of people who are on the roster no more."""
    count = appointments.end_of_departed(current_actor(), ward_id)
    flash(f"Đã kết thúc {count} chức vụ của người đã ra khỏi danh sách.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/units.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def print_units(ward_id: UUID) -> Response:
    """The tree on paper."""
    on = asked_day()
    return pdf_answer(force_sheets.units_sheet(current_actor(), ward_id, on), on)


@blueprint.get(f"/units.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_units(ward_id: UUID, ending: str) -> Response:
    """The tree as a workbook or a document."""
    on = asked_day()
    return sheet_answer(force_sheets.units_sheet(current_actor(), ward_id, on), on, ending)


@blueprint.route("/units/<uuid:unit_id>/roster.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def print_roster(ward_id: UUID, unit_id: UUID) -> Response:
    """A unit's roster on paper."""
    on = asked_day()
    return pdf_answer(force_sheets.roster_sheet(current_actor(), ward_id, unit_id, on), on)


@blueprint.get(f"/units/<uuid:unit_id>/roster.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_roster(ward_id: UUID, unit_id: UUID, ending: str) -> Response:
    """A unit's roster as a workbook or a document."""
    on = asked_day()
    return sheet_answer(force_sheets.roster_sheet(current_actor(), ward_id, unit_id, on), on, ending)


def ground_names(ward_id: UUID) -> dict[UUID, str]:
    """The names of the ward's neighbourhoods and organisations by their ids."""
    actor = current_actor()
    found = {one.id: one.name for one in units.list_neighbourhoods(actor, ward_id)}
    return found | {one.id: one.name for one in units.list_organisations(actor, ward_id)}


def covers(one: Any, on: date) -> bool:
    """Whether an appointment (or an establishment) holds on that day."""
    return bool(one.begins_on <= on and (one.ends_on is None or one.ends_on >= on))


def unit_page(ward_id: UUID, unit: ForceUnit | UUID) -> Response:
    """Back to the unit's page after something was changed."""
    unit_id = unit if isinstance(unit, UUID) else unit.id
    return redirect(url_for("forces.show", ward_id=ward_id, unit_id=unit_id), 303)
