"""The keys of a citizen that are computed from his facts: for finding, sorting and telling apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roster.domain.names import name_key
from roster.domain.sorting import sort_key
from roster.domain.text import fold
from roster.store.people import Person

# What a search looks through, beside the name.
SEARCHED_KEYS = (
    "other_name", "citizen_id", "old_id", "phone", "permanent_address", "current_address", "neighbourhood",
)  # fmt: skip
DERIVED_KEYS = ("name_key", "sort_key", "search_text")

_SORT_KEY_LENGTH = 400  # the width of person.sort_key; a longer key only loses the finest distinctions


def derived_keys(values: Mapping[str, Any]) -> dict[str, str]:
    """name_key, sort_key and search_text for a citizen's facts by column key (`full_name` at least).

    search_text is folded (no marks, small letters) and begins with the name, then its initials, so that "nguyen van a"
    and "nva" both find Nguyễn Văn An.
    """
    full_name = values["full_name"]
    folded = fold(full_name)
    initials = "".join(word[0] for word in folded.split())
    facts = (fold(str(values[key])) for key in SEARCHED_KEYS if values.get(key))
    return {
        "name_key": name_key(full_name),
        "sort_key": sort_key(full_name)[:_SORT_KEY_LENGTH],
        "search_text": " ".join((folded, initials, *facts)),
    }


def refresh_keys(person: Person) -> None:
    """Set the person's derived keys from his facts; to be called whenever a fact has changed."""
    facts = {key: getattr(person, key) for key in ("full_name", *SEARCHED_KEYS)}
    for key, value in derived_keys(facts).items():
        setattr(person, key, value)
