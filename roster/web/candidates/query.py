"""The filters of the candidates' list in an address, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from roster.domain.cycle import MILESTONES, STEP_BY_KEY
from roster.domain.text import clean
from roster.services.candidate_answers import ANSWER_LABELS, reason_label
from roster.services.candidates import STATE_LABELS, CandidateFilter
from roster.services.lists import PAGE_SIZES
from roster.services.quotas import SERVICE_LABELS
from roster.store.list_filter import BLANK

_LONGEST_SEARCH = 200
_MILESTONE_LABELS = {milestone.key: milestone.label for milestone in MILESTONES}


@dataclass(frozen=True)
class CandidateQuery:
    """What an address says of the list: the filter, the page and the rows per page."""

    wanted: CandidateFilter
    page: int = 1
    size: int = PAGE_SIZES[0]

    def args(self, **changes: Any) -> dict[str, Any]:
        """The address's arguments with `changes` put over them; what is as usual is left out, None takes out."""
        wanted = self.wanted
        usual: dict[str, Any] = {"page": 1, "size": PAGE_SIZES[0]}
        full: dict[str, Any] = {
            "q": wanted.search,
            "step": wanted.step,
            "milestone": wanted.milestone,
            "answer": wanted.answer,
            "state": wanted.state,
            "reason": wanted.reason,
            "service": wanted.service,
            "neighbourhood": wanted.neighbourhood,
            "size": self.size,
            "page": self.page,
        } | changes
        return {key: value for key, value in full.items() if value not in (None, "", usual.get(key))}

    @property
    def by_numbers(self) -> list[tuple[str, str, str]]:
        """What only a number of the overview asks for: (argument, value, Vietnamese)."""
        wanted = self.wanted
        found = [
            ("milestone", wanted.milestone, _MILESTONE_LABELS.get(wanted.milestone)),
            ("state", wanted.state, STATE_LABELS.get(wanted.state)),
            ("reason", wanted.reason, reason_label(wanted.reason)),
            ("service", wanted.service, SERVICE_LABELS.get(wanted.service)),
        ]
        return [(name, value, label) for name, value, label in found if value and label]


def read_query(ward_id: UUID, year: int, args: MultiDict[str, str]) -> CandidateQuery:
    """Read the list's address. What it does not know is as if it were not there."""

    def one_of(name: str, known: Any) -> str:
        value = args.get(name, "")
        return value if value in known else ""

    reason, size = args.get("reason", ""), _number(args.get("size"))
    wanted = CandidateFilter(
        ward_id,
        year,
        search=clean(args.get("q") or "")[:_LONGEST_SEARCH],
        step=one_of("step", {*STEP_BY_KEY, BLANK}),
        milestone=one_of("milestone", _MILESTONE_LABELS),
        answer=one_of("answer", ANSWER_LABELS),
        state=one_of("state", STATE_LABELS),
        reason=reason if reason_label(reason) else "",
        service=one_of("service", SERVICE_LABELS),
        neighbourhood=clean(args.get("neighbourhood") or "")[:_LONGEST_SEARCH],
    )
    page = _number(args.get("page")) or 1
    return CandidateQuery(wanted, min(page, 1_000_000), size if size in PAGE_SIZES else PAGE_SIZES[0])


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None
