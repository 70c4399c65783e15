"""How the database is reached: SQLite safe against crash and lock, PostgreSQL with live connections.

SQLite 3.7.0–3.51.2 can corrupt a database in WAL mode when the log is reset under load (sqlite.org, release 3.51.3).
Where the pysqlite3 wheel brings a newer one, WAL with synchronous=FULL is on; elsewhere the rollback journal with
synchronous=EXTRA. Both keep what was committed through a loss of power.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

SAFE_WAL = (3, 51, 3)
_OPTIMIZES_ALL = (3, 46, 0)  # earlier versions look at tables only that the same connection asked
BUSY_TIMEOUT_MS = 30_000  # an import of 20,000 rows writes for six seconds on a good machine; others wait for it

_patience_ms: ContextVar[int] = ContextVar("patience_ms", default=BUSY_TIMEOUT_MS)
_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


def sqlite_module() -> ModuleType:
    """The newest SQLite driver at hand: pysqlite3 where it is installed, else Python's own."""
    try:
        import pysqlite3.dbapi2
    except ImportError:
        return sqlite3
    driver: ModuleType = pysqlite3.dbapi2
    return driver if driver.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def set_reading(only_reads: bool) -> None:
    """Say whether the transactions that this thread begins from now on only read (SQLite: take no write lock)."""
    _only_reads.set(only_reads)


def only_reads() -> bool:
    """Whether the transactions that this thread begins only read."""
    return _only_reads.get()


@contextmanager
def impatient(milliseconds: int) -> Iterator[None]:
    """On SQLite, transactions begun inside wait only so long for their turn to write."""
    token = _patience_ms.set(milliseconds)
    try:
        yield
    finally:
        _patience_ms.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read. To write after having read in one of them can fail as "locked"."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


def is_corruption(error: DBAPIError) -> bool:
    """Whether the database said that its own file is broken."""
    said = str(error.orig).lower()
    return any(words in said for words in ("malformed", "not a database", "could not decode to utf-8"))


_COLLISIONS = {"23503", "23505"}  # PostgreSQL's numbers: what it belongs to is gone; it is there already


def is_collision(error: DBAPIError) -> bool:
    """Whether what was to be written meets what another request wrote or removed since this one looked."""
    said = str(error.orig)
    return getattr(error.orig, "sqlstate", None) in _COLLISIONS or said.startswith(
        ("UNIQUE constraint failed", "FOREIGN KEY constraint failed")
    )


# A search looks at every name of a ward: some 20 MB for 20,000 people, which the usual 2 MB would read anew each time.
_CACHE_KB = 32_000


def engine_options(url: str) -> dict[str, Any]:
    """The options of create_engine for this database URL."""
    if make_url(url).get_backend_name() == "sqlite":
        return {
            "module": sqlite_module(),
            "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000},
            "hide_parameters": True,  # an error goes to the log with its statement; the values are citizens' data
        }
    return {"pool_pre_ping": True, "pool_recycle": 1800, "hide_parameters": True}


def prepare_engine(app: Flask) -> None:
    """Attach the settings of each new connection. Call once, inside an app context, before the first query."""
    from roster.store.db import db

    for engine in db.engines.values():
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        elif engine.dialect.name == "postgresql":
            _prepare_postgresql(engine)


def _prepare_sqlite(engine: Engine) -> None:
    is_wal_safe = sqlite_module().sqlite_version_info >= SAFE_WAL

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver begins transactions late (not before SELECT or DDL); with None it leaves them to `begin` below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute(f"PRAGMA journal_mode = {'WAL' if is_wal_safe else 'DELETE'}")
        cursor.execute(f"PRAGMA synchronous = {'FULL' if is_wal_safe else 'EXTRA'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA trusted_schema = OFF")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and writes later fails when another wrote in between; so writers queue here,
        # at their beginning, where busy_timeout makes them wait.
        if _only_reads.get():
            connection.exec_driver_sql("BEGIN")
        elif (patience := _patience_ms.get()) == BUSY_TIMEOUT_MS:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def note_sizes() -> None:
    """Let SQLite look at how many rows its tables hold, after many were written: by that it finds its way to them.

    PostgreSQL does so by itself. Nothing is lost where somebody else is writing: the next import asks again.
    """
    from roster.store.db import db

    if db.engine.dialect.name != "sqlite":
        return
    module = sqlite_module()
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        with suppress(module.OperationalError):
            cursor.execute("PRAGMA optimize = 0x10002" if module.sqlite_version_info >= _OPTIMIZES_ALL else "ANALYZE")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    finally:
        connection.close()


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "handle_error")
    def leave_values_out(context: Any) -> None:
        # PostgreSQL's DETAIL repeats the row that failed, and errors end in the log.
        driver_error, error = context.original_exception, context.sqlalchemy_exception
        primary = getattr(getattr(driver_error, "diag", None), "message_primary", None)
        if primary and error is not None:
            driver_error.args = (primary,)
            error.args = (f"({type(driver_error).__module__}.{type(driver_error).__name__}) {primary}",)
