"""The sent reports of several wards side by side, for the body above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.report_outline import SECTION_BY_KEY
from roster.domain.report_periods import Period
from roster.listing.report_paper import HEADING, SUM, Cell, Grid, GridColumn, GridRow
from roster.services import audit, clock
from roster.services.report_lines import Figures, Line
from roster.services.report_reading import sent_reports
from roster.services.report_sheets import write_tables
from roster.store.db import db
from roster.store.scope import require
from roster.store.targets import Report
from roster.store.units import Unit

_SHEET = "Tổng hợp các địa bàn"


@dataclass(frozen=True)
class WardLine:
    """A figure over the wards: the cells in the order of the wards (None: not told), and the sum where there is one.

    `heading` is the name of the part where this figure is its first.
    """

    label: str
    unit: str
    cells: tuple[Cell, ...]
    total: Cell
    heading: str = ""


@dataclass(frozen=True)
class WardTable:
    """The reports of a period over wards. `reports` are by ward; a ward without one has not sent it."""

    period: Period
    wards: tuple[Unit, ...]
    reports: dict[UUID, Report]
    lines: tuple[WardLine, ...]

    @property
    def missing(self) -> tuple[Unit, ...]:
        """The wards that have sent none."""
        return tuple(ward for ward in self.wards if ward.id not in self.reports)

    def number_of(self, ward: Unit) -> str:
        """The number of the ward's report, or that it has sent none."""
        report = self.reports.get(ward.id)
        return (report.number if report else None) or "chưa gửi"

    @property
    def is_overdue(self) -> bool:
        """Whether the day on which the reports are due has gone by."""
        return clock.today() > self.period.due_on


def over_wards(actor: Actor, wards: Sequence[Unit], period: Period) -> WardTable:
    """The figures of the sent reports side by side, one query for all wards. Raises NotFound, NotAllowed."""
    reports = sent_reports(actor, [ward.id for ward in wards], period)
    figures = {ward_id: Figures.from_data(report.figures).seen_by(actor) for ward_id, report in reports.items()}
    by_ward: dict[UUID, dict[tuple[str, int | None], Cell]] = {
        ward_id: {(line.key, line.of_year): line.value for line in found.lines} for ward_id, found in figures.items()
    }
    known: dict[tuple[str, int | None], Line] = {}
    for found in figures.values():
        for line in found.lines:
            known.setdefault((line.key, line.of_year), line)
    order = {key: place for place, key in enumerate(SECTION_BY_KEY)}
    lines, section = [], ""
    for key, line in sorted(known.items(), key=lambda pair: order[pair[1].section]):
        cells = tuple(by_ward.get(ward.id, {}).get(key) for ward in wards)
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
        total = sum(numbers) if numbers and line.unit != "%" else None
        heading = SECTION_BY_KEY[line.section].label if line.section != section else ""
        section = line.section
        lines.append(WardLine(line.label, line.unit, cells, total, heading))
    return WardTable(period, tuple(wards), reports, tuple(lines))


def export(actor: Actor, table: WardTable, file: BinaryIO) -> None:
    """Write the table as an .xlsx, with an entry in the journal of each ward; commits. Raises NotFound, NotAllowed."""
    for ward in table.wards:
        require(actor, Permission.EXPORT, ward.id)
    title = f"Tổng hợp báo cáo {table.period.name}"
    write_tables([grid_of(table, _SHEET, table.wards, has_sum=True)], file, title, sent_words(table))
    for ward in table.wards:
        audit.record(actor, "report.export", ward_id=ward.id, period=table.period.key, format="xlsx")
    db.session.commit()


def sent_words(table: WardTable) -> str:
    """How many of the wards have sent their report."""
    return f"{len(table.reports)} trên {len(table.wards)} địa bàn đã gửi báo cáo"


def grid_of(table: WardTable, title: str, wards: Sequence[Unit], *, has_sum: bool) -> Grid:
    """The columns of some of the wards, and the sum over all of them where it `has_sum`."""
    places = [table.wards.index(ward) for ward in wards]
    rows = [GridRow(("Số báo cáo", "", *map(table.number_of, wards), *([""] if has_sum else [])), SUM)]
    for line in table.lines:
        total = (line.total,) if has_sum else ()
        row = (line.label, line.unit, *(line.cells[place] for place in places), *total)
        if line.heading:
            rows.append(GridRow((line.heading, *(None for _ in row[1:])), HEADING))
        rows.append(GridRow(row))
    columns = (
        GridColumn("Nội dung", 80, is_number=False), GridColumn("Đơn vị tính", 22, is_number=False),
        *(GridColumn(ward.title, 30) for ward in wards), *([GridColumn("Cộng", 25)] if has_sum else []),
    )  # fmt: skip
    return Grid(title, columns, tuple(rows))
