"""Which computer asks: its address, for the journal, and by what an officer knows it again, its browser and system.

Nothing is decided by what a browser says of itself: anybody may say anything. The rest of it is not kept.
"""

from __future__ import annotations

from flask import Flask, request

from roster.services import audit

# The first that is found; those that call themselves by the names of others stand before them.
_BROWSERS = (
    ("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def computer_words(user_agent: str) -> str:
    """Browser and system ("Firefox, Windows"); "" where neither is known."""
    return ", ".join(word for word in (_named(user_agent, _BROWSERS), _named(user_agent, _SYSTEMS)) if word)


def _named(user_agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in user_agent), "")


def init_app(app: Flask) -> None:
    """Before everything else, since also what is refused at the door is noted with its address."""
    app.before_request(lambda: audit.set_place(request.remote_addr or ""))
    app.teardown_request(lambda _error: audit.set_place(""))
