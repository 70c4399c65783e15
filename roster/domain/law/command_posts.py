"""The posts of a ward's military command (Ban CHQS phường) as the law of each period sets them, and who appoints.

Sources: Luật DQTV 48/2019 Điều 18, 20, 21; Luật 98/2025/QH15 and Nghị định 220/2025 (from 01/07/2025: officials, one
assistant); Nghị quyết 66.12/2026/NQ-CP (26/01/2026 to 28/02/2027: a military unit directly
under the province's command, with several assistants and technical staff).
The numbers of 2026 are set by the Ministry's establishment, which is not public: one deputy is taken, to be corrected,
and as many assistants and technicians as are appointed (`several`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

COMMANDER, POLITICAL_OFFICER = "Chỉ huy trưởng", "Chính trị viên"
DEPUTY_COMMANDER, DEPUTY_POLITICAL_OFFICER = "Phó Chỉ huy trưởng", "Chính trị viên phó"
ASSISTANT, TECHNICIAN = "Trợ lý", "Nhân viên chuyên môn kỹ thuật"

COMMAND_KIND = "command"  # of a unit of forces


@dataclass(frozen=True)
class CommandPost:
    """One post: how many places, who holds it by law, who appoints.

    `several`: `places` are the least; more may hold it as long as the ward sets no number of its own.
    """

    post: str
    places: int
    holder: str  # "" where the law names nobody
    appointed_by: str
    several: bool = False


@dataclass(frozen=True)
class CommandPeriod:
    """The ward command as one version of the law has it. `last_day` None: until further notice.

    Beyond the last day of the newest version nothing is known yet: it is taken until the next one is entered, and the
    page says so (`is_lapsed`).
    """

    first_day: date
    last_day: date | None
    citation: str
    posts: tuple[CommandPost, ...]

    def is_lapsed(self, day: date) -> bool:
        """Whether this version holds no more on the day."""
        return self.last_day is not None and day > self.last_day


_DISTRICT, _PROVINCE = "Chủ tịch UBND cấp huyện", "Chủ tịch UBND cấp tỉnh"
_MILITARY = "Cấp có thẩm quyền của quân đội"

PERIODS: tuple[CommandPeriod, ...] = (
    CommandPeriod(
        date(2020, 7, 1), date(2025, 6, 30), "Điều 20, 21 Luật Dân quân tự vệ 48/2019/QH14",
        (
            CommandPost(COMMANDER, 1, "Ủy viên UBND phường, sĩ quan dự bị", _DISTRICT),
            CommandPost(POLITICAL_OFFICER, 1, "Bí thư Đảng ủy phường", _DISTRICT),
            CommandPost(DEPUTY_COMMANDER, 1, "Người hoạt động không chuyên trách", _DISTRICT),
            CommandPost(DEPUTY_POLITICAL_OFFICER, 1, "Bí thư Đoàn phường", _DISTRICT),
        ),
    ),
    CommandPeriod(
        date(2025, 7, 1), date(2026, 1, 25), "Điều 20, 21 Luật Dân quân tự vệ, sửa đổi bởi Luật 98/2025/QH15; "
        "Nghị định 220/2025/NĐ-CP",
        (
            CommandPost(COMMANDER, 1, "Công chức, Ủy viên UBND phường, sĩ quan dự bị", _PROVINCE),
            CommandPost(POLITICAL_OFFICER, 1, "Bí thư Đảng ủy phường", _PROVINCE),
            CommandPost(DEPUTY_COMMANDER, 1, "Công chức", _PROVINCE),
            CommandPost(DEPUTY_POLITICAL_OFFICER, 1, "Bí thư Đoàn phường", _PROVINCE),
            CommandPost(ASSISTANT, 1, "Công chức", _PROVINCE),
        ),
    ),
    CommandPeriod(
        date(2026, 1, 26), date(2027, 2, 28), "Nghị quyết 66.12/2026/NQ-CP",
        (
            CommandPost(COMMANDER, 1, "Sĩ quan quân đội", _MILITARY),
            CommandPost(POLITICAL_OFFICER, 1, "Bí thư Đảng ủy phường (kiêm nhiệm)", _MILITARY),
            CommandPost(DEPUTY_COMMANDER, 1, "", _MILITARY),
            CommandPost(DEPUTY_POLITICAL_OFFICER, 1, "", _MILITARY),
            CommandPost(ASSISTANT, 1, "", _MILITARY, several=True),
            CommandPost(TECHNICIAN, 0, "", _MILITARY, several=True),
        ),
    ),
)  # fmt: skip


def command_on(day: date) -> CommandPeriod:
    """The ward command as the law of that day has it; before the first known version, that version."""
    found = [one for one in PERIODS if one.first_day <= day]
    return found[-1] if found else PERIODS[0]
