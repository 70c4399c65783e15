"""The Party source and political quality on paper, with the columns of practice (the circular was not found).

All are made for roles that may see politics; the services that give the rows refuse others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor
from roster.domain.dates import format_date
from roster.domain.party_source import IN_SOURCE, STATES
from roster.listing.table import HIDDEN
from roster.services.party_source import SourceMember
from roster.services.political_quality import COLUMNS, Quality, QualityRow, cell
from roster.store.militia_queries import Citizen


def source_sheet(members: Iterable[SourceMember], on: date, state: str) -> PlainSheet:
    """The list of the source: militia-reserve.md §3, and what became of each in the remarks."""
    what = "" if state == IN_SOURCE else f": {STATES[state].upper()}"
    return PlainSheet(
        "party-source",
        f"DANH SÁCH NGUỒN PHÁT TRIỂN ĐẢNG NĂM {on.year}{what} (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["party-source"],
        tuple(_source_row(one) for one in members),
    )


def _source_row(one: SourceMember) -> tuple[Lines, ...]:
    entry, citizen = one.entry, one.citizen
    remarks = [f"Kết nạp {entry.admitted_on:%d/%m/%Y}"] if entry.admitted_on else []
    remarks += [line for line in (entry.notes or "").splitlines() if line.strip()]
    return (
        (citizen.full_name,),
        ((citizen.birth_date or "")[:4],),
        (", ".join(part for part in (one.place.post, one.place.unit) if part),),
        (format_date(citizen.union_joined_on),),
        (f"{entry.class_attended_on:%d/%m/%Y}" if entry.class_attended_on else "",),
        (entry.mentor or "",),
        (format_date(entry.planned_on),),
        tuple(remarks) or ("",),
    )


def quality_sheet(actor: Actor, quality: Quality, on: date) -> PlainSheet:
    """The statistics of political quality: component and unit of the militia, class of the reserve.

    Each force has a number and each part a heading; a unit below another has a plus for each step before its name.
    """
    rows, marks = [], []
    for force, total, parts in (
        (
            ("I", "Dân quân tự vệ"), quality.total,
            (("Theo thành phần", quality.components), ("Theo đơn vị", quality.units)),
        ),
        (("II", "Quân nhân dự bị"), quality.reserve, (("Theo hạng", quality.classes),)),
    ):  # fmt: skip
        marks.append(force[0])
        rows.append(_quality_row(actor, total, force[1]))
        for number, (heading, of_part) in enumerate((one for one in parts if one[1]), start=1):
            marks.append(str(number))
            rows.append(((heading,), *(((),) * len(COLUMNS))))
            marks += ["-"] * len(of_part)
            rows += [_quality_row(actor, row, f"{'+ ' * row.depth}{row.label}") for row in of_part]
    return PlainSheet(
        "political-quality",
        f"THỐNG KÊ CHẤT LƯỢNG CHÍNH TRỊ (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["political-quality"],
        tuple(rows),
        noun="",
        note=(
            "DTTS: dân tộc thiểu số. QNXN: quân nhân xuất ngũ. Sức khỏe theo sổ dân quân; chưa ghi ở đó thì theo kết "
            "luận khám nghĩa vụ quân sự gần nhất có trong sổ. Người giữ hai chức vụ ở hai đơn vị được tính ở cả hai "
            "đơn vị, một lần ở toàn lực lượng."
        ),
        marks=tuple(marks),
    )


def _quality_row(actor: Actor, row: QualityRow, label: str) -> tuple[Lines, ...]:
    return ((label,), *((cell(actor, row, key, kind, HIDDEN),) for key, _, kind in COLUMNS))


def people_sheet(people: Iterable[Citizen], words: str, on: date) -> PlainSheet:
    """The people behind one number of the statistics; `words` say which, as on the page."""
    rows = []
    for one in people:
        party = (format_date(one.party_joined_on) or "Đảng viên") if one.is_party_member else ""
        union = (format_date(one.union_joined_on) or "Đoàn viên") if one.is_union_member else ""
        rows.append(
            ((one.full_name,), (format_date(one.birth_date),), (one.neighbourhood or "",), (party,), (union,))
        )  # fmt: skip
    return PlainSheet(
        "party-people",
        f"Danh sách {words} (tính đến ngày {on:%d/%m/%Y})".upper(),
        SHEET_COLUMNS["party-people"],
        tuple(rows),
    )
