"""Who decides and who signs, on which day: the offices of the enlistment year as dated data.

Sources: Luật NVQS 78/2015, amended by Luật 98/2025/QH15 Điều 4: from 01/07/2025 there is no district level.
"""

from __future__ import annotations

from datetime import date

from roster.domain.law.grounds import LAW, LAW_FIRST_DAY, LAW_SOURCE
from roster.domain.law.versions import Rule, RuleBook

DISTRICT_LAST_DAY = date(2025, 6, 30)
NO_DISTRICT_FIRST_DAY = date(2025, 7, 1)
LAW_98 = "Luật số 98/2025/QH15"
PENDING_BILL = (
    "Dự án luật sửa đổi các luật về quốc phòng (tháng 7/2026) có thể đổi thẩm quyền; chưa rõ đã thông qua hay chưa."
)
NOT_CONFIRMED = "Chưa đối chiếu được với văn bản gốc."

OFFICES = {
    "commune_chairman": "Chủ tịch UBND cấp xã",
    "ward_commander": "Chỉ huy trưởng Ban CHQS phường",
    "ward_chairman": "Chủ tịch UBND phường",
    "health_station": "Trạm y tế cấp xã",
    "district_commander": "Chỉ huy trưởng Ban CHQS cấp huyện",
    "district_command": "Ban CHQS cấp huyện",
    "district_chairman": "Chủ tịch UBND cấp huyện",
    "district_committee": "UBND cấp huyện",
    "province_commander": "Chỉ huy trưởng Bộ CHQS cấp tỉnh",
    "province_chairman": "Chủ tịch UBND cấp tỉnh",
    "province_committee": "UBND cấp tỉnh",
}


def _duty(act: str, clause: str, text: str, before: str, after: str, open_question: str = "") -> tuple[Rule, Rule]:
    """An act, the office that did it while there were districts, and the office that does it since."""
    key = f"duty.{act}"
    return (
        Rule(key, f"{clause} {LAW}", text, LAW_SOURCE, LAW_FIRST_DAY, DISTRICT_LAST_DAY, {"office": before}),
        Rule(
            key,
            f"{clause} {LAW} (sửa đổi bởi Điều 4 {LAW_98})",
            text,
            LAW_98,
            NO_DISTRICT_FIRST_DAY,
            None,
            {"office": after},
            open_question or PENDING_BILL,
        ),
    )


DUTIES = (
    *_duty(
        "report_aged_17", "Điều 16", "Báo cáo danh sách nam đủ 17 tuổi trong năm", "commune_chairman", "ward_commander"
    ),
    *_duty("call_to_register", "Điều 16", "Gọi đăng ký nghĩa vụ quân sự", "district_commander", "ward_chairman"),
    *_duty(
        "registration_certificate",
        "Điều 16",
        "Ký giấy chứng nhận đăng ký nghĩa vụ quân sự",
        "district_commander",
        "ward_chairman",
    ),
    *_duty("remove_from_register", "Điều 19", "Đưa ra khỏi danh sách đăng ký", "district_command", "ward_chairman"),
    *_duty("preselection", "Điều 40", "Tổ chức sơ tuyển sức khỏe", "health_station", "ward_chairman"),
    *_duty("health_council", "Điều 40", "Thành lập Hội đồng khám sức khỏe", "district_chairman", "province_chairman"),
    *_duty("call_to_examination", "Điều 40", "Gọi khám sức khỏe", "district_commander", "ward_chairman"),
    *_duty(
        "decide_claim", "Điều 42", "Quyết định tạm hoãn, miễn gọi nhập ngũ", "district_chairman", "province_chairman"
    ),
    *_duty(
        "decide_enlistment_list",
        "Điều 42",
        "Quyết định danh sách công dân gọi nhập ngũ",
        "district_chairman",
        "province_chairman",
        NOT_CONFIRMED,
    ),
    *_duty(
        "allot_quota",
        "Điều 34",
        "Giao chỉ tiêu gọi công dân nhập ngũ",
        "district_committee",
        "province_committee",
        NOT_CONFIRMED,
    ),
    *_duty("call_to_enlist", "Điều 34", "Gọi từng công dân nhập ngũ", "district_commander", "ward_chairman"),
    *_duty(
        "recognise_completed",
        "Điều 42",
        "Công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        "district_commander",
        "province_commander",
    ),
    *_duty("handover", "Điều 34", "Tổ chức giao, nhận quân", "district_committee", "province_committee", NOT_CONFIRMED),
)


def responsible_office(act: str, day: date, rules: RuleBook) -> str:
    """The Vietnamese name of the office that does the act on the day, e.g. `decide_claim`.

    Raises NoRuleInForce for an unknown act or a day before the law.
    """
    return OFFICES[rules.at(f"duty.{act}", day).value["office"]]
