"""Moves, absences, returns, removals with their clocks; the end of a duty; taking an event back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.reserve import CLOCK_LABELS, DONE_LABELS, KINDS, MOVES, OPEN, OVERDUE, limits_in_force
from roster.services import clock, people, reserve_events, reserve_moves
from roster.services.faults import Invalid
from roster.services.reserve_event_rules import kind_label
from roster.services.reserve_moves import ListedEvent
from roster.services.reserve_sheets import moves_sheet
from roster.store.forces import ForceEvent
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.fields import take_faults
from roster.web.filters import is_untidy
from roster.web.reserve.forms import DoneForm, WithdrawForm
from roster.web.reserve.views import blueprint, year_asked
from roster.web.sheets import OFFICE_ENDING, pdf_answer, sheet_answer

Answer = Response | str | tuple[str, int]
PAGE_SIZE = 100
ALL = "all"


@blueprint.get("/events")
@permission_required(Permission.VIEW_PEOPLE)
def events(ward_id: UUID) -> Response | str:
    """What happened in the year, latest first, each with its time limit; by default moves, absences, removals."""
    asked = _asked()
    if is_untidy(request.args):
        return redirect(url_for(".events", **asked))
    year = year_asked()
    every = _events(ward_id, year, asked.get("kind", ""))
    kept = [one for one in every if _has_state(one, asked.get("clock", ""))]
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=number_in)), pages)

    def link(number: int) -> str:
        return url_for(".events", page=number, **asked)

    return render_template(
        "reserve/events.html",
        year=year,
        asked=asked,
        rows=kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(kept),
        page=page,
        pages=pages,
        size=PAGE_SIZE,
        link=link,
        kinds=[*KINDS.items(), (ALL, "Mọi nội dung")],
        clocks=CLOCK_LABELS,
        done_labels=DONE_LABELS,
        limits=limits_in_force(clock.today()),
        counts={state: sum(_has_state(one, state) for one in every) for state in (OVERDUE, OPEN)},
        years=[(one, one) for one in range(clock.today().year, clock.today().year - 8, -1)],
    )


@blueprint.get("/events.pdf")
@permission_required(Permission.PRINT)
def events_pdf(ward_id: UUID) -> Response:
    """The moves of the year on paper."""
    return pdf_answer(moves_sheet(_kept(ward_id), f"Năm {year_asked()}"), _last_day(year_asked()))


@blueprint.get(f"/events.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_events(ward_id: UUID, ending: str) -> Response:
    """The moves of the year as a workbook or a document."""
    return sheet_answer(moves_sheet(_kept(ward_id), f"Năm {year_asked()}"), _last_day(year_asked()), ending)


@blueprint.get("/events/<uuid:event_id>/done")
@permission_required(Permission.EDIT_PEOPLE)
def ask_done(ward_id: UUID, event_id: UUID) -> str:
    """Ask on which day the duty was done."""
    event, form = _event(ward_id, event_id), DoneForm(formdata=None)
    form.until.data, form.seen_version.data = event.until or clock.today(), str(event.version)
    return _small_page("reserve/done.html", ward_id, event, form)


@blueprint.post("/events/<uuid:event_id>/done")
@permission_required(Permission.EDIT_PEOPLE)
def done(ward_id: UUID, event_id: UUID) -> Answer:
    """Record it."""
    event, form = _event(ward_id, event_id), DoneForm()
    if form.validate():
        try:
            reserve_events.mark_done(
                current_actor(), ward_id, event_id, form.until.data, form.seen()
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã ghi ngày hoàn thành.", "success")
            return redirect(url_for(".person", person_id=event.person_id), 303)
    return _small_page("reserve/done.html", ward_id, _event(ward_id, event_id), form), 422


@blueprint.get("/events/<uuid:event_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def ask_withdraw(ward_id: UUID, event_id: UUID) -> str:
    """Ask why."""
    event, form = _event(ward_id, event_id), WithdrawForm(formdata=None)
    form.seen_version.data = str(event.version)
    return _small_page("reserve/withdraw.html", ward_id, event, form)


@blueprint.post("/events/<uuid:event_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def withdraw(ward_id: UUID, event_id: UUID) -> Answer:
    """Take it back; what it changed is undone."""
    event, form = _event(ward_id, event_id), WithdrawForm()
    person_id = event.person_id
    if form.validate():
        try:
            reserve_events.withdraw(
                current_actor(), ward_id, event_id, form.reason.data or "", form.seen()
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã rút; những gì mục này thay đổi đã trở lại như trước. Lịch sử vẫn được giữ.", "success")
            return redirect(url_for(".person", person_id=person_id), 303)
    return _small_page("reserve/withdraw.html", ward_id, _event(ward_id, event_id), form), 422


def _event(ward_id: UUID, event_id: UUID) -> ForceEvent:
    return reserve_events.get_event(current_actor(), ward_id, event_id, Permission.EDIT_PEOPLE)


def _small_page(template: str, ward_id: UUID, event: ForceEvent, form: Any) -> str:
    citizen = people.get_person(current_actor(), ward_id, event.person_id)
    return render_template(
        template, event=event, person=citizen, form=form, kind_label=kind_label(event.kind),
        done_label=DONE_LABELS.get(event.kind, "Ngày hoàn thành"),
    )  # fmt: skip


def _asked() -> dict[str, Any]:
    kind, state = request.args.get("kind", ""), request.args.get("clock", "")
    found: dict[str, Any] = {
        "kind": kind if kind in {*KINDS, ALL} else "",
        "clock": state if state in CLOCK_LABELS else "",
        "year": year_asked() if request.args.get("year") else "",
    }
    return {key: value for key, value in found.items() if value}


def _events(ward_id: UUID, year: int, kind: str) -> list[ListedEvent]:
    kinds = None if kind == ALL else (kind,) if kind else MOVES
    return reserve_moves.list_events(
        current_actor(), ward_id, kinds=kinds, first=date(year, 1, 1), last=date(year, 12, 31)
    )  # fmt: skip


def _kept(ward_id: UUID) -> list[ListedEvent]:
    asked = _asked()
    found = _events(ward_id, year_asked(), asked.get("kind", ""))
    return [one for one in found if _has_state(one, asked.get("clock", ""))]


def _has_state(one: ListedEvent, state: str) -> bool:
    return not state or (one.clock is not None and one.clock.state == state)


def _last_day(year: int) -> date:
    return min(date(year, 12, 31), clock.today()) if year <= clock.today().year else clock.today()
