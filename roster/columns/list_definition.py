"""What a list that leaves the program is made of: its title, its columns and the facts that stand in each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: heading lines and the facts that stand in it, one line each.

    A line of `lines` is a tuple of keys joined by `joint` ("Kinh, Không"); a plain list has one line of one key. In a
    `stacked` column each line begins with a dash and keeps its place even where the facts before it are not known, so
    that the reader can tell by the heading which fact it is. `strong` sets the first line in bold.
    """

    heading: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    width_mm: float
    centred: bool = False
    joint: str = ", "
    stacked: bool = False
    strong: bool = False


@dataclass(frozen=True)
class ListDefinition:
    """A list. `title` may hold {year}; `noun` is what is counted below it ("Danh sách gồm 25 … công dân./.").

    The running number stands before `columns`, headed by `number_heading`; `numbers_columns` adds the row (1), (2), …
    """

    key: str
    name: str  # what the officer chooses by
    roster: str
    title: str
    columns: tuple[ListColumn, ...]
    noun: str = "đồng chí"
    form_number: str = ""  # "Biểu số: 16C"
    annex: str = ""  # "Phụ lục III"
    landscape: bool = True
    font_size_pt: float = 11.0
    note: str = ""
    number_heading: tuple[str, ...] = ("STT",)
    numbers_columns: bool = True


def stacked(width_mm: float, heading: tuple[str, ...], *lines: tuple[str, ...], strong: bool = False) -> ListColumn:
    """A column of several facts below each other, each behind its dash; `heading` names them line by line."""
    return ListColumn(tuple(f"- {line}" for line in heading), lines, width_mm, stacked=True, strong=strong)


NOTES_LINES = (("notes",),)
