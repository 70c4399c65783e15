"""The rules of enlistment as an administrator sees them, and his dated changes of what the texts leave open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.law.duties import OFFICES
from roster.domain.law.enlistment import assess
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.versions import Rule, RuleBook
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import rules_in_use
from roster.services.faults import Invalid
from roster.store.claims import RuleChange
from roster.store.db import db
from roster.store.scope import demand_in_person

# Numbers that a circular may change any month, beside whatever the texts leave open.
_CHANGEABLE = ("cap.", "deadline.", "window.")


@dataclass(frozen=True)
class ShownRule:
    """A rule in force on the day asked, with all its periods (shipped and changed) and the changes made to it."""

    rule: Rule
    open_question: str
    may_change: bool
    history: tuple[Rule, ...]
    changes: tuple[RuleChange, ...]


def list_rules(on: date) -> list[ShownRule]:
    """Every rule that holds on the day, in the order of the book, the administrator's changes included."""
    changes = _changes()
    book = _book(changes)
    by_key: dict[str, list[RuleChange]] = {}
    for change_row in changes:
        by_key.setdefault(change_row.key, []).append(change_row)
    return [
        ShownRule(
            rule, open_question_of(rule.key), may_change(rule.key), book.history(rule.key),
            tuple(by_key.get(rule.key, ())),
        )
        for rule in book.in_force(on)
    ]  # fmt: skip


def get_rule(key: str, on: date) -> ShownRule | None:
    """One rule as list_rules shows it, None where none of this key holds on the day."""
    return next((shown for shown in list_rules(on) if shown.rule.key == key), None)


def open_question_of(key: str) -> str:
    """What the texts leave open in the latest period of a rule, "" where they are clear. A change does not close it."""
    return next((rule.open_question for rule in reversed(ENLISTMENT_RULES.history(key)) if rule.open_question), "")


def may_change(key: str) -> bool:
    """Whether the rule is one that an administrator may change: open in the texts, a cap, a deadline or a window."""
    return bool(ENLISTMENT_RULES.history(key)) and (key.startswith(_CHANGEABLE) or bool(open_question_of(key)))


def change(
    actor: Actor,
    key: str,
    value: Any,
    first_day: date,
    last_day: date | None,
    reason: str,
    citation: str,
    text: str,
    source: str,
) -> RuleChange:
    """Set a new value (or wording) of a rule from one day on, to the last day or without end, and commit.

    The value must have the form of the one before. Nothing is overwritten: earlier days keep their answer. Raises
    Invalid, NotAllowed for everyone but an administrator of the whole office.
    """
    demand_in_person(actor, Permission.MANAGE_OFFICE)
    texts = {"reason": clean(reason, keep_lines=True), "citation": clean(citation), "text": clean(text)}
    texts["source"] = clean(source)
    faults: dict[str, list[str]] = {}
    if not may_change(key):
        faults["key"] = ["Quy định này rõ trong văn bản nên không sửa được ở đây."]
    for name, label in (
        ("reason", "lý do sửa"), ("citation", "điều, khoản"), ("text", "nội dung"), ("source", "văn bản nguồn"),
    ):  # fmt: skip
        if not texts[name]:
            faults[name] = [f"Hãy ghi {label}."]
    if len(texts["citation"]) > 200:
        faults["citation"] = ["Điều, khoản dài quá 200 ký tự."]
    if last_day is not None and last_day < first_day:
        faults["last_day"] = ["Ngày cuối không được trước ngày đầu."]
    if not faults:
        if sentence := _fault_of_value(key, value, first_day):
            faults["value"] = [sentence]
        else:
            trial = Rule(key, texts["citation"], texts["text"], texts["source"], first_day, last_day, value)
            if not _can_be_applied(rules_in_use().with_changes([trial]), first_day):
                faults["value"] = ["Giá trị này làm chương trình không đánh giá được. Hãy kiểm tra lại."]
    if faults:
        raise Invalid(faults)
    row = RuleChange(
        key=key,
        value=value,
        first_day=first_day,
        last_day=last_day,
        user_id=actor.user_id,
        user_name=actor.name,
        **texts,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor, "rule.change", subject_id=row.id, key=key, value=value, first_day=first_day.isoformat(),
        last_day=last_day.isoformat() if last_day else None,
    )  # fmt: skip
    db.session.commit()
    return row


def _changes() -> list[RuleChange]:
    return list(db.session.scalars(select(RuleChange).order_by(RuleChange.at, RuleChange.id)))


def _book(changes: list[RuleChange]) -> RuleBook:
    return ENLISTMENT_RULES.with_changes(
        Rule(c.key, c.citation, c.text, c.source, c.first_day, c.last_day, c.value) for c in changes
    )


def _fault_of_value(key: str, value: Any, day: date) -> str:
    """Why the value has not the form of the rule's own; "" where it has."""
    history = ENLISTMENT_RULES.history(key)
    known = (rules_in_use().find(key, day) or history[-1]).value
    if not _is_alike(value, known):
        return "Giá trị phải có cùng dạng với giá trị đang dùng."
    if key.startswith("duty.") and value["office"] not in OFFICES:
        return "Hãy chọn một cơ quan trong danh sách."
    if key.startswith(("cap.", "deadline.")):
        numbers = [number for number in value.values() if isinstance(number, int)]
        if any(not 0 < number <= 366 for number in numbers):
            return "Con số phải từ 1 đến 366."
    if key.startswith("deadline.") and any(value[name] != known[name] for name in ("relation", "event", "unit")):
        return "Chỉ sửa được số ngày."
    if key.startswith("window."):
        try:
            first, last = (date.fromisoformat(f"2024-{value[end]}") for end in ("first", "last"))
        except ValueError:
            return "Ngày phải ghi dạng tháng-ngày, ví dụ 11-01."
        return "" if first <= last else "Ngày cuối không được trước ngày đầu."
    return ""


def _is_alike(value: Any, known: Any) -> bool:
    """Whether a value has the keys and kinds of another; None stands for "not ruled" wherever it stood before."""
    if isinstance(known, dict):
        return isinstance(value, dict) and value.keys() == known.keys() and all(
            _is_alike(value[name], known[name]) for name in known
        )  # fmt: skip
    if isinstance(known, list):
        return isinstance(value, list) and all(type(one) is type(known[0]) for one in value if known)
    if known is None:
        return value is None or isinstance(value, str | list)
    return value is None or type(value) is type(known)


_TRIALS = tuple(
    {"birth_date": birth, "sex": "male", "education": "7/12", "political_result": "passed",
     "health": {"class": n, "myopia": 1.5, "bmi": bmi}, "claims": [{"ground": "41.1.g", "status": "claimed"}],
     "bars": [{"ground": "13.1.a"}], "completed": {"kind": "standing_militia", "months": 12}}
    for birth in ("2004-02-29", "2001", "2008-01-01") for n in (1, 3, 4) for bmi in (17.5, 18.2, 30)
)  # fmt: skip


def _can_be_applied(rules: RuleBook, day: date) -> bool:
    try:
        for facts in _TRIALS:
            for reading in (None, "A", "B"):
                assess(facts, handover=day, on=day, age_reading=reading, rules=rules)
    except Exception:
        return False
    return True
