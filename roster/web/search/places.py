"""The pages that are found by their names: menu entries, lists, settings. Who may open one stands at its view alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, url_for

from roster.columns.catalogue import ROSTERS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.domain.choices import ROSTER, label_of
from roster.services.search_everywhere import fits
from roster.store.units import Unit
from roster.web.access import may

PAGE, LIST, SETTING = "page", "list", "setting"


@dataclass(frozen=True)
class Place:
    """A page by its name, with further words by which officers may look for it."""

    kind: str
    name: str
    endpoint: str
    words: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundPlace:
    """A page that fits, and where it is."""

    kind: str
    name: str
    url: str


_PLACES = (
    Place(PAGE, "Trang chủ", "home.ward", "tổng quan"),
    Place(PAGE, "Việc đến hạn", "home.due", "quá hạn nhắc việc"),
    Place(PAGE, "Công dân mới", "people.new", "thêm nhập người"),
    Place(PAGE, "Đợt tuyển quân", "campaigns.latest", "gọi nhập ngũ phễu"),
    Place(PAGE, "Các đợt tuyển quân", "campaigns.index"),
    Place(PAGE, "Tạm hoãn, miễn", "claims.index", "diện lý do"),
    Place(PAGE, "Tổ chức lực lượng", "forces.index", "đơn vị biên chế quân số"),
    Place(PAGE, "Ban CHQS phường", "command.index", "chỉ huy trưởng chức danh"),
    Place(PAGE, "Lịch trực", "command.duty", "trực ban trực chỉ huy"),
    Place(PAGE, "Danh bạ", "command.contacts", "điện thoại liên hệ"),
    Place(PAGE, "Họp, sinh hoạt", "command.meetings", "giao ban"),
    Place(PAGE, "Huấn luyện", "training.index", "tập huấn điểm danh kế hoạch"),
    Place(PAGE, "Còn thiếu ngày huấn luyện", "training.owing"),
    Place(PAGE, "Chứng nhận huấn luyện", "training.certificates"),
    Place(PAGE, "Chỉ tiêu", "targets.index", "chỉ thị mục 5"),
    Place(PAGE, "Chất lượng chính trị", "party.index", "đảng viên đoàn viên"),
    Place(PAGE, "Nguồn phát triển Đảng", "party.source", "kết nạp"),
    Place(PAGE, "Báo cáo", "reports.index", "tháng quý năm"),
    Place(PAGE, "Nhập từ Excel", "imports.index", "tệp bảng tính đưa vào"),
    *(
        Place(PAGE, f"Nhập nhiều người: {label_of(ROSTER, roster)}", "grid.show", "bảng lưới", {"roster": roster})
        for roster in ROSTERS
    ),
    Place(PAGE, "Biểu mẫu điền danh sách", "imports.forms", "mẫu Excel gửi tổ dân phố"),
    Place(PAGE, "Những điều đã nhớ khi nhập tệp", "imports.taught"),
    Place(PAGE, "Các bản in", "papers.index", "danh sách in PDF"),
    Place(PAGE, "Sổ văn bản đi", "papers.register", "ban hành số văn bản"),
    Place(PAGE, "Niêm yết", "papers.postings", "công khai"),
    Place(PAGE, "Yêu cầu của công dân về dữ liệu cá nhân", "privacy.index", "quyền bảo vệ"),
    Place(PAGE, "Đăng ký nghĩa vụ tham gia dân quân tự vệ", "militia.registration"),
    Place(PAGE, "Tuyển chọn vào dân quân tự vệ", "militia.selection"),
    Place(PAGE, "Thời hạn tham gia dân quân tự vệ", "militia.terms", "hết hạn hoàn thành"),
    Place(PAGE, "Quyết định về dân quân tự vệ", "militia.decisions"),
    Place(PAGE, "Dân quân tự vệ: cần giải quyết", "militia.checks"),
    Place(PAGE, "Tổng hợp dân quân tự vệ theo thành phần", "militia.statistics", "thống kê"),
    Place(PAGE, "Sổ đăng ký quân nhân dự bị", "reserve.index"),
    Place(PAGE, "Di chuyển, tạm vắng, giải ngạch quân nhân dự bị", "reserve.events", "biến động"),
    Place(PAGE, "Quân nhân dự bị đến hạn tuổi", "reserve.limits", "hết tuổi"),
    Place(PAGE, "Đề nghị phong, thăng quân hàm dự bị", "reserve.ranks", "cấp bậc sĩ quan"),
    Place(PAGE, "Hạng hai huấn luyện lên hạng một", "reserve.training"),
    Place(PAGE, "Tổng hợp quân nhân dự bị", "reserve.statistics", "thống kê"),
    Place(PAGE, "Bảng chuyên nghiệp quân sự (CNQS)", "reserve.specialities", "mã chuyên nghiệp"),
    *(Place(LIST, label_of(ROSTER, roster), "lists.show", "danh sách sổ", {"roster": roster}) for roster in ROSTERS),
    *(
        Place(LIST, f"{one.name} (in từ {label_of(ROSTER, one.roster)})", "lists.show", "in mẫu biểu danh sách",
              {"roster": one.roster})
        for one in PRINTED_LISTS.values()
    ),
    Place(SETTING, "Cài đặt", "units.index"),
    Place(SETTING, "Tiêu đề văn bản", "units.letterheads", "cài đặt quốc hiệu cơ quan"),
    Place(SETTING, "Người ký", "units.signatories", "cài đặt người lập biểu chỉ huy"),
    Place(SETTING, "Tổ dân phố", "units.neighbourhoods", "cài đặt thôn khu phố"),
    Place(SETTING, "Cơ quan, tổ chức", "units.organisations", "cài đặt tự vệ doanh nghiệp"),
    Place(SETTING, "Thiết lập danh sách in", "papers.looks", "cài đặt cột khổ giấy lề"),
    Place(SETTING, "Thời hạn lưu trữ, xóa dữ liệu", "privacy.keeping", "cài đặt"),
    Place(SETTING, "Tài khoản", "accounts.index", "cài đặt người dùng mật khẩu vai trò"),
    Place(SETTING, "Thêm tài khoản", "accounts.new"),
    Place(SETTING, "Quy định đang áp dụng", "rules.index", "cài đặt luật độ tuổi"),
    Place(SETTING, "Ngày nghỉ, ngày làm bù", "rules.holiday_table", "cài đặt lễ tết"),
    Place(SETTING, "Sao lưu", "backups.index", "phục hồi"),
    Place(SETTING, "Nhật ký", "audit.index", "ai đã xem sửa"),
    Place(SETTING, "Dấu niêm phong nhật ký", "audit.head"),
    Place(SETTING, "Đổi mật khẩu", "security.change_password"),
    Place(SETTING, "Xác thực hai bước", "second_step.index", "mã xác nhận"),
    Place(PAGE, "Phúc tra", "inquiry.index", "phiếu đến từng nhà kết quả tổ dân phố"),
    Place(PAGE, "Bộ lọc đã lưu", "saved.index", "danh sách điều kiện"),
    Place(SETTING, "Giao diện", "look.show", "màu nền sáng tối dòng bảng"),
    Place(SETTING, "Các phím tắt", "search.keys", "bàn phím"),
)  # fmt: skip


def find_places(q: str, ward: Unit | None) -> list[FoundPlace]:
    """The pages that `q` names and the officer may open, those first whose own name fits."""
    found = [one for one in _openable(ward) if fits(q, f"{one.name} {one.words}")]
    found.sort(key=lambda one: not fits(q, one.name))
    return [FoundPlace(one.kind, one.name, _url(one, ward)) for one in found]


def _openable(ward: Unit | None) -> Iterator[Place]:
    for one in _PLACES:
        permission = getattr(current_app.view_functions.get(one.endpoint), "permission", None)
        is_there = one.endpoint in current_app.view_functions and (ward is not None or not _needs_ward(one))
        if is_there and (permission is None or may(permission)):
            yield one


def _needs_ward(one: Place) -> bool:
    return current_app.url_map.is_endpoint_expecting(one.endpoint, "ward_id")


def _url(one: Place, ward: Unit | None) -> str:
    values = one.values | ({"ward_id": ward.id} if ward is not None and _needs_ward(one) else {})
    return url_for(one.endpoint, **values)
