"""Health class by measurement: height, weight, chest and body mass index, by the table of the period.

Sources: Thông tư liên tịch 16/2016/TTLT-BYT-BQP (15/08/2016 to 31/12/2023), Thông tư 105/2023/TT-BQP Phụ lục I Mục I
(from 01/01/2024). The class of a man is the worst of his indicators. Only the health council concludes: what stands
here is a proposal for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from roster.domain.law.fact_reader import read_number
from roster.domain.law.facts import FactError
from roster.domain.law.versions import Rule, RuleBook

Number = int | float | Decimal

# Each row: the lowest measure of a class, and the class. Rows go down; the first that the measure reaches counts.
_BODY = {
    "male": {
        "height_cm": [["163", 1], ["160", 2], ["157", 3], ["155", 4], ["153", 5], ["0", 6]],
        "weight_kg": [["51", 1], ["47", 2], ["43", 3], ["41", 4], ["40", 5], ["0", 6]],
        "chest_cm": [["81", 1], ["78", 2], ["75", 3], ["73", 4], ["71", 5], ["0", 6]],
    },
    "female": {
        "height_cm": [["154", 1], ["152", 2], ["150", 3], ["148", 4], ["147", 5], ["0", 6]],
        "weight_kg": [["48", 1], ["44", 2], ["42", 3], ["40", 4], ["38", 5], ["0", 6]],
    },
}
_BMI = [["40", 6], ["35", 5], ["30", 4], ["27", 3], ["25", 2], ["18.5", 1], ["0", 4]]

MEASURE_RULES = (
    Rule(
        "health.measures",
        "Bảng số 1 Phụ lục 1 Thông tư liên tịch 16/2016/TTLT-BYT-BQP",
        "Phân loại sức khỏe theo thể lực: chiều cao, cân nặng, vòng ngực",
        "Thông tư liên tịch 16/2016/TTLT-BYT-BQP",
        date(2016, 8, 15),
        date(2023, 12, 31),
        _BODY,
    ),
    Rule(
        "health.measures",
        "Mục I Phụ lục I Thông tư 105/2023/TT-BQP",
        "Phân loại sức khỏe theo thể lực: chiều cao, cân nặng, vòng ngực, chỉ số BMI",
        "Thông tư 105/2023/TT-BQP",
        date(2024, 1, 1),
        None,
        {sex: {**table, "bmi": _BMI} for sex, table in _BODY.items()},
    ),
)
_MEASURE_BOOK = RuleBook(MEASURE_RULES)

_LIMITS = {
    "height_cm": ("Chiều cao (cm)", "100", "250"),
    "weight_kg": ("Cân nặng (kg)", "20", "250"),
    "chest_cm": ("Vòng ngực (cm)", "40", "180"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The class (1 to 6) of each indicator, the worst of them, the body mass index in kg/m² and the table's clause."""

    classes: Mapping[str, int]
    worst: int
    bmi: Decimal
    citation: str


def body_mass_index(height_cm: Number, weight_kg: Number) -> Decimal:
    """Weight in kg over the square of height in metres, to two decimals, halves up.

    Taken from the measures as read, not from their rounded values. Raises FactError for an impossible measure.
    """
    height = _read("height_cm", height_cm) / 100
    weight = _read("weight_kg", weight_kg)
    return (weight / (height * height)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def classify_measures(
    sex: str,
    height_cm: Number,
    weight_kg: Number,
    chest_cm: Number | None,
    *,
    on: date,
    rules: RuleBook = _MEASURE_BOOK,
) -> Measured:
    """The health class of each measure by the table in force on the day.

    Height, weight and chest are rounded to whole units, from 0.5 up. A measure that the table does not judge (chest of
    women, BMI before 2024) or that was not taken (chest None) is left out. Raises FactError for an impossible measure
    or an unknown sex, NoRuleInForce for a day without a table.
    """
    rule = rules.at("health.measures", on)
    if sex not in rule.value:
        raise FactError("sex", "Giới tính phải là nam hoặc nữ.")
    measures = {"height_cm": _rounded("height_cm", height_cm), "weight_kg": _rounded("weight_kg", weight_kg)}
    if chest_cm is not None:
        measures["chest_cm"] = _rounded("chest_cm", chest_cm)
    bmi = body_mass_index(height_cm, weight_kg)
    measures["bmi"] = bmi
    table = rule.value[sex]
    classes = {name: _class_of(measure, table[name]) for name, measure in measures.items() if name in table}
    return Measured(classes, max(classes.values()), bmi, rule.citation)


def _read(name: str, raw: Number) -> Decimal:
    label, lowest, highest = _LIMITS[name]
    return read_number(raw, name, label, lowest, highest)


def _rounded(name: str, raw: Number) -> Decimal:
    return _read(name, raw).quantize(Decimal(1), ROUND_HALF_UP)


def _class_of(measure: Decimal, rows: list[list[str | int]]) -> int:
    return next(int(grade) for lowest, grade in rows if measure >= Decimal(lowest))
