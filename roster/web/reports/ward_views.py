"""Pages under /reports: the sent reports of every ward in scope side by side."""

from __future__ import annotations

import io

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.report_periods import KINDS, MONTH, Period, period_of_day, period_of_key, periods_of_year
from roster.services import clock, ward_report_paper, ward_reports
from roster.services.faults import NotFound
from roster.services.ward_reports import WardTable
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.sheets.writer import MEDIA_TYPE
from roster.web.access import current_actor, current_wards, permission_required
from roster.web.downloads import file_to_keep
from roster.web.reports.views import blueprint


@blueprint.get("/reports")
@permission_required(Permission.VIEW_PEOPLE)
def all_wards() -> str:
    """The reports of a period over all wards; those that have sent none are named."""
    table = _table()
    today = clock.today()
    years = sorted({today.year, today.year - 1, table.period.year}, reverse=True)
    offered = [
        (label, [one for year in years for one in reversed(periods_of_year(kind, year)) if one.first_day <= today])
        for kind, label in KINDS.items()
    ]
    return render_template("reports/all_wards.html", table=table, offered=offered)


@blueprint.post("/reports/workbook")
@permission_required(Permission.EXPORT)
def all_wards_workbook() -> Response:
    """The same as a workbook."""
    table = _table()
    return file_to_keep(
        lambda file: ward_reports.export(current_actor(), table, file), MEDIA_TYPE, _name(table, "xlsx")
    )


@blueprint.post("/reports/document")
@permission_required(Permission.EXPORT)
def all_wards_document() -> Response:
    """The paper as a document to be edited."""
    table = _table()
    return file_to_keep(
        lambda file: ward_report_paper.write_table(current_actor(), table, file), DOCUMENT_TYPE, _name(table, "docx")
    )


@blueprint.post("/reports/paper")
@permission_required(Permission.PRINT)
def all_wards_paper() -> Response:
    """The same on paper, as a report of the body above the wards."""
    table = _table()
    pdf = ward_report_paper.print_table(current_actor(), table)
    return send_file(io.BytesIO(pdf), "application/pdf", download_name=_name(table, "pdf"))


def _name(table: WardTable, ending: str) -> str:
    return f"tong-hop-bao-cao-{table.period.key}.{ending}"


def _table() -> WardTable:
    period = _period()
    wards = [ward for ward in current_wards() if ward.stood_on(period.last_day) or ward.stood_on(period.first_day)]
    if not wards:
        raise NotFound("ward")
    return ward_reports.over_wards(current_actor(), wards, period)


def _period() -> Period:
    """The period that the address names; the month before this one where it names none."""
    try:
        return period_of_key(request.args["period"])
    except (KeyError, ValueError):
        return period_of_day(MONTH, clock.today()).previous
