"""Administrative units with their days, neighbourhoods, organisations.

A unit that has ended stays: records of its time belong to it, and a paper of 2024 is headed by the unit of 2024.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.store.db import bytewise, db, new_id

CITY, DISTRICT, WARD = "city", "district", "ward"


class Unit(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A province-level city or province, a district (to 30/06/2025) or a ward, commune or special zone."""

    __tablename__ = "unit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str | None] = mapped_column(String(10))  # General Statistics Office code of the unit's time
    name: Mapped[str] = mapped_column(String(100))  # "Phù Liễn"
    title: Mapped[str] = mapped_column(String(120))  # "Phường Phù Liễn"
    search_key: Mapped[str] = mapped_column(String(120))  # folded name
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # the last day on which the unit existed

    parent: Mapped[Unit | None] = relationship(remote_side=[id])

    __table_args__ = (
        CheckConstraint("kind in ('city', 'district', 'ward')", name="kind"),
        Index(None, "search_key", "kind"),
        Index(None, "code"),
    )

    def stood_on(self, day: date) -> bool:
        """Whether the unit existed on `day`."""
        return (self.begins_on is None or self.begins_on <= day) and (self.ends_on is None or day <= self.ends_on)


class UnitSuccession(db.Model):  # type: ignore[name-defined]
    """Which unit a unit was merged into, wholly or in part, and on which day."""

    __tablename__ = "unit_succession"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")

    __table_args__ = (UniqueConstraint("from_id", "into_id"),)


class Neighbourhood(db.Model):  # type: ignore[name-defined]
    """A tổ dân phố (or thôn) of a ward, named as people's records name it ("TDP số 5")."""

    __tablename__ = "neighbourhood"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(100))
    sort_key: Mapped[str] = mapped_column(bytewise(120))
    leader: Mapped[str | None] = mapped_column(String(120))
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("ward_id", "name"),)


class Organisation(db.Model):  # type: ignore[name-defined]
    """An office, school or company of the ward that has, or may have, a self-defence unit (tự vệ)."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(300))
    has_self_defence_unit: Mapped[bool] = mapped_column(default=False)
    operating_since: Mapped[date | None]  # 24 months of it are asked for before it has a self-defence unit
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("ward_id", "name"),)
