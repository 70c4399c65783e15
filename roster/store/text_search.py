"""Whether a text holds a part: one function for both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func

from roster.store.db import db


def holds(text: Any, part: str) -> ColumnElement[bool]:
    """Whether the part stands somewhere in the text, letter by letter; a blank text holds nothing.

    PostgreSQL answers `like` from the trigram index of the folded texts. SQLite, whose file holds a ward or a few,
    looks at every name of the ward: `instr` compares bytes, where `like` would fold letters that are folded already.
    """
    if db.engine.dialect.name == "sqlite":
        return func.instr(text, part) > 0
    return text.contains(part, autoescape=True)
