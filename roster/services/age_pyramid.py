"""The bands of an age pyramid, ready to be drawn as SVG by a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AgeBand:
    """One band of an age pyramid."""

    label: str
    men: int
    women: int


_BANDS = ((18, 20), (21, 25), (26, 30), (31, 35), (36, 40), (41, 45), (46, 60))


def age_pyramid(people: Iterable[tuple[int | None, str | None, int]], on: date) -> list[AgeBand]:
    """The bands from old to young; who has no birth year stands in a band of his own, left out where nobody does.

    `people` are (birth year, sex, count). The age is that reached within the year of `on`.
    """
    counts: dict[str, list[int]] = {}
    for year, sex, count in people:
        band = "Chưa rõ" if year is None else _band(on.year - year)
        counts.setdefault(band, [0, 0])[1 if sex == "female" else 0] += count
    order = ["Trên 60", *(f"{low}–{high}" for low, high in reversed(_BANDS)), "Dưới 18", "Chưa rõ"]
    usual = {f"{low}–{high}" for low, high in _BANDS[:-1]}
    return [AgeBand(band, *counts.get(band, [0, 0])) for band in order if band in usual or band in counts]


def _band(age: int) -> str:
    for low, high in _BANDS:
        if low <= age <= high:
            return f"{low}–{high}"
    return "Dưới 18" if age < _BANDS[0][0] else "Trên 60"
