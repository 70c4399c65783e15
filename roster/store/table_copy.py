"""All rows of one database into another, of the same schema and of either engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from roster.store.accounts import User
from roster.store.db import db
from roster.store.people import Person

_ROWS = 2_000


class NotEmpty(Exception):
    """The database that was to take the rows holds people or accounts."""


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every table's rows, in the transactions of the two connections; what a new database is born with makes way.

    Raises NotEmpty where the target holds an account or a citizen. Nothing is committed here.
    """
    if holds_an_office(target):
        raise NotEmpty
    tables = db.metadata.sorted_tables
    for table in reversed(tables):
        if target.execute(select(table.primary_key.columns.values()[0]).limit(1)).first() is not None:
            target.execute(table.delete())
    for table in tables:
        rows = source.execution_options(stream_results=True).execute(select(table)).yield_per(_ROWS).mappings()
        batches = _parents_first(table, rows) if _own_parents(table) else rows.partitions()
        for batch in batches:
            target.execute(insert(table), [dict(row) for row in batch])
        _carry_on_counting(table, target)


def holds_an_office(connection: Connection) -> bool:
    """Whether the database has an account or a citizen; one that a mere start of the program made has neither."""
    return any(connection.execute(select(model.id).limit(1)).first() for model in (User, Person))


def _own_parents(table: Table) -> list[tuple[str, str]]:
    """The columns by which a row names another row of its own table, each with what it names."""
    return [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]


def _parents_first(table: Table, rows: Any) -> Iterator[list[Any]]:
    """The rows in generations, so that whatever a row names stands there before it. Such tables are small."""
    links = _own_parents(table)
    waiting, there = list(rows), set[Any]()
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in there for name, _ in links)]
        if not ready:
            raise ValueError(f"rows of {table.name} name one another in a circle")
        yield ready
        there.update(row[named] for row in ready for _, named in links)
        waiting = [row for row in waiting if row[links[0][1]] not in there]


def _carry_on_counting(table: Table, target: Connection) -> None:
    """PostgreSQL's counters do not notice numbers that were given."""
    column = table.autoincrement_column
    if column is None or target.dialect.name != "postgresql":
        return
    sequence = target.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    highest = target.scalar(select(func.max(column)))
    if sequence is not None and highest is not None:
        target.execute(select(func.setval(sequence, highest)))
