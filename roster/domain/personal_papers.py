"""What stands on the papers that call a citizen, by kind and by the law of the day on which they are signed.

Luật NVQS 78/2015 Điều 16, 34, 40: to 30/06/2025 an order (lệnh) of the district's commander, since 01/07/2025 (Luật
98/2025/QH15) a decision (quyết định) of the ward's chairman. No public text prints the forms of 2025: the words here
are customary, and an officer may change them before each print.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roster.domain.law.duties import NO_DISTRICT_FIRST_DAY, responsible_office
from roster.domain.law.versions import NoRuleInForce, RuleBook

_ACTS = {
    "registration": "call_to_register",
    "preselection": "preselection",
    "examination": "call_to_examination",
    "enlistment": "call_to_enlist",
}
_SUBJECTS = {
    "registration": "đăng ký nghĩa vụ quân sự",
    "preselection": "sơ tuyển sức khỏe nghĩa vụ quân sự",
    "examination": "khám sức khỏe nghĩa vụ quân sự",
    "enlistment": "nhập ngũ",
}
_BRING = {
    "registration": "thẻ căn cước hoặc căn cước công dân; giấy khai sinh; bằng tốt nghiệp, học bạ (bản sao)",
    "preselection": "thẻ căn cước hoặc căn cước công dân; giấy tờ về sức khỏe đang điều trị (nếu có)",
    "examination": "thẻ căn cước hoặc căn cước công dân; giấy tờ về sức khỏe, tiền sử bệnh tật (nếu có)",
    "enlistment": "thẻ căn cước hoặc căn cước công dân; đồ dùng cá nhân cần thiết",
}
_LAW = "Luật Nghĩa vụ quân sự ngày 19 tháng 6 năm 2015"
_LAW_98 = "Luật số 98/2025/QH15 ngày 27 tháng 6 năm 2025"


@dataclass(frozen=True)
class Wording:
    """The words of one series of papers: `name` is LỆNH or QUYẾT ĐỊNH, `grounds` one a line."""

    name: str
    subject: str
    signer: str
    grounds: tuple[str, ...]
    bring: str


def wording(kind: str, year: int, signed_on: date, rules: RuleBook) -> Wording:
    """The customary words of a paper of that kind signed on that day. Raises KeyError for an unknown kind."""
    is_decision = signed_on >= NO_DISTRICT_FIRST_DAY
    subject = _SUBJECTS[kind]
    try:
        office = responsible_office(_ACTS[kind], signed_on, rules)
    except NoRuleInForce:
        office = ""
    law = f"{_LAW}, được sửa đổi, bổ sung bởi {_LAW_98}" if is_decision else _LAW
    grounds = [f"Căn cứ {law};"]
    if kind in ("examination", "enlistment"):
        grounds.append(f"Căn cứ kế hoạch tuyển chọn, gọi công dân nhập ngũ năm {year};")
    grounds.append(f"Theo đề nghị của Chỉ huy trưởng Ban Chỉ huy quân sự {'phường' if is_decision else 'cấp xã'}.")
    about = f"Về việc gọi công dân {subject}" + (f" năm {year}" if kind != "registration" else "")
    return Wording("QUYẾT ĐỊNH" if is_decision else "LỆNH", about, office, tuple(grounds), _BRING[kind])
