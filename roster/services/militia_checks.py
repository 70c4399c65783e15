"""What speaks against a decision about somebody of the militia: sentences by field, each with its clause."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from roster.domain.actor import Actor
from roster.domain.dates import earliest, latest
from roster.domain.force_units import kind_of
from roster.domain.law.militia import (
    CLOSING_KINDS,
    age_limit,
    counts_as_military_service,
    date_words,
    extension_limit,
    is_commander,
    is_self_defence,
    term_end,
)
from roster.domain.law.militia_grounds import PLACED_RESERVIST_CLAUSE
from roster.services import clock
from roster.services.militia_events import in_force, registration_in_force
from roster.store import force_tree
from roster.store import militia_queries as queries
from roster.store.forces import Appointment, ForceEvent, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.militia_queries import Citizen

_NEEDS_MEMBER = frozenset({"extension", "completion", "early_release", "removal", "absence", "return"})
_NEEDS_REGISTERED = frozenset({"deferral", "exemption"})
Against = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Facts:
    """What is known of these people besides their memberships, read at once."""

    events: dict[UUID, list[ForceEvent]]
    placed: set[UUID]
    posts: dict[UUID, list[tuple[Appointment, ForceUnit]]]

    @classmethod
    def read(cls, actor: Actor, ward_id: UUID, ids: Collection[UUID]) -> Facts:
        """Read them. Raises NotFound for a ward outside of the actor's scope."""
        events = queries.events_by_person(actor, ward_id, person_ids=ids)
        posts: dict[UUID, list[tuple[Appointment, ForceUnit]]] = {}
        for one, unit in force_tree.appointments_of(ward_id, ids):
            if one.person_id is not None and not kind_of(unit.kind).is_board:
                posts.setdefault(one.person_id, []).append((one, unit))
        return cls(events, queries.placed_reservists(actor, ward_id, clock.today()), posts)


def against(
    kind: str, citizen: Citizen, record: MilitiaRecord | None, decision: Any, day: date, facts: Facts
) -> Against:
    """(field, sentence) for each thing that speaks against it. `decision` is a services.militia_decisions.Decision."""
    is_member = record is not None and record.closed_on is None
    own = facts.events.get(citizen.id, [])
    if kind in _NEEDS_MEMBER and not is_member:
        yield "", "không có tên trong dân quân tự vệ."
        return
    if kind in CLOSING_KINDS and is_member and record is not None and day < record.since:
        yield "on_day", f"ngày phải từ ngày ghi vào sổ ({record.since:%d/%m/%Y}) trở đi."
    elif kind in CLOSING_KINDS:
        yield from _against_posts(facts.posts.get(citizen.id, []), day)
    if kind in _NEEDS_REGISTERED:
        yield from _against_sparing(kind, citizen, is_member, decision, own, facts)
    elif kind == "deferral_end":
        if not in_force(own, day):
            yield "", "không có quyết định tạm hoãn, miễn nào đang có hiệu lực."
    elif kind == "registration_exempt":
        if is_member:
            yield "", "đang là dân quân tự vệ; hãy ghi thôi trước thời hạn (12.1.b) trước."
        elif any(event.kind == "registration_exempt" for event in own):
            yield "", "đã được ghi miễn đăng ký."
    elif record is not None and kind == "extension":
        yield from _against_extension(citizen, record, decision)
    elif record is not None and kind == "completion":
        yield from _against_completion(citizen, record, day)
    elif kind == "recognition":
        yield from _against_recognition(record, own, day)
    elif kind == "return" and open_absence(own, day) is None:
        yield "", "không có lần tạm vắng nào chưa trở về."
    elif kind == "absence" and (absence := open_absence(own, day)) is not None:
        yield "", f"đang tạm vắng từ ngày {absence.on_day:%d/%m/%Y}; hãy ghi ngày trở về trước."


def _against_posts(posts: list[tuple[Appointment, ForceUnit]], day: date) -> Against:
    """What ends a membership comes not before a post that was given in it: one of the two days is a mistake."""
    for one, unit in posts:
        if one.begins_on > day:
            yield (
                "on_day",
                (
                    f"ngày {day:%d/%m/%Y} trước ngày bắt đầu giữ chức {one.post} ở {unit.name} "
                    f"({one.begins_on:%d/%m/%Y}). Hãy ghi ngày từ đó trở đi, hoặc xóa chức vụ ấy trước nếu ghi nhầm."
                ),
            )


def open_absence(events: list[ForceEvent], on: date) -> ForceEvent | None:
    """The absence from which somebody has not come back by the day."""
    last = None
    for event in sorted(events, key=lambda one: (one.on_day, one.at)):
        if event.withdrawn_at is None and event.on_day <= on and event.kind in {"absence", "return"}:
            last = event if event.kind == "absence" else None
    return last


def _against_sparing(
    kind: str, citizen: Citizen, is_member: bool, decision: Any, own: list[ForceEvent], facts: Facts
) -> Against:
    if kind == "deferral" and is_member:
        yield "", "đang là dân quân tự vệ nên không tạm hoãn; hãy ghi thôi trước thời hạn (khoản 1 Điều 12)."
    elif not is_member and registration_in_force(own) is None:
        yield "", "chưa đăng ký nghĩa vụ tham gia Dân quân tự vệ (Điều 9 Luật Dân quân tự vệ)."
    elif decision.on_day is not None and in_force(own, decision.on_day):
        yield "", "đã có quyết định tạm hoãn hoặc miễn đang có hiệu lực."
    if decision.clause == PLACED_RESERVIST_CLAUSE and citizen.id not in facts.placed:
        yield "clause", "sổ dự bị động viên không ghi đã xếp vào đơn vị dự bị động viên (11.2.c)."


def _against_extension(citizen: Citizen, record: MilitiaRecord, decision: Any) -> Against:
    until: date | None = decision.until
    if until is None:
        return
    ends = record.ends_on or term_end(record.joined_on, record.component)
    if ends is not None and until <= earliest(ends):
        yield "until", f"ngày hết hạn mới phải sau ngày hết hạn hiện nay ({date_words(ends)})."
        return
    limit, why = extension_limit(
        record.joined_on, record.component, citizen.birth_date, citizen.sex,
        is_self_defence=is_self_defence(record.unit), is_commander=is_commander(record.post),
        volunteer=decision.volunteer,
    )  # fmt: skip
    if limit is None:
        yield "", why[:1].lower() + why[1:]
    elif until > limit:
        yield "until", f"thời hạn được kéo dài {why}."


def extension_words(citizen: Citizen, record: MilitiaRecord | None) -> str:
    """To which day somebody's term may be extended, in words; "" for nobody of the militia."""
    if record is None:
        return ""
    limit, why = extension_limit(
        record.joined_on, record.component, citizen.birth_date, citizen.sex,
        is_self_defence=is_self_defence(record.unit), is_commander=is_commander(record.post), volunteer=False,
    )  # fmt: skip
    return f"{limit:%d/%m/%Y}" if limit else why


def _against_completion(citizen: Citizen, record: MilitiaRecord, day: date) -> Against:
    by_age = age_limit(citizen.birth_date, citizen.sex)
    if by_age is not None and by_age.last <= day:
        return  # beyond the age of duty there is nothing left to serve
    # Đ.13 asks for the term of the law; an extension beyond it need not be served to its end.
    by_law = term_end(record.joined_on, record.component)
    known = [latest(one) if len(one) == 10 else earliest(one) for one in (by_law, record.ends_on) if one]
    if not known:
        yield "", "chưa rõ ngày vào và ngày hết hạn nên chưa xác định được đã đủ thời hạn; hãy bổ sung trong hồ sơ."
    elif day < min(known):
        yield (
            "on_day",
            (
                f"chưa đủ thời hạn (đến {date_words(by_law or record.ends_on)}; khoản 2 Điều 8, Điều 13). "
                "Nếu thôi trước hạn, hãy ghi “Thôi trước thời hạn” theo khoản 1 Điều 12."
            ),
        )


def _against_recognition(record: MilitiaRecord | None, own: list[ForceEvent], day: date) -> Against:
    until = min(record.closed_on or day, day) if record is not None else day
    counts = counts_as_military_service(record.component, record.joined_on, until) if record is not None else False
    if counts is None:
        yield "", "chưa rõ ngày vào nên chưa tính được đã đủ 24 tháng dân quân thường trực; hãy bổ sung trong hồ sơ."
    elif not counts:
        yield "", "chưa đủ 24 tháng dân quân thường trực (điểm a khoản 4 Điều 4 Luật Nghĩa vụ quân sự)."
    elif any(event.kind == "recognition" and event.record_id == (record and record.id) for event in own):
        yield "", "đã được công nhận."
