"""What an import will do, row by row, before anything is written: the plan that the officer looks at and confirms."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from roster.columns.column import Value
from roster.domain.problems import Problem

CREATE, UPDATE, UNCHANGED, CONFLICT, ERROR = ACTIONS = ("create", "update", "unchanged", "conflict", "error")

ACTION_LABELS = {
    CREATE: "Thêm mới",
    UPDATE: "Cập nhật",
    UNCHANGED: "Không đổi",
    CONFLICT: "Xung đột",
    ERROR: "Có lỗi",
}


@dataclass(frozen=True)
class Change:
    """One value that the row would change on a known citizen or his record."""

    key: str
    old: Value
    new: Value


@dataclass(frozen=True)
class PlannedClaim:
    """What the row does to a claim: a new one of that ground (`claim_id` None) or changed values of a known one.

    `values` by the keys of the claim's columns; `version` is that of the known claim as the plan saw it.
    """

    ground: str
    claim_id: UUID | None
    version: int
    values: Mapping[str, Value]


@dataclass
class PlannedRow:
    """The fate of one row of the sheet. `row` is the number that Excel shows.

    `cells` names the cell that each value came from. `person_id` is the known citizen that the row was matched to,
    `record_id` his open record in this roster; `create` with a `person_id` adds a record to a citizen who is known.
    `claim` goes with a row that is written. `lookalike_id` is a citizen of the same name and birth date who is taken
    for another man unless the officer says otherwise.
    """

    row: int
    fields: dict[str, Value]
    problems: list[Problem] = field(default_factory=list)
    action: str = CREATE
    changes: list[Change] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    person_id: UUID | None = None
    record_id: UUID | None = None
    matched_name: str | None = None
    claim: PlannedClaim | None = None
    lookalike_id: UUID | None = None
    lookalike_name: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The row as JSON: keys, values and codes of the vocabulary."""
        found = {
            "row": self.row,
            "action": self.action,
            "fields": self.fields,
            "problems": [p.as_dict() for p in self.problems],
        }
        if self.changes:
            found["changes"] = [{"key": c.key, "old": c.old, "new": c.new} for c in self.changes]
        return found


@dataclass
class PlannedColumn:
    """A column of the sheet and what it was understood as; `key` is None for one that is not understood.

    `target` is the key, or the part of a fact that the column feeds; `confidence` between 0 and 1; `source` by whose
    word (see intake.taught); `samples` a few of its cells. `word` is what a choice for tables with the same headings is
    remembered by, `common_word` what a synonym for any table is ("" without a heading); `place` is where the memory
    that it was read by has it, by shape and word; `doubt` says why the officer is asked about the column, "" where he
    is not.
    """

    column: str
    heading: str
    key: str | None
    note: str = ""
    target: str | None = None
    confidence: float = 0.0
    source: str = ""
    samples: tuple[str, ...] = ()
    word: str = ""
    common_word: str = ""
    place: tuple[str, str] | None = None
    doubt: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The column as JSON."""
        found = {"column": self.column, "heading": self.heading, "key": self.key}
        return found | {"doubt": self.doubt} if self.doubt else found


@dataclass
class PlannedSheet:
    """One sheet: whether it holds a roster, where its heading stands, what each column and row is."""

    name: str
    used: bool
    header_rows: list[int] = field(default_factory=list)  # Excel's row numbers
    columns: list[PlannedColumn] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    reason: str = ""  # why the sheet was set aside, a Vietnamese sentence
    years: set[int] = field(default_factory=set)  # of which its title says it is
    rosters: set[str] = field(default_factory=set)  # the same
    title: str = ""
    implied: dict[str, Value] = field(default_factory=dict)  # what title or sheet name says of every row
    skipped: dict[int, str] = field(default_factory=dict)  # Excel row -> "numbering", "section", "total", …
    shape: str = ""  # the mark of its row of headings (see intake.taught)
    notices: list[str] = field(default_factory=list)  # hidden columns, an old encoding, …
    part_of: str = ""  # the workbook's own sheet, where this is a table at the right of another on it or below it
    is_below: bool = False
    doubts: tuple[str, ...] = ()  # another ward's or year's title: to be looked at before Confirm


@dataclass(frozen=True)
class Absent:
    """Someone of this ward and roster whom the file no longer names."""

    person_id: UUID
    full_name: str
    birth_date: str | None


@dataclass
class Plan:
    """The whole workbook's plan."""

    roster: str
    year: int
    sheets: list[PlannedSheet]
    absent: list[Absent] = field(default_factory=list)

    @property
    def summary(self) -> dict[str, int]:
        """Rows by action, every action named."""
        counted = Counter(row.action for sheet in self.sheets for row in sheet.rows)
        return {action: counted.get(action, 0) for action in ACTIONS}

    @property
    def mark(self) -> str:
        """A fingerprint of all that Confirm would do; it differs when the data behind the plan has changed."""
        essence = [[s.name, [_essence(row) for row in s.rows]] for s in self.sheets]
        return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """The part of the JSON of `flask roster import` that the plan answers for."""
        return {
            "sheets": [
                {
                    "name": s.part_of if s.is_below else s.name,  # where its rows stand in the workbook
                    "used": s.used,
                    "header_rows": s.header_rows,
                    "columns": [c.as_dict() for c in s.columns],
                    "rows": [r.as_dict() for r in s.rows],
                    **({"reason": s.reason} if s.reason else {}),
                    **({"notices": [*s.doubts, *s.notices]} if s.doubts or s.notices else {}),
                }
                for s in self.sheets
            ],
            "absent": len(self.absent),
            "summary": self.summary,
        }


def _essence(row: PlannedRow) -> list[Any]:
    """What Confirm would do with one row: all facts of somebody new, else what changes."""
    claim = row.claim
    return [
        row.row, row.action, str(row.person_id), [[c.key, c.old, c.new] for c in row.changes],
        row.fields if row.action == CREATE else None,
        [claim.ground, str(claim.claim_id), claim.version, dict(claim.values)] if claim else None,
    ]  # fmt: skip
