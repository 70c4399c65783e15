"""The definition of lists that leave the program: which columns in which order, for page, workbook and paper alike.

The headings of form 16C are those of the enlistment forms of 2025 ("GNN-2025"). No public text prints the columns of
the militia's and the reserve's "trích ngang" lists; theirs follow practice and leave out what the program must not hold
(the receiving unit, the wartime post).
"""

from __future__ import annotations

from dataclasses import dataclass

from roster.columns.catalogue import DEFAULT_KEYS, ENLISTMENT, MILITIA, RESERVE, column
from roster.columns.column import Column


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: heading lines and the facts that stand in it, one line each.

    A line of `lines` is a tuple of keys joined by `joint` ("Kinh, Không"); a plain list has one line of one key. In a
    `stacked` column each line begins with a dash and keeps its place even where the fact is not known, so that the
    reader can tell by the heading which fact it is. `strong` sets the first line in bold.
    """

    heading: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    width_mm: float
    centred: bool = False
    joint: str = ", "
    stacked: bool = False
    strong: bool = False


@dataclass(frozen=True)
class ListDefinition:
    """A list. `title` may hold {year}; `noun` is what is counted below it ("Danh sách gồm 25 … công dân./.").

    The running number stands before `columns`, headed by `number_heading`; `numbers_columns` adds the row (1), (2), …
    """

    key: str
    name: str  # what the officer chooses by
    roster: str
    title: str
    columns: tuple[ListColumn, ...]
    noun: str = "đồng chí"
    form_number: str = ""  # "Biểu số: 16C"
    annex: str = ""  # "Phụ lục III"
    landscape: bool = True
    font_size_pt: float = 11.0
    note: str = ""
    number_heading: tuple[str, ...] = ("STT",)
    numbers_columns: bool = True


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
        noun="công dân" if roster == ENLISTMENT else "đồng chí",
    )  # fmt: skip


def _stacked(width_mm: float, heading: tuple[str, ...], *lines: tuple[str, ...], strong: bool = False) -> ListColumn:
    return ListColumn(tuple(f"- {line}" for line in heading), lines, width_mm, stacked=True, strong=strong)


_NOTES = (("notes",),)

# Shared by forms 16A, 16B, 16C and 17A (A4 landscape, 252 mm between the margins); the running number is column 1.
_ENLISTMENT_FORM = (
    _stacked(
        45.0,
        (
            "Họ, chữ đệm và tên khai sinh", "Họ, chữ đệm và tên thường dùng", "Ngày, tháng, năm sinh",
            "Số thẻ căn cước/CCCD",
        ),
        ("full_name",), ("other_name",), ("birth_date",), ("citizen_id",), strong=True,
    ),
    _stacked(
        33.0, ("Nghề nghiệp", "Nơi làm việc", "Nhóm, ngạch, bậc lương"),
        ("occupation",), ("workplace",), ("salary_grade",),
    ),
    _stacked(
        50.0,
        ("Nơi thường trú của gia đình; bản thân", "Nơi ở hiện nay của bản thân", "Nơi làm việc (nếu có)"),
        ("neighbourhood", "permanent_address"), ("current_address",), ("workplace",),
    ),
    _stacked(
        27.0, ("Thành phần gia đình", "Thành phần bản thân", "Dân tộc, tôn giáo"),
        ("family_class",), ("personal_class",), ("ethnicity", "religion"),
    ),
    _stacked(
        27.0, ("Trình độ văn hóa, CMKT", "Ngoại ngữ", "Đảng, đoàn"),
        ("education", "qualification"), ("foreign_language",), ("is_party_member", "is_union_member"),
    ),
    _stacked(
        42.0,
        (
            "Họ và tên cha, năm sinh, nghề nghiệp", "Họ và tên mẹ, năm sinh, nghề nghiệp",
            "Họ và tên vợ (chồng), năm sinh, nghề nghiệp",
        ),
        ("father_name", "father_birth_year", "father_occupation"),
        ("mother_name", "mother_birth_year", "mother_occupation"),
        ("spouse_name", "spouse_birth_year", "spouse_occupation"),
    ),
)  # fmt: skip

_PARTY = _stacked(
    24.0, ("Đảng (ngày vào)", "Đoàn (ngày vào)"),
    ("is_party_member", "party_joined_on"), ("is_union_member", "union_joined_on"),
)  # fmt: skip

ENLISTMENT_16C = ListDefinition(
    key="enlistment-16c",
    name="Công dân đủ điều kiện gọi sơ tuyển (Biểu số 16C)",
    roster=ENLISTMENT,
    title=(
        "DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN GỌI SƠ TUYỂN NVQS "
        "VÀ THỰC HIỆN NGHĨA VỤ THAM GIA CAND NĂM {year}"
    ),
    columns=(*_ENLISTMENT_FORM, ListColumn(("Ghi chú",), _NOTES, 18.0)),
    noun="công dân",
    form_number="Biểu số: 16C",
    annex="Phụ lục III",
    number_heading=("Số", "TT"),
)  # fmt: skip

MILITIA_ROSTER = ListDefinition(
    key="militia-roster",
    name="Trích ngang cán bộ, chiến sĩ dân quân tự vệ",
    roster=MILITIA,
    title="DANH SÁCH TRÍCH NGANG CÁN BỘ, CHIẾN SĨ DÂN QUÂN TỰ VỆ NĂM {year}",
    columns=(
        _stacked(
            40.0, ("Họ và tên", "Ngày sinh; nam, nữ", "Số CCCD"),
            ("full_name",), ("birth_date", "sex"), ("citizen_id",), strong=True,
        ),
        _stacked(31.0, ("Chức vụ", "Đơn vị", "Lực lượng"), ("post",), ("unit",), ("component",)),
        _stacked(23.0, ("Ngày vào", "Ngày hết hạn"), ("joined_on",), ("ends_on",)),
        _PARTY,
        _stacked(23.0, ("Văn hóa", "CMKT"), ("education",), ("qualification",)),
        _stacked(22.0, ("Dân tộc", "Tôn giáo"), ("ethnicity",), ("religion",)),
        _stacked(26.0, ("Nghề nghiệp", "Nơi làm việc"), ("occupation",), ("workplace",)),
        _stacked(
            39.0, ("Nơi thường trú", "Nơi ở hiện nay", "Số điện thoại"),
            ("neighbourhood", "permanent_address"), ("current_address",), ("phone",),
        ),
        ListColumn(("Ghi chú",), _NOTES, 14.0),
    ),
)  # fmt: skip

RESERVE_ROSTER = ListDefinition(
    key="reserve-roster",
    name="Trích ngang quân nhân dự bị",
    roster=RESERVE,
    title="DANH SÁCH TRÍCH NGANG QUÂN NHÂN DỰ BỊ NĂM {year}",
    columns=(
        _stacked(
            37.0, ("Họ và tên", "Ngày sinh; nam, nữ", "Số CCCD"),
            ("full_name",), ("birth_date", "sex"), ("citizen_id",), strong=True,
        ),
        _stacked(27.0, ("Cấp bậc", "Chức vụ", "Hạng dự bị"), ("rank",), ("post",), ("reserve_class",)),
        _stacked(
            27.0, ("CNQS (mã, tên)", "Mức độ đúng CNQS", "Đã xếp DBĐV"),
            ("speciality_code", "speciality"), ("speciality_match",), ("is_assigned",),
        ),
        _stacked(
            30.0, ("Nhập ngũ", "Xuất ngũ", "Đơn vị khi xuất ngũ"),
            ("enlisted_on",), ("discharged_on",), ("former_unit",),
        ),
        _PARTY,
        _stacked(19.0, ("Văn hóa", "CMKT"), ("education",), ("qualification",)),
        _stacked(25.0, ("Nghề nghiệp", "Nơi làm việc"), ("occupation",), ("workplace",)),
        _stacked(
            41.0, ("Nơi thường trú", "Nơi ở hiện nay", "Số điện thoại"),
            ("neighbourhood", "permanent_address"), ("current_address",), ("phone",),
        ),
        ListColumn(("Ghi chú",), _NOTES, 12.0),
    ),
)  # fmt: skip

# The official papers on offer, by the key that `flask roster print` takes.
PRINTED_LISTS: dict[str, ListDefinition] = {
    printed.key: printed for printed in (ENLISTMENT_16C, MILITIA_ROSTER, RESERVE_ROSTER)
}
