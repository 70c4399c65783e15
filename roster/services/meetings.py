"""Meetings of the ward command, its Party cell and its forces: planned, held, overdue, and what share was held."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import extract, select

from roster.columns.plain_sheets import PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Permission
from roster.domain.law.meetings import KIND_BY_KEY, KINDS, Gap, MeetingKind, gaps, label_of_kind, repeated
from roster.domain.text import clean
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.store.db import db
from roster.store.scope import require
from roster.store.training import Meeting

CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa buổi họp này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí nhập vẫn còn dưới đây; xin xem lại rồi ghi."
)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_MOST_OF_SERIES = 60
_LONGEST = {"topic": 200, "place": 200, "minutes_number": 80}


@dataclass(frozen=True)
class MeetingFacts:
    """What is entered of a meeting. `repeats` ("week", "month", "quarter") to `until` makes a series of a plan."""

    kind: str
    on_day: date | None
    topic: str = ""
    place: str = ""
    called: int | None = None
    present: int | None = None
    minutes_number: str = ""
    is_held: bool = False
    repeats: str = ""
    until: date | None = None


@dataclass(frozen=True)
class KindSummary:
    """How a kind of meeting stands in the year: planned in all, due by today, held of those, and who came."""

    kind: MeetingKind
    planned: int
    due: int
    held: int
    called: int
    present: int

    @property
    def share(self) -> int | None:
        """The share of what was due that was held, in percent; None for nothing due."""
        return round(100 * self.held / self.due) if self.due else None

    @property
    def presence(self) -> int | None:
        """The share of those called who came, in percent; None where nobody counted."""
        return round(100 * self.present / self.called) if self.called else None


@dataclass(frozen=True)
class MeetingYear:
    """The meetings of a year with what is to be done about them."""

    year: int
    meetings: tuple[Meeting, ...]
    overdue: tuple[Meeting, ...]
    gaps: tuple[Gap, ...]
    kinds: tuple[KindSummary, ...]
    total: KindSummary


def year_of(actor: Actor, ward_id: UUID, year: int, kind: str = "") -> MeetingYear:
    """The meetings of the year (of one kind, or of all for ""), by day. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(Meeting)
        .where(Meeting.ward_id == ward_id, extract("year", Meeting.on_day) == year)
        .order_by(Meeting.on_day, Meeting.id)
    )
    found = list(db.session.scalars(query))
    wanted = [one for one in found if not kind or one.kind == kind]
    summaries = [_summary(one, [meeting for meeting in found if meeting.kind == one.key]) for one in KINDS]
    return MeetingYear(
        year,
        tuple(wanted),
        tuple(one for one in wanted if is_overdue(one)),
        tuple(one for one in gaps([(one.kind, one.on_day) for one in found], year, today())
              if not kind or one.kind.key == kind),
        tuple(one for one in summaries if one.planned),
        _summary(MeetingKind("", "Tất cả"), found),
    )  # fmt: skip


def years_known(actor: Actor, ward_id: UUID) -> list[int]:
    """The years that have meetings, and this one and the next, latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    found = db.session.scalars(select(extract("year", Meeting.on_day)).where(Meeting.ward_id == ward_id).distinct())
    return sorted({*map(int, found), today().year, today().year + 1}, reverse=True)


def is_overdue(one: Meeting) -> bool:
    """Whether its day has passed and nobody has recorded that it was held."""
    return not one.is_held and one.on_day < today()


def state_of(one: Meeting) -> str:
    """The state in words."""
    return "Đã tổ chức" if one.is_held else "Quá ngày, chưa ghi kết quả" if is_overdue(one) else "Đã lên lịch"


def get_meeting(
    actor: Actor, ward_id: UUID, meeting_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> Meeting:
    """One meeting of the ward. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    one = db.session.get(Meeting, meeting_id)
    if one is None or one.ward_id != ward_id:
        raise NotFound(str(meeting_id))
    return one


def seen_mark(one: Meeting) -> str:
    """A mark of what the meeting says now: a form that carries another one is stale."""
    said = (
        one.kind, one.on_day.isoformat(), one.topic, one.place, one.called, one.present, one.minutes_number, one.is_held
    )  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def plan(actor: Actor, ward_id: UUID, facts: MeetingFacts) -> list[Meeting]:
    """Put a meeting (or a series) into the calendar, held ones too, and commit.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    days = _days(facts)
    made = []
    for day in days:
        one = Meeting(ward_id=ward_id)
        _take(one, facts, day)
        made.append(one)
    db.session.add_all(made)
    db.session.flush()
    audit.record(actor, "meeting.plan", ward_id=ward_id, subject_id=made[0].id, kind=facts.kind, meetings=len(made))
    db.session.commit()
    return made


def edit(actor: Actor, ward_id: UUID, meeting_id: UUID, facts: MeetingFacts, seen: str) -> Meeting:
    """Change a meeting or record how it was held, and commit.

    Raises Invalid (also where somebody was faster), NotFound, NotAllowed.
    """
    one = _for_change(actor, ward_id, meeting_id, seen)
    _take(one, facts, facts.on_day)
    audit.record(actor, "meeting.edit", ward_id=ward_id, subject_id=one.id, kind=one.kind)
    db.session.commit()
    return one


def remove(actor: Actor, ward_id: UUID, meeting_id: UUID, seen: str) -> int:
    """Take a meeting off the calendar, and commit. Returns its year. Raises Invalid, NotFound, NotAllowed."""
    one = _for_change(actor, ward_id, meeting_id, seen)
    year = one.on_day.year
    audit.record(actor, "meeting.remove", ward_id=ward_id, subject_id=one.id, kind=one.kind)
    db.session.delete(one)
    db.session.commit()
    return year


def meetings_sheet(actor: Actor, ward_id: UUID, year: int, kind: str = "") -> PlainSheet:
    """The meetings of a year for paper and workbook. Raises NotFound, NotAllowed."""
    found = year_of(actor, ward_id, year, kind)
    rows = tuple(
        (
            (f"{one.on_day:%d/%m/%Y}",), (label_of_kind(one.kind),), (one.topic,), (one.place or "",),
            (_number(one.called),), (_number(one.present),), (one.minutes_number or "",), (state_of(one),),
        )
        for one in found.meetings
    )  # fmt: skip
    whole = found.total if not kind else next((one for one in found.kinds if one.kind.key == kind), found.total)
    share = f", đạt {whole.share}%" if whole.share is not None else ""
    note = f"Đến hạn {whole.due} buổi, đã tổ chức {whole.held} buổi{share}."
    title = f"LỊCH HỌP, SINH HOẠT NĂM {year}"
    if kind in KIND_BY_KEY:
        title = f"{title}: {KIND_BY_KEY[kind].label.upper()}"
    return PlainSheet("meetings", title, SHEET_COLUMNS["meetings"], rows, noun="buổi", note=note)


def _summary(kind: MeetingKind, meetings: list[Meeting]) -> KindSummary:
    due = [one for one in meetings if one.is_held or one.on_day <= today()]
    counted = [one for one in due if one.is_held and one.called and one.present is not None]
    return KindSummary(
        kind,
        len(meetings),
        len(due),
        sum(one.is_held for one in due),
        sum(one.called or 0 for one in counted),
        sum(one.present or 0 for one in counted),
    )


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _for_change(actor: Actor, ward_id: UUID, meeting_id: UUID, seen: str) -> Meeting:
    one = get_meeting(actor, ward_id, meeting_id, Permission.EDIT_PEOPLE)
    db.session.refresh(one, with_for_update=True)
    if seen_mark(one) != seen:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    return one


def _days(facts: MeetingFacts) -> list[date]:
    """The days of the series. Raises Invalid."""
    if facts.on_day is None or not FIRST_DAY <= facts.on_day <= LAST_DAY:
        raise Invalid({"on_day": ["Hãy ghi ngày họp."]})
    if not facts.repeats:
        return [facts.on_day]
    if facts.is_held:
        raise Invalid({"repeats": ["Buổi đã tổ chức thì ghi từng buổi; chỉ lịch sắp tới mới lặp lại."]})
    if facts.until is None or not facts.on_day <= facts.until <= LAST_DAY:
        raise Invalid({"until": ["Hãy ghi ngày cuối của loạt buổi, từ ngày đầu trở đi."]})
    days = repeated(facts.on_day, facts.repeats, facts.until)
    if len(days) > _MOST_OF_SERIES:
        raise Invalid({"until": [f"Mỗi lần không quá {_MOST_OF_SERIES} buổi."]})
    return days


def _take(one: Meeting, facts: MeetingFacts, day: date | None) -> None:
    faults: dict[str, list[str]] = {}
    texts = {name: clean(getattr(facts, name)) for name in _LONGEST}
    if facts.kind not in KIND_BY_KEY:
        faults["kind"] = ["Hãy chọn loại."]
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        faults["on_day"] = ["Hãy ghi ngày họp."]
    elif facts.is_held and day > today():
        faults["is_held"] = ["Ngày họp còn ở phía trước, chưa thể ghi là đã tổ chức."]
    for name, longest in _LONGEST.items():
        if len(texts[name]) > longest:
            faults[name] = [f"Dài quá {longest} ký tự."]
    for name in ("called", "present"):
        number = getattr(facts, name)
        if number is not None and not 0 <= number <= 100_000:
            faults[name] = ["Hãy ghi số người, từ 0 trở lên."]
    if not faults and facts.present is not None and facts.called is not None and facts.present > facts.called:
        faults["present"] = ["Số có mặt không thể nhiều hơn số triệu tập."]
    if facts.present is not None and not facts.is_held and "present" not in faults:
        faults["is_held"] = ["Đã ghi số có mặt thì hãy đánh dấu “đã tổ chức”."]
    if faults or day is None:
        raise Invalid(faults)
    one.kind, one.on_day, one.is_held = facts.kind, day, facts.is_held
    one.topic = texts["topic"] or KIND_BY_KEY[facts.kind].label
    one.place, one.minutes_number = texts["place"] or None, texts["minutes_number"] or None
    one.called, one.present = facts.called, facts.present
