"""Visits from door to door: a printed sheet per neighbourhood, and what came of it, entered line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import segno
from sqlalchemy import Select, func, select

from roster.columns.column import Value
from roster.domain.actor import Actor, Permission
from roster.domain.choices import label_of
from roster.domain.inquiry import FINDINGS, TO_SETTLE, number_of, person_of
from roster.domain.sorting import natural_key
from roster.domain.text import clean
from roster.services import audit, people
from roster.services.faults import Invalid, NotFound
from roster.store.db import db, new_id
from roster.store.inquiries import InquiryResult
from roster.store.list_filter import BLANK, ListFilter
from roster.store.people import Person
from roster.store.person_search import FoundPerson, find_people
from roster.store.queries import list_ids, list_rows
from roster.store.scope import require

ASKED_KEYS = ("phone", "current_address", "occupation", "workplace")
_FOUND_AT_MOST = 20


@dataclass(frozen=True)
class Progress:
    """How far the visits in one neighbourhood (None: people without one) are."""

    neighbourhood: str | None
    people: int
    visited: int

    @property
    def key(self) -> str:
        """The neighbourhood as a list's filter names it."""
        return self.neighbourhood or BLANK


@dataclass(frozen=True)
class SheetLine:
    """One citizen on the sheet, with the picture of his QR code."""

    number: int
    facts: Mapping[str, Any]
    picture: str


def progress(actor: Actor, wanted: ListFilter, since: date) -> list[Progress]:
    """The neighbourhoods of a roster with how many have been visited since that day. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, wanted.ward_id)
    ids = set(list_ids(actor, wanted))
    homes = db.session.execute(select(Person.id, Person.neighbourhood).where(Person.ward_id == wanted.ward_id))
    visited = set(
        db.session.scalars(
            select(InquiryResult.person_id).where(
                InquiryResult.ward_id == wanted.ward_id, InquiryResult.on_day >= since
            )
        )
    )
    here = [(key, home or None) for key, home in homes if key in ids]
    people_in = Counter(home for _, home in here)
    visited_in = Counter(home for key, home in here if key in visited)
    order = sorted(people_in, key=lambda home: (home is None, natural_key(home or "")))
    return [Progress(home, people_in[home], visited_in[home]) for home in order]


def sheet(actor: Actor, wanted: ListFilter) -> list[SheetLine]:
    """The lines of a neighbourhood's sheet; leaves the entry of a print. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, wanted.ward_id)
    rows = list_rows(actor, wanted)
    audit.record(
        actor, "list.print", ward_id=wanted.ward_id, list="inquiry", roster=wanted.roster, year=wanted.year,
        rows=len(rows), people=[row["person_id"] for row in rows],
    )  # fmt: skip
    return [
        SheetLine(number, row, _picture(number, number_of(row["person_id"])))
        for number, row in enumerate(rows, start=1)
    ]


def find(actor: Actor, ward_id: UUID, text: str, today: date) -> tuple[UUID | None, list[FoundPerson], int]:
    """Whom a scanned line means; the first people of a name, and how many there are. Raises NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    scanned = person_of(text)
    if scanned is not None:
        person = db.session.get(Person, scanned)
        return (person.id if person is not None and person.ward_id == ward_id else None), [], 0
    found, total = find_people(actor, ward_id, text, today, _FOUND_AT_MOST)
    return (found[0].person_id if len(found) == 1 else None), found, total


def last_of(actor: Actor, ward_id: UUID, person_id: UUID) -> InquiryResult | None:
    """The latest result of a citizen. Raises NotFound, NotAllowed."""
    people.get_person(actor, ward_id, person_id)
    query = select(InquiryResult).where(InquiryResult.person_id == person_id)
    return db.session.scalars(query.order_by(InquiryResult.on_day.desc(), InquiryResult.id.desc()).limit(1)).first()


@dataclass(frozen=True)
class Unsettled:
    """A citizen whom the latest visit did not find at home, and that visit."""

    person: Person
    result: InquiryResult


def to_settle(actor: Actor, ward_id: UUID) -> list[Unsettled]:
    """Whom the latest visit found moved or lost and who is still kept, by name. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(Person, InquiryResult)
        .join(InquiryResult, InquiryResult.person_id == Person.id)
        .where(InquiryResult.id.in_(_unsettled(ward_id)))
        .order_by(Person.sort_key, Person.id)
    )
    return [Unsettled(person, result) for person, result in db.session.execute(query)]


def count_to_settle(actor: Actor, ward_id: UUID) -> int:
    """How many `to_settle` names. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return db.session.scalar(select(func.count()).select_from(_unsettled(ward_id).subquery())) or 0


def _unsettled(ward_id: UUID) -> Select[tuple[UUID]]:
    """The results that wait: the latest of each citizen, where it says so and he is still kept."""
    newest_first = (InquiryResult.on_day.desc(), InquiryResult.id.desc())
    turn = func.row_number().over(partition_by=InquiryResult.person_id, order_by=newest_first)
    latest = (
        select(InquiryResult.id, InquiryResult.finding, turn.label("turn"))
        .join(Person, Person.id == InquiryResult.person_id)
        .where(InquiryResult.ward_id == ward_id, Person.ward_id == ward_id, Person.retired_on.is_(None))
        .subquery()
    )
    return select(latest.c.id).where(latest.c.turn == 1, latest.c.finding.in_(TO_SETTLE))


def remove(actor: Actor, ward_id: UUID, person_id: UUID, result_id: UUID) -> InquiryResult:
    """Take a mistaken result back and commit; facts that the visit corrected stay. Raises NotFound, NotAllowed."""
    people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    result = db.session.get(InquiryResult, result_id)
    if result is None or result.person_id != person_id:
        raise NotFound(str(result_id))
    db.session.delete(result)
    audit.record(actor, "person.inquiry_remove", ward_id=ward_id, subject_id=person_id, finding=result.finding)
    db.session.commit()
    return result


def count_of_day(actor: Actor, ward_id: UUID, day: date) -> int:
    """How many citizens have a result of that day; one entered again counts once. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(func.count(InquiryResult.person_id.distinct())).where(
        InquiryResult.ward_id == ward_id, InquiryResult.on_day == day
    )
    return db.session.scalar(query) or 0


def record(
    actor: Actor,
    ward_id: UUID,
    person_id: UUID,
    finding: str,
    on_day: date,
    note: str,
    facts: Mapping[str, Value],
    seen: tuple[int, Mapping[str, Value] | None],
    today: date,
) -> None:
    """Write what was found, and the citizen's facts that the visit corrected, in one transaction.

    `seen` is the version and the facts that the form showed. Raises EditConflict, InvalidFacts, Invalid, NotFound,
    NotAllowed.
    """
    people.get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    if finding not in {str(one.key) for one in FINDINGS}:
        raise Invalid({"finding": ["Hãy chọn kết quả phúc tra."]})
    if on_day > today:
        raise Invalid({"on_day": ["Ngày phúc tra không được ở sau hôm nay."]})
    result_id = new_id()

    def add() -> None:
        db.session.add(
            InquiryResult(
                id=result_id, ward_id=ward_id, person_id=person_id, finding=finding, on_day=on_day,
                note=clean(note)[:300] or None, user_name=actor.name,
            )
        )  # fmt: skip
        audit.record(actor, "person.inquiry", ward_id=ward_id, subject_id=person_id)

    add()
    changed = {key: value for key, value in facts.items() if key in ASKED_KEYS}
    # What was doubtful before is not the visit's business: its own facts were read by their columns.
    people.edit_person(
        actor, ward_id, person_id, changed, seen[0], today, seen_values=seen[1], confirmed=True
    )  # fmt: skip
    if db.session.get(InquiryResult, result_id) is None:  # the edit began anew after another officer's
        add()
        db.session.commit()


def finding_words(result: InquiryResult) -> str:
    """The result in words."""
    return label_of(FINDINGS, result.finding)


def _picture(number: int, text: str) -> str:
    code = segno.make(text, error="m", micro=False)
    picture: str = code.svg_inline(border=1, scale=2, omitsize=True, title=f"Mã QR của dòng {number}")
    return picture
