"""Every column that the program knows, once: person first, then the three rosters.

Synonyms are headings as rosters write them; they are compared folded (without marks, case and punctuation) and in any
order of words, so one spelling of each is enough.
"""

from __future__ import annotations

from roster.columns import identity_readers, readers, reserve_readers, showers
from roster.columns.call_up import CALL_UP_COLUMNS
from roster.columns.column import Column
from roster.columns.kinds import choice_column, date_column, flag_column, text_column
from roster.columns.relatives import read_relative
from roster.domain import choices
from roster.domain.actor import Sensitivity

PERSON, ENLISTMENT, MILITIA, RESERVE = "person", "enlistment", "militia", "reserve"
ROSTERS = (ENLISTMENT, MILITIA, RESERVE)


def _relative(stem: str, label: str, *synonyms: str) -> tuple[Column, ...]:
    return (
        text_column(f"{stem}_name", f"Họ tên {label}", PERSON, *synonyms, reader=read_relative, sheet_width=24.0),
        Column(f"{stem}_birth_year", f"Năm sinh {label}", PERSON, readers.read_year, showers.show_text, width_mm=12.0),
        text_column(f"{stem}_occupation", f"Nghề nghiệp {label}", PERSON, reader=readers.read_wording),
    )


_POLITICS = Sensitivity.POLITICS

PERSON_COLUMNS: tuple[Column, ...] = (
    text_column(
        "full_name", "Họ, chữ đệm và tên khai sinh", PERSON,
        "Họ và tên", "Họ tên", "Họ tên khai sinh", "Họ chữ đệm và tên", "Họ chữ đệm tên khai sinh",
        "Họ và tên khai sinh", "Họ và tên công dân", "Họ tên công dân", "Tên công dân", "Họ và tên thanh niên",
        "Họ tên cháu", "Họ và tên cháu", "Họ và tên quân nhân", "Họ và tên QNDB", "Họ tên chiến sĩ",
        "Họ và tên đồng chí", "Tên",
        reader=readers.read_name, short_label="Họ và tên", width_mm=38.0, sheet_width=26.0,
    ),
    text_column(
        "other_name", "Tên gọi khác", PERSON, "Tên thường dùng", "Tên thường gọi", "Bí danh", "Họ tên thường dùng",
        "Tên khác", "Họ chữ đệm và tên thường dùng",
    ),
    date_column(
        "birth_date", "Ngày, tháng, năm sinh", PERSON,
        "Ngày sinh", "Năm sinh", "NTNS", "Sinh năm", "Sinh ngày", "Ngày tháng năm sinh", "Ngày tháng năm sinh NTNS",
        "Ngày/tháng/năm sinh", "Tháng năm sinh", "Ngày sinh của công dân", "NS", "SN", "Sinh", "DOB",
        short_label="Ngày sinh",
    ),
    choice_column(
        "sex", "Giới tính", PERSON, choices.SEX, "Nam/Nữ", "Giới", "Phái", "Nam nữ", width_mm=12.0, sheet_width=9.0
    ),
    text_column(
        "citizen_id", "Số định danh cá nhân/CCCD", PERSON,
        "CCCD", "Số CCCD", "Căn cước", "Căn cước công dân", "Số căn cước", "Số căn cước công dân", "ĐDCN", "Số ĐDCN",
        "Mã định danh", "Số định danh", "Số định danh cá nhân", "Mã số định danh", "Mã định danh cá nhân",
        "Số thẻ CCCD", "Số thẻ căn cước", "Thẻ căn cước", "Số thẻ căn cước công dân", "CCCD/ĐDCN", "ĐDCN/CCCD",
        "Số thẻ căn cước/CCCD", "Số CCCD/ĐDCN", "CCCD/CMND", "CMND/CCCD", "Số CMND/CCCD", "Số CCCD gắn chíp",
        reader=identity_readers.read_id, short_label="Số CCCD", sensitivity=Sensitivity.IDENTITY,
        width_mm=25.0, sheet_width=15.0, as_text=True, example="12 chữ số trên thẻ căn cước",
    ),
    text_column(
        "old_id", "Số CMND cũ", PERSON, "CMND", "Số CMND", "CMND cũ", "CMT", "Số CMT", "Chứng minh nhân dân",
        reader=identity_readers.read_old_id, sensitivity=Sensitivity.IDENTITY, as_text=True,
    ),
    text_column("ethnicity", "Dân tộc", PERSON, "DT", reader=readers.read_people, width_mm=14.0, sheet_width=9.0),
    text_column("religion", "Tôn giáo", PERSON, "TG",
        "Tín ngưỡng", "Theo đạo", "Đạo", reader=readers.read_religion, sensitivity=Sensitivity.RELIGION,
        width_mm=14.0, sheet_width=9.0),
    text_column("hometown", "Quê quán", PERSON, "Nguyên quán", "Quê", "Quê gốc", width_mm=32.0, sheet_width=28.0),
    text_column(
        "permanent_address", "Nơi thường trú", PERSON,
        "HKTT", "Hộ khẩu", "Hộ khẩu thường trú", "Địa chỉ", "Trú quán", "Thường trú", "Nơi đăng ký HKTT",
        "Nơi đăng ký hộ khẩu thường trú", "Nơi thường trú của gia đình", "Địa chỉ thường trú", "Nơi ĐKHKTT", "ĐKTT",
        "Đ/c", "Nơi đăng ký thường trú", "Nơi thường trú của gia đình bản thân",
        "Nơi thường trú của bản thân", reader=readers.read_wording,
        width_mm=42.0, sheet_width=36.0, long_text=True,
    ),
    text_column(
        "current_address", "Nơi ở hiện tại", PERSON,
        "Chỗ ở", "Nơi ở hiện nay", "Tạm trú", "Chỗ ở hiện nay", "Chỗ ở hiện tại", "Nơi ở", "Nơi tạm trú",
        "Nơi ở hiện nay của bản thân", "Địa chỉ hiện nay", "Địa chỉ hiện tại", "Chỗ ở của bản thân",
        reader=readers.read_wording, width_mm=42.0, sheet_width=36.0, long_text=True,
    ),
    text_column(
        "neighbourhood", "Tổ dân phố", PERSON, "TDP", "Tổ", "Khu phố", "Tổ DP", "Thôn", "KDC", "Khu dân cư",
        "Thôn/TDP", "Tổ dân phố số", "Địa bàn", "Địa bàn dân cư", "Khối phố", "Thôn, xóm",
        reader=readers.read_neighbourhood, short_label="TDP", width_mm=20.0, sheet_width=13.0,
    ),
    text_column(
        "education", "Trình độ văn hóa", PERSON,
        "Học vấn", "Văn hóa", "Học lực", "TĐVH", "VH", "Trình độ học vấn", "Trình độ văn hoá phổ thông", "TĐHV",
        "Lớp", "Trình độ GDPT", "Trình độ giáo dục phổ thông", "Trình độ phổ thông", "Trình độ",
        reader=readers.read_education, short_label="Văn hóa", width_mm=14.0, sheet_width=9.0, as_text=True,
        example="Lớp trên hệ, ví dụ 12/12",
    ),
    choice_column(
        "qualification", "Trình độ chuyên môn kỹ thuật", PERSON, choices.QUALIFICATION,
        "CMKT", "Trình độ CMKT", "Chuyên môn", "Trình độ chuyên môn", "Chuyên môn kỹ thuật", "Trình độ đào tạo",
        "Bằng cấp", "TĐCM", "Trình độ chuyên môn nghiệp vụ",
        reader=readers.read_qualification, short_label="CMKT", width_mm=18.0, sheet_width=12.0,
    ),
    text_column("foreign_language", "Ngoại ngữ", PERSON, "Trình độ ngoại ngữ", width_mm=16.0),
    text_column("occupation", "Nghề nghiệp", PERSON, "Nghề", "Công việc", "Việc làm", "Nghề nghiệp hiện nay",
        reader=readers.read_wording, width_mm=22.0),
    text_column(
        "workplace", "Nơi làm việc (học tập)", PERSON,
        "Nơi làm việc", "Nơi học tập", "Cơ quan", "Đơn vị công tác", "Nơi công tác", "Trường", "Học lớp/Trường",
        "Lớp, trường", "Trường học", "Học lớp trường", "Nơi học", "Cơ quan công tác", "Nơi làm việc học tập",
        "Trường đang học", "Đang học lớp, trường",
        short_label="Nơi làm việc", width_mm=30.0, sheet_width=24.0,
    ),
    text_column("salary_grade", "Nhóm, ngạch, bậc lương", PERSON, "Bậc lương", "Ngạch lương", "Ngạch bậc lương"),
    text_column(
        "phone", "Số điện thoại", PERSON, "SĐT", "ĐT", "Liên hệ", "Điện thoại", "Số ĐT", "Di động",
        "Điện thoại liên hệ",
        "Số điện thoại liên hệ", "ĐTDĐ", "Số di động",
        reader=identity_readers.read_telephone, short_label="Điện thoại", sensitivity=Sensitivity.IDENTITY,
        width_mm=22.0, sheet_width=13.0, as_text=True,
    ),
    flag_column(
        "is_party_member", "Đảng viên", PERSON, "Đảng", "ĐV", "Là ĐV", "Đ.viên", "Là đảng viên",
        sensitivity=_POLITICS, short_label="Đảng",
    ),
    date_column(
        "party_joined_on", "Ngày vào Đảng", PERSON, "Vào Đảng", "Ngày vào Đảng CSVN", "Ngày kết nạp Đảng",
        "Năm vào Đảng", sensitivity=_POLITICS,
    ),
    flag_column("is_union_member", "Đoàn viên", PERSON, "Đoàn", "Đoàn TN", "ĐTN", "ĐV", "Đ.viên",
        "Là ĐV", "Là ĐVTN", "Đ.viên TNCS", "ĐV TNCS", "ĐVTN", "ĐVTNCS", "Đ.viên TN",
        "Là đoàn viên", "Sinh hoạt Đoàn", sensitivity=_POLITICS, short_label="Đoàn"),
    date_column("union_joined_on", "Ngày vào Đoàn", PERSON, "Vào Đoàn", "Năm vào Đoàn",
        "Ngày kết nạp Đoàn", sensitivity=_POLITICS),
    text_column("family_class", "Thành phần gia đình", PERSON, "TPGĐ", sensitivity=_POLITICS),
    Column(
        "sibling_count", "Số anh chị em ruột", PERSON, readers.read_count, showers.show_text,
        synonyms=("Số anh chị em", "Anh chị em ruột"), short_label="Anh chị em ruột", width_mm=14.0,
    ),
    Column(
        "birth_order", "Là con thứ mấy", PERSON, readers.read_birth_order, showers.show_text,
        synonyms=("Con thứ", "Là con thứ", "Con thứ mấy", "Là con thứ mấy trong gia đình"), short_label="Con thứ",
        width_mm=12.0,
    ),
    text_column("personal_class", "Thành phần bản thân", PERSON, "TPBT", sensitivity=_POLITICS),
    *_relative(
        "father", "cha", "Họ tên bố", "Họ và tên cha", "Họ và tên bố", "Tên bố", "Bố", "Cha", "Họ tên bố năm sinh",
        "Họ tên cha năm sinh", "Họ và tên bố năm sinh", "Họ tên bố năm sinh nghề nghiệp",
    ),
    *_relative(
        "mother", "mẹ", "Họ và tên mẹ", "Tên mẹ", "Mẹ", "Họ tên mẹ năm sinh", "Họ và tên mẹ năm sinh",
        "Họ tên mẹ năm sinh nghề nghiệp",
    ),
    *_relative(
        "spouse", "vợ (chồng)", "Họ tên vợ", "Họ tên chồng", "Vợ", "Chồng", "Vợ chồng", "Họ và tên vợ chồng",
        "Họ tên vợ chồng năm sinh",
    ),
    text_column("notes", "Ghi chú", PERSON, "GC", "Chú thích",
        "Ghi chú khác", width_mm=22.0, sheet_width=24.0, long_text=True),
)  # fmt: skip


def _health_class(roster: str) -> Column:
    """The class of health, which the examination of candidates concludes and the register of the militia notes."""
    return choice_column(
        "health_class", "Phân loại sức khỏe", roster, choices.HEALTH_CLASS,
        "SK loại", "Sức khỏe", "SK", "Loại sức khỏe", "Loại SK", "Phân loại SK", "Xếp loại sức khỏe", "PLSK",
        "Sức khỏe loại", "Sức khỏe đạt loại", "Kết quả khám sức khỏe",
        reader=readers.read_health_class, short_label="Sức khỏe", sensitivity=Sensitivity.HEALTH, width_mm=14.0,
        sheet_width=10.0,
    )  # fmt: skip


ENLISTMENT_COLUMNS: tuple[Column, ...] = (
    _health_class(ENLISTMENT),
    Column(
        "myopia_dioptres", "Độ cận (đi-ốp)", ENLISTMENT, readers.read_number, showers.show_number,
        synonyms=("Độ cận", "Cận thị", "Cận", "Độ cận thị"), sensitivity=Sensitivity.HEALTH, width_mm=12.0,
    ),
    Column(
        "bmi", "BMI", ENLISTMENT, readers.read_number, showers.show_number, synonyms=("Chỉ số BMI",
        "Chỉ số khối cơ thể"),
        sensitivity=Sensitivity.HEALTH, width_mm=12.0,
    ),
    choice_column(
        "political_result", "Kết quả thẩm tra chính trị", ENLISTMENT, choices.POLITICAL_RESULT,
        "Thẩm tra chính trị", "Chính trị", "CT", "Kết quả chính trị", "Tiêu chuẩn chính trị", "TTCT",
        short_label="Chính trị", sensitivity=_POLITICS, width_mm=18.0,
    ),
    choice_column(
        "ground", "Diện tạm hoãn/miễn", ENLISTMENT, choices.GROUND,
        "Lý do", "Lý do tạm hoãn", "Lý do miễn", "Lý do tạm hoãn miễn", "Diện", "Diện tạm hoãn", "Diện miễn",
        "Tạm hoãn miễn",
        "Lý do tạm hoãn gọi nhập ngũ", "Lý do miễn gọi nhập ngũ", "Lý do hoãn", "Lý do hoãn miễn", "Tạm hoãn",
        # One ground tells of illness: a mask over that one alone would say which it is.
        reader=readers.read_ground, sensitivity=Sensitivity.HEALTH, width_mm=30.0, sheet_width=28.0,
    ),
    date_column("ground_until", "Hết diện ngày", ENLISTMENT, "Hết tạm hoãn", "Thời hạn tạm hoãn", "Tạm hoãn đến",
        "Ngày hết diện"),
    choice_column(
        "status", "Tình trạng", ENLISTMENT, choices.ENLISTMENT_STATUS, "Trạng thái",
        reader=readers.read_step, width_mm=24.0, sheet_width=20.0,
    ),
    choice_column(
        "registration", "Đăng ký nghĩa vụ quân sự lần đầu", ENLISTMENT, choices.REGISTRATION,
        "Hình thức đăng ký", "Hình thức đăng ký NVQS", "Kết quả đăng ký", "Kết quả đăng ký NVQS",
        short_label="Đăng ký lần đầu", width_mm=16.0,
    ),
    text_column("registered_at", "Nơi đăng ký nghĩa vụ quân sự", ENLISTMENT, "Nơi đăng ký NVQS", "Đăng ký NVQS tại"),
    choice_column(
        "service", "Nơi nhận quân (Quân đội/Công an)", ENLISTMENT, choices.RECRUIT_SERVICE, "Nơi nhận quân",
        "Quân đội/Công an", short_label="Nơi nhận", width_mm=16.0,
    ),
    flag_column(
        "volunteer", "Đơn tình nguyện nhập ngũ", ENLISTMENT, "Đơn tình nguyện", "Có đơn tình nguyện",
        "Tình nguyện nhập ngũ", short_label="Tình nguyện",
    ),
    flag_column(
        "had_education_deferral", "Đã được tạm hoãn để học một khóa ĐH/CĐ", ENLISTMENT, "Đã tạm hoãn học ĐH/CĐ",
        short_label="Đã hoãn học ĐH/CĐ", width_mm=16.0,
    ),
    choice_column(
        "completed_kind", "Đã hoàn thành nghĩa vụ: hình thức", ENLISTMENT, choices.COMPLETED_KIND,
        "Hình thức hoàn thành nghĩa vụ", short_label="Hoàn thành nghĩa vụ", width_mm=24.0,
    ),
    Column(
        "completed_months", "Đã hoàn thành nghĩa vụ: số tháng", ENLISTMENT, readers.read_count, showers.show_text,
        synonyms=("Số tháng phục vụ", "Số tháng đã phục vụ"), short_label="Số tháng phục vụ", width_mm=14.0,
    ),
)  # fmt: skip

MILITIA_COLUMNS: tuple[Column, ...] = (
    choice_column(
        "component", "Lực lượng (thành phần)", MILITIA, choices.COMPONENT,
        "Lực lượng", "Thành phần", "Thành phần lực lượng", "Loại hình", "Thành phần DQTV", "Lực lượng DQTV",
        short_label="Lực lượng", width_mm=20.0,
    ),
    text_column("unit", "Đơn vị", MILITIA, "Đơn vị DQTV", "Trung đội", "Tiểu đội",
        "Biên chế", width_mm=28.0, sheet_width=24.0),
    text_column("post", "Chức vụ", MILITIA, "Chức danh", "Chức vụ DQTV", "CV", reader=readers.read_post,
        width_mm=22.0, sheet_width=18.0),
    date_column(
        "joined_on", "Ngày vào", MILITIA, "Ngày vào DQTV", "Ngày tham gia", "Vào DQTV", "Thời gian vào", "Ngày vào DQ",
        "Ngày kết nạp DQTV", "Thời gian tham gia", "Năm vào", "Năm vào DQTV", "Tham gia DQTV", "Ngày tham gia DQTV",
        "Tham gia từ", "Tham gia từ tháng", "Tham gia từ ngày", "Tham gia từ năm",
    ),
    date_column("ends_on", "Ngày hết hạn", MILITIA, "Hết hạn", "Hoàn thành nghĩa vụ", "Ngày hết hạn tham gia",
        "Thời hạn đến"),
    _health_class(MILITIA),
)  # fmt: skip

RESERVE_COLUMNS: tuple[Column, ...] = (
    choice_column(
        "rank", "Cấp bậc", RESERVE, choices.RANK, "Quân hàm", "CB", "Cấp", "Cấp bậc quân hàm",
        reader=readers.read_rank, width_mm=18.0,
    ),
    text_column(
        "post", "Chức vụ khi tại ngũ", RESERVE, "Chức vụ", "Chức danh", "Chức vụ tại ngũ", "Chức vụ trong quân đội",
        reader=readers.read_post, short_label="Chức vụ", width_mm=22.0, sheet_width=18.0,
    ),
    text_column(
        "speciality_code", "Mã CNQS", RESERVE, "Mã số CNQS", "Mã chuyên nghiệp quân sự", "Mã chuyên nghiệp",
        reader=reserve_readers.read_speciality_code, width_mm=12.0, as_text=True,
    ),
    text_column(
        "speciality", "Chuyên nghiệp quân sự (CNQS)", RESERVE,
        "CNQS", "Chuyên nghiệp quân sự", "Tên CNQS", "Chuyên ngành quân sự", "CN quân sự", "Chuyên nghiệp QS",
        reader=reserve_readers.read_speciality, short_label="CNQS", width_mm=24.0, sheet_width=18.0,
    ),
    choice_column(
        "speciality_match", "Đúng/gần đúng/chưa đúng CNQS", RESERVE, choices.SPECIALITY_MATCH,
        "Mức độ đúng CNQS", "Đúng CNQS", "Mức đúng CNQS", "Khớp CNQS", "Khớp chuyên nghiệp quân sự",
        "Mức độ khớp CNQS", "Mức độ CNQS", width_mm=18.0,
    ),
    date_column("enlisted_on", "Nhập ngũ", RESERVE, "Ngày nhập ngũ", "Tháng năm nhập ngũ", "Thời gian nhập ngũ", "NN"),
    date_column("discharged_on", "Xuất ngũ", RESERVE, "Ngày xuất ngũ", "Tháng năm xuất ngũ", "Thời gian xuất ngũ", "XN",
        "Phục viên"),
    text_column(
        "former_unit", "Đơn vị khi xuất ngũ", RESERVE, "Đơn vị cũ", "Đơn vị tại ngũ", "Đơn vị trước khi xuất ngũ",
        "Đơn vị phục vụ", "Đơn vị xuất ngũ", width_mm=28.0, sheet_width=26.0,
    ),
    choice_column(
        "reserve_class", "Hạng", RESERVE, choices.RESERVE_CLASS, "Hạng DB", "Hạng dự bị", "Hạng QNDB",
        "Hạng quân nhân dự bị",
        width_mm=14.0, sheet_width=10.0,
    ),
    Column(
        "is_assigned", "Đã xếp vào đơn vị DBĐV", RESERVE, reserve_readers.read_assignment, showers.show_yes_no,
        short_label="Đã xếp DBĐV", width_mm=14.0, sheet_width=10.0,
        synonyms=(
            "Đơn vị biên chế", "Đơn vị DBĐV", "Đã xếp", "Biên chế", "Biên chế đơn vị DBĐV", "Đơn vị dự bị động viên",
            "Đã xếp đơn vị DBĐV", "Xếp vào đơn vị DBĐV", "Đơn vị động viên", "Đã biên chế", "Đơn vị tiếp nhận",
            "Chức vụ biên chế DBĐV", "Đã xếp DBĐV", "Biên chế vào đơn vị",
        ),
    ),
)  # fmt: skip

ROSTER_COLUMNS: dict[str, tuple[Column, ...]] = {
    ENLISTMENT: ENLISTMENT_COLUMNS,
    MILITIA: MILITIA_COLUMNS,
    RESERVE: RESERVE_COLUMNS,
}

# What a page and a workbook of each roster show unless the officer chooses otherwise.
DEFAULT_KEYS: dict[str, tuple[str, ...]] = {
    ENLISTMENT: (
        "full_name", "birth_date", "citizen_id", "neighbourhood", "permanent_address", "education", "qualification",
        "occupation", "phone", "health_class", "ground",
    ),
    MILITIA: (
        "full_name", "birth_date", "sex", "citizen_id", "component", "post", "joined_on", "is_party_member",
        "is_union_member", "education", "current_address", "phone",
    ),
    RESERVE: (
        "full_name", "birth_date", "citizen_id", "rank", "speciality", "enlisted_on", "discharged_on", "reserve_class",
        "is_assigned", "permanent_address", "phone",
    ),
}  # fmt: skip


def columns_of(roster: str) -> tuple[Column, ...]:
    """All columns of a roster: the person's, the roster's own, and for enlistment those that other tables hold.

    Raises KeyError for an unknown roster.
    """
    return PERSON_COLUMNS + ROSTER_COLUMNS[roster] + (CALL_UP_COLUMNS if roster == ENLISTMENT else ())


def column(roster: str, key: str) -> Column:
    """The column of a roster by its key. Raises KeyError where there is none.

    `post` exists in two rosters with different meaning, so a key alone does not name a column.
    """
    return _INDEX[roster][key]


_INDEX = {roster: {c.key: c for c in columns_of(roster)} for roster in ROSTERS}
