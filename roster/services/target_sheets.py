"""The targets on paper and as a workbook: of one ward, and of several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from roster.columns.list_definition import ChartLine, PrintedChart
from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor
from roster.domain.targets import TARGETS, YES_NO, figure_words
from roster.listing.table import HIDDEN
from roster.services.age_pyramid import age_pyramid
from roster.services.target_charts import charts_on
from roster.services.targets import Standing, Total, standings_of, standings_of_ward, total_of
from roster.services.ward_words import WardWords, words_of_ward
from roster.store.force_counts import birth_years_on
from roster.store.units import Unit

_KEY = "targets"


def ward_sheet(actor: Actor, ward_id: UUID, on: date, *, indicators: bool = False) -> PlainSheet:
    """The targets of item 5 of the ward, or the reporting lines of the other items. Raises NotFound, NotAllowed."""
    what = "CÁC MỤC KHÁC CỦA CHỈ THỊ" if indicators else "CHỈ TIÊU MỤC 5 CỦA CHỈ THỊ"
    standings = standings_of_ward(actor, ward_id, on, indicators=indicators)
    of_ward = words_of_ward(ward_id)
    return PlainSheet(
        _KEY,
        f"KẾT QUẢ THỰC HIỆN {what} NĂM {on.year} (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["targets"],
        tuple(_ward_row(one, of_ward) for one in standings),
        noun="chỉ tiêu",
        charts=() if indicators else _charts(actor, ward_id, on, standings),
    )


_SHARES = {
    "militia_structure": "Cơ cấu dân quân tự vệ", "reserve_assigned": "Dự bị động viên",
    "militia_party": "Chất lượng chính trị dân quân tự vệ",
}  # fmt: skip


def _charts(actor: Actor, ward_id: UUID, on: date, standings: Sequence[Standing]) -> tuple[PrintedChart, ...]:
    """The page's charts for the paper; one without a line is left away."""
    found = [
        PrintedChart(
            f"{one.title} (vạch: {one.goal_heading[:1].lower()}{one.goal_heading[1:]})",
            tuple(
                ChartLine(
                    "– " * bar.depth + bar.label, f"{bar.value}/{bar.goal}" if bar.goal is not None else f"{bar.value}",
                    bar.value, bar.goal,
                )
                for bar in one.bars
            ),
        )
        for one in charts_on(actor, ward_id, on)
    ]  # fmt: skip
    for one in standings:
        if one.kind.key in _SHARES:
            lines = tuple(ChartLine(part.label, part.words, part.count) for part in one.parts)
            found.append(PrintedChart(_SHARES[one.kind.key], lines))
    bands = age_pyramid(birth_years_on(actor, ward_id, on), on)
    for sex, words in (("men", "nam"), ("women", "nữ")):
        lines = tuple(ChartLine(band.label, str(getattr(band, sex)), getattr(band, sex)) for band in bands)
        if any(line.value for line in lines):
            found.append(PrintedChart(f"Tháp tuổi dân quân tự vệ: {words}", lines))
    return tuple(one for one in found if one.lines)


def _ward_row(one: Standing, of_ward: WardWords) -> tuple[Lines, ...]:
    parts = "; ".join(f"{part.label}: {part.words}" for part in one.parts)
    name = tuple(line for line in (of_ward(one.kind.label), parts) if line)
    if one.is_hidden:
        return (name, (one.kind.unit,), (HIDDEN,), (HIDDEN,), (HIDDEN,), ("",), ("",), ("",), ("",))
    number = f"Số {one.number}" if one.number else ""
    decided = f"ngày {one.decided_on:%d/%m/%Y}" if one.decided_on else ""
    remarks = tuple(line for line in (number, decided, *one.notes.splitlines()) if line.strip())
    return (
        name, (one.kind.unit,), (figure_words(one.value),), (_goal(one),), (figure_words(one.last_year),),
        (f"{one.deadline:%d/%m/%Y}",), (of_ward(one.responsible),), (one.state_label,), remarks or ("",),
    )  # fmt: skip


def wards_sheet(actor: Actor, wards: Sequence[Unit], on: date) -> PlainSheet:
    """The targets of item 5 of several wards, target by target. Raises NotFound, NotAllowed."""
    found = standings_of(actor, [ward.id for ward in wards], on)
    rows = []
    for place, kind in enumerate(TARGETS):
        total = total_of(kind, [found[ward.id][place] for ward in wards])
        if total is not None and len(wards) > 1:
            rows.append(_total_row(f"{kind.label} ({kind.unit})", total))
        for number, ward in enumerate(wards, start=1 if total is not None and len(wards) > 1 else 0):
            rows.append(_wards_row(found[ward.id][place], ward, is_first=number == 0, unit=kind.unit))
    return PlainSheet(
        "targets-wards",
        f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM {on.year} CỦA CÁC ĐỊA BÀN (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["targets-wards"],
        tuple(rows),
        noun="",
        subtitle=f"{len(wards)} địa bàn, tính đến ngày {on:%d/%m/%Y}",
    )


def _total_row(name: str, total: Total) -> tuple[Lines, ...]:
    reached = f"{total.met}/{total.wards} địa bàn đạt"
    return ((name,), ("Toàn bộ",), (total.words or "—",), (total.goal or "—",), ("",), ("",), (reached,))


def _wards_row(one: Standing, ward: Unit, *, is_first: bool, unit: str) -> tuple[Lines, ...]:
    name = (f"{one.kind.label} ({unit})",) if is_first else ("",)
    if one.is_hidden:
        return (name, (ward.title,), (HIDDEN,), (HIDDEN,), (HIDDEN,), ("",), ("",))
    return (
        name, (ward.title,), (figure_words(one.value),), (_goal(one),), (figure_words(one.last_year),),
        (f"{one.deadline:%d/%m/%Y}",), (one.state_label,),
    )  # fmt: skip


def _goal(one: Standing) -> str:
    if one.kind.unit == YES_NO:
        return "Có" if one.goal else "—"
    if one.kind.is_ceiling and one.goal is not None:
        return f"tối đa {figure_words(one.goal)}"
    return figure_words(one.goal)
