"""The people, units and meetings behind the numbers of targets that no other room lists."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.services.faults import NotFound
from roster.store import target_counts
from roster.store.db import db
from roster.store.scope import require
from roster.store.target_counts import HANDOVER_STATES, HandedOver, SelfDefenceUnit
from roster.store.training import Meeting


def handed_over(actor: Actor, ward_id: UUID, on: date, state: str = "") -> list[HandedOver]:
    """The men of the day's year whom the ward had handed over by the day, by name; with a state of HANDOVER_STATES
    those of whom it is true. Raises NotFound for an unknown or hidden state, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    found = [one for _, one in target_counts.handed_over_people([ward_id], on)]
    if not state:
        return [one for one in found if one.is_done]
    wanted = next((one for one in HANDOVER_STATES if one.key == state), None)
    if wanted is None or not actor.may_see(wanted.sensitivity):
        raise NotFound(state)
    return [one for one in found if wanted.takes(one)]


def self_defence(actor: Actor, ward_id: UUID, on: date, *, complete_only: bool = False) -> list[SelfDefenceUnit]:
    """The self-defence units of the ward's organisations on the day, by name. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    found = target_counts.self_defence_units([ward_id], on)
    return [one for one in found if one.is_complete or not complete_only]


def meetings(actor: Actor, ward_id: UUID, on: date, *, held_only: bool = False) -> list[Meeting]:
    """The meetings of the year up to the day, by day. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(Meeting).where(Meeting.ward_id == ward_id, Meeting.on_day.between(date(on.year, 1, 1), on))
    if held_only:
        query = query.where(Meeting.is_held.is_(True))
    return list(db.session.scalars(query.order_by(Meeting.on_day, Meeting.id)))
