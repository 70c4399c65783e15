"""How long a ward keeps each kind of data, and what is past its period.

The periods are settings of the ward, each with its first day and the paper that it rests on: a later line replaces an
earlier one and the earlier stays to be read. Files past their period are dropped here; people are erased one by one
(services.erasing); issued papers and the register of requests are only named, for the archives decide about them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from roster.config import OFFICE_ZONE
from roster.domain.actor import Actor, Permission
from roster.domain.law.data_rights import (
    KEPT_KINDS,
    NO_BASIS,
    PAPERS,
    PEOPLE,
    PRINTS,
    REQUESTS,
    WORKBOOKS,
    KeptKind,
)
from roster.domain.text import clean
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.shelf import files
from roster.store.db import db
from roster.store.imports import COMMITTED, DISCARDED, FAILED, UNDONE, ImportBatch
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.privacy import DataRequest, Erasure, RetentionPeriod
from roster.store.scope import require

MOST_MONTHS = 1200
_DROPPED = "dropped_on"  # in an import's options: since when its file is gone
_PARTS_OF_PRINTS = ("data", "sheet")  # kept beside the PDF
_ENDED = (COMMITTED, UNDONE, FAILED, DISCARDED)


@dataclass(frozen=True)
class Period:
    """A kind of data, how long it is kept on the day asked about, and on which paper that rests."""

    kind: KeptKind
    months: int
    basis: str
    begins_on: date | None  # None: the program's own value
    set_by: str
    lines: tuple[RetentionPeriod, ...]  # all that were set, the latest first

    @property
    def in_words(self) -> str:
        """The length as people say it."""
        years, months = divmod(self.months, 12)
        parts = ([f"{years} năm"] if years else []) + ([f"{months} tháng"] if months else [])
        return " ".join(parts)


@dataclass(frozen=True)
class PastPerson:
    """Somebody who is no longer kept and whose data is past its period."""

    person_id: UUID
    full_name: str
    retired_on: date


@dataclass(frozen=True)
class Past:
    """What is past its period: `people` one by one (`people_total` in all), other kinds by their number."""

    people: list[PastPerson]
    people_total: int
    counts: dict[str, int]


def periods(actor: Actor, ward_id: UUID, on: date | None = None) -> list[Period]:
    """The ward's periods as they stand on the day (default: today). Raises NotFound, NotAllowed."""
    require(actor, Permission.DECIDE_REQUESTS, ward_id)
    return list(_periods(ward_id, on or today()).values())


def set_period(
    actor: Actor, ward_id: UUID, kind: str, months: int | None, begins_on: date | None, basis: str
) -> RetentionPeriod:
    """Set how long a kind is kept from a day on, and commit. The same day again corrects that line.

    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.DECIDE_REQUESTS, ward_id)
    faults: dict[str, list[str]] = {}
    basis = clean(basis, keep_lines=True)
    if kind not in KEPT_KINDS:
        faults["kind"] = ["Hãy chọn loại dữ liệu."]
    if months is None or not 1 <= months <= MOST_MONTHS:
        faults["months"] = [f"Hãy ghi số tháng từ 1 đến {MOST_MONTHS}."]
    if begins_on is None:
        faults["begins_on"] = ["Hãy nhập ngày bắt đầu áp dụng, ví dụ 01/07/2026."]
    if not basis or len(basis) > 1000:
        faults["basis"] = ["Hãy ghi căn cứ: văn bản, điều khoản hoặc quyết định của chỉ huy (không quá 1000 ký tự)."]
    if faults or months is None or begins_on is None:
        raise Invalid(faults)
    row = db.session.scalar(
        select(RetentionPeriod).where(
            RetentionPeriod.ward_id == ward_id, RetentionPeriod.kind == kind, RetentionPeriod.begins_on == begins_on
        )
    )
    if row is None:
        row = RetentionPeriod(ward_id=ward_id, kind=kind, begins_on=begins_on)
        db.session.add(row)
    row.months, row.basis, row.user_id, row.user_name = months, basis, actor.user_id, actor.name
    audit.record(actor, "retention.set", ward_id=ward_id, kind=kind, months=months, begins_on=begins_on.isoformat())
    db.session.commit()
    return row


def past(actor: Actor, ward_id: UUID, limit: int = 100) -> Past:
    """What of the ward is past its period today. Raises NotFound, NotAllowed."""
    require(actor, Permission.DECIDE_REQUESTS, ward_id)
    before = {key: months_before(today(), one.months) for key, one in _periods(ward_id, today()).items()}
    erased = select(Erasure.person_id)
    gone = select(Person).where(Person.ward_id == ward_id, Person.retired_on < before[PEOPLE], Person.id.not_in(erased))
    total = db.session.scalar(select(func.count()).select_from(gone.subquery())) or 0
    listed = db.session.scalars(gone.order_by(Person.retired_on, Person.sort_key, Person.id).limit(limit))
    counts = {
        WORKBOOKS: len(_old_workbooks(ward_id, before[WORKBOOKS])),
        PRINTS: len(_old_prints(ward_id, before[PRINTS])),
        PAPERS: _count(IssuedPaper, IssuedPaper.ward_id == ward_id, IssuedPaper.dated_on < before[PAPERS]),
        REQUESTS: _count(DataRequest, DataRequest.ward_id == ward_id, DataRequest.answered_on < before[REQUESTS]),
    }
    people = [PastPerson(one.id, one.full_name, one.retired_on) for one in listed if one.retired_on]
    return Past(people, total, counts)


def drop_files(actor: Actor, ward_id: UUID, kind: str) -> int:
    """Remove the files of a kind (workbooks, prints) that are past their period; commits. Returns how many rows.

    Raises Invalid for a kind whose files are not dropped here, NotFound, NotAllowed.
    """
    require(actor, Permission.DECIDE_REQUESTS, ward_id)
    droppers: dict[str, Callable[[UUID, date], tuple[int, list[str]]]] = {
        WORKBOOKS: _let_workbooks_go, PRINTS: _let_prints_go,
    }  # fmt: skip
    if kind not in droppers:
        raise Invalid({"": ["Loại dữ liệu này không xóa hàng loạt ở đây."]})
    count, names = droppers[kind](ward_id, months_before(today(), _periods(ward_id, today())[kind].months))
    if count:
        audit.record(actor, "retention.drop", ward_id=ward_id, kind=kind, count=count)
    # First the rows, then the files: a file that is left over by a crash is named by nobody and hurts less than a row
    # that promises a file that is gone.
    db.session.commit()
    for name in names:
        files.drop(name)
    return count


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last of the month where that day does not exist."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# --- Inside ----------------------------------------------------------------------------------------------------------


def _periods(ward_id: UUID, on: date) -> dict[str, Period]:
    query = select(RetentionPeriod).where(RetentionPeriod.ward_id == ward_id)
    lines: dict[str, list[RetentionPeriod]] = {key: [] for key in KEPT_KINDS}
    for row in db.session.scalars(query.order_by(RetentionPeriod.begins_on.desc())):
        lines.setdefault(row.kind, []).append(row)
    return {key: _period(kind, lines[key], on) for key, kind in KEPT_KINDS.items()}


def _period(kind: KeptKind, lines: Sequence[RetentionPeriod], on: date) -> Period:
    standing = next((row for row in lines if row.begins_on <= on), None)
    if standing is None:
        return Period(kind, kind.months, NO_BASIS, None, "", tuple(lines))
    return Period(kind, standing.months, standing.basis, standing.begins_on, standing.user_name, tuple(lines))


def _count(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_ZONE)


def _old_workbooks(ward_id: UUID, before: date) -> list[ImportBatch]:
    query = select(ImportBatch).where(
        ImportBatch.ward_id == ward_id, ImportBatch.created_at < _midnight(before), ImportBatch.state.in_(_ENDED)
    )
    return [one for one in db.session.scalars(query) if _files_of(one)]


def _files_of(batch: ImportBatch) -> list[str]:
    options = batch.options or {}
    if batch.state == DISCARDED or _DROPPED in options:
        return []
    kept = (batch.stored_name, options.get("plan"), options.get("grid"), options.get("before"))
    return [str(name) for name in kept if name]


def _let_workbooks_go(ward_id: UUID, before: date) -> tuple[int, list[str]]:
    names = []
    batches = _old_workbooks(ward_id, before)
    for batch in batches:
        names += _files_of(batch)
        options = {key: value for key, value in (batch.options or {}).items() if key not in {"plan", "grid", "before"}}
        # That a cell was mended, and by whom, stays for the history of the values; what was typed into it goes.
        mends = [[sheet, cell, ""] for sheet, cell, _ in options.get("mends", [])]
        batch.options = {**options, "mends": mends, _DROPPED: today().isoformat()}
    return len(batches), names


def _old_prints(ward_id: UUID, before: date) -> list[PrintJob]:
    query = select(PrintJob).where(
        PrintJob.ward_id == ward_id, PrintJob.created_at < _midnight(before), PrintJob.stored_name.is_not(None)
    )
    return list(db.session.scalars(query))


def _let_prints_go(ward_id: UUID, before: date) -> tuple[int, list[str]]:
    jobs, names = _old_prints(ward_id, before), []
    for job in jobs:
        names += [str(job.stored_name), *(job.request[part] for part in _PARTS_OF_PRINTS if job.request.get(part))]
        job.stored_name = None
        job.request = {key: value for key, value in job.request.items() if key not in _PARTS_OF_PRINTS}
    return len(jobs), names
