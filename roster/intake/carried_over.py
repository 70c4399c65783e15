"""What an officer chose about a workbook, carried over to the copy of it that he mended and brought again."""

from __future__ import annotations

from dataclasses import replace

from roster.columns.cells import plain
from roster.intake.choices import Choices
from roster.intake.grid import Cell, Sheet, Workbook
from roster.intake.mends import place_of


def carried_over(choices: Choices, before: Workbook, after: Workbook) -> Choices:
    """The choices that still hold for `after`, the mended copy of `before`.

    A decision holds where its row is as it was, a mend where the copy holds the mended text: a cell that was typed anew
    in the copy counts as it stands there.
    """
    old = {sheet.name: sheet for sheet in before.sheets}
    new = {sheet.name: sheet for sheet in after.sheets}

    def is_as_it_was(sheet: str, row: int) -> bool:
        if sheet not in old or sheet not in new:
            return False
        was, is_now = _texts(old[sheet], row), _texts(new[sheet], row)
        return was == is_now[: len(was)]  # the copy's column of faults stands behind

    return replace(
        choices,
        decisions={key: what for key, what in choices.decisions.items() if is_as_it_was(*key)},
        mends={
            (sheet, name): text
            for (sheet, name), text in choices.mends.items()
            if sheet in new and plain(_cell(new[sheet], name)) == plain(text)
        },
    )


def _texts(sheet: Sheet, row: int) -> list[str]:
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else []
    return [text for text in map(plain, cells) if text]


def _cell(sheet: Sheet, name: str) -> Cell:
    place = place_of(name)
    return sheet.cell(*place) if place else None
