"""What the ward's officers taught its imports: what a heading or a word in a cell means, and how to forget it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import column
from roster.columns.cells import plain
from roster.columns.column import Value
from roster.domain.actor import Actor, Permission
from roster.domain.text import fold
from roster.intake.choices import NOT_IMPORTED
from roster.intake.plan import Plan, PlannedColumn, PlannedSheet
from roster.intake.taught import ANY_TABLE, PART_LABELS, targets_of
from roster.services import audit
from roster.services.faults import Invalid, NotFound
from roster.services.imports import choose, load_plan
from roster.store.db import db, now
from roster.store.import_memory import COLUMN, VALUE
from roster.store.imports import ImportBatch, ImportMemory
from roster.store.scope import require, require_ward

_LONGEST_WORD = 300


@dataclass(frozen=True)
class UnknownValue:
    """Words of cells that their column does not know, with how many rows hold them."""

    key: str
    text: str
    count: int


def is_changeable(sheet: PlannedSheet, one: PlannedColumn) -> bool:
    """Whether what a column feeds may be changed: not where several facts stand stacked in its cells."""
    return bool(one.word or one.samples) and sum(other.column == one.column for other in sheet.columns) == 1


def teach_columns(
    actor: Actor, batch: ImportBatch, sheet_name: str, chosen: Mapping[str, str], everywhere: Collection[str] = ()
) -> ImportBatch:
    """Have the columns of a sheet, by letter, feed what the officer chose (NOT_IMPORTED: nothing), and remember it for
    tables with the same headings; those in `everywhere` for any table. The file is read anew.

    Raises NotFound, NotAllowed, Invalid for a column or a meaning that does not exist or a batch that is past preview.
    """
    sheet = next((one for one in load_plan(actor, batch).sheets if one.name == sheet_name), None)
    if sheet is None:
        raise NotFound(sheet_name)
    by_letter = {one.column: one for one in sheet.columns if is_changeable(sheet, one)}
    known = targets_of(batch.roster)
    for letter, target in chosen.items():
        if letter not in by_letter or (target != NOT_IMPORTED and target not in known):
            raise Invalid({"": ["Không có cột hoặc nội dung này. Xin mở lại trang."]})
    double = [t for t in chosen.values() if t != NOT_IMPORTED and list(chosen.values()).count(t) > 1 and t != "notes"]
    if double:
        raise Invalid({"": [f"Hai cột cùng được chọn là “{label_of(batch.roster, double[0])}”. Xin chọn lại."]})
    for letter, target in chosen.items():
        one = by_letter[letter]
        if one.word:
            _remember(actor, batch, COLUMN, sheet.shape, "", one.word, target)
            if letter in everywhere:
                _remember(actor, batch, COLUMN, ANY_TABLE, "", one.word, target)
    audit.record(actor, "import.teach", ward_id=batch.ward_id, subject_id=batch.id, columns=len(chosen))
    places = {(sheet_name, letter) for letter in chosen}
    added = [[sheet_name, letter, target] for letter, target in chosen.items()]

    def change(options: dict[str, Any]) -> dict[str, Any]:
        return {"columns": [*(one for one in options.get("columns", []) if (one[0], one[1]) not in places), *added]}

    return choose(actor, batch, change)


def unknown_values(plan: Plan) -> list[UnknownValue]:
    """Words that their columns do not know, the most frequent first; only of columns with a closed list."""
    counts: dict[tuple[str, str], int] = {}
    texts: dict[tuple[str, str], str] = {}
    for sheet in plan.sheets:
        for row in sheet.rows:
            for key in {found.field for found in row.problems if found.code == "not_a_choice"}:
                text = row.fields.get(key)
                if isinstance(text, str) and text and choices_for(plan.roster, key):
                    place = (key, fold(text))
                    counts[place] = counts.get(place, 0) + 1
                    texts.setdefault(place, text)
    found = [UnknownValue(key, texts[key, words], count) for (key, words), count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.key, one.text))


def choices_for(roster: str, key: str) -> list[tuple[str, str]]:
    """What words of a column may be said to mean, as (JSON text of the value, label); empty for an open column."""
    try:
        return [(json.dumps(choice.key), choice.label) for choice in column(roster, key).choices]
    except KeyError:
        return []


def teach_values(actor: Actor, batch: ImportBatch, chosen: Mapping[tuple[str, str], str]) -> ImportBatch:
    """Have words of cells, by (column's key, words), mean the chosen value (JSON text of a choice's key, "" for blank).

    Remembered for the ward and roster; the file is read anew. Raises NotFound, NotAllowed, Invalid.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    meant: list[list[Value]] = []
    for (key, text), answer in chosen.items():
        if answer and answer not in {value for value, _ in choices_for(batch.roster, key)}:
            raise Invalid({"": ["Không có mục này trong danh mục. Xin mở lại trang."]})
        value = json.loads(answer) if answer else None
        words = fold(plain(text))[:_LONGEST_WORD]
        _remember(actor, batch, VALUE, ANY_TABLE, key, words, json.dumps(value))
        meant.append([key, words, value])
    places = {(key, words) for key, words, _ in meant}
    audit.record(actor, "import.teach", ward_id=batch.ward_id, subject_id=batch.id, values=len(chosen))

    def change(options: dict[str, Any]) -> dict[str, Any]:
        return {"values": [*(one for one in options.get("values", []) if (one[0], one[1]) not in places), *meant]}

    return choose(actor, batch, change)


def _remember(actor: Actor, batch: ImportBatch, kind: str, shape: str, place: str, word: str, meaning: str) -> None:
    query = select(ImportMemory).where(
        ImportMemory.ward_id == batch.ward_id, ImportMemory.roster == batch.roster, ImportMemory.kind == kind,
        ImportMemory.shape == shape, ImportMemory.place == place, ImportMemory.word == word,
    )  # fmt: skip
    row = db.session.scalar(query)
    if row is None:
        row = ImportMemory(
            ward_id=batch.ward_id, roster=batch.roster, kind=kind, shape=shape, place=place, word=word,
        )  # fmt: skip
        db.session.add(row)
    row.meaning, row.at, row.user_id, row.user_name = meaning, now(), actor.user_id, actor.name


def list_taught(actor: Actor, ward_id: UUID) -> list[ImportMemory]:
    """Everything that the ward was taught, newest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.IMPORT, ward_id)
    query = select(ImportMemory).where(ImportMemory.ward_id == ward_id).order_by(ImportMemory.at.desc())
    return list(db.session.scalars(query))


def forget(actor: Actor, ward_id: UUID, memory_id: UUID) -> None:
    """Take back something that was taught; imports already made stay as they are. Raises NotFound, NotAllowed."""
    require_ward(actor, ward_id)
    row = db.session.get(ImportMemory, memory_id)
    if row is None or row.ward_id != ward_id:
        raise NotFound(str(memory_id))
    require(actor, Permission.IMPORT, ward_id)
    audit.record(actor, "import.forget", ward_id=ward_id, subject_id=row.id, kind=row.kind)
    db.session.delete(row)
    db.session.commit()


def label_of(roster: str, target: str) -> str:
    """What a column feeds, in words."""
    if target == NOT_IMPORTED:
        return "Không nhập cột này"
    if target in PART_LABELS:
        return PART_LABELS[target]
    try:
        return column(roster, target).label
    except KeyError:
        return target


def meaning_of(row: ImportMemory) -> str:
    """What was taught, in words."""
    if row.kind == COLUMN:
        return label_of(row.roster, row.meaning)
    value = json.loads(row.meaning)
    if value is None:
        return "để trống"
    return next((label for answer, label in choices_for(row.roster, row.place) if answer == row.meaning), str(value))
