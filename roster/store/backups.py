"""Copies of the database that are made before something large is written, and how long they are kept.

SQLite is copied through its own online backup, so that a page may be written meanwhile; PostgreSQL through pg_dump
where the machine has it. The copies hold what the database holds, so they lie in the instance, for their owner alone.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess  # pg_dump, found on the path, without a shell
from pathlib import Path
from typing import Any

from flask import current_app

from roster.store.db import db

KEPT_NEWEST = 10
KEPT_DAYS = 14  # one a day

_SECONDS = 600


class BackupFailed(Exception):
    """No copy could be made; what was to follow it must not happen."""


def folder() -> Path:
    """Where the copies lie, made when it is first asked for (mode 0700)."""
    path = Path(current_app.instance_path) / "backups"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def make_backup(at: datetime.datetime) -> Path | None:
    """Copy the whole database, on the disk when this returns, and let old copies go.

    None where the database is PostgreSQL without pg_dump on this machine: its own backups are relied on. Raises
    BackupFailed where the copy cannot be made (the disk is full); nothing is left behind then.
    """
    is_sqlite = db.engine.dialect.name == "sqlite"
    program = None if is_sqlite else shutil.which("pg_dump")
    if not is_sqlite and program is None:
        return None
    path = folder() / f"{at:%Y%m%d-%H%M%S-%f}.{'db' if is_sqlite else 'dump'}"
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if is_sqlite:
            _copy_sqlite(path)
        else:
            _dump_postgresql(str(program), path)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except Exception as error:  # whatever went wrong: without a copy there is nothing to go back to
        path.unlink(missing_ok=True)
        raise BackupFailed from error
    _let_go(path.parent)
    return path


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
