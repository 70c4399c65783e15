"""Terms that end, decisions about many at once, the list of what was decided, and taking back a mistake."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.militia import CLAUSES, DECIDED_KINDS, KINDS, deciding_office
from roster.domain.law.militia_grounds import clause_citation, clause_text
from roster.services import (
    clock,
    completion_papers,
    militia_decisions,
    militia_events,
    militia_sheets,
    militia_terms,
    people,
)
from roster.services.faults import Invalid
from roster.services.militia_checks import extension_words
from roster.services.militia_decisions import DECIDABLE, Concerned
from roster.services.militia_events import EVERYTHING
from roster.services.militia_terms import PERIODS, YEAR
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.web.access import current_actor, permission_required
from roster.web.asked import one_value
from roster.web.downloads import file_to_keep
from roster.web.fields import take_faults
from roster.web.filters import ids_of
from roster.web.militia.forms import DecisionForm, WithdrawForm, decision_form
from roster.web.militia.room import (
    is_wanted,
    paged,
    search_asked,
    sheet_answer,
    ward_chairman,
    year_asked,
)
from roster.web.militia.views import blueprint
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]
_OF_MEMBERS = {"extension", "completion", "recognition", "early_release", "removal", "absence", "return"}


@blueprint.get("/terms")
@permission_required(Permission.VIEW_PEOPLE)
def terms(ward_id: UUID) -> str:
    """Every member by the end of his term, and what can be decided of those who are ticked."""
    due = militia_terms.due_members(current_actor(), ward_id)
    period, (q, _) = _period(), search_asked()
    wanted = militia_terms.of_period(due, period) if period else due
    rows = [one for one in wanted if is_wanted(one.citizen, q, "")]
    args = {key: value for key, value in (("period", period), ("q", q)) if value}
    return render_template(
        "militia/terms.html",
        people=paged(rows, ".terms", **args),
        counts={one: len(militia_terms.of_period(due, one)) for one in PERIODS},
        total=len(due),
        periods=PERIODS,
        period=period,
        q=q,
    )


@blueprint.post("/terms/sheet")
@permission_required(Permission.VIEW_PEOPLE)
def print_terms(ward_id: UUID) -> Response:
    """Whose duty is to be recognised as completed, of a period, as a PDF or a workbook."""
    actor, period = current_actor(), _period() or YEAR
    due = militia_terms.of_period(militia_terms.due_members(actor, ward_id), period)
    return sheet_answer(militia_sheets.completion_sheet(actor, due, PERIODS[period]), clock.today())


@blueprint.get("/decisions")
@permission_required(Permission.VIEW_PEOPLE)
def decisions(ward_id: UUID) -> str:
    """What was decided and reported in a year."""
    year, kind = year_asked(), _kind_asked()
    with_withdrawn = request.args.get("withdrawn") == "1"
    found = militia_events.list_events(current_actor(), ward_id, year, kind, with_withdrawn=with_withdrawn)
    args = {"year": year, "kind": kind, "withdrawn": "1" if with_withdrawn else None}
    return render_template(
        "militia/decisions.html",
        year=year,
        kind=kind,
        kinds=KINDS,
        with_withdrawn=with_withdrawn,
        events=paged(found, ".decisions", **args),
        completed=completion_papers.count_of(current_actor(), ward_id, year),
    )


@blueprint.post("/decisions/sheet")
@permission_required(Permission.VIEW_PEOPLE)
def print_decisions(ward_id: UUID) -> Response:
    """The same as a PDF or a workbook, without what was withdrawn."""
    year, kind = year_asked(), _kind_asked()
    found = militia_events.list_events(current_actor(), ward_id, year, kind)
    return sheet_answer(militia_sheets.decisions_sheet(found, year, kind), clock.today())


@blueprint.post("/decisions/completion-papers")
@permission_required(Permission.PRINT)
def print_completions(ward_id: UUID) -> Response:
    """The year's decisions of recognition, a page for each man; to be edited where a document is asked for."""
    year = year_asked()
    name = f"cong-nhan-hoan-thanh-{year}"
    if request.form.get("format") == "docx":
        return file_to_keep(
            lambda file: completion_papers.write_completions(current_actor(), g.ward, year, file),
            DOCUMENT_TYPE, f"{name}.docx",
        )  # fmt: skip
    content = completion_papers.completion_papers(current_actor(), g.ward, year)
    return send_file(io.BytesIO(content), "application/pdf", download_name=f"{name}.pdf")


@blueprint.get("/decisions/new/<kind>")
@permission_required(Permission.EDIT_PEOPLE)
def new_decision(ward_id: UUID, kind: str) -> Response | str:
    """The form of a decision about the people whom the address names."""
    _known(kind)
    people_asked = militia_decisions.concerned_by(current_actor(), ward_id, ids_of(request.args.getlist("chosen")))
    if not people_asked:
        flash("Hãy đánh dấu chọn ít nhất một người rồi chọn việc cần ghi.", "warning")
        return redirect(url_for(".terms") if kind in _OF_MEMBERS else url_for(".selection"), 303)
    form = decision_form(kind, formdata=None)
    if "decided_by" in form:
        form.decided_by.data = _usual_decider(ward_id, kind, people_asked)
    clause = request.args.get("clause", "")
    if "clause" in form and clause in CLAUSES[kind]:
        form.clause.data = clause
        first = people_asked[0].citizen.id
        form.evidence.data = militia_terms.evidence_for(current_actor(), ward_id, kind, clause, first)
    return _decision_page(kind, form, people_asked)


@blueprint.post("/decisions/new/<kind>")
@permission_required(Permission.EDIT_PEOPLE)
def decide(ward_id: UUID, kind: str) -> Answer:
    """Record the decision for all of them."""
    _known(kind)
    actor, ids = current_actor(), ids_of(request.form.getlist("chosen"))
    seen = {one: request.form.get(f"mark-{one}", "") for one in ids}
    form = decision_form(kind)
    if form.validate():
        if kind == "recognition" and "decided_by" in form and form.decided_by.data == _recognising_office():
            form.decided_by.data = ""  # what the page put in is today's office: the service takes that of the day
        try:
            count = militia_decisions.decide(actor, ward_id, kind, ids, form.decision(), seen)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã ghi “{KINDS[kind]}” cho {show_count(count)} người.", "success")
            return redirect(url_for(".decisions"), 303)
    return _decision_page(kind, form, militia_decisions.concerned_by(actor, ward_id, ids), seen), 422


@blueprint.get("/events/<uuid:event_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def ask_withdraw(ward_id: UUID, event_id: UUID) -> str:
    """Ask why."""
    form = WithdrawForm(formdata=None)
    event = militia_events.get_event(current_actor(), ward_id, event_id, Permission.EDIT_PEOPLE)
    form.seen_version.data = str(event.version)
    return _withdraw_page(ward_id, event_id, form)


@blueprint.post("/events/<uuid:event_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def withdraw(ward_id: UUID, event_id: UUID) -> Answer:
    """Take it back, with what it did."""
    form = WithdrawForm()
    if form.validate():
        try:
            militia_decisions.withdraw(current_actor(), ward_id, event_id, form.reason.data or "", form.version())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã rút; việc đã ghi được hoàn lại và lịch sử vẫn được giữ.", "success")
            return redirect(url_for(".decisions"), 303)
    return _withdraw_page(ward_id, event_id, form), 422


def _known(kind: str) -> None:
    if kind not in DECIDABLE:
        abort(404)


def _period() -> str:
    period = one_value("period")
    return period if period in PERIODS else ""


def _kind_asked() -> str | None:
    kind = one_value("kind")
    return kind if kind in KINDS or kind == EVERYTHING else None


def _recognising_office() -> str:
    return deciding_office("recognition", clock.today())


def _usual_decider(ward_id: UUID, kind: str, people: list[Concerned]) -> str:
    """Who decides today about all of them; "" where that is not one and the same: each has his own by law."""
    if kind == "recognition":
        return _recognising_office()
    offices = set(militia_decisions.usual_deciders(current_actor(), ward_id, kind, people, clock.today()).values())
    if offices == {deciding_office(kind, clock.today())}:
        return ward_chairman()
    return offices.pop() if len(offices) == 1 else ""


def _decision_page(
    kind: str, form: DecisionForm, concerned: list[Concerned], seen: dict[UUID, str] | None = None
) -> str:
    clauses: list[tuple[str, str, str]] = [
        (clause, clause_text(clause), clause_citation(clause)) for clause in CLAUSES.get(kind, ())
    ]
    marks: dict[Any, str] = {one.citizen.id: one.mark for one in concerned} if seen is None else dict(seen)
    return render_template(
        "militia/decide.html",
        kind=kind,
        label=KINDS[kind],
        form=form,
        concerned=concerned,
        marks=marks,
        clauses=clauses,
        limits={one.citizen.id: extension_words(one.citizen, one.record) for one in concerned if kind == "extension"},
        is_decided=kind in DECIDED_KINDS,
        back=url_for(".terms") if kind in _OF_MEMBERS else url_for(".selection"),
    )


def _withdraw_page(ward_id: UUID, event_id: UUID, form: WithdrawForm) -> str:
    actor = current_actor()
    event = militia_events.get_event(actor, ward_id, event_id, Permission.EDIT_PEOPLE)
    person = people.get_person(actor, ward_id, event.person_id)
    return render_template(
        "militia/withdraw.html", form=form, person=person, one=militia_events.shown(actor, event, person)
    )
