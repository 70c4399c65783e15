"""Grounds of deferral, exemption and bar in words: to choose, to read, and hidden where a role may not see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import CLAIM_GROUND, CLAIM_STATUS, label_of
from roster.domain.law.verdicts import VERDICT_LABELS, Reason, Verdict
from roster.domain.law.versions import Rule, RuleBook
from roster.services.assessment import Standing
from roster.store.claims import Claim

# Key for the address, heading, how the rules' keys begin.
KINDS: tuple[tuple[str, str, str], ...] = (
    ("deferral", "Tạm hoãn gọi nhập ngũ (khoản 1 Điều 41)", "claim.41.1."),
    ("exemption", "Miễn gọi nhập ngũ (khoản 2 Điều 41)", "claim.41.2."),
    ("bar", "Không được đăng ký (khoản 1 Điều 13)", "bar.13.1."),
    ("registration", "Miễn đăng ký (Điều 14)", "registration_exempt"),
)
WITHDRAWN = "withdrawn"
STATUS_LABELS = {**{str(choice.key): choice.label for choice in CLAIM_STATUS}, WITHDRAWN: "Đã rút"}
HIDDEN = "Không hiển thị (thông tin sức khỏe, chính trị, tư pháp)"
HIDDEN_LABEL = "Chưa đủ điều kiện gọi nhập ngũ"

_REGISTRATION = "14"


@dataclass(frozen=True)
class Ground:
    """A ground that the law knows: its mark ("41.1.a"), what it says, the clause."""

    mark: str
    text: str
    citation: str


def grounds_on(rules: RuleBook, day: date) -> list[tuple[str, list[Ground]]]:
    """The grounds in force on the day under their headings, in the order of the law."""
    standing = rules.in_force(day)
    return [
        (heading, [_ground(rule) for rule in standing if rule.key.startswith(start) and rule.key != "claim.volunteer"])
        for _, heading, start in KINDS
    ]


def _ground(rule: Rule) -> Ground:
    mark = rule.key.partition(".")[2] if "." in rule.key else _REGISTRATION
    return Ground(mark, rule.text, rule.citation)


def kind_of(mark: str) -> str:
    """Which of KINDS a ground belongs to."""
    if mark.startswith("41."):
        return "exemption" if mark.startswith("41.2") else "deferral"
    return "bar" if mark.startswith("13") else "registration"


def sensitivity_of(mark: str) -> Sensitivity | None:
    """What a ground tells of a man beyond his family and his studies: his health, or an offence."""
    if mark.startswith("13"):
        return Sensitivity.POLITICS
    return Sensitivity.HEALTH if mark == "41.1.a" or mark.startswith("14") else None


def ground_label(actor: Actor, mark: str) -> str:
    """The ground in a few words with its mark, or a sentence in its place for a role that may not see it."""
    return label_of(CLAIM_GROUND, mark) if actor.may_see(sensitivity_of(mark)) else HIDDEN


def state_of(claim: Claim) -> str:
    """A key of STATUS_LABELS: a withdrawn claim is withdrawn, whatever became of it before."""
    return WITHDRAWN if claim.withdrawn_at is not None else claim.status


# --- The law's answer as this officer may read it ---------------------------------------------------------------------


@dataclass(frozen=True)
class ShownAnswer:
    """The verdict's name, the reasons that decide and the mere notes, each as far as the officer may see it.

    `has_hidden`: something was left out, so that he is not led to think that he knows all.
    """

    label: str
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    has_hidden: bool


def shown_answer(actor: Actor, standing: Standing, rules: RuleBook) -> ShownAnswer:
    """A candidate's answer for this officer: health, politics and offences only for roles that may see them."""
    hidden = _hidden_citations(actor, rules)
    seen = [reason for reason in standing.assessment.reasons if reason.citation not in hidden]
    left_out = [r for r in standing.assessment.reasons if r.citation in hidden and not r.is_note]
    verdict = standing.assessment.verdict
    is_telling = bool(left_out) and verdict in _TELLING
    return ShownAnswer(
        HIDDEN_LABEL if is_telling else VERDICT_LABELS[verdict],
        tuple(reason for reason in seen if not reason.is_note),
        tuple(reason for reason in seen if reason.is_note),
        bool(left_out),
    )


# The name alone of these verdicts tells of a man's health, of what the police found, or of an offence.
_TELLING = frozenset(
    {
        Verdict.BARRED,
        Verdict.REGISTRATION_EXEMPT,
        Verdict.NOT_SELECTED,
        Verdict.UNFIT,
        Verdict.AWAITING_POLITICAL,
    }
)


def _hidden_citations(actor: Actor, rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset(rule.citation for rule in rules if not actor.may_see(_sensitivity_of_rule(rule.key)))


def _sensitivity_of_rule(key: str) -> Sensitivity | None:
    kind, _, mark = key.partition(".")
    if kind in ("claim", "bar") and mark:
        return sensitivity_of(mark)
    if key == "political":
        return Sensitivity.POLITICS
    # That an examination is still to come is no finding of one.
    is_health = key == "registration_exempt" or (kind == "health" and key != "health.examination")
    return Sensitivity.HEALTH if is_health else None
