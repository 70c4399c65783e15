"""The targets of item 5 of the directive as the ward is measured by them, and how a target stands on a day.

Source: Chỉ thị của Ban Thường vụ Quận ủy về nhiệm vụ quốc phòng, quân sự địa phương năm 2024, mục 5. The directive sets
one deadline (the military Party cell, February 2024); the figures to be reached are set by the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roster.domain.actor import Sensitivity
from roster.domain.text import fold

PEOPLE, PER_CENT, YES_NO, STATE = "người", "%", "có/không", "trạng thái"
POPULATION, MALE_POPULATION = "population", "male_population"
HANDOVER_FAULTS, TRAINING_RESULTS = "handover_violations", "training_results"
OWN = "own."  # how the key of a target begins that the ward added itself


class TargetState(StrEnum):
    """How a target stands."""

    MET = "met"
    OPEN = "open"  # not reached, and its deadline has not passed
    MISSED = "missed"  # not reached by its deadline
    NOT_SET = "not_set"  # nothing to reach was set
    UNKNOWN = "unknown"  # the value is not known


STATE_LABELS = {
    TargetState.MET: "Đạt",
    TargetState.OPEN: "Đang thực hiện",
    TargetState.MISSED: "Chưa đạt, đã quá hạn",
    TargetState.NOT_SET: "Chưa giao chỉ tiêu",
    TargetState.UNKNOWN: "Chưa có số liệu",
}
OVER_CEILING = "Vượt mức cho phép"  # how a target that was missed is called where less is better


def state_label(state: TargetState, *, is_ceiling: bool = False) -> str:
    """The state in words."""
    return OVER_CEILING if is_ceiling and state is TargetState.MISSED else STATE_LABELS[state]


def labels_of(*states: TargetState) -> frozenset[str]:
    """Every word for these states."""
    return frozenset(state_label(state, is_ceiling=ceiling) for state in states for ceiling in (False, True))


@dataclass(frozen=True)
class TargetKind:
    """One target. `is_counted`: the program counts it; others are kept by the user.

    `stages`: the words for how far a thing has come that is told in words, first to last; `reached`: which of them are
    the aim itself. `is_ceiling`: the goal is the most that may be, not the least that must be. `is_lasting`: what was
    reached once stands in later years until something else is written; the others begin anew each year.
    """

    key: str
    label: str
    unit: str
    responsible: str
    is_counted: bool = True
    goal: float | None = None  # where the text itself or common sense sets it
    deadline: date | None = None  # None: the end of the year
    sensitivity: Sensitivity | None = None
    hint: str = ""
    is_of_item_5: bool = True
    is_ceiling: bool = False
    is_lasting: bool = False
    stages: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()

    def deadline_of(self, year: int) -> date:
        """The last day to reach it in a year; a deadline of its own stays in force in later years."""
        return self.deadline or date(year, 12, 31)


_COMMAND, _POLITICAL = "Ban CHQS phường", "Chính trị viên"

TARGETS: tuple[TargetKind, ...] = (
    TargetKind(
        "militia_strength", "Quân số dân quân tự vệ", PEOPLE, _COMMAND,
        hint="So với quân số được giao; tỷ lệ dân số tính theo “Dân số của phường” ở thẻ Các mục khác của Chỉ thị",
    ),
    TargetKind(
        "militia_structure", "Cơ cấu: tỷ lệ dân quân cơ động trong lực lượng", PER_CENT, _COMMAND,
        hint="Lực lượng cơ động làm nòng cốt",
    ),
    TargetKind(
        "militia_party", "Chất lượng chính trị: đảng viên trong dân quân tự vệ", PER_CENT, _POLITICAL,
        sensitivity=Sensitivity.POLITICS,
    ),
    TargetKind("reserve_assigned", "Quân nhân dự bị đã xếp vào đơn vị dự bị động viên", PER_CENT, _COMMAND),
    TargetKind(
        "mobile_training", "Dân quân cơ động đã huấn luyện đạt yêu cầu", PER_CENT, "Chỉ huy trưởng",
        hint="Người đạt trở lên trên quân số cơ động",
    ),
    TargetKind(
        "party_cell", "Thành lập chi bộ Quân sự phường", YES_NO, "Đảng ủy phường", is_counted=False, goal=1,
        deadline=date(2024, 2, 29), hint="Ghi số, ngày quyết định", is_lasting=True,
    ),
    TargetKind(
        "headquarters", "Trụ sở Ban CHQS phường", STATE, "UBND phường, cấp trên", is_counted=False,
        hint="Chưa xem xét, đã xem xét, đã bố trí hoặc đã xây dựng; đã bố trí (không phải tạm) hoặc đã xây dựng là đạt",
        is_lasting=True, stages=("Chưa xem xét", "Đã xem xét", "Đã bố trí", "Đã xây dựng"),
        reached=("Đã bố trí", "Đã xây dựng"),
    ),
    TargetKind(
        "party_source", "Đoàn viên ưu tú trong dân quân tự vệ được kết nạp Đảng trong năm", PEOPLE, _POLITICAL,
        sensitivity=Sensitivity.POLITICS,
    ),
    TargetKind(
        "command_posts", "Kiện toàn Ban CHQS phường: chức danh có người", PER_CENT, "Đảng ủy, UBND phường", goal=100
    ),
    TargetKind(
        "commander_training", "Chỉ huy và tổ, đội trưởng tổ dân phố đã tập huấn", PER_CENT, "Cấp trên, Ban CHQS phường"
    ),
    TargetKind(
        "handover", "Giao quân: công dân đã giao so với chỉ tiêu", PEOPLE, "Hội đồng NVQS",
        hint="Chỉ tiêu lấy từ đợt tuyển quân của năm",
    ),
)  # fmt: skip


def _line(
    key: str, label: str, unit: str, responsible: str, *, is_counted: bool = False, goal: float | None = None,
    hint: str = "", is_ceiling: bool = False, is_lasting: bool = False,
) -> TargetKind:  # fmt: skip
    return TargetKind(
        key, label, unit, responsible, is_counted=is_counted, goal=goal, hint=hint, is_of_item_5=False,
        is_ceiling=is_ceiling, is_lasting=is_lasting,
    )  # fmt: skip


# The reporting lines of the directive's other items, and what the targets of item 5 need beside: the user keeps them.
INDICATORS: tuple[TargetKind, ...] = (
    _line(
        POPULATION, "Dân số của phường", PEOPLE, "UBND phường", is_lasting=True,
        hint="Ghi số dân mỗi năm một lần; dùng để tính tỷ lệ dân quân tự vệ so với dân số",
    ),
    _line(
        MALE_POPULATION, "Dân số nam của phường", PEOPLE, "UBND phường", is_lasting=True,
        hint="Ghi mỗi năm một lần; đứng ở cột “Tổng dân số nam” của Biểu số 01A và 06",
    ),
    _line(
        HANDOVER_FAULTS, "Vụ vi phạm trong tuyển quân, giao quân", "vụ", "Hội đồng NVQS", goal=0, is_ceiling=True,
        hint="Số này đứng cùng chỉ tiêu giao quân (đúng luật, an toàn)",
    ),
    _line(
        "defence_education_council", "Kiện toàn Hội đồng giáo dục quốc phòng và an ninh", YES_NO, "UBND phường",
        is_lasting=True,
    ),
    _line("defence_education_people", "Người được bồi dưỡng kiến thức quốc phòng và an ninh", PEOPLE, "UBND phường"),
    _line("defence_education_school", "Buổi giáo dục quốc phòng cho học sinh, sinh viên", "buổi", "Nhà trường"),
    _line("readiness_plan_reviewed", "Rà soát, bổ sung kế hoạch sẵn sàng (chỉ ghi số, ngày)", YES_NO, _COMMAND),
    _line(
        TRAINING_RESULTS, "Kết quả huấn luyện dân quân tự vệ: đạt yêu cầu", PER_CENT, "Chỉ huy trưởng",
        is_counted=True, hint="Người đạt trở lên trên số đã xếp loại trong năm",
    ),
    _line("emulation", "Kết quả phong trào thi đua quyết thắng", STATE, _COMMAND),
    _line(
        "defence_land_violations", "Vụ vi phạm đất, công trình quốc phòng", "vụ", "UBND phường", goal=0,
        is_ceiling=True,
    ),
    _line("defence_budget", "Ngân sách cho nhiệm vụ quân sự đã thực hiện", PER_CENT, "UBND phường"),
    _line("propaganda", "Buổi tuyên truyền", "buổi", _POLITICAL),
    _line("twinning", "Hoạt động kết nghĩa với đơn vị, cơ quan, địa phương", "hoạt động", _POLITICAL),
    _line("army_rear_visits", "Lượt thăm, hỗ trợ chính sách hậu phương quân đội", "lượt", "UBND phường"),
    _line("policy_files", "Hồ sơ chính sách đã giải quyết trên số đã nhận", PER_CENT, _COMMAND),
    _line(
        "special_resolution", "Nghị quyết chuyên đề về quân sự, quốc phòng", YES_NO, "Đảng ủy phường", is_lasting=True
    ),
    _line("plan_issued", "Ban hành kế hoạch thực hiện Chỉ thị trong năm", YES_NO, "UBND phường"),
    _line("inspections", "Cuộc kiểm tra, giám sát", "cuộc", "Đảng ủy phường"),
    _line("reports_on_time", "Báo cáo định kỳ gửi đúng hạn", PER_CENT, _COMMAND),
)  # fmt: skip

KIND_BY_KEY = {kind.key: kind for kind in (*TARGETS, *INDICATORS)}


def state_of(
    value: float | None, goal: float | None, deadline: date, on: date, *, is_ceiling: bool = False
) -> TargetState:
    """How a target with that value and goal stands on the day `on`. A yes counts as 1.

    Where nothing was recorded nothing is judged, whatever the goal and the day: an empty field is no failure. A ceiling
    that was passed is missed at once: what has happened too often does not become less.
    """
    if value is None:
        return TargetState.UNKNOWN
    if goal is None:
        return TargetState.NOT_SET
    if is_ceiling:
        return TargetState.MET if value <= goal else TargetState.MISSED
    if value >= goal:
        return TargetState.MET
    return TargetState.MISSED if on > deadline else TargetState.OPEN


def state_in_words(kind: TargetKind, value: str | None, deadline: date, on: date) -> TargetState:
    """How a target stands that is told in words: reached where they name a stage that is the aim, for good.

    "Đã bố trí tạm", "Đã bố trí đất, chưa xây dựng" are on the way.
    """
    words = f" {fold(value or '')} "
    if not words.strip():
        return TargetState.UNKNOWN
    is_on_the_way = any(word in words for word in (" tam ", " chua ", " dang "))
    if not is_on_the_way and any(f" {fold(stage)} " in words for stage in kind.reached):
        return TargetState.MET
    return TargetState.MISSED if on > deadline else TargetState.OPEN


def figure_words(value: float | str | bool | None) -> str:
    """A figure as people read it: "12,5", "1.500", "Có", "—"."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "Có" if value else "Chưa"
    if isinstance(value, str):
        return value
    text = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.rstrip("0").removesuffix(",")
