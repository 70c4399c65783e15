"""Workbooks that were brought in: the kept file, how far it got, what came of it."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, update
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, count_changed, db, new_id, now

READING, READY, COMMITTING, COMMITTED, DISCARDED, FAILED, UNDONE = (
    "reading", "ready", "committing", "committed", "discarded", "failed", "undone",
)  # fmt: skip
IMPORT, RECONCILE = "import", "reconcile"  # what a workbook was brought for: to be written, or only to be compared


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
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # intake.choices.Choices, and the kept plan
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # rows by action, absent
    plan_mark: Mapped[str | None] = mapped_column(String(64))  # what the officer saw; Confirm must find the same
    purpose: Mapped[str] = mapped_column(String(10), default=IMPORT)
    failure: Mapped[str | None] = mapped_column(Text)  # a Vietnamese sentence
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    committed_by: Mapped[UUID | None]
    committed_at: Mapped[datetime.datetime | None] = mapped_column(Moment)
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime.datetime | None] = mapped_column(Moment)

    __table_args__ = (Index(None, "ward_id", "created_at"),)


def claim_batch(batch_id: UUID, was: str, **values: Any) -> bool:
    """Bring a batch on from the state `was`, in the open transaction; False where somebody else did so before."""
    return (
        count_changed(update(ImportBatch).where(ImportBatch.id == batch_id, ImportBatch.state == was).values(values))
        == 1
    )


class ImportMemory(db.Model):  # type: ignore[name-defined]
    """What an officer taught the ward's imports: what a heading or a word in a cell means.

    `kind` is "column" (`word` is the folded heading path, `meaning` a column's key or "" for not imported) or "value"
    (`word` is the cell's folded text, `place` the column's key, `meaning` the value as JSON text). `shape` is the mark
    of the row of headings that it was chosen for, "" for a synonym that counts in any table. `text` is the word as the
    file wrote it, to be shown.
    """

    __tablename__ = "import_memory"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    roster: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(10))
    shape: Mapped[str] = mapped_column(String(64), default="")
    place: Mapped[str] = mapped_column(String(30), default="")
    word: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(String(300), default="")
    meaning: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))

    __table_args__ = (UniqueConstraint("ward_id", "roster", "kind", "shape", "place", "word"),)
