"""How the number of a paper is written: Nghị định 30/2020/NĐ-CP, Phụ lục I phần II mục 3."""

from __future__ import annotations

import re

_ONE_DIGIT = re.compile(r"[1-9](?!\w)")


def padded(number: str) -> str:
    """The number, with whatever stands behind it, as it stands on paper: "5/QĐ-UBND" → "05/QĐ-UBND", "" stays ""."""
    number = number.strip()
    return f"0{number}" if _ONE_DIGIT.match(number) else number
