"""docs/key-presses.md: the figures of the journeys, a row each, and what the spreadsheet's figures count.

`script/keys` writes it; without that each journey asks whether its row still stands there as it was counted.
"""

from __future__ import annotations

import os

from roster.config import PROJECT
from tests.browser.journeys.spreadsheet import Task

PAGE = PROJECT / "docs/key-presses.md"
IS_WRITTEN = "ROSTER_WRITE_KEY_PRESSES" in os.environ
_HEAD = """# Key presses, beside a spreadsheet

Written by `script/keys` from tests/browser/journeys, which walk each journey in Chromium by the keyboard
alone (a mouse, or a text that is set and not typed, fails it) and hold that ours never takes more.

A key with Ctrl, Alt or Shift held is one press, each typed character is one; what a card scanner sends is none. Ours
begins on the page after signing in (the first start: on the first page of a new office). The spreadsheet begins with
Excel open and goes as a practised user goes, in every doubt the shorter way; its steps stand below, from
tests/browser/journeys/spreadsheet.py. Both carry the same data.

| journey | ours | spreadsheet | times | what a spreadsheet cannot do |
| --- | --- | --- | --- | --- |
"""


class KeyTable:
    """The rows of the page, in the order of the journeys."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._steps: list[str] = []

    def hold(self, journey: str, ours: int, task: Task, note: str = "") -> None:
        """Compare a journey with its task in a spreadsheet and with its row on the page; `note` follows its name."""
        row = f"| {journey}{note} | {ours} | {task.count} | ×{task.count / ours:.1f} | {task.cannot} |"
        if IS_WRITTEN:
            self._rows.append(row)
            self._steps.append(_shown_steps(journey, task))
        else:
            assert row in PAGE.read_text("utf-8").splitlines(), f"run script/keys: {row}"
        assert ours <= task.count, f"{journey}: {ours} presses, a spreadsheet takes {task.count}"

    def write(self) -> None:
        """Write the page, where it was asked for."""
        if IS_WRITTEN:
            PAGE.write_text(
                _HEAD + "\n".join(self._rows) + "\n\n## The spreadsheet's steps\n" + "".join(self._steps), "utf-8"
            )


def _shown_steps(journey: str, task: Task) -> str:
    lines = [f"\n### {journey}: {task.count}\n\n"]
    for step in task.steps:
        keys = " ".join(filter(None, [step.keys, f"“{step.typed}”" if step.typed else "", step.then]))
        more = f", {step.times} times" if step.times > 1 else ""
        line = f"- {step.what}: {f'`{keys}`' if keys else 'no key'} ({step.count}{more})\n"
        lines.append(line)
    return "".join(lines)
