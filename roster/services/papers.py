"""Lists on their way to paper: asked for by an officer, made by a worker, kept, and handed out again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select, update

from roster.columns.catalogue import ROSTERS
from roster.columns.plain_sheets import PLAIN_SHEETS, shape_of
from roster.columns.printed_lists import PRINTED_LISTS, ListDefinition, working_list
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import ROSTER, label_of
from roster.domain.postings import POSTED_LISTS, facts_for_board
from roster.jobs import queue
from roster.printing.layout import PaperInput
from roster.printing.pages import count_pages
from roster.services import audit, clock
from roster.services.form_rules import LeftOut, Selection, count_groups, select_each, select_rows
from roster.services.list_settings import look_on
from roster.services.paper_formats import keep_data
from roster.services.paper_layout import PREPARER, SIGNER, PaperOptions, lay_out, letterhead_on, signatories_on
from roster.services.print_work import CANCELLED, Cancelled, asker_of, back_in_line, teller
from roster.shelf import files
from roster.store.db import count_changed, db, now
from roster.store.list_filter import ListFilter
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.queries import list_rows
from roster.store.scope import NotFound, require, require_kept
from roster.store.units import Unit

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

_CANCELLED_TEXT = "{name} đã dừng lần in này."
STUCK_AFTER = timedelta(minutes=5)
_CHUNK = 500  # so many ids fit into one query on every engine

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Paper:
    """A finished paper, and whom it left out for which reason; `notice` says what was not asked, "" for nothing."""

    pdf: bytes
    rows: int
    pages: int
    left_out: tuple[LeftOut, ...] = field(default=())
    notice: str = ""
    data: dict[str, Any] = field(default_factory=dict)  # what it says, for other formats (PaperInput.as_data)
    mark: str = ""
    signer: str = ""
    people: tuple[UUID | None, ...] = ()  # whom it names

    @property
    def left_out_counts(self) -> tuple[tuple[str, int], ...]:
        """How many were left out for which reason, the most frequent first."""
        return count_groups(self.left_out)


def definition_of(list_key: str, keys: tuple[str, ...] | None = None) -> ListDefinition:
    """The printed list of that key; a roster's own key names its working list, with the columns `keys`; or a sheet.

    Raises NotFound for an unknown key.
    """
    if list_key in PRINTED_LISTS:
        return PRINTED_LISTS[list_key]
    if list_key in ROSTERS:
        return working_list(list_key, keys)
    if list_key in PLAIN_SHEETS:
        return shape_of(list_key)
    raise NotFound(list_key)


def lists_on_offer(roster: str) -> list[tuple[str, str]]:
    """(key, name) of the papers that a roster can be printed as: the official forms, then the list as it is seen."""
    forms = [(one.key, one.name) for one in PRINTED_LISTS.values() if one.roster == roster]
    return [*forms, (roster, f"{label_of(ROSTER, roster)}: danh sách với các cột đang xem")]


def select_for(actor: Actor, list_key: str, wanted: ListFilter) -> Selection:
    """Whom the paper would name today, and whom it would leave out and why. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, wanted.ward_id)
    return select_rows(actor, list_key, wanted, list_rows(actor, wanted), clock.today())


def preview_of(actor: Actor, wanted: ListFilter) -> tuple[int, dict[str, Selection]]:
    """How many people the list has, and for each official form of the roster what `select_for` gives.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.PRINT, wanted.ward_id)
    keys = [one.key for one in PRINTED_LISTS.values() if one.roster == wanted.roster]
    rows = list_rows(actor, wanted)
    return len(rows), select_each(actor, keys, wanted, rows, clock.today())


def left_out_of(actor: Actor, job: PrintJob) -> list[tuple[Person, tuple[str, ...]]]:
    """Whom a finished print left out, in name order, each with every reason.

    Without reasons for an actor who may not see what examination and police found. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.PRINT, job.ward_id)
    sees_all = actor.may_see(Sensitivity.HEALTH) and actor.may_see(Sensitivity.POLITICS)
    kept = {UUID(person_id): tuple(reasons) for person_id, reasons in job.request.get("left_out_people", [])}
    people: list[Person] = []
    ids = list(kept)
    for start in range(0, len(ids), _CHUNK):
        query = select(Person).where(Person.ward_id == job.ward_id, Person.id.in_(ids[start : start + _CHUNK]))
        people.extend(db.session.scalars(query))
    in_order = sorted(people, key=lambda one: (one.sort_key, str(one.id)))
    return [(person, kept[person.id] if sees_all else ()) for person in in_order]


def make_paper(
    actor: Actor,
    ward: Unit,
    list_key: str,
    wanted: ListFilter,
    options: PaperOptions,
    *,
    progress: Callable[[int], None] | None = None,
    seal: Callable[[PaperInput], PaperInput] | None = None,
) -> Paper:
    """The list as a PDF, made now; `seal` adds what only an issued paper has.

    Ends the transaction that it read in, so that nobody waits for the setting of type. Raises NotFound (also for an
    unknown list, or one of another roster), NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    definition = definition_of(list_key, options.keys)
    if definition.roster != wanted.roster or wanted.ward_id != ward.id:
        raise NotFound(list_key)
    moment = clock.now()
    day = options.dated_on or moment.date()
    chosen = select_for(actor, list_key, wanted)
    paper = lay_out(
        actor, ward, definition, look_on(actor, ward.id, list_key, day), chosen.rows, wanted.year, day, options
    )
    if seal is not None:
        paper = seal(paper)
    db.session.commit()
    made = set_in_type(paper, progress)
    people = tuple(row.person_id for row in paper.table.rows)
    if list_key in POSTED_LISTS:  # a copy for the notice board is made of the list, not of what the data became
        places = {one: place for place, one in enumerate(people)}
        in_order = sorted(chosen.rows, key=lambda row: places.get(row.get("person_id"), 0))
        made.data["board"] = [facts_for_board(row, list_key) for row in in_order]
    return replace(made, left_out=chosen.people, notice=chosen.notice, people=people)


def set_in_type(paper: PaperInput, progress: Callable[[int], None] | None = None) -> Paper:
    """A paper that is laid out, as a PDF with what it says and who signs it."""
    # Only here: WeasyPrint takes most of a second to load, and where Pango is missing it does not load at all; neither
    # may keep an import or the whole program from working.
    from roster.printing.pdf import render_list

    pdf = render_list(paper, progress)
    signer = paper.signatures[1]
    return Paper(
        pdf, paper.table.row_count, count_pages(pdf), data=paper.as_data(), mark=paper.mark,
        signer=" ".join(filter(None, (signer.authority, signer.post, signer.rank, signer.full_name))),
    )  # fmt: skip


def print_now(
    actor: Actor, ward: Unit, list_key: str, wanted: ListFilter, options: PaperOptions | None = None
) -> Paper:
    """make_paper with its audit entry, committed: for the command line. Raises as make_paper."""
    paper = make_paper(actor, ward, list_key, wanted, options or PaperOptions())
    _record(actor, ward.id, list_key, wanted, paper, None)
    db.session.commit()
    return paper


def request_list(actor: Actor, ward_id: UUID, list_key: str, wanted: ListFilter, options: PaperOptions) -> PrintJob:
    """Ask for a paper and commit; a worker makes it, or it is made before this returns where none is running.

    Raises NotFound (also for an unknown list, or one of another roster), NotAllowed.
    """
    require(actor, Permission.PRINT, ward_id)
    if definition_of(list_key, options.keys).roster != wanted.roster or wanted.ward_id != ward_id:
        raise NotFound(list_key)
    job = PrintJob(
        ward_id=ward_id,
        list_key=list_key,
        request={
            "filter": wanted.as_dict(),
            "options": options.as_dict(),
            "roles": sorted(actor.roles),
            "is_system": actor.is_system,
        },
        state=WAITING,
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    db.session.add(job)
    db.session.commit()
    queue.submit(queue.PRINT_LIST, job.id)
    db.session.refresh(job)
    return job


def get_job(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """One print of the ward. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    job = db.session.get(PrintJob, job_id)
    if job is None or job.ward_id != ward_id:
        raise NotFound(str(job_id))
    return job


def list_jobs(actor: Actor, ward_id: UUID, limit: int = 50) -> list[PrintJob]:
    """The ward's latest prints, newest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    known = PrintJob.list_key.in_(
        [*PRINTED_LISTS, *ROSTERS, *PLAIN_SHEETS]
    )  # a run of personal papers has its own page
    query = select(PrintJob).where(PrintJob.ward_id == ward_id, known).order_by(PrintJob.created_at.desc())
    return list(db.session.scalars(query.limit(limit)))


def open_paper(actor: Actor, ward_id: UUID, job_id: UUID) -> BinaryIO:
    """The finished PDF, open for reading. Raises NotFound where it is not done or no longer kept; NotAllowed."""
    job = get_job(actor, ward_id, job_id)
    require_kept(actor, job.created_by)
    try:
        return files.open_kept(job.stored_name or "")
    except FileNotFoundError as error:
        raise NotFound(str(job_id)) from error


def record_format(actor: Actor, job: PrintJob, kind: str) -> None:
    """Note that a print was taken in another format; commits. Raises NotFound, NotAllowed."""
    require(actor, Permission.EXPORT, job.ward_id)
    require_kept(actor, job.created_by)
    audit.record(actor, "paper.format", ward_id=job.ward_id, subject_id=job.id, list=job.list_key, format=kind)
    db.session.commit()


def may_restart(job: PrintJob) -> bool:
    """Whether a print failed, or waits for a worker that is gone."""
    if job.state in {FAILED, CANCELLED}:
        return True
    return job.state in {WAITING, RUNNING} and now() - job.created_at > STUCK_AFTER and not queue.worker_is_alive()


def restart_print(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """Make a print that failed or got lost once more; nothing happens to any other. Raises NotFound, NotAllowed."""
    job = get_job(actor, ward_id, job_id)
    if may_restart(job):
        job.state, job.progress, job.failure = WAITING, 0, None
        db.session.commit()
        queue.submit(queue.PRINT_LIST, job.id)
        db.session.refresh(job)
    return job


def cancel_print(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """Give up a print that waits or is being made; nothing happens to any other. Raises NotFound, NotAllowed.

    A worker that is at it stops at its next step; what it made is thrown away. It can be begun anew.
    """
    job = get_job(actor, ward_id, job_id)
    open_still = update(PrintJob).where(PrintJob.id == job_id, PrintJob.state.in_((WAITING, RUNNING)))
    values = {"state": CANCELLED, "failure": _CANCELLED_TEXT.format(name=actor.name), "finished_at": now()}
    if count_changed(open_still.values(values)):
        audit.record(actor, "list.cancel", ward_id=ward_id, subject_id=job_id, list=job.list_key)
    db.session.commit()
    db.session.refresh(job)
    return job


@queue.register(queue.PRINT_LIST)
@back_in_line(queue.PRINT_LIST)
def run_print(job_id: UUID) -> None:
    """Make the paper of a print job, keep it and write state, progress and audit entry; commits several times.

    A job that is not waiting is left alone, so that it can be handed out twice without harm.
    """
    job = db.session.get(PrintJob, job_id)
    ward = db.session.get(Unit, job.ward_id) if job is not None else None
    if job is None or ward is None or job.state != WAITING:
        return
    job.state = RUNNING
    db.session.commit()
    try:
        actor = asker_of(job)
        wanted = ListFilter.from_dict(job.ward_id, job.request["filter"])
        options = PaperOptions.from_dict(job.request["options"])
        paper = make_paper(actor, ward, job.list_key, wanted, options, progress=teller(PrintJob, job_id))
        db.session.refresh(job)
        if job.state == CANCELLED:
            raise Cancelled
        stored_name = files.keep(paper.pdf, ".pdf")
        job.state, job.progress, job.rows, job.pages = DONE, 100, paper.rows, paper.pages
        job.stored_name, job.finished_at = stored_name, now()
        job.request = job.request | {
            "notice": paper.notice,
            "left_out": [list(pair) for pair in paper.left_out_counts],
            "left_out_people": [[str(one.person_id), list(one.reasons)] for one in paper.left_out],
            "data": keep_data(paper.data),
        }
        _record(actor, job.ward_id, job.list_key, wanted, paper, job.id)
        db.session.commit()
    except Cancelled:
        db.session.rollback()
    except Exception as error:
        db.session.rollback()
        db.session.refresh(job)
        if job.state == DONE:  # the connection broke behind the commit: it is printed
            return
        # Neither message nor traceback: both may repeat what stands in a row.
        log.error("print %s failed with %s", job_id, type(error).__name__)
        job.state, job.finished_at = FAILED, now()
        job.failure = "Chưa tạo được bản in. Hãy thử lại; nếu vẫn không được, báo người quản trị kèm giờ in."
        db.session.commit()


def _record(actor: Actor, ward_id: UUID, list_key: str, wanted: ListFilter, paper: Paper, job_id: UUID | None) -> None:
    audit.record(
        actor,
        "list.print",
        ward_id=ward_id,
        subject_id=job_id,
        list=list_key,
        year=wanted.year,
        rows=paper.rows,
        pages=paper.pages,
        narrowed=wanted.is_narrowed,
        left_out=len(paper.left_out),
        people=paper.people,
    )


__all__ = [
    "CANCELLED",
    "DONE",
    "FAILED",
    "PREPARER",
    "RUNNING",
    "SIGNER",
    "WAITING",
    "Paper",
    "PaperOptions",
    "cancel_print",
    "definition_of",
    "get_job",
    "left_out_of",
    "letterhead_on",
    "list_jobs",
    "lists_on_offer",
    "make_paper",
    "may_restart",
    "open_paper",
    "preview_of",
    "print_now",
    "record_format",
    "request_list",
    "restart_print",
    "run_print",
    "select_for",
    "set_in_type",
    "signatories_on",
]
