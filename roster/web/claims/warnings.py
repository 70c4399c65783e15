"""What an officer must know of a claim weeks ahead: it ends before the handover, a second degree, one per family."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor
from roster.domain.dates import earliest
from roster.services import assessment, clock, foresight
from roster.services.claims import ListedClaim
from roster.services.lists import opening_year

SOON = timedelta(days=60)  # weeks enough to ask for a new paper before the old one ends


class Warnings:
    """What is foreseen of the ward's claims in the call-up that is being prepared, asked once for a page.

    `handover` is the next planned handover day: that of the latest call-up, or of the year after it where it is past.
    """

    def __init__(self, actor: Actor, ward_id: UUID) -> None:
        self.today = clock.today()
        year = opening_year(actor, ward_id, ENLISTMENT, self.today)
        self.handover: date = assessment.campaign_of(actor, ward_id, year).handover_on
        if self.handover < self.today:
            year = max(year, self.today.year) + 1
            self.handover = assessment.campaign_of(actor, ward_id, year).handover_on
        self.foreseen: dict[UUID, list[str]] = defaultdict(list)
        for one in foresight.warnings(actor, ward_id, year):
            # Ends are told below, for bars and for citizens who are no candidates as well.
            if one.claim_id is not None and one.key != foresight.CLAIM_ENDS:
                self.foreseen[one.claim_id].append(one.detail)

    def ends_before_handover(self, found: ListedClaim) -> bool:
        """Whether it decides nothing on the handover day because it has ended by then."""
        return is_standing(found) and found.ends_before(self.handover)

    def of(self, found: ListedClaim) -> list[str]:
        """Sentences, the most pressing first; none for a claim that counts no more."""
        if not is_standing(found):
            return []
        sentences = []
        if found.ends_before(self.today):
            sentences.append(f"Đã hết hạn {found.until_text}: phải chứng minh lại.")
        elif found.ends_before(self.handover):
            sentences.append(f"Hết hạn trước ngày giao quân {self.handover:%d/%m/%Y}: phải chứng minh lại.")
        elif found.claim.until and earliest(found.claim.until) <= self.today + SOON:
            sentences.append("Sắp hết hạn.")
        return sentences + self.foreseen.get(found.claim.id, [])


def is_standing(found: ListedClaim) -> bool:
    """Whether the claim counts: neither refused nor withdrawn."""
    return found.claim.withdrawn_at is None and found.claim.status != "refused"
