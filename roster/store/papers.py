"""What heads and signs a ward's papers, each with the days on which it holds; and lists on their way to PDF."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class Letterhead(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """The head of a ward's papers (Nghị định 30/2020 Phụ lục I): superior body, agency, number symbol, place."""

    __tablename__ = "letterhead"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    superior: Mapped[str] = mapped_column(String(160))  # "BỘ CHQS THÀNH PHỐ HẢI PHÒNG"
    agency: Mapped[str] = mapped_column(String(160))  # "BAN CHQS PHƯỜNG PHÙ LIỄN"
    symbol: Mapped[str] = mapped_column(String(40))  # "DS-BCH", behind the number
    place: Mapped[str] = mapped_column(String(80))  # "Phù Liễn"
    recipients: Mapped[str] = mapped_column(Text, default="")  # Nơi nhận, one a line
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]


class Signatory(db.Model):  # type: ignore[name-defined]
    """Someone who signs: who drew a list up, or the commander (or for him: "KT. CHỈ HUY TRƯỞNG")."""

    __tablename__ = "signatory"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))  # "preparer" or "signer"
    authority: Mapped[str] = mapped_column(String(80), default="")  # "KT. CHỈ HUY TRƯỞNG", "" where he signs himself
    post: Mapped[str] = mapped_column(String(80))  # "CHỈ HUY TRƯỞNG", "NGƯỜI LẬP"
    rank: Mapped[str] = mapped_column(String(40), default="")
    full_name: Mapped[str] = mapped_column(String(120))
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]


class ListSetting(db.Model):  # type: ignore[name-defined]
    """How a ward wants one list from a day on: columns, paper, heading, who signs, recipients."""

    __tablename__ = "list_setting"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    list_key: Mapped[str] = mapped_column(String(40))
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # services/list_settings.Look
    created_by_name: Mapped[str] = mapped_column(String(120))

    __table_args__ = (UniqueConstraint("ward_id", "list_key", "begins_on"),)


class PrintJob(db.Model):  # type: ignore[name-defined]
    """A list on its way to PDF: what was asked, how far it is, under which shelf name the PDF lies."""

    __tablename__ = "print_job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    list_key: Mapped[str] = mapped_column(String(40))
    request: Mapped[dict[str, Any]] = mapped_column(JSON)  # year, filters, chosen ids, date and number of the paper
    state: Mapped[str] = mapped_column(String(10), default="waiting")  # waiting, running, done, failed
    progress: Mapped[int] = mapped_column(default=0)  # per cent
    rows: Mapped[int | None]
    pages: Mapped[int | None]
    stored_name: Mapped[str | None] = mapped_column(String(64))
    failure: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime.datetime | None] = mapped_column(Moment)

    __table_args__ = (Index(None, "ward_id", "created_at"),)
