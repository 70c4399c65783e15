"""Where the numbers and duties of a campaign lead, and the pages beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, request, url_for

from roster.services.candidate_answers import reason_key
from roster.services.deadlines import Duty
from roster.services.duty_counts import PAPER_OF_STEP
from roster.services.funnel import Counted

# Pages of the same year that other rooms serve stand here as well; one that is not installed is left out. The letter
# opens a tab together with Alt.
_TABS = (
    ("campaigns.show", "Tổng quan", ""),
    ("candidates.show", "Ứng viên", "u"),
    ("campaigns.calendar", "Lịch công việc", ""),
    ("examinations.show", "Ngày khám", "k"),
    ("deliveries.index", "Giao giấy", "g"),
    ("campaigns.quota", "Chỉ tiêu giao quân", ""),
    ("campaigns.settings", "Các ngày, cách tính tuổi", ""),
)
# The calendar counts these otherwise than by the step's name alone.
_COUNTED_OTHERWISE = {
    "invited_examination": {"milestone": "invited_examination"},
    "final_official": {"state": "closed"},
}


@dataclass(frozen=True)
class Tab:
    """A page of the campaign beside the present one."""

    label: str
    url: str
    is_current: bool
    key: str = ""


def tabs_of(year: int) -> list[Tab]:
    """The pages of a ward's year that exist."""
    here = request.endpoint or ""
    return [
        Tab(label, url_for(endpoint, year=year), _is_here(here, endpoint), key)
        for endpoint, label, key in _TABS
        if endpoint in current_app.view_functions
    ]


def _is_here(here: str, endpoint: str) -> bool:
    room, other = here.partition(".")[0], endpoint.partition(".")[0]
    return here == endpoint if room == "campaigns" else room == other


def people_url(year: int, ward_id: UUID | None = None, **filters: Any) -> str:
    """The list of candidates that a number counts."""
    values: dict[str, Any] = {key: value for key, value in filters.items() if value}
    if ward_id:
        values["ward_id"] = ward_id
    return url_for("candidates.show", year=year, **values)


def counted_url(year: int, counted: Counted, ward_id: UUID | None = None) -> str:
    """The list behind a milestone or a reason."""
    if counted.by == "milestone":
        return people_url(year, ward_id, milestone=counted.key)
    if counted.by == "step":
        return people_url(year, ward_id, step=counted.key)
    return people_url(year, ward_id, reason=reason_key(counted.by, counted.key))


def duty_url(year: int, duty: Duty) -> str:
    """The page that helps with a duty, "" where it is not installed."""
    page, _, key = duty.link_hint.partition(":")
    if page == "candidates":
        filters: dict[str, Any] = _COUNTED_OTHERWISE.get(key, {"step": key})
        return people_url(year, **filters)
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "campaign": ("campaigns.settings", {"year": year}),
        "quota": ("campaigns.quota", {"year": year}),
        "claims": ("claims.index", {}),
        "deliveries": ("deliveries.index", {"year": year, "kind": key}),
    }
    endpoint, values = pages.get(page, ("", {}))
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def papers_url(year: int, step: str) -> str:
    """Where the papers are made that a step calls for, "" where it calls for none or that page is not installed."""
    kind = PAPER_OF_STEP.get(step)
    if kind is None or "deliveries.new" not in current_app.view_functions:
        return ""
    return url_for("deliveries.new", year=year, kind=kind, step=step)
