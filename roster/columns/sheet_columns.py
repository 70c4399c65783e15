"""The columns of the sheets that are no roster, by the key of each sheet: headings, widths in millimetres, looks.

Those of militia and reserve are practice (the circulars that print them were not found). A sheet may leave out a column
that its reader may not see; the duty roster has a column for each role, so that none stands here.
"""

from __future__ import annotations

from roster.columns.call_up_forms import FORM_01A_COLUMNS, FORM_06_COLUMNS
from roster.columns.plain_column import PlainColumn
from roster.columns.quality_columns import MILITIA_QUALITY, POLITICAL_QUALITY


def _name(width_mm: float, *heading: str) -> PlainColumn:
    return PlainColumn(heading, width_mm, strong=True)


def _text(width_mm: float, *heading: str) -> PlainColumn:
    return PlainColumn(heading, width_mm)


def _mid(width_mm: float, *heading: str) -> PlainColumn:
    return PlainColumn(heading, width_mm, centred=True)


def _pen(width_mm: float, *heading: str) -> PlainColumn:
    # What is written by hand, a number, a day, a signature, takes the room that its empty cells do not show.
    return PlainColumn(heading, width_mm, least_mm=width_mm)


def _under(above: str, *headings: tuple[str, ...]) -> tuple[PlainColumn, ...]:
    return tuple(PlainColumn(one, 11, centred=True, above=(above,)) for one in headings)


RATE_HEADINGS = (
    ("Quân số",), ("Được gọi",), ("Đã", "tham gia"), ("% quân", "số"), ("% ngày", "công"), ("Đã xếp", "loại"),
    ("Đạt", "trở lên"), ("% đạt",), ("Khá, giỏi",), ("% khá,", "giỏi"),
)  # fmt: skip
PARTY_COLUMN = _text(13, "Đảng,", "Đoàn")  # of the reserve's register, for those who may see it
HEALTH_COLUMN = _mid(9, "Sức", "khỏe")  # likewise
# Beside many columns a name would be squeezed into a line for each of its words.
_NAME_OF_MANY = PlainColumn(("Họ và tên",), 30, strong=True, least_mm=27)
_NAME_IN_A_LINE = PlainColumn(("Họ và tên",), 40, strong=True, least_mm=36)
PARTY_SUM_COLUMN = _mid(20, "Đảng", "viên")

SHEET_COLUMNS: dict[str, tuple[PlainColumn, ...]] = {
    "force-units": (
        _name(74, "Đơn vị"), _text(58, "Loại"), _mid(16, "Biên", "chế"), _mid(16, "Quân", "số"), _mid(16, "Thiếu"),
        _mid(16, "Thừa"), _text(58, "Chức vụ còn thiếu"),
    ),
    "unit-roster": (
        _name(44, "Họ và tên"), _mid(22, "Ngày sinh"), _text(32, "Chức vụ", "(kiêm nhiệm)"), _text(46, "Đơn vị"),
        _text(38, "Số, ngày quyết định"), _mid(22, "Từ ngày"), _text(26, "Tổ dân phố"), _mid(24, "Điện thoại"),
    ),
    "command-contacts": (
        _name(56, "Họ và tên"), _text(44, "Chức vụ"), _text(74, "Đơn vị, địa bàn"), _text(50, "Chức vụ công tác"),
        _mid(30, "Điện thoại"),
    ),
    "command-board": (
        _name(56, "Chức danh"), _text(50, "Người giữ chức"), _text(48, "Từ ngày,", "quyết định"),
        _mid(30, "Tình trạng"), _text(68, "Theo quy định"),
    ),
    "command-history": (
        _text(46, "Chức danh"), _name(56, "Họ và tên", "Chức vụ công tác"), _mid(24, "Từ ngày"), _mid(24, "Đến ngày"),
        _text(56, "Quyết định"), _text(46, "Thôi giữ chức"),
    ),
    "self-defence": (
        _name(64, "Đơn vị"), _text(44, "Loại"), _text(60, "Cơ quan, tổ chức"), _text(62, "Chỉ huy"),
        _mid(20, "Quân", "số"),
    ),
    "meetings": (
        _mid(24, "Ngày"), _text(46, "Loại"), _name(62, "Nội dung"), _text(34, "Địa điểm"), _mid(15, "Triệu", "tập"),
        _mid(15, "Có", "mặt"), _text(26, "Số biên bản"), _text(32, "Tình trạng"),
    ),
    "militia-registration": (
        _NAME_OF_MANY, _mid(18, "Ngày, tháng,", "năm sinh"), _mid(9, "Nam/", "Nữ"), _mid(24, "Số CCCD"),
        _text(11, "Dân tộc"), _text(11, "Tôn giáo"), _text(16, "Trình độ", "(VH/CM)"), _text(13, "Đảng,", "Đoàn"),
        _text(25, "Nghề nghiệp,", "nơi làm việc"), _text(26, "Nơi thường trú"), _text(22, "Nơi ở hiện tại"),
        PlainColumn(("Diện",), 15, centred=True, least_mm=15), _pen(20, "Lý do"),
        _pen(15, "Ghi chú"),
    ),
    "militia-extract": (
        _NAME_OF_MANY, _mid(20, "Ngày sinh"), _text(30, "Chức vụ,", "đơn vị"), _text(18, "Thành phần"),
        _text(22, "Số, ngày", "quyết định"), _mid(10, "Năm", "thứ"), _text(14, "Đảng,", "Đoàn"),
        _text(16, "VH,", "CMKT"), _mid(10, "Sức", "khỏe"), _mid(11, "QNXN"), _text(15, "Dân tộc,", "tôn giáo"),
        _text(28, "Nghề nghiệp,", "nơi làm việc"), _text(32, "Nơi ở"), _pen(15, "Ghi chú"),
    ),
    "militia-selection": (
        _name(40, "Họ và tên"), _mid(20, "Ngày sinh"), _mid(12, "Giới", "tính"), _text(28, "Tổ dân phố"),
        _text(46, "Nghề nghiệp,", "nơi làm việc"), _mid(20, "Ngày", "đăng ký"), _text(34, "Diện đề nghị"),
        _text(48, "Tuyển chọn"),
    ),
    "militia-checks": (
        _text(48, "Trường hợp"), _name(42, "Họ và tên"), _mid(20, "Ngày sinh"), _text(50, "Chức vụ, đơn vị"),
        _text(44, "Ngày, thời hạn"), _text(44, "Tình trạng"),
    ),
    "militia-completion": (
        _name(40, "Họ và tên"), _mid(20, "Ngày sinh"), _text(28, "Chức vụ"), _text(44, "Đơn vị, lực lượng"),
        _mid(20, "Ngày vào"), _mid(20, "Ngày", "hết hạn"), _mid(20, "Tổng", "thời gian"), _text(32, "Căn cứ"),
        _text(24, "Ghi chú"),
    ),
    "militia-decisions": (
        _name(38, "Họ và tên"), _mid(20, "Ngày sinh"), _text(30, "Nội dung"), _text(46, "Lý do, căn cứ pháp luật"),
        _text(36, "Giấy tờ"), _text(38, "Quyết định"), _mid(20, "Từ ngày"), _text(24, "Ghi chú"),
    ),
    "militia-statistics": (_name(26, "Thành phần"), *(_mid(10.5, *heading) for _, heading, _ in MILITIA_QUALITY)),
    "party-people": (
        _name(70, "Họ và tên"), _mid(28, "Ngày sinh"), _text(60, "Tổ dân phố"), _mid(44, "Đảng"), _mid(44, "Đoàn"),
    ),
    "political-quality": (
        _name(40, "Thành phần, đơn vị"), *(_mid(10.5, *heading) for _, heading, _ in POLITICAL_QUALITY),
    ),
    "reserve-register": (
        _NAME_OF_MANY, _mid(24, "Ngày sinh", "Số CCCD"), _text(20, "Cấp bậc", "Chức vụ"),
        _text(20, "Chuyên nghiệp", "quân sự"), _mid(14, "Hạng", "Nhóm tuổi"),
        _text(22, "Nhập ngũ", "Xuất ngũ"), PARTY_COLUMN, _text(14, "VH,", "CMKT"), HEALTH_COLUMN,
        _text(24, "Nghề nghiệp,", "nơi làm việc"), _text(26, "Nơi cư trú"), _mid(11, "Đã xếp", "DBĐV"),
        _text(16, "Có mặt,", "tạm vắng"), _mid(16, "Hạn tuổi"), _pen(15, "Ghi chú"),
    ),
    "reserve-call": (
        _NAME_IN_A_LINE, _mid(16, "Năm", "sinh"), _text(22, "Cấp bậc"), _text(30, "Chức danh"),
        _text(32, "CNQS"), _text(48, "Địa chỉ"), _pen(22, "Số lệnh gọi"), _pen(20, "Ngày nhận"),
        _pen(30, "Có mặt,", "vắng (lý do)"), _pen(18, "Ghi chú"),
    ),
    "reserve-training": (
        _name(54, "Họ và tên"), _mid(24, "Ngày sinh"), _text(34, "Nhóm tuổi"), _mid(28, "Đã", "huấn luyện"),
        _mid(24, "Lần gọi", "trong năm"), _text(82, "Kết luận"),
    ),
    "reserve-moves": (
        _name(38, "Họ và tên"), _mid(20, "Ngày sinh"), _text(22, "Cấp bậc"), _text(34, "Nội dung"), _mid(20, "Ngày"),
        _text(40, "Nơi đi, nơi đến,", "lý do"), _text(40, "Căn cứ, quyết định"), _mid(22, "Thời hạn"),
        _mid(26, "Thực hiện"),
    ),
    "reserve-limits": (
        _name(42, "Họ và tên"), _mid(22, "Ngày sinh"), _mid(15, "Giới tính"), _text(26, "Cấp bậc"), _text(34, "CNQS"),
        _text(50, "Nơi cư trú"), _mid(15, "Đã xếp", "DBĐV"), _mid(17, "Hạn tuổi"), _mid(24, "Ngày cuối"),
    ),
    "reserve-ranks": (
        _name(44, "Họ và tên"), _mid(22, "Ngày sinh"), _text(36, "Chức vụ khi tại ngũ"),
        _text(24, "Cấp bậc", "hiện nay"), _text(34, "Thời gian giữ", "cấp bậc"), _text(24, "Cấp bậc", "đề nghị"),
        _text(40, "Kết quả"),
    ),
    "reserve-statistics": (
        _name(38, "Hạng"), _text(36, "Nhóm tuổi"), _text(40, "Cấp bậc"), _mid(22, "Tổng số"),
        _mid(22, "Đã xếp", "DBĐV"), _mid(22, "Xếp đúng", "CNQS"), _mid(22, "Xếp gần", "đúng CNQS"), PARTY_SUM_COLUMN,
        _mid(20, "Vắng"),
    ),
    "training": (
        _NAME_IN_A_LINE, _mid(16, "Năm", "sinh"), _text(38, "Chức vụ, đơn vị"), _text(36, "Đối tượng"),
        _mid(18, "Số ngày", "quy định"), _mid(18, "Số ngày", "tham gia"), _pen(26, "Kết quả từng", "nội dung"),
        _mid(18, "Xếp loại"), _pen(24, "Ký nhận"), _pen(18, "Ghi chú"),
    ),
    "training-people": (
        _name(48, "Họ và tên"), _mid(16, "Năm", "sinh"), _text(34, "Thành phần"), _text(70, "Chức vụ, đơn vị"),
        _mid(22, "Số ngày", "tham gia"), _text(56, "Kết quả"),
    ),
    "training-plans": (
        _name(56, "Kế hoạch"), _text(46, "Loại, lực lượng"), _mid(16, "Được", "gọi"), _mid(20, "Buổi đã", "điểm danh"),
        _mid(20, "Số ngày", "đã học"), _mid(18, "Đã", "tham gia"), _mid(18, "Đạt", "trở lên"),
        _mid(18, "Còn thiếu", "ngày"), _text(34, "Tình trạng"),
    ),
    "training-rates": (
        _name(62, "Nhóm"), *(_mid(18, *heading) for heading in RATE_HEADINGS),
    ),
    "training-owing": (
        _name(42, "Họ và tên"), _mid(16, "Năm", "sinh"), _text(46, "Chức vụ, đơn vị"), _text(44, "Nội dung"),
        _mid(18, "Số ngày", "quy định"), _mid(18, "Số ngày", "tham gia"), _mid(18, "Vắng", "có phép"),
        _mid(18, "Còn thiếu"), _text(24, "Ghi chú"),
    ),
    "certificates": (
        _NAME_IN_A_LINE, _mid(16, "Năm", "sinh"), _text(48, "Chức vụ, đơn vị"), _text(46, "Lớp, kế hoạch"),
        _mid(20, "Xếp loại"), _mid(26, "Số", "chứng nhận"), _mid(22, "Ngày cấp"), _pen(24, "Ký nhận"),
    ),
    "party-source": (
        _name(44, "Họ và tên"), _mid(14, "Năm", "sinh"), _text(48, "Đơn vị"), _mid(22, "Ngày vào", "Đoàn"),
        _mid(26, "Học lớp nhận", "thức về Đảng"), _text(40, "Người giúp đỡ"), _mid(22, "Dự kiến", "kết nạp"),
        _text(40, "Ghi chú"),
    ),
    "targets": (
        _name(72, "Chỉ tiêu"), _mid(16, "Đơn vị", "tính"), _mid(32, "Hiện nay"), _mid(18, "Cần đạt"),
        _mid(24, "Cuối năm", "trước"), _mid(21, "Hạn"), _text(32, "Phụ trách"), _text(28, "Tình trạng"),
        _text(30, "Văn bản, ghi chú"),
    ),
    "targets-wards": (
        _name(80, "Chỉ tiêu"), _text(42, "Địa bàn"), _mid(36, "Hiện nay"), _mid(20, "Cần đạt"),
        _mid(28, "Cuối năm", "trước"), _mid(24, "Hạn"), _text(36, "Tình trạng"),
    ),
    "delivery-book": (
        _NAME_IN_A_LINE, _mid(22, "Ngày sinh"), _text(26, "Tổ dân phố"), _mid(30, "Số giấy"),
        PlainColumn(("Ngày giao",), 22, centred=True, least_mm=20),
        _pen(34, "Người nhận"), _pen(30, "Người giao"), _pen(26, "Ký nhận"),
        _pen(18, "Ghi chú"),
    ),
    "posting": (
        _name(62, "Họ và tên"), _mid(24, "Năm sinh"), _text(36, "Tổ dân phố"),
        _text(38, "Căn cứ (Luật Nghĩa vụ quân sự)"),
    ),
    "handed-over": (
        _name(72, "Họ và tên"), _mid(28, "Ngày sinh"), _text(64, "Tổ dân phố"), _text(44, "Giao cho"),
        _mid(32, "Ngày giao"),
    ),
    "quota": (
        _name(50, "Lực lượng"), _mid(28, "Chỉ tiêu"), _text(50, "Số quyết định"), _mid(36, "Ngày quyết định"),
        _text(80, "Cơ quan quyết định"),
    ),
    "quota-summary": (
        _name(40, "Lực lượng"), _mid(24, "Chỉ tiêu"), _mid(24, "Đủ điều kiện"), _mid(24, "Đã chốt chính thức"),
        _mid(24, "Dự phòng"), _mid(24, "Đã giao"), _mid(24, "Còn phải giao"),
    ),
    "quota-places": (
        _name(30, "Địa bàn,", "tổ dân phố"),
        *_under("Chỉ tiêu", ("Tổng",), ("Quân", "đội"), ("Công", "an")),
        _mid(11, "Nguồn", "SSNN"), _mid(11, "Miễn"), _mid(11, "Tạm", "hoãn"), _mid(11, "Đủ", "ĐK sơ", "tuyển"),
        *_under("Sơ tuyển", ("Đã", "gọi"), ("Đạt",)), _mid(11, "Gọi", "khám"),
        *_under("Sức khỏe", ("Loại 1",), ("Loại 2",), ("Loại 3",)),
        _mid(11, "Đủ", "điều", "kiện"), _mid(11, "Đã", "giao", "QĐ"), _mid(11, "Đã", "giao", "quân"),
        *_under("Còn thiếu", ("Đủ", "điều", "kiện"), ("Giao", "quân")),
        _mid(12, "% đã", "giao", "quân"),
    ),
    "report-01a": FORM_01A_COLUMNS,
    "report-06": FORM_06_COLUMNS,
    "reconciliation": (
        _name(42, "Họ và tên"), _mid(22, "Ngày sinh"), _mid(28, "Số CCCD"), _text(26, "Tổ dân phố"),
        _text(30, "Kết quả"), _text(74, "Khác nhau"), _text(28, "Xử lý"),
    ),
}  # fmt: skip
