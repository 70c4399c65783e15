"""A form that arrives after the session has ended: nothing typed is lost, and nothing is kept on the server.

The answer carries the fields back to the browser that sent them. Once the officer has signed in (in another tab), a
press asks for the same fields with a fresh token, and another sends them to where they were going.
"""

from __future__ import annotations

import re

from flask import Blueprint, Flask, abort, render_template, request
from flask_login import current_user

from roster.web.own_addresses import LOCAL

blueprint = Blueprint("kept_forms", __name__)
_TO = "_to"
_MOST_CARRIED = 200_000  # bytes: beyond what anybody types; the answer must not be as large as whoever asks likes
_NOT_CARRIED = re.compile(r"csrf_token|_to|code|.*password.*", re.IGNORECASE)

Answer = tuple[str, int]


def may_be_kept() -> bool:
    """Whether this request is a form whose fields can be carried back: a file cannot, nor more than 200 kB."""
    if request.method != "POST" or request.endpoint is None or (request.content_length or 0) > _MOST_CARRIED:
        return False
    return bool(_fields()) and not request.files


def ask_to_sign_in() -> Answer:
    """The page that says how to go on, with the fields in it."""
    return render_template("kept/expired.html", to=_to(), fields=_fields()), 401


@blueprint.post("/resume")
def again() -> str:
    """The fields once more, with a token of the new session; a press sends them where they were going."""
    if not current_user.is_authenticated:
        abort(401)
    if (request.content_length or 0) > _MOST_CARRIED:
        abort(413)
    return render_template("kept/send.html", to=_to(), fields=_fields())


def _to() -> str:
    to = request.form.get(_TO) or request.full_path.rstrip("?")
    if not LOCAL.fullmatch(to):
        abort(400)
    return to


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if not _NOT_CARRIED.fullmatch(name)]


def init_app(app: Flask) -> None:
    """The address that takes the fields asks for no token: it changes nothing, and the session is a new one."""
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
