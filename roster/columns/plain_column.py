"""A column of a sheet that is no roster."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roster.domain.text import fold


@dataclass(frozen=True)
class PlainColumn:
    """A column: its heading lines, its width in millimetres, whether it reads centred (numbers, dates).

    `above` are the headings that it shares with its neighbours, the outermost first. An `is_fixed` column is just so
    wide; another is at least `least_mm` wide.
    """

    heading: tuple[str, ...]
    width_mm: float
    centred: bool = False
    strong: bool = False
    above: tuple[str, ...] = ()
    is_fixed: bool = False
    least_mm: float = 0.0

    @property
    def key(self) -> str:
        """What the column is known by in a ward's settings: its headings, folded."""
        return re.sub(r"[^a-z0-9]+", "-", fold(" ".join((*self.above, *self.heading)).replace("%", "phần trăm"))).strip(
            "-"
        )
