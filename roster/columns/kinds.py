"""The kinds of column that the catalogue is made of: each with its reader, its shower and its usual widths."""

from __future__ import annotations

from typing import Any

from roster.columns import readers, showers
from roster.columns.column import Column
from roster.domain import choices


def text_column(key: str, label: str, home: str, *synonyms: str, **more: Any) -> Column:
    """A column of free text; `more` overrides any field of `Column`."""
    more.setdefault("reader", readers.read_text)
    return Column(key, label, home, shower=more.pop("shower", showers.show_text), synonyms=synonyms, **more)


def date_column(key: str, label: str, home: str, *synonyms: str, **more: Any) -> Column:
    """A column of partial dates."""
    more = {"width_mm": 20.0, "sheet_width": 12.0, "example": "Ví dụ 14/03/2005, 03/2005 hoặc 2005", **more}
    reader = more.pop("reader", readers.read_partial_date)
    return Column(key, label, home, reader, showers.show_date, synonyms=synonyms, is_date=True, **more)


def choice_column(
    key: str, label: str, home: str, options: tuple[choices.Choice, ...], *synonyms: str, **more: Any
) -> Column:
    """A column of a closed list."""
    more.setdefault("reader", readers.read_choice)
    shower = showers.show_choice(options)
    return Column(key, label, home, shower=shower, synonyms=synonyms, choices=options, **more)


def flag_column(key: str, label: str, home: str, *synonyms: str, **more: Any) -> Column:
    """A column of marks for yes."""
    more = {"width_mm": 11.0, "sheet_width": 8.0, **more}
    return Column(key, label, home, readers.read_flag, showers.show_flag, synonyms=synonyms, **more)
