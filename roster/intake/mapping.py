"""What each column of a sheet is: by its heading first, then by the values that stand below it.

A part of a fact has a name of its own here ("name.family", "birth.male"); `parse` puts the parts together. A column that
is not understood stays in the mapping with no target, so that the officer sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from roster.columns.catalogue import column as catalogue_column
from roster.columns.column import ReadContext
from roster.columns.readers import grade_of, is_blank, plain
from roster.domain.choices import QUALIFICATION
from roster.domain.text import fold
from roster.intake.grid import Cell
from roster.intake.headings import Heading, heading_words
from roster.intake.words import (
    DATE_PARTS,
    FAMILY_WORDS,
    GIVEN_WORDS,
    SEX_PARTS,
    STT_WORDS,
    headings_by_words,
    known_headings,
)

STT = "stt"
MULTIPLE = {"notes"}  # several columns may feed these; their texts are joined


@dataclass(frozen=True)
class MappedColumn:
    """One column: where it stands, its heading path, what it feeds. `target` is a column key, a part or None."""

    index: int
    path: tuple[str, ...]
    target: str | None
    score: float = 0.0

    @property
    def heading(self) -> str:
        """The path as one line."""
        return " / ".join(re.sub(r"\s+", " ", name) for name in self.path)

    @property
    def key(self) -> str | None:
        """The catalogue key that the column feeds, None for running numbers and columns not understood."""
        return None if self.target in {None, STT} else PART_KEYS.get(self.target or "", self.target)


PART_KEYS = {
    "name.family": "full_name", "name.given": "full_name", "birth.day": "birth_date", "birth.month": "birth_date",
    "birth.year": "birth_date", "birth.male": "birth_date", "birth.female": "birth_date",
    "sex.male": "sex", "sex.female": "sex",
}  # fmt: skip

# What a level says of the level below it: (words of the upper heading, words of the lower one) -> key.
_UNDER: tuple[tuple[str, str, str], ...] = (
    (r"\bdang\b", r"^(ngay )?vao( dang)?$|^ngay vao|^chinh thuc$|^ngay", "party_joined_on"),
    (r"\bdoan\b", r"^(ngay )?vao( doan)?$|^ngay", "union_joined_on"),
    (r"tai ngu|phuc vu|quan ngu", r"^tu\b", "enlisted_on"),
    (r"tai ngu|phuc vu|quan ngu", r"^den\b", "discharged_on"),
    (r"xuat ngu|tai ngu|cu$", r"^don vi", "former_unit"),
    (r"bien che|du bi dong vien|dbdv|dong vien", r"^don vi|^chuc", "is_assigned"),
    (r"cnqs|chuyen nghiep", r"^ma( so)?$|^so$", "speciality_code"),
    (r"cnqs|chuyen nghiep", r"^ten$", "speciality"),
    (r"cha|bo|me|phu huynh|than nhan", r"^(ho ten )?(bo|cha)\b", "father_name"),
    (r"cha|bo|me|phu huynh|than nhan", r"^(ho ten )?me\b", "mother_name"),
    (r"thanh phan", r"^gia dinh$", "family_class"),
    (r"thanh phan", r"^ban than$", "personal_class"),
    (r"hoan|mien", r"^(ly do|dien|diem)", "ground"),
    (r"hoan|mien", r"^(den|het|thoi han)", "ground_until"),
)


def _exact(words: str, roster: str) -> tuple[str, ...]:
    return known_headings(roster).get(words) or headings_by_words(roster).get(frozenset(words.split()), ())


def _contained(words: str, roster: str) -> list[tuple[str, float]]:
    """Known headings that stand as a phrase inside a longer heading, the longest first."""
    total = len(words.split())
    found: list[tuple[str, float]] = []
    for known, keys in known_headings(roster).items():
        share = len(known.split()) / max(total, 1)
        if len(known) > 2 and f" {known} " in f" {words} " and share >= 0.34:
            found.extend((key, 0.5 + 0.4 * share) for key in keys)
    return sorted(found, key=lambda pair: -pair[1])


def _parts_of(path: tuple[str, ...], roster: str) -> str | None:
    """A part of a name or a birth date that the path names, None for a whole fact."""
    leaf = heading_words(path[-1])
    upper = [heading_words(name) for name in path[:-1]]
    above = {key for words in upper for key in _exact(words, roster)}
    if "birth_date" in above or any("sinh" in words.split() for words in upper):
        if leaf in SEX_PARTS:
            return f"birth.{SEX_PARTS[leaf]}"
        if leaf in DATE_PARTS:
            return f"birth.{DATE_PARTS[leaf]}"
        if re.fullmatch(r"(ngay|thang|nam) sinh", leaf) and len(upper) and leaf != "ngay sinh":
            return f"birth.{DATE_PARTS[leaf.split()[0]]}"
    if "sex" in above and leaf in SEX_PARTS:
        return f"sex.{SEX_PARTS[leaf]}"
    if leaf in FAMILY_WORDS:
        return "name.family"
    if leaf in GIVEN_WORDS and ("full_name" in above or upper):
        return "name.given"
    return None


def _candidates(path: tuple[str, ...], roster: str) -> list[tuple[str, float]]:
    """What a heading path may stand for, best first, with a score from 0 to 1."""
    leaf = heading_words(path[-1])
    found: list[tuple[str, float]] = []
    if leaf in STT_WORDS or (len(path) > 1 and heading_words(path[0]) in STT_WORDS):
        return [(STT, 1.0)]
    part = _parts_of(path, roster)
    if part:
        found.append((part, 1.0))
    upper = " ".join(heading_words(name) for name in path[:-1])
    for above, below, key in _UNDER:
        if upper and re.search(above, upper) and re.search(below, leaf) and _has(roster, key):
            found.append((key, 0.98))
    found.extend((key, 0.97) for key in _exact(leaf, roster))
    if upper:
        found.extend((key, 0.95) for key in _exact(f"{upper} {leaf}", roster))
    found.extend(_contained(leaf, roster))
    if upper and not found:
        found.extend((key, 0.6) for key in _exact(upper, roster))
    return found


def _has(roster: str, key: str) -> bool:
    try:
        catalogue_column(roster, key)
    except KeyError:
        return False
    return True


_DIGITS = re.compile(r"[\s.'’\u00a0-]")


def _share(values: Sequence[Cell], fits: object) -> float:
    return sum(bool(fits(v)) for v in values) / len(values)  # type: ignore[operator]


def _looks_like_id(value: Cell) -> bool:
    digits = _DIGITS.sub("", plain(value))
    return digits.isdigit() and (len(digits) == 12 or (isinstance(value, int | float) and 10 <= len(digits) <= 12))


def _looks_like_phone(value: Cell) -> bool:
    digits = _DIGITS.sub("", plain(value)).replace("+84", "0")
    return digits.isdigit() and ((len(digits) == 10 and digits[0] == "0") or (len(digits) == 9 and digits[0] in "35789"))


def _looks_like_qualification(value: Cell) -> bool:
    folded = fold(plain(value))
    return any(fold(word) == folded for choice in QUALIFICATION for word in (choice.label, *choice.other_words))


_BY_VALUES = (
    ("citizen_id", _looks_like_id),
    ("education", lambda v: grade_of(v) is not None and "/" in plain(v)),
    ("phone", _looks_like_phone),
)


def _fitness(key: str, values: Sequence[Cell], roster: str, context: ReadContext) -> float:
    """The share of a column's values that the key's own reader understands; 1 where there is nothing to read."""
    if key == STT or "." in key or not values:
        return 1.0
    reader = catalogue_column(roster, key)
    if key == "citizen_id":
        return _share(values, lambda v: sum(c.isdigit() for c in plain(v)) >= 8)
    if key == "phone":
        return _share(values, lambda v: any(c.isdigit() for c in plain(v)))
    return _share(values, lambda v: not any(p.holds_back for p in reader.read(v, context).problems))


def _by_values(values: Sequence[Cell], taken: Iterable[str | None]) -> str | None:
    """What a column with an unknown heading plainly holds, None where its values do not tell."""
    if len(values) < 3:
        return None
    for key, fits in _BY_VALUES:
        if key not in taken and _share(values, fits) >= 0.8:
            return key
    return None


def map_columns(
    heading: Heading, samples: dict[int, list[Cell]], roster: str, today: date, date1904: bool = False
) -> list[MappedColumn]:
    """Decide what each column is. `samples` holds the cells below the heading by column; `today` is the day of reading.

    Two columns never feed the same fact: the one that fits better keeps it, the other takes its next meaning.
    """
    context = ReadContext(today, date1904)
    offers: list[tuple[float, int, str]] = []
    filled = {index: [v for v in cells if not is_blank(v)][:200] for index, cells in samples.items()}
    for index, path in heading.paths.items():
        for key, score in _candidates(path, roster):
            fitness = _fitness(key, filled.get(index, []), roster, context)
            if key == "education" and fitness < 0.5 and _share(filled[index], _looks_like_qualification) >= 0.5:
                key, fitness = "qualification", 1.0
            if fitness < 0.2 and score < 0.97:
                continue
            offers.append((score * (0.55 + 0.45 * fitness), -index, key))
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, minus_index, key in sorted(offers, reverse=True):
        if -minus_index in chosen or (key in taken and key not in MULTIPLE and key != STT):
            continue
        chosen[-minus_index] = (key, score)
        taken.add(key)
    _settle_name_parts(chosen)
    _settle_bare_date_parts(chosen, heading)
    columns = []
    for index in sorted(set(heading.paths) | {i for i, values in filled.items() if values}):
        key, score = chosen.get(index, (None, 0.0))
        if key is None:
            guess = _by_values(filled.get(index, []), taken)
            if guess:
                taken.add(guess)
                key, score = guess, 0.5
        columns.append(MappedColumn(index, heading.paths.get(index, ()), key, score))
    return columns


def _settle_name_parts(chosen: dict[int, tuple[str, float]]) -> None:
    """A lone "Tên" is the whole name; "Họ, chữ đệm" makes the next "Tên" its second half."""
    by_key = {key: index for index, (key, _) in chosen.items()}
    if "name.family" in by_key and "name.given" not in by_key and "full_name" in by_key:
        chosen[by_key["full_name"]] = ("name.given", chosen[by_key["full_name"]][1])
    elif "name.given" in by_key and "name.family" not in by_key and "full_name" not in by_key:
        chosen[by_key["name.given"]] = ("full_name", chosen[by_key["name.given"]][1])
    elif "name.family" in by_key and "name.given" not in by_key and "full_name" not in by_key:
        chosen[by_key["name.family"]] = ("full_name", chosen[by_key["name.family"]][1])


def _settle_bare_date_parts(chosen: dict[int, tuple[str, float]], heading: Heading) -> None:
    """Three neighbours "Ngày", "Tháng", "Năm" with nothing above them are a birth date where no other column is one."""
    if any(PART_KEYS.get(key, key) == "birth_date" for key, _ in chosen.values()):
        return
    leaves = {index: heading_words(path[-1]) for index, path in heading.paths.items()}
    for index in leaves:
        if [leaves.get(index + step) for step in range(3)] == ["ngay", "thang", "nam"]:
            for step, part in enumerate(("day", "month", "year")):
                chosen[index + step] = (f"birth.{part}", 0.9)
            return
