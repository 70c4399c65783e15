"""Another keeper's list beside the roster, nothing imported: only here, only there, different, the same; and what an
officer settled of it (đối chiếu).

What was settled is kept by key with the batch, so that it outlives a new reading of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roster.columns.column import Value
from roster.intake.plan import CREATE, UNCHANGED, UPDATE, Absent, Plan, PlannedRow, PlannedSheet

ONLY_HERE, ONLY_THERE, DIFFERENT, SAME, UNCLEAR = GROUPS = ("here", "there", "different", "same", "unclear")
TAKEN, KEPT = "taken", "kept"  # theirs was written into the roster; ours stays

GROUP_LABELS = {
    ONLY_HERE: "Chỉ có trong sổ",
    ONLY_THERE: "Chỉ có trong danh sách kia",
    DIFFERENT: "Khác nhau",
    SAME: "Giống nhau",
    UNCLEAR: "Chưa đối chiếu được",
}

Settled = Mapping[str, Mapping[str, Any]]  # key -> {"what", "group", "by", "at", and of a value "old", "new"}


@dataclass(frozen=True)
class Difference:
    """One value that the two lists give differently; `settled` is TAKEN, KEPT or "" while it is open."""

    key: str
    ours: Value
    theirs: Value
    cell: str
    settled: str


@dataclass(frozen=True)
class Compared:
    """Somebody whom one of the two lists names, or both. `row` is None for one whom only the roster has.

    `settled` speaks of the whole person where only one list has him; of differences each has its own.
    """

    group: str
    sheet_index: int
    sheet: PlannedSheet | None
    row: PlannedRow | None
    absent: Absent | None
    differences: tuple[Difference, ...] = ()
    settled: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something of him waits to be settled."""
        if self.group in (ONLY_HERE, ONLY_THERE):
            return not self.settled
        return any(not one.settled for one in self.differences)


def row_key(sheet: str, row: int, field: str = "") -> str:
    """What a settlement of a row, or of one of its values, is kept by."""
    return f"row|{sheet}|{row}|{field}"


def here_key(person_id: object) -> str:
    """What a settlement of somebody whom only the roster has is kept by."""
    return f"here|{person_id}"


def compare(plan: Plan, settled: Settled) -> list[Compared]:
    """Everybody of both lists: the file's rows in their order, then those whom only the roster has."""
    found = [_compared_row(index, sheet, row, settled) for index, sheet in enumerate(plan.sheets) for row in sheet.rows]
    for absent in plan.absent:
        kept = settled.get(here_key(absent.person_id), {})
        found.append(Compared(ONLY_HERE, 0, None, None, absent, settled=str(kept.get("what", ""))))
    return found


def _compared_row(index: int, sheet: PlannedSheet, row: PlannedRow, settled: Settled) -> Compared:
    whole = settled.get(row_key(sheet.name, row.row))
    if whole is not None or row.action == CREATE:
        return Compared(ONLY_THERE, index, sheet, row, None, settled=str((whole or {}).get("what", "")))
    if row.action not in (UPDATE, UNCHANGED):
        return Compared(UNCLEAR, index, sheet, row, None)
    differences = [
        Difference(
            change.key, change.old, change.new, row.cells.get(change.key, ""),
            str(settled.get(row_key(sheet.name, row.row, change.key), {}).get("what", "")),
        )
        for change in row.changes
    ]  # fmt: skip
    still = {one.key for one in differences}
    # What was taken over is no difference any more; it stays to be seen with what stood there before.
    prefix = row_key(sheet.name, row.row)
    for key, kept in settled.items():
        field = key.removeprefix(prefix)
        if key.startswith(prefix) and field and field not in still and kept.get("what") == TAKEN:
            cell = row.cells.get(field, "")
            differences.append(Difference(field, kept.get("old"), kept.get("new"), cell, TAKEN))
    group = DIFFERENT if differences else SAME
    return Compared(group, index, sheet, row, None, differences=tuple(differences))
