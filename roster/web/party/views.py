"""Pages under /wards/<ward>/party: political quality on a day, the people behind each number, the goals.

Roles that need not see politics get no page here (404) and no link to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission, Sensitivity
from roster.listing.table import HIDDEN
from roster.services import clock, party_goals, party_source, political_quality, quality_years
from roster.services.faults import Invalid
from roster.services.party_sheets import people_sheet as sheet_of_people
from roster.services.party_sheets import quality_sheet
from roster.services.political_quality import COLUMNS, COUNTED, FORCES, HEADINGS, QualityRow, cell
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, number_in
from roster.web.fields import take_faults
from roster.web.party.forms import GoalsForm, field_name, goals_form
from roster.web.sheets import ENDING, OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer

blueprint = Blueprint("party", __name__, url_prefix="/wards/<uuid:ward_id>/party")

PAGE_SIZE = 100


def day_asked() -> date:
    """The day that the address asks about; today where it names none."""
    return day_of(request.args.get("on")) or clock.today()


def page_of(rows: Sequence[Any]) -> dict[str, Any]:
    """The page of a list that the address asks for, as templates take it."""
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=number_in)), pages)
    return {
        "rows": rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "total": len(rows), "page": page, "pages": pages, "size": PAGE_SIZE,
    }  # fmt: skip


@blueprint.app_template_global("sees_politics")
def sees_politics() -> bool:
    """Whether the officer may see facts about politics: whether a link into this room is shown."""
    return current_actor().may_see(Sensitivity.POLITICS)


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """Shares against what is to be reached, and the statistics of the day."""
    actor, on = current_actor(), day_asked()
    quality = political_quality.quality_on(actor, ward_id, on)
    goals = party_goals.goals_of(actor, ward_id, on.year)
    return render_template(
        "party/index.html",
        on=on,
        quality=quality,
        years=quality_years.over_years(actor, ward_id, on) if quality.sections else [],
        shares=party_goals.shares_on(quality, goals, on),
        columns=COLUMNS,
        counted=COUNTED,
        words=lambda row, column, kind: cell(actor, row, column, kind, HIDDEN),
        link=lambda row, column: _people_link(row, column, on),
        sees=actor.may_see,
    )


@blueprint.get("/people")
@permission_required(Permission.VIEW_PEOPLE)
def people(ward_id: UUID) -> str:
    """The people behind one number of the statistics."""
    on, asked = day_asked(), _people_asked()
    label, found = political_quality.people_of(current_actor(), ward_id, on, **asked)
    return render_template(
        "party/people.html",
        on=on,
        label=label,
        force=FORCES[asked["force"]],
        heading=HEADINGS[asked["column"]],
        args=asked | {"on": on.isoformat()},
        link=lambda number: _page_link(number, on, asked),
        **page_of(found),
    )


@blueprint.get(f"/people.{ENDING}")
@permission_required(Permission.VIEW_PEOPLE)
def people_sheet(ward_id: UUID, ending: str) -> Response:
    """The people behind one number on paper, as a workbook or a document: all of them, page by page or not."""
    on, asked = day_asked(), _people_asked()
    label, found = political_quality.people_of(current_actor(), ward_id, on, **asked)
    words = f"{HEADINGS[asked['column']]}: {FORCES[asked['force']]}, {label}"
    return sheet_answer(sheet_of_people(found, words, on), on, ending)


@blueprint.route("/quality.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def quality_pdf(ward_id: UUID) -> Response:
    """The statistics on paper."""
    actor, on = current_actor(), day_asked()
    return pdf_answer(quality_sheet(actor, political_quality.quality_on(actor, ward_id, on), on), on)


@blueprint.get(f"/quality.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_quality(ward_id: UUID, ending: str) -> Response:
    """The statistics as a workbook or a document."""
    actor, on = current_actor(), day_asked()
    return sheet_answer(quality_sheet(actor, political_quality.quality_on(actor, ward_id, on), on), on, ending)


@blueprint.get("/goals")
@permission_required(Permission.EDIT_PEOPLE)
def goals(ward_id: UUID) -> str:
    """The form of what is to be reached."""
    on = day_asked()
    kept = party_goals.own_goals_of(current_actor(), ward_id, on.year)
    return _goals_page(goals_form(_goal_rows(ward_id, on), kept.of_row, kept.seen), on)


@blueprint.post("/goals")
@permission_required(Permission.EDIT_PEOPLE)
def save_goals(ward_id: UUID) -> Response | tuple[str, int]:
    """Keep what is to be reached."""
    actor, on = current_actor(), day_asked()
    party_source.require_politics(actor, ward_id, Permission.EDIT_PEOPLE)
    form = goals_form(_goal_rows(ward_id, on))
    if form.validate():
        try:
            party_goals.set_goals(actor, ward_id, on.year, form.goals(), form.seen.data or "")
        except Invalid as fault:
            take_faults(form, {field_name(row) if row else "": found for row, found in fault.faults.items()})
            form.seen.data = party_goals.own_goals_of(actor, ward_id, on.year).seen
        else:
            flash("Đã ghi chỉ tiêu.", "success")
            return redirect(url_for(".index", on=request.args.get("on")), 303)
    return _goals_page(form, on), 422


def _goal_rows(ward_id: UUID, on: date) -> dict[str, str]:
    return party_goals.goal_rows(political_quality.quality_on(current_actor(), ward_id, on).units)


def _goals_page(form: GoalsForm, on: date) -> str:
    rows = [
        (
            label,
            [form[field_name(party_goals.goal_key(row, column))] for column in (party_goals.PARTY, party_goals.UNION)],
        )
        for row, label in form.rows.items()
    ]
    return render_template("party/goals.html", form=form, on=on, rows=rows)


def _people_asked() -> dict[str, str]:
    usual = {"force": "militia", "row": "all", "column": "strength"}
    return {name: request.args.get(name, value) for name, value in usual.items()}


def _page_link(number: int, on: date, asked: dict[str, Any]) -> str:
    return url_for(".people", on=on.isoformat(), page=number, **asked)


def _people_link(row: QualityRow, column: str, on: date) -> str:
    return url_for(".people", on=on.isoformat(), force=row.force, row=row.key, column=column)
