"""The pages of a comparison with another keeper's list: look at it, settle it by clicks, print it, close it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.intake.reconcile import GROUP_LABELS, KEPT, TAKEN
from roster.services import clock, imports, reconciliation
from roster.services.faults import Invalid
from roster.services.reconciliation import Pick
from roster.services.reconciliation_sheet import sheet_of
from roster.services.ward_words import words_of_ward
from roster.store.imports import COMMITTED, READY, RECONCILE, ImportBatch
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.imports.reconciling import OPEN, Comparing
from roster.web.imports.states import state_words
from roster.web.imports.views import blueprint
from roster.web.office_form import OfficeForm
from roster.web.sheets import ENDING, sheet_answer

_ROW = re.compile(r"r-(\d{1,4})-(\d{1,7})(?:-([a-z_]{1,40}))?")


class SettleForm(OfficeForm):
    """Nothing but the token against forged requests; what was pressed and ticked is read from the request."""


@blueprint.get("/<uuid:batch_id>/reconcile")
@permission_required(Permission.IMPORT)
def reconcile(ward_id: UUID, batch_id: UUID) -> Response | str:
    """The comparison: who stands in one list only, and what the two lists say differently."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.purpose != RECONCILE or batch.state not in (READY, COMMITTED):
        return redirect(url_for(".show", batch_id=batch_id), 303)
    comparing = Comparing(reconciliation.load(current_actor(), batch), current_actor())
    view, neighbourhood = _asked(comparing)
    options = batch.options or {}
    return render_template(
        "imports/reconcile.html",
        batch=batch,
        keeper=options.get("keeper", ""),
        is_open=batch.state == READY,
        view=view,
        neighbourhood=neighbourhood,
        neighbourhoods=comparing.found.neighbourhoods(),
        tiles=comparing.tiles(view, neighbourhood),
        people=comparing.page(view, neighbourhood, request.args.get("page", 1, type=number_in)),
        sheets=[sheet for sheet in comparing.found.plan.sheets if sheet.used],
        has_taken=bool(options.get("copied")),
        **state_words(),
    )


@blueprint.post("/<uuid:batch_id>/settle")
@permission_required(Permission.IMPORT)
def settle(ward_id: UUID, batch_id: UUID) -> Response:
    """Settle one person or value by its own button, or all that are ticked."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if not SettleForm().validate_on_submit():
        abort(400)
    one = request.form.get("one", "")
    what, _, pressed = one.partition(":") if one else (request.form.get("what", ""), "", "")
    marks = [pressed] if one else request.form.getlist("pick")
    what = "" if what == OPEN else what
    try:
        done = reconciliation.settle(actor, batch, [_pick_of(mark) for mark in marks], what)
    except Invalid as refusal:
        flash(str(refusal), "warning")
    else:
        flash(_said(what, done), "success")
    return redirect(_back(batch), 303)


@blueprint.post("/<uuid:batch_id>/compare-again")
@permission_required(Permission.IMPORT)
def compare_again(ward_id: UUID, batch_id: UUID) -> Response:
    """Compare with the roster as it is now."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.purpose != RECONCILE:
        abort(404)
    try:
        imports.choose(current_actor(), batch, lambda _options: {})
    except Invalid as refusal:
        flash(str(refusal), "warning")
    return redirect(url_for(".show", batch_id=batch_id), 303)


@blueprint.post("/<uuid:batch_id>/finish")
@permission_required(Permission.IMPORT)
def finish_reconciliation(ward_id: UUID, batch_id: UUID) -> Response:
    """Close the comparison."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    try:
        reconciliation.finish(current_actor(), batch)
    except Invalid as refusal:
        flash(str(refusal), "warning")
    else:
        flash("Đã kết thúc đối chiếu. Những gì đã lấy vào sổ vẫn hoàn tác được.", "success")
    return redirect(url_for(".reconcile", batch_id=batch_id), 303)


@blueprint.post(f"/<uuid:batch_id>/reconcile/{ENDING}")
@permission_required(Permission.PRINT)
def reconciliation_file(ward_id: UUID, batch_id: UUID, ending: str) -> Response:
    """The people of the view as a paper, a workbook or a document."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    found = reconciliation.load(actor, batch)
    comparing = Comparing(found, actor)
    view, neighbourhood = _asked(comparing)
    label = GROUP_LABELS.get(view, "Còn phải xử lý" if view == OPEN else "")
    narrowed = "; ".join(part for part in (label, neighbourhood, batch.file_name) if part)
    keeper = str((batch.options or {}).get("keeper", ""))
    people, of_ward = comparing.people(view, neighbourhood), words_of_ward(ward_id)
    sheet = sheet_of(actor, found, people, keeper, narrowed, of_ward)
    return sheet_answer(sheet, clock.today(), ending)


def _asked(comparing: Comparing) -> tuple[str, str]:
    view, neighbourhood = request.args.get("view", ""), request.args.get("neighbourhood", "")
    if neighbourhood not in comparing.found.neighbourhoods():
        neighbourhood = ""
    if view not in (*GROUP_LABELS, OPEN):
        view = OPEN if comparing.found.counts(neighbourhood)[OPEN] else "different"
    return view, neighbourhood


def _back(batch: ImportBatch) -> str:
    kept: dict[str, Any] = {name: request.args.get(name) for name in ("view", "neighbourhood", "page")}
    return url_for(".reconcile", batch_id=batch.id, _anchor="people", **{k: v for k, v in kept.items() if v})


def _pick_of(mark: str) -> Pick:
    if found := _ROW.fullmatch(mark):
        return Pick(int(found[1]), int(found[2]), found[3] or "")
    try:
        return Pick(person_id=UUID(mark.removeprefix("h-")))
    except ValueError:
        abort(400)


def _said(what: str, done: int) -> str:
    if what == TAKEN:
        return f"Đã ghi vào sổ {done} mục theo danh sách kia."
    return f"Đã ghi nhận {done} mục giữ theo sổ." if what == KEPT else f"Đã mở lại {done} mục để xử lý."
