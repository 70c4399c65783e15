"""How many rows each table has and a digest of them: what tells whether two databases hold the same, row for row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, String, collate, select, text

from roster.store.db import db

_FETCHED = 2_000
Digests = dict[str, list[Any]]


def digests(connection: Connection) -> Digests:
    """Table → [number of rows, SHA-256 over all rows in the order of their keys], of every table of the program.

    The same on either engine for the same rows.
    """
    is_postgresql = connection.dialect.name == "postgresql"
    found: Digests = {}
    for table in sorted(db.metadata.tables.values(), key=lambda one: one.name):
        keys = [
            collate(column, "C") if is_postgresql and isinstance(column.type, String) else column
            for column in table.primary_key.columns
        ]
        query = select(table).order_by(*keys)
        rows = connection.execution_options(stream_results=True).execute(query)
        found[table.name] = _digest(tuple(map(_in_utc, row)) for row in rows.yield_per(_FETCHED))
    return found


def _in_utc(value: Any) -> Any:
    """A moment as every engine gives it; PostgreSQL's driver tells it in the zone of the session."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def file_digests(connection: Connection) -> Digests:
    """The same of an SQLite database of any version of the program: values as the file holds them."""
    known = MetaData()
    known.reflect(connection)
    found: Digests = {}
    for table in sorted(known.tables.values(), key=lambda one: one.name):
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns) or "1"
        # Both are names that the database itself gave.
        rows = connection.execution_options(stream_results=True).execute(
            text(f'select {names} from "{table.name}" order by {keys}')  # noqa: S608
        )
        found[table.name] = _digest(tuple(row) for row in rows.yield_per(_FETCHED))
    return found


def _digest(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(repr(row).encode())
        count += 1
    return [count, digest.hexdigest()]
