"""A workbook whose reading or writing was broken off, because the worker died: it is taken up again.

Reading changes nothing but the batch, writing is one transaction, so both may be begun anew. A worker does so when it
starts; where it cannot, the officer presses a button.
"""

from __future__ import annotations

import datetime
from datetime import timedelta

from roster.domain.actor import Actor, Permission
from roster.jobs import queue
from roster.services import audit
from roster.services.import_tasks import begun_of, without_begun
from roster.store.db import db, now
from roster.store.imports import COMMITTING, FAILED, READING, READY, ImportBatch, claim_batch
from roster.store.scope import require

_STUCK_AFTER = timedelta(minutes=1)
_TIMES = 3  # a workbook that brings the worker down each time must not do so for ever
_READING_BROKEN = (
    "Việc đọc tệp này bị ngắt giữa chừng nhiều lần. Sổ vẫn nguyên; có thể bấm “Đọc lại” hoặc chia tệp nhỏ ra."
)
_WRITING_BROKEN = "Việc ghi bị ngắt giữa chừng; chưa ghi gì vào sổ. Xin xem lại rồi xác nhận lần nữa."
_TASKS = {READING: queue.READ_IMPORT, COMMITTING: queue.COMMIT_IMPORT}


def may_restart(batch: ImportBatch) -> bool:
    """Whether reading failed, or the batch waits for a worker that is gone."""
    if batch.state == FAILED:
        return True
    if batch.state not in _TASKS or queue.worker_is_alive():
        return False
    return now() - _last_sign(batch) > _STUCK_AFTER


def _last_sign(batch: ImportBatch) -> datetime.datetime:
    at, _ = begun_of(batch)
    return max(batch.created_at, at) if at else batch.created_at


def restart(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Read (or write) a batch that was broken off once more; nothing happens to any other. Raises NotFound, NotAllowed.

    A press while somebody else's is being answered does no harm: whoever comes last finds the work done.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    if not may_restart(batch):
        return batch
    state = READING if batch.state == FAILED else batch.state
    if claim_batch(batch.id, batch.state, state=state, progress=0, failure=None):
        db.session.refresh(batch)
        batch.options = without_begun(batch)
        audit.record(actor, "import.restart", ward_id=batch.ward_id, subject_id=batch.id)
        db.session.commit()
        queue.submit(_TASKS[state], batch.id)
    db.session.rollback()
    db.session.refresh(batch)
    return batch


@queue.takes_up_lost
def take_up_lost() -> int:
    """Put every batch in line again whose reading or writing was broken off. Returns how many.

    One that was begun three times already is given back to its officer with a sentence. A batch that stands in the
    queue still, or that the web process works at, is done once all the same: its second turn finds it done.
    """
    count = 0
    for batch in db.session.scalars(db.select(ImportBatch).where(ImportBatch.state.in_(_TASKS))):
        _, times = begun_of(batch)
        if queue.is_in_hand(batch.id):
            continue
        if times < _TIMES:
            queue.put_in_line(_TASKS[batch.state], batch.id)
            count += 1
        elif batch.state == READING:
            batch.state, batch.failure = FAILED, _READING_BROKEN
        else:
            batch.state, batch.failure = READY, _WRITING_BROKEN
    db.session.commit()
    return count
