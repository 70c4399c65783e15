"""On paper: the men, units and meetings behind the numbers of targets, and the quota that is set for a call-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.dates import format_date
from roster.domain.force_units import kind_of
from roster.domain.law.meetings import label_of_kind
from roster.services.meetings import state_of
from roster.services.quotas import SERVICE_LABELS
from roster.store.campaigns import Quota
from roster.store.target_counts import HandedOver, SelfDefenceUnit
from roster.store.training import Meeting


def handed_over_sheet(men: Iterable[HandedOver], title: str, on: date) -> PlainSheet:
    """The men of one number of the handover; `title` as the page has it."""
    rows = tuple(
        (
            (one.full_name,), (format_date(one.birth_date),), (one.neighbourhood or "",),
            (SERVICE_LABELS.get(one.service, ""),), (_day(one.on_day),),
        )
        for one in men
    )  # fmt: skip
    return _sheet("handed-over", title, on, rows, "công dân")


def self_defence_sheet(units: Iterable[SelfDefenceUnit], title: str, on: date) -> PlainSheet:
    """Self-defence units with who commands each."""
    rows = tuple(
        (
            (one.name,), (kind_of(one.kind).label,), (one.organisation or "",),
            tuple(f"{post}: {name}" for post, name in one.leaders) or ("Chưa có",), (str(one.strength),),
        )
        for one in units
    )  # fmt: skip
    return _sheet("self-defence", title, on, rows, "đơn vị")


def meetings_sheet(meetings: Iterable[Meeting], title: str, on: date) -> PlainSheet:
    """Meetings in the columns of the year's list of meetings."""
    rows = tuple(
        (
            (_day(one.on_day),), (label_of_kind(one.kind),), (one.topic,), (one.place or "",), (_number(one.called),),
            (_number(one.present),), (one.minutes_number or "",), (state_of(one),),
        )
        for one in meetings
    )  # fmt: skip
    return _sheet("meetings", title, on, rows, "buổi")


def quota_sheet(quotas: Mapping[str, Quota], year: int) -> PlainSheet:
    """What the ward must hand over in the year, service by service, with the decision that allots it."""
    rows = tuple(
        (
            (SERVICE_LABELS[service],), (str(one.places),), (one.decision_number or "",), (_day(one.decided_on),),
            (one.decided_by or "",),
        )
        for service, one in quotas.items()
    )  # fmt: skip
    return PlainSheet(
        "quota", f"CHỈ TIÊU GIAO QUÂN NĂM {year}", SHEET_COLUMNS["quota"], rows, noun="",
        note=f"Cộng: {sum(one.places for one in quotas.values())} chỉ tiêu.",
    )  # fmt: skip


def _sheet(key: str, title: str, on: date, rows: tuple[tuple[Lines, ...], ...], noun: str) -> PlainSheet:
    return PlainSheet(
        key, f"Danh sách {title} (tính đến ngày {on:%d/%m/%Y})".upper(), SHEET_COLUMNS[key], rows, noun=noun
    )  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
