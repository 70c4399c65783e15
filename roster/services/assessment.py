"""May these candidates be called up? The law's answer for a ward's cycle, from what the database holds of each man.

The one place where facts are gathered for roster.domain.law: every list, gate, page and paper asks here, so that no two
of them can disagree. A constant number of queries, however many men.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.domain.law.enlistment import assess
from roster.domain.law.facts import FactError
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.verdicts import VERDICT_LABELS, Assessment, Reason, Verdict
from roster.domain.law.versions import Rule, RuleBook
from roster.services.clock import today
from roster.store.campaigns import Campaign
from roster.store.claims import Claim, Examination, RuleChange, Ruling
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.scope import require_ward

USUAL_HANDOVER = (
    2,
    15,
)  # where the ward has not set the year's day yet: call-up is in February or March (Đ.33 Luật NVQS)
_SERVICE_ARTICLE = "khoản 1 Điều 30 Luật NVQS 78/2015"


@dataclass(frozen=True)
class Standing:
    """Where one candidate stands: his step in the cycle, the law's answer, a ruling that stands for a referral."""

    person_id: UUID
    record_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    step: str | None
    assessment: Assessment
    ruled_callable: bool = False
    ruled_out: bool = False

    @property
    def is_callable(self) -> bool:
        """Whether nothing stands against calling him up."""
        referred = self.assessment.verdict is Verdict.REFER and self.ruled_callable
        return (self.assessment.verdict is Verdict.CALLABLE or referred) and not self.ruled_out

    @property
    def label(self) -> str:
        """The answer in Vietnamese."""
        return VERDICT_LABELS[self.assessment.verdict]

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons that decide, without mere notes."""
        return tuple(reason for reason in self.assessment.reasons if not reason.is_note)


def rules_in_use() -> RuleBook:
    """The shipped rules with the administrator's dated changes, oldest change first."""
    changes = db.session.scalars(select(RuleChange).order_by(RuleChange.at, RuleChange.id))
    return ENLISTMENT_RULES.with_changes(
        Rule(c.key, c.citation, c.text, c.source, c.first_day, c.last_day, c.value) for c in changes
    )


def campaign_of(actor: Actor, ward_id: UUID, year: int) -> Campaign:
    """The ward's campaign of the year; one with the usual handover day, not stored, where none was set up.

    Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    found = db.session.scalar(select(Campaign).where(Campaign.ward_id == ward_id, Campaign.year == year))
    return found or Campaign(ward_id=ward_id, year=year, handover_on=date(year, *USUAL_HANDOVER))


def standings(
    actor: Actor, ward_id: UUID, year: int, person_ids: Collection[UUID] | None = None, on: date | None = None
) -> list[Standing]:
    """Every candidate of the ward's cycle (or those named), in name order, with the law's answer on the day `on`.

    `on` defaults to today. Raises NotFound for a ward outside of the actor's scope.
    """
    campaign = campaign_of(actor, ward_id, year)
    day = on or today()
    rules = rules_in_use()
    wanted = [
        EnlistmentRecord.ward_id == ward_id,
        EnlistmentRecord.year == year,
        Person.ward_id == ward_id,
        Person.retired_on.is_(None),
    ]
    chosen = set(person_ids) if person_ids is not None else None
    pairs = [
        (record, person)
        for record, person in db.session.execute(
            select(EnlistmentRecord, Person)
            .join(Person, Person.id == EnlistmentRecord.person_id)
            .where(*wanted)
            .order_by(Person.sort_key, Person.id)
        ).all()
        if chosen is None or person.id in chosen
    ]
    claims = _by_person(
        db.session.scalars(select(Claim).where(Claim.ward_id == ward_id, Claim.withdrawn_at.is_(None))).all()
    )
    rulings = {
        r.person_id: r
        for r in db.session.scalars(
            select(Ruling).where(Ruling.ward_id == ward_id, Ruling.year == year).order_by(Ruling.at, Ruling.id)
        )
    }
    examinations = {
        e.record_id: e for e in db.session.scalars(select(Examination).where(Examination.ward_id == ward_id))
    }
    return [
        _standing(
            record, person, claims[person.id], rulings.get(person.id), examinations.get(record.id), campaign, day, rules
        )
        for record, person in pairs
    ]


def standing_of(actor: Actor, ward_id: UUID, year: int, person_id: UUID) -> Standing | None:
    """One candidate's standing, None where he is no candidate of that year. Raises NotFound as standings does."""
    found = standings(actor, ward_id, year, [person_id])
    return found[0] if found else None


def _by_person(claims: Collection[Claim]) -> dict[UUID, list[Claim]]:
    found: dict[UUID, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.person_id].append(claim)
    return found


def _standing(
    record: EnlistmentRecord, person: Person, claims: list[Claim], ruling: Ruling | None, exam: Examination | None,
    campaign: Campaign, day: date, rules: RuleBook,
) -> Standing:  # fmt: skip
    facts = facts_of(record, person, claims, exam)
    try:
        answer = assess(facts, handover=campaign.handover_on, on=day, age_reading=campaign.age_reading, rules=rules)  # type: ignore[arg-type]  # the database holds A, B or nothing
    except FactError as error:
        # A fact that cannot be understood never opens a door: a human has to look.
        answer = Assessment(Verdict.REFER, (Reason(_SERVICE_ARTICLE, f"Hồ sơ chưa đủ để kết luận: {error}"),))
    holds = ruling is not None and answer.verdict is Verdict.REFER and ruling.basis == basis_of(answer)
    return Standing(
        person.id, record.id, person.full_name, person.birth_date, person.neighbourhood, record.status, answer,
        ruled_callable=bool(holds and ruling and ruling.is_callable),
        ruled_out=bool(holds and ruling and not ruling.is_callable),
    )  # fmt: skip


def basis_of(answer: Assessment) -> list[str]:
    """What was referred, as a ruling keeps it: a further reason later makes the ruling void."""
    return [f"{reason.citation}: {reason.text}" for reason in answer.reasons if not reason.is_note]


def facts_of(
    record: EnlistmentRecord, person: Person, claims: list[Claim], exam: Examination | None
) -> Mapping[str, Any]:
    """A candidate's facts in the form that the law's question takes.

    A ground that a roster names without a claim on file counts as claimed: nobody with an open claim is called.
    """
    facts: dict[str, Any] = {
        "birth_date": person.birth_date,
        "sex": person.sex,
        "education": person.education,
        "political_result": record.political_result,
        "volunteer": record.volunteer,
        "had_education_deferral": record.had_education_deferral,
    }
    if record.completed_kind:
        facts["completed"] = {"kind": record.completed_kind, "months": record.completed_months or 0}
    bars = [c for c in claims if c.ground.startswith("13") and c.status != "refused"]
    if bars:
        facts["bars"] = [_with_end({"ground": c.ground}, c.until) for c in bars]
    if any(c.ground.startswith("14") and c.status != "refused" for c in claims):
        facts["registration_exempt"] = True
    open_claims = [_with_end({"ground": c.ground, "status": c.status}, c.until) for c in claims if c.ground[:2] == "41"]
    if record.ground and not any(c.ground == record.ground for c in claims):
        open_claims.append(_with_end({"ground": record.ground, "status": "claimed"}, record.ground_until))
    if open_claims:
        facts["claims"] = open_claims
    health: dict[str, Any] = {"class": record.health_class, "myopia": record.myopia_dioptres, "bmi": record.bmi}
    if exam is not None and exam.hyperopia is not None:
        health["hyperopia"] = exam.hyperopia
    health = {key: value for key, value in health.items() if value is not None}
    if health:
        facts["health"] = health
    return {key: value for key, value in facts.items() if value is not None}


def _with_end(fact: dict[str, Any], until: str | None) -> dict[str, Any]:
    return {**fact, "until": until} if until else fact
