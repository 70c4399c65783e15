"""The cookie of the session, which nobody but the program reads: its sentence for the next page may name a citizen.

Flask signs what it keeps with the browser; here it is encrypted as well, which signs it too (ASVS 14.3.3, 11.4.1).
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from roster.services import clock
from roster.web.sealing import Sealer


class _SealedSerializer:
    """What SecureCookieSessionInterface asks of the serializer of itsdangerous, whose place it takes."""

    def __init__(self, secret: str) -> None:
        self._sealer = Sealer(secret, "session cookie")
        self._json = TaggedJSONSerializer()

    def dumps(self, session: dict[str, Any]) -> str:
        content = json.dumps([int(clock.now().timestamp()), self._json.dumps(session)])
        return self._sealer.seal(zlib.compress(content.encode()))  # browsers keep 4 kB

    def loads(self, text: str, max_age: int) -> dict[str, Any]:
        """The session. Raises BadSignature for one that is older than `max_age` seconds, or was changed."""
        content = self._sealer.opened(text)
        if content is None:
            raise BadSignature("not sealed here")
        made_at, kept = json.loads(zlib.decompress(content))
        if int(clock.now().timestamp()) - made_at > max_age:
            raise BadSignature("too old")
        session: dict[str, Any] = self._json.loads(kept)
        return session


class SealedSessions(SecureCookieSessionInterface):
    """Sessions of Flask, sealed."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """The serializer of the cookie."""
        return _SealedSerializer(str(app.config["SECRET_KEY"]))


def init_app(app: Flask) -> None:
    """Keep sessions sealed from now on; a cookie of before is no session."""
    app.session_interface = SealedSessions()
