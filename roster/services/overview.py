"""The first page of a ward: how many, what came in and went out last, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from roster.columns.catalogue import ROSTERS
from roster.domain.actor import Actor, Permission
from roster.services.data_requests import late_count
from roster.services.kept_counts import kept
from roster.services.lists import opening_year
from roster.services.papers import list_jobs
from roster.store.db import db
from roster.store.imports import READY, ImportBatch
from roster.store.list_filter import ListFilter
from roster.store.papers import Letterhead, PrintJob, Signatory
from roster.store.queries import count_lacking
from roster.store.scope import require_ward
from roster.store.units import Neighbourhood

PREPARER, SIGNER = "preparer", "signer"

# What can be missing; the page knows the sentence and the remedy of each.
NO_LETTERHEAD = "no_letterhead"
NO_PREPARER = "no_preparer"
NO_SIGNER = "no_signer"
NO_NEIGHBOURHOODS = "no_neighbourhoods"
OPEN_IMPORTS = "open_imports"
LATE_REQUESTS = "late_requests"
PEOPLE_WITHOUT_ID = "people_without_id"
PEOPLE_WITHOUT_BIRTH_DATE = "people_without_birth_date"
PEOPLE_WITHOUT_NEIGHBOURHOOD = "people_without_neighbourhood"
# Which fact is missing, by the kind of gap.
LACKING = {
    PEOPLE_WITHOUT_ID: "citizen_id",
    PEOPLE_WITHOUT_BIRTH_DATE: "birth_date",
    PEOPLE_WITHOUT_NEIGHBOURHOOD: "neighbourhood",
}


@dataclass(frozen=True)
class RosterCount:
    """How many stand in a roster in a year."""

    roster: str
    year: int
    count: int


@dataclass(frozen=True)
class Gap:
    """One kind of thing that is missing or waits, and how often.

    Of people who lack a fact, `lists` counts those whom each roster's list of today shows without it; somebody may
    stand in several.
    """

    kind: str
    count: int = 1
    lists: tuple[RosterCount, ...] = ()


@dataclass(frozen=True)
class Overview:
    """What the first page of a ward shows; lists are empty where the actor may not see them."""

    counts: list[RosterCount]
    imports: list[ImportBatch]
    prints: list[PrintJob]
    gaps: list[Gap]

    @property
    def is_empty(self) -> bool:
        """Whether nobody stands in any roster."""
        return not any(one.count for one in self.counts)


def overview_of(actor: Actor, ward_id: UUID, today: date, latest: int = 5) -> Overview:
    """Everything for the first page of the ward, with a constant number of queries.

    Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    sees_people = actor.may(Permission.VIEW_PEOPLE)
    imports = _latest(ward_id, latest) if actor.may(Permission.IMPORT) else []
    prints = list_jobs(actor, ward_id, latest) if actor.may(Permission.PRINT) else []
    found = [_count(actor, ward_id, roster, today) for roster in ROSTERS] if sees_people else []
    counts = [count for count, _ in found]
    return Overview(counts, imports, prints, _gaps(actor, ward_id, today, found))


_Counted = tuple[RosterCount, Mapping[str, int]]  # with how many lack which fact


def _count(actor: Actor, ward_id: UUID, roster: str, today: date) -> _Counted:
    # The list's own question, so that the numbers and the lists behind them are one.
    def count() -> _Counted:
        year = opening_year(actor, ward_id, roster, today)
        total, lacking = count_lacking(actor, ListFilter(roster, ward_id, year, today=today), tuple(LACKING.values()))
        return RosterCount(roster, year, total), lacking

    return kept(actor, ward_id, ("roster", roster, today), count)


def _latest(ward_id: UUID, count: int) -> list[ImportBatch]:
    query = select(ImportBatch).where(ImportBatch.ward_id == ward_id).order_by(ImportBatch.created_at.desc())
    return list(db.session.scalars(query.limit(count)))


def _gaps(actor: Actor, ward_id: UUID, today: date, counts: list[_Counted]) -> list[Gap]:
    gaps = [Gap(LATE_REQUESTS, late_count(actor, ward_id))]
    if actor.may(Permission.MANAGE_WARD) or actor.may(Permission.PRINT):
        gaps += _paper_gaps(ward_id, today)
    if actor.may(Permission.IMPORT):
        query = select(func.count()).where(ImportBatch.ward_id == ward_id, ImportBatch.state == READY)
        gaps.append(Gap(OPEN_IMPORTS, db.session.scalar(query) or 0))
    if actor.may(Permission.EDIT_PEOPLE):
        gaps += _people_gaps(counts)
    return [gap for gap in gaps if gap.count]


def _paper_gaps(ward_id: UUID, today: date) -> list[Gap]:
    def stands(model: type[Letterhead] | type[Signatory]) -> ColumnElement[bool]:
        ends = or_(model.ends_on.is_(None), model.ends_on >= today)
        return and_(model.ward_id == ward_id, model.begins_on <= today, ends)

    parts = set(db.session.scalars(select(Signatory.part).where(stands(Signatory)).distinct()))
    has_letterhead = db.session.scalar(select(func.count()).where(stands(Letterhead)))
    neighbourhoods = db.session.scalar(select(func.count()).where(Neighbourhood.ward_id == ward_id))
    return [
        Gap(NO_LETTERHEAD, 0 if has_letterhead else 1),
        Gap(NO_PREPARER, 0 if PREPARER in parts else 1),
        Gap(NO_SIGNER, 0 if SIGNER in parts else 1),
        Gap(NO_NEIGHBOURHOODS, 0 if neighbourhoods else 1),
    ]


def _people_gaps(counts: list[_Counted]) -> list[Gap]:
    gaps = []
    for kind, key in LACKING.items():
        found = tuple(replace(one, count=lacking[key]) for one, lacking in counts if lacking.get(key))
        gaps.append(Gap(kind, sum(one.count for one in found), found))
    return gaps
