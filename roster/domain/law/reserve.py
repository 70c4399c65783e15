"""The reserve's register: what is recorded of a reservist, age groups, and the time limits as clocks.

Sources: Điều 17–19, 24–27 Luật NVQS 78/2015; Nghị định 13/2016/NĐ-CP; Nghị định 14/2016/NĐ-CP (training of class two);
for reserve officers Nghị định 78/2020/NĐ-CP, amended by Nghị định 209/2025/NĐ-CP from 21/07/2025.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from roster.domain.dates import add_months, age_on
from roster.domain.holidays import after_working_days
from roster.domain.law.deadlines import DECREE_220, DECREE_220_EVE, DECREE_220_FIRST_DAY
from roster.domain.law.grounds import LAW, LAW_FIRST_DAY, LAW_SOURCE
from roster.domain.law.reserve_ranks import AGE_RULES, OFFICER, category_of
from roster.domain.law.versions import Rule, RuleBook

HOME = "reserve"

REGISTRATION, SUPPLEMENT, MOVE_OUT, MOVE_IN = "registration", "supplement", "move_out", "move_in"
ABSENCE, RETURN, REMOVAL, CLASS = "absence", "return", "removal", "class"
TRAINING, SERVICE, RANK, PROPOSAL, PLACEMENT = "training", "service", "rank", "proposal", "placement"

KINDS: dict[str, str] = {
    REGISTRATION: "Đăng ký lần đầu",
    SUPPLEMENT: "Đăng ký bổ sung",
    MOVE_OUT: "Chuyển đi",
    MOVE_IN: "Chuyển đến",
    ABSENCE: "Tạm vắng",
    RETURN: "Trở về sau khi tạm vắng",
    REMOVAL: "Giải ngạch, đưa ra khỏi sổ",
    CLASS: "Xếp hạng theo quyết định",
    TRAINING: "Huấn luyện hạng hai lên hạng một",
    SERVICE: "Quá trình phục vụ khác",
    RANK: "Phong, thăng quân hàm",
    PROPOSAL: "Đề nghị phong, thăng quân hàm",
    PLACEMENT: "Xếp vào, đưa ra đơn vị dự bị động viên",
}
"""What is recorded of a reservist, with its Vietnamese name."""

MOVES = (MOVE_OUT, MOVE_IN, ABSENCE, RETURN, REMOVAL)
CLOSING_KINDS = frozenset({MOVE_OUT, REMOVAL})
OPENING_KINDS = frozenset({REGISTRATION, MOVE_IN})
DECIDED_KINDS = frozenset({CLASS, RANK, PLACEMENT})
"""The kinds that need a decision with number and day; a removal does too, but for a death."""

REMOVAL_REASONS: dict[str, str] = {
    "age": "Hết hạn tuổi phục vụ trong ngạch dự bị",
    "health": "Không còn đủ sức khỏe",
    "death": "Chết hoặc Tòa án tuyên bố đã chết",
    "barred": "Thuộc trường hợp không được đăng ký nghĩa vụ quân sự (Điều 13)",
    "exempt": "Thuộc trường hợp miễn đăng ký nghĩa vụ quân sự (Điều 14)",
    "other": "Lý do khác, ghi trong căn cứ",
}
"""Why somebody leaves the reserve (Điều 19, giải ngạch), by the key that the event keeps as its value."""

DONE_LABELS: dict[str, str] = {
    SUPPLEMENT: "Ngày đã đăng ký bổ sung",
    MOVE_OUT: "Ngày nơi đến xác nhận đã đăng ký",
    MOVE_IN: "Ngày đã đăng ký tại phường",
    RETURN: "Ngày đã đăng ký lại",
    REMOVAL: "Ngày đã báo cáo cấp trên",
}
"""What ends the clock of a kind, as the day that the event keeps in `until`."""

DECREE_13 = "Nghị định 13/2016/NĐ-CP"
DECREE_14 = "Nghị định 14/2016/NĐ-CP"
DECREE_78 = "Nghị định 78/2020/NĐ-CP"
DECREE_209 = "Nghị định 209/2025/NĐ-CP"
DECREE_209_FIRST_DAY = date(2025, 7, 21)
DECREE_78_FIRST_DAY = date(2020, 8, 1)
SOLDIERS, OFFICERS = "soldiers", "officers"

_SHORTER = "Nghị định 209/2025/NĐ-CP đã rút ngắn thời hạn này; chưa tìm thấy số ngày mới, hãy kiểm tra."
_LAW_OR_DECREE = "Luật ghi ngày làm việc, nghị định ghi ngày; chương trình tính theo Luật."


def _time(
    name: str, group: str, citation: str, text: str, days: int, unit: str, *,
    first_day: date | None = None, last_day: date | None = None, question: str = "",
) -> Rule:  # fmt: skip
    begins = first_day or (LAW_FIRST_DAY if group == SOLDIERS else DECREE_78_FIRST_DAY)
    source = LAW_SOURCE if group == SOLDIERS else (DECREE_209 if first_day else DECREE_78)
    value = {"days": days, "unit": unit}
    return Rule(f"reserve.time.{name}.{group}", citation, text, source, begins, last_day, value, question)


# unit: "working", "calendar" or "months"
TIME_RULES = (
    _time(
        REGISTRATION,
        SOLDIERS,
        f"Điều 18 {LAW}; {DECREE_13}",
        "Đăng ký trong 15 ngày làm việc từ ngày về đến nơi cư trú",
        15,
        "working",
    ),
    _time(
        SUPPLEMENT,
        SOLDIERS,
        f"Điều 17 {LAW}; {DECREE_13}",
        "Đăng ký bổ sung trong 10 ngày từ khi có thay đổi",
        10,
        "calendar",
    ),
    _time(
        MOVE_OUT,
        SOLDIERS,
        f"Điều 17 {LAW}; {DECREE_13}",
        "Đăng ký tại nơi đến trong 10 ngày làm việc từ ngày chuyển",
        10,
        "working",
        question=_LAW_OR_DECREE,
    ),
    _time(
        MOVE_IN,
        SOLDIERS,
        f"Điều 17 {LAW}; {DECREE_13}",
        "Đăng ký tại nơi đến trong 10 ngày làm việc từ ngày đến",
        10,
        "working",
        question=_LAW_OR_DECREE,
    ),
    _time(ABSENCE, SOLDIERS, f"Điều 17 {LAW}", "Vắng mặt từ 03 tháng trở lên phải đăng ký tạm vắng", 3, "months"),
    _time(RETURN, SOLDIERS, f"Điều 17 {LAW}", "Đăng ký lại trong 10 ngày làm việc từ ngày trở về", 10, "working"),
    _time(
        REMOVAL, SOLDIERS, f"Điều 19 {LAW}; {DECREE_13}", "Báo cáo đưa ra khỏi danh sách trong 10 ngày", 10, "calendar"
    ),
    _time(
        REGISTRATION,
        OFFICERS,
        DECREE_78,
        "Sĩ quan dự bị đăng ký trong 15 ngày làm việc",
        15,
        "working",
        last_day=DECREE_209_FIRST_DAY - timedelta(days=1),
    ),
    _time(
        REGISTRATION,
        OFFICERS,
        f"{DECREE_78} (sửa đổi bởi {DECREE_209})",
        "Sĩ quan dự bị đăng ký trong 10 ngày làm việc",
        10,
        "working",
        first_day=DECREE_209_FIRST_DAY,
    ),
    _time(
        SUPPLEMENT,
        OFFICERS,
        DECREE_78,
        "Sĩ quan dự bị đăng ký bổ sung trong 15 ngày làm việc",
        15,
        "working",
        question=_SHORTER,
    ),
    _time(
        MOVE_OUT,
        OFFICERS,
        DECREE_78,
        "Sĩ quan dự bị đăng ký di chuyển trong 15 ngày làm việc",
        15,
        "working",
        question=_SHORTER,
    ),
    _time(
        MOVE_IN,
        OFFICERS,
        DECREE_78,
        "Sĩ quan dự bị đăng ký di chuyển trong 15 ngày làm việc",
        15,
        "working",
        question=_SHORTER,
    ),
    _time(ABSENCE, OFFICERS, DECREE_78, "Sĩ quan dự bị vắng mặt từ 30 ngày phải báo cáo", 30, "calendar"),
    _time(
        RETURN,
        OFFICERS,
        DECREE_78,
        "Sĩ quan dự bị trở về đăng ký lại trong 15 ngày làm việc",
        15,
        "working",
        question=_SHORTER,
    ),
)

# Limits that no single event starts: they are told where the work is done.
OFFICE_RULES = (
    _time("handling", SOLDIERS, DECREE_13, "Phường vào sổ, giải quyết đăng ký trong 01 ngày", 1, "calendar"),
    _time("report_up", SOLDIERS, DECREE_13, "Phường báo cáo cấp trên trong 10 ngày", 10, "calendar"),
    _time(
        "notice", SOLDIERS, DECREE_13, "Báo cho công dân trước ngày đăng ký 10 ngày", 10, "calendar",
        last_day=DECREE_220_EVE,
    ),
    Rule(
        f"reserve.time.notice.{SOLDIERS}",
        f"{DECREE_13} (sửa đổi bởi {DECREE_220})",
        "Báo cho công dân trước ngày đăng ký 05 ngày",
        DECREE_220,
        DECREE_220_FIRST_DAY,
        value={"days": 5, "unit": "calendar"},
    ),
    _time("unit_told", OFFICERS, DECREE_78, "Sĩ quan dự bị vắng từ 03 tháng: báo đơn vị quản lý", 3, "months"),
    _time(
        "abroad", OFFICERS, DECREE_78, "Ra nước ngoài từ 01 năm: nộp lại thẻ trong 10 ngày làm việc", 10,
        "working",
    ),
    _time("handling", OFFICERS, DECREE_78, "Cấp xã giải quyết đăng ký trong 10 ngày làm việc", 10, "working"),
)  # fmt: skip

GROUP_RULE = Rule(
    "reserve.group",
    f"Điều 26 {LAW}",
    "Nhóm A: nam đến hết 35, nữ đến hết 30 tuổi; nhóm B: nam 36–45, nữ 31–40 tuổi",
    LAW_SOURCE,
    LAW_FIRST_DAY,
    value={"A": {"male": 35, "female": 30}, "B": {"male": 45, "female": 40}},
)
TRAINING_RULE = Rule(
    "reserve.training",
    f"{DECREE_14}; điểm g khoản 2 Điều 24 {LAW}",
    "Hạng hai huấn luyện tập trung tổng cộng 06 tháng, mỗi năm không quá 02 lần; nam đến 35 tuổi, nữ đến 30 tuổi",
    DECREE_14,
    LAW_FIRST_DAY,
    value={"months": 6, "calls_a_year": 2, "male": 35, "female": 30},
)
RESERVE_RULES = RuleBook((*TIME_RULES, *OFFICE_RULES, GROUP_RULE, TRAINING_RULE, *AGE_RULES))

A, B, OVER = "A", "B", "over"
GROUP_LABELS = {A: "Nhóm A", B: "Nhóm B", OVER: "Ngoài nhóm A, B"}


def age_group(birth_date: str | None, sex: str | None, on: date) -> str | None:
    """The age group on the day (Điều 26): "A", "B", "over" beyond both; None where it is not known.

    A birth date known in part gives a group only where all its days agree.
    """
    if not birth_date or sex not in {"male", "female"}:
        return None
    youngest, oldest = age_on(birth_date, on)
    groups = {_group_of_age(age, sex) for age in (youngest, oldest)}
    return groups.pop() if len(groups) == 1 else None


def _group_of_age(age: int, sex: str) -> str:
    value = GROUP_RULE.value
    return A if age <= value[A][sex] else B if age <= value[B][sex] else OVER


def may_be_trained(birth_date: str | None, sex: str | None, on: date) -> bool | None:
    """Whether somebody of class two is of the age to be called for training; None where it is not known."""
    group = age_group(birth_date, sex, on)
    return None if group is None else group == A  # the same ages as group A


# --- Clocks ---------------------------------------------------------------------------------------------------------

DONE, DONE_LATE, OPEN, OVERDUE = "done", "done_late", "open", "overdue"
CLOCK_LABELS = {DONE: "Đúng hạn", DONE_LATE: "Đã làm, trễ hạn", OPEN: "Còn hạn", OVERDUE: "Quá hạn"}
Rests = Callable[[date], bool | None]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit that runs from one day: its rule, its last day, and how it stands."""

    rule: Rule
    start: date
    due: date
    done: date | None
    state: str

    @property
    def label(self) -> str:
        """The state in words."""
        return CLOCK_LABELS[self.state]

    @property
    def is_overdue(self) -> bool:
        """Whether the last day has gone by and the duty is not done."""
        return self.state == OVERDUE


def clock_of(kind: str, rank: str | None, start: date, done: date | None, today: date, rests: Rests) -> Clock | None:
    """The clock of an event of a kind that began on a day, by the law of that day; None where no limit is set.

    `done` is the day on which the duty was done. Working days are counted by `rests` (roster.services.holidays).
    """
    group = OFFICERS if category_of(rank) == OFFICER else SOLDIERS
    rule = RESERVE_RULES.find(f"reserve.time.{kind}.{group}", start)
    if rule is None:
        return None
    due = _due(rule, start, rests)
    late = today > due if done is None else done > due
    state = (OVERDUE if late else OPEN) if done is None else DONE_LATE if late else DONE
    return Clock(rule, start, due, done, state)


def _due(rule: Rule, start: date, rests: Rests) -> date:
    days, unit = rule.value["days"], rule.value["unit"]
    if unit == "working":
        return after_working_days(start, days, rests)
    return add_months(start, days) if unit == "months" else start + timedelta(days=days)


def is_long_absence(since: date, until: date, rank: str | None) -> bool:
    """Whether an absence of these days is one that has to be reported."""
    clock = clock_of(ABSENCE, rank, since, None, until, lambda _: None)
    return clock is not None and until >= clock.due


def limits_in_force(on: date) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The time limits of that day: those of soldiers and professionals, those of officers."""
    rules = [rule for rule in (*TIME_RULES, *OFFICE_RULES) if rule.holds_on(on)]
    officers = tuple(rule for rule in rules if rule.key.endswith(OFFICERS))
    return tuple(rule for rule in rules if rule not in officers), officers


# --- Days of the year -----------------------------------------------------------------------------------------------


def rank_day(is_officer: bool, year: int) -> date:
    """The day to which the year's ranks are proposed: 22/12 for soldiers, July for officers."""
    return date(year, 7, 31) if is_officer else date(year, 12, 22)


def report_days(on: date) -> tuple[date, date]:
    """The next days of the officers' statistics: the 15th of the quarter's last month, and 15/12 for the year."""
    quarter = date(on.year, 3 * ((on.month - 1) // 3) + 3, 15)
    if on > quarter:
        quarter = add_months(quarter, 3)
    year = date(on.year, 12, 15)
    return quarter, year if on <= year else date(on.year + 1, 12, 15)
