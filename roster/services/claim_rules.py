"""What a claim must look like before it is kept: its ground, its days, and whether the right office decided it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from roster.domain.choices import CLAIM_GROUND
from roster.domain.dates import is_partial_date, latest
from roster.domain.law.duties import DISTRICT_LAST_DAY, responsible_office
from roster.domain.law.grounds import LAW_FIRST_DAY
from roster.domain.law.versions import RuleBook
from roster.domain.text import clean, fold

GROUNDS = frozenset(str(choice.key) for choice in CLAIM_GROUND)
# One child (brother) of a family only: điểm c khoản 1, điểm b và c khoản 2 Điều 41 Luật NVQS 78/2015.
ONE_PER_FAMILY = frozenset({"41.1.c", "41.2.b", "41.2.c"})

_LONGEST = {"evidence": 2000, "notes": 2000, "decision_number": 80, "decided_by": 160, "withdrawn_reason": 500}
# Levels by the words of an office's name, folded. A city may be of the province's or of the district's level.
_WARD_WORDS = ("phuong", "xa", "thi tran", "dac khu", "cap xa")
_DISTRICT_WORDS = ("huyen", "quan", "thi xa", "cap huyen")
_PROVINCE_WORDS = ("tinh", "cap tinh")


def claim_citation(ground: str, day: date, rules: RuleBook) -> tuple[str, str]:
    """The clause of a ground and its words on the day; both empty where no such rule is in force."""
    rule = rules.find(rule_key(ground), day)
    return (rule.citation, rule.text) if rule else ("", "")


def rule_key(ground: str) -> str:
    """The key of a ground's rule in the book of the law."""
    if ground.startswith("41"):
        return f"claim.{ground}"
    return "registration_exempt" if ground.startswith("14") else f"bar.{ground}"


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with clean texts, blanks as None."""
    tidy = {
        key: clean(value, keep_lines=key in {"evidence", "notes"}) if isinstance(value, str) else value
        for key, value in values.items()
    }
    return {key: None if value == "" else value for key, value in tidy.items()}


def faults_of_facts(values: Mapping[str, Any], today: date, rules: RuleBook) -> dict[str, list[str]]:
    """Sentences by field for the facts of a claim that make no sense; empty where all is well."""
    faults: dict[str, list[str]] = {}
    ground = values.get("ground")
    if ground not in GROUNDS:
        faults["ground"] = ["Hãy chọn diện tạm hoãn, miễn theo điểm, khoản của luật."]
    elif rules.find(rule_key(ground), today) is None:
        faults["ground"] = ["Diện này không có trong luật đang có hiệu lực."]
    received = values.get("papers_received_on")
    if received is not None and received > today:
        faults["papers_received_on"] = ["Ngày nhận giấy tờ không được ở sau ngày hôm nay."]
    until = values.get("until")
    if until is not None and not is_partial_date(until):
        faults["until"] = ["Thời hạn phải là một ngày có thật, ví dụ 30/06/2027, 06/2027 hoặc 2027."]
    for key, longest in _LONGEST.items():
        if len(values.get(key) or "") > longest:
            faults[key] = [f"Nội dung dài quá {longest} ký tự."]
    return faults


def faults_of_decision(
    ground: str,
    outcome: str,
    decision_number: str | None,
    decided_on: date | None,
    decided_by: str | None,
    until: str | None,
    today: date,
    rules: RuleBook,
) -> dict[str, list[str]]:
    """Sentences by field for a decision that cannot stand; empty where all is well.

    A ground of Điều 41 is decided by the office of the day of decision: the chairman of the district to 30/06/2025, of
    the province since (Điều 42 Luật NVQS, Điều 4 Luật 98/2025/QH15). The ward proposes and decides none.
    """
    faults: dict[str, list[str]] = {}
    if outcome not in {"decided", "refused"}:
        faults["outcome"] = ["Hãy chọn được chấp nhận hay không được chấp nhận."]
    if not decision_number:
        faults["decision_number"] = ["Hãy ghi số quyết định (văn bản trả lời)."]
    elif len(decision_number) > _LONGEST["decision_number"]:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    if until is not None and not is_partial_date(until):
        faults["until"] = ["Thời hạn phải là một ngày có thật, ví dụ 30/06/2027, 06/2027 hoặc 2027."]
    elif until is not None and decided_on is not None and latest(until) < decided_on:
        faults["until"] = ["Thời hạn không được trước ngày quyết định."]
    if decided_on is None or not LAW_FIRST_DAY <= decided_on <= today:
        faults["decided_on"] = ["Hãy ghi ngày quyết định, từ ngày 01/01/2016 đến hôm nay."]
        return faults
    if not decided_by:
        faults["decided_by"] = ["Hãy ghi người, cơ quan quyết định."]
    elif len(decided_by) > _LONGEST["decided_by"]:
        faults["decided_by"] = ["Tên người, cơ quan quyết định dài quá 160 ký tự."]
    elif ground.startswith("41") and not _is_office_of(decided_by, decided_on):
        rule = rules.at("duty.decide_claim", decided_on)
        office = responsible_office("decide_claim", decided_on, rules)
        faults["decided_by"] = [
            f"Ngày {decided_on:%d/%m/%Y} thẩm quyền quyết định tạm hoãn, miễn là của {office} ({rule.citation})."
        ]
    return faults


def _is_office_of(decided_by: str, day: date) -> bool:
    """Whether the named office is a chairman of the level that decides claims on the day."""
    words = f" {fold(decided_by)} "
    is_chairman = " chu tich " in words and (" ubnd " in words or " uy ban nhan dan " in words)
    names_district = _has(words, _DISTRICT_WORDS)
    # "thành phố" and a "xã" inside "thị xã" say nothing of the level by themselves.
    names_ward = _has(words.replace(" thi xa ", " "), _WARD_WORDS)
    is_province = _has(words, _PROVINCE_WORDS) or " thanh pho " in words or " tp " in words
    if day <= DISTRICT_LAST_DAY:
        is_district = names_district or ((" thanh pho " in words or " tp " in words) and not _has(words, ("tinh",)))
        return is_chairman and is_district and not names_ward
    return is_chairman and is_province and not names_district and not names_ward


def _has(words: str, names: tuple[str, ...]) -> bool:
    return any(f" {name} " in words for name in names)
