"""A rule of law as data: what it says, where it stands, from which day to which day, and the numbers it sets.

A change of the law, or a ruling of the command on a point that the texts leave open, is one more dated row. Nothing is
overwritten, so the same question asked for an earlier day gets the answer of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

ONE_DAY = timedelta(days=1)


class NoRuleInForce(LookupError):
    """No rule of that key holds on the day asked; the message is a Vietnamese sentence for the officer."""

    def __init__(self, key: str, day: date) -> None:
        self.key = key
        self.day = day
        super().__init__(f"Chương trình không có quy định “{key}” áp dụng cho ngày {day:%d/%m/%Y}.")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in one period.

    key             what the rule is about; every period of one rule has the same key
    citation        the clause, as papers name it
    text            what it says, a Vietnamese phrase fit for a screen
    source          the document from which this period's wording is taken
    first_day       first day in force
    last_day        last day in force, None while no end is known
    value           its numbers and lists, only what JSON can hold; a decimal number is a string
    open_question   what the texts leave open, in Vietnamese; empty where they are clear
    """

    key: str
    citation: str
    text: str
    source: str
    first_day: date
    last_day: date | None = None
    value: Any = None
    open_question: str = ""

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(f"{self.key}: last day before first day")

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def overlaps(self, other: Rule) -> bool:
        """Whether both rules are in force on some same day."""
        starts_in_time = other.last_day is None or self.first_day <= other.last_day
        return starts_in_time and (self.last_day is None or other.first_day <= self.last_day)


class RuleBook:
    """All periods of all rules, asked by key and day. Immutable.

    Raises ValueError when two periods of one key overlap: on such a day the law would say two things.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        periods: dict[str, list[Rule]] = {}
        for rule in rules:
            periods.setdefault(rule.key, []).append(rule)
        for key, rows in periods.items():
            rows.sort(key=lambda rule: rule.first_day)
            for earlier, later in pairwise(rows):
                if earlier.overlaps(later):
                    raise ValueError(f"{key}: two periods overlap on {later.first_day}")
        self._periods = {key: tuple(rows) for key, rows in periods.items()}

    def __iter__(self) -> Iterator[Rule]:
        for rows in self._periods.values():
            yield from rows

    def __contains__(self, key: object) -> bool:
        return key in self._periods

    def find(self, key: str, day: date) -> Rule | None:
        """The rule of this key that holds on the day, or None."""
        return next((rule for rule in self._periods.get(key, ()) if rule.holds_on(day)), None)

    def at(self, key: str, day: date) -> Rule:
        """The rule of this key that holds on the day. Raises NoRuleInForce where none does."""
        rule = self.find(key, day)
        if rule is None:
            raise NoRuleInForce(key, day)
        return rule

    def in_force(self, day: date) -> tuple[Rule, ...]:
        """Every rule that holds on the day, in the order in which the book lists them."""
        return tuple(rule for rule in self if rule.holds_on(day))

    def history(self, key: str) -> tuple[Rule, ...]:
        """Every period of one rule, oldest first; empty for an unknown key."""
        return self._periods.get(key, ())

    def open_questions(self) -> tuple[Rule, ...]:
        """The rules that leave something open, which an administrator may settle."""
        return tuple(rule for rule in self if rule.open_question)

    def with_changes(self, changes: Iterable[Rule]) -> RuleBook:
        """A new book in which each change, in the order given, rules its own period and the rest stands as before."""
        rows = list(self)
        for change in changes:
            rows = [part for rule in rows for part in _outside(rule, change)]
            rows.append(change)
        return RuleBook(rows)


def _outside(rule: Rule, change: Rule) -> Iterator[Rule]:
    """The parts of a rule's period that a change leaves as they were: none, one or two."""
    if rule.key != change.key or not rule.overlaps(change):
        yield rule
        return
    if rule.first_day < change.first_day:
        yield replace(rule, last_day=change.first_day - ONE_DAY)
    if change.last_day is not None and (rule.last_day is None or rule.last_day > change.last_day):
        yield replace(rule, first_day=change.last_day + ONE_DAY)
