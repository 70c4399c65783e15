"""A report as plain data: what page, PDF, document and workbook are all made of, and what is kept of a sent one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Cell = str | int | float | None

ROW, HEADING, SUM = "", "heading", "sum"


@dataclass(frozen=True)
class GridColumn:
    """A column of a table: its heading, its width in millimetres, whether it holds numbers."""

    heading: str
    width_mm: float
    is_number: bool = True


@dataclass(frozen=True)
class GridRow:
    """A row: its cells, and whether it heads a group, sums one up, or neither."""

    cells: tuple[Cell, ...]
    kind: str = ROW


@dataclass(frozen=True)
class Grid:
    """A table with its title."""

    title: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A heading with what stands below it. `level` as of domain.report_outline.Section."""

    heading: str
    level: int
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportPaper:
    """All that a report says (Nghị định 30/2020/NĐ-CP, Phụ lục I). Texts are ready, "" where there is none.

    `subject` and `period` are the two lines below its title ("Kết quả …", "tháng 3 năm 2026").
    `annexes` are its tables, each a Phụ lục. `footer` tells who printed a draft.
    """

    superior: str
    agency: str
    number_line: str
    date_line: str
    subject: str
    period: str
    below_subject: str
    grounds: tuple[str, ...]
    opening: str
    parts: tuple[Part, ...]
    closing: str
    annexes: tuple[Grid, ...]
    annex_reference: str
    recipients: tuple[str, ...]
    signature: tuple[str, str, str]  # authority, post, rank with name
    handling_mark: str
    footer: str = ""

    title = "BÁO CÁO"

    @property
    def full_title(self) -> str:
        """Title, subject and period in one line."""
        return f"Báo cáo {self.subject[:1].lower()}{self.subject[1:]} {self.period}"

    def as_data(self) -> dict[str, Any]:
        """The report as JSON."""
        return asdict(self)

    @classmethod
    def from_data(cls, kept: Mapping[str, Any]) -> ReportPaper:
        """The report that `as_data` gave, also after a trip through JSON."""
        parts = tuple(Part(one["heading"], one["level"], tuple(one["paragraphs"])) for one in kept["parts"])
        annexes = tuple(
            Grid(
                one["title"],
                tuple(GridColumn(**column) for column in one["columns"]),
                tuple(GridRow(tuple(row["cells"]), row["kind"]) for row in one["rows"]),
                one["note"],
            )
            for one in kept["annexes"]
        )
        authority, post, name = kept["signature"]
        return cls(
            **{
                **kept, "parts": parts, "annexes": annexes, "grounds": tuple(kept["grounds"]),
                "recipients": tuple(kept["recipients"]), "signature": (authority, post, name),
            }
        )  # fmt: skip


def number_text(value: Cell) -> str:
    """A figure as people read it: "1.500", "12,5"; a dash for one that is not known; text as it is."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str):
        return value
    text = f"{value:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.removesuffix(",0")


def difference_text(value: Cell, before: Cell) -> str:
    """The change since the period before: "+3", "−2", "0"; a dash where one of the two is not known."""
    if value is None or before is None or isinstance(value, str) or isinstance(before, str):
        return "–"
    change = round(value - before, 1)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{number_text(abs(change))}"
