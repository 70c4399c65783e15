"""What officers taught about columns and words: applied over the program's own understanding of a sheet.

The choice for this workbook goes first, then what was remembered of a table with the same headings, then a synonym that
counts in any table, then the program's own reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from roster.columns.catalogue import columns_of
from roster.columns.column import Value
from roster.domain.text import fold
from roster.intake.choices import NOT_IMPORTED, Choices
from roster.intake.headings import Heading
from roster.intake.mapping import MULTIPLE, MappedColumn

ANY_TABLE = ""  # the shape of a synonym that counts in any table
CHOSEN, REMEMBERED, SYNONYM = "chosen", "remembered", "synonym"

# Parts of a fact that a column of its own may hold.
PART_LABELS = {
    "name.family": "Họ, chữ đệm",
    "name.middle": "Chữ đệm",
    "name.given": "Tên",
    "birth.day": "Ngày sinh: ngày",
    "birth.month": "Ngày sinh: tháng",
    "birth.year": "Ngày sinh: năm",
    "birth.male": "Ngày sinh của nam",
    "birth.female": "Ngày sinh của nữ",
}


@dataclass(frozen=True)
class Memory:
    """What a ward was taught for one roster.

    `columns` maps (shape of the headings or ANY_TABLE, folded heading) to a target or NOT_IMPORTED; `values` maps
    (column's key, folded words of a cell) to the value that they mean.
    """

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Understood:
    """A column with what it feeds, and by whose word: "" (the program's), CHOSEN, REMEMBERED or SYNONYM."""

    column: MappedColumn
    source: str = ""


def word_of(path: Sequence[str]) -> str:
    """A heading as it is remembered: its path folded."""
    return " / ".join(fold(name) for name in path)[:300]


def shape_of(heading: Heading) -> str:
    """The mark of a table's row of headings: the same words in the same order give the same mark."""
    words = [word_of(path) for _, path in sorted(heading.paths.items())]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def targets_of(roster: str) -> set[str]:
    """Everything that a column of the roster may be said to feed."""
    return {column.key for column in columns_of(roster)} | PART_LABELS.keys()


def understand(
    columns: Sequence[MappedColumn],
    heading: Heading,
    sheet_name: str,
    letters: Mapping[int, str],
    roster: str,
    choices: Choices,
    memory: Memory,
) -> tuple[list[Understood], list[str]]:
    """The columns as officers have it, and a sentence for each fact that two columns were said to feed.

    `letters` are the officer's letters of the columns by index. What somebody taught takes a fact away from the column
    that the program had given it.
    """
    shape, known = shape_of(heading), targets_of(roster)
    said: dict[int, tuple[str, str]] = {}
    for column in columns:
        word = word_of(column.path)
        for source, target in (
            (CHOSEN, choices.columns.get((sheet_name, letters[column.index]))),
            (REMEMBERED, memory.columns.get((shape, word)) if word else None),
            (SYNONYM, memory.columns.get((ANY_TABLE, word)) if word else None),
        ):
            if target is not None and (target == NOT_IMPORTED or target in known):
                said[column.index] = (target, source)
                break
    taken: dict[str, int] = {}
    notices: list[str] = []
    for index in sorted(said, key=lambda one: (_RANK[said[one][1]], one)):
        target = said[index][0]
        if target == NOT_IMPORTED or target in MULTIPLE:
            continue
        if target in taken:
            notices.append(
                f"Cột {letters[taken[target]]} và cột {letters[index]} cùng được chọn cho một nội dung; "
                f"chương trình lấy cột {letters[taken[target]]}."
            )
            said[index] = (NOT_IMPORTED, said[index][1])
        else:
            taken[target] = index
    return [_settled(column, said.get(column.index), taken) for column in columns], notices


_RANK = {CHOSEN: 0, REMEMBERED: 1, SYNONYM: 2}


def _settled(column: MappedColumn, said: tuple[str, str] | None, taken: Mapping[str, int]) -> Understood:
    if said is not None:
        target, source = said
        return Understood(replace(column, target=target or None, score=1.0), source)
    if column.target in taken:
        return Understood(replace(column, target=None, score=0.0))
    return Understood(column)
