"""Columns of a candidate that tables of their own hold: his claim with its decision, his measures at the examination.

They stand in the roster's workbooks and papers like any other column; a form of the record has none of them, since
claims and examinations have pages of their own.
"""

from __future__ import annotations

import re
from typing import Any

from roster.columns.cells import is_blank, plain
from roster.columns.column import Column, ReadContext, Reading
from roster.columns.kinds import choice_column, date_column, text_column
from roster.columns.readers import read_partial_date
from roster.columns.showers import show_number
from roster.domain import choices
from roster.domain.actor import Sensitivity
from roster.domain.dates import read_date
from roster.domain.problems import Severity, problem

CLAIM, EXAMINATION = "claim", "examination"
CLAIM_PREFIX = "claim_"  # before the name that the fact has in the table of claims

_NUMBER_AND_DAY = re.compile(r"^(?P<number>.+?)[\s,;]*\bng(?:ày|\.)?\s*(?P<day>\d.*)$", re.IGNORECASE)
_NUMBER_WORDS = re.compile(r"^(quyết định|qđ)?\s*số\s*:?\s*", re.IGNORECASE)
# In the measure's unit; as far as the law's tables of measures go (Thông tư 105/2023/TT-BQP).
_LIMITS = {"height_cm": (100.0, 250.0), "weight_kg": (20.0, 250.0), "chest_cm": (40.0, 180.0)}
_MEASURE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:cm|kg)?")
_METRES = re.compile(r"([12])\s*(?:m|[.,])\s*(\d{1,2})\s*m?")


def read_whole_date(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A date that must be known to the day, as that of a decision."""
    reading = read_partial_date(column, raw, context)
    value = reading.values.get(column.key)
    if value is None or reading.problems or len(str(value)) == 10:
        return reading
    message = f"{column.label}: “{plain(raw)}” chưa đủ ngày, tháng, năm. Hãy ghi đủ, ví dụ 14/03/2026."
    return Reading(reading.values, (problem(column.key, "ambiguous_date", message),))


def read_decision_number(column: Column, raw: Any, context: ReadContext) -> Reading:
    """The number of a decision, perhaps with its day behind it: "123/QĐ-UBND ngày 12/10/2026"."""
    if is_blank(raw):
        return Reading()
    text = _NUMBER_WORDS.sub("", plain(raw))
    match = _NUMBER_AND_DAY.match(text)
    day = read_date(match["day"], today=context.today) if match else None
    if match is None or day is None or day.code is not None or len(str(day.value)) != 10:
        return Reading({column.key: text}) if text else Reading()
    return Reading({column.key: match["number"], "claim_decided_on": day.value})


def read_measure(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A measure of the body in cm or kg; a height also in metres ("1m68"). One that makes no sense is left out.

    It says so as a warning: the rest of the man's row is worth more than one misread measure.
    """
    if is_blank(raw):
        return Reading()
    number = _measured(column.key, plain(raw).lower())
    low, high = _LIMITS[column.key]
    if number is not None and low <= number <= high:
        return Reading({column.key: number})
    message = f"{column.label}: “{plain(raw)}” không phải một số đo từ {low:g} đến {high:g}; ô này không được ghi."
    return Reading({}, (problem(column.key, "not_a_choice", message, Severity.WARNING),))


def _measured(key: str, text: str) -> float | None:
    metres = _METRES.fullmatch(text) if key == "height_cm" else None
    if metres:
        return float(f"{metres[1]}.{metres[2]}") * 100 if len(metres[2]) == 2 else float(f"{metres[1]}{metres[2]}0")
    match = _MEASURE.fullmatch(text)
    return float(match[1].replace(",", ".")) if match else None


def _measure(key: str, label: str, unit: str, *synonyms: str) -> Column:
    return Column(
        key, f"{label} ({unit})", EXAMINATION, read_measure, show_number, short_label=label, synonyms=synonyms,
        sensitivity=Sensitivity.HEALTH, width_mm=13.0, sheet_width=10.0,
    )  # fmt: skip


CLAIM_COLUMNS: tuple[Column, ...] = (
    text_column(
        "claim_evidence", "Căn cứ, giấy tờ của diện tạm hoãn, miễn", CLAIM,
        "Căn cứ tạm hoãn", "Căn cứ miễn", "Giấy tờ chứng minh", "Giấy tờ kèm theo", "Hồ sơ chứng minh", "Minh chứng",
        "Giấy tờ xác nhận", "Căn cứ, giấy tờ chứng minh",
        short_label="Căn cứ, giấy tờ", sensitivity=Sensitivity.HEALTH, width_mm=34.0, sheet_width=28.0, long_text=True,
    ),
    choice_column(
        "claim_status", "Kết quả xét tạm hoãn, miễn", CLAIM, choices.CLAIM_RESULT,
        "Kết quả xét hoãn, miễn", "Kết quả giải quyết", "Kết quả tạm hoãn, miễn", "Kết quả giải quyết tạm hoãn, miễn",
        "Kết luận tạm hoãn, miễn", "Kết quả quyết định",
        short_label="Kết quả xét hoãn, miễn", width_mm=24.0, sheet_width=20.0,
    ),
    text_column(
        "claim_decision_number", "Số quyết định tạm hoãn, miễn", CLAIM,
        "Số quyết định", "Số QĐ", "Quyết định số", "QĐ số", "Quyết định", "Số, ngày quyết định",
        "Số quyết định, ngày quyết định", "Số và ngày quyết định", "Số QĐ, ngày QĐ", "Số, ngày QĐ",
        reader=read_decision_number, short_label="Số quyết định", width_mm=28.0, sheet_width=18.0,
    ),
    date_column(
        "claim_decided_on", "Ngày quyết định tạm hoãn, miễn", CLAIM,
        "Ngày quyết định", "Ngày QĐ", "Ngày ra quyết định", "Ngày ban hành quyết định", "Ngày ký quyết định",
        reader=read_whole_date, short_label="Ngày quyết định", example="Ví dụ 14/03/2026",
    ),
    date_column(
        "claim_until", "Quyết định có thời hạn đến", CLAIM,
        "Thời hạn quyết định", "Thời hạn theo quyết định", "Quyết định có hiệu lực đến", "Hết hạn quyết định",
        "Hạn của quyết định",
        short_label="Thời hạn quyết định",
    ),
)  # fmt: skip

EXAMINATION_COLUMNS: tuple[Column, ...] = (
    _measure("height_cm", "Chiều cao", "cm", "Chiều cao đứng"),
    _measure("weight_kg", "Cân nặng", "kg", "Trọng lượng", "Thể trọng"),
    _measure("chest_cm", "Vòng ngực", "cm", "Vòng ngực trung bình"),
)

CALL_UP_COLUMNS = CLAIM_COLUMNS + EXAMINATION_COLUMNS
CLAIM_KEYS = tuple(column.key for column in CLAIM_COLUMNS)
EXAMINATION_KEYS = tuple(column.key for column in EXAMINATION_COLUMNS)
