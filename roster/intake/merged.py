"""A cell merged down over several people says the same of each of them ("TDP số 3" beside its twelve men)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roster.columns.cells import is_blank
from roster.intake.grid import Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import MappedColumn, shared_columns


def fill_down(sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn]) -> Sheet:
    """The sheet with such cells repeated in every row that they cover; the sheet itself where there are none.

    Beside one name alone a tall cell belongs to a man whose entry is several rows high; what names one man is his.
    """
    names = [c.index for c in columns if c.key == "full_name"]
    shared = {c.index for c in shared_columns(columns)}
    tall = [m for m in sheet.merges if m.left == m.right and m.left in shared and m.bottom > m.top > heading.last_row]
    rows = sheet.rows
    for merge in tall:
        people = [r for r in range(merge.top, merge.bottom + 1) if any(not is_blank(sheet.cell(r, c)) for c in names)]
        if len(people) < 2:
            continue
        rows = [list(row) for row in rows] if rows is sheet.rows else rows
        for row in people:
            rows[row].extend([None] * (merge.left + 1 - len(rows[row])))
            rows[row][merge.left] = sheet.cell(merge.top, merge.left)
    return replace(sheet, rows=rows)
