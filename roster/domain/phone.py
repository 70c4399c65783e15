"""Telephone numbers of Vietnam in the one form that is stored: digits from the leading 0."""

import re
import unicodedata
from typing import NamedTuple

from roster.domain.text import cell_text

# Ten digits from 0; a landline has eleven, its area code begins with 02 (Hải Phòng: 0225). Mobile prefixes are opened
# and closed by the Ministry too often to be a fault here.
_WELL_FORMED = re.compile(r"0\d{9}|02\d{9}", re.ASCII)
_PARTING = re.compile(r"[/;,\n|&]|\s[-–—]\s|\b(?:hoặc|và)\b")
_IN_BRACKETS = re.compile(r"\([^)\d]*\)")


class PhoneReading(NamedTuple):
    """What a cell says about a telephone.

    ``value``: the first well-formed number, else the text as it stands, None for an empty cell; ``ok``: False when
    there is text but no well-formed number; ``others``: further well-formed numbers of the same cell.
    """

    value: str | None
    ok: bool
    others: tuple[str, ...] = ()


def read_phone(raw: object) -> PhoneReading:
    """Read telephone numbers from a cell or a form field (text or number). Raises nothing.

    Dots, blanks, dashes and brackets do not matter; +84, 0084 and 84 become 0; a number that lost its zero gets it
    back ("912345678", and 2253876543 for a landline). Several numbers in a cell: see ``PhoneReading``.
    """
    text = cell_text(raw)
    if _WELL_FORMED.fullmatch(text):  # nearly every cell
        return PhoneReading(text, True)
    if not any(char.isalnum() for char in text):
        return PhoneReading(None, True)
    plain = _IN_BRACKETS.sub(" ", unicodedata.normalize("NFKC", text))
    numbers: list[str] = []
    for number in filter(None, map(_national, (part for chunk in _PARTING.split(plain) for part in _twins(chunk)))):
        if number not in numbers:
            numbers.append(number)
    if not numbers and (whole := _national(re.sub(r"[/,]", "", plain))):  # 0912/345/678
        numbers = [whole]
    if not numbers:
        return PhoneReading(text, False)
    return PhoneReading(numbers[0], True, tuple(numbers[1:]))


def _twins(chunk: str) -> list[str]:
    """Part two numbers with nothing but a dash or a blank between them."""
    match = re.fullmatch(r"\D*(0\d{9})\D*(0\d{9})\D*", re.sub(r"[\s.\-–]", "", chunk), re.ASCII)
    return list(match.groups()) if match else [chunk]


def _national(chunk: str) -> str | None:
    """Return the well-formed national number of a text, None when it holds none."""
    digits = re.sub(r"[^0-9]", "", chunk)
    digits = re.sub(r"^(?:00)?84(?=0?[1-9]\d{8,9}$)", "", digits)
    if re.fullmatch(r"[1-9]\d{8}|2\d{9}", digits):
        digits = "0" + digits
    return digits if _WELL_FORMED.fullmatch(digits) else None
