"""Personal papers printed in one run: a page for each citizen, with progress, going on where it was broken off."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.plain_sheets import PlainColumn, PlainSheet
from roster.domain.actor import SYSTEM, Actor, Permission, Sensitivity
from roster.domain.dates import format_date
from roster.domain.delivery import KIND
from roster.domain.personal_papers import Wording, wording
from roster.domain.sorting import natural_key
from roster.domain.text import clean, fold
from roster.jobs import queue
from roster.listing.table import masked
from roster.services import audit, papers
from roster.services.assessment import rules_in_use
from roster.services.faults import Invalid, NotFound
from roster.services.papers import DONE, FAILED, RUNNING, WAITING
from roster.services.print_work import CANCELLED, Cancelled, asker_of
from roster.shelf import files
from roster.store.claims import Delivery
from roster.store.db import db, now
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.scope import require
from roster.store.units import Unit

PREFIX = "call-"  # before the kind of paper, in the key of the job
_PIECE = 50
_KINDS = frozenset(str(one.key) for one in KIND)
_FAILURE = "Chưa lập xong. Những trang đã lập được giữ lại; bấm “Lập tiếp” để làm phần còn thiếu."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Details:
    """What the officer sets for all papers of a run. `grounds` and `recipients` are one a line."""

    signed_on: date
    hour: str
    place: str
    signer_post: str
    signer_name: str
    grounds: str
    bring: str
    by_neighbourhood: bool = False


def papers_of(actor: Actor, ward_id: UUID, year: int, kind: str, event_on: date) -> list[tuple[Delivery, Person]]:
    """The ward's papers of a kind for a day, in name order. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    query = (
        select(Delivery, Person)
        .join(Person, Person.id == Delivery.person_id)
        .where(
            Delivery.ward_id == ward_id, Person.ward_id == ward_id, Delivery.year == year, Delivery.kind == kind,
            Delivery.event_on == event_on,
        )
        .order_by(Person.sort_key, Delivery.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in db.session.execute(query)]


def days_of(actor: Actor, ward_id: UUID, year: int) -> list[tuple[str, date]]:
    """The kinds and days that have papers in a year, the latest day first. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    query = select(Delivery.kind, Delivery.event_on).where(Delivery.ward_id == ward_id, Delivery.year == year)
    return sorted({(row[0], row[1]) for row in db.session.execute(query.distinct())}, key=lambda one: one[1])[::-1]


def customary(kind: str, year: int, signed_on: date) -> Wording:
    """The customary words of the papers. Raises NotFound for an unknown kind."""
    if kind not in _KINDS:
        raise NotFound(kind)
    return wording(kind, year, signed_on, rules_in_use())


def request_run(actor: Actor, ward: Unit, year: int, kind: str, event_on: date, details: Details) -> PrintJob:
    """Have the papers of a kind for a day printed; commits. A worker makes them, or they are made before this returns.

    Raises Invalid by field, NotFound (also where there is no such paper), NotAllowed.
    """
    found = papers_of(actor, ward.id, year, kind, event_on)
    if not found:
        raise NotFound(kind)
    faults: dict[str, list[str]] = {}
    if details.signed_on > event_on:
        faults["signed_on"] = ["Ngày ký phải trước ngày có mặt ghi trên giấy."]
    if not clean(details.place):
        faults["place"] = ["Hãy ghi nơi công dân phải có mặt."]
    if faults:
        raise Invalid(faults)
    if details.by_neighbourhood:
        found.sort(key=lambda one: (natural_key(one[1].neighbourhood or "\uffff"), one[1].sort_key))
    job = PrintJob(
        ward_id=ward.id, list_key=f"{PREFIX}{kind}",
        request={
            "year": year, "kind": kind, "event_on": event_on.isoformat(), "ids": [str(one.id) for one, _ in found],
            "details": {**details.__dict__, "signed_on": details.signed_on.isoformat()}, "pieces": [],
            "roles": sorted(actor.roles), "is_system": actor.is_system,
        },
        rows=len(found), state=WAITING, created_by=actor.user_id, created_by_name=actor.name,
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    audit.record(
        actor, "delivery.print", ward_id=ward.id, subject_id=job.id, year=year, count=len(found),
        people=(person.id for _, person in found),
    )  # fmt: skip
    db.session.commit()
    queue.submit(queue.PRINT_PAPERS, job.id)
    db.session.refresh(job)
    return job


def get_run(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """A run of the ward. Raises NotFound, NotAllowed."""
    job = papers.get_job(actor, ward_id, job_id)
    if not job.list_key.startswith(PREFIX):
        raise NotFound(str(job_id))
    return job


def go_on(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """Make what is missing of a run that failed or got lost; what is done is kept. Raises NotFound, NotAllowed."""
    job = get_run(actor, ward_id, job_id)
    if papers.may_restart(job):
        job.state, job.failure = WAITING, None
        db.session.commit()
        queue.submit(queue.PRINT_PAPERS, job.id)
        db.session.refresh(job)
    return job


@queue.register(queue.PRINT_PAPERS)
def run_papers(job_id: UUID) -> None:
    """Make the papers of a run piece by piece; a piece that is kept is not made again."""
    job = db.session.get(PrintJob, job_id)
    ward = db.session.get(Unit, job.ward_id) if job is not None else None
    if job is None or ward is None or job.state != WAITING:
        return
    job.state = RUNNING
    db.session.commit()
    try:
        # Only here: WeasyPrint takes most of a second to load.
        from roster.printing.personal import join, render_papers

        actor, asked = asker_of(job), dict(job.request)
        ids = [UUID(one) for one in asked["ids"]]
        series = _series(ward, asked)
        pieces = list(asked["pieces"])
        while len(pieces) * _PIECE < len(ids):
            some = ids[len(pieces) * _PIECE : (len(pieces) + 1) * _PIECE]
            made = _papers(actor, ward.id, some, asked)
            db.session.commit()  # nobody waits for the setting of type
            rendered = render_papers(series, made)
            db.session.refresh(job)
            if job.state == CANCELLED:
                raise Cancelled
            pieces.append(files.keep(rendered, ".pdf"))
            job.request = {**asked, "pieces": pieces}
            job.progress = min(98, len(pieces) * _PIECE * 98 // len(ids))
            db.session.commit()
        whole = join((_read(name) for name in pieces), f"{series.name} {series.subject}")
        job.stored_name = files.keep(whole, ".pdf")
        job.request = {**asked, "pieces": []}
        job.state, job.progress, job.pages, job.finished_at = DONE, 100, len(ids), now()
        db.session.commit()
        for name in pieces:
            files.drop(name)
    except Cancelled:
        db.session.rollback()
    except Exception as error:
        db.session.rollback()
        log.error("run %s failed with %s", job_id, type(error).__name__)
        job.state, job.failure, job.finished_at = FAILED, _FAILURE, now()
        db.session.commit()


def _read(name: str) -> bytes:
    with files.open_kept(name) as file:
        return file.read()


def _series(ward: Unit, asked: Mapping[str, Any]) -> Any:
    from roster.printing.personal import Series

    details, signed_on = asked["details"], date.fromisoformat(asked["details"]["signed_on"])
    words = customary(asked["kind"], asked["year"], signed_on)
    is_chairman = "Chủ tịch" in words.signer
    place = papers.letterhead_on(SYSTEM, ward, signed_on)
    issuer = ("ỦY BAN NHÂN DÂN", ward.title.upper()) if is_chairman else (place.superior, place.agency)
    deciding = f"CHỦ TỊCH ỦY BAN NHÂN DÂN {ward.title.upper()}" if is_chairman else words.signer.upper()
    return Series(
        issuer=issuer,
        date_line=f"{place.place}, ngày {signed_on:%d} tháng {_month(signed_on)} năm {signed_on.year}",
        name=words.name, subject=words.subject, deciding=deciding,
        grounds=tuple(line for line in map(clean, details["grounds"].splitlines()) if line), bring=details["bring"],
        signer_post=details["signer_post"].upper(), signer_name=details["signer_name"],
        recipients=("- Công dân có tên tại Điều 1;", "- Ban CHQS phường;", "- Lưu: VT."),
    )  # fmt: skip


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= 2 else str(day.month)


def _papers(actor: Actor, ward_id: UUID, ids: Collection[UUID], asked: Mapping[str, Any]) -> list[Any]:
    from roster.printing.personal import PersonalPaper

    details, event_on = asked["details"], date.fromisoformat(asked["event_on"])
    query = (
        select(Delivery, Person)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.ward_id == ward_id, Delivery.id.in_(list(ids)))
    )
    found = {row[0].id: (row[0], row[1]) for row in db.session.execute(query)}
    hour = f"lúc {details['hour']}, " if details["hour"] else ""
    made = []
    for one in ids:
        if one not in found:
            continue  # taken back as made by mistake since the run was asked for
        paper, person = found[one]
        number = person.citizen_id or ""
        if number and not actor.may_see(Sensitivity.IDENTITY):
            number = masked(number, Sensitivity.IDENTITY)
        made.append(
            PersonalPaper(
                paper.paper_number or "", person.full_name, format_date(person.birth_date), number, home_of(person),
                ", ".join(part for part in (person.occupation, person.workplace) if part),
                f"{hour}ngày {event_on:%d/%m/%Y}", details["place"],
            )
        )  # fmt: skip
    return made


def home_of(person: Person) -> str:
    """Where a citizen lives, as his papers say it."""
    address = person.permanent_address or ""
    if person.neighbourhood and f" {fold(person.neighbourhood)} " not in f" {fold(address)} ":
        return ", ".join(part for part in (person.neighbourhood, address) if part)
    return address


def delivery_book(actor: Actor, ward_id: UUID, year: int, kind: str, event_on: date) -> PlainSheet:
    """The book of delivery (sổ giao nhận) of the papers of a kind for a day. Raises NotFound, NotAllowed."""
    found = papers_of(actor, ward_id, year, kind, event_on)
    if not found:
        raise NotFound(kind)
    found.sort(key=lambda one: (natural_key(one[1].neighbourhood or "\uffff"), one[1].sort_key))
    rows = tuple(
        (
            (person.full_name,), (format_date(person.birth_date),), (person.neighbourhood or "",),
            (paper.paper_number or "",), (f"{paper.delivered_on:%d/%m/%Y}" if paper.delivered_on else "",),
            (paper.received_by or "",), (paper.delivered_by or "",), ("",), (paper.note or "",),
        )
        for paper, person in found
    )  # fmt: skip
    label = next(str(one.label) for one in KIND if one.key == kind)
    return PlainSheet(
        "delivery-book", f"SỔ GIAO NHẬN {label.upper()} CÓ MẶT NGÀY {event_on:%d/%m/%Y}",
        (
            PlainColumn(("Họ và tên",), 44.0, strong=True), PlainColumn(("Ngày sinh",), 22.0, True),
            PlainColumn(("Tổ dân phố",), 26.0), PlainColumn(("Số giấy",), 30.0, True),
            PlainColumn(("Ngày giao",), 22.0, True), PlainColumn(("Người nhận",), 32.0),
            PlainColumn(("Người giao",), 30.0), PlainColumn(("Ký nhận",), 24.0), PlainColumn(("Ghi chú",), 20.0),
        ),
        rows, noun="giấy",
    )  # fmt: skip
