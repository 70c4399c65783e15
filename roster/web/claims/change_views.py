"""Putting a claim on file for a citizen, changing it, recording the decision, withdrawing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.services import assessment, claims, clock, people, records
from roster.services.claims import ListedClaim
from roster.services.faults import Invalid
from roster.services.lists import list_page, opening_year
from roster.store.list_filter import ListFilter
from roster.store.people import Person
from roster.web.access import current_actor, permission_required
from roster.web.claims.forms import ClaimForm, DecisionForm, WithdrawForm
from roster.web.claims.views import blueprint, claim_of, deciding_office
from roster.web.fields import take_faults
from roster.web.grounds import grounds_on

Answer = Response | str | tuple[str, int]
_MOST_FOUND = 30
_SHOWN = ("full_name", "birth_date", "neighbourhood")


@blueprint.get("/new")
@permission_required(Permission.EDIT_PEOPLE)
def find_person(ward_id: UUID) -> str:
    """Whose claim it is: candidates of the call-up being prepared, by name."""
    actor, q = current_actor(), clean(request.args.get("q", ""))[:200]
    year = opening_year(actor, ward_id, ENLISTMENT, clock.today())
    found = None
    if q:
        found = list_page(actor, ListFilter(ENLISTMENT, ward_id, year, search=q), keys=_SHOWN, size=_MOST_FOUND)
    return render_template("claims/find.html", q=q, year=year, found=found, most=_MOST_FOUND)


@blueprint.get("/new/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID, person_id: UUID) -> str:
    """A form for this citizen, with the ground that the year's roster names without a claim on file."""
    actor = current_actor()
    person = people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    form = _claim_form(formdata=None)
    on_file = {one.claim.ground for one in claims.list_claims(actor, ward_id, person_id=person_id)}
    open_cycles = [one.record for one in records.records_of(actor, person) if one.roster == ENLISTMENT and one.is_open]
    newest = max(open_cycles, key=lambda record: record.year, default=None)
    if newest is not None and newest.ground and newest.ground not in on_file:
        form.ground.data, form.until.data = newest.ground, newest.ground_until
    return _claim_page(person, form)


@blueprint.post("/new/<uuid:person_id>")
@permission_required(Permission.EDIT_PEOPLE)
def add(ward_id: UUID, person_id: UUID) -> Answer:
    """Put the claim on file."""
    actor = current_actor()
    person = people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    form = _claim_form()
    if form.validate():
        try:
            claim = claims.add(actor, ward_id, person_id, form.values())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã ghi diện vào hồ sơ. Công dân chưa được gọi cho đến khi có quyết định.", "success")
            return redirect(url_for("claims.show", claim_id=claim.id), 303)
    return _claim_page(person, form), 422


@blueprint.get("/<uuid:claim_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, claim_id: UUID) -> str:
    """The form with what is on file."""
    found, person = claim_of(ward_id, claim_id, Permission.EDIT_PEOPLE)
    form = _claim_form(found, formdata=None, obj=found.claim)
    form.seen_version.data = str(found.claim.version)
    return _claim_page(person, form, found)


@blueprint.post("/<uuid:claim_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, claim_id: UUID) -> Answer:
    """Save what changed."""
    found, person = claim_of(ward_id, claim_id, Permission.EDIT_PEOPLE)
    form = _claim_form(found)
    if form.validate():
        try:
            claims.edit(current_actor(), claim_id, form.values(), form.seen())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("claims.show", claim_id=claim_id), 303)
    return _claim_page(person, form, found), 422


@blueprint.get("/<uuid:claim_id>/decide")
@permission_required(Permission.EDIT_PEOPLE)
def decision(ward_id: UUID, claim_id: UUID) -> str:
    """The form of the decision; the office of today stands in it already."""
    found, person = claim_of(ward_id, claim_id, Permission.EDIT_PEOPLE)
    form = DecisionForm(formdata=None)
    form.seen_version.data = str(found.claim.version)
    form.until.data = found.claim.until
    form.decided_by.data = found.claim.decided_by or deciding_office(found.claim.ground, clock.today())
    return _decision_page(person, form, found)


@blueprint.post("/<uuid:claim_id>/decide")
@permission_required(Permission.EDIT_PEOPLE)
def decide(ward_id: UUID, claim_id: UUID) -> Answer:
    """Record the decision."""
    found, person = claim_of(ward_id, claim_id, Permission.EDIT_PEOPLE)
    form = DecisionForm()
    if form.validate():
        decider = form.decided_by.data or ""
        if decider == deciding_office(found.claim.ground, clock.today()):
            # What the page put in is today's office: the service takes that of the day of the decision.
            decider = ""
        try:
            claims.decide(
                current_actor(), claim_id, form.outcome.data, form.decision_number.data or "", form.decided_on.data,
                form.until.data, decider, form.seen(),
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã ghi quyết định.", "success")
            return redirect(url_for("claims.show", claim_id=claim_id), 303)
    return _decision_page(person, form, found), 422


@blueprint.get("/<uuid:claim_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def ask_withdraw(ward_id: UUID, claim_id: UUID) -> str:
    """Ask why."""
    found, person = claim_of(ward_id, claim_id, Permission.EDIT_PEOPLE)
    return _withdraw_page(person, WithdrawForm(formdata=None), found)


@blueprint.post("/<uuid:claim_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def withdraw(ward_id: UUID, claim_id: UUID) -> Answer:
    """Take it off the file; the history keeps it."""
    found, person = claim_of(ward_id, claim_id, Permission.EDIT_PEOPLE)
    form = WithdrawForm()
    if form.validate():
        try:
            claims.withdraw(current_actor(), claim_id, form.reason.data or "")
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã rút diện này khỏi hồ sơ; lịch sử vẫn được giữ.", "success")
            return redirect(url_for("claims.show", claim_id=claim_id), 303)
    return _withdraw_page(person, form, found), 422


def _claim_form(found: ListedClaim | None = None, **more: Any) -> ClaimForm:
    form = ClaimForm(**more)
    if found is not None and found.claim.status != "claimed":
        form.only_papers()
    else:
        present = found.claim.ground if found is not None else None
        form.offer_grounds(grounds_on(assessment.rules_in_use(), clock.today()), present)
    return form


def _claim_page(person: Person, form: ClaimForm, found: ListedClaim | None = None) -> str:
    groups = grounds_on(assessment.rules_in_use(), clock.today())
    return render_template("claims/form.html", form=form, person=person, found=found, groups=groups)


def _decision_page(person: Person, form: DecisionForm, found: ListedClaim) -> str:
    office = deciding_office(found.claim.ground, clock.today())
    return render_template("claims/decide.html", form=form, person=person, found=found, office=office)


def _withdraw_page(person: Person, form: WithdrawForm, found: ListedClaim) -> str:
    return render_template("claims/withdraw.html", form=form, person=person, found=found)
