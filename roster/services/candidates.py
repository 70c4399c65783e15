"""The candidates of a year's call-up as a list: found and narrowed, as far as the officer may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission
from roster.domain.cycle import MILESTONES
from roster.domain.law.verdicts import Verdict
from roster.domain.sorting import natural_key
from roster.services.assessment import Standing, standings
from roster.services.candidate_answers import (
    RULED_OUT,
    WITHHELD,
    Candidate,
    answer_of,
    hidden_from,
    reason_key,
    shown_to,
)
from roster.services.funnel import CLOSED_STEPS
from roster.services.lists import PAGE_SIZES
from roster.services.outlook import FIT, HANDED_OVER, LOST, WAITING, outlook_of
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.list_filter import BLANK, ListFilter
from roster.store.people import Person
from roster.store.queries import list_ids
from roster.store.scope import require

# What the numbers of the overview count: see roster.services.outlook and funnel.
STATE_LABELS: dict[str, str] = {
    FIT: "Đủ điều kiện gọi nhập ngũ (kể cả đã giao quân)",
    "closed": "Đã chốt chính thức hoặc đã giao",
    WAITING: "Còn chờ kết luận",
    LOST: "Không gọi được trong năm",
}


@dataclass(frozen=True)
class CandidateFilter:
    """Which candidates of a ward's year.

    `step` is a step's key, BLANK for none; `milestone` one of domain.cycle.MILESTONES; `answer` a key of ANSWER_LABELS;
    `state` one of STATE_LABELS; `reason` as `reason_key` makes it, or WITHHELD; `service` "army" or "police".
    """

    ward_id: UUID
    year: int
    search: str = ""
    step: str = ""
    milestone: str = ""
    answer: str = ""
    state: str = ""
    reason: str = ""
    service: str = ""
    neighbourhood: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but ward and year narrows the list."""
        return bool(self.search.strip() or self.step or self.milestone or self.neighbourhood or self.asks_the_law)

    @property
    def asks_the_law(self) -> bool:
        """Whether every candidate must be judged to know who is meant."""
        return bool(self.answer or self.state or self.reason or self.service)


@dataclass(frozen=True)
class CandidatePage:
    """One page of the list, and what to narrow it by. Pages count from 1; `steps` counts the whole year."""

    candidates: list[Candidate]
    first_number: int
    total: int
    page: int
    pages: int
    steps: dict[str | None, int]
    neighbourhoods: list[str]


def as_allowed(actor: Actor, wanted: CandidateFilter) -> CandidateFilter:
    """The filter without what would tell the actor of a man what he may not see."""
    if wanted.state in {LOST, WAITING} and hidden_from(actor):
        return replace(wanted, state="")
    return wanted


def candidate_ids(actor: Actor, wanted: CandidateFilter) -> list[UUID]:
    """The people whom the filter finds, in name order. Raises NotFound, NotAllowed."""
    return _found(actor, wanted)[0]


def list_candidates(
    actor: Actor, wanted: CandidateFilter, *, page: int = 1, size: int = PAGE_SIZES[0]
) -> CandidatePage:
    """A page of the list, with a constant number of queries; beyond the end the last page. Raises as candidate_ids."""
    ids, steps, judged = _found(actor, wanted)
    pages = max(1, -(-len(ids) // size))
    page = min(max(1, page), pages)
    first = (page - 1) * size
    here = ids[first : first + size]
    known = judged or {one.person_id: one for one in standings(actor, wanted.ward_id, wanted.year, here)}
    shown = [shown_to(actor, known[person_id]) for person_id in here if person_id in known]
    return CandidatePage(
        shown, first + 1, len(ids), page, pages, dict(Counter(steps.values())), _neighbourhoods(wanted)
    )


def _found(actor: Actor, wanted: CandidateFilter) -> tuple[list[UUID], dict[UUID, str | None], dict[UUID, Standing]]:
    """The ids found, every candidate's step, and the standings where the answer had to be asked for everyone."""
    require(actor, Permission.VIEW_PEOPLE, wanted.ward_id)
    wanted = as_allowed(actor, wanted)
    narrowed = ListFilter(
        ENLISTMENT, wanted.ward_id, wanted.year, wanted.search, neighbourhood=wanted.neighbourhood or None
    )
    ids = list_ids(actor, narrowed)
    steps = _steps(wanted)
    if wanted.step:
        ids = [one for one in ids if steps.get(one) == (None if wanted.step == BLANK else wanted.step)]
    if wanted.milestone:
        reached = next((m.steps for m in MILESTONES if m.key == wanted.milestone), frozenset())
        ids = [one for one in ids if steps.get(one) in reached]
    if not wanted.asks_the_law:
        return ids, steps, {}
    hidden = hidden_from(actor)
    judged = {one.person_id: one for one in standings(actor, wanted.ward_id, wanted.year, ids)}
    return [one for one in ids if one in judged and _is_meant(judged[one], wanted, hidden)], steps, judged


def _is_meant(standing: Standing, wanted: CandidateFilter, hidden: Collection[Verdict]) -> bool:
    outlook = outlook_of(standing)
    if wanted.service and (standing.service or "army") != wanted.service:
        return False
    if wanted.answer and answer_of(standing, hidden) != wanted.answer:
        return False
    if wanted.reason:
        is_withheld = bool(hidden) and (
            outlook.reason == RULED_OUT or (outlook.by == "verdict" and Verdict(outlook.reason) in hidden)
        )
        if (WITHHELD if is_withheld else reason_key(outlook.by, outlook.reason)) != wanted.reason:
            return False
    if wanted.state == "closed":
        return standing.step in CLOSED_STEPS
    if wanted.state == FIT:
        return outlook.kind in {FIT, HANDED_OVER}
    return not wanted.state or outlook.kind == wanted.state


def _steps(wanted: CandidateFilter) -> dict[UUID, str | None]:
    query = (
        select(EnlistmentRecord.person_id, EnlistmentRecord.status)
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(
            EnlistmentRecord.ward_id == wanted.ward_id,
            EnlistmentRecord.year == wanted.year,
            Person.ward_id == wanted.ward_id,
            Person.retired_on.is_(None),
        )
    )
    return {person_id: step or None for person_id, step in db.session.execute(query)}


def _neighbourhoods(wanted: CandidateFilter) -> list[str]:
    query = (
        select(Person.neighbourhood)
        .join(EnlistmentRecord, EnlistmentRecord.person_id == Person.id)
        .where(EnlistmentRecord.ward_id == wanted.ward_id, EnlistmentRecord.year == wanted.year)
        .distinct()
    )
    return sorted({name for name in db.session.scalars(query) if name}, key=natural_key)
