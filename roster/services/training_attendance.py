"""Attendance of a session in one pass: everybody called was there, but those who are ticked, pasted or read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from roster.domain.actor import Actor, Permission
from roster.domain.names import name_key
from roster.domain.secrets import names_army_unit
from roster.domain.sorting import natural_key
from roster.domain.text import clean, fold
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, refuse_secret
from roster.services.training import CHANGED_MEANWHILE, book_of_plan, get_session, plan_for_change
from roster.services.training_book import Book, Called
from roster.store.commanders import Learner
from roster.store.db import db
from roster.store.training import SessionAbsence, TrainingPlan, TrainingSession

LONGEST_REASON = 200
_MOST_PASTED_LINES = 2_000


@dataclass(frozen=True)
class Absence:
    """That somebody was not there: why, and whether with leave."""

    reason: str | None = None
    is_excused: bool = False


@dataclass(frozen=True)
class Line:
    """Somebody called, with his absence if there is one."""

    called: Called
    unit: str
    post: str
    absence: Absence | None


@dataclass(frozen=True)
class AttendanceSheet:
    """A session as its page shows it. `mark` tells what was seen, so that nobody overwrites a colleague's entry."""

    plan: TrainingPlan
    session: TrainingSession
    lines: tuple[Line, ...]
    mark: str

    @property
    def present(self) -> int:
        """How many were there."""
        return sum(line.absence is None for line in self.lines)


def sheet_of(actor: Actor, ward_id: UUID, plan_id: UUID, session_id: UUID) -> AttendanceSheet:
    """The session with whom it calls, by unit and name. Raises NotFound, NotAllowed."""
    plan, session = get_session(actor, ward_id, plan_id, session_id)
    book = book_of_plan(actor, plan, alone=True)
    day = session.on_day
    lines = [
        Line(
            one,
            book.unit_of(one.person.id, day)[1],
            book.post_of(one.person.id, day),
            absence_shown(book, one, session),
        )
        for one in book.called_to(session)
    ]
    lines.sort(key=lambda line: natural_key(line.unit))  # by name within a unit: the sort keeps the order
    return AttendanceSheet(plan, session, tuple(lines), mark_of(book, session))


def absence_shown(book: Book, one: Called, session: TrainingSession) -> Absence | None:
    """The absence kept; before attendance was taken, that of whoever is excused from the whole plan."""
    if session.is_entered:
        kept = book.absences.get((session.id, one.person.id))
        return Absence(kept.reason, kept.is_excused) if kept is not None else None
    excused = one.trainee.excused_reason
    return Absence(excused, True) if excused is not None else None


def mark_of(book: Book, session: TrainingSession) -> str:
    """A short mark of what is kept of a session; another one as soon as anything of it changes."""
    rows = sorted(
        (str(one.learner_id), one.reason or "", one.is_excused)
        for one in book.absences.values()
        if one.session_id == session.id
    )
    told = repr((session.is_entered, session.on_day, session.days, rows))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def save(
    actor: Actor,
    ward_id: UUID,
    plan_id: UUID,
    session_id: UUID,
    absent: Mapping[UUID, Absence],
    seen_mark: str | None = None,
) -> int:
    """Take the attendance: all whom the session calls were there but `absent`. Commits; returns how many were there.

    Raises Invalid where the day has not come, a reason is too long or somebody changed it meanwhile; NotFound,
    NotAllowed.
    """
    plan = plan_for_change(actor, ward_id, plan_id)
    _, session = get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    book = book_of_plan(actor, plan, alone=True)
    if seen_mark is not None and seen_mark != mark_of(book, session):
        raise Invalid({"": [CHANGED_MEANWHILE]})
    present = _write(book, session, absent)
    audit.record(
        actor, "training.attendance", ward_id=ward_id, subject_id=plan.id, present=present,
        missed=len(book.called_to(session)) - present,
    )  # fmt: skip
    db.session.commit()
    return present


def save_several(actor: Actor, plan: TrainingPlan, taken: Mapping[UUID, Mapping[UUID, Absence]]) -> int:
    """Take the attendance of several sessions of a plan at once: all or none. Commits; returns how many absences.

    Raises Invalid, NotFound, NotAllowed.
    """
    plan = plan_for_change(actor, plan.ward_id, plan.id)
    book = book_of_plan(actor, plan, alone=True)
    missed = 0
    for session in book.sessions.get(plan.id, ()):
        if session.id in taken:
            missed += len(book.called_to(session)) - _write(book, session, taken[session.id])
    audit.record(
        actor, "training.attendance", ward_id=plan.ward_id, subject_id=plan.id, count_sessions=len(taken),
        missed=missed, file=True,
    )  # fmt: skip
    db.session.commit()
    return missed


def clear(actor: Actor, ward_id: UUID, plan_id: UUID, session_id: UUID) -> None:
    """Take back the attendance of a session, as if nobody had entered it, and commit. Raises Invalid, NotFound."""
    plan = plan_for_change(actor, ward_id, plan_id)
    _, session = get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    db.session.execute(delete(SessionAbsence).where(SessionAbsence.session_id == session.id))
    session.is_entered = False
    audit.record(actor, "training.attendance_clear", ward_id=ward_id, subject_id=plan.id)
    db.session.commit()


def _write(book: Book, session: TrainingSession, absent: Mapping[UUID, Absence]) -> int:
    if session.on_day > today():
        raise Invalid({"": [f"Buổi ngày {session.on_day:%d/%m/%Y} chưa đến nên chưa điểm danh được."]})
    called = {one.person.id: one.person for one in book.called_to(session)}
    wanted = {person_id: absence for person_id, absence in absent.items() if person_id in called}
    if any(len(absence.reason or "") > LONGEST_REASON for absence in wanted.values()):
        raise Invalid({"": [f"Lý do vắng không quá {LONGEST_REASON} ký tự."]})
    for person_id, given in wanted.items():
        refuse_secret("", given.reason, where=f"Lý do vắng của {called[person_id].full_name}", names_it=names_army_unit)
    for person_id, person in called.items():
        kept, absence = book.absences.get((session.id, person_id)), wanted.get(person_id)
        if absence is None:
            if kept is not None:
                db.session.delete(kept)
        elif kept is None:
            db.session.add(
                SessionAbsence(
                    ward_id=session.ward_id, session_id=session.id, reason=absence.reason,
                    is_excused=absence.is_excused, **person.keys,
                )
            )  # fmt: skip
        else:
            kept.reason, kept.is_excused = absence.reason, absence.is_excused
    session.is_entered = True
    return len(called) - len(wanted)


# --- Names that were pasted ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PastedNames:
    """Which of the lines name somebody called; the others come back with a sentence each, in `left` as they were."""

    absent: Mapping[UUID, Absence]
    left: tuple[str, ...]
    faults: tuple[str, ...]


_NUMBER = re.compile(r"^\s*\d+\s*[.):\t-]\s*")
_YEAR = re.compile(r"\(?\b((?:19|20)\d\d)\b\)?")
_PARTS = re.compile(r"\t|\s[-–—]\s|[:;,]")
_WITH_LEAVE = re.compile(r"^\(?(?:p|cp|có phép|co phep|phép|phep)\)?(?:[\s:,.\-–]+|$)", re.IGNORECASE)
_AWAY = re.compile(r"^(?:vắng mặt|vắng|vang)(?:[\s:,.\-–]+|$)", re.IGNORECASE)
_WITHOUT_LEAVE = re.compile(r"^\(?(?:v|x|k|kp|không phép|khong phep)\)?(?:[\s:,.\-–]+|$)", re.IGNORECASE)


def read_names(text: str, people: Iterable[Learner]) -> PastedNames:
    """Read pasted lines: a name, perhaps with the year of birth, then why he was away ("P: ốm" is with leave).

    Names are compared without marks and case; where several share one, the marks and the year of birth decide.
    """
    by_name: dict[str, list[Learner]] = {}
    for person in people:
        by_name.setdefault(fold(person.full_name), []).append(person)
    absent: dict[UUID, Absence] = {}
    left: list[str] = []
    faults: list[str] = []
    for raw in text.splitlines()[:_MOST_PASTED_LINES]:
        line = _NUMBER.sub("", raw).strip()
        if not clean(line):
            continue
        name, _, rest = line.partition("\t") if "\t" in line else (_PARTS.split(line, maxsplit=1)[0], "", "")
        if "\t" not in line:
            rest = line[len(name) :].lstrip(" \t-–—:;,")
        year = _YEAR.search(line)
        name = clean(_YEAR.sub("", name))
        reason = _YEAR.sub("", rest, count=1) if year and year.start() >= len(line) - len(rest) else rest
        found = narrowed(by_name.get(fold(name), []), name, year[1] if year else "")
        if len(found) == 1:
            absent[found[0].id] = read_absence(reason)
        else:
            left.append(raw)
            faults.append(name_fault(name, found))
    return PastedNames(absent, tuple(left), tuple(faults))


def narrowed(found: list[Learner], name: str, birth_year: str) -> list[Learner]:
    """Of those who share a name without marks, those whose marks and year of birth fit as well, if any do."""
    for keep in (
        lambda one: name_key(one.full_name) == name_key(name),
        lambda one: bool(birth_year) and (one.birth_date or "").startswith(birth_year),
    ):
        if len(found) > 1:
            found = [one for one in found if keep(one)] or found
    return found


def name_fault(name: str, found: list[Learner]) -> str:
    """Why a name was not taken, a sentence."""
    if not found:
        return f"Không có “{name}” trong danh sách được gọi."
    years = ", ".join((one.birth_date or "chưa rõ năm sinh")[:4] for one in found[:5])
    return f"“{name}” trùng {len(found)} người (sinh năm {years}). Hãy ghi thêm năm sinh hoặc tích trong danh sách."


def read_absence(text: str) -> Absence:
    """An absence from its words: "P: ốm", "vắng có phép", "V", "đi công tác"."""
    words = _trimmed(text)
    if (match := _AWAY.match(words)) is not None:
        words = _trimmed(words[match.end() :])
    if (match := _WITH_LEAVE.match(words)) is not None:
        return Absence(_trimmed(words[match.end() :]) or None, True)
    if (match := _WITHOUT_LEAVE.match(words)) is not None:
        return Absence(_trimmed(words[match.end() :]) or None, False)
    return Absence(words or None, False)


def _trimmed(text: str) -> str:
    return clean(text).strip(" -–—:;,.()")
