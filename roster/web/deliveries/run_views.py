"""Printing the papers of a series in one run, and the book of their delivery."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import clock, delivery_books, issued_runs, papers, personal_documents, personal_runs
from roster.services.faults import Invalid, NotFound
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.deliveries.views import blueprint, kind_label
from roster.web.fields import take_faults
from roster.web.run_form import FOLLOWED, RunForm
from roster.web.run_pages import check_address, document_answer, file_answer, state_answer, state_text
from roster.web.sheets import ENDING, sheet_answer

Answer = Response | str | tuple[str, int]


@blueprint.get("/print")
@permission_required(Permission.PRINT)
def ask_print(ward_id: UUID, year: int) -> str:
    """Which papers, and what stands on them; the law of the day of signing fills in the words."""
    actor = current_actor()
    days = personal_runs.days_of(actor, ward_id, year)
    kind, event_on = _asked(days)
    form = RunForm(formdata=None)
    if kind and event_on:
        signed_on = personal_runs.signing_day(actor, ward_id, year, kind, event_on)
        words = personal_runs.customary(kind, year, signed_on)
        form.only(words)
        form.begin(words, signed_on)
    return _page(year, form, days, kind, event_on)


@blueprint.post("/print")
@permission_required(Permission.PRINT)
def start_run(ward_id: UUID, year: int) -> Answer:
    """Have the papers made."""
    actor = current_actor()
    days = personal_runs.days_of(actor, ward_id, year)
    kind, event_on = _asked(days)
    form = RunForm()
    if event_on is None:
        raise NotFound(kind)
    form.only(personal_runs.customary(kind, year, event_on))
    is_asked_again = form.follow_day(kind, year)
    if is_asked_again:
        flash(FOLLOWED, "warning")
    elif form.validate():
        try:
            job = personal_runs.request_run(actor, g.ward, year, kind, event_on, form.details(), check_address())
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            return redirect(url_for(".show_run", year=year, job_id=job.id), 303)
    return _page(year, form, days, kind, event_on), 422


@blueprint.get("/runs/<uuid:job_id>")
@permission_required(Permission.PRINT)
def show_run(ward_id: UUID, year: int, job_id: UUID) -> str:
    """How far a run is, then its PDF."""
    job = _run(ward_id, year, job_id)
    return render_template(
        "deliveries/run.html", job=job, kind_label=kind_label(job.request["kind"]),
        event_on=date.fromisoformat(job.request["event_on"]), state_text=state_text(job),
        may_restart=papers.may_restart(job), issued=(issued := issued_runs.issued_of_run(current_actor(), job)),
        is_numbered=True, outdated="" if issued else personal_runs.outdated(job),
        back=(url_for(".index", year=year, kind=job.request["kind"]), "Giao giấy"),
        most_edited=personal_documents.MOST,
        link=lambda name, **more: url_for(f".{name}", year=year, job_id=job.id, **more),
    )  # fmt: skip


@blueprint.get("/runs/<uuid:job_id>/state")
@permission_required(Permission.PRINT)
def run_state(ward_id: UUID, year: int, job_id: UUID) -> Response:
    """How far a run is, for roster.js."""
    return state_answer(_run(ward_id, year, job_id))


@blueprint.post("/runs/<uuid:job_id>/go-on")
@permission_required(Permission.PRINT)
def go_on(ward_id: UUID, year: int, job_id: UUID) -> Response:
    """Make what is missing."""
    try:
        personal_runs.go_on(current_actor(), ward_id, _run(ward_id, year, job_id).id)
    except Invalid as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".show_run", year=year, job_id=job_id), 303)


@blueprint.post("/runs/<uuid:job_id>/cancel")
@permission_required(Permission.PRINT)
def cancel_run(ward_id: UUID, year: int, job_id: UUID) -> Response:
    """Give up a run that is not done yet; the pages that are made stay."""
    papers.cancel_print(current_actor(), ward_id, _run(ward_id, year, job_id).id)
    return redirect(url_for(".show_run", year=year, job_id=job_id), 303)


@blueprint.post("/runs/<uuid:job_id>/issue")
@permission_required(Permission.PRINT)
def issue_run(ward_id: UUID, year: int, job_id: UUID) -> Response:
    """Enter the run into the register of outgoing papers and freeze its bytes."""
    try:
        found = issued_runs.issue_run(current_actor(), g.ward, _run(ward_id, year, job_id).id)
    except Invalid as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".show_run", year=year, job_id=job_id), 303)
    return redirect(url_for("papers.show_issued", paper_id=found.id), 303)


@blueprint.get("/runs/<uuid:job_id>/file")
@permission_required(Permission.PRINT)
def run_file(ward_id: UUID, year: int, job_id: UUID) -> Response:
    """The PDF."""
    return file_answer(_run(ward_id, year, job_id), url_for(".show_run", year=year, job_id=job_id))


@blueprint.post("/runs/<uuid:job_id>/document")
@permission_required(Permission.EXPORT)
def run_document(ward_id: UUID, year: int, job_id: UUID) -> Response:
    """The papers to be edited."""
    return document_answer(_run(ward_id, year, job_id), url_for(".show_run", year=year, job_id=job_id))


@blueprint.post(f"/book/{ENDING}")
@permission_required(Permission.PRINT)
def book(ward_id: UUID, year: int, ending: str) -> Response:
    """The book of delivery of the papers that the address names."""
    of_kind, event_on = _asked(personal_runs.days_of(current_actor(), ward_id, year))
    if event_on is None:
        raise NotFound(of_kind)
    sheet = delivery_books.delivery_book(current_actor(), ward_id, year, of_kind, event_on)
    return sheet_answer(sheet, clock.today(), ending)


def _asked(days: list[tuple[str, date]]) -> tuple[str, date | None]:
    """The kind and day of the address where there are such papers; the latest of the kind, or of all, otherwise."""
    kind, on = request.args.get("kind", ""), day_of(request.args.get("on"))
    of_kind = [one for one in days if one[0] == kind] or days
    if not of_kind:
        return "", None
    return next((one for one in of_kind if one[1] == on), of_kind[0])


def _run(ward_id: UUID, year: int, job_id: UUID) -> PrintJob:
    job = personal_runs.get_run(current_actor(), ward_id, job_id)
    if job.request["year"] != year:
        raise NotFound(str(job_id))
    return job


def _page(year: int, form: RunForm, days: list[tuple[str, date]], kind: str, event_on: date | None) -> str:
    count, lines = 0, list[IssuedPaper]()
    words: Any = None
    if event_on is not None:
        found = personal_runs.papers_of(current_actor(), g.ward.id, year, kind, event_on)
        count = sum(one.issued_paper_id is None for one, _ in found)
        lines = issued_runs.lines_of(current_actor(), g.ward.id, year, kind, event_on)
        words = personal_runs.customary(kind, year, form.signed_on.data or min(clock.today(), event_on))
    return render_template(
        "deliveries/print.html", year=year, form=form, days=days, kind=kind, event_on=event_on, count=count,
        lines=lines, words=words, has_receipt=personal_runs.has_receipt(kind), kind_label=kind_label,
    )  # fmt: skip
