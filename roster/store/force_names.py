"""The names of units as they were on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.store.db import db
from roster.store.forces import ForceUnit, ForceUnitName


@dataclass(frozen=True)
class UnitNames:
    """The former names of a ward's units, each with its last day, oldest first."""

    former: Mapping[UUID, list[tuple[date, str]]]

    def on(self, unit_id: UUID, present: str, day: date) -> str:
        """The name of a unit on the day, whose name now is given."""
        return next((name for last, name in self.former.get(unit_id, ()) if last >= day), present)


def names_of(ward_id: UUID) -> UnitNames:
    """The former names of the ward's units; the caller has checked the ward."""
    query = select(ForceUnitName.unit_id, ForceUnitName.ends_on, ForceUnitName.name).where(
        ForceUnitName.ward_id == ward_id
    )
    found: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for unit_id, last, name in db.session.execute(query.order_by(ForceUnitName.ends_on)):
        found[unit_id].append((last, name))
    return UnitNames(found)


def rename(unit: ForceUnit, name: str, day: date) -> ForceUnitName | None:
    """Give the unit another name from that day on, within the caller's transaction; later names go.

    Returns the former name that is kept now, None where none is to be kept (the new one counts from the beginning, or
    the unit was renamed on that day already).
    """
    names = names_of(unit.ward_id)
    before = names.on(unit.id, unit.name, date.fromordinal(day.toordinal() - 1))
    rows = db.session.scalars(select(ForceUnitName).where(ForceUnitName.unit_id == unit.id)).all()
    for row in rows:
        if row.ends_on >= day:
            db.session.delete(row)
    unit.name = name
    last = date.fromordinal(day.toordinal() - 1)
    db.session.flush()
    if day <= unit.begins_on or before == name or any(row.ends_on == last for row in rows):
        return None
    kept = ForceUnitName(ward_id=unit.ward_id, unit_id=unit.id, name=before, ends_on=last)
    db.session.add(kept)
    db.session.flush()
    return kept
