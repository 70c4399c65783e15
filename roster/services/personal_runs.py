"""Personal papers printed in one run: one for each citizen, with progress, going on where it was broken off.

Papers that are handed over in a year's call-up hang on their deliveries; those of reservists on the men themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from roster.domain import reserve_forms
from roster.domain.actor import Actor, Permission
from roster.domain.delivery import CALL_KINDS, KIND, PENDING, number_series
from roster.domain.personal_papers import Wording, form_of, not_in_force, numbered, words_of, wrong_office
from roster.domain.sorting import natural_key
from roster.domain.text import clean
from roster.jobs import queue
from roster.printing.pages import count_pages
from roster.services import audit, clock, papers
from roster.services.assessment import rules_in_use
from roster.services.delivery_signing import fault_of_day
from roster.services.faults import Invalid, NotFound
from roster.services.paper_numbers import PREFIX, fault_of_numbers, hold_numbers, signing_day_of
from roster.services.papers import DONE, FAILED, RUNNING, WAITING
from roster.services.personal_making import Maker, maker_of
from roster.services.print_work import CANCELLED, PIECE, Cancelled, asker_of, back_in_line, teller, turn_of
from roster.services.replaced_papers import old_of_reservists, old_papers
from roster.shelf import files
from roster.store.claims import Delivery
from roster.store.db import count_changed, db, new_id, now
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.scope import require
from roster.store.units import Unit

SET, JOINED = 80, 97  # per cent: all papers set in type; all put together
_FEW = 500  # so many ids fit into one query on every engine
_KINDS = frozenset(str(one.key) for one in KIND) | reserve_forms.KEYS
_WENT_OUT = (
    "Những giấy này đã vào sổ văn bản đi nên không in lại với nội dung khác. Hãy mở bản đã ban hành ở sổ văn bản đi; "
    "nếu giấy có chỗ sai, hãy lập giấy thay thế ở trang của văn bản ấy."
)
_FAILURE = "Chưa lập xong. Những trang đã lập được giữ lại; bấm “Lập tiếp” để làm phần còn thiếu."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Details:
    """What the officer sets for all papers of a run; which of it a kind asks for, its words say. `grounds` is one a
    line; `authority` stands above the signer's post ("KT. CHỦ TỊCH"); `subject` is what an invitation is about.
    """

    signed_on: date
    hour: str = ""
    place: str = ""
    signer_post: str = ""
    signer_name: str = ""
    grounds: str = ""
    bring: str = ""
    by_neighbourhood: bool = False
    authority: str = ""
    subject: str = ""


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
    return words_of(kind, year, signed_on, rules_in_use())


def has_receipt(kind: str) -> bool:
    """Whether a receipt to be torn off stands below each paper of the kind."""
    return kind in CALL_KINDS or (kind in _KINDS and form_of(kind, clock.today()).has_receipt)


def request_run(
    actor: Actor, ward: Unit, year: int, kind: str, event_on: date, details: Details, check_address: str = ""
) -> PrintJob:
    """Have the papers of a kind for a day printed; commits. A worker makes them, or they are made before this returns.

    Papers that went out already are left out: of those there are the kept bytes, or other papers that replace them.
    `check_address` is the page that checks them, with {paper} and {mark}; without it they bear no code. Raises Invalid
    by field, NotFound (also where there is no such paper), NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    hold_numbers(ward.id)
    every = papers_of(actor, ward.id, year, kind, event_on)
    if not every:
        raise NotFound(kind)
    found = [one for one in every if one[0].issued_paper_id is None]
    if not found:
        raise Invalid({"": [_WENT_OUT]})
    deliveries = [one for one, _ in found]
    faults = _faults_of(ward, kind, year, details)
    if details.signed_on > event_on:
        faults["signed_on"] = ["Ngày ký phải trước ngày có mặt ghi trên giấy."]
    elif taken := _taken(ward, kind, deliveries, details.signed_on):
        faults.setdefault("signed_on", [taken])
    if faults:
        raise Invalid(faults)
    _sign(kind, deliveries, details.signed_on)
    if details.by_neighbourhood:
        found.sort(key=lambda one: (natural_key(one[1].neighbourhood or "\uffff"), one[1].sort_key))
    more = {"address": check_address, "numbers": [one.paper_number for one, _ in found], **old_papers(deliveries)}
    people = [one.id for _, one in found]
    return _begin(actor, ward, year, kind, event_on, details, [one.id for one, _ in found], people, more)


def signing_day(actor: Actor, ward_id: UUID, year: int, kind: str, event_on: date) -> date:
    """The day of signing that the papers of a kind for a day bear; today where none or several. Raises as papers_of.

    Papers that went out have theirs and are not asked.
    """
    found = papers_of(actor, ward_id, year, kind, event_on)
    days = {one.issued_on for one, _ in found if one.issued_paper_id is None}
    only = days.pop() if len(days) == 1 else None
    return only or min(clock.today(), event_on)


def _taken(ward: Unit, kind: str, deliveries: Sequence[Delivery], signed_on: date) -> str:
    """Which number of the papers other papers of the year of signing bear; "" for none."""
    rules = rules_in_use()
    bearing = [one for one in deliveries if one.paper_number]
    numbers = [numbered(one.paper_number or "", kind, signed_on, rules) for one in bearing]
    return fault_of_numbers(ward.id, kind, signed_on, numbers, [one.id for one in bearing])


def _sign(kind: str, deliveries: Sequence[Delivery], signed_on: date) -> None:
    """Write the day of signing and that day's symbol to the papers still on their way: both stand on the print."""
    rules = rules_in_use()
    for one in deliveries:
        if one.outcome == PENDING:
            one.issued_on = signed_on
            one.paper_number = one.paper_number and numbered(one.paper_number, kind, signed_on, rules)


def request_reserve_run(
    actor: Actor, ward: Unit, kind: str, person_ids: Sequence[UUID], details: Details, first_number: str = "",
    check_address: str = "", replacing: tuple[IssuedPaper, str] | None = None,
) -> PrintJob:  # fmt: skip
    """Have the papers of reservists printed, in the order given and numbered on from the first number; commits.

    `check_address` as for `request_run`. `replacing` is the line of the register that their papers went out with, and
    why they get others.

    Raises Invalid by field, NotFound (for nobody, an unknown kind, or anybody who is not of the ward), NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    if kind not in reserve_forms.KEYS or not person_ids:
        raise NotFound(kind)
    hold_numbers(ward.id)
    places: dict[UUID, str] = {}
    for start in range(0, len(person_ids), _FEW):
        some = person_ids[start : start + _FEW]
        query = select(Person.id, Person.neighbourhood).where(Person.ward_id == ward.id, Person.id.in_(some))
        places |= {row[0]: row[1] or "\uffff" for row in db.session.execute(query)}
    if set(places) != set(person_ids):
        raise NotFound(kind)
    if details.by_neighbourhood:
        person_ids = sorted(person_ids, key=lambda one: natural_key(places[one]))
    faults = _faults_of(ward, kind, details.signed_on.year, details)
    numbers: list[str | None] = []
    try:
        numbers = number_series(clean(first_number), len(person_ids))
    except ValueError:
        faults["first_number"] = ["Số giấy đầu tiên phải có chữ số để đánh số tiếp, ví dụ 12."]
    full = [numbered(one, kind, details.signed_on, rules_in_use()) for one in numbers if one]
    if taken := fault_of_numbers(ward.id, kind, details.signed_on, full, person_ids if full else ()):
        faults["first_number"] = [taken]
    elif replacing and not full:
        faults["first_number"] = ["Giấy thay thế phải có số mới. Hãy ghi số giấy đầu tiên."]
    if faults:
        raise Invalid(faults)
    more = {"address": check_address, "numbers": numbers}
    if replacing:
        more |= old_of_reservists(*replacing, person_ids)
    year = details.signed_on.year
    return _begin(actor, ward, year, kind, details.signed_on, details, person_ids, person_ids, more)


def _faults_of(ward: Unit, kind: str, year: int, details: Details) -> dict[str, list[str]]:
    words = customary(kind, year, details.signed_on)
    asks, faults = words.asks, {}
    if fault := fault_of_day(ward, kind, details.signed_on):
        faults["signed_on"] = [fault]
    # The law of the day of signing, however the words came into the form.
    elif cited := not_in_force(details.grounds if "grounds" in asks else "", details.signed_on):
        faults["grounds"] = list(cited)
    elif wrong := wrong_office(words, clean(details.signer_post), clean(details.authority)):
        faults["signer_post"] = [wrong]
    if "place" in asks and not clean(details.place):
        faults["place"] = ["Hãy ghi nơi công dân phải có mặt, hoặc nơi gửi đến."]
    if "subject" in asks and not clean(details.subject):
        faults["subject"] = ["Hãy ghi mời về việc gì."]
    return faults


def _begin(
    actor: Actor, ward: Unit, year: int, kind: str, event_on: date, details: Details, ids: Sequence[UUID],
    people: Collection[UUID], more: Mapping[str, Any],
) -> PrintJob:  # fmt: skip
    job_id = new_id()
    address = more["address"].replace("{paper}", str(job_id)) if all(more["numbers"]) else ""  # only then it can go out
    job = PrintJob(
        id=job_id, ward_id=ward.id, list_key=f"{PREFIX}{kind}",
        request={
            "year": year, "kind": kind, "event_on": event_on.isoformat(), "ids": [str(one) for one in ids],
            "pieces": [], **more, "address": address,
            "details": {**details.__dict__, "signed_on": details.signed_on.isoformat()},
            "roles": sorted(actor.roles), "is_system": actor.is_system,
        },
        rows=len(ids), state=WAITING, created_by=actor.user_id, created_by_name=actor.name,
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    audit.record(
        actor, "delivery.print", ward_id=ward.id, subject_id=job.id, year=year, kind=kind, count=len(ids), people=people
    )  # fmt: skip
    db.session.commit()
    queue.submit(queue.PRINT_PAPERS, job.id, turn_of(job))
    db.session.refresh(job)
    return job


def get_run(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """A run of the ward. Raises NotFound, NotAllowed."""
    job = papers.get_job(actor, ward_id, job_id)
    if not job.list_key.startswith(PREFIX):
        raise NotFound(str(job_id))
    return job


def go_on(actor: Actor, ward_id: UUID, job_id: UUID) -> PrintJob:
    """Make what is missing of a run that failed or got lost; what is done is kept.

    Raises Invalid where its numbers were given to others meanwhile, NotFound, NotAllowed.
    """
    job = get_run(actor, ward_id, job_id)
    if papers.may_restart(job):
        hold_numbers(ward_id)
        if taken := outdated(job, with_drafts=True):
            db.session.rollback()
            raise Invalid({"": [taken]})
        job.state, job.failure = WAITING, None
        db.session.commit()
        queue.submit(queue.PRINT_PAPERS, job.id, turn_of(job))
        db.session.refresh(job)
    return job


def outdated(job: PrintJob, *, with_drafts: bool = False) -> str:
    """Why a run may not be handed out any more, "" while it may: its numbers went out, or belong to others, since.

    Of a run that went out itself the register has the bytes. `with_drafts` as for `fault_of_numbers`: of one that was
    given up, whose numbers were free since.
    """
    asked = job.request
    signed_on, rules = signing_day_of(asked), rules_in_use()
    pairs = [(number, UUID(one)) for one, number in zip(asked["ids"], asked["numbers"], strict=False) if number]
    full = [numbered(number, asked["kind"], signed_on, rules) for number, _ in pairs]
    return fault_of_numbers(
        job.ward_id, asked["kind"], signed_on, full, [one for _, one in pairs], with_drafts=with_drafts
    )


@queue.register(queue.PRINT_PAPERS)
@back_in_line(queue.PRINT_PAPERS)
def run_papers(job_id: UUID) -> None:
    """Make the papers of a run piece by piece; a piece that is kept is not made again while they say the same."""
    job = db.session.get(PrintJob, job_id)
    ward = db.session.get(Unit, job.ward_id) if job is not None else None
    if job is None or ward is None or job.state != WAITING:
        return
    job.state = RUNNING
    db.session.commit()
    try:
        # Only here: WeasyPrint takes most of a second to load.
        from roster.printing.joined import join
        from roster.printing.personal_seal import Seal

        asked = dict(job.request)
        maker = maker_of(asker_of(job), ward, asked)
        # All that they say is read at once: the code on each paper stands for the whole run.
        found = _read_all(maker, [UUID(one) for one in asked["ids"]])
        made, mark, pieces = [paper for _, paper in found], maker.mark([paper for _, paper in found]), asked["pieces"]
        if mark != asked.get("mark", mark):
            _drop(pieces)  # the data changed since: half of them would say one thing, half the other
            pieces = []
        numbers = dict(zip(asked["ids"], asked["numbers"], strict=False))
        asked |= {"mark": mark, "ids": [str(one) for one, _ in found]}
        asked["numbers"] = [numbers.get(one) for one in asked["ids"]] if numbers else []
        db.session.commit()  # nobody waits for the setting of type
        seal = Seal(asked["address"], mark) if asked.get("address") else None
        while len(pieces) * PIECE < len(made):
            some = made[len(pieces) * PIECE : (len(pieces) + 1) * PIECE]
            rendered = maker.render(some, seal, is_piece=len(made) > PIECE)
            db.session.refresh(job)
            if job.state == CANCELLED:
                raise Cancelled
            pieces = [*pieces, files.keep(rendered, ".pdf")]
            job.request, job.state = {**asked, "pieces": pieces}, RUNNING  # also where it was given up and taken up
            job.progress = min(SET, len(pieces) * PIECE * SET // len(made))
            db.session.commit()
            if len(made) > PIECE and queue.waits_before(queue.BEGUN):
                _let_pass(job_id)
                return
        whole = join(_told(job_id, pieces), maker.title)
        job.stored_name = files.keep(whole, ".pdf")
        job.request, job.rows = {**asked, "pieces": []}, len(made)
        job.state, job.progress, job.pages, job.finished_at = DONE, 100, count_pages(whole), now()
        db.session.commit()
        _drop(pieces)
    except Cancelled:
        db.session.rollback()
    except Exception as error:
        db.session.rollback()
        db.session.refresh(job)
        if job.state in {DONE, CANCELLED}:  # the connection broke behind the commit, or nobody wants them any more
            return
        log.error("run %s failed with %s", job_id, type(error).__name__)
        job.state, job.failure, job.finished_at = FAILED, _FAILURE, now()
        db.session.commit()


def _let_pass(job_id: UUID) -> None:
    """Let what is shorter have its turn, and go on after it; commits. A run that was given up meanwhile stays so."""
    still = update(PrintJob).where(PrintJob.id == job_id, PrintJob.state == RUNNING).values(state=WAITING)
    is_ours = count_changed(still)
    db.session.commit()
    if is_ours:
        queue.put_in_line(queue.PRINT_PAPERS, job_id, queue.BEGUN)


def _told(job_id: UUID, pieces: Sequence[str]) -> Iterator[bytes]:
    """The pieces to be joined, telling with each how far the joining is: with many it takes a minute."""
    tell = teller(PrintJob, job_id, SET, step=1)
    for place, name in enumerate(pieces, start=1):
        tell(SET + (JOINED - SET) * place // len(pieces))
        yield _read(name)


def _read_all(maker: Maker, ids: Sequence[UUID]) -> list[tuple[UUID, Any]]:
    found: list[tuple[UUID, Any]] = []
    for start in range(0, len(ids), _FEW):
        found += maker.papers(ids[start : start + _FEW])
    return found


def _drop(names: Sequence[str]) -> None:
    for name in names:
        files.drop(name)


def _read(name: str) -> bytes:
    with files.open_kept(name) as file:
        return file.read()
