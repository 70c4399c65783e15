"""Grounds of deferral, exemption and bar in words: to choose, to read, and hidden where a role may not see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roster.domain.actor import Actor
from roster.domain.choices import CLAIM_GROUND, CLAIM_STATUS, label_of
from roster.domain.law.versions import Rule, RuleBook
from roster.services.candidate_answers import sensitivity_of
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


def ground_label(actor: Actor, mark: str) -> str:
    """The ground in a few words with its mark, or a sentence in its place for a role that may not see it."""
    return label_of(CLAIM_GROUND, mark) if actor.may_see(sensitivity_of(mark)) else HIDDEN


def state_of(claim: Claim) -> str:
    """A key of STATUS_LABELS: a withdrawn claim is withdrawn, whatever became of it before."""
    return WITHDRAWN if claim.withdrawn_at is not None else claim.status
