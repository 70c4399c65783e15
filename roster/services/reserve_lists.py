"""Who reaches an age limit in a year, and who of class two may become class one by training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor
from roster.domain.law.reserve import TRAINING, TRAINING_RULE, may_be_trained
from roster.services.clock import today
from roster.services.reserve_register import Reservist, register_on
from roster.store import reserve_queries


@dataclass(frozen=True)
class Limits:
    """Those whose last day in the reserve lies in the year (or is over already), and those of whom it is not known."""

    year: int
    reaching: list[Reservist]
    not_known: list[Reservist]


@dataclass(frozen=True)
class TrainingCase:
    """A reservist of class two with his training: months in total, calls this year, whether he now qualifies."""

    reservist: Reservist
    months: int
    calls: int
    may_be_called: bool | None
    qualifies: bool
    note: str


def limits_of(actor: Actor, ward_id: UUID, year: int) -> Limits:
    """Who reaches his age limit in the year, by the last day. Raises NotFound, NotAllowed."""
    day = today()
    on = day if year == day.year else date(year, 12, 31) if year < day.year else day
    people = register_on(actor, ward_id, on)
    reaching = [
        one for one in people if one.limit.is_reached_in(year) or one.limit.is_past(min(on, date(year, 12, 31)))
    ]
    reaching.sort(key=lambda one: (one.limit.last_day.last if one.limit.last_day else date.max, one.full_name))
    return Limits(year, reaching, [one for one in people if one.limit.last_day is None])


def training_cases(actor: Actor, ward_id: UUID, on: date) -> list[TrainingCase]:
    """Reservists of class two: first those who qualify for class one, then by months trained. Raises NotFound, …"""
    calls: dict[UUID, int] = {}
    for event in reserve_queries.events_of(actor, ward_id, kinds=(TRAINING,), until=on):
        if event.on_day.year == on.year:
            calls[event.person_id] = calls.get(event.person_id, 0) + 1
    rule, found = TRAINING_RULE.value, []
    for one in register_on(actor, ward_id, on):
        if one.class_on_file != 2 or one.worked_out.is_by_decision:
            continue
        months, its_calls = one.training_months, calls.get(one.person_id, 0)
        may = may_be_trained(one.birth_date, one.sex, on)
        qualifies = months >= rule["months"]
        note = _note(months, its_calls, may, qualifies)
        if not qualifies and one.worked_out.reserve_class == 1:
            note = f"Theo Điều {one.worked_out.mark} đã là hạng một; lấy hạng trong sổ đăng ký"
        found.append(TrainingCase(one, months, its_calls, may, qualifies, note))
    found.sort(key=lambda case: (not case.qualifies, -case.months, case.may_be_called is not True))
    return found


def _note(months: int, calls: int, may: bool | None, qualifies: bool) -> str:
    rule = TRAINING_RULE.value
    if qualifies:
        return f"Đủ điều kiện lên hạng một (đã huấn luyện {months} tháng)"
    if calls > rule["calls_a_year"]:
        return f"Đã gọi {calls} lần trong năm, quá {rule['calls_a_year']} lần"
    if may is None:
        return "Chưa rõ tuổi hoặc giới tính"
    if not may:
        return f"Quá tuổi gọi huấn luyện (nam {rule['male']}, nữ {rule['female']})"
    if calls == rule["calls_a_year"]:
        return f"Đã gọi đủ {calls} lần trong năm"
    return f"Còn thiếu {rule['months'] - months} tháng"
