"""One question to the law, with all that its steps need, and how their reasons are worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from roster.domain.law.age import AgeReading
from roster.domain.law.facts import Claim, ClaimStatus, Facts, PartialDay
from roster.domain.law.verdicts import Reason, Verdict
from roster.domain.law.versions import Rule, RuleBook

Found = tuple[Verdict, Reason]


@dataclass(frozen=True, slots=True)
class Question:
    """The facts of one citizen, the two days, the ruling on age and the rules to apply."""

    facts: Facts
    handover: date
    on: date
    age_reading: AgeReading | None
    rules: RuleBook

    def rule(self, key: str) -> Rule:
        """The rule of this key in force on the day asked. Raises NoRuleInForce where none is."""
        return self.rules.at(key, self.on)

    def claims(self, status: ClaimStatus, clause: str = "41.") -> list[Claim]:
        """Claims of this status that the law knows on the day asked and that still run on handover day."""
        return [
            claim
            for claim in self.facts.claims
            if claim.status is status
            and claim.ground.startswith(clause)
            and claim.runs_on(self.handover)
            and self.rules.find(f"claim.{claim.ground}", self.on) is not None
        ]


def rule_reason(rule: Rule, more: str = "", *, is_note: bool = False) -> Reason:
    """The rule as a reason, with `more` behind its text."""
    return Reason(rule.citation, rule.text + more, is_note)


def claim_reason(question: Question, claim: Claim, outcome: str, is_note: bool = False) -> Reason:
    """The ground of a claim as a reason, with what became of the claim. Raises NoRuleInForce for an unknown ground."""
    rule = question.rule(f"claim.{claim.ground}")
    return Reason(rule.citation, f"Diện {claim.ground}: {rule.text}; {outcome}", is_note)


def shown_end(end: PartialDay | None) -> str:
    """The end of a period in brackets, to be put behind a text; empty where no end is known."""
    return f" (đến hết {end})" if end else ""


def shown_number(number: Decimal) -> str:
    """A number as Vietnamese readers write it, with a decimal comma."""
    return f"{number:f}".replace(".", ",")
