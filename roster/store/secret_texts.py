"""The last gate before the database: no text of a row names a mobilisation unit or a wartime post (domain.secrets).

Forms and readers refuse such a text where it is typed, with a sentence beside it. Whatever way does not ask them comes
to this one, so that a new page cannot forget it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy import inspect as inspect_row
from sqlalchemy.orm import Session

from roster.domain.secrets import says_secret
from roster.store.db import db

# What keeps an officer's workbook and its choices until they are masked (services.import_secrets), or holds no text.
_OTHERWISE_GUARDED = frozenset({"import_batch", "import_memory", "audit_entry", "audit_seal", "print_job"})


class SecretText(ValueError):
    """A row was to keep a state secret; names table and column, never the text."""


_IDS = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{32,}\b")
_names_it = lru_cache(maxsize=4_000)(says_secret)
# A deferral rests on where a brother serves; requests, rules and the looks of papers tell of no placing.
_OF_NO_PLACING = frozenset(
    {"claim", "ruling", "rule_change", "data_request", "retention_period", "erasure", "issued_paper", "posting"}
)


def watch() -> None:
    """Look through every new and changed row before it is written. Called once, where the schema is known."""
    if not event.contains(db.session, "before_flush", _look):
        event.listen(db.session, "before_flush", _look)


def _look(session: Session, _context: object, _instances: object) -> None:
    for row in (*session.new, *session.dirty):
        state = inspect_row(row)
        if state.mapper.local_table.name in _OTHERWISE_GUARDED:
            continue
        for column in state.mapper.column_attrs:
            history = state.attrs[column.key].history
            for text in _texts(history.added):
                if _names_it("" if state.mapper.local_table.name in _OF_NO_PLACING else column.key, text):
                    raise SecretText(f"{state.mapper.local_table.name}.{column.key}")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # The parts of an id look like the short names of units: "…-e325-…" is no Trung đoàn 325.
        text = _IDS.sub(" ", value)
        if len(text) > 3:
            yield text
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)
