"""May this citizen be called up? The law's answer on his card, with the grounds on file and what was ruled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor
from roster.domain.law.verdicts import Verdict
from roster.services import assessment, claims, rulings
from roster.services.assessment import Standing
from roster.services.candidate_answers import Candidate, hidden_from, sensitivity_of, shown_to
from roster.services.records import KnownRecord
from roster.store.claims import Claim, Ruling
from roster.store.people import Person
from roster.web.grounds import (
    STATUS_LABELS,
    WITHDRAWN,
    ground_label,
    state_of,
)


@dataclass(frozen=True)
class ClaimLine:
    """A ground on file, as far as the officer may see it."""

    claim: Claim
    label: str
    state: str
    state_label: str
    until_text: str
    is_hidden: bool


@dataclass(frozen=True)
class VerdictPanel:
    """What the card shows of the call-up that is being prepared; `answer` is None for a citizen who is no candidate.

    `unfiled`: the ground that the year's roster names while no claim of it is on file, "" for none.
    """

    year: int | None
    handover: date | None
    standing: Standing | None
    answer: Candidate | None
    ruling: Ruling | None
    may_rule: bool
    claims: list[ClaimLine]
    unfiled: str = ""


def verdict_panel(actor: Actor, person: Person, known: Iterable[KnownRecord]) -> VerdictPanel:
    """The panel for this officer. Raises NotFound, NotAllowed as the services do."""
    lines = [
        ClaimLine(
            one.claim,
            ground_label(actor, one.claim.ground),
            state_of(one.claim),
            STATUS_LABELS[state_of(one.claim)],
            one.until_text,
            not actor.may_see(sensitivity_of(one.claim.ground)),
        )
        for one in claims.list_claims(actor, person.ward_id, person_id=person.id, with_withdrawn=True)
    ]
    records = [one.record for one in known if one.roster == ENLISTMENT and one.is_open]
    record = max(records, key=lambda one: one.year, default=None)
    standing = assessment.standing_of(actor, person.ward_id, record.year, person.id) if record is not None else None
    if record is None or standing is None:
        return VerdictPanel(None, None, None, None, None, False, lines)
    year = record.year
    is_filed = any(line.claim.ground == record.ground and line.state != WITHDRAWN for line in lines)
    return VerdictPanel(
        year,
        assessment.campaign_of(actor, person.ward_id, year).handover_on,
        standing,
        shown_to(actor, standing),
        # What was ruled speaks of what was referred, which is hidden as a whole.
        None if hidden_from(actor) else next(iter(rulings.rulings_of(actor, person.ward_id, person.id, year)), None),
        may_rule(actor, standing),
        lines,
        ground_label(actor, record.ground) if record.ground and not is_filed else "",
    )


def may_rule(actor: Actor, standing: Standing) -> bool:
    """Whether the officer may record a ruling on this candidate now: a commander, where the law refers the question."""
    is_referred = standing.verdict is Verdict.REFER and not standing.is_incomplete
    return is_referred and rulings.COMMANDER in actor.roles
