"""What stands on a citizen's papers, by kind and by the law of the day on which they are signed.

Luật NVQS 78/2015 Điều 16, 34, 40: to 30/06/2025 an order (lệnh) of the district's commander, since 01/07/2025 (Luật
98/2025/QH15) a decision (quyết định) of the ward's chairman. No public text prints the forms of 2025: the words here
are customary, and an officer may change them before each print.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roster.domain import call_forms, reserve_forms
from roster.domain.delivery import CALL_KINDS
from roster.domain.law.duties import NO_DISTRICT_FIRST_DAY, responsible_office
from roster.domain.law.versions import NoRuleInForce, RuleBook
from roster.domain.personal_form import PersonalForm

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
_CALL_ASKS = frozenset({"hour", "place", "grounds", "bring"})
_LAW = "Luật Nghĩa vụ quân sự ngày 19 tháng 6 năm 2015"
_LAW_98 = "Luật số 98/2025/QH15 ngày 27 tháng 6 năm 2025"


@dataclass(frozen=True)
class Wording:
    """The words of one series of papers: `name` is LỆNH or QUYẾT ĐỊNH, or a form's title; `grounds` one a line.

    `asks` are the details that an officer sets for all papers of the series; `source` says whose form it is.
    """

    name: str
    subject: str
    signer: str
    grounds: tuple[str, ...]
    bring: str
    asks: frozenset[str] = _CALL_ASKS
    source: str = ""

    @property
    def is_signed_by_chairman(self) -> bool:
        """Whether the committee's chairman signs, so that the committee's name heads the paper."""
        return "Chủ tịch" in self.signer

    @property
    def is_signed_by_district(self) -> bool:
        """Whether the commander of the district signs, as the law had it to 30/06/2025."""
        return "cấp huyện" in self.signer


def form_of(kind: str, day: date) -> PersonalForm:
    """The form of the kind in force on the day. Raises KeyError for a call, which is no form, and an unknown kind."""
    if kind in reserve_forms.KEYS:
        return reserve_forms.reserve_form(kind, day)
    return call_forms.call_form(kind, day)


def words_of(kind: str, year: int, signed_on: date, rules: RuleBook) -> Wording:
    """The words of the papers of any kind signed on that day. Raises KeyError for an unknown kind."""
    if kind in CALL_KINDS:
        return wording(kind, year, signed_on, rules)
    form = form_of(kind, signed_on)
    subject = f"Khám sức khỏe nghĩa vụ quân sự năm {year}" if "subject" in form.asks else ""
    bring = _BRING["examination"] if "bring" in form.asks else ""
    return Wording(form.name, subject, form.signer_on(signed_on), (), bring, form.asks, form.source)


# What stands behind the number of a paper that bears one (Nghị định 30/2020/NĐ-CP, Phụ lục III: QĐ, GM, GGT).
_SYMBOLS = {"invitation": "GM", "certificate": "GCN", "transfer": "GGT"}


def numbered(text: str, kind: str, signed_on: date, rules: RuleBook) -> str:
    """The number with its symbol where only digits were typed: "12" → "12/QĐ-UBND". Other texts stay what they are."""
    if not text.isdecimal():
        return text
    words = words_of(kind, signed_on.year, signed_on, rules)
    office = "UBND" if words.is_signed_by_chairman else "BCH"
    call = "QĐ" if signed_on >= NO_DISTRICT_FIRST_DAY else "L"
    act = _SYMBOLS.get(kind, call if kind in CALL_KINDS else "GT")
    return f"{text}/{act}-{office}"


def wording(kind: str, year: int, signed_on: date, rules: RuleBook) -> Wording:
    """The customary words of a call of that kind signed on that day. Raises KeyError for an unknown kind."""
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
