"""What measures propose: a class for each indicator, and the worst of them. Only the council concludes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from roster.columns.showers import show_number
from roster.domain.law.facts import FactError
from roster.domain.law.health import classify_measures
from roster.domain.law.versions import NoRuleInForce, RuleBook

_INDICATORS = (
    ("height_cm", "Chiều cao", "cm"),
    ("weight_kg", "Cân nặng", "kg"),
    ("chest_cm", "Vòng ngực", "cm"),
    ("bmi", "Chỉ số BMI", ""),
)


@dataclass(frozen=True)
class Measures:
    """What was measured: cm, kg, dioptres. `other_class`: the worst class of all that the program does not measure."""

    height_cm: float | None = None
    weight_kg: float | None = None
    chest_cm: float | None = None
    myopia_dioptres: float | None = None
    hyperopia: bool | None = None
    other_class: int | None = None


@dataclass(frozen=True)
class Indicator:
    """One indicator with its measure in words and its class, 1 to 6; None where the table does not judge it."""

    label: str
    shown: str
    grade: int | None


@dataclass(frozen=True)
class Proposal:
    """What the measures propose; only the council concludes. `worst` is None while nothing can be proposed.

    `citation` is the table's clause; `gap` a sentence on what keeps the table from judging.
    """

    indicators: tuple[Indicator, ...]
    worst: int | None
    citation: str
    gap: str = ""


def propose(sex: str | None, measures: Measures, on: date, rules: RuleBook) -> Proposal:
    """The class of each indicator by the table in force on the day, and the worst of them. Raises nothing."""
    other = measures.other_class
    rest = (Indicator("Các chỉ tiêu khác", f"Loại {other}" if other else "", other),)
    if measures.height_cm is None or measures.weight_kg is None:
        return Proposal(rest, None, "", "Cần chiều cao và cân nặng để đề xuất phân loại thể lực.")
    try:
        found = classify_measures(
            sex or "", measures.height_cm, measures.weight_kg, measures.chest_cm, on=on, rules=rules
        )
    except (FactError, NoRuleInForce) as fault:
        return Proposal(rest, None, "", str(fault))
    values: dict[str, Any] = asdict(measures) | {"bmi": float(found.bmi)}
    rows = tuple(
        Indicator(label, f"{show_number(values[key])} {unit}".strip(), found.classes.get(key))
        for key, label, unit in _INDICATORS
        if values[key] is not None
    )
    gap = ""
    if sex == "male" and measures.chest_cm is None:
        gap = "Chưa có vòng ngực."
    return Proposal(rows + rest, max(found.worst, other or 0), found.citation, gap)
