"""Papers of reservists in one run: the card on file, the certificate, the letter of transfer, with their book."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.choices import label_of
from roster.domain.reserve_forms import KEYS, KIND
from roster.domain.text import clean
from roster.services import (
    clock,
    delivery_books,
    delivery_replacements,
    issued_runs,
    papers,
    personal_documents,
    personal_runs,
)
from roster.services.faults import Invalid, NotFound
from roster.services.reserve_filter import narrowed
from roster.services.reserve_register import register_on
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import id_of
from roster.web.reserve.views import asked_for, blueprint
from roster.web.run_form import FOLLOWED, RunForm
from roster.web.run_pages import check_address, document_answer, file_answer, state_answer, state_text
from roster.web.sheets import ENDING, sheet_answer

Answer = Response | str | tuple[str, int]


@blueprint.get("/papers")
@permission_required(Permission.PRINT)
def ask_papers(ward_id: UUID) -> str:
    """Which papers for whom: those whom the register's filter leaves, or the one of the address."""
    form, kind, today, old = RunForm(formdata=None), _kind(), clock.today(), _replaced(ward_id)
    words = personal_runs.customary(kind, today.year, today)
    form.only(words, is_numbered=True, is_replacing=old is not None)
    form.begin(words, today)
    return _page(form, kind, _wanted(ward_id, old), old)


@blueprint.post("/papers")
@permission_required(Permission.PRINT)
def start_papers(ward_id: UUID) -> Answer:
    """Have the papers made."""
    actor, form, kind, old = current_actor(), RunForm(), _kind(), _replaced(ward_id)
    people, today = _wanted(ward_id, old), clock.today()
    form.only(personal_runs.customary(kind, today.year, today), is_numbered=True, is_replacing=old is not None)
    is_asked_again = form.follow_day(kind, today.year)
    if is_asked_again:
        flash(FOLLOWED, "warning")
    elif form.validate():
        try:
            if old is not None:
                people = delivery_replacements.reservists_to_replace(actor, old, form.numbers.data or "")
            job = personal_runs.request_reserve_run(
                actor, g.ward, kind, people, form.details(), form.first_number.data or "", check_address(),
                (old, clean(form.reason.data or "")) if old is not None else None,
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            return redirect(url_for(".show_run", job_id=job.id), 303)
    return _page(form, kind, people, old), 422


@blueprint.get("/papers/<uuid:job_id>")
@permission_required(Permission.PRINT)
def show_run(ward_id: UUID, job_id: UUID) -> str:
    """How far a run is, then its PDF and its book of delivery."""
    job = _run(ward_id, job_id)
    return render_template(
        "deliveries/run.html", job=job, kind_label=label_of(KIND, job.request["kind"]),
        event_on=date.fromisoformat(job.request["event_on"]), state_text=state_text(job),
        may_restart=papers.may_restart(job), back=(url_for(".index"), "Sổ đăng ký quân nhân dự bị"), has_book=True,
        issued=(issued := issued_runs.issued_of_run(current_actor(), job)),
        is_numbered=any(job.request["numbers"]), outdated="" if issued else personal_runs.outdated(job),
        most_edited=personal_documents.MOST,
        link=lambda name, **more: url_for(f".{name}", job_id=job.id, **more),
    )  # fmt: skip


@blueprint.get("/papers/<uuid:job_id>/state")
@permission_required(Permission.PRINT)
def run_state(ward_id: UUID, job_id: UUID) -> Response:
    """How far a run is, for roster.js."""
    return state_answer(_run(ward_id, job_id))


@blueprint.post("/papers/<uuid:job_id>/go-on")
@permission_required(Permission.PRINT)
def go_on(ward_id: UUID, job_id: UUID) -> Response:
    """Make what is missing."""
    try:
        personal_runs.go_on(current_actor(), ward_id, _run(ward_id, job_id).id)
    except Invalid as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".show_run", job_id=job_id), 303)


@blueprint.post("/papers/<uuid:job_id>/cancel")
@permission_required(Permission.PRINT)
def cancel_run(ward_id: UUID, job_id: UUID) -> Response:
    """Give up a run that is not done yet."""
    papers.cancel_print(current_actor(), ward_id, _run(ward_id, job_id).id)
    return redirect(url_for(".show_run", job_id=job_id), 303)


@blueprint.post("/papers/<uuid:job_id>/issue")
@permission_required(Permission.PRINT)
def issue_run(ward_id: UUID, job_id: UUID) -> Response:
    """Enter the run into the register of outgoing papers and freeze its bytes."""
    try:
        found = issued_runs.issue_run(current_actor(), g.ward, _run(ward_id, job_id).id)
    except Invalid as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".show_run", job_id=job_id), 303)
    return redirect(url_for("papers.show_issued", paper_id=found.id), 303)


@blueprint.get("/papers/<uuid:job_id>/file")
@permission_required(Permission.PRINT)
def run_file(ward_id: UUID, job_id: UUID) -> Response:
    """The PDF."""
    return file_answer(_run(ward_id, job_id), url_for(".show_run", job_id=job_id))


@blueprint.post("/papers/<uuid:job_id>/document")
@permission_required(Permission.EXPORT)
def run_document(ward_id: UUID, job_id: UUID) -> Response:
    """The papers to be edited."""
    return document_answer(_run(ward_id, job_id), url_for(".show_run", job_id=job_id))


@blueprint.post(f"/papers/<uuid:job_id>/book/{ENDING}")
@permission_required(Permission.PRINT)
def run_book(ward_id: UUID, job_id: UUID, ending: str) -> Response:
    """The book of delivery of the run."""
    sheet = delivery_books.book_of_run(current_actor(), ward_id, _run(ward_id, job_id).id)
    return sheet_answer(sheet, clock.today(), ending)


def _kind() -> str:
    kind = request.args.get("kind", "")
    if old := _replaced(g.ward.id):
        kind = delivery_replacements.kind_of(old)
    return kind if kind in KEYS else str(KIND[1].key)


def _replaced(ward_id: UUID) -> IssuedPaper | None:
    """The line of the register whose papers get others, where the address names one."""
    line_id = id_of(request.args.get("replaces", ""))
    return delivery_replacements.line_of(current_actor(), ward_id, line_id) if line_id else None


def _wanted(ward_id: UUID, old: IssuedPaper | None) -> list[UUID]:
    """Those of today's register whom the address asks for, in name order; or those whose papers can be replaced."""
    if old is not None:
        try:
            return delivery_replacements.reservists_to_replace(current_actor(), old, "")
        except Invalid:
            return []
    asked = asked_for()
    people = narrowed(register_on(current_actor(), ward_id, clock.today(), with_moved=asked.with_moved), asked)
    one = id_of(request.args.get("person", ""))
    return [each.person_id for each in people if one in {None, each.person_id}]


def _run(ward_id: UUID, job_id: UUID) -> PrintJob:
    job = personal_runs.get_run(current_actor(), ward_id, job_id)
    if job.request["kind"] not in KEYS:
        raise NotFound(str(job_id))
    return job


def _page(form: RunForm, kind: str, people: list[UUID], old: IssuedPaper | None) -> str:
    day = form.signed_on.data or clock.today()
    person = request.args.get("person", "")
    args = asked_for().args() | ({"person": person} if id_of(person) else {})
    if old is not None:
        args = {"replaces": str(old.id)}
    return render_template(
        "reserve/papers.html", form=form, kind=kind, kinds=KIND, kind_label=label_of(KIND, kind), people=people,
        words=personal_runs.customary(kind, day.year, day), args=args,
        has_receipt=personal_runs.has_receipt(kind), old=old,
    )  # fmt: skip
