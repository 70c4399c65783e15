"""What a column is: one definition that reads a cell, shows a value, writes a cell and knows its width.

A form, a workbook, a page and a paper ask the same `Column`; they cannot disagree about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roster.columns.cells import cell_words, is_blank
from roster.columns.hints import hint_of
from roster.domain.actor import Sensitivity
from roster.domain.choices import Choice
from roster.domain.problems import Problem

# What a value may be once it is read: partial dates and codes are text.
Value = str | int | float | bool | None


@dataclass(frozen=True)
class ReadContext:
    """What a reader may need beside the cell: the day of reading, the workbook's date system, and what officers taught:
    the values that words mean, by (column's key, folded words). `known` keeps what was read, by key and words."""

    today: date
    date1904: bool = False
    taught: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    known: dict[tuple[str, str], Reading] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Reading:
    """What one cell said: values by column key (a cell may hold several facts) and the problems met."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


Reader = Callable[["Column", Any, ReadContext], Reading]


@dataclass(frozen=True)
class Column:
    """One fact about a citizen.

    `home` is the table that holds it: "person" or the roster "enlistment", "militia", "reserve". `width_mm` is its
    share of a printed line; `sheet_width` its width in a workbook in characters of the standard font. `as_text` keeps a
    spreadsheet from turning digits into a number. `example` always stands beside a field; the sentence that
    explains the column is `hint`.
    """

    key: str
    label: str
    home: str
    reader: Reader
    shower: Callable[[Value], str]
    short_label: str = ""
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    sensitivity: Sensitivity | None = None
    width_mm: float = 25.0
    sheet_width: float = 14.0
    as_text: bool = False
    is_date: bool = False
    example: str = ""
    long_text: bool = False

    @property
    def hint(self) -> str:
        """What to write and why it is asked, in a sentence; "" for a column that is not of the catalogue."""
        return hint_of(self.home, self.key)

    @property
    def heading(self) -> str:
        """The heading in dense tables: the short label where there is one."""
        return self.short_label or self.label

    def read(self, raw: Any, context: ReadContext) -> Reading:
        """Read a cell or a form field. A blank gives an empty reading; faults come as problems, never as exceptions.

        Words that officers taught are read as the value that they mean, so that the column's own rules hold for it too.
        """
        if context.taught and not is_blank(raw):
            raw = context.taught.get((self.key, cell_words(raw)), raw)
        return self.reader(self, raw, context)

    def show(self, value: Value) -> str:
        """The value as people read it on a page, a sheet and a paper; "" where there is none."""
        return "" if value is None else self.shower(value)
