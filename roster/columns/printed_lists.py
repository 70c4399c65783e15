"""The definition of lists that leave the program: which columns in which order, for page, workbook and paper alike.

The forms of the call-up stand in `enlistment_lists`. No public text prints the columns of the "trích ngang" lists of
militia and reserve; theirs follow practice and leave out what the program must not hold (the receiving unit, the
wartime post).
"""

from __future__ import annotations

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT, MILITIA, RESERVE, column
from roster.columns.column import Column
from roster.columns.enlistment_lists import ENLISTMENT_16C, ENLISTMENT_LISTS
from roster.columns.list_definition import REMARKS, ListColumn, ListDefinition, Name, stacked


def plain_columns(roster: str, keys: tuple[str, ...]) -> tuple[ListColumn, ...]:
    """A list column per key, headed and sized as the catalogue says. Raises KeyError for an unknown key."""
    found = (column(roster, key) for key in keys)
    return tuple(ListColumn((c.heading,), ((c.key,),), c.width_mm, centred=_reads_centred(c)) for c in found)


def _reads_centred(found: Column) -> bool:
    # Dates, digits and marks are of one length and compare best below each other; words begin at the left.
    return found.is_date or found.as_text or found.width_mm <= 14.0


def working_list(roster: str, keys: tuple[str, ...] | None = None) -> ListDefinition:
    """The list as the officer sees it on the page: the roster's usual columns, or those that he chose."""
    names = {ENLISTMENT: "Nghĩa vụ quân sự", MILITIA: "Dân quân tự vệ", RESERVE: "Dự bị động viên"}
    titles = {
        ENLISTMENT: "DANH SÁCH CÔNG DÂN TRONG ĐỘ TUỔI SẴN SÀNG NHẬP NGŨ NĂM {year}",
        MILITIA: "DANH SÁCH DÂN QUÂN TỰ VỆ NĂM {year}",
        RESERVE: "DANH SÁCH QUÂN NHÂN DỰ BỊ NĂM {year}",
    }
    return ListDefinition(
        roster, names[roster], roster, titles[roster], plain_columns(roster, keys or DEFAULT_KEYS[roster]),
        noun="công dân" if roster == ENLISTMENT else "đồng chí", own_title=titles[roster].removesuffix(" NĂM {year}"),
    )  # fmt: skip


_PERSON = stacked(
    43.0,
    ("Họ và tên; nam, nữ", "Ngày sinh", "Số CCCD"),
    ("full_name", "sex"),
    ("birth_date", "citizen_id"),
    strong=True,
)
_SCHOOLING = stacked(
    28.0, ("Văn hóa, CMKT", "Đảng, Đoàn (ngày vào)"),
    ("education", "qualification", "is_party_member", "party_joined_on", "is_union_member", "union_joined_on"),
    names=(Name("qualification", "CMKT", unless="education"),), joint=", ",
)  # fmt: skip
_WORK = stacked(
    32.0, ("Nghề nghiệp", "Nơi làm việc"), ("occupation", "workplace"),
    names=(Name("workplace", "nơi làm việc", unless="occupation"),),
)  # fmt: skip
_HOME = stacked(
    48.0, ("Nơi thường trú", "Nơi ở hiện nay (nếu khác)", "Số điện thoại"),
    ("neighbourhood", "permanent_address", "current_address", "phone"), names=(Name("current_address", "ở"),),
)  # fmt: skip

_MILITIA_TITLE = "DANH SÁCH TRÍCH NGANG CÁN BỘ, CHIẾN SĨ DÂN QUÂN TỰ VỆ"
MILITIA_ROSTER = ListDefinition(
    key="militia-roster",
    name="Trích ngang cán bộ, chiến sĩ dân quân tự vệ",
    roster=MILITIA,
    title=f"{_MILITIA_TITLE} NĂM {{year}}",
    own_title=_MILITIA_TITLE,
    columns=(
        _PERSON,
        stacked(40.0, ("Chức vụ", "Đơn vị", "Lực lượng"), ("post", "unit", "component")),
        stacked(
            20.0, ("Ngày vào", "Ngày hết hạn"), ("joined_on",), ("ends_on",),
            names=(Name("ends_on", "hết hạn", unless="joined_on"),),
        ),
        _SCHOOLING,
        stacked(
            16.0, ("Dân tộc", "Tôn giáo"), ("ethnicity",), ("religion",),
            names=(Name("religion", "tôn giáo", unless="ethnicity"),),
        ),
        _WORK,
        _HOME,
        REMARKS,
    ),
    numbers_columns=False,
)  # fmt: skip

_RESERVE_TITLE = "DANH SÁCH TRÍCH NGANG QUÂN NHÂN DỰ BỊ"
RESERVE_ROSTER = ListDefinition(
    key="reserve-roster",
    name="Trích ngang quân nhân dự bị",
    roster=RESERVE,
    title=f"{_RESERVE_TITLE} NĂM {{year}}",
    own_title=_RESERVE_TITLE,
    columns=(
        _PERSON,
        stacked(28.0, ("Cấp bậc", "Chức vụ", "Hạng dự bị"), ("rank", "post", "reserve_class")),
        stacked(
            32.0, ("CNQS (mã, tên)", "Mức độ đúng CNQS", "Đã xếp DBĐV"),
            ("speciality_code", "speciality", "speciality_match", "is_assigned"),
            names=(Name("is_assigned", "đã xếp", unless="speciality_match"),),
        ),
        stacked(
            33.0, ("Nhập ngũ", "Xuất ngũ", "Đơn vị khi xuất ngũ"), ("enlisted_on", "discharged_on", "former_unit"),
            names=(Name("discharged_on", "xuất ngũ", unless="enlisted_on"),),
        ),
        _SCHOOLING,
        _WORK,
        _HOME,
        REMARKS,
    ),
    numbers_columns=False,
)  # fmt: skip

# The official papers on offer, by the key that `flask roster print` takes.
PRINTED_LISTS: dict[str, ListDefinition] = {
    printed.key: printed for printed in (*ENLISTMENT_LISTS, MILITIA_ROSTER, RESERVE_ROSTER)
}

__all__ = [
    "ENLISTMENT_16C",
    "MILITIA_ROSTER",
    "PRINTED_LISTS",
    "RESERVE_ROSTER",
    "ListColumn",
    "ListDefinition",
    "plain_columns",
    "working_list",
]
