"""Age for enlistment on the handover day, under both readings of "hết 25 tuổi" and "hết 27 tuổi" (Điều 30).

A birth date known only in part, and a birthday on 29 February, leave more than one possible day of birth or birthday.
The answer is firm only where all of them agree.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from roster.domain.law.facts import PartialDay
from roster.domain.law.versions import Rule, RuleBook

AgeReading = Literal["A", "B"]


class AgeStanding(StrEnum):
    """Where a citizen stands to the age of enlistment on the handover day."""

    TOO_YOUNG = "too_young"
    WITHIN = "within"
    TOO_OLD = "too_old"
    READINGS_DIFFER = "readings_differ"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class AgeAnswer:
    """The standing, the rule on which it rests, and the limit in years of age that this rule names."""

    standing: AgeStanding
    rule: Rule
    limit: int


def age_standing(
    birth_date: PartialDay,
    *,
    had_education_deferral: bool,
    handover: date,
    on: date,
    reading: AgeReading | None,
    rules: RuleBook,
) -> AgeAnswer:
    """Judge the age on the handover day by the rules in force on the day asked.

    `reading` is the ruling on "hết": A lets a man be called until the day before he is 26 (28), B until the day before
    he is 25 (27); None means that none is ruled, and then the readings must agree. Raises NoRuleInForce for a day
    before the law.
    """
    minimum = rules.at("age.minimum", on)
    maximum = rules.at("age.maximum_after_study" if had_education_deferral else "age.maximum", on)
    leap_birthdays = rules.at("age.leap_day", on).value["birthdays"]
    readings = [reading] if reading else sorted(maximum.value["years"])

    def is_reached(years: int) -> Iterator[bool]:
        for birth in (birth_date.earliest, birth_date.latest):
            for birthday in _birthdays(birth, years, leap_birthdays):
                yield handover >= birthday

    is_adult = set(is_reached(minimum.value["years"]))
    if is_adult == {False}:
        return AgeAnswer(AgeStanding.TOO_YOUNG, minimum, minimum.value["years"])
    if is_adult == {True, False}:
        return AgeAnswer(AgeStanding.NOT_KNOWN, minimum, minimum.value["years"])

    limit = maximum.value["age"]
    is_past = [set(is_reached(maximum.value["years"][one])) for one in readings]
    if all(past == {True} for past in is_past):
        return AgeAnswer(AgeStanding.TOO_OLD, maximum, limit)
    if all(past == {False} for past in is_past):
        return AgeAnswer(AgeStanding.WITHIN, maximum, limit)
    if any(len(past) == 2 for past in is_past):
        return AgeAnswer(AgeStanding.NOT_KNOWN, maximum, limit)
    return AgeAnswer(AgeStanding.READINGS_DIFFER, maximum, limit)


def _birthdays(birth: date, years: int, leap_birthdays: list[str]) -> list[date]:
    """The day, or the possible days, on which someone born on `birth` becomes `years` old."""
    year = birth.year + years
    if (birth.month, birth.day) != (2, 29) or calendar.isleap(year):
        return [birth.replace(year=year)]
    return [date.fromisoformat(f"{year}-{month_day}") for month_day in leap_birthdays]
