"""What the preview's templates receive: plain values, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from roster.domain.problems import Severity

ROWS_PER_PAGE = 100

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a longer list, counted from 1."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[Item], number: int) -> Page[Item]:
    """The page with that number; a number beyond either end gives the nearest page."""
    pages = max(1, -(-len(items) // ROWS_PER_PAGE))
    number = min(max(number, 1), pages)
    return Page(items[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE], number, pages, len(items))


@dataclass(frozen=True)
class Tile:
    """A number of the summary that is also the link to its rows."""

    key: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Fact:
    """One value as people read it, and the cell it stands in ("" where the title, the sheet or a section said it)."""

    label: str
    shown: str
    cell: str


@dataclass(frozen=True)
class ShownChange:
    """One value that would change, old and new as people read them."""

    label: str
    old: str
    new: str
    cell: str


@dataclass(frozen=True)
class ShownProblem:
    """One problem, with the cell that it is about."""

    cell: str
    label: str
    message: str
    severity: Severity


@dataclass(frozen=True)
class ShownRow:
    """One row of the preview. `needs_decision` marks a row that only a person can settle; `decision` is his.

    `lookalike_id` is a citizen of the same name and birth date who may be the same man.
    """

    sheet_index: int
    sheet_name: str
    row: int
    name: str
    birth_date: str
    citizen_id: str
    action: str
    facts: tuple[Fact, ...]
    changes: tuple[ShownChange, ...]
    problems: tuple[ShownProblem, ...]
    person_id: UUID | None
    matched_name: str | None
    needs_decision: bool
    decision: str | None
    lookalike_id: UUID | None = None
    lookalike_name: str | None = None


@dataclass(frozen=True)
class ShownColumn:
    """A column of the sheet and what it was understood as ("" for not understood).

    `confidence` is how sure that is, as words, look and icon of a badge.
    """

    letter: str
    heading: str
    understood: str
    note: str
    confidence: tuple[str, str, str]


@dataclass(frozen=True)
class ShownSheet:
    """One sheet of the workbook, how it was understood or why it was set aside."""

    name: str
    used: bool
    reason: str
    title: str
    header_rows: str
    row_count: int
    columns: tuple[ShownColumn, ...]
    implied: tuple[Fact, ...]
    skipped: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def ignored_columns(self) -> tuple[ShownColumn, ...]:
        """Columns that hold something and are left out because nobody knows what it is."""
        return tuple(c for c in self.columns if not c.understood and not c.note)


@dataclass(frozen=True)
class ShownAbsent:
    """Someone of the roster whom the file no longer names."""

    person_id: UUID
    name: str
    birth_date: str
