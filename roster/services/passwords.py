"""Passwords that the program makes, for handing over once."""

from __future__ import annotations

import secrets

# Without what is mistaken for something else when it is read aloud or copied by hand (0 o, 1 l i).
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5


def make_password() -> str:
    """A random password of four groups of five characters, "kf7mw-x3hpq-…": about 99 bits, easy to copy by hand."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
