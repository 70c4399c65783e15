"""A written workbook is kept without what is a state secret: which unit receives a reservist, what he is in wartime.

Until it is written, the file is the officer's own and waits in the instance's folder; what is kept after that, for the
error copy and for whoever asks where a value came from, says only that he is placed (docs/decisions/0005).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from openpyxl.utils import column_index_from_string

from roster.domain.text import cell_text
from roster.intake.grid import Workbook
from roster.intake.plan import Plan, PlannedSheet
from roster.sheets.error_copy import write_masked
from roster.shelf import files

ASSIGNED, PLACED = "is_assigned", "Đã xếp"
_SECRET, _LEFT_OUT = "secret_not_stored", "(đã bỏ)"


def masks_of(plan: Plan, workbook: Workbook) -> dict[str, dict[str, str]]:
    """What is to stand instead, by the workbook's own sheet and cell: every text below such a heading."""
    found: dict[str, dict[str, str]] = {}
    for sheet in plan.sheets:
        letters = [one.column for one in sheet.columns if sheet.used and one.key == ASSIGNED]
        masks = found.setdefault(sheet.part_of or sheet.name, {})
        if letters:
            masks |= _masks_of_sheet(sheet, letters, workbook)
        for row in sheet.rows:  # a note that names them is left away
            fields = {one.field for one in row.problems if one.code == _SECRET and one.field != ASSIGNED}
            masks |= {f"{one.column}{row.row}": _LEFT_OUT for one in sheet.columns if one.key in fields}
    return {name: masks for name, masks in found.items() if masks}


def _masks_of_sheet(sheet: PlannedSheet, letters: list[str], workbook: Workbook) -> dict[str, str]:
    cells = next(one for one in workbook.sheets if one.name == (sheet.part_of or sheet.name))
    below = max(sheet.header_rows, default=0)
    masks = {}
    for row in range(below, len(cells.rows)):
        for letter in letters:
            text = cell_text(cells.cell(row, column_index_from_string(letter) - 1))
            if len(text) > 1:  # an "x" names nothing
                masks[f"{letter}{row + 1}"] = PLACED
    return masks


def keep_masked(path: Path, workbook: Workbook, plan: Plan) -> str | None:
    """Keep the workbook at `path` with its secrets masked. Returns the kept name, None where there is none to mask."""
    masks = masks_of(plan, workbook)
    if not masks:
        return None
    with tempfile.TemporaryFile() as file:
        ending = write_masked(path, workbook, masks, file)
        file.seek(0)
        return files.keep(file, ending)
