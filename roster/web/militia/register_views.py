"""The April registration and the selection: lists with ticks, and what becomes of those who were ticked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.militia import is_self_defence
from roster.services import clock, militia_register, militia_selection, militia_sheets, waiting_sheets
from roster.services.faults import Invalid
from roster.services.militia_register import (
    EIGHTEEN,
    GROUPS,
    REGISTERED,
    SPARED,
    UNCLEAR,
    VOLUNTEER,
    Registrant,
    Registration,
)
from roster.services.militia_selection import SomeRefused
from roster.web import sheets
from roster.web.access import current_actor, permission_required
from roster.web.asked import one_value
from roster.web.fields import take_faults
from roster.web.filters import ids_of
from roster.web.militia.forms import RegisterForm, SelectionForm
from roster.web.militia.room import (
    is_wanted,
    paged,
    search_asked,
    sheet_answer,
    ward_chairman,
    year_asked,
)
from roster.web.militia.views import blueprint
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]
_DONE = {REGISTERED, SPARED, UNCLEAR}  # groups in which nobody waits to be registered
_LATER = {*_DONE, VOLUNTEER}  # groups on which the page does not open by itself


@blueprint.get("/registration")
@permission_required(Permission.VIEW_PEOPLE)
def registration(ward_id: UUID) -> str:
    """Who is to be registered in a year, by groups."""
    year = year_asked()
    form = RegisterForm(formdata=None)
    form.on_day.data = _usual_day(year, clock.today())
    return _registration_page(ward_id, year, form)


@blueprint.post("/registration")
@permission_required(Permission.EDIT_PEOPLE)
def register(ward_id: UUID) -> Answer:
    """Register the people who were ticked, or all of the list."""
    year, form = year_asked(), RegisterForm()
    chosen = ids_of(request.form.getlist("chosen"))
    if request.form.get("who") == "all":
        chosen = [one.citizen.id for one in _registrants(ward_id, year)]
    if form.validate():
        try:
            done = militia_register.register(
                current_actor(), ward_id, year, chosen,
                on_day=form.on_day.data, ruling=form.ruling.data, evidence=form.evidence.data or "",
            )  # fmt: skip
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            known = f" {show_count(done.known_before)} người đã được đăng ký từ trước." if done.known_before else ""
            flash(f"Đã ghi đăng ký cho {show_count(done.count)} người.{known}", "success")
            return redirect(url_for(".registration", year=year, **_narrowed()), 303)
    return _registration_page(ward_id, year, form, chosen), 422


@blueprint.post("/registration/sheet")
@permission_required(Permission.VIEW_PEOPLE)
def print_registration(ward_id: UUID) -> Response:
    """The list as a PDF or a workbook."""
    actor, year = current_actor(), year_asked()
    found = militia_register.registration_of(actor, ward_id, year)
    rows = tuple(one for one in found.groups[_group()] if is_wanted(one.citizen, *search_asked()))
    return sheet_answer(militia_sheets.registration_sheet(actor, found, _group(), rows), found.on)


@blueprint.get("/selection")
@permission_required(Permission.VIEW_PEOPLE)
def selection(ward_id: UUID) -> str:
    """Who is registered and free, and the form of the decision."""
    return _selection_page(ward_id, SelectionForm(formdata=None))


@blueprint.get(f"/selection.{sheets.ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def selection_sheet(ward_id: UUID, ending: str) -> Response:
    """The list, narrowed as the page is, on paper, as a workbook or a document."""
    asked, today = search_asked(), clock.today()
    rows = [one for one in militia_selection.pool_of(current_actor(), ward_id) if is_wanted(one.citizen, *asked)]
    narrowed = ", ".join(f"“{words}”" for words in asked if words)
    return sheets.sheet_answer(waiting_sheets.selection_sheet(rows, today, narrowed), today, ending)


@blueprint.post("/selection")
@permission_required(Permission.EDIT_PEOPLE)
def select(ward_id: UUID) -> Answer:
    """Record the decision of selection."""
    form = SelectionForm()
    if not form.decided_by.data and not is_self_defence(form.unit.data):
        form.decided_by.data = ward_chairman()  # of a self-defence unit: the head of the organisation, by law
    chosen: Collection[UUID] = ids_of(request.form.getlist("chosen"))
    if form.validate():
        try:
            count = militia_selection.select(current_actor(), ward_id, chosen, form.terms())
        except Invalid as fault:
            take_faults(form, fault.faults)
            if isinstance(fault, SomeRefused):
                chosen = [one for one in chosen if one not in fault.refused]
                form.form_errors.append("Chưa ghi ai. Chương trình đã bỏ đánh dấu những người trên; hãy ghi lại.")
        else:
            flash(f"Đã ghi quyết định tuyển chọn {show_count(count)} người vào dân quân tự vệ.", "success")
            return redirect(url_for(".selection", **_narrowed(group=None)), 303)
    return _selection_page(ward_id, form, chosen), 422


def _usual_day(year: int, today: date) -> date | None:
    if year == today.year:
        return today
    return date(year, 4, 15) if year < today.year else None


def _group(found: Registration | None = None) -> str:
    """The group that is asked for; where none is, the first of those to be registered that has people."""
    group = one_value("group")
    if group in GROUPS:
        return group
    counts = found.counts() if found is not None else {}
    return next((one for one in GROUPS if one not in _LATER and counts.get(one)), EIGHTEEN)


def _narrowed(**changes: Any) -> dict[str, Any]:
    q, neighbourhood = search_asked()
    found = {"group": _group(), "q": q, "neighbourhood": neighbourhood} | changes
    return {key: value for key, value in found.items() if value}


def _registrants(ward_id: UUID, year: int) -> list[Registrant]:
    found = militia_register.registration_of(current_actor(), ward_id, year)
    return [one for one in found.groups[_group()] if is_wanted(one.citizen, *search_asked())]


def _registration_page(ward_id: UUID, year: int, form: RegisterForm, chosen: Collection[UUID] = ()) -> str:
    found = militia_register.registration_of(current_actor(), ward_id, year)
    group, (q, neighbourhood) = _group(found), search_asked()
    whole = found.groups[group]
    rows = [one for one in whole if is_wanted(one.citizen, q, neighbourhood)]
    return render_template(
        "militia/registration.html",
        year=year,
        found=found,
        group=group,
        groups=GROUPS,
        form=form,
        chosen=frozenset(chosen),
        people=paged(rows, ".registration", year=year, **_narrowed(group=group)),
        args=_narrowed(group=group),
        elsewhere=[one for one in GROUPS if one != group and one not in _LATER and found.groups[one]],
        q=q,
        neighbourhood=neighbourhood,
        neighbourhoods=sorted({one.citizen.neighbourhood for one in whole if one.citizen.neighbourhood}),
        may_register=group not in _DONE,
        day_words=_day_words(found.on, clock.today()),
    )


def _day_words(on: date, today: date) -> str:
    return "hôm nay" if on == today else f"ngày {on:%d/%m/%Y}"


def _selection_page(ward_id: UUID, form: SelectionForm, chosen: Collection[UUID] = ()) -> str:
    actor = current_actor()
    pool = militia_selection.pool_of(actor, ward_id)
    q, neighbourhood = search_asked()
    rows = [one for one in pool if is_wanted(one.citizen, q, neighbourhood)]
    return render_template(
        "militia/selection.html",
        form=form,
        chosen=frozenset(chosen),
        people=paged(rows, ".selection", **_narrowed(group=None)),
        args=_narrowed(group=None),
        total=len(pool),
        q=q,
        neighbourhood=neighbourhood,
        neighbourhoods=sorted({one.citizen.neighbourhood for one in pool if one.citizen.neighbourhood}),
        units=militia_selection.unit_names(actor, ward_id),
    )
