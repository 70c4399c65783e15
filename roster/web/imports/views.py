"""Pages under /wards/<ward>/imports. They translate between HTTP and services.imports and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from roster.columns.catalogue import ROSTERS
from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.intake.choices import Choices
from roster.services import clock, grid_entry, import_mends, import_restarts, imports
from roster.services.faults import Invalid
from roster.services.officer_names import names_of
from roster.services.unrecorded import unrecorded_neighbourhoods
from roster.sheets.preflight import UnreadableWorkbook
from roster.store.imports import (
    COMMITTED,
    COMMITTING,
    DISCARDED,
    FAILED,
    READING,
    READY,
    RECONCILE,
    UNDONE,
    ImportBatch,
)
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.imports.forms import (
    ACCEPTED_ENDINGS,
    ConfirmForm,
    DecisionForm,
    DiscardForm,
    SheetsForm,
    UploadForm,
    offer_years,
)
from roster.web.imports.mending import MendableRow, Mending
from roster.web.imports.preview import Preview
from roster.web.imports.states import STATE_LABELS, state_words

EARLIER_SHOWN = 50

blueprint = Blueprint("imports", __name__, url_prefix="/wards/<uuid:ward_id>/imports")

WORKING = (READING, COMMITTING)


@blueprint.get("/")
@permission_required(Permission.IMPORT)
def index(ward_id: UUID) -> str:
    """The form that brings a workbook in, and the earlier imports of the ward."""
    form = UploadForm()
    offer_years(form.year, clock.today(), 16)
    asked = request.args.get("roster")
    form.roster.data = asked if asked in ROSTERS else ROSTERS[0]
    return _index_page(ward_id, form)


@blueprint.post("/")
@permission_required(Permission.IMPORT)
def receive(ward_id: UUID) -> Response | tuple[str, int]:
    """Keep the uploaded workbook and go to its page; a file that is refused at once comes back with the reason."""
    form = UploadForm()
    offer_years(form.year, clock.today(), 16)
    if form.validate_on_submit():
        name, stream = form.workbook()
        try:
            batch = imports.receive(
                current_actor(),
                ward_id,
                form.roster.data,
                form.chosen_year(clock.today()),
                name,
                stream,
                form.password.data or None,
                purpose=form.purpose.data,
                keeper=clean(form.keeper.data or ""),
            )
        except UnreadableWorkbook as refusal:
            wrong = form.password if refusal.needs_password else form.file
            wrong.errors = [*wrong.errors, refusal.sentence]
        except Invalid as refusal:
            for name, sentences in refusal.faults.items():
                field = getattr(form, name, form.file)
                field.errors = [*field.errors, *sentences]
        else:
            return redirect(_page_of(batch), 303)
    return _index_page(ward_id, form), 422


@blueprint.get("/<uuid:batch_id>")
@permission_required(Permission.IMPORT)
def show(ward_id: UUID, batch_id: UUID) -> Response | str:
    """The page of one import: progress, the sentence of a failure, the preview or the result."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state in WORKING:
        may_restart = import_restarts.may_restart(batch)
        text = _progress_text(batch)
        return render_template(
            "imports/progress.html", batch=batch, text=text, may_restart=may_restart, **state_words()
        )
    if batch.state == FAILED:
        return render_template("imports/failed.html", batch=batch, **state_words())
    if batch.state == UNDONE:
        return render_template("imports/undone.html", batch=batch, names=names_of([batch.undone_by]), **state_words())
    if batch.state == DISCARDED:
        return render_template("imports/discarded.html", batch=batch, **state_words())
    if batch.purpose == RECONCILE:
        return redirect(url_for(".reconcile", batch_id=batch_id), 303)
    if batch.state == COMMITTED:
        return _result_page(batch)
    return _preview_page(batch)


@blueprint.get("/<uuid:batch_id>/progress")
@permission_required(Permission.IMPORT)
def progress(ward_id: UUID, batch_id: UUID) -> dict[str, Any]:
    """How far reading or writing has got, for the script that waits on the page."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    is_done = batch.state not in WORKING or import_restarts.may_restart(batch)
    # A large file that was mended is read again for a while; then its faults come back, not the preview.
    goes_on = batch.state == READY and request.args.get("then") == "mend"
    url = url_for(".mend", ward_id=ward_id, batch_id=batch_id) if goes_on else _page_of(batch)
    return {"percent": batch.progress, "text": _progress_text(batch), "done": is_done, "url": url}


@blueprint.post("/<uuid:batch_id>/sheets")
@permission_required(Permission.IMPORT)
def choose_sheets(ward_id: UUID, batch_id: UUID) -> Response:
    """Read the workbook again with the chosen sheets only."""
    actor = current_actor()
    batch = _ready_batch(ward_id, batch_id)
    if batch is None:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
    form = SheetsForm()
    form.names.choices = [SelectChoice(sheet.name) for sheet in imports.load_plan(actor, batch).sheets]
    if form.validate_on_submit():
        with _late_press():
            imports.choose_sheets(actor, batch, list(form.names.data or []))
    else:
        flash("Hãy chọn ít nhất một trang tính.", "warning")
    return redirect(_page_of(batch), 303)


@blueprint.post("/<uuid:batch_id>/decide")
@permission_required(Permission.IMPORT)
def decide(ward_id: UUID, batch_id: UUID) -> Response:
    """Settle a row that only a person can settle: leave it out, or write it."""
    actor = current_actor()
    batch = _ready_batch(ward_id, batch_id)
    if batch is None:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
    form = DecisionForm()
    if not form.validate_on_submit():
        abort(400)
    sheets = imports.load_plan(actor, batch).sheets
    if form.sheet.data >= len(sheets):
        abort(400)
    with _late_press():
        imports.decide(actor, batch, sheets[form.sheet.data].name, form.row.data, form.decision.data)
    return redirect(_page_of(batch, **_view_asked(), _anchor="rows"), 303)


@blueprint.post("/<uuid:batch_id>/confirm")
@permission_required(Permission.IMPORT)
def confirm(ward_id: UUID, batch_id: UUID) -> Response:
    """Write what the officer saw. A second press finds the import done and shows its result."""
    batch = _ready_batch(ward_id, batch_id)
    if batch is None:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
    form = ConfirmForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        with _late_press():
            imports.confirm(current_actor(), batch, form.mark.data, doubts_settled=bool(form.doubts_settled.data))
    except imports.PlanChanged:
        flash("Chưa ghi gì: bản xem trước đã thay đổi. Xin xem lại bản mới dưới đây rồi xác nhận.", "warning")
    return redirect(_page_of(batch), 303)


@blueprint.post("/<uuid:batch_id>/discard")
@permission_required(Permission.IMPORT)
def discard(ward_id: UUID, batch_id: UUID) -> Response:
    """Throw the workbook away; nothing of it was written."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if not DiscardForm().validate_on_submit():
        abort(400)
    if batch.state in (READY, FAILED):
        with _late_press():
            imports.discard(actor, batch)
            flash("Đã bỏ tệp. Không có dữ liệu nào được ghi vào sổ.", "success")
    return redirect(url_for(".index", ward_id=ward_id), 303)


@contextmanager
def _late_press() -> Iterator[None]:
    """Turn "no longer at this step" into a sentence: another officer, or a second press, was faster."""
    try:
        yield
    except Invalid as refusal:
        flash(str(refusal), "warning")


def _ready_batch(ward_id: UUID, batch_id: UUID) -> ImportBatch | None:
    """The import where it waits for the officer; None where it has gone on, so that a late press changes nothing."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    return batch if batch.state == READY else None


def _page_of(batch: ImportBatch, **more: Any) -> str:
    return url_for(".show", ward_id=batch.ward_id, batch_id=batch.id, **more)


def _progress_text(batch: ImportBatch) -> str:
    """How far the work is, as a sentence that a screen reader may say each time it changes."""
    if batch.state == READING:
        return f"Đang đọc tệp: {batch.progress}%"
    return f"Đang ghi vào sổ: {batch.progress}%" if batch.state == COMMITTING else STATE_LABELS[batch.state]


def _view_asked() -> dict[str, Any]:
    """The view of the preview that the address names."""
    asked: dict[str, Any] = {"view": request.args.get("view"), "page": request.args.get("page", type=number_in)}
    return {name: value for name, value in asked.items() if value}


def _index_page(ward_id: UUID, form: UploadForm) -> str:
    batches = imports.list_batches(current_actor(), ward_id, EARLIER_SHOWN)
    return render_template(
        "imports/index.html",
        form=form,
        batches=batches,
        names=names_of(batch.committed_by or batch.created_by for batch in batches),
        accepted=ACCEPTED_ENDINGS,
        megabytes=current_app.config["MAX_UPLOAD_BYTES"] // 1024**2,
        **state_words(),
    )


def _preview(batch: ImportBatch) -> Preview:
    actor = current_actor()
    return Preview(
        imports.load_plan(actor, batch),
        actor,
        Choices.of(batch.options).decisions,
        is_part=bool((batch.options or {}).get("is_part")),
    )


def _preview_page(batch: ImportBatch) -> str:
    preview = _preview(batch)
    view = preview.view_to_open(request.args.get("view"))
    choices, homes = Choices.of(batch.options), preview.neighbourhoods()
    strange = unrecorded_neighbourhoods(current_actor(), batch.ward_id, homes)
    return render_template(
        "imports/preview.html",
        is_typed=batch.file_name == grid_entry.FILE_NAME,
        strange_homes=[(name, homes[name]) for name in strange],
        batch=batch,
        preview=preview,
        view=view,
        sheets=preview.sheets(),
        rows=preview.rows(view, request.args.get("page", 1, type=number_in)),
        absent=preview.absent(request.args.get("absent_page", 1, type=number_in)),
        mark=batch.plan_mark,
        opened=_opened_row(batch, preview),
        mended=len(choices.mends),
        erases=choices.erases,
        **state_words(),
    )


def _opened_row(batch: ImportBatch, preview: Preview) -> MendableRow | None:
    """The row that the address opens for mending, None for none."""
    if not request.args.get("open"):
        return None
    mending = Mending(preview, import_mends.cells_of(current_actor(), batch))
    place = mending.find(request.args["open"])
    return mending.row(place) if place else None


def _result_page(batch: ImportBatch) -> str:
    preview = _preview(batch)
    return render_template(
        "imports/result.html",
        batch=batch,
        preview=preview,
        rows=preview.held_back_rows(request.args.get("page", 1, type=number_in)),
        names=names_of([batch.committed_by]),
        **state_words(),
    )
