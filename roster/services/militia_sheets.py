"""The militia's year on paper: the registration, who is to be recognised, what was decided, the statistics.

The columns are those of practice (the circular that prints them was not found); what a reader may not see is masked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import COMPONENT, SEX, label_of
from roster.domain.dates import format_date
from roster.domain.law.militia import KINDS
from roster.domain.law.militia_grounds import clause_citation
from roster.listing.table import HIDDEN, masked
from roster.services.militia_events import ShownEvent
from roster.services.militia_register import GROUPS, REGISTERED, SPARED, Registrant, Registration
from roster.services.militia_statistics import statistics_on
from roster.services.militia_terms import DueMember
from roster.store.militia_queries import Citizen


def registration_sheet(
    actor: Actor, registration: Registration, group: str, rows: Iterable[Registrant] | None = None
) -> PlainSheet:
    """The people of a group of the registration (only `rows` of it), each with what is proposed or was registered."""
    year = registration.year
    rows = registration.groups[group] if rows is None else rows
    title = f"Danh sách công dân đăng ký thực hiện nghĩa vụ tham gia Dân quân tự vệ năm {year}"
    if group == SPARED:
        title = f"Danh sách công dân được miễn đăng ký nghĩa vụ tham gia Dân quân tự vệ năm {year}"
    return PlainSheet(
        "militia-registration",
        title.upper(),
        SHEET_COLUMNS["militia-registration"],
        tuple(_registration_row(actor, one) for one in rows),
        noun="công dân",
        subtitle="" if group in {REGISTERED, SPARED} else f"{GROUPS[group]}, tính đến ngày {registration.on:%d/%m/%Y}",
    )


def _registration_row(actor: Actor, one: Registrant) -> tuple[Lines, ...]:
    citizen = one.citizen
    day = f"{one.event.on_day:%d/%m/%Y}" if one.event is not None else ""
    return (
        (citizen.full_name,),
        (format_date(citizen.birth_date),),
        (label_of(SEX, citizen.sex),),
        (identity(actor, citizen.citizen_id),),
        (citizen.ethnicity or "",),
        ((citizen.religion or "") if actor.may_see(Sensitivity.RELIGION) else HIDDEN,),
        tuple(part for part in (citizen.education, citizen.qualification) if part) or ("",),
        (politics(actor, citizen),),
        tuple(part for part in (citizen.occupation, citizen.workplace) if part) or ("",),
        (citizen.permanent_address or citizen.neighbourhood or "",),
        (_present_address(citizen),),
        (HIDDEN if one.is_hidden else one.proposal.class_label,),
        tuple(HIDDEN if one.is_hidden else part for part in (one.proposal.clause or "", one.proposal.evidence) if part)
        or ("",),
        (f"ĐK {day}" if day else "",),
    )


def completion_sheet(actor: Actor, due: Iterable[DueMember], words: str) -> PlainSheet:
    """Whose duty is to be recognised as completed; `words` say which period."""
    rows = []
    for one in due:
        basis = "khoản 2 Điều 8, Điều 13 Luật DQTV"
        rows.append(
            (
                (one.citizen.full_name,), (format_date(one.citizen.birth_date),), (one.record.post or "",),
                tuple(part for part in (one.record.unit, label_of(COMPONENT, one.record.component)) if part) or ("",),
                (format_date(one.record.joined_on),), (format_date(one.ends),), (one.served,), (basis,),
                ("Đã kéo dài" if one.extended else "",),
            )
        )  # fmt: skip
    return PlainSheet(
        "militia-completion",
        "DANH SÁCH ĐỀ NGHỊ CÔNG NHẬN HOÀN THÀNH NGHĨA VỤ THAM GIA DÂN QUÂN TỰ VỆ",
        SHEET_COLUMNS["militia-completion"],
        tuple(rows),
        subtitle=words,
    )


def decisions_sheet(events: Iterable[ShownEvent], year: int, kind: str | None) -> PlainSheet:
    """What was decided or reported in a year, oldest first."""
    rows = []
    for one in reversed(list(events)):
        clause = "" if one.is_hidden or not one.event.clause else clause_citation(one.event.clause)
        rows.append(
            (
                (one.full_name,), (format_date(one.birth_date),), (one.kind_label,),
                tuple(part for part in (one.clause_label, clause) if part) or ("",), (one.evidence,),
                tuple(part for part in (one.decision, one.event.decided_by or "") if part) or ("",),
                (f"{one.event.on_day:%d/%m/%Y}",), (one.details,),
            )
        )  # fmt: skip
    what = f": {KINDS[kind]}" if kind in KINDS else ""
    return PlainSheet(
        "militia-decisions",
        f"Danh sách quyết định về dân quân tự vệ năm {year}{what}".upper(),
        SHEET_COLUMNS["militia-decisions"],
        tuple(rows),
        noun="quyết định",
    )


def statistics_sheet(actor: Actor, ward_id: UUID, on: date) -> PlainSheet:
    """The militia by component on the day. Raises NotFound, NotAllowed."""
    rows = statistics_on(actor, ward_id, on)
    return PlainSheet(
        "militia-statistics",
        f"TỔNG HỢP DÂN QUÂN TỰ VỆ THEO THÀNH PHẦN (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["militia-statistics"],
        tuple(((row.label,), *((cell,) for cell in row.cells)) for row in rows),
        noun="",
        note="Sức khỏe theo sổ dân quân; chưa ghi ở đó thì theo kết luận khám nghĩa vụ quân sự gần nhất có trong sổ.",
    )


def identity(actor: Actor, citizen_id: str | None) -> str:
    """A citizen id as this reader may see it."""
    if not citizen_id:
        return ""
    return citizen_id if actor.may_see(Sensitivity.IDENTITY) else masked(citizen_id, Sensitivity.IDENTITY)


def politics(actor: Actor, citizen: Citizen) -> str:
    """Party and Union in words, as this reader may see them."""
    if not actor.may_see(Sensitivity.POLITICS):
        return HIDDEN
    words = ("Đảng viên" if citizen.is_party_member else "", "Đoàn viên" if citizen.is_union_member else "")
    return ", ".join(word for word in words if word)


def _present_address(citizen: Citizen) -> str:
    same = citizen.current_address == citizen.permanent_address
    return "" if same else citizen.current_address or ""
