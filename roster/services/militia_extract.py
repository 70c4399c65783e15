"""The militia's members on a day with all that practice's "trích ngang" names: decision, year of service, health."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import COMPONENT, label_of
from roster.domain.dates import format_date
from roster.domain.force_units import post_order, usual_post
from roster.domain.sorting import natural_key
from roster.listing.table import HIDDEN
from roster.services.militia_sheets import politics
from roster.store import force_tree, party_queries
from roster.store.militia_queries import Member, enlistment_facts, health_of, members_on
from roster.store.scope import require


def extract_sheet(actor: Actor, ward_id: UUID, on: date) -> PlainSheet:
    """Who is a member on the day, by post, unit and name; what the reader may not see is hidden.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    health = enlistment_facts(actor, ward_id)
    veterans = party_queries.demobilised_by(ward_id, on)
    decided: dict[UUID, Lines] = {}
    for one in force_tree.holders(ward_id, on):
        if one.person_id is not None and one.appointment.decision_number:
            day = f"{one.appointment.decided_on:%d/%m/%Y}" if one.appointment.decided_on else ""
            decided[one.person_id] = _lines(one.appointment.decision_number, day)
    sees_health = actor.may_see(Sensitivity.HEALTH)
    rows = []
    for member in sorted(members_on(actor, ward_id, on), key=_place):
        known = health_of(member.citizen.id, health, member.record)
        rows.append(
            _row(
                actor, member, on, decided.get(member.citizen.id, ("",)),
                str(known or "") if sees_health else HIDDEN, member.citizen.id in veterans,
            )
        )  # fmt: skip
    title = f"DANH SÁCH TRÍCH NGANG CÁN BỘ, CHIẾN SĨ DÂN QUÂN TỰ VỆ TÍNH ĐẾN NGÀY {on:%d/%m/%Y}"
    note = (
        "Sức khỏe theo sổ dân quân; chưa ghi ở đó thì theo kết luận khám nghĩa vụ quân sự gần nhất có trong sổ. "
        "QNXN: quân nhân xuất ngũ."
    )
    return PlainSheet("militia-extract", title, SHEET_COLUMNS["militia-extract"], tuple(rows), note=note)


def _place(member: Member) -> tuple[Any, ...]:
    """Where a member stands: leaders first, then by unit; who are alike in both stay by name."""
    return post_order(usual_post(member.record.post)), not member.record.unit, natural_key(member.record.unit or "")


def _row(
    actor: Actor, member: Member, on: date, decision: Lines, health: str, is_veteran: bool
) -> tuple[Lines, ...]:  # fmt: skip
    citizen, record = member.citizen, member.record
    began = str(record.joined_on or "")[:4]
    religion = (citizen.religion or "") if actor.may_see(Sensitivity.RELIGION) else HIDDEN
    return (
        (citizen.full_name,), (format_date(citizen.birth_date),), _lines(record.post, record.unit),
        (label_of(COMPONENT, member.component) if member.component else "",), decision,
        (str(on.year - int(began) + 1) if began.isdigit() else "",), (politics(actor, citizen),),
        _lines(citizen.education, citizen.qualification), (health,), ("x" if is_veteran else "",),
        _lines(citizen.ethnicity, religion), _lines(citizen.occupation, citizen.workplace),
        _lines(citizen.current_address or citizen.permanent_address or citizen.neighbourhood), ("",),
    )  # fmt: skip


def _lines(*parts: str | None) -> Lines:
    return tuple(part for part in parts if part) or ("",)
