"""What of a list may hang in public (niêm yết), by whitelist: name, year of birth, neighbourhood, clause of the ground.

Only what was decided hangs there: the ward proposes deferral and exemption, it does not grant them.

Thông tư 148/2018/TT-BQP khoản 4 Điều 5, Thông tư 68/2025/TT-BQP; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: health,
politics, religion and identity numbers are sensitive. Of a ground its clause alone is posted: its words would tell of
illness, poverty or a death in the family. Where the point itself tells that, it is left out as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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


# Points by which everybody would know of an illness, an injury or a secret post: his own health (41.1.a), that of those
# whom he supports or descends from (41.1.b, 41.1.c, 41.2.a, 41.2.c), ciphers (41.2.d). Several in each clause, so
# that a clause without its point does not tell which.
UNSAID_POINTS = frozenset({"41.1.a", "41.1.b", "41.1.c", "41.2.a", "41.2.c", "41.2.d"})


def clause_of(ground: str) -> str:
    """ "41.1.g" as it may hang: "điểm g khoản 1 Điều 41", "khoản 1 Điều 41" where the point says too much.

    "" for what is no clause.
    """
    found = _MARK.fullmatch(ground or "")
    if not found:
        return ""
    clause = f"khoản {found[2]} Điều {found[1]}"
    return clause if ground in UNSAID_POINTS else f"điểm {found[3]} {clause}"


def may_hang(row: Mapping[str, Any], list_key: str) -> bool:
    """Whether a row of the list may hang: of the exempt and the deferred, if it was decided so."""
    return not POSTED_LISTS[list_key] or row.get("claim_status") == "decided"


def facts_for_board(row: Mapping[str, Any], list_key: str) -> dict[str, Any]:
    """What of a row a copy of the list can need, as JSON: kept with the list, of which the copy is then made.

    No more than may hang, whether it was decided (`may_hang`), and whom it is about, for the journal.
    """
    person_id = row.get("person_id")
    facts = {
        "person_id": str(person_id) if person_id else None, "full_name": row["full_name"],
        "birth_date": year_of_birth(row["birth_date"]), "neighbourhood": row["neighbourhood"],
    }  # fmt: skip
    if POSTED_LISTS[list_key]:
        facts |= {"ground": row.get("ground"), "claim_status": row.get("claim_status")}
    return facts


def year_of_birth(birth_date: str | None) -> str:
    """The year of a partial date, "" where it is not known."""
    return (birth_date or "")[:4]
