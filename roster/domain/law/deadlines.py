"""Within how many days, in which weeks and up to how many: deadlines and caps of the enlistment year as dated data.

Sources: Luật NVQS 78/2015, amended by Luật 98/2025/QH15 (from 01/07/2025); Nghị định 13/2016/NĐ-CP, amended by Nghị
định 220/2025/NĐ-CP Điều 7 (from 07/08/2025); Thông tư 148/2018/TT-BQP, amended by Thông tư 68/2025/TT-BQP.
"""

from __future__ import annotations

from datetime import date, timedelta

from roster.domain.law.duties import DISTRICT_LAST_DAY, LAW_98, NO_DISTRICT_FIRST_DAY, NOT_CONFIRMED
from roster.domain.law.grounds import LAW, LAW_FIRST_DAY, LAW_SOURCE
from roster.domain.law.standards import CIRCULAR_68, CIRCULAR_148, CIRCULAR_148_FIRST_DAY
from roster.domain.law.versions import Rule, RuleBook

DECREE_220_FIRST_DAY = date(2025, 8, 7)
DECREE_220_EVE = date(2025, 8, 6)
DECREE_13 = "Nghị định 13/2016/NĐ-CP"
DECREE_220 = "Điều 7 Nghị định 220/2025/NĐ-CP"


def _deadline(
    name: str, citation: str, text: str, days: int, unit: str, relation: str, event: str, source: str, **period: date
) -> Rule:
    value = {"days": days, "unit": unit, "relation": relation, "event": event}
    first_day = period.get("first_day", LAW_FIRST_DAY)
    return Rule(f"deadline.{name}", citation, text, source, first_day, period.get("last_day"), value)


def _shortened(
    name: str, clause: str, text: str, days: tuple[int, int], unit: str, relation: str, event: str
) -> tuple[Rule, Rule]:
    """A period of Nghị định 13/2016 and its shorter successor of Nghị định 220/2025."""
    return (
        _deadline(
            name, f"{clause} {DECREE_13}", text, days[0], unit, relation, event, DECREE_13, last_day=DECREE_220_EVE
        ),
        _deadline(
            name,
            f"{clause} {DECREE_13} (sửa đổi bởi {DECREE_220})",
            text,
            days[1],
            unit,
            relation,
            event,
            DECREE_220,
            first_day=DECREE_220_FIRST_DAY,
        ),
    )


# relation: "before" = paper in hand at least so many days before the event; "after" = done within so many days of it;
# "for" = stays posted so many days from it. unit: calendar or working days.
DEADLINES = (
    *_shortened("registration_call", "Điều 4", "Giao giấy gọi đăng ký", (10, 5), "calendar", "before", "registration"),
    *_shortened(
        "registration_report", "Điều 4", "Báo cáo kết quả đăng ký", (10, 5), "calendar", "after", "registration"
    ),
    *_shortened(
        "registration_move",
        "Điều 7",
        "Đăng ký khi chuyển đến hoặc trở về sau khi vắng mặt từ 3 tháng",
        (10, 5),
        "working",
        "after",
        "arrival",
    ),
    _deadline(
        "registration_certificate",
        f"Điều 4 {DECREE_13}",
        "Vào sổ và cấp giấy chứng nhận đăng ký",
        1,
        "calendar",
        "after",
        "registration",
        DECREE_13,
    ),
    _deadline(
        "remove_from_register",
        f"Điều 19 {LAW}",
        "Đưa ra khỏi danh sách đăng ký",
        10,
        "calendar",
        "after",
        "notice",
        LAW_SOURCE,
        last_day=DISTRICT_LAST_DAY,
    ),
    _deadline(
        "remove_from_register",
        f"Điều 19 {LAW} (sửa đổi bởi Điều 4 {LAW_98})",
        "Đưa ra khỏi danh sách đăng ký",
        5,
        "calendar",
        "after",
        "notice",
        LAW_98,
        first_day=NO_DISTRICT_FIRST_DAY,
    ),
    _deadline(
        "preselection_call",
        f"Điều 40 {LAW} (sửa đổi bởi Điều 4 {LAW_98})",
        "Giao giấy gọi sơ tuyển sức khỏe",
        15,
        "calendar",
        "before",
        "preselection",
        LAW_98,
        first_day=NO_DISTRICT_FIRST_DAY,
    ),
    _deadline(
        "examination_call",
        f"Điều 40 {LAW}",
        "Giao giấy gọi khám sức khỏe",
        15,
        "calendar",
        "before",
        "examination",
        LAW_SOURCE,
    ),
    _deadline(
        "enlistment_call", f"Điều 34 {LAW}", "Giao giấy gọi nhập ngũ", 15, "calendar", "before", "handover", LAW_SOURCE
    ),
    _deadline(
        "post_claims",
        f"khoản 4 Điều 5 {CIRCULAR_148}",
        "Niêm yết danh sách tạm hoãn, miễn tại trụ sở UBND",
        20,
        "calendar",
        "for",
        "posting",
        CIRCULAR_148,
        first_day=CIRCULAR_148_FIRST_DAY,
        last_day=DISTRICT_LAST_DAY,
    ),
    _deadline(
        "post_claims",
        f"khoản 4 Điều 5 {CIRCULAR_68}",
        "Công khai danh sách tạm hoãn, miễn trên cổng thông tin, tại trụ sở UBND, cơ quan và tổ dân phố",
        20,
        "calendar",
        "for",
        "signature",
        CIRCULAR_68,
        first_day=NO_DISTRICT_FIRST_DAY,
    ),
    _deadline(
        "post_health",
        f"Điều 40 {LAW}",
        "Công khai kết quả sơ tuyển, phân loại sức khỏe",
        20,
        "calendar",
        "for",
        "conclusion",
        LAW_SOURCE,
    ),
    _deadline(
        "recheck",
        CIRCULAR_148,
        "Phúc tra sức khỏe tại đơn vị nhận quân",
        7,
        "calendar",
        "after",
        "handover",
        CIRCULAR_148,
        first_day=CIRCULAR_148_FIRST_DAY,
    ),
    _deadline(
        "replace",
        CIRCULAR_148,
        "Bù đổi công dân",
        15,
        "calendar",
        "after",
        "handover",
        CIRCULAR_148,
        first_day=CIRCULAR_148_FIRST_DAY,
    ),
)

EXAMINATION_WINDOW = (
    Rule(
        "window.examination",
        f"khoản 4 Điều 40 {LAW}",
        "Thời gian khám sức khỏe từ ngày 01 tháng 11 đến hết ngày 31 tháng 12 hằng năm",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        value={"first": "11-01", "last": "12-31"},
    ),
)

CAPS = (
    Rule(
        "cap.examination_calls",
        CIRCULAR_148,
        "Gọi khám sức khỏe không quá 4 người trên một chỉ tiêu",
        CIRCULAR_148,
        CIRCULAR_148_FIRST_DAY,
        value={"per_place": 4},
        open_question=NOT_CONFIRMED,
    ),
    Rule(
        "cap.reserve",
        CIRCULAR_148,
        "Dự phòng không quá 5% chỉ tiêu",
        CIRCULAR_148,
        CIRCULAR_148_FIRST_DAY,
        value={"percent": 5},
        open_question=NOT_CONFIRMED,
    ),
    Rule(
        "cap.replacement",
        CIRCULAR_148,
        "Bù đổi không quá 2% quân số giao",
        CIRCULAR_148,
        CIRCULAR_148_FIRST_DAY,
        value={"percent": 2},
        open_question=NOT_CONFIRMED,
    ),
)

DEADLINE_RULES = (*DEADLINES, *EXAMINATION_WINDOW, *CAPS)


def last_delivery_day(name: str, event_day: date, *, on: date, rules: RuleBook) -> date:
    """The last day on which a paper may be handed over for an event, e.g. `examination_call`.

    Counted in calendar days without the day of delivery. Raises NoRuleInForce where no such deadline holds on the day
    asked, ValueError for a deadline that does not lie before its event or runs in working days.
    """
    value = rules.at(f"deadline.{name}", on).value
    if value["relation"] != "before" or value["unit"] != "calendar":
        raise ValueError(f"{name} is no period of calendar days before an event")
    return event_day - timedelta(days=value["days"])
