"""Columns that a book got anew each year ("Sức khỏe năm 2024", "Sức khỏe năm 2025"): the newest one counts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from roster.intake.words import heading_words

_YEAR = re.compile(r"\b(?:nam )?((?:19|20)\d\d)\b")


def outdated(paths: Mapping[int, tuple[str, ...]]) -> set[int]:
    """The columns that are called as another one but for an earlier year. What they say was true once."""
    newest: dict[str, tuple[int, int]] = {}
    older: set[int] = set()
    for index, path in paths.items():
        words = heading_words(" / ".join(path))
        years = _YEAR.findall(words)
        name = _YEAR.sub(" ", words).strip()
        if len(years) != 1 or not name:
            continue
        year = int(years[0])
        if name not in newest:
            newest[name] = year, index
        elif year > newest[name][0]:
            older.add(newest[name][1])
            newest[name] = year, index
        elif year < newest[name][0]:
            older.add(index)
    return older
