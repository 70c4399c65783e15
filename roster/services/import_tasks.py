"""The worker's part of an import: reading a kept file to its plan, writing a confirmed plan in one transaction."""

from __future__ import annotations

import datetime
import gzip
import math
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from roster.domain.actor import SYSTEM, Actor
from roster.intake.beside import apart
from roster.intake.carried_over import carried_over
from roster.intake.choices import Choices
from roster.intake.grid import Workbook
from roster.intake.kept import NotKept, kept, read_kept
from roster.intake.match import KnownPerson
from roster.intake.patience import SECONDS, TookTooLong, at_most
from roster.intake.pipeline import Errand, Progress, make_plan
from roster.intake.plan import Plan
from roster.intake.taught import Memory
from roster.jobs import queue
from roster.services import audit, refusals
from roster.services.changes import longest_of
from roster.services.clock import today
from roster.services.copies import NO_BACKUP, make_copy
from roster.services.import_secrets import keep_masked
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_workbook
from roster.shelf import files
from roster.store import handed_out
from roster.store.accounts import User
from roster.store.backups import BackupFailed
from roster.store.db import db, now
from roster.store.engine import note_sizes, reading
from roster.store.import_lock import begin_snapshot, lost_where_others_wrote, one_import_at_a_time
from roster.store.import_memory import memory_of
from roster.store.imports import COMMITTED, COMMITTING, DISCARDED, FAILED, READING, READY, ImportBatch, claim_batch
from roster.store.known import known_people
from roster.store.plan_writes import LostUpdate, Origin, PreparedRows, prepare_rows, write_rows
from roster.store.units import Unit

_FAILURE = "Đã có lỗi ngoài dự kiến; chưa có dữ liệu nào bị thay đổi. Hãy báo cho người quản trị."
_CHANGED = "Dữ liệu trong sổ đã thay đổi từ lúc xem trước. Chưa ghi gì; hãy xem lại rồi xác nhận lần nữa."


_ATTEMPTS = 3


class Stopped(Exception):
    """An officer gave up what was being done with the workbook; nothing of it is kept."""


@dataclass(frozen=True)
class Settled:
    """A plan made for writing: its rows as they go in, and the known citizens' versions that they rest on."""

    plan: Plan
    rows: PreparedRows
    versions: dict[UUID, int]


def settle_plan(
    actor: Actor,
    ward_id: UUID,
    batch_id: UUID,
    workbook: Workbook,
    errand: Errand,
    tell: Progress = lambda _: None,
    before_writing: Callable[[Plan], None] = lambda _: None,
    seconds: float = math.inf,
) -> Settled:
    """Plan a workbook for writing. On return a transaction is open in which the ward's citizens are as the plan knew.

    A large plan takes longer than others may wait for SQLite's one writer, so it is made before that transaction; only
    in a ward that is edited the whole time the last attempt is made within it. `before_writing` is called with each
    plan that was made, before that transaction where there is time for it. Ends the session's transaction; call it
    within `one_import_at_a_time`. Raises TookTooLong where one plan takes more of the processor than `seconds`.
    """
    for attempt in range(_ATTEMPTS):
        is_last = attempt == _ATTEMPTS - 1
        db.session.commit()
        if is_last:
            begin_snapshot()
        with nullcontext() if is_last else reading():
            known = known_people(actor, ward_id, errand.roster, errand.year)
            if not is_last:
                db.session.rollback()
        with at_most(seconds):
            plan = make_plan(workbook, errand, known, (lambda _: None) if is_last else tell)
        rows = prepare_rows(plan, Origin(actor, ward_id, batch_id, now(), today()))
        before_writing(plan)
        if is_last:
            break
        begin_snapshot()
        if _by_id(known_people(actor, ward_id, errand.roster, errand.year)) == _by_id(known):
            break
        db.session.rollback()
    return Settled(plan, rows, {p.person_id: p.version for p in known})


class CopyBefore:
    """Copies the whole database before a plan is written that needs it, once for all attempts. Raises BackupFailed."""

    def __init__(self, is_needed: Callable[[Plan], bool]) -> None:
        self._is_needed, self._is_made = is_needed, False

    def __call__(self, plan: Plan) -> None:
        if not self._is_made and self._is_needed(plan):
            make_copy()
            self._is_made = True


def _by_id(known: Iterable[KnownPerson]) -> dict[UUID, KnownPerson]:
    return {person.person_id: person for person in known}


def write_sound_rows(actor: Actor, batch: ImportBatch, settled: Settled) -> dict[str, int]:
    """Write the plan's sound rows and mark the batch as committed, in the open transaction. Returns counts."""
    plan = settled.plan
    counts = write_rows(settled.rows, settled.versions)
    batch.state, batch.progress, batch.committed_at = COMMITTED, 100, now()
    batch.summary = {**plan.summary, "absent": len(plan.absent), **counts}
    if mends := len((batch.options or {}).get("mends", [])):
        batch.summary = {**batch.summary, "mends": mends}
    batch.plan_mark = plan.mark
    audit.record(
        actor, "import.commit", ward_id=batch.ward_id, subject_id=batch.id, sha256=batch.sha256, **batch.summary
    )
    return counts


@dataclass(frozen=True)
class _Task:
    """What the worker needs of a batch, taken out of the session so that no transaction stays open while it reads."""

    batch_id: UUID
    ward_id: UUID
    ward_name: str
    roster: str
    year: int
    path: Path
    choices: Choices
    actor: Actor
    grid: str | None  # the shelf's name of the cells as they were read before
    memory: Memory
    plan_mark: str | None  # of the plan that was confirmed

    def kept_grid(self) -> Workbook | None:
        """The workbook as an earlier reading kept it, so that a mended cell does not cost another reading."""
        return load_grid(self.grid) if self.grid else None

    @property
    def errand(self) -> Errand:
        limits = longest_of(self.roster)
        return Errand(self.roster, self.year, self.ward_name, today(), self.choices, self.memory, longest=limits)


def _take(batch_id: UUID, state: str) -> _Task | None:
    """The batch as a task, None where it is not in the state that the task is for (it was done or withdrawn)."""
    batch = db.session.get(ImportBatch, batch_id)
    task = None
    if batch is not None and batch.state == state:
        user_id = batch.committed_by or batch.created_by
        user = db.session.get(User, user_id) if user_id else None
        # The worker acts in the name of whoever confirmed (or brought) the file, within that file's ward only.
        name = user.full_name if user else SYSTEM.name
        actor = Actor(user_id, name, frozenset({"officer"}), frozenset({batch.ward_id}))
        ward = db.session.get_one(Unit, batch.ward_id)
        path = files.path_of(batch.stored_name)
        options = batch.options or {}
        task = _Task(
            batch.id, ward.id, ward.name, batch.roster, batch.year, path, Choices.of(options), actor,
            options.get("grid"), memory_of(actor, ward.id, batch.roster), batch.plan_mark,
        )  # fmt: skip
        _, times = begun_of(batch)
        batch.options = {**options, "begun": [now().isoformat(), times + 1]}
    db.session.commit()
    return task


def begun_of(batch: ImportBatch) -> tuple[datetime.datetime | None, int]:
    """When the work that the batch is at was last begun, and how often since it was asked for; None, 0 for never."""
    kept = (batch.options or {}).get("begun")
    return (datetime.datetime.fromisoformat(kept[0]), int(kept[1])) if kept else (None, 0)


def without_begun(batch: ImportBatch) -> dict[str, Any]:
    """The batch's options after the work is over: when it was begun says nothing of the next."""
    return {key: value for key, value in (batch.options or {}).items() if key != "begun"}


@queue.register(queue.READ_IMPORT)
def read_import(batch_id: UUID) -> None:
    """Read a batch's file to its plan: the worker's part of `receive` and `choose_sheets`."""
    task = _take(batch_id, READING)
    if task is None:
        return
    try:
        tell = _teller(batch_id, READING)
        workbook = task.kept_grid() or read_workbook(task.path)
        tell(10)
        with at_most(SECONDS):
            task = _carry_over(task, workbook)
            with reading():
                known = known_people(task.actor, task.ward_id, task.roster, task.year)
                db.session.rollback()  # nothing was written; the transaction ends before the long part
            plan = make_plan(workbook, task.errand, known, tell)
    except (UnreadableWorkbook, TookTooLong) as error:
        if isinstance(error, TookTooLong) or error.is_hostile:
            db.session.rollback()
            audit.record(task.actor, refusals.HOSTILE, ward_id=task.ward_id, subject_id=batch_id)
        _settle(batch_id, READING, FAILED, error.sentence)
        return
    except Stopped:
        _let_go(task)
        return
    except Exception:
        db.session.rollback()
        if _settle(batch_id, READING, FAILED, _FAILURE):
            raise
        _let_go(task)  # its file went while it was being read
        return
    if not claim_batch(batch_id, READING, state=READY):
        db.session.rollback()
        _let_go(task)
        return
    batch = db.session.get_one(ImportBatch, batch_id, populate_existing=True)
    keep_plan(batch, plan)
    if not task.grid:
        batch.options = {**batch.options, "grid": keep_grid(workbook)}
    batch.options, batch.progress = without_begun(batch), 100
    db.session.commit()


def _let_go(task: _Task) -> None:
    """After a reading that was stopped: its file, where nobody wants it any more."""
    db.session.rollback()
    if db.session.get_one(ImportBatch, task.batch_id, populate_existing=True).state == DISCARDED:
        files.drop(task.path.name)
    db.session.rollback()


def files_of(batch: ImportBatch) -> list[str]:
    """The names of all that the shelf keeps of a workbook that was not written."""
    options = batch.options or {}
    return [name for name in (batch.stored_name, *map(options.get, ("plan", "grid", "before"))) if name]


def _carry_over(task: _Task, workbook: Workbook) -> _Task:
    """After a mended copy came in: keep of the officer's choices what still holds, and let the file before it go."""
    batch = db.session.get_one(ImportBatch, task.batch_id)
    if batch.state != READING:
        raise Stopped
    options = dict(batch.options or {})
    before = options.pop("before", None)
    if before is None:
        db.session.commit()
        return task
    old = apart(read_workbook(files.path_of(before)), task.roster)
    choices = carried_over(task.choices, old, apart(workbook, task.roster))
    batch.options = {**options, **choices.as_kept()}
    db.session.commit()
    files.drop(before)
    return replace(task, choices=choices)


@queue.register(queue.COMMIT_IMPORT)
def commit_import(batch_id: UUID) -> None:
    """Write a confirmed batch in one transaction: the worker's part of `confirm`."""
    task = _take(batch_id, COMMITTING)
    if task is None:
        return
    try:
        workbook = read_workbook(task.path)
        tell = _teller(batch_id, COMMITTING)
        with one_import_at_a_time(task.ward_id), lost_where_others_wrote():
            is_written = _commit_settled(task, workbook, lambda percent: tell(percent * 2 // 3))
        if task.grid and is_written:
            files.drop(task.grid)
        if is_written and db.session.get_one(ImportBatch, batch_id).stored_name != task.path.name:
            files.drop(task.path.name)
    except Stopped:
        db.session.rollback()
    except BackupFailed:
        db.session.rollback()
        _settle(batch_id, COMMITTING, READY, NO_BACKUP)
    except TookTooLong as error:
        db.session.rollback()
        _settle(batch_id, COMMITTING, READY, error.sentence)
    except LostUpdate:
        db.session.rollback()
        if _settle(batch_id, COMMITTING, READY, _CHANGED):
            _read_anew(batch_id)
    except Exception:
        db.session.rollback()
        _settle(batch_id, COMMITTING, READY, _FAILURE)
        raise


def _commit_settled(task: _Task, workbook: Workbook, tell: Progress) -> bool:
    """Write the plan that the officer saw, or keep the new one for him where it is another. Returns whether it wrote.

    Where another process wrote the same batch meanwhile, nothing is left to do.
    """
    copy = CopyBefore(lambda plan: plan.mark == task.plan_mark)
    settled = settle_plan(task.actor, task.ward_id, task.batch_id, workbook, task.errand, tell, copy, SECONDS)
    batch = db.session.get_one(ImportBatch, task.batch_id, populate_existing=True)
    if batch.state != COMMITTING:
        db.session.rollback()
        return False
    is_same = settled.plan.mark == task.plan_mark
    if is_same:
        batch.failure = None
        write_sound_rows(task.actor, batch, settled)
        batch.stored_name = keep_masked(task.path, workbook, settled.plan) or batch.stored_name
        batch.options = {key: value for key, value in without_begun(batch).items() if key != "grid"}
    else:
        keep_plan(batch, settled.plan)
        batch.options = without_begun(batch)
        batch.state, batch.failure = READY, _CHANGED
    db.session.commit()
    if is_same:
        note_sizes()
    return is_same


def _read_anew(batch_id: UUID) -> None:
    """After a lost race: a fresh plan for the officer to look at."""
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.state = READING
    db.session.commit()
    read_import(batch_id)


def _settle(batch_id: UUID, was: str, state: str, failure: str) -> bool:
    """Leave the work at a batch, if it stands at it still. Returns whether it did."""
    batch = db.session.get_one(ImportBatch, batch_id, populate_existing=True)
    if batch.state != was:
        # The connection broke behind the commit: it happened, though this process was never told.
        db.session.rollback()
        return False
    batch.state, batch.failure, batch.options = state, failure, without_begun(batch)
    db.session.commit()
    return True


def keep_plan(batch: ImportBatch, plan: Plan) -> str:
    """Keep the plan for the batch's page, in place of an older one. Returns the kept file's name."""
    old = (batch.options or {}).get("plan")
    stored = files.keep(gzip.compress(kept(plan), compresslevel=3), ".plan")
    batch.options = {**(batch.options or {}), "plan": stored}
    batch.plan_mark = plan.mark
    doubts = sum(len(sheet.doubts) for sheet in plan.sheets)
    batch.summary = {**plan.summary, "absent": len(plan.absent), **({"doubts": doubts} if doubts else {})}
    if old:
        files.drop(old)
    return stored


def keep_grid(workbook: Workbook) -> str:
    """Keep a workbook's cells as they were read. Returns the kept file's name."""
    return files.keep(gzip.compress(kept(workbook), compresslevel=3), ".grid")


def load_grid(stored_name: str) -> Workbook | None:
    """The cells that `keep_grid` kept, None where they are gone."""
    try:
        with files.open_kept(stored_name) as file:
            workbook: Workbook = read_kept(gzip.decompress(file.read()))
    except (FileNotFoundError, NotKept):
        return None
    handed_out.note()
    return workbook


def _teller(batch_id: UUID, state: str) -> Progress:
    """Writes progress where the page can see it, twice a second at most, in a transaction of its own.

    Raises Stopped once the batch is no longer in the state that the work is for.
    """
    last = [0.0]

    def tell(percent: int) -> None:
        if time.monotonic() - last[0] < 0.5:
            return
        last[0] = time.monotonic()
        with db.engine.begin() as connection:
            still = db.update(ImportBatch).where(ImportBatch.id == batch_id, ImportBatch.state == state)
            told_somebody = connection.execute(still.values(progress=percent)).rowcount
        if not told_somebody:
            raise Stopped

    return tell
