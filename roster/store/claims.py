"""What stands between a citizen and the call-up, each with its paper: claims, bars, rulings, examinations, calls."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class Claim(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A ground of deferral or exemption (Đ.41), a bar (Đ.13) or an exemption from registration (Đ.14).

    `ground` is "41.1.a" … "41.2.đ", "13.1.a" … or "14". `status` is claimed, decided or refused; the ward proposes, the
    authority of the day decides. A claim is never deleted: a mistaken one is withdrawn.
    """

    __tablename__ = "claim"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ground: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10), default="claimed")
    evidence: Mapped[str | None] = mapped_column(Text)
    papers_received_on: Mapped[date | None]
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(160))
    until: Mapped[str | None] = mapped_column(String(10))  # partial date
    notes: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    withdrawn_at: Mapped[datetime.datetime | None] = mapped_column(Moment)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (Index(None, "ward_id", "person_id"),)


class Ruling(db.Model):  # type: ignore[name-defined]
    """A recorded decision where the law refers the question: by whom, why, on which paper. Applies to one year."""

    __tablename__ = "ruling"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int]
    is_callable: Mapped[bool]
    basis: Mapped[list[Any]] = mapped_column(JSON)  # the reasons that were referred; a new reason voids the ruling
    reason: Mapped[str] = mapped_column(Text)
    paper_number: Mapped[str] = mapped_column(String(80))
    ruled_on: Mapped[date]
    ruled_by: Mapped[str] = mapped_column(String(160))
    user_id: Mapped[UUID | None]
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (Index(None, "ward_id", "person_id", "year"),)


class Examination(db.Model):  # type: ignore[name-defined]
    """One candidate's health examination: presence at the door, measurements, what the council concluded."""

    __tablename__ = "examination"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("enlistment_record.id"), unique=True)
    attendance: Mapped[str | None] = mapped_column(String(10))  # present, absent, made_up
    attended_on: Mapped[date | None]
    height_cm: Mapped[float | None]
    weight_kg: Mapped[float | None]
    chest_cm: Mapped[float | None]
    hyperopia: Mapped[bool | None]
    other_class: Mapped[int | None]  # the worst class of the indicators that the program does not measure
    concluded_class: Mapped[int | None]
    is_temporary: Mapped[bool] = mapped_column(default=False)  # "T" behind the class
    concluded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (Index(None, "ward_id", "attended_on"),)


class Delivery(db.Model):  # type: ignore[name-defined]
    """One personal paper on its way to a citizen. `kind`: registration, preselection, examination, enlistment."""

    __tablename__ = "delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("enlistment_record.id"))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(14))
    paper_number: Mapped[str | None] = mapped_column(String(80))
    issued_on: Mapped[date | None]  # the day on which it was signed
    event_on: Mapped[date]  # the day on which he must appear
    outcome: Mapped[str] = mapped_column(String(10), default="pending")  # pending, delivered, refused, absent, posted,
    # or replaced: another paper goes to him in its place
    delivered_on: Mapped[date | None]
    received_by: Mapped[str | None] = mapped_column(String(120))
    delivered_by: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    # The line of the register with which it went out: from then on number, day and words stay as they are.
    issued_paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"), index=True)
    replace_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (Index(None, "ward_id", "year", "kind"), Index(None, "person_id"))


class RuleChange(db.Model):  # type: ignore[name-defined]
    """An administrator's change of a rule that the texts leave open: a new value from one day on, with its reason."""

    __tablename__ = "rule_change"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60))
    citation: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    value: Mapped[Any] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
