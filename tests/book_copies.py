"""What stands in the copies of the whole database that are made before many rows change."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from roster.store import backups
from roster.store.db import db


def people_in(copy: Path) -> int:
    """How many people a copy holds, whichever database it is of."""
    if copy.suffix == ".db":
        with closing(sqlite3.connect(copy)) as opened:
            return int(opened.execute("select count(*) from person").fetchone()[0])
    restore = ["pg_restore", "--data-only", "--table=person", "--file=-", str(copy)]
    rows = subprocess.run(restore, check=True, capture_output=True, text=True).stdout
    (_, after) = rows.split("FROM stdin;\n")
    return after.partition("\\.\n")[0].count("\n")


def people_in_copies() -> list[int]:
    """How many people each copy holds, the oldest first. Skips where PostgreSQL's own programs are not there."""
    if db.engine.dialect.name != "sqlite" and shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL is copied by pg_dump, where the machine has it")
    return [people_in(copy) for copy in sorted(backups.folder().iterdir())]
