"""The yearly call-up of a ward: its days, its quota, the moves of each candidate, and the days of rest."""

from __future__ import annotations

import datetime
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class Campaign(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A ward's đợt tuyển quân of one year. `year` is the year of the handover, as rosters name the cycle."""

    __tablename__ = "campaign"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    aged_17_reported_on: Mapped[date | None]  # danh sách nam đủ 17 tuổi đã báo cáo
    registration_from: Mapped[date | None]
    registration_to: Mapped[date | None]
    registration_reported_on: Mapped[date | None]
    review_on: Mapped[date | None]  # xét duyệt lần 1
    claims_signed_on: Mapped[date | None]  # quyết định tạm hoãn, miễn được ký
    claims_posted_on: Mapped[date | None]  # bắt đầu niêm yết
    preselection_from: Mapped[date | None]
    preselection_to: Mapped[date | None]
    preselection_posted_on: Mapped[date | None]
    examination_from: Mapped[date | None]
    examination_to: Mapped[date | None]
    health_posted_on: Mapped[date | None]
    closing_on: Mapped[date | None]  # chốt quân số
    handover_on: Mapped[date]  # giao quân, the day by which ages are counted
    age_reading: Mapped[str | None] = mapped_column(String(1))  # A or B once it is ruled
    age_ruling_paper: Mapped[str | None] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (
        UniqueConstraint("ward_id", "year"),
        CheckConstraint("age_reading in ('A', 'B')", name="age_reading"),
    )


class Quota(db.Model):  # type: ignore[name-defined]
    """How many men the ward must hand over, to the army or to the police, by which decision."""

    __tablename__ = "quota"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    service: Mapped[str] = mapped_column(String(10))  # "army" or "police"
    places: Mapped[int]
    decision_number: Mapped[str] = mapped_column(String(80), default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(160), default="")

    __table_args__ = (UniqueConstraint("ward_id", "year", "service"),)


class CandidateMove(db.Model):  # type: ignore[name-defined]
    """One step of one candidate: from where to where, on which day, by whom, on which paper."""

    __tablename__ = "candidate_move"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("enlistment_record.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    from_step: Mapped[str | None] = mapped_column(String(30))
    to_step: Mapped[str] = mapped_column(String(30))
    on: Mapped[date] = mapped_column("on_day")
    paper: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    bulk_id: Mapped[UUID | None]  # moves that were made together are undone together
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    undone_at: Mapped[datetime.datetime | None] = mapped_column(Moment)

    __table_args__ = (Index(None, "record_id", "at"), Index(None, "ward_id", "bulk_id"))


class Holiday(db.Model):  # type: ignore[name-defined]
    """A public holiday, or a weekend day that is worked instead (`is_working`)."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    is_working: Mapped[bool] = mapped_column(default=False)
