"""The database handle, alone in its file so that nobody imports the application to reach it."""

from __future__ import annotations

import datetime
from typing import Any, cast
from uuid import UUID

import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.dml import Delete, Update
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """Declarative base; constraints have fixed names so that migrations can find them on every engine."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): ordered by time, and two machines never make the same one."""
    return uuid_utils.compat.uuid7()


def count_changed(statement: Update | Delete) -> int:
    """Carry the statement out in the open transaction; how many rows it met. Of several who claim one row at once by
    the state that it is in, one is told of it."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def now() -> datetime.datetime:
    """The present moment in UTC, as every stored moment is."""
    return datetime.datetime.now(datetime.UTC)


class Moment(TypeDecorator[datetime.datetime]):
    """A point in time, UTC in the database and aware in Python on every engine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Refuse a moment without a zone; SQLite stores it without one, PostgreSQL with."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        value = value.astimezone(datetime.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Give the zone back."""
        return value.replace(tzinfo=datetime.UTC) if value is not None and value.tzinfo is None else value


def bytewise(length: int) -> String:
    """A text column that is compared byte by byte on every engine, as the keys of roster.domain.sorting need."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
