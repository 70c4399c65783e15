"""After an answer that refuses: its entry in the journal (services.refusals)."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from roster.config import SetupFault
from roster.services import refusals
from roster.store.accounts import User
from roster.store.db import db
from roster.web.headers import is_static


def mark_bypass(action: str) -> None:
    """Say that what is answered was an attempt to get around a control (services.refusals)."""
    g.bypass = action


def note(response: Response) -> Response:
    """Note 403 and 404 of pages that exist (an address that is no page's says nothing about rights), and attempts to
    get around a control, also of strangers."""
    bypass = g.get("bypass", "")
    is_refused = response.status_code in {403, 404} and request.endpoint is not None
    if not (bypass or is_refused) or is_static(request.endpoint):
        return response
    try:
        db.session.rollback()
        user: User | None = current_user._get_current_object() if current_user.is_authenticated else None
        if bypass:
            refusals.note_bypass(user, bypass, request.endpoint or "")
        elif user is not None:
            refusals.note_refused(user, request.endpoint or "", request.method, response.status_code)
    except (SQLAlchemyError, OSError, SetupFault) as error:
        # Refused is refused: without its entry as well.
        current_app.logger.error("refused page not noted: %s", type(error).__name__)
    return response


def init_app(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(note)
