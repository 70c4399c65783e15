"""The ward's call-ups by year: how many candidates, places, closed and handed over in each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission
from roster.services.funnel import CLOSED_STEPS
from roster.services.lists import default_year
from roster.store.campaigns import Campaign, Quota
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.queries import years_of
from roster.store.scope import require


@dataclass(frozen=True)
class CampaignYear:
    """One year's call-up of a ward; `handover_on` is None where the day was not set."""

    year: int
    candidates: int
    places: int
    closed: int
    handed_over: int
    handover_on: date | None


def list_years(actor: Actor, ward_id: UUID, today: date) -> list[CampaignYear]:
    """The years that have candidates, a quota or days, and the coming call-up; newest first.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    counted = (
        select(EnlistmentRecord.year, EnlistmentRecord.status, func.count())
        .join(Person, Person.id == EnlistmentRecord.person_id)
        .where(EnlistmentRecord.ward_id == ward_id, Person.ward_id == ward_id, Person.retired_on.is_(None))
        .group_by(EnlistmentRecord.year, EnlistmentRecord.status)
    )
    steps: dict[int, Counter[str | None]] = defaultdict(Counter)
    for year, step, number in db.session.execute(counted):
        steps[year][step] += number
    allotted = select(Quota.year, func.sum(Quota.places)).where(Quota.ward_id == ward_id).group_by(Quota.year)
    places = {year: int(total) for year, total in db.session.execute(allotted)}
    set_up = select(Campaign.year, Campaign.handover_on).where(Campaign.ward_id == ward_id)
    days = {row.year: row.handover_on for row in db.session.execute(set_up)}
    years = sorted({*steps, *places, *days, default_year(ENLISTMENT, today)}, reverse=True)
    return [
        CampaignYear(
            year,
            candidates=sum(steps[year].values()),
            places=places.get(year, 0),
            closed=sum(steps[year][step] for step in CLOSED_STEPS),
            handed_over=steps[year]["handed_over"],
            handover_on=days.get(year),
        )
        for year in years
    ]


def opening_year_of(actor: Actor, ward_ids: list[UUID], today: date) -> int:
    """The latest call-up that any of the wards has candidates for; else the coming one. Raises NotFound."""
    known = [year for ward_id in ward_ids for year in years_of(actor, ward_id, ENLISTMENT)[:1]]
    return max(known, default=default_year(ENLISTMENT, today))
