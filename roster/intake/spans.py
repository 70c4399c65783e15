"""Spans of time in one cell, "02/2012 - 08/2013": when a reservist served, whatever the heading calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roster.columns.catalogue import RESERVE
from roster.columns.cells import plain
from roster.domain.text import fold
from roster.intake.grid import Cell
from roster.intake.meanings import meanings
from roster.intake.slots import SERVICE, Slot

_DAY = r"(?:\d{1,2}[./-]){0,2}((?:19|20)\d\d)"
_SPAN = re.compile(rf"(?:từ )?{_DAY}\s*(?:-|–|—|đến|tới|>|→)\s*{_DAY}", re.IGNORECASE)
_OF_SERVICE = re.compile(
    r"\b(quan doi|quan ngu|tai ngu|bo doi|linh|phuc vu|nghia vu|nvqs|phuc dich|luc luong vu trang)\b"
)
_OF_ANOTHER = re.compile(r"\b(huan luyen|dien tap|du bi|dong vien|hoc|lam viec|cong tac|hoan|dan quan|tu ve)\b")
_DAYS = {key for slot in SERVICE for key in slot.keys}
_FEWEST, _MOSTLY = 3, 0.8


def service_span(cells: Sequence[Cell], path: tuple[str, ...], roster: str) -> tuple[Slot, ...]:
    """The two days of service where most cells below a heading that speaks of it hold a span of a year or more.

    () for any other column: a training lasts days, and work in a firm is none.
    """
    words = fold(" ".join(path))
    if roster != RESERVE or not _OF_SERVICE.search(words) or _OF_ANOTHER.search(words):
        return ()
    if any(key not in _DAYS for key, _ in meanings(path, roster)):
        return ()
    told = [plain(value) for value in cells if isinstance(value, str) and any(map(str.isdigit, value))]
    spans = [found for found in map(_SPAN.fullmatch, told) if found and int(found[2]) > int(found[1])]
    return SERVICE if len(spans) >= _FEWEST and len(spans) >= _MOSTLY * len(told) else ()
