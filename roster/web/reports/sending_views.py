"""Sending a report, and drawing up the one that replaces it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import clock, report_reading, report_sending, reports
from roster.services.faults import Invalid, NotFound
from roster.services.report_reading import Shown
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.reports.forms import CorrectForm, SendForm
from roster.web.reports.views import WARD, blueprint
from roster.web.reports.writing_views import Answer, shown_draft


@blueprint.get(f"{WARD}/<uuid:report_id>/send")
@permission_required(Permission.EDIT_PEOPLE)
def ask_send(ward_id: UUID, report_id: UUID) -> str:
    """The form; the next number and today stand in it already."""
    shown, form = shown_draft(ward_id, report_id), SendForm(formdata=None)
    form.number.data, _ = report_sending.next_number(current_actor(), g.ward, clock.today())
    form.dated_on.data = clock.today()
    form.seen_version.data = str(shown.report.version)
    return _send_page(shown, form)


@blueprint.post(f"{WARD}/<uuid:report_id>/send")
@permission_required(Permission.EDIT_PEOPLE)
def send(ward_id: UUID, report_id: UUID) -> Answer:
    """Send the report: from now on nothing of it changes."""
    shown, form = shown_draft(ward_id, report_id), SendForm()
    if form.validate():
        day = form.dated_on.data or clock.today()
        try:
            report_sending.send(current_actor(), g.ward, report_id, form.number.data or 0, day, form.seen())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã gửi báo cáo. Số liệu, nội dung và bản in được giữ nguyên từ nay.", "success")
            return redirect(url_for(".show", report_id=report_id), 303)
    form.seen_version.data = str(shown.report.version)
    return _send_page(shown, form), 422


@blueprint.get(f"{WARD}/<uuid:report_id>/correct")
@permission_required(Permission.EDIT_PEOPLE)
def ask_correct(ward_id: UUID, report_id: UUID) -> str:
    """Why a sent report is to be replaced."""
    return render_template(
        "reports/correct.html", shown=_shown_sent(ward_id, report_id), form=CorrectForm(formdata=None)
    )


@blueprint.post(f"{WARD}/<uuid:report_id>/correct")
@permission_required(Permission.EDIT_PEOPLE)
def correct(ward_id: UUID, report_id: UUID) -> Response | tuple[str, int]:
    """Draw up the report that is to replace it."""
    shown, form = _shown_sent(ward_id, report_id), CorrectForm()
    if form.validate():
        try:
            report = reports.correct(current_actor(), g.ward, report_id, form.reason.data or "")
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã lập bản nháp của báo cáo thay thế, với số liệu tính lại.", "success")
            return redirect(url_for(".edit", report_id=report.id), 303)
    return render_template("reports/correct.html", shown=shown, form=form), 422


def _shown_sent(ward_id: UUID, report_id: UUID) -> Shown:
    actor = current_actor()
    shown = report_reading.show(actor, g.ward, report_reading.get(actor, ward_id, report_id, Permission.EDIT_PEOPLE))
    if not shown.is_sent or (shown.corrected_by is not None and shown.corrected_by.sent_on is not None):
        raise NotFound(str(report_id))
    return shown


def _send_page(shown: Shown, form: SendForm) -> str:
    day: date = form.dated_on.data or clock.today()
    _, symbol = report_sending.next_number(current_actor(), g.ward, day)
    empty = [one.section.label for one in shown.texts if not one.text.strip() and one.section.key != "requests"]
    return render_template("reports/send.html", shown=shown, form=form, symbol=symbol, empty=empty)
