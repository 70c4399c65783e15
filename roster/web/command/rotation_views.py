"""Filling the duty roster in turn: seen first, then written; emptying a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain import duty as rules
from roster.domain.actor import Permission
from roster.services import duty_rotation, holidays
from roster.services.duty import roster_of
from roster.services.duty_people import COMMAND_GROUP, HAMLET_GROUP, LATELY_GROUP, Candidate, candidates
from roster.services.duty_rotation import Plan
from roster.services.faults import Invalid
from roster.web.access import current_actor, permission_required
from roster.web.command.duty_forms import ClearForm, RotationForm, in_order, orders_of
from roster.web.command.duty_views import asked_month, month_arg
from roster.web.command.views import blueprint
from roster.web.fields import take_faults
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]
_FEW = 40  # so many candidates are shown at once; of more only those who stand or lead, and a unit that is asked for
_USUAL_GROUPS = {COMMAND_GROUP, HAMLET_GROUP, LATELY_GROUP}


@blueprint.get("/duty/rotation")
@permission_required(Permission.EDIT_PEOPLE)
def rotation(ward_id: UUID) -> str:
    """The form, with the order of the month before in it."""
    actor, month = current_actor(), asked_month()
    first, last = rules.month_of(month)
    roster = roster_of(actor, ward_id, first, last)
    before = duty_rotation.last_order(actor, ward_id, month)
    people = candidates(actor, ward_id)
    order = before.people or tuple(one.key for one in people if one.group == COMMAND_GROUP)
    form = RotationForm(formdata=None)
    form.offer([*roster.roles, *before.roles])
    form.first.data, form.last.data = _first_open_day(roster.days, before.roles) or first, last
    form.roles.data = list(before.roles or (rules.ROLES[0],))
    form.weekdays.data = [str(number) for number in range(7)]
    known = {one.key for one in people}
    orders = {key: str(place) for place, key in enumerate((key for key in order if key in known), start=1)}
    return _page(ward_id, form, _clear_form(roster.roles, first, last), people, orders, took_order=bool(before.people))


@blueprint.post("/duty/rotation")
@permission_required(Permission.EDIT_PEOPLE)
def rotate(ward_id: UUID) -> Answer:
    """Show what filling would do (step "preview"), show more people ("people"), or fill."""
    actor, step = current_actor(), request.form.get("step", "preview")
    people = candidates(actor, ward_id)
    form, (orders, wrong) = RotationForm(), orders_of(request.form)
    month = form.first.data or asked_month()
    first, last = rules.month_of(month)
    roster = roster_of(actor, ward_id, first, last)
    form.offer([*roster.roles, *request.form.getlist("roles")])
    clear = _clear_form(roster.roles, first, last)
    if step == "people":
        return _page(ward_id, form, clear, people, orders)
    faults: dict[str, list[str]] = {}
    if wrong:
        faults["people"] = [f"Thứ tự “{wrong[0]}” không phải là số."]
    if unread := form.unread_days():
        faults["skipped"] = [f"“{unread[0]}” không phải là ngày; ví dụ: 05/11/2026; 19/11/2026."]
    plan = None
    if form.validate() and not faults:
        try:
            facts = form.facts(in_order(orders))
            if step != "write":
                plan = duty_rotation.plan(actor, ward_id, facts)
                return _page(ward_id, form, clear, people, orders, plan=plan)
            done = duty_rotation.fill(actor, ward_id, facts)
        except Invalid as fault:
            faults = fault.faults
        else:
            flash(f"Đã xếp {show_count(len(done.shifts))} ca trực.", "success")
            strained = sum(bool(one.strain) for one in done.shifts)
            if strained:
                flash(f"{strained} ca cần xem lại: có người trực hai ngày liền hoặc hai vai trong ngày.", "warning")
            return redirect(url_for("command.duty", month=month_arg(done.shifts[0].day)), 303)
    take_faults(form, faults)
    return _page(ward_id, form, clear, people, orders), 422


@blueprint.post("/duty/clear")
@permission_required(Permission.EDIT_PEOPLE)
def clear_duty(ward_id: UUID) -> Answer:
    """Take every shift of some days off the roster."""
    actor = current_actor()
    form = ClearForm()
    day = form.clear_first.data or asked_month()
    first, last = rules.month_of(day)
    roster = roster_of(actor, ward_id, first, last)
    form.offer(dict.fromkeys([*roster.roles, request.form.get("clear_role", "")[:60]]))
    if form.validate():
        try:
            count = duty_rotation.clear(
                actor, ward_id, form.clear_first.data, form.clear_last.data, form.clear_role.data or ""
            )
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã xóa {show_count(count)} ca trực.", "success")
            return redirect(url_for("command.duty", month=month_arg(day)), 303)
    empty = RotationForm(formdata=None)
    empty.offer(roster.roles)
    empty.weekdays.data = [str(number) for number in range(7)]
    return _page(ward_id, empty, form, candidates(actor, ward_id), {}), 422


def _first_open_day(days: Any, roles: tuple[str, ...]) -> date | None:
    """The day after the last one of the month that is filled, None where that is the whole month or none of it."""
    filled = [one.day for one in days if any(shift.role in roles or not roles for shift in one.shifts)]
    after = max(filled) + timedelta(days=1) if filled else None
    return after if after is not None and after <= days[-1].day else None


def _clear_form(roles: tuple[str, ...], first: date, last: date) -> ClearForm:
    form = ClearForm(formdata=None)
    form.offer(roles)
    form.clear_first.data, form.clear_last.data = first, last
    return form


def _page(
    ward_id: UUID,
    form: RotationForm,
    clear: ClearForm,
    people: list[Candidate],
    orders: dict[str, str],
    *,
    plan: Plan | None = None,
    took_order: bool = False,
) -> str:
    group = request.form.get("group", "")
    shown = [
        one
        for one in people
        if len(people) <= _FEW or one.group in _USUAL_GROUPS or one.group == group or orders.get(one.key)
    ]
    groups = list(dict.fromkeys(one.group for one in people if one.group not in _USUAL_GROUPS))
    return render_template(
        "command/rotation.html",
        form=form,
        clear=clear,
        shown=shown,
        groups=groups if len(shown) < len(people) else [],
        group=group,
        orders=orders,
        plan=plan,
        occasions={one.day: one.name for year in _years(plan) for one in holidays.list_holidays(year)},
        weekdays=rules.WEEKDAYS,
        took_order=took_order,
        month=month_arg(form.first.data or asked_month()),
    )


def _years(plan: Plan | None) -> set[int]:
    return {one.day.year for one in plan.shifts} if plan is not None else set()
