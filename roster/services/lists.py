"""A roster's list: one page of it, what to narrow it by, and the workbook that goes out, with its audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import BinaryIO
from uuid import UUID

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT, column, columns_of
from roster.columns.column import Column, Value
from roster.columns.printed_lists import working_list
from roster.domain.actor import Actor, Permission
from roster.domain.choices import group_of
from roster.domain.number_words import in_figures
from roster.domain.sorting import natural_key
from roster.listing.table import Table, build_table
from roster.services import audit
from roster.services.list_settings import look_on
from roster.sheets.writer import write_list
from roster.store.db import db
from roster.store.list_filter import BLANK, ListFilter, known_column, text_of_value
from roster.store.queries import (
    MOST_VALUES,
    count_values,
    facet_values,
    list_ids,
    list_rows,
    page_rows,
    page_within,
    pages_of,
    years_of,
)
from roster.store.scope import require
from roster.store.units import Unit

PAGE_SIZES = (50, 100, 200)


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its table, and where it stands in the whole. Pages count from 1."""

    table: Table
    total: int
    page: int
    pages: int
    sums: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what stands below a column, of the whole list


@dataclass(frozen=True)
class Facet:
    """One fact to narrow a list by: (text for the filter, words for people) per value that occurs."""

    fact: Column
    options: tuple[tuple[str, str], ...]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The options by the group that heads them; "" of those that stand alone."""
        by_group = groupby(self.options, lambda one: group_of(self.fact.choices, one[0]))
        return [(group, list(options)) for group, options in by_group]


@dataclass(frozen=True)
class Whole:
    """A roster of a year before anything narrows it: what to narrow it by, and how many stand in it."""

    facets: tuple[Facet, ...]
    total: int


def default_year(roster: str, today: date) -> int:
    """The year that new entries are most likely about: a call-up is prepared in the year before it; else this year.

    Call-up is in February or March (Luật NVQS Đ.33).
    """
    return today.year + 1 if roster == ENLISTMENT else today.year


def opening_year(actor: Actor, ward_id: UUID, roster: str, today: date) -> int:
    """The year that a list opens with: the latest call-up that has candidates, else as default_year.

    Raises NotFound for a ward outside of the actor's scope.
    """
    known = years_of(actor, ward_id, roster) if roster == ENLISTMENT else []
    return known[0] if known else default_year(roster, today)


def list_page(
    actor: Actor,
    wanted: ListFilter,
    *,
    keys: tuple[str, ...] | None = None,
    page: int = 1,
    size: int = PAGE_SIZES[0],
) -> ListPage:
    """A page of the list with the columns `keys` (the roster's usual ones by default); the last page beyond the end.

    What can be counted is counted over the whole list, not the page. Raises NotFound, NotAllowed, KeyError for an
    unknown roster or column.
    """
    require(actor, Permission.VIEW_PEOPLE, wanted.ward_id)
    total, counts = count_values(actor, wanted, keys or DEFAULT_KEYS[wanted.roster])
    rows = page_rows(actor, wanted, page, size, total)
    page = page_within(page, size, total)
    table = build_table(
        working_list(wanted.roster, keys), rows, may_see=actor.may_see, first_number=size * (page - 1) + 1
    )
    return ListPage(table, total, page, pages_of(size, total), _sums(wanted.roster, counts))


def whole_of(actor: Actor, wanted: ListFilter) -> Whole:
    """The roster of that year as a whole: its size and the facts that tell its people apart, with the values present.

    A value that is chosen stays on offer even where nobody has it any more. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, wanted.ward_id)
    facets = []
    present, total = facet_values(actor, ListFilter(wanted.roster, wanted.ward_id, wanted.year, today=wanted.today))
    for key, values in present.items():
        fact = known_column(wanted.roster, key)
        chosen = wanted.neighbourhood if key == "neighbourhood" else wanted.equals.get(key)
        if fact is None or (len(values) < 2 and not chosen):
            continue
        options = [(text_of_value(value), _words(fact, value)) for value in _in_order(fact, values)]
        if chosen and chosen not in {text for text, _ in options}:
            options.append((chosen, _words(fact, None) if chosen == BLANK else chosen))
        facets.append(Facet(fact, tuple(options)))
    return Whole(tuple(facets), total)


def people_of(actor: Actor, wanted: ListFilter) -> list[UUID]:
    """Everybody whom the filter finds, in the list's order. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, wanted.ward_id)
    return list_ids(actor, wanted)


def choosable_columns(actor: Actor, roster: str) -> tuple[Column, ...]:
    """The columns that the actor may put into the roster's list, in the catalogue's order."""
    return tuple(
        fact for fact in columns_of(roster) if actor.may_see(fact.sensitivity) or fact.key in DEFAULT_KEYS[roster]
    )


def years_on_offer(actor: Actor, ward_id: UUID, roster: str, today: date, chosen: int) -> list[int]:
    """The years to choose from, newest first: those with records, this one, the coming one, and the chosen one."""
    known = years_of(actor, ward_id, roster)
    if roster != ENLISTMENT and known:
        known = list(range(known[-1], today.year + 1))
    return sorted({*known, today.year, default_year(roster, today), chosen}, reverse=True)


def export_list(
    actor: Actor, ward: Unit, wanted: ListFilter, file: BinaryIO, today: date, *, keys: tuple[str, ...] | None = None
) -> int:
    """Write the list to `file` as .xlsx and leave an audit entry; commits. Returns the number of rows.

    Raises NotFound, NotAllowed, KeyError for an unknown roster or column.
    """
    require(actor, Permission.EXPORT, wanted.ward_id)
    definition = working_list(wanted.roster, keys)
    table = build_table(definition, list_rows(actor, wanted), may_see=actor.may_see)
    title = definition.titled(look_on(actor, ward.id, wanted.roster, today).title).title_of(wanted.year)
    write_list(table, file, title=title, subtitle=f"{ward.title}, ngày {today:%d/%m/%Y}")
    audit.record(
        actor,
        "list.export",
        ward_id=wanted.ward_id,
        roster=wanted.roster,
        year=wanted.year,
        rows=table.row_count,
        narrowed=wanted.is_narrowed,
        columns=list(keys or DEFAULT_KEYS[wanted.roster]),
        people=(row.person_id for row in table.rows),
    )
    db.session.commit()
    return table.row_count


def file_name_of(roster: str, year: int, suffix: str) -> str:
    """A file name that says which list it is and names nobody: "danh-sach-nvqs-2027.xlsx"."""
    short = {"enlistment": "nvqs", "militia": "dqtv", "reserve": "dbdv"}[roster]
    return f"danh-sach-{short}-{year}{suffix}"


def _sums(roster: str, counts: Mapping[str, Mapping[Value, int]]) -> dict[str, tuple[str, ...]]:
    """The counts below the columns as lines: ("Loại 1: 12", "Loại 2: 30"), of marks and long lists ("có: 54",)."""
    found = {}
    for key, values in counts.items():
        fact = column(roster, key)
        if 0 < len(fact.choices) <= MOST_VALUES:
            found[key] = tuple(f"{fact.show(value)}: {in_figures(count)}" for value, count in values.items() if count)
        else:
            found[key] = (f"có: {in_figures(values[True])}",)
    return found


def _words(fact: Column, value: Value) -> str:
    if value is None:
        return "(chưa ghi)"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return fact.show(value)


def _in_order(fact: Column, values: list[Value]) -> list[Value]:
    places: dict[Value, int] = {choice.key: place for place, choice in enumerate(fact.choices)}

    def place(value: Value) -> tuple[int, int, str]:
        if value is None:
            return (2, 0, "")
        if value in places:
            return (0, places[value], "")
        return (1, 0, natural_key(str(value)))

    return sorted(values, key=place)


__all__ = [
    "BLANK",
    "PAGE_SIZES",
    "Facet",
    "ListPage",
    "Whole",
    "choosable_columns",
    "default_year",
    "export_list",
    "file_name_of",
    "list_page",
    "opening_year",
    "people_of",
    "whole_of",
    "years_on_offer",
]
