"""The journal's actions and details in Vietnamese words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roster.columns.catalogue import ROSTERS, columns_of
from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.domain.choices import ROLE, ROSTER, label_of
from roster.domain.cycle import STEP_BY_KEY
from roster.services.limits import OUTPUTS
from roster.services.quotas import SERVICE_LABELS

ACTIONS: dict[str, str] = {
    "account.sign_in": "Đăng nhập",
    "account.sign_out": "Đăng xuất",
    "account.sign_in_failed": "Đăng nhập sai",
    "account.sign_in_failed.more": "Đăng nhập sai quá nhiều, không ghi thêm trong giờ này",
    "access.refused": "Mở trang không được phép hoặc không có",
    "access.refused.more": "Mở trang không được phép quá nhiều, không ghi thêm trong giờ này",
    "account.sessions_ended": "Kết thúc phiên đăng nhập của tài khoản",
    "access.throttled": "Thử quá nhiều lần, bị chặn tạm thời",
    "access.throttled.more": "Thử quá nhiều lần từ nhiều nơi, không ghi thêm trong giờ này",
    "access.no_token": "Gửi biểu mẫu không có mã bảo vệ của trang",
    "access.no_token.more": "Gửi biểu mẫu không có mã bảo vệ quá nhiều, không ghi thêm trong giờ này",
    "form.read": "Đọc biểu nhập đã điền (đơn vị, điểm danh)",
    "import.hostile": "Tệp bị từ chối vì bất thường, có thể gây hại",
    "import.hostile.more": "Tệp bất thường quá nhiều, không ghi thêm trong giờ này",
    "access.limit": "Tìm, xuất, in đến giới hạn trong một giờ",
    "access.limit.more": "Tìm, xuất, in đến giới hạn nhiều lần, không ghi thêm trong giờ này",
    "account.create": "Tạo tài khoản",
    "account.roles": "Đổi vai trò, địa bàn của tài khoản",
    "account.password": "Đặt mật khẩu cho tài khoản",
    "account.own_password": "Đổi mật khẩu của mình",
    "account.deactivate": "Khóa tài khoản",
    "account.activate": "Mở lại tài khoản",
    "office.set_up": "Thiết lập lần đầu",
    "office.restore": "Phục hồi cả sổ từ bản sao lưu",
    "backup.make": "Sao lưu cả sổ",
    "backup.take": "Tải về bản sao lưu",
    "person.create": "Thêm công dân",
    "person.edit": "Sửa thông tin công dân",
    "people.edit": "Sửa hồ sơ nhiều người cùng lúc",
    "people.undo": "Hoàn tác lần sửa nhiều người",
    "person.retire": "Đưa công dân ra khỏi quản lý",
    "person.restore": "Đưa công dân trở lại quản lý",
    "record.add": "Đưa vào danh sách",
    "record.edit": "Sửa hồ sơ trong danh sách",
    "record.close": "Đưa ra khỏi danh sách",
    "import.receive": "Đưa tệp Excel lên",
    "import.teach": "Chọn nghĩa của cột, từ trong tệp nhập",
    "import.forget": "Quên nghĩa đã nhớ của cột, từ",
    "import.undo": "Hoàn tác lần nhập tệp",
    "import.copy": "Lấy bản ghi lỗi của tệp nhập",
    "import.continue": "Đưa lại tệp đã sửa lỗi",
    "import.mend": "Sửa ô của tệp Excel trước khi ghi",
    "import.blanks": "Chọn cột mà ô trống xóa dữ liệu cũ",
    "import.commit": "Ghi dữ liệu từ tệp Excel",
    "import.discard": "Bỏ tệp Excel",
    "import.stop": "Dừng đọc, ghi tệp Excel",
    "import.restart": "Đọc lại tệp Excel bị ngắt giữa chừng",
    "import.settle": "Xử lý kết quả đối chiếu danh sách",
    "import.reconciled": "Kết thúc đối chiếu danh sách",
    "import.decide": "Quyết định một dòng của tệp Excel",
    "list.export": "Xuất danh sách ra Excel",
    "target.save": "Ghi chỉ tiêu",
    "target.add": "Thêm chỉ tiêu",
    "target.carry": "Đưa chỉ tiêu riêng sang năm mới",
    "target.remove": "Bỏ chỉ tiêu",
    "report.create": "Lập báo cáo định kỳ",
    "report.recount": "Tính lại số liệu báo cáo",
    "report.save": "Sửa nội dung báo cáo",
    "report.remove": "Xóa bản nháp báo cáo",
    "report.send": "Gửi báo cáo",
    "report.correct": "Lập báo cáo thay thế",
    "report.print": "Mở, in báo cáo",
    "report.export": "Lấy báo cáo Word, Excel",
    "party.add": "Đưa vào nguồn phát triển Đảng",
    "party.edit": "Sửa mục trong nguồn phát triển Đảng",
    "party.admit": "Ghi kết nạp Đảng",
    "party.unadmit": "Bỏ ghi kết nạp Đảng",
    "party.close": "Đưa ra khỏi nguồn phát triển Đảng",
    "party.reopen": "Đưa trở lại nguồn phát triển Đảng",
    "party.goals": "Ghi chỉ tiêu đảng viên",
    "form.make": "Lấy biểu mẫu trống",
    "list.cancel": "Dừng một lần in",
    "list.print": "In danh sách",
    "paper.print": "In danh sách",
    "paper.issue": "Cấp số để ban hành văn bản",
    "paper.stop": "Dừng lập văn bản, trả lại số",
    "paper.issued": "Ban hành văn bản",
    "paper.reprint": "Mở, in văn bản đã ban hành",
    "paper.format": "Lấy bản Word, Excel của bản in",
    "delivery.print": "In giấy gọi hàng loạt",
    "posting.make": "Lập bản niêm yết",
    "posting.format": "Xuất bản niêm yết ra Word, Excel",
    "posting.remove": "Ghi ngày gỡ bản niêm yết",
    "letterhead.create": "Thêm tiêu đề văn bản",
    "letterhead.edit": "Sửa tiêu đề văn bản",
    "list_setting.create": "Thêm thiết lập danh sách in",
    "list_setting.edit": "Sửa thiết lập danh sách in",
    "person.inquiry": "Ghi kết quả phúc tra",
    "person.inquiry_remove": "Bỏ kết quả phúc tra",
    "list_view.save": "Lưu bộ lọc của danh sách",
    "list_view.remove": "Xóa bộ lọc của danh sách",
    "signatory.create": "Thêm người ký",
    "signatory.edit": "Sửa người ký",
    "neighbourhood.create": "Thêm tổ dân phố",
    "neighbourhood.edit": "Sửa tổ dân phố",
    "organisation.create": "Thêm cơ quan, tổ chức",
    "organisation.edit": "Sửa cơ quan, tổ chức",
    "campaign.save": "Đặt các ngày của đợt tuyển quân",
    "campaign.rule_age": "Ghi kết luận về cách tính tuổi",
    "quota.decide": "Ghi chỉ tiêu",
    "cycle.move": "Chuyển bước ứng viên",
    "cycle.undo": "Hoàn tác lần chuyển bước",
    "examination.mark": "Ghi có mặt, vắng ngày khám",
    "examination.measure": "Ghi số đo khám sức khỏe",
    "examination.conclude": "Ghi kết luận sức khỏe",
    "examination.withdraw": "Xóa kết luận sức khỏe",
    "delivery.create": "Tạo giấy gọi",
    "delivery.outcome": "Ghi kết quả giao giấy",
    "delivery.remove": "Xóa giấy chưa giao",
    "claim.add": "Ghi diện tạm hoãn, miễn",
    "claim.edit": "Sửa diện tạm hoãn, miễn",
    "claim.decide": "Ghi quyết định về diện tạm hoãn, miễn",
    "claim.withdraw": "Rút diện tạm hoãn, miễn",
    "militia.register": "Đăng ký nghĩa vụ tham gia dân quân tự vệ",
    "militia.registration_exempt": "Ghi miễn đăng ký dân quân tự vệ",
    "militia.select": "Ghi quyết định tuyển chọn dân quân tự vệ",
    "militia.extension": "Ghi kéo dài thời hạn dân quân tự vệ",
    "militia.completion_papers": "In quyết định công nhận hoàn thành nghĩa vụ dân quân tự vệ",
    "militia.completion": "Ghi công nhận hoàn thành nghĩa vụ dân quân tự vệ",
    "militia.recognition": "Ghi công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
    "militia.early_release": "Ghi thôi dân quân tự vệ trước thời hạn",
    "militia.removal": "Ghi đưa ra khỏi danh sách dân quân tự vệ",
    "militia.deferral": "Ghi tạm hoãn tham gia dân quân tự vệ",
    "militia.exemption": "Ghi miễn tham gia dân quân tự vệ",
    "militia.deferral_end": "Ghi hết tạm hoãn, miễn tham gia dân quân tự vệ",
    "militia.absence": "Ghi dân quân tự vệ tạm vắng",
    "militia.return": "Ghi dân quân tự vệ trở về",
    "militia.withdraw": "Rút quyết định về dân quân tự vệ",
    "force_unit.add": "Lập đơn vị",
    "force_unit.edit": "Sửa đơn vị",
    "force_unit.end": "Ghi ngày giải thể đơn vị",
    "force_unit.remove": "Xóa đơn vị nhập nhầm",
    "force_unit.posts": "Đặt biên chế của đơn vị",
    "appointment.add": "Bổ nhiệm, xếp vào đơn vị",
    "appointment.fill": "Xếp nhiều người vào đơn vị",
    "appointment.edit": "Sửa chức vụ",
    "appointment.transfer": "Điều chuyển sang đơn vị khác",
    "appointment.end": "Ghi thôi giữ chức vụ",
    "appointment.remove": "Xóa chức vụ nhập nhầm",
    "appointment.adopt": "Lập đơn vị từ danh sách dân quân",
    "command.appoint": "Bổ nhiệm chức danh Ban CHQS phường",
    "command.edit": "Sửa chức danh Ban CHQS phường",
    "duty.add": "Thêm ca trực",
    "duty.edit": "Sửa ca trực",
    "duty.remove": "Xóa ca trực",
    "duty.fill": "Xếp lịch trực luân phiên",
    "duty.clear": "Xóa lịch trực một khoảng ngày",
    "meeting.plan": "Lên lịch họp, sinh hoạt",
    "meeting.edit": "Ghi kết quả, sửa lịch họp, sinh hoạt",
    "meeting.remove": "Xóa buổi họp, sinh hoạt",
    "reserve.event": "Ghi biến động quân nhân dự bị",
    "reserve.done": "Ghi ngày hoàn thành thủ tục quân nhân dự bị",
    "reserve.withdraw": "Rút biến động quân nhân dự bị",
    "reserve.class": "Lấy hạng dự bị theo quy định",
    "reserve.match": "Ghi mức đúng chuyên nghiệp quân sự",
    "reserve.propose": "Đề nghị phong, thăng quân hàm dự bị",
    "reserve.decide": "Ghi quyết định phong, thăng quân hàm dự bị",
    "speciality.save": "Ghi chuyên nghiệp quân sự vào bảng CNQS",
    "speciality.import": "Dán danh mục chuyên nghiệp quân sự",
    "training.add": "Lập kế hoạch huấn luyện",
    "training.edit": "Sửa kế hoạch huấn luyện",
    "training.close": "Kết thúc kế hoạch huấn luyện",
    "training.reopen": "Mở lại kế hoạch huấn luyện",
    "training.remove": "Xóa kế hoạch huấn luyện",
    "training.sessions": "Thêm buổi huấn luyện",
    "training.session_edit": "Sửa buổi huấn luyện",
    "training.session_remove": "Xóa buổi huấn luyện",
    "training.call": "Gọi huấn luyện",
    "training.dismiss": "Đưa ra khỏi danh sách gọi huấn luyện",
    "training.excuse": "Ghi miễn huấn luyện",
    "training.unexcuse": "Bỏ miễn huấn luyện",
    "training.attendance": "Điểm danh huấn luyện",
    "training.attendance_clear": "Bỏ điểm danh một buổi huấn luyện",
    "training.results": "Ghi kết quả huấn luyện",
    "training.certificates": "Ghi chứng nhận huấn luyện",
    "person.view": "Xem hồ sơ công dân",
    "list.view": "Xem danh sách công dân",
    "list.search": "Tìm công dân",
    "import.view": "Xem dữ liệu tệp Excel",
    "paper.open": "Mở bản in đã lưu",
    "holiday.save": "Ghi ngày nghỉ, ngày làm bù",
    "holiday.remove": "Bỏ ngày nghỉ, ngày làm bù",
    "audit.begin": "Niêm phong nhật ký cũ như lúc tìm thấy",
    "account.second_step": "Bật mã xác nhận",
    "account.second_step_reset": "Đặt lại mã xác nhận của tài khoản",
    "account.recovery_codes": "Tạo mã khôi phục mới",
    "account.recovery_used": "Đăng nhập bằng mã khôi phục",
    "ruling.record": "Ghi kết luận của cấp có thẩm quyền",
    "rule.change": "Thay đổi quy định",
}

READS = ("person.view", "list.view", "list.search", "import.view", "paper.open")
# Rooms of the program as the journal names them.
ROOMS = {
    "people": "hồ sơ công dân", "lists": "danh sách", "candidates": "ứng viên", "claims": "tạm hoãn, miễn",
    "examinations": "khám sức khỏe", "deliveries": "giấy gọi", "campaigns": "đợt tuyển quân", "forces": "đơn vị",
    "command": "Ban CHQS, lịch trực", "militia": "dân quân tự vệ", "reserve": "quân nhân dự bị",
    "training": "huấn luyện", "party": "nguồn phát triển Đảng", "papers": "văn bản, bản in", "imports": "tệp Excel",
    "reports": "báo cáo", "checks": "kiểm tra văn bản", "targets": "chỉ tiêu", "audit": "nhật ký của công dân",
    "search": "tìm mọi nơi", "inquiry": "phúc tra", "privacy": "yêu cầu của công dân",
    "home": "trang chủ", "grid": "nhập nhiều người", "saved": "bộ lọc đã lưu",
}  # fmt: skip

# Actions that are filtered by together, so that the choice stays short.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "reads": ("Xem, tìm kiếm", READS),
    "campaigns": ("Đợt tuyển quân", ("campaign.", "quota.", "cycle.", "examination.", "delivery.")),
    "people": ("Hồ sơ công dân", ("person.", "people.", "record.", "claim.", "ruling.")),
    "militia": ("Đăng ký, thời hạn dân quân tự vệ", ("militia.",)),
    "forces": ("Tổ chức lực lượng", ("force_unit.", "appointment.", "command.", "duty.", "meeting.")),
    "reserve": ("Quân nhân dự bị", ("reserve.", "speciality.")),
    "training": ("Huấn luyện", ("training.",)),
    "imports": ("Nhập từ Excel", ("import.",)),
    "outputs": ("Xuất, in danh sách", OUTPUTS),
    "reports": ("Chỉ tiêu, báo cáo", ("target.", "report.")),
    "settings": (
        "Cài đặt",
        (
            "letterhead.", "list_setting.", "list_view.", "signatory.", "neighbourhood.", "organisation.", "office.",
            "rule.",
        ),
    ),
    "sessions": ("Đăng nhập, đăng xuất, bị từ chối", ("account.sign_", "access.")),
    "accounts": (
        "Tài khoản",
        ("account.c", "account.r", "account.se", "account.p", "account.o", "account.d", "account.a"),
    ),
}  # fmt: skip

_DETAILS = {
    "rows": "số dòng", "count": "số người", "year": "năm", "roster": "danh sách", "fields": "mục sửa", "create": "thêm",
    "update": "cập nhật", "pages": "số trang", "list": "mẫu", "list_key": "mẫu", "keys": "mục", "roles": "vai trò",
    "unchanged": "không đổi", "error": "lỗi", "conflict": "xung đột", "absent": "vắng", "created": "thêm",
    "updated": "cập nhật", "held_back": "giữ lại", "to_step": "bước", "moved": "số người chuyển",
    "refused": "không chuyển được", "service": "lực lượng", "cells": "số ô", "mends": "số ô đã sửa",
    "count_sessions": "số buổi", "present": "có mặt", "missed": "vắng", "units": "số đơn vị", "places": "biên chế",
    "period": "kỳ", "format": "loại tệp", "page": "trang", "filters": "lọc theo số mục",
    "found": "số việc cũ", "reason": "lý do", "left_out": "để lại", "sessions": "số phiên",
}  # fmt: skip


_LISTS = {key: one.name for key, one in PRINTED_LISTS.items()} | PLAIN_SHEETS | {"inquiry": "Phiếu phúc tra"}
_SUBJECTS = {
    "person": "Xem công dân",
    "people": "Xem lần sửa",
    "record": "Xem công dân",
    "import": "Xem tệp",
    "paper": "Xem bản in",
}
_FACTS = {fact.key: fact.label for roster in ROSTERS for fact in columns_of(roster)}


def action_label(action: str) -> str:
    """The action in words; the key itself where no words are known for it."""
    return ACTIONS.get(action, action)


def subject_words(action: str) -> str:
    """What a link to the subject of the action says."""
    return _SUBJECTS.get(action.split(".")[0], "Xem")


def actions_of_group(group: str) -> list[str]:
    """The actions that the group holds, or the one action of that name; none for an unknown group."""
    if group in ACTIONS:
        return [group]
    starts = GROUPS.get(group, ("", ()))[1]
    return [action for action in ACTIONS if action.startswith(starts)] if starts else []


def kind_of(action: str) -> tuple[str, str, str]:
    """How a citizen's own history marks an entry: words, look and icon of its badge."""
    if action in READS:
        return "Xem", "neutral", "eye"
    if action.startswith(OUTPUTS):
        return "In, xuất", "warn", "printer"
    return "Ghi, sửa", "info", "pencil-square"


def _facts_text(keys: list[str]) -> str:
    named = [_FACTS[key] for key in keys if key in _FACTS]
    others = len(keys) - len(named)
    return ", ".join([*named, *([f"{others} mục khác" if named else f"{others} mục"] if others else [])])


def details_text(details: Mapping[str, Any] | None) -> str:
    """The counts and keys of an entry as one short line; what has no Vietnamese word is left out."""
    parts = []
    for key, value in (details or {}).items():
        if key not in _DETAILS or value in (None, "", [], {}):
            continue
        if key == "roster":
            value = label_of(ROSTER, value)
        elif key in {"list", "list_key"}:
            value = _LISTS.get(value, value)
        elif key == "to_step":
            value = STEP_BY_KEY[value].label if value in STEP_BY_KEY else value
        elif key == "page":
            value = ROOMS.get(value, value)
        elif key == "service":
            value = SERVICE_LABELS.get(value, value)
        elif key == "roles":
            value = ", ".join(label_of(ROLE, role) for role in value)
        elif key == "fields":
            value = _facts_text(value)
        elif isinstance(value, list):
            value = len(value)
        parts.append(f"{_DETAILS[key]}: {value}")
    return "; ".join(parts)
