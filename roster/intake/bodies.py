"""Measures of the body in a row of an enlistment roster."""

from __future__ import annotations

from collections.abc import Mapping

from roster.columns.column import Value
from roster.domain.law.facts import FactError
from roster.domain.law.health import body_mass_index
from roster.intake.parse import ParsedRow

_NEAR = 0.1  # rosters round the index to one decimal


def add_body_mass_index(row: ParsedRow, known: Mapping[str, Value]) -> None:
    """Reckon the body mass index of a row that gives height and weight but not the index (or hardly another one).

    The law judges by the index (Thông tư 68/2025/TT-BQP), and measures alone would leave it unknown.
    """
    height, weight = row.fields.get("height_cm"), row.fields.get("weight_kg")
    if row.fields.get("bmi") is not None or not isinstance(height, int | float) or not isinstance(weight, int | float):
        return
    try:
        index = float(body_mass_index(height, weight))
    except FactError:
        return
    before = known.get("bmi")
    if not isinstance(before, int | float) or abs(before - index) > _NEAR:
        row.fields["bmi"] = index
