"""The forms of a citizen of the call-up: invitation, health form, certificate, letter of transfer, curriculum vitae.

Điều 3 khoản 2 Nghị định 13/2016/NĐ-CP names them; of the health form the personal part follows Thông tư liên tịch
16/2016 (to 31/12/2023), then Mẫu 3 Thông tư 105/2023/TT-BQP, since 30/09/2025 Mẫu số 03 Phụ lục I Thông tư
106/2025/TT-BQP. The print of that annex was not found, so it has the fields of Mẫu 3; nor were those of the other
forms: their words are customary, in the layout of Nghị định 30/2020/NĐ-CP. "Biểu số 09" has its parts from public
forms of 2025.
"""

from __future__ import annotations

from datetime import date, timedelta

from roster.domain.law.duties import NO_DISTRICT_FIRST_DAY, OFFICES
from roster.domain.personal_form import Block, Body, Field, Grid, Heading, Line, Pen, PersonalForm, Signs, form_on, line

_DECREE_13 = date(2016, 4, 8)
_CIRCULAR_16 = date(2016, 8, 15)
_CIRCULAR_105 = date(2024, 1, 1)
_CIRCULAR_106 = date(2025, 9, 30)
_COMMANDER = OFFICES["ward_commander"]
_CHAIRMAN_SIGNS = (
    (_DECREE_13, OFFICES["district_commander"]), (NO_DISTRICT_FIRST_DAY, OFFICES["ward_chairman"]),
)  # fmt: skip
_COMMANDER_SIGNS = ((_DECREE_13, OFFICES["district_commander"]), (NO_DISTRICT_FIRST_DAY, _COMMANDER))
_DECREE = "Điều 3 Nghị định 13/2016/NĐ-CP; lời văn theo thông lệ"

NAME = line(Field("Họ, chữ đệm và tên khai sinh", "FULL_NAME", strong=True))
BIRTH = line(("Ngày, tháng, năm sinh", "birth", 1.5), ("Giới tính", "sex"))
NUMBER = line(("Số định danh cá nhân/CCCD", "citizen_id"))
PEOPLE = line(("Dân tộc", "ethnicity", 1.5), ("Tôn giáo", "religion"))
ORIGIN = line(("Quê quán", "hometown"))
HOME = line(("Nơi thường trú", "home"))
NOW = line(("Nơi ở hiện tại", "current"))
WORK = line(("Nghề nghiệp, nơi làm việc (học tập)", "work"))
SCHOOL = line(("Trình độ văn hóa", "education"), ("Chuyên môn kỹ thuật", "qualification", 1.4))
# Where no picture stands beside them.
WIDE = (
    line(Field("Họ, chữ đệm và tên khai sinh", "FULL_NAME", 1.7, strong=True), ("Giới tính", "sex", 0.6)),
    line(("Ngày, tháng, năm sinh", "birth"), ("Số định danh cá nhân/CCCD", "citizen_id", 1.15)),
)  # fmt: skip
_WHO = (NAME, BIRTH, NUMBER, PEOPLE, ORIGIN, HOME, NOW, WORK, SCHOOL)

_EXAMINED = (
    "Thể lực", "Mắt", "Tai - mũi - họng", "Răng - hàm - mặt", "Nội khoa", "Tâm thần, thần kinh", "Ngoại khoa",
    "Da liễu", "Sản phụ khoa (nữ)", "Xét nghiệm, kết quả khác",
)  # fmt: skip
_HISTORY: tuple[Block, ...] = (
    Line((Field("Tiền sử bệnh tật của gia đình"),)), Pen("", 1), Line((Field("Tiền sử bệnh tật của bản thân"),)),
    Pen("", 1),
)  # fmt: skip


def _measured(bmi: bool) -> tuple[Block, ...]:
    return (
        Heading("II. Khám sơ tuyển"),
        # The longer the label, the wider its part: each has as much room for the pen.
        line(("Cao (cm)", ""), ("Nặng (kg)", "", 1.08), ("Vòng ngực (cm)", "", 1.32)),
        line(*((("BMI", "", 0.56),) if bmi else ()), ("Mạch (lần/phút)", ""), ("Huyết áp (mmHg)", "", 1.05)),
        Pen("Bệnh tật phát hiện được:", 2),
        Signs((("", ""), ("TỔ TRƯỞNG TỔ SƠ TUYỂN" if bmi else "TRẠM TRƯỞNG TRẠM Y TẾ", "(ký, ghi rõ họ tên)"))),
    )


_COUNCIL: tuple[Block, ...] = (
    Heading("III. Khám sức khỏe"),
    Grid((("Chỉ tiêu", 24), ("Kết quả khám", 38), ("Điểm", 10), ("Người khám (ký, ghi rõ họ tên)", 28)), _EXAMINED, 12),
    Heading("IV. Kết luận"),
    line(Field("Sức khỏe loại (bằng số, bằng chữ)", share=1.4), ("Ký hiệu", "")),
    Pen("Lý do:", 1),
    Signs((("", ""), ("CHỦ TỊCH HỘI ĐỒNG", "(ký, ghi rõ họ tên, đóng dấu)"))),
)
_HEALTH_TITLE = ("PHIẾU SỨC KHỎE NGHĨA VỤ QUÂN SỰ",)
_OLD_PERSONAL: tuple[Block, ...] = (
    Heading("I. Sơ yếu lý lịch"),
    line(Field("Họ và tên", "FULL_NAME", strong=True)),
    line(("Sinh ngày", "birth"), ("Nam, nữ", "sex", 0.7)),
    line(("Số CMND/CCCD", "citizen_id")),
    line(("Nghề nghiệp trước khi nhập ngũ", "occupation")),
    line(("Họ và tên bố", "father", 1.3), ("Năm sinh", "father_birth", 0.7), ("Nghề nghiệp", "father_work")),
    line(("Họ và tên mẹ", "mother", 1.3), ("Năm sinh", "mother_birth", 0.7), ("Nghề nghiệp", "mother_work")),
    line(("Nguyên quán", "hometown")),
    line(("Trú quán", "home")),
    *_HISTORY,
)
_PERSONAL: tuple[Block, ...] = (
    Heading("I. Sơ yếu lý lịch"),
    line(Field("Họ và tên", "FULL_NAME", strong=True)),
    line(("Ngày, tháng, năm sinh", "birth", 1.5), ("Giới tính", "sex")),
    line(("Số CCCD", "citizen_id", 1.5), ("Dân tộc", "ethnicity")),
    line(("Nghề nghiệp", "occupation")),
    line(("Họ và tên bố", "father", 2), ("Năm sinh", "father_birth")),
    line(("Họ và tên mẹ", "mother", 2), ("Năm sinh", "mother_birth")),
    line(("Nơi đăng ký thường trú", "home")),
    line(("Chỗ ở hiện nay của gia đình", "current")),
    *_HISTORY,
)

_SELF_QUESTIONS = (
    "Bệnh về mắt (cận thị, viễn thị: số đi-ốp từng mắt)", "Bệnh về tai, mũi, họng", "Bệnh về răng, hàm, mặt",
    "Bệnh tim mạch, huyết áp", "Bệnh hô hấp, lao, hen", "Bệnh tiêu hóa, gan mật", "Bệnh thần kinh, động kinh, tâm thần",
    "Chấn thương, phẫu thuật, khuyết tật vận động", "Bệnh ngoài da, dị ứng", "Đang điều trị, thuốc đang dùng",
)  # fmt: skip

_DETAILS_OF_RELATIVES = (
    Heading("II. Quan hệ gia đình"),
    line(("Họ và tên cha", "father", 1.4), ("Năm sinh", "father_birth", 0.75), ("Nghề nghiệp", "father_work", 1.1)),
    line(("Họ và tên mẹ", "mother", 1.4), ("Năm sinh", "mother_birth", 0.75), ("Nghề nghiệp", "mother_work", 1.1)),
    line(("Họ và tên vợ (chồng)", "spouse", 1.4), ("Năm sinh", "spouse_birth", 0.75),
         ("Nghề nghiệp", "spouse_work", 1.1)),
    line(("Cha mẹ có mấy người con", ""), ("Bản thân là con thứ", "")),
    Pen("Tình hình kinh tế, chính trị của gia đình; anh, chị, em ruột; con:", 7),
)  # fmt: skip

FORMS: tuple[PersonalForm, ...] = (
    PersonalForm(
        "invitation", ("GIẤY MỜI",), _DECREE_13, None, "Nghị định 30/2020/NĐ-CP; lời văn theo thông lệ",
        ((
            Body("{office} trân trọng kính mời:"),
            line(Field("Ông (bà)", "full_name", 1.5, strong=True), ("Sinh ngày", "birth")),
            line(("Nơi cư trú", "home")),
            WORK,
            Body("Có mặt {when} tại {place}."),
            Body("Nội dung: {subject}."),
            Body("Khi đến, ông (bà) mang theo giấy mời này và: {bring}."),
            Body("Kính mong ông (bà) thu xếp thời gian đến đúng giờ. Nếu có lý do chính đáng không đến được, xin báo "
                 "trước cho {command}."),
        ),),
        signers=((_DECREE_13, _COMMANDER),), asks=frozenset({"hour", "place", "subject", "bring"}),
        recipients=("- Như trên;", "- Lưu: VT."),
    ),
    PersonalForm(
        "health_form", _HEALTH_TITLE, _CIRCULAR_16, _CIRCULAR_105 - timedelta(days=1),
        "Thông tư liên tịch 16/2016/TTLT-BYT-BQP", ((*_OLD_PERSONAL, *_measured(False)), _COUNCIL), head="place",
        photo=(30, 40), beside=4,
    ),
    PersonalForm(
        "health_form", _HEALTH_TITLE, _CIRCULAR_105, _CIRCULAR_106 - timedelta(days=1),
        "Mẫu 3, Thông tư 105/2023/TT-BQP", ((*_PERSONAL, *_measured(True)), _COUNCIL), head="place",
        form_number="Mẫu 3", photo=(40, 60), beside=6,
    ),
    PersonalForm(
        "health_form", _HEALTH_TITLE, _CIRCULAR_106, None, "Mẫu số 03 Phụ lục I, Thông tư 106/2025/TT-BQP",
        ((*_PERSONAL, *_measured(True)), _COUNCIL), head="place", form_number="Mẫu số 03", photo=(40, 60), beside=6,
    ),
    PersonalForm(
        "recheck_form", ("PHIẾU PHÚC TRA SỨC KHỎE", "NGHĨA VỤ QUÂN SỰ"), _CIRCULAR_105, None,
        "Mẫu 4, Thông tư 105/2023/TT-BQP; lời văn theo thông lệ",
        (
            (
                *_PERSONAL, Heading("II. Kết quả khám trước khi nhập ngũ"),
                line(("Hội đồng khám", "", 1.6), ("Ngày khám", "")), line(("Sức khỏe loại", ""), ("Lý do", "", 2)),
            ),
            (
                Heading("III. Khám phúc tra"), _COUNCIL[1], Heading("IV. Kết luận"),
                line(Field("Sức khỏe loại (bằng số, bằng chữ)", share=1.4), ("Đủ, không đủ tiêu chuẩn", "", 1.2)),
                Pen("Lý do:", 1), Signs((("", ""), ("TRƯỞNG ĐOÀN PHÚC TRA", "(ký, ghi rõ họ tên, đóng dấu)"))),
            ),
        ), head="place", form_number="Mẫu 4", photo=(40, 60), beside=6,
    ),
    PersonalForm(
        "self_health", ("PHIẾU TỰ KHAI SỨC KHỎE", "NGHĨA VỤ QUÂN SỰ"), _DECREE_13, None, _DECREE,
        ((
            *WIDE, HOME, NOW, WORK,
            Body("Tôi tự khai về sức khỏe của bản thân (đánh dấu x; nếu có, ghi rõ bệnh, năm mắc, nơi điều trị):"),
            Grid((("Nội dung", 50), ("Không", 9), ("Có", 9), ("Ghi rõ", 32)), _SELF_QUESTIONS, 7),
            Body("Tôi cam đoan những điều khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật."),
            Signs((("", ""), ("NGƯỜI KHAI", "(ký, ghi rõ họ tên)"))),
        ),), head="",
    ),
    PersonalForm(
        "certificate", ("GIẤY CHỨNG NHẬN", "ĐĂNG KÝ NGHĨA VỤ QUÂN SỰ"), _DECREE_13, None, _DECREE,
        ((
            Body("Chứng nhận công dân:"), *_WHO,
            Body("Đã đăng ký nghĩa vụ quân sự tại {command} ngày {event}."),
            Body("Công dân giữ giấy này cẩn thận. Khi thay đổi nơi cư trú, nơi làm việc, học tập hoặc tạm vắng, công "
                 "dân mang theo giấy đến Ban Chỉ huy quân sự để làm thủ tục theo quy định."),
        ),), signers=_CHAIRMAN_SIGNS, photo=(30, 40), beside=4,
    ),
    PersonalForm(
        "transfer", ("GIẤY GIỚI THIỆU", "DI CHUYỂN ĐĂNG KÝ NGHĨA VỤ QUÂN SỰ"), _DECREE_13, None, _DECREE,
        ((
            Body("Kính gửi: {place}."), Body("{office} giới thiệu công dân:"), *WIDE, PEOPLE, ORIGIN, HOME, NOW,
            WORK, SCHOOL,
            Body("Đã đăng ký nghĩa vụ quân sự tại {command}, nay chuyển đến đăng ký tại nơi nhận giấy này, chậm nhất "
                 "ngày {event}."),
            line(("Giấy tờ kèm theo", "")),
            Heading("Xác nhận của nơi đến"),
            line(("Đã đăng ký nghĩa vụ quân sự chuyển đến từ ngày", "")),
            line(("Người xác nhận (ký, ghi rõ họ tên)", "")),
        ),), signers=_COMMANDER_SIGNS, asks=frozenset({"place"}), recipients=("- Như trên;", "- Lưu: VT."),
    ),
    PersonalForm(
        "resume", ("LÝ LỊCH NGHĨA VỤ QUÂN SỰ",), _DECREE_13, None, "Biểu số 09 (GNN-2025); các phần theo mẫu công khai",
        (
            (
                Heading("I. Sơ yếu lý lịch"), NAME,
                line(("Họ, chữ đệm và tên thường dùng", "other_name")), BIRTH, NUMBER,
                line(("Nơi đăng ký khai sinh", "")), PEOPLE, ORIGIN, HOME, NOW,
                line(("Thành phần gia đình", "family_class"), ("Thành phần bản thân", "personal_class")), SCHOOL,
                line(("Ngoại ngữ", "language"), ("Đảng, Đoàn (ngày vào)", "party", 1.6)), WORK,
                line(("Nhóm, ngạch, bậc lương", "salary_grade"), ("Số điện thoại", "phone")),
                *_DETAILS_OF_RELATIVES,
            ),
            (
                Heading("III. Quá trình hoạt động của bản thân"),
                Pen("Từ nhỏ đến nay làm gì, ở đâu; khen thưởng, kỷ luật:", 6),
                Signs((("", ""), ("NGƯỜI KHAI", "(ký, ghi rõ họ tên)"))),
                Heading("IV. Nhận xét của Công an {kind}"), Pen("", 3),
                Signs((("", ""), ("TRƯỞNG CÔNG AN {KIND}", "(ký, ghi rõ họ tên, đóng dấu)"))),
                Heading("V. Kết luận của Ban Chỉ huy quân sự {kind}"), Pen("", 2),
                Signs((("", ""), ("CHỈ HUY TRƯỞNG", "(ký, ghi rõ họ tên, đóng dấu)"))),
                Heading("VI. Kết luận của Hội đồng nghĩa vụ quân sự {kind}"), Pen("", 2),
                Signs((("", ""), ("CHỦ TỊCH HỘI ĐỒNG", "(ký, ghi rõ họ tên, đóng dấu)"))),
            ),
        ), head="", form_number="Biểu số: 09", photo=(40, 60), beside=6, has_receipt=False,
    ),
)  # fmt: skip


def call_form(kind: str, day: date) -> PersonalForm:
    """The form of the kind in force on the day. Raises KeyError for an unknown kind."""
    return form_on(FORMS, kind, day)
