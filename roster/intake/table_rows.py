"""Which rows below a heading are people, and what the others are: numbering, sections, totals, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from roster.columns.catalogue import ENLISTMENT
from roster.columns.cells import find_choice, is_blank, plain
from roster.columns.column import Value
from roster.domain.addresses import neighbourhood_of
from roster.domain.choices import GROUND
from roster.domain.names import looks_like_name
from roster.domain.text import fold
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import STT, MappedColumn
from roster.intake.sections import LEAD, section_facts
from roster.intake.words import FAMILY_WORDS, GIVEN_WORDS, as_typed, may_be_typed_as, says_footer, says_total

PERSON, SECTION, NUMBERING, REPEATED, TOTAL, FOOTER = (
    "person", "section", "numbering", "repeated heading", "total", "signature",
)  # fmt: skip

_COUNTED = re.compile(r"\s*(?:(?:[IVX]+|[A-Z]|\d{1,2})\s*[.)]\s*\S|(?:TDP|KP|tổ dân phố|khu phố)\b)", re.IGNORECASE)
_ORDINAL = re.compile(r"^\(?\s*(\d{1,3}|[A-Za-z]|[IVX]+)\s*[\).]?\s*$")
_RUNNING = re.compile(r"^\(?\d{1,5}\s*[.)]?$")


_SQUAD = re.compile(r"[a-zđ]{1,3} ?\d{1,3}", re.IGNORECASE)  # "a1", in a small table of other things below


@dataclass
class TableRow:
    """A row below the heading: its index counted from zero, what it is, what the sections above say of it."""

    index: int
    kind: str
    context: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class _Places:
    """The columns that tell people: of names in their order, ids and birth dates, running numbers, all facts."""

    names: tuple[int, ...]
    ids: frozenset[int]
    births: frozenset[int]
    running: frozenset[int]
    facts: frozenset[int]
    others: frozenset[int]  # facts but the names


@dataclass(frozen=True)
class _Look:
    """What a row shows at first sight."""

    index: int
    cells: tuple[tuple[int, Cell], ...]
    name: str
    numbered: bool
    has_id: bool
    has_birth: bool
    facts: int
    others: int

    @property
    def sure(self) -> bool:
        """Whether the row is somebody beyond doubt: name, id, birth date or running number confirm each other."""
        if self.has_id and (self.facts > 1 or self.numbered):
            return True
        named = looks_like_name(self.name)
        if self.numbered and (named or self.facts > 1):
            return True
        if says_total(self.name):
            return False
        counts_as_birth = self.has_birth and not _SQUAD.fullmatch(self.name)
        return bool(self.name) and (counts_as_birth or (named and self.others >= 3))


def _places(columns: Sequence[MappedColumn]) -> _Places:
    targets = {c.index: c.target for c in columns if c.target}
    names = [
        i for part in ("full_name", "name.family", "name.middle", "name.given") for i, t in targets.items() if t == part
    ]
    return _Places(
        tuple(names),
        frozenset(i for i, t in targets.items() if t in {"citizen_id", "old_id"}),
        frozenset(i for i, t in targets.items() if t.startswith("birth")),
        frozenset(i for i, t in targets.items() if t == STT),
        frozenset(i for i, t in targets.items() if t != STT),
        frozenset(i for i, t in targets.items() if t != STT and i not in names),
    )


def _may_be_birth(text: str) -> bool:
    """Whether there is a number and no sentence around it ("đang học phổ thông (lớp 12)" explains a mark in a key), nor
    a count of people."""
    return (
        bool(re.search(r"\d", text))
        and not _HOW_MANY.fullmatch(text)
        and not re.search(r"[^\W\d_]+ [^\W\d_]+ [^\W\d_]+", text)
    )


def _look(sheet: Sheet, index: int, places: _Places) -> _Look:
    cells = tuple([(c, v) for c, v in enumerate(sheet.rows[index]) if v is not None and not is_blank(v)])
    by_column = dict(cells)
    name = " ".join(plain(by_column[c]) for c in places.names if c in by_column)
    return _Look(
        index,
        cells,
        name,
        any(_RUNNING.match(plain(by_column[c])) for c in places.running if c in by_column),
        any(sum(ch.isdigit() for ch in plain(by_column[c])) >= 8 for c in places.ids if c in by_column),
        any(_may_be_birth(plain(by_column[c])) for c in places.births if c in by_column),
        len(places.facts & by_column.keys()),
        len(places.others & by_column.keys()),
    )


def classify_rows(sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn], roster: str) -> list[TableRow]:
    """Every filled row below the heading with its kind; sections hand their facts to the people below them.

    A first look finds the last row that is somebody beyond doubt: below it stand totals and signers, whose names are in
    the column of names too.
    """
    places = _places(columns)
    heads = [{c: as_typed(str(sheet.cell(r, c) or "")) for c in heading.paths} for r in heading.rows]
    wide = {row for m in sheet.merges if m.right - m.left >= 2 for row in range(m.top, min(m.bottom, m.top + 3) + 1)}
    looks = [look for i in range(heading.last_row + 1, len(sheet.rows)) if (look := _look(sheet, i, places)).cells]
    repeated = {
        look.index for look in looks if _repeats(sheet, look.index, heads) or _names_halves(sheet, look, places)
    }
    numbering = {look.index for look in looks if _is_numbering(look.cells)}
    sure = [look.index for look in looks if look.sure and look.index not in repeated | numbering]
    last = max(sure, default=len(sheet.rows) if not places.ids and not places.births else -1)
    rows: list[TableRow] = []
    context = _begun_above(sheet, heading, roster)
    levels: dict[str, str] = {}  # how the section is counted that named the component or the clause: "A", "I", "1", "a"
    ended, clause, ranks = False, "", "AI1a"
    for look in looks:
        if look.index in repeated:
            kind, ended = REPEATED, False
        elif look.index in numbering:
            kind = NUMBERING
        else:
            after = look.index > last or (ended and not _begins_anew(look))
            kind, said = _kind(look, places, roster, after, look.index in wide)
            if kind == SECTION:
                clause, said = _by_clause(look, clause, said, roster)
                counted = _counted(look)
                if counted == "I" and "A" not in levels.values():
                    ranks = "IA1a"  # capitals count within Roman numbers where these come first
                for key, ended_with_it in _ENDED_BY_LIKE.items():
                    if key in said:
                        levels[key] = counted
                    elif _ends(key, counted, levels.get(key, ""), ranks) and not said.get("neighbourhood"):
                        context = {k: value for k, value in context.items() if k not in {key, *ended_with_it}}
            context = _merge(context, said)
            ended = kind in {TOTAL, FOOTER} or (ended and kind != PERSON)
        rows.append(TableRow(look.index, kind, dict(context) if kind == PERSON else {}))
    return rows


def _begins_anew(look: _Look) -> bool:
    """Whether a counted line of one text below a total begins the next section, whatever it says: "III. Số còn lại"."""
    texts = [plain(value) for _, value in look.cells]
    return len(texts) == 1 and _SECTION_NUMBER.match(texts[0]) is not None


_SECTION_NUMBER = re.compile(r"\s*(?:[IVX]{1,4}|[A-HK])\s*[.)/:-]\s*\S")
_CLAUSE = re.compile(r"\bkhoản ([12]) (?:điều|đ\.?) ?41\b", re.IGNORECASE)
_POINT = re.compile(r"\s*([a-hđ])\s*[).]\s|\s*(?i:điểm)\s+([a-hđ])\s*[-–:.,)]\s")  # "B." counts sections


def _by_clause(look: _Look, clause: str, said: dict[str, Value], roster: str) -> tuple[str, dict[str, Value]]:
    """The clause of Article 41 that holds from this section on, and what the section says: "b) Lao động duy nhất" or
    "Điểm b -" below "B. TẠM HOÃN (khoản 1 Điều 41)" is point b of clause 1."""
    text = max((plain(value) for _, value in look.cells if isinstance(value, str)), key=len, default="")
    if roster != ENLISTMENT or "ground" in said:
        return clause, said
    if named := _CLAUSE.search(text):
        return named[1], said
    point = _POINT.match(text)
    found = f"41.{clause}.{point[1] or point[2]}" if clause and point else ""
    return clause, {**said, "ground": found} if find_choice(GROUND, found) else said


# What a section named and the next one of its rank or above, if it says nothing of the kind, no longer says.
_ENDED_BY_LIKE: dict[str, tuple[str, ...]] = {
    "component": ("unit",), "ground": (), "birth_date": (), "joined_on": (), "enlisted_on": (), "discharged_on": (),
}  # fmt: skip


def _ends(key: str, counted: str, level: str, ranks: str) -> bool:
    """Whether a section counted so ends what one counted as `level` said: one of its rank, else one above it.

    A neighbourhood's section may stand above those of its components in any words ("I. KHU LÃM KHÊ").
    """
    if not counted or not level or key == "component":
        return bool(counted) and counted == level
    return ranks.index(counted) <= ranks.index(level)


def _begun_above(sheet: Sheet, heading: Heading, roster: str) -> dict[str, Value]:
    """What a section's row above the heading says of those below it: "I. TỔ DÂN PHỐ SỐ 3" over its own table."""
    for row in range(heading.rows[0] - 1, max(-1, heading.rows[0] - 3), -1):
        texts = [plain(value) for value in sheet.rows[row] if not is_blank(value)]
        if texts:
            counted = len(texts) == 1 and (_COUNTED.match(texts[0]) or _comes_again(sheet, heading, texts[0]))
            return section_facts(texts[0], roster) if counted else {}
    return {}


def _comes_again(sheet: Sheet, heading: Heading, text: str) -> bool:
    """Whether rows below say the same with other numbers: "TIỂU ĐỘI 1" above the heading, "TIỂU ĐỘI 2" below."""
    pattern = _NUMBER.sub(r"\\d+", re.escape(text))
    alone = ([v for v in row if not is_blank(v)] for row in sheet.rows[heading.last_row + 1 :])
    return _NUMBER.search(text) is not None and any(
        len(values) == 1 and isinstance(values[0], str) and re.fullmatch(pattern, plain(values[0])) for values in alone
    )


_NUMBER = re.compile(r"\d+")


def _kind(look: _Look, places: _Places, roster: str, after: bool, wide: bool) -> tuple[str, dict[str, Value]]:
    """What one row is, and what it says as a section.

    `after`: no sure person stands below it, or a total above it; `wide`: a cell of it is merged over several columns.
    """
    if len(look.cells) > 4 and all(_YEAR_ALONE.fullmatch(plain(v)) for _, v in look.cells):
        return NUMBERING, {}  # since when each column is kept
    if look.sure:
        return PERSON, {}
    look = _without_what_stands_aside(look, places)
    texts = [plain(v) for _, v in look.cells if isinstance(v, str)]
    if any(map(says_total, texts)):
        return TOTAL, {}
    if any(map(says_footer, texts)) and not look.has_id:
        return FOOTER, {}
    if texts and len(look.cells) <= 4:
        said = section_facts(max(texts, key=len), roster)
        if _is_section(look, places, said, wide):
            return (FOOTER, {}) if after and not said else (SECTION, said)
    if after:
        return FOOTER, {}
    if texts and all(text.startswith("(") for text in texts) and len(texts) == len(look.cells):
        return NUMBERING, {}  # hints below a heading: "(tháng, năm)"
    if look.facts >= 2 or looks_like_name(look.name):
        return PERSON, {}
    return (NUMBERING if all(c in places.running for c, _ in look.cells) else SECTION), {}


def _without_what_stands_aside(look: _Look, places: _Places) -> _Look:
    """The row of a section, numbered or of a neighbourhood, without its count ("25 đ/c") and what stands beside the
    table: a box of sums, a line scribbled there, a key to short forms."""
    first = next(((c, v) for c, v in look.cells if isinstance(v, str)), None)
    known = places.facts | places.running
    if first is None:
        return look
    if not LEAD.match(plain(first[1])):
        if first[0] not in known or not neighbourhood_of(plain(first[1])):
            return look
        return replace(look, cells=tuple((c, v) for c, v in look.cells if c <= max(known)))
    kept = ((c, v) for c, v in look.cells if c in known and not _HOW_MANY.fullmatch(plain(v)))
    return replace(look, cells=(first, *(cell for cell in kept if cell[0] != first[0])))


_YEAR_ALONE = re.compile(r"(?:thêm |từ |năm )*(?:19|20)\d\d(?:\.0)?", re.IGNORECASE)
_VIETNAMESE = list("ABCDEGHIKLMNOPQRSTUVX")  # the letters that count columns in that alphabet


def _is_numbering(cells: Sequence[tuple[int, Cell]]) -> bool:
    """The row (1) (2) (3) … or A, B, C, 1, 2 … below a heading: only short ordinals, counting up."""
    if len(cells) < 3 or not all(_ORDINAL.match(plain(value)) for _, value in cells):
        return False
    texts = [plain(value) for _, value in cells]
    numbers = [int(re.sub(r"\D", "", t)) for t in texts if re.search(r"\d", t)]
    letters = [re.sub(r"\W", "", t).upper() for t in texts if not re.search(r"\d", t)]
    spelled = len(letters) < len(texts) and letters == list("ABCDEFGH")[: len(letters)]
    spelled |= len(letters) > 2 and letters == _VIETNAMESE[: len(letters)]
    return (spelled or len(letters) <= 2) and all(a < b for a, b in pairwise(numbers))


def _counted(look: _Look) -> str:
    """How a section's row is counted: "A" for capitals, "I" for Roman numbers, "1" for others, "a" for letters and
    points of a clause, "" for none."""
    text = next((plain(value) for _, value in look.cells if isinstance(value, str)), "")
    if _POINT.match(text):
        return "a"
    found = re.match(r"\s*(?:([IVX]+)|(\d{1,2})|([A-ZĐ])|([a-zđ]))\s*[.)/:-]", text)
    return "I1Aa"[(found.lastindex or 1) - 1] if found else ""


def _merge(context: dict[str, Value], said: dict[str, Value]) -> dict[str, Value]:
    """A new unit or component ends what a deeper section said; a neighbourhood only replaces a neighbourhood."""
    if "component" in said or "reserve_class" in said:
        context = {k: v for k, v in context.items() if k not in {"unit", "neighbourhood", "speciality"}}
    if "speciality" not in context or "speciality" in said:  # a code is that of the name beside it
        context = {k: v for k, v in context.items() if k != "speciality_code"}
    return {**context, **said}


def _names_halves(sheet: Sheet, look: _Look, places: _Places) -> bool:
    """Whether the row is the lower part of a heading that goes on over other columns: "Họ đệm | Tên"."""
    words = [as_typed(str(sheet.cell(look.index, c) or "")) for c in places.names]
    return len(words) > 1 and words[0] in FAMILY_WORDS and words[-1] in GIVEN_WORDS


def _repeats(sheet: Sheet, index: int, heads: list[dict[int, str]]) -> bool:
    """Whether the row is the heading again, as on each printed page."""
    cells = sheet.rows[index]
    row = [(c, v) for c in heads[0] if c < len(cells) and isinstance(v := cells[c], str) and v]
    if len(row) < 2:
        return False
    hits = [c for head in heads for c, v in row if may_be_typed_as(v, head[c]) and as_typed(v) == head[c]]
    return len(set(hits)) >= min(3, len(row))


_HOW_MANY = re.compile(r"\(?\d{1,4} ?(đ/c|đồng chí|người|công dân|thanh niên|quân nhân|chiến sĩ|cháu|em)\)?", re.I)


def _is_section(look: _Look, places: _Places, said: dict[str, Value], wide: bool) -> bool:
    """A row with one text over the table ("TDP số 3"), or an ordinal or a count beside it ("I", "Tổ dân phố số 3")."""
    texts = [(c, plain(v)) for c, v in look.cells if isinstance(v, str)]
    at, longest = max(texts, key=lambda pair: len(pair[1]))
    rest = [(c, plain(v)) for c, v in look.cells if c != at]
    if rest and all(_HOW_MANY.fullmatch(text) for _, text in rest):
        return True
    if any(not _ORDINAL.match(t) and len(t) > 6 for _, t in rest):
        return False
    if said and len(fold(longest).split()) <= 12 and not re.search(r"\d{6,}", longest):
        return True
    if neighbourhood_of(longest) and at in places.names:
        return True
    if not rest:
        return wide or at not in places.names or LEAD.match(longest) is not None or not looks_like_name(longest)
    ordinals = [t for _, t in rest if _ORDINAL.match(t) and not t.strip("().").isdigit()]
    return bool(ordinals) and len(ordinals) == len(rest)
