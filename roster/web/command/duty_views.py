"""The duty roster: a month by days, one shift, paper and workbook."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain import duty as rules
from roster.domain.actor import Permission
from roster.services import clock
from roster.services import duty as service
from roster.services.duty_people import LATELY_GROUP, Candidate, candidates, key_of
from roster.services.duty_sheet import duty_sheet
from roster.services.faults import Invalid
from roster.store.training import DutyShift
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.command.duty_forms import ShiftForm
from roster.web.command.views import blueprint
from roster.web.fields import take_faults
from roster.web.sheets import OFFICE_ENDING, pdf_answer, sheet_answer

Answer = Response | str | tuple[str, int]
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def asked_month() -> date:
    """The first day of the month that the address asks about; of this month where it names none."""
    found = _MONTH.fullmatch(request.args.get("month", ""))
    return date(int(found[1]), int(found[2]), 1) if found else clock.today().replace(day=1)


def month_arg(day: date) -> str:
    """The day's month as an argument of an address."""
    return f"{day:%Y-%m}"


@blueprint.get("/duty")
@permission_required(Permission.VIEW_PEOPLE)
def duty(ward_id: UUID) -> str:
    """A month's roster by days, with warnings and how often each stands."""
    first, last = rules.month_of(asked_month())
    before, _ = rules.month_of(date.fromordinal(first.toordinal() - 1))
    after, _ = rules.month_of(date.fromordinal(last.toordinal() + 1))
    today = clock.today()
    return render_template(
        "command/duty.html",
        roster=service.roster_of(current_actor(), ward_id, first, last),
        first=first,
        before=month_arg(before),
        after=month_arg(after),
        month=month_arg(first),
        today=today,
        week=today if first <= today <= last else first,
    )


@blueprint.get("/duty.pdf")
@permission_required(Permission.PRINT)
def print_duty(ward_id: UUID) -> Response:
    """The roster of a month, or of a week, as a PDF."""
    first, last = _asked_span()
    return pdf_answer(duty_sheet(current_actor(), ward_id, first, last), first)


@blueprint.get(f"/duty.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_duty(ward_id: UUID, ending: str) -> Response:
    """The roster of a month, or of a week, as a workbook or a document."""
    first, last = _asked_span()
    return sheet_answer(duty_sheet(current_actor(), ward_id, first, last), first, ending)


@blueprint.get("/duty/new")
@permission_required(Permission.EDIT_PEOPLE)
def new_shift(ward_id: UUID) -> str:
    """An empty form; the address may name day and role."""
    form = _form(ward_id, None, empty=True)
    form.day.data = day_of(request.args.get("day")) or clock.today()
    form.role.data = request.args.get("role", "")[:60]
    return _page(ward_id, form, None)


@blueprint.post("/duty/new")
@permission_required(Permission.EDIT_PEOPLE)
def add_shift(ward_id: UUID) -> Answer:
    """Put somebody on duty."""
    form = _form(ward_id, None)
    if form.validate():
        try:
            one, strain = service.add(current_actor(), ward_id, form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            return _done("Đã thêm ca trực.", one, strain)
    return _page(ward_id, form, None), 422


@blueprint.get("/duty/shifts/<uuid:shift_id>")
@permission_required(Permission.EDIT_PEOPLE)
def edit_shift(ward_id: UUID, shift_id: UUID) -> str:
    """The form with what is kept."""
    one = _shift(ward_id, shift_id)
    form = _form(ward_id, one, empty=True)
    form.show(one, service.seen_mark(one))
    return _page(ward_id, form, one)


@blueprint.post("/duty/shifts/<uuid:shift_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save_shift(ward_id: UUID, shift_id: UUID) -> Answer:
    """Change the shift."""
    one = _shift(ward_id, shift_id)
    form = _form(ward_id, one)
    if form.validate():
        try:
            one, strain = service.edit(current_actor(), ward_id, shift_id, form.facts(), form.seen.data or "")
        except Invalid as fault:
            take_faults(form, fault.faults)
            form.seen.data = service.seen_mark(one)  # the officer has now been told
        else:
            return _done("Đã ghi ca trực.", one, strain)
    return _page(ward_id, form, one), 422


@blueprint.post("/duty/shifts/<uuid:shift_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove_shift(ward_id: UUID, shift_id: UUID) -> Response:
    """Take the shift off the roster."""
    one = _shift(ward_id, shift_id)
    day = one.on_day
    try:
        service.remove(current_actor(), ward_id, shift_id, request.form.get("seen", ""))
    except Invalid as fault:
        flash(str(fault), "error")
        return redirect(url_for("command.edit_shift", shift_id=shift_id), 303)
    flash("Đã xóa ca trực.", "success")
    return _to_month(day)


def _done(words: str, one: DutyShift, strain: str) -> Response:
    flash(words, "success")
    if strain:
        flash(f"{one.holder_name}, ngày {one.on_day:%d/%m/%Y}: {strain[:1].lower()}{strain[1:]}.", "warning")
    return _to_month(one.on_day)


def _to_month(day: date) -> Response:
    return redirect(url_for("command.duty", month=month_arg(day), _anchor=f"day-{day.isoformat()}"), 303)


def _asked_span() -> tuple[date, date]:
    week = day_of(request.args.get("week"))
    return rules.week_of(week) if week is not None and 2000 < week.year < 2099 else rules.month_of(asked_month())


def _shift(ward_id: UUID, shift_id: UUID) -> DutyShift:
    return service.get_shift(current_actor(), ward_id, shift_id, Permission.EDIT_PEOPLE)


def _form(ward_id: UUID, one: DutyShift | None, *, empty: bool = False) -> ShiftForm:
    more: dict[str, Any] = {"formdata": None} if empty else {}
    form = ShiftForm(**more)
    kept = None
    if one is not None:
        key = key_of(one.person_id, one.holder_name)
        kept = Candidate(key, one.holder_name, LATELY_GROUP, "", None, one.person_id)
    form.offer(candidates(current_actor(), ward_id), kept)
    return form


def _page(ward_id: UUID, form: ShiftForm, one: DutyShift | None) -> str:
    day = form.day.data or clock.today()
    first, last = rules.month_of(day)
    roles = service.roster_of(current_actor(), ward_id, first, last).roles
    return render_template(
        "command/shift.html",
        form=form,
        one=one,
        mark=service.seen_mark(one) if one is not None else "",
        roles=rules.order_of_roles([*rules.ROLES, *roles]),
        back=url_for("command.duty", month=month_arg(day)),
    )
