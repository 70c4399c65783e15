"""Training plans and their sessions: made, changed, closed and opened again, taken away; with their entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT
from roster.domain.law.training import MILITIA, PASSED, PLAN_HOMES, PLAN_KINDS, RESERVE
from roster.domain.text import clean
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.training_book import Book, book_of, book_of_year, day_within
from roster.store import training_queries as queries
from roster.store.db import db
from roster.store.forces import ForceUnit
from roster.store.scope import require
from roster.store.training import SessionAbsence, Trainee, TrainingPlan, TrainingSession

CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa mục này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Xin xem lại số liệu mới rồi lưu lần nữa; những gì đã nhập vẫn còn."
)
CLOSED = "Kế hoạch này đã kết thúc. Muốn sửa, hãy bấm “Mở lại kế hoạch” trước."
_MOST_DAYS_AT_ONCE = 92
_COMPONENTS = {str(choice.key) for choice in COMPONENT}
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True)
class PlanFacts:
    """What a plan's form holds. `required_days` None: as the law sets."""

    title: str
    kind: str
    home: str
    component: str | None = None
    unit_id: UUID | None = None
    required_days: float | None = None
    decision_number: str | None = None
    notes: str | None = None


@dataclass(frozen=True)
class Progress:
    """A plan with how far it has gone on a day."""

    plan: TrainingPlan
    called: int
    sessions: int
    entered: int
    days: float
    days_entered: float
    attended: int
    passed: int
    owing: int


@dataclass(frozen=True)
class SessionFacts:
    """Sessions to be added: one each day from `first` to `last`, without the days of rest that are left out."""

    first: date | None
    last: date | None = None
    days: float = 1.0
    topic: str | None = None
    with_saturdays: bool = True
    with_sundays: bool = False


# --- Reading ---------------------------------------------------------------------------------------------------------


def years(actor: Actor, ward_id: UUID) -> list[int]:
    """The years to choose from, newest first: those with plans, this one and the next. Raises NotFound."""
    this = today().year
    return sorted({*queries.years_with_plans(actor, ward_id), this, this + 1}, reverse=True)


def units(actor: Actor, ward_id: UUID) -> list[ForceUnit]:
    """The ward's units that a plan may be for, by name. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return queries.units_of_ward(ward_id)


def progress_of_year(book: Book, on: date) -> list[Progress]:
    """Each plan of the book with how far it has gone on the day."""
    found = []
    for plan in book.plans:
        sessions = book.sessions.get(plan.id, [])
        entered = [one for one in sessions if one.is_entered and one.on_day <= on]
        called = book.by_plan[plan.id]
        found.append(
            Progress(
                plan=plan,
                called=len(called),
                sessions=len(sessions),
                entered=len(entered),
                days=sum(one.days for one in sessions),
                days_entered=sum(one.days for one in entered),
                attended=sum(book.tally(one, on).attended > 0 for one in called),
                passed=sum(book.result_on(one, on) in PASSED for one in called),
                owing=sum(bool(book.account_of(one, on).missing) for one in called),
            )
        )
    return found


def get_plan(
    actor: Actor, ward_id: UUID, plan_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> TrainingPlan:
    """One plan of the ward. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    plan = db.session.get(TrainingPlan, plan_id)
    if plan is None or plan.ward_id != ward_id:
        raise NotFound(str(plan_id))
    return plan


def get_session(
    actor: Actor, ward_id: UUID, plan_id: UUID, session_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> tuple[TrainingPlan, TrainingSession]:
    """One session with its plan. Raises NotFound, NotAllowed."""
    plan = get_plan(actor, ward_id, plan_id, permission)
    session = db.session.get(TrainingSession, session_id)
    if session is None or session.plan_id != plan.id:
        raise NotFound(str(session_id))
    return plan, session


def book_of_plan(actor: Actor, plan: TrainingPlan, *, alone: bool = False) -> Book:
    """The book in which the plan stands: that of its year, since other plans may count towards the same days.

    `alone`: the plan by itself, where only its own sessions are asked for. Raises NotFound, NotAllowed.
    """
    return book_of(plan.ward_id, [plan]) if alone else book_of_year(actor, plan.ward_id, plan.year)


def calling_day(plan: TrainingPlan) -> date:
    """The day on which is asked whom a plan concerns: its first session's, else today within its year."""
    first = db.session.scalar(select(func.min(TrainingSession.on_day)).where(TrainingSession.plan_id == plan.id))
    return first or day_within(plan.year, today())


# --- Plans -----------------------------------------------------------------------------------------------------------


def add_plan(actor: Actor, ward_id: UUID, year: int, facts: PlanFacts) -> TrainingPlan:
    """Make a plan of the year and commit. Raises Invalid, NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    plan = TrainingPlan(ward_id=ward_id, year=year, **_checked(ward_id, year, facts))
    db.session.add(plan)
    db.session.flush()
    audit.record(actor, "training.add", ward_id=ward_id, subject_id=plan.id, year=year)
    db.session.commit()
    return plan


def save_plan(actor: Actor, ward_id: UUID, plan_id: UUID, facts: PlanFacts, seen_version: int) -> TrainingPlan:
    """Change a plan and commit. Raises Invalid (also where somebody changed it meanwhile), NotFound, NotAllowed."""
    plan = plan_for_change(actor, ward_id, plan_id, seen_version)
    values = _checked(ward_id, plan.year, facts)
    if values["home"] != plan.home and _count_called(plan.id):
        raise Invalid({"home": ["Kế hoạch đã có người được gọi nên không đổi được lực lượng. Hãy lập kế hoạch khác."]})
    for key, value in values.items():
        setattr(plan, key, value)
    _commit_change(actor, plan, "training.edit")
    return plan


def close_plan(actor: Actor, ward_id: UUID, plan_id: UUID, seen_version: int | None = None) -> None:
    """Say that the plan is done: nothing of it changes any more until it is opened again. Raises as save_plan."""
    plan = plan_for_change(actor, ward_id, plan_id, seen_version)
    plan.closed_on = today()
    _commit_change(actor, plan, "training.close")


def reopen_plan(actor: Actor, ward_id: UUID, plan_id: UUID) -> None:
    """Open a closed plan again. Raises NotFound, NotAllowed."""
    plan = get_plan(actor, ward_id, plan_id, Permission.EDIT_PEOPLE)
    plan.closed_on = None
    _commit_change(actor, plan, "training.reopen")


def remove_plan(actor: Actor, ward_id: UUID, plan_id: UUID) -> None:
    """Take a plan away with everything entered in it. Raises Invalid for a closed one, NotFound, NotAllowed."""
    plan = plan_for_change(actor, ward_id, plan_id)
    held = select(TrainingSession.id).where(TrainingSession.plan_id == plan.id)
    rows = _count_called(plan.id)
    db.session.execute(delete(SessionAbsence).where(SessionAbsence.session_id.in_(held)))
    db.session.execute(delete(TrainingSession).where(TrainingSession.plan_id == plan.id))
    db.session.execute(delete(Trainee).where(Trainee.plan_id == plan.id))
    db.session.delete(plan)
    audit.record(actor, "training.remove", ward_id=ward_id, subject_id=plan.id, year=plan.year, count=rows)
    db.session.commit()


def plan_for_change(actor: Actor, ward_id: UUID, plan_id: UUID, seen_version: int | None = None) -> TrainingPlan:
    """The plan, held until the transaction ends. Raises Invalid for a closed or since changed one, NotFound."""
    plan = get_plan(actor, ward_id, plan_id, Permission.EDIT_PEOPLE)
    db.session.refresh(plan, with_for_update=True)
    if seen_version is not None and seen_version != plan.version:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    if plan.closed_on is not None:
        raise Invalid({"": [CLOSED]})
    return plan


def _commit_change(actor: Actor, plan: TrainingPlan, action: str) -> None:
    audit.record(actor, action, ward_id=plan.ward_id, subject_id=plan.id, year=plan.year)
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": [CHANGED_MEANWHILE]}) from error


def _checked(ward_id: UUID, year: int, facts: PlanFacts) -> dict[str, object]:
    faults: dict[str, list[str]] = {}
    title = clean(facts.title)
    if not title or len(title) > 200:
        faults["title"] = ["Hãy nhập tên kế hoạch (không quá 200 ký tự)."]
    if facts.kind not in PLAN_KINDS:
        faults["kind"] = ["Hãy chọn huấn luyện, tập huấn hoặc diễn tập."]
    if facts.home not in PLAN_HOMES:
        faults["home"] = ["Hãy chọn dân quân tự vệ hoặc quân nhân dự bị."]
    if facts.home == RESERVE and (facts.component or facts.unit_id):
        faults["home"] = ["Kế hoạch cho quân nhân dự bị không chọn thành phần, đơn vị dân quân tự vệ."]
    if facts.component and facts.component not in _COMPONENTS:
        faults["component"] = ["Hãy chọn thành phần trong danh sách."]
    unit = db.session.get(ForceUnit, facts.unit_id) if facts.unit_id is not None else None
    if facts.unit_id is not None and (unit is None or unit.ward_id != ward_id):
        faults["unit_id"] = ["Hãy chọn đơn vị trong danh sách."]
    days = facts.required_days
    if days is not None and not (0.5 <= days <= 366 and (days * 2).is_integer()):
        faults["required_days"] = ["Số ngày phải từ 0,5 đến 366, lẻ đến nửa ngày; để trống nếu theo luật."]
    number, notes = clean(facts.decision_number or ""), clean(facts.notes or "", keep_lines=True)
    if len(number) > 80:
        faults["decision_number"] = ["Không quá 80 ký tự."]
    if len(notes) > 2000:
        faults["notes"] = ["Không quá 2000 ký tự."]
    if not 2000 <= year <= today().year + 5:
        faults[""] = [f"Năm phải từ 2000 đến {today().year + 5}."]
    if faults:
        raise Invalid(faults)
    return {
        "title": title, "kind": facts.kind, "home": facts.home, "component": facts.component or None,
        "unit_id": facts.unit_id if facts.home == MILITIA else None, "required_days": days,
        "decision_number": number or None, "notes": notes or None,
    }  # fmt: skip


# --- Sessions --------------------------------------------------------------------------------------------------------


def add_sessions(actor: Actor, ward_id: UUID, plan_id: UUID, facts: SessionFacts) -> int:
    """Add a session each day of the range and commit. Returns how many. Raises Invalid, NotFound, NotAllowed."""
    plan = plan_for_change(actor, ward_id, plan_id)
    if facts.first is None:
        raise Invalid({"first": ["Hãy nhập ngày, ví dụ 05/05/2026."]})
    last = facts.last or facts.first
    if last < facts.first or (last - facts.first).days >= _MOST_DAYS_AT_ONCE:
        raise Invalid({"last": [f"Ngày cuối phải từ ngày đầu trở đi, nhiều nhất {_MOST_DAYS_AT_ONCE} ngày một lần."]})
    days = [facts.first + timedelta(days=step) for step in range((last - facts.first).days + 1)]
    if len(days) > 1:
        left_out = {
            weekday for weekday, kept in ((_SATURDAY, facts.with_saturdays), (_SUNDAY, facts.with_sundays)) if not kept
        }
        days = [day for day in days if day.weekday() not in left_out]
    if not days:
        raise Invalid({"first": ["Khoảng ngày này chỉ có thứ bảy, chủ nhật đã bỏ ra. Hãy chọn khoảng khác."]})
    topic = _topic(facts.topic)
    _demand_free_days(plan, days, facts.days, field="first")
    for day in days:
        db.session.add(TrainingSession(ward_id=ward_id, plan_id=plan.id, on_day=day, days=facts.days, topic=topic))
    audit.record(actor, "training.sessions", ward_id=ward_id, subject_id=plan.id, count_sessions=len(days))
    db.session.commit()
    return len(days)


def save_session(
    actor: Actor, ward_id: UUID, plan_id: UUID, session_id: UUID, day: date | None, days: float, topic: str | None
) -> None:
    """Change a session's day, length or topic and commit. Raises Invalid, NotFound, NotAllowed."""
    plan = plan_for_change(actor, ward_id, plan_id)
    _, session = get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    if day is None:
        raise Invalid({"day": ["Hãy nhập ngày, ví dụ 05/05/2026."]})
    if session.is_entered and day > today():
        raise Invalid({"day": ["Buổi đã điểm danh không thể chuyển sang ngày chưa đến."]})
    text = _topic(topic)
    _demand_free_days(plan, [day], days, field="day", but=session.id)
    session.on_day, session.days, session.topic = day, days, text
    audit.record(actor, "training.session_edit", ward_id=ward_id, subject_id=plan.id)
    db.session.commit()


def remove_session(
    actor: Actor, ward_id: UUID, plan_id: UUID, session_id: UUID, *, with_attendance: bool = False
) -> None:
    """Take a session away and commit. Raises Invalid where its attendance was taken and nobody said so, NotFound."""
    plan = plan_for_change(actor, ward_id, plan_id)
    _, session = get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    if session.is_entered and not with_attendance:
        raise Invalid({"": ["Buổi này đã điểm danh. Hãy xác nhận xóa cả phần điểm danh."]})
    db.session.execute(delete(SessionAbsence).where(SessionAbsence.session_id == session.id))
    db.session.delete(session)
    audit.record(actor, "training.session_remove", ward_id=ward_id, subject_id=plan.id)
    db.session.commit()


def _topic(text: str | None) -> str | None:
    topic = clean(text or "")
    if len(topic) > 200:
        raise Invalid({"topic": ["Không quá 200 ký tự."]})
    return topic or None


def _demand_free_days(
    plan: TrainingPlan, days: list[date], length: float, *, field: str, but: UUID | None = None
) -> None:
    if length not in {0.5, 1.0}:
        raise Invalid({"days": ["Hãy chọn cả ngày hoặc nửa ngày."]})
    if any(day.year != plan.year for day in days):
        raise Invalid({field: [f"Buổi học phải trong năm {plan.year} của kế hoạch."]})
    taken: dict[date, float] = defaultdict(float)
    for one in queries.sessions_of([plan.id]):
        if one.id != but:
            taken[one.on_day] += one.days
    full = [day for day in days if taken[day] + length > 1]
    if full:
        named = ", ".join(f"{day:%d/%m/%Y}" for day in full[:5]) + ("…" if len(full) > 5 else "")
        raise Invalid({field: [f"Ngày {named} đã có buổi của kế hoạch này; một ngày không quá 08 giờ học."]})


def _count_called(plan_id: UUID) -> int:
    return db.session.scalar(select(func.count()).where(Trainee.plan_id == plan_id)) or 0
