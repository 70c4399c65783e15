"""Workbooks that were brought in: the kept file, how far it got, what came of it."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now

READING, READY, COMMITTING, COMMITTED, DISCARDED, FAILED = (
    "reading", "ready", "committing", "committed", "discarded", "failed",
)  # fmt: skip


class ImportBatch(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One workbook on its way in. The file lies in the shelf under `stored_name`; its own name is only shown."""

    __tablename__ = "import_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    roster: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default=READING)
    progress: Mapped[int] = mapped_column(default=0)  # per cent
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # chosen sheets
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # rows by action, absent
    plan_mark: Mapped[str | None] = mapped_column(String(64))  # what the officer saw; Confirm must find the same
    failure: Mapped[str | None] = mapped_column(Text)  # a Vietnamese sentence
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    committed_by: Mapped[UUID | None]
    committed_at: Mapped[datetime.datetime | None] = mapped_column(Moment)

    __table_args__ = (Index(None, "ward_id", "created_at"),)
