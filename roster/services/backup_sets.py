"""Backups that leave the machine, and coming back from one: whole, encrypted, proved row for row.

A set holds the database, the kept files (workbooks, prints, issued papers) and the keys. It is
made from a copy of the database, so that officers go on working. The copy is an SQLite file whatever engine the office
has, so that a set comes back on either. Restoring checks everything before it touches anything.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from roster.config import OFFICE_ZONE
from roster.services import office_moves
from roster.shelf import exchange
from roster.shelf.bundles import BadBundle, read_bundle, write_bundle
from roster.store.audit_chain import KEY_FILE, read_head
from roster.store.audit_heads import FILE_NAME as HEADS_FILE
from roster.store.audit_heads import NEWEST_NAME, keep_newest, newest_path
from roster.store.backups import BackupFailed, copy_database
from roster.store.db import db
from roster.store.table_copy import NotEmpty, holds_an_office
from roster.store.table_digests import Digests, file_digests

ENDING = ".age"
_DATABASE, _FILES = "roster.db", "files"
# Of the sessions; of the journal's seals and the seals that were kept. Without them a restored office could not go on.
_BESIDE = ("secret_key", "second_step_key", KEY_FILE, HEADS_FILE)
_WAITING = "audit_waiting"  # entries of the office before, which are no part of the one that comes
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

    Call within the application's context. Raises BackupRefused where `where` is no folder, BackupFailed where the
    database cannot be copied, OSError where the disk is full; nothing is left behind then.
    """
    if not where.is_dir():
        raise BackupRefused(f"Không có thư mục {where}. Hãy cắm USB hoặc tạo thư mục trước.")
    with exchange.workplace(instance, ".backup-") as folder:
        copy = folder / _DATABASE
        if db.engine.dialect.name == "sqlite":
            _copy_whole(copy)
        else:
            office_moves.copy_to_file(copy)
        counts = _proved(copy)
        members = [(_DATABASE, copy), *((key, instance / key) for key in _BESIDE if (instance / key).is_file())]
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


def restore_set(
    source: Path, secret: str, instance: Path, at: datetime, *, replace: bool = False, is_running: bool = False
) -> dict[str, Any]:
    """Bring a backup back into an instance that has no data, or (`replace`) in place of it, the old set aside.

    Everything is opened and proved beside the instance first; only then do folders change their names. A program that
    `is_running` has the database open, so rows are copied into it; the same on PostgreSQL, whose database must be
    empty. Raises BadBundle, BackupRefused where data is there, with the live data untouched.
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    copies_rows = is_running or db.engine.dialect.name != "sqlite"
    if not copies_rows and _holds_an_office(instance / _DATABASE) and not replace:
        raise BackupRefused(
            "Thư mục dữ liệu đã có sổ. Thêm --replace để thay; sổ đang có được giữ lại ở thư mục bên cạnh."
        )
    with exchange.workplace(instance, ".restore-") as opened:
        manifest = read_bundle(source, secret, opened)
        _demand_equal(opened / _DATABASE, manifest)
        _keep_head_of(opened, at)
        (opened / _FILES).mkdir(mode=0o700, exist_ok=True)
        aside = instance / f"truoc-phuc-hoi-{at:%Y%m%d-%H%M%S}"
        database = [] if copies_rows else [_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"]
        names = [_FILES, *_BESIDE, NEWEST_NAME, _WAITING, *database]
        try:
            with exchange.Exchange(instance, opened, aside, names, by_rows=copies_rows) as change:
                # The database last: without it nothing counts as there.
                change.move([_FILES, *_BESIDE, NEWEST_NAME])
                if copies_rows:
                    office_moves.copy_from_file(opened / _DATABASE)
                else:
                    change.let_in([_DATABASE])
        except exchange.InProgress:
            raise BackupRefused("Đang có một lần phục hồi khác. Xin đợi rồi thử lại.") from None
        except NotEmpty:
            raise BackupRefused(
                "Cơ sở dữ liệu đã có sổ. Hãy phục hồi vào một cơ sở dữ liệu trống (PostgreSQL: tạo cơ sở dữ liệu "
                "mới rồi đặt ROSTER_DATABASE_URL)."
            ) from None
    current_app.extensions.pop(KEY_FILE, None)  # another key seals the journal from now on
    return manifest


def sets_in(where: Path) -> dict[Path, datetime]:
    """The backups of a folder by the moment that their names tell, newest first."""
    found = sorted(where.glob(f"roster-????????-??????{ENDING}"), reverse=True)
    return {path: datetime.strptime(path.name[7:22], "%Y%m%d-%H%M%S").replace(tzinfo=OFFICE_ZONE) for path in found}


def let_go(where: Path) -> list[Path]:
    """Remove old backups of a folder: the last of 14 days, 8 weeks and 12 months stay. Returns what was removed."""
    found = sets_in(where)
    kept: set[Path] = set()
    for count, mark in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        seen: dict[str, Path] = {}
        for path, at in found.items():
            seen.setdefault(at.strftime(mark), path)
        kept.update(list(seen.values())[:count])
    removed = [path for path in found if path not in kept]
    for path in removed:
        path.unlink()
    return removed


def _copy_whole(path: Path) -> None:
    try:
        copy_database(path)
    except Exception as error:  # whatever went wrong, the place it lies in goes
        raise BackupFailed from error


def _keep_head_of(folder: Path, at: datetime) -> None:
    """The newest head of an opened backup, which is the newest of the office that it becomes."""
    with office_moves.opened_file(folder / _DATABASE) as connection:
        head = read_head(connection) if inspect(connection).has_table("audit_seal") else None
    if head is not None:
        keep_newest(newest_path(folder), *head, at, 0)


def _holds_an_office(database: Path) -> bool:
    """Whether the file is a database with an account or a citizen."""
    if not database.is_file() or database.stat().st_size == 0:
        return False
    try:
        with office_moves.opened_file(database) as connection:
            return bool(inspect(connection).get_table_names()) and holds_an_office(connection)
    except DatabaseError:
        return True  # whatever that file is, it is not ours to remove


def _proved(database: Path) -> Digests:
    """The tables of a copied database, which is whole. Raises BadBundle for one that is not."""
    try:
        with office_moves.opened_file(database) as connection:
            if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
                raise BadBundle("Cơ sở dữ liệu trong bản sao lưu không còn nguyên.")
            return file_digests(connection)
    except DatabaseError as error:
        raise BadBundle("Cơ sở dữ liệu trong bản sao lưu không đọc được.") from error


def _demand_equal(database: Path, manifest: dict[str, Any]) -> None:
    if not database.is_file():
        raise BadBundle("Bản sao lưu không có cơ sở dữ liệu.")
    found = _proved(database)
    noted = manifest.get("tables", {})
    differing = sorted(name for name in {*found, *noted} if found.get(name) != noted.get(name))
    if differing:
        raise BadBundle(f"Cơ sở dữ liệu trong bản sao lưu khác lúc sao lưu ở {len(differing)} bảng: {differing[0]}…")
