"""After an answer that refuses a signed-in officer: its entry in the journal (services.refusals)."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from roster.services import refusals
from roster.store.db import db
from roster.web.headers import is_static


def note(response: Response) -> Response:
    """Note 403 and 404 of pages that exist; an address that is no page's says nothing about rights."""
    if response.status_code not in {403, 404} or request.endpoint is None or is_static(request.endpoint):
        return response
    try:
        db.session.rollback()
        if current_user.is_authenticated:
            user = current_user._get_current_object()
            refusals.note_refused(user, request.endpoint, request.method, response.status_code)
    except (SQLAlchemyError, OSError) as error:
        # Refused is refused: without its entry as well.
        current_app.logger.error("refused page not noted: %s", type(error).__name__)
    return response


def init_app(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(note)
