"""What an officer may know of a candidate: the law's answer and its reasons, without what is not for everybody.

What the examination found of a man, his offences and what the police say of him are for those with the clearance
alone; others learn that he is not eligible yet, and no card, list or filter tells them more. The one place that hides.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from roster.domain.actor import Actor, Sensitivity
from roster.domain.cycle import STEP_BY_KEY, STEPS
from roster.domain.law.verdicts import VERDICT_LABELS, Reason, Verdict
from roster.services.assessment import Standing
from roster.services.funnel import Counted, WardFunnel
from roster.services.outlook import label_of_reason

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
_MARK = re.compile(r"Diện (\S+?):? ")  # how the law's reasons begin that rest on a claim

WITHHELD = "withheld"  # where the actor may not see which answer it is
RULED_IN, RULED_OUT = "ruled_in", "ruled_out"
ANSWER_LABELS: dict[str, str] = {
    **{str(verdict): label for verdict, label in VERDICT_LABELS.items()},
    RULED_IN: "Đủ điều kiện theo kết luận",
    RULED_OUT: "Đã kết luận không gọi nhập ngũ",
    WITHHELD: "Chưa đủ điều kiện",
}


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
    """A candidate as one actor may see him: `answer` is a key of ANSWER_LABELS, `reasons` what stands against him.

    `found` is whatever the law found, settled by a ruling or not; `notes` decide nothing. `has_hidden`: something was
    found that the actor may not see, so that he is not led to think that he knows all. `needs_review`: he stands at a
    step that the law would not let him enter today.
    """

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    step: str | None
    answer: str
    reasons: tuple[Reason, ...]
    until: str | None
    needs_review: bool = False
    found: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    has_hidden: bool = False

    @property
    def step_label(self) -> str:
        """The step in Vietnamese."""
        return step_label(self.step)

    @property
    def answer_label(self) -> str:
        """The answer in Vietnamese."""
        return ANSWER_LABELS[self.answer]


def step_label(step: str | None) -> str:
    """The step in Vietnamese; words for none."""
    return STEP_BY_KEY[step].label if step in STEP_BY_KEY else step or "Chưa vào bước nào"


def answers_for(actor: Actor) -> list[tuple[str, str]]:
    """The answers by which the actor may narrow the list, as (key, Vietnamese), in the law's order."""
    hidden = {str(verdict) for verdict in hidden_from(actor)}
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
    hidden = {str(verdict) for verdict in hidden_from(actor)} | ({RULED_OUT} if hidden_from(actor) else set())

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
    """The candidate as the actor may see him: health, politics and offences only for roles that may see them."""
    hidden = hidden_from(actor)
    withheld = {
        reason for verdict, reason in standing.assessment.findings if verdict in hidden or not _may_read(actor, reason)
    }
    return Candidate(
        standing.person_id, standing.full_name, standing.birth_date, standing.neighbourhood, standing.step,
        answer_of(standing, hidden),
        tuple(reason for reason in standing.against if reason not in withheld),
        # The end of a deferral that he may not read would tell of it.
        None if withheld else standing.assessment.until,
        standing.needs_review,
        tuple(reason for reason in standing.deciding if reason not in withheld),
        _notes(actor, standing, is_all=not hidden),
        bool(withheld),
    )  # fmt: skip


def _notes(actor: Actor, standing: Standing, is_all: bool) -> tuple[Reason, ...]:
    """The notes; without `is_all` only those on claims, since any other may speak of an examination."""
    notes = tuple(reason for reason in standing.assessment.reasons if reason.is_note)
    return notes if is_all else tuple(one for one in notes if _MARK.match(one.text) and _may_read(actor, one))


def _may_read(actor: Actor, reason: Reason) -> bool:
    mark = _MARK.match(reason.text)
    return may_read_clause(actor, reason.citation) and (mark is None or actor.may_see(sensitivity_of(mark[1])))


def sensitivity_of(mark: str) -> Sensitivity | None:
    """What a ground ("41.1.a") tells of a man beyond his family and his studies: his health, or an offence."""
    if mark.startswith("13"):
        return Sensitivity.POLITICS
    return Sensitivity.HEALTH if mark == "41.1.a" or mark.startswith("14") else None


def hidden_from(actor: Actor) -> frozenset[Verdict]:
    """The answers that the actor may not see of anybody."""
    return frozenset(verdict for verdict, kind in _SENSITIVE.items() if not actor.may_see(kind))


def answer_of(standing: Standing, hidden: Collection[Verdict]) -> str:
    """The answer on the candidate as a key of ANSWER_LABELS, for an actor from whom these answers are hidden."""
    verdict = standing.assessment.verdict
    if standing.ruled_out:
        return WITHHELD if hidden else RULED_OUT
    if verdict is Verdict.REFER and standing.is_callable:
        return str(Verdict.CALLABLE) if hidden else RULED_IN
    if verdict is Verdict.REFER and standing.ruled_callable:
        # The question that was referred is settled; the next thing that stands against him decides.
        verdict = next((v for v, _ in standing.assessment.findings if v is not Verdict.REFER), verdict)
    return WITHHELD if verdict in hidden else str(verdict)


def may_read_clause(actor: Actor, citation: str) -> bool:
    """Whether it may be told to the actor that a ground of this clause is on a man's file."""
    if any(clause in citation for clause in _OFFENCE_CLAUSES):
        return actor.may_see(Sensitivity.POLITICS)
    return actor.may_see(Sensitivity.HEALTH) or not citation.startswith(_HEALTH_CLAUSES)


def steps_to_choose() -> list[tuple[str, str]]:
    """Every step as (key, Vietnamese), in the order of the year's work."""
    return [(step.key, step.label) for step in STEPS]
