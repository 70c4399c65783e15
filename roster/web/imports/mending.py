"""The cells of a workbook made ready to be mended in a page: what each says now, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.domain.problems import Severity
from roster.domain.secrets import names_wartime_placement
from roster.intake.mends import place_of
from roster.intake.plan import Plan, PlannedRow, PlannedSheet
from roster.services.import_mends import CellName, Cells, typed
from roster.web.imports.preview import ALL, ATTENTION, HELD_BACK, Place, Preview
from roster.web.imports.shown import Page, ShownProblem, page_of

_TEXT = re.compile(r"text-(\d{1,4})-([A-Z]{1,3}[0-9]{1,7})")
_ROW = re.compile(r"(\d{1,4})-(\d{1,7})")


@dataclass(frozen=True)
class MendableCell:
    """One cell as a field: `key` is "0-C12" (number of the sheet, name of the cell), `in_file` what the file says."""

    key: str
    cell: str
    label: str
    text: str
    in_file: str
    is_mended: bool
    problems: tuple[ShownProblem, ...]

    @property
    def lines(self) -> int:
        """How many lines it takes to show the text."""
        return self.text.count("\n") + 1


@dataclass(frozen=True)
class MendableRow:
    """One row: the cells that problems are about, the other cells of the row, and problems that no cell can mend."""

    key: str
    sheet_name: str
    row: int
    name: str
    faulty: tuple[MendableCell, ...]
    others: tuple[MendableCell, ...]
    problems: tuple[ShownProblem, ...]

    @property
    def first_field(self) -> str:
        """The id of the field that is mended first."""
        return f"text-{(self.faulty or self.others)[0].key}" if self.faulty or self.others else f"skip-{self.key}"


@dataclass(frozen=True)
class Mending:
    """A batch's plan and cells, for one officer."""

    preview: Preview
    cells: Cells

    def page(self, view: str, page: int) -> Page[MendableRow]:
        """The rows of a view that have problems, with the faulty cells only."""
        cut = page_of([place for place in self.preview.places(view) if self._has_faults(place[2])], page)
        return Page([self.row(place) for place in cut.items], cut.number, cut.pages, cut.total)

    def row(self, place: Place) -> MendableRow:
        """One row with all its cells."""
        index, sheet, row = place
        problems = [
            self.preview.shown_problem(problem, sheet, row)
            for problem in row.problems
            if problem.severity is not Severity.NOTE
        ]
        by_cell: dict[str, list[ShownProblem]] = {}
        for problem in problems:
            if self.cells.holds(sheet.name, problem.cell):
                by_cell.setdefault(problem.cell, []).append(problem)
        names = {*by_cell, *_cells_of(sheet, row)}
        names = {name for name in names if self.cells.holds(sheet.name, name)}
        labels = self._labels(sheet, row)
        unsaid = {f"{of.column}{row.row}" for of in sheet.columns if of.key in _fields_unsaid(row)}

        def said(name: str, text: str) -> str:
            return "" if name in unsaid or names_wartime_placement(text) else text

        shown = {
            name: MendableCell(
                key=f"{index}-{name}",
                cell=name,
                label=labels.get(name, ""),
                text=said(name, self.cells.now(sheet.name, name)),
                in_file=said(name, self.cells.in_file(sheet.name, name)),
                is_mended=self.cells.is_mended(sheet.name, name),
                problems=tuple(by_cell.get(name, ())),
            )
            for name in sorted(names, key=lambda name: place_of(name) or (0, 0))
        }
        return MendableRow(
            key=f"{index}-{row.row}",
            sheet_name=sheet.name,
            row=row.row,
            name=str(row.fields.get("full_name") or ""),
            faulty=tuple(cell for cell in shown.values() if cell.problems),
            others=tuple(cell for cell in shown.values() if not cell.problems),
            problems=tuple(problem for problem in problems if problem.cell not in by_cell),
        )

    def _labels(self, sheet: PlannedSheet, row: PlannedRow) -> dict[str, str]:
        """What each cell of the row holds: the facts that were read of it, else what its column says."""
        labels = {
            f"{c.column}{row.row}": (self.preview.label(c.key) if c.key else "") or c.heading for c in sheet.columns
        }
        for key, cell in row.cells.items():
            labels.setdefault(cell, self.preview.label(key))
        return labels

    def _has_faults(self, row: PlannedRow) -> bool:
        return row.action in HELD_BACK or any(p.severity is not Severity.NOTE for p in row.problems)

    def next_place(self, view: str, after: tuple[int, int]) -> Place | None:
        """The first row with faults from `after` (number of the sheet, Excel row) on; None behind the last."""
        for place in self.preview.places(view):
            index, _, row = place
            if (index, row.row) >= after and self._has_faults(row):
                return place
        return None

    def find(self, key: str | None) -> Place | None:
        """The row of that key ("0-12"), None where there is none."""
        found = _ROW.fullmatch(key or "")
        if not found:
            return None
        wanted = int(found[1]), int(found[2])
        return next((p for p in self.preview.places(ALL) if (p[0], p[2].row) == wanted), None)


def view_of_mending(asked: str | None) -> str:
    """The rows held back unless those with warnings are asked for too."""
    return ATTENTION if asked == ATTENTION else "error"


def _fields_unsaid(row: PlannedRow) -> set[str]:
    """The facts whose cells name a state secret: their text is shown nowhere."""
    return {found.field for found in row.problems if found.code == "secret_not_stored"}


def _cells_of(sheet: PlannedSheet, row: PlannedRow) -> Iterable[str]:
    return (*(f"{column.column}{row.row}" for column in sheet.columns), *row.cells.values())


def changed_texts(plan: Plan, form: Mapping[str, str]) -> dict[CellName, str]:
    """The cells of a sent form whose text is not the one that the page showed; those left alone keep what they hold.

    Fields are named "text-0-C12", and "was-0-C12" for the text that was shown.
    """
    found = {}
    for name, text in form.items():
        place = _TEXT.fullmatch(name)
        if place and int(place[1]) < len(plan.sheets):
            was = form.get(f"was-{place[1]}-{place[2]}", "")
            if typed(text) != typed(was):
                found[plan.sheets[int(place[1])].name, place[2]] = text
    return found


def chosen_rows(plan: Plan, keys: Iterable[str]) -> set[tuple[str, int]]:
    """The rows that keys such as "0-12" name, by the name of the sheet; keys that name none are left away."""
    found = set()
    for key in keys:
        place = _ROW.fullmatch(key)
        if place and int(place[1]) < len(plan.sheets):
            found.add((plan.sheets[int(place[1])].name, int(place[2])))
    return found
