"""Attendance by workbook: the form that goes out and what comes back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import training_files
from roster.services.faults import Invalid
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.writer import MEDIA_TYPE
from roster.web.access import current_actor, permission_required
from roster.web.downloads import file_to_keep
from roster.web.fields import take_faults
from roster.web.training.forms import FileForm
from roster.web.training.views import blueprint, plan_of


@blueprint.get("/<uuid:plan_id>/attendance.xlsx")
@permission_required(Permission.EXPORT)
def attendance_form(ward_id: UUID, plan_id: UUID) -> Response:
    """The form of the plan: names and days, what was entered already in it."""
    plan = plan_of(ward_id, plan_id, Permission.EXPORT)
    return file_to_keep(
        lambda file: training_files.write_form(current_actor(), ward_id, plan_id, file),
        MEDIA_TYPE, f"diem-danh-{plan.year}.xlsx",
    )  # fmt: skip


@blueprint.get("/<uuid:plan_id>/attendance-file")
@permission_required(Permission.IMPORT)
def attendance_file(ward_id: UUID, plan_id: UUID) -> str:
    """Get the form, or bring it back."""
    plan = plan_of(ward_id, plan_id, Permission.IMPORT)
    return render_template("training/file.html", plan=plan, form=FileForm(formdata=None))


@blueprint.post("/<uuid:plan_id>/attendance-file")
@permission_required(Permission.IMPORT)
def read_attendance(ward_id: UUID, plan_id: UUID) -> Response | tuple[str, int]:
    """Read the form back: all of it, or nothing with a sentence for each fault."""
    plan, form = plan_of(ward_id, plan_id, Permission.IMPORT), FileForm()
    if form.validate():
        upload = form.file.data
        try:
            taken = training_files.read_form(current_actor(), ward_id, plan_id, upload.filename or "", upload.stream)
        except UnreadableWorkbook as refusal:
            form.file.errors = [refusal.sentence]
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã điểm danh {taken.sessions} buổi từ tệp, {taken.missed} lượt vắng.", "success")
            return redirect(url_for(".matrix", plan_id=plan_id), 303)
    return render_template("training/file.html", plan=plan, form=form), 422
