"""Citizens: each once per ward, with the keys by which they are found, sorted and told apart."""

from __future__ import annotations

import datetime
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, bytewise, db, new_id, now
from roster.store.handed_out import person_name


class Person(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """A citizen of a ward. Columns are named by the keys of the column catalogue; partial dates are text."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))

    full_name: Mapped[str] = mapped_column(person_name(120))
    other_name: Mapped[str | None] = mapped_column(String(120))
    birth_date: Mapped[str | None] = mapped_column(String(10))
    sex: Mapped[str | None] = mapped_column(String(6))
    citizen_id: Mapped[str | None] = mapped_column(String(12))
    old_id: Mapped[str | None] = mapped_column(String(9))
    ethnicity: Mapped[str | None] = mapped_column(String(60))
    religion: Mapped[str | None] = mapped_column(String(60))
    hometown: Mapped[str | None] = mapped_column(Text)
    permanent_address: Mapped[str | None] = mapped_column(Text)
    current_address: Mapped[str | None] = mapped_column(Text)
    neighbourhood: Mapped[str | None] = mapped_column(String(100))
    education: Mapped[str | None] = mapped_column(String(5))
    qualification: Mapped[str | None] = mapped_column(String(200))
    foreign_language: Mapped[str | None] = mapped_column(String(200))
    occupation: Mapped[str | None] = mapped_column(Text)
    workplace: Mapped[str | None] = mapped_column(Text)
    salary_grade: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(15))
    is_party_member: Mapped[bool | None]
    party_joined_on: Mapped[str | None] = mapped_column(String(10))
    is_union_member: Mapped[bool | None]
    union_joined_on: Mapped[str | None] = mapped_column(String(10))
    family_class: Mapped[str | None] = mapped_column(String(60))
    personal_class: Mapped[str | None] = mapped_column(String(60))
    sibling_count: Mapped[int | None]
    birth_order: Mapped[int | None]
    father_name: Mapped[str | None] = mapped_column(String(120))
    father_birth_year: Mapped[int | None]
    father_occupation: Mapped[str | None] = mapped_column(Text)
    mother_name: Mapped[str | None] = mapped_column(String(120))
    mother_birth_year: Mapped[int | None]
    mother_occupation: Mapped[str | None] = mapped_column(Text)
    spouse_name: Mapped[str | None] = mapped_column(String(120))
    spouse_birth_year: Mapped[int | None]
    spouse_occupation: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)

    # Derived by services.people from the facts above: never typed.
    name_key: Mapped[str] = mapped_column(String(120))  # roster.domain.names.name_key: identity of a name
    sort_key: Mapped[str] = mapped_column(bytewise(400))  # roster.domain.sorting.sort_key
    search_text: Mapped[str] = mapped_column(Text)  # folded name, ids, phone, addresses

    retired_on: Mapped[date | None]
    retired_reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime.datetime] = mapped_column(Moment, default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)

    # The last guard against a lost update.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation

    __table_args__ = (
        UniqueConstraint("ward_id", "citizen_id"),
        Index(None, "ward_id", "sort_key", "birth_date", "id"),
        # What counts and filters ask of a citizen, so that they need not fetch his wide row.
        Index(
            "ix_person_told",
            "ward_id",
            "id",
            "retired_on",
            "neighbourhood",
            "sex",
            "education",
            "is_party_member",
            "is_union_member",
            "citizen_id",
            "birth_date",
        ),
        Index(None, "ward_id", "name_key"),
    )
