"""When somebody may hold a post of a unit: within his membership, no two on one day, no two of them on one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain.command_board import same_post
from roster.domain.force_units import RANK_AND_FILE, kind_of, usual_places, usual_post
from roster.domain.text import clean
from roster.services.faults import Invalid
from roster.services.force_records import full_name
from roster.store import force_tree
from roster.store.db import db
from roster.store.force_tree import Holder
from roster.store.forces import Appointment, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.ward_lock import lock_ward

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


def without_decision(post: str, number: str | None, decided_on: date | None) -> dict[str, list[str]]:
    """What is missing by field where somebody commands without a decision's number and day; a soldier needs none."""
    faults: dict[str, list[str]] = {}
    if usual_post(post) == RANK_AND_FILE:
        return faults
    if not clean(number or ""):
        faults["decision_number"] = [f"Chức vụ {clean(post)} phải có số quyết định bổ nhiệm."]
    if decided_on is None:
        faults["decided_on"] = [f"Chức vụ {clean(post)} phải có ngày quyết định bổ nhiệm."]
    return faults


def places_of(unit: ForceUnit, post: str, day: date) -> int | None:
    """How many may hold a commander's post of the unit on that day; None: nothing limits them.

    Without an establishment each post that such a unit usually has is one man's.
    """
    wanted = same_post(post)
    if usual_post(post) == RANK_AND_FILE:
        return None
    for unit_id, known, places in force_tree.places_on(unit.ward_id, day):
        if unit_id == unit.id and same_post(known) == wanted and places:
            return places
    return {same_post(known): places for known, places in usual_places(kind_of(unit.kind), day)}.get(wanted)


def rivals_of(unit: ForceUnit, post: str, days: Days, besides: UUID | None = None) -> list[Holder]:
    """Who holds that post of the unit on some of these days."""
    begins, ends = days[0] or date.min, days[1] or date.max
    return [
        one
        for one in force_tree.holders(unit.ward_id, begins, unit.id, ever=True)
        if one.appointment.id != besides and not one.has_left
        and same_post(one.appointment.post) == same_post(post)
        and one.appointment.begins_on <= ends and (one.appointment.ends_on or date.max) >= begins
    ]  # fmt: skip


def demand_place(
    unit: ForceUnit, post: str, days: Days, newcomers: int = 1, *, replaces: bool = False, besides: UUID | None = None
) -> list[tuple[Appointment, date]]:
    """A commander's place is held by one man at a time: whose posts end on which day for the newcomer's sake.

    Raises Invalid with the names of those who hold it.
    """
    begins = days[0]
    if begins is None or usual_post(post) == RANK_AND_FILE:
        return []
    lock_ward(unit.ward_id)
    places, rivals = places_of(unit, post, begins), rivals_of(unit, post, days, besides)
    if places is None or most_at_once(rivals, begins) + newcomers <= places:
        return []
    if replaces and newcomers == places == len(rivals) == 1 and rivals[0].appointment.begins_on < begins:
        return [(rivals[0].appointment, begins - timedelta(days=1))]
    said = f"Chức vụ {post} của {unit.name} chỉ có {places} chỗ"
    if rivals:
        said += ", đang có " + ", ".join(f"{one.full_name} (từ {one.appointment.begins_on:%d/%m/%Y})" for one in rivals)
        said += ". Hãy ghi thôi giữ chức trước, hoặc đánh dấu “Thay người đang giữ chức”."
    else:
        said += f", không xếp được {newcomers} người."
    raise Invalid({"post": [said]})


def free_places(unit: ForceUnit, post: str, begins: date, wanted: int) -> int:
    """How many of the wanted may take that post of the unit for good from that day on."""
    places = places_of(unit, post, begins)
    if places is None:
        return wanted
    return max(min(wanted, places - most_at_once(rivals_of(unit, post, (begins, None)), begins)), 0)


def most_at_once(holders: Sequence[Holder], begins: date) -> int:
    """How many of them hold their posts together on some day since `begins`."""
    days = {begins, *(one.appointment.begins_on for one in holders if one.appointment.begins_on > begins)}
    spans = [(one.appointment.begins_on, one.appointment.ends_on or date.max) for one in holders]
    return max((sum(first <= day <= last for first, last in spans) for day in days), default=0)


def _left_on(ward_id: UUID, people: Sequence[UUID]) -> dict[UUID, date]:
    query = select(MilitiaRecord.id, MilitiaRecord.closed_on).where(
        MilitiaRecord.ward_id == ward_id, MilitiaRecord.person_id.in_(people), MilitiaRecord.closed_on.is_not(None)
    )
    return {record_id: closed_on for record_id, closed_on in db.session.execute(query) if closed_on is not None}
