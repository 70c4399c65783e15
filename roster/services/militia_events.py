"""The militia's events as people read them: what was decided or reported, of whom, on which clause and paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.law.militia import HOME, KINDS
from roster.domain.law.militia_grounds import clause_citation, clause_label, clause_text, sensitivity_of
from roster.listing.table import HIDDEN
from roster.store import militia_queries as queries
from roster.store.db import db
from roster.store.forces import ForceEvent
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.scope import NotFound, require

EVERYTHING = "all"
_UNTIL_WORDS = {"extension": "kéo dài đến", "deferral": "đến hết", "exemption": "đến hết", "absence": "đến"}


@dataclass(frozen=True)
class ShownEvent:
    """An event with whose it is, as far as the reader may see it."""

    event: ForceEvent
    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    is_hidden: bool

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return KINDS.get(self.event.kind, self.event.kind)

    @property
    def clause_label(self) -> str:
        """The clause in short words, hidden where it tells of health or of an offence."""
        return HIDDEN if self.is_hidden else clause_label(self.event.clause)

    @property
    def clause_text(self) -> str:
        """What the clause says and where it stands; "" where there is none or it is hidden."""
        clause = self.event.clause
        if self.is_hidden or not clause:
            return ""
        return f"{clause_text(clause)} ({clause_citation(clause)})"

    @property
    def evidence(self) -> str:
        """The papers behind it, hidden with the clause."""
        return HIDDEN if self.is_hidden and self.event.evidence else self.event.evidence or ""

    @property
    def until_text(self) -> str:
        """To which day it holds, in words; "" where none is set."""
        words = _UNTIL_WORDS.get(self.event.kind, "đến")
        return f"{words} {self.event.until:%d/%m/%Y}" if self.event.until else ""

    @property
    def decision(self) -> str:
        """Number and day of the decision; "" where there is none."""
        return decision_text(self.event)

    @property
    def details(self) -> str:
        """What else it says: its end, the place, notes."""
        event = self.event
        served = f"{event.value} tháng" if event.kind == "recognition" and event.value else ""
        return "; ".join(part for part in (self.until_text, served, event.place or "", event.notes or "") if part)


def decision_text(event: ForceEvent) -> str:
    """Number and day of an event's decision; "" where there is none."""
    number, day = event.decision_number, event.decided_on
    return ", ".join(part for part in (number or "", f"{day:%d/%m/%Y}" if day else "") if part)


def shown(actor: Actor, event: ForceEvent, person: Person | queries.Citizen) -> ShownEvent:
    """An event for this reader."""
    is_hidden = not actor.may_see(sensitivity_of(event.clause))
    return ShownEvent(event, person.id, person.full_name, person.birth_date, person.neighbourhood, is_hidden)


def events_of(actor: Actor, person: Person) -> list[ShownEvent]:
    """A citizen's events, newest first, withdrawn ones too. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, person.ward_id)
    found = queries.events(actor, person.ward_id, person_ids=[person.id], with_withdrawn=True)
    return [shown(actor, event, person) for event in reversed(found)]


def list_events(
    actor: Actor, ward_id: UUID, year: int, kind: str | None = None, *, with_withdrawn: bool = False
) -> list[ShownEvent]:
    """The events of a year, newest first: of a kind; EVERYTHING; else all but registrations, which are many.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(ForceEvent, Person)
        .join(Person, Person.id == ForceEvent.person_id)
        .where(
            ForceEvent.ward_id == ward_id, Person.ward_id == ward_id, ForceEvent.home == HOME,
            ForceEvent.on_day >= date(year, 1, 1), ForceEvent.on_day <= date(year, 12, 31),
        )
        .order_by(ForceEvent.on_day.desc(), Person.sort_key, ForceEvent.at.desc(), ForceEvent.id)
    )  # fmt: skip
    if kind is None:
        query = query.where(ForceEvent.kind != "registration")
    elif kind != EVERYTHING:
        query = query.where(ForceEvent.kind == kind)
    if not with_withdrawn:
        query = query.where(ForceEvent.withdrawn_at.is_(None))
    return [shown(actor, event, person) for event, person in db.session.execute(query)]


def get_event(actor: Actor, ward_id: UUID, event_id: UUID, permission: Permission) -> ForceEvent:
    """One event of the ward's militia. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    event = db.session.get(ForceEvent, event_id)
    if event is None or event.ward_id != ward_id or event.home != HOME:
        raise NotFound(str(event_id))
    return event


def in_force(
    events: Iterable[ForceEvent], on: date, kinds: Iterable[str] = ("deferral", "exemption")
) -> list[ForceEvent]:
    """Deferrals and exemptions that hold on the day: begun, not run out, not ended by a later event."""
    known = [event for event in events if event.withdrawn_at is None and event.on_day <= on]
    ended = max(((e.on_day, e.at) for e in known if e.kind == "deferral_end"), default=None)
    return [
        event
        for event in known
        if event.kind in {"deferral", "exemption"}
        and (event.until is None or event.until >= on)
        and (ended is None or (event.on_day, event.at) > ended)
    ]


def registration_in_force(events: Iterable[ForceEvent]) -> ForceEvent | None:
    """The registration of a citizen, None where he is not registered."""
    return next((e for e in events if e.kind == "registration" and e.withdrawn_at is None), None)


def mark_of(record: MilitiaRecord | None, events: Iterable[ForceEvent]) -> str:
    """What a form has seen of somebody: it changes with his membership and with each event."""
    facts: tuple[object, ...] = ()
    if record is not None:
        facts = (
            record.id,
            record.component,
            record.unit,
            record.post,
            record.joined_on,
            record.ends_on,
            record.closed_on,
        )
    told = [(event.id, event.version) for event in events]
    return hashlib.sha256(repr((facts, told)).encode()).hexdigest()[:12]
