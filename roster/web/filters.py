"""A list's filters in an address, and back: what is narrowed, ordered and shown can be kept as a bookmark.

A search may be for a name and stands in the address all the same (the officer must be able to go back to it); facts
that tell who somebody is are not filtered by value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT, ROSTERS
from roster.domain.actor import Actor
from roster.domain.text import clean
from roster.services.lists import PAGE_SIZES, choosable_columns, opening_year
from roster.store.list_filter import BLANK, BY_NAME, ListFilter, known_column
from roster.store.queries import FACETS
from roster.store.scope import NotFound
from roster.web.asked import day_of

_FIRST_YEAR, _LAST_YEAR = 1975, 2200
_LONGEST_SEARCH = 200
MOST_KEYS = 3  # of an order
_NEVER_IN_ADDRESS = frozenset({"full_name"})


@dataclass(frozen=True)
class ListQuery:
    """What an address says of a list: the filter, the columns (None: the usual ones), page and rows per page."""

    wanted: ListFilter
    keys: tuple[str, ...] | None = None
    page: int = 1
    size: int = PAGE_SIZES[0]

    def args(self, **changes: Any) -> dict[str, Any]:
        """The address's arguments, with `changes` put over them; what is as usual is left out, None takes out."""
        wanted = self.wanted
        usual: dict[str, Any] = {"page": 1, "size": PAGE_SIZES[0], "sort": BY_NAME}
        full: dict[str, Any] = {
            "year": wanted.year,
            "q": wanted.search,
            "neighbourhood": wanted.neighbourhood,
            **wanted.equals,
            "sort": wanted.sort,
            "desc": "1" if wanted.descending else None,
            "then": wanted.then,
            "on": wanted.on.isoformat() if wanted.on else None,
            "columns": list(self.keys) if self.keys else None,
            "size": self.size,
            "page": self.page,
        } | changes
        return {key: value for key, value in full.items() if value not in (None, "", usual.get(key))}


def read_query(actor: Actor, ward_id: UUID, roster: str, args: MultiDict[str, str], today: date) -> ListQuery:
    """Read a list's address. What it does not know, or what the actor may not choose, is as if it were not there.

    Raises NotFound for an unknown roster.
    """
    if roster not in ROSTERS:
        raise NotFound(roster)
    offered = {fact.key for fact in choosable_columns(actor, roster)}
    keys = tuple(key for key in dict.fromkeys(args.getlist("columns")) if key in offered)
    if keys and "full_name" not in keys:
        keys = ("full_name", *keys)  # a row without a name leads nowhere
    sort, descending, then = _order(args, offered)
    wanted = ListFilter(
        roster=roster,
        ward_id=ward_id,
        year=_number(args.get("year"), opening_year(actor, ward_id, roster, today), _FIRST_YEAR, _LAST_YEAR),
        search=_cleaned(args.get("q")),
        neighbourhood=_cleaned(args.get("neighbourhood")) or None,
        equals=_equals(roster, args),
        sort=sort,
        descending=descending,
        then=then,
        on=day_of(args.get("on")) if roster != ENLISTMENT else None,
        today=today if roster != ENLISTMENT else None,
    )
    size = _number(args.get("size"), PAGE_SIZES[0], 1, PAGE_SIZES[-1])
    return ListQuery(
        wanted,
        keys if keys and keys != DEFAULT_KEYS[roster] else None,
        page=_number(args.get("page"), 1, 1, 1_000_000),
        size=size if size in PAGE_SIZES else PAGE_SIZES[0],
    )


def is_untidy(args: MultiDict[str, str]) -> bool:
    """Whether an address carries filters without a value, as a form sends those that nobody chose, or an order in the
    pieces that its form sends."""
    return "order" in args or any(not text.strip() for _, text in args.items(multi=True))


def _order(args: MultiDict[str, str], offered: Collection[str]) -> tuple[str, bool, str]:
    """The key of the order, whether it is turned round, and the further keys, each once.

    A form names all keys as `order`, the first one first, "-" before one that is turned round; a link has `sort`,
    `desc` and `then`.
    """
    if "order" in args:
        asked = args.getlist("order")
    else:
        asked = [("-" if args.get("desc") == "1" else "") + args.get("sort", BY_NAME), *args.get("then", "").split(",")]
    by: dict[str, bool] = {}
    for one in asked:
        key = one.removeprefix("-")
        key = BY_NAME if key == "full_name" else key
        if key in offered or key == BY_NAME:
            by.setdefault(key, one.startswith("-"))
    first = next(iter(by), BY_NAME)
    if first == BY_NAME:  # names are as good as never alike: what comes behind them orders nobody
        return BY_NAME, by.get(BY_NAME, False), ""
    further = [("-" if turned else "") + key for key, turned in by.items() if key not in {first, BY_NAME}]
    return first, by[first], ",".join(further[: MOST_KEYS - 1])


def chosen_people(form: MultiDict[str, str]) -> frozenset[UUID] | None:
    """The people whose rows were ticked, on this page or on others; None for the whole list: nobody or everybody."""
    texts = [] if form.get("everyone") else form.getlist("chosen")
    return ticked_people(form) if texts else None


def ticked_people(form: MultiDict[str, str]) -> frozenset[UUID]:
    """The people whose rows were ticked; one field may name many, those of other pages."""
    return frozenset(ids_of(one for text in form.getlist("chosen") for one in text.split()))


def ids_of(texts: Iterable[str]) -> list[UUID]:
    """The ids that an address or a form names, each once, in their order; what is no id finds nobody."""
    return list(dict.fromkeys(one for one in map(id_of, texts) if one is not None))


def id_of(text: Any) -> UUID | None:
    """The id that a field holds, None for anything else."""
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def _equals(roster: str, args: Mapping[str, str]) -> dict[str, str]:
    found = {key: text for key in FACETS[roster] if (text := _cleaned(args.get(key)))}
    for key, text in args.items():
        # "Who has no citizen id yet?" may be asked of every fact.
        if text == BLANK and key not in _NEVER_IN_ADDRESS and key != "neighbourhood" and known_column(roster, key):
            found[key] = BLANK
    return found


def _cleaned(text: str | None) -> str:
    return clean(text or "")[:_LONGEST_SEARCH]


def _number(text: str | None, usual: int, least: int, most: int) -> int:
    try:
        number = int(text or "")
    except ValueError:
        return usual
    return number if least <= number <= most else usual
