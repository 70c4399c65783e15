"""A card scanned into the form of a citizen: whichever field the cursor stood in, the card fills its own.

A scanner types like a keyboard and presses Enter. Where the browser runs scanner.js, the code comes beside the form and
its field is as it was; elsewhere it comes as the text of one field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import request
from werkzeug.datastructures import MultiDict

from roster.columns.catalogue import PERSON_COLUMNS
from roster.columns.column import ReadContext
from roster.domain.actor import Actor
from roster.domain.dates import format_date
from roster.domain.names import name_key
from roster.domain.qr_card import ScannedCard, card_within
from roster.services import people
from roster.services.people import SimilarPerson
from roster.store.people import Person
from roster.web.people.forms import PersonForm, SeenForm
from roster.web.people.groups import in_words

SCANNED = "scanned"  # the name under which scanner.js sends a code
_FACTS = {fact.key: fact for fact in PERSON_COLUMNS}
_EXPECTED = ("full_name", "birth_date", "permanent_address")  # every card has them


@dataclass(frozen=True)
class OtherCard:
    """A card of somebody else than whose form is open: whose, and his file where the ward has one."""

    card: ScannedCard
    code: str
    known: SimilarPerson | None


@dataclass(frozen=True)
class Scan:
    """What came of a scan: the form, the labels of what was filled and of what the code did not tell, and what the
    card says otherwise than the form did (label, before, now). With `other` nothing was filled."""

    form: SeenForm
    filled: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str, str], ...] = ()
    other: OtherCard | None = None
    goes_on: str = "ethnicity"  # the key of the field in which typing goes on: the first that the code did not tell


def scan_sent(
    actor: Actor, ward_id: UUID, known_neighbourhoods: Collection[str], today: date, person: Person | None = None
) -> Scan | None:
    """What a card does to the sent form of that citizen (None: of a new one); None where none was scanned.

    What else was typed stays. Nothing is judged yet: the officer looks at it first. Raises NotFound, NotAllowed.
    """
    found = _scan(today)
    if found is None:
        return None
    sent, card, code = found
    alike = people.similar_people(
        actor, ward_id, citizen_id=card.citizen_id, exclude=person.id if person else None
    )  # fmt: skip
    known = alike[0] if alike else None
    is_other = _is_of_other(card, person, known) if person else _is_of_next(card, sent)
    if is_other:
        return Scan(PersonForm(today=today, formdata=sent), other=OtherCard(card, code, known))
    facts = _facts(card, known_neighbourhoods, today)
    filled = MultiDict({**sent, **facts})
    unread = [key for key in _EXPECTED if key not in facts]
    return Scan(
        PersonForm(today=today, formdata=filled),
        tuple(_FACTS[key].label for key in facts),
        tuple(_FACTS[key].label for key in unread),
        tuple(_replaced(sent, filled, facts, today)),
        goes_on=next((key for key in unread if not sent.get(key)), Scan.goes_on),
    )


def _replaced(
    sent: MultiDict[str, str], filled: MultiDict[str, str], keys: Iterable[str], today: date
) -> Iterator[tuple[str, str, str]]:
    """Two ways of writing one value are no difference. The forms are made for reading alone: they would show faults."""
    before, after = PersonForm(today=today, formdata=sent), PersonForm(today=today, formdata=filled)
    for key in keys:
        old, new = (form[key].read(today).values.get(key) for form in (before, after))
        if before[key].data and old != new:
            fact = _FACTS[key]
            yield fact.label, in_words(fact, old) or str(before[key].data), in_words(fact, new) or str(after[key].data)


def _scan(today: date) -> tuple[MultiDict[str, str], ScannedCard, str] | None:
    """What was sent, without the code; the card; its code."""
    sent: MultiDict[str, str] = MultiDict(request.form)
    for key in (SCANNED, *_FACTS):
        text = sent.get(key, "")
        if found := card_within(text, today=today):
            before, card = found
            if key != SCANNED:
                sent[key] = before or _as_opened(key, today)
            return sent, card, text[len(before) :].strip()
    return None


def _as_opened(key: str, today: date) -> str:
    """What stood in the field when the page was opened: a scan replaces what is marked in it."""
    seen = PersonForm(today=today).seen_values() or {}
    return PersonForm(today=today, formdata=None, data={key: seen.get(key)})[key].data or ""


def _is_of_other(card: ScannedCard, person: Person, known: SimilarPerson | None) -> bool:
    """By the number; of a citizen without one by who has it already, or by name and birth date together."""
    if person.citizen_id:
        return person.citizen_id != card.citizen_id
    if known is not None:
        return True
    has_other_name = card.full_name is not None and name_key(card.full_name) != name_key(person.full_name)
    has_other_birth = bool(card.birth_date and person.birth_date) and not str(card.birth_date).startswith(
        str(person.birth_date)
    )
    return has_other_name and has_other_birth


def _is_of_next(card: ScannedCard, sent: Mapping[str, str]) -> bool:
    """Whether the form of a new citizen holds somebody else already, whom nobody has saved yet."""
    typed, name = "".join(filter(str.isdigit, sent.get("citizen_id", ""))), sent.get("full_name", "")
    is_other_name = bool(name.strip()) and card.full_name is not None and name_key(name) != name_key(card.full_name)
    return bool(typed) and typed != card.citizen_id and is_other_name


def _facts(card: ScannedCard, known_neighbourhoods: Collection[str], today: date) -> dict[str, str]:
    facts = {
        "full_name": card.full_name,
        "birth_date": format_date(card.birth_date) if card.birth_date else None,
        "sex": card.sex,
        "citizen_id": card.citizen_id,
        "old_id": card.old_id,
        "permanent_address": card.address,
        "neighbourhood": _neighbourhood(card.address or "", known_neighbourhoods, today),
    }
    return {key: text for key, text in facts.items() if text}


def _neighbourhood(address: str, known: Collection[str], today: date) -> str | None:
    """The neighbourhood of the ward that a part of the address names: "TDP số 5, Phù Liễn, Hải Phòng"."""
    for part in address.split(","):
        reading = _FACTS["neighbourhood"].read(part.strip() or None, ReadContext(today=today))
        name = reading.values.get("neighbourhood")
        if isinstance(name, str) and name in known:
            return name
    return None
