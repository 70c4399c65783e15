"""Browsers for the faults: signed in without a password, with a token for what they post."""

from __future__ import annotations

import contextvars
import io
import json
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from roster.columns.catalogue import PERSON_COLUMNS
from roster.services import clock, people, sign_ins
from roster.store.accounts import User
from roster.store.db import db
from roster.store.people import Person


class Browser:
    """An officer's browser at the application itself, without a network."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self._app, self._client = app, client

    def get(self, url: str) -> TestResponse:
        """A page, as another thread would ask for it."""
        return contextvars.Context().run(self._client.get, url)

    def post(self, url: str, data: dict[str, Any]) -> TestResponse:
        """A form with its token."""
        return contextvars.Context().run(lambda: self._client.post(url, data={**data, "csrf_token": self.token()}))

    def upload(self, url: str, content: bytes, name: str, fields: dict[str, str]) -> TestResponse:
        """A form with a file."""
        data = {**fields, "csrf_token": self.token(), "file": (io.BytesIO(content), name)}
        return contextvars.Context().run(lambda: self._client.post(url, data=data))

    def token(self) -> str:
        """What CSRFProtect wants to see."""
        with self._client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        return str(URLSafeTimedSerializer(self._app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(raw))

    def like_it(self) -> Browser:
        """Another window of the same browser."""
        client = self._app.test_client()
        name = self._app.config["SESSION_COOKIE_NAME"]
        kept = self._client.get_cookie(name)
        client.set_cookie(name, kept.value if kept else "")
        return Browser(self._app, client)

    def cookie(self) -> str:
        """The session's cookie, for a browser with a network."""
        name = self._app.config["SESSION_COOKIE_NAME"]
        kept = self._client.get_cookie(name)
        return f"{name}={kept.value if kept else ''}"

    @staticmethod
    def form_of(person: Person) -> dict[str, Any]:
        """The form of a citizen as the page gives it."""
        return form_of(person)


def form_of(person: Person) -> dict[str, Any]:
    """The filled form of a citizen, with what was seen."""
    values = people.facts_of(person)
    shown = {fact.key: fact.show(values.get(fact.key)) for fact in PERSON_COLUMNS if values.get(fact.key) is not None}
    seen = {key: str(value) if value is not None else None for key, value in values.items()}
    return {**shown, "seen": json.dumps(seen), "seen_version": str(person.version), "confirmed": "1"}


def browser_of(app: Flask, user_id: UUID) -> Browser:
    """A browser in which the officer is signed in; call it within the office."""
    user = db.session.get_one(User, user_id)
    sign_in = sign_ins.open_sign_in(user)
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.fs_uniquifier, True
        session["sign_in"], session["seen_at"] = str(sign_in.id), int(clock.now().timestamp())
        session["csrf_token"] = "0" * 40
    db.session.remove()
    return Browser(app, client)
