"""Candidates for enlistment (nghĩa vụ quân sự): one record per citizen and yearly cycle."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import db, new_id


class EnlistmentRecord(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A citizen as a candidate of one year's call-up. `since`/`closed_on` are the days of the record's life."""

    __tablename__ = "enlistment_record"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int]

    health_class: Mapped[int | None]
    myopia_dioptres: Mapped[float | None]
    bmi: Mapped[float | None]
    political_result: Mapped[str | None] = mapped_column(String(10))
    ground: Mapped[str | None] = mapped_column(String(10))
    ground_until: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[str | None] = mapped_column(String(30))
    registration: Mapped[str | None] = mapped_column(String(10))
    registered_at: Mapped[str | None] = mapped_column(String(200))
    service: Mapped[str | None] = mapped_column(String(10))  # whom he is meant for: "army", "police"; not said: army
    volunteer: Mapped[bool | None]
    had_education_deferral: Mapped[bool | None]
    completed_kind: Mapped[str | None] = mapped_column(String(20))
    completed_months: Mapped[int | None]

    since: Mapped[date]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("person_id", "year"),
        # What counts and filters ask of a candidate stands in the index itself.
        Index(
            "ix_enlistment_record_told",
            "ward_id",
            "year",
            "person_id",
            "status",
            "health_class",
            "political_result",
            "ground",
        ),
    )
