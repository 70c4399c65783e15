"""How well the cells of a column fit what its heading seems to mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from roster.columns.catalogue import column as catalogue_column
from roster.columns.cells import find_choice, plain
from roster.columns.column import ReadContext
from roster.domain.addresses import canonical_neighbourhood
from roster.domain.choices import YES_NO
from roster.domain.names import looks_like_name
from roster.intake.evidence import looks_like_id, looks_like_qualification, share
from roster.intake.grid import Cell
from roster.intake.meanings import STT
from roster.intake.repeats import says_same

_LEVEL = re.compile(r"\b(đại học|cao đẳng|trung cấp|sơ cấp|ĐH|CĐ|TC|SC|kỹ sư|cử nhân|nghề|chưa|không)\b", re.IGNORECASE)
_WORDY = {
    "ethnicity", "religion", "occupation", "hometown", "permanent_address", "current_address", "workplace", "unit",
    "post",
    "former_unit", "speciality", "foreign_language", "family_class", "personal_class", "other_name",
}  # fmt: skip
_NAMES = {"full_name", "father_name", "mother_name", "spouse_name"}


def _wordy(value: Cell) -> bool:
    text = plain(value)
    return isinstance(value, str) and any(c.isalpha() for c in text) and not re.fullmatch(r"[xX✓v]", text)


def is_day_and_month(value: Cell) -> bool:
    """Whether a cell says a day of a year that is told elsewhere: "24/4"."""
    return isinstance(value, str) and re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", plain(value)) is not None


def counts_up(values: Sequence[Cell]) -> bool:
    """Whether the cells do nothing but count, from 1 again in each section."""
    said = [text.strip("().") for text in map(plain, values)]
    counts = [int(text) for text in said if text.isdecimal() and len(text) <= 5]
    rising = sum(b == a + 1 or b == 1 for a, b in pairwise(counts))
    return len(counts) == len(said) and rising >= 0.9 * (len(counts) - 1)


def fitness(key: str, values: Sequence[Cell], roster: str, context: ReadContext) -> float:
    """The share of a column's values that the key can take; 1 where there is nothing to read.

    Faulty values must not cost a column its meaning, so ids and phones are judged by their digits alone.
    """
    values = [v for v in values if not says_same(v)]
    if key == STT or not values:
        return 1.0
    if "=" in key or key.startswith("sex."):
        return share(values, lambda v: find_choice(YES_NO, v) is not None)
    if key == "qualification":
        return 0.3 + 0.7 * share(values, lambda v: _LEVEL.search(plain(v)) or looks_like_qualification(v))
    if key.endswith((".day", ".month")):
        return share(values, lambda v: re.fullmatch(r"0?\d{1,2}", plain(v)))
    if key.endswith(".year"):
        return share(values, lambda v: re.fullmatch(r"(19|20)?\d\d", plain(v)))
    if key.startswith("name."):
        return share(values, lambda v: _wordy(v) and not re.search(r"\d", plain(v)))
    if key.endswith(".house"):
        return share(values, lambda v: re.search(r"\d", plain(v)))
    if "." in key:
        return 1.0
    if key == "citizen_id":
        return share(
            values, lambda v: sum(c.isdigit() for c in plain(v)) >= 8 and not re.search(r"[^\W\d_]{3}|/", plain(v))
        )
    if key == "phone":
        return share(
            values, lambda v: any(c.isdigit() for c in plain(v)) and not looks_like_id(v) and "/" not in plain(v)[:6]
        )
    if key == "neighbourhood":
        return share(values, lambda v: canonical_neighbourhood(v) is not None and len(plain(v).split()) <= 6)
    if key == "birth_date" and values and all(map(is_day_and_month, values)):
        return 1.0
    if key in _NAMES:
        return share(values, lambda v: _wordy(v) and looks_like_name(re.split(r"[\d(,;:–\n]| - ", str(v))[0].strip()))
    if key in _WORDY:
        return share(values, _wordy)
    column = catalogue_column(roster, key)
    return share(values, lambda v: not any(p.holds_back for p in column.read(v, context).problems))
