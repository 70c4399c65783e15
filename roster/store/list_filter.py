"""What narrows and orders a roster's list: the same for page, workbook and paper, and storable with a print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from roster.columns.catalogue import column
from roster.columns.column import Column, Value

BLANK = "-"  # the filter value that asks for people without the fact
BY_NAME = "name"


@dataclass(frozen=True)
class ListFilter:
    """Which people of a ward's roster, in which order.

    Of the year that holds `today` (not for enlistment) only those are asked for who still belong on that day: whoever
    left in spring is not in the roster any more. A past year holds everybody who belonged for at least a day.

    `year` is the call-up cycle for enlistment, else the calendar year within which the membership held at least a day.
    `equals` maps keys of the roster's columns to values as text ("male", "2", "true"; BLANK asks for no value).
    With `on` (not for enlistment) the membership must have held on that day, and whether somebody had joined the Party
    or the Union is asked of that day. `person_ids` keeps only those people. `sort` is "name" or a key of the roster's
    columns; `then` names up to two further keys ("neighbourhood,-birth_date") for those who are alike in the first, "-"
    before one turns it round.
    """

    roster: str
    ward_id: UUID
    year: int
    search: str = ""
    neighbourhood: str | None = None
    equals: Mapping[str, str] = field(default_factory=dict)
    person_ids: frozenset[UUID] | None = None
    include_retired: bool = False
    sort: str = BY_NAME
    descending: bool = False
    then: str = ""
    on: date | None = None
    today: date | None = None

    @property
    def then_keys(self) -> tuple[tuple[str, bool], ...]:
        """The further keys of the order, each with whether it is turned round."""
        return tuple((one.removeprefix("-"), one.startswith("-")) for one in self.then.split(",") if one)

    @property
    def first_day(self) -> date:
        """The first day of the time that is asked about: the year, or the day `on` alone."""
        present = self.today if self.today is not None and self.today.year == self.year else None
        return self.on or present or date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the time that is asked about."""
        return self.on or date(self.year, 12, 31)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but ward, roster and year narrows the list."""
        return bool(self.search.strip() or self.neighbourhood or self.equals or self.person_ids is not None or self.on)

    def only(self, person_ids: frozenset[UUID] | None) -> ListFilter:
        """The same list, kept to these people."""
        return replace(self, person_ids=person_ids)

    def as_dict(self) -> dict[str, Any]:
        """The filter as JSON, without the ward, which stands beside it."""
        return {
            "roster": self.roster,
            "year": self.year,
            "search": self.search,
            "neighbourhood": self.neighbourhood,
            "equals": dict(self.equals),
            "person_ids": None if self.person_ids is None else sorted(str(i) for i in self.person_ids),
            "include_retired": self.include_retired,
            "sort": self.sort,
            "descending": self.descending,
            "then": self.then,
            "on": self.on.isoformat() if self.on else None,
            "today": self.today.isoformat() if self.today else None,
        }

    @classmethod
    def from_dict(cls, ward_id: UUID, stored: Mapping[str, Any]) -> ListFilter:
        """The filter that `as_dict` stored. Raises KeyError or ValueError where it is no such thing."""
        ids = stored.get("person_ids")
        return cls(
            roster=stored["roster"],
            ward_id=ward_id,
            year=int(stored["year"]),
            search=stored.get("search", ""),
            neighbourhood=stored.get("neighbourhood"),
            equals=dict(stored.get("equals", {})),
            person_ids=None if ids is None else frozenset(UUID(i) for i in ids),
            include_retired=bool(stored.get("include_retired")),
            sort=stored.get("sort", BY_NAME),
            descending=bool(stored.get("descending")),
            then=stored.get("then", ""),
            on=date.fromisoformat(stored["on"]) if stored.get("on") else None,
            today=date.fromisoformat(stored["today"]) if stored.get("today") else None,
        )


def value_of_text(fact: Column, text: str) -> Value:
    """A filter's text as the value that the database holds: "2" is 2 for a class, "true" is True for a flag.

    Text that is none of a closed list's keys comes back as it is and finds nobody.
    """
    for choice in fact.choices:
        if str(choice.key) == text:
            return choice.key
    if text in {"true", "false"} and not fact.choices:
        return text == "true"
    return text


def text_of_value(value: Value) -> str:
    """The filter text that finds the value; BLANK for none."""
    if value is None:
        return BLANK
    return str(value).lower() if isinstance(value, bool) else str(value)


def known_column(roster: str, key: str) -> Column | None:
    """The roster's column of that key, None where there is none: keys in an address may be anything."""
    try:
        return column(roster, key)
    except KeyError:
        return None
