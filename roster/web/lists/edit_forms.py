"""The form that edits many people at once: a new value for some facts, or the wish to empty them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from wtforms import HiddenField

from roster.columns.catalogue import column
from roster.columns.column import Column, Value
from roster.services.bulk_edits import editable_keys
from roster.web.fields import ColumnField, ColumnForm, form_for_columns
from roster.web.filters import id_of, ids_of

_KEEP = "— Giữ nguyên —"
_EMPTY = "empty-"


class ManyForm(ColumnForm):
    """One field per fact: what is left blank stays as it is, unless a box beside it says to empty the fact."""

    people = HiddenField()  # ids, however many, in one field
    seen = HiddenField()  # after the preview: "id:mark" of each
    emptied: frozenset[str] = frozenset()

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every field. What is read as nothing (a secret) must not empty the fact of hundreds."""
        is_sound = super().validate(extra_validators)
        for field in self.typed():
            if not field.errors and field.reading.values[field.column.key] is None:
                field.errors = field.warnings or [
                    "Không nhận giá trị này. Muốn bỏ giá trị đang có thì đánh dấu Xóa trắng."
                ]
                is_sound = False
        return is_sound

    def typed(self) -> list[ColumnField]:
        """The fields in which something stands."""
        return [field for field in self.column_fields() if (field.data or "").strip()]

    def wanted(self) -> dict[str, Value]:
        """The new value of each fact that is to change, after `validate`; a value goes before the box beside it."""
        return dict.fromkeys(self.emptied) | {f.column.key: f.reading.values[f.column.key] for f in self.typed()}

    def chosen(self) -> list[UUID]:
        """The people that the page named; what is no id of ours names nobody."""
        return ids_of((self.people.data or "").split())

    def marks(self) -> dict[UUID, str]:
        """What the preview showed of each person."""
        pairs = (one.partition(":") for one in (self.seen.data or "").split())
        return {found: mark for text, _, mark in pairs if (found := id_of(text)) is not None}


def many_form(roster: str, facts: Collection[Column], sent: Collection[str], today: date) -> ManyForm:
    """The form over the facts that this officer may change; `sent` names the boxes that were ticked."""
    form = _form_class(roster)(today=today)
    allowed = {fact.key for fact in facts}
    for field in form.column_fields():
        field.blank_words = _KEEP
        if field.column.key not in allowed:
            del form[field.column.key]
    form.emptied = frozenset(key for key in allowed if _EMPTY + key in sent)
    return form


@cache
def _form_class(roster: str) -> type[Any]:
    return form_for_columns([column(roster, key) for key in editable_keys(roster)], base=ManyForm)
