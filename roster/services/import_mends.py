"""Mending a workbook in the page: cells, rows left out, blanks that erase; kept with the batch until Confirm.

Nothing here touches the officer's file or the roster: a mend is a choice about the batch (intake.choices), kept with
who made it and when, and the batch can be opened again tomorrow.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from roster.columns.cells import is_blank, plain
from roster.columns.column import Column
from roster.domain.actor import Actor, Permission
from roster.domain.secrets import names_wartime_placement
from roster.domain.text import clean
from roster.intake.beside import apart
from roster.intake.choices import SKIP, Choices
from roster.intake.fates import NEVER_ERASED
from roster.intake.grid import Cell, Sheet, Workbook
from roster.intake.legacy import to_unicode
from roster.intake.mends import mended, place_of
from roster.intake.plan import Plan
from roster.services import audit
from roster.services.clock import now
from roster.services.faults import Invalid, refuse_secret
from roster.services.import_tasks import load_grid
from roster.services.imports import Options, choose, load_plan
from roster.sheets.reader import read_workbook
from roster.shelf import files
from roster.store.imports import ImportBatch
from roster.store.scope import require

MOST_MENDS = 20_000
LONGEST_TEXT = 1000

CellName = tuple[str, str]  # name of the sheet, Excel's name of the cell


def typed(raw: Cell) -> str:
    """A cell's value as an officer types it; the lines of a cell that stacks several facts stay lines."""
    return clean(raw, keep_lines=True) if isinstance(raw, str) else plain(raw)


@dataclass(frozen=True)
class KeptMend:
    """A mended cell: what the file says, what stands in its place, who put it there and when (None: not known)."""

    sheet: str
    cell: str
    in_file: str
    text: str
    user_name: str
    at: datetime.datetime | None


@dataclass
class Cells:
    """The texts of a batch's cells, as the file has them and as they are mended."""

    workbook: Workbook
    mends: Mapping[CellName, str]
    _sheets: dict[str, tuple[Sheet, Sheet]] = field(default_factory=dict)

    def in_file(self, sheet: str, cell: str) -> str:
        """What the file says in that cell, in Unicode; "" for none."""
        return self._text(0, sheet, cell)

    def now(self, sheet: str, cell: str) -> str:
        """What the cell says with its mend."""
        return self._text(1, sheet, cell)

    def is_mended(self, sheet: str, cell: str) -> bool:
        """Whether the officer put another text in its place."""
        return (sheet, cell) in self.mends

    def holds(self, sheet: str, cell: str) -> bool:
        """Whether the workbook has such a cell, or room for it beside those that it has."""
        place, found = place_of(cell), self._pair(sheet)
        return bool(place and found and place[0] < len(found[0].rows) and place[1] <= found[0].width)

    def shared_rows(self, sheet: str, letter: str) -> set[int]:
        """The Excel rows whose cell in that column is part of a larger one: blank in the file only by its looks."""
        place, found = place_of(f"{letter}1"), self._pair(sheet)
        if not place or not found:
            return set()
        last = len(found[1].rows)
        merges = (m for m in found[1].merges if m.left <= place[1] <= m.right)
        return {row + 1 for m in merges for row in range(m.top, min(m.bottom + 1, last))}

    def _text(self, which: int, sheet: str, cell: str) -> str:
        place, found = place_of(cell), self._pair(sheet)
        return typed(found[which].cell(*place)) if place and found else ""

    def _pair(self, name: str) -> tuple[Sheet, Sheet] | None:
        if name not in self._sheets:
            if name not in self._by_name:
                return None
            as_read, _ = to_unicode(self._by_name[name])
            self._sheets[name] = as_read, mended(as_read, self.mends)
        return self._sheets[name]

    @cached_property
    def _by_name(self) -> dict[str, Sheet]:
        return {sheet.name: sheet for sheet in self.workbook.sheets}


def cells_of(actor: Actor, batch: ImportBatch) -> Cells:
    """The batch's cells. Raises NotFound, NotAllowed, UnreadableWorkbook where the kept file cannot be read."""
    require(actor, Permission.IMPORT, batch.ward_id)
    options = batch.options or {}
    workbook = load_grid(str(options.get("grid"))) or read_workbook(files.path_of(batch.stored_name))
    return Cells(apart(workbook, batch.roster), Choices.of(options).mends)


def mends_of(actor: Actor, batch: ImportBatch) -> list[KeptMend]:
    """What was mended, in the order of the workbook's sheets and rows. Raises NotFound, NotAllowed."""
    cells = cells_of(actor, batch)
    made = {(sheet, cell): (name, at) for sheet, cell, name, at in (batch.options or {}).get("mended", [])}
    found = []
    for (sheet, cell), text in cells.mends.items():
        name, at = made.get((sheet, cell), ("", None))
        moment = datetime.datetime.fromisoformat(at) if at else None
        before = cells.in_file(sheet, cell)
        before = "" if names_wartime_placement(before) else before
        found.append(KeptMend(sheet, cell, before, text, name, moment))
    order = {sheet.name: number for number, sheet in enumerate(cells.workbook.sheets)}
    return sorted(found, key=lambda one: (order.get(one.sheet, 0), place_of(one.cell) or (0, 0)))


def mend(
    actor: Actor, batch: ImportBatch, texts: Mapping[CellName, str], skipped: Collection[tuple[str, int]] = ()
) -> int:
    """Put texts in place of the file's cells and leave the `skipped` rows (sheet, Excel row) out; read the file again.

    A text that the file has itself takes a mend back. Returns how many cells and rows changed; none costs no reading.
    Raises Invalid for cells that the file has not, for too long a text or too many mends.
    """
    cells = cells_of(actor, batch)
    wanted: dict[CellName, str | None] = {}
    for (sheet, cell), raw in texts.items():
        text = typed(raw)
        if not cells.holds(sheet, cell):
            raise Invalid({"": [f"Tệp không có ô {cell}."]})
        if len(text) > LONGEST_TEXT:
            raise Invalid({"": [f"Ô {cell}: nội dung dài quá {LONGEST_TEXT} ký tự."]})
        refuse_secret("", text, where=f"Ô {cell}")
        if text != cells.now(sheet, cell):
            wanted[sheet, cell] = None if text == cells.in_file(sheet, cell) else text
    left_out = {place for place in skipped if Choices.of(batch.options).decisions.get(place) != SKIP}
    if wanted or left_out:
        _keep(actor, batch, wanted, left_out)
    return len(wanted) + len(left_out)


def as_in_file(actor: Actor, batch: ImportBatch, places: Collection[CellName]) -> int:
    """Take mends back, so that the file's own cells count again; returns how many there were."""
    known = Choices.of(batch.options).mends
    found: dict[CellName, str | None] = {place: None for place in places if place in known}
    if found:
        _keep(actor, batch, found, set())
    return len(found)


def _keep(
    actor: Actor, batch: ImportBatch, wanted: Mapping[CellName, str | None], left_out: Collection[tuple[str, int]]
) -> None:
    at = now().isoformat(timespec="seconds")

    def changed(options: Options) -> Options:
        texts = {(sheet, cell): text for sheet, cell, text in options.get("mends", [])}
        made = {(sheet, cell): [name, moment] for sheet, cell, name, moment in options.get("mended", [])}
        for place, text in wanted.items():
            if text is None:
                texts.pop(place, None)
                made.pop(place, None)
            else:
                texts[place], made[place] = text, [actor.name, at]
        if len(texts) > MOST_MENDS:
            raise Invalid({"": [f"Đã sửa quá {MOST_MENDS} ô. Hãy sửa trong tệp Excel rồi nhập lại."]})
        decisions = [d for d in options.get("decisions", []) if (d[0], int(d[1])) not in left_out]
        # What was mended is citizens' data: the audit gets the counts only.
        audit.record(
            actor, "import.mend", ward_id=batch.ward_id, subject_id=batch.id, cells=len(wanted), rows=len(left_out)
        )
        return {
            "mends": [[*place, text] for place, text in texts.items()],
            "mended": [[*place, *who] for place, who in made.items()],
            "decisions": [*decisions, *([sheet, row, SKIP] for sheet, row in sorted(left_out))],
        }

    choose(actor, batch, changed)


# --- Blanks that erase ----------------------------------------------------------------------------------------------


def may_erase(column: Column) -> bool:
    """Whether a blank cell of that column may clear the fact: never who somebody is."""
    return column.key not in NEVER_ERASED


def let_blanks_erase(actor: Actor, batch: ImportBatch, keys: Collection[str]) -> None:
    """Choose the columns whose blank cells clear what is on file, and read the file again. Raises Invalid."""
    if set(keys) & NEVER_ERASED:
        raise Invalid({"erases": ["Ô trống không bao giờ xóa họ tên, ngày sinh hoặc số CCCD."]})

    def chosen(_: Options) -> Options:
        audit.record(actor, "import.blanks", ward_id=batch.ward_id, subject_id=batch.id, columns=sorted(keys))
        return {"erases": sorted(keys)}

    choose(actor, batch, chosen)


# --- A whole column -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A column's cells of the people in one sheet, from one Excel row to another, both included."""

    sheet: str
    letter: str
    first: int = 1
    last: int = 10**7


def fill_blanks(actor: Actor, batch: ImportBatch, span: Span, text: str) -> dict[CellName, str]:
    """What would be mended by putting `text` into every blank cell of the span; nothing is kept. Raises NotFound."""
    cells = cells_of(actor, batch)
    shared = cells.shared_rows(span.sheet, span.letter)
    return {
        place: typed(text)
        for place, row in _places(load_plan(actor, batch), span)
        if row not in shared and is_blank(cells.now(*place))
    }


def replace_in(
    actor: Actor, batch: ImportBatch, span: Span, wanted: str, instead: str, *, whole: bool
) -> dict[CellName, str]:
    """What would be mended by replacing `wanted` in the span's cells, in any case of letters; nothing is kept.

    `whole`: only cells that say nothing else. Raises NotFound.
    """
    cells = cells_of(actor, batch)
    wanted, instead = clean(wanted), clean(instead)
    if not wanted:
        return {}
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    found = {}
    for place, _ in _places(load_plan(actor, batch), span):
        text = cells.now(*place)
        is_meant = pattern.fullmatch(text) if whole else pattern.search(text)
        new = typed(pattern.sub(lambda _: instead, text)) if is_meant else text
        if new != text:
            found[place] = new
    return found


def _places(plan: Plan, span: Span) -> list[tuple[CellName, int]]:
    return [
        ((sheet.name, f"{span.letter}{row.row}"), row.row)
        for sheet in plan.sheets
        if sheet.name == span.sheet
        for row in sheet.rows
        if span.first <= row.row <= span.last
    ]
