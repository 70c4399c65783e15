"""Members of the militia and self-defence forces (dân quân tự vệ), with the days of each membership."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import db, new_id


class MilitiaRecord(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One membership. `ends_on` is the term's end (Ngày hết hạn); `closed_on` the day on which the record ended."""

    __tablename__ = "militia_record"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    component: Mapped[str | None] = mapped_column(String(20))
    unit: Mapped[str | None] = mapped_column(String(200))
    post: Mapped[str | None] = mapped_column(String(100))
    joined_on: Mapped[str | None] = mapped_column(String(10))
    ends_on: Mapped[str | None] = mapped_column(String(10))
    health_class: Mapped[int | None]

    since: Mapped[date]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index(None, "ward_id", "since"),
        Index(None, "person_id", "since"),  # whether a later record takes the place of one
        Index(
            "uq_militia_record_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_on is null"),
            postgresql_where=text("closed_on is null"),
        ),
    )
