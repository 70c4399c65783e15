"""Where a call-up stands: of one ward, of all wards in scope, by year; and its calendar of duties."""

from __future__ import annotations

from uuid import UUID

from flask import abort, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import call_up_reports, campaign_years, campaigns, clock, deadlines, funnel, quota_summary
from roster.services.candidate_answers import may_read_clause, reasons_for
from roster.services.deadlines import AHEAD, LATE, RUNNING, SOON, Duty, Foreseen
from roster.services.funnel import Funnel
from roster.web.access import current_actor, current_ward, current_wards, permission_required
from roster.web.campaigns import setting_views
from roster.web.campaigns.room import blueprint, known_year
from roster.web.sheets import ENDING, sheet_answer

_NEXT = 6  # duties that the overview names
_WARD = "/wards/<uuid:ward_id>/campaigns"

__all__ = ["blueprint", "setting_views"]


@blueprint.get(f"{_WARD}/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The ward's call-ups by year."""
    years = campaign_years.list_years(current_actor(), ward_id, clock.today())
    return render_template("campaigns/index.html", years=years)


@blueprint.get(f"{_WARD}/latest")
@permission_required(Permission.VIEW_PEOPLE)
def latest(ward_id: UUID) -> Response:
    """To the call-up that is being worked on: where the menu leads."""
    year = campaign_years.opening_year_of(current_actor(), [ward_id], clock.today())
    return redirect(url_for("campaigns.show", year=year))


@blueprint.get(f"{_WARD}/<year:year>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, year: int) -> str:
    """The ward's year at a glance: quota, funnel, losses, what is due."""
    actor = current_actor()
    found = funnel.of_wards(actor, [ward_id], known_year(year))
    duties = deadlines.calendar(actor, ward_id, year)
    return render_template(
        "campaigns/show.html",
        year=year,
        funnel=found.total,
        reasons=reasons_for(actor, found.total),
        campaign=campaigns.get(actor, ward_id, year),
        duties=_pressing(duties),
        reserve=next((duty for duty in duties if duty.key == "cap.reserve"), None),
        foreseen=_foreseen(ward_id, year),
        has_other_wards=len(current_wards()) > 1,
        reports=call_up_reports.REPORTS,
    )


@blueprint.post(f"{_WARD}/<year:year>/reports/<key>/{ENDING}")
@permission_required(Permission.PRINT)
def report(ward_id: UUID, year: int, key: str, ending: str) -> Response:
    """A report of the year's figures: forms 01A and 06, the quota against its men."""
    sheet = call_up_reports.report(current_actor(), g.ward, key, known_year(year), clock.today())
    return sheet_answer(sheet, clock.today(), ending)


@blueprint.post(f"{_WARD}/<year:year>/all-wards/{ENDING}")
@permission_required(Permission.PRINT)
def wards_report(ward_id: UUID, year: int, ending: str) -> Response:
    """The quotas of every ward in scope and how far each came, with the head of this one."""
    sheet = quota_summary.by_ward(current_actor(), current_wards(), known_year(year), clock.today())
    return sheet_answer(sheet, clock.today(), ending)


@blueprint.get(f"{_WARD}/<year:year>/calendar")
@permission_required(Permission.VIEW_PEOPLE)
def calendar(ward_id: UUID, year: int) -> str:
    """Every duty of the year with its clock, its clause and how far it is."""
    duties = deadlines.calendar(current_actor(), ward_id, known_year(year))
    return render_template("campaigns/calendar.html", year=year, duties=duties, labels=deadlines.STATE_LABELS)


@blueprint.get("/campaigns/<year:year>")
@permission_required(Permission.VIEW_PEOPLE)
def all_wards(year: int) -> str:
    """The year over all wards of the officer's scope that stood then, with the way to each."""
    actor, found, here = current_actor(), _of_scope(known_year(year)), current_ward()
    return render_template(
        "campaigns/all_wards.html",
        year=year,
        found=found,
        head=here or current_wards()[0],  # whose head the paper bears
        reasons=reasons_for(actor, found.total),
        last_year=campaign_years.opening_year_of(actor, [ward.id for ward in current_wards()], clock.today()),
    )


def _of_scope(year: int) -> Funnel:
    wards = current_wards()
    if not wards:
        abort(404)
    found = funnel.of_wards(current_actor(), [ward.id for ward in wards], year)
    shown = tuple(one for one in found.wards if one.unit is None or funnel.takes_part(one.unit, year, one.candidates))
    return Funnel(shown, found.total)


def _foreseen(ward_id: UUID, year: int) -> dict[str, list[Foreseen]]:
    """What is foreseen of the candidates, by its kind in words."""
    actor = current_actor()
    found: dict[str, list[Foreseen]] = {}
    for one in deadlines.warnings(actor, ward_id, year):
        if may_read_clause(actor, one.citation):
            found.setdefault(one.label, []).append(one)
    return found


def _pressing(duties: list[Duty]) -> list[Duty]:
    """What is late, what is due soon, what is under way, then what comes next."""
    late, soon, running, ahead = (
        [duty for duty in duties if duty.state == state] for state in (LATE, SOON, RUNNING, AHEAD)
    )
    return (late + soon + running + ahead)[: max(_NEXT, len(late) + len(soon))]
