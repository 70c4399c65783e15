"""A card scanned into the form of a citizen: whichever field the cursor stood in, the card fills its own.

A scanner types like a keyboard and presses Enter, so the code arrives as the text of one field of the form.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from roster.columns.catalogue import PERSON_COLUMNS
from roster.columns.column import ReadContext
from roster.domain.dates import format_date
from roster.domain.qr_card import ScannedCard, read_card
from roster.web.people.forms import PersonForm, SeenForm

_FACTS = {fact.key: fact for fact in PERSON_COLUMNS}


def scanned_form(known_neighbourhoods: Collection[str], today: date) -> tuple[SeenForm, list[str]] | None:
    """The sent form with what a card says put into it, and the labels of what it filled; None where none was scanned.

    What else was typed stays. Nothing is judged yet: the officer looks at it first.
    """
    found = _scan(today)
    if found is None:
        return None
    key, card = found
    filled = _facts(card, known_neighbourhoods, today)
    sent: MultiDict[str, str] = MultiDict(request.form)
    sent[key] = ""
    for name, text in filled.items():
        sent[name] = text
    return PersonForm(today=today, formdata=sent), [_FACTS[name].label for name in filled]


def _scan(today: date) -> tuple[str, ScannedCard] | None:
    for key in _FACTS:
        card = read_card(request.form.get(key, ""), today=today)
        if card is not None:
            return key, card
    return None


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
