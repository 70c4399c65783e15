"""Appointing to a post of the command: choose the person or write the name, correct, end, take off."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.command_board import known_posts, note_on_post, period_on
from roster.domain.text import clean
from roster.services import clock, people, ward_command
from roster.services.command_facts import office_on
from roster.services.faults import Invalid
from roster.store.forces import Appointment
from roster.store.people import Person
from roster.store.person_search import find_people
from roster.web.access import current_actor, permission_required
from roster.web.command.forms import EndForm, HolderForm
from roster.web.command.views import blueprint
from roster.web.fields import take_faults, version_sent

Answer = Response | str | tuple[str, int]
_MOST_FOUND = 40


@blueprint.get("/appoint")
@permission_required(Permission.EDIT_PEOPLE)
def find(ward_id: UUID) -> str:
    """Who is to hold the post: a person of the ward's books, by name, or a name to be written."""
    q = clean(request.args.get("q", ""))[:100]
    found, total = find_people(current_actor(), ward_id, q, clock.today(), _MOST_FOUND)
    return render_template("command/find.html", q=q, post=_post_asked(), found=found, total=total)


@blueprint.get("/appoint/name")
@permission_required(Permission.EDIT_PEOPLE)
def appointing_name(ward_id: UUID) -> str:
    """The form for a holder who is in no book of the ward."""
    return _appoint_page(ward_id, _empty_form(ward_id), None)


@blueprint.post("/appoint/name")
@permission_required(Permission.EDIT_PEOPLE)
def appoint_name(ward_id: UUID) -> Answer:
    """Appoint a name."""
    return _appoint(ward_id, None)


@blueprint.get("/appoint/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def appointing(ward_id: UUID, person_id: UUID) -> str:
    """The form for a person of the ward's books."""
    person = people.get_person(current_actor(), ward_id, person_id)
    return _appoint_page(ward_id, _empty_form(ward_id), person)


@blueprint.post("/appoint/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def appoint(ward_id: UUID, person_id: UUID) -> Answer:
    """Appoint him."""
    return _appoint(ward_id, people.get_person(current_actor(), ward_id, person_id))


@blueprint.get("/holders/<uuid:appointment_id>")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, appointment_id: UUID) -> str:
    """The form with what is kept."""
    one, person = _holder(ward_id, appointment_id)
    form = HolderForm(formdata=None)
    form.offer(_posts(ward_id), one.post)
    form.show(one)
    return _edit_page(form, one, person)


@blueprint.post("/holders/<uuid:appointment_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, appointment_id: UUID) -> Answer:
    """Correct what was entered."""
    one, person = _holder(ward_id, appointment_id)
    form = HolderForm()
    form.offer(_posts(ward_id), one.post)
    if form.validate():
        try:
            ward_command.correct(current_actor(), ward_id, appointment_id, form.facts(one.person_id), form.seen())
        except Invalid as fault:
            form.refused(fault, one.version)
        else:
            flash("Đã ghi.", "success")
            return _board()
    return _edit_page(form, one, person), 422


@blueprint.get("/holders/<uuid:appointment_id>/end")
@permission_required(Permission.EDIT_PEOPLE)
def ask_end(ward_id: UUID, appointment_id: UUID) -> str:
    """The form of the end."""
    one, person = _holder(ward_id, appointment_id)
    form = EndForm(formdata=None)
    form.day.data, form.seen_version.data = clock.today(), str(one.version)
    return render_template("command/end.html", form=form, one=one, person=person)


@blueprint.post("/holders/<uuid:appointment_id>/end")
@permission_required(Permission.EDIT_PEOPLE)
def end(ward_id: UUID, appointment_id: UUID) -> Answer:
    """Let him hold the post no longer."""
    one, person = _holder(ward_id, appointment_id)
    form = EndForm()
    if form.validate():
        reason, number = form.reason.data or "", form.decision_number.data or ""
        try:
            ward_command.end(
                current_actor(), ward_id, appointment_id, form.day.data, reason, number, form.seen()
            )  # fmt: skip
        except Invalid as fault:
            form.refused(fault, one.version)
        else:
            flash("Đã ghi thôi giữ chức vụ.", "success")
            return _board()
    return render_template("command/end.html", form=form, one=one, person=person), 422


@blueprint.post("/holders/<uuid:appointment_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, appointment_id: UUID) -> Response:
    """Take an appointment that was entered by mistake off the file."""
    seen = version_sent(request.form.get("seen_version"))
    try:
        ward_command.remove(current_actor(), ward_id, appointment_id, seen)
    except Invalid as fault:
        flash(str(fault), "error")
    else:
        flash("Đã xóa chức vụ nhập nhầm.", "success")
    return _board()


# --- What the pages need ---------------------------------------------------------------------------------------------


def _board() -> Response:
    return redirect(url_for("command.index"), 303)


def _post_asked() -> str:
    asked = clean(request.args.get("post", ""))[:100]
    return asked


def _posts(ward_id: UUID) -> list[str]:
    """Every post that an appointment may be to: those of today first, then those of other days' law."""
    today = [one.post for one in ward_command.posts_to_choose(current_actor(), ward_id, clock.today())]
    return list(dict.fromkeys([*today, *known_posts()]))


def _empty_form(ward_id: UUID) -> HolderForm:
    form = HolderForm(formdata=None)
    posts, asked = _posts(ward_id), _post_asked()
    form.offer(posts)
    post = asked if asked in posts else ""
    form.start(post, clock.today(), office_on(post, clock.today()))
    return form


def _appoint(ward_id: UUID, person: Person | None) -> Answer:
    form = HolderForm()
    form.offer(_posts(ward_id))
    if form.validate():
        try:
            ward_command.appoint(current_actor(), ward_id, form.facts(person.id if person else None))
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã ghi chức vụ.", "success")
            return _board()
    return _appoint_page(ward_id, form, person), 422


def _appoint_page(ward_id: UUID, form: HolderForm, person: Person | None) -> str:
    today = clock.today()
    return render_template("command/appoint.html", form=form, person=person, one=None, period=period_on(today))


def _edit_page(form: HolderForm, one: Appointment, person: Person | None) -> str:
    note = note_on_post(one.post, one.begins_on)
    return render_template(
        "command/appoint.html", form=form, person=person, one=one, note=note, period=period_on(one.begins_on)
    )


def _holder(ward_id: UUID, appointment_id: UUID) -> tuple[Appointment, Person | None]:
    return ward_command.get_holder(current_actor(), ward_id, appointment_id, Permission.EDIT_PEOPLE)
