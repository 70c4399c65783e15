"""A plan made ready for its page: the tiles, the rows of one view, the sheets, those whom the file no longer names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from roster.columns import catalogue
from roster.columns.column import Column, Value
from roster.columns.showers import show_flag, show_yes_no
from roster.domain.actor import Actor
from roster.domain.problems import Problem, Severity
from roster.intake.choices import SKIP
from roster.intake.plan import (
    ACTION_LABELS,
    CONFLICT,
    CREATE,
    ERROR,
    UPDATE,
    Absent,
    Plan,
    PlannedColumn,
    PlannedRow,
    PlannedSheet,
)
from roster.intake.table_rows import FOOTER, NUMBERING, REPEATED, SECTION, TOTAL
from roster.intake.taught import label_of
from roster.listing.table import masked
from roster.services.import_mends import may_erase
from roster.web.imports.mapping_shown import confidence, unknown_words
from roster.web.imports.shown import (
    Fact,
    Page,
    ShownAbsent,
    ShownChange,
    ShownColumn,
    ShownProblem,
    ShownRow,
    ShownSheet,
    Tile,
    page_of,
)

ALL, ATTENTION, ABSENT, SKIPPED = "all", "attention", "absent", "skipped"
HELD_BACK = frozenset({CONFLICT, ERROR})

SKIPPED_LABELS = {
    SECTION: "dòng tên tổ, nhóm",
    NUMBERING: "dòng đánh số cột",
    REPEATED: "dòng lặp lại tiêu đề",
    TOTAL: "dòng tổng cộng",
    FOOTER: "dòng ghi chú, ký tên cuối bảng",
}

Place = tuple[int, PlannedSheet, PlannedRow]


@dataclass(frozen=True)
class Preview:
    """A plan as one officer sees it. `decisions` are those already taken, by (sheet name, Excel row).

    `is_part`: the workbook does not mean to name the whole roster, so that nobody is missing from it.
    """

    plan: Plan
    actor: Actor
    decisions: Mapping[tuple[str, int], str] = field(default_factory=dict)
    is_part: bool = False

    @property
    def writes(self) -> int:
        """How many rows Confirm writes."""
        return sum(row.action in (CREATE, UPDATE) for _, _, row in self._places())

    @property
    def held_back(self) -> int:
        """How many rows Confirm leaves out because of a fault or an open question."""
        return sum(row.action in HELD_BACK for _, _, row in self._places())

    @property
    def row_count(self) -> int:
        """How many people the workbook names."""
        return sum(len(sheet.rows) for sheet in self.plan.sheets)

    @property
    def has_several_sheets(self) -> bool:
        """Whether a row number alone does not say where a row stands."""
        return sum(sheet.used for sheet in self.plan.sheets) > 1

    def tiles(self, current: str) -> list[Tile]:
        """The summary: one tile for each fate of a row, one for those whom the file no longer names."""
        fates = Counter(self._fate(*place) for place in self._places())
        counts = {**fates, ABSENT: len(self.plan.absent)}
        labels = {**ACTION_LABELS, **({SKIPPED: "Bỏ qua"} if fates[SKIPPED] else {}), ABSENT: "Vắng trong tệp"}
        if self.is_part:
            del labels[ABSENT]
        return [Tile(key, label, counts.get(key, 0), key == current) for key, label in labels.items()]

    def neighbourhoods(self) -> Counter[str]:
        """The neighbourhoods that Confirm would write of people who had another or none, with how many rows each."""
        found = Counter(
            value
            for _, _, row in self._places()
            for value in (
                [row.fields.get("neighbourhood")]
                if row.action == CREATE
                else [change.new for change in row.changes if change.key == "neighbourhood"]
            )
        )
        return Counter({str(name): count for name, count in found.items() if name})

    def views(self, current: str) -> list[Tile]:
        """The two views across all fates: the rows that ask for a look, and every row."""
        attention = sum(self._asks_attention(*place) for place in self._places())
        return [
            Tile(ATTENTION, "Cần xem lại", attention, current == ATTENTION),
            Tile(ALL, "Tất cả các dòng", self.row_count, current == ALL),
        ]

    def view_to_open(self, asked: str | None) -> str:
        """The view that was asked for where there is one; else the rows that need a look, or all when none does."""
        if asked is not None and (asked in ACTION_LABELS or asked in (ALL, ATTENTION, ABSENT, SKIPPED)):
            return asked
        return ATTENTION if any(self._asks_attention(*place) for place in self._places()) else ALL

    def rows(self, view: str, page: int) -> Page[ShownRow]:
        """The rows of a view in the order of the workbook."""
        return self._page(self.places(view), page)

    def places(self, view: str) -> list[Place]:
        """Where the rows of a view stand: number of the sheet, sheet, row."""
        return [place for place in self._places() if self._belongs(view, place)]

    def held_back_rows(self, page: int) -> Page[ShownRow]:
        """The rows that Confirm leaves out, in the order of the workbook."""
        return self._page([place for place in self._places() if place[2].action in HELD_BACK], page)

    def absent(self, page: int) -> Page[ShownAbsent]:
        """The people whom the file no longer names."""
        cut = page_of(self.plan.absent, page)
        return Page([self._shown_absent(person) for person in cut.items], cut.number, cut.pages, cut.total)

    def sheets(self) -> list[ShownSheet]:
        """All sheets of the workbook, those set aside too."""
        return [self._shown_sheet(sheet) for sheet in self.plan.sheets]

    def unknown_words(self) -> int:
        """How many words of cells their columns do not know, though a choice would settle them."""
        return len(unknown_words(self.actor, self.plan))

    def erasable(self) -> list[tuple[str, str]]:
        """The columns whose blank cells may clear what is on file, as (key, heading)."""
        keys = dict.fromkeys(c.key for sheet in self.plan.sheets if sheet.used for c in sheet.columns if c.key)
        found = [(key, column) for key in keys if (column := self._column(key))]
        return [(key, column.heading) for key, column in found if may_erase(column)]

    def notices(self) -> list[tuple[str, str]]:
        """What the officer must know of the sheets as (sentence, names of its sheets); no names where all share it."""
        used = [sheet for sheet in self.plan.sheets if sheet.used]
        by_sentence: dict[str, list[str]] = {}
        for sheet in used:
            for sentence in (*sheet.doubts, *sheet.notices):
                by_sentence.setdefault(sentence, []).append(sheet.name)
        return [(told, ", ".join(names) if len(names) < len(used) else "") for told, names in by_sentence.items()]

    def _fate(self, _: int, sheet: PlannedSheet, row: PlannedRow) -> str:
        return SKIPPED if self.decisions.get((sheet.name, row.row)) == SKIP else row.action

    def _asks_attention(self, index: int, sheet: PlannedSheet, row: PlannedRow) -> bool:
        if self._fate(index, sheet, row) == SKIPPED:
            return False
        return row.action in HELD_BACK or any(p.severity is not Severity.NOTE for p in row.problems)

    def _belongs(self, view: str, place: Place) -> bool:
        return self._asks_attention(*place) if view == ATTENTION else view == ALL or self._fate(*place) == view

    def _places(self) -> Iterator[Place]:
        for index, sheet in enumerate(self.plan.sheets):
            for row in sheet.rows:
                yield index, sheet, row

    def _page(self, places: list[Place], page: int) -> Page[ShownRow]:
        cut = page_of(places, page)
        return Page([self._shown_row(*place) for place in cut.items], cut.number, cut.pages, cut.total)

    def _shown_row(self, index: int, sheet: PlannedSheet, row: PlannedRow) -> ShownRow:
        decision = self.decisions.get((sheet.name, row.row))
        is_doubtful = row.action != ERROR and any(p.code == "possible_duplicate" for p in row.problems)
        return ShownRow(
            sheet_index=index,
            sheet_name=sheet.name,
            row=row.row,
            name=self._value("full_name", row.fields.get("full_name")),
            birth_date=self._value("birth_date", row.fields.get("birth_date")),
            citizen_id=self._value("citizen_id", row.fields.get("citizen_id")),
            action=self._fate(index, sheet, row),
            facts=tuple(self._fact(key, value, row.cells) for key, value in row.fields.items() if value is not None),
            changes=tuple(
                ShownChange(
                    self.label(change.key),
                    self._value(change.key, change.old),
                    self._value(change.key, change.new),
                    row.cells.get(change.key, ""),
                )
                for change in row.changes
            ),
            problems=tuple(self.shown_problem(problem, sheet, row) for problem in row.problems),
            person_id=row.person_id,
            matched_name=row.matched_name,
            needs_decision=row.action == CONFLICT or is_doubtful or (decision is not None and row.action != ERROR),
            decision=decision,
            lookalike_id=row.lookalike_id,
            lookalike_name=row.lookalike_name,
        )

    def shown_problem(self, problem: Problem, sheet: PlannedSheet, row: PlannedRow) -> ShownProblem:
        """The problem with its cell; an empty cell gave no value, yet it is where the missing one belongs."""
        letter = next((c.column for c in sheet.columns if c.key == problem.field), "")
        cell = row.cells.get(problem.field) or (f"{letter}{row.row}" if letter else "")
        column = self._column(problem.field)
        heading, label = (column.heading, column.label) if column else ("", "")
        told = problem.message.casefold().startswith((heading.casefold(), label.casefold()))  # the sentence names it
        return ShownProblem(cell, "" if told else heading, problem.message, problem.severity)

    def _shown_absent(self, person: Absent) -> ShownAbsent:
        return ShownAbsent(person.person_id, person.full_name, self._value("birth_date", person.birth_date))

    def _shown_sheet(self, sheet: PlannedSheet) -> ShownSheet:
        kinds = Counter(sheet.skipped.values())
        return ShownSheet(
            name=sheet.name,
            used=sheet.used,
            reason=sheet.reason,
            title=sheet.title,
            header_rows=spans(sheet.header_rows),
            row_count=len(sheet.rows),
            columns=tuple(self._shown_column(c) for c in sheet.columns),
            implied=tuple(self._fact(key, value, {}) for key, value in sheet.implied.items() if value is not None),
            skipped=tuple(f"{count} {SKIPPED_LABELS.get(kind, 'dòng khác')}" for kind, count in kinds.items()),
            notices=tuple(sheet.notices),
        )

    def _shown_column(self, one: PlannedColumn) -> ShownColumn:
        understood = label_of(self.plan.roster, one.target) if one.target else ""
        return ShownColumn(one.column, one.heading, understood, one.note, confidence(one))

    def _fact(self, key: str, value: Value, cells: Mapping[str, str]) -> Fact:
        return Fact(self.label(key), self._value(key, value), cells.get(key, ""))

    def _column(self, key: str) -> Column | None:
        try:
            return catalogue.column(self.plan.roster, key)
        except KeyError:
            return None

    def label(self, key: str) -> str:
        """The column's heading, "" for what is no column."""
        column = self._column(key)
        return column.heading if column else ""

    def _value(self, key: str, value: Value) -> str:
        column = self._column(key)
        if column is None:
            return "" if value is None else str(value)
        shown = _show(column, value)
        if column.sensitivity is None or self.actor.may_see(column.sensitivity):
            return shown
        return masked(shown, column.sensitivity)


def _show(column: Column, value: Value) -> str:
    if isinstance(value, bool):  # in a sentence a lone "x" says nothing
        return show_yes_no(value)
    if isinstance(value, str) and column.shower is show_flag:  # words that nobody understood are no mark
        return value
    try:
        return column.show(value)
    except ValueError:  # a row that is held back keeps what its cell said, a 31 February too
        return str(value)


def spans(numbers: list[int]) -> str:
    """Row numbers as people say them: [7, 8] → "7–8", [2, 5] → "2, 5"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
