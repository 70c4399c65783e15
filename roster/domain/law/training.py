"""How many days a year the law has the forces trained, by component, year of service and post.

Sources: khoản 1 Điều 28 Luật Dân quân tự vệ 48/2019/QH14; Thông tư 69/2020/TT-BQP (Điều 6 and its rules on courses).
Pure functions over facts and a day. Of a date known in part the answer is firm only where every day that it may mean
agrees; otherwise it is "chưa rõ", never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.domain.dates import age_on
from roster.domain.law.militia_grounds import LAW_FIRST_DAY
from roster.domain.law.versions import Rule, RuleBook
from roster.domain.text import fold

TRAINING, COURSE, EXERCISE = "training", "course", "exercise"
PLAN_KINDS: dict[str, str] = {
    TRAINING: "Huấn luyện",
    COURSE: "Tập huấn, bồi dưỡng",
    EXERCISE: "Diễn tập, hội thi, hội thao",
}
MILITIA, RESERVE = "militia", "reserve"
PLAN_HOMES: dict[str, str] = {MILITIA: "Dân quân tự vệ", RESERVE: "Quân nhân dự bị"}
RESULTS: dict[str, str] = {"excellent": "Giỏi", "good": "Khá", "passed": "Đạt", "failed": "Không đạt"}
PASSED = ("excellent", "good", "passed")
GOOD = ("excellent", "good")

SOLDIER = "Chiến sĩ"
BOARD_KINDS = ("command", "self_command")  # kinds of unit that are a military command (Ban CHQS)
_STANDING, _LOCAL = "standing", "local"
_ARMS_OF_LONGER_COURSES = ("air_defence", "artillery")
_COMPANY_WORDS = ("dai doi", "tieu doan", "hai doi", "hai doan")
_PLATOON_LEADER = "trung doi truong"
_LEADERS = {
    "trung doi truong", "tieu doi truong", "khau doi truong", "thon doi truong", "to doi truong", "khu doi truong",
    "thuyen truong",
}  # fmt: skip

_LAW_SOURCE, _CIRCULAR = "Luật số 48/2019/QH14", "Thông tư 69/2020/TT-BQP"
_OF_LAW = "khoản 1 Điều 28 Luật Dân quân tự vệ"


def _rule(key: str, citation: str, source: str, text: str, value: object, open_question: str = "") -> Rule:
    return Rule(key, citation, text, source, LAW_FIRST_DAY, None, value, open_question)


TRAINING_RULES = RuleBook(
    (
        _rule(
            "first_year_days", f"điểm a {_OF_LAW}", _LAW_SOURCE,
            "Dân quân tự vệ năm thứ nhất huấn luyện 15 ngày, trừ dân quân thường trực", {"days": 15},
            "Năm thứ nhất được tính tròn 12 tháng kể từ ngày vào lực lượng.",
        ),
        _rule(
            "later_years_days", f"điểm b {_OF_LAW}", _LAW_SOURCE,
            "Từ năm thứ hai trở đi: 12 ngày đối với Dân quân tự vệ cơ động, biển, phòng không, pháo binh, trinh sát, "
            "thông tin, công binh, phòng hóa, y tế; 07 ngày đối với Dân quân tự vệ tại chỗ",
            {"days": 12, "local_days": 7},
        ),
        _rule(
            "standing_days", f"điểm c {_OF_LAW}", _LAW_SOURCE, "Dân quân thường trực huấn luyện 60 ngày", {"days": 60}
        ),
        _rule(
            "course_days", _CIRCULAR, _CIRCULAR,
            "Tập huấn 07 ngày đối với chức vụ của Ban chỉ huy quân sự, chỉ huy từ đại đội trở lên, trung đội trưởng "
            "phòng không, pháo binh; 05 ngày đối với trung đội trưởng, tiểu đội trưởng, thôn đội trưởng, thuyền "
            "trưởng, khẩu đội trưởng",
            {"command_days": 7, "leader_days": 5},
        ),
        _rule("refresher_days", _CIRCULAR, _CIRCULAR, "Bồi dưỡng không quá 07 ngày", {"most_days": 7}),
        _rule("day_hours", _CIRCULAR, _CIRCULAR, "Một ngày huấn luyện là 08 giờ", {"hours": 8}),
    )
)  # fmt: skip
"""The militia's training by law. Before 01/07/2020 the same numbers are taken: nothing older is in this program."""


@dataclass(frozen=True, slots=True)
class DueDays:
    """The days that somebody owes in a year; None with `words` that say what is missing where it is not known."""

    days: float | None
    words: str
    citation: str = ""


def rule_on(key: str, day: date) -> Rule:
    """The rule of that key on the day; before the law of 2019 that of its first day. Raises NoRuleInForce."""
    return TRAINING_RULES.at(key, max(day, LAW_FIRST_DAY))


def service_year(joined_on: str | None, on: date) -> tuple[int, int] | None:
    """The lowest and the highest year of service (1: the first) that somebody may be in on the day.

    `joined_on` is a partial date; None where it is not known. Both are equal where the answer is firm.
    """
    if not joined_on:
        return None
    fewest, most = age_on(joined_on, on)  # full years since a day, as of an age
    return fewest + 1, most + 1


def training_days(component: str | None, joined_on: str | None, on: date) -> DueDays:
    """The days of training of a member in the year of service that he is in on the day."""
    if component == _STANDING:
        rule = rule_on("standing_days", on)
        return DueDays(rule.value["days"], "thường trực", rule.citation)
    if component is None:
        return DueDays(None, "chưa rõ thành phần")
    year = service_year(joined_on, on)
    if year is None:
        return DueDays(None, "chưa rõ ngày vào lực lượng")
    lowest, highest = year
    if lowest == 1 < highest:
        return DueDays(None, "chưa rõ năm thứ nhất hay năm thứ hai")
    if highest == 1:
        rule = rule_on("first_year_days", on)
        return DueDays(rule.value["days"], "năm thứ nhất", rule.citation)
    rule = rule_on("later_years_days", on)
    days = rule.value["local_days" if component == _LOCAL else "days"]
    return DueDays(days, f"năm thứ {lowest}" if lowest == highest else "từ năm thứ hai", rule.citation)


@dataclass(frozen=True, slots=True)
class CommandingPost:
    """A post with what the length of a course depends on."""

    post: str
    unit_kind: str
    component: str | None = None


def course_days(posts: Iterable[CommandingPost], on: date) -> DueDays:
    """The days of the yearly course for whoever holds these posts; of several the longest counts."""
    rule = rule_on("course_days", on)
    found = [
        (rule.value["command_days"] if is_long else rule.value["leader_days"], one.post)
        for one in posts
        if (is_long := _is_long(one)) or fold(one.post) in _LEADERS
    ]
    if not found:
        return DueDays(None, "chức vụ không nêu trong quy định")
    days, post = max(found)
    return DueDays(days, post, rule.citation)


def _is_long(one: CommandingPost) -> bool:
    words = fold(one.post)
    if words == fold(SOLDIER):
        return False
    is_of_board = one.unit_kind in BOARD_KINDS
    is_of_company = any(f" {word} " in f" {words} " for word in _COMPANY_WORDS)
    is_of_arm = words == _PLATOON_LEADER and one.component in _ARMS_OF_LONGER_COURSES
    return is_of_board or is_of_company or is_of_arm


def days_text(days: float | None) -> str:
    """A number of days as people write it: "7", "0,5"; "chưa rõ" for None."""
    return "chưa rõ" if days is None else f"{days:g}".replace(".", ",")
