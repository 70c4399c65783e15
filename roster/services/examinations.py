"""The door of the health examination: who was called and who came; found at once, counted as they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import Choice
from roster.domain.citizen_id import is_old_id
from roster.domain.cycle import STEP_BY_KEY, STEPS
from roster.domain.names import name_key
from roster.domain.qr_card import ScannedCard, read_card
from roster.domain.search_words import SearchWord, search_words
from roster.domain.text import clean, fold
from roster.services.clock import today
from roster.services.faults import NotFound
from roster.store.campaigns import CandidateMove
from roster.store.claims import Examination
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.person_words import found_by
from roster.store.scope import require
from roster.store.text_search import holds

PRESENT, ABSENT, MADE_UP, WAITING = "present", "absent", "made_up", "waiting"
ATTENDANCE = (
    Choice(PRESENT, "Có mặt"),
    Choice(ABSENT, "Vắng"),
    Choice(MADE_UP, "Khám bù"),
    Choice(WAITING, "Chưa đến"),
)

INVITED, EXAMINED, STAYED_AWAY = "invited_examination", "examined", "examination_absent"
BEYOND = frozenset(step.key for step in STEPS if step.stage > STEP_BY_KEY[EXAMINED].stage)


@dataclass(frozen=True)
class Attendee:
    """One candidate as the door sees him. `health_class` is None also where the actor may not see it.

    `state` is present, absent, made_up or waiting; None for somebody who was not called to the examination.
    """

    person_id: UUID
    record_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    step: str | None
    attended_on: date | None
    health_class: int | None
    is_temporary: bool
    state: str | None
    phone: str | None = None  # only for who may see whole numbers


@dataclass(frozen=True)
class DoorCount:
    """How many were called, by state, and what the council concluded: (class, count)."""

    by_state: dict[str, int]
    by_class: dict[int, int]

    @property
    def called(self) -> int:
        """All who were called."""
        return sum(self.by_state.values())

    @property
    def came(self) -> int:
        """Who stood at the door, on the day or on a later one."""
        return self.by_state[PRESENT] + self.by_state[MADE_UP]

    @property
    def concluded(self) -> int:
        """Who has a conclusion."""
        return sum(self.by_class.values())


def find(actor: Actor, ward_id: UUID, year: int, text: str) -> tuple[ScannedCard | None, list[Attendee]]:
    """Whom a scanned card, a number or words of a name mean: all of them, those called to the examination first.

    Nothing but names and numbers is looked at, and of a name whole words: who lives in phố Phan Đăng Lưu is no Lưu, and
    Enter marks the only man who was found. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    card = read_card(text, today=today())
    if card is not None:
        return card, _by_card(actor, ward_id, year, card)
    typed = clean(text)
    number = typed.replace(" ", "")
    sees_numbers = actor.may_see(Sensitivity.IDENTITY)  # others find nobody by one
    if sees_numbers and number.isdecimal() and len(number) in {9, 12}:
        return None, _read(actor, ward_id, year, or_(Person.citizen_id == number, Person.old_id == number))
    words = search_words(typed)
    if not words:
        return None, []
    if sees_numbers and number.isdecimal():
        found = _read(actor, ward_id, year, or_(holds(Person.citizen_id, number), holds(Person.old_id, number)))
    else:
        maybe = _read(actor, ward_id, year, *found_by(actor, typed))
        found = [one for one in maybe if _is_meant(words, one)]
    # "Quý" typed with its marks means Quý before Quy, whom it finds as well.
    marked = {word for word in name_key(typed).split() if not word.isascii()}
    found.sort(key=lambda one: (one.state is None, not marked <= {*name_key(one.full_name).split()}))
    return None, found


def _is_meant(words: list[SearchWord], one: Attendee) -> bool:
    """Whether the words stand in the name, in this order, others may stand between them; a date is that of birth."""
    rest = iter(fold(one.full_name).split())
    return all(word.means(one.birth_date) if word.born else all(part in rest for part in word.words) for word in words)


def _by_card(actor: Actor, ward_id: UUID, year: int, card: ScannedCard) -> list[Attendee]:
    found = _read(actor, ward_id, year, Person.citizen_id == card.citizen_id)
    if not found and card.old_id and is_old_id(card.old_id):
        found = _read(actor, ward_id, year, Person.old_id == card.old_id)
    if not found and card.full_name:
        # Rosters without numbers: the name, and a birth date that may be known to the year only.
        same_name = _read(
            actor, ward_id, year, Person.name_key == name_key(card.full_name), Person.citizen_id.is_(None)
        )
        born = card.birth_date or ""
        found = [one for one in same_name if one.birth_date is None or born.startswith(one.birth_date)]
    return found


def card_doubts(card: ScannedCard, one: Attendee) -> list[str]:
    """What the card says otherwise than the roster: sentences for the officer at the door."""
    doubts = []
    if card.full_name and fold(card.full_name) != fold(one.full_name):
        doubts.append(f"Thẻ ghi họ tên {card.full_name}.")
    if card.birth_date and one.birth_date and not card.birth_date.startswith(one.birth_date):
        doubts.append(f"Thẻ ghi ngày sinh {date.fromisoformat(card.birth_date):%d/%m/%Y}.")
    return doubts


def attendee(actor: Actor, ward_id: UUID, year: int, record_id: UUID) -> Attendee:
    """One candidate. Raises NotFound (also for a record of another year), NotAllowed."""
    found = _read(actor, ward_id, year, EnlistmentRecord.id == record_id)
    if not found:
        raise NotFound(str(record_id))
    return found[0]


def attendees(actor: Actor, ward_id: UUID, year: int, state: str | None = None) -> list[Attendee]:
    """Everybody who was called, in name order; of one state where it is given ("class_4" to who may see health).

    Raises NotFound, NotAllowed.
    """
    called = [one for one in _read(actor, ward_id, year) if one.state is not None]
    if state is None:
        return called
    if state == "unconcluded":
        return [one for one in called if one.state in {PRESENT, MADE_UP} and one.health_class is None]
    if state.startswith("class_"):
        return [one for one in called if f"class_{one.health_class}" == state]
    return [one for one in called if one.state == state]


def recent(actor: Actor, ward_id: UUID, year: int, limit: int = 6) -> list[Attendee]:
    """The men marked last, latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    moved = select(CandidateMove.record_id).where(
        CandidateMove.ward_id == ward_id,
        CandidateMove.to_step.in_((EXAMINED, STAYED_AWAY)),
        CandidateMove.undone_at.is_(None),
    )
    ids = list(db.session.scalars(moved.order_by(CandidateMove.at.desc(), CandidateMove.id.desc()).limit(limit * 3)))
    place = {record_id: number for number, record_id in reversed(list(enumerate(ids)))}
    found = _read(actor, ward_id, year, EnlistmentRecord.id.in_(place))
    marked = [one for one in found if one.state not in {None, WAITING}]
    return sorted(marked, key=lambda one: place[one.record_id])[:limit]


def count(actor: Actor, ward_id: UUID, year: int) -> DoorCount:
    """The live count, one grouped query; no classes for who may not see health. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    facts = (EnlistmentRecord.status, Examination.attendance, EnlistmentRecord.health_class)
    query = _joined(select(*facts, func.count()), ward_id, year).group_by(*facts)
    by_state, by_class = Counter({str(one.key): 0 for one in ATTENDANCE}), Counter[int]()
    for step, attendance, health_class, number in db.session.execute(query):
        state = _state(step, attendance)
        if state is None:
            continue
        by_state[state] += number
        if health_class is not None and state in {PRESENT, MADE_UP} and actor.may_see(Sensitivity.HEALTH):
            by_class[health_class] += number
    return DoorCount(dict(by_state), dict(sorted(by_class.items())))


def _read(actor: Actor, ward_id: UUID, year: int, *where: Any) -> list[Attendee]:
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(
        Person.id, EnlistmentRecord.id, Person.full_name, Person.birth_date, Person.neighbourhood,
        EnlistmentRecord.status, Examination.attended_on, EnlistmentRecord.health_class, Examination.is_temporary,
        Examination.attendance, Examination.concluded_class, Person.phone,
    )  # fmt: skip
    rows = db.session.execute(_joined(query, ward_id, year).where(*where).order_by(Person.sort_key, Person.id))
    sees_health, sees_numbers = actor.may_see(Sensitivity.HEALTH), actor.may_see(Sensitivity.IDENTITY)
    return [_shown(row[:-1], sees_health, row[-1] if sees_numbers else None) for row in rows]


def _shown(row: Any, sees_health: bool, phone: str | None) -> Attendee:
    person_id, record_id, name, born, neighbourhood, step, attended_on, grade, is_temporary, attendance, concluded = row
    return Attendee(
        person_id, record_id, name, born, neighbourhood, step, attended_on,
        health_class=grade if sees_health else None,
        is_temporary=sees_health and bool(is_temporary) and concluded == grade,
        state=_state(step, attendance),
        phone=phone,
    )  # fmt: skip


def _joined(query: Any, ward_id: UUID, year: int) -> Any:
    return (
        query.select_from(EnlistmentRecord)
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .outerjoin(Examination, Examination.record_id == EnlistmentRecord.id)
        .where(
            EnlistmentRecord.ward_id == ward_id,
            EnlistmentRecord.year == year,
            Person.ward_id == ward_id,
            Person.retired_on.is_(None),
        )
    )


def _state(step: str | None, attendance: str | None) -> str | None:
    """The step tells; how he came is told by the mark. Undoing a move elsewhere therefore undoes the mark as well."""
    if step == INVITED:
        return WAITING
    if step == STAYED_AWAY:
        return ABSENT
    if step == EXAMINED or step in BEYOND:
        return MADE_UP if attendance == MADE_UP else PRESENT
    return attendance
