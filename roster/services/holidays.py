"""The office's table of holidays: the shipped calendar with what an administrator entered over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.holidays import HOLIDAYS, WORKED, after_working_days, shipped_rest
from roster.domain.text import clean
from roster.services import audit
from roster.services.faults import Invalid
from roster.store.campaigns import Holiday
from roster.store.db import db
from roster.store.scope import demand_in_person


@dataclass(frozen=True)
class ShownDay:
    """A day off, or a Saturday or Sunday that is worked; `is_shipped` where nobody entered it."""

    day: date
    name: str
    is_working: bool
    is_shipped: bool


def list_holidays(year: int) -> list[ShownDay]:
    """The days of a year that differ from an ordinary week, in order; an entered day wins over the shipped one."""
    found = {day: ShownDay(day, name, False, True) for day, name in HOLIDAYS.items() if day.year == year}
    found |= {day: ShownDay(day, name, True, True) for day, name in WORKED.items() if day.year == year}
    entered = select(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    for row in db.session.scalars(entered):
        found[row.day] = ShownDay(row.day, row.name, row.is_working, False)
    return [found[day] for day in sorted(found)]


def save(actor: Actor, day: date, name: str, is_working: bool = False) -> Holiday:
    """Enter a day off or a worked one and commit. Raises Invalid; NotAllowed but for administrators."""
    demand_in_person(actor, Permission.MANAGE_OFFICE)
    name = clean(name)
    if not name or len(name) > 120:
        raise Invalid({"name": ["Hãy ghi tên ngày nghỉ (không quá 120 ký tự)."]})
    row = db.session.get(Holiday, day)
    if row is None:
        row = Holiday(day=day)
        db.session.add(row)
    row.name, row.is_working = name, is_working
    audit.record(actor, "holiday.save", day=day.isoformat(), is_working=is_working)
    db.session.commit()
    return row


def remove(actor: Actor, day: date) -> None:
    """Take an entered day back: the shipped calendar holds again. Commits. Raises NotAllowed but for administrators."""
    demand_in_person(actor, Permission.MANAGE_OFFICE)
    row = db.session.get(Holiday, day)
    if row is not None:
        db.session.delete(row)
        audit.record(actor, "holiday.remove", day=day.isoformat())
        db.session.commit()


def rests() -> Callable[[date], bool | None]:
    """What the table says of a day, asked of the database once: True for rest, False for worked, None for neither."""
    entered = {row.day: not row.is_working for row in db.session.scalars(select(Holiday))}

    def say(day: date) -> bool | None:
        return entered.get(day, shipped_rest(day))

    return say


def due_after(start: date, days: int, unit: str) -> date:
    """The last day of a period of so many days ("calendar" or "working") after `start`, which is not counted."""
    return after_working_days(start, days, rests()) if unit == "working" else date.fromordinal(start.toordinal() + days)
