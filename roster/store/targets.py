"""What the ward is measured by in a year, and the reports that went out: as they were sent, for ever."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class Target(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A target of a ward and year. `key` is one of domain.targets, or the ward's own ("own.…").

    `goal` is what is to be reached, or with `is_ceiling` the most that may be; `value` what the user keeps where the
    program cannot count it (JSON number, text, {"state": "Đã bố trí", "on": "2024-05-01"} for a text with its day, or
    {"done": true, "number": "12-QĐ/ĐU", "on": "2024-02-20"} for a decision).
    """

    __tablename__ = "target"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str | None] = mapped_column(String(200))
    unit: Mapped[str | None] = mapped_column(String(20))
    goal: Mapped[float | None]
    is_ceiling: Mapped[bool | None]  # of a target of the ward's own
    deadline: Mapped[date | None]
    responsible: Mapped[str | None] = mapped_column(String(160))
    value: Mapped[Any | None] = mapped_column(JSON)
    notes: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (UniqueConstraint("ward_id", "year", "key"),)


class Report(db.Model):  # type: ignore[name-defined]
    """A periodic report: its figures, its text and, once sent, never changed again.

    `kind` is month, quarter, half_year or year. `figures` is what the program counted, `text` what the officer wrote,
    by section.
    """

    __tablename__ = "report"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(10))
    first_day: Mapped[date]
    last_day: Mapped[date]
    number: Mapped[str | None] = mapped_column(String(80))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    text: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    sent_on: Mapped[date | None]
    sent_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (Index(None, "ward_id", "kind", "first_day"),)
