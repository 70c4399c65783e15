"""The definition of lists that leave the program: which columns in which order, for page, workbook and paper alike."""

from __future__ import annotations

from dataclasses import dataclass

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT, MILITIA, RESERVE, column


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: heading lines and the facts that stand in it, one line each.

    A line of `lines` is a tuple of keys joined by `joint` ("Kinh, Không"); a plain list has one line of one key.
    """

    heading: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    width_mm: float
    centred: bool = False
    joint: str = ", "


@dataclass(frozen=True)
class ListDefinition:
    """A list. `title` may hold {year}; `noun` is what is counted below it ("Danh sách gồm 25 … công dân./.")."""

    key: str
    name: str  # what the officer chooses by
    roster: str
    title: str
    columns: tuple[ListColumn, ...]
    noun: str = "đồng chí"
    form_number: str = ""  # "Biểu số: 16C"
    landscape: bool = True
    font_size_pt: float = 11.0
    note: str = ""


def plain_columns(roster: str, keys: tuple[str, ...]) -> tuple[ListColumn, ...]:
    """A list column per key, headed and sized as the catalogue says. Raises KeyError for an unknown key."""
    found = (column(roster, key) for key in keys)
    return tuple(ListColumn((c.heading,), ((c.key,),), c.width_mm) for c in found)


def working_list(roster: str, keys: tuple[str, ...] | None = None) -> ListDefinition:
    """The list as the officer sees it on the page: the roster's usual columns, or those that he chose."""
    names = {ENLISTMENT: "Nghĩa vụ quân sự", MILITIA: "Dân quân tự vệ", RESERVE: "Dự bị động viên"}
    titles = {
        ENLISTMENT: "DANH SÁCH CÔNG DÂN TRONG ĐỘ TUỔI SẴN SÀNG NHẬP NGŨ NĂM {year}",
        MILITIA: "DANH SÁCH DÂN QUÂN TỰ VỆ NĂM {year}",
        RESERVE: "DANH SÁCH QUÂN NHÂN DỰ BỊ NĂM {year}",
    }
    return ListDefinition(
        roster, names[roster], roster, titles[roster], plain_columns(roster, keys or DEFAULT_KEYS[roster]),
        noun="công dân" if roster == ENLISTMENT else "đồng chí",
    )  # fmt: skip
