"""The forces of a ward as units with posts, who holds them on which days, and what was decided about each member.

Only what may be known: a reservist's receiving unit, wartime posts, plans and weapons have no table here.
"""

from __future__ import annotations

import datetime
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, bytewise, db, new_id, now
from roster.store.handed_out import person_name


class ForceUnit(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A unit of the militia and self-defence forces, or the ward command itself: a tree with days.

    `kind` is a key of domain.law.militia's kinds of unit. A self-defence unit names its organisation, a unit of a
    neighbourhood its neighbourhood.
    """

    __tablename__ = "force_unit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("force_unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(bytewise(220))
    component: Mapped[str | None] = mapped_column(String(20))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    neighbourhood_id: Mapped[UUID | None] = mapped_column(ForeignKey("neighbourhood.id"))
    decision_number: Mapped[str | None] = mapped_column(String(80))
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]  # the last day on which the unit stood
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (Index(None, "ward_id", "parent_id"),)


class ForceUnitName(db.Model):  # type: ignore[name-defined]
    """A name that a unit bore before, up to and with a day; the name of today stands in the unit."""

    __tablename__ = "force_unit_name"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("force_unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    ends_on: Mapped[date]  # the last day on which the unit bore it

    __table_args__ = (UniqueConstraint("unit_id", "ends_on"), Index(None, "ward_id"))


class EstablishmentPost(db.Model):  # type: ignore[name-defined]
    """How many places a unit has for a post, from a day on (biên chế)."""

    __tablename__ = "establishment_post"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("force_unit.id"))
    post: Mapped[str] = mapped_column(String(100))
    places: Mapped[int]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]

    __table_args__ = (Index(None, "unit_id", "begins_on"),)


class Appointment(db.Model):  # type: ignore[name-defined]
    """Who holds a post of a unit, from which day to which, by which decision; Chiến sĩ is a post as well.

    A holder who is on no roster (the ward's Party secretary, an officer from outside) has a name here and no person.
    """

    __tablename__ = "appointment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("force_unit.id"))
    post: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("militia_record.id"))
    holder_name: Mapped[str | None] = mapped_column(person_name(120))
    holder_position: Mapped[str | None] = mapped_column(String(160))  # "Bí thư Đảng ủy phường"
    phone: Mapped[str | None] = mapped_column(String(15))
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(160))
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]  # the last day on which the post was held
    end_reason: Mapped[str | None] = mapped_column(String(200))
    end_decision_number: Mapped[str | None] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        Index(None, "ward_id", "begins_on"),
        Index(None, "unit_id", "begins_on"),
        Index(None, "person_id"),
    )


class ForceEvent(db.Model):  # type: ignore[name-defined]
    """One thing decided or reported about a member of the militia or a reservist, with its clause and its days.

    `home` is "militia" or "reserve". `kind` is a key of domain.law.militia or domain.law.reserve: registration,
    selection, extension, completion, early release, removal, deferral, exemption; move in or out, absence, return,
    training, class, rank, proposal. Never deleted: a mistaken one is withdrawn.
    """

    __tablename__ = "force_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    record_id: Mapped[UUID | None]  # the militia or reserve record that it is about, if there is one
    home: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    clause: Mapped[str | None] = mapped_column(String(10))  # "11.1.a", "24.2.e"
    value: Mapped[str | None] = mapped_column(String(100))  # the new class, rank, months of training
    place: Mapped[str | None] = mapped_column(String(200))  # from or to where somebody moved
    evidence: Mapped[str | None] = mapped_column(Text)
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(160))
    on_day: Mapped[date]  # the day from which it counts
    until: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    withdrawn_at: Mapped[datetime.datetime | None] = mapped_column(Moment)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (Index(None, "ward_id", "home", "on_day"), Index(None, "person_id", "on_day"))


class Speciality(db.Model):  # type: ignore[name-defined]
    """A military speciality (CNQS) of the table that the ward keeps: the official list is not public."""

    __tablename__ = "speciality"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    group: Mapped[str | None] = mapped_column("group_name", String(120))
    near_codes: Mapped[str | None] = mapped_column(String(200))  # codes that count as near, separated by blanks
    ends_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("ward_id", "code"),)


class PartySource(db.Model):  # type: ignore[name-defined]
    """An outstanding young member of the militia on the way into the Party (nguồn phát triển Đảng)."""

    __tablename__ = "party_source"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    since: Mapped[date]
    class_attended_on: Mapped[date | None]  # lớp nhận thức về Đảng
    mentor: Mapped[str | None] = mapped_column(String(120))
    planned_on: Mapped[str | None] = mapped_column(String(10))  # partial date of the planned admission
    admitted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (Index(None, "ward_id", "person_id"),)
