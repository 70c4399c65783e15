"""A column of a sheet that is no roster."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roster.domain.text import fold


@dataclass(frozen=True)
class PlainColumn:
    """A column: its heading lines, its width in millimetres, whether it reads centred (numbers, dates)."""

    heading: tuple[str, ...]
    width_mm: float
    centred: bool = False
    strong: bool = False

    @property
    def key(self) -> str:
        """What the column is known by in a ward's settings: its heading, folded."""
        return re.sub(r"[^a-z0-9]+", "-", fold(" ".join(self.heading).replace("%", "phần trăm"))).strip("-")
