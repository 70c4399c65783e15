"""Who appoints the commanders of militia and self-defence units, and who selects soldiers, on which day.

Sources: Luật Dân quân tự vệ 48/2019/QH14 Điều 19, 22 (posts, who forms units) and its selection rule (Chủ tịch UBND cấp
xã or the head of the organisation); Luật 98/2025/QH15: from 01/07/2025 there is no district level and the commander of
the ward command appoints, after agreement of the ward's chairman and the province's commander. What could not be read
in the text itself bears an open question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roster.domain.law.duties import DISTRICT_LAST_DAY, LAW_98, NO_DISTRICT_FIRST_DAY, NOT_CONFIRMED, OFFICES

MILITIA_LAW, MILITIA_LAW_FIRST_DAY = "Luật Dân quân tự vệ 48/2019/QH14", date(2020, 7, 1)
_AMENDED = f"{MILITIA_LAW} (sửa đổi bởi {LAW_98})"

# The groups of posts that the law treats alike.
SOLDIER, UNIT_COMMANDER, COMPANY_COMMANDER, COMMAND_BOARD = "soldier", "unit_commander", "company", "command_board"


@dataclass(frozen=True)
class Authority:
    """Who decides on a post while this version of the law holds.

    `agreement` names who must agree first, "" where nobody must. `last_day` None: until further notice.
    """

    first_day: date
    last_day: date | None
    office: str
    agreement: str
    citation: str
    open_question: str = ""


def _pair(before: str, after: str, agreement: str, clause: str, open_question: str = "") -> tuple[Authority, Authority]:
    """The office while there were districts and the one since, each with its clause."""
    return (
        Authority(MILITIA_LAW_FIRST_DAY, DISTRICT_LAST_DAY, before, "", f"{clause}{MILITIA_LAW}", open_question),
        Authority(NO_DISTRICT_FIRST_DAY, None, after, agreement, f"{clause}{_AMENDED}", open_question),
    )


_SELECTS = "Chủ tịch UBND phường"
_HEAD = "Người đứng đầu cơ quan, tổ chức"
_AGREED = f"{OFFICES['ward_chairman']} và {OFFICES['province_commander']}"
_AGREED_WITH_HEAD = f"{_HEAD} và {OFFICES['province_commander']}"

# (group of posts, whether the unit is one of an organisation) → the versions, oldest first.
AUTHORITIES: dict[tuple[str, bool], tuple[Authority, ...]] = {
    (SOLDIER, False): (Authority(MILITIA_LAW_FIRST_DAY, None, _SELECTS, "", f"Điều 10 {MILITIA_LAW}"),),
    (SOLDIER, True): (Authority(MILITIA_LAW_FIRST_DAY, None, _HEAD, "", f"Điều 10 {MILITIA_LAW}"),),
    (UNIT_COMMANDER, False): _pair(OFFICES["district_commander"], OFFICES["ward_commander"], _AGREED, ""),
    (UNIT_COMMANDER, True): _pair(
        OFFICES["district_commander"], OFFICES["ward_commander"], _AGREED_WITH_HEAD, "", NOT_CONFIRMED
    ),
    (COMPANY_COMMANDER, False): _pair(
        OFFICES["province_commander"], OFFICES["province_commander"], "", "", NOT_CONFIRMED
    ),
    (COMPANY_COMMANDER, True): _pair(
        OFFICES["province_commander"], OFFICES["province_commander"], "", "", NOT_CONFIRMED
    ),
    (COMMAND_BOARD, True): _pair(
        OFFICES["district_chairman"], OFFICES["province_chairman"], "", "", NOT_CONFIRMED
    ),
}  # fmt: skip


def authority_on(group: str, is_of_organisation: bool, day: date) -> Authority:
    """The office of that day for a group of posts; before the first known version, that version.

    Raises KeyError for a group that the law does not know for such a unit.
    """
    versions = AUTHORITIES[group, is_of_organisation]
    found = [one for one in versions if one.first_day <= day]
    return found[-1] if found else versions[0]


def names_a_district(office: str, day: date) -> bool:
    """Whether an office is one of the district level on a day on which there is none any more."""
    words = f" {office.casefold()} "
    return day >= NO_DISTRICT_FIRST_DAY and any(
        word in words for word in (" huyện", " quận ", " cấp huyện", " thị xã ")
    )


# --- Whose office a signer's words name ------------------------------------------------------------------------------

_WARD, _DISTRICT, _PROVINCE = "ward", "district", "province"
_CHAIRMAN, _COMMANDER = "chairman", "commander"
_ROLES = (
    (_CHAIRMAN, ("chủ tịch", "ct ubnd", "pct ubnd", "ubnd", "ủy ban nhân dân", "uỷ ban nhân dân")),
    (_COMMANDER, ("chỉ huy", "cht", "pcht", "tư lệnh", "chqs", "bch", "btl")),
)
_LEVELS = (
    (_WARD, ("phường", "xã", "thị trấn", "đặc khu")),
    (_DISTRICT, ("huyện", "quận", "thị_xã")),
    (_PROVINCE, ("tỉnh", "bộ chqs", "bộ tư lệnh", "btl", "bộ chỉ huy", "quân khu")),
)


def is_wrong_office(decider: str, right: Authority, day: date) -> bool:
    """Whether the words plainly name another office than the one that decides by law.

    A name alone, or an office of which the words leave open whose it is, may be right; so may any where the law's own
    text could not be read, or was another one then. A deputy signs for his superior.
    """
    if right.open_question or day < right.first_day:
        return False
    named, due = _office_of(decider), _office_of(right.office)
    return any(said is not None and meant is not None and said != meant for said, meant in zip(named, due, strict=True))


def _office_of(words: str) -> tuple[str | None, str | None]:
    """The role and the level that words name, None where they do not say."""
    text = f" {' '.join(words.casefold().replace('.', ' ').replace(',', ' ').split())} ".replace(" thị xã ", " thị_xã ")
    if " quân đội " in text:
        return _COMMANDER, None
    levels = [level for level, marks in _LEVELS if any(f" {mark} " in text for mark in marks)]
    roles = [role for role, marks in _ROLES if any(f" {mark} " in text for mark in marks)]
    # "Ban CHQS phường X, thành phố Y": the smallest place named is whose office it is.
    return (roles[0] if roles else None), (levels[0] if levels else None)
