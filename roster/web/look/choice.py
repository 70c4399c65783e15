"""The look that was chosen on this computer. A cookie, for a bright or a dark room belongs to the desk, not to the man;
so the sign-in page has it too.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from werkzeug.wrappers import Response

COOKIE = "look"
AUTO, LIGHT, DARK = "auto", "light", "dark"
USUAL, TIGHT, ROOMY = "usual", "tight", "roomy"
THEMES = {AUTO: "Theo máy tính", LIGHT: "Sáng", DARK: "Tối"}
ROWS = {TIGHT: "Sát", USUAL: "Vừa", ROOMY: "Thoáng"}
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    """Theme and height of the rows of tables."""

    theme: str = AUTO
    rows: str = USUAL

    @property
    def dark_media(self) -> str:
        """For which screens the dark sheet holds, "" for none. Never for print."""
        return {AUTO: "screen and (prefers-color-scheme: dark)", DARK: "screen"}.get(self.theme, "")

    @property
    def scheme(self) -> str:
        """What the browser's own controls follow."""
        return {AUTO: "light dark", DARK: "dark"}.get(self.theme, "light")


def current_look() -> Look:
    """The look that the browser asks for; the usual one for whatever it does not know."""
    theme, _, rows = request.cookies.get(COOKIE, "").partition("-")
    return Look(theme if theme in THEMES else AUTO, rows if rows in ROWS else USUAL)


def remember(response: Response, look: Look) -> None:
    """Let the browser keep the look for a year."""
    response.set_cookie(
        COOKIE,
        f"{look.theme}-{look.rows}",
        max_age=_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
