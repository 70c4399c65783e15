"""What a ward's land belonged to before 01/07/2025, as far as the units in the database tell it."""

from __future__ import annotations

from sqlalchemy import or_, select

from roster.store.db import db
from roster.store.units import DISTRICT, Unit, UnitSuccession


def district_of(ward: Unit) -> Unit | None:
    """The one district that the ward, or what it was made of, belonged to; None where the units do not tell.

    What the wards of 01/07/2025 were made of is not in the sources for all of them: a former ward or a district of the
    same province that bore the ward's name tells it, too.
    """
    found = _above({ward})
    here, seen = {ward.id}, {ward.id}
    while here and not found:
        former = select(Unit).join(UnitSuccession, UnitSuccession.from_id == Unit.id)
        units = set(db.session.scalars(former.where(UnitSuccession.into_id.in_(here))))
        found = _above(units)
        here = {one.id for one in units} - seen
        seen |= here
    if not found:
        named = select(Unit).where(Unit.search_key == ward.search_key, Unit.name == ward.name, Unit.id != ward.id)
        namesakes = set(db.session.scalars(named.where(or_(Unit.ends_on.is_not(None), Unit.kind == DISTRICT))))
        found = {one for one in _above(namesakes) if one.parent_id == ward.parent_id}
    return found.pop() if len(found) == 1 else None


def _above(units: set[Unit]) -> set[Unit]:
    """The districts among the units and those right above them."""
    around = units | {one.parent for one in units if one.parent is not None}
    return {one for one in around if one.kind == DISTRICT}
