"""A form that makes something new carries the id that it will have: sent twice, it makes it once."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from roster.store.db import new_id
from roster.web.access import current_actor


def _signer() -> URLSafeSerializer:
    # Bound to the officer: nobody may choose the id of what he makes, or send another's form.
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"form-key-{current_actor().user_id}")


def make_form_key() -> str:
    """A fresh id in signed form, for a hidden field."""
    return str(_signer().dumps(new_id().hex))


def id_of(form_key: str | None) -> UUID | None:
    """The id that the form carries; None where the browser sent none of ours."""
    try:
        return UUID(hex=str(_signer().loads(form_key or "")))
    except (BadSignature, ValueError):
        return None
