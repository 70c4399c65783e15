"""People and a list's definition become a table of ready text: the same one for page, workbook and paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from roster.columns.catalogue import column
from roster.columns.column import Column
from roster.columns.printed_lists import ListColumn, ListDefinition
from roster.columns.showers import show_flag
from roster.domain.actor import Sensitivity
from roster.domain.number_words import in_figures, in_words
from roster.domain.sorting import natural_key
from roster.domain.text import fold

Lines = tuple[str, ...]
MaySee = Callable[[Sensitivity | None], bool]

HIDDEN = "•"
NO_GROUP = "Chưa ghi tổ dân phố"


@dataclass(frozen=True, slots=True)
class Row:
    """One citizen: the running number from 1, a tuple of text lines per column, and whom a page links to.

    A row that `is_group` heads the citizens below it: number 0 and one cell that spans the list. `mark` stands in the
    place of the number: "I" before a part of a report, "" before a sum.
    """

    number: int
    cells: tuple[Lines, ...]
    person_id: UUID | None = None
    record_id: UUID | None = None
    is_group: bool = False
    mark: str | None = None

    @property
    def shown_number(self) -> int | str:
        """What stands before the cells."""
        return self.number if self.mark is None else self.mark


@dataclass(frozen=True)
class Table:
    """A list as it is shown. The running number stands before the cells and is not among them."""

    definition: ListDefinition
    rows: tuple[Row, ...]

    @property
    def headings(self) -> tuple[Lines, ...]:
        """The heading lines of each column, without that of the running number."""
        return tuple(list_column.heading for list_column in self.definition.columns)

    @property
    def shared_headings(self) -> tuple[Lines, ...]:
        """What stands above each column's heading and is shared with its neighbours; () for most."""
        return tuple(list_column.above for list_column in self.definition.columns)

    @property
    def row_count(self) -> int:
        """How many people the table holds."""
        return sum(not row.is_group for row in self.rows)


def build_table(
    definition: ListDefinition, rows: Iterable[Mapping[str, Any]], *, may_see: MaySee, first_number: int = 1
) -> Table:
    """The table of `rows`, in their order.

    A row holds values by column key (the person's and those of the list's roster; an absent key is a blank), and the
    ids of person and record under "person_id" and "record_id". What `may_see` refuses comes out masked. `first_number`
    is the running number of the first row, for a page of a longer list. Raises KeyError for a column the roster does
    not have.
    """
    makers = tuple(_CellMaker(definition, list_column, may_see) for list_column in definition.columns)
    return Table(
        definition,
        tuple(
            Row(number, tuple(maker.cell(row) for maker in makers), row.get("person_id"), row.get("record_id"))
            for number, row in enumerate(rows, start=first_number)
        ),
    )


def grouped_table(definition: ListDefinition, rows: Iterable[Mapping[str, Any]], key: str, *, may_see: MaySee) -> Table:
    """`build_table` with a row before the people of each value of `key` (a neighbourhood) that counts them.

    The values come in the order of their numbers, those without one last; within each the order of `rows` stays.
    """
    in_order = sorted(rows, key=lambda row: (not row.get(key), natural_key(str(row.get(key) or ""))))
    table = build_table(definition, in_order, may_see=may_see)
    values = [str(row.get(key) or "") for row in in_order]
    counts = Counter(values)
    made: list[Row] = []
    for place, (value, row) in enumerate(zip(values, table.rows, strict=True)):
        if place == 0 or value != values[place - 1]:
            made.append(Row(0, ((f"{value or NO_GROUP}: {counted(counts[value], definition.noun)}",),), is_group=True))
        made.append(row)
    return Table(definition, tuple(made))


def counted(count: int, noun: str) -> str:
    """ "1.205 (một nghìn hai trăm linh năm) công dân": a decimal point groups thousands in Vietnamese."""
    return f"{in_figures(count)} ({in_words(count)}) {noun}"


def masked(shown: str, sensitivity: Sensitivity) -> str:
    """What is left of a fact that the reader may not see.

    Of an id or a telephone number the first three and the last two characters stay, enough to compare with a card in
    the hand: "031•••••••65". Of anything else nothing stays, and a blank looks like the rest: that somebody has no
    entry under Đảng or Sức khỏe is itself such a fact.
    """
    if sensitivity is not Sensitivity.IDENTITY:
        return HIDDEN
    hidden = len(shown) - 5
    return shown[:3] + HIDDEN * hidden + shown[-2:] if hidden > 0 else HIDDEN * len(shown)


_MOST_KEPT = 2_000


class _CellMaker:
    """Makes the cells of one column; what depends on the column alone is found out once."""

    def __init__(self, definition: ListDefinition, list_column: ListColumn, may_see: MaySee) -> None:
        self._list_column = list_column
        self._names = {name.key: name for name in list_column.names}
        self._lines = tuple(
            tuple((fact, may_see(fact.sensitivity)) for fact in (column(definition.roster, key) for key in line))
            for line in list_column.lines
        )
        # A mark alone says nothing between other facts: there a flag reads as its label ("Đảng viên").
        self._in_words = tuple(len(facts) > 1 or list_column.stacked for facts in self._lines)
        # Most columns hold one fact as it is: nothing to name, to leave out or to join.
        is_plain = not self._names and [len(facts) for facts in self._lines] == [1]
        self._plain = (*self._lines[0][0], self._in_words[0]) if is_plain else None
        self._made: dict[str, Lines] = {}  # most columns have few values: each is made, and kept, once

    def cell(self, row: Mapping[str, Any]) -> Lines:
        if self._plain is not None:
            fact, visible, in_words = self._plain
            value = row.get(fact.key)
            made = self._made.get(value) if isinstance(value, str) else None  # True and 1 would be one key
            if made is None:
                text = _text(fact, value, visible, in_words)
                made = (text,) if text else ()
                if isinstance(value, str) and len(self._made) < _MOST_KEPT:
                    self._made[value] = made
            return made
        shown = {
            fact.key: _text(fact, row.get(fact.key), visible, in_words)
            for facts, in_words in zip(self._lines, self._in_words, strict=True)
            for fact, visible in facts
        }
        self._join_addresses(shown)
        lines = (self._line([fact.key for fact, _ in facts], shown) for facts in self._lines)
        return tuple(line for line in lines if line)

    def _join_addresses(self, shown: dict[str, str]) -> None:
        neighbourhood, permanent = shown.get("neighbourhood"), shown.get("permanent_address")
        current = shown.get("current_address")
        if permanent and current and fold(current) == fold(permanent):
            shown["current_address"] = self._list_column.same_address
        if neighbourhood and permanent:
            if f" {fold(neighbourhood)} " not in f" {fold(permanent)} ":
                shown["permanent_address"] = f"{neighbourhood}, {permanent}"
            shown["neighbourhood"] = ""

    def _line(self, keys: list[str], shown: Mapping[str, str]) -> str:
        parts: list[str] = []
        for key in keys:
            if not shown[key] or shown[key] in parts:
                continue
            name = self._names.get(key)
            if name and not shown.get(name.unless):
                called = name.text if parts else f"{name.text[0].upper()}{name.text[1:]}"
                parts.append(f"{called}: {shown[key]}")
            else:
                parts.append(shown[key])
        return self._list_column.joint.join(parts)


def _text(fact: Column, value: Any, visible: bool, in_words: bool) -> str:
    if visible or fact.sensitivity is None:
        if in_words and fact.shower is show_flag:
            return fact.label if value else ""
        return fact.show(value)
    return masked(fact.show(value), fact.sensitivity)
