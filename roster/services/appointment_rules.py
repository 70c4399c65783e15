"""When somebody may hold a post of a unit: within his membership, and no two of them on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.domain.force_units import kind_of
from roster.services.faults import Invalid
from roster.services.force_records import full_name
from roster.store import force_tree
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnit
from roster.store.militia import MilitiaRecord

Days = tuple[date | None, date | None]
"""The first and the last day of a post, None where none is known."""


def demand_members(records: Iterable[MilitiaRecord], days: Days) -> None:
    """A post of a unit begins within the membership. Raises Invalid."""
    day = days[0]
    if day is None:
        return
    listed = list(records)
    early = [one for one in listed if one.since > day]
    late = [one for one in listed if one.closed_on is not None and one.closed_on < day]
    if not early and not late:
        return
    who = "Người này" if len(listed) == 1 else "Trong những người đã chọn có người"
    if early:
        when = f"vào lực lượng từ ngày {max(one.since for one in early):%d/%m/%Y}; chức vụ không bắt đầu trước ngày ấy"
    else:
        last = min(one.closed_on for one in late if one.closed_on is not None)
        when = f"đã ra khỏi lực lượng ngày {last:%d/%m/%Y}; chức vụ không bắt đầu sau ngày ấy"
    raise Invalid({"begins_on": [f"{who} {when}."]})


def demand_own(unit: ForceUnit, one: Appointment, days: Days) -> None:
    """The days of an appointment lie within the membership behind it. Raises Invalid."""
    record = db.session.get(MilitiaRecord, one.record_id) if one.record_id is not None else None
    if record is not None and not kind_of(unit.kind).is_board:
        demand_members([record], days)


def demand_free(
    unit: ForceUnit,
    people: Sequence[UUID],
    days: Days,
    units: Mapping[UUID, ForceUnit],
    besides: UUID | None = None,
) -> None:
    """Nobody holds two posts of one unit, or posts of two militia units, on the same day. Raises Invalid."""
    is_board = kind_of(unit.kind).is_board
    begins, ends = days[0] or date.min, days[1] or date.max
    gone = _left_on(unit.ward_id, people)
    taken: dict[UUID, tuple[Appointment, ForceUnit]] = {}
    for one, other in force_tree.appointments_of(unit.ward_id, people):
        if one.id == besides or (other.id != unit.id and (is_board or kind_of(other.kind).is_board)):
            continue
        last = min(one.ends_on or date.max, gone.get(one.record_id or unit.id, date.max))
        if one.person_id is not None and one.begins_on <= ends and last >= begins:
            taken[one.person_id] = (one, other)
    if not taken:
        return
    (one, other) = next(iter(taken.values()))
    words = f"đang giữ chức {one.post} ở {full_name(other, units)} từ {one.begins_on:%d/%m/%Y}"
    if len(people) == 1:
        raise Invalid({"": [f"Người này {words}. Hãy dùng “Điều chuyển”, hoặc kết thúc chức vụ ấy trước."]})
    raise Invalid({"": [f"{len(taken)} người đã chọn có chức vụ trùng thời gian; một người {words}. Hãy bỏ chọn họ."]})


def _left_on(ward_id: UUID, people: Sequence[UUID]) -> dict[UUID, date]:
    query = select(MilitiaRecord.id, MilitiaRecord.closed_on).where(
        MilitiaRecord.ward_id == ward_id, MilitiaRecord.person_id.in_(people), MilitiaRecord.closed_on.is_not(None)
    )
    return {record_id: closed_on for record_id, closed_on in db.session.execute(query) if closed_on is not None}
