"""Numbers, years, days and texts that an address or a form names, as far as a database and a calendar hold them.

`request.args.get("year", usual, type=year_in)`: Werkzeug takes the usual value where a reader raises ValueError. In a
path `<year:year>` matches no other year, so that such an address is not there (404).
"""

from __future__ import annotations

from datetime import date

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import IntegerConverter, Map

from roster.domain.dates import read_date
from roster.domain.text import clean

FIRST_YEAR, LAST_YEAR = 1900, 2200
_NUL = "\0"
_LARGEST = 2**31 - 1  # of PostgreSQL's integer


def year_in(text: str) -> int:
    """The year, 1900 to 2200. Raises ValueError for anything else."""
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("no year")
    return year


def number_in(text: str) -> int:
    """A whole number that every database holds, as of a page. Raises ValueError for anything else."""
    number = int(text)
    if abs(number) > _LARGEST:
        raise ValueError("too large")
    return number


def day_of(text: str | None) -> date | None:
    """A whole day of these years that an address or a form names (2025-07-01, 01/07/2025); None for anything else."""
    reading = read_date(clean(text or ""), today=date(2100, 1, 1))  # which day is future does not matter here
    if not reading.value or len(reading.value) != len("2025-07-01"):
        return None
    day = date.fromisoformat(reading.value)
    # Not the first and last year: weeks and months around the day must be days as well.
    return day if FIRST_YEAR < day.year < LAST_YEAR else None


def one_value(name: str) -> str:
    """What a page that answers both is told by its address or by its form; "" for nothing.

    Raises 400 where it is told several things by that name: which of them counts must not depend on where it stands
    (ASVS 15.3.7).
    """
    found = {*request.args.getlist(name), *request.form.getlist(name)}
    if len(found) > 1:
        raise BadRequest
    return found.pop() if found else ""


class _Year(IntegerConverter):
    def __init__(self, map: Map) -> None:  # Werkzeug's name
        super().__init__(map, min=FIRST_YEAR, max=LAST_YEAR)


def _leave_nul_out() -> None:
    """NUL is on no keyboard, and PostgreSQL keeps no text that has it: read as if it were not there. In a path: 404."""
    if _NUL in request.path:
        raise NotFound
    for place in ("args", "form"):
        sent = getattr(request, place)
        if any(_NUL in text for _, text in sent.items(multi=True)):
            pairs = [(name, text.replace(_NUL, "")) for name, text in sent.items(multi=True)]
            setattr(request, place, ImmutableMultiDict(pairs))


def init_app(app: Flask) -> None:
    """Before the pages: their addresses say `<year:year>`, and nobody reads NUL."""
    app.before_request(_leave_nul_out)
    app.url_map.converters["year"] = _Year
