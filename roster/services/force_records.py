"""The militia's roster kept in step with the units: its texts of unit, post and component follow the appointments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import MILITIA
from roster.domain.actor import Actor
from roster.domain.force_units import kind_of
from roster.domain.law.command_posts import COMMAND_KIND
from roster.domain.text import fold
from roster.services.changes import set_facts
from roster.services.clock import today
from roster.store import force_tree
from roster.store.dated_history import moment_of
from roster.store.db import db
from roster.store.force_names import names_of
from roster.store.forces import Appointment, ForceUnit, ForceUnitName
from roster.store.militia import MilitiaRecord


def full_name(unit: ForceUnit, units: Mapping[UUID, ForceUnit], on: date | None = None) -> str:
    """The unit's name with those above it, as the roster writes it: "Tiểu đội 1, Trung đội dân quân cơ động".

    The ward's military command is left out: it stands above all of them. With `on` the names of that day.
    """
    known = names_of(unit.ward_id) if on is not None else None

    def name_of(one: ForceUnit) -> str:
        return known.on(one.id, one.name, on) if known is not None and on is not None else one.name

    names, seen = [name_of(unit)], {unit.id}
    above = units.get(unit.parent_id) if unit.parent_id else None
    while above is not None and above.id not in seen and above.kind != COMMAND_KIND:
        names.append(name_of(above))
        seen.add(above.id)
        above = units.get(above.parent_id) if above.parent_id else None
    return ", ".join(names)[:200]


def follow(
    actor: Actor,
    ward_id: UUID,
    person_ids: Iterable[UUID],
    *,
    with_component: bool = True,
    former_names: Iterable[str] = (),
    entered: Iterable[Appointment] = (),
    renamed: ForceUnitName | None = None,
) -> None:
    """Let the open records of these people name the unit and post that they hold today; no commit.

    Whoever holds none any more loses the text of a unit that he held; a text that came from elsewhere stays. A post in
    a military command is no militia unit. `former_names`: names that their units bore until now. Without
    `with_component` a component that the record has stays. What changes by an appointment that is being `entered`
    counts from its first day, what changes with a unit that is `renamed` from the day of its new name: the changes
    carry that moment (store.dated_facts).
    """
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return
    db.session.flush()
    units = {unit.id: unit for unit in db.session.scalars(select(ForceUnit).where(ForceUnit.ward_id == ward_id))}
    held: dict[UUID, Appointment] = {}
    were: dict[UUID, set[str]] = {}
    day = today()
    for one, unit in force_tree.appointments_of(ward_id, wanted):
        if one.person_id is None or kind_of(unit.kind).is_board:
            continue
        were.setdefault(one.person_id, set()).update({fold(unit.name), fold(full_name(unit, units))})
        if one.begins_on <= day and (one.ends_on is None or one.ends_on >= day):
            held[one.person_id] = one
    query = select(MilitiaRecord).where(
        MilitiaRecord.ward_id == ward_id, MilitiaRecord.person_id.in_(wanted), MilitiaRecord.closed_on.is_(None)
    )
    known = {fold(name) for name in former_names}
    new = {one.id for one in entered}
    for record in db.session.scalars(query):
        now_held = held.get(record.person_id)
        if now_held is not None:
            unit = units[now_held.unit_id]
            facts: dict[str, str | None] = {"unit": full_name(unit, units), "post": now_held.post}
            if unit.component and (with_component or not record.component):
                facts["component"] = unit.component
            cause = now_held.id if now_held.id in new else renamed.id if renamed is not None else None
            set_facts(actor, record, MILITIA, facts, None if cause is None else moment_of(cause))
        elif fold(record.unit or "") in were.get(record.person_id, set()) | known:
            set_facts(actor, record, MILITIA, {"unit": None, "post": None})


def follow_units(actor: Actor, ward_id: UUID, units: Iterable[ForceUnit], renamed: ForceUnitName | None = None) -> None:
    """Let the records of everybody who holds a post in these units today follow; no commit."""
    db.session.flush()
    ids = [unit.id for unit in units]
    query = select(Appointment.person_id).where(
        Appointment.ward_id == ward_id, Appointment.unit_id.in_(ids), Appointment.person_id.is_not(None)
    )
    follow(actor, ward_id, [one for one in db.session.scalars(query) if one is not None], renamed=renamed)


def end_all(
    actor: Actor,
    ward_id: UUID,
    ended: Iterable[tuple[Appointment, date]],
    reason: str,
    decision_number: str | None = None,
) -> None:
    """End each appointment on its day, for one reason, and let the records follow; no commit."""
    people = []
    for one, day in ended:
        one.ends_on, one.end_reason, one.end_decision_number = day, reason[:200], decision_number
        if one.person_id is not None:
            people.append(one.person_id)
    follow(actor, ward_id, people)


def end_of_record(actor: Actor, record: MilitiaRecord, day: date, reason: str) -> int:
    """End the open appointments of a membership that ends on that day, within the caller's transaction.

    Returns how many there were. The texts of the record stay: they tell where he served.
    """
    query = select(Appointment).where(
        Appointment.ward_id == record.ward_id, Appointment.record_id == record.id, Appointment.begins_on <= day
    )
    found = [one for one in db.session.scalars(query) if one.ends_on is None or one.ends_on > day]
    for one in found:
        one.ends_on, one.end_reason = day, reason[:200]
    return len(found)
