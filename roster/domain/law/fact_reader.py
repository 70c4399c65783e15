"""Reading the facts of one citizen as JSON gives them: checked one by one, and refused when they make no sense.

A fact that cannot be understood is never taken for an absent one: a man whose bar was mistyped would become callable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from roster.domain.dates import OLDEST_YEAR, earliest, is_partial_date, latest
from roster.domain.law.facts import Bar, Claim, ClaimStatus, Completed, FactError, Facts, Grade, Health, PartialDay

CLAIM_GROUNDS = frozenset(
    [f"41.1.{point}" for point in ("a", "b", "c", "d", "đ", "e", "g", "h")]
    + [f"41.2.{point}" for point in ("a", "b", "c", "d", "đ")]
)
COMPLETED_KINDS = frozenset(
    ("standing_militia", "commune_police", "reserve_officer", "economic_defence", "fisheries_patrol")
)
LATEST_BIRTH_YEAR = 2200  # far beyond any use, and far below the end of the calendar of the program
POLITICAL_RESULTS = frozenset(("passed", "failed", "pending"))

_GRADE = re.compile(r"(?:lớp\s*)?(\d{1,2})(?:\s*/\s*(10|12))?", re.ASCII | re.IGNORECASE)
_CLASS = re.compile(r"(?:loại\s*)?([1-6])\s*(t?)", re.ASCII | re.IGNORECASE)
_BAR_GROUND = re.compile(r"13(\.1(\.[a-zđ])?)?")


def read_facts(raw: Mapping[str, Any]) -> Facts:
    """Turn the facts of one citizen, as JSON gives them, into checked facts.

    Only birth_date and sex must be there; None counts as absent. Raises FactError for a fact that is missing, unknown
    or impossible.
    """
    known = _section(raw, "facts", "Dữ kiện của công dân", _READERS)
    for key, label in (("birth_date", "ngày sinh"), ("sex", "giới tính")):
        if key not in known:
            raise FactError(key, f"Thiếu {label} của công dân.")
    known["is_female"] = known.pop("sex") == "female"
    return Facts(**known)


def read_partial_day(raw: Any, fact: str, label: str) -> PartialDay:
    """Read `2005`, `2005-03` or `2005-03-14`, from 1900 on. Raises FactError for anything else."""
    text = raw.strip() if isinstance(raw, str) else ""
    if not is_partial_date(text) or earliest(text).year < OLDEST_YEAR:
        raise FactError(fact, f"{label} phải là ngày có thật, ghi dạng 2005-03-14, 2005-03 hoặc 2005.")
    return PartialDay(text, earliest(text), latest(text))


def read_number(raw: Any, fact: str, label: str, lowest: str, highest: str) -> Decimal:
    """Read a JSON number as a decimal within limits (both allowed). Raises FactError otherwise, for NaN too."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise FactError(fact, f"{label} phải là một số.")
    number = Decimal(raw if isinstance(raw, int) else str(raw))  # str: 1.5 must be 1.5, not its binary neighbour
    if not (number.is_finite() and Decimal(lowest) <= number <= Decimal(highest)):
        raise FactError(fact, f"{label} phải là số từ {lowest} đến {highest}.")
    return number


def _section(raw: Any, fact: str, label: str, readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise FactError(fact, f"{label} phải là một nhóm “tên: giá trị”.")
    if any(key not in readers for key in raw):
        # A misspelt key would otherwise pass for a fact that is absent.
        raise FactError(fact, f"{label} có mục mà chương trình không biết; các mục được dùng: {', '.join(readers)}.")
    return {key: readers[key](value) for key, value in raw.items() if value is not None}


def _list(raw: Any, fact: str, label: str, read_one: Callable[[Any], Any]) -> tuple[Any, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        raise FactError(fact, f"{label} phải là một danh sách.")
    return tuple(read_one(item) for item in raw)


def _yes_no(fact: str, label: str) -> Callable[[Any], bool]:
    def read(raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise FactError(fact, f"{label} chỉ nhận đúng (true) hoặc sai (false).")
        return raw

    return read


def _day(fact: str, label: str) -> Callable[[Any], PartialDay]:
    return lambda raw: read_partial_day(raw, fact, label)


def _number(fact: str, label: str, lowest: str, highest: str) -> Callable[[Any], Decimal]:
    return lambda raw: read_number(raw, fact, label, lowest, highest)


def _one_of(fact: str, label: str, choices: frozenset[str]) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        text = unicodedata.normalize("NFC", raw).strip().lower() if isinstance(raw, str) else None
        if text not in choices:
            raise FactError(fact, f"{label} phải là một trong: {', '.join(sorted(choices))}.")
        return text

    return read


def _birth_date(raw: Any) -> PartialDay:
    day = read_partial_day(raw, "birth_date", "Ngày sinh")
    if day.earliest.year > LATEST_BIRTH_YEAR:
        raise FactError("birth_date", "Ngày sinh có năm không hợp lý, đề nghị kiểm tra lại.")
    return day


def _whole(raw: Any) -> Any:
    """A small whole number as its digits (sheets give 2.0 for 2); anything else as it is."""
    is_small = isinstance(raw, int | float) and not isinstance(raw, bool) and raw in range(13)
    return str(int(raw)) if is_small else raw


def _grade(raw: Any) -> Grade:
    written = _whole(raw)
    found = _GRADE.fullmatch(unicodedata.normalize("NFC", written).strip()) if isinstance(written, str) else None
    grade = Grade(int(found[1]), int(found[2] or 12)) if found else None
    if grade is None or grade.passed > grade.system:
        raise FactError("education", "Trình độ văn hóa phải ghi dạng 9/12 (hệ cũ: 7/10).")
    return grade


def _health_class(raw: Any) -> tuple[int, bool]:
    written = _whole(raw)
    found = _CLASS.fullmatch(unicodedata.normalize("NFC", written).strip()) if isinstance(written, str) else None
    if found is None:
        raise FactError("health.class", "Loại sức khỏe phải từ 1 đến 6 (thêm chữ T nếu là loại tạm thời).")
    return int(found[1]), bool(found[2])


def _health(raw: Any) -> Health:
    known = _section(raw, "health", "Kết quả khám sức khỏe", _HEALTH_READERS)
    if "class" in known:
        known["health_class"], known["is_temporary"] = known.pop("class")
    return Health(**known)


def _bar_ground(raw: Any) -> str:
    text = unicodedata.normalize("NFC", raw).strip().lower() if isinstance(raw, str) else ""
    if not _BAR_GROUND.fullmatch(text):
        raise FactError("bars", "Trường hợp không được đăng ký phải ghi theo điểm của Điều 13, ví dụ 13.1.a.")
    return text


def _bar(raw: Any) -> Bar:
    known = _section(raw, "bars", "Trường hợp không được đăng ký nghĩa vụ quân sự", _BAR_READERS)
    return Bar(known["ground"] if "ground" in known else _bar_ground(None), known.get("until"))


def _claim(raw: Any) -> Claim:
    known = _section(raw, "claims", "Diện tạm hoãn, miễn", _CLAIM_READERS)
    if "ground" not in known:
        raise FactError("claims", "Diện tạm hoãn, miễn phải ghi rõ điểm của Điều 41, ví dụ 41.1.g.")
    # What is neither decided nor refused is open, and nobody with an open claim is called.
    return Claim(known["ground"], ClaimStatus(known.get("status", ClaimStatus.CLAIMED)), known.get("until"))


def _completed(raw: Any) -> Completed:
    known = _section(raw, "completed", "Thời gian phục vụ", _COMPLETED_READERS)
    if "kind" not in known:
        raise FactError("completed", "Thời gian phục vụ phải ghi rõ loại hình phục vụ.")
    if "months" not in known and known["kind"] != "reserve_officer":
        raise FactError("completed.months", "Thời gian phục vụ phải ghi rõ số tháng đã phục vụ.")
    return Completed(known["kind"], known.get("months", Decimal(0)))


_COMPLETED_READERS: dict[str, Callable[[Any], Any]] = {
    "kind": _one_of("completed.kind", "Loại hình phục vụ", COMPLETED_KINDS),
    "months": _number("completed.months", "Số tháng phục vụ", "0", "600"),
}
_BAR_READERS: dict[str, Callable[[Any], Any]] = {
    "ground": _bar_ground,
    "until": _day("bars.until", "Ngày hết hạn của trường hợp không được đăng ký"),
}
_CLAIM_READERS: dict[str, Callable[[Any], Any]] = {
    "ground": _one_of("claims.ground", "Diện tạm hoãn, miễn", CLAIM_GROUNDS),
    "status": _one_of("claims.status", "Tình trạng của diện tạm hoãn, miễn", frozenset(ClaimStatus)),
    "until": _day("claims.until", "Ngày hết diện tạm hoãn, miễn"),
}
_HEALTH_READERS: dict[str, Callable[[Any], Any]] = {
    "class": _health_class,
    "myopia": _number("health.myopia", "Độ cận", "0", "40"),
    "hyperopia": _yes_no("health.hyperopia", "Viễn thị"),
    "bmi": _number("health.bmi", "Chỉ số BMI", "5", "100"),
    "drugs": _yes_no("health.drugs", "Nghiện ma túy"),
    "hiv": _yes_no("health.hiv", "Kết quả xét nghiệm được bảo mật"),
    "examined_on": _day("health.examined_on", "Ngày khám sức khỏe"),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "birth_date": _birth_date,
    "sex": _one_of("sex", "Giới tính", frozenset(("male", "female"))),
    "education": _grade,
    "had_education_deferral": _yes_no("had_education_deferral", "Đã từng tạm hoãn vì học đại học, cao đẳng"),
    "volunteer": _yes_no("volunteer", "Đơn tình nguyện"),
    "completed": _completed,
    "bars": lambda raw: _list(raw, "bars", "Các trường hợp không được đăng ký", _bar),
    "registration_exempt": _yes_no("registration_exempt", "Miễn đăng ký nghĩa vụ quân sự"),
    "claims": lambda raw: _list(raw, "claims", "Các diện tạm hoãn, miễn", _claim),
    "political_result": _one_of("political_result", "Kết quả thẩm tra chính trị", POLITICAL_RESULTS),
    "health": _health,
}
