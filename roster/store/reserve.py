"""Reservists (quân nhân dự bị). Which unit a man is placed in is a state secret and has no column here."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import db, new_id


class ReserveRecord(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One registration as a reservist, with the days of its life."""

    __tablename__ = "reserve_record"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    rank: Mapped[str | None] = mapped_column(String(30))
    post: Mapped[str | None] = mapped_column(String(100))
    speciality_code: Mapped[str | None] = mapped_column(String(10))
    speciality: Mapped[str | None] = mapped_column(String(120))
    speciality_match: Mapped[str | None] = mapped_column(String(10))
    enlisted_on: Mapped[str | None] = mapped_column(String(10))
    discharged_on: Mapped[str | None] = mapped_column(String(10))
    former_unit: Mapped[str | None] = mapped_column(String(200))
    reserve_class: Mapped[int | None]
    is_assigned: Mapped[bool | None]

    since: Mapped[date]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index(None, "ward_id", "since"),
        Index(None, "person_id", "since"),  # whether a later record takes the place of one
        Index(
            "uq_reserve_record_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_on is null"),
            postgresql_where=text("closed_on is null"),
        ),
    )
