"""The ward's table of military specialities: edited, pasted, ended, and asked for the reservists who fit."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.choices import SPECIALITY_MATCH
from roster.services import specialities as table
from roster.services.faults import Invalid
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import chosen_people
from roster.web.reserve.forms import LinesForm, SpecialityForm
from roster.web.reserve.views import blueprint
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]


@blueprint.get("/specialities")
@permission_required(Permission.VIEW_PEOPLE)
def specialities(ward_id: UUID) -> str:
    """The table, with how many reservists have each code or a near one."""
    actor = current_actor()
    return render_template(
        "reserve/specialities.html",
        rows=table.list_specialities(actor, ward_id),
        unknown=table.unknown_codes(actor, ward_id),
    )


@blueprint.get("/specialities/new")
@permission_required(Permission.EDIT_PEOPLE)
def new_speciality(ward_id: UUID) -> str:
    """The form for a new speciality; a code of a roster may stand in it already."""
    form = SpecialityForm(formdata=None)
    form.code.data, form.name.data = request.args.get("code", "")[:10], request.args.get("name", "")[:120]
    return render_template("reserve/speciality_form.html", form=form, row=None)


@blueprint.post("/specialities/new")
@permission_required(Permission.EDIT_PEOPLE)
def add_speciality(ward_id: UUID) -> Answer:
    """Add it."""
    form = SpecialityForm()
    if form.validate():
        try:
            table.save(current_actor(), ward_id, None, form.values())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã thêm vào bảng CNQS.", "success")
            return redirect(url_for(".specialities"), 303)
    return render_template("reserve/speciality_form.html", form=form, row=None), 422


@blueprint.get("/specialities/paste")
@permission_required(Permission.EDIT_PEOPLE)
def ask_lines(ward_id: UUID) -> str:
    """The form for pasted lines."""
    return render_template("reserve/speciality_lines.html", form=LinesForm(formdata=None))


@blueprint.post("/specialities/paste")
@permission_required(Permission.EDIT_PEOPLE)
def paste_lines(ward_id: UUID) -> Answer:
    """Take them into the table, all or none."""
    form = LinesForm()
    if form.validate():
        try:
            added, changed = table.import_lines(current_actor(), ward_id, form.lines.data or "")
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(f"Đã thêm {added} mã, sửa {changed} mã.", "success")
            return redirect(url_for(".specialities"), 303)
    return render_template("reserve/speciality_lines.html", form=form), 422


@blueprint.get("/specialities/<uuid:speciality_id>")
@permission_required(Permission.VIEW_PEOPLE)
def speciality(ward_id: UUID, speciality_id: UUID) -> str:
    """One speciality and the reservists who fit it exactly or nearly."""
    return _speciality_page(ward_id, speciality_id, frozenset())


@blueprint.post("/specialities/<uuid:speciality_id>/match")
@permission_required(Permission.EDIT_PEOPLE)
def record_match(ward_id: UUID, speciality_id: UUID) -> Answer:
    """Write how far their speciality fits into the records of those ticked."""
    actor, chosen = current_actor(), chosen_people(request.form) or frozenset()
    table.get_speciality(actor, ward_id, speciality_id, Permission.EDIT_PEOPLE)
    try:
        count = table.record_matches(actor, ward_id, sorted(chosen), request.form.get("match", ""))
    except Invalid as refusal:
        return _speciality_page(ward_id, speciality_id, chosen, str(refusal)), 422
    flash(f"Đã ghi mức đúng CNQS cho {show_count(count)} người.", "success")
    return redirect(url_for(".speciality", speciality_id=speciality_id), 303)


@blueprint.get("/specialities/<uuid:speciality_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit_speciality(ward_id: UUID, speciality_id: UUID) -> str:
    """The form with what the table has."""
    row = table.get_speciality(current_actor(), ward_id, speciality_id, Permission.EDIT_PEOPLE)
    form = SpecialityForm(formdata=None, obj=row)
    form.seen.data = table.seen_of(row)
    return render_template("reserve/speciality_form.html", form=form, row=row)


@blueprint.post("/specialities/<uuid:speciality_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save_speciality(ward_id: UUID, speciality_id: UUID) -> Answer:
    """Save what changed."""
    actor, form = current_actor(), SpecialityForm()
    row = table.get_speciality(actor, ward_id, speciality_id, Permission.EDIT_PEOPLE)
    if form.validate():
        try:
            table.save(actor, ward_id, speciality_id, form.values(), form.seen.data or "")
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for(".specialities"), 303)
    return render_template("reserve/speciality_form.html", form=form, row=row), 422


def _speciality_page(ward_id: UUID, speciality_id: UUID, chosen: frozenset[UUID], fault: str = "") -> str:
    actor = current_actor()
    return render_template(
        "reserve/speciality.html",
        row=table.get_speciality(actor, ward_id, speciality_id),
        matches=table.matches(actor, ward_id, speciality_id),
        choices=SPECIALITY_MATCH,
        chosen=chosen,
        fault=fault,
    )
