"""How large a form may be, before anything reads a field of it; what is larger gets 413.

Werkzeug bounds multipart forms only (MAX_FORM_MEMORY_SIZE, MAX_FORM_PARTS): of a urlencoded one it reads as many fields
as fit into MAX_CONTENT_LENGTH (werkzeug.formparser), which take seconds and hundreds of megabytes. So both encodings
are bounded here by the same numbers, and for who is not signed in by much smaller ones.
"""

from __future__ import annotations

from flask import Flask, abort, current_app, request
from flask_login import current_user

from roster.services import setup

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
STRANGERS_BYTES, STRANGERS_FIELDS = 64_000, 200
# A grid has 200 rows of up to some fifty cells, each a field.
_MORE_FIELDS = {"grid.take": 20_000}


def demand_small_form() -> None:
    """Before the form token is looked for, which reads the form. Raises 413."""
    if request.mimetype not in {URLENCODED, MULTIPART}:
        return
    length = request.content_length
    if length is None:  # sent in pieces: it may be of any size
        abort(413)
    most_bytes, most_fields = _bounds(length)
    # A part of a multipart form may be a workbook, which an officer brings and a stranger does not.
    if length > most_bytes and (request.mimetype == URLENCODED or most_bytes == STRANGERS_BYTES):
        abort(413)
    if request.mimetype == MULTIPART:
        request.max_form_memory_size, request.max_form_parts = most_bytes, most_fields
        return
    # Kept by the request: the fields are read from it afterwards.
    if request.get_data(cache=True, parse_form_data=False).count(b"&") >= most_fields:
        abort(413)


def _bounds(length: int) -> tuple[int, int]:
    fields = _MORE_FIELDS.get(request.endpoint or "", current_app.config["MAX_FORM_PARTS"])
    most = current_app.config["MAX_FORM_MEMORY_SIZE"], fields
    # Who asks is looked up only where it matters: a short form cannot have more fields than a stranger may send.
    is_short = length < STRANGERS_FIELDS and request.mimetype == URLENCODED
    return most if is_short or not _is_stranger() else (STRANGERS_BYTES, STRANGERS_FIELDS)


def _is_stranger() -> bool:
    """No cookie that the program signed for an account. One whose session has just ended is not: his form is kept.

    Nor is who fills a new office from a backup: there is no account yet (roster.web.setup).
    """
    return not (current_user.is_authenticated or (request.endpoint == "setup.restore" and setup.needs_setup()))


def init_app(app: Flask) -> None:
    """Stand before the check of form tokens."""
    app.before_request(demand_small_form)
