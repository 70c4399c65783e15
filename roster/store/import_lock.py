"""Two imports at once: on every engine they are written one after the other, each against what stands there then.

SQLite has one writer, who queues at the beginning of his transaction (engine.py). PostgreSQL lets many write, so there
the ward's imports wait for one another, and each is written in a snapshot: what others changed since it began makes the
database refuse it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from roster.store.call_up_writes import LostUpdate
from roster.store.db import db

_SERIALIZATION_FAILURE, _DEADLOCK = "40001", "40P01"


@contextmanager
def one_import_at_a_time(ward_id: UUID) -> Iterator[None]:
    """Held around the planning and writing of an import of the ward; another's waits here. Given back with the process.

    Of its own connection, so that transactions may begin and end inside.
    """
    if db.engine.dialect.name != "postgresql":
        yield
        return
    key = int.from_bytes(ward_id.bytes[:8], "big", signed=True)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": key})
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})


def begin_snapshot() -> None:
    """Begin the session's transaction so that what is read now is what will be written over, or nothing is."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def lost_where_others_wrote() -> Iterator[None]:
    """Turn the database's refusal to write over another's change into LostUpdate."""
    try:
        yield
    except IntegrityError as error:
        raise LostUpdate from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in {_SERIALIZATION_FAILURE, _DEADLOCK}:
            raise LostUpdate from error
        raise
