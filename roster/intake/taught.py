"""What officers taught about columns and words: applied over the program's own understanding of a sheet.

The choice for this workbook goes first, then what was remembered of a table with the same headings, then a synonym that
counts in any table, then the program's own reading.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from roster.columns.catalogue import column as catalogue_column
from roster.columns.column import Value
from roster.domain.text import fold
from roster.intake.choices import NOT_IMPORTED, Choices
from roster.intake.headings import Heading
from roster.intake.mapping import MULTIPLE, STT, MappedColumn
from roster.intake.meanings import key_of, keys_of

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

ANY_TABLE = ""  # the shape of a synonym that counts in any table
CHOSEN, REMEMBERED, SYNONYM = "chosen", "remembered", "synonym"

# Parts of a fact that a column of its own may hold, those that are offered to be chosen first.
PART_LABELS = {
    "name.family": "Họ, chữ đệm",
    "name.middle": "Chữ đệm",
    "name.given": "Tên",
    "birth.day": "Ngày sinh: ngày",
    "birth.month": "Ngày sinh: tháng",
    "birth.year": "Ngày sinh: năm",
    "birth.male": "Ngày sinh của nam",
    "birth.female": "Ngày sinh của nữ",
    "sex.male": "Giới tính: đánh dấu nam",
    "sex.female": "Giới tính: đánh dấu nữ",
    "permanent.house": "Nơi thường trú: số nhà",
    "permanent.street": "Nơi thường trú: đường, phố",
    "current.house": "Nơi ở hiện tại: số nhà",
    "current.street": "Nơi ở hiện tại: đường, phố",
    **{
        f"{key}.{part}": f"{label}: {words}"
        for key, label in (
            ("enlisted_on", "Nhập ngũ"), ("discharged_on", "Xuất ngũ"), ("joined_on", "Tham gia dân quân tự vệ"),
            ("party_joined_on", "Vào Đảng"), ("union_joined_on", "Vào Đoàn"),
        )
        for part, words in (("day", "ngày"), ("month", "tháng"), ("year", "năm"))
    },
}  # fmt: skip


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
    """A column with what it feeds, and by whose word: "" (the program's), CHOSEN, REMEMBERED or SYNONYM.

    `place` is where the memory has it (shape or ANY_TABLE, word), None for what is not remembered.
    """

    column: MappedColumn
    source: str = ""
    place: tuple[str, str] | None = None


def word_of(path: Sequence[str], *, with_years: bool = False) -> str:
    """A heading as it is remembered: its path folded, "#" for a year, so that next year's table is known again.

    `with_years`: as it was remembered before years were left out.
    """
    word = " / ".join(fold(name) for name in path)
    return (word if with_years else _YEAR.sub("#", word))[:300]


def shape_of(heading: Heading, *, with_years: bool = False) -> str:
    """The mark of a table's row of headings: the same words in the same order give the same mark."""
    words = [word_of(path, with_years=with_years) for _, path in sorted(heading.paths.items())]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def words_of(
    columns: Sequence[MappedColumn], letters: Mapping[int, str], *, with_years: bool = False
) -> dict[int, str]:
    """What the columns of one table are remembered by, by index: of equal headings each has its number, a column
    without a heading its letter."""
    seen: Counter[str] = Counter()
    found = {}
    for column in sorted(columns, key=lambda one: one.index):
        word = word_of(column.path, with_years=with_years)
        seen[word] += 1
        found[column.index] = word if seen[word] == 1 else f"{word} ({seen[word]})"
        if not word:
            found[column.index] = f"(cột {letters[column.index]} không có tên)"
    return found


def is_target(roster: str, target: str) -> bool:
    """Whether a column of the roster may be said to feed `target`: a fact, a part of one or a mark for one choice."""
    key, mark, choice = target.partition("=")
    if key_of(target) not in keys_of(roster):
        return False
    return not mark or choice in {str(one.key) for one in catalogue_column(roster, key).choices}


def label_of(roster: str, target: str) -> str:
    """What a column feeds, in words; "" for nothing and for what the roster does not know."""
    if target in PART_LABELS:
        return PART_LABELS[target]
    key, mark, choice = target.partition("=")
    if key not in keys_of(roster):
        return ""
    fact = catalogue_column(roster, key)
    return f"{fact.label}: đánh dấu {fact.show(choice)}" if mark else fact.label


def understand(
    columns: Sequence[MappedColumn],
    shapes: tuple[str, str],
    sheet_name: str,
    letters: Mapping[int, str],
    roster: str,
    choices: Choices,
    memory: Memory,
) -> tuple[list[Understood], list[str]]:
    """The columns as officers have it, and a sentence for each column that gave a fact up to another.

    `shapes` are the marks of the table's headings, without and with the years in them; `letters` are the officer's
    letters of the columns by index. What somebody taught takes a fact away from the column that the program had given
    it.
    """
    said = _said(columns, shapes, sheet_name, letters, roster, choices, memory)
    taken: dict[str, int] = {}
    notices: list[str] = []
    for index in sorted(said, key=lambda one: (_RANK[said[one][1]], one)):
        target, source, place = said[index]
        if target == NOT_IMPORTED:
            continue
        other = next((t for t in taken if excludes(t, target)), None)
        if other is None:
            taken[target] = index
            continue
        first, label = letters[taken[other]], label_of(roster, key_of(target))
        notices.append(
            f"Cột {first} và cột {letters[index]} cùng được chọn là “{label}”; chương trình chỉ lấy cột {first}."
        )
        said[index] = (NOT_IMPORTED, source, place)
    settled = []
    for column in columns:
        if column.index in said:
            target, source, place = said[column.index]
            settled.append(Understood(replace(column, target=target or None, score=1.0, doubt=""), source, place))
            continue
        left = _beside_halves(column.target, taken)
        other = next((t for t in taken if left and left != STT and excludes(t, left)), None)
        if other is not None and left is not None:
            notices.append(
                f"Cột {letters[column.index]} không còn được nhập là “{label_of(roster, key_of(left))}”, "
                f"vì cột {letters[taken[other]]} đã được chọn cho nội dung này."
            )
            left = None
        settled.append(Understood(replace(column, target=left, score=column.score if left else 0.0)))
    return settled, notices


def excludes(one: str, other: str) -> bool:
    """Whether two columns cannot feed these both: the same thing, or a whole fact beside a part of it."""
    if key_of(one) != key_of(other) or key_of(one) in MULTIPLE:
        return False
    return one == other or one == key_of(one) or other == key_of(other)


def _said(
    columns: Sequence[MappedColumn],
    shapes: tuple[str, str],
    sheet_name: str,
    letters: Mapping[int, str],
    roster: str,
    choices: Choices,
    memory: Memory,
) -> dict[int, tuple[str, str, tuple[str, str] | None]]:
    """What officers said of the columns, by index: the target, by which word, and where the memory has it."""
    said: dict[int, tuple[str, str, tuple[str, str] | None]] = {}
    places, old_places = words_of(columns, letters), words_of(columns, letters, with_years=True)
    for column in columns:
        of_table = [(shapes[0], places[column.index]), (shapes[1], old_places[column.index])]
        common = [(ANY_TABLE, word_of(column.path)), (ANY_TABLE, word_of(column.path, with_years=True))]
        kept = [(REMEMBERED, place) for place in of_table] + [(SYNONYM, place) for place in common if place[1]]
        found: list[tuple[str, str | None, tuple[str, str] | None]]
        found = [(source, memory.columns.get(place), place) for source, place in kept]
        chosen = choices.columns.get((sheet_name, letters[column.index]))
        if chosen is not None:
            # Whatever is chosen here is remembered for these headings too.
            found.insert(0, (CHOSEN, chosen, next((p for p in of_table if p in memory.columns), None)))
        for source, target, place in found:
            if target is not None and (target == NOT_IMPORTED or is_target(roster, target)):
                said[column.index] = (target, source, place)
                break
    return said


_RANK = {CHOSEN: 0, REMEMBERED: 1, SYNONYM: 2}


def _beside_halves(target: str | None, taken: Mapping[str, int]) -> str | None:
    """The column that was the whole name is the other half of it where an officer named one half only."""
    if target == "full_name" and "name.given" in taken and "name.family" not in taken:
        return "name.family"
    if target == "full_name" and "name.family" in taken and "name.given" not in taken:
        return "name.given"
    return target
