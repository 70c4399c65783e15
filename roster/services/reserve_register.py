"""The reserve's register on a day: each reservist with class, age group, age limit and state, worked out by the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import SPECIALITY_MATCH, label_of
from roster.domain.dates import format_date
from roster.domain.law import reserve, reserve_class
from roster.domain.law.reserve import ABSENCE, CLASS, GROUP_LABELS, RETURN, SERVICE, TRAINING, age_group
from roster.domain.law.reserve_class import ClassAnswer, ServiceFacts
from roster.domain.law.reserve_ranks import AgeLimit, age_limit, category_of, rank_order
from roster.listing.table import masked
from roster.services.faults import NotFound
from roster.store import reserve_queries
from roster.store.dated_facts import DATED_KEYS, RESERVE, past_facts
from roster.store.forces import ForceEvent
from roster.store.militia_queries import enlistment_facts, health_of
from roster.store.scope import require

PRESENT, ABSENT, MOVED = "present", "absent", "moved"
_LEAST_OF_NUMBER = 9  # digits of an old identity number, the shortest that a citizen has
STATES = {PRESENT: "Có mặt", ABSENT: "Vắng mặt", MOVED: "Đã chuyển đi"}
CLASS_LABELS = {1: "Hạng một", 2: "Hạng hai"}
_KINDS = (ABSENCE, RETURN, CLASS, TRAINING, SERVICE)


@dataclass(frozen=True)
class Reservist:
    """One reservist as the register shows him on a day. `worked_out` is his class by the law or a decision.

    `is_party_member`, `is_union_member` and `health` (the class of his latest examination for the call-up, "" where
    none is on file) are None for roles that may not see them; `citizen_id` is masked for them.
    """

    person_id: UUID
    record_id: UUID
    full_name: str
    search_text: str
    birth_date: str | None
    sex: str | None
    neighbourhood: str | None
    citizen_id: str
    address: str
    is_party_member: bool | None
    is_union_member: bool | None
    health: str | None
    education: str | None
    qualification: str | None
    occupation: str | None
    workplace: str | None
    former_unit: str | None
    notes: str | None
    rank: str | None
    post: str | None
    speciality_code: str | None
    speciality: str | None
    speciality_match: str | None
    enlisted_on: str | None
    discharged_on: str | None
    class_on_file: int | None
    worked_out: ClassAnswer
    group: str | None
    limit: AgeLimit
    is_assigned: bool | None
    is_in_militia: bool
    state: str
    state_since: date | None
    state_place: str
    training_months: int
    since: date
    is_over_age: bool

    @property
    def category(self) -> str | None:
        """The kind of reservist by his rank."""
        return category_of(self.rank)

    @property
    def rank_order(self) -> int:
        """Where his rank stands."""
        return rank_order(self.rank)

    @property
    def differs(self) -> bool:
        """Whether the class on file is not the one worked out."""
        return self.worked_out.reserve_class is not None and self.worked_out.reserve_class != self.class_on_file

    @property
    def is_conflict(self) -> bool:
        """Whether he is placed in a unit of the reserve and in the militia at once (điểm c khoản 2 Điều 11)."""
        return bool(self.is_assigned) and self.is_in_militia

    @property
    def class_label(self) -> str:
        """The class on file, in words."""
        return CLASS_LABELS.get(self.class_on_file or 0, "")

    @property
    def group_label(self) -> str:
        """The age group in words, "" where it is not known."""
        return GROUP_LABELS.get(self.group or "", "")

    @property
    def match_label(self) -> str:
        """How far the speciality fits, in words."""
        return label_of(SPECIALITY_MATCH, self.speciality_match)

    @property
    def state_label(self) -> str:
        """Whether he is here, in words."""
        return STATES[self.state]

    @property
    def limit_text(self) -> str:
        """The age limit with his last day, "" where it is not known."""
        if self.limit.years is None or self.limit.last_day is None:
            return ""
        span = self.limit.last_day
        until = f"{span.last:%d/%m/%Y}" if span.is_known else f"năm {span.years}"
        return f"{self.limit.years} tuổi, đến {until}"

    @property
    def service_text(self) -> str:
        """Enlisted and discharged, as far as known."""
        known = (format_date(self.enlisted_on), format_date(self.discharged_on))
        return " – ".join(one or "?" for one in known) if any(known) else ""


def register_on(actor: Actor, ward_id: UUID, on: date, *, with_moved: bool = False) -> list[Reservist]:
    """The ward's reservists on the day, by name; a past day is answered with the facts of that day.

    `with_moved` adds those who had moved out by then. A handful of queries for any number of people. Raises NotFound,
    NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    rows = reserve_queries.reservists_on(actor, ward_id, on)
    moved = reserve_queries.moved_out_by(actor, ward_id, on) if with_moved else []
    builder = _Builder(actor, ward_id, on)
    found = [builder.make(row) for row in rows]
    return found + [builder.make(row, is_moved=True) for row in moved]


def reservist_on(actor: Actor, ward_id: UUID, person_id: UUID, on: date) -> Reservist | None:
    """One citizen of the ward as a reservist on the day, None where he is none. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    rows = reserve_queries.reservists_on(actor, ward_id, on, person_id)
    return _Builder(actor, ward_id, on, person_id).make(rows[0]) if rows else None


def the_reservist(actor: Actor, ward_id: UUID, person_id: UUID, on: date) -> Reservist:
    """As reservist_on, but raises NotFound for somebody who is not in the register."""
    found = reservist_on(actor, ward_id, person_id, on)
    if found is None:
        raise NotFound(str(person_id))
    return found


class _Builder:
    """Makes reservists of rows; what a ward's people have in common is read once."""

    def __init__(self, actor: Actor, ward_id: UUID, on: date, person_id: UUID | None = None) -> None:
        self._actor, self._on = actor, on
        self._events: dict[UUID, list[ForceEvent]] = defaultdict(list)
        for event in reserve_queries.events_of(actor, ward_id, kinds=_KINDS, person_id=person_id, until=on):
            self._events[event.person_id].append(event)
        self._militia = reserve_queries.militia_members_on(ward_id, on)
        self._standing = reserve_queries.completed_standing_militia(ward_id, on)
        self._past = past_facts(RESERVE, [ward_id], on)
        sees_health = actor.may_see(Sensitivity.HEALTH)
        self._health = enlistment_facts(actor, ward_id, person_id) if sees_health else None

    def _searched(self, text: str) -> str:
        """What he is found by: for who sees masked numbers only, no number of his."""
        if self._actor.may_see(Sensitivity.IDENTITY):
            return text
        return " ".join(word for word in text.split() if not (word.isdigit() and len(word) >= _LEAST_OF_NUMBER))

    def make(self, row: Mapping[str, Any], is_moved: bool = False) -> Reservist:
        """The reservist of one row."""
        facts = dict(row)
        for key in DATED_KEYS[RESERVE]:
            facts[key] = self._past.of(row["record_id"], key, row[key])
        events = self._events.get(row["person_id"], [])
        months = sum(int(event.value or 0) for event in events if event.kind == TRAINING)
        state, state_since, place = (MOVED, row["closed_on"], "") if is_moved else _state(events, row["record_id"])
        limit = age_limit(facts["rank"], row["sex"], row["birth_date"], self._on)
        number = str(row["citizen_id"] or "")
        return Reservist(
            person_id=row["person_id"], record_id=row["record_id"], full_name=row["full_name"],
            search_text=self._searched(row["search_text"]), birth_date=row["birth_date"], sex=row["sex"],
            neighbourhood=row["neighbourhood"],
            citizen_id=(
                number if self._actor.may_see(Sensitivity.IDENTITY) else masked(number, Sensitivity.IDENTITY)
            ),
            address=row["permanent_address"] or "",
            is_party_member=bool(row["is_party_member"]) if self._actor.may_see(Sensitivity.POLITICS) else None,
            is_union_member=bool(row["is_union_member"]) if self._actor.may_see(Sensitivity.POLITICS) else None,
            health=self._health_of(row["person_id"]),
            education=row["education"], qualification=row["qualification"], occupation=row["occupation"],
            workplace=row["workplace"], former_unit=row["former_unit"], notes=row["notes"],
            rank=facts["rank"], post=row["post"], speciality_code=facts["speciality_code"],
            speciality=facts["speciality"], speciality_match=facts["speciality_match"],
            enlisted_on=row["enlisted_on"], discharged_on=row["discharged_on"], class_on_file=facts["reserve_class"],
            worked_out=self._class(facts, events, months),
            group=age_group(row["birth_date"], row["sex"], self._on),
            limit=limit,
            is_assigned=facts["is_assigned"], is_in_militia=row["person_id"] in self._militia,
            state=state, state_since=state_since, state_place=place, training_months=months, since=row["since"],
            is_over_age=limit.is_past(self._on),
        )  # fmt: skip

    def _health_of(self, person_id: UUID) -> str | None:
        if self._health is None:
            return None
        return str(health_of(person_id, self._health) or "")

    def _class(self, facts: Mapping[str, Any], events: list[ForceEvent], months: int) -> ClassAnswer:
        decided = [one for one in events if one.kind == CLASS and one.decision_number and one.value in {"1", "2"}]
        if decided:
            last = decided[-1]
            return reserve_class.decided_class(int(str(last.value)), last.decision_number, last.decided_on)
        other = dict(service_fact(one.value) for one in events if one.kind == SERVICE)
        if facts["person_id"] in self._standing:
            other[reserve_class.STANDING_MILITIA] = 0
        known = ServiceFacts(
            facts["enlisted_on"], facts["discharged_on"], facts["rank"], facts["sex"], months, other
        )  # fmt: skip
        return reserve_class.class_of(known, self._on)


def service_fact(value: str | None) -> tuple[str, int]:
    """What an event of kind "service" keeps: the key of SERVICE_FACTS and the months ("police:14")."""
    key, _, months = (value or "").partition(":")
    return key, int(months) if months.isdecimal() else 0


def _state(events: list[ForceEvent], record_id: UUID) -> tuple[str, date | None, str]:
    """Whether he is here, since when, and where he is; an absence before he moved away is over."""
    for event in reversed(events):
        if event.record_id not in {None, record_id}:
            continue
        if event.kind == reserve.RETURN:
            return PRESENT, event.on_day, ""
        if event.kind == reserve.ABSENCE:
            return ABSENT, event.on_day, event.place or ""
    return PRESENT, None, ""
