"""Who did what, and what each value was before: the audit trail and the history of single facts."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import Moment, db, new_id, now


class AuditEntry(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One act of an officer. `details` holds counts and keys, never names or numbers of citizens."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    ward_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    action: Mapped[str] = mapped_column(String(60))  # "person.edit", "list.export", "import.commit", …
    subject_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (Index(None, "ward_id", "at"), Index(None, "subject_id"))

    people: tuple[UUID, ...] = ()  # whom a list or paper held; goes into AuditPerson with the entry


class AuditPerson(db.Model):  # type: ignore[name-defined]
    """One citizen who stood in what an entry tells of: an exported list, a printed paper. No reference: a citizen may
    be erased, what was done with him may not."""

    __tablename__ = "audit_person"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class AuditSeal(db.Model):  # type: ignore[name-defined]
    """The place of an entry in the chain (audit_chain.py): its number, and a keyed hash over it and all before it.

    Number 0 begins a chain and belongs to no entry; a new chain begins where the key of the old one was lost.
    """

    __tablename__ = "audit_seal"

    chain: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("audit_entry.id"), index=True)
    mac: Mapped[str] = mapped_column(String(64))


class FieldChange(db.Model):  # type: ignore[name-defined]
    """One value that changed: old, new, who, when and, for an import, from which sheet and cell of which file."""

    __tablename__ = "field_change"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    home: Mapped[str] = mapped_column(String(12))  # "person" or the roster
    record_id: Mapped[UUID | None]
    key: Mapped[str] = mapped_column(String(30))
    old: Mapped[str | None] = mapped_column(Text)  # JSON text
    new: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime.datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(120))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    sheet: Mapped[str | None] = mapped_column(String(100))
    cell: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (Index(None, "person_id", "at"),)
