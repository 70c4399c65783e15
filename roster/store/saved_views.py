"""What officers keep of their lists: named filters, their own or shared in the ward, and the columns they open with."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class SavedView(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A named filter of a ward's roster. `content` holds the arguments of the list's address, never a searched name."""

    __tablename__ = "saved_view"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    user_id: Mapped[UUID] = mapped_column(index=True)
    user_name: Mapped[str] = mapped_column(String(120))
    roster: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    is_shared: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)

    __table_args__ = (UniqueConstraint("ward_id", "roster", "user_id", "name"),)


class ListHabit(db.Model):  # type: ignore[name-defined]
    """With which columns an officer opens a roster's list."""

    __tablename__ = "list_habit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID]
    roster: Mapped[str] = mapped_column(String(12))
    columns: Mapped[list[str]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("user_id", "roster"),)
