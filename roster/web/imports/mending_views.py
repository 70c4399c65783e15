"""Mending a workbook: faulty cells as a grid of fields, one row within the preview, a whole column, what was mended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from roster.domain.actor import Permission
from roster.intake.choices import Choices
from roster.intake.mends import place_of
from roster.services import import_mends, imports
from roster.services.faults import Invalid
from roster.services.import_mends import CellName, Span
from roster.store.imports import READY, ImportBatch
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.imports.mending import Mending, changed_texts, chosen_rows, view_of_mending
from roster.web.imports.mending_forms import FILL, BlanksForm, ColumnForm, MendForm
from roster.web.imports.preview import Preview
from roster.web.imports.shown import ROWS_PER_PAGE, page_of
from roster.web.imports.views import blueprint
from roster.web.shell import show_count

_SAMPLES = 20


# --- The faulty cells of a page, as a grid --------------------------------------------------------------------------


@blueprint.get("/<uuid:batch_id>/mend")
@permission_required(Permission.IMPORT)
def mend(ward_id: UUID, batch_id: UUID) -> str | Response:
    """The faulty cells, a page of them at a time, each a field."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    view = view_of_mending(request.args.get("view"))
    mending = _mending(batch)
    return render_template(
        "imports/mending.html",
        batch=batch,
        view=view,
        rows=mending.page(view, request.args.get("page", 1, type=number_in)),
        counts={name: len(mending.preview.places(name)) for name in ("error", "attention")},
        several=mending.preview.has_several_sheets,
        mended=len(mending.cells.mends),
    )


@blueprint.post("/<uuid:batch_id>/mend")
@permission_required(Permission.IMPORT)
def save_mends(ward_id: UUID, batch_id: UUID) -> Response:
    """Keep what was typed into the grid and the rows that are to be left out; the first fault left has the focus."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    view, page = view_of_mending(request.args.get("view")), request.args.get("page", 1, type=number_in)
    back: dict[str, Any] = {"ward_id": ward_id, "batch_id": batch_id, "view": view, "page": page}
    count = _keep(batch)
    if batch.state == READY and count is not None:
        mending = _mending(batch)
        rows = mending.page(view, page)
        _tell(count, len(mending.preview.places("error")))
        if rows.items:
            back["_anchor"] = rows.items[0].first_field
    return redirect(url_for(".mend", **back), 303)


# --- One row, opened within the preview -----------------------------------------------------------------------------


@blueprint.post("/<uuid:batch_id>/mend-row")
@permission_required(Permission.IMPORT)
def save_row(ward_id: UUID, batch_id: UUID) -> Response:
    """Keep what was typed into one row of the preview and open the next one with faults."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    view = request.args.get("view", "attention")
    place = _mending(batch).find(request.form.get("row"))
    if place is None:
        abort(400)
    count = _keep(batch)
    if batch.state != READY or count is None:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id, view=view), 303)
    mending = _mending(batch)
    view = mending.preview.view_to_open(view)
    found = mending.next_place(view, (place[0], place[2].row + (0 if count else 1)))
    _tell(count, len(mending.preview.places("error")))
    if found is None:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id, view=view, _anchor="rows"), 303)
    row = mending.row(found)
    number = mending.preview.places(view).index(found) // ROWS_PER_PAGE + 1
    return redirect(
        url_for(
            ".show", ward_id=ward_id, batch_id=batch_id, view=view, page=number, open=row.key, _anchor=row.first_field
        ),
        303,
    )


@blueprint.post("/<uuid:batch_id>/skip")
@permission_required(Permission.IMPORT)
def skip_rows(ward_id: UUID, batch_id: UUID) -> Response:
    """Leave the ticked rows of the preview out."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    if _keep(batch) == 0:
        flash("Hãy đánh dấu ít nhất một dòng cần bỏ qua.", "warning")
    view, page = request.args.get("view"), request.args.get("page", 1, type=number_in)
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id, view=view, page=page, _anchor="rows"), 303)


# --- What was mended ------------------------------------------------------------------------------------------------


@blueprint.get("/<uuid:batch_id>/mends")
@permission_required(Permission.IMPORT)
def mends(ward_id: UUID, batch_id: UUID) -> str | Response:
    """What was mended, by whom and when."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    found = import_mends.mends_of(current_actor(), batch)
    numbers = {sheet.name: number for number, sheet in enumerate(imports.load_plan(current_actor(), batch).sheets)}
    return render_template(
        "imports/mending_list.html",
        batch=batch,
        mends=page_of(found, request.args.get("page", 1, type=number_in)),
        numbers=numbers,
        several=len({one.sheet for one in found}) > 1,
    )


@blueprint.post("/<uuid:batch_id>/mends")
@permission_required(Permission.IMPORT)
def take_back(ward_id: UUID, batch_id: UUID) -> Response:
    """Let the file's own cells count again: the ticked ones, or the one whose button was pressed."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    if not MendForm().validate_on_submit():
        abort(400)
    actor = current_actor()
    names = [sheet.name for sheet in imports.load_plan(actor, batch).sheets]
    places: list[CellName] = []
    for key in request.form.getlist("cells"):
        number, _, cell = key.partition("-")
        if number.isascii() and number.isdigit() and len(number) < 5 and int(number) < len(names):
            places.append((names[int(number)], cell))
    try:
        count = import_mends.as_in_file(actor, batch, places)
        flash(f"{show_count(count)} ô đã trở lại như trong tệp." if count else "Hãy chọn ít nhất một ô.", "success")
    except Invalid as refusal:
        flash(str(refusal), "warning")
    return redirect(_back_to(ward_id, batch_id), 303)


def _back_to(ward_id: UUID, batch_id: UUID) -> str:
    """Where "Như trong tệp" was pressed: an opened row of the preview, or the list of mends."""
    if opened := request.args.get("open"):
        more: dict[str, Any] = {"view": request.args.get("view"), "page": request.args.get("page", type=number_in)}
        return url_for(".show", ward_id=ward_id, batch_id=batch_id, open=opened, _anchor=f"row-{opened}", **more)
    return url_for(".mends", ward_id=ward_id, batch_id=batch_id)


# --- A whole column -------------------------------------------------------------------------------------------------


@blueprint.route("/<uuid:batch_id>/column", methods=["GET", "POST"])
@permission_required(Permission.IMPORT)
def mend_column(ward_id: UUID, batch_id: UUID) -> str | Response | tuple[str, int]:
    """Fill the blanks of a column, or find and replace in it: first what would change, then the change."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    actor = current_actor()
    plan = imports.load_plan(actor, batch)
    form = ColumnForm()
    used = [(number, sheet) for number, sheet in enumerate(plan.sheets) if sheet.used]
    form.offer_columns(
        (
            f"{number}-{column.column}",
            f"{f'{sheet.name} · ' if len(used) > 1 else ''}{column.column} · {column.heading}",
        )
        for number, sheet in used
        for column in sheet.columns
        if column.heading
    )
    found: dict[CellName, str] | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            status = 200
            number, _, letter = form.column.data.partition("-")
            span = Span(plan.sheets[int(number)].name, letter, form.first.data or 1, form.last.data or 10**7)
            if form.what.data == FILL:
                found = import_mends.fill_blanks(actor, batch, span, form.text.data or "")
            else:
                found = import_mends.replace_in(
                    actor, batch, span, form.wanted.data or "", form.text.data or "", whole=bool(form.whole.data)
                )
            if found and request.form.get("seen") == str(len(found)):  # else somebody mended meanwhile: look again
                try:
                    count = import_mends.mend(actor, batch, found)
                    flash(f"Đã sửa {show_count(count)} ô trong cột {letter}.", "success")
                except Invalid as refusal:
                    flash(str(refusal), "warning")
                return redirect(url_for(".mend_column", ward_id=ward_id, batch_id=batch_id), 303)
    cells = import_mends.cells_of(actor, batch) if found else None
    samples = [(place[1], cells.now(*place), text) for place, text in list(found.items())[:_SAMPLES]] if cells else []  # type: ignore[union-attr]
    page = render_template(
        "imports/mending_column.html", batch=batch, form=form, found=found, samples=samples, most=_SAMPLES
    )
    return page, status


@blueprint.post("/<uuid:batch_id>/blanks")
@permission_required(Permission.IMPORT)
def choose_blanks(ward_id: UUID, batch_id: UUID) -> Response:
    """Choose the columns whose blank cells clear what is on file."""
    batch = _ready(ward_id, batch_id)
    if isinstance(batch, Response):
        return batch
    preview = _preview(batch)
    form = BlanksForm()
    form.erases.choices = [SelectChoice(key) for key, _ in preview.erasable()]
    if not form.validate_on_submit():
        abort(400)
    try:
        import_mends.let_blanks_erase(current_actor(), batch, form.erases.data or [])
        flash("Đã xem lại các ô trống; thay đổi nằm ở mục Cập nhật.", "success")
    except Invalid as refusal:
        flash(str(refusal), "warning")
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id, view="update", _anchor="rows"), 303)


# --- What these pages share -----------------------------------------------------------------------------------------


def _ready(ward_id: UUID, batch_id: UUID) -> ImportBatch | Response:
    """The import where it waits for the officer; else the way to its page, so that a late press changes nothing."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state == READY:
        return batch
    then = "mend" if request.endpoint == f"{blueprint.name}.mend" else None
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id, then=then), 303)


def _preview(batch: ImportBatch) -> Preview:
    actor = current_actor()
    return Preview(
        imports.load_plan(actor, batch),
        actor,
        Choices.of(batch.options).decisions,
        is_part=bool((batch.options or {}).get("is_part")),
    )


def _mending(batch: ImportBatch) -> Mending:
    return Mending(_preview(batch), import_mends.cells_of(current_actor(), batch))


def _keep(batch: ImportBatch) -> int | None:
    """Keep what a form says of cells and rows; how many changed, None where it was refused with a sentence."""
    if not MendForm().validate_on_submit():
        abort(400)
    actor = current_actor()
    plan = imports.load_plan(actor, batch)
    texts = changed_texts(plan, request.form)
    if any(place_of(cell) is None for _, cell in texts):
        abort(400)
    try:
        return import_mends.mend(actor, batch, texts, chosen_rows(plan, request.form.getlist("skip")))
    except Invalid as refusal:
        flash(str(refusal), "warning")
        return None


def _tell(changed: int, left: int) -> None:
    done = f"Đã lưu {show_count(changed)} chỗ sửa." if changed else "Không có ô nào thay đổi."
    rest = f" Còn {show_count(left)} dòng có lỗi." if left else " Không còn dòng nào có lỗi."
    flash(done + rest, "success" if changed else "info")
