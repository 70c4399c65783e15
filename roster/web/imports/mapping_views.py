"""What each column and word of a workbook means, shown to be changed, and what the ward taught its imports."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from roster.columns.call_up import CALL_UP_COLUMNS
from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTER_COLUMNS, column
from roster.domain.actor import Actor, Permission
from roster.domain.choices import ROSTER, label_of
from roster.intake.choices import NOT_IMPORTED
from roster.intake.plan import Plan, PlannedColumn, PlannedSheet
from roster.intake.taught import PART_LABELS
from roster.listing.table import masked
from roster.services import import_memory, imports
from roster.services.faults import Invalid
from roster.store.imports import READY, ImportBatch
from roster.web.access import current_actor, permission_required
from roster.web.imports.views import blueprint

NO_COLUMN = "-"  # how the form says NOT_IMPORTED: an empty select is one that was not sent
_MOST_VALUES = 200

_SOURCES = {
    "chosen": "đồng chí đã chọn",
    "remembered": "nhớ từ bảng có cùng các tên cột",
    "synonym": "tên cột đã được dạy cho mọi bảng",
}


class TeachForm(FlaskForm):
    """Nothing but the token against forged requests; columns and words are named by the plan."""


@dataclass(frozen=True)
class ShownMapping:
    """One column of a sheet with what it feeds. `confidence` is (words, look, icon) for a badge."""

    letter: str
    heading: str
    target: str
    samples: tuple[str, ...]
    confidence: tuple[str, str, str]
    by: str
    is_changeable: bool


@blueprint.get("/<uuid:batch_id>/columns")
@permission_required(Permission.IMPORT)
def columns(ward_id: UUID, batch_id: UUID) -> Response | str:
    """What was made of each column, with a choice of something else; words that their columns do not know."""
    batch = imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
    return _page(batch)


@blueprint.post("/<uuid:batch_id>/columns")
@permission_required(Permission.IMPORT)
def teach_columns(ward_id: UUID, batch_id: UUID) -> Response | tuple[str, int]:
    """Take what the officer chose for the columns of one sheet, and read the file anew."""
    actor, batch = current_actor(), imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
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
    try:
        import_memory.teach_columns(actor, batch, sheet.name, chosen, everywhere)
    except Invalid as refusal:
        return _page(batch, str(refusal)), 422
    flash(f"Đã đổi {len(chosen)} cột và đọc lại tệp; lần sau gặp bảng này chương trình sẽ nhớ.", "success")
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)


@blueprint.post("/<uuid:batch_id>/words")
@permission_required(Permission.IMPORT)
def teach_words(ward_id: UUID, batch_id: UUID) -> Response | tuple[str, int]:
    """Take what the officer says that words mean, and read the file anew."""
    actor, batch = current_actor(), imports.get_batch(current_actor(), ward_id, batch_id)
    if batch.state != READY:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
    if not TeachForm().validate_on_submit():
        abort(400)
    chosen: dict[tuple[str, str], str] = {}
    for number, unknown in enumerate(_visible(actor, imports.load_plan(actor, batch))):
        answer = request.form.get(f"meaning-{number}", "")
        if request.form.get(f"text-{number}") == unknown.text and answer:
            chosen[unknown.key, unknown.text] = "" if answer == NO_COLUMN else answer
    if not chosen:
        flash("Chưa chọn nghĩa cho từ nào.", "info")
        return redirect(url_for(".columns", ward_id=ward_id, batch_id=batch_id), 303)
    try:
        import_memory.teach_values(actor, batch, chosen)
    except Invalid as refusal:
        return _page(batch, str(refusal)), 422
    flash(f"Đã ghi nhớ nghĩa của {len(chosen)} từ và đọc lại tệp.", "success")
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)


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
    number = request.form.get("sheet", type=int)
    if number is None or not 0 <= number < len(plan.sheets):
        abort(400)
    return plan.sheets[number]


def _page(batch: ImportBatch, fault: str = "") -> str:
    actor = current_actor()
    plan = imports.load_plan(actor, batch)
    return render_template(
        "imports/columns.html",
        batch=batch,
        fault=fault,
        sheets=[
            (number, sheet.name, [_shown(actor, plan, sheet, one) for one in sheet.columns])
            for number, sheet in enumerate(plan.sheets)
            if sheet.columns
        ],
        groups=_groups(plan.roster),
        no_column=NO_COLUMN,
        unknown=[
            (one, column(plan.roster, one.key).heading, import_memory.choices_for(plan.roster, one.key))
            for one in _visible(actor, plan)
        ],
    )


def _visible(actor: Actor, plan: Plan) -> list[import_memory.UnknownValue]:
    found = import_memory.unknown_values(plan)
    return [one for one in found if actor.may_see(column(plan.roster, one.key).sensitivity)][:_MOST_VALUES]


def _shown(actor: Actor, plan: Plan, sheet: PlannedSheet, one: PlannedColumn) -> ShownMapping:
    fact = column(plan.roster, one.key) if one.key else None
    samples = one.samples
    if fact is not None and fact.sensitivity is not None and not actor.may_see(fact.sensitivity):
        samples = tuple(masked(text, fact.sensitivity) for text in samples)
    return ShownMapping(
        one.column, one.heading, one.note if not one.target and one.note else (one.target or NO_COLUMN), samples,
        _confidence(one), _SOURCES.get(one.source, ""), import_memory.is_changeable(sheet, one) and not one.note,
    )  # fmt: skip


def _confidence(one: PlannedColumn) -> tuple[str, str, str]:
    if one.source:
        return ("Do cán bộ chọn", "info", "person")
    if one.target is None:
        return ("Không nhập", "neutral", "slash-circle") if one.note else ("Không hiểu", "warn", "exclamation-triangle")
    if one.confidence >= 0.9:
        return ("Chắc chắn", "good", "check-circle")
    return ("Khá chắc", "info", "info-circle") if one.confidence >= 0.7 else ("Chưa chắc", "warn", "question-circle")


def _groups(roster: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may feed, in groups for a select."""
    own = ROSTER_COLUMNS[roster] + (CALL_UP_COLUMNS if roster == ENLISTMENT else ())
    return [
        ("Công dân", [(one.key, one.label) for one in PERSON_COLUMNS]),
        (label_of(ROSTER, roster), [(one.key, one.label) for one in own]),
        ("Một phần của họ tên, ngày sinh", list(PART_LABELS.items())),
    ]
