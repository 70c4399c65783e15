"""What each column and word of a workbook means, shown to be changed, and what the ward taught its imports."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length, NumberRange

from roster.columns.catalogue import column
from roster.domain.actor import Permission
from roster.domain.choices import ROSTER, label_of
from roster.intake.choices import NOT_IMPORTED
from roster.intake.plan import Plan, PlannedSheet
from roster.services import import_memory, imports
from roster.services.faults import Invalid
from roster.store.imports import READY, ImportBatch
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.imports.mapping_shown import NO_COLUMN, known_words, shown_columns, target_groups, unknown_words
from roster.web.imports.views import blueprint
from roster.web.office_form import OfficeForm, WholeNumberField

Answer = Response | tuple[str, int]


class TeachForm(OfficeForm):
    """Nothing but the token against forged requests; columns and words are named by the plan."""


class ForgetColumnForm(OfficeForm):
    """The column whose choice is taken back; `sheet` counts the plan's sheets from zero."""

    sheet = WholeNumberField(validators=[InputRequired(), NumberRange(min=0)])
    letter = StringField(validators=[InputRequired(), Length(max=3)])


class ForgetWordForm(OfficeForm):
    """The words whose meaning is taken back, and the column that they stand in."""

    key = StringField(validators=[InputRequired(), Length(max=30)])
    words = StringField(validators=[InputRequired(), Length(max=300)])


@blueprint.get("/<uuid:batch_id>/columns")
@permission_required(Permission.IMPORT)
def columns(ward_id: UUID, batch_id: UUID) -> Response | str:
    """What was made of each column, with a choice of something else; words that their columns do not know."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    return _page(batch) if batch.state == READY else _preview_of(batch)


@blueprint.post("/<uuid:batch_id>/columns")
@permission_required(Permission.IMPORT)
def teach_columns(ward_id: UUID, batch_id: UUID) -> Answer:
    """Take what the officer chose for the columns of one sheet, and read the file anew."""
    actor, batch = current_actor(), imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return _preview_of(batch)
    if not TeachForm().validate_on_submit():
        abort(400)
    sheet = _sheet_asked(imports.load_plan(actor, batch))
    chosen, everywhere = {}, []
    for one in sheet.columns:
        answer = request.form.get(f"column-{one.column}")
        if answer is None or not import_memory.is_changeable(sheet, one):
            continue
        target = NOT_IMPORTED if answer == NO_COLUMN else answer
        is_for_all = f"everywhere-{one.column}" in request.form
        if target != (one.target or NOT_IMPORTED) or is_for_all:
            chosen[one.column] = target
            everywhere += [one.column] if is_for_all else []
    if not chosen:
        flash("Chưa có cột nào được chọn khác đi.", "info")
        return redirect(url_for(".columns", ward_id=ward_id, batch_id=batch_id), 303)
    return _done(
        batch,
        lambda: import_memory.teach_columns(actor, batch, sheet.name, chosen, everywhere),
        f"Đã đổi {len(chosen)} cột và đọc lại tệp. Lựa chọn được nhớ cho lần nhập sau.",
    )


@blueprint.post("/<uuid:batch_id>/words")
@permission_required(Permission.IMPORT)
def teach_words(ward_id: UUID, batch_id: UUID) -> Answer:
    """Take what the officer says that words mean, and read the file anew."""
    actor, batch = current_actor(), imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return _preview_of(batch)
    if not TeachForm().validate_on_submit():
        abort(400)
    chosen: dict[tuple[str, str], str] = {}
    for number, unknown in enumerate(unknown_words(actor, imports.load_plan(actor, batch))):
        answer = request.form.get(f"meaning-{number}", "")
        if request.form.get(f"text-{number}") == unknown.text and answer:
            chosen[unknown.key, unknown.text] = "" if answer == NO_COLUMN else answer
    if not chosen:
        flash("Chưa chọn nghĩa cho từ nào.", "info")
        return redirect(url_for(".columns", ward_id=ward_id, batch_id=batch_id), 303)
    return _done(
        batch,
        lambda: import_memory.teach_values(actor, batch, chosen),
        f"Đã ghi nhớ nghĩa của {len(chosen)} từ và đọc lại tệp.",
    )


@blueprint.post("/<uuid:batch_id>/columns/forget")
@permission_required(Permission.IMPORT)
def forget_column(ward_id: UUID, batch_id: UUID) -> Answer:
    """Take back what was chosen for a column, here and for later files, and read the file anew."""
    actor, batch = current_actor(), imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return _preview_of(batch)
    form = ForgetColumnForm()
    if not form.validate_on_submit():
        abort(400)
    sheet = _sheet_asked(imports.load_plan(actor, batch))
    return _done(
        batch,
        lambda: import_memory.forget_column(actor, batch, sheet.name, form.letter.data),
        f"Đã quên lựa chọn của cột {form.letter.data} và đọc lại tệp.",
        ".columns",
    )


@blueprint.post("/<uuid:batch_id>/words/forget")
@permission_required(Permission.IMPORT)
def forget_word(ward_id: UUID, batch_id: UUID) -> Answer:
    """Take back what words mean, here and for later files, and read the file anew."""
    actor, batch = current_actor(), imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return _preview_of(batch)
    form = ForgetWordForm()
    if not form.validate_on_submit():
        abort(400)
    return _done(
        batch,
        lambda: import_memory.forget_word(actor, batch, form.key.data, form.words.data),
        f"Đã quên nghĩa của “{form.words.data}” và đọc lại tệp.",
        ".columns",
    )


@blueprint.get("/taught")
@permission_required(Permission.IMPORT)
def taught(ward_id: UUID) -> str:
    """What the ward taught its imports."""
    rows = import_memory.list_taught(current_actor(), ward_id)
    return render_template(
        "imports/taught.html",
        rows=[
            (row, label_of(ROSTER, row.roster), _place_of(row.roster, row.place), import_memory.meaning_of(row))
            for row in rows
        ],
    )


@blueprint.post("/taught/<uuid:memory_id>/forget")
@permission_required(Permission.IMPORT)
def forget(ward_id: UUID, memory_id: UUID) -> Response:
    """Take back something that was taught."""
    if not TeachForm().validate_on_submit():
        abort(400)
    import_memory.forget(current_actor(), ward_id, memory_id)
    flash("Đã quên. Các lần nhập trước không thay đổi.", "success")
    return redirect(url_for(".taught", ward_id=ward_id), 303)


def _place_of(roster: str, key: str) -> str:
    return column(roster, key).heading if key else ""


def _sheet_asked(plan: Plan) -> PlannedSheet:
    number = request.form.get("sheet", type=number_in)
    if number is None or not 0 <= number < len(plan.sheets):
        abort(400)
    return plan.sheets[number]


def _done(batch: ImportBatch, change: Callable[[], object], told: str, then: str = ".show") -> Answer:
    """Do what was asked and go on; a refusal is said on the page where it was asked."""
    try:
        change()
    except Invalid as refusal:
        if batch.state != READY:  # another officer was faster
            flash(str(refusal), "warning")
            return _preview_of(batch)
        return _page(batch, str(refusal)), 422
    flash(told, "success")
    return redirect(url_for(then, ward_id=batch.ward_id, batch_id=batch.id), 303)


def _preview_of(batch: ImportBatch) -> Response:
    return redirect(url_for(".show", ward_id=batch.ward_id, batch_id=batch.id), 303)


def _page(batch: ImportBatch, fault: str = "") -> str:
    actor = current_actor()
    plan = imports.load_plan(actor, batch)
    groups = target_groups(plan.roster)
    return render_template(
        "imports/columns.html",
        batch=batch,
        fault=fault,
        sheets=[
            (number, sheet, shown_columns(actor, batch, plan, sheet))
            for number, sheet in enumerate(plan.sheets)
            if sheet.columns
        ],
        groups=groups,
        offered={key for _, options in groups for key, _ in options},
        no_column=NO_COLUMN,
        unknown=[
            (one, column(plan.roster, one.key).heading, import_memory.choices_for(plan.roster, one.key))
            for one in unknown_words(actor, plan)
        ],
        known=known_words(actor, batch, plan),
    )
