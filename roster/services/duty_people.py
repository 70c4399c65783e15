"""Who may stand on duty: holders of posts in the command and in units, and whoever stood lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import HAMLET_LEADER, kind_of, post_order, usual_post
from roster.domain.law.command_posts import COMMAND_KIND
from roster.domain.names import name_key
from roster.services.clock import today
from roster.services.faults import NotFound
from roster.services.force_records import full_name
from roster.store import force_tree
from roster.store.db import db
from roster.store.people import Person
from roster.store.scope import require
from roster.store.training import DutyShift

COMMAND_GROUP, HAMLET_GROUP, LATELY_GROUP = "Ban CHQS phường", "Thôn đội trưởng", "Đã trực gần đây"
_LATELY = timedelta(days=92)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be put on duty. `key` tells him from others: of a person, or of a name."""

    key: str
    full_name: str
    group: str
    post: str
    phone: str | None
    person_id: UUID | None


def key_of(person_id: UUID | None, name: str) -> str:
    """What tells one on duty from another: the person, else the name."""
    return f"p:{person_id}" if person_id is not None else f"n:{name_key(name)}"


def candidates(actor: Actor, ward_id: UUID) -> list[Candidate]:
    """Everybody who is likely, each once: the command, leaders of neighbourhoods, units, who stood lately.

    Three queries, whatever the number of people. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    units = {unit.id: unit for unit in force_tree.units_of(actor, ward_id)}
    found: dict[str, Candidate] = {}
    held = [one for one in force_tree.holders(ward_id, today()) if not one.has_left]
    for one in sorted(held, key=lambda one: post_order(one.appointment.post)):
        unit = units[one.appointment.unit_id]
        if unit.kind == COMMAND_KIND:
            group = COMMAND_GROUP
        elif usual_post(one.appointment.post) == HAMLET_LEADER:
            group = HAMLET_GROUP
        else:
            group = full_name(unit, units) or kind_of(unit.kind).label
        new = Candidate(
            key_of(one.person_id, one.full_name), one.full_name, group, one.appointment.post, one.phone, one.person_id
        )
        if new.key not in found or group == COMMAND_GROUP:
            found[new.key] = new
    for new in _lately(ward_id):
        found.setdefault(new.key, new)
    order = {COMMAND_GROUP: 0, HAMLET_GROUP: 1, LATELY_GROUP: 3}
    return sorted(
        found.values(), key=lambda one: (order.get(one.group, 2), one.group if one.group not in order else "")
    )


def candidate_of_key(actor: Actor, ward_id: UUID, key: str) -> Candidate | None:
    """The candidate with that key; any person of the ward by his own, None for a key that says nothing.

    Raises NotFound (also for a person of another ward), NotAllowed.
    """
    found = next((one for one in candidates(actor, ward_id) if one.key == key), None)
    if found is not None or not key.startswith("p:"):
        return found
    try:
        person = db.session.get(Person, UUID(key[2:]))
    except ValueError:
        return None
    if person is None or person.ward_id != ward_id:
        raise NotFound(key)
    return Candidate(key, person.full_name, LATELY_GROUP, "", person.phone, person.id)


def _lately(ward_id: UUID) -> list[Candidate]:
    query = (
        select(
            DutyShift.person_id, DutyShift.holder_name, DutyShift.phone, Person.full_name, Person.phone,
            Person.retired_on,
        )
        .outerjoin(Person, Person.id == DutyShift.person_id)
        .where(DutyShift.ward_id == ward_id, DutyShift.on_day >= today() - _LATELY)
        .distinct()
        .order_by(DutyShift.holder_name)
    )  # fmt: skip
    return [
        Candidate(key_of(person_id, name), known or name, LATELY_GROUP, "", phone or own_phone, person_id)
        for person_id, name, phone, known, own_phone, retired_on in db.session.execute(query)
        if retired_on is None or retired_on > today()
    ]
