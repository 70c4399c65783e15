"""Pages under /wards/<ward>/targets and /targets. They translate between HTTP and services.targets."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.columns.plain_sheets import PlainSheet
from roster.domain.actor import Permission
from roster.domain.targets import OWN, TARGETS, figure_words
from roster.services import clock, target_charts, target_sheets, targets
from roster.services.age_pyramid import age_pyramid
from roster.services.faults import Invalid, NotFound
from roster.services.target_charts import Bar
from roster.services.target_figures import Part
from roster.services.targets import Standing, total_of
from roster.store.units import Unit
from roster.web.access import current_actor, current_ward, current_wards, permission_required
from roster.web.asked import day_of
from roster.web.fields import take_faults
from roster.web.sheets import OFFICE_ENDING, pdf_answer, sheet_answer
from roster.web.targets.forms import target_form

blueprint = Blueprint("targets", __name__)
WARD = "/wards/<uuid:ward_id>/targets"


def day_asked() -> date:
    """The day that the address asks about; today where it names none."""
    return day_of(request.args.get("on")) or clock.today()


@blueprint.app_template_global("target_part_url")
def part_url(part: Part, on: date, ward_id: UUID | None = None) -> str:
    """The list of the people behind a number, "" where there is none."""
    values: dict[str, Any] = {"ward_id": ward_id} if ward_id else {}
    if part.endpoint:
        if part.endpoint not in current_app.view_functions:
            return ""  # that page is not part of this installation
        return url_for(part.endpoint, year=on.year, on=on.isoformat(), **(values | dict(part.equals)))
    if not part.roster:
        return ""
    if part.roster != "enlistment":
        values["on"] = on.isoformat()
    return url_for("lists.show", roster=part.roster, year=on.year, **(values | dict(part.equals)))


@blueprint.app_template_global("target_bar_url")
def bar_url(bar: Bar, on: date) -> str:
    """The page behind a line of a chart."""
    values: dict[str, Any] = dict(bar.args)
    return url_for(bar.endpoint, year=on.year, on=on.isoformat(), **values)


blueprint.add_app_template_filter(figure_words, "figure")


@blueprint.get(WARD)
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The targets of item 5, and their charts."""
    actor, on = current_actor(), day_asked()
    return render_template(
        "targets/index.html",
        on=on,
        standings=targets.standings_of_ward(actor, ward_id, on),
        pyramid=age_pyramid(targets.birth_years(actor, ward_id, on), on),
        charts=target_charts.charts_on(actor, ward_id, on),
        has_other_wards=len(current_wards()) > 1,
        to_carry=targets.own_of_year_before(actor, ward_id, on.year) if actor.may(Permission.EDIT_PEOPLE) else [],
    )


@blueprint.get(f"{WARD}/sheet.pdf")
@permission_required(Permission.VIEW_PEOPLE)
def sheet_pdf(ward_id: UUID) -> Response:
    """The page's table and charts on paper: counts without names, so that whoever sees the page may take it away."""
    return pdf_answer(_sheet(ward_id), day_asked(), counts_only=True)


@blueprint.get(f"{WARD}/sheet.{OFFICE_ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def export_sheet(ward_id: UUID, ending: str) -> Response:
    """The page's table as a workbook or a document."""
    return sheet_answer(_sheet(ward_id), day_asked(), ending, counts_only=True)


@blueprint.get(f"{WARD}/wards.pdf")
@permission_required(Permission.VIEW_PEOPLE)
def wards_pdf(ward_id: UUID) -> Response:
    """Every ward in scope on paper, with the head of this one."""
    on = day_asked()
    return pdf_answer(target_sheets.wards_sheet(current_actor(), _wards_on(on), on), on, counts_only=True)


@blueprint.get(f"{WARD}/wards.{OFFICE_ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def export_wards(ward_id: UUID, ending: str) -> Response:
    """Every ward in scope as a workbook or a document."""
    on = day_asked()
    return sheet_answer(target_sheets.wards_sheet(current_actor(), _wards_on(on), on), on, ending, counts_only=True)


@blueprint.get(f"{WARD}/indicators")
@permission_required(Permission.VIEW_PEOPLE)
def indicators(ward_id: UUID) -> str:
    """The reporting lines of the directive's other items."""
    on = day_asked()
    found = targets.standings_of_ward(current_actor(), ward_id, on, indicators=True)
    return render_template("targets/indicators.html", on=on, standings=found)


@blueprint.get(f"{WARD}/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID) -> str:
    """The form for a target of the ward's own."""
    return _form_page(target_form(None), day_asked(), None)


@blueprint.post(f"{WARD}/new")
@permission_required(Permission.EDIT_PEOPLE)
def add(ward_id: UUID) -> Response | tuple[str, int]:
    """Keep a target of the ward's own."""
    on, form = day_asked(), target_form(None)
    if form.validate():
        try:
            targets.add(current_actor(), ward_id, on.year, form.values())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã thêm chỉ tiêu.", "success")
            return redirect(url_for(".index", on=request.args.get("on")), 303)
    return _form_page(form, on, None), 422


@blueprint.post(f"{WARD}/carry")
@permission_required(Permission.EDIT_PEOPLE)
def carry(ward_id: UUID) -> Response:
    """Take the ward's own targets of the year before into this one."""
    count = targets.carry_over(current_actor(), ward_id, day_asked().year)
    flash(f"Đã đưa {count} chỉ tiêu riêng của năm trước sang." if count else "Không còn chỉ tiêu nào để đưa sang.")
    return redirect(url_for(".index", on=request.args.get("on")), 303)


@blueprint.get(f"{WARD}/<key>")
@permission_required(Permission.VIEW_PEOPLE)
def edit(ward_id: UUID, key: str) -> str:
    """One target: its numbers, and the form of what is set."""
    on = day_asked()
    standing = targets.get(current_actor(), ward_id, on, key)
    return _form_page(target_form(standing.kind, standing), on, standing)


@blueprint.post(f"{WARD}/<key>")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, key: str) -> Response | tuple[str, int]:
    """Keep what is set of a target."""
    actor, on = current_actor(), day_asked()
    standing = targets.get(actor, ward_id, on, key)
    form = target_form(standing.kind)
    if form.validate():
        try:
            targets.save(actor, ward_id, on.year, key, form.values(), form.seen())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã ghi chỉ tiêu.", "success")
            page = ".index" if standing.kind.is_of_item_5 else ".indicators"
            return redirect(url_for(page, on=request.args.get("on")), 303)
    return _form_page(form, on, standing), 422


@blueprint.post(f"{WARD}/<key>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, key: str) -> Response:
    """Take away a target of the ward's own."""
    targets.remove(current_actor(), ward_id, day_asked().year, key)
    flash("Đã bỏ chỉ tiêu.", "success")
    return redirect(url_for(".index", on=request.args.get("on")), 303)


@blueprint.get("/targets")
@permission_required(Permission.VIEW_PEOPLE)
def all_wards() -> str:
    """The targets of every ward in scope, side by side."""
    on = day_asked()
    wards = _wards_on(on)
    found = targets.standings_of(current_actor(), [ward.id for ward in wards], on)
    here = current_ward()
    head = here if here in wards else wards[0]  # whose head the paper bears
    totals = {kind.key: total_of(kind, [found[ward.id][place] for ward in wards]) for place, kind in enumerate(TARGETS)}
    return render_template(
        "targets/all_wards.html", on=on, wards=wards, found=found, kinds=TARGETS, head=head, totals=totals
    )


def _wards_on(on: date) -> list[Unit]:
    wards = [ward for ward in current_wards() if ward.stood_on(on)]
    if not wards:
        raise NotFound("ward")
    return wards


def _sheet(ward_id: UUID) -> PlainSheet:
    is_other = request.args.get("of") == "indicators"
    return target_sheets.ward_sheet(current_actor(), ward_id, day_asked(), indicators=is_other)


def _form_page(form: object, on: date, standing: Standing | None) -> str:
    is_own = standing is not None and standing.kind.key.startswith(OWN)
    return render_template("targets/edit.html", form=form, on=on, standing=standing, is_own=is_own)
