"""What a target's figure is made of: numbers, each with the list of the people behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from roster.domain.actor import Sensitivity
from roster.domain.targets import figure_words


@dataclass(frozen=True)
class Part:
    """A number that a figure is made of, and where the people behind it stand.

    `equals` are the filters of the roster's list that show just these people; where another page does, `endpoint` names
    it and `equals` are its arguments (the year and the day are added). `unit` stands behind the number where it counts
    no people, `share` is its per cent of the whole, `sensitivity` says who may see it.
    """

    label: str
    count: float
    roster: str = ""
    equals: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    unit: str = ""
    share: float | None = None
    sensitivity: Sensitivity | None = None

    @property
    def words(self) -> str:
        """The number with its unit and share, as paper and command line say it."""
        unit = f" {self.unit}" if self.unit else ""
        return figure_words(self.count) + unit + (f" ({figure_words(self.share)} %)" if self.share is not None else "")


@dataclass(frozen=True)
class Figure:
    """A target's value on a day; None where there is nothing to count. `parts` are the numbers behind it.

    `goal` stands where it follows from other data (the quota of the year's call-up). `of` are the two numbers whose
    share the value is, so that wards can be added up.
    """

    value: float | None
    parts: tuple[Part, ...] = ()
    goal: float | None = None
    of: tuple[float, float] | None = None


def share(part: float, whole: float) -> float | None:
    """Per cent to one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def share_figure(part: float, whole: float, parts: tuple[Part, ...]) -> Figure:
    """The figure of a share."""
    return Figure(share(part, whole), parts, of=(part, whole))
