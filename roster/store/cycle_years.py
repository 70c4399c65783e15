"""What an import of one call-up year does to the citizens' other years: at most one year of a citizen stays open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from roster.columns.catalogue import ENLISTMENT
from roster.store.call_up_writes import Kept
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord


def fit_years(ward_id: UUID, year: int, today: date, new: Mapping[UUID, tuple[dict[str, Any], str]]) -> list[Kept]:
    """Close the earlier years of those who get a record of `year`; where a later year is open, the new one is history.

    `new`: by person, the record as it will be inserted (changed in place) and its sheet. Returns what the history must
    keep. The same as a record that is entered by hand (services.records).
    """
    kept: list[Kept] = []
    query = select(EnlistmentRecord.id, EnlistmentRecord.person_id, EnlistmentRecord.year).where(
        EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.closed_on.is_(None), EnlistmentRecord.year != year
    )
    for record_id, person_id, other in db.session.execute(query.order_by(EnlistmentRecord.year)).all():
        if person_id not in new:
            continue
        record, sheet = new[person_id]
        if other < year:
            closed = {"closed_on": today, "closed_reason": f"Chuyển sang năm {year}"}
            db.session.execute(
                update(EnlistmentRecord)
                .where(EnlistmentRecord.id == record_id)
                .values(closed)
                .execution_options(synchronize_session=False)
            )
        else:
            closed = {"closed_on": today, "closed_reason": f"Đã có hồ sơ năm {other}"}
            record_id = record["id"]
            record.update(closed)
        kept.extend(
            Kept(person_id, ENLISTMENT, record_id, key, None, str(value), sheet, None) for key, value in closed.items()
        )
    return kept
