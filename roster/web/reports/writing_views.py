"""Drawing a report up, writing its texts, counting its figures anew, taking a draft away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.report_periods import period_of_key
from roster.services import report_reading, reports
from roster.services.faults import Invalid, NotFound
from roster.services.report_reading import Shown
from roster.store.targets import Report
from roster.web.access import current_actor, permission_required
from roster.web.fields import VersionedForm, take_faults
from roster.web.reports.forms import PeriodForm, text_form, typed_texts
from roster.web.reports.views import WARD, blueprint

Answer = Response | tuple[str, int]


@blueprint.get(f"{WARD}/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID) -> str:
    """Which period the report is to be about."""
    form = PeriodForm(formdata=None)
    form.offer(report_reading.years_of(current_actor(), ward_id))
    return render_template("reports/new.html", form=form)


@blueprint.post(f"{WARD}/new")
@permission_required(Permission.EDIT_PEOPLE)
def create(ward_id: UUID) -> Answer:
    """Draw up the report of the period; where there is one, open it."""
    actor, form = current_actor(), PeriodForm()
    form.offer(report_reading.years_of(actor, ward_id))
    try:
        report = reports.create(actor, g.ward, period_of_key(form.period.data or ""))
    except (ValueError, Invalid) as refusal:
        form.validate()
        if isinstance(refusal, Invalid):
            take_faults(form, refusal.faults)
        elif not form.errors:
            form.period.errors = ["Hãy chọn kỳ báo cáo."]
        return render_template("reports/new.html", form=form), 422
    if report.sent_on is not None:
        flash("Kỳ này đã có báo cáo gửi đi. Muốn sửa, hãy lập báo cáo thay thế.", "info")
        return redirect(url_for(".show", report_id=report.id), 303)
    return redirect(url_for(".edit", report_id=report.id), 303)


@blueprint.get(f"{WARD}/<uuid:report_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, report_id: UUID) -> str:
    """The texts of a draft."""
    shown = shown_draft(ward_id, report_id)
    return _page(shown, text_form(shown))


@blueprint.post(f"{WARD}/<uuid:report_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, report_id: UUID) -> Answer:
    """Keep the texts; one part may be set back to the proposed words."""
    actor = current_actor()
    shown = shown_draft(ward_id, report_id)
    form = text_form(shown, is_sent=True)
    typed, reset = typed_texts(form, shown), request.form.get("reset", "")
    if form.validate():
        try:
            reports.save(actor, g.ward, report_id, typed, form.seen(), reset=reset)
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            if reset:
                flash("Đã lấy lại câu đề xuất; các mục khác đã được lưu.", "success")
                return redirect(url_for(".edit", report_id=report_id, _anchor=reset), 303)
            flash("Đã lưu nội dung báo cáo.", "success")
            return redirect(url_for(".show", report_id=report_id), 303)
    others = {}
    if form.seen() != shown.report.version:  # what a colleague wrote meanwhile stands beside what was typed
        form.seen_version.data = str(shown.report.version)
        others = {
            one.section.key: one.text
            for one in shown.texts
            if one.is_edited and one.text != "\n".join((typed.get(one.section.key) or "").splitlines())
        }
    return _page(shown, form, others), 422


@blueprint.post(f"{WARD}/<uuid:report_id>/recount")
@permission_required(Permission.EDIT_PEOPLE)
def recount(ward_id: UUID, report_id: UUID) -> Response:
    """Count the figures of a draft anew."""
    return _done(report_id, reports.recount, "Đã tính lại số liệu; những câu đồng chí đã sửa vẫn được giữ.")


@blueprint.get(f"{WARD}/<uuid:report_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def ask_remove(ward_id: UUID, report_id: UUID) -> str:
    """Ask before a draft is taken away."""
    return render_template("reports/remove.html", shown=shown_draft(ward_id, report_id))


@blueprint.post(f"{WARD}/<uuid:report_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, report_id: UUID) -> Response:
    """Take a draft away."""
    return _done(report_id, reports.remove, "Đã xóa bản nháp.", is_gone=True)


def shown_draft(ward_id: UUID, report_id: UUID) -> Shown:
    """The draft. Raises NotFound for one that was sent."""
    actor = current_actor()
    report: Report = report_reading.get(actor, ward_id, report_id, Permission.EDIT_PEOPLE)
    if report.sent_on is not None:
        raise NotFound(str(report_id))
    return report_reading.show(actor, g.ward, report)


def _done(report_id: UUID, change: Any, said: str, *, is_gone: bool = False) -> Response:
    try:
        change(current_actor(), g.ward, report_id, VersionedForm().seen())
    except Invalid as refusal:
        flash(" ".join(sentence for sentences in refusal.faults.values() for sentence in sentences), "error")
        return redirect(url_for(".show", report_id=report_id), 303)
    flash(said, "success")
    return redirect(url_for(".index") if is_gone else url_for(".show", report_id=report_id), 303)


def _page(shown: Shown, form: object, others: dict[str, str] | None = None) -> str:
    lines: dict[str, list[object]] = {}
    for line in shown.figures.lines:
        lines.setdefault(line.section, []).append(line)
    return render_template("reports/edit.html", shown=shown, form=form, lines=lines, others=others or {})
