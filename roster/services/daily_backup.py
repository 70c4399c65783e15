"""The backup of each day, made without anybody's help, and the one that an administrator asks for.

Both go to the folder and the key that the office's settings name (ROSTER_BACKUP_FOLDER, ROSTER_BACKUP_RECIPIENT).
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from roster.domain.actor import SYSTEM, Actor, Permission
from roster.jobs import queue
from roster.services import audit, backup_sets, clock, setup
from roster.services.backup_sets import BackupRefused, MadeSet
from roster.services.faults import NotFound
from roster.shelf.bundles import BadBundle, is_recipient
from roster.store.backups import BackupFailed
from roster.store.db import db
from roster.store.scope import demand

_NOT_SET = "Chưa đặt nơi sao lưu và khóa nhận (ROSTER_BACKUP_FOLDER, ROSTER_BACKUP_RECIPIENT)."
_OVERDUE = timedelta(days=2)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptSet:
    """A backup in the folder: its file, when it was made, its size in bytes."""

    path: Path
    at: datetime
    size: int


@dataclass(frozen=True)
class BackupState:
    """Where backups go and which are there, newest first; `fault` is a sentence where none can be made."""

    folder: Path | None
    sets: tuple[KeptSet, ...]
    fault: str

    @property
    def is_overdue(self) -> bool:
        """Whether the newest is older than two days."""
        return not self.sets or clock.now() - self.sets[0].at > _OVERDUE


def state_of(actor: Actor) -> BackupState:
    """The backups of the office. Raises NotAllowed."""
    demand(actor, Permission.MANAGE_OFFICE)
    return _state()


def state_for_checks() -> BackupState:
    """The backups of the office, for the check of the computer, whom nobody sees but who runs it."""
    return _state()


def make_now(actor: Actor) -> MadeSet:
    """Make one at once, with an entry in the journal; commits. Raises NotAllowed, BackupRefused with the sentence."""
    demand(actor, Permission.MANAGE_OFFICE)
    made = _make()
    audit.record(actor, "backup.make", rows=made.rows, files=made.files)
    db.session.commit()
    return made


def take(actor: Actor, name: str) -> Path:
    """The file of a backup, with an entry in the journal; commits. Raises NotAllowed, NotFound."""
    demand(actor, Permission.MANAGE_OFFICE)
    found = next((one for one in _state().sets if one.path.name == name), None)
    if found is None:
        raise NotFound(name)
    audit.record(actor, "backup.take", size=found.size)
    db.session.commit()
    return found.path


def restore_into_new_office(source: BinaryIO | str, secret: str) -> str:
    """Bring a backup back into this running program, which has no account yet; returns when it was made.

    `source` is an uploaded file, or the name of one in the folder of backups. The web floor has asked for the one-time
    code. Raises BadBundle, BackupRefused with the sentence; nothing has changed then.
    """
    instance = Path(current_app.instance_path)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=instance) as folder:
        path = Path(folder) / "brought.age"
        if isinstance(source, str):
            kept = next((one.path for one in _state().sets if one.path.name == source), None)
            if kept is None:
                raise BackupRefused("Không còn thấy bản sao lưu ấy trong thư mục sao lưu.")
            path = kept
        else:
            with path.open("wb") as file:
                shutil.copyfileobj(source, file)
        db.session.rollback()  # what was asked so far opened a transaction, which keeps the writer of the rows out
        manifest = backup_sets.restore_set(path, secret, instance, clock.now(), is_running=True)
    setup.forget_that_it_is_new()
    audit.record(SYSTEM, "office.restore", made_at=manifest["made_at"])
    db.session.commit()
    return str(manifest["made_at"])


def names_on_offer() -> list[str]:
    """The backups in the folder, for an office that has nothing yet."""
    return [one.path.name for one in _state().sets]


@queue.regularly
def make_that_of_today() -> None:
    """Make the backup of this day where it is not there yet, and let old ones go; without settings do nothing."""
    state = _state()
    if state.fault or any(one.at.date() == clock.today() for one in state.sets):
        return
    try:
        made = _make()
    except BackupRefused:
        log.error("the daily backup could not be made")
        return
    log.info("daily backup made: %d rows, %d files", made.rows, made.files)
    backup_sets.let_go(made.path.parent)


def _state() -> BackupState:
    folder, recipient = current_app.config["ROSTER_BACKUP_FOLDER"], current_app.config["ROSTER_BACKUP_RECIPIENT"]
    if not folder or not recipient:
        return BackupState(
            None, (), "Chưa đặt nơi sao lưu và khóa nhận (ROSTER_BACKUP_FOLDER, ROSTER_BACKUP_RECIPIENT)."
        )
    where = Path(folder)
    if not where.is_dir():
        return BackupState(where, (), f"Không thấy thư mục sao lưu {where}. Hãy cắm ổ, USB hoặc tạo thư mục.")
    fault = "" if is_recipient(recipient) else "Khóa nhận (ROSTER_BACKUP_RECIPIENT) không đúng."
    kept = (KeptSet(path, at, path.stat().st_size) for path, at in backup_sets.sets_in(where).items())
    return BackupState(where, tuple(kept), fault)


def _make() -> MadeSet:
    state = _state()
    if state.fault or state.folder is None:
        raise BackupRefused(state.fault)
    recipient = current_app.config["ROSTER_BACKUP_RECIPIENT"]
    try:
        return backup_sets.make_set(Path(current_app.instance_path), state.folder, recipient, clock.now())
    except (BackupFailed, OSError) as error:
        raise BackupRefused("Không sao lưu được: đĩa đầy hoặc không ghi được. Không để lại bản dở dang.") from error
    except BadBundle as fault:
        raise BackupRefused(str(fault)) from fault
