"""What stands on a citizen's papers, by kind and by the law of the day on which they are signed.

Luật NVQS 78/2015 Điều 16, 34, 40: to 30/06/2025 an order (lệnh) of the district's commander, since 01/07/2025 (Luật
98/2025/QH15) a decision (quyết định) of the ward's chairman. No public text prints the forms of 2025: the words here
are customary, and an officer may change them before each print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from roster.domain import call_forms, reserve_forms
from roster.domain.delivery import CALL_KINDS
from roster.domain.law.duties import DISTRICT_LAST_DAY, NO_DISTRICT_FIRST_DAY, responsible_office
from roster.domain.law.versions import NoRuleInForce, RuleBook
from roster.domain.personal_form import PersonalForm
from roster.domain.text import fold

# Who calls. To sơ tuyển called whoever called to the examination; the health station of old only held it.
_ACTS = {
    "registration": "call_to_register",
    "preselection": "call_to_examination",
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
_SYMBOLS = {
    "invitation": "GM", "certificate": "GCN", "transfer": "GGT", "reserve_file": "PQNDB", "reserve_card": "GCN",
    "reserve_move": "GGT",
}  # fmt: skip
_NUMBER = re.compile(r"(\d+)(?:/(.+))?", re.ASCII)
_ANY_DIGITS = re.compile(r"\d+", re.ASCII)


def symbol_of(kind: str, signed_on: date, rules: RuleBook) -> str:
    """What stands behind the number of such a paper signed on that day, "QĐ-UBND"; "" for a form without a number."""
    if kind not in CALL_KINDS and kind not in _SYMBOLS:
        return ""
    words = words_of(kind, signed_on.year, signed_on, rules)
    call = "QĐ" if signed_on >= NO_DISTRICT_FIRST_DAY else "L"
    return f"{_SYMBOLS.get(kind, call)}-{'UBND' if words.is_signed_by_chairman else 'BCH'}"


def numbered(text: str, kind: str, signed_on: date, rules: RuleBook) -> str:
    """The number with the symbol of the day of signing: "12" → "12/QĐ-UBND", to 30/06/2025 "12/L-BCH".

    A symbol that such papers bear under another law gives way too; whatever else was typed stays as it is.
    """
    found = _NUMBER.fullmatch(text)
    symbol = symbol_of(kind, signed_on, rules)
    customary = {symbol_of(kind, day, rules) for day in (DISTRICT_LAST_DAY, NO_DISTRICT_FIRST_DAY)}
    if found is None or not symbol or (found[2] and found[2] not in customary):
        return text
    return f"{found[1]}/{symbol}"


def place_in_series(number: str, kind: str) -> tuple[str, int] | None:
    """The series to which a number belongs, and its place there: "012/QĐ-UBND" and "Số 12/QĐ-UBND" are the same one.

    Papers that bear the same symbol share a series; a number without a symbol is one of its kind. None without digits.
    """
    digits = _ANY_DIGITS.search(number)
    if digits is None:
        return None
    words = fold(f"{number[: digits.start()]} {number[digits.end() :]}").split()
    return " ".join(words[1:] if words[:1] == ["so"] else words) or kind, int(digits[0])


# The texts that papers of the call-up cite, with their first and last day (docs of the law: 1. Texts in force).
_TEXTS: tuple[tuple[str, date, date | None], ...] = (
    ("78/2015/QH13", date(2016, 1, 1), None),
    ("13/2016/NĐ-CP", date(2016, 4, 8), None),
    ("16/2016/TTLT-BYT-BQP", date(2016, 8, 15), date(2023, 12, 31)),
    ("148/2018/TT-BQP", date(2018, 11, 20), None),
    ("48/2019/QH14", date(2020, 7, 1), None),
    ("105/2023/TT-BQP", date(2024, 1, 1), None),
    ("98/2025/QH15", NO_DISTRICT_FIRST_DAY, None),
    ("68/2025/TT-BQP", date(2025, 7, 1), None),
    ("220/2025/NĐ-CP", date(2025, 8, 7), None),
    ("106/2025/TT-BQP", date(2025, 9, 30), None),
)


def not_in_force(grounds: str, signed_on: date) -> tuple[str, ...]:
    """Sentences on the texts among the grounds that are not in force on the day of signing."""
    found = []
    for name, first_day, last_day in _TEXTS:
        if not re.search(rf"(?<!\d){re.escape(name)}", grounds):
            continue
        if signed_on < first_day:
            found.append(f"Văn bản số {name} có hiệu lực từ {first_day:%d/%m/%Y}, sau ngày ký.")
        elif last_day is not None and signed_on > last_day:
            found.append(f"Văn bản số {name} chỉ có hiệu lực đến {last_day:%d/%m/%Y}, trước ngày ký.")
    return tuple(found)


def wrong_office(words: Wording, post: str, authority: str) -> str:
    """What is wrong with the post under the signature for the office that signs on the day, "" where nothing is."""
    by_chairman = "chu tich" in fold(f"{authority} {post}")
    if words.is_signed_by_chairman and not by_chairman:
        other = f", không phải {post}" if post.strip() else ", hãy ghi chức vụ người ký"
        return f"Giấy của ngày ký này do {words.signer} ký{other}. Ký thay, ký thừa lệnh thì ghi rõ."
    if words.is_signed_by_district and by_chairman:
        return f"Giấy của ngày ký này do {words.signer} ký, không phải Chủ tịch."
    return ""


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
    grounds.append("Theo đề nghị của Chỉ huy trưởng Ban Chỉ huy quân sự phường.")
    about = f"Về việc gọi công dân {subject}" + (f" năm {year}" if kind != "registration" else "")
    return Wording("QUYẾT ĐỊNH" if is_decision else "LỆNH", about, office, tuple(grounds), _BRING[kind])
