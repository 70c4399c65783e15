"""What a scanner reads from the QR code of a citizen's card: `id|old id|name|ddmmyyyy|sex|address|issued`.

A scanner types like a keyboard, so its text passes through whatever types Vietnamese on that computer (Unikey in Telex
or VNI) and through the computer's keyboard layout. Digits come through unharmed, letters may not: the number of the
card decides who somebody is, the rest only confirms it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from roster.domain.citizen_id import sex_from_id
from roster.domain.dates import read_date
from roster.domain.names import proper_name
from roster.domain.text import clean, fold

# "~", "¦" and the full-width bar are what other keyboard layouts make of "|". Whichever stands behind the number
# separates the whole code: elsewhere "~" may be a mark of somebody's Vietnamese typing ("Nguye^~n").
_SEPARATOR = re.compile(r"[|¦｜~]")
_BEGIN = re.compile(r"(?P<before>.*?)(?P<card>\d{12}\s*[|¦｜~].*)", re.ASCII | re.DOTALL)
_NO_NAME = re.compile(r"[^\w\s'’.\-]|[\d_]")  # letters that typing took apart: "Nguye6n", "Va(n"
_NO_ADDRESS = re.compile(r"[\^~]")
_TWELVE = re.compile(r"\d{12}", re.ASCII)
_NINE = re.compile(r"\d{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ScannedCard:
    """One card. Dates are `YYYY-MM-DD`; what the code lacks, or what cannot be read, is None."""

    citizen_id: str
    old_id: str | None = None
    full_name: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    address: str | None = None
    issued_on: str | None = None


def read_card(text: str, *, today: date) -> ScannedCard | None:
    """Read what was scanned; None for text that is no card (a typed name, a number without its bars).

    Fields may be missing, empty or followed by others (newer cards); Enter and Tab behind the code do not matter.
    Raises nothing.
    """
    bar = _SEPARATOR.search(text)
    if bar is None:
        return None
    fields = [clean(part) for part in text.split(bar[0])]
    fields += [""] * (7 - len(fields))
    number = re.sub(r"\D", "", fields[0])
    if not _TWELVE.fullmatch(number):
        return None
    old = re.sub(r"\D", "", fields[1])
    return ScannedCard(
        number,
        old if _NINE.fullmatch(old) else None,
        None if _NO_NAME.search(fields[2]) else proper_name(fields[2]) or None,
        _day(fields[3], today),
        _sex(fields[4]) or sex_from_id(number),
        None if _NO_ADDRESS.search(fields[5]) else fields[5] or None,
        _day(fields[6], today),
    )


def card_within(text: str, *, today: date) -> tuple[str, ScannedCard] | None:
    """A card that was scanned behind what already stood in a field: that text, and the card; None for no card."""
    found = _BEGIN.fullmatch(text)
    card = read_card(found["card"], today=today) if found else None
    return (found["before"].rstrip(), card) if found and card else None


def _day(text: str, today: date) -> str | None:
    reading = read_date(text, today=today)
    is_day = reading.code is None and reading.value is not None and len(reading.value) == len("2005-03-14")
    return reading.value if is_day else None


def _sex(text: str) -> str | None:
    return {"nam": "male", "nu": "female"}.get(fold(text))
