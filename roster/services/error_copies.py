"""The officer's own workbook back with its faults marked; mended and brought again, it continues the same import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from openpyxl.utils import column_index_from_string

from roster.domain.actor import Actor, Permission
from roster.domain.problems import Severity
from roster.intake.choices import Choices
from roster.intake.plan import CONFLICT, Plan, PlannedSheet
from roster.intake.words import is_faults_heading
from roster.services import audit
from roster.services.import_secrets import masks_of
from roster.services.imports import load_plan
from roster.sheets.error_copy import write_error_copy
from roster.sheets.marks import MarkedCell, MarkedSheet
from roster.sheets.reader import read_workbook
from roster.shelf import files
from roster.store.db import db
from roster.store.imports import ImportBatch
from roster.store.scope import require, require_kept


def write_copy(actor: Actor, batch: ImportBatch, file: BinaryIO) -> str:
    """Write the batch's workbook with its faults marked to `file`. Returns the ending of its name.

    Raises NotFound, NotAllowed, UnreadableWorkbook where the kept file cannot be read any more.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    require_kept(actor, batch.created_by)  # every cell stands in it as it was brought
    plan = load_plan(actor, batch)
    path = files.path_of(batch.stored_name)
    workbook = read_workbook(path)
    marks = marks_of(plan, Choices.of(batch.options).mends, masks_of(plan, workbook))
    ending = write_error_copy(path, workbook, marks, batch.id, file)
    rows = sum(len(marked.rows) for marked in marks.values())
    audit.record(actor, "import.copy", ward_id=batch.ward_id, subject_id=batch.id, rows=rows)
    db.session.commit()
    return ending


def marks_of(
    plan: Plan, mends: Mapping[tuple[str, str], str], masks: Mapping[str, Mapping[str, str]]
) -> dict[str, MarkedSheet]:
    """What the plan has against cells and rows, by sheet; notes of what the program did well are left away.

    `masks` stand in place of state secrets (services.import_secrets).
    """
    found: dict[str, MarkedSheet] = {}
    for sheet in plan.sheets:
        if sheet.used:
            name = sheet.part_of or sheet.name
            own = {cell: text for (where, cell), text in mends.items() if where == sheet.name}
            marked = _marks_of_sheet(sheet, {**masks.get(name, {}), **own})
            found[name] = _together(found[name], marked) if name in found else marked
    return found


def _together(left: MarkedSheet, right: MarkedSheet) -> MarkedSheet:
    """Two tables side by side on one sheet: one column of faults behind both."""
    rows = {row: [*left.rows.get(row, ()), *right.rows.get(row, ())] for row in {*left.rows, *right.rows}}
    return MarkedSheet(
        max(left.heading_row, right.heading_row), max(left.last_column, right.last_column),
        {**left.cells, **right.cells}, rows, {**left.mends, **right.mends},
    )  # fmt: skip


def _marks_of_sheet(sheet: PlannedSheet, mends: Mapping[str, str]) -> MarkedSheet:
    cells: dict[str, MarkedCell] = {}
    rows: dict[int, list[str]] = {}
    for row in sheet.rows:
        for found in row.problems:
            if found.severity is Severity.NOTE:
                continue
            sentences = rows.setdefault(row.row, [])
            if found.message not in sentences:
                sentences.append(found.message)
            if name := row.cells.get(found.field):
                mark = cells.setdefault(name, MarkedCell())
                mark.sentences.append(found.message)
                mark.holds_back |= found.holds_back or row.action == CONFLICT
    # A copy of a copy: the column of faults is written anew where it stands.
    places = [column_index_from_string(one.column) for one in sheet.columns if not is_faults_heading(one.heading)]
    last = max(places, default=1)
    return MarkedSheet(max(sheet.header_rows, default=1), last, cells, rows, mends)
