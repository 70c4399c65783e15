"""The yearly call-up as steps of a candidate, and which verdicts of the law close a step to him.

The steps are those of a ward's work from the list of 17-year-olds to the handover (Luật NVQS 78/2015 as amended;
Thông tư 148/2018/TT-BQP as amended by 68/2025). What the law says of one man is roster.domain.law's; here stands only
which answer opens which door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roster.domain.law.verdicts import Assessment, Reason, Verdict


@dataclass(frozen=True)
class Step:
    """A state of a candidate. `stage` orders the funnel; `gate` names the door that must be open to enter it."""

    key: str
    label: str
    stage: int
    gate: str = "open"
    is_loss: bool = False

    @property
    def is_entered_freely(self) -> bool:
        """Whether a form or an import may set it: no door of the law before it, no step that must come first."""
        return self.gate == OPEN and self.key not in _BEFORE


def guarded_step_message(step: Step) -> str:
    """The sentence that refuses a guarded step to a form or an import."""
    return (
        f"Bước “{step.label}” chỉ được ghi hoặc đổi ở trang Đợt tuyển quân, nơi từng người được đối chiếu với luật "
        "(các điều 13, 14, 30, 31 và 41 Luật Nghĩa vụ quân sự). Ở đây hãy để trống hoặc chọn bước khác."
    )


OPEN, EARLY, FINAL = "open", "early", "final"

STEPS: tuple[Step, ...] = (
    Step("aged_17", "Nam đủ 17 tuổi", 1),
    Step("registered", "Đã đăng ký", 1),
    Step("registration_barred", "Không được đăng ký", 1, is_loss=True),
    Step("registration_exempt", "Miễn đăng ký", 1, is_loss=True),
    Step("source", "Nguồn sẵn sàng nhập ngũ", 2),
    Step("left_source", "Ra khỏi nguồn", 2, is_loss=True),
    Step("exempt", "Miễn gọi nhập ngũ", 3, is_loss=True),
    Step("deferred", "Tạm hoãn", 3, is_loss=True),
    Step("not_selected", "Không tuyển chọn", 3, is_loss=True),
    Step("not_called_yet", "Chưa gọi", 3, is_loss=True),
    Step("eligible_preselection", "Đủ điều kiện sơ tuyển", 3, EARLY),
    Step("invited_preselection", "Đã gọi sơ tuyển", 4, EARLY),
    Step("preselection_passed", "Đạt sơ tuyển", 4, EARLY),
    Step("preselection_failed", "Không đạt sơ tuyển", 4, is_loss=True),
    Step("preselection_absent", "Vắng sơ tuyển", 4, is_loss=True),
    Step("invited_examination", "Đã gọi khám sức khỏe", 5, EARLY),
    Step("examined", "Đã khám sức khỏe", 5),
    Step("examination_absent", "Vắng khám sức khỏe", 5, is_loss=True),
    Step("eligible_enlistment", "Đủ điều kiện nhập ngũ", 6, FINAL),
    Step("final_official", "Chốt chính thức", 7, FINAL),
    Step("final_reserve", "Chốt dự phòng", 7, FINAL),
    Step("called_up", "Đã giao quyết định gọi nhập ngũ", 8, FINAL),
    Step("handed_over", "Đã nhập ngũ", 9, FINAL),
    Step("returned", "Trả về sau giao quân", 10, is_loss=True),
    Step("replacement", "Bù đổi", 10, FINAL),
)

STEP_BY_KEY = {step.key: step for step in STEPS}


@dataclass(frozen=True)
class Milestone:
    """A point of the year's work that a candidate has reached: he stands at one of `steps`."""

    key: str
    label: str
    steps: frozenset[str]


def _from(key: str, *besides: str) -> frozenset[str]:
    """The steps that lead on from a milestone: itself and whatever comes after it, losses on the way included."""
    order = [step.key for step in STEPS]
    return frozenset(order[order.index(key) :]) | frozenset(besides)


# In the order of the funnel; each holds the next, so the numbers only fall. The whole list stands before the first.
MILESTONES: tuple[Milestone, ...] = (
    Milestone("eligible_preselection", "Đủ điều kiện sơ tuyển", _from("eligible_preselection")),
    Milestone("invited_preselection", "Đã gọi sơ tuyển", _from("invited_preselection")),
    Milestone(
        "preselection_passed", "Đạt sơ tuyển",
        _from("preselection_passed") - {"preselection_failed", "preselection_absent"},
    ),
    Milestone("invited_examination", "Đã gọi khám sức khỏe", _from("invited_examination")),
    Milestone("examined", "Đã khám sức khỏe", _from("examined") - {"examination_absent"}),
    Milestone("eligible_enlistment", "Đủ điều kiện nhập ngũ", _from("eligible_enlistment")),
    Milestone("closed", "Đã chốt quân số", _from("final_official")),
    Milestone("called_up", "Đã giao quyết định gọi nhập ngũ", _from("called_up") - {"replacement"}),
    Milestone("handed_over", "Đã nhập ngũ", frozenset({"handed_over", "returned"})),
)  # fmt: skip

# From which steps a man may come. A step that is not named here may be entered from anywhere (it takes him out).
_BEFORE: dict[str, frozenset[str]] = {
    "invited_preselection": frozenset({"eligible_preselection", "preselection_absent", "preselection_failed"}),
    "preselection_passed": frozenset({"invited_preselection", "preselection_absent", "preselection_failed"}),
    "preselection_failed": frozenset({"invited_preselection", "preselection_passed"}),
    "preselection_absent": frozenset({"invited_preselection"}),
    "invited_examination": frozenset({"preselection_passed", "examination_absent", "examined"}),
    "examined": frozenset({"invited_examination", "examination_absent"}),
    "examination_absent": frozenset({"invited_examination"}),
    "eligible_enlistment": frozenset({"examined", "final_official", "final_reserve"}),
    "final_official": frozenset({"eligible_enlistment", "final_reserve"}),
    "final_reserve": frozenset({"eligible_enlistment", "final_official"}),
    "called_up": frozenset({"final_official", "final_reserve"}),
    "handed_over": frozenset({"called_up", "replacement"}),
    "returned": frozenset({"handed_over"}),
    "replacement": frozenset({"final_reserve", "called_up", "eligible_enlistment"}),
}

# What is not yet known before the examination keeps nobody from being invited to it.
_EARLY_VERDICTS = frozenset({Verdict.CALLABLE, Verdict.AWAITING_HEALTH, Verdict.AWAITING_POLITICAL})
_GATES: dict[str, frozenset[Verdict]] = {
    EARLY: _EARLY_VERDICTS,
    FINAL: frozenset({Verdict.CALLABLE}),
}


@dataclass(frozen=True)
class Gate:
    """Whether a step is open to a candidate; where it is not, why, each line with its clause if the law closes it."""

    is_open: bool
    reasons: tuple[str, ...] = ()


def may_enter(step_key: str, current: str | None, assessment: Assessment, ruled_callable: bool = False) -> Gate:
    """Whether a candidate at `current` may enter the step, by the law's answer.

    `ruled_callable`: a commander's recorded ruling settles what was referred; whatever else the law found still stands
    against him. Raises KeyError for an unknown step.
    """
    step = STEP_BY_KEY[step_key]
    before = _BEFORE.get(step_key)
    if before is not None and current not in before:
        wanted = ", ".join(STEP_BY_KEY[key].label.lower() for key in sorted(before, key=_position))
        here = STEP_BY_KEY[current].label if current in STEP_BY_KEY else "chưa vào bước nào"
        return Gate(False, (f"Đang ở bước “{here}”; bước “{step.label}” chỉ vào được từ: {wanted}.",))
    allowed = _GATES.get(step.gate)
    if allowed is None:
        return Gate(True)
    against = standing_against(assessment, allowed, ruled_callable)
    return Gate(not against, tuple(f"{reason.text} ({reason.citation})" for reason in against))


def standing_against(
    assessment: Assessment, allowed: frozenset[Verdict] = _GATES[FINAL], ruled_callable: bool = False
) -> tuple[Reason, ...]:
    """What the law found against a candidate beyond the `allowed` verdicts; a ruling settles what was referred.

    Every finding counts, not the first alone: behind a referred age there may be a decided deferral.
    """
    settled = allowed | {Verdict.REFER} if ruled_callable else allowed
    found = assessment.findings or tuple((assessment.verdict, reason) for reason in assessment.reasons)
    return tuple(dict.fromkeys(reason for verdict, reason in found if verdict not in settled and not reason.is_note))


def gate_verdicts(gate: str) -> frozenset[Verdict]:
    """The verdicts before which a gate ("early", "final") stays open. Raises KeyError for another."""
    return _GATES[gate]


def is_loss(step_key: str | None) -> bool:
    """Whether a step takes the candidate out of the year's work."""
    return step_key in STEP_BY_KEY and STEP_BY_KEY[step_key].is_loss


def _position(key: str) -> int:
    return next(n for n, step in enumerate(STEPS) if step.key == key)


def funnel_stage(step_key: str | None) -> int:
    """The stage of the funnel that a step belongs to, 0 for none."""
    return STEP_BY_KEY[step_key].stage if step_key in STEP_BY_KEY else 0


def divide_quota(total: int, pools: Sequence[int]) -> list[int]:
    """Divide a quota by the pools of fit men: largest remainder (Hare–Niemeyer), ties to the larger pool, then order.

    The parts add up to `total`; with empty pools all of it is left undivided (zeros). Raises ValueError for negatives.
    """
    if total < 0 or any(pool < 0 for pool in pools):
        raise ValueError("quota and pools must not be negative")
    whole = sum(pools)
    if whole == 0:
        return [0] * len(pools)
    parts = [total * pool // whole for pool in pools]
    order = sorted(range(len(pools)), key=lambda n: (-(total * pools[n] % whole), -pools[n], n))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts
