"""The names by which pages are found: menu entries, tabs, lists, papers, settings, rules, with the words of officers.

Whoever adds a page that stands in a menu or among tabs adds it here; a test walks through both and looks for each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from roster.columns.catalogue import ROSTERS
from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.domain import delivery, reserve_forms
from roster.domain.choices import GROUND, ROSTER, label_of
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.web.rules.names import name_of

PAGE, LIST, PAPER, SETTING, RULE = "page", "list", "paper", "setting", "rule"


@dataclass(frozen=True)
class Place:
    """A page by its name, with further words by which officers may look for it."""

    kind: str
    name: str
    endpoint: str
    words: str = ""
    values: dict[str, Any] = field(default_factory=dict)


PAGES: tuple[Place, ...] = (
    Place(PAGE, "Trang chủ", "home.ward", "tổng quan"),
    Place(PAGE, "Việc đến hạn", "home.due", "quá hạn nhắc việc hôm nay"),
    Place(PAGE, "Trợ giúp", "help.index", "hướng dẫn sử dụng cách dùng sách giúp đỡ"),
    Place(PAGE, "Công dân mới", "people.new", "thêm nhập người"),
    Place(PAGE, "Đợt tuyển quân", "campaigns.latest", "gọi nhập ngũ phễu"),
    Place(PAGE, "Đợt tuyển quân: Tổng quan", "campaigns.show", "phễu nguồn chỉ tiêu đủ thiếu"),
    Place(PAGE, "Ứng viên", "candidates.show", "đợt tuyển quân chuyển bước đủ điều kiện đối chiếu luật xét duyệt"),
    Place(PAGE, "Lịch công việc", "campaigns.calendar", "đợt tuyển quân thời hạn việc phải làm"),
    Place(PAGE, "Ngày khám", "examinations.show", "khám sức khỏe nghĩa vụ quân sự bàn khám kết quả phân loại"),
    Place(PAGE, "Danh sách khám sức khỏe", "examinations.listing", "ngày khám kết quả"),
    Place(PAGE, "Giao giấy", "deliveries.index", "giao nhận giấy gọi giấy mời lệnh gọi chưa giao sổ"),
    Place(PAGE, "Chỉ tiêu giao quân", "campaigns.quota", "đợt tuyển quân được giao quân đội công an"),
    Place(PAGE, "Chia chỉ tiêu cho các địa bàn", "campaigns.division", "giao quân phân bổ"),
    Place(PAGE, "Các ngày, cách tính tuổi", "campaigns.settings", "đợt tuyển quân tuổi gọi nhập ngũ giao nhận"),
    Place(PAGE, "Các đợt tuyển quân", "campaigns.index", "các năm"),
    Place(PAGE, "Đợt tuyển quân của mọi địa bàn", "campaigns.all_wards", "các phường"),
    Place(PAGE, "Tạm hoãn, miễn", "claims.index", "diện lý do quyết định hoãn"),
    Place(PAGE, "Tổ chức lực lượng", "forces.index", "đơn vị biên chế quân số trung đội tiểu đội"),
    Place(PAGE, "Nhập nhanh nhiều đơn vị", "forces.quick", "tổ chức lực lượng khai"),
    Place(PAGE, "Biên chế của các đơn vị", "forces.establishing", "tổ chức lực lượng"),
    Place(PAGE, "Ban CHQS phường", "command.index", "chỉ huy trưởng chức danh"),
    Place(PAGE, "Lịch trực", "command.duty", "trực ban trực chỉ huy"),
    Place(PAGE, "Xếp lịch trực luân phiên", "command.rotation", "phân công vòng trực"),
    Place(PAGE, "Ban CHQS qua các thời kỳ", "command.history", "người giữ chức lịch sử"),
    Place(PAGE, "Danh bạ", "command.contacts", "điện thoại liên hệ ban chỉ huy quân sự"),
    Place(PAGE, "Họp, sinh hoạt", "command.meetings", "giao ban"),
    Place(PAGE, "Huấn luyện", "training.index", "tập huấn điểm danh kế hoạch buổi"),
    Place(PAGE, "Còn thiếu ngày huấn luyện", "training.owing"),
    Place(PAGE, "Tỷ lệ, kết quả huấn luyện", "training.rates", "xếp loại giỏi khá đạt"),
    Place(PAGE, "Chứng nhận huấn luyện", "training.certificates", "giấy chứng nhận"),
    Place(PAGE, "Chỉ tiêu", "targets.index", "chỉ thị mục 5 dân quân tự vệ dự bị tuyển quân"),
    Place(PAGE, "Các mục khác của Chỉ thị", "targets.indicators", "chỉ tiêu"),
    Place(PAGE, "Chỉ tiêu của mọi địa bàn", "targets.all_wards", "các phường"),
    Place(PAGE, "Chất lượng chính trị", "party.index", "đảng viên đoàn viên"),
    Place(PAGE, "Nguồn phát triển Đảng", "party.source", "kết nạp"),
    Place(PAGE, "Báo cáo", "reports.index", "tháng quý năm gửi cấp trên"),
    Place(PAGE, "Báo cáo của mọi địa bàn", "reports.all_wards", "các phường"),
    Place(PAGE, "Nhập từ Excel", "imports.index", "tệp bảng tính đưa vào nạp danh sách"),
    Place(PAGE, "Đối chiếu với danh sách của nơi khác", "imports.index", "so sánh đối soát công an"),
    Place(PAGE, "Hoàn tác một lần nhập", "imports.index", "bỏ tệp đã nhập"),
    Place(PAGE, "Hoàn tác lần chuyển bước gần nhất", "candidates.show", "ứng viên chuyển nhiều người"),
    *(
        Place(PAGE, f"Nhập nhiều người: {label_of(ROSTER, roster)}", "grid.show", "bảng lưới", {"roster": roster})
        for roster in ROSTERS
    ),
    Place(PAGE, "Biểu mẫu điền danh sách", "imports.forms", "mẫu Excel gửi tổ dân phố"),
    Place(PAGE, "Những điều đã nhớ khi nhập tệp", "imports.taught"),
    Place(PAGE, "Các bản in", "papers.index", "văn bản danh sách đã in PDF"),
    Place(PAGE, "Sổ văn bản đi", "papers.register", "sổ đăng ký văn bản ban hành cấp số công văn"),
    Place(PAGE, "Niêm yết", "papers.postings", "văn bản công khai bản"),
    Place(PAGE, "Yêu cầu của công dân về dữ liệu cá nhân", "privacy.index", "quyền bảo vệ"),
    Place(PAGE, "Ghi yêu cầu mới về dữ liệu cá nhân", "privacy.new"),
    Place(PAGE, "Đăng ký nghĩa vụ tham gia dân quân tự vệ", "militia.registration", "đăng ký tháng 4"),
    Place(PAGE, "Dân quân tự vệ: Tổng quan", "militia.index", "sổ quân số"),
    Place(PAGE, "Tuyển chọn vào dân quân tự vệ", "militia.selection"),
    Place(PAGE, "Thời hạn tham gia dân quân tự vệ", "militia.terms", "hết hạn hoàn thành"),
    Place(PAGE, "Quyết định về dân quân tự vệ", "militia.decisions"),
    Place(PAGE, "Dân quân tự vệ: cần giải quyết", "militia.checks"),
    Place(PAGE, "Tổng hợp dân quân tự vệ theo thành phần", "militia.statistics", "thống kê"),
    Place(PAGE, "Sổ đăng ký quân nhân dự bị", "reserve.index", "DBĐV sổ đăng ký"),
    Place(PAGE, "Di chuyển, tạm vắng, giải ngạch quân nhân dự bị", "reserve.events", "biến động"),
    Place(PAGE, "Quân nhân dự bị đến hạn tuổi", "reserve.limits", "hết tuổi giải ngạch"),
    Place(PAGE, "Đề nghị phong, thăng quân hàm dự bị", "reserve.ranks", "cấp bậc sĩ quan quân nhân"),
    Place(PAGE, "Hạng hai huấn luyện lên hạng một", "reserve.training"),
    Place(PAGE, "Tổng hợp quân nhân dự bị", "reserve.statistics", "thống kê"),
    Place(PAGE, "Bảng chuyên nghiệp quân sự (CNQS)", "reserve.specialities", "mã chuyên nghiệp"),
    *(Place(LIST, label_of(ROSTER, roster), "lists.show", "danh sách sổ", {"roster": roster}) for roster in ROSTERS),
    *(
        Place(LIST, f"{one.name} (in từ {label_of(ROSTER, one.roster)})", "papers.options", "in mẫu biểu danh sách",
              {"roster": one.roster, "list_key": one.key})
        for one in PRINTED_LISTS.values()
    ),
    Place(SETTING, "Cài đặt", "units.index", "quản lý thiết lập"),
    Place(SETTING, "Tiêu đề văn bản", "units.letterheads", "cài đặt quốc hiệu cơ quan"),
    Place(SETTING, "Người ký", "units.signatories", "cài đặt người lập biểu chỉ huy chữ ký ký tên"),
    Place(SETTING, "Tổ dân phố", "units.neighbourhoods", "cài đặt thôn khu phố"),
    Place(SETTING, "Cơ quan, tổ chức", "units.organisations", "cài đặt tự vệ doanh nghiệp"),
    Place(SETTING, "Thiết lập danh sách in", "papers.looks", "cài đặt cột khổ giấy lề chân ký mẫu in"),
    Place(SETTING, "Thời hạn lưu trữ, xóa dữ liệu", "privacy.keeping", "cài đặt"),
    Place(SETTING, "Tài khoản", "accounts.index", "cài đặt người dùng mật khẩu vai trò"),
    Place(SETTING, "Thêm tài khoản", "accounts.new"),
    Place(SETTING, "Quy định đang áp dụng", "rules.index", "cài đặt luật độ tuổi gọi nhập ngũ thông tư nghị định"),
    Place(SETTING, "Ngày nghỉ, ngày làm bù", "rules.holiday_table", "cài đặt lễ tết"),
    Place(SETTING, "Sao lưu", "backups.index", "phục hồi"),
    Place(SETTING, "Nhật ký", "audit.index", "ai đã xem sửa nhật ký hệ thống"),
    Place(SETTING, "Dấu niêm phong nhật ký", "audit.head"),
    Place(SETTING, "Đổi mật khẩu", "security.change_password", "tài khoản của tôi"),
    Place(SETTING, "Xác thực hai bước", "second_step.index", "mã xác nhận"),
    Place(SETTING, "Nơi đang đăng nhập", "sessions.index", "phiên máy khác kết thúc tài khoản của tôi"),
    Place(PAGE, "Phúc tra", "inquiry.index", "phiếu đến từng nhà kết quả tổ dân phố"),
    Place(PAGE, "Bộ lọc đã lưu", "saved.index", "danh sách điều kiện"),
    Place(SETTING, "Giao diện", "look.show", "màu nền sáng tối dòng bảng"),
    Place(SETTING, "Các phím tắt", "search.keys", "bàn phím"),
)  # fmt: skip

# Where each sheet that is no roster is shown, printed and exported.
_SHEET_PAGES = {
    "force-units": "forces.index",
    "unit-roster": "forces.index",
    "command-contacts": "command.contacts",
    "command-board": "command.index",
    "command-history": "command.history",
    "self-defence": "targets.self_defence",
    "duty": "command.duty",
    "meetings": "command.meetings",
    "militia-registration": "militia.registration",
    "militia-extract": "militia.index",
    "militia-selection": "militia.selection",
    "militia-checks": "militia.checks",
    "militia-completion": "militia.terms",
    "militia-decisions": "militia.decisions",
    "militia-statistics": "militia.statistics",
    "reserve-register": "reserve.index",
    "reserve-limits": "reserve.limits",
    "reserve-ranks": "reserve.ranks",
    "reserve-call": "reserve.index",
    "reserve-training": "reserve.training",
    "reserve-moves": "reserve.events",
    "reserve-statistics": "reserve.statistics",
    "training": "training.index",
    "training-people": "training.people",
    "training-plans": "training.index",
    "training-rates": "training.rates",
    "training-owing": "training.owing",
    "certificates": "training.certificates",
    "party-source": "party.source",
    "party-people": "party.index",
    "political-quality": "party.index",
    "targets": "targets.index",
    "targets-wards": "targets.all_wards",
    "delivery-book": "deliveries.index",
    "posting": "papers.postings",
    "handed-over": "targets.handed_over",
    "quota": "campaigns.quota",
    "quota-summary": "campaigns.show",
    "quota-places": "campaigns.show",
    "report-01a": "campaigns.show",
    "report-06": "campaigns.show",
    "reconciliation": "imports.index",
}
_CALL_WORDS = "lệnh gọi quyết định gọi giao giấy in hàng loạt"


@cache
def all_places() -> tuple[Place, ...]:
    """Every page that is found by its name."""
    return (*PAGES, *_sheets(), *_papers(), *_rules())


def _sheets() -> list[Place]:
    return [
        Place(LIST, name, _SHEET_PAGES[key], "in mẫu biểu danh sách xuất Excel") for key, name in PLAIN_SHEETS.items()
    ]


def _papers() -> list[Place]:
    of_call_up = [
        Place(PAPER, one.label, "deliveries.new", _CALL_WORDS if one in delivery.CALLS else "giao giấy in hàng loạt",
              {"kind": str(one.key)})
        for one in delivery.KIND
    ]  # fmt: skip
    of_reserve = [
        Place(PAPER, one.label, "reserve.ask_papers", "in hàng loạt", {"kind": str(one.key)})
        for one in reserve_forms.KIND
    ]
    return of_call_up + of_reserve


def _rules() -> list[Place]:
    latest = {rule.key: rule for rule in ENLISTMENT_RULES}
    grounds = {f"claim.{one.key}": one.label for one in GROUND}
    return [
        Place(RULE, name_of(rule), "rules.show", f"quy định {rule.citation} {grounds.get(key, '')}", {"key": key})
        for key, rule in latest.items()
    ]
