"""One line of the table that script/faults prints, and the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class Figure:
    """What was done, how often, what came out; `broken` are the promises that did not hold, in words.

    `missed` is a goal of speed that was not reached: said, but no broken promise.
    """

    fault: str
    tried: int = 0
    found: str = ""
    broken: list[str] = field(default_factory=list)
    missed: str = ""

    def demand(self, holds: bool, otherwise: str) -> None:
        """Note a promise that did not hold."""
        if not holds:
            self.broken.append(otherwise)

    @property
    def verdict(self) -> str:
        """The last column."""
        if self.broken:
            return f"BROKEN {len(self.broken)}×: {self.broken[0]}"
        return f"held; goal missed: {self.missed}" if self.missed else "held"


@dataclass(frozen=True)
class Amounts:
    """How often each fault is tried. `short` of the suite, `quick` for a look, `full` as security.md §4 has it."""

    kills: int
    restores: int
    migrations: int
    thresholds: int
    copies: int
    flips: int
    restarts: int
    editors: int
    edits: int
    submits: int
    load_seconds: float
    sign_ins: int


FULL = Amounts(300, 100, 50, 50, 200, 100, 20, 50, 200, 20, 600, 200)
QUICK = Amounts(30, 12, 8, 12, 24, 20, 4, 20, 20, 20, 20, 40)
SHORT = Amounts(4, 2, 2, 2, 4, 4, 0, 6, 3, 6, 0, 0)

Run = Callable[[Amounts], Iterator[Figure]]


def as_table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown."""
    lines = ["| Fault | Tried | What came out | |", "|---|---|---|---|"]
    lines += [f"| {one.fault} | {one.tried} | {one.found} | {one.verdict} |" for one in figures]
    return "\n".join(lines)
