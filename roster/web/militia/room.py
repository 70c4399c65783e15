"""What the militia's pages share: a page of a long list, the year and the people that an address names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from roster.columns.plain_sheets import PlainSheet
from roster.domain.search_words import names_him
from roster.domain.text import clean
from roster.services import clock
from roster.services.militia_register import FIRST_YEAR
from roster.store.militia_queries import Citizen
from roster.web import sheets
from roster.web.asked import number_in, one_value, year_in

PAGE_SIZE = 100
_LONGEST_SEARCH = 200
_YEARS_AHEAD = 1


@dataclass(frozen=True)
class Paged:
    """A page of a list; `link` gives the address of another page, filters kept."""

    rows: Sequence[Any]
    total: int
    page: int
    pages: int
    link: Callable[[int], str]
    size: int = PAGE_SIZE

    @property
    def first_number(self) -> int:
        """The running number of the first row."""
        return (self.page - 1) * self.size + 1


def paged(rows: Sequence[Any], endpoint: str, **args: Any) -> Paged:
    """The page that the address asks for, the last one beyond the end."""
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=number_in)), pages)

    def link(number: int) -> str:
        return url_for(endpoint, page=number, **args)

    return Paged(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], len(rows), page, pages, link)


def year_asked() -> int:
    """The year that the address names; this year where it names none that makes sense."""
    this_year = clock.today().year
    try:
        year = year_in(one_value("year"))
    except ValueError:
        return this_year
    return year if FIRST_YEAR <= year <= this_year + _YEARS_AHEAD else this_year


def search_asked() -> tuple[str, str]:
    """What the address narrows a list by: a name, a neighbourhood."""
    q, neighbourhood = (clean(one_value(name))[:_LONGEST_SEARCH] for name in ("q", "neighbourhood"))
    return q, neighbourhood


def is_wanted(citizen: Citizen, q: str, neighbourhood: str) -> bool:
    """Whether a citizen is one of those asked for."""
    if neighbourhood and citizen.neighbourhood != neighbourhood:
        return False
    return names_him(q, citizen.full_name, citizen.birth_date)


def ward_chairman() -> str:
    """The chairman of the page's ward, as papers name him: "Chủ tịch UBND phường Phù Liễn"."""
    title: str = g.ward.title
    return f"Chủ tịch UBND {title[:1].lower()}{title[1:]}"


def sheet_answer(sheet: PlainSheet, on: date) -> Response:
    """The sheet as the form's button asks; a PDF where it says nothing. Raises NotFound, NotAllowed."""
    return sheets.sheet_answer(sheet, on, request.form.get("format") or "pdf")
