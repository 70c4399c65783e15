"""Attendance by workbook: the form of a plan that goes out, and what comes back. All of a file is taken, or nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.dates import format_date
from roster.domain.secrets import SENTENCE, names_army_unit
from roster.domain.text import cell_text, fold
from roster.intake.grid import Cell, Sheet, column_letter
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.services.training import CLOSED, book_of_plan, get_plan
from roster.services.training_attendance import LONGEST_REASON, Absence, narrowed, read_absence, save_several
from roster.services.training_book import Book, Called
from roster.services.uploads import read_upload
from roster.sheets.attendance_form import TAKEN, FormRow, write_attendance_form
from roster.sheets.preflight import UnreadableWorkbook
from roster.store.commanders import Learner
from roster.store.db import db
from roster.store.scope import require
from roster.store.training import TrainingPlan, TrainingSession

_MOST_FAULTS = 30
_HEADING_WITHIN = 30  # rows
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*(?:\((\d)\))?")
_PRESENT = {"", "-", "–", "+", "✓", "✔", "c", "m", "co", "co mat", "du"}
_MARK = re.compile(r"(?:v|x|k|kp|p|cp|vang|phep|co phep|khong phep)(?![a-z0-9])")
_NOT_CALLED = "–"


@dataclass(frozen=True)
class Taken:
    """What a file brought: how many sessions, and how many absences in them."""

    sessions: int
    missed: int


def write_form(actor: Actor, ward_id: UUID, plan_id: UUID, file: BinaryIO) -> None:
    """Write the plan's form to `file`: names, days, and what was entered already. Raises NotFound, NotAllowed."""
    plan = get_plan(actor, ward_id, plan_id, Permission.EXPORT)
    book = book_of_plan(actor, plan, alone=True)
    headings = _headings(book, plan)
    rows = [
        FormRow(
            mark=str(one.person.id),
            name=one.person.full_name,
            birth_year=format_date(one.person.birth_date)[-4:],
            unit=book.unit_of(one.person.id, book.first_day(plan) or today())[1],
            cells=tuple(_shown(book, one, session) for session in headings.values()),
        )
        for one in book.by_plan[plan.id]
    ]
    days = [(words, session.is_entered) for words, session in headings.items()]
    write_attendance_form(file, f"ĐIỂM DANH: {plan.title.upper()} NĂM {plan.year}", days, rows)
    audit.record(actor, "list.export", ward_id=ward_id, subject_id=plan.id, list="training", rows=len(rows), form=True)
    db.session.commit()


def read_form(actor: Actor, ward_id: UUID, plan_id: UUID, file_name: str, stream: BinaryIO) -> Taken:
    """Read a filled-in form and take the attendance of its days, all of them or none; commits.

    Raises Invalid with a sentence for each fault (sheet and cell named), UnreadableWorkbook, NotFound, NotAllowed.
    """
    require(actor, Permission.IMPORT, ward_id)
    plan = get_plan(actor, ward_id, plan_id, Permission.EDIT_PEOPLE)
    if plan.closed_on is not None:
        raise Invalid({"file": [CLOSED]})
    workbook = read_upload(actor, ward_id, file_name, stream)
    book = book_of_plan(actor, plan, alone=True)
    for sheet in workbook.sheets:
        place = next((row for row in range(min(len(sheet.rows), _HEADING_WITHIN)) if _name_column(sheet, row)), None)
        if place is not None:
            break
    else:
        raise UnreadableWorkbook("Không trang nào có cột “Họ và tên”. Hãy dùng biểu mẫu điểm danh của kế hoạch này.")
    reading = _Reading(book, plan, sheet, place)
    reading.read()
    if reading.faults:
        more = len(reading.faults) - _MOST_FAULTS
        shown = reading.faults[:_MOST_FAULTS] + ([f"… và {more} lỗi khác."] if more > 0 else [])
        raise Invalid({"file": shown})
    return Taken(len(reading.taken), save_several(actor, plan, reading.taken))


def _headings(book: Book, plan: TrainingPlan) -> dict[str, TrainingSession]:
    """The heading of each session: its day, with a number for the second one of a day."""
    found: dict[str, TrainingSession] = {}
    for session in book.sessions.get(plan.id, ()):
        words, number = f"{session.on_day:%d/%m/%Y}", 1
        while words in found:
            number += 1
            words = f"{session.on_day:%d/%m/%Y} ({number})"
        found[words] = session
    return found


def _shown(book: Book, one: Called, session: TrainingSession) -> str:
    if not book.is_called(one, session):
        return _NOT_CALLED
    absence = book.absence(one, session)
    if absence is None:
        return ""
    letter = "P" if absence.is_excused else "V"
    return f"{letter}: {absence.reason}" if absence.reason else letter


def _name_column(sheet: Sheet, row: int) -> int | None:
    """The column headed "Họ và tên"; it never is the first one of a form, so that 0 cannot be meant."""
    for column in range(len(sheet.rows[row])):
        if fold(cell_text(sheet.cell(row, column))) in {"ho va ten", "ho ten"}:
            return column or None
    return None


@dataclass
class _Reading:
    """One sheet on its way into attendance: what it says and what is wrong with it."""

    book: Book
    plan: TrainingPlan
    sheet: Sheet
    heading_row: int
    faults: list[str] = field(default_factory=list)
    taken: dict[UUID, dict[UUID, Absence]] = field(default_factory=dict)

    def read(self) -> None:
        """Fill `taken`, or `faults`."""
        days = dict(self._day_columns())
        name_column = _name_column(self.sheet, self.heading_row) or 0
        people = list(self._people(name_column))
        if not days and not self.faults:
            self.faults.append(f"Trang “{self.sheet.name}” không có cột ngày nào của kế hoạch.")
        missing = {one.person.id: one.person.full_name for one in self.book.by_plan[self.plan.id]}
        for _, person in people:
            missing.pop(person.id, None)
        if missing and not self.faults:
            names = ", ".join(list(missing.values())[:10]) + ("…" if len(missing) > 10 else "")
            self.faults.append(
                f"Tệp thiếu {len(missing)} đồng chí được gọi: {names}. Hãy thêm dòng cho các đồng chí này."
            )
        for column, session in days.items():
            self._read_day(column, session, people)
        if not self.taken and not self.faults:
            self.faults.append(f"Chưa ngày nào có dấu x ở dòng “{TAKEN}” hoặc có người vắng, nên chưa ghi gì vào sổ.")

    def _read_day(self, column: int, session: TrainingSession, people: list[tuple[int, Learner]]) -> None:
        absent: dict[UUID, Absence] = {}
        for row, person in people:
            absence = self._absence(row, column)
            if absence is not None:
                absent[person.id] = absence
        is_ticked = fold(cell_text(self.sheet.cell(self._taken_row, column))) not in {"", "khong", "0", "chua"}
        if not absent and not (self._has_taken_row and is_ticked):
            return  # a day that nobody filled in is not one on which everybody was there
        if session.on_day > today():
            self._say(self.heading_row, column, f"buổi ngày {session.on_day:%d/%m/%Y} chưa đến nên chưa điểm danh được")
        self.taken[session.id] = absent

    @property
    def _taken_row(self) -> int:
        return self.heading_row + 1

    @property
    def _has_taken_row(self) -> bool:
        column = _name_column(self.sheet, self.heading_row) or 0
        return fold(cell_text(self.sheet.cell(self._taken_row, column))).startswith("da diem danh")

    def _day_columns(self) -> Iterator[tuple[int, TrainingSession]]:
        sessions = _headings(self.book, self.plan)
        seen: set[str] = set()
        for column in range(len(self.sheet.rows[self.heading_row])):
            words = _day_words(self.sheet.cell(self.heading_row, column))
            if not words:
                continue
            if words in seen:
                self._say(self.heading_row, column, f"ngày {words} có hai cột; hãy xóa một cột")
            elif words not in sessions:
                self._say(self.heading_row, column, f"kế hoạch không có buổi ngày {words}")
            else:
                yield column, sessions[words]
            seen.add(words)

    def _people(self, name_column: int) -> Iterator[tuple[int, Learner]]:
        called = {one.person.id: one.person for one in self.book.by_plan[self.plan.id]}
        by_name: dict[str, list[Learner]] = {}
        for one in called.values():
            by_name.setdefault(fold(one.full_name), []).append(one)
        columns = {fold(cell_text(value)): index for index, value in enumerate(self.sheet.rows[self.heading_row])}
        seen: dict[UUID, int] = {}
        for row in range(self._taken_row + self._has_taken_row, len(self.sheet.rows)):
            name = cell_text(self.sheet.cell(row, name_column))
            if not name:
                continue
            mark = _id(self.sheet.cell(row, columns.get("ma", -1)))
            person = called.get(mark) if mark is not None else None
            if person is None or fold(person.full_name) != fold(name):
                year = cell_text(self.sheet.cell(row, columns.get("nam sinh", -1)))[-4:]
                found = narrowed(by_name.get(fold(name), []), name, year)
                if len(found) != 1:
                    words = (
                        f"trùng {len(found)} người, hãy ghi năm sinh" if found else "không có trong danh sách được gọi"
                    )
                    self._say(row, name_column, f"“{name[:80]}” {words}")
                    continue
                person = found[0]
            if person.id in seen:
                self._say(row, name_column, f"“{name[:80]}” đã có ở dòng {seen[person.id] + 1}")
                continue
            seen[person.id] = row
            yield row, person

    def _absence(self, row: int, column: int) -> Absence | None:
        if (row, column) in self.sheet.uncached:
            self._say(row, column, "công thức chưa được tính hoặc bị lỗi; hãy sửa bằng Excel rồi lưu lại")
            return None
        words = cell_text(self.sheet.cell(row, column))
        if words in _PRESENT or fold(words) in _PRESENT - {""}:
            return None
        if not _MARK.match(fold(words)):
            self._say(row, column, f"“{words[:40]}” không phải ký hiệu điểm danh; hãy ghi V, x hoặc P, hoặc để trống")
            return None
        absence = read_absence(words)
        if len(absence.reason or "") > LONGEST_REASON:
            self._say(row, column, f"lý do vắng dài quá {LONGEST_REASON} ký tự")
        if names_army_unit(absence.reason):
            self._say(row, column, f"ô này {SENTENCE}")
        return absence

    def _say(self, row: int, column: int, words: str) -> None:
        self.faults.append(f"Trang “{self.sheet.name}”, ô {column_letter(column)}{row + 1}: {words}.")


def _day_words(value: Cell) -> str:
    """A heading's day in the words of the form, "" for a heading that is no day."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    match = _DAY.fullmatch(cell_text(value))
    if match is None:
        return ""
    day, month, year, number = match.groups()
    words = f"{int(day):02}/{int(month):02}/{year}"
    return f"{words} ({number})" if number and number != "1" else words


def _id(value: Cell) -> UUID | None:
    try:
        return UUID(cell_text(value))
    except ValueError:
        return None
