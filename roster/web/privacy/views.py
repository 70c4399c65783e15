"""The register of requests: the list with its due days, one request, and taking one in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.data_rights import DECREE, LAW, REPLY_WORKING_DAYS, RIGHTS
from roster.domain.text import clean
from roster.services import clock, data_requests, people
from roster.services.faults import Invalid
from roster.store.people import Person
from roster.store.person_search import find_people
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import id_of
from roster.web.privacy.forms import RequestForm

blueprint = Blueprint("privacy", __name__, url_prefix="/wards/<uuid:ward_id>/privacy")

Answer = Response | str | tuple[str, int]
_MOST_FOUND = 20


@blueprint.get("/")
@permission_required(Permission.HANDLE_REQUESTS)
def index(ward_id: UUID) -> str:
    """Every request: those that wait by their due days, then the answered ones."""
    listed = data_requests.list_requests(current_actor(), ward_id)
    return render_template(
        "privacy/index.html", waiting=[one for one in listed if one.due], ended=[one for one in listed if not one.due],
        law=LAW, decree=DECREE, reply_days=REPLY_WORKING_DAYS,
    )  # fmt: skip


@blueprint.get("/new")
@permission_required(Permission.HANDLE_REQUESTS)
def new(ward_id: UUID) -> str:
    """An empty form, for the citizen who was chosen or for somebody who is on no roster."""
    form = RequestForm(formdata=None)
    form.received_on.data = clock.today()
    return _new_page(ward_id, form, _chosen(ward_id))


@blueprint.post("/new")
@permission_required(Permission.HANDLE_REQUESTS)
def register(ward_id: UUID) -> Answer:
    """Take the request in."""
    person, form = _chosen(ward_id), RequestForm()
    if form.validate():
        try:
            made = data_requests.register(current_actor(), ward_id, person.id if person else None, form.values())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã ghi yêu cầu vào sổ. Hãy báo cho công dân biết đã nhận yêu cầu.", "success")
            return redirect(url_for(".show", request_id=made.id), 303)
    return _new_page(ward_id, form, person), 422


@blueprint.get("/<uuid:request_id>")
@permission_required(Permission.HANDLE_REQUESTS)
def show(ward_id: UUID, request_id: UUID) -> str:
    """One request: what is asked, how far it is, what to do next and by when."""
    found = data_requests.get_request(current_actor(), ward_id, request_id)
    ground, citation = data_requests.ground_words(found.request)
    return render_template(
        "privacy/show.html", found=found, row=found.request, right=RIGHTS[found.request.kind], ground=ground,
        citation=citation,
    )  # fmt: skip


def _chosen(ward_id: UUID) -> Person | None:
    person_id = id_of(request.args.get("person", ""))
    return people.get_person(current_actor(), ward_id, person_id) if person_id else None


def _new_page(ward_id: UUID, form: RequestForm, person: Person | None) -> str:
    q = clean(request.args.get("q", ""))[:200]
    found, total = find_people(current_actor(), ward_id, q, clock.today(), _MOST_FOUND) if q else ([], 0)
    return render_template("privacy/new.html", form=form, person=person, q=q, people=found, total=total)
