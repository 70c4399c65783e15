"""Pages of a citizen's records: begin one, change it, end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.columns.catalogue import ENLISTMENT, ROSTERS
from roster.domain.actor import Permission
from roster.domain.cycle import STEP_BY_KEY
from roster.services import clock, people, records
from roster.services.changes import EditConflict, InvalidFacts
from roster.services.lists import default_year
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.people.forms import RECORD_FORMS, EndForm, SeenForm, StartForm
from roster.web.people.views import blueprint, conflict_page


@blueprint.get("/<uuid:person_id>/records/<roster>/new")
@permission_required(Permission.EDIT_PEOPLE)
def new_record(ward_id: UUID, person_id: UUID, roster: str) -> str:
    """An empty record of the roster."""
    _known_roster(roster)
    start = StartForm(formdata=None)
    start.year.data = default_year(ENLISTMENT, clock.today())
    start.since.data = clock.today()
    return _new_page(ward_id, person_id, roster, start, _form(roster, is_new=True))


@blueprint.post("/<uuid:person_id>/records/<roster>/new")
@permission_required(Permission.EDIT_PEOPLE)
def add_record(ward_id: UUID, person_id: UUID, roster: str) -> Response | str:
    """Begin a record."""
    _known_roster(roster)
    start, form = StartForm(), _form(roster)
    if all([start.validate(), form.validate()]):
        try:
            new = start.new_record(roster, form.values())
            records.add_record(current_actor(), ward_id, person_id, new, clock.today())
        except InvalidFacts as fault:
            form.show_problems(fault.problems)
            own = set(form.column_keys)
            take_faults(start, {key: found for key, found in fault.faults.items() if key not in own})
        else:
            flash("Đã ghi vào sổ.", "success")
            return redirect(url_for("people.show", person_id=person_id))
    return _new_page(ward_id, person_id, roster, start, form)


@blueprint.get("/<uuid:person_id>/records/<roster>/<uuid:record_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit_record(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID) -> str:
    """The record's form with what is known."""
    record = _record(ward_id, person_id, roster, record_id)
    form_class = RECORD_FORMS[roster]
    values = {key: getattr(record, key) for key in form_class.column_keys}
    form = form_class(today=clock.today(), formdata=None, data=values)
    form.remember(values, None)
    _leave_step(form, record)
    return _edit_page(ward_id, person_id, roster, record_id, form)


@blueprint.post("/<uuid:person_id>/records/<roster>/<uuid:record_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save_record(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID) -> Response | str:
    """Save the record; where somebody else saved the same facts meanwhile, ask which to keep."""
    actor = current_actor()
    record = _record(ward_id, person_id, roster, record_id)
    form = _form(roster)
    _leave_step(form, record)
    if not form.validate():
        return _edit_page(ward_id, person_id, roster, record_id, form)
    try:
        # What the browser did not tell was not seen: nothing seen means that each difference is asked about.
        seen = form.seen_values() or {}
        records.edit_record(actor, ward_id, roster, record_id, form.values(), seen_values=seen)
    except EditConflict as conflict:
        name = people.get_person(actor, ward_id, person_id).full_name
        action = url_for("people.save_record", person_id=person_id, roster=roster, record_id=record_id)
        back = url_for("people.show", person_id=person_id)
        return conflict_page(RECORD_FORMS[roster], conflict, name, action, back)
    except InvalidFacts as fault:
        form.show_problems(fault.problems)
        return _edit_page(ward_id, person_id, roster, record_id, form)
    flash("Đã lưu.", "success")
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.get("/<uuid:person_id>/records/<roster>/<uuid:record_id>/close")
@permission_required(Permission.EDIT_PEOPLE)
def ask_close(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID) -> str:
    """Ask why and on which day the record ends."""
    _record(ward_id, person_id, roster, record_id)
    form = EndForm(formdata=None)
    form.offer_closing(roster, clock.today())
    return _close_page(ward_id, person_id, roster, record_id, form)


@blueprint.post("/<uuid:person_id>/records/<roster>/<uuid:record_id>/close")
@permission_required(Permission.EDIT_PEOPLE)
def close_record(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID) -> Response | str:
    """End the record."""
    _record(ward_id, person_id, roster, record_id)
    form = EndForm()
    form.offer_closing(roster, clock.today())
    if form.validate():
        try:
            records.close_record(current_actor(), ward_id, roster, record_id, form.reason_text(), form.chosen_day())
        except InvalidFacts as fault:
            names = {"closed_on": "day", "closed_reason": "other_reason"}
            take_faults(form, {names.get(key, key): found for key, found in fault.faults.items()})
        else:
            flash("Đã kết thúc hồ sơ; hồ sơ vẫn được giữ trong lịch sử.", "success")
            return redirect(url_for("people.show", person_id=person_id))
    return _close_page(ward_id, person_id, roster, record_id, form)


def _known_roster(roster: str) -> None:
    if roster not in ROSTERS:
        abort(404)


def _record(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID) -> Any:
    record = records.get_record(current_actor(), ward_id, roster, record_id, Permission.EDIT_PEOPLE)
    if record.person_id != person_id:
        abort(404)
    return record  # one of three models


def _leave_step(form: SeenForm, record: Any) -> None:
    """Take the step out of the form of a candidate whom only the campaign's page moves."""
    step = STEP_BY_KEY.get(getattr(record, "status", None) or "")
    if step is not None and not step.is_entered_freely:
        del form["status"]


def _form(roster: str, is_new: bool = False) -> SeenForm:
    if is_new:
        return RECORD_FORMS[roster](today=clock.today(), formdata=None)
    return RECORD_FORMS[roster](today=clock.today())


def _new_page(ward_id: UUID, person_id: UUID, roster: str, start: StartForm, form: SeenForm) -> str:
    person = people.get_person(current_actor(), ward_id, person_id, Permission.EDIT_PEOPLE)
    return render_template("people/record_new.html", person=person, roster=roster, start=start, form=form)


def _edit_page(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID, form: SeenForm) -> str:
    person = people.get_person(current_actor(), ward_id, person_id, Permission.EDIT_PEOPLE)
    action = url_for("people.save_record", person_id=person_id, roster=roster, record_id=record_id)
    return render_template("people/record_edit.html", person=person, roster=roster, form=form, action=action)


def _close_page(ward_id: UUID, person_id: UUID, roster: str, record_id: UUID, form: EndForm) -> str:
    person = people.get_person(current_actor(), ward_id, person_id, Permission.EDIT_PEOPLE)
    action = url_for("people.close_record", person_id=person_id, roster=roster, record_id=record_id)
    return render_template("people/record_close.html", person=person, roster=roster, form=form, action=action)
