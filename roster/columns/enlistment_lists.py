"""The printed lists of the call-up: forms 01, 16A, 16B, 16C, 17A, the source, and those that lead to each other.

Headings as the enlistment forms of 2025 ("GNN-2025") have them. No public form was found for the reserve of the
call-up, for those fit to enlist, called to the examination, handed over or sent in exchange: they have the columns of
17A. Whom each list is for is decided elsewhere, by the law's answer on the day of printing.
"""

from __future__ import annotations

from dataclasses import replace

from roster.columns.catalogue import ENLISTMENT
from roster.columns.list_definition import REMARKS, ListColumn, ListDefinition, Name, stacked

# Shared by all of them (A4 landscape, 252 mm between the margins); the running number is column 1.
_NAME = stacked(
    43.0,
    (
        "Họ, chữ đệm và tên khai sinh", "Họ, chữ đệm và tên thường dùng", "Ngày, tháng, năm sinh",
        "Số thẻ căn cước/CCCD",
    ),
    ("full_name", "other_name"), ("birth_date", "citizen_id"), strong=True, dashed=True,
)  # fmt: skip
_WORK = stacked(
    32.0, ("Nghề nghiệp", "Nơi làm việc", "Nhóm, ngạch, bậc lương"),
    ("occupation", "workplace", "salary_grade"), dashed=True,
    names=(Name("workplace", "nơi làm việc", unless="occupation"), Name("salary_grade", "lương")),
)  # fmt: skip
_HOME = stacked(
    54.0,
    ("Nơi thường trú của gia đình; bản thân", "Nơi ở hiện nay của bản thân", "Nơi làm việc (nếu có)"),
    ("neighbourhood", "permanent_address"), ("current_address", "workplace"), dashed=True, same_address="Như trên",
    names=(
        Name("current_address", "ở hiện nay", unless="permanent_address"),
        Name("workplace", "nơi làm việc", unless="current_address"),
    ),
)  # fmt: skip
_CLASS_LINES = ("family_class", "personal_class"), ("ethnicity", "religion")
_CLASS_NAMES = (
    Name("personal_class", "bản thân", unless="family_class"), Name("religion", "tôn giáo", unless="ethnicity"),
)  # fmt: skip
_CLASS = stacked(
    21.0, ("Thành phần gia đình", "Thành phần bản thân", "Dân tộc, tôn giáo"), *_CLASS_LINES,
    names=_CLASS_NAMES, joint=", ", dashed=True,
)  # fmt: skip
_CLASS_AND_HEALTH = stacked(
    21.0, ("Thành phần gia đình", "Thành phần bản thân", "Dân tộc, tôn giáo", "Sức khỏe đạt loại"), *_CLASS_LINES,
    ("health_class",), names=_CLASS_NAMES, joint=", ", dashed=True,
)  # fmt: skip
_SCHOOLING = stacked(
    22.0, ("Trình độ văn hóa, CMKT", "Ngoại ngữ", "Đảng, đoàn"),
    ("education", "qualification", "foreign_language", "is_party_member", "is_union_member"),
    names=(
        Name("qualification", "CMKT", unless="education"),
        Name("foreign_language", "ngoại ngữ", unless="qualification"),
    ),
    joint=", ", dashed=True,
)  # fmt: skip
_FAMILY = stacked(
    56.0,
    (
        "Họ và tên cha, năm sinh, nghề nghiệp", "Họ và tên mẹ, năm sinh, nghề nghiệp",
        "Họ và tên vợ (chồng), năm sinh, nghề nghiệp",
    ),
    ("father_name", "father_birth_year", "father_occupation"),
    ("mother_name", "mother_birth_year", "mother_occupation"),
    ("spouse_name", "spouse_birth_year", "spouse_occupation"),
    names=(Name("mother_name", "mẹ", unless="father_name"), Name("spouse_name", "vợ (chồng)", unless="mother_name")),
    joint=", ", dashed=True,
)  # fmt: skip
_FORM = (_NAME, _WORK, _HOME, _CLASS, _SCHOOLING, _FAMILY)
_CALL_FORM = (_NAME, _WORK, _HOME, _CLASS_AND_HEALTH, _SCHOOLING, _FAMILY, REMARKS)


def _reason(heading: str) -> ListColumn:
    """The ground with its clause, what it rests on, and the decision: forms 16A and 16B have it for their last column.

    The forms name the reason alone; without number, day and end of the decision nobody could check it.
    """
    return stacked(
        40.0, (heading, "Căn cứ", "Số, ngày quyết định", "Đến hết ngày"),
        ("ground",), ("claim_evidence",), ("claim_decision_number", "claim_decided_on", "claim_until"), dashed=True,
        names=(
            Name("claim_evidence", "căn cứ", unless="ground"),
            Name("claim_decided_on", "ngày quyết định", unless="claim_decision_number"),
            Name("claim_until", "đến hết"),  # a month or a year as well
        ),
    )  # fmt: skip


def _list(
    key: str,
    name: str,
    title: str,
    columns: tuple[ListColumn, ...],
    form: str = "",
    annex: str = "",
    below_title: str = "",
) -> ListDefinition:
    return ListDefinition(
        key=key, name=name, roster=ENLISTMENT, title=title, columns=columns, noun="công dân",
        form_number=f"Biểu số: {form}" if form else "", annex=annex, number_heading=("Số", "TT"),
        below_title=below_title, own_title="" if form else title.removesuffix(" NĂM {year}"),
    )  # fmt: skip


ENLISTMENT_16A = _list(
    "enlistment-16a", "Công dân miễn gọi nhập ngũ (Biểu số 16A)",
    "DANH SÁCH CÔNG DÂN MIỄN GỌI NHẬP NGŨ NĂM {year}",
    (*_FORM, _reason("Lý do miễn gọi nhập ngũ")), "16A", "Phụ lục I",
)  # fmt: skip
ENLISTMENT_16B = _list(
    "enlistment-16b", "Công dân tạm hoãn gọi nhập ngũ (Biểu số 16B)",
    "DANH SÁCH CÔNG DÂN TẠM HOÃN GỌI NHẬP NGŨ NĂM {year}",
    (*_FORM, _reason("Lý do tạm hoãn gọi nhập ngũ")), "16B", "Phụ lục II",
)  # fmt: skip
ENLISTMENT_16C = _list(
    "enlistment-16c", "Công dân đủ điều kiện gọi sơ tuyển (Biểu số 16C)",
    "DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN GỌI SƠ TUYỂN NVQS VÀ THỰC HIỆN NGHĨA VỤ THAM GIA CAND NĂM {year}",
    (*_FORM, REMARKS), "16C", "Phụ lục III",
)  # fmt: skip
ENLISTMENT_ELIGIBLE = _list(
    "enlistment-eligible", "Công dân đủ điều kiện nhập ngũ",
    "DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN NHẬP NGŨ NĂM {year}", _CALL_FORM,
)  # fmt: skip
ENLISTMENT_17A = _list(
    "enlistment-17a", "Gọi công dân nhập ngũ – chính thức (Biểu số 17A)",
    "DANH SÁCH GỌI CÔNG DÂN NHẬP NGŨ NĂM {year}", _CALL_FORM, "17A", "Phụ lục I",
)  # fmt: skip
ENLISTMENT_17A_RESERVE = _list(
    "enlistment-17a-reserve", "Gọi công dân nhập ngũ – dự phòng (Biểu số 17A)",
    "DANH SÁCH DỰ PHÒNG GỌI CÔNG DÂN NHẬP NGŨ NĂM {year}", _CALL_FORM, "17A", "Phụ lục I",
)  # fmt: skip

_SCHOOLING_OF_17 = stacked(
    26.0, ("Trình độ văn hóa tốt nghiệp phổ thông (lớp …/12)", "Đang học (làm việc) tại"),
    ("education",), ("workplace",), dashed=True,
    names=(Name("workplace", "đang học, làm việc tại", unless="education"),),
)  # fmt: skip
_HOME_OF_17 = stacked(
    50.0,
    (
        "Nơi thường trú của gia đình; bản thân", "Nơi ở hiện nay của bản thân", "Nơi làm việc (nếu có)",
        "Nơi đăng ký NVQS tại",
    ),
    ("neighbourhood", "permanent_address"), ("current_address", "workplace"), ("registered_at",), dashed=True,
    same_address="Như trên",
    names=(
        Name("current_address", "ở hiện nay", unless="permanent_address"),
        Name("workplace", "nơi làm việc", unless="current_address"), Name("registered_at", "đăng ký NVQS tại"),
    ),
)  # fmt: skip
_TRADE_OF_17 = stacked(
    34.0, ("Trình độ CMKT, học nghề gì? Làm việc gì?", "Có … anh chị em ruột", "Là con thứ … trong gia đình"),
    ("qualification", "occupation"), ("sibling_count",), ("birth_order",), dashed=True, joint=", ",
    names=(Name("sibling_count", "anh chị em ruột"), Name("birth_order", "con thứ")),
)  # fmt: skip
_PARENTS = stacked(
    50.0, ("Họ và tên cha, năm sinh, nghề nghiệp", "Họ và tên mẹ, năm sinh, nghề nghiệp"),
    ("father_name", "father_birth_year", "father_occupation"),
    ("mother_name", "mother_birth_year", "mother_occupation"),
    names=(Name("mother_name", "mẹ", unless="father_name"),), joint=", ", dashed=True,
)  # fmt: skip
ENLISTMENT_01 = _list(
    "enlistment-01", "Công dân nam đủ 17 tuổi trong năm (Biểu số 01)",
    "DANH SÁCH CÔNG DÂN NAM ĐỦ 17 TUỔI TRONG NĂM {year_before}",
    (_NAME, _SCHOOLING_OF_17, _HOME_OF_17, _CLASS, _TRADE_OF_17, _PARENTS, replace(REMARKS, least_mm=16.0)), "01",
    below_title="(Tính từ ngày 01/01/{year_before} đến ngày 31/12/{year_before})",
)  # fmt: skip
_SOURCE_NOTES = stacked(
    26.0, ("Khen thưởng", "Kỷ luật", "Sức khỏe"), ("health_class",), dashed=True,
    names=(Name("health_class", "sức khỏe"),),
)  # fmt: skip
ENLISTMENT_SOURCE = _list(
    "enlistment-source", "Nguồn sẵn sàng nhập ngũ (SSNN)",
    "DANH SÁCH NGUỒN SẴN SÀNG NHẬP NGŨ NĂM {year}", (*_FORM, _SOURCE_NOTES, REMARKS),
)  # fmt: skip
ENLISTMENT_EXAMINATION = _list(
    "enlistment-examination", "Gọi công dân khám sức khỏe",
    "DANH SÁCH GỌI CÔNG DÂN KHÁM SỨC KHỎE NGHĨA VỤ QUÂN SỰ NĂM {year}", _CALL_FORM,
)  # fmt: skip
_MEASURES = stacked(
    34.0, ("Cao, nặng, vòng ngực", "Sức khỏe đạt loại"), ("height_cm", "weight_kg", "chest_cm"), ("health_class",),
    names=(
        Name("height_cm", "cao"), Name("weight_kg", "nặng"), Name("chest_cm", "ngực"), Name("health_class", "đạt"),
    ),
    joint=", ", dashed=True,
)  # fmt: skip
ENLISTMENT_RESULTS = _list(
    "enlistment-results", "Kết quả khám sức khỏe",
    "DANH SÁCH KẾT QUẢ KHÁM SỨC KHỎE NGHĨA VỤ QUÂN SỰ NĂM {year}",
    (_NAME, _WORK, _HOME, _SCHOOLING, _MEASURES, REMARKS),
)  # fmt: skip
ENLISTMENT_HANDOVER = _list(
    "enlistment-handover", "Công dân đã giao cho đơn vị nhận quân",
    "DANH SÁCH CÔNG DÂN GIAO QUÂN NĂM {year}", _CALL_FORM,
)  # fmt: skip
ENLISTMENT_REPLACEMENT = _list(
    "enlistment-replacement", "Công dân bù đổi sau giao quân",
    "DANH SÁCH CÔNG DÂN BÙ ĐỔI SAU GIAO QUÂN NĂM {year}", _CALL_FORM,
)  # fmt: skip

# In the order in which the year's work comes to them.
ENLISTMENT_LISTS = (
    ENLISTMENT_01, ENLISTMENT_SOURCE, ENLISTMENT_16A, ENLISTMENT_16B, ENLISTMENT_16C, ENLISTMENT_EXAMINATION,
    ENLISTMENT_RESULTS, ENLISTMENT_ELIGIBLE, ENLISTMENT_17A, ENLISTMENT_17A_RESERVE, ENLISTMENT_HANDOVER,
    ENLISTMENT_REPLACEMENT,
)  # fmt: skip
