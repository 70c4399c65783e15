"""The book of delivery (sổ giao nhận): who is to sign for which paper, by neighbourhood; and that of a run."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.columns.plain_sheets import PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain import reserve_forms
from roster.domain.actor import Actor
from roster.domain.dates import format_date
from roster.domain.delivery import CALL_KINDS, KIND, REPLACED
from roster.domain.personal_papers import numbered
from roster.domain.sorting import natural_key
from roster.services.assessment import rules_in_use
from roster.services.faults import NotFound
from roster.services.personal_runs import get_run, papers_of
from roster.store.db import db
from roster.store.people import Person

_FEW = 500


def delivery_book(
    actor: Actor, ward_id: UUID, year: int, kind: str, event_on: date, ids: Collection[UUID] | None = None
) -> PlainSheet:
    """The book of delivery (sổ giao nhận) of the papers of a kind for a day, or of some. Raises NotFound, NotAllowed.

    A paper that another one replaces is not handed over any more and stands in no new book.
    """
    every = papers_of(actor, ward_id, year, kind, event_on)
    found = [one for one in every if (one[0].outcome != REPLACED if ids is None else one[0].id in ids)]
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
    day = "CÓ MẶT NGÀY" if kind in CALL_KINDS else "NGÀY"
    return _book(f"SỔ GIAO NHẬN {label.upper()} {day} {event_on:%d/%m/%Y}", rows)


def book_of_run(actor: Actor, ward_id: UUID, job_id: UUID) -> PlainSheet:
    """The book of delivery of a run of reservists' papers. Raises NotFound (for another run too), NotAllowed."""
    job = get_run(actor, ward_id, job_id)
    kind = job.request["kind"]
    if kind not in reserve_forms.KEYS:
        raise NotFound(str(job_id))
    signed_on, rules = date.fromisoformat(job.request["event_on"]), rules_in_use()
    ids = [UUID(one) for one in job.request["ids"]]
    people: dict[UUID, Person] = {}
    for start in range(0, len(ids), _FEW):
        query = select(Person).where(Person.ward_id == ward_id, Person.id.in_(ids[start : start + _FEW]))
        people |= {one.id: one for one in db.session.scalars(query)}
    rows = tuple(
        (
            (people[one].full_name,), (format_date(people[one].birth_date),), (people[one].neighbourhood or "",),
            (numbered(number or "", kind, signed_on, rules),), *((("",),) * 5),
        )
        for one, number in zip(ids, job.request["numbers"], strict=True)
        if one in people
    )  # fmt: skip
    label = next(str(one.label) for one in reserve_forms.KIND if one.key == kind)
    return _book(f"SỔ GIAO NHẬN {label.upper()} NGÀY {signed_on:%d/%m/%Y}", rows)


def _book(title: str, rows: tuple[tuple[tuple[str, ...], ...], ...]) -> PlainSheet:
    return PlainSheet("delivery-book", title, SHEET_COLUMNS["delivery-book"], rows, noun="giấy")
