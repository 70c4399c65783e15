"""The answers to "may this citizen be called up?", their Vietnamese names, and the form in which an answer is given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The answer, in the order in which answers are decided; REFER can be decided at several points."""

    VOLUNTARY_ONLY = "voluntary_only"
    COMPLETED = "completed"
    BARRED = "barred"
    REGISTRATION_EXEMPT = "registration_exempt"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    EXEMPT = "exempt"
    DEFERRED = "deferred"
    CLAIM_PENDING = "claim_pending"
    NOT_SELECTED = "not_selected"
    REFER = "refer"
    AWAITING_HEALTH = "awaiting_health"
    UNFIT = "unfit"
    AWAITING_POLITICAL = "awaiting_political"
    CALLABLE = "callable"


VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.VOLUNTARY_ONLY: "Chỉ gọi khi tự nguyện",
    Verdict.COMPLETED: "Đã hoàn thành nghĩa vụ quân sự tại ngũ",
    Verdict.BARRED: "Không được đăng ký nghĩa vụ quân sự",
    Verdict.REGISTRATION_EXEMPT: "Miễn đăng ký nghĩa vụ quân sự",
    Verdict.TOO_YOUNG: "Chưa đủ tuổi",
    Verdict.TOO_OLD: "Quá tuổi",
    Verdict.EXEMPT: "Miễn gọi nhập ngũ",
    Verdict.DEFERRED: "Tạm hoãn gọi nhập ngũ",
    Verdict.CLAIM_PENDING: "Chờ quyết định tạm hoãn, miễn",
    Verdict.NOT_SELECTED: "Không tuyển chọn",
    Verdict.REFER: "Chờ cấp có thẩm quyền kết luận",
    Verdict.AWAITING_HEALTH: "Chưa có kết luận sức khỏe",
    Verdict.UNFIT: "Không đủ sức khỏe",
    Verdict.AWAITING_POLITICAL: "Chưa có kết luận chính trị",
    Verdict.CALLABLE: "Đủ điều kiện gọi nhập ngũ",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A clause and a Vietnamese phrase. A note (`is_note`) tells the officer something but decides nothing."""

    citation: str
    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict, every reason that applies (the deciding one first, notes last), and the end of a running claim.

    `until` is a date that may be partial, as it was given; None for other verdicts than exempt and deferred, and for a
    claim without a known end. `findings` is every step's answer with its reason, in order; empty for a callable man.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    until: str | None = None
    findings: tuple[tuple[Verdict, Reason], ...] = ()

    def reasons_of(self, *verdicts: Verdict) -> tuple[Reason, ...]:
        """The reasons that were found for these verdicts."""
        return tuple(dict.fromkeys(reason for verdict, reason in self.findings if verdict in verdicts))
