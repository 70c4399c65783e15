"""The forms of a reservist: his card on file, his certificate, his letter of transfer.

Điều 3 khoản 2 Nghị định 13/2016/NĐ-CP names them; the print was not found: words are customary. Receiving unit and
wartime post have no field, since the program must not hold them.
"""

from __future__ import annotations

from datetime import date

from roster.domain.call_forms import BIRTH, HOME, NAME, NOW, NUMBER, ORIGIN, PEOPLE, SCHOOL, WIDE, WORK
from roster.domain.choices import Choice
from roster.domain.law.duties import NO_DISTRICT_FIRST_DAY, OFFICES
from roster.domain.personal_form import Body, Grid, Heading, PersonalForm, form_on, line

KIND = (
    Choice("reserve_file", "Phiếu quân nhân dự bị"),
    Choice("reserve_card", "Giấy chứng nhận đăng ký quân nhân dự bị"),
    Choice("reserve_move", "Giấy giới thiệu di chuyển quân nhân dự bị"),
)
KEYS = frozenset(str(one.key) for one in KIND)

_FROM = date(2016, 4, 8)
_SIGNERS = ((_FROM, OFFICES["district_commander"]), (NO_DISTRICT_FIRST_DAY, OFFICES["ward_commander"]))
# Since then the chairman signs what decides on a registration or certifies it; the card on file and the letter of
# transfer are the own papers of the command.
_CHAIRMAN_SIGNS = ((_FROM, OFFICES["district_commander"]), (NO_DISTRICT_FIRST_DAY, OFFICES["ward_chairman"]))
_SOURCE = "Điều 3 Nghị định 13/2016/NĐ-CP; lời văn theo thông lệ"
_RANK = line(("Cấp bậc", "rank"), ("Chức vụ khi tại ngũ", "post", 1.4))
_SPECIALITY = line(("Chuyên nghiệp quân sự", "speciality", 1.6), ("Hạng", "reserve_class", 0.7))
_SERVICE = line(("Nhập ngũ", "enlisted"), ("Xuất ngũ", "discharged"))
_FORMER = line(("Đơn vị khi xuất ngũ", "former_unit"))

FORMS: tuple[PersonalForm, ...] = (
    PersonalForm(
        "reserve_file", ("PHIẾU QUÂN NHÂN DỰ BỊ",), _FROM, None, _SOURCE,
        ((
            NAME, BIRTH, NUMBER, PEOPLE, ORIGIN, _RANK,
            _SPECIALITY, _SERVICE, _FORMER, SCHOOL,
            line(("Đảng, Đoàn (ngày vào)", "party", 1.8), ("Sức khỏe loại", "")),
            WORK, HOME, NOW, line(("Họ tên cha", "father", 1.4), ("Họ tên mẹ", "mother", 1.4)),
            line(("Họ tên vợ (chồng)", "spouse", 1.6), ("Số điện thoại", "phone")),
        ), (
            Heading("Biến động, huấn luyện, khen thưởng, kỷ luật"),
            Grid((("Ngày, tháng, năm", 20), ("Nội dung", 55), ("Người ghi (ký, họ tên)", 25)), ("",) * 24, 9.5),
        )), signers=_SIGNERS, photo=(30, 40), beside=5, has_receipt=False,
    ),
    PersonalForm(
        "reserve_card", ("GIẤY CHỨNG NHẬN", "ĐĂNG KÝ QUÂN NHÂN DỰ BỊ"), _FROM, None, _SOURCE,
        ((
            Body("Chứng nhận quân nhân dự bị:"), NAME, BIRTH, NUMBER, _RANK, _SPECIALITY, _SERVICE, HOME, WORK,
            Body("Đã đăng ký quân nhân dự bị tại {command}."),
            Body("Quân nhân dự bị giữ giấy này cẩn thận. Khi thay đổi nơi cư trú, nơi làm việc, học tập hoặc tạm vắng, "
                 "mang theo giấy đến Ban Chỉ huy quân sự để làm thủ tục theo quy định."),
        ),), signers=_CHAIRMAN_SIGNS, photo=(30, 40), beside=4,
    ),
    PersonalForm(
        "reserve_move", ("GIẤY GIỚI THIỆU", "DI CHUYỂN QUÂN NHÂN DỰ BỊ"), _FROM, None, _SOURCE,
        ((
            Body("Kính gửi: {place}."), Body("{office} giới thiệu quân nhân dự bị:"), *WIDE,
            _RANK, _SPECIALITY, _SERVICE, HOME, WORK,
            Body("Đã đăng ký quân nhân dự bị tại {command}, nay chuyển đến đăng ký tại nơi nhận giấy này."),
            line(("Giấy tờ kèm theo", "")),
            Heading("Xác nhận của nơi đến"),
            line(("Đã đăng ký quân nhân dự bị chuyển đến từ ngày", "")),
            line(("Người xác nhận (ký, ghi rõ họ tên)", "")),
        ),), signers=_SIGNERS, asks=frozenset({"place"}), recipients=("- Như trên;", "- Lưu: VT."),
    ),
)  # fmt: skip


def reserve_form(kind: str, day: date) -> PersonalForm:
    """The form of the kind in force on the day. Raises KeyError for an unknown kind."""
    return form_on(FORMS, kind, day)
