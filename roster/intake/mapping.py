"""What each column of a sheet is: by its heading first, then by the values that stand below it.

A part of a fact has a name of its own here ("name.family", "birth.male"); `parse` puts the parts together. A column
that is not understood stays in the mapping with no target, so that the officer sees it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from roster.columns.catalogue import ENLISTMENT
from roster.columns.cells import find_choice, is_blank, plain
from roster.columns.column import ReadContext
from roster.domain.choices import ENLISTMENT_STATUS, YES_NO
from roster.domain.names import looks_like_name
from roster.domain.text import fold
from roster.intake.doubts import doubt_of
from roster.intake.evidence import (
    asks_for_deferral,
    contradicts,
    key_by_values,
    looks_like_qualification,
    share,
    tell_grounds,
    telling,
)
from roster.intake.fitness import counts_up, fitness
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.meanings import (
    OF_ONE_MAN,
    PART_KEYS,
    STT,
    is_finding,
    key_of,
    kin_in,
    meanings,
    short_for,
)
from roster.intake.neighbours import beside
from roster.intake.words import FAMILY_WORDS, GIVEN_WORDS, NOT_KEPT, exact_keys, heading_words
from roster.intake.yearly import outdated

__all__ = ["MULTIPLE", "PART_KEYS", "STT", "MappedColumn", "map_columns", "sample_columns", "shared_columns"]

MULTIPLE = {"notes", "is_assigned"}  # several columns may feed these


@dataclass(frozen=True)
class MappedColumn:
    """One column: where it stands, its heading path, what it feeds. `target` is a column key, a part or None.

    `doubt` says why the officer should look at it, "" where heading and cells agree.
    """

    index: int
    path: tuple[str, ...]
    target: str | None
    score: float = 0.0
    doubt: str = ""

    @property
    def heading(self) -> str:
        """The path as one line."""
        return " / ".join(re.sub(r"\s+", " ", name).strip() for name in self.path)

    @property
    def key(self) -> str | None:
        """The catalogue key that the column feeds, None for running numbers and columns not understood."""
        if self.target is None or self.target == STT:
            return None
        return key_of(self.target)


def shared_columns(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """The columns whose cells may say the same of several people: neither counts nor what names one man."""
    return [column for column in columns if column.key is not None and column.key not in OF_ONE_MAN]


_SAMPLED = 400  # rows


def sample_columns(sheet: Sheet, heading: Heading) -> dict[int, list[Cell]]:
    """The cells below a heading by column, of rows as full as people's are: sections and signers say nothing here."""
    below = sheet.rows[heading.last_row + 1 : heading.last_row + 1 + _SAMPLED]
    counts = [sum(not is_blank(v) for v in row) for row in below]
    full = max(counts, default=0)
    rows = [row for row, count in zip(below, counts, strict=True) if count >= max(2, 0.5 * full)]
    return {c: [row[c] if c < len(row) else None for row in rows] for c in range(sheet.width)}


def map_columns(
    heading: Heading, samples: dict[int, list[Cell]], roster: str, today: date, date1904: bool = False
) -> list[MappedColumn]:
    """Decide what each column is. `samples` holds the cells below the heading by column; `today` is the day of reading.

    Two columns never feed the same fact: the one that fits better keeps it, the other takes its next meaning.
    """
    context = ReadContext(today, date1904)
    filled = {index: [v for v in cells if not is_blank(v)][:200] for index, cells in samples.items()}
    whole, old = heading, outdated(heading.paths)
    if old:
        heading = replace(heading, paths={c: path for c, path in heading.paths.items() if c not in old})
        filled = {index: cells for index, cells in filled.items() if index not in old}
    chosen = _halves_of_names(heading, samples, roster)
    offers = _offers(heading, filled, roster, context, chosen)
    taken = {"full_name"} if chosen else set()
    for score, minus_index, key in sorted(offers, reverse=True):
        if -minus_index in chosen or (key in taken and key not in MULTIPLE and key != STT):
            continue
        if chosen and key.startswith("name.") and "full_name" in taken:
            continue
        if _said_by_others(key, taken):
            continue
        chosen[-minus_index] = (key, score)
        taken.add(key)
    _find_given_name(chosen, heading, filled)
    _settle_name_parts(chosen)
    _settle_bare_date_parts(chosen, heading, filled, context)
    _fill_by_values(chosen, heading, filled, roster, context)
    _find_names_by_values(chosen, heading, filled, roster)
    columns = []
    for index in sorted(set(whole.paths) | {i for i, values in filled.items() if values}):
        path, values = whole.paths.get(index, ()), filled.get(index, [])
        target, found = chosen.get(index, (None, 0.0))
        doubt = doubt_of(path, target, values, roster, context) if target and target != STT else ""
        columns.append(MappedColumn(index, path, target, min(found, 0.65) if doubt else found, doubt))
    return columns


def _fill_by_values(
    chosen: dict[int, tuple[str, float]],
    heading: Heading,
    filled: Mapping[int, Sequence[Cell]],
    roster: str,
    context: ReadContext,
) -> None:
    """Give what no heading has claimed to the columns whose cells plainly hold it; one column each, else none."""
    open_columns: dict[int, str] = {}
    for index, values in filled.items():
        path = heading.paths.get(index, ())
        known = path and (NOT_KEPT.search(heading_words(path[-1])) or kin_in(path[-1]) or is_finding(path))
        if index in chosen or not values:
            continue
        # A school's opinion asks for deferral as well: nobody who may be deferred is called up by a clerk's slip.
        asks = roster == ENLISTMENT and asks_for_deferral(values)
        if known and not asks:
            continue
        key = key_by_values(values, roster) or (("ground" if tell_grounds(values) else "notes") if asks else None)
        if key is None and len(values) >= _FEWEST_NAMES and not (path and meanings(path, roster)):
            born = telling("birth_date", values, roster, context) or 0.0
            home = telling("permanent_address", values, roster, context) or 0.0
            key = "birth_date" if born >= 0.9 else "permanent_address" if home >= 0.8 and not path else None
        if key is not None:
            open_columns[index] = key
    targets = {target for target, _ in chosen.values()}
    if STT not in targets and (counter := _running_column(chosen, filled)) is not None:
        chosen[counter] = (STT, 0.9)
    taken = {key_of(target) for target in targets}
    for index, key in open_columns.items():
        if key == "notes" or (key not in taken and list(open_columns.values()).count(key) == 1):
            chosen[index] = (key, 0.5)


def _running_column(chosen: Mapping[int, object], filled: Mapping[int, Sequence[Cell]]) -> int | None:
    """The first column, where it does nothing but count, whatever stands above it ("Nr")."""
    first = min((index for index, values in filled.items() if values), default=None)
    if first is None or first in chosen or len(filled[first]) < _FEWEST_NAMES:
        return None
    return first if counts_up(filled[first]) else None


def _find_names_by_values(
    chosen: dict[int, tuple[str, float]], heading: Heading, filled: Mapping[int, Sequence[Cell]], roster: str
) -> None:
    """ "Thanh niên" over names is who the list is of: the one column of names, where none is called so.

    Only beside ids or birth dates: statistics name the heads of neighbourhoods too.
    """
    keys = {key_of(target) for target, _ in chosen.values()}
    if "full_name" in keys or not keys & {"citizen_id", "birth_date"}:
        return
    found = []
    for index, values in filled.items():
        path = heading.paths.get(index, ())
        silent = not path or (not meanings(path, roster) and not kin_in(path[-1]) and not is_finding(path))
        differ = len({plain(value) for value in values}) > len(values) / 2  # a ward's name is the same in each row
        if index in chosen or not silent or not differ or len(values) < _FEWEST_NAMES:
            continue
        if share(values, _is_name) >= 0.9:
            found.append(index)
    if len(found) == 1 or (found and not heading.paths):  # parents stand at the right
        chosen[min(found)] = ("full_name", 0.5)


_FEWEST_NAMES = 3


def _is_name(value: Cell) -> bool:
    return isinstance(value, str) and looks_like_name(value) and plain(value).istitle() | plain(value).isupper()


def _said_by_others(target: str, taken: Collection[str]) -> bool:
    """Whether a whole column already gives the fact that a mark or a part of an address would give, or the reverse."""
    if _is_piece(target):
        return key_of(target) in taken
    return any(_is_piece(other) and key_of(other) == target for other in taken)


def _is_piece(target: str) -> bool:
    return "=" in target or target.endswith((".house", ".street"))


def _offers(
    heading: Heading,
    filled: Mapping[int, Sequence[Cell]],
    roster: str,
    context: ReadContext,
    settled: Mapping[int, tuple[str, float]],
) -> list[tuple[float, int, str]]:
    """Every meaning of every column as (score, -index, key): words weigh more than values, both count."""
    offers: list[tuple[float, int, str]] = []
    both_sexes = {"nam", "nu"} <= {heading_words(path[-1]) for path in heading.paths.values()}
    names_stand_elsewhere = any(
        filled.get(index) and any(key == "full_name" for key, _ in meanings(path, roster))
        for index, path in heading.paths.items()
    )
    for index, path in heading.paths.items():
        if index in settled:
            continue
        values = filled.get(index, [])
        candidates = [*beside(heading, index, roster), *meanings(path, roster)]
        if not any(score >= 0.85 for _, score in candidates):
            candidates.extend(_short_forms(path, values, roster, context))
        best = max((score for _, score in candidates), default=0.0)
        if {key for key, score in candidates if score >= max(0.97, best)} >= _MEMBERSHIPS:
            candidates = [(_membership_beside(heading, index, roster), 0.97)]
        for key, score in candidates:
            if not key or (key == "full_name" and not values and names_stand_elsewhere):
                continue
            if other := contradicts(key, values, roster, context):
                # "Tôn giáo" over Kinh, Tày: the cells are believed, and doubted; a father's number is never the man's.
                if not kin_in(path[-1]):
                    offers.append((0.5, -index, other))
                continue
            fits = fitness(key, values, roster, context)
            if key in _BIRTH_BY_SEX and fits < 0.5 and both_sexes and values and share(values, _is_birth) >= 0.8:
                key, fits = _BIRTH_BY_SEX[key], 1.0
            if key in _MEMBER_SINCE and values and share(values, lambda v: find_choice(YES_NO, v) is not None) >= 0.8:
                key, fits = _MEMBER_SINCE[key], 1.0  # marks below "Đã vào Đảng"
            if key == "myopia_dioptres" and values and (telling("weight_kg", values, roster, context) or 0) >= 0.8:
                key, fits = "weight_kg", 1.0  # "Cân", folded as "Cận"
            if key == "education" and values and share(values, _is_school_mark) >= 0.5:
                continue  # "Học lực" over Khá, Tốt
            if key == "education" and fits < 0.5 and values and share(values, looks_like_qualification) >= 0.5:
                key, fits = "qualification", 1.0
            if key == "status" and values and not any(find_choice(ENLISTMENT_STATUS, v) for v in values):
                continue  # "Tình trạng" over "Đang làm việc"
            if fits < (0.2 if score >= 0.94 else 0.5) and not (
                score >= 0.97 and key not in {"full_name", "neighbourhood"}
            ):
                continue
            offers.append((score * (0.55 + 0.45 * fits), -index, key))
    return offers


def _short_forms(
    path: tuple[str, ...], values: Sequence[Cell], roster: str, context: ReadContext
) -> list[tuple[str, float]]:
    """What a heading may be short for, where the cells bear it out."""
    found = []
    for key, score in short_for(heading_words(path[-1]), roster):
        said = telling(key, values, roster, context)
        if (said is None and score >= 0.75) or (said is not None and said >= 0.6):
            found.append((key, score + 0.05 * (said or 0.0)))
    return found


def _is_school_mark(value: Cell) -> bool:
    return fold(plain(value)) in {"tot", "kha", "gioi", "xuat sac", "trung binh", "tb", "dat", "chua dat", "yeu", "kem"}


_MEMBER_SINCE = {"party_joined_on": "is_party_member", "union_joined_on": "is_union_member"}
_BIRTH_BY_SEX = {"sex.male": "birth.male", "sex.female": "birth.female"}  # "Nam" and "Nữ" with nothing above them


def _is_birth(value: Cell) -> bool:
    return re.fullmatch(r"(\d{1,2}[/.-]){0,2}(19|20)\d\d", plain(value)) is not None


_MEMBERSHIPS = {"is_party_member", "is_union_member"}


def _membership_beside(heading: Heading, index: int, roster: str) -> str:
    """ "ĐV" is đảng viên where another column is the Youth Union's, đoàn viên where another is the Party's.

    Alone it may be either: "" then, since a guess would be wrong without anybody noticing.
    """
    told = {
        key
        for other, path in heading.paths.items()
        if other != index and len(keys := exact_keys(heading_words(path[-1]), roster)) == 1
        for key in keys
    }
    left = _MEMBERSHIPS - told
    return left.pop() if len(left) == 1 else ""


def _halves_of_names(
    heading: Heading, samples: Mapping[int, Sequence[Cell]], roster: str
) -> dict[int, tuple[str, float]]:
    """Name columns under one heading: "Họ và tên" over two or three columns, merged or left open above the others."""
    for index, path in sorted(heading.paths.items()):
        found = [key for key, _ in meanings(path, roster)]
        if not found or found[0] != "full_name":
            continue
        places = [index]
        while len(places) < 3:
            after = places[-1] + 1
            if heading.paths.get(after, path) != path or not _continues_names(samples, index, after):
                break
            places.append(after)
        if len(places) == 1:
            continue
        parts = ("name.family", "name.given") if len(places) == 2 else ("name.family", "name.middle", "name.given")
        return {place: (part, 1.0) for place, part in zip(places, parts, strict=True)}
    return {}


def _continues_names(samples: Mapping[int, Sequence[Cell]], first: int, after: int) -> bool:
    """Whether the next column holds further words of the same names: words only; sections and signers have none."""
    pairs = list(zip(samples.get(first, ()), samples.get(after, ()), strict=False))
    both = [b for a, b in pairs if isinstance(a, str) and not is_blank(a) and not is_blank(b)]
    rows = sum(isinstance(a, str) and not is_blank(a) for a, _ in pairs)
    worded = [b for b in both if isinstance(b, str) and re.fullmatch(r"[^\W\d_]{1,8}( [^\W\d_]{1,8}){0,2}", plain(b))]
    capital = [b for b in worded if plain(b)[0].isupper() and plain(b) not in {"X", "V"}]
    return rows > 0 and len(both) >= 0.6 * rows and len(capital) >= 0.8 * len(both)


def _find_given_name(
    chosen: dict[int, tuple[str, float]], heading: Heading, filled: Mapping[int, Sequence[Cell]]
) -> None:
    """ "Tên" right of "Họ đệm" is its second half, whatever stands above both: half a name is nobody's. So is "Tên HS"
    over single words."""
    for index, (key, score) in list(chosen.items()):
        path, after = heading.paths.get(index, ("",)), heading.paths.get(index + 1, ("",))
        begins = key in {"full_name", "name.family"} and heading_words(path[-1]) in FAMILY_WORDS
        if not begins or index + 1 in chosen:
            continue
        words, values = heading_words(after[-1]), filled.get(index + 1)
        if words in GIVEN_WORDS or (words.startswith("ten ") and values and share(values, _is_one_word) >= 0.9):
            chosen[index], chosen[index + 1] = ("name.family", score), ("name.given", score)


def _is_one_word(value: Cell) -> bool:
    return plain(value).isalpha()


def _settle_name_parts(chosen: dict[int, tuple[str, float]]) -> None:
    """A lone "Tên" is the whole name; "Họ, chữ đệm" makes the next "Tên" its second half."""
    by_key = {key: index for index, (key, _) in chosen.items()}
    if "name.family" in by_key and "name.given" not in by_key and "full_name" in by_key:
        chosen[by_key["full_name"]] = ("name.given", chosen[by_key["full_name"]][1])
    elif "name.given" in by_key and "name.family" not in by_key and "full_name" not in by_key:
        chosen[by_key["name.given"]] = ("full_name", chosen[by_key["name.given"]][1])
    elif "name.family" in by_key and "name.given" not in by_key and "full_name" not in by_key:
        chosen[by_key["name.family"]] = ("full_name", chosen[by_key["name.family"]][1])


def _settle_bare_date_parts(
    chosen: dict[int, tuple[str, float]], heading: Heading, filled: Mapping[int, Sequence[Cell]], context: ReadContext
) -> None:
    """Neighbours "Ngày", "Tháng", "Năm" with nothing above them are a birth date where no other column is one."""
    leaves = {index: heading_words(path[-1]) for index, path in heading.paths.items()}
    if any(PART_KEYS.get(key, key) == "birth_date" for key, _ in chosen.values()):
        return
    names = (("ngay", "ngay sinh"), ("thang", "thang sinh"), ("nam", "nam sinh"))
    for index in leaves:
        places = [index + step for step in range(3)]
        if all(leaves.get(place) in name for place, name in zip(places, names, strict=True)):
            for place, part in zip(places, ("day", "month", "year"), strict=True):
                chosen[place] = (f"birth.{part}", 0.9)
            return
