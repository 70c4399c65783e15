"""Faults to plant into a laid-out list, each with the code by which it must be reported."""

from __future__ import annotations

from random import Random
from typing import Any


def faults_for(
    rng: Random, facts: dict[str, Any], whole: set[str], keys: set[str], sound: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Every fault that may be planted into a row of these columns."""
    found: list[dict[str, Any]] = []
    number = str(facts["citizen_id"])
    add = lambda key, cell, code: found.append({"cells": {key: cell}, "problems": [(key, code)]})  # noqa: E731
    if "birth_date" in whole:
        add("birth_date", rng.choice(["31/02/2004", "30/2/2003", "32/01/2001", "15/13/2002"]), "impossible_date")
        add("birth_date", rng.choice(["05/05/2031", "01/12/2030"]), "future_date")
    if "citizen_id" in keys:
        for length in (10, 11, 13):
            add("citizen_id", (number + "7")[:length], "citizen_id_length")
        add("citizen_id", "999" + number[3:], "citizen_id_province")
        if "birth_date" in keys:
            add("citizen_id", f"{number[:4]}{(int(number[4:6]) + 3) % 100:02}{number[6:]}", "citizen_id_birth_year")
        if "sex" in whole:
            add("citizen_id", f"{number[:3]}{int(number[3]) ^ 1}{number[4:]}", "citizen_id_sex")
        if sound and "birth_date" in keys:
            other = rng.choice(sound)
            same = {k: other[k] for k in ("full_name", "birth_date", "citizen_id", "sex")}
            found.append({"twin": same, "twin_of": other, "problems": [("citizen_id", "duplicate_in_file")]})
            found.append(
                {
                    "twin": {"citizen_id": other["citizen_id"]},
                    "twin_of": other,
                    "problems": [("citizen_id", "duplicate_in_file")],
                }
            )
        if "birth_date" in keys:
            found.append({"cells": {"full_name": None}, "problems": [("full_name", "missing")]})
    if "health_class" in whole:
        add("health_class", rng.choice(["Loại 9", "9", "tốt lắm"]), "not_a_choice")
    if "phone" in whole:
        add("phone", rng.choice(["09x", "0912", "12345", "không nhớ số"]), "bad_phone")
    if "education" in whole:
        add("education", rng.choice(["15/12", "13/12", "giỏi"]), "not_a_choice")
    if "rank" in whole:
        add("rank", rng.choice(["Nguyên soái", "Tướng cướp"]), "not_a_choice")
    for key in sorted(whole & {"education", "phone", "health_class", "rank"}):
        add(key, rng.choice(['=IF(1>0,"x","")', "#N/A", "#REF!", "#VALUE!"]), "uncached_formula")
    return found
