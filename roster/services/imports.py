"""Bringing a ward's workbook in: keep the file, read it to a plan, show it, write it once it is confirmed.

Confirm sends an id and the mark of the plan that was seen. The same chain then runs again on the kept file inside one
transaction; if the data behind the plan has moved on, nothing is written and the new plan is shown.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from roster.columns.catalogue import ROSTERS
from roster.domain.actor import Actor, Permission
from roster.domain.text import clean
from roster.intake.choices import ACCEPT, ADD, SKIP, Choices
from roster.intake.grid import Workbook
from roster.intake.kept import NotKept, read_kept
from roster.intake.pipeline import Errand, make_plan
from roster.intake.plan import ACTIONS, CREATE, UPDATE, Plan
from roster.jobs import queue
from roster.services import audit, refusals, upload_room
from roster.services.changes import longest_of
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.import_secrets import keep_masked
from roster.services.import_tasks import CopyBefore, files_of, keep_plan, settle_plan, write_sound_rows
from roster.sheets.error_copy import import_of
from roster.sheets.preflight import UnreadableWorkbook, look_at
from roster.sheets.reader import opened, read_workbook
from roster.sheets.text_tables import UNNAMED
from roster.shelf import files
from roster.store import handed_out
from roster.store.db import db, new_id
from roster.store.engine import note_sizes
from roster.store.import_lock import one_import_at_a_time
from roster.store.import_memory import memory_of
from roster.store.imports import (
    COMMITTED,
    COMMITTING,
    DISCARDED,
    IMPORT,
    READING,
    READY,
    RECONCILE,
    ImportBatch,
    claim_batch,
)
from roster.store.known import known_people
from roster.store.scope import require, require_ward
from roster.store.units import Unit

_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv", ".tsv", ".txt", ".html", ".htm", ".xml"}


_PATIENCE_SECONDS = 5
_READ_AT_ONCE = 3000  # rows whose plan is made in about a second: the officer need not watch a page that waits

Options = dict[str, Any]  # a batch's options: intake.choices as they are kept, and names of kept files


class BadWorkbook(UnreadableWorkbook):
    """The file was refused at once; the sentence says why and what to do."""


class PlanChanged(Exception):
    """The data behind the plan changed since the officer saw it; a new plan is ready to be looked at."""


def receive(
    actor: Actor,
    ward_id: UUID,
    roster: str,
    year: int,
    file_name: str,
    stream: BinaryIO,
    password: str | None = None,
    *,
    purpose: str = IMPORT,
    keeper: str = "",
    is_part: bool = False,
) -> ImportBatch:
    """Keep an uploaded workbook and have it read, to be imported or (`purpose` RECONCILE) only to be compared.

    `keeper` says whose list it is that is compared ("Công an phường"); `is_part` that the file does not mean to name
    the whole roster, so that nobody is missing from it. Returns the batch, whose state tells whether the plan is ready.
    Raises NotFound, NotAllowed, Invalid for an unknown roster or year, BadWorkbook for a file that is no workbook.
    """
    require(actor, Permission.IMPORT, ward_id)
    if roster not in ROSTERS:
        raise Invalid({"roster": ["Hãy chọn danh sách cần nhập."]})
    if not 2000 <= year <= today().year + 5:
        raise Invalid({"year": [f"Năm phải từ 2000 đến {today().year + 5}."]})
    if fault := upload_room.fault_of(actor):
        raise Invalid({"file": [fault]})
    suffix = Path(file_name).suffix.lower()
    stored = files.keep(stream, suffix if suffix in _SUFFIXES else "")
    try:
        path = files.path_of(stored)
        try:
            kind = look_at(path)
        except UnreadableWorkbook as error:
            raise BadWorkbook(error.sentence, error.needs_password, is_hostile=error.is_hostile) from error
        if kind == "ole":
            stored = _without_password(stored, password)
        path = files.path_of(stored)
        if continued := _continued(actor, ward_id, roster, stored):
            return continued
        batch = ImportBatch(
            ward_id=ward_id,
            roster=roster,
            year=year,
            file_name=_kept_name(file_name),
            sha256=_sha256(path),
            stored_name=stored,
            purpose=purpose,
            options={"keeper": keeper} if purpose == RECONCILE else {"is_part": True} if is_part else {},
            created_by=actor.user_id,
        )
        db.session.add(batch)
        db.session.flush()
        audit.record(
            actor, "import.receive", ward_id=ward_id, subject_id=batch.id, roster=roster, year=year, purpose=purpose
        )
        db.session.commit()
    except BaseException as error:
        db.session.rollback()
        files.drop(stored)
        if isinstance(error, BadWorkbook) and error.is_hostile:
            refusals.note_hostile(actor)
        raise
    queue.submit(queue.READ_IMPORT, batch.id)
    db.session.refresh(batch)
    return batch


def _continued(actor: Actor, ward_id: UUID, roster: str, stored: str) -> ImportBatch | None:
    """The import that goes on with this file, because it is the marked copy of its workbook, mended; None for others.

    What the officer chose about the workbook is carried over when it is read (services.import_tasks).
    """
    batch_id = import_of(files.path_of(stored))
    batch = db.session.get(ImportBatch, batch_id) if batch_id else None
    if batch is None or (batch.ward_id, batch.roster, batch.state) != (ward_id, roster, READY):
        return None
    options = dict(batch.options or {})
    if grid := options.pop("grid", None):  # the cells of the file before
        files.drop(grid)
    batch.options = {**options, "before": batch.stored_name}
    batch.stored_name, batch.sha256 = stored, _sha256(files.path_of(stored))
    batch.state, batch.progress, batch.failure = READING, 0, None
    audit.record(actor, "import.continue", ward_id=ward_id, subject_id=batch.id)
    db.session.commit()
    queue.submit(queue.READ_IMPORT, batch.id)
    db.session.refresh(batch)
    return batch


def _without_password(stored: str, password: str | None) -> str:
    """A locked workbook opened and kept anew without its password, which itself is never kept; others as they are.

    Raises BadWorkbook where the password is missing or wrong.
    """
    try:
        content = opened(files.path_of(stored), password)
    except UnreadableWorkbook as error:
        raise BadWorkbook(error.sentence, error.needs_password, is_hostile=error.is_hostile) from error
    if content is None:
        return stored
    fresh = files.keep(content, Path(stored).suffix)
    files.drop(stored)
    return fresh


def _kept_name(file_name: str) -> str:
    """The name that the history shows: no folder before it, nothing in it that a database cannot hold (NUL, halves of
    characters) or that turns the text around it."""
    name = Path(file_name.replace("\\", "/")).name.encode("utf-8", "replace").decode()
    return clean(name)[:255] or "khong-ten"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def get_batch(actor: Actor, ward_id: UUID, batch_id: UUID) -> ImportBatch:
    """A batch of the ward. Raises NotFound."""
    require_ward(actor, ward_id)
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or batch.ward_id != ward_id:
        raise NotFound(str(batch_id))
    return batch


def list_batches(actor: Actor, ward_id: UUID, limit: int = 50) -> list[ImportBatch]:
    """The ward's batches, newest first. Raises NotFound."""
    require_ward(actor, ward_id)
    query = db.select(ImportBatch).where(ImportBatch.ward_id == ward_id)
    return list(db.session.scalars(query.order_by(ImportBatch.created_at.desc()).limit(limit)))


def load_plan(actor: Actor, batch: ImportBatch) -> Plan:
    """The plan as it was last made for the batch. Raises NotFound where there is none (yet)."""
    require(actor, Permission.IMPORT, batch.ward_id)
    try:
        with files.open_kept(str((batch.options or {}).get("plan"))) as file:
            plan: Plan = read_kept(gzip.decompress(file.read()))
    except (FileNotFoundError, NotKept) as error:
        raise NotFound("plan") from error
    handed_out.note()
    return plan


def choose_sheets(actor: Actor, batch: ImportBatch, names: Collection[str]) -> ImportBatch:
    """Read the file again with only the named sheets."""
    return choose(actor, batch, lambda _: {"sheets": sorted(names)})


def decide(actor: Actor, batch: ImportBatch, sheet: str, row: int, decision: str) -> ImportBatch:
    """Settle a row: "skip" leaves it out, "update" says that he is the known citizen, "create" that he is not, "" takes
    a decision back."""
    if decision not in {"", SKIP, ACCEPT, ADD}:
        raise Invalid({"decision": ["Hãy chọn bỏ qua, cập nhật hoặc thêm mới."]})

    def settled(options: Options) -> Options:
        kept = [d for d in options.get("decisions", []) if (d[0], int(d[1])) != (sheet, row)]
        return {"decisions": [*kept, [sheet, row, decision]] if decision else kept}

    return choose(actor, batch, settled)


def choose(actor: Actor, batch: ImportBatch, change: Callable[[Options], Options]) -> ImportBatch:
    """Change what was chosen about a workbook and read it again; `change` gets the batch's options and returns those
    that are new. Two officers' choices follow each other. Raises Invalid where the batch no longer waits.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    if not _claim(batch):
        raise Invalid({"": ["Tệp này đang được đọc lại hoặc không còn ở bước xem trước. Xin xem lại rồi làm lần nữa."]})
    db.session.refresh(batch)
    options = dict(batch.options or {})
    try:
        batch.options = {**options, **change(options)}
    except Invalid:
        db.session.rollback()
        raise
    rows = sum(count for action, count in (batch.summary or {}).items() if action in ACTIONS)
    db.session.commit()
    if rows <= _READ_AT_ONCE and options.get("grid"):
        queue.do_at_once(queue.READ_IMPORT, batch.id)
    else:
        queue.submit(queue.READ_IMPORT, batch.id)
    db.session.refresh(batch)
    return batch


def _claim(batch: ImportBatch) -> bool:
    """Take a waiting batch for reading, in the transaction that stays open. While another officer's choice is being
    read, wait a few seconds rather than lose what was typed."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        if claim_batch(batch.id, READY, state=READING, progress=0, failure=None):
            return True
        db.session.rollback()
        db.session.refresh(batch)
        is_being_read = batch.state == READING
        db.session.rollback()
        if not is_being_read or time.monotonic() > until:
            return False
        time.sleep(0.2)


def confirm(actor: Actor, batch: ImportBatch, seen_mark: str, *, doubts_settled: bool = False) -> ImportBatch:
    """Have the plan written that the officer saw. A second Confirm of the same batch changes nothing more.

    Where writing failed or the data had moved on, the batch is back at READY with the reason in `failure`.
    `doubts_settled`: the officer says that he looked at a title of another ward or year. Raises PlanChanged where
    `seen_mark` is not the mark of the plan that stands ready, Invalid where a doubt is not settled.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    if batch.state in {COMMITTING, COMMITTED}:
        return batch
    if batch.state != READY or batch.purpose != IMPORT:
        raise Invalid({"": ["Tệp này không còn ở bước xem trước."]})
    if batch.plan_mark != seen_mark:
        raise PlanChanged
    if (batch.summary or {}).get("doubts") and not doubts_settled:
        raise Invalid(
            {"doubts": ["Chưa ghi gì: hãy xem tiêu đề của tệp rồi đánh dấu “Tôi đã kiểm tra” trước khi xác nhận."]}
        )
    is_claimed = claim_batch(batch.id, READY, state=COMMITTING, progress=0, committed_by=actor.user_id)
    db.session.commit()
    if is_claimed:
        queue.submit(queue.COMMIT_IMPORT, batch.id)
    db.session.refresh(batch)
    return batch


def discard(actor: Actor, batch: ImportBatch) -> None:
    """Let an unconfirmed batch go and remove its file. One that was written stays."""
    require(actor, Permission.IMPORT, batch.ward_id)
    if batch.state in {COMMITTING, COMMITTED}:
        raise Invalid({"": ["Tệp này đã được ghi vào sổ nên không bỏ được nữa."]})
    options = batch.options or {}
    if options.get("copied"):
        raise Invalid({"": ["Đã lấy dữ liệu từ danh sách này vào sổ nên không bỏ được; hãy bấm “Kết thúc đối chiếu”."]})
    kept = files_of(batch)
    batch.state, batch.options = DISCARDED, {}  # mended cells hold citizens' data, as the file did
    audit.record(actor, "import.discard", ward_id=batch.ward_id, subject_id=batch.id)
    db.session.commit()
    for name in kept:
        files.drop(name)


def import_file(
    actor: Actor,
    ward: Unit,
    roster: str,
    year: int,
    path: Path,
    *,
    sheets: Collection[str] | None = None,
    password: str | None = None,
    dry_run: bool = False,
) -> tuple[Plan, dict[str, int] | None]:
    """Read a workbook and, unless `dry_run`, write its sound rows at once: the command line's way.

    Whoever looks like a known citizen and has another id is held back, since nobody is there to tell the two apart.
    Returns the plan and the counts of what was written. Raises UnreadableWorkbook, also for a workbook without the
    named sheets or without any list, BackupFailed, NotFound, NotAllowed.
    """
    require(actor, Permission.IMPORT, ward.id)
    workbook = read_workbook(path, password)
    for sheet in workbook.sheets:
        if sheet.name == UNNAMED:
            sheet.name = path.stem
    memory = memory_of(actor, ward.id, roster)
    errand = Errand(roster, year, ward.name, today(), Choices(sheets), memory, True, longest_of(roster))
    if dry_run:
        plan = make_plan(workbook, errand, known_people(actor, ward.id, roster, year))
        _demand_a_list(plan, sheets)
        return plan, None
    with one_import_at_a_time(ward.id):
        return _write_file(actor, ward.id, path, sheets, workbook, errand)


def _write_file(
    actor: Actor, ward_id: UUID, path: Path, sheets: Collection[str] | None, workbook: Workbook, errand: Errand
) -> tuple[Plan, dict[str, int]]:
    batch_id, kept = new_id(), list[str]()
    roster, year = errand.roster, errand.year
    copy = CopyBefore(lambda plan: bool(plan.summary[CREATE] or plan.summary[UPDATE]))
    try:
        settled = settle_plan(actor, ward_id, batch_id, workbook, errand, before_writing=copy)
        plan = settled.plan
        _demand_a_list(plan, sheets)
        suffix = path.suffix.lower() if path.suffix.lower() in _SUFFIXES else ""
        kept.append(keep_masked(path, workbook, plan) or files.keep(path.read_bytes(), suffix))
        batch = ImportBatch(
            id=batch_id, ward_id=ward_id, roster=roster, year=year, file_name=_kept_name(path.name),
            sha256=_sha256(path), stored_name=kept[0], state=COMMITTING, created_by=actor.user_id,
            committed_by=actor.user_id,
            options={"sheets": sorted(sheets) if sheets is not None else None},
        )  # fmt: skip
        kept.append(keep_plan(batch, plan))
        db.session.add(batch)
        db.session.flush()
        counts = write_sound_rows(actor, batch, settled)
        db.session.commit()
        note_sizes()
    except BaseException:
        db.session.rollback()
        for name in kept:
            files.drop(name)
        raise
    return plan, counts


def _demand_a_list(plan: Plan, sheets: Collection[str] | None) -> None:
    names = [sheet.name for sheet in plan.sheets]
    if missing := [name for name in sheets or () if name not in names]:
        raise UnreadableWorkbook(f"Tệp không có trang “{missing[0]}”. Các trang có trong tệp: {', '.join(names)}.")
    if not any(sheet.used for sheet in plan.sheets):
        raise UnreadableWorkbook(
            "Không tìm thấy bảng danh sách nào trong tệp: không trang nào có dòng tiêu đề nhận ra được."
        )
