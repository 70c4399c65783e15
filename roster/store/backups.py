"""Copies of the database that are made before something large is written, and how long they are kept.

SQLite is copied through its own online backup, so that a page may be written meanwhile; PostgreSQL through pg_dump
where the machine has it. The copies hold what the database held, also of who was erased since, so they lie in the
instance for their owner alone, and sealed where the office has a key for its backups (services/copies).
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess  # pg_dump, found on the path, without a shell
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import current_app

from roster.store.db import db

KEPT_NEWEST = 10
KEPT_DAYS = 14  # one a day
SEALED = ".age"
_PLAIN = frozenset({".db", ".dump"})

_SECONDS = 600


class BackupFailed(Exception):
    """No copy could be made; what was to follow it must not happen."""


def folder() -> Path:
    """Where the copies lie, made when it is first asked for (mode 0700)."""
    path = Path(current_app.instance_path) / "backups"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


Seal = Callable[[Path, Path], None]  # writes the first file, encrypted, to the second


def make_backup(at: datetime.datetime, seal: Seal | None = None) -> Path | None:
    """Copy the whole database, on the disk when this returns, and let old copies go.

    With `seal` only the sealed copy stays, and copies from before there was a key are sealed too. None where the
    database is PostgreSQL without pg_dump on this machine: its own backups are relied on. Raises BackupFailed where
    the copy cannot be made (the disk is full); nothing is left behind then.
    """
    is_sqlite = db.engine.dialect.name == "sqlite"
    if not is_sqlite and shutil.which("pg_dump") is None:
        return None
    path = folder() / f"{at:%Y%m%d-%H%M%S-%f}.{'db' if is_sqlite else 'dump'}"
    plain = path if seal is None else path.with_name(f".{path.name}")
    try:
        copy_database(plain)
        if seal is not None:
            path = sealed_name(path)
            seal(plain, path)
    except Exception as error:  # whatever went wrong: without a copy there is nothing to go back to
        plain.unlink(missing_ok=True)
        raise BackupFailed from error
    if seal is not None:
        plain.unlink()
        _seal_those_before(path.parent, seal)
    _let_go(path.parent)
    return path


def copy_database(path: Path) -> None:
    """Copy the whole database into a new file for its owner alone, on the disk when this returns.

    Raises whatever went wrong, with the file begun.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if db.engine.dialect.name == "sqlite":
        _copy_sqlite(path)
    else:
        _dump_postgresql(str(shutil.which("pg_dump")), path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sealed_name(path: Path) -> Path:
    """The name of a copy when it is sealed."""
    return path.with_name(f"{path.name}{SEALED}")


def _seal_those_before(where: Path, seal: Seal) -> None:
    """Copies that were made before the office had a key, and what a killed program left of one."""
    for copy in where.iterdir():
        if copy.suffix in _PLAIN and not copy.name.startswith("."):
            seal(copy, sealed_name(copy))
        if copy.suffix in _PLAIN:
            copy.unlink()


def _copy_sqlite(path: Path) -> None:
    source = db.engine.raw_connection()
    try:
        driver: Any = source.driver_connection
        target = type(driver)(str(path))
        try:
            driver.backup(target)
        finally:
            target.close()
    finally:
        source.close()


def _dump_postgresql(program: str, path: Path) -> None:
    url = db.engine.url.set(drivername="postgresql")
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    address = url.set(password=None).render_as_string(hide_password=False)
    subprocess.run(  # noqa: S603  # a program of the system, its arguments as a list
        [program, "--format=custom", f"--file={path}", f"--dbname={address}"],
        env=environment, check=True, capture_output=True, timeout=_SECONDS,
    )  # fmt: skip


def _let_go(where: Path) -> None:
    """Keep the newest ten, and of the last fourteen days that have copies the last of each."""
    copies = sorted(where.iterdir(), reverse=True)
    last_of_day: dict[str, Path] = {}
    for copy in copies:
        last_of_day.setdefault(copy.name[:8], copy)
    kept = {*copies[:KEPT_NEWEST], *(last_of_day[day] for day in sorted(last_of_day, reverse=True)[:KEPT_DAYS])}
    for copy in copies:
        if copy not in kept:
            copy.unlink(missing_ok=True)
