"""What citizens asked about their own data, how long each kind of data is kept, and whose data was erased."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now
from roster.store.handed_out import person_name


class DataRequest(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One request of a citizen about his own data, from its receipt to the answer. Never deleted.

    `kind` is a key of domain.law.data_rights.RIGHTS. `subject_name` is whose data it is about: somebody who is on no
    roster may ask as well, and then there is no `person_id`. `outcome` is granted, partly or refused.
    """

    __tablename__ = "data_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    subject_name: Mapped[str] = mapped_column(person_name(120))
    kind: Mapped[str] = mapped_column(String(12))
    received_on: Mapped[date]
    requester: Mapped[str | None] = mapped_column(String(200))  # the representative and his paper, None: the citizen
    details: Mapped[str] = mapped_column(Text)
    received_by: Mapped[str] = mapped_column(String(120))
    replied_on: Mapped[date | None]  # receipt confirmed to the citizen
    replied_by: Mapped[str | None] = mapped_column(String(120))
    extra_days: Mapped[int] = mapped_column(default=0)
    extra_reason: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(10))
    refusal: Mapped[str | None] = mapped_column(String(20))  # a key of data_rights.REFUSALS
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(120))
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None] = mapped_column(String(120))
    answer_paper: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (Index(None, "ward_id", "received_on"), Index(None, "person_id"))


class RetentionPeriod(db.Model):  # type: ignore[name-defined]
    """How long a ward keeps a kind of data, from a day on, and by which paper; a later line replaces an earlier one."""

    __tablename__ = "retention_period"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    months: Mapped[int]
    begins_on: Mapped[date]
    basis: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (UniqueConstraint("ward_id", "kind", "begins_on"),)


class Erasure(db.Model):  # type: ignore[name-defined]
    """That a citizen's data was erased: who, when, why, how many values; and until when backups may still hold them.

    Names nobody: `person_id` points at what is left of the row, which says no more than a year and a sex.
    """

    __tablename__ = "erasure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("data_request.id"))
    reason: Mapped[str] = mapped_column(Text)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)  # values by table
    backups_until: Mapped[date]
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (Index(None, "ward_id", "at"),)
