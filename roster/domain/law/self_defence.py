"""When an enterprise has a self-defence unit (Điều 17 Luật Dân quân tự vệ): what is lacking is told, never refused.

The law asks for 24 months of operation and people enough for one squad at least. How many a squad has is set by the
Ministry's circular (TT 77/2020), whose annex is not public: a leader and two teams of three are taken, to be corrected.
"""

from __future__ import annotations

from datetime import date

MONTHS_OF_OPERATION, LEAST_OF_SQUAD = 24, 7
CITATION = "Điều 17 Luật Dân quân tự vệ 48/2019/QH14"
_TEAM_LEVEL = "Tổ"


def has_operated_enough(operating_since: date, on: date) -> bool:
    """Whether 24 months have passed by that day."""
    months = (on.year - operating_since.year) * 12 + on.month - operating_since.month
    return months - (on.day < operating_since.day) >= MONTHS_OF_OPERATION


def shortcomings(
    organisation: str, operating_since: date | None, on: date, level: str = "", places: int = 0
) -> tuple[str, ...]:
    """What speaks against a unit of that level in the organisation on the day, as sentences with the clause.

    `level` "" where others of the organisation stand above or below; `places`: how many people it should have, 0
    where that is not known.
    """
    said = []
    if operating_since is None:
        said.append(
            f"Chưa ghi {organisation} hoạt động từ ngày nào nên chưa xét được điều kiện của doanh nghiệp: đủ "
            f"{MONTHS_OF_OPERATION} tháng mới tổ chức tự vệ ({CITATION}). Hãy ghi ngày ấy ở trang “Cơ quan, tổ chức”."
        )
    elif not has_operated_enough(operating_since, on):
        said.append(
            f"{organisation} hoạt động từ ngày {operating_since:%d/%m/%Y}, đến ngày {on:%d/%m/%Y} chưa đủ "
            f"{MONTHS_OF_OPERATION} tháng để tổ chức tự vệ ({CITATION})."
        )
    if level == _TEAM_LEVEL:
        said.append(f"Tổ tự vệ nhỏ hơn tiểu đội: cơ quan, tổ chức phải đủ người cho một tiểu đội ({CITATION}).")
    elif level and 0 < places < LEAST_OF_SQUAD:
        said.append(
            f"Biên chế {places} người chưa đủ một tiểu đội (chương trình tạm tính từ {LEAST_OF_SQUAD} người; "
            f"{CITATION})."
        )
    return tuple(said)
