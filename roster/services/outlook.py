"""What is to be expected of a candidate: handed over, fit, waiting for an answer, or lost, and for which reason."""

from __future__ import annotations

from dataclasses import dataclass

from roster.domain.cycle import STEP_BY_KEY, is_loss
from roster.domain.law.verdicts import VERDICT_LABELS, Verdict
from roster.services.assessment import Standing

HANDED_OVER, FIT, WAITING, LOST = "handed_over", "fit", "waiting", "lost"

# Answers that another paper or another day can still turn.
OPEN_VERDICTS = frozenset({Verdict.REFER, Verdict.CLAIM_PENDING, Verdict.AWAITING_HEALTH, Verdict.AWAITING_POLITICAL})
RULED_OUT, CLOSED = "ruled_out", "closed"
_OTHER_LABELS = {RULED_OUT: "Đã kết luận không gọi nhập ngũ", CLOSED: "Hồ sơ của năm đã kết thúc"}


@dataclass(frozen=True)
class Outlook:
    """`kind` is handed_over, fit, waiting or lost; `reason` the key behind it, "" for the first two.

    `by` says what the reason is: "verdict" (of the law), "step" (of the year's work) or "other".
    """

    kind: str
    reason: str = ""
    by: str = ""

    @property
    def label(self) -> str:
        """The reason in words."""
        return label_of_reason(self.by, self.reason)


def label_of_reason(by: str, reason: str) -> str:
    """A reason in words, "" for none."""
    if by == "verdict":
        return VERDICT_LABELS[Verdict(reason)]
    if by == "step":
        # "Tạm hoãn" is a step's name and nearly the law's: which of the two is counted must be seen.
        return f"Bước “{STEP_BY_KEY[reason].label}”"
    return _OTHER_LABELS.get(reason, "")


def outlook_of(candidate: Standing) -> Outlook:
    """The candidate's outlook: each has exactly one.

    A step by which the ward itself has settled his year goes before the law's answer, so that the number of a reason
    is the number of those at the step of that name, whatever else stands against them.
    """
    step = candidate.step
    if step == "handed_over":
        return Outlook(HANDED_OVER)
    if step is not None and is_loss(step):
        return Outlook(LOST, step, "step")
    if candidate.ruled_out:
        return Outlook(LOST, RULED_OUT, "other")
    deciding = _deciding(candidate)
    if deciding is not None and deciding not in OPEN_VERDICTS:
        return Outlook(LOST, str(deciding), "verdict")
    if candidate.is_closed:
        return Outlook(LOST, CLOSED, "other")
    return Outlook(FIT) if deciding is None else Outlook(WAITING, str(deciding), "verdict")


def _deciding(candidate: Standing) -> Verdict | None:
    """The first final answer against him, else the first open one; None where nothing stands against him."""
    settled = {Verdict.REFER} if candidate.ruled_callable else set()
    found = [verdict for verdict, _ in candidate.assessment.findings if verdict not in settled]
    return next((verdict for verdict in found if verdict not in OPEN_VERDICTS), found[0] if found else None)
