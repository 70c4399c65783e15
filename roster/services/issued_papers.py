"""Papers that went out: a number in the register, the PDF and its data kept for ever, a code by which it is checked.

What is printed is a draft. Issuing makes the paper once more, by the law and the data of that moment, with number, date
and code; from then on nothing of it changes. A mistake is mended by another paper that names the one it replaces.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from roster.domain.actor import Actor, Permission
from roster.domain.number_words import in_figures
from roster.jobs import queue
from roster.printing.layout import PaperInput
from roster.services import audit, clock, papers
from roster.services.faults import Invalid, NotFound
from roster.services.kept_sheets import SHEET, copied_sheet, make_sheet
from roster.services.list_settings import head_for, look_on
from roster.services.paper_formats import keep_data, kept_data
from roster.services.paper_numbers import bearer_of, hold_numbers, last_number
from roster.services.papers import DONE, PaperOptions, letterhead_on, make_paper
from roster.services.print_work import Cancelled, asker_of, back_in_line, teller
from roster.shelf import files
from roster.store.audit import AuditEntry
from roster.store.db import count_changed, db, new_id, now
from roster.store.issued import IssuedPaper
from roster.store.list_filter import ListFilter
from roster.store.scope import require, require_kept, require_ward
from roster.store.units import Unit

LOOK = "list.view"  # in the journal, of a page with citizens (services/reads.py)
MAKING, ISSUED, FAILED = "making", "issued", "failed"
_LAST_NUMBER = 99_999
_BACKDATED = timedelta(days=60)
_FAILURE = "Chưa lập được văn bản. Số đã cấp vẫn được giữ. Hãy bấm “Lập lại”; nếu vẫn không được, báo người quản trị."
_TAKEN = "Số {} của năm {} đã cấp cho văn bản khác: {}. Hãy lấy số khác."

log = logging.getLogger(__name__)


class Tampered(Exception):
    """The kept file is not the one that was issued; it is not handed out."""


@dataclass(frozen=True)
class Check:
    """Whether the kept files are still those that were issued."""

    is_pdf_whole: bool
    is_data_whole: bool

    @property
    def is_whole(self) -> bool:
        """Whether both are."""
        return self.is_pdf_whole and self.is_data_whole


def next_number(actor: Actor, ward: Unit, dated_on: date, list_key: str = "") -> tuple[int, str]:
    """The next free number of the register on that day for the list, and the symbol behind it.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    symbol = _symbol(actor, ward, list_key, dated_on)
    return last_number(ward.id, dated_on.year, symbol) + 1, symbol


def issue(
    actor: Actor,
    ward: Unit,
    job_id: UUID,
    *,
    number: int,
    dated_on: date,
    check_address: str,
    corrects: UUID | None = None,
    reason: str = "",
    attached_to: str | None = None,
) -> IssuedPaper:
    """Give a finished print its number and have it made as the paper that goes out; commits.

    `check_address` is the page that checks it, with {paper} and {mark}. `corrects` is the paper that it replaces, for
    the `reason`. `attached_to` is the paper that it goes with, "" for dots, None for what the print says. Raises
    Invalid for a taken number, a day ahead, a correction without reason; NotFound, NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    job = papers.get_job(actor, ward.id, job_id)
    symbol = _symbol(actor, ward, job.list_key, dated_on)
    hold_numbers(ward.id)
    faults: dict[str, list[str]] = {}
    if job.state != DONE:
        raise NotFound(str(job_id))
    if not 1 <= number <= _LAST_NUMBER:
        faults["number"] = [f"Số văn bản là số từ 1 đến {in_figures(_LAST_NUMBER)}."]
    elif bearer := bearer_of(ward.id, dated_on.year, number, symbol):
        faults["number"] = [_TAKEN.format(f"{number:02}/{symbol}", dated_on.year, bearer)]
    late = _fault_of_day(ward.id, symbol, number, dated_on)
    if late:
        faults["dated_on"] = [late]
    old = get(actor, ward.id, corrects) if corrects else None
    if old is not None and (old.state != ISSUED or old.list_key != job.list_key):
        raise NotFound(str(corrects))
    if old is not None and not reason:
        faults["reason"] = ["Hãy ghi lý do thay thế văn bản đã ban hành."]
    if faults:
        raise Invalid(faults)
    paper_id, copied = new_id(), copied_sheet(job.request)
    found = IssuedPaper(
        id=paper_id, ward_id=ward.id, list_key=job.list_key, year=dated_on.year, symbol=symbol, number=number,
        dated_on=dated_on, state=MAKING, corrects_id=corrects, correction_reason=reason or None,
        request={
            **{key: job.request[key] for key in ("filter", "roles", "is_system")},
            "options": {**job.request["options"], **({} if attached_to is None else {"attached_to": attached_to})},
            **copied,
            "job": str(job_id),
            "address": check_address.replace("{paper}", str(paper_id)),
        },
        created_by=actor.user_id, created_by_name=actor.name,
    )  # fmt: skip
    db.session.add(found)
    audit.record(actor, "paper.issue", ward_id=ward.id, subject_id=paper_id, list=job.list_key, year=dated_on.year)
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        drop(list(copied.values()))
        text = _TAKEN.format(f"{number:02}/{symbol}", dated_on.year, "vừa vào sổ")
        raise Invalid({"number": [text]}) from error
    queue.submit(queue.ISSUE_PAPER, paper_id)
    db.session.expire_all()
    made = db.session.get(IssuedPaper, paper_id)
    if made is None:
        raise Invalid({"": ["Việc lập văn bản vừa được một cán bộ dừng lại; chưa ban hành gì."]})
    return made


def _fault_of_day(ward_id: UUID, symbol: str, number: int, dated_on: date) -> str:
    """Why a paper of that number cannot bear that day, "" where it can: numbers and days go up together."""
    today = clock.today()
    if dated_on > today:
        return f"Ngày ban hành không được ở sau ngày hôm nay ({today:%d/%m/%Y})."
    if dated_on < today - _BACKDATED:
        return (
            f"Ngày ban hành không được lùi quá {_BACKDATED.days} ngày: văn bản được lập theo số liệu lúc này. "
            f"Ngày sớm nhất là {today - _BACKDATED:%d/%m/%Y}."
        )
    same = select(IssuedPaper).where(
        IssuedPaper.ward_id == ward_id, IssuedPaper.year == dated_on.year, IssuedPaper.symbol == symbol
    )
    before = same.where(IssuedPaper.number < number, IssuedPaper.dated_on > dated_on)
    after = same.where(IssuedPaper.number > number, IssuedPaper.dated_on < dated_on)
    for query, words in ((before, "trước"), (after, "sau")):
        other = db.session.scalars(query.order_by(IssuedPaper.number).limit(1)).first()
        if other is not None:
            return (
                f"Số {number:02} không thể đề ngày {words} ngày của số {other.number:02}/{symbol} "
                f"({other.dated_on:%d/%m/%Y}). Xin xem lại số hoặc ngày."
            )
    return ""


def _symbol(actor: Actor, ward: Unit, list_key: str, on: date) -> str:
    look = look_on(actor, ward.id, list_key, on)
    return head_for(look, ward, letterhead_on(actor, ward, on)).symbol


def retry(actor: Actor, ward_id: UUID, paper_id: UUID) -> IssuedPaper:
    """Make a paper that failed, or whose worker is gone, once more under its number. Raises NotFound, NotAllowed."""
    get(actor, ward_id, paper_id)
    claimed = count_changed(
        update(IssuedPaper).where(IssuedPaper.id == paper_id, IssuedPaper.state != ISSUED).values(state=MAKING)
    )
    db.session.commit()
    if claimed == 1:
        queue.submit(queue.ISSUE_PAPER, paper_id)
    db.session.expire_all()
    return get(actor, ward_id, paper_id)


def stop(actor: Actor, ward_id: UUID, paper_id: UUID) -> bool:
    """Give up a paper that is being made: its line and its number go, the print stays; commits. Returns whether it did.

    What went out already stays. Raises NotFound, NotAllowed.
    """
    found = get(actor, ward_id, paper_id)
    list_key, sheet = found.list_key, found.request.get(SHEET)
    # Whoever gets the row decides: the worker finds it gone, or there is nothing left to stop.
    if count_changed(delete(IssuedPaper).where(IssuedPaper.id == paper_id, IssuedPaper.state == MAKING)) != 1:
        db.session.rollback()
        return False
    audit.record(actor, "paper.stop", ward_id=ward_id, subject_id=paper_id, list=list_key)
    db.session.commit()
    drop([sheet] if sheet else [])
    return True


def is_waiting(found: IssuedPaper) -> bool:
    """Whether a paper waits for its turn, and no worker is at it yet."""
    return found.state == MAKING and queue.stands_in_line(found.id)


def may_retry(found: IssuedPaper) -> bool:
    """Whether a paper failed, or is being made for longer than any takes and is not about to have its turn."""
    return found.state == FAILED or (
        found.state == MAKING and now() - found.created_at > papers.STUCK_AFTER and not is_waiting(found)
    )


def get(actor: Actor, ward_id: UUID, paper_id: UUID) -> IssuedPaper:
    """A line of the ward's register. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    found = db.session.get(IssuedPaper, paper_id)
    if found is None or found.ward_id != ward_id:
        raise NotFound(str(paper_id))
    return found


def register(actor: Actor, ward_id: UUID, year: int) -> list[IssuedPaper]:
    """The ward's papers of a year, the latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    query = select(IssuedPaper).where(IssuedPaper.ward_id == ward_id, IssuedPaper.year == year)
    return list(db.session.scalars(query.order_by(IssuedPaper.symbol, IssuedPaper.number.desc())))


def years_of_register(actor: Actor, ward_id: UUID) -> list[int]:
    """The years in which the ward issued papers, the latest first. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(IssuedPaper.year).where(IssuedPaper.ward_id == ward_id).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def issued_from(actor: Actor, job_id: UUID, ward_id: UUID, list_key: str) -> list[IssuedPaper]:
    """The papers that were issued from a print, the latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    query = select(IssuedPaper).where(IssuedPaper.ward_id == ward_id, IssuedPaper.list_key == list_key)
    found = db.session.scalars(query.order_by(IssuedPaper.created_at.desc()).limit(200))
    return [one for one in found if one.request.get("job") == str(job_id)]


def name_of(found: IssuedPaper) -> str:
    """What the paper is called in the register: its list's name, or that of a run of personal papers."""
    return str(found.request.get("name") or papers.definition_of(found.list_key).name)


def printed_by(actor: Actor, found: IssuedPaper) -> list[AuditEntry]:
    """Who made, opened or took the paper, the latest first, at most a hundred. Raises NotFound, NotAllowed.

    Who only looked at its page stands in the journal alone: there it is called a look at citizens, which here reads as
    something else that he did.
    """
    require(actor, Permission.PRINT, found.ward_id)
    query = select(AuditEntry).where(AuditEntry.subject_id == found.id, AuditEntry.action != LOOK)
    query = query.order_by(AuditEntry.at.desc()).limit(100)
    return list(db.session.scalars(query))


def open_pdf(actor: Actor, found: IssuedPaper) -> bytes:
    """The issued PDF, always the same bytes; with an entry in the journal, committed.

    Raises NotFound, NotAllowed, Tampered where the kept file is gone or another.
    """
    require(actor, Permission.PRINT, found.ward_id)
    require_kept(actor, found.created_by)
    content = _whole(found.stored_name, found.sha256)
    audit.record(actor, "paper.reprint", ward_id=found.ward_id, subject_id=found.id)
    db.session.commit()
    if content is None:
        raise Tampered
    return content


def frozen_data(actor: Actor, found: IssuedPaper) -> dict[str, Any]:
    """What the paper says, as it was issued, for its other formats. Raises NotFound, NotAllowed, Tampered."""
    require(actor, Permission.EXPORT, found.ward_id)
    require_kept(actor, found.created_by)
    if _whole(found.data_name, found.data_sha256) is None:
        raise Tampered
    return kept_data(found.data_name or "")


def check(found: IssuedPaper) -> Check:
    """Whether the kept files are still those that were issued."""
    return Check(
        _whole(found.stored_name, found.sha256) is not None, _whole(found.data_name, found.data_sha256) is not None
    )


@queue.register(queue.ISSUE_PAPER)
@back_in_line(queue.ISSUE_PAPER)
def run_issue(paper_id: UUID) -> None:
    """Make an issued paper and keep it: the worker's part of `issue`. One that is made already is left alone."""
    found = db.session.get(IssuedPaper, paper_id)
    ward = db.session.get(Unit, found.ward_id) if found is not None else None
    if found is None or ward is None or found.state != MAKING:
        return
    db.session.commit()
    kept: list[str] = []
    try:
        actor = asker_of(found)
        wanted = ListFilter.from_dict(found.ward_id, found.request["filter"])
        options = replace(
            PaperOptions.from_dict(found.request["options"]), dated_on=found.dated_on, number=str(found.number)
        )
        below_title = _replaces(found)

        def seal(paper: PaperInput) -> PaperInput:
            below = " ".join(one for one in (paper.below_title, below_title) if one)
            return replace(paper, check_address=found.request["address"], below_title=below, footer="", watermark="")

        if SHEET in found.request:
            made = make_sheet(actor, ward, found.request, options, seal)
        else:
            made = make_paper(
                actor, ward, found.list_key, wanted, options, seal=seal, progress=teller(IssuedPaper, paper_id)
            )
        kept = [files.keep(made.pdf, ".pdf"), keep_data(made.data)]
        # Another worker was faster, and what went out is what it kept; or somebody stopped it.
        claimed = update(IssuedPaper).where(IssuedPaper.id == paper_id, IssuedPaper.state == MAKING)
        if count_changed(claimed.values(state=ISSUED)) != 1:
            raise _Overtaken
        db.session.refresh(found)
        found.stored_name, found.data_name = kept
        found.sha256, found.data_sha256 = hashlib.sha256(made.pdf).hexdigest(), sha256_of(kept[1])
        found.mark, found.rows, found.pages, found.signer = made.mark, made.rows, made.pages, made.signer[:200]
        found.state, found.progress, found.issued_at, found.failure = ISSUED, 100, now(), None
        audit.record(
            actor, "paper.issued", ward_id=found.ward_id, subject_id=found.id, list=found.list_key, rows=made.rows,
            pages=made.pages, sha256=found.sha256, people=made.people,
        )  # fmt: skip
        db.session.commit()
    except (_Overtaken, Cancelled):
        db.session.rollback()
        drop(kept)
    except Exception as error:
        db.session.rollback()
        now_kept = db.session.get(IssuedPaper, paper_id, populate_existing=True)
        if now_kept is not None and now_kept.state == ISSUED:  # the connection broke behind the commit: it went out
            return
        drop(kept)
        if now_kept is None:  # stopped, and what it was made of went with it
            return
        log.error("issuing %s failed with %s", paper_id, type(error).__name__)
        found.state = FAILED
        found.failure = _FAILURE
        db.session.commit()


def broken_among(found: Iterable[IssuedPaper]) -> frozenset[UUID]:
    """Which of these lines have kept files that are gone or others than those that were issued."""
    return frozenset(one.id for one in found if one.state == ISSUED and not check(one).is_whole)


class _Overtaken(Exception):
    pass


def _replaces(found: IssuedPaper) -> str:
    if found.corrects_id is None:
        return ""
    old = db.session.get_one(IssuedPaper, found.corrects_id)
    kind = "văn bản" if SHEET in found.request else "danh sách"
    return f"(Thay thế {kind} số {old.number:02}/{old.symbol} ngày {old.dated_on:%d/%m/%Y})"


def _whole(stored_name: str | None, sha256: str | None) -> bytes | None:
    """The kept file where it still has that fingerprint."""
    try:
        with files.open_kept(stored_name or "") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def sha256_of(stored_name: str) -> str:
    """The fingerprint of a kept file. Raises FileNotFoundError."""
    with files.open_kept(stored_name) as file:
        return hashlib.sha256(file.read()).hexdigest()


def drop(kept: list[str]) -> None:
    """Take back files that were kept for a paper that did not go out."""
    for name in kept:
        files.drop(name)
