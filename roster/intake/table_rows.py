"""Which rows below a heading are people, and what the others are: numbering, sections, totals, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from roster.columns.catalogue import MILITIA, RESERVE
from roster.columns.column import Value
from roster.columns.readers import find_choice, is_blank, plain
from roster.domain.addresses import neighbourhood_of
from roster.domain.choices import COMPONENT, RESERVE_CLASS
from roster.domain.text import clean, fold
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading, heading_words
from roster.intake.mapping import STT, MappedColumn
from roster.intake.words import says_footer, says_total

PERSON, SECTION, NUMBERING, REPEATED, TOTAL, FOOTER = (
    "person", "section", "numbering", "repeated heading", "total", "signature",
)  # fmt: skip

_ORDINAL = re.compile(r"^\(?\s*(\d{1,3}|[A-Za-z]|[IVX]+)\s*[\).]?\s*$")
_LEAD = re.compile(r"^\s*(?:[IVXLC]+|\d{1,2}|[A-Za-z])\s*[.)/:-]\s*|^\s*[-+*•]\s*")


@dataclass
class TableRow:
    """A row below the heading: its index counted from zero, what it is, what the sections above say of it."""

    index: int
    kind: str
    context: dict[str, Value] = field(default_factory=dict)


def section_facts(text: str, roster: str) -> dict[str, Value]:
    """What a section row says of the people below it: neighbourhood, component, unit, reserve class."""
    bare = _LEAD.sub("", clean(text)).strip(" :.-")
    bare = re.sub(r"\s*[:(–-]\s*\d+\s*(đồng chí|đ/c|công dân|người|nam|thanh niên|quân nhân)?\s*\)?\s*$", "", bare, flags=re.IGNORECASE)
    facts: dict[str, Value] = {}
    place = neighbourhood_of(bare)
    if place:
        facts["neighbourhood"] = place
    if roster == MILITIA:
        component = component_in(bare)
        if component:
            facts["component"] = component
        if re.match(r"(trung doi|tieu doi|khau doi|dai doi|to |tu ve|ban chi huy)", fold(bare)) and not place:
            facts["unit"] = bare
    if roster == RESERVE:
        for choice in RESERVE_CLASS:
            words = [fold(choice.label), *(fold(w) for w in choice.other_words if w.startswith("hạng"))]
            if any(re.search(rf"\b{word}\b", fold(bare)) for word in words):
                facts["reserve_class"] = choice.key
    return facts


def component_in(text: str) -> str | None:
    """The militia component that a title, a sheet's name or a section names, None where it names none or several."""
    folded = f" {fold(text)} "
    found = set()
    for choice in COMPONENT:
        words = (choice.label, *(w for w in choice.other_words if len(w) > 3 and w != "quân y"))
        if any(f" {fold(word)} " in folded for word in words):
            found.add(str(choice.key))
    if not found:
        exact = find_choice(COMPONENT, text)
        return str(exact.key) if exact else None
    return found.pop() if len(found) == 1 else None


def _filled(sheet: Sheet, row: int) -> list[tuple[int, Cell]]:
    return [(c, sheet.cell(row, c)) for c in range(len(sheet.rows[row])) if not is_blank(sheet.cell(row, c))]


def _is_numbering(cells: Sequence[tuple[int, Cell]]) -> bool:
    """The row (1) (2) (3) … below a heading: only short ordinals, counting up."""
    texts = [plain(value) for _, value in cells]
    if len(texts) < 3 or not all(_ORDINAL.match(t) for t in texts):
        return False
    numbers = [int(re.sub(r"\D", "", t)) for t in texts if re.search(r"\d", t)]
    return len(numbers) >= len(texts) - 2 and all(a < b for a, b in zip(numbers, numbers[1:], strict=False))


def classify_rows(sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn], roster: str) -> list[TableRow]:
    """Every filled row below the heading with its kind; sections hand their facts to the people below them.

    Below the first total or signature only rows with at least two facts about a person are still people: the signers'
    names stand there in the column of names.
    """
    targets = {c.index: c.target for c in columns if c.target}
    name_columns = {i for i, t in targets.items() if t in {"full_name", "name.family", "name.given"}}
    strong = {i for i, t in targets.items() if t and (t == "citizen_id" or t.startswith("birth"))}
    stt = {i for i, t in targets.items() if t == STT}
    heads = [{c: heading_words(str(sheet.cell(r, c) or "")) for c in heading.paths} for r in heading.rows]
    rows: list[TableRow] = []
    context: dict[str, Value] = {}
    ended = False
    for index in range(heading.last_row + 1, len(sheet.rows)):
        cells = _filled(sheet, index)
        if not cells:
            continue
        first_text = next((plain(v) for _, v in cells if isinstance(v, str)), "")
        facts = [c for c, _ in cells if c in targets and c not in stt]
        marks = sum(c in strong for c in facts) + any(c in name_columns for c in facts)
        if _repeats(sheet, index, heads):
            kind = REPEATED
        elif _is_numbering(cells):
            kind = NUMBERING
        elif marks < 2 and says_total(first_text):
            kind, ended = TOTAL, True
        elif marks < 2 and any(isinstance(v, str) and says_footer(v) for _, v in cells) and _footer_like(cells, targets):
            kind, ended = FOOTER, True
        elif _is_section(sheet, index, cells, name_columns, stt, marks):
            text = max((plain(v) for _, v in cells), key=len)
            said = section_facts(text, roster)
            if ended and not said:
                kind = FOOTER
            else:
                kind = SECTION
                context = _merge(context, said)
        elif ended and marks < 2:
            kind = FOOTER
        elif not facts:
            kind = NUMBERING if all(c in stt for c, _ in cells) else SECTION
        else:
            kind, ended = PERSON, False
        rows.append(TableRow(index, kind, dict(context) if kind == PERSON else {}))
    return rows


def _merge(context: dict[str, Value], said: dict[str, Value]) -> dict[str, Value]:
    """A new unit or component ends what a deeper section said before; a neighbourhood only replaces a neighbourhood."""
    if "component" in said or "reserve_class" in said:
        context = {k: v for k, v in context.items() if k not in {"unit", "neighbourhood"}}
    return {**context, **said}


def _repeats(sheet: Sheet, index: int, heads: list[dict[int, str]]) -> bool:
    """Whether the row is the heading again, as on each printed page."""
    row = {c: heading_words(str(sheet.cell(index, c) or "")) for c in heads[0]}
    return any(sum(1 for c, words in head.items() if words and row[c] == words) >= 3 for head in heads) or any(
        head == row and sum(bool(w) for w in row.values()) >= 2 for head in heads
    )


def _footer_like(cells: Sequence[tuple[int, Cell]], targets: dict[int, str]) -> bool:
    """A footer row holds texts only: no running number, no long digits."""
    return all(isinstance(v, str) and not re.search(r"\d{6,}", v) for _, v in cells)


def _is_section(
    sheet: Sheet, index: int, cells: Sequence[tuple[int, Cell]], names: set[int], stt: set[int], marks: int
) -> bool:
    """A row with one text over the table ("TDP số 3"), or an ordinal and a text ("I", "Tổ dân phố số 3")."""
    if marks >= 2:
        return False
    texts = [(c, plain(v)) for c, v in cells if isinstance(v, str)]
    others = [v for _, v in cells if not isinstance(v, str)]
    if not texts:
        return False
    longest_at, longest = max(texts, key=lambda pair: len(pair[1]))
    rest = [t for c, t in texts if c != longest_at]
    if len(cells) > 3 or any(len(t) > 6 for t in rest):
        return False
    if neighbourhood_of(longest) and len(fold(longest).split()) <= 8 and not re.search(r"\d{6,}", longest):
        return longest_at in names or longest_at in stt or len(cells) == 1 or longest_at == cells[0][0]
    if len(cells) == 1:
        merged = any(m.top <= index <= m.bottom and m.left <= longest_at <= m.right and m.right - m.left >= 2 for m in sheet.merges)
        return merged or longest_at not in names or _LEAD.match(longest) is not None or longest_at in stt
    roman = all(_ORDINAL.match(t) and not t.isdigit() for t in rest) and not others
    return roman and bool(rest)
