"""A cell merged down over several people says the same of each of them ("TDP số 3" beside its twelve men)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roster.intake.grid import Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import MappedColumn

# What groups of people share; a name or a number merged over two rows belongs to one man whose entry is two rows high.
_SHARED = {
    "neighbourhood",
    "component",
    "unit",
    "reserve_class",
    "joined_on",
    "enlisted_on",
    "discharged_on",
    "former_unit",
}


def fill_down(sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn]) -> Sheet:
    """The sheet with such cells repeated in every row that they cover; the sheet itself where there are none."""
    shared = {c.index for c in columns if c.target in _SHARED}
    tall = [m for m in sheet.merges if m.left == m.right and m.left in shared and m.bottom > m.top > heading.last_row]
    if not tall:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for merge in tall:
        value = sheet.cell(merge.top, merge.left)
        for row in rows[merge.top + 1 : merge.bottom + 1]:
            row.extend([None] * (merge.left + 1 - len(row)))
            row[merge.left] = value
    return replace(sheet, rows=rows)
