"""What the ward's officers taught its imports: what a heading or a word in a cell means, and how to forget it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import column
from roster.columns.cells import cell_words
from roster.columns.column import Column, Value
from roster.columns.readers import read_education, read_flag, read_step
from roster.domain.actor import Actor, Permission
from roster.domain.choices import YES_NO
from roster.domain.cycle import STEP_BY_KEY
from roster.intake import taught
from roster.intake.choices import NOT_IMPORTED
from roster.intake.plan import Plan, PlannedColumn, PlannedSheet
from roster.intake.taught import ANY_TABLE, SYNONYM, excludes, is_target
from roster.services import audit
from roster.services.faults import Invalid, NotFound
from roster.services.imports import choose, load_plan
from roster.store.db import db, now
from roster.store.import_memory import COLUMN, VALUE
from roster.store.imports import ImportBatch, ImportMemory
from roster.store.scope import require

_LONGEST_WORD = 300


@dataclass(frozen=True)
class UnknownValue:
    """Words of cells that their column does not know, with how many rows hold them."""

    key: str
    text: str
    count: int


@dataclass(frozen=True)
class KnownWord:
    """Words of cells that an import's reading knows because they were taught; `row` is None where that was forgotten
    since."""

    key: str
    words: str
    meaning: str
    row: ImportMemory | None

    @property
    def text(self) -> str:
        """The words as a file wrote them."""
        return (self.row.text if self.row else "") or self.words


def is_changeable(sheet: PlannedSheet, one: PlannedColumn) -> bool:
    """Whether what a column feeds may be changed: not where several facts stand stacked in its cells."""
    return bool(one.word or one.samples) and sum(other.column == one.column for other in sheet.columns) == 1


def teach_columns(
    actor: Actor, batch: ImportBatch, sheet_name: str, chosen: Mapping[str, str], everywhere: Collection[str] = ()
) -> ImportBatch:
    """Have the columns of a sheet, by letter, feed what the officer chose (NOT_IMPORTED: nothing), and remember it for
    tables with the same headings; those in `everywhere` for any table. The file is read anew.

    Raises NotFound, NotAllowed, Invalid for a column or a meaning that does not exist, two columns for one fact or a
    batch that is past preview.
    """
    sheet = _sheet(actor, batch, sheet_name)
    by_letter = {one.column: one for one in sheet.columns if is_changeable(sheet, one)}
    for letter, target in chosen.items():
        if letter not in by_letter or (target != NOT_IMPORTED and not is_target(batch.roster, target)):
            raise Invalid({"": ["Không có cột hoặc nội dung này. Xin mở lại trang."]})
    if double := _double(chosen):
        first, second, target = double
        raise Invalid(
            {"": [f"Cột {first} và cột {second} cùng được chọn là “{label_of(batch.roster, target)}”. Xin chọn lại."]}
        )
    places = {(sheet_name, letter) for letter in chosen}
    added = [[sheet_name, letter, target] for letter, target in chosen.items()]

    def change(options: dict[str, Any]) -> dict[str, Any]:
        for letter, target in chosen.items():
            one = by_letter[letter]
            _remember(actor, batch, (COLUMN, sheet.shape, "", one.word), one.heading or one.word, target)
            if one.place and one.source != SYNONYM and one.place != (sheet.shape, one.word):
                # remembered with its year until now
                _drop(actor, _remembered(batch, COLUMN, one.place[0], "", one.place[1]))
            if letter in everywhere and one.common_word:
                _remember(actor, batch, (COLUMN, ANY_TABLE, "", one.common_word), one.heading, target)
        audit.record(actor, "import.teach", ward_id=batch.ward_id, subject_id=batch.id, columns=len(chosen))
        return {"columns": [*(one for one in options.get("columns", []) if (one[0], one[1]) not in places), *added]}

    return choose(actor, batch, change)


def _double(chosen: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The first two columns that cannot both feed what was chosen for them, and what."""
    said = [(letter, target) for letter, target in chosen.items() if target != NOT_IMPORTED]
    for number, (letter, target) in enumerate(said):
        for other, its in said[:number]:
            if excludes(target, its):
                return other, letter, target
    return None


def forget_column(actor: Actor, batch: ImportBatch, sheet_name: str, letter: str) -> ImportBatch:
    """Take back what was said of a column: the choice for this file and these headings, or else the synonym that the
    column is read by. The file is read anew. Raises NotFound, NotAllowed, Invalid where the batch is past preview."""
    sheet = _sheet(actor, batch, sheet_name)
    one = next((one for one in sheet.columns if one.column == letter and one.source), None)
    if one is None:
        raise NotFound(letter)
    shape, word = _place(sheet, one)

    def change(options: dict[str, Any]) -> dict[str, Any]:
        _drop(actor, _remembered(batch, COLUMN, shape, "", word))
        return {"columns": [o for o in options.get("columns", []) if (o[0], o[1]) != (sheet_name, letter)]}

    return choose(actor, batch, change)


def _sheet(actor: Actor, batch: ImportBatch, name: str) -> PlannedSheet:
    sheet = next((one for one in load_plan(actor, batch).sheets if one.name == name), None)
    if sheet is None:
        raise NotFound(name)
    return sheet


def memory_behind(batch: ImportBatch, sheet: PlannedSheet, one: PlannedColumn) -> ImportMemory | None:
    """What was remembered, when and by whom, of a column that is read by an officer's word; None where it is forgotten
    since."""
    shape, word = _place(sheet, one)
    return _remembered(batch, COLUMN, shape, "", word) if one.source else None


def _place(sheet: PlannedSheet, one: PlannedColumn) -> tuple[str, str]:
    """Where the memory has, or would have, the word by which a column is read."""
    return one.place or ((ANY_TABLE, one.common_word) if one.source == SYNONYM else (sheet.shape, one.word))


def unknown_values(plan: Plan) -> list[UnknownValue]:
    """Words that their columns do not know, the most frequent first; only of columns with a closed list."""
    counts: dict[tuple[str, str], int] = {}
    texts: dict[tuple[str, str], str] = {}
    for sheet in plan.sheets:
        for row in sheet.rows:
            for key in {found.field for found in row.problems if found.code == "not_a_choice" and found.holds_back}:
                text = row.fields.get(key)
                if isinstance(text, str) and _can_be_taught(plan.roster, key, text):
                    place = (key, cell_words(text))
                    counts[place] = counts.get(place, 0) + 1
                    texts.setdefault(place, text)
    found = [UnknownValue(key, texts[key, words], count) for (key, words), count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.key, one.text))


def _can_be_taught(roster: str, key: str, text: str) -> bool:
    """Not a value that the list knows and that another rule refuses, such as a step that the law guards."""
    if not 0 < len(cell_words(text)) <= _LONGEST_WORD or not choices_for(roster, key):
        return False
    return text not in {str(choice.key) for choice in column(roster, key).choices}


@cache
def choices_for(roster: str, key: str) -> tuple[tuple[str, str], ...]:
    """What words of a column may be said to mean, as (JSON text of the value, label); empty for an open column."""
    try:
        fact = column(roster, key)
    except KeyError:
        return ()
    return tuple((json.dumps(value), label) for value, label in _values_of(fact))


def _values_of(fact: Column) -> list[tuple[Value, str]]:
    if fact.reader is read_flag:
        return [(choice.key, choice.label) for choice in YES_NO]
    if fact.reader is read_education:
        return [(f"{grade}/12", f"{grade}/12") for grade in range(12, 0, -1)]
    if fact.reader is read_step:  # as in the form: the steps that the law guards are not typed in
        return [(c.key, c.label) for c in fact.choices if STEP_BY_KEY[str(c.key)].is_entered_freely]
    return [(choice.key, choice.label) for choice in fact.choices]


def teach_values(actor: Actor, batch: ImportBatch, chosen: Mapping[tuple[str, str], str]) -> ImportBatch:
    """Have words of cells, by (column's key, words), mean the chosen value (JSON text of a choice's key, "" for blank).

    Remembered for the ward and roster; the file is read anew. Raises NotFound, NotAllowed, Invalid.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    meant: dict[tuple[str, str], Value] = {}
    texts: dict[tuple[str, str], str] = {}
    for (key, text), answer in chosen.items():
        offered = {value for value, _ in choices_for(batch.roster, key)}
        if not _can_be_taught(batch.roster, key, text) or (answer and answer not in offered):
            raise Invalid({"": ["Không có mục này trong danh mục. Xin mở lại trang."]})
        meant[key, cell_words(text)] = json.loads(answer) if answer else None
        texts[key, cell_words(text)] = text

    def change(options: dict[str, Any]) -> dict[str, Any]:
        for (key, words), value in meant.items():
            _remember(actor, batch, (VALUE, ANY_TABLE, key, words), texts[key, words], json.dumps(value))
        audit.record(actor, "import.teach", ward_id=batch.ward_id, subject_id=batch.id, values=len(chosen))
        kept = [one for one in options.get("values", []) if (one[0], one[1]) not in meant]
        return {"values": [*kept, *([key, words, value] for (key, words), value in meant.items())]}

    return choose(actor, batch, change)


def known_words(actor: Actor, batch: ImportBatch, plan: Plan) -> list[KnownWord]:
    """The words that were taught for the columns of this file, for the file alone or for the ward."""
    require(actor, Permission.IMPORT, batch.ward_id)
    keys = {one.key for sheet in plan.sheets for one in sheet.columns if one.key}
    said = {(key, words): json.dumps(value) for key, words, value in (batch.options or {}).get("values", [])}
    rows = {
        (row.place, row.word): row for row in _taught(batch.ward_id) if row.kind == VALUE and row.roster == batch.roster
    }
    meanings = {**{place: row.meaning for place, row in rows.items()}, **said}
    return [
        KnownWord(key, words, value_in_words(batch.roster, key, meaning), rows.get((key, words)))
        for (key, words), meaning in sorted(meanings.items())
        if key in keys
    ]


def forget_word(actor: Actor, batch: ImportBatch, key: str, words: str) -> ImportBatch:
    """Take back what words of a column's cells mean, here and for later files. The file is read anew.

    Raises NotFound, NotAllowed, Invalid where the batch is past preview.
    """
    require(actor, Permission.IMPORT, batch.ward_id)

    def change(options: dict[str, Any]) -> dict[str, Any]:
        _drop(actor, _remembered(batch, VALUE, ANY_TABLE, key, words))
        return {"values": [one for one in options.get("values", []) if (one[0], one[1]) != (key, words)]}

    return choose(actor, batch, change)


def _remembered(batch: ImportBatch, kind: str, shape: str, place: str, word: str) -> ImportMemory | None:
    query = select(ImportMemory).where(
        ImportMemory.ward_id == batch.ward_id, ImportMemory.roster == batch.roster, ImportMemory.kind == kind,
        ImportMemory.shape == shape, ImportMemory.place == place, ImportMemory.word == word,
    )  # fmt: skip
    return db.session.scalar(query)


def _remember(actor: Actor, batch: ImportBatch, place: tuple[str, str, str, str], text: str, meaning: str) -> None:
    """Keep a meaning under (kind, shape, place, word); `text` is the word as the file writes it."""
    row = _remembered(batch, *place)
    if row is None:
        kind, shape, key, word = place
        row = ImportMemory(
            ward_id=batch.ward_id, roster=batch.roster, kind=kind, shape=shape, place=key, word=word,
        )  # fmt: skip
        db.session.add(row)
    row.text, row.meaning = text[:_LONGEST_WORD], meaning
    row.at, row.user_id, row.user_name = now(), actor.user_id, actor.name


def _drop(actor: Actor, row: ImportMemory | None) -> None:
    if row is not None:
        audit.record(actor, "import.forget", ward_id=row.ward_id, subject_id=row.id, kind=row.kind)
        db.session.delete(row)


def list_taught(actor: Actor, ward_id: UUID) -> list[ImportMemory]:
    """Everything that the ward was taught and the actor may see, newest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.IMPORT, ward_id)
    return [
        row for row in _taught(ward_id) if not row.place or actor.may_see(column(row.roster, row.place).sensitivity)
    ]


def _taught(ward_id: UUID) -> list[ImportMemory]:
    query = select(ImportMemory).where(ImportMemory.ward_id == ward_id)
    return list(db.session.scalars(query.order_by(ImportMemory.at.desc(), ImportMemory.word)))


def forget(actor: Actor, ward_id: UUID, memory_id: UUID) -> None:
    """Take back something that was taught; imports already made stay as they are. Raises NotFound, NotAllowed."""
    require(actor, Permission.IMPORT, ward_id)
    row = db.session.get(ImportMemory, memory_id)
    if row is None or row.ward_id != ward_id:
        raise NotFound(str(memory_id))
    _drop(actor, row)
    db.session.commit()


def label_of(roster: str, target: str) -> str:
    """What a column feeds, in words."""
    return "Không nhập cột này" if target == NOT_IMPORTED else taught.label_of(roster, target) or target


def meaning_of(row: ImportMemory) -> str:
    """What was taught, in words."""
    return (
        label_of(row.roster, row.meaning) if row.kind == COLUMN else value_in_words(row.roster, row.place, row.meaning)
    )


def value_in_words(roster: str, key: str, meaning: str) -> str:
    """The value (as JSON text) that words of a column were said to mean, as people read it."""
    value = json.loads(meaning)
    if value is None:
        return "để trống"
    return next((label for answer, label in choices_for(roster, key) if answer == meaning), str(value))
