"""Giving up the reading or writing of a workbook while it goes on; the worker notices at its next step."""

from __future__ import annotations

from contextlib import suppress

from roster.domain.actor import Actor, Permission
from roster.services import audit
from roster.services.import_tasks import files_of, without_begun
from roster.shelf import files
from roster.store.db import db
from roster.store.imports import COMMITTING, DISCARDED, READING, READY, ImportBatch, claim_batch
from roster.store.scope import require

_WRITING_STOPPED = "{name} đã dừng việc ghi. Chưa ghi gì vào sổ; có thể xem lại rồi xác nhận lần nữa."
_READING_STOPPED = (
    "{name} đã dừng việc đọc lại. Bản xem trước dưới đây chưa tính những lựa chọn, ô sửa vừa rồi; chúng vẫn được giữ "
    "và được tính ở lần đọc sau."
)


def stop(actor: Actor, batch: ImportBatch) -> bool:
    """Give up what is being done with the workbook; commits. Returns whether it was: what is done already stays.

    A first reading lets the file go, a later one falls back to the plan before it; writing is one transaction, and
    until it is committed nothing is written. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    was = batch.state
    if was not in (READING, COMMITTING):
        return False
    is_first = was == READING and not (batch.options or {}).get("plan")
    sentence = (_WRITING_STOPPED if was == COMMITTING else _READING_STOPPED).format(name=actor.name)
    # Whoever gets the row decides: a worker that has committed meanwhile leaves nothing to stop.
    state, failure = (DISCARDED, None) if is_first else (READY, sentence)
    if not claim_batch(batch.id, was, state=state, progress=0, failure=failure):
        db.session.rollback()
        db.session.refresh(batch)
        return False
    db.session.refresh(batch)
    let_go = files_of(batch) if is_first else []
    batch.options = {} if is_first else without_begun(batch)
    if was == COMMITTING:
        batch.committed_by = None
    audit.record(actor, "import.stop", ward_id=batch.ward_id, subject_id=batch.id)
    db.session.commit()
    for name in let_go:
        with suppress(OSError):  # Windows keeps a file that is being read; the worker then lets it go
            files.drop(name)
    return True
