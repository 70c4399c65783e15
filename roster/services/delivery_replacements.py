"""Papers that went out and have a mistake: other papers with numbers of their own go out in their place.

The new paper names the old one; it is printed and entered into the register like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from roster.domain import reserve_forms
from roster.domain.actor import Actor, Permission
from roster.domain.personal_papers import place_in_series
from roster.domain.text import clean
from roster.services import issued_papers
from roster.services.delivery_series import Issue, Recipients, create, recipients
from roster.services.faults import Invalid
from roster.services.paper_numbers import PREFIX, hold_numbers
from roster.services.replaced_papers import numbers_of_reservists, replacement_of
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.scope import NotFound, require

_SPAN = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", re.ASCII)
_NO_NUMBER = "Trong văn bản này không còn giấy nào mang số {} để thay thế."


@dataclass(frozen=True)
class Wanted:
    """What the officer enters: which numbers of the line ("" for all), the new day, the first new number, and why."""

    numbers: str
    event_on: date
    first_number: str
    reason: str


def line_of(actor: Actor, ward_id: UUID, line_id: UUID) -> IssuedPaper:
    """A line of the register that is a run of personal papers. Raises NotFound, NotAllowed."""
    line = issued_papers.get(actor, ward_id, line_id)
    if not line.list_key.startswith(PREFIX) or line.state != issued_papers.ISSUED:
        raise NotFound(str(line_id))
    return line


def kind_of(line: IssuedPaper) -> str:
    """The kind of papers of a line."""
    return line.list_key.removeprefix(PREFIX)


def replaceable(actor: Actor, line: IssuedPaper) -> dict[int, Delivery]:
    """The deliveries of a line that nothing replaces yet, by their numbers. Raises NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, line.ward_id)
    newer = aliased(Delivery)
    query = select(Delivery).where(
        Delivery.ward_id == line.ward_id, Delivery.issued_paper_id == line.id,
        ~select(newer.id).where(newer.replaces_id == Delivery.id).exists(),
    )  # fmt: skip
    return {
        place[1]: one for one in db.session.scalars(query) if (place := place_in_series(one.paper_number or "", ""))
    }


def replace_papers(actor: Actor, ward_id: UUID, line_id: UUID, wanted: Wanted) -> Recipients:
    """Make the papers that go out in place of some of a line, and commit; returns for whom and for whom not.

    The law is asked as for any paper. Raises Invalid by field, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    line = line_of(actor, ward_id, line_id)
    hold_numbers(ward_id)
    olds = replaceable(actor, line)
    faults, chosen = _faults_of(wanted, list(olds))
    if faults:
        raise Invalid(faults)
    replaces = {olds[number].person_id: olds[number].id for number in chosen}
    year = next(iter(olds.values())).year
    seen = recipients(actor, ward_id, year, kind_of(line), None, person_ids=replaces)
    if seen.refused:
        told = [f"{one.candidate.full_name}: {' '.join(one.reasons)}" for one in seen.refused]
        raise Invalid({"numbers": ["Có người không được cấp giấy này nữa, hãy bỏ số của họ.", *told]})
    issue = Issue(
        kind_of(line), wanted.event_on, first_number=wanted.first_number, replaces=replaces, reason=clean(wanted.reason)
    )
    return create(actor, ward_id, year, issue, person_ids=replaces)


def reservists_to_replace(actor: Actor, line: IssuedPaper, numbers: str) -> list[UUID]:
    """The reservists whose papers of a line are meant ("" for all that hold). Raises Invalid by field, NotAllowed."""
    require(actor, Permission.PRINT, line.ward_id)
    if kind_of(line) not in reserve_forms.KEYS:
        raise NotFound(str(line.id))
    replaced = replacement_of(actor, line)
    gone = frozenset(replaced.numbers) if replaced else frozenset[int]()
    places = {one: place_in_series(number, "") for one, number in numbers_of_reservists(line).items()}
    by_number = {place[1]: one for one, place in places.items() if place and place[1] not in gone}
    chosen, fault = read_numbers(numbers, list(by_number))
    if fault:
        raise Invalid({"numbers": [fault]})
    return [by_number[number] for number in chosen]


def read_numbers(text: str, known: Sequence[int]) -> tuple[list[int], str]:
    """The numbers that a text like "12, 15–18" means among those known ("" means all), or what is wrong with it."""
    if not clean(text):
        return list(known), "" if known else "Mọi giấy của văn bản này đã được thay thế."
    chosen: list[int] = []
    for part in clean(text).replace(";", ",").split(","):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            return [], "Hãy ghi các số cách nhau bằng dấu phẩy, ví dụ 12, 15–18."
        first, last = int(found[1]), int(found[2] or found[1])
        within = [number for number in known if first <= number <= last]
        if not within or (not found[2] and first not in known):
            return [], _NO_NUMBER.format(part.strip())
        chosen += within
    return list(dict.fromkeys(chosen)), ""


def _faults_of(wanted: Wanted, known: Sequence[int]) -> tuple[Mapping[str, list[str]], list[int]]:
    chosen, fault = read_numbers(wanted.numbers, known)
    faults = {"numbers": [fault]} if fault else {}
    if not clean(wanted.reason):
        faults["reason"] = ["Hãy ghi lý do thay thế giấy đã ban hành."]
    if not clean(wanted.first_number):
        faults["first_number"] = ["Giấy thay thế phải có số mới. Hãy ghi số giấy đầu tiên."]
    return faults, chosen
