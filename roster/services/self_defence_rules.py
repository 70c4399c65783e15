"""Whether an organisation may have its self-defence unit by law: what is lacking on a day, in sentences."""

from __future__ import annotations

from datetime import date

from roster.domain.actor import Actor
from roster.domain.force_units import kind_of
from roster.domain.law.self_defence import shortcomings
from roster.services.units import get_organisation
from roster.store import force_tree
from roster.store.forces import ForceUnit


def shortcomings_of(actor: Actor, unit: ForceUnit, on: date) -> tuple[str, ...]:
    """What the law asks for a unit of an organisation and is not so on the day; nothing for other units. NotFound."""
    kind = kind_of(unit.kind)
    if not kind.is_self_defence or kind.is_board or unit.organisation_id is None:
        return ()
    day = max(on, unit.begins_on)
    firm = get_organisation(actor, unit.ward_id, unit.organisation_id)
    same = [one for one in force_tree.units_of(actor, unit.ward_id) if one.organisation_id == unit.organisation_id]
    if any(one.parent_id == unit.id or one.id == unit.parent_id for one in same):
        return shortcomings(firm.name, firm.operating_since, day)  # its people stand in several units
    places = sum(count for unit_id, _, count in force_tree.places_on(unit.ward_id, day) if unit_id == unit.id)
    return shortcomings(firm.name, firm.operating_since, day, kind.level, places)
