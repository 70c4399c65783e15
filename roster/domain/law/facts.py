"""The facts from which the law answers for one citizen, and the error of a fact that cannot be understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from roster.domain.dates import format_date


class FactError(ValueError):
    """A fact that cannot be understood. `fact` is its key, the message a Vietnamese sentence that repeats no value.

    The value is left out because the sentence may end in a log, and facts are personal data.
    """

    def __init__(self, fact: str, message: str) -> None:
        self.fact = fact
        super().__init__(message)


class ClaimStatus(StrEnum):
    """How far a claim to deferral or exemption has gone."""

    CLAIMED = "claimed"
    DECIDED = "decided"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A day that may be known to the year or month only: `2005`, `2005-03`, `2005-03-14`."""

    text: str
    earliest: date
    latest: date

    def __str__(self) -> str:
        return format_date(self.text)


@dataclass(frozen=True, slots=True)
class Bar:
    """A ground of Điều 13 on which a citizen may not be registered, to its last day or without a known end."""

    ground: str
    until: PartialDay | None

    def stands_on(self, day: date) -> bool:
        """Whether it still holds; an end known to the month or year is taken at its latest, on the safe side."""
        return self.until is None or self.until.latest >= day


@dataclass(frozen=True, slots=True)
class Claim:
    """A ground of Điều 41 that a citizen claims, was granted or was refused."""

    ground: str
    status: ClaimStatus
    until: PartialDay | None

    def runs_on(self, day: date) -> bool:
        """Whether it has not ended before the day; an end known to the month or year is taken at its latest."""
        return self.until is None or self.until.latest >= day


@dataclass(frozen=True, slots=True)
class Completed:
    """Service that may count as completed military service (Điều 4 khoản 4), in completed months."""

    kind: str
    months: Decimal


@dataclass(frozen=True, slots=True)
class Health:
    """What the health council concluded. Dioptres are positive for myopia; BMI in kg/m²."""

    health_class: int | None = None
    is_temporary: bool = False
    myopia: Decimal | None = None
    hyperopia: bool = False
    bmi: Decimal | None = None
    drugs: bool = False
    hiv: bool = False
    examined_on: PartialDay | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """The highest school year passed and the number of years of that school system, 12 or 10."""

    passed: int
    system: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the law needs to know of one citizen."""

    birth_date: PartialDay
    is_female: bool
    education: Grade | None = None
    had_education_deferral: bool = False
    volunteer: bool = False
    completed: Completed | None = None
    bars: tuple[Bar, ...] = ()
    registration_exempt: bool = False
    claims: tuple[Claim, ...] = ()
    political_result: str | None = None
    health: Health = Health()
