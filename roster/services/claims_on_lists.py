"""The grounds that forms 16A and 16B print: each citizen's claims that run at the handover, with their decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.domain.dates import latest
from roster.services.assessment import campaigns_of
from roster.store.call_up import as_value
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord


@dataclass(frozen=True)
class ListedGround:
    """One ground of a citizen, decided or claimed, with what a list prints of it."""

    ground: str
    is_decided: bool
    evidence: str | None = None
    decision_number: str | None = None
    decided_on: str | None = None
    until: str | None = None

    def as_row(self) -> dict[str, Any]:
        """The values of a list's row, by the keys of the columns."""
        return {
            "ground": self.ground,
            "claim_evidence": self.evidence,
            "claim_status": "decided" if self.is_decided else "claimed",
            "claim_decision_number": self.decision_number,
            "claim_decided_on": self.decided_on,
            "claim_until": self.until,
        }


def grounds_on(actor: Actor, ward_id: UUID, year: int) -> dict[UUID, list[ListedGround]]:
    """The running grounds of Article 41 by citizen, oldest first, that of the roster alone before all claims on file.

    Raises NotFound, NotAllowed.
    """
    return grounds_of_wards(actor, [ward_id], year)


def grounds_of_wards(actor: Actor, ward_ids: Iterable[UUID], year: int) -> dict[UUID, list[ListedGround]]:
    """The same for several wards, in as many queries as for one. Raises NotFound, NotAllowed."""
    campaigns = campaigns_of(actor, ward_ids, year)
    found: dict[UUID, list[ListedGround]] = defaultdict(list)
    named = select(EnlistmentRecord.person_id, EnlistmentRecord.ground, EnlistmentRecord.ground_until).where(
        EnlistmentRecord.ward_id.in_(campaigns), EnlistmentRecord.year == year, EnlistmentRecord.ground.is_not(None)
    )
    for person_id, ground, until in db.session.execute(named):
        found[person_id].append(ListedGround(str(ground), False, until=until))
    claims = (
        select(Claim)
        .where(Claim.ward_id.in_(campaigns), Claim.withdrawn_at.is_(None), Claim.ground.startswith("41"))
        .order_by(Claim.created_at, Claim.id)
    )
    for claim in db.session.scalars(claims):
        if claim.status == "refused" or (claim.until and latest(claim.until) < campaigns[claim.ward_id].handover_on):
            continue
        own = found[claim.person_id]
        own.append(
            ListedGround(
                claim.ground, claim.status == "decided", claim.evidence, claim.decision_number,
                str(as_value(claim.decided_on)) if claim.decided_on else None, claim.until,
            )
        )  # fmt: skip
    return dict(found)
