"""Personal papers on their way to a citizen: what they are, what became of them, and whether calls came in time.

The last lawful day comes from roster.domain.law.deadlines: a call is in the citizen's hands so many days before the
event (Luật NVQS 78/2015 Điều 34, 40; Nghị định 13/2016/NĐ-CP Điều 4), counted without the day of delivery.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from roster.domain.choices import Choice
from roster.domain.law.deadlines import last_delivery_day
from roster.domain.law.versions import NoRuleInForce, RuleBook

CALLS = (
    Choice("registration", "Giấy gọi đăng ký nghĩa vụ quân sự"),
    Choice("preselection", "Giấy gọi sơ tuyển sức khỏe"),
    Choice("examination", "Giấy gọi khám sức khỏe"),
    Choice("enlistment", "Giấy gọi nhập ngũ"),
)
# Forms filled in for him and papers that he is given (Điều 3 Nghị định 13/2016/NĐ-CP; roster.domain.call_forms).
FORMS = (
    Choice("invitation", "Giấy mời"),
    Choice("health_form", "Phiếu sức khỏe nghĩa vụ quân sự"),
    Choice("recheck_form", "Phiếu phúc tra sức khỏe"),
    Choice("self_health", "Phiếu tự khai sức khỏe"),
    Choice("certificate", "Giấy chứng nhận đăng ký nghĩa vụ quân sự"),
    Choice("transfer", "Giấy giới thiệu di chuyển đăng ký nghĩa vụ quân sự"),
    Choice("resume", "Lý lịch nghĩa vụ quân sự"),
)
KIND = CALLS + FORMS
CALL_KINDS = frozenset(str(one.key) for one in CALLS)

PENDING, DELIVERED, REFUSED, ABSENT, POSTED = "pending", "delivered", "refused", "absent", "posted"
REPLACED = "replaced"  # nobody enters it: another paper went out in its place before it was handed over
OUTCOME = (
    Choice(PENDING, "Chưa giao"),
    Choice(DELIVERED, "Đã giao"),
    Choice(REFUSED, "Từ chối nhận"),
    Choice(ABSENT, "Vắng, chưa giao được"),
    Choice(POSTED, "Đã niêm yết"),
)
STATES = (*OUTCOME, Choice(REPLACED, "Đã được thay thế"))

# What ends the matter: the citizen had the paper, or had the chance to take it, or gets another in its place. An absent
# man still has to get it.
SETTLED = frozenset({DELIVERED, REFUSED, POSTED, REPLACED})
SOON_DAYS = 3  # a paper whose last day is this near is shown as pressing

_DIGITS = re.compile(r"\d+", re.ASCII)
_LONGEST_RUN = 12


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Whether a paper is in time. `last_day` and `citation` are empty where no rule sets a period on that day."""

    last_day: date | None
    citation: str
    is_late: bool
    is_soon: bool
    words: str


def timeliness(
    kind: str, event_on: date, outcome: str, delivered_on: date | None, *, today: date, rules: RuleBook
) -> Timeliness:
    """Judge one paper by the law of the day on which it was handed over, or of today while it is not.

    A paper for an event that lies behind is judged by the law of that event's day. Raises nothing.
    """
    if outcome == REPLACED:
        return Timeliness(None, "", False, False, "Đã được thay thế")
    is_settled = outcome in SETTLED and delivered_on is not None
    day = delivered_on if is_settled and delivered_on is not None else today
    try:
        last_day = last_delivery_day(f"{kind}_call", event_on, on=min(day, event_on), rules=rules)
        citation = rules.at(f"deadline.{kind}_call", min(day, event_on)).citation
    except (NoRuleInForce, ValueError):
        return Timeliness(None, "", False, False, "Không có quy định về thời hạn")
    if is_settled:
        behind = (day - last_day).days
        return Timeliness(last_day, citation, behind > 0, False, f"Trễ {behind} ngày" if behind > 0 else "Đúng hạn")
    left = (last_day - day).days
    if left < 0:
        return Timeliness(last_day, citation, True, False, f"Trễ {-left} ngày, chưa giao được")
    words = "Hạn cuối hôm nay" if left == 0 else f"Còn {left} ngày"
    return Timeliness(last_day, citation, False, left <= SOON_DAYS, words)


def number_series(first: str, count: int) -> list[str | None]:
    """`count` paper numbers running on from the first: "098/GGK" → 098/GGK, 099/GGK, 100/GGK. Blank: no numbers.

    The first run of digits counts, its zeros in front are kept. Raises ValueError for a text without digits.
    """
    if not first:
        return [None] * count
    run = _DIGITS.search(first)
    if run is None or len(run[0]) > _LONGEST_RUN:
        raise ValueError(f"no number to count on from: {first!r}")
    before, digits, behind = first[: run.start()], run[0], first[run.end() :]
    return [f"{before}{int(digits) + step:0{len(digits)}}{behind}" for step in range(count)]
