"""The value of a rule as plain lines to read and as plain fields to fill in: nobody meets its JSON.

Each kind of rule has its shape: which places of the value are shown, under which label, as what kind of field. A place
that no shape names (the event of a deadline) keeps what it has when the rule is changed.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from roster.domain.law.duties import OFFICES
from roster.domain.law.versions import Rule

WHOLE, DECIMAL, CHOICE, DAY_OF_YEAR = "whole", "decimal", "choice", "day_of_year"


@dataclass(frozen=True)
class Place:
    """One place of a rule's value. `path` leads to it; `bounds` are the least and the most; `unit` stands behind it.

    `options` of a choice are (value, words). `is_optional`: may be left blank, which is None in the value.
    """

    path: tuple[str, ...]
    label: str
    kind: str = WHOLE
    unit: str = ""
    bounds: tuple[str, str] = ("0", "366")
    options: tuple[tuple[Any, str], ...] = ()
    is_optional: bool = False


_UNITS = {"calendar": "ngày", "working": "ngày làm việc"}
_RELATIONS = {"before": "Giao trước ít nhất", "after": "Hoàn thành trong vòng", "for": "Niêm yết, công khai trong"}
_EVENTS = {
    "registration": "ngày đăng ký", "arrival": "ngày chuyển đến, trở về", "notice": "ngày nhận thông báo",
    "preselection": "ngày sơ tuyển", "examination": "ngày khám sức khỏe", "handover": "ngày giao quân",
    "posting": "ngày niêm yết", "signature": "ngày ký quyết định", "conclusion": "ngày kết luận",
}  # fmt: skip
_OFFICES = tuple(OFFICES.items())
_AT_LIMIT = (
    ("unfit", "Không gọi nhập ngũ"),
    ("refer", "Chờ Hội đồng khám sức khỏe kết luận"),
    ("fit", "Vẫn được tuyển chọn"),
)
_AGE = ("10", "60")
_GRADE = ("1", "12")
_AGES = (
    Place(("age",), "Tuổi ghi trong luật", unit="tuổi", bounds=_AGE),
    Place(("years", "A"), "Cách hiểu A: quá tuổi từ ngày tròn", unit="tuổi", bounds=_AGE),
    Place(("years", "B"), "Cách hiểu B: quá tuổi từ ngày tròn", unit="tuổi", bounds=_AGE),
)

_SHAPES: dict[str, tuple[Place, ...]] = {
    "age.minimum": (Place(("years",), "Từ đủ", unit="tuổi", bounds=_AGE),),
    "age.maximum": _AGES,
    "age.maximum_after_study": _AGES,
    "age.leap_day": (
        Place(
            ("birthdays",),
            "Ngày tròn tuổi trong năm không nhuận",
            CHOICE,
            options=(
                (["02-28", "03-01"], "Chưa rõ 28/02 hay 01/03: chờ kết luận"),
                (["02-28"], "Ngày 28/02"),
                (["03-01"], "Ngày 01/03"),
            ),
        ),
    ),
    "education": (
        Place(("twelve_year", "enough"), "Hệ 12 năm: đủ tiêu chuẩn từ", unit="/12", bounds=_GRADE),
        Place(("twelve_year", "by_approval"), "Hệ 12 năm: cần cấp có thẩm quyền từ", unit="/12", bounds=_GRADE),
        Place(("ten_year", "enough"), "Hệ 10 năm: đủ tiêu chuẩn từ", unit="/10", bounds=("1", "10")),
        Place(("ten_year", "by_approval"), "Hệ 10 năm: cần cấp có thẩm quyền từ", unit="/10", bounds=("1", "10")),
    ),
    "health.class": (
        Place(
            ("eligible",),
            "Loại sức khỏe được tuyển chọn",
            CHOICE,
            options=(([1, 2, 3], "Loại 1, 2, 3"), ([1, 2], "Loại 1, 2"), ([1, 2, 3, 4], "Loại 1, 2, 3, 4")),
        ),
    ),
    "health.eyes": (
        Place(("limit",), "Mốc độ cận", DECIMAL, "đi-ốp", ("0", "20")),
        Place(("at_limit",), "Cận đúng bằng mốc", CHOICE, options=_AT_LIMIT),
        Place(("classes",), "Áp dụng cho", CHOICE, options=((None, "Mọi loại sức khỏe"), ([3], "Sức khỏe loại 3"))),
    ),
    "health.bmi": (
        Place(("lowest",), "Không gọi khi BMI nhỏ hơn", DECIMAL, bounds=("10", "60")),
        Place(("highest",), "Không gọi khi BMI lớn hơn", DECIMAL, bounds=("10", "60")),
        Place(
            ("refer_below",), "Chờ Hội đồng kết luận khi BMI nhỏ hơn", DECIMAL, bounds=("10", "60"), is_optional=True
        ),
    ),
    "window.examination": (
        Place(("first",), "Từ ngày", DAY_OF_YEAR),
        Place(("last",), "Đến hết ngày", DAY_OF_YEAR),
    ),
    "cap.examination_calls": (Place(("per_place",), "Không quá", unit="người trên một chỉ tiêu", bounds=("1", "50")),),
    "cap.reserve": (Place(("percent",), "Không quá", unit="% chỉ tiêu", bounds=("1", "100")),),
    "cap.replacement": (Place(("percent",), "Không quá", unit="% quân số giao", bounds=("1", "100")),),
}


def places_of(rule: Rule) -> tuple[Place, ...]:
    """The places of the rule's value, in the order in which they are read; none for a rule of text alone."""
    if rule.value is None:
        return ()
    if rule.key.startswith("completed."):
        return (Place(("months",), "Thời gian phục vụ ít nhất", unit="tháng", bounds=("0", "120")),)
    if rule.key.startswith("duty."):
        return (Place(("office",), "Cơ quan, người có thẩm quyền", CHOICE, options=_OFFICES),)
    if rule.key.startswith("deadline."):
        relation, event = rule.value["relation"], _EVENTS.get(rule.value["event"], rule.value["event"])
        towards = "trước" if relation == "before" else "kể từ"
        label = f"{_RELATIONS[relation]} ({towards} {event})"
        return (Place(("days",), label, unit=_UNITS[rule.value["unit"]], bounds=("1", "366")),)
    return _SHAPES.get(rule.key, ())


def lines_of(rule: Rule) -> list[tuple[str, str]]:
    """The rule's value as (label, words); none where the text says it all."""
    if rule.key == "health.measures":
        return [("Bảng của thông tư", "chiều cao, cân nặng, vòng ngực" + _with_bmi(rule.value))]
    return [(place.label, words_for(place, value_at(rule.value, place.path))) for place in places_of(rule)]


def _with_bmi(table: Mapping[str, Any]) -> str:
    return ", chỉ số BMI" if "bmi" in table.get("male", {}) else ""


def words_for(place: Place, value: Any) -> str:
    """A value of that place as it is read."""
    if place.kind == CHOICE:
        return next((words for option, words in place.options if option == value), str(value))
    text = typed_text(place, value)
    return f"{text} {place.unit}".replace(" /", "/").strip() if text else "không quy định"


def typed_text(place: Place, value: Any) -> str:
    """A value of that place (no choice) as it is typed into its field: "1,5", "01/11"."""
    if value is None:
        return ""
    if place.kind == DAY_OF_YEAR:
        return "/".join(reversed(str(value).split("-")))
    return str(value).replace(".", ",")


class Unreadable(ValueError):
    """What was typed is no value of its place; the message is a Vietnamese sentence."""


def read_value(place: Place, typed: str) -> Any:
    """The value that was typed for a place; of a choice the number of the option. Raises Unreadable."""
    typed = typed.strip()
    if place.kind == CHOICE:
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 5) or int(typed) >= len(place.options):
            raise Unreadable("Hãy chọn một mục.")
        return place.options[int(typed)][0]
    if not typed:
        if place.is_optional:
            return None
        raise Unreadable("Hãy nhập mục này.")
    return _read_day_of_year(typed) if place.kind == DAY_OF_YEAR else _read_number(place, typed)


def _read_day_of_year(typed: str) -> str:
    match = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})", typed, re.ASCII)
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[1]) <= lengths[int(match[2]) - 1]:
        return f"{int(match[2]):02}-{int(match[1]):02}"
    raise Unreadable("Hãy nhập ngày và tháng, ví dụ 01/11.")


def _read_number(place: Place, typed: str) -> int | str:
    pattern = r"\d{1,4}" if place.kind == WHOLE else r"\d{1,3}([.,]\d{1,2})?"
    if not re.fullmatch(pattern, typed, re.ASCII):
        kind = "số nguyên" if place.kind == WHOLE else "số, ví dụ 1,5"
        raise Unreadable(f"Hãy nhập một {kind}.")
    number = Decimal(typed.replace(",", "."))
    lowest, highest = (Decimal(bound) for bound in place.bounds)
    if not lowest <= number <= highest:
        raise Unreadable(f"Số phải từ {place.bounds[0]} đến {place.bounds[1]}.")
    return int(number) if place.kind == WHOLE else str(number)


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    """What stands at the path; None where the value has no such place."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def with_values(rule: Rule, values: Mapping[tuple[str, ...], Any]) -> Any:
    """The rule's value with new values at their paths; the rest of it stays."""
    whole = copy.deepcopy(rule.value)
    for path, value in values.items():
        inner = whole
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
    return whole


def contradictions(rule: Rule, value: Any) -> list[tuple[tuple[str, ...], str]]:
    """Where two places of a value say what cannot be together: (path, Vietnamese sentence)."""
    found: list[tuple[tuple[str, ...], str]] = []
    if rule.key == "education":
        for system in ("twelve_year", "ten_year"):
            if value[system]["by_approval"] > value[system]["enough"]:
                found.append(((system, "by_approval"), "Không được cao hơn mức đủ tiêu chuẩn."))
    if rule.key in ("age.maximum", "age.maximum_after_study") and value["years"]["B"] > value["years"]["A"]:
        found.append((("years", "B"), "Cách hiểu B không được rộng hơn cách hiểu A."))
    if rule.key == "health.bmi":
        lowest, highest, refer = (value[name] for name in ("lowest", "highest", "refer_below"))
        if Decimal(lowest) > Decimal(highest):
            found.append((("highest",), "Mức cao nhất phải lớn hơn mức thấp nhất."))
        if refer is not None and not Decimal(lowest) <= Decimal(refer) <= Decimal(highest):
            found.append((("refer_below",), "Mức chờ kết luận phải nằm giữa mức thấp nhất và mức cao nhất."))
    if rule.key == "window.examination" and value["first"] > value["last"]:
        found.append((("last",), "Ngày cuối phải sau ngày đầu trong cùng một năm."))
    return found
