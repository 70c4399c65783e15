"""Copies of lists for the notice board: made by whitelist, kept as they were put up, with the day to take them down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.plain_sheets import PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Permission
from roster.domain.law.versions import NoRuleInForce
from roster.domain.postings import POSTED_LISTS, clause_of, may_hang, year_of_birth
from roster.domain.sorting import natural_key
from roster.services import audit, clock, papers
from roster.services.assessment import campaign_of, rules_in_use
from roster.services.faults import Invalid, NotFound
from roster.services.issued_papers import ISSUED, check, issued_from
from roster.services.list_settings import look_on
from roster.services.paper_formats import FORMATS, keep_data, kept_data
from roster.services.papers import DONE, definition_of, select_for
from roster.services.plain_sheets import print_sheet, public_paper
from roster.shelf import files
from roster.store.db import db
from roster.store.issued import IssuedPaper, Posting
from roster.store.list_filter import ListFilter
from roster.store.papers import PrintJob
from roster.store.scope import require
from roster.store.units import Unit

_ONLY_DECIDED = "Danh sách chỉ gồm công dân đã có quyết định của cấp có thẩm quyền."
_TAMPERED = (
    "Dữ liệu lưu của danh sách đã ban hành bị mất hoặc đã bị thay đổi, nên chưa lập được bản niêm yết đúng như danh "
    "sách. Xin khôi phục từ bản sao lưu, hoặc in lại danh sách."
)
_BLANK_DAY, _BLANK_PLACE = "……/……/………", "…" * 20
_DAYS = 20  # where no rule is in force on the day
_FARTHEST = timedelta(days=60)


def may_post(job: PrintJob) -> bool:
    """Whether the list of a finished print is one that the law wants posted."""
    return job.state == DONE and job.list_key in POSTED_LISTS


def is_of_decisions(job: PrintJob) -> bool:
    """Whether the list names people by decisions on their grounds: the exempt and the deferred."""
    return POSTED_LISTS[job.list_key]


def last_day(posted_on: date, signed_on: date | None = None) -> date:
    """The last day on which a list put up on that day must hang: counted from the day on which the decision was signed
    where the law of the day has it so and the day is known, else from the posting.
    """
    try:
        rule = rules_in_use().at("deadline.post_claims", posted_on).value
    except NoRuleInForce:
        rule = {"days": _DAYS}
    begins = signed_on if signed_on is not None and rule.get("event") == "signature" else posted_on
    return begins + timedelta(days=int(rule["days"]))


@dataclass(frozen=True)
class Listed:
    """The list that a copy is made of: how many people it named when it was made (`count`), and its rows.

    `issued` is the paper of the register, None for a draft. `is_kept` is False where nothing that a copy needs was kept
    with it: the rows are then those of today, and may be others than those that the list names.
    """

    count: int
    rows: tuple[Mapping[str, Any], ...]
    hanging: tuple[Mapping[str, Any], ...]
    issued: IssuedPaper | None
    is_kept: bool

    @property
    def undecided(self) -> int:
        """How many of its people have no decision, and so do not hang."""
        return len(self.rows) - len(self.hanging)


def listed_in(actor: Actor, job: PrintJob) -> Listed:
    """The list that hangs with a copy: as it was issued from this print, else as it was printed.

    Raises Invalid where the data of an issued list is gone or another; NotFound, NotAllowed.
    """
    require(actor, Permission.PRINT, job.ward_id)
    issued = next((one for one in issued_from(actor, job.id, job.ward_id, job.list_key) if one.state == ISSUED), None)
    if issued is not None and not check(issued).is_data_whole:
        raise Invalid({"": [_TAMPERED]})
    try:
        kept = kept_data((issued.data_name if issued else job.request.get("data")) or "").get("board")
    except NotFound:  # a draft's data goes after a while
        kept = None
    rows = kept
    if rows is None:
        rows = select_for(actor, job.list_key, ListFilter.from_dict(job.ward_id, job.request["filter"])).rows
        if job.request["options"].get("by_neighbourhood"):  # in the order of the list that it shows
            rows = sorted(rows, key=lambda row: (not row["neighbourhood"], natural_key(row["neighbourhood"] or "")))
    hanging = tuple(row for row in rows if may_hang(row, job.list_key))
    count = (issued.rows if issued else job.rows) or 0
    return Listed(count, tuple(rows), hanging, issued, kept is not None)


def signature_day(actor: Actor, job: PrintJob) -> date | None:
    """The day on which the year's decision on deferral and exemption was signed, as the call-up has it.

    None where it is not known, the list is another, or the days of posting are over. Raises NotFound, NotAllowed.
    """
    if not is_of_decisions(job):
        return None
    signed_on = campaign_of(actor, job.ward_id, int(job.request["filter"]["year"])).claims_signed_on
    today = clock.today()
    return signed_on if signed_on and signed_on <= today <= last_day(today, signed_on) else None


def post(
    actor: Actor, ward: Unit, job_id: UUID, *, place: str, posted_on: date, signed_on: date | None = None
) -> Posting:
    """Make the copy of a printed list that may hang in public, keep it and note where and until when; commits.

    It is made of what the list said when it was issued, or printed (`listed_in`); who was only proposed for exemption
    or deferral then does not hang. `signed_on` is the day on which the decision was signed, None where unknown. Raises
    Invalid without a place, for a day far ahead, days that do not fit, or a list whose kept data is not its own;
    NotFound for a list that is not posted; NotAllowed.
    """
    require(actor, Permission.PRINT, ward.id)
    job = papers.get_job(actor, ward.id, job_id)
    if not may_post(job):
        raise NotFound(str(job_id))
    faults: dict[str, list[str]] = {}
    if not place:
        faults["place"] = ["Hãy ghi nơi niêm yết, ví dụ Trụ sở UBND phường, nhà văn hóa các tổ dân phố."]
    if abs(posted_on - clock.today()) > _FARTHEST:
        faults["posted_on"] = [
            f"Ngày niêm yết phải trong khoảng {_FARTHEST.days} ngày trước hoặc sau hôm nay. Xin xem lại năm."
        ]
    if signed_on is not None and signed_on > posted_on:
        faults["signed_on"] = ["Ngày ký quyết định phải từ ngày niêm yết trở về trước."]
    elif last_day(posted_on, signed_on) < posted_on:
        faults["signed_on"] = [
            f"Tính từ ngày ký này thì hạn niêm yết đã hết ngày {last_day(posted_on, signed_on):%d/%m/%Y}. "
            "Xin xem lại, hoặc để trống để tính từ ngày niêm yết."
        ]
    if faults:
        raise Invalid(faults)
    listed, year = listed_in(actor, job), int(job.request["filter"]["year"])
    rows, issued = listed.hanging, listed.issued
    paper = f"danh sách số {issued.number:02}/{issued.symbol} ngày {issued.dated_on:%d/%m/%Y}" if issued else ""
    look = look_on(actor, ward.id, job.list_key, posted_on)
    hangs = hanging_words(place[:200], posted_on, last_day(posted_on, signed_on))
    sheet = sheet_for_board(job.list_key, year, rows, look.title, hangs)
    pdf = print_sheet(actor, ward, sheet, posted_on, for_public=True, attached_to=paper)
    kept = [files.keep(pdf, ".pdf")]
    people = [UUID(str(one)) for row in rows if (one := row.get("person_id"))]
    try:
        kept.append(keep_data(public_paper(actor, ward, sheet, posted_on, paper).as_data()))
        stored, data = kept
        found = Posting(
            ward_id=ward.id, list_key=job.list_key, list_year=year, rows=len(rows), stored_name=stored,
            sha256=hashlib.sha256(pdf).hexdigest(), data_name=data, data_sha256=_fingerprint(data),
            place=place[:200], posted_on=posted_on, signed_on=signed_on,
            until=last_day(posted_on, signed_on), undecided=listed.undecided,
            created_by=actor.user_id, created_by_name=actor.name,
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
        audit.record(
            actor, "posting.make", ward_id=ward.id, subject_id=found.id, list=job.list_key, year=year,
            rows=len(rows), undecided=listed.undecided, people=people,
        )  # fmt: skip
        db.session.commit()
    except BaseException:
        db.session.rollback()
        for name in kept:
            files.drop(name)
        raise
    return found


def hanging_words(place: str = "", posted_on: date | None = None, until: date | None = None) -> str:
    """Where a copy hangs, from which day and to the end of which, as its readers are told; dots for what is unknown."""
    first, last = (f"{day:%d/%m/%Y}" if day else _BLANK_DAY for day in (posted_on, until))
    return f"Niêm yết từ ngày {first} đến hết ngày {last}, tại: {place.rstrip(' .;') or _BLANK_PLACE}."


def sheet_for_board(
    list_key: str, year: int, rows: Sequence[Mapping[str, Any]], own_title: str = "", hangs: str = ""
) -> PlainSheet:
    """The rows of a list as they may hang in public, under its title. What is not named here does not get there.

    `hangs` are the `hanging_words` of the copy; without them it leaves dots for the pen.
    """
    has_ground = POSTED_LISTS[list_key]
    columns = SHEET_COLUMNS["posting"] if has_ground else SHEET_COLUMNS["posting"][:-1]
    cells = []
    for row in rows:
        shown = [row["full_name"], year_of_birth(row["birth_date"]), row["neighbourhood"] or ""]
        if has_ground:
            shown.append(clause_of(str(row.get("ground") or "")))
        cells.append(tuple((text,) for text in shown))
    return PlainSheet(
        "posting", definition_of(list_key).titled(own_title).title_of(year), columns, tuple(cells), noun="công dân",
        landscape=False, note=f"{hangs or hanging_words()} {_ONLY_DECIDED if has_ground else ''}".strip(),
    )  # fmt: skip


def postings_of(actor: Actor, ward_id: UUID) -> list[Posting]:
    """The ward's posted copies, the latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    query = select(Posting).where(Posting.ward_id == ward_id).order_by(Posting.posted_on.desc(), Posting.id.desc())
    return list(db.session.scalars(query.limit(200)))


def get(actor: Actor, ward_id: UUID, posting_id: UUID) -> Posting:
    """A posted copy of the ward. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward_id)
    found = db.session.get(Posting, posting_id)
    if found is None or found.ward_id != ward_id:
        raise NotFound(str(posting_id))
    return found


def open_pdf(actor: Actor, found: Posting) -> bytes:
    """The copy as it was put up. Raises NotFound where the kept file is gone or another; NotAllowed."""
    require(actor, Permission.PRINT, found.ward_id)
    if _fingerprint(found.stored_name) != found.sha256:
        raise NotFound(str(found.id))
    with files.open_kept(found.stored_name) as file:
        return file.read()


def take_format(actor: Actor, found: Posting, kind: str) -> dict[str, Any]:
    """What the copy says, to be written in another format; commits its entry in the journal.

    Raises NotFound for a format that there is not, a copy of the time before data was kept, or one whose data is gone
    or another; NotAllowed.
    """
    require(actor, Permission.EXPORT, found.ward_id)
    name = found.data_name
    if kind not in FORMATS or name is None or _fingerprint(name) != found.data_sha256:
        raise NotFound(str(found.id))
    data = kept_data(name)
    audit.record(
        actor, "posting.format", ward_id=found.ward_id, subject_id=found.id, list=found.list_key, format=kind,
        rows=found.rows,
    )  # fmt: skip
    db.session.commit()
    return data


def _fingerprint(stored_name: str) -> str:
    """The SHA-256 of a kept file, "" where it is gone."""
    try:
        with files.open_kept(stored_name) as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return ""


def take_down(actor: Actor, ward_id: UUID, posting_id: UUID, removed_on: date) -> Posting:
    """Note that the copy was taken down; commits. Raises Invalid for a day before it hung, NotFound, NotAllowed."""
    found = get(actor, ward_id, posting_id)
    if not found.posted_on <= removed_on <= clock.today():
        raise Invalid({"removed_on": ["Ngày gỡ phải từ ngày niêm yết đến hôm nay."]})
    found.removed_on = removed_on
    audit.record(actor, "posting.remove", ward_id=ward_id, subject_id=found.id, list=found.list_key)
    db.session.commit()
    return found
