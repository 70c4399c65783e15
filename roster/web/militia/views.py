"""Pages under /wards/<ward>/militia: the overview, what must be settled, the statistics of a day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import (
    clock,
    militia_events,
    militia_register,
    militia_selection,
    militia_sheets,
    militia_terms,
    waiting_sheets,
)
from roster.services.militia_events import ShownEvent
from roster.services.militia_extract import extract_sheet
from roster.services.militia_statistics import COLUMNS, statistics_on
from roster.store.people import Person
from roster.web import sheets
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.militia.room import sheet_answer

blueprint = Blueprint("militia", __name__, url_prefix="/wards/<uuid:ward_id>/militia")


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """What the year asks for, in numbers, each with its list."""
    actor, today = current_actor(), clock.today()
    due = militia_terms.due_members(actor, ward_id)
    pool = militia_selection.pool_of(actor, ward_id)
    return render_template(
        "militia/index.html",
        strength=militia_terms.strength_on(actor, ward_id, today),
        registration=militia_register.registration_of(actor, ward_id, today.year),
        eligible=sum(not one.against for one in pool),
        pool=len(pool),
        due={period: len(militia_terms.of_period(due, period)) for period in militia_terms.PERIODS},
        periods=militia_terms.PERIODS,
        checks=militia_terms.checks_of(actor, ward_id),
        enlargement=militia_terms.registered_reserve(actor, ward_id),
        events=militia_events.list_events(actor, ward_id, today.year)[:10],
    )


@blueprint.get("/checks")
@permission_required(Permission.VIEW_PEOPLE)
def checks(ward_id: UUID) -> str:
    """Who stands in two forces, who is beyond the age, who is away."""
    return render_template("militia/checks.html", checks=militia_terms.checks_of(current_actor(), ward_id))


@blueprint.get(f"/checks.{sheets.ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def checks_sheet(ward_id: UUID, ending: str) -> Response:
    """The same on paper, as a workbook or a document."""
    sheet = waiting_sheets.checks_sheet(militia_terms.checks_of(current_actor(), ward_id), clock.today())
    return sheets.sheet_answer(sheet, clock.today(), ending)


@blueprint.get("/statistics")
@permission_required(Permission.VIEW_PEOPLE)
def statistics(ward_id: UUID) -> str:
    """The militia by component on a day."""
    on = day_of(request.args.get("on")) or clock.today()
    rows = statistics_on(current_actor(), ward_id, on)
    return render_template("militia/statistics.html", on=on, rows=rows, columns=COLUMNS)


@blueprint.post("/statistics")
@permission_required(Permission.VIEW_PEOPLE)
def print_statistics(ward_id: UUID) -> Response:
    """The same as a PDF, a workbook or a document."""
    on = day_of(request.form.get("on")) or clock.today()
    return sheet_answer(militia_sheets.statistics_sheet(current_actor(), ward_id, on), on)


@blueprint.post("/extract")
@permission_required(Permission.VIEW_PEOPLE)
def print_extract(ward_id: UUID) -> Response:
    """All members of a day with what the extract names, as a PDF or a workbook."""
    on = day_of(request.form.get("on")) or clock.today()
    return sheet_answer(extract_sheet(current_actor(), ward_id, on), on)


@blueprint.app_template_global("militia_events_of")
def events_of(person: Person) -> list[ShownEvent]:
    """What was decided about a citizen, for his own page."""
    return militia_events.events_of(current_actor(), person)
