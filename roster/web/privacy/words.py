"""How the journal names what is done here."""

from __future__ import annotations

ACTIONS: dict[str, str] = {
    "data_request.register": "Ghi yêu cầu về dữ liệu cá nhân",
    "data_request.reply": "Báo đã nhận yêu cầu về dữ liệu cá nhân",
    "data_request.extend": "Gia hạn yêu cầu về dữ liệu cá nhân",
    "data_request.decide": "Quyết định yêu cầu về dữ liệu cá nhân",
    "data_request.answer": "Trả lời yêu cầu về dữ liệu cá nhân",
    "data_request.take_back": "Ghi công dân rút yêu cầu về dữ liệu cá nhân",
    "person.copy": "In bản sao dữ liệu của công dân",
    "person.erase": "Xóa dữ liệu cá nhân của công dân",
    "retention.set": "Đặt thời hạn lưu trữ",
    "retention.drop": "Xóa tệp hết thời hạn lưu trữ",
}
