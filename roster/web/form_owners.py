"""Whose a form is, told by its token; and how one that comes when its session has ended is carried by the browser.

The token of a form bears the mark of the account whose session made it, so that a form that comes late is known to be
this officer's own or somebody else's. What was typed in it goes back to the browser sealed (roster.web.sealing): the
server keeps nothing, and it is opened for that account alone, whoever sits at the computer next.
"""

from __future__ import annotations

import hmac
import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from uuid import UUID

from flask import current_app, g, render_template, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from roster.services import clock
from roster.web.own_addresses import LOCAL
from roster.web.sealing import Sealer

MOST_SENT = 200_000  # bytes: beyond what anybody types; the answer must not be as large as whoever asks likes
MOST_SEALED = 300_000  # what is sealed stands in letters, a third more than it is
_KEPT_FOR = timedelta(days=7)
_SEALED = "_sealed"
_TOKEN = "csrf_token"  # noqa: S105  # the name of Flask-WTF's field, and of its place in the session
_BEHIND_MARK = "-"
_NOT_KEPT = re.compile(r"csrf_token|_sealed|.*password.*", re.IGNORECASE)
# Rooms of which no field is carried: those of signing in, and of the code of a device.
_SECRET_ROOMS = frozenset({"security", "second_step"})

Answer = tuple[str, int]


@dataclass(frozen=True)
class KeptForm:
    """A form that came too late: the mark of whose it is, when it came, where it was going, and its fields."""

    mark: str
    at: datetime
    to: str
    fields: list[tuple[str, str]]


def mark_of(user_id: UUID) -> str:
    """What stands for an account on its own pages: names nobody, and is the same as long as the secret key is."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"owner of a form" + user_id.bytes, sha256).hexdigest()[:32]


def new_token(user_id: UUID) -> str:
    """What a session of the account keeps, and what its forms bring back signed (Flask-WTF)."""
    return f"{mark_of(user_id)}{_BEHIND_MARK}{token_hex(20)}"


def begin_tokens(user_id: UUID) -> None:
    """The forms of this session are the account's from now on; those from before are honoured no longer."""
    session[_TOKEN] = new_token(user_id)
    g.pop(_TOKEN, None)


def sent_owner() -> str:
    """The mark of the account whose session made the form that was sent; "" where none did."""
    mark, is_marked, _ = _sent_token().partition(_BEHIND_MARK)  # of the form of signing in, none
    return mark if is_marked else ""


def is_of_this_session() -> bool:
    """Whether the form's token is the one of the session that asks: refused, it was for another reason."""
    return bool(_sent_token()) and _sent_token() == session.get(_TOKEN)


def may_be_kept(*, without_fields: bool = False) -> bool:
    """Whether this request is a form of an account whose fields can be carried back: files cannot, nor more than
    200 kB, and of a lone button there is nothing to carry but `without_fields`; or one that is carried already."""
    if opened() is not None:
        return True
    if request.method != "POST" or request.endpoint is None or (request.content_length or 0) > MOST_SENT:
        return False
    has_file = any(one.filename for one in request.files.values())
    is_secret = (request.blueprint or "") in _SECRET_ROOMS
    return bool(sent_owner()) and not has_file and not is_secret and (without_fields or bool(_fields()))


def ask_to_sign_in() -> Answer:
    """The page that says how to go on, with what was typed sealed in it."""
    return render_template("kept/expired.html", sealed=sealed()), 401


def refuse_others(code: int) -> Answer:
    """The page for who sends another account's form: nothing of it is shown, and its owner can still go on."""
    return render_template("kept/of_another.html", sealed=sealed()), code


def kept() -> KeptForm:
    """The form that was sent, as it is kept."""
    return KeptForm(sent_owner(), clock.now(), request.full_path.rstrip("?"), _fields())


def sealed() -> str:
    """The form that was sent, for its owner alone; one that is carried already as it is."""
    if opened() is not None:
        return request.form[_SEALED]
    form = kept()
    content = json.dumps([form.mark, int(form.at.timestamp()), form.to, form.fields])
    return _sealer().seal(zlib.compress(content.encode()))


def opened() -> KeptForm | None:
    """The carried form that this request brings; None for none, for what was changed, and what is older than a week."""
    text = request.form.get(_SEALED, "")
    content = _sealer().opened(text) if text else None
    if content is None:
        return None
    mark, at, to, fields = json.loads(zlib.decompress(content))
    moment = datetime.fromtimestamp(at, clock.now().tzinfo)
    # Addresses that a form was sent to may begin with "//", which leads to another site.
    if clock.now() - moment > _KEPT_FOR or not LOCAL.fullmatch(to):
        return None
    return KeptForm(mark, moment, to, [(name, value) for name, value in fields])


def _sent_token() -> str:
    # As Flask-WTF signs it; what it says of age does not matter here.
    signed = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        return str(signed.loads(request.form.get(_TOKEN, "")))
    except BadData:
        return ""


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if not _NOT_KEPT.fullmatch(name)]


def _sealer() -> Sealer:
    return Sealer(str(current_app.config["SECRET_KEY"]), "kept form")
