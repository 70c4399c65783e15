"""Papers that were issued, as they went out, and copies that were posted: never changed afterwards."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class IssuedPaper(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One line of the register of outgoing papers, with the kept PDF and the data that it was made of.

    A number counts within the ward, the year of the paper's date and its symbol ("DS-BCH"). `sha256` and `data_sha256`
    are those of the kept files; `mark` is that of what the paper says, and stands on it in its QR code.
    """

    __tablename__ = "issued_paper"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    list_key: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]  # of the register: that of `dated_on`
    symbol: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    dated_on: Mapped[date]
    request: Mapped[dict[str, Any]] = mapped_column(JSON)  # as of a print job, and the address that checks it
    state: Mapped[str] = mapped_column(String(10), default="making")  # making, issued, failed
    progress: Mapped[int] = mapped_column(default=0)  # per cent
    failure: Mapped[str | None] = mapped_column(Text)
    signer: Mapped[str | None] = mapped_column(String(200))
    rows: Mapped[int | None]
    pages: Mapped[int | None]
    stored_name: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str | None] = mapped_column(String(64))
    data_name: Mapped[str | None] = mapped_column(String(64))
    data_sha256: Mapped[str | None] = mapped_column(String(64))
    mark: Mapped[str | None] = mapped_column(String(64))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))
    correction_reason: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    issued_at: Mapped[datetime.datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("ward_id", "year", "symbol", "number"), Index(None, "ward_id", "dated_on"))


class Posting(db.Model):  # type: ignore[name-defined]
    """A copy of a list put up in public (niêm yết): what was put up, where, from which day to which."""

    __tablename__ = "posting"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    list_key: Mapped[str] = mapped_column(String(40))
    list_year: Mapped[int]
    rows: Mapped[int]
    stored_name: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    data_name: Mapped[str | None] = mapped_column(String(64))  # what it says, for its other formats; None: older copies
    data_sha256: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(200))
    posted_on: Mapped[date]
    until: Mapped[date]  # the last day on which it must hang
    removed_on: Mapped[date | None]
    signed_on: Mapped[date | None]  # of the decision that the list belongs to, where it is known
    undecided: Mapped[int | None]  # people of the list without a decision, who do not hang there; None: not counted
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (Index(None, "ward_id", "posted_on"),)
