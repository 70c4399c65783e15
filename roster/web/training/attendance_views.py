"""Attendance of a session in one pass: everybody is there, but those who are ticked or pasted."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.services import clock, training, training_attendance
from roster.services.faults import Invalid
from roster.services.training_attendance import Absence, AttendanceSheet
from roster.web.access import current_actor, permission_required
from roster.web.filters import ids_of
from roster.web.training.views import blueprint

_MOST_PASTED = 100_000  # characters


@blueprint.get("/<uuid:plan_id>/sessions/<uuid:session_id>")
@permission_required(Permission.VIEW_PEOPLE)
def attendance(ward_id: UUID, plan_id: UUID, session_id: UUID) -> str:
    """The session: whom it calls, who was away."""
    sheet = training_attendance.sheet_of(current_actor(), ward_id, plan_id, session_id)
    shown = {line.called.person.id: line.absence for line in sheet.lines if line.absence is not None}
    return _page(sheet, shown)


@blueprint.post("/<uuid:plan_id>/sessions/<uuid:session_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save_attendance(ward_id: UUID, plan_id: UUID, session_id: UUID) -> Response | tuple[str, int]:
    """Take the attendance. Pasted names must all be known; else nothing is saved and everything comes back."""
    actor = current_actor()
    sheet = training_attendance.sheet_of(actor, ward_id, plan_id, session_id)
    absent = _ticked()
    pasted = request.form.get("pasted", "")[:_MOST_PASTED]
    names = training_attendance.read_names(pasted, [line.called.person for line in sheet.lines])
    absent = dict(names.absent) | absent
    if names.faults or request.form.get("action") == "match":
        return _page(sheet, absent, pasted="\n".join(names.left), faults=names.faults, is_matched=True), 422
    try:
        present = training_attendance.save(
            actor, ward_id, plan_id, session_id, absent, request.form.get("seen_version")
        )
    except Invalid as fault:
        return _page(sheet, absent, faults=tuple(one for ones in fault.faults.values() for one in ones)), 422
    flash(f"Đã điểm danh: có mặt {present}/{len(sheet.lines)} đồng chí.", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@blueprint.post("/<uuid:plan_id>/sessions/<uuid:session_id>/clear")
@permission_required(Permission.EDIT_PEOPLE)
def clear_attendance(ward_id: UUID, plan_id: UUID, session_id: UUID) -> Response | str:
    """Take the attendance back, once the officer has said so."""
    actor = current_actor()
    plan, session = training.get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    if request.form.get("sure") != "yes":
        return render_template("training/clear.html", plan=plan, session=session)
    try:
        training_attendance.clear(actor, ward_id, plan_id, session_id)
    except Invalid as fault:
        flash(str(fault), "error")
    else:
        flash("Đã bỏ điểm danh của buổi này.", "success")
    return redirect(url_for(".attendance", plan_id=plan_id, session_id=session_id), 303)


def _ticked() -> dict[UUID, Absence]:
    absent, excused = ids_of(request.form.getlist("absent")), set(ids_of(request.form.getlist("excused")))
    return {
        person_id: Absence(clean(request.form.get(f"reason-{person_id}", "")) or None, person_id in excused)
        for person_id in {*absent, *excused}  # whoever ticks only "with leave" means absent
    }


def _page(
    sheet: AttendanceSheet,
    absent: dict[UUID, Absence],
    *,
    pasted: str = "",
    faults: tuple[str, ...] = (),
    is_matched: bool = False,
) -> str:
    return render_template(
        "training/attendance.html", sheet=sheet, absent=absent, pasted=pasted, faults=faults, is_matched=is_matched,
        is_due=sheet.session.on_day <= clock.today(),
    )  # fmt: skip
