"""A form that came when its session had ended (roster.web.form_owners) is offered to its owner to be sent once more.

Once he has signed in, perhaps in another tab, he sees what it is and sends it, with a token of the new session, to
where it was going. Nobody else is offered it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from roster.web import form_owners
from roster.web.access import current_actor
from roster.web.audit.actions import ROOMS
from roster.web.form_owners import Answer, KeptForm
from roster.web.search.named_places import all_places

blueprint = Blueprint("kept_forms", __name__)


@blueprint.post("/resume")
def again() -> str | Answer:
    """The form once more; a press sends it where it was going. Raises 400 for what the program did not seal, 413."""
    if (request.content_length or 0) > form_owners.MOST_SEALED:
        abort(413)
    form = form_owners.opened()
    if form is None:
        abort(400)
    return offer(form) if is_own(form.mark) else form_owners.refuse_others(403)


@blueprint.get("/whose")
def whose() -> Response:
    """The mark of who is signed in: a page that was covered asks before it shows itself again (left_alone.js)."""
    return Response(form_owners.mark_of(current_user.id), mimetype="text/plain")


def is_own(mark: str) -> bool:
    """Whether the mark is that of the officer who asks."""
    return mark == form_owners.mark_of(current_user.id)


def offer(form: KeptForm) -> str:
    """The page that says what was kept, of when and whose, and sends it at a press."""
    return render_template("kept/send.html", form=form, page=_page_of(form.to), officer=current_actor().name)


def _page_of(address: str) -> str:
    """The name of the page that a form was sent from, as the search knows it; else of its room."""
    path = address.partition("?")[0]
    steps = list(_pages_above(path))
    own = next((name for is_itself, name, _ in steps if is_itself and name), "")
    room = next((ROOMS[room] for _, _, room in steps if room in ROOMS), "")
    return own or room[:1].upper() + room[1:] or next((name for _, name, _ in steps if name), "Trang của chương trình")


def _pages_above(path: str) -> Iterator[tuple[bool, str, str]]:
    """The page at the path and those above it: whether it is itself, its name ("" for none), its room."""
    adapter = current_app.create_url_adapter(request)
    above = path.rstrip("/")
    while adapter is not None and above:
        for one in (above, f"{above}/"):
            for method in ("GET", "POST"):
                with suppress(HTTPException):
                    endpoint, values = adapter.match(one, method=method)
                    yield one.rstrip("/") == path.rstrip("/"), _name(endpoint, values), endpoint.partition(".")[0]
        above = above.rpartition("/")[0]


def _name(endpoint: str, values: object) -> str:
    given = dict(values) if isinstance(values, dict) else {}
    fits = (one.name for one in all_places() if one.endpoint == endpoint and one.values.items() <= given.items())
    return next(fits, "")


def init_app(app: Flask) -> None:
    """What brings a carried form has no token that counts: it is sealed, and it changes nothing."""
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
