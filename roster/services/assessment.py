"""May these candidates be called up? The law's answer for a ward's cycle, from what the database holds of each man.

The one place where facts are gathered for roster.domain.law: every list, gate, page and paper asks here, so that no two
of them can disagree. A constant number of queries, however many men and wards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.cycle import OPEN, STEP_BY_KEY, gate_verdicts, standing_against
from roster.domain.law.enlistment import assess
from roster.domain.law.facts import FactError
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.verdicts import VERDICT_LABELS, Assessment, Reason, Verdict
from roster.domain.law.versions import NoRuleInForce, Rule, RuleBook
from roster.services.assessment_facts import facts_of
from roster.services.clock import today
from roster.store.campaigns import Campaign
from roster.store.claims import Claim, Examination, RuleChange, Ruling
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.scope import require

# Where the ward has not set the year's day yet: the call-up is in February or March (Điều 33 Luật NVQS 78/2015).
USUAL_HANDOVER = (2, 15)
_SERVICE_ARTICLE = "khoản 1 Điều 30 Luật Nghĩa vụ quân sự 2015"
_FEW = 500  # so many names fit into one query on every engine


@dataclass(frozen=True)
class Standing:
    """Where one candidate stands: his step in the cycle, the law's answer, a ruling that stands for a referral.

    `is_incomplete`: a fact on file cannot be understood, so that the law could not be asked; no ruling mends that.
    """

    ward_id: UUID
    person_id: UUID
    record_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    step: str | None
    service: str | None
    assessment: Assessment
    ruled_callable: bool = False
    ruled_out: bool = False
    is_closed: bool = False
    is_incomplete: bool = False
    health_class: int | None = None

    @property
    def is_callable(self) -> bool:
        """Whether nothing stands against calling him up."""
        return not (
            self.is_closed or self.ruled_out or standing_against(self.assessment, ruled_callable=self.ruled_callable)
        )

    @property
    def verdict(self) -> Verdict:
        """The law's answer, before any ruling."""
        return self.assessment.verdict

    @property
    def label(self) -> str:
        """The answer in Vietnamese."""
        return VERDICT_LABELS[self.assessment.verdict]

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons that decide, without mere notes."""
        return tuple(reason for reason in self.assessment.reasons if not reason.is_note)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What still stands against calling him up, a ruling taken into account; empty for a callable man."""
        return standing_against(self.assessment, ruled_callable=self.ruled_callable)

    @property
    def needs_review(self) -> bool:
        """Whether he stands at a step that the law would not let him enter today: a claim or a finding came later."""
        step = STEP_BY_KEY.get(self.step or "")
        if step is None or step.gate == OPEN:
            return False
        stands = standing_against(self.assessment, gate_verdicts(step.gate), self.ruled_callable) or self.ruled_out
        return bool(stands or (self.is_closed and step.key != "handed_over"))


def rules_in_use() -> RuleBook:
    """The shipped rules with the administrator's dated changes, oldest change first."""
    changes = db.session.scalars(select(RuleChange).order_by(RuleChange.at, RuleChange.id))
    return ENLISTMENT_RULES.with_changes(
        Rule(c.key, c.citation, c.text, c.source, c.first_day, c.last_day, c.value) for c in changes
    )


def campaign_of(actor: Actor, ward_id: UUID, year: int) -> Campaign:
    """The ward's campaign of the year; one with the usual handover day, not stored, where none was set up.

    Raises NotFound, NotAllowed.
    """
    return campaigns_of(actor, [ward_id], year)[ward_id]


def campaigns_of(actor: Actor, ward_ids: Iterable[UUID], year: int) -> dict[UUID, Campaign]:
    """The campaigns of several wards, in one query. Raises NotFound, NotAllowed."""
    return _campaigns([require(actor, Permission.VIEW_PEOPLE, ward_id) for ward_id in ward_ids], year)


def _campaigns(ward_ids: Collection[UUID], year: int) -> dict[UUID, Campaign]:
    stored = db.session.scalars(select(Campaign).where(Campaign.ward_id.in_(ward_ids), Campaign.year == year))
    found = {campaign.ward_id: campaign for campaign in stored}
    return {ward_id: found.get(ward_id) or usual_campaign(ward_id, year) for ward_id in ward_ids}


def usual_campaign(ward_id: UUID, year: int) -> Campaign:
    """A campaign with the usual handover day, not stored; its version is 0."""
    return Campaign(ward_id=ward_id, year=year, handover_on=date(year, *USUAL_HANDOVER), version=0)


def standings(
    actor: Actor, ward_id: UUID, year: int, person_ids: Collection[UUID] | None = None, on: date | None = None
) -> list[Standing]:
    """Every candidate of the ward's cycle (or those named), in name order, with the law's answer on the day `on`.

    `on` defaults to today. Citizens who are no longer kept are left out. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return _standings([ward_id], year, person_ids, on or today())


def standings_of_wards(actor: Actor, ward_ids: Iterable[UUID], year: int, on: date | None = None) -> list[Standing]:
    """The candidates of several wards at once, in name order. Raises NotFound, NotAllowed for any of the wards."""
    wanted = [require(actor, Permission.VIEW_PEOPLE, ward_id) for ward_id in dict.fromkeys(ward_ids)]
    return _standings(wanted, year, None, on or today()) if wanted else []


def standing_of(actor: Actor, ward_id: UUID, year: int, person_id: UUID, on: date | None = None) -> Standing | None:
    """One candidate's standing, None where he is no candidate of that year. Raises as standings does."""
    found = standings(actor, ward_id, year, [person_id], on)
    return found[0] if found else None


def _standings(ward_ids: Sequence[UUID], year: int, person_ids: Collection[UUID] | None, day: date) -> list[Standing]:
    chosen = set(person_ids) if person_ids is not None else None
    few = chosen if chosen is not None and len(chosen) <= _FEW else None
    query = (
        select(EnlistmentRecord, Person)
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(
            EnlistmentRecord.ward_id.in_(ward_ids),
            EnlistmentRecord.year == year,
            Person.ward_id == EnlistmentRecord.ward_id,
            Person.retired_on.is_(None),
            *([Person.id.in_(few)] if few is not None else []),
        )
        .order_by(Person.sort_key, Person.id)
    )
    pairs = [(r, p) for r, p in db.session.execute(query).all() if chosen is None or p.id in chosen]
    background = _Background(ward_ids, year, few, day)
    return [background.standing(record, person) for record, person in pairs]


class _Background:
    """All that is needed to judge the men of some wards on one day, fetched once."""

    def __init__(self, ward_ids: Sequence[UUID], year: int, few: Collection[UUID] | None, day: date) -> None:
        self.day = day
        self.rules = rules_in_use()
        self.campaigns = _campaigns(ward_ids, year)
        self.claims: dict[UUID, list[Claim]] = defaultdict(list)
        for claim in db.session.scalars(_within(Claim, ward_ids, few).where(Claim.withdrawn_at.is_(None))):
            self.claims[claim.person_id].append(claim)
        rulings = _within(Ruling, ward_ids, few).where(Ruling.year == year).order_by(Ruling.at, Ruling.id)
        self.rulings = {ruling.person_id: ruling for ruling in db.session.scalars(rulings)}
        exams = (
            select(Examination)
            .join(EnlistmentRecord, EnlistmentRecord.id == Examination.record_id)
            .where(Examination.ward_id.in_(ward_ids), EnlistmentRecord.year == year)
        )
        if few is not None:
            exams = exams.where(EnlistmentRecord.person_id.in_(few))
        self.examinations = {exam.record_id: exam for exam in db.session.scalars(exams)}

    def standing(self, record: EnlistmentRecord, person: Person) -> Standing:
        """One candidate's standing."""
        campaign = self.campaigns[record.ward_id]
        exam = self.examinations.get(record.id)
        facts = facts_of(record, person, self.claims[person.id], exam, campaign.handover_on)
        is_incomplete = False
        try:
            answer = assess(
                facts, handover=campaign.handover_on, on=self.day, rules=self.rules,
                age_reading=campaign.age_reading,  # type: ignore[arg-type]  # the database holds A, B or nothing
            )  # fmt: skip
        except (FactError, NoRuleInForce) as error:
            # What cannot be judged opens no door: a human has to look.
            answer, is_incomplete = _not_judged(str(error)), True
        ruling = self.rulings.get(person.id)
        holds = ruling is not None and not is_incomplete and ruling.basis == basis_of(answer)
        return Standing(
            person.ward_id, person.id, record.id, person.full_name, person.birth_date, person.neighbourhood,
            record.status, record.service, answer,
            ruled_callable=bool(holds and ruling and ruling.is_callable),
            ruled_out=bool(holds and ruling and not ruling.is_callable),
            is_closed=record.closed_on is not None,
            is_incomplete=is_incomplete,
            health_class=record.health_class,
        )  # fmt: skip


def _within(model: Any, ward_ids: Sequence[UUID], few: Collection[UUID] | None) -> Any:
    query = select(model).where(model.ward_id.in_(ward_ids))
    return query.where(model.person_id.in_(few)) if few is not None else query


def _not_judged(why: str) -> Assessment:
    reason = Reason(_SERVICE_ARTICLE, f"Hồ sơ chưa đủ để kết luận: {why}")
    return Assessment(Verdict.REFER, (reason,), None, ((Verdict.REFER, reason),))


def basis_of(answer: Assessment) -> list[str]:
    """What was referred, as a ruling keeps it: a further question that is referred later makes the ruling void."""
    return [f"{reason.citation}: {reason.text}" for reason in answer.reasons_of(Verdict.REFER)]
