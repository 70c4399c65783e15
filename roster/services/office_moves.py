"""An office's rows from one database to another: into a file for a backup, out of one, from SQLite to PostgreSQL.

Whatever is copied is proved: the digests of every table are equal on both sides, else nothing stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from roster.services.setup import build_anew, migrate
from roster.store.audit_chain import read_head
from roster.store.db import db
from roster.store.engine import engine_options, reading
from roster.store.table_copy import NotEmpty, copy_rows, holds_an_office
from roster.store.table_digests import Digests, digests


class NotEqual(Exception):
    """The copy differs from what was copied; it was not kept."""


def move_to(url: str) -> Digests:
    """Copy the whole office of the application's database into the database at `url`, which is brought to this schema.

    Returns what both hold, by table. Raises store.table_copy.NotEmpty, NotEqual; nothing is kept then. Kept files stay
    where they are: they belong to the instance's folder.
    """
    engine = create_engine(url, **engine_options(url))
    try:
        migrate(engine)
        with _snapshot(db.engine) as source, engine.begin() as target:
            return _copy_proved(source, target)
    finally:
        engine.dispose()


def copy_to_file(path: Path) -> None:
    """Copy the office into a new SQLite file, as it stood at one moment. Raises NotEqual."""
    move_to(f"sqlite:///{path}")


def copy_from_file(path: Path) -> None:
    """Copy an SQLite file of this or an earlier schema into the application's database, which holds no office.

    The file is brought to this schema. Raises store.table_copy.NotEmpty, NotEqual; nothing is kept then.
    """
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    try:
        migrate(engine)
        migrate()
        with reading(), db.engine.connect() as connection:
            if holds_an_office(connection):
                raise NotEmpty
            has_journal = read_head(connection) is not None
        if has_journal:  # somebody tried to sign in before; its seals can be taken back by nobody
            build_anew()
        with engine.connect() as source, db.engine.begin() as target:
            _copy_proved(source, target)
    finally:
        engine.dispose()


@contextmanager
def opened_file(path: Path) -> Iterator[Connection]:
    """A connection to an SQLite file that is not the application's database."""
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database, however long the reading takes."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def _copy_proved(source: Connection, target: Connection) -> Digests:
    copy_rows(source, target)
    wanted, found = digests(source), digests(target)
    if wanted != found:
        raise NotEqual(", ".join(name for name in wanted if wanted[name] != found[name]))
    return wanted
