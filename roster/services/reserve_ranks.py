"""The year's proposals of ranks: soldiers on 22/12, officers in July; proposed, then decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.dates import latest
from roster.domain.law.reserve import HOME, PROPOSAL, RANK, rank_day
from roster.domain.law.reserve_class import full_months
from roster.domain.law.reserve_ranks import (
    OFFICER,
    RANKS_OF,
    category_of,
    highest_rank_for_post,
    next_rank,
    previous_rank,
    rank_order,
)
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.reserve_event_rules import cleaned, faults_of
from roster.services.reserve_events import add_rank
from roster.services.reserve_register import Reservist, register_on
from roster.store import reserve_queries
from roster.store.db import db, now
from roster.store.forces import ForceEvent
from roster.store.reserve_queries import open_record_of
from roster.store.scope import require

SOLDIERS, OFFICERS = "soldiers", "officers"
PARTS: dict[str, str] = {
    SOLDIERS: "Hạ sĩ quan, binh sĩ",
    OFFICERS: "Sĩ quan dự bị",
}
"""Soldiers and professionals, and officers: each has its day of the year."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be proposed for the next rank. `rank_since` is from when he has surely held his rank."""

    reservist: Reservist
    proposed: str
    rank_since: date | None
    since_words: str
    months: int | None
    warning: str

    @property
    def years_text(self) -> str:
        """How long he has held his rank, in words; "" where it is not known."""
        if self.months is None:
            return ""
        years, months = divmod(self.months, 12)
        return " ".join(part for part in (f"{years} năm" if years else "", f"{months} tháng" if months else "") if part)


@dataclass(frozen=True)
class Proposal:
    """One proposal of the year; decided once `event.until` is set."""

    event: ForceEvent
    candidate: Candidate

    @property
    def is_decided(self) -> bool:
        """Whether the rank was given."""
        return self.event.until is not None

    @property
    def rank_before(self) -> str:
        """The rank from which he is proposed, also once the next one was given."""
        before = previous_rank(self.event.value) if self.is_decided else self.candidate.reservist.rank
        return before or ""

    @property
    def held_text(self) -> str:
        """How long he had held it, "" once another rank was given."""
        return "" if self.is_decided else self.candidate.years_text


@dataclass(frozen=True)
class Year:
    """The proposals of a year's day, and those who may still be added."""

    part: str
    day: date
    proposals: list[Proposal]
    candidates: list[Candidate]


def year_of(actor: Actor, ward_id: UUID, part: str, year: int, min_years: int = 0) -> Year:
    """The proposals of a part ("soldiers", "officers") and year, and the candidates by time in rank, longest first.

    `min_years` leaves out those who surely have held their rank for less, and those of whom it is not known. Raises
    NotFound (also for an unknown part), NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    day = _day(part, year)
    proposed: dict[UUID, ForceEvent] = {}
    rank_days: dict[UUID, date] = {}
    for event in reserve_queries.events_of(actor, ward_id, kinds=(PROPOSAL, RANK)):
        if event.kind == PROPOSAL and event.on_day == day:
            proposed[event.person_id] = event
        elif event.kind == RANK and event.on_day <= day:
            rank_days[event.person_id] = event.on_day
    known = {one.person_id: one for one in register_on(actor, ward_id, today())}
    candidates = {
        person_id: candidate
        for person_id, one in known.items()
        if _is_of(part, one) and (candidate := _candidate(one, rank_days.get(person_id), day)) is not None
    }
    proposals = []
    for person_id, event in proposed.items():
        one = known.get(person_id)
        if one is None:  # he has left the register meanwhile
            continue
        shown = candidates.get(person_id) or _candidate(one, rank_days.get(person_id), day, event.value)
        if shown is not None:
            proposals.append(Proposal(event, shown))
    waiting = [
        one
        for person_id, one in candidates.items()
        if person_id not in proposed and (min_years == 0 or (one.months is not None and one.months >= 12 * min_years))
    ]
    waiting.sort(key=lambda one: (bool(one.warning), -(one.months if one.months is not None else -1)))
    proposals.sort(key=lambda one: (-rank_order(one.event.value), one.candidate.reservist.full_name))
    return Year(part, day, proposals, waiting)


def propose(
    actor: Actor, ward_id: UUID, part: str, year: int, person_ids: Iterable[UUID], rank: str | None = None
) -> int:
    """Propose the people chosen for their next rank (or for `rank`) and commit; returns how many were added.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    chosen = list(dict.fromkeys(person_ids))
    if not chosen:
        raise Invalid({"": ["Hãy đánh dấu ít nhất một người."]})
    found = year_of(actor, ward_id, part, year)
    waiting = {one.reservist.person_id: one for one in found.candidates}
    already = {one.event.person_id for one in found.proposals}
    if any(person_id not in waiting and person_id not in already for person_id in chosen):
        raise NotFound("candidate")
    added = 0
    for person_id in chosen:
        if person_id in already:
            continue
        candidate = waiting[person_id]
        wanted = rank or candidate.proposed
        if category_of(wanted) not in {category_of(candidate.proposed)}:
            raise Invalid({"rank": ["Cấp bậc đề nghị không cùng loại với cấp bậc hiện nay."]})
        db.session.add(
            ForceEvent(
                ward_id=ward_id, person_id=person_id, record_id=candidate.reservist.record_id, home=HOME,
                kind=PROPOSAL, value=wanted, on_day=found.day, user_id=actor.user_id, user_name=actor.name, at=now(),
            )
        )  # fmt: skip
        audit.record(actor, "reserve.propose", ward_id=ward_id, subject_id=person_id, rank=wanted)
        added += 1
    db.session.commit()
    return added


def take_back(actor: Actor, ward_id: UUID, part: str, year: int, person_ids: Iterable[UUID]) -> int:
    """Take people off the year's proposals, as far as not decided, and commit; returns how many."""
    found = year_of(actor, ward_id, part, year)
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    by_person = {one.event.person_id: one.event for one in found.proposals if not one.is_decided}
    taken = 0
    for person_id in dict.fromkeys(person_ids):
        event = by_person.get(person_id)
        if event is None:
            raise NotFound(str(person_id))
        event.withdrawn_at, event.withdrawn_reason = now(), "Đưa ra khỏi danh sách đề nghị"
        audit.record(actor, "reserve.withdraw", ward_id=ward_id, subject_id=person_id, kind=PROPOSAL)
        taken += 1
    if not taken:
        raise Invalid({"": ["Hãy đánh dấu ít nhất một người trong danh sách đề nghị."]})
    db.session.commit()
    return taken


def decide(
    actor: Actor, ward_id: UUID, part: str, year: int, person_ids: Iterable[UUID], decision: Mapping[str, Any]
) -> int:
    """Give the proposed ranks by a decision (decision_number, decided_on, decided_by), all or none, and commit.

    The rank counts from the day of the decision. Returns how many were given. Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    chosen = list(dict.fromkeys(person_ids))
    facts = cleaned(RANK, dict(decision) | {"on_day": decision.get("decided_on"), "value": RANKS_OF[OFFICER][0]})
    faults = faults_of(RANK, facts, today(), None)
    faults.pop("on_day", None)
    if not chosen:
        faults[""] = ["Hãy đánh dấu ít nhất một người trong danh sách đề nghị."]
    if faults:
        raise Invalid(faults)
    found = year_of(actor, ward_id, part, year)
    by_person = {one.event.person_id: one.event for one in found.proposals if not one.is_decided}
    for person_id in chosen:
        event, record = by_person.get(person_id), open_record_of(person_id)
        if event is None or record is None or event.value is None:
            db.session.rollback()
            raise NotFound(str(person_id))
        db.session.refresh(record, with_for_update=True)
        add_rank(actor, record, event.value, facts, facts["decided_on"])
        event.until, event.decision_number = facts["decided_on"], facts["decision_number"]
        event.decided_on, event.decided_by = facts["decided_on"], facts["decided_by"]
        audit.record(actor, "reserve.decide", ward_id=ward_id, subject_id=person_id, rank=event.value)
    db.session.commit()
    return len(chosen)


def _day(part: str, year: int) -> date:
    if part not in PARTS or not 2000 <= year <= 2100:
        raise NotFound(part)
    return rank_day(part == OFFICERS, year)


def _is_of(part: str, one: Reservist) -> bool:
    return one.category is not None and (one.category == OFFICER) == (part == OFFICERS)


def _candidate(one: Reservist, rank_day_: date | None, day: date, proposed: str | None = None) -> Candidate | None:
    wanted = proposed or next_rank(one.rank)
    if wanted is None:
        return None
    since, words = rank_day_, "từ ngày quyết định"
    if since is None and one.discharged_on:
        # He left the army with this rank, as far as the register knows: he has held it at least since then.
        since, words = latest(one.discharged_on), "ít nhất từ khi xuất ngũ"
    warning = ""
    highest = highest_rank_for_post(one.post) if one.category == "soldier" else None
    if highest is not None and rank_order(wanted) > rank_order(highest):
        warning = f"cao hơn cấp bậc cao nhất của chức vụ ({highest})"
    months = full_months(since, day) if since is not None and since <= day else None
    return Candidate(one, wanted, since, words if since else "", months, warning)


def ranks_offered(part: str) -> list[str]:
    """The ranks of a part, from the lowest up."""
    kinds: dict[bool, list[str]] = defaultdict(list)
    for kind, ranks in RANKS_OF.items():
        kinds[kind == OFFICER] += ranks[:8]
    return kinds[part == OFFICERS]
