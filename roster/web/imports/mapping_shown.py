"""What was made of a workbook's columns and words, ready for its page: samples, how sure it is, who said it when."""

from __future__ import annotations

from dataclasses import dataclass

from roster.columns.call_up import CALL_UP_COLUMNS
from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTER_COLUMNS, column
from roster.domain.actor import Actor
from roster.domain.choices import ROSTER, label_of
from roster.domain.secrets import names_wartime_placement
from roster.intake.plan import Plan, PlannedColumn, PlannedSheet
from roster.intake.taught import CHOSEN, PART_LABELS, REMEMBERED, is_target
from roster.intake.taught import label_of as target_label
from roster.listing.table import masked
from roster.services import import_memory
from roster.store.imports import ImportBatch, ImportMemory

NO_COLUMN = "-"  # how the form says NOT_IMPORTED: an empty select is one that was not sent
_MOST_WORDS = 200

Badge = tuple[str, str, str]  # words, look and icon
Groups = list[tuple[str, list[tuple[str, str]]]]

_BY = {
    CHOSEN: "Chọn cho tệp này và nhớ",
    REMEMBERED: "Theo lựa chọn đã nhớ cho bảng có cùng các tên cột",
}
_BY_SYNONYM = "Theo lựa chọn đã nhớ cho mọi bảng có tên cột này"


@dataclass(frozen=True)
class ShownMapping:
    """One column of a sheet with what it feeds, in words and as the select says it.

    `why_fixed` says why it cannot be changed ("" for one that can). `said` tells by which word of an officer it is
    read, `memory` when and by whom; both empty for the program's own reading.
    """

    letter: str
    heading: str
    target: str
    label: str
    samples: tuple[str, ...]
    confidence: Badge
    why_fixed: str
    said: str
    memory: ImportMemory | None


def shown_columns(actor: Actor, batch: ImportBatch, plan: Plan, sheet: PlannedSheet) -> list[ShownMapping]:
    """The columns of a sheet for the page that changes them."""
    return [_shown(actor, batch, plan, sheet, one) for one in sheet.columns]


def _shown(actor: Actor, batch: ImportBatch, plan: Plan, sheet: PlannedSheet, one: PlannedColumn) -> ShownMapping:
    why_fixed = ""
    if not import_memory.is_changeable(sheet, one):
        why_fixed = "Nhiều nội dung chung một cột nên không đổi riêng được."
    elif one.note and not one.target and not one.source:
        why_fixed = one.note
    return ShownMapping(
        letter=one.column,
        heading=one.heading,
        target=one.target or NO_COLUMN,
        label=target_label(plan.roster, one.target) if one.target else "Không nhập",
        samples=samples(actor, plan, one),
        confidence=confidence(one),
        why_fixed=why_fixed,
        said=_BY.get(one.source, _BY_SYNONYM) if one.source else "",
        memory=import_memory.memory_behind(batch, sheet, one),
    )


def samples(actor: Actor, plan: Plan, one: PlannedColumn) -> tuple[str, ...]:
    """A few cells of the column, masked where the actor may not see such facts, none that names a state secret."""
    shown = tuple(text for text in one.samples if not names_wartime_placement(text))
    fact = column(plan.roster, one.key) if one.key else None
    if fact is None or fact.sensitivity is None or actor.may_see(fact.sensitivity):
        return shown
    return tuple(masked(text, fact.sensitivity) for text in shown)


def confidence(one: PlannedColumn) -> Badge:
    """How sure the program is of what the column feeds."""
    if one.source:
        return ("Cán bộ đã chọn", "info", "person")
    if one.target is None:
        return ("Không nhập", "neutral", "slash-circle") if one.note else ("Không hiểu", "warn", "exclamation-triangle")
    if one.confidence >= 0.9:
        return ("Chắc chắn", "good", "check-circle")
    return ("Khá chắc", "info", "info-circle") if one.confidence >= 0.7 else ("Chưa chắc", "warn", "question-circle")


def target_groups(roster: str) -> Groups:
    """What a column may feed, in groups for a select."""
    own = ROSTER_COLUMNS[roster] + (CALL_UP_COLUMNS if roster == ENLISTMENT else ())
    return [
        ("Công dân", [(one.key, one.label) for one in PERSON_COLUMNS]),
        (label_of(ROSTER, roster), [(one.key, one.label) for one in own]),
        ("Một phần của nội dung", [(key, label) for key, label in PART_LABELS.items() if is_target(roster, key)]),
    ]


def unknown_words(actor: Actor, plan: Plan) -> list[import_memory.UnknownValue]:
    """The words that their columns do not know, of those columns that the actor may see."""
    found = import_memory.unknown_values(plan)
    return [one for one in found if actor.may_see(column(plan.roster, one.key).sensitivity)][:_MOST_WORDS]


def known_words(actor: Actor, batch: ImportBatch, plan: Plan) -> list[tuple[import_memory.KnownWord, str]]:
    """The words that were taught for this file's columns, each with the heading of its column."""
    found = import_memory.known_words(actor, batch, plan)
    columns = [(one, column(plan.roster, one.key)) for one in found]
    return [(one, fact.heading) for one, fact in columns if actor.may_see(fact.sensitivity)]
