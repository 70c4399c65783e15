"""Whether the work of this request was given the name of a person: what web.reads learns a page's looks from.

The columns of names say so themselves as their values come out of the database, so that no page, query or service can
forget it. What holds names outside of the database (a kept workbook) calls `note`.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from sqlalchemy import String, TypeDecorator

_has_names: ContextVar[bool] = ContextVar("has_names", default=False)


def begin() -> None:
    """From now on nobody was named to this thread: the beginning of a request."""
    _has_names.set(False)


def note() -> None:
    """Somebody was named to this thread."""
    _has_names.set(True)


def has_names() -> bool:
    """Whether somebody was named to this thread since `begin`."""
    return _has_names.get()


class _NotedName(TypeDecorator[str]):
    """A text that tells when it is read."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """The value as it is."""
        if value and not _has_names.get():  # to ask is cheaper than to say it again for each of 20,000
            _has_names.set(True)
        return value


def person_name(length: int) -> String:
    """The type of a column that holds the name of a citizen, or of whoever stands beside citizens without a file.

    A plain text to whoever looks at the schema; a TypeDecorator would hide that from SQLAlchemy's own inspection.
    """
    return String(length).with_variant(_NotedName(length), "sqlite", "postgresql")
