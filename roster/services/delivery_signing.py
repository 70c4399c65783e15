"""What is asked of a personal paper's day of signing and of its number: each number is given once in a year.

Numbers run within a series: the papers of a ward that bear the same symbol, whatever kind they are of.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from roster.domain.choices import label_of
from roster.domain.delivery import KIND
from roster.domain.law.grounds import LAW_FIRST_DAY
from roster.domain.personal_papers import numbered, place_in_series, words_of
from roster.services import clock
from roster.services.assessment import rules_in_use
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.people import Person
from roster.store.units import Unit

FARTHEST = timedelta(days=60)


def fault_of_day(ward: Unit, kind: str, day: date) -> str:
    """What is wrong with a day of signing of a paper of the kind, whatever else stands on it; "" where nothing is.

    Orders of the district's command were signed before today's ward was founded; its own papers were not.
    """
    if day > clock.today() + FARTHEST:
        return f"Ngày ký ở sau hôm nay quá {FARTHEST.days} ngày. Xin xem lại năm."
    if day < LAW_FIRST_DAY:
        return f"Ngày ký ở trước ngày Luật Nghĩa vụ quân sự năm 2015 có hiệu lực ({LAW_FIRST_DAY:%d/%m/%Y})."
    if ward.ends_on is not None and day > ward.ends_on:
        return f"Ngày ký ở sau ngày cuối của {_lowered(ward.title)} ({ward.ends_on:%d/%m/%Y}). Xin xem lại."
    if words_of(kind, day.year, day, rules_in_use()).is_signed_by_district:
        return ""
    if ward.begins_on is not None and day < ward.begins_on:
        return f"Ngày ký ở trước ngày có {_lowered(ward.title)} ({ward.begins_on:%d/%m/%Y}). Xin xem lại."
    return ""


def fault_of_numbers(
    ward_id: UUID, kind: str, signed_on: date, numbers: Sequence[str], *, but: Collection[UUID] = ()
) -> str:
    """Which of the numbers is given already in that year, and on whose paper, with the next free one; "" for none.

    `but` are the papers that bear the numbers themselves, which may lie in the register already.
    """
    asked = {place: number for number in numbers if (place := place_in_series(number, kind)) is not None}
    borne = _borne(ward_id, signed_on.year, frozenset(but))
    taken = next((place for place in asked if place in borne), None)
    if taken is not None:
        return (
            f"Số {asked[taken]} của năm {signed_on.year} đã ghi trên {borne[taken]}. "
            f"Xin lấy số khác; số sau cùng đã dùng là {max(one[1] for one in borne if one[0] == taken[0])}."
        )
    return "" if but else _in_register(ward_id, signed_on.year, kind, list(asked.values()))


def _borne(ward_id: UUID, year: int, but: frozenset[UUID]) -> dict[tuple[str, int], str]:
    """The numbers given in a year by their place, each with the paper that bears it.

    A paper whose day of signing is not entered may have been signed in the year of its event, or in the one before.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = (
        select(Delivery.id, Delivery.kind, Delivery.paper_number, Delivery.issued_on, Delivery.event_on,
               Person.full_name)
        .join(Person, Person.id == Delivery.person_id)
        .where(
            Delivery.ward_id == ward_id, Delivery.paper_number.is_not(None),
            or_(
                Delivery.issued_on.between(first, last),
                Delivery.issued_on.is_(None) & Delivery.event_on.between(first, date(year + 1, 12, 31)),
            ),
        )
    )  # fmt: skip
    rules = rules_in_use()
    found: dict[tuple[str, int], str] = {}
    for paper_id, kind, number, issued_on, event_on, name in db.session.execute(query):
        place = place_in_series(numbered(number or "", kind, issued_on or min(event_on, last), rules), kind)
        if place is not None and paper_id not in but:
            found[place] = f"{_lowered(label_of(KIND, kind))} của {name}"
    return found


def _in_register(ward_id: UUID, year: int, kind: str, numbers: Sequence[str]) -> str:
    """Which of the numbers the register of outgoing papers has given already to another paper; "" for none."""
    query = select(IssuedPaper).where(IssuedPaper.ward_id == ward_id, IssuedPaper.year == year)
    spans = [
        (place_in_series(f"{one.number}/{one.symbol}", kind), one.request.get("last_number", one.number), one)
        for one in db.session.scalars(query)
    ]
    for number in numbers:
        place = place_in_series(number, kind)
        for first, last, paper in spans:
            if place and first and first[0] == place[0] and first[1] <= place[1] <= last:
                return f"Số {number} của năm {year} đã vào sổ văn bản đi ngày {paper.dated_on:%d/%m/%Y}."
    return ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
