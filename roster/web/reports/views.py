"""Pages under /wards/<ward>/reports: what is due, one report, and its forms as files."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.report_periods import FIRST_YEAR, KINDS, LAST_YEAR
from roster.listing.report_paper import difference_text, number_text
from roster.services import clock, report_reading, report_sending
from roster.services.faults import NotFound
from roster.services.issued_papers import Tampered
from roster.services.report_sheets import DOCUMENT, PDF, WORKBOOK, grids_of
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.sheets.writer import MEDIA_TYPE as WORKBOOK_TYPE
from roster.store.targets import Report
from roster.web.access import current_actor, current_wards, permission_required
from roster.web.asked import number_in

blueprint = Blueprint("reports", __name__)
WARD = "/wards/<uuid:ward_id>/reports"
MEDIA_TYPES = {PDF: "application/pdf", DOCUMENT: DOCUMENT_TYPE, WORKBOOK: WORKBOOK_TYPE}

blueprint.add_app_template_filter(number_text, "report_number")
blueprint.add_app_template_filter(difference_text, "report_change")


@blueprint.get(WARD)
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """The reports of a year, with what is due."""
    actor = current_actor()
    year = request.args.get("year", type=number_in) or clock.today().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(str(year))
    return render_template(
        "reports/index.html",
        year=year,
        years=sorted({*report_reading.years_of(actor, ward_id), year}, reverse=True),
        kinds=KINDS,
        slots=report_reading.slots_of(actor, ward_id, year),
        due=report_reading.due_slots(actor, ward_id),
        has_other_wards=len(current_wards()) > 1,
    )


@blueprint.get(f"{WARD}/<uuid:report_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, report_id: UUID) -> str:
    """One report: its texts, its figures beside those of the period before, its summary forms."""
    actor = current_actor()
    shown = report_reading.show(actor, g.ward, report_reading.get(actor, ward_id, report_id))
    return render_template("reports/show.html", shown=shown, grids=grids_of(shown.figures))


@blueprint.get(f"{WARD}/<uuid:report_id>/file")
@permission_required(Permission.PRINT)
def pdf(ward_id: UUID, report_id: UUID) -> Response:
    """The report as a PDF: a sent one as it was sent."""
    return _answer(report_reading.get(current_actor(), ward_id, report_id), PDF)


@blueprint.post(f"{WARD}/<uuid:report_id>/format/<kind>")
@permission_required(Permission.EXPORT)
def take(ward_id: UUID, report_id: UUID, kind: str) -> Response:
    """The report as a document or a workbook."""
    report = report_reading.get(current_actor(), ward_id, report_id)
    if kind not in {DOCUMENT, WORKBOOK}:
        raise NotFound(kind)
    return _answer(report, kind)


def _answer(report: Report, kind: str) -> Response:
    file = io.BytesIO()
    try:
        report_sending.take(current_actor(), g.ward, report, kind, file)
    except Tampered:
        flash("Tệp lưu của báo cáo này đã mất hoặc bị thay đổi sau khi gửi. Xin báo người quản trị khôi phục.", "error")
        return redirect(url_for(".show", report_id=report.id), 303)
    file.seek(0)
    name = f"bao-cao-{report_reading.period_of_report(report).key}.{kind}"
    return send_file(
        file, MEDIA_TYPES[kind], as_attachment=kind != PDF or "download" in request.args, download_name=name
    )
