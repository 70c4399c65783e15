"""The list of what was recorded of reservists, each with its clock, its words, and what the reader may see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.dates import latest
from roster.domain.law import reserve
from roster.domain.law.reserve import ABSENCE, REGISTRATION, RETURN, SERVICE, TRAINING, Clock, clock_of
from roster.domain.law.reserve_class import SERVICE_FACTS
from roster.domain.text import fold
from roster.services.clock import today
from roster.services.holidays import rests
from roster.services.reserve_event_rules import VALUES_OF, kind_label
from roster.services.reserve_register import service_fact
from roster.store import reserve_queries
from roster.store.forces import ForceEvent
from roster.store.reserve_queries import EventWithPerson
from roster.store.scope import require

HIDDEN = "Lý do không hiển thị với tài khoản này"


@dataclass(frozen=True)
class ListedEvent:
    """An event as a list shows it. `clock` is None where no time limit runs."""

    event: ForceEvent
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    rank: str | None
    clock: Clock | None
    value_text: str
    is_hidden: bool

    @property
    def kind_label(self) -> str:
        """What happened, in words."""
        return kind_label(self.event.kind)

    @property
    def evidence(self) -> str:
        """The papers it rests on, as far as the reader may see them."""
        return "" if self.is_hidden else self.event.evidence or ""

    @property
    def notes(self) -> str:
        """What the officer noted, as far as the reader may see it."""
        return "" if self.is_hidden else self.event.notes or ""

    @property
    def decision_text(self) -> str:
        """Number and day of the decision, "" without one."""
        number, day = self.event.decision_number, self.event.decided_on
        return ", ".join(part for part in (number or "", f"{day:%d/%m/%Y}" if day else "") if part)

    @property
    def clock_text(self) -> str:
        """How the time limit stands, in words; "" without one."""
        if self.clock is None:
            return ""
        if self.event.kind == ABSENCE:
            return "Đã vắng quá thời hạn, phải đăng ký tạm vắng" if self.clock.is_overdue else "Chưa đến hạn báo vắng"
        return self.clock.label


def list_events(
    actor: Actor,
    ward_id: UUID,
    *,
    kinds: Iterable[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    person_id: UUID | None = None,
    with_withdrawn: bool = False,
) -> list[ListedEvent]:
    """Events between two days, latest first, each with its clock as it stands today. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    found = reserve_queries.events_with_people(
        actor, ward_id, kinds=kinds, first=first, last=last, person_id=person_id, with_withdrawn=with_withdrawn
    )
    returns: dict[UUID, list[date]] = defaultdict(list)
    moved_in: dict[UUID, list[date]] = defaultdict(list)
    ending = (RETURN, *reserve.CLOSING_KINDS, *reserve.OPENING_KINDS)
    for event in reserve_queries.events_of(actor, ward_id, kinds=ending, person_id=person_id):
        to = moved_in if event.kind in reserve.OPENING_KINDS else returns
        to[event.person_id].append(event.on_day)
    day, calendar = today(), rests()
    listed = []
    for one in found:
        came = moved_in if one.event.kind == reserve.MOVE_OUT else returns
        is_back = any(day_of >= one.event.on_day for day_of in came[one.event.person_id])
        clock = None if one.event.withdrawn_at else _clock(one, is_back, day, calendar)
        listed.append(_listed(actor, one, clock))
    return listed


def _listed(actor: Actor, one: EventWithPerson, clock: Clock | None) -> ListedEvent:
    is_removal = one.event.kind == reserve.REMOVAL
    is_hidden = (
        is_removal and one.event.value in {"health", "barred", "other"} and not actor.may_see(Sensitivity.HEALTH)
    )
    text = HIDDEN if is_hidden else value_text(one.event)
    return ListedEvent(
        one.event, one.full_name, one.birth_date, one.neighbourhood, one.rank, clock, text, is_hidden
    )  # fmt: skip


def _clock(one: EventWithPerson, is_back: bool, day: date, calendar: reserve.Rests) -> Clock | None:
    event = one.event
    if event.kind == REGISTRATION:
        # He was to register from the day of his discharge, which must be known to the day.
        if not one.discharged_on or len(one.discharged_on) != len("2025-07-01"):
            return None
        start = latest(one.discharged_on)
        return clock_of(event.kind, one.rank, start, max(event.on_day, start), day, calendar)
    if event.kind == reserve.MOVE_OUT and event.until is None and is_back:
        return None  # he is registered here again: nobody elsewhere has to confirm anything
    if event.kind == ABSENCE:
        return None if is_back else clock_of(event.kind, one.rank, event.on_day, None, day, calendar)
    return clock_of(event.kind, one.rank, event.on_day, event.until, day, calendar)


def value_text(event: ForceEvent) -> str:
    """What the event says, in words: the class, the rank, months of training, why removed."""
    if event.kind == TRAINING:
        return f"{event.value} tháng"
    if event.kind == SERVICE:
        key, months = service_fact(event.value)
        words = SERVICE_FACTS.get(key, key).removesuffix(" (ghi số tháng)")
        return f"{words}: {months} tháng" if months else words
    if event.kind == reserve.PROPOSAL:
        return f"Đề nghị lên {event.value}"
    return VALUES_OF.get(event.kind, {}).get(event.value or "", event.value or "")


def find_people(actor: Actor, ward_id: UUID, q: str, most: int = 30) -> list[Any]:
    """Citizens of the ward for whom something is to be recorded, by name; [] for an empty search. Raises NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    return reserve_queries.find_people(actor, ward_id, q, most) if fold(q) else []
