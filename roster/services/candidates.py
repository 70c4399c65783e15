"""The candidates of a year's call-up as a list: found, narrowed, and shown as far as the officer may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.cycle import MILESTONES, STEP_BY_KEY, STEPS
from roster.domain.law.verdicts import VERDICT_LABELS, Reason, Verdict
from roster.domain.sorting import natural_key
from roster.services.assessment import Standing, standings
from roster.services.funnel import CLOSED_STEPS, Counted, WardFunnel
from roster.services.lists import PAGE_SIZES
from roster.services.outlook import FIT, HANDED_OVER, LOST, WAITING, label_of_reason, outlook_of
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.list_filter import BLANK, ListFilter
from roster.store.people import Person
from roster.store.queries import list_ids
from roster.store.scope import require

# What the examination or the police found of a man, and what reveals it, is only for those who may see such facts.
_SENSITIVE: dict[Verdict, Sensitivity] = {
    Verdict.AWAITING_HEALTH: Sensitivity.HEALTH,
    Verdict.UNFIT: Sensitivity.HEALTH,
    Verdict.REGISTRATION_EXEMPT: Sensitivity.HEALTH,
    Verdict.REFER: Sensitivity.HEALTH,
    Verdict.BARRED: Sensitivity.POLITICS,
    Verdict.NOT_SELECTED: Sensitivity.POLITICS,
    Verdict.AWAITING_POLITICAL: Sensitivity.POLITICS,
}
_HEALTH_CLAUSES = ("điểm a khoản 1 Điều 41", "Điều 14")
_OFFENCE_CLAUSES = ("khoản 1 Điều 13",)

WITHHELD = "withheld"  # where the actor may not see which answer it is
RULED_IN, RULED_OUT = "ruled_in", "ruled_out"
ANSWER_LABELS: dict[str, str] = {
    **{str(verdict): label for verdict, label in VERDICT_LABELS.items()},
    RULED_IN: "Đủ điều kiện theo kết luận",
    RULED_OUT: "Đã kết luận không gọi",
    WITHHELD: "Chưa đủ điều kiện",
}
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
class Reasons:
    """Why men are lost or still wait, as far as the actor may know; `withheld` counts those of whom he may not."""

    losses: tuple[Counted, ...]
    waiting: tuple[Counted, ...]
    withheld: int
    lost_count: int | None  # None where the number would tell what is withheld
    waiting_count: int | None


@dataclass(frozen=True)
class Candidate:
    """A candidate as one actor may see him: `answer` is a key of ANSWER_LABELS, `reasons` what stands against him."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    step: str | None
    answer: str
    reasons: tuple[Reason, ...]
    until: str | None

    @property
    def step_label(self) -> str:
        """The step in Vietnamese."""
        return step_label(self.step)

    @property
    def answer_label(self) -> str:
        """The answer in Vietnamese."""
        return ANSWER_LABELS[self.answer]


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


def step_label(step: str | None) -> str:
    """The step in Vietnamese; words for none."""
    return STEP_BY_KEY[step].label if step in STEP_BY_KEY else step or "Chưa vào bước nào"


def answers_for(actor: Actor) -> list[tuple[str, str]]:
    """The answers by which the actor may narrow the list, as (key, Vietnamese), in the law's order."""
    hidden = {str(verdict) for verdict in _hidden_from(actor)}
    return [
        (key, label)
        for key, label in ANSWER_LABELS.items()
        if (key not in {*hidden, RULED_OUT, RULED_IN} if hidden else key != WITHHELD)
    ]


def reason_key(by: str, reason: str) -> str:
    """A reason of the overview as one word for an address."""
    return f"{by}-{reason}" if by else reason


def reason_label(key: str) -> str | None:
    """A reason's key in Vietnamese, None for a key of none."""
    if key == WITHHELD:
        return ANSWER_LABELS[WITHHELD]
    by, _, reason = key.partition("-")
    try:
        return label_of_reason(by, reason) or None
    except (KeyError, ValueError):
        return None


def reasons_for(actor: Actor, funnel: WardFunnel) -> Reasons:
    """The funnel's reasons as far as the actor may know them: of sensitive ones he sees one number together."""
    hidden = {str(verdict) for verdict in _hidden_from(actor)} | ({RULED_OUT} if _hidden_from(actor) else set())

    def is_open(one: Counted) -> bool:
        return one.by == "step" or one.key not in hidden

    everything = (*funnel.losses, *funnel.waiting)
    return Reasons(
        losses=tuple(one for one in funnel.losses if is_open(one)),
        waiting=tuple(one for one in funnel.waiting if is_open(one)),
        withheld=sum(one.count for one in everything if not is_open(one)),
        lost_count=None if hidden else funnel.lost,
        waiting_count=None if hidden else sum(one.count for one in funnel.waiting),
    )


def shown_to(actor: Actor, standing: Standing) -> Candidate:
    """The candidate as the actor may see him."""
    hidden = _hidden_from(actor)
    return Candidate(
        standing.person_id, standing.full_name, standing.birth_date, standing.neighbourhood, standing.step,
        _answer(standing, hidden), _reasons(standing, hidden), standing.assessment.until,
    )  # fmt: skip


def _hidden_from(actor: Actor) -> frozenset[Verdict]:
    return frozenset(verdict for verdict, kind in _SENSITIVE.items() if not actor.may_see(kind))


def _answer(standing: Standing, hidden: Collection[Verdict]) -> str:
    verdict = standing.assessment.verdict
    if standing.ruled_out:
        return WITHHELD if hidden else RULED_OUT
    if verdict is Verdict.REFER and standing.is_callable:
        return str(Verdict.CALLABLE) if hidden else RULED_IN
    if verdict is Verdict.REFER and standing.ruled_callable:
        # The question that was referred is settled; the next thing that stands against him decides.
        verdict = next((v for v, _ in standing.assessment.findings if v is not Verdict.REFER), verdict)
    return WITHHELD if verdict in hidden else str(verdict)


def _reasons(standing: Standing, hidden: Collection[Verdict]) -> tuple[Reason, ...]:
    if not hidden:
        return standing.against
    withheld = {reason for verdict, reason in standing.assessment.findings if verdict in hidden}
    return tuple(
        reason
        for reason in standing.against
        if reason not in withheld and not reason.citation.startswith(_HEALTH_CLAUSES)
    )


def may_read_clause(actor: Actor, citation: str) -> bool:
    """Whether it may be told to the actor that a ground of this clause is on a man's file."""
    if any(clause in citation for clause in _OFFENCE_CLAUSES):
        return actor.may_see(Sensitivity.POLITICS)
    return actor.may_see(Sensitivity.HEALTH) or not citation.startswith(_HEALTH_CLAUSES)


def as_allowed(actor: Actor, wanted: CandidateFilter) -> CandidateFilter:
    """The filter without what would tell the actor of a man what he may not see."""
    if wanted.state in {LOST, WAITING} and _hidden_from(actor):
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
    hidden = _hidden_from(actor)
    judged = {one.person_id: one for one in standings(actor, wanted.ward_id, wanted.year, ids)}
    return [one for one in ids if one in judged and _is_meant(judged[one], wanted, hidden)], steps, judged


def _is_meant(standing: Standing, wanted: CandidateFilter, hidden: Collection[Verdict]) -> bool:
    outlook = outlook_of(standing)
    if wanted.service and (standing.service or "army") != wanted.service:
        return False
    if wanted.answer and _answer(standing, hidden) != wanted.answer:
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


def steps_to_choose() -> list[tuple[str, str]]:
    """Every step as (key, Vietnamese), in the order of the year's work."""
    return [(step.key, step.label) for step in STEPS]
