"""What a list that leaves the program is made of: its title, its columns and the facts that stand in each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Name:
    """What a fact is called in its cell where its place does not tell: where `unless`, a key before it, is not known.

    Without `unless` the fact is always called so.
    """

    key: str
    text: str
    unless: str = ""


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: heading lines and the facts that stand in it.

    A line of `lines` is a tuple of keys joined by `joint` ("Kinh, Không"); a plain list has one line of one key. In a
    `stacked` column the heading's lines begin with a dash where it is a form's, and what wraps hangs. Facts that are
    not known are left out; `names` say which one stands there where that is not plain. `strong` sets the first line in
    bold. `least_mm` is kept free at least; `fixed_mm` is a width that a ward set, 0 where it is found. A present
    address that is the permanent one is left out, or stands as `same_address` says. `key` names a column of a sheet
    that is no roster; others are known by the first fact that stands in them. `above` are the headings that it shares
    with its neighbours, the outermost first.
    """

    heading: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    width_mm: float
    centred: bool = False
    joint: str = ", "
    stacked: bool = False
    strong: bool = False
    names: tuple[Name, ...] = ()
    least_mm: float = 0.0
    same_address: str = ""
    fixed_mm: float = 0.0
    key: str = ""
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartLine:
    """A line of a printed chart: its number in words and as a bar, and what it is measured by (None: nothing)."""

    label: str
    words: str
    value: float
    goal: float | None = None


@dataclass(frozen=True)
class PrintedChart:
    """A chart below a printed table: words and numbers beside bars, so that nothing stands in a picture alone."""

    title: str
    lines: tuple[ChartLine, ...]

    @property
    def most(self) -> float:
        """What the longest bar stands for."""
        return max([1, *(max(one.value, one.goal or 0) for one in self.lines)])


@dataclass(frozen=True)
class ListDefinition:
    """A list. `title` and `below_title` may hold {year} and {year_before}; `noun` is what is counted below it
    ("Danh sách gồm 25 … công dân./.").

    The running number stands before `columns`, headed by `number_heading`; `numbers_columns` adds the row (1), (2), …
    `own_title` is the beginning of `title` that a ward may word otherwise; what follows it, the year or the day, stays.
    "" where the title is a form's, or not to be told from what it says of these rows. `is_dense` sets the cells of a
    form of many figures closer to their lines. Each row is at least as high as `least_lines` lines: one that is signed
    must have room for it.
    """

    key: str
    name: str  # what the officer chooses by
    roster: str
    title: str
    columns: tuple[ListColumn, ...]
    noun: str = "đồng chí"
    form_number: str = ""  # "Biểu số: 16C"
    annex: str = ""  # "Phụ lục III"
    below_title: str = ""
    landscape: bool = True
    font_size_pt: float = 10.5
    note: str = ""
    number_heading: tuple[str, ...] = ("STT",)
    numbers_columns: bool = True
    charts: tuple[PrintedChart, ...] = ()
    is_dense: bool = False
    own_title: str = ""
    least_lines: int = 1

    def titled(self, words: str) -> ListDefinition:
        """The list under the ward's own words, "" for none; a form keeps its title."""
        if not words or not self.own_title:
            return self
        words = words.upper().replace("{", "{{").replace("}", "}}")
        return replace(self, title=words + self.title[len(self.own_title) :])

    def title_of(self, year: int) -> str:
        """The title for a year."""
        return self.title.format(year=year, year_before=year - 1)

    def below_title_of(self, year: int) -> str:
        """What stands below the title for a year, "" for nothing."""
        return self.below_title.format(year=year, year_before=year - 1)


def stacked(
    width_mm: float,
    heading: tuple[str, ...],
    *lines: tuple[str, ...],
    names: tuple[Name, ...] = (),
    joint: str = "; ",
    strong: bool = False,
    dashed: bool = False,
    same_address: str = "",
) -> ListColumn:
    """A column of several facts in few lines; `heading` names them in their order, behind dashes as forms have them."""
    return ListColumn(
        tuple(f"- {line}" for line in heading) if dashed else heading, lines, width_mm, joint=joint, stacked=True,
        strong=strong, names=names, same_address=same_address,
    )  # fmt: skip


REMARKS = ListColumn(("Ghi chú",), (("notes",),), 10.0, least_mm=10.0)
