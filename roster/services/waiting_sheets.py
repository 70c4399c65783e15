"""On paper: who waits for a decision – for selection into the militia, for what must be settled, for class one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.choices import SEX, label_of
from roster.domain.dates import format_date
from roster.listing.table import HIDDEN
from roster.services.militia_selection import PoolMember
from roster.services.militia_terms import AbsentMember, AgedMember, Checks
from roster.services.reserve_lists import TrainingCase
from roster.store.militia import MilitiaRecord
from roster.store.militia_queries import Citizen

_NONE: Lines = ("",)


def selection_sheet(pool: Iterable[PoolMember], on: date, narrowed: str = "") -> PlainSheet:
    """Who is registered and no member, with what speaks against whom; `narrowed`: by what the page is filtered."""
    return PlainSheet(
        "militia-selection", f"CÔNG DÂN ĐÃ ĐĂNG KÝ, CHỜ TUYỂN CHỌN VÀO DÂN QUÂN TỰ VỆ ĐẾN NGÀY {on:%d/%m/%Y}",
        SHEET_COLUMNS["militia-selection"], tuple(_pool_row(one) for one in pool), noun="công dân",
        note=f"Lọc theo: {narrowed}." if narrowed else "",
    )  # fmt: skip


def checks_sheet(found: Checks, on: date) -> PlainSheet:
    """What must be settled of the members, section by section as on the page."""
    handed = "Đã nhập ngũ nhưng còn tên trong dân quân tự vệ"
    placed, spared = "Đã xếp vào đơn vị dự bị động viên", "Được miễn (điểm c khoản 2 Điều 11)"
    rows = [
        _check_row(
            handed,
            one.citizen,
            one.record,
            f"Giao quân {one.since:%d/%m/%Y}" if one.since else "",
            "Chưa ghi thôi tham gia",
        )
        for one in found.handed_over
    ]
    rows += [_check_row(placed, one.citizen, one.record, "", spared) for one in found.placed]
    rows += [_aged_row(one) for one in found.aged]
    rows += [_absent_row(one) for one in found.absent]
    rows += [
        _check_row("Chưa rõ ngày sinh hoặc giới tính", one.citizen, one.record, "", "Chưa tính được hạn tuổi")
        for one in found.no_birth_date
    ]
    return PlainSheet(
        "militia-checks", f"DÂN QUÂN TỰ VỆ: TRƯỜNG HỢP CẦN GIẢI QUYẾT ĐẾN NGÀY {on:%d/%m/%Y}",
        SHEET_COLUMNS["militia-checks"], tuple(rows), noun="trường hợp",
    )  # fmt: skip


def training_cases_sheet(cases: Iterable[TrainingCase], on: date) -> PlainSheet:
    """Reservists of class two with the months they were trained."""
    rows = tuple(
        (
            (case.reservist.full_name,), (format_date(case.reservist.birth_date),),
            (case.reservist.group_label or "chưa rõ",), (f"{case.months} tháng",), (str(case.calls),), (case.note,),
        )
        for case in cases
    )  # fmt: skip
    return PlainSheet(
        "reserve-training", f"QUÂN NHÂN DỰ BỊ HẠNG HAI HUẤN LUYỆN LÊN HẠNG MỘT ĐẾN NGÀY {on:%d/%m/%Y}",
        SHEET_COLUMNS["reserve-training"], rows,
    )  # fmt: skip


def _pool_row(one: PoolMember) -> tuple[Lines, ...]:
    citizen = one.citizen
    words = one.against or ("Chờ quyết định về diện" if one.awaits_decision else "Đủ điều kiện")
    answer = (HIDDEN if one.is_hidden else words, "Đã từng tham gia" if one.has_served else "")
    return (
        (citizen.full_name,), (format_date(citizen.birth_date),), (label_of(SEX, citizen.sex),),
        (citizen.neighbourhood or "",),
        tuple(part for part in (citizen.occupation, citizen.workplace) if part) or _NONE,
        (f"{one.registration.on_day:%d/%m/%Y}",), (HIDDEN if one.is_hidden else one.class_text,),
        tuple(part for part in answer if part),
    )  # fmt: skip


def _check_row(case: str, citizen: Citizen, record: MilitiaRecord, day: str, state: str) -> tuple[Lines, ...]:
    place = tuple(part for part in (record.post, record.unit) if part) or _NONE
    return ((case,), (citizen.full_name,), (format_date(citizen.birth_date),), place, (day,), (state,))


def _aged_row(one: AgedMember) -> tuple[Lines, ...]:
    day = f"{one.limit.last:%d/%m/%Y}" if one.limit.is_known else f"chậm nhất {one.limit.last:%d/%m/%Y}"
    state = "Đã quá tuổi" if one.has_passed else "Đến hạn trong năm"
    return _check_row(
        "Đến hoặc quá hạn tuổi trong năm", one.citizen, one.record, f"Ngày cuối: {day}",
        f"{state}, tình nguyện" if one.is_volunteer else state,
    )  # fmt: skip


def _absent_row(one: AbsentMember) -> tuple[Lines, ...]:
    event = one.event
    until = f" đến {event.until:%d/%m/%Y}" if event.until else ""
    place = f", nơi đến: {event.place}" if event.place else ""
    state = "Từ 3 tháng, phải báo cáo" if one.is_long else "Dưới 3 tháng"
    return _check_row(
        "Đang tạm vắng", one.citizen, one.record, f"Vắng từ {event.on_day:%d/%m/%Y}{until}{place}", state
    )  # fmt: skip
