"""Facts of a record that a transfer or a decision changed, as they were on an earlier day.

A record holds what is; of an earlier day the appointments and events answer, by the days from which they count. Who was
transferred later stood in the component of the unit that he served in then; who was placed in a mobilisation unit later
was not placed before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Boolean, ColumnElement, case, false, func, or_, select, true, type_coerce
from sqlalchemy.orm import aliased

from roster.store.forces import Appointment, ForceEvent, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.reserve import ReserveRecord

_PLACEMENT, _YES, _NO = "placement", "yes", "no"


def component_on(on: date) -> ColumnElement[Any]:
    """The component of a MilitiaRecord on that day, for a query that reads from the table."""
    later = aliased(Appointment)
    goes_elsewhere = select(later.id).where(
        later.person_id == Appointment.person_id, later.begins_on > on, later.unit_id != Appointment.unit_id
    )
    before_a_transfer: Any = (
        select(ForceUnit.component)
        .join(Appointment, Appointment.unit_id == ForceUnit.id)
        .where(
            Appointment.person_id == MilitiaRecord.person_id, Appointment.ward_id == MilitiaRecord.ward_id,
            Appointment.begins_on <= on, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
            ForceUnit.component.is_not(None), goes_elsewhere.exists(),
        )
        .order_by(Appointment.begins_on.desc())
        .limit(1)
        .correlate(MilitiaRecord)
        .scalar_subquery()
    )  # fmt: skip
    return func.coalesce(before_a_transfer, MilitiaRecord.component)


def placed_on(on: date) -> ColumnElement[bool]:
    """Whether a ReserveRecord's man was placed in a mobilisation unit on that day; NULL where it is not known."""

    def value(day: ColumnElement[bool], *order: Any) -> Any:
        return (
            select(ForceEvent.value)
            .where(
                ForceEvent.person_id == ReserveRecord.person_id, ForceEvent.ward_id == ReserveRecord.ward_id,
                ForceEvent.kind == _PLACEMENT, ForceEvent.withdrawn_at.is_(None), day,
            )
            .order_by(*order)
            .limit(1)
            .correlate(ReserveRecord)
            .scalar_subquery()
        )  # fmt: skip

    last = value(ForceEvent.on_day <= on, ForceEvent.on_day.desc(), ForceEvent.at.desc())
    following = value(ForceEvent.on_day > on, ForceEvent.on_day, ForceEvent.at)
    before = case({_YES: false(), _NO: true()}, value=following, else_=ReserveRecord.is_assigned)
    return type_coerce(case({_YES: true(), _NO: false()}, value=last, else_=before), Boolean)
