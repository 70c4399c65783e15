"""The reserve's sheets, ready for paper and workbook: register, moves, age limits, proposals of ranks, summary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count

from roster.columns.plain_sheets import PlainSheet
from roster.columns.sheet_columns import HEALTH_COLUMN, PARTY_COLUMN, PARTY_SUM_COLUMN, SHEET_COLUMNS
from roster.domain.dates import format_date
from roster.services.reserve_lists import Limits
from roster.services.reserve_moves import ListedEvent
from roster.services.reserve_ranks import OFFICERS, Year
from roster.services.reserve_register import Reservist
from roster.services.reserve_statistics import CLASS_NAMES, GROUP_NAMES, Counts, Statistics

Lines = tuple[str, ...]


def register_sheet(people: Iterable[Reservist], on: date, of_class: str = "") -> PlainSheet:
    """The register of a day, of a class alone where it is named ("Hạng một").

    The Party and the class of health stand in it for roles that may see them.
    """
    listed = list(people)
    what = f" {of_class.upper()}" if of_class else ""
    shows_party = any(one.is_party_member is not None for one in listed)
    shows_health = any(one.health is not None for one in listed)
    gone = [one for one, is_shown in ((PARTY_COLUMN, shows_party), (HEALTH_COLUMN, shows_health)) if not is_shown]
    columns = tuple(one for one in SHEET_COLUMNS["reserve-register"] if one not in gone)
    rows = []
    for one in listed:
        cells: list[Lines] = [
            (one.full_name,), _lines(format_date(one.birth_date), one.citizen_id), _lines(one.rank, one.post),
            _lines(" ".join(part for part in (one.speciality_code, one.speciality) if part), one.match_label),
            _lines(one.class_label, one.group_label),
            _lines(format_date(one.enlisted_on), format_date(one.discharged_on), one.former_unit),
        ]  # fmt: skip
        if shows_party:
            cells.append(
                _lines("Đảng viên" if one.is_party_member else None, "Đoàn viên" if one.is_union_member else None)
            )
        cells.append(_lines(one.education, one.qualification))
        if shows_health:
            cells.append(_lines(one.health))
        cells += [
            _lines(one.occupation, one.workplace), _lines(one.address or one.neighbourhood),
            (_yes_no(one.is_assigned),),
        ]  # fmt: skip
        state_day = f"từ {one.state_since:%d/%m/%Y}" if one.state != "present" and one.state_since else None
        cells += [_lines(one.state_label, state_day), _lines(*one.limit_text.split(", ")), _lines(one.notes)]
        rows.append(tuple(cells))
    return PlainSheet(
        "reserve-register", f"SỔ ĐĂNG KÝ QUÂN NHÂN DỰ BỊ{what} TÍNH ĐẾN NGÀY {on:%d/%m/%Y}", columns, tuple(rows)
    )  # fmt: skip


def call_sheet(people: Iterable[Reservist], on: date, occasion: str) -> PlainSheet:
    """Who is called to training or a meeting; number of the call, day and presence are for the pen."""
    rows = tuple(
        (
            (one.full_name,), ((one.birth_date or "")[:4],), _lines(one.rank), _lines(one.post),
            _lines(" ".join(part for part in (one.speciality_code, one.speciality) if part)),
            _lines(one.address or one.neighbourhood), ("",), ("",), ("",), ("",),
        )
        for one in people
    )  # fmt: skip
    title = f"DANH SÁCH QUÂN NHÂN DỰ BỊ GỌI {occasion.upper()} NĂM {on.year}"
    return PlainSheet("reserve-call", title, SHEET_COLUMNS["reserve-call"], rows)


def moves_sheet(events: Iterable[ListedEvent], period: str) -> PlainSheet:
    """Moves, absences, returns and removals of a period ("năm 2026"), each with its time limit."""
    columns = SHEET_COLUMNS["reserve-moves"]
    rows = tuple(
        (
            (one.full_name,), (format_date(one.birth_date),), _lines(one.rank), (one.kind_label,),
            (f"{one.event.on_day:%d/%m/%Y}",), _lines(one.value_text, one.event.place),
            _lines(one.decision_text, one.evidence), _lines(f"{one.clock.due:%d/%m/%Y}" if one.clock else None),
            _lines(one.clock_text, f"{one.clock.done:%d/%m/%Y}" if one.clock and one.clock.done else None),
        )
        for one in events
    )  # fmt: skip
    return PlainSheet(
        "reserve-moves", f"QUÂN NHÂN DỰ BỊ DI CHUYỂN, TẠM VẮNG, GIẢI NGẠCH {period.upper()}", columns, rows,
        noun="trường hợp",
    )  # fmt: skip


def limits_sheet(limits: Limits) -> PlainSheet:
    """Who reaches the age limit in the year."""
    columns = SHEET_COLUMNS["reserve-limits"]
    rows = tuple(
        (
            (one.full_name,), (format_date(one.birth_date),),
            ({"male": "Nam", "female": "Nữ"}.get(one.sex or "", ""),), _lines(one.rank),
            _lines(one.speciality), _lines(one.address or one.neighbourhood), (_yes_no(one.is_assigned),),
            (f"{one.limit.years} tuổi",), _lines(*one.limit_text.partition(", đến ")[2:]),
        )
        for one in limits.reaching
    )  # fmt: skip
    title = f"QUÂN NHÂN DỰ BỊ ĐẾN HẠN TUỔI GIẢI NGẠCH NĂM {limits.year}"
    return PlainSheet("reserve-limits", title, columns, rows)


def ranks_sheet(year: Year) -> PlainSheet:
    """The proposals of a year's day."""
    columns = SHEET_COLUMNS["reserve-ranks"]
    rows = []
    for one in year.proposals:
        person, decision = one.candidate.reservist, ""
        if one.is_decided and one.event.decided_on:
            decision = f"QĐ {one.event.decision_number}, {one.event.decided_on:%d/%m/%Y}"
        rows.append((
            (person.full_name,), (format_date(person.birth_date),), _lines(person.post),
            _lines(one.rank_before), _lines(one.held_text, None if one.is_decided else one.candidate.since_words),
            (one.event.value or "",), (decision or "Chờ quyết định",),
        ))  # fmt: skip
    whom = "SĨ QUAN DỰ BỊ" if year.part == OFFICERS else "HẠ SĨ QUAN, BINH SĨ DỰ BỊ"
    title = f"DANH SÁCH ĐỀ NGHỊ PHONG, THĂNG QUÂN HÀM {whom} NĂM {year.day.year}"
    return PlainSheet("reserve-ranks", title, columns, tuple(rows))


def statistics_sheet(found: Statistics, on: date) -> PlainSheet:
    """The summary by class, age group and rank, with the sums of each class and of all, which bear no number."""
    columns = tuple(
        one for one in SHEET_COLUMNS["reserve-statistics"] if found.shows_party or one is not PARTY_SUM_COLUMN
    )
    rows: list[tuple[Lines, ...]] = []
    marks, numbers = list[str](), count(1)
    for class_key, class_name in CLASS_NAMES.items():
        for row in found.rows:
            if row.class_key == class_key:
                head: list[Lines] = [(class_name,), (GROUP_NAMES[row.group_key],), (row.rank,)]
                rows.append((*head, *_cells(row.counts)))
                marks.append(str(next(numbers)))
        if class_key in found.by_class:
            rows.append(((f"Cộng {class_name.lower()}",), (), (), *_cells(found.by_class[class_key])))
            marks.append("")
    rows.append((("TỔNG CỘNG",), (), (), *_cells(found.total)))
    return PlainSheet(
        "reserve-statistics", f"TỔNG HỢP QUÂN NHÂN DỰ BỊ TÍNH ĐẾN NGÀY {on:%d/%m/%Y}", columns, tuple(rows), noun="",
        marks=(*marks, ""),
    )  # fmt: skip


def _cells(counts: Counts) -> list[Lines]:
    party = [] if counts.party is None else [counts.party]
    return [
        (str(number),) for number in (counts.people, counts.placed, counts.exact, counts.near, *party, counts.absent)
    ]


def _lines(*parts: str | None) -> Lines:
    return tuple(part for part in parts if part)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Có" if value else "Không"
