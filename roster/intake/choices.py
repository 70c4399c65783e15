"""What an officer chose about a workbook before it is written: sheets, columns, values, mended cells, doubtful rows.

The choices are kept with the batch and given to every reading of its file, so that a plan can be made anew tomorrow.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from roster.columns.column import Value

SKIP, ACCEPT, ADD = "skip", "update", "create"  # what may be decided about a row
NOT_IMPORTED = ""  # a column that the officer sets aside


@dataclass(frozen=True)
class Choices:
    """`sheets` limits the reading to the named ones (None: all that hold a roster).

    `decisions` maps (sheet, Excel row) to SKIP, ACCEPT (he is the known citizen) or ADD (he is another); `mends`
    (sheet, cell such as "C12") to the text that stands in place of the cell's; `columns` (sheet, column letter) to a
    column's key or NOT_IMPORTED; `values` (column's key, folded words of the cell) to the value that they mean; a blank
    cell of a column in `erases` clears the fact.
    """

    sheets: Collection[str] | None = None
    decisions: Mapping[tuple[str, int], str] = field(default_factory=dict)
    mends: Mapping[tuple[str, str], str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    erases: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Self:
        """The choices as a batch's `options` keep them (JSON: pairs as lists)."""
        kept = kept or {}
        return cls(
            sheets=tuple(kept["sheets"]) if kept.get("sheets") is not None else None,
            decisions={(sheet, int(row)): what for sheet, row, what in kept.get("decisions", [])},
            mends={(sheet, cell): text for sheet, cell, text in kept.get("mends", [])},
            columns={(sheet, letter): key for sheet, letter, key in kept.get("columns", [])},
            values={(key, words): value for key, words, value in kept.get("values", [])},
            erases=frozenset(kept.get("erases", [])),
        )

    def as_kept(self) -> dict[str, Any]:
        """The choices as JSON, as `of` reads them."""
        return {
            "sheets": sorted(self.sheets) if self.sheets is not None else None,
            "decisions": [[sheet, row, what] for (sheet, row), what in self.decisions.items()],
            "mends": [[sheet, cell, text] for (sheet, cell), text in self.mends.items()],
            "columns": [[sheet, letter, key] for (sheet, letter), key in self.columns.items()],
            "values": [[key, words, value] for (key, words), value in self.values.items()],
            "erases": sorted(self.erases),
        }
