"""The numbers behind the calendar of duties: papers made and delivered, calls, closed places, open claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from roster.domain.actor import Actor
from roster.domain.cycle import MILESTONES
from roster.domain.delivery import KIND, SETTLED, timeliness
from roster.domain.law.versions import RuleBook
from roster.services import quotas
from roster.services.cycle import count_by_step
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim, Delivery
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person

CLAIMED = "claimed"  # a claim that waits for its decision
# The step by which a candidate is called, and the paper that must reach him for it.
PAPER_OF_STEP = {
    "invited_preselection": "preselection",
    "invited_examination": "examination",
    "called_up": "enlistment",
}


@dataclass
class PaperCount:
    """The papers of one kind. `late`: settled or still open after the last lawful day."""

    made: int = 0
    settled: int = 0
    open: int = 0
    late: int = 0
    without_paper: int = 0  # called by their step, but no paper was made


@dataclass
class DutyCounts:
    """What the calendar needs to know of a ward's year."""

    places: int = 0
    examination_calls: int = 0
    examined: int = 0
    closed: int = 0
    reserve: int = 0
    handed_over: int = 0
    returned: int = 0
    replaced: int = 0
    claims: int = 0
    open_claims: int = 0
    papers: dict[str, PaperCount] = field(default_factory=lambda: defaultdict(PaperCount))


def count_for_duties(actor: Actor, ward_id: UUID, year: int, day: date, rules: RuleBook) -> DutyCounts:
    """Count, with a handful of queries. `day` and `rules` judge which papers are late. Raises NotFound, NotAllowed."""
    steps = Counter(count_by_step(actor, [ward_id], year)[ward_id])
    reached = {m.key: sum(steps[step] for step in m.steps) for m in MILESTONES}
    claims = _claims(ward_id, year)
    counts = DutyCounts(
        places=sum(quota.places for quota in quotas.of_ward(actor, ward_id, year).values()),
        examination_calls=reached["invited_examination"],
        examined=reached["examined"],
        closed=reached["closed"] - steps["final_reserve"] - steps["returned"],
        reserve=steps["final_reserve"],
        handed_over=steps["handed_over"],
        returned=steps["returned"],
        replaced=_replaced(ward_id, year),
        claims=sum(claims.values()),
        open_claims=claims[CLAIMED],
    )
    _count_papers(counts, ward_id, year, day, rules)
    return counts


def _replaced(ward_id: UUID, year: int) -> int:
    """How many men came in as replacements, wherever they stand now."""
    moves = (
        select(func.count(func.distinct(CandidateMove.record_id)))
        .join(EnlistmentRecord, EnlistmentRecord.id == CandidateMove.record_id)
        .where(
            CandidateMove.ward_id == ward_id, EnlistmentRecord.year == year, CandidateMove.undone_at.is_(None),
            CandidateMove.to_step == "replacement",
        )
    )  # fmt: skip
    return db.session.scalar(moves) or 0


def _claims(ward_id: UUID, year: int) -> Counter[str]:
    """The claims of this year's candidates by how far they are, those taken back left out."""
    query = (
        select(Claim.status, func.count(func.distinct(Claim.id)))
        .join(EnlistmentRecord, EnlistmentRecord.person_id == Claim.person_id)
        .join(Person, Person.id == Claim.person_id)
        .where(
            Claim.ward_id == ward_id, Claim.withdrawn_at.is_(None),
            EnlistmentRecord.year == year, Person.retired_on.is_(None),
        )
        .group_by(Claim.status)
    )  # fmt: skip
    return Counter({str(status): count for status, count in db.session.execute(query)})


def _count_papers(counts: DutyCounts, ward_id: UUID, year: int, day: date, rules: RuleBook) -> None:
    papers = db.session.execute(
        select(Delivery.kind, Delivery.record_id, Delivery.event_on, Delivery.outcome, Delivery.delivered_on).where(
            Delivery.ward_id == ward_id, Delivery.year == year
        )
    ).all()
    has_paper = {(kind, record_id) for kind, record_id, *_ in papers}
    for choice in KIND:
        counts.papers[str(choice.key)] = PaperCount()
    for kind, _, event_on, outcome, delivered_on in papers:
        paper = counts.papers[kind]
        paper.made += 1
        is_settled = outcome in SETTLED
        paper.settled += is_settled
        paper.open += not is_settled
        paper.late += timeliness(kind, event_on, outcome, delivered_on, today=day, rules=rules).is_late
    called = db.session.execute(
        select(EnlistmentRecord.id, EnlistmentRecord.status)
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(
            EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.year == year, Person.retired_on.is_(None),
            EnlistmentRecord.status.in_(PAPER_OF_STEP),
        )
    )  # fmt: skip
    for record_id, step in called:
        kind = PAPER_OF_STEP[str(step)]
        counts.papers[kind].without_paper += (kind, record_id) not in has_paper
