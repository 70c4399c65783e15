"""The decisions that recognise completed militia service, a page for each man, printed as one batch."""

from __future__ import annotations

from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import COMPONENT, label_of
from roster.domain.completion_papers import SUBJECT, completion_words
from roster.domain.dates import format_date
from roster.domain.law.militia import deciding_office
from roster.domain.paper_numbers import padded
from roster.listing.table import masked
from roster.services import audit, papers
from roster.services.faults import NotFound
from roster.services.militia_events import ShownEvent, list_events
from roster.services.personal_facts import home_of
from roster.services.personal_making import in_lines
from roster.sheets.personal_document import write_papers
from roster.store.db import db
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.scope import require
from roster.store.units import Unit

COMPLETION = "completion"


def count_of(actor: Actor, ward_id: UUID, year: int) -> int:
    """How many decisions of the year there are to print. Raises NotFound, NotAllowed."""
    return len(_events(actor, ward_id, year))


def completion_papers(actor: Actor, ward: Unit, year: int) -> bytes:
    """The year's decisions as a PDF, in the order of their numbers, then of names. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward.id)
    made = _made(actor, ward, year)
    audit.record(actor, "militia.completion_papers", ward_id=ward.id, year=year, count=len(made))
    db.session.commit()  # nobody waits for the setting of type
    from roster.printing.personal import render_completions

    return render_completions(made)


def write_completions(actor: Actor, ward: Unit, year: int, file: BinaryIO) -> None:
    """Write the same decisions to `file` as a .docx to be edited. Raises NotFound, NotAllowed."""
    require(actor, Permission.EXPORT, ward.id)
    made = _made(actor, ward, year)
    audit.record(actor, "militia.completion_papers", ward_id=ward.id, year=year, count=len(made), format="docx")
    db.session.commit()
    from roster.printing.personal import completions_tree

    write_papers(completions_tree(made), SUBJECT, ward.title, file)


def _made(actor: Actor, ward: Unit, year: int) -> list[Any]:
    """What stands on each decision of the year. Raises NotFound where there is none."""
    found = _events(actor, ward.id, year)
    if not found:
        raise NotFound(str(year))
    # Only here: WeasyPrint takes most of a second to load.
    from roster.printing.personal import CompletionPaper

    wanted = [one.person_id for one in found]
    people = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}
    query = select(MilitiaRecord).where(MilitiaRecord.ward_id == ward.id, MilitiaRecord.person_id.in_(wanted))
    records = {one.id: one for one in db.session.scalars(query)}
    made = []
    for one in found:
        event, person, day = one.event, people[one.person_id], one.event.decided_on or one.event.on_day
        record = records.get(event.record_id) if event.record_id else None
        number = person.citizen_id or ""
        if number and not actor.may_see(Sensitivity.IDENTITY):
            number = masked(number, Sensitivity.IDENTITY)
        words = completion_words(event.decided_by or deciding_office(COMPLETION, day), day, ward.title)
        month = f"{day.month:02}" if day.month <= 2 else str(day.month)
        place = papers.letterhead_on(actor, ward, day).place
        served = ", ".join(part for part in ((record.post, record.unit) if record else ()) if part)
        made.append(
            CompletionPaper(
                words=words, subject=in_lines(SUBJECT), number=padded(event.decision_number or ""),
                date_line=f"{place}, ngày {day:%d} tháng {month} năm {day.year}", full_name=person.full_name,
                birth=format_date(person.birth_date), citizen_id=number, home=home_of(person), served=served,
                component=label_of(COMPONENT, record.component).lower() if record and record.component else "",
                since=format_date(record.joined_on) if record and record.joined_on else "",
                until=f"{event.on_day:%d/%m/%Y}",
            )
        )  # fmt: skip
    return made


def _events(actor: Actor, ward_id: UUID, year: int) -> list[ShownEvent]:
    found = list_events(actor, ward_id, year, COMPLETION)
    return sorted(found, key=lambda one: one.event.decision_number or "")  # by name within a number: as listed
