"""Which pages the typed words name. Who may open one stands at its view alone; others are not told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from roster.columns.catalogue import ENLISTMENT
from roster.domain.ward_kinds import in_ward
from roster.services import clock
from roster.services.lists import opening_year
from roster.services.search_everywhere import fits
from roster.store.units import Unit
from roster.web.access import current_actor, may_open
from roster.web.search.named_places import Place, all_places


@dataclass(frozen=True)
class FoundPlace:
    """A page that fits, and where it is."""

    kind: str
    name: str
    url: str


def find_places(q: str, ward: Unit | None) -> list[FoundPlace]:
    """The pages that `q` names and the officer may open, those first whose own name fits."""
    names = [(one, in_ward(one.name, ward.title if ward else "")) for one in _openable(ward)]
    found = [(one, name) for one, name in names if fits(q, f"{name} {one.name} {one.words}")]
    found.sort(key=lambda one: not fits(q, one[1]))
    # The year is asked of the database, so once and only where a page of a year was found.
    is_asked = any(_expects(one, "year") for one, _ in found)
    year = opening_year(current_actor(), ward.id, ENLISTMENT, clock.today()) if ward and is_asked else 0
    return [FoundPlace(one.kind, name, _url(one, ward, year)) for one, name in found]


def _openable(ward: Unit | None) -> Iterator[Place]:
    for one in all_places():
        if (ward is not None or not _needs_ward(one)) and may_open(one.endpoint):
            yield one


def _needs_ward(one: Place) -> bool:
    return _expects(one, "ward_id") or _expects(one, "year")


def _expects(one: Place, name: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(one.endpoint, name)


def _url(one: Place, ward: Unit | None, year: int) -> str:
    needed: dict[str, Any] = {"ward_id": ward.id, "year": year} if ward is not None else {}
    return url_for(one.endpoint, **one.values, **{name: value for name, value in needed.items() if _expects(one, name)})
