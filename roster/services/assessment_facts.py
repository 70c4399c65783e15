"""What the law is told of a candidate: the facts of his record, his claims and his examination, in the law's words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from roster.domain.dates import latest
from roster.store.claims import Claim, Examination
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person


def facts_of(
    record: EnlistmentRecord, person: Person, claims: Collection[Claim], exam: Examination | None, handover: date
) -> dict[str, Any]:
    """The candidate's facts in the form that roster.domain.law.enlistment takes. `claims`: those not withdrawn.

    A ground that a roster names without an answered claim on file counts as claimed: nobody with an open claim is
    called.
    """
    facts: dict[str, Any] = {
        "birth_date": person.birth_date,
        "sex": person.sex,
        "education": person.education,
        "political_result": record.political_result,
        "volunteer": record.volunteer,
        "had_education_deferral": record.had_education_deferral,
        "completed": _completed(record),
        "bars": [_with_end({"ground": c.ground}, c.until) for c in claims if _is_bar(c)],
        "registration_exempt": any(c.ground.startswith("14") and c.status != "refused" for c in claims) or None,
        "claims": _claims(record, claims, handover),
        "health": _health(record, exam),
    }
    return {key: value for key, value in facts.items() if value is not None and value != [] and value != {}}


def _is_bar(claim: Claim) -> bool:
    return claim.ground.startswith("13") and claim.status != "refused"


def _completed(record: EnlistmentRecord) -> dict[str, Any] | None:
    if not record.completed_kind:
        return None
    found: dict[str, Any] = {"kind": record.completed_kind}
    return found if record.completed_months is None else found | {"months": record.completed_months}


def _claims(record: EnlistmentRecord, claims: Collection[Claim], handover: date) -> list[dict[str, Any]]:
    found = [_with_end({"ground": c.ground, "status": c.status}, c.until) for c in claims if c.ground.startswith("41")]
    if record.ground and not any(c.ground == record.ground and _answers(c, handover) for c in claims):
        found.append(_with_end({"ground": record.ground, "status": "claimed"}, record.ground_until))
    return found


def _answers(claim: Claim, handover: date) -> bool:
    """Whether the claim answers the ground that the year's roster names: it runs on, or was refused in this cycle.

    A claim that has ended must be proved anew (Thông tư 148/2018/TT-BQP), and a refusal of earlier years says nothing
    of this one.
    """
    if claim.status == "refused":
        return claim.decided_on is not None and claim.decided_on >= date(handover.year - 1, 1, 1)
    return not claim.until or latest(claim.until) >= handover


def _health(record: EnlistmentRecord, exam: Examination | None) -> dict[str, Any]:
    health: dict[str, Any] = {"class": record.health_class, "myopia": record.myopia_dioptres, "bmi": record.bmi}
    if exam is not None:
        health["hyperopia"] = exam.hyperopia
        if exam.is_temporary and exam.concluded_class == record.health_class and record.health_class is not None:
            health["class"] = f"{record.health_class}T"
    return {key: value for key, value in health.items() if value is not None}


def _with_end(fact: dict[str, Any], until: str | None) -> dict[str, Any]:
    return {**fact, "until": until} if until else fact
