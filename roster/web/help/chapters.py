"""Which chapter of the manual tells of which page."""

from __future__ import annotations

# Anchors of docs/huong-dan-su-dung.md; a test looks for each of them. A page stands before its room.
_PAGES = {
    "home.index": "3-màn-hình",
    "imports.mending": "43-quyết-định-các-dòng-nghi-vấn",
    "imports.forms": "47-biểu-mẫu-gửi-cho-tổ-dân-phố",
    "imports.taught": "46-dạy-chương-trình-nghĩa-của-cột-và-từ",
    "papers.looks": "thiết-lập-danh-sách-in",
    "papers.register": "ban-hành-cấp-số-và-khóa-văn-bản",
    "papers.postings": "niêm-yết",
    "people.new": "thêm-một-người",
    "people.edit": "sửa",
    "rules.holiday_table": "ngày-nghỉ-ngày-làm-bù",
}
_ROOMS = {
    "accounts": "12-tài-khoản",
    "audit": "9-lịch-sử-thay-đổi",
    "campaigns": "13-đợt-tuyển-quân",
    "candidates": "chuyển-bước-nhiều-người",
    "claims": "tạm-hoãn-miễn",
    "command": "20-ban-chỉ-huy-quân-sự-phường",
    "deliveries": "in-giấy-gọi-giấy-mời-phiếu-giấy-chứng-nhận-hàng-loạt-sổ-giao-nhận",
    "examinations": "13-đợt-tuyển-quân",
    "forces": "18-tổ-chức-lực-lượng",
    "grid": "nhập-nhiều-người-một-lúc-như-trong-excel",
    "home": "3-màn-hình",
    "imports": "4-nhập-từ-excel",
    "inquiry": "phúc-tra-mang-phiếu-đến-từng-nhà",
    "lists": "7-lọc-chọn-cột-xuất-excel",
    "militia": "16-dân-quân-tự-vệ-đăng-ký-thời-hạn-quyết-định",
    "papers": "8-in-danh-sách",
    "party": "21-chất-lượng-chính-trị-nguồn-phát-triển-đảng",
    "people": "5-thêm-sửa-tìm-công-dân",
    "privacy": "23-dữ-liệu-cá-nhân-yêu-cầu-của-công-dân-thời-hạn-lưu-trữ-xóa",
    "reports": "22-báo-cáo",
    "reserve": "17-quân-nhân-dự-bị-sổ-đăng-ký-di-chuyển-thống-kê",
    "rules": "quy-định",
    "saved": "lưu-bộ-lọc",
    "search": "tìm-mọi-nơi",
    "second_step": "xác-thực-hai-bước",
    "security": "2-đăng-nhập-đăng-xuất-đổi-mật-khẩu",
    "sessions": "nơi-đang-đăng-nhập",
    "targets": "15-chỉ-tiêu-mục-5",
    "training": "19-huấn-luyện-tập-huấn",
    "units": "11-cài-đặt-phường-xã",
}
ANCHORS = frozenset({*_PAGES.values(), *_ROOMS.values()})


def chapter_of(endpoint: str) -> str:
    """The anchor of the chapter on a page, "" for a page of which the manual says nothing."""
    return _PAGES.get(endpoint) or _ROOMS.get(endpoint.partition(".")[0], "")
