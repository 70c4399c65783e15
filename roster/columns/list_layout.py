"""How a ward wants a list laid out: its columns and their order, widths, letters, the way the paper lies, its margins.

The decree (Nghị định 30/2020/NĐ-CP, Phụ lục I phần I) sets limits for the margins; the letters of a list's rows it
leaves open, so they may be as small as can still be read. A form's own columns are what it is asked for: they can be
left out only knowingly, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from roster.columns.catalogue import ROSTERS, columns_of
from roster.columns.list_definition import ListColumn, ListDefinition
from roster.columns.printed_lists import plain_columns

PAGE_LONG_MM, PAGE_SHORT_MM = 297.0, 210.0
MARGIN_LIMITS_MM = {"top": (20.0, 25.0), "bottom": (20.0, 25.0), "left": (30.0, 35.0), "right": (15.0, 20.0)}
USUAL_MARGINS_MM = {"top": 20.0, "right": 15.0, "bottom": 20.0, "left": 30.0}
LETTER_LIMITS_PT = (9.0, 13.0)
NARROWEST_MM, WIDEST_MM = 8.0, 120.0
_ROOM_MM = 14.0  # for the running number and each column whose width the program finds
_NOT_OF_A_FORM = "notes"


@dataclass(frozen=True)
class Placed:
    """A column in its place: its key, whether it is shown, its width in millimetres (0: found by the program)."""

    key: str
    is_shown: bool = True
    width_mm: float = 0.0


@dataclass(frozen=True)
class ListLayout:
    """What a ward changed of a list. No columns, None and 0 leave what the list has."""

    columns: tuple[Placed, ...] = ()
    landscape: bool | None = None
    font_size_pt: float = 0.0
    margins_mm: Mapping[str, float] = field(default_factory=lambda: dict(USUAL_MARGINS_MM))
    by_neighbourhood: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The layout as JSON."""
        return {
            "columns": [[one.key, one.is_shown, one.width_mm] for one in self.columns],
            "landscape": self.landscape,
            "font_size_pt": self.font_size_pt,
            "margins_mm": dict(self.margins_mm),
            "by_neighbourhood": self.by_neighbourhood,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> ListLayout:
        """The layout that `as_dict` gave."""
        return cls(
            tuple(Placed(key, is_shown, width) for key, is_shown, width in kept["columns"]), kept["landscape"],
            kept["font_size_pt"], kept["margins_mm"], kept["by_neighbourhood"],
        )  # fmt: skip

    def applied(self, definition: ListDefinition) -> ListDefinition:
        """The list laid out so. A column that the layout does not know (a later version of the form) is shown last."""
        columns = definition.columns
        if self.columns:
            known = _known(definition)
            columns = tuple(
                replace(known[one.key], fixed_mm=one.width_mm or known[one.key].fixed_mm)
                for one in self._shown(definition)
            )
        return replace(
            definition,
            columns=columns,
            landscape=definition.landscape if self.landscape is None else self.landscape,
            font_size_pt=self.font_size_pt or definition.font_size_pt,
        )

    def order(self, definition: ListDefinition) -> tuple[int, ...]:
        """The places that the columns shown have in the list as it was defined; for cells that are made already."""
        if not self.columns:
            return tuple(range(len(definition.columns)))
        places = {column_key(one): place for place, one in enumerate(definition.columns)}
        return tuple(places[one.key] for one in self._shown(definition))

    def _shown(self, definition: ListDefinition) -> tuple[Placed, ...]:
        known = _known(definition)
        return tuple(one for one in placed_columns(definition, self) if one.is_shown and one.key in known)


def column_key(column: ListColumn) -> str:
    """What a column of a list is known by: the first fact that stands in it, or its own key."""
    return column.key or column.lines[0][0]


def placed_columns(definition: ListDefinition, layout: ListLayout) -> tuple[Placed, ...]:
    """All columns in the layout's order, those of the list that it does not name at the end."""
    named = {one.key for one in layout.columns}
    rest = (Placed(column_key(one)) for one in definition.columns if column_key(one) not in named)
    return (*layout.columns, *rest)


def heading_of(definition: ListDefinition, key: str) -> str:
    """The heading of a column in one line. Raises KeyError for a column that the list cannot have."""
    found = _known(definition)[key]
    own = "; ".join(line.removeprefix("- ") for line in found.heading)
    return ": ".join((*found.above, own))


def addable(definition: ListDefinition, layout: ListLayout) -> list[tuple[str, str]]:
    """(key, label) of the facts that can be added as columns of their own: none to a sheet that is no roster."""
    if definition.roster not in ROSTERS:
        return []
    there = {one.key for one in placed_columns(definition, layout)}
    return [(one.key, one.label) for one in columns_of(definition.roster) if one.key not in there]


def is_own(definition: ListDefinition, key: str) -> bool:
    """Whether the column is the list's own, not one that the ward added."""
    return any(column_key(one) == key for one in definition.columns)


def can_have(definition: ListDefinition, key: str) -> bool:
    """Whether the list has such a column, or can be given it."""
    return key in _known(definition)


def must_have(definition: ListDefinition) -> frozenset[str]:
    """The columns that the form is asked for; of a list without a form only the name, of a sheet the first column."""
    if not definition.form_number:
        return frozenset({_first_key(definition)} - {""})
    return frozenset(column_key(one) for one in definition.columns) - {_NOT_OF_A_FORM}


def left_out(definition: ListDefinition, layout: ListLayout) -> list[str]:
    """The keys of the columns that the form is asked for and that the layout leaves out."""
    needed = must_have(definition)
    return [one.key for one in placed_columns(definition, layout) if one.key in needed and not one.is_shown]


def faults_of(definition: ListDefinition, layout: ListLayout) -> dict[str, list[str]]:
    """What is beyond the limits, as sentences by part of the layout."""
    faults: dict[str, list[str]] = {}
    for side, (least, most) in MARGIN_LIMITS_MM.items():
        if not least <= layout.margins_mm[side] <= most:
            faults[f"margin_{side}"] = [f"Nghị định 30/2020/NĐ-CP cho lề này từ {least:.0f} đến {most:.0f} mm."]
    if layout.font_size_pt and not LETTER_LIMITS_PT[0] <= layout.font_size_pt <= LETTER_LIMITS_PT[1]:
        faults["font_size_pt"] = ["Cỡ chữ trong bảng từ 9 đến 13."]
    return faults | _faults_of_columns(definition, layout)


def _faults_of_columns(definition: ListDefinition, layout: ListLayout) -> dict[str, list[str]]:
    placed, known = placed_columns(definition, layout), _known(definition)
    if any(one.key not in known for one in placed):
        return {"columns": ["Có cột mà danh sách này không có. Xin mở lại trang."]}
    shown = [one for one in placed if one.is_shown]
    first = _first_key(definition)
    if first and not any(one.key == first for one in shown):
        return {"columns": [f"Cột {heading_of(definition, first).lower()} phải có trên danh sách này."]}
    wrong = [one for one in shown if one.width_mm and not NARROWEST_MM <= one.width_mm <= WIDEST_MM]
    if wrong:
        names = ", ".join(heading_of(definition, one.key) for one in wrong)
        return {"columns": [f"Chiều rộng cột từ 8 đến 120 mm; để trống thì chương trình tự tính. Xin xem: {names}."]}
    laid = layout.applied(definition)
    room = (PAGE_LONG_MM if laid.landscape else PAGE_SHORT_MM) - layout.margins_mm["left"] - layout.margins_mm["right"]
    # A narrow column of figures says itself how little it needs.
    least = {one.key: min(_ROOM_MM, known[one.key].width_mm) if known[one.key].key else _ROOM_MM for one in shown}
    taken = sum(one.width_mm or least[one.key] for one in shown) + _ROOM_MM / 2
    if taken > room:
        return {
            "columns": [
                f"Các cột cần ít nhất {taken:.0f} mm, trang chỉ còn {room:.0f} mm giữa hai lề. "
                "Xin bỏ bớt cột, thu hẹp cột hoặc in ngang."
            ]
        }
    return {}


def _first_key(definition: ListDefinition) -> str:
    """The column that every list must have: the name, of a sheet that is no roster what stands first; "" for none."""
    if definition.roster in ROSTERS:
        return "full_name"
    return column_key(definition.columns[0]) if definition.columns else ""


def _known(definition: ListDefinition) -> dict[str, ListColumn]:
    own = {column_key(one): one for one in definition.columns}
    if definition.roster not in ROSTERS:
        return own
    keys = tuple(one.key for one in columns_of(definition.roster) if one.key not in own)
    return own | dict(zip(keys, plain_columns(definition.roster, keys), strict=True))


def read_width(text: str) -> float:
    """A width as it is typed ("12,5"); 0 for none. Raises ValueError, also for what float() takes beside numbers."""
    text = text.strip().replace(",", ".")
    width = round(float(text), 1) if text else 0.0
    if not isfinite(width):
        raise ValueError("no width")  # NaN is within no limits, and no JSON of PostgreSQL
    return width


__all__: Sequence[str] = [
    "LETTER_LIMITS_PT", "MARGIN_LIMITS_MM", "USUAL_MARGINS_MM", "ListLayout", "Placed", "addable", "can_have",
    "column_key", "faults_of", "heading_of", "is_own", "left_out", "must_have", "placed_columns", "read_width",
]  # fmt: skip
