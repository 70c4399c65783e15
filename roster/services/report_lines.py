"""The figures of a periodic report as they are kept: lines to be compared, and summary forms; as JSON and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from roster.domain.actor import Actor, Sensitivity
from roster.listing.report_paper import ROW, Cell


@dataclass(frozen=True)
class Line:
    """One figure. `before` is that of the period before, None where it is not known.

    `of_year`: the year's work that it tells of (a call-up, a quota); it is compared with the same year's only.
    """

    key: str
    section: str
    label: str
    unit: str
    value: Cell
    before: Cell = None
    sensitivity: str | None = None
    of_year: int | None = None


@dataclass(frozen=True)
class Column:
    """A column of a summary form. `is_number` False: words."""

    heading: str
    width_mm: float
    is_number: bool = True
    sensitivity: str | None = None


@dataclass(frozen=True)
class Row:
    """A row of a summary form; `kind` as of listing.report_paper."""

    cells: tuple[Cell, ...]
    kind: str = ROW
    sensitivity: str | None = None


@dataclass(frozen=True)
class Table:
    """A summary form of the report."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Figures:
    """All figures of a report, as of a day. `before_from` says where the figures of the period before come from."""

    as_of: date
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    before_from: str = ""

    def of(self, key: str) -> Cell:
        """The value of a line; None where the report has none."""
        return next((one.value for one in self.lines if one.key == key), None)

    def seen_by(self, actor: Actor) -> Figures:
        """The figures without what the actor may not see."""

        def is_seen(kept: str | None) -> bool:
            return actor.may_see(Sensitivity(kept)) if kept else True

        return replace(
            self,
            lines=tuple(one for one in self.lines if is_seen(one.sensitivity)),
            tables=tuple(_narrowed(table, is_seen) for table in self.tables),
        )

    def with_before(self, before: Figures, source: str) -> Figures:
        """The figures beside those of the period before."""
        known = {(one.key, one.of_year): one.value for one in before.lines}
        lines = tuple(replace(one, before=known.get((one.key, one.of_year))) for one in self.lines)
        return replace(self, lines=lines, before_from=source)

    def as_data(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    @classmethod
    def from_data(cls, kept: Mapping[str, Any]) -> Figures:
        """The figures that `as_data` gave."""
        return cls(
            as_of=date.fromisoformat(kept["as_of"]),
            lines=tuple(Line(**one) for one in kept["lines"]),
            tables=tuple(
                Table(
                    one["key"], one["title"], tuple(Column(**column) for column in one["columns"]),
                    tuple(Row(tuple(row["cells"]), row["kind"], row["sensitivity"]) for row in one["rows"]),
                )
                for one in kept["tables"]
            ),
            before_from=kept["before_from"],
        )  # fmt: skip


def _narrowed(table: Table, is_seen: Callable[[str | None], bool]) -> Table:
    shown = [place for place, column in enumerate(table.columns) if is_seen(column.sensitivity)]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in shown),
        rows=tuple(
            replace(row, cells=tuple(row.cells[place] for place in shown))
            for row in table.rows
            if is_seen(row.sensitivity)
        ),
    )
