"""When the signed-in officer last gave his password: acts that give away rights ask for it again (ASVS 7.5.3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from roster.services import clock

P = ParamSpec("P")
R = TypeVar("R")

_KEPT = "password_at"
_OPENED_WITHIN, SENT_WITHIN = 5 * 60, 15 * 60  # seconds; a form that was opened in time may be filled in calmly


def note_password_given() -> None:
    """The password was right just now."""
    session[_KEPT] = int(clock.now().timestamp())


def is_fresh(seconds: int = _OPENED_WITHIN) -> bool:
    """Whether it was given within so many seconds; a clock that was set back counts as long ago."""
    age = int(clock.now().timestamp()) - int(session.get(_KEPT, 0))
    return 0 <= age <= seconds


def fresh_password_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Decorate a view that demands it; others are asked first and come back to the page that they came from."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if is_fresh(_OPENED_WITHIN if request.method == "GET" else SENT_WITHIN):
            return view(*args, **kwargs)
        if request.method == "GET":
            return redirect(url_for("confirm.ask", next=request.path), 303)
        flash("Chưa làm gì: xin nhập lại mật khẩu, rồi bấm lại nút vừa rồi.", "info")
        return redirect(url_for("confirm.ask", next=_page_before()), 303)

    return checked


def _page_before() -> str:
    """The page on which the button stands: the address without its last part, as all of these are laid out."""
    for room in ("/backups/", "/account/sessions/"):
        if request.path.startswith(room):
            return room
    path = request.path
    for button in ("/second-step/reset", "/rights", "/activate"):
        path = path.removesuffix(button)
    return path
