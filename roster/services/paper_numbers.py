"""Numbers of papers: in a ward, a year and a symbol each is given once, whoever asks and however many ask at once.

Four books give numbers, and all are asked: the personal papers on their way, the runs of reservists' papers, the
decisions about the militia that the ward's chairman signs, and the register of outgoing papers. Whoever gives a number
holds the ward (`hold_numbers`) from the question to his commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from roster.domain import reserve_forms
from roster.domain.choices import label_of
from roster.domain.delivery import KIND
from roster.domain.law.militia import DECIDED_KINDS
from roster.domain.law.militia import HOME as MILITIA
from roster.domain.personal_papers import numbered, place_in_series
from roster.domain.text import fold
from roster.services.assessment import rules_in_use
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.forces import ForceEvent
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.ward_lock import lock_ward

PREFIX = "call-"  # before the kind of paper, in the key of a run's job
_Place = tuple[str, int]
_CHAIRMAN, _CHAIRMAN_SYMBOL = "chu tich", "QĐ-UBND"
_OPEN = ("waiting", "running", "done")  # a run that failed or was given up handed nothing out


@dataclass(frozen=True)
class Bearer:
    """What bears a number, in words that end a sentence; `owner` is the kind and the delivery, the reservist, or the
    day on which a decision about the militia was signed: it may name many people, entered one after the other."""

    words: str
    owner: tuple[str, UUID | date] | None = None


def hold_numbers(ward_id: UUID) -> None:
    """Let nobody else give a number in the ward until this transaction ends."""
    lock_ward(ward_id)


def fault_of_numbers(
    ward_id: UUID, kind: str, signed_on: date, numbers: Sequence[str], owners: Sequence[UUID | date] = (),
    *, with_drafts: bool = True,
) -> str:  # fmt: skip
    """Which of the numbers is given already in that year, and to what, with the last one given; "" for none.

    `owners` are those for whom each number is asked, deliveries or reservists: a number that is theirs already is not
    given to another. A number of the register is given, whoever asks. Without drafts the reservists' runs that are not
    in the register are not asked: an older program let two of them bear one number, and one of them may be signed.
    """
    borne = _borne(ward_id, signed_on.year, with_drafts=with_drafts)
    for at, number in enumerate(numbers):
        place = place_in_series(number, kind)
        own = (kind, owners[at]) if owners else None
        others = [one for one in borne.get(place, ()) if one.owner is None or one.owner != own] if place else []
        if place and others:
            last = max(one[1] for one in borne if one[0] == place[0])
            return (
                f"Số {number} của năm {signed_on.year} {others[-1].words}. "
                f"Xin lấy số khác; số sau cùng đã dùng là {last}."
            )
    return ""


def bearer_of(ward_id: UUID, year: int, number: int, symbol: str) -> str:
    """What bears the number in that year, "đã ghi trên …"; "" where it is free."""
    place = place_in_series(f"{number}/{symbol}", "")
    found = _borne(ward_id, year).get(place, []) if place else []
    return found[-1].words if found else ""


def last_number(ward_id: UUID, year: int, symbol: str) -> int:
    """The greatest number that any paper with the symbol bears in that year; 0 for none."""
    place = place_in_series(f"1/{symbol}", "")
    return max((number for series, number in _borne(ward_id, year) if place and series == place[0]), default=0)


def numbers_of_line(line: IssuedPaper) -> Sequence[int]:
    """The numbers that a line of the register holds: one, or those of a run."""
    kept: list[int] | None = line.request.get("numbers")
    return kept or range(line.number, line.request.get("last_number", line.number) + 1)


def _borne(ward_id: UUID, year: int, *, with_drafts: bool = True) -> dict[_Place, list[Bearer]]:
    found: dict[_Place, list[Bearer]] = defaultdict(list)
    for books in (_on_their_way, *([_of_reservists] if with_drafts else []), _of_militia, _in_register):
        for place, bearer in books(ward_id, year):
            found[place].append(bearer)
    return dict(found)


def _on_their_way(ward_id: UUID, year: int) -> Iterator[tuple[_Place, Bearer]]:
    """Of personal papers. One whose day of signing is not entered may be signed in the year of its event or before."""
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
    for paper_id, kind, number, issued_on, event_on, name in db.session.execute(query):
        place = place_in_series(numbered(number or "", kind, issued_on or min(event_on, last), rules), kind)
        if place is not None:
            yield place, Bearer(f"đã ghi trên {_lowered(label_of(KIND, kind))} của {name}", (kind, paper_id))


def _of_reservists(ward_id: UUID, year: int) -> Iterator[tuple[_Place, Bearer]]:
    query = select(PrintJob.request).where(
        PrintJob.ward_id == ward_id, PrintJob.list_key.in_([f"{PREFIX}{kind}" for kind in reserve_forms.KEYS]),
        PrintJob.state.in_(_OPEN),
    )  # fmt: skip
    rules = rules_in_use()
    for request in db.session.scalars(query):
        signed_on = signing_day_of(request)
        if signed_on.year != year:
            continue
        kind, label = request["kind"], _lowered(label_of(reserve_forms.KIND, request["kind"]))
        for person_id, number in zip(request["ids"], request["numbers"], strict=True):
            place = place_in_series(numbered(number or "", kind, signed_on, rules), kind)
            if place is not None:
                words = f"đã ghi trên {label} ký ngày {signed_on:%d/%m/%Y}"
                yield place, Bearer(words, (kind, UUID(person_id)))


def fault_of_decision(ward_id: UUID, kind: str, number: str, decided_on: date, decided_by: str) -> str:
    """Why a decision about the militia cannot bear that number, a sentence; "" where it can, or is not the ward's own.

    Holds the ward's numbers until the transaction ends.
    """
    if not _is_of_chairman(kind, decided_by):
        return ""
    hold_numbers(ward_id)
    return fault_of_numbers(ward_id, MILITIA, decided_on, [_of_own_symbol(number)], [decided_on])


def _of_militia(ward_id: UUID, year: int) -> Iterator[tuple[_Place, Bearer]]:
    query = (
        select(ForceEvent.kind, ForceEvent.decision_number, ForceEvent.decided_on, ForceEvent.decided_by)
        .where(
            ForceEvent.ward_id == ward_id, ForceEvent.home == MILITIA, ForceEvent.withdrawn_at.is_(None),
            ForceEvent.decision_number.is_not(None),
            ForceEvent.decided_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .distinct()
    )  # fmt: skip
    for kind, number, decided_on, decided_by in db.session.execute(query):
        place = place_in_series(_of_own_symbol(number or ""), MILITIA)
        if place is not None and decided_on is not None and _is_of_chairman(kind, decided_by or ""):
            words = f"đã ghi trên quyết định về dân quân ký ngày {decided_on:%d/%m/%Y}"
            yield place, Bearer(words, (MILITIA, decided_on))


def _is_of_chairman(kind: str, decided_by: str) -> bool:
    """Whether the ward's chairman signs it; the head of an organisation and the command above have numbers of theirs.

    What nobody is named for is his by law (domain/law/militia.deciding_office).
    """
    return kind in DECIDED_KINDS - {"recognition"} and fold(decided_by or _CHAIRMAN).startswith(_CHAIRMAN)


def _of_own_symbol(number: str) -> str:
    return f"{number.strip()}/{_CHAIRMAN_SYMBOL}" if number.strip().isdecimal() else number


def _in_register(ward_id: UUID, year: int) -> Iterator[tuple[_Place, Bearer]]:
    for line in db.session.scalars(select(IssuedPaper).where(IssuedPaper.ward_id == ward_id, IssuedPaper.year == year)):
        place = place_in_series(f"{line.number}/{line.symbol}", "")
        if place is not None:
            bearer = Bearer(f"đã vào sổ văn bản đi ngày {line.dated_on:%d/%m/%Y}")
            yield from (((place[0], number), bearer) for number in numbers_of_line(line))


def signing_day_of(request: dict[str, Any]) -> date:
    """The day of signing of a run, from what its job keeps."""
    return date.fromisoformat(request["details"]["signed_on"])


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
