"""Numbers that somebody searches for do not stand in addresses (docs/decisions/0007).

A citizen's number or phone tells who is meant wherever an address is kept: in the history of a shared computer, in a
log, on a screen behind. Forms of search are therefore sent by POST, and what leads back to their pages carries a
number in encrypted form: the same for as long as the office's secret key stays, so that Back and links go on working,
and readable to the account that searched alone.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, redirect, request
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from roster.web.own_addresses import LOCAL
from roster.web.sealing import Sealer

FIELD = "q"  # what is searched for, on every page that searches
_MARK = "so~"  # how a hidden number begins; nobody's name does
_LEAST_DIGITS = 5  # a year of birth beside a name is no number of a citizen


def is_number(text: str) -> bool:
    """Whether a search holds so many digits that it may be, or be a part of, somebody's number."""
    return sum(one.isdecimal() for one in text) >= _LEAST_DIGITS


def hide(text: str) -> str:
    """The search as it may stand in an address: as it is, or encrypted where it holds a number."""
    if not is_number(text) or text.startswith(_MARK) or not current_user.is_authenticated:
        return text
    return _MARK + _sealer().seal(text.encode(), _whose())


def reveal(text: str) -> str:
    """The search that `hide` made the text of; "" where it is another account's, or was changed."""
    if not text.startswith(_MARK):
        return text
    return (_sealer().opened(text.removeprefix(_MARK), _whose()) or b"").decode()


def send() -> Response:
    """POST of every form of search: to the page that it names, its fields in the address, a number hidden."""
    to = request.form.get("to", "")
    if not LOCAL.fullmatch(to) or "?" in to:
        raise BadRequest
    fields = [
        (name, hide(value) if name == FIELD else value)
        for name, value in request.form.items(multi=True)
        if name not in {"to", "csrf_token"}
    ]
    return redirect(f"{to}?{urlencode(fields)}" if fields else to, 303)


def _whose() -> bytes:
    return str(current_user.id).encode()


def _sealer() -> Sealer:
    return Sealer(str(current_app.config["SECRET_KEY"]), "searched number")


def _reveal_asked() -> None:
    """Pages read what was typed, whatever stands in the address."""
    if request.args.get(FIELD, "").startswith(_MARK) and current_user.is_authenticated:
        pairs = [(name, reveal(value) if name == FIELD else value) for name, value in request.args.items(multi=True)]
        request.args = ImmutableMultiDict(pairs)


def _hide_in_links(_endpoint: str, values: dict[str, Any]) -> None:
    if isinstance(values.get(FIELD), str):
        values[FIELD] = hide(values[FIELD])


def init_app(app: Flask) -> None:
    """Let every page read, and every link carry, a hidden number."""
    app.before_request(_reveal_asked)
    app.url_defaults(_hide_in_links)
