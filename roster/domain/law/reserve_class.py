"""Class one or two of a reservist, worked out from what is known of his service (Điều 24 Luật NVQS 78/2015).

Pure: facts in, an answer with its clause out. What is not known is named, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from roster.domain.dates import earliest, format_date, latest
from roster.domain.law.grounds import LAW, LAW_FIRST_DAY, LAW_SOURCE
from roster.domain.law.reserve_ranks import OFFICER, PROFESSIONAL, category_of
from roster.domain.law.versions import Rule, RuleBook

MILITIA_LAW_FIRST_DAY = date(2020, 7, 1)
_MILITIA_LAW = "Luật Dân quân tự vệ 48/2019/QH14"

COMBAT, POLICE, COMMUNE_POLICE = "combat", "police", "commune_police"
WORKER_FROM_SOLDIER, WORKER = "worker_from_soldier", "worker"
STANDING_MILITIA, MILITIA_TRAINING = "standing_militia", "militia_training"
UNSERVED, WOMAN_WITH_TRADE = "unserved", "woman_with_trade"

SERVICE_FACTS: dict[str, str] = {
    COMBAT: "Đã qua chiến đấu",
    POLICE: "Đã phục vụ trong Công an nhân dân (ghi số tháng)",
    COMMUNE_POLICE: "Đã là Công an xã (ghi số tháng)",
    WORKER_FROM_SOLDIER: "Công nhân, viên chức quốc phòng chuyển từ hạ sĩ quan, binh sĩ, đã thôi việc",
    WORKER: "Công nhân, viên chức quốc phòng khác, đã thôi việc",
    STANDING_MILITIA: "Dân quân thường trực đã hoàn thành nghĩa vụ",
    MILITIA_TRAINING: "Dân quân tự vệ đã huấn luyện tập trung (ghi số tháng)",
    UNSERVED: "Nam đã hết độ tuổi gọi nhập ngũ mà chưa phục vụ tại ngũ",
    WOMAN_WITH_TRADE: "Nữ có ngành, nghề phù hợp với yêu cầu của Quân đội, đã đăng ký",
}
"""Facts of service beside the years in the army, with their Vietnamese words."""

FACTS_IN_MONTHS = frozenset({POLICE, COMMUNE_POLICE, MILITIA_TRAINING})

SERVED_MONTHS, POLICE_MONTHS, COMMUNE_POLICE_MONTHS = 6, 12, 36
MILITIA_TRAINING_MONTHS, TRAINING_MONTHS = 3, 6


def _clause(mark: str, text: str, months: int | None = None, **period: date) -> Rule:
    _, number, point = mark.split(".")
    return Rule(
        f"reserve.class.{mark}",
        f"điểm {point} khoản {number} Điều 24 {LAW}",
        text,
        _MILITIA_LAW if period else LAW_SOURCE,
        period.get("first_day", LAW_FIRST_DAY),
        value={"months": months} if months else None,
    )


CLASS_RULES = (
    _clause("24.2.a", "Đã xuất ngũ, có thời gian phục vụ tại ngũ từ đủ 06 tháng trở lên", SERVED_MONTHS),
    _clause("24.2.b", "Đã qua chiến đấu"),
    _clause("24.2.c", "Nam thôi phục vụ trong Công an nhân dân, đã phục vụ từ đủ 12 tháng trở lên", POLICE_MONTHS),
    _clause("24.2.d", "Nam quân nhân chuyên nghiệp thôi phục vụ tại ngũ"),
    _clause("24.2.đ", "Nam công nhân, viên chức quốc phòng chuyển từ hạ sĩ quan, binh sĩ, đã thôi việc"),
    _clause(
        "24.2.e",
        "Dân quân thường trực đã hoàn thành nghĩa vụ; dân quân tự vệ khác đã huấn luyện tập trung từ đủ 03 tháng",
        MILITIA_TRAINING_MONTHS,
        first_day=MILITIA_LAW_FIRST_DAY,
    ),
    _clause("24.2.g", "Binh sĩ dự bị hạng hai đã huấn luyện tập trung đủ 06 tháng", TRAINING_MONTHS),
    _clause("24.2.h", "Đã hoàn thành nhiệm vụ Công an xã liên tục từ đủ 36 tháng", COMMUNE_POLICE_MONTHS),
    _clause("24.3.a", "Đã xuất ngũ, có thời gian phục vụ tại ngũ dưới 06 tháng"),
    _clause("24.3.b", "Nam công nhân, viên chức quốc phòng khác, đã thôi việc"),
    _clause("24.3.c", "Nam thôi phục vụ trong Công an nhân dân, đã phục vụ dưới 12 tháng"),
    _clause("24.3.d", "Nam hết độ tuổi gọi nhập ngũ mà chưa phục vụ tại ngũ"),
    _clause("24.3.đ", "Nữ có ngành, nghề phù hợp với yêu cầu của Quân đội, đã đăng ký nghĩa vụ quân sự"),
)
_CLAUSES = RuleBook(CLASS_RULES)
CLASS_MARKS = tuple(rule.key.removeprefix("reserve.class.") for rule in CLASS_RULES)

CLASS_WORDS = {1: "hạng một", 2: "hạng hai"}
NOT_CLASSED = "Sĩ quan dự bị không phân hạng theo Điều 24 Luật Nghĩa vụ quân sự."


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What is known of a reservist's service. Dates are partial; `other` holds keys of SERVICE_FACTS with months
    (0 where months do not matter); `training_months` is the training of class two in total."""

    enlisted_on: str | None = None
    discharged_on: str | None = None
    rank: str | None = None
    sex: str | None = None
    training_months: int = 0
    other: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassAnswer:
    """The class (1, 2, None: not known or not classed), its clause mark, the clause's citation, and why in Vietnamese.

    `missing` names the facts without which no firm answer is possible.
    """

    reserve_class: int | None
    mark: str | None
    citation: str
    why: str
    missing: tuple[str, ...] = ()
    is_by_decision: bool = False


def class_of(facts: ServiceFacts, on: date) -> ClassAnswer:
    """The class by the law of that day (of the law's first day for an earlier one). Raises nothing."""
    if category_of(facts.rank) == OFFICER:
        return ClassAnswer(None, None, f"Điều 24 {LAW}", NOT_CLASSED)
    missing: list[str] = []
    for mark, why in (*_first_class(facts, missing), *_second_class(facts, missing)):
        rule = _CLAUSES.find(f"reserve.class.{mark}", max(on, LAW_FIRST_DAY))
        if rule is not None:
            # A doubt about class one must be settled first: six months may have been served, or not.
            if mark.startswith("24.3") and missing:
                break
            return ClassAnswer(1 if mark.startswith("24.2") else 2, mark, rule.citation, why)
    if not missing:
        missing += _dates_missing(facts)
    words = ", ".join(dict.fromkeys(missing))
    return ClassAnswer(None, None, f"Điều 24 {LAW}", f"Chưa phân được hạng: thiếu {words}.", tuple(missing))


def decided_class(reserve_class: int, decision_number: str | None, decided_on: date | None) -> ClassAnswer:
    """The class that a decision set: it stands before what the facts say."""
    number = f" số {decision_number}" if decision_number else ""
    day = f" ngày {decided_on:%d/%m/%Y}" if decided_on else ""
    why = f"Quyết định{number}{day} xếp {CLASS_WORDS[reserve_class]}."
    return ClassAnswer(reserve_class, None, f"Quyết định{number}{day}", why, is_by_decision=True)


@lru_cache(maxsize=4096)  # most of a ward's reservists went and came back in the same few months
def months_served(enlisted_on: str | None, discharged_on: str | None) -> tuple[int, int] | None:
    """The fewest and the most full months served; None where a date is missing or the two contradict each other."""
    if not enlisted_on or not discharged_on or latest(discharged_on) < earliest(enlisted_on):
        return None
    fewest = full_months(latest(enlisted_on), earliest(discharged_on))
    return fewest, full_months(earliest(enlisted_on), latest(discharged_on))


def full_months(first: date, last: date) -> int:
    """Whole months from one day to another, never below 0."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def clause_text(mark: str) -> tuple[str, str]:
    """The citation and the text of a clause of Điều 24, ("", "") for another mark."""
    rules = _CLAUSES.history(f"reserve.class.{mark}")
    return (rules[-1].citation, rules[-1].text) if rules else ("", "")


def _dates_missing(facts: ServiceFacts) -> list[str]:
    missing = [
        words
        for words, value in (("ngày nhập ngũ", facts.enlisted_on), ("ngày xuất ngũ", facts.discharged_on))
        if not value
    ]
    return missing or ["quá trình phục vụ"]


def _first_class(facts: ServiceFacts, missing: list[str]) -> list[tuple[str, str]]:
    """Clauses of class one that the facts fulfil; what stays in doubt goes to `missing`."""
    found: list[tuple[str, str]] = []
    other, is_male = facts.other, facts.sex == "male"
    for_men = [
        (PROFESSIONAL, category_of(facts.rank) == PROFESSIONAL),
        (POLICE, POLICE in other), (WORKER_FROM_SOLDIER, WORKER_FROM_SOLDIER in other),
    ]  # fmt: skip
    if facts.sex is None and any(holds for _, holds in for_men):
        missing.append("giới tính")
    if category_of(facts.rank) == PROFESSIONAL and is_male:
        found.append(("24.2.d", f"Nam, cấp bậc {facts.rank}, đã thôi phục vụ tại ngũ."))
    served = months_served(facts.enlisted_on, facts.discharged_on)
    if served and served[0] >= SERVED_MONTHS:
        found.append(("24.2.a", f"Tại ngũ {_served_words(served)} ({_period(facts)}), từ đủ 06 tháng trở lên."))
    elif served and served[1] >= SERVED_MONTHS:
        missing.append("ngày nhập ngũ, xuất ngũ đầy đủ (chưa rõ đã đủ 06 tháng hay chưa)")
    elif facts.enlisted_on and facts.discharged_on and served is None:
        missing.append("ngày đúng (ngày xuất ngũ đang ở trước ngày nhập ngũ)")
    elif bool(facts.enlisted_on) != bool(facts.discharged_on):
        missing += _dates_missing(facts)
    if COMBAT in other:
        found.append(("24.2.b", "Đã qua chiến đấu."))
    if is_male and other.get(POLICE, 0) >= POLICE_MONTHS:
        found.append(("24.2.c", f"Nam, đã phục vụ trong Công an nhân dân {other[POLICE]} tháng, từ đủ 12 tháng."))
    if is_male and WORKER_FROM_SOLDIER in other:
        found.append(("24.2.đ", "Nam công nhân, viên chức quốc phòng chuyển từ hạ sĩ quan, binh sĩ, đã thôi việc."))
    if STANDING_MILITIA in other:
        found.append(("24.2.e", "Dân quân thường trực đã hoàn thành nghĩa vụ."))
    if other.get(MILITIA_TRAINING, 0) >= MILITIA_TRAINING_MONTHS:
        found.append(("24.2.e", f"Dân quân tự vệ đã huấn luyện tập trung {other[MILITIA_TRAINING]} tháng."))
    if facts.training_months >= TRAINING_MONTHS:
        found.append(("24.2.g", f"Dự bị hạng hai đã huấn luyện {facts.training_months} tháng, đủ 06 tháng."))
    if other.get(COMMUNE_POLICE, 0) >= COMMUNE_POLICE_MONTHS:
        found.append(("24.2.h", f"Đã là Công an xã {other[COMMUNE_POLICE]} tháng, từ đủ 36 tháng."))
    return found


def _second_class(facts: ServiceFacts, missing: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    other, is_male = facts.other, facts.sex == "male"
    served = months_served(facts.enlisted_on, facts.discharged_on)
    if facts.sex is None and {WORKER, UNSERVED, WOMAN_WITH_TRADE} & other.keys():
        missing.append("giới tính")
    if served and served[1] < SERVED_MONTHS:
        found.append(("24.3.a", f"Tại ngũ {_served_words(served)} ({_period(facts)}), dưới 06 tháng."))
    if is_male and WORKER in other:
        found.append(("24.3.b", "Nam công nhân, viên chức quốc phòng khác, đã thôi việc."))
    if is_male and 0 < other.get(POLICE, 0) < POLICE_MONTHS:
        found.append(("24.3.c", f"Nam, đã phục vụ trong Công an nhân dân {other[POLICE]} tháng, dưới 12 tháng."))
    if is_male and UNSERVED in other:
        found.append(("24.3.d", "Nam đã hết độ tuổi gọi nhập ngũ mà chưa phục vụ tại ngũ."))
    if facts.sex == "female" and WOMAN_WITH_TRADE in other:
        found.append(("24.3.đ", "Nữ có ngành, nghề phù hợp với yêu cầu của Quân đội, đã đăng ký."))
    return found


def _period(facts: ServiceFacts) -> str:
    return f"{format_date(facts.enlisted_on)} – {format_date(facts.discharged_on)}"


def _served_words(served: tuple[int, int]) -> str:
    return f"{served[0]} tháng" if served[0] == served[1] else f"{served[0]}–{served[1]} tháng"
