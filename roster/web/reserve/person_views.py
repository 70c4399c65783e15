"""One reservist: his class with its clause, what was recorded of him, and the form for a further event."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.reserve import DONE_LABELS, KINDS, MOVE_IN, OPENING_KINDS, REGISTRATION, RETURN
from roster.domain.text import clean
from roster.services import clock, people, reserve_events, reserve_moves, reserve_register
from roster.services.faults import Invalid
from roster.services.reserve_event_rules import FIELDS_OF
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.reserve.forms import EventForm, event_form
from roster.web.reserve.views import blueprint

Answer = Response | str | tuple[str, int]
_MOST_FOUND = 30


@blueprint.get("/people/<uuid:person_id>")
@permission_required(Permission.VIEW_PEOPLE)
def person(ward_id: UUID, person_id: UUID) -> str:
    """A citizen as the reserve knows him; also one who has left the register or never was in it."""
    actor = current_actor()
    citizen = people.get_person(actor, ward_id, person_id)
    one = reserve_register.reservist_on(actor, ward_id, person_id, clock.today())
    events = reserve_moves.list_events(actor, ward_id, person_id=person_id, with_withdrawn=True)
    return render_template(
        "reserve/person.html",
        person=citizen,
        one=one,
        events=events,
        kinds=_kinds(one is not None),
        done_labels=DONE_LABELS,
    )


@blueprint.get("/events/new")
@permission_required(Permission.EDIT_PEOPLE)
def find_person(ward_id: UUID) -> str:
    """Of whom something is to be recorded: citizens of the ward, by name."""
    q, kind = clean(request.args.get("q", ""))[:200], request.args.get("kind", "")
    kind = kind if kind in FIELDS_OF else ""
    found = reserve_moves.find_people(current_actor(), ward_id, q, _MOST_FOUND)
    return render_template("reserve/find.html", q=q, kind=kind, kinds=KINDS, found=found, most=_MOST_FOUND)


@blueprint.get("/people/<uuid:person_id>/events/new")
@permission_required(Permission.EDIT_PEOPLE)
def new_event(ward_id: UUID, person_id: UUID) -> str:
    """The form for an event of the kind that the address names."""
    kind = _kind_asked()
    form = event_form(kind, formdata=None)
    today = clock.today()
    form.on_day.data = today
    if kind in {MOVE_IN, RETURN}:
        form.until.data = today
    return _page(ward_id, person_id, kind, form)


@blueprint.post("/people/<uuid:person_id>/events/new")
@permission_required(Permission.EDIT_PEOPLE)
def add_event(ward_id: UUID, person_id: UUID) -> Answer:
    """Record the event."""
    kind = _kind_asked()
    form = event_form(kind)
    if form.validate():
        try:
            reserve_events.add(current_actor(), ward_id, person_id, kind, form.values())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(f"Đã ghi: {KINDS[kind].lower()}.", "success")
            return redirect(url_for(".person", person_id=person_id), 303)
    return _page(ward_id, person_id, kind, form), 422


def _kind_asked() -> str:
    kind = request.args.get("kind", "")
    if kind not in FIELDS_OF:
        abort(404)
    return kind


def _kinds(is_in_register: bool) -> dict[str, str]:
    """The kinds that may be recorded of somebody, with their words."""
    if not is_in_register:
        return {kind: KINDS[kind] for kind in FIELDS_OF if kind in OPENING_KINDS}
    return {kind: KINDS[kind] for kind in FIELDS_OF if kind not in {MOVE_IN, REGISTRATION}} | {
        REGISTRATION: KINDS[REGISTRATION]
    }


def _page(ward_id: UUID, person_id: UUID, kind: str, form: EventForm) -> str:
    actor = current_actor()
    citizen = people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    one = reserve_register.reservist_on(actor, ward_id, person_id, clock.today())
    return render_template(
        "reserve/event_form.html", person=citizen, one=one, kind=kind, kind_label=KINDS[kind], form=form
    )
