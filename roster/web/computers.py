"""By what an officer knows a computer again: its browser and its system, out of what the browser says of itself.

Nothing is decided by it: anybody may say anything. The rest of what browsers say is not kept.
"""

from __future__ import annotations

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
