"""Results of a plan in one pass, and its certificates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.training import RESULTS
from roster.services import clock, training, training_results, training_sheets
from roster.services.faults import Invalid
from roster.services.training_book import Called, day_within
from roster.services.training_results import Certificate, may_be_certified
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of
from roster.web.sheets import OFFICE_ENDING, pdf_answer, sheet_answer
from roster.web.training.views import blueprint, plan_of

Answer = Response | str | tuple[str, int]


@blueprint.get("/<uuid:plan_id>/results")
@permission_required(Permission.EDIT_PEOPLE)
def results(ward_id: UUID, plan_id: UUID) -> str:
    """A result for each who is called."""
    return _results_page(ward_id, plan_id)


@blueprint.post("/<uuid:plan_id>/results")
@permission_required(Permission.EDIT_PEOPLE)
def save_results(ward_id: UUID, plan_id: UUID) -> Answer:
    """Keep the results."""
    form = request.form
    chosen = {}
    for name, value in form.items():
        person_id = _id_behind(name, "result-")
        if person_id is not None:
            chosen[person_id] = value
    try:
        saved = training_results.save_results(
            current_actor(), ward_id, plan_id, chosen, form.get("others", ""), form.get("seen_version")
        )
    except Invalid as fault:
        return _results_page(ward_id, plan_id, fault, chosen), 422
    left = f" {saved.left_out} đồng chí chưa tham gia buổi nào nên chưa xếp loại." if saved.left_out else ""
    flash(f"Đã ghi kết quả ({saved.changed} thay đổi).{left}", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@blueprint.get("/<uuid:plan_id>/certificates")
@permission_required(Permission.EDIT_PEOPLE)
def plan_certificates(ward_id: UUID, plan_id: UUID) -> str:
    """The certificates of a plan: numbers and days, filled in one by one or all at once."""
    return _certificates_page(ward_id, plan_id)


@blueprint.post("/<uuid:plan_id>/certificates")
@permission_required(Permission.EDIT_PEOPLE)
def save_certificates(ward_id: UUID, plan_id: UUID) -> Answer:
    """Keep the numbers and days."""
    form = request.form
    typed, faults = {}, []
    for name, value in form.items():
        person_id = _id_behind(name, "number-")
        if person_id is not None:
            day_text = form.get(f"day-{person_id}", "").strip()
            day = day_of(day_text)
            if day_text and day is None:
                faults.append(f"Ngày cấp “{day_text[:20]}” chưa đúng; hãy ghi như 20/05/2026.")
            typed[person_id] = Certificate(value, day)
    first_day = form.get("day", "").strip()
    if first_day and day_of(first_day) is None:
        faults.append("Ngày cấp chưa đúng; hãy ghi như 20/05/2026.")
    if faults:
        return _certificates_page(ward_id, plan_id, Invalid({"": faults[:5]}), typed), 422
    try:
        filled = training_results.save_certificates(
            current_actor(), ward_id, plan_id, typed, form.get("first_number", ""), day_of(first_day),
            form.get("seen_version"),
        )  # fmt: skip
    except Invalid as fault:
        return _certificates_page(ward_id, plan_id, fault, typed), 422
    flash(f"Đã ghi chứng nhận; đánh số thêm {filled} đồng chí." if filled else "Đã ghi chứng nhận.", "success")
    return redirect(url_for(".plan_certificates", plan_id=plan_id), 303)


@blueprint.get("/<uuid:plan_id>/certificates.pdf")
@permission_required(Permission.PRINT)
def print_plan_certificates(ward_id: UUID, plan_id: UUID) -> Response:
    """The plan's certificates as a PDF."""
    plan = plan_of(ward_id, plan_id, Permission.PRINT)
    on, book = day_within(plan.year, clock.today()), training.book_of_plan(current_actor(), plan, alone=True)
    return pdf_answer(training_sheets.certificates_sheet(book, plan.year, on, plan), on)


@blueprint.get(f"/<uuid:plan_id>/certificates.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_plan_certificates(ward_id: UUID, plan_id: UUID, ending: str) -> Response:
    """The same as a workbook or a document."""
    plan = plan_of(ward_id, plan_id, Permission.EXPORT)
    on, book = day_within(plan.year, clock.today()), training.book_of_plan(current_actor(), plan, alone=True)
    return sheet_answer(training_sheets.certificates_sheet(book, plan.year, on, plan), on, ending)


def _results_page(
    ward_id: UUID, plan_id: UUID, fault: Invalid | None = None, chosen: dict[UUID, str] | None = None
) -> str:
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    book, on = training.book_of_plan(current_actor(), plan, alone=True), day_within(plan.year, clock.today())
    lines = [
        (one, book.tally(one, on), (chosen or {}).get(one.person.id, one.trainee.result or ""))
        for one in book.by_plan[plan.id]
    ]
    return render_template(
        "training/results.html", plan=plan, book=book, on=on, lines=lines, mark=training_results.mark_of(book),
        results=RESULTS, faults=_sentences(fault), others=request.form.get("others", ""),
    )  # fmt: skip


def _certificates_page(
    ward_id: UUID, plan_id: UUID, fault: Invalid | None = None, typed: dict[UUID, Certificate] | None = None
) -> str:
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    book = training.book_of_plan(current_actor(), plan, alone=True)

    def shown(one: Called) -> tuple[str, date | str]:
        found = (typed or {}).get(one.person.id)
        if found is not None:
            return found.number or "", found.day or request.form.get(f"day-{one.person.id}", "")
        return one.trainee.certificate_number or "", one.trainee.certified_on or ""

    lines = [
        (one, *shown(one)) for one in book.by_plan[plan.id] if may_be_certified(one) or one.trainee.certificate_number
    ]
    return render_template(
        "training/plan_certificates.html", plan=plan, book=book, lines=lines, mark=training_results.mark_of(book),
        faults=_sentences(fault), first_number=request.form.get("first_number", ""), day=request.form.get("day", ""),
        on=day_within(plan.year, clock.today()),
    )  # fmt: skip


def _sentences(fault: Invalid | None) -> list[str]:
    return [one for ones in fault.faults.values() for one in ones] if fault is not None else []


def _id_behind(name: str, prefix: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(prefix)) if name.startswith(prefix) else None
    except ValueError:
        return None
