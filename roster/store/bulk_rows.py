"""Very many rows into one table at once, as the driver takes them: COPY on PostgreSQL, executemany on SQLite.

SQLAlchemy would look at every row again, which takes longer than the database needs to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError, IntegrityError

from roster.store.db import db

_LINES = 2_000  # of a COPY that are sent together


def insert_rows(table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert complete rows, all with the same keys, by the names of their columns, into the session's transaction.

    Raises IntegrityError, DBAPIError without any value.
    """
    if not rows:
        return
    names = tuple(rows[0])
    if is_postgresql():
        _copy(table, names, ([row[name] for name in names] for row in rows))
        return
    turned = [(name, converter(table, name)) for name in names]
    ready = (tuple([turn(row[name]) if turn else row[name] for name, turn in turned]) for row in rows)
    write_tuples(table, names, ready)


def is_postgresql() -> bool:
    """Whether rows go by COPY."""
    return db.engine.dialect.name == "postgresql"


def converter(table: Table, name: str) -> Callable[[Any], Any] | None:
    """What SQLAlchemy would do to a value of this column before it hands it to the driver; None for nothing."""
    dialect = db.engine.dialect
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)


def write_tuples(table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows that are in the driver's own form already, with `?` for each value (SQLite)."""
    marks = ", ".join("?" * len(names))
    into = f"INSERT INTO {table.name} ({_listed(table, names)}) VALUES ({marks})"  # noqa: S608  # our models' names
    db.session.connection().exec_driver_sql(into, list(rows))


def write_lines(table: Table, names: Sequence[str], lines: Sequence[str]) -> None:
    """Write rows that are lines of a COPY already, each with its end: see `as_text` (PostgreSQL)."""
    _copy(table, names, ("".join(lines[first : first + _LINES]) for first in range(0, len(lines), _LINES)))


def as_text(value: str | None) -> str:
    """A text as a COPY has it (PostgreSQL, COPY, "Text Format")."""
    if value is None:
        return "\\N"
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    return value if value.isprintable() else value.translate(_ESCAPES)


_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _listed(table: Table, names: Sequence[str]) -> str:
    return ", ".join(f'"{table.c[name].name}"' for name in names)


def _copy(table: Table, names: Sequence[str], rows: Iterable[list[Any] | str]) -> None:
    """Values go row by row, lines as they stand. Raises what SQLAlchemy would, without any value."""
    import psycopg  # an office on SQLite need not wait for it

    driver: Any = db.session.connection().connection.driver_connection
    statement = f'copy "{table.name}" ({_listed(table, names)}) from stdin'
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                if isinstance(row, str):
                    copy.write(row)
                else:
                    copy.write_row(row)
    except psycopg.Error as error:
        error.args = (error.diag.message_primary or type(error).__name__,)  # the rest repeats the row
        kind = IntegrityError if isinstance(error, psycopg.IntegrityError) else DBAPIError
        raise kind(statement, None, error, hide_parameters=True) from None
