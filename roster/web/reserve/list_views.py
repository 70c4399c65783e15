"""Who reaches an age limit, who may go from class two to class one, and the summary of the reserve."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.reserve import REMOVAL, TRAINING_RULE, report_days
from roster.services import clock, reserve_events, reserve_lists, reserve_statistics, waiting_sheets
from roster.services.faults import Invalid
from roster.services.reserve_sheets import limits_sheet, statistics_sheet
from roster.services.reserve_statistics import CLASS_NAMES, GROUP_NAMES
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import chosen_people
from roster.web.reserve.forms import RemovalForm
from roster.web.reserve.views import blueprint, day_args, day_asked, year_asked
from roster.web.sheets import ENDING, OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]


@blueprint.get("/limits")
@permission_required(Permission.VIEW_PEOPLE)
def limits(ward_id: UUID) -> str:
    """Who reaches his age limit in the year, and the form that removes those ticked by one decision."""
    form = RemovalForm(formdata=None)
    form.on_day.data = clock.today()
    return _limits_page(ward_id, form, frozenset())


@blueprint.post("/limits")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID) -> Answer:
    """Remove those ticked from the register, because of their age."""
    form, chosen = RemovalForm(), chosen_people(request.form) or frozenset()
    if form.validate():
        try:
            count = reserve_events.remove_all(current_actor(), ward_id, sorted(chosen), form.values())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(f"Đã ghi giải ngạch {show_count(count)} người.", "success")
            return redirect(url_for(".events", kind=REMOVAL), 303)
    return _limits_page(ward_id, form, chosen), 422


@blueprint.get("/limits.pdf")
@permission_required(Permission.PRINT)
def limits_pdf(ward_id: UUID) -> Response:
    """The list of the year on paper."""
    found = reserve_lists.limits_of(current_actor(), ward_id, year_asked())
    return pdf_answer(limits_sheet(found), clock.today())


@blueprint.get(f"/limits.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_limits(ward_id: UUID, ending: str) -> Response:
    """The list of the year as a workbook or a document."""
    found = reserve_lists.limits_of(current_actor(), ward_id, year_asked())
    return sheet_answer(limits_sheet(found), clock.today(), ending)


@blueprint.get("/training")
@permission_required(Permission.VIEW_PEOPLE)
def training(ward_id: UUID) -> str:
    """Reservists of class two with the months they were trained; those who qualify for class one come first."""
    today = clock.today()
    cases = reserve_lists.training_cases(current_actor(), ward_id, today)
    return render_template(
        "reserve/training.html",
        cases=cases,
        qualified=sum(case.qualifies for case in cases),
        rule=TRAINING_RULE,
        today=today,
    )


@blueprint.get(f"/training.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def training_sheet(ward_id: UUID, ending: str) -> Response:
    """All of them on paper, as a workbook or a document."""
    today = clock.today()
    cases = reserve_lists.training_cases(current_actor(), ward_id, today)
    return sheet_answer(waiting_sheets.training_cases_sheet(cases, today), today, ending)


@blueprint.get("/statistics")
@permission_required(Permission.VIEW_PEOPLE)
def statistics(ward_id: UUID) -> str:
    """The summary of a day: class by age group by rank."""
    on = day_asked()
    quarter, year = report_days(clock.today())
    return render_template(
        "reserve/statistics.html",
        on=on,
        found=reserve_statistics.statistics_on(current_actor(), ward_id, on),
        classes=CLASS_NAMES,
        groups=GROUP_NAMES,
        day_args=day_args(on),
        quarter=quarter,
        year=year,
    )


@blueprint.route("/statistics.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def statistics_pdf(ward_id: UUID) -> Response:
    """The summary on paper."""
    on = day_asked()
    return pdf_answer(statistics_sheet(reserve_statistics.statistics_on(current_actor(), ward_id, on), on), on)


@blueprint.get(f"/statistics.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_statistics(ward_id: UUID, ending: str) -> Response:
    """The summary as a workbook or a document."""
    on = day_asked()
    found = reserve_statistics.statistics_on(current_actor(), ward_id, on)
    return sheet_answer(statistics_sheet(found, on), on, ending)


def _limits_page(ward_id: UUID, form: RemovalForm, chosen: frozenset[UUID]) -> str:
    year = year_asked()
    found = reserve_lists.limits_of(current_actor(), ward_id, year)
    return render_template(
        "reserve/limits.html",
        form=form,
        found=found,
        chosen=chosen,
        year=year,
        today=clock.today(),
        first_day=date(year, 1, 1),
        years=[(one, one) for one in range(clock.today().year + 3, clock.today().year - 5, -1)],
    )
