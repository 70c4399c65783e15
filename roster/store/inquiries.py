"""Results of visits from door to door: what was found of whom on which day."""

from __future__ import annotations

import datetime
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class InquiryResult(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One visit to one citizen. A later visit adds a row; the facts that it brought stand with the citizen himself."""

    __tablename__ = "inquiry_result"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    finding: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(300))
    user_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (Index(None, "ward_id", "on_day"),)
