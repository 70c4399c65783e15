"""Appointing members of the militia to posts: one, many, a transfer, a correction, the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.force_units import KINDS, RANK_AND_FILE, kind_of, post_order, usual_places
from roster.domain.text import clean
from roster.services import appointments, clock, forces, people
from roster.services.faults import Invalid
from roster.services.force_strength import PostStrength, strength_on
from roster.store import force_tree
from roster.store.force_tree import MemberSearch
from roster.store.forces import Appointment, ForceUnit
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults, version_sent
from roster.web.filters import chosen_people, id_of
from roster.web.forces.forms import AppointmentForm, EndForm, OutsiderForm, TransferForm
from roster.web.forces.views import blueprint, ground_names, unit_page
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]
_MOST_SHOWN = 300
_BOARDS = tuple(kind.key for kind in KINDS if kind.is_board)


@blueprint.get("/units/<uuid:unit_id>/appoint")
@permission_required(Permission.EDIT_PEOPLE)
def find_member(ward_id: UUID, unit_id: UUID) -> str:
    """Who is to be appointed: members without a unit, by name."""
    unit = _unit(ward_id, unit_id)
    found, total = _search(ward_id, unit, 60)
    return render_template(
        "forces/find.html", unit=unit, kind=kind_of(unit.kind), found=found, total=total, asked=_asked()
    )


@blueprint.get("/units/<uuid:unit_id>/appoint/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def appointing(ward_id: UUID, unit_id: UUID, person_id: UUID) -> str:
    """The form of the appointment; a vacant post and the office of today stand in it already."""
    unit = _unit(ward_id, unit_id)
    form = AppointmentForm(formdata=None)
    _start(form, ward_id, unit)
    return _appointment_page(ward_id, unit, form, person_id=person_id)


@blueprint.post("/units/<uuid:unit_id>/appoint/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def appoint(ward_id: UUID, unit_id: UUID, person_id: UUID) -> Answer:
    """Appoint him."""
    unit, form = _unit(ward_id, unit_id), AppointmentForm()
    if form.validate():
        try:
            appointments.appoint(current_actor(), ward_id, unit_id, person_id, form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            _saved("Đã ghi chức vụ.", form)
            return unit_page(ward_id, unit_id)
    return _appointment_page(ward_id, unit, form, person_id=person_id), 422


@blueprint.get("/units/<uuid:unit_id>/outsider")
@permission_required(Permission.EDIT_PEOPLE)
def appointing_outsider(ward_id: UUID, unit_id: UUID) -> str:
    """The form for a holder who is on no roster."""
    unit = _unit(ward_id, unit_id)
    form = OutsiderForm(formdata=None)
    _start(form, ward_id, unit)
    return _appointment_page(ward_id, unit, form)


@blueprint.post("/units/<uuid:unit_id>/outsider")
@permission_required(Permission.EDIT_PEOPLE)
def appoint_outsider(ward_id: UUID, unit_id: UUID) -> Answer:
    """Appoint somebody who is on no roster."""
    unit, form = _unit(ward_id, unit_id), OutsiderForm()
    if form.validate():
        try:
            appointments.appoint_outsider(
                current_actor(), ward_id, unit_id, form.holder_name.data or "", form.holder_position.data or "",
                form.phone.data or "", form.facts(),
            )  # fmt: skip
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            _saved("Đã ghi chức vụ.", form)
            return unit_page(ward_id, unit_id)
    return _appointment_page(ward_id, unit, form), 422


@blueprint.get("/units/<uuid:unit_id>/fill")
@permission_required(Permission.EDIT_PEOPLE)
def filling(ward_id: UUID, unit_id: UUID) -> str:
    """Members without a unit, to be ticked, and one decision for all of them."""
    unit = _unit(ward_id, unit_id)
    form = AppointmentForm(formdata=None)
    form.start(RANK_AND_FILE, clock.today(), appointments.authority(unit, RANK_AND_FILE, clock.today()).office)
    return _fill_page(ward_id, unit, form)


@blueprint.post("/units/<uuid:unit_id>/fill")
@permission_required(Permission.EDIT_PEOPLE)
def fill(ward_id: UUID, unit_id: UUID) -> Answer:
    """Place everybody who is ticked."""
    unit, form = _unit(ward_id, unit_id), AppointmentForm()
    if form.validate():
        try:
            chosen = chosen_people(request.form) or frozenset()
            made = appointments.fill(current_actor(), ward_id, unit_id, sorted(chosen), form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã xếp {show_count(len(made))} người vào đơn vị.", "success")
            return unit_page(ward_id, unit_id)
    return _fill_page(ward_id, unit, form), 422


@blueprint.get("/appointments/<uuid:appointment_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit_appointment(ward_id: UUID, appointment_id: UUID) -> str:
    """The form with what is kept."""
    one, unit = _appointment(ward_id, appointment_id)
    form = AppointmentForm(formdata=None)
    form.show(one)
    return _appointment_page(ward_id, unit, form, one)


@blueprint.post("/appointments/<uuid:appointment_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save_appointment(ward_id: UUID, appointment_id: UUID) -> Answer:
    """Correct what was entered."""
    one, unit = _appointment(ward_id, appointment_id)
    form = AppointmentForm()
    if form.validate():
        try:
            appointments.edit(current_actor(), ward_id, appointment_id, form.facts(), form.seen())
        except Invalid as fault:
            form.refused(fault, one.version)
        else:
            _saved("Đã ghi.", form)
            return unit_page(ward_id, unit)
    return _appointment_page(ward_id, unit, form, one), 422


@blueprint.get("/appointments/<uuid:appointment_id>/transfer")
@permission_required(Permission.EDIT_PEOPLE)
def transferring(ward_id: UUID, appointment_id: UUID) -> str:
    """The form of a transfer."""
    one, unit = _appointment(ward_id, appointment_id)
    form = TransferForm(formdata=None)
    form.offer(_targets(ward_id))
    form.start(one.post, clock.today(), appointments.authority(unit, one.post, clock.today()).office)
    form.seen_version.data = str(one.version)
    return _appointment_page(ward_id, unit, form, one)


@blueprint.post("/appointments/<uuid:appointment_id>/transfer")
@permission_required(Permission.EDIT_PEOPLE)
def transfer(ward_id: UUID, appointment_id: UUID) -> Answer:
    """Move him to the other post."""
    one, unit = _appointment(ward_id, appointment_id)
    form = TransferForm()
    form.offer(_targets(ward_id))
    to_unit = id_of(form.unit_id.data)
    if form.validate() and to_unit is not None:
        try:
            appointments.transfer(current_actor(), ward_id, appointment_id, to_unit, form.facts(), form.seen())
        except Invalid as fault:
            form.refused(fault, one.version)
        else:
            _saved("Đã điều chuyển.", form)
            return unit_page(ward_id, to_unit)
    return _appointment_page(ward_id, unit, form, one), 422


@blueprint.get("/appointments/<uuid:appointment_id>/end")
@permission_required(Permission.EDIT_PEOPLE)
def ask_end_appointment(ward_id: UUID, appointment_id: UUID) -> str:
    """The form of the end."""
    one, unit = _appointment(ward_id, appointment_id)
    form = EndForm(formdata=None)
    form.day.data, form.seen_version.data = clock.today(), str(one.version)
    return _end_page(ward_id, unit, one, form)


@blueprint.post("/appointments/<uuid:appointment_id>/end")
@permission_required(Permission.EDIT_PEOPLE)
def end_appointment(ward_id: UUID, appointment_id: UUID) -> Answer:
    """Let him hold the post no longer."""
    one, unit = _appointment(ward_id, appointment_id)
    form = EndForm()
    if form.validate():
        try:
            appointments.end(
                current_actor(), ward_id, appointment_id, form.day.data, form.reason.data or "",
                form.decision_number.data or "", form.seen(),
            )  # fmt: skip
        except Invalid as fault:
            form.refused(fault, one.version)
        else:
            flash("Đã ghi thôi giữ chức vụ.", "success")
            return unit_page(ward_id, unit)
    return _end_page(ward_id, unit, one, form), 422


@blueprint.post("/appointments/<uuid:appointment_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove_appointment(ward_id: UUID, appointment_id: UUID) -> Response:
    """Take an appointment that was entered by mistake off the file."""
    _, unit = _appointment(ward_id, appointment_id)
    seen = version_sent(request.form.get("seen_version"))
    try:
        appointments.remove(current_actor(), ward_id, appointment_id, seen)
    except Invalid as fault:
        flash(str(fault), "error")
    else:
        flash("Đã xóa chức vụ nhập nhầm.", "success")
    return unit_page(ward_id, unit)


# --- What the pages need ---------------------------------------------------------------------------------------------


def _saved(message: str, form: AppointmentForm) -> None:
    flash(message, "success")
    if form.facts().lacks_decision:
        flash("Chức vụ chỉ huy này chưa có số hoặc ngày quyết định. Hãy bổ sung khi có quyết định.", "warning")


def _unit(ward_id: UUID, unit_id: UUID) -> ForceUnit:
    return forces.get_unit(current_actor(), ward_id, unit_id, Permission.EDIT_PEOPLE)


def _appointment(ward_id: UUID, appointment_id: UUID) -> tuple[Appointment, ForceUnit]:
    return appointments.get_appointment(current_actor(), ward_id, appointment_id, Permission.EDIT_PEOPLE)


def _targets(ward_id: UUID) -> list[tuple[ForceUnit, str]]:
    return forces.standing_units(current_actor(), ward_id, clock.today())


def _asked() -> dict[str, str]:
    return {key: clean(request.args.get(key, ""))[:100] for key in ("q", "neighbourhood", "component")}


def _search(ward_id: UUID, unit: ForceUnit, most: int) -> tuple[list[force_tree.Member], int]:
    is_board = kind_of(unit.kind).is_board
    asked = _asked()
    wanted = MemberSearch(asked["q"], asked["neighbourhood"], asked["component"], is_board, _BOARDS)
    return force_tree.members_on(current_actor(), ward_id, clock.today(), wanted, most)


def _posts_here(ward_id: UUID, unit: ForceUnit) -> tuple[PostStrength, ...]:
    tree = strength_on(current_actor(), ward_id, clock.today())
    return next((one.posts for one in tree if one.unit.id == unit.id), ())


def _start(form: AppointmentForm, ward_id: UUID, unit: ForceUnit) -> None:
    vacant = [one.post for one in _posts_here(ward_id, unit) if one.vacancies]
    usual = [post for post, _ in usual_places(kind_of(unit.kind), clock.today())]
    post = (vacant or usual or [RANK_AND_FILE])[0]
    form.start(post, clock.today(), appointments.authority(unit, post, clock.today()).office)


def _offered_posts(ward_id: UUID, unit: ForceUnit, *, everywhere: bool) -> list[str]:
    posts = {one.post for one in _posts_here(ward_id, unit)}
    posts |= {post for post, _ in usual_places(kind_of(unit.kind), clock.today())}
    if everywhere:
        posts |= {post for kind in KINDS for post in kind.posts}
    return sorted(posts, key=post_order)


def _appointment_page(
    ward_id: UUID, unit: ForceUnit, form: AppointmentForm, one: Appointment | None = None, person_id: UUID | None = None
) -> str:
    actor = current_actor()
    who = person_id or (one.person_id if one else None)
    person = people.get_person(actor, ward_id, who, Permission.EDIT_PEOPLE) if who else None
    is_transfer = isinstance(form, TransferForm)
    posts = _offered_posts(ward_id, unit, everywhere=is_transfer)
    return render_template(
        "forces/appoint.html", unit=unit, form=form, one=one, person=person, posts=posts,
        authorities=[(post, appointments.authority(unit, post, clock.today())) for post in posts if not is_transfer],
        is_transfer=is_transfer, is_outsider=isinstance(form, OutsiderForm),
        back=url_for("forces.show", unit_id=unit.id), grounds=ground_names(ward_id),
    )  # fmt: skip


def _fill_page(ward_id: UUID, unit: ForceUnit, form: Any) -> str:
    found, total = _search(ward_id, unit, _MOST_SHOWN)
    neighbourhoods, components = force_tree.present_values(ward_id, clock.today())
    return render_template(
        "forces/fill.html", unit=unit, form=form, found=found, total=total, most=_MOST_SHOWN, asked=_asked(),
        neighbourhoods=neighbourhoods, components=components, posts=_offered_posts(ward_id, unit, everywhere=False),
        chosen=chosen_people(request.form) or frozenset(), places=_posts_here(ward_id, unit),
    )  # fmt: skip


def _end_page(ward_id: UUID, unit: ForceUnit, one: Appointment, form: EndForm) -> str:
    person = (
        people.get_person(current_actor(), ward_id, one.person_id, Permission.EDIT_PEOPLE) if one.person_id else None
    )
    return render_template("forces/end.html", unit=unit, one=one, person=person, form=form)
