"""A run of personal papers that went out: one line of the register for all its numbers, its PDF and its book frozen.

Each paper has its own number, on its delivery or, of reservists, in its run; what is kept here are the bytes that were
signed, and who they were for. From then on the deliveries stay as they are. The line has the id of the run, whose QR
code the papers bear since they were made: a draft is told from what went out by whether the register knows it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from roster.domain import reserve_forms
from roster.domain.actor import Actor, Permission
from roster.domain.personal_papers import numbered
from roster.services import audit, clock, papers
from roster.services.assessment import rules_in_use
from roster.services.delivery_books import book_of_run, delivery_book
from roster.services.faults import Invalid
from roster.services.issued_papers import ISSUED, drop, issued_from, sha256_of
from roster.services.paper_formats import keep_data
from roster.services.paper_layout import AS_SET
from roster.services.paper_numbers import PREFIX, hold_numbers, numbers_of_line, signing_day_of
from roster.services.personal_runs import customary, get_run, outdated
from roster.services.plain_sheets import lay_out_sheet
from roster.shelf import files
from roster.store.claims import Delivery
from roster.store.db import db, now
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.scope import NotFound, require
from roster.store.units import Unit

_NUMBER = re.compile(r"(\d{1,5})/(.{1,40})")  # the register holds so long a symbol
_FEW = 500
_NOT_SIGNED_YET = (
    "Giấy đề ngày ký {}, chưa tới ngày ấy nên chưa vào sổ và khóa được. Hãy vào sổ từ ngày ấy; nếu ngày ký ghi nhầm, "
    "hãy in lại với ngày đúng."
)


def issue_run(actor: Actor, ward: Unit, job_id: UUID) -> IssuedPaper:
    """Enter a finished run into the register and freeze its bytes; commits.

    Raises Invalid for papers whose day of signing lies ahead, without numbers, with several symbols, or with a number
    that went out already; NotFound (also for a run that is not done), NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    job = get_run(actor, ward.id, job_id)
    asked = job.request
    if job.state != papers.DONE:
        raise NotFound(str(job_id))
    hold_numbers(ward.id)
    signed_on = signing_day_of(asked)
    if signed_on > clock.today():
        raise Invalid({"": [_NOT_SIGNED_YET.format(f"{signed_on:%d/%m/%Y}")]})
    numbers, symbol = _numbers(ward.id, asked, signed_on)
    taken = _overlap(ward.id, signed_on.year, symbol, numbers)
    if taken is not None:
        number = f"{taken.number:02}/{taken.symbol}"
        raise Invalid({"": [f"Số {number} đã vào sổ văn bản đi ngày {taken.dated_on:%d/%m/%Y}."]})
    if reason := outdated(job):
        raise Invalid({"": [reason]})
    with papers.open_paper(actor, ward.id, job_id) as file:
        pdf = file.read()
    words = customary(asked["kind"], asked["year"], signed_on)
    if asked["kind"] in reserve_forms.KEYS:
        book = book_of_run(actor, ward.id, job_id)
    else:
        event_on, ids = date.fromisoformat(asked["event_on"]), frozenset(UUID(one) for one in asked["ids"])
        book = delivery_book(actor, ward.id, asked["year"], asked["kind"], event_on, ids)
    paper = lay_out_sheet(actor, ward, book, signed_on, replace(AS_SET, dated_on=signed_on))
    kept = [files.keep(pdf, ".pdf"), keep_data(paper.as_data())]
    details = asked["details"]
    found = IssuedPaper(
        id=job.id, ward_id=ward.id, list_key=job.list_key, year=signed_on.year, symbol=symbol, number=numbers[0],
        dated_on=signed_on, state=ISSUED, progress=100, rows=job.rows, pages=job.pages, issued_at=now(),
        signer=" ".join(filter(None, (details.get("authority"), details["signer_post"], details["signer_name"])))[:200],
        stored_name=kept[0], sha256=hashlib.sha256(pdf).hexdigest(), data_name=kept[1],
        data_sha256=sha256_of(kept[1]), mark=asked.get("mark") or paper.mark,
        corrects_id=_replaced(asked), correction_reason=asked.get("reason") or None,
        request={
            "filter": {"year": asked["year"], "roster": ""}, "job": str(job_id), "last_number": numbers[-1],
            "numbers": numbers,
            "name": f"{words.name.capitalize()} {words.subject[:1].lower()}{words.subject[1:]}".strip(),
            "address": asked.get("address", ""), "kind": asked["kind"], "replaces": asked.get("replaces", {}),
        },
        created_by=actor.user_id, created_by_name=actor.name,
    )  # fmt: skip
    try:
        db.session.add(found)
        db.session.flush()
        if asked["kind"] not in reserve_forms.KEYS:
            _freeze(found, asked, signed_on)
        audit.record(
            actor, "paper.issued", ward_id=ward.id, subject_id=found.id, list=job.list_key, rows=job.rows,
            pages=job.pages, sha256=found.sha256,
        )  # fmt: skip
        db.session.commit()
    except BaseException as error:
        db.session.rollback()
        drop(kept)
        if isinstance(error, IntegrityError):
            raise Invalid({"": [f"Số {numbers[0]:02}/{symbol} vừa được cấp cho văn bản khác."]}) from error
        raise
    return found


def issued_of_run(actor: Actor, job: PrintJob) -> IssuedPaper | None:
    """The line of the register that a run has, None before it went out. Raises NotFound, NotAllowed."""
    return next(iter(issued_from(actor, job.id, job.ward_id, job.list_key)), None)


def _numbers(ward_id: UUID, asked: dict[str, Any], signed_on: date) -> tuple[list[int], str]:
    rules, typed = rules_in_use(), asked["numbers"] or _of_deliveries(ward_id, [UUID(one) for one in asked["ids"]])
    texts = [numbered(text or "", asked["kind"], signed_on, rules) for text in typed]
    read = [_NUMBER.fullmatch(text) for text in texts]
    symbols = {match[2] for match in read if match}
    if not texts or not all(read) or len(symbols) != 1:
        raise Invalid(
            {"": ["Các giấy chưa có số, hoặc mang nhiều ký hiệu khác nhau, nên chưa vào sổ văn bản đi được."]}
        )
    return sorted(int(match[1]) for match in read if match), symbols.pop()


def _of_deliveries(ward_id: UUID, ids: list[UUID]) -> list[str | None]:
    found: list[str | None] = []
    for start in range(0, len(ids), _FEW):
        query = select(Delivery.paper_number).where(
            Delivery.ward_id == ward_id, Delivery.id.in_(ids[start : start + _FEW])
        )
        found += db.session.scalars(query)
    return found


def _replaced(asked: dict[str, Any]) -> UUID | None:
    """The line that the run replaces papers of: the first, where they are of several; "replaces" names all."""
    return next((UUID(one) for one in asked.get("replaces", {})), None)


def _freeze(line: IssuedPaper, asked: dict[str, Any], signed_on: date) -> None:
    """Let the deliveries know with which line they went out, and bear what stands on the signed papers."""
    printed, rules = dict(zip(asked["ids"], asked["numbers"], strict=False)), rules_in_use()
    ids = [UUID(one) for one in asked["ids"]]
    for start in range(0, len(ids), _FEW):
        query = select(Delivery).where(Delivery.ward_id == line.ward_id, Delivery.id.in_(ids[start : start + _FEW]))
        for one in db.session.scalars(query):
            one.issued_paper_id, one.issued_on = line.id, signed_on
            number = printed.get(str(one.id)) or one.paper_number or ""
            one.paper_number = numbered(number, one.kind, signed_on, rules)
    db.session.flush()


def _overlap(ward_id: UUID, year: int, symbol: str, numbers: list[int]) -> IssuedPaper | None:
    """The line of the register that holds one of the numbers already, a list's as well as a run's."""
    query = select(IssuedPaper).where(
        IssuedPaper.ward_id == ward_id, IssuedPaper.year == year, IssuedPaper.symbol == symbol
    )
    return next((one for one in db.session.scalars(query) if set(numbers) & set(numbers_of_line(one))), None)


def lines_of(actor: Actor, ward_id: UUID, year: int, kind: str, event_on: date) -> list[IssuedPaper]:
    """The lines of the register with which papers of a kind for a day went out, the latest first.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.PRINT, ward_id)
    ids = select(Delivery.issued_paper_id).where(
        Delivery.ward_id == ward_id, Delivery.year == year, Delivery.kind == kind, Delivery.event_on == event_on
    )
    return list(db.session.scalars(select(IssuedPaper).where(IssuedPaper.id.in_(ids)).order_by(IssuedPaper.id.desc())))


def draft_of_code(actor: Actor, job_id: UUID) -> PrintJob:
    """The run whose papers bear a code, where the register does not know it. Raises NotFound."""
    job = db.session.get(PrintJob, job_id)
    if job is None or not actor.covers(job.ward_id) or not job.list_key.startswith(PREFIX):
        raise NotFound(str(job_id))
    return job
