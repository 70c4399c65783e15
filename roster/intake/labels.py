"""Cells that say themselves whose name stands where: "Cha: Trần Văn A / Mẹ: Lê Thị B", "Ông Trần Văn A, bà Lê Thị B"
below "Con ông (bà)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roster.domain.text import clean
from roster.intake.ditto import is_ditto
from roster.intake.grid import Cell
from roster.intake.slots import RELATIVES, Slot

_LABEL = re.compile(r"(?:^|(?<=[\s;,./(-]))(?:họ tên |tên )?(cha|bố|ba|tía|mẹ|má|mạ|vợ|chồng)\s*[:：]", re.IGNORECASE)
_BARE_LABEL = re.compile(
    r"(?:^|(?<=[;,./(–-])|(?<=[;,./(–-] ))((?i:cha|bố|tía|mẹ|má|mạ|vợ|chồng|ông|bà))\s+(?=[A-ZÀ-ỸĐ])"
)
_STEMS = {"cha": "father", "bố": "father", "ba": "father", "tía": "father",
          "mẹ": "mother", "má": "mother", "mạ": "mother", "vợ": "spouse",
          "chồng": "spouse", "ông": "father", "bà": "mother"}  # fmt: skip
_LEAST_SHARE = 0.5


def _labels(text: str) -> list[re.Match[str]]:
    """Labels with their colon, where there is any; else words as "bố", "bà" before a name ("Bố Lê An; mẹ …")."""
    return list(_LABEL.finditer(text)) or list(_BARE_LABEL.finditer(text))


def _stems(value: Cell) -> list[str]:
    return [_STEMS[match[1].lower()] for match in _labels(clean(value))] if isinstance(value, str) else []


def labelled_relatives(cells: Sequence[Cell]) -> tuple[Slot, ...]:
    """The relatives whom the cells of a column name by labels, () unless most of them name two or more."""
    told = [_stems(value) for value in cells if isinstance(value, str) and len(value) > 3]  # no column number
    several = [stems for stems in told if len(set(stems)) > 1]
    if not several or len(several) < _LEAST_SHARE * len(told):
        return ()
    found = {stem for stems in told for stem in stems}
    return tuple(slot for stem, slot in RELATIVES.items() if stem in found)


def by_label(value: Cell, slots: tuple[Slot, ...]) -> list[Cell]:
    """What stands behind each label, in the order of the slots. What bears no label is the first one's."""
    if not isinstance(value, str):
        return [value, *[None] * (len(slots) - 1)]
    if is_ditto(value):
        return [value] * len(slots)
    text = clean(value, keep_lines=True).replace("\n", "; ")
    places = _labels(text)
    if not places:
        return [value, *[None] * (len(slots) - 1)]
    order = [stem for stem, slot in RELATIVES.items() if slot in slots]
    found: dict[str, str] = {}
    before = text[: places[0].start()].strip(" ;,-–+•*")
    if before:
        found[order[0]] = before
    for number, match in enumerate(places):
        end = places[number + 1].start() if number + 1 < len(places) else len(text)
        said = text[match.end() : end].strip(" ;,/–-(")
        stem = _STEMS[match[1].lower()]
        found[stem] = f"{found[stem]}; {said}" if stem in found else said
    return [found.get(stem) or None for stem in order]
