"""A filled-in form that an officer brings back: read at once, and nothing of the file is kept."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from roster.domain.actor import Actor
from roster.intake.grid import Workbook
from roster.services import audit, refusals, upload_room
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_workbook
from roster.shelf import files
from roster.store.db import db

_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv"}
_AT_ONCE = threading.BoundedSemaphore(2)  # these are read while the page waits, each with a child of its own
_SECONDS_IN_LINE = 20
_BUSY = "Máy chủ đang đọc tệp của người khác nên chưa nhận thêm được. Xin thử lại sau ít phút."


def read_upload(actor: Actor, ward_id: UUID, file_name: str, stream: BinaryIO) -> Workbook:
    """Read the workbook in `stream`, after the same checks as an import and in a process of its own.

    It counts among the officer's files of the day, and is noted in the journal; commits that. Raises UnreadableWorkbook
    with the sentence to show, also for too many files, a disk that is nearly full, or where others are being read.
    """
    if fault := upload_room.fault_of(actor):
        raise UnreadableWorkbook(fault)
    if not _AT_ONCE.acquire(timeout=_SECONDS_IN_LINE):
        raise UnreadableWorkbook(_BUSY)
    try:
        audit.record(actor, upload_room.READ, ward_id=ward_id)  # also of a file that harms: it takes as much
        db.session.commit()
        return _read(actor, file_name, stream)
    finally:
        _AT_ONCE.release()


def _read(actor: Actor, file_name: str, stream: BinaryIO) -> Workbook:
    suffix = Path(file_name).suffix.lower()
    stored = files.keep(stream, suffix if suffix in _SUFFIXES else "")
    try:
        return read_workbook(files.path_of(stored))
    except UnreadableWorkbook as error:
        if error.is_hostile:
            refusals.note_hostile(actor)
        raise
    finally:
        files.drop(stored)
