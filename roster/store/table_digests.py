"""How many rows each table has and a digest of them: what tells whether two databases hold the same, row for row."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, select

from roster.store.db import db

_FETCHED = 2_000


def digests(connection: Connection) -> dict[str, list[Any]]:
    """Table → [number of rows, SHA-256 over all rows in the order of their keys], of every table of the program."""
    found: dict[str, list[Any]] = {}
    for table in sorted(db.metadata.tables.values(), key=lambda one: one.name):
        digest, count = hashlib.sha256(), 0
        query = select(table).order_by(*table.primary_key.columns)
        rows = connection.execution_options(stream_results=True).execute(query)
        for row in rows.yield_per(_FETCHED):
            digest.update(repr(tuple(row)).encode())
            count += 1
        found[table.name] = [count, digest.hexdigest()]
    return found
