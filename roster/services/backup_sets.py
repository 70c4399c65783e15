"""Backups that leave the machine, and coming back from one: whole, encrypted, proved row for row.

A set holds the database, the kept files (workbooks, prints, issued papers) and the keys. It is made from
a copy of the database, so that officers go on working. Restoring checks everything before it touches anything.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from roster.shelf.bundles import BadBundle, read_bundle, write_bundle
from roster.store.accounts import User
from roster.store.audit_chain import KEY_FILE
from roster.store.audit_heads import FILE_NAME as HEADS_FILE
from roster.store.backups import make_backup
from roster.store.db import db
from roster.store.engine import engine_options
from roster.store.people import Person
from roster.store.table_digests import digests

ENDING = ".age"
_DATABASE, _FILES = "roster.db", "files"
# Of the sessions; of the journal's seals and the seals that were kept. Without them a restored office could not go on.
_BESIDE = ("secret_key", "second_step_key", KEY_FILE, HEADS_FILE)
DAILY, WEEKLY, MONTHLY = 14, 8, 12  # how many are kept

Tell = Callable[[str], None]


class BackupRefused(Exception):
    """The backup was not made, or not restored; the sentence says why. Live data is untouched."""


@dataclass(frozen=True)
class MadeSet:
    """A backup that was made: where it lies, its size in bytes, how many rows and files it holds."""

    path: Path
    size: int
    rows: int
    files: int


def make_set(instance: Path, where: Path, recipient: str, at: datetime) -> MadeSet:
    """Make a backup of the running office into the folder `where`, encrypted to `recipient`.

    Call within the application's context. Raises BackupRefused where the database is no SQLite or `where` is no folder,
    BackupFailed where the database cannot be copied, OSError where the disk is full; nothing is left behind then.
    """
    if not where.is_dir():
        raise BackupRefused(f"Không có thư mục {where}. Hãy cắm USB hoặc tạo thư mục trước.")
    if not (instance / _DATABASE).is_file():
        raise BackupRefused(
            "Sổ này dùng PostgreSQL: hãy sao lưu cơ sở dữ liệu bằng pg_dump và chép thư mục files (hướng dẫn quản trị)."
        )
    copy = make_backup(at)
    if copy is None:
        raise BackupRefused("Không chép được cơ sở dữ liệu.")
    counts = _proved(copy)
    members = [(_DATABASE, copy)]
    members += [(name, instance / name) for name in _BESIDE if (instance / name).is_file()]
    kept = sorted(path for path in (instance / _FILES).glob("*") if path.is_file())
    members += [(f"{_FILES}/{path.name}", path) for path in kept]
    target = where / f"roster-{at:%Y%m%d-%H%M%S}{ENDING}"
    write_bundle(target, members, {"made_at": at.isoformat(), "tables": counts}, recipient)
    return MadeSet(target, target.stat().st_size, sum(one[0] for one in counts.values()), len(kept))


def check_set(source: Path, secret: str) -> dict[str, Any]:
    """Open a backup, check every file and compare the database row for row with what was noted when it was made.

    Returns the manifest. Raises BadBundle where anything differs.
    """
    with tempfile.TemporaryDirectory(prefix="roster-check-") as folder:
        manifest = read_bundle(source, secret, Path(folder))
        _demand_equal(Path(folder) / _DATABASE, manifest)
        return manifest


def restore_set(source: Path, secret: str, instance: Path, at: datetime, *, replace: bool = False) -> dict[str, Any]:
    """Bring a backup back into an instance that has no data, or (`replace`) in place of it, the old set aside.

    Everything is opened and proved beside the instance first; only then do folders change their names. Raises
    BadBundle, BackupRefused where data is there, with the live data untouched.
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    has_data = _holds_an_office(instance / _DATABASE)
    if has_data and not replace:
        raise BackupRefused(
            "Thư mục dữ liệu đã có sổ. Thêm --replace để thay; sổ đang có được giữ lại ở thư mục bên cạnh."
        )
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=instance) as folder:
        opened = Path(folder)
        manifest = read_bundle(source, secret, opened)
        _demand_equal(opened / _DATABASE, manifest)
        (opened / _FILES).mkdir(mode=0o700, exist_ok=True)
        aside = instance / f"truoc-phuc-hoi-{at:%Y%m%d-%H%M%S}"
        names = [_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", _FILES, *_BESIDE, "audit_waiting"]
        if any((instance / name).exists() for name in names):
            aside.mkdir(mode=0o700)
            for name in names:
                if (instance / name).exists():
                    os.replace(instance / name, aside / name)
        for name in (_FILES, *_BESIDE, _DATABASE):  # the database last: without it nothing counts as there
            if (opened / name).exists():
                if (instance / name).is_dir():
                    shutil.rmtree(instance / name)
                os.replace(opened / name, instance / name)
    return manifest


def let_go(where: Path) -> list[Path]:
    """Remove old backups of a folder: the last of 14 days, 8 weeks and 12 months stay. Returns what was removed."""
    found = sorted(where.glob(f"roster-????????-??????{ENDING}"), reverse=True)
    kept: set[Path] = set()
    for count, mark in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        seen: dict[str, Path] = {}
        for path in found:
            moment = datetime.strptime(path.name[7:22], "%Y%m%d-%H%M%S")
            seen.setdefault(moment.strftime(mark), path)
        kept.update(list(seen.values())[:count])
    removed = [path for path in found if path not in kept]
    for path in removed:
        path.unlink()
    return removed


def _holds_an_office(database: Path) -> bool:
    """Whether the database has an account or a citizen; one that a mere start of the program made has neither."""
    if not database.is_file() or database.stat().st_size == 0:
        return False
    url = f"sqlite:///{database}"
    engine = create_engine(url, **engine_options(url))
    try:
        known = {table.name for table in (User.__table__, Person.__table__)} & set(inspect(engine).get_table_names())
        with engine.connect() as connection:
            return any(connection.execute(select(db.metadata.tables[name]).limit(1)).first() for name in known)
    except DatabaseError:
        return True  # whatever that file is, it is not ours to remove
    finally:
        engine.dispose()


def _proved(database: Path) -> dict[str, list[Any]]:
    """The tables of a copied database, which is whole. Raises BadBundle for one that is not."""
    url = f"sqlite:///{database}"
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.connect() as connection:
            if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
                raise BadBundle("Cơ sở dữ liệu trong bản sao lưu không còn nguyên.")
            return digests(connection)
    except DatabaseError as error:
        raise BadBundle("Cơ sở dữ liệu trong bản sao lưu không đọc được.") from error
    finally:
        engine.dispose()


def _demand_equal(database: Path, manifest: dict[str, Any]) -> None:
    if not database.is_file():
        raise BadBundle("Bản sao lưu không có cơ sở dữ liệu.")
    found = _proved(database)
    noted = manifest.get("tables", {})
    differing = sorted(name for name in {*found, *noted} if found.get(name) != noted.get(name))
    if differing:
        raise BadBundle(f"Cơ sở dữ liệu trong bản sao lưu khác lúc sao lưu ở {len(differing)} bảng: {differing[0]}…")
