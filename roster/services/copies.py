"""The copy of the books before many rows change at once, sealed to the office's own key where it has one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flask import current_app

from roster.services.faults import Invalid
from roster.shelf.bundles import BadBundle, is_recipient, read_bundle, write_bundle
from roster.store.backups import BackupFailed, make_backup
from roster.store.db import db, now

NO_BACKUP = (
    "Chưa ghi gì: không sao lưu được sổ trước khi ghi, có thể đĩa đã đầy hoặc khóa nhận của bản sao lưu không đúng. "
    "Hãy báo cho người quản trị."
)


def make_copy() -> Path | None:
    """Copy the whole database as it is now; None and raises as store.backups.make_backup.

    Where the office has a recipient's key (ROSTER_BACKUP_RECIPIENT), only whoever has the secret key, which lies
    elsewhere, can open the copy. A key that is none is a failure: nothing is kept in the clear that was to be sealed.
    """
    recipient = current_app.config["ROSTER_BACKUP_RECIPIENT"]
    if not recipient:
        return make_backup(now())
    if not is_recipient(recipient):
        raise BackupFailed

    def seal(plain: Path, sealed: Path) -> None:
        write_bundle(sealed, [(plain.name.lstrip("."), plain)], {"made_at": now().isoformat()}, recipient)

    return make_backup(now(), seal)


def open_copy(source: Path, secret: str, out: Path) -> None:
    """Open a sealed copy into the new file `out`: the database of the office as it was before the change.

    Raises BadBundle where it is none of them, was changed, or is for another key; FileExistsError.
    """
    with tempfile.TemporaryDirectory(prefix=".open-", dir=out.parent) as folder:
        names = list(read_bundle(source, secret, Path(folder))["members"])
        if len(names) != 1:
            raise BadBundle("Tệp này là bản sao lưu đầy đủ. Hãy dùng lệnh: flask roster restore.")
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.replace(Path(folder) / names[0], out)


def copy_or_refuse(*, on_server: bool = True) -> None:
    """Copy the whole database before a change that nothing of was written yet. Raises Invalid where it cannot be.

    `on_server`: also where the database is PostgreSQL, whose copy takes minutes for a city and whose own backups
    stand behind a change that can be taken back anyway.
    """
    if not on_server and db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()  # nothing was written; the copy must not wait for this transaction
    try:
        make_copy()
    except BackupFailed as error:
        raise Invalid({"": [NO_BACKUP]}) from error
