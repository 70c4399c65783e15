"""The demonstration office with an object of every kind that an address can name, made once for all tests that walk.

Making it takes longer than any other test, so it is kept in a folder that all test processes share and copied into each
office that asks for it.
"""

from __future__ import annotations

import io
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from flask import current_app
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select, type_coerce
from sqlalchemy.types import NullType

from roster.columns.catalogue import ENLISTMENT
from roster.domain.law.command_posts import COMMAND_KIND
from roster.domain.report_periods import QUARTER, period_of_day
from roster.domain.text import fold
from roster.printing import pdf, personal, report
from roster.services import (
    accounts,
    bulk_edits,
    demo,
    imports,
    issued_papers,
    issued_runs,
    papers,
    personal_runs,
    postings,
    report_sending,
    reports,
    saved_views,
    targets,
)
from roster.services.list_settings import Look
from roster.services.papers import PaperOptions
from roster.services.personal_runs import Details
from roster.shelf import files
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.audit_chain import KEY_FILE
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim, Delivery, Ruling
from roster.store.db import db, new_id
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, ForceUnit, PartySource, Speciality
from roster.store.imports import COMMITTED, IMPORT, READY, RECONCILE, ImportBatch, ImportMemory
from roster.store.issued import IssuedPaper, Posting
from roster.store.list_filter import ListFilter
from roster.store.militia import MilitiaRecord
from roster.store.papers import ListSetting, PrintJob
from roster.store.people import Person
from roster.store.privacy import DataRequest
from roster.store.reserve import ReserveRecord
from roster.store.saved_views import SavedView
from roster.store.targets import Report
from roster.store.training import DutyShift, Meeting, TrainingPlan, TrainingSession
from roster.store.units import Neighbourhood, Unit
from tests.own_process import workbooks_read_here

TODAY = date(2026, 11, 24)
YEAR = TODAY.year + 1  # of the call-up that the demonstration is in the midst of
POSTED = "enlistment-16c"  # a list that the law wants put up
BACKUP = "roster-20261124-080000.age"
_KEPT = ("roster.db", "files", "audit_key", "audit_heads.txt", "audit_head.txt")
_LONGEST_WAIT = 240  # seconds
_WORDS = "words.txt"  # what `unset` leaves in a paper


def fill(instance: Path, folders: pytest.TempPathFactory) -> None:
    """Fill the fresh SQLite office in `instance`, whose calendar stands on TODAY.

    Which test process comes second waits for what the first one makes.
    """
    shared = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # that of all processes of this run
    whole = shared / "whole_office"
    try:
        (shared / "whole_office.begun").mkdir()
    except FileExistsError:
        for _ in range(_LONGEST_WAIT * 10):
            if whole.is_dir():
                break
            time.sleep(0.1)
    else:
        try:
            with nothing_set_in_type(), workbooks_read_here():
                demo.make_demo()
                _add_what_the_demonstration_has_not()
            keep(instance, shared / "whole_office.partly")
            (shared / "whole_office.partly").rename(whole)
        except BaseException:
            (shared / "whole_office.begun").rmdir()  # nobody is to wait for it
            raise
    bring_back(whole, instance)


def keep(instance: Path, folder: Path) -> None:
    """Copy the office as it is now into the new `folder`."""
    db.session.commit()
    _let_go()  # the last connection takes what lies beside the database into it
    folder.mkdir()
    _copy(instance, folder)


def bring_back(folder: Path, instance: Path) -> None:
    """Make the office what it was when it was kept in `folder`."""
    _let_go()
    for name in (*_KEPT, "roster.db-wal", "roster.db-shm"):
        shutil.rmtree(instance / name, ignore_errors=True)
        (instance / name).unlink(missing_ok=True)
    _copy(folder, instance)
    current_app.extensions.pop(KEY_FILE, None)


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def _copy(source: Path, target: Path) -> None:
    for name in _KEPT:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def unset(paper: Any, progress: Any = None, is_kept: bool = False) -> bytes:
    """Instead of setting a paper in type, which takes long: an empty page that carries what the paper would say."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_attachment(_WORDS, repr(paper).encode())
    writer.write(file)
    return file.getvalue()


_render_papers = personal._render


def first_paper(template: str, seal: Any = None, *, papers: Sequence[Any], **context: Any) -> bytes:
    """Instead of setting all papers of a run in type: the first, since what joins them asks for a true one."""
    return _render_papers(template, seal, papers=papers[:1], **context)


@contextmanager
def nothing_set_in_type() -> Iterator[None]:
    """Within: lists and reports are what `unset` makes of them, of personal papers there is one."""
    with (
        patch.object(pdf, "render_list", unset),
        patch.object(report, "render_report", unset),
        patch.object(personal, "_render", first_paper),
    ):
        yield


def _add_what_the_demonstration_has_not() -> None:
    """A paper in the register and one posted, runs of calls, a kept filter, a list's look, an edit of many, a word that
    an import was taught.
    """
    (of_militia,) = db.session.scalars(select(PrintJob))
    ward = db.session.get_one(Unit, of_militia.ward_id)
    officer = accounts.actor_of(db.session.scalars(select(User).where(User.user_name == "troly")).one())
    address = "https://so.lan/check/{paper}/{mark}"
    candidates = ListFilter(ENLISTMENT, ward.id, YEAR)
    job = papers.request_list(officer, ward.id, POSTED, candidates, PaperOptions(TODAY, "13", None, None))
    issued_papers.issue(officer, ward, job.id, number=7, dated_on=TODAY, check_address=address)
    postings.post(officer, ward, job.id, place="Trụ sở UBND phường", posted_on=TODAY)
    one = db.session.scalars(select(Delivery).where(Delivery.ward_id == ward.id).order_by(Delivery.event_on)).first()
    assert one is not None
    signed_on = personal_runs.signing_day(officer, ward.id, one.year, one.kind, one.event_on)
    details = Details(signed_on, place="Trung tâm Y tế", signer_post="Chủ tịch")
    run = personal_runs.request_run(officer, ward, one.year, one.kind, one.event_on, details, address)
    issued_runs.issue_run(officer, ward, run.id)
    reservist = db.session.scalars(select(ReserveRecord.person_id).where(ReserveRecord.ward_id == ward.id)).first()
    assert reservist is not None
    details = Details(TODAY, signer_post="Chỉ huy trưởng")
    personal_runs.request_reserve_run(officer, ward, "reserve_file", [reservist], details, "1", address)
    saved_views.save_view(officer, ward.id, "militia", "Tổ 3", {"neighbourhood": "TDP số 3"}, is_shared=True)
    members = select(MilitiaRecord.person_id).where(MilitiaRecord.ward_id == ward.id, MilitiaRecord.closed_on.is_(None))
    people, values = list(db.session.scalars(members.limit(3))), {"ethnicity": "Tày"}
    seen = bulk_edits.preview(officer, ward.id, "militia", TODAY.year, people, values, TODAY)
    marks = {edited.person_id: edited.mark for edited in seen.edited}
    bulk_edits.make(officer, ward.id, "militia", TODAY.year, marks, values, TODAY)
    by = {"ward_id": ward.id, "list_key": "militia", "begins_on": TODAY, "created_by_name": officer.name}
    db.session.add(ListSetting(**by, content=Look().as_dict()))
    (sent,) = db.session.scalars(select(Report))
    report_sending.send(officer, ward, sent.id, 3, TODAY, sent.version)
    reports.create(officer, ward, period_of_day(QUARTER, TODAY))
    read = db.session.scalars(select(ImportBatch).where(ImportBatch.ward_id == ward.id)).all()
    with files.path_of(next(one for one in read if one.roster == "militia").stored_name).open("rb") as file:
        imports.receive(officer, ward.id, "militia", TODAY.year, "doi chieu.xlsx", file, purpose=RECONCILE)
    event = {"home": "militia", "kind": "completion", "on_day": TODAY, "user_name": officer.name}
    db.session.add(ForceEvent(ward_id=ward.id, person_id=people[0], **event))
    targets.add(officer, ward.id, TODAY.year, {"label": "Tủ sách pháp luật"})
    taught = {"kind": "column", "word": "ho ten", "text": "Họ tên", "meaning": "full_name", "user_name": officer.name}
    db.session.add(ImportMemory(ward_id=ward.id, roster="militia", **taught))
    db.session.commit()


# --- What stands in an address --------------------------------------------------------------------------------------

Maker = Callable[[UUID], Any]


def _of(model: Any, *where: Any) -> Maker:
    """The first row of a ward, of those that satisfy `where`."""
    return lambda ward_id: db.session.scalars(
        select(model.id).where(model.ward_id == ward_id, *where).order_by(model.id)
    ).first()


def _member(model: Any, key: str) -> Maker:
    """One field of the ward's first open record, so that record and person of an address belong together."""
    column = getattr(model, key)
    return lambda ward_id: db.session.scalars(
        select(column).where(model.ward_id == ward_id, model.closed_on.is_(None)).order_by(model.id)
    ).first()


def _command(ward_id: UUID) -> UUID | None:
    of_command = select(ForceUnit.id).where(ForceUnit.kind == COMMAND_KIND)
    found = select(Appointment.id).where(Appointment.ward_id == ward_id, Appointment.unit_id.in_(of_command))
    return db.session.scalars(found.order_by(Appointment.id)).first()


def _of_ruling(ward_id: UUID) -> UUID | None:
    return db.session.scalars(select(Ruling.person_id).where(Ruling.ward_id == ward_id)).first()


def _mark(ward_id: UUID) -> str | None:
    found = db.session.scalars(select(IssuedPaper.mark).where(IssuedPaper.list_key == POSTED)).first()
    return (found or "")[:12] or None


def _edit(ward_id: UUID) -> UUID | None:
    where = (
        AuditEntry.ward_id == ward_id,
        AuditEntry.action == bulk_edits.EDITED,
        AuditEntry.details["count"].isnot(None),
    )
    return db.session.scalars(select(AuditEntry.subject_id).where(*where)).first()


def _bulk(ward_id: UUID) -> UUID | None:
    moves = select(CandidateMove.bulk_id).where(CandidateMove.ward_id == ward_id, CandidateMove.bulk_id.is_not(None))
    return db.session.scalars(moves.order_by(CandidateMove.at.desc())).first()


def _account(ward_id: UUID) -> UUID | None:
    name = db.session.scalars(select(Unit.name).where(Unit.id == ward_id)).one()
    wanted = "troly" if name == "Phù Liễn" else "troly.kienan"
    return db.session.scalars(select(User.id).where(User.user_name == wanted)).first()


_RUN = PrintJob.list_key.startswith("call-")
_OF_RESERVE = PrintJob.list_key.startswith("call-reserve")
# By the name of the argument, or by room and argument, or by page and argument: the nearest counts.
OBJECTS: dict[str, Maker] = {
    "appointment_id": _of(Appointment, Appointment.person_id.is_not(None), Appointment.ends_on.is_(None)),
    "command.appointment_id": _command,
    "people.ask_ruling.person_id": _of_ruling,
    "people.rule.person_id": _of_ruling,
    "batch_id": _of(ImportBatch, ImportBatch.state == READY, ImportBatch.purpose == IMPORT),
    "imports.undo.batch_id": _of(ImportBatch, ImportBatch.state == COMMITTED),
    "imports.undo_now.batch_id": _of(ImportBatch, ImportBatch.state == COMMITTED),
    "bulk_id": _bulk,
    **{
        f"imports.{page}.batch_id": _of(ImportBatch, ImportBatch.purpose == RECONCILE)
        for page in ("compare_again", "finish_reconciliation", "reconcile", "reconciliation_file", "settle")
    },
    "claim_id": _of(Claim),
    "code": _mark,
    "edit_id": _edit,
    "militia.event_id": _of(ForceEvent, ForceEvent.home == "militia"),
    "reserve.event_id": _of(ForceEvent, ForceEvent.home == "reserve", ForceEvent.kind.not_in(("proposal", "rank"))),
    "job_id": _of(PrintJob, PrintJob.list_key == POSTED),
    "deliveries.job_id": _of(PrintJob, _RUN, ~_OF_RESERVE),
    "reserve.job_id": _of(PrintJob, _OF_RESERVE),
    "meeting_id": _of(Meeting),
    "memory_id": _of(ImportMemory),
    "paper_id": _of(IssuedPaper, IssuedPaper.list_key == POSTED),
    "deliveries.paper_id": _of(Delivery),
    "deliveries.ask_replace.paper_id": _of(IssuedPaper, IssuedPaper.list_key.startswith("call-")),
    "deliveries.replace.paper_id": _of(IssuedPaper, IssuedPaper.list_key.startswith("call-")),
    "person_id": _member(EnlistmentRecord, "person_id"),
    "reserve.person_id": _member(ReserveRecord, "person_id"),
    "forces.person_id": _member(MilitiaRecord, "person_id"),
    "plan_id": _of(TrainingPlan),
    "posting_id": _of(Posting),
    "record_id": _member(EnlistmentRecord, "id"),
    "report_id": _of(Report, Report.sent_on.is_(None)),
    "reports.ask_correct.report_id": _of(Report, Report.sent_on.is_not(None)),
    "reports.correct.report_id": _of(Report, Report.sent_on.is_not(None)),
    "request_id": _of(DataRequest),
    "row_id": _of(Neighbourhood),
    "session_id": _of(TrainingSession),
    "setting_id": _of(ListSetting),
    "shift_id": _of(DutyShift),
    "source_id": _of(PartySource),
    "speciality_id": _of(Speciality),
    "unit_id": _of(ForceUnit),
    "user_id": _account,
    "view_id": _of(SavedView),
}
# What stands in addresses and belongs to no ward.
WORDS: dict[str, Any] = {
    "roster": "enlistment", "grid.roster": "militia", "year": YEAR, "service": "army", "ending": "xlsx", "kind": "xlsx",
    "units.kind": "neighbourhoods", "militia.kind": "recognition", "privacy.kind": "workbooks", "day": "2026-09-02",
    "list_key": POSTED, "backups.name": BACKUP, "help.name": "accounts.png", "step": "reply", "ruling": "decide",
    "key": "none", "campaigns.key": "report-01a", "rules.key": "claim.41.1.c", "targets.key": "own.1",
    "filename": "roster.css",
}  # fmt: skip
# What a page asks for beside its address: without it there is nothing that it could show.
QUERIES: dict[str, dict[str, Any]] = {
    "reserve.new_event": {"kind": "absence"},
    "reserve.add_event": {"kind": "absence"},
}
FORMS: dict[str, Callable[[UUID], dict[str, Any]]] = {
    "deliveries.save_many": lambda ward_id: {"papers": str(_of(Delivery)(ward_id))},
}


def objects_in(endpoint: str, arguments: Iterable[str]) -> list[str]:
    """The arguments that name something of a ward."""
    return [one for one in arguments if one != "code" and maker_of(endpoint, one)]


def maker_of(endpoint: str, argument: str) -> Maker | None:
    """What makes the argument of the page's address an object of a ward; None where nobody does."""
    room = endpoint.split(".")[0]
    return next(
        (OBJECTS[key] for key in (f"{endpoint}.{argument}", f"{room}.{argument}", argument) if key in OBJECTS), None
    )


def word_of(endpoint: str, argument: str) -> Any:
    """A word for an argument that belongs to no ward; None where there is none."""
    room = endpoint.split(".")[0]
    return next(
        (WORDS[key] for key in (f"{endpoint}.{argument}", f"{room}.{argument}", argument) if key in WORDS), None
    )


def values_of(endpoint: str, arguments: Iterable[str], ward_id: UUID, known: dict[Any, Any]) -> dict[str, Any]:
    """The arguments of an address that leads to objects of the ward; what was found is kept in `known`.

    Raises LookupError for one that nobody makes.
    """
    values: dict[str, Any] = {}
    for argument in arguments:
        maker = maker_of(endpoint, argument)
        if maker and (maker, ward_id) not in known:
            known[maker, ward_id] = maker(ward_id)
        value = ward_id if argument == "ward_id" else known.get((maker, ward_id)) or word_of(endpoint, argument)
        if value is None:
            raise LookupError(f"{endpoint}: nothing makes <{argument}>; add it to OBJECTS or WORDS of {__name__}")
        values[argument] = value
    return values


def asked(endpoint: str, ward_id: UUID) -> dict[str, Any]:
    """What is sent beside the address, as the test client takes it."""
    form = FORMS[endpoint](ward_id) if endpoint in FORMS else None
    return {"query_string": QUERIES.get(endpoint, {}), **({"data": form} if form else {})}


def mark_people(ward_id: UUID, mark: str) -> set[str]:
    """Put a mark into every name of the ward's people; returns it with their numbers and keys, all theirs alone."""
    table = Person.__table__
    rows = db.session.execute(select(Person.id, Person.citizen_id, Person.phone).where(Person.ward_id == ward_id)).all()
    marked = {"full_name": table.c.full_name.concat(f" {mark}"), "name_key": table.c.name_key.concat(f" {fold(mark)}")}
    db.session.execute(table.update().where(table.c.ward_id == ward_id).values(**marked))
    db.session.commit()
    return {mark} | {str(fact) for row in rows for fact in row if fact}


def _tables() -> list[Any]:
    return [table for table in db.metadata.sorted_tables if {"id", "ward_id"} <= set(table.c.keys())]


def give_one_of_each(giver_id: UUID, ward_id: UUID) -> None:
    """Give a ward a copy of the other's first row of each table in which it has none."""
    for table in _tables():
        row = db.session.execute(select(table).where(table.c.ward_id == giver_id).order_by(table.c.id)).first()
        if row is None or table.name == "audit_entry" or _first_id(table, ward_id):
            continue
        links = {column.name for column in table.c if column.foreign_keys or column.name.endswith("_id")} - {"ward_id"}
        if all(table.c[name].nullable for name in links):
            copied = row._asdict() | dict.fromkeys(links) | {"id": new_id(), "ward_id": ward_id}
            db.session.execute(table.insert().values(**{table.c[name].key: value for name, value in copied.items()}))
    db.session.commit()


def _first_id(table: Any, ward_id: UUID) -> UUID | None:
    return (
        db.session.execute(select(table.c.id).where(table.c.ward_id == ward_id).order_by(table.c.id)).scalars().first()
    )


def twins_in(ward_id: UUID, other_id: UUID) -> dict[str, str]:
    """For each object of a ward one of the same table in the other ward, as addresses and forms write them."""
    found: dict[str, str] = {}
    for table in _tables():
        if twin := _first_id(table, other_id):
            ids = db.session.execute(select(table.c.id).where(table.c.ward_id == ward_id)).scalars()
            found |= dict.fromkeys(map(str, ids), str(twin))
    return found


def rows_of(ward_id: UUID) -> dict[str, list[Any]]:
    """All that the ward's tables hold but its journal, to be compared."""
    kept = {}
    for table in db.metadata.sorted_tables:
        if "ward_id" in table.c and not table.name.startswith("audit"):
            # As they lie in the database: to make Python's values of them took longer than most walks.
            columns = [type_coerce(column, NullType()) for column in table.c]
            rows = db.session.execute(select(*columns).where(table.c.ward_id == ward_id)).all()
            kept[table.name] = sorted(map(repr, rows))
    return kept


def words_of(response: Any) -> str:
    """All that an answer says, whatever kind of file it is."""
    data, kind = response.data, response.mimetype
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if data.startswith(b"%PDF"):
        paper = PdfReader(io.BytesIO(data))
        if words := paper.attachments.get(_WORDS):
            return b"".join(words).decode()
        return "\n".join(page.extract_text() for page in paper.pages)
    if kind in {"image/png", "application/octet-stream"}:  # a picture of the manual, an encrypted backup
        return ""
    assert kind.startswith(("text/", "application/json", "image/svg")), f"{response.request.path}: {kind}"
    return str(response.text)
