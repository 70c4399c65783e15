"""What an event of the reserve's register needs before it may be written: which facts each kind has, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from roster.domain.choices import RANK
from roster.domain.law import reserve
from roster.domain.law.reserve import (
    ABSENCE,
    CLASS,
    DONE_LABELS,
    KINDS,
    MOVE_IN,
    MOVE_OUT,
    PLACEMENT,
    REGISTRATION,
    REMOVAL,
    REMOVAL_REASONS,
    RETURN,
    SERVICE,
    SUPPLEMENT,
    TRAINING,
)
from roster.domain.law.reserve import (
    RANK as RANK_EVENT,
)
from roster.domain.law.reserve_class import FACTS_IN_MONTHS, SERVICE_FACTS
from roster.domain.text import clean

_DECISION = ("decision_number", "decided_on", "decided_by")
# A placement has no evidence, place, notes or decider: free text about it could name a unit, a state secret.
FIELDS_OF: dict[str, tuple[str, ...]] = {
    REGISTRATION: ("on_day", "place", "evidence", "notes"),
    SUPPLEMENT: ("on_day", "until", "evidence", "notes"),
    MOVE_OUT: ("on_day", "place", "until", "evidence", "notes"),
    MOVE_IN: ("on_day", "place", "until", "evidence", "notes"),
    ABSENCE: ("on_day", "until", "place", "evidence", "notes"),
    RETURN: ("on_day", "until", "evidence", "notes"),
    REMOVAL: ("on_day", "value", *_DECISION, "evidence", "until", "notes"),
    CLASS: ("on_day", "value", *_DECISION, "evidence", "notes"),
    TRAINING: ("on_day", "months", "evidence", "notes"),
    SERVICE: ("on_day", "value", "months", "evidence", "notes"),
    RANK_EVENT: ("on_day", "value", *_DECISION, "evidence", "notes"),
    PLACEMENT: ("on_day", "value", "decision_number", "decided_on"),
}
"""The facts that a kind has, in the order of its form. Proposals of ranks are made by roster.services.reserve_ranks."""

VALUES_OF: dict[str, dict[str, str]] = {
    REMOVAL: REMOVAL_REASONS,
    CLASS: {"1": "Hạng một", "2": "Hạng hai"},
    SERVICE: SERVICE_FACTS,
    RANK_EVENT: {str(one.key): one.label for one in RANK},
    PLACEMENT: {"yes": "Đã xếp", "no": "Không còn xếp"},
}
"""What may be chosen as the value of a kind, with its words."""

_LONGEST = {"place": 200, "evidence": 2000, "decision_number": 80, "decided_by": 160, "notes": 2000}
_MOST_MONTHS = {TRAINING: 12, SERVICE: 480}
_EARLIEST = date(1950, 1, 1)


def cleaned(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that the kind has, tidied; blank ones as None."""
    found: dict[str, Any] = {}
    for key in FIELDS_OF[kind]:
        value = values.get(key)
        if isinstance(value, str):
            value = clean(value, keep_lines=key in {"evidence", "notes"}) or None
        found[key] = value
    return found


def stored_value(kind: str, facts: Mapping[str, Any]) -> str | None:
    """The `value` that the event keeps: months of training, a fact of service with its months, else what was chosen."""
    if kind == TRAINING:
        return str(facts["months"])
    if kind == SERVICE:
        return f"{facts['value']}:{facts['months']}" if facts["value"] in FACTS_IN_MONTHS else facts["value"]
    return facts.get("value")


def faults_of(kind: str, facts: Mapping[str, Any], today: date, since: date | None) -> dict[str, list[str]]:
    """What is wrong with the cleaned facts, by field. `since` is the first day of the record that it is about."""
    faults: dict[str, list[str]] = {}
    _days(kind, facts, today, since, faults)
    choices = VALUES_OF.get(kind)
    if choices is not None and facts["value"] not in choices:
        faults["value"] = ["Hãy chọn một mục trong danh sách."]
    if kind == TRAINING or (kind == SERVICE and facts.get("value") in FACTS_IN_MONTHS):
        months, most = facts.get("months"), _MOST_MONTHS[kind]
        if not isinstance(months, int) or not 1 <= months <= most:
            faults["months"] = [f"Hãy nhập số tháng, từ 1 đến {most}."]
    if kind in {MOVE_OUT, MOVE_IN} and not facts["place"]:
        faults["place"] = ["Hãy ghi nơi chuyển đến." if kind == MOVE_OUT else "Hãy ghi nơi chuyển đi (nơi ở cũ)."]
    is_death = kind == REMOVAL and facts.get("value") == "death"
    if kind in reserve.DECIDED_KINDS or (kind == REMOVAL and not is_death):
        if not facts["decision_number"]:
            faults["decision_number"] = ["Hãy ghi số quyết định."]
        if facts["decided_on"] is None:
            faults["decided_on"] = ["Hãy ghi ngày quyết định."]
    if (is_death or facts.get("value") == "other") and not facts.get("evidence"):
        faults["evidence"] = ["Hãy ghi căn cứ, ví dụ số và ngày của giấy chứng tử, văn bản."]
    decided_on = facts.get("decided_on")
    if decided_on is not None and not _EARLIEST <= decided_on <= today:
        faults["decided_on"] = [f"Ngày quyết định không được ở sau ngày hôm nay ({today:%d/%m/%Y})."]
    for key, most in _LONGEST.items():
        if len(facts.get(key) or "") > most:
            faults.setdefault(key, []).append(f"Không quá {most} ký tự.")
    return faults


def _days(kind: str, facts: Mapping[str, Any], today: date, since: date | None, faults: dict[str, list[str]]) -> None:
    on_day, until = facts["on_day"], facts.get("until")
    if not isinstance(on_day, date):
        faults["on_day"] = ["Hãy nhập ngày, ví dụ 01/07/2025."]
        return
    if on_day > today:
        faults["on_day"] = [f"Ngày này không được ở sau ngày hôm nay ({today:%d/%m/%Y})."]
    elif on_day < _EARLIEST:
        faults["on_day"] = ["Ngày này quá xa về trước; hãy kiểm tra năm."]
    elif since is not None and kind in reserve.CLOSING_KINDS and on_day < since:
        faults["on_day"] = [f"Ngày này phải từ ngày ghi vào sổ ({since:%d/%m/%Y}) trở đi."]
    if until is not None and until < on_day:
        faults["until"] = ["Ngày này không được ở trước ngày bắt đầu."]
    elif until is not None and kind in DONE_LABELS and until > today:
        faults["until"] = [f"Ngày này không được ở sau ngày hôm nay ({today:%d/%m/%Y})."]


def kind_label(kind: str) -> str:
    """The kind in words; the key itself for one that is not known."""
    return KINDS.get(kind, kind)
