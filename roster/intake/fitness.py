"""How well the cells of a column fit what its heading seems to mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from roster.columns.catalogue import column as catalogue_column
from roster.columns.cells import find_choice, is_blank, plain
from roster.columns.column import ReadContext
from roster.columns.grades import grade_of
from roster.domain.addresses import canonical_neighbourhood
from roster.domain.choices import QUALIFICATION, YES_NO
from roster.domain.names import looks_like_name
from roster.intake.grid import Cell
from roster.intake.meanings import STT

_LEVEL = re.compile(r"\b(đại học|cao đẳng|trung cấp|sơ cấp|ĐH|CĐ|TC|SC|kỹ sư|cử nhân|nghề|chưa|không)\b", re.IGNORECASE)
_PARTING = re.compile(r"[\s.'’\u00a0-]")
_WORDY = {
    "ethnicity", "religion", "occupation", "hometown", "permanent_address", "current_address", "workplace", "unit",
    "post",
    "former_unit", "speciality", "foreign_language", "family_class", "personal_class", "other_name",
}  # fmt: skip
_NAMES = {"full_name", "father_name", "mother_name", "spouse_name"}


def share(values: Sequence[Cell], fits: Callable[[Cell], object]) -> float:
    """The share of the values for which `fits` holds."""
    return sum(bool(fits(v)) for v in values) / len(values)


def _digits(value: Cell) -> str:
    return _PARTING.sub("", plain(value))


def looks_like_id(value: Cell) -> bool:
    """Twelve digits, or as many as a number cell can have lost its zeros from."""
    digits = _digits(value)
    return digits.isdigit() and (len(digits) == 12 or (isinstance(value, int | float) and 10 <= len(digits) <= 12))


def looks_like_phone(value: Cell) -> bool:
    """Ten digits from 0, or nine that a mobile number begins with."""
    digits = _digits(value).replace("+84", "0")
    return digits.isdigit() and (
        (len(digits) == 10 and digits[0] == "0") or (len(digits) == 9 and digits[0] in "35789")
    )


def looks_like_qualification(value: Cell) -> bool:
    """A level of qualification from the list."""
    return find_choice(QUALIFICATION, value) is not None


def _wordy(value: Cell) -> bool:
    text = plain(value)
    return isinstance(value, str) and any(c.isalpha() for c in text) and not re.fullmatch(r"[xX✓v]", text)


def fitness(key: str, values: Sequence[Cell], roster: str, context: ReadContext) -> float:
    """The share of a column's values that the key can take; 1 where there is nothing to read.

    Faulty values must not cost a column its meaning, so ids and phones are judged by their digits alone.
    """
    if key == STT or not values:
        return 1.0
    if "=" in key or key.startswith("sex."):
        return share(values, lambda v: find_choice(YES_NO, v) is not None)
    if key == "qualification":
        return 0.3 + 0.7 * share(values, lambda v: _LEVEL.search(plain(v)) or looks_like_qualification(v))
    if key in {"birth.day", "birth.month"}:
        return share(values, lambda v: re.fullmatch(r"0?\d{1,2}", plain(v)))
    if key == "birth.year":
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
    if key in _NAMES:
        return share(values, lambda v: _wordy(v) and looks_like_name(re.split(r"[\d(,;:–\n]| - ", str(v))[0].strip()))
    if key in _WORDY:
        return share(values, _wordy)
    column = catalogue_column(roster, key)
    return share(values, lambda v: not any(p.holds_back for p in column.read(v, context).problems))


_BY_VALUES: tuple[tuple[str, Callable[[Cell], object]], ...] = (
    ("citizen_id", looks_like_id),
    ("education", lambda v: (grade_of(v) or "").endswith("/12") and "/" in plain(v)),  # 10/10 may be eyesight
    ("phone", looks_like_phone),
    ("qualification", looks_like_qualification),
)


def key_by_values(values: Sequence[Cell], taken: Iterable[str | None]) -> str | None:
    """What a column with an unknown heading plainly holds, None where its values do not tell."""
    values = [v for v in values if not is_blank(v)]
    if len(values) < 3:
        return None
    for key, fits in _BY_VALUES:
        if key not in taken and share(values, fits) >= 0.8:
            return key
    return None
