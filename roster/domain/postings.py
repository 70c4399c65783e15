"""What of a list may hang in public (niêm yết), by whitelist: name, year of birth, neighbourhood, clause of the ground.

Thông tư 148/2018/TT-BQP khoản 4 Điều 5, Thông tư 68/2025/TT-BQP; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: health,
politics, religion and identity numbers are sensitive. Of a ground its clause alone is posted: its words would tell of
illness, poverty or a death in the family.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"(\d+)\.(\d+)\.(\w+)")
# Lists that are posted, and whether their grounds stand beside the names.
POSTED_LISTS: dict[str, bool] = {
    "enlistment-16a": True,
    "enlistment-16b": True,
    "enlistment-16c": False,
    "enlistment-eligible": False,
    "enlistment-17a": False,
    "enlistment-17a-reserve": False,
}


def clause_of(ground: str) -> str:
    """ "41.1.g" as the law cites it: "điểm g khoản 1 Điều 41"; "" for what is no clause."""
    found = _MARK.fullmatch(ground or "")
    return f"điểm {found[3]} khoản {found[2]} Điều {found[1]}" if found else ""


def year_of_birth(birth_date: str | None) -> str:
    """The year of a partial date, "" where it is not known."""
    return (birth_date or "")[:4]
