"""The copy of the books before many rows change at once."""

from __future__ import annotations

from roster.services.faults import Invalid
from roster.store.backups import BackupFailed, make_backup
from roster.store.db import db, now

NO_BACKUP = "Chưa ghi gì: không sao lưu được sổ trước khi ghi, có thể đĩa đã đầy. Hãy báo cho người quản trị."


def copy_or_refuse(*, on_server: bool = True) -> None:
    """Copy the whole database before a change that nothing of was written yet. Raises Invalid where it cannot be.

    `on_server`: also where the database is PostgreSQL, whose copy takes minutes for a city and whose own backups
    stand behind a change that can be taken back anyway.
    """
    if not on_server and db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()  # nothing was written; the copy must not wait for this transaction
    try:
        make_backup(now())
    except BackupFailed as error:
        raise Invalid({"": [NO_BACKUP]}) from error
