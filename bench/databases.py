"""Databases for a measure: SQLite in a folder of its own, PostgreSQL where one is named; both thrown away after it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# A superuser's URL, as of the tests.
_URL = os.environ.get("ROSTER_TEST_POSTGRESQL_URL", "")


def engines() -> list[str]:
    """What there is to measure."""
    return [SQLITE, *([POSTGRESQL] if _URL else [])]


@contextmanager
def empty_database(engine: str) -> Iterator[tuple[Path, str]]:
    """A new folder and the URL of a new database ("": SQLite in the folder)."""
    with tempfile.TemporaryDirectory(prefix="roster-bench-") as folder:
        if engine == SQLITE:
            yield Path(folder), ""
            return
        name = f"roster_bench_{os.getpid()}_{Path(folder).name[-8:].lower()}"
        admin = create_engine(_URL, isolation_level="AUTOCOMMIT")
        try:
            with admin.connect() as connection:
                connection.execute(text(f'create database "{name}"'))
            yield Path(folder), make_url(_URL).set(database=name).render_as_string(hide_password=False)
        finally:
            with admin.connect() as connection:
                connection.execute(text(f'drop database if exists "{name}" with (force)'))
            admin.dispose()
