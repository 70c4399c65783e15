"""Who is not called up, and why: Điều 4, 6, 13, 14 and 41 of the Law on Military Service (Luật NVQS 78/2015/QH13).

Points that the Law on Militia (48/2019/QH14, Điều 49) changed have one row per period.
"""

from __future__ import annotations

from datetime import date

from roster.domain.law.versions import Rule

LAW = "Luật Nghĩa vụ quân sự 2015"
LAW_SOURCE = "Luật số 78/2015/QH13"
LAW_FIRST_DAY = date(2016, 1, 1)
MILITIA_LAW_SOURCE = "Luật số 78/2015/QH13, sửa đổi bởi Điều 49 Luật Dân quân tự vệ số 48/2019/QH14"
MILITIA_LAW_FIRST_DAY = date(2020, 7, 1)
ONE_CHILD = "Mỗi gia đình chỉ một con; luật chưa nói ai chọn và ghi nhận ở đâu."


def _base(key: str, citation: str, text: str, value: object = None, open_question: str = "") -> Rule:
    return Rule(key, f"{citation} {LAW}", text, LAW_SOURCE, LAW_FIRST_DAY, None, value, open_question)


WOMEN = (
    _base(
        "women.voluntary",
        "khoản 2 Điều 6",
        "Công dân nữ chỉ phục vụ tại ngũ khi tự nguyện và Quân đội có nhu cầu; chưa có đơn tình nguyện",
    ),
)

COMPLETED_SERVICE = (
    Rule(
        "completed.standing_militia",
        f"điểm a khoản 4 Điều 4 {LAW}",
        "Đã phục vụ dân quân thường trực từ đủ 24 tháng, được công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        date(2020, 6, 30),
        {"months": 24},
        # Facts hold only months of standing duty; 24 of them fulfil the earlier wording as well.
        "Trước 01/07/2020 luật xét việc hoàn thành nghĩa vụ dân quân tự vệ, trong đó có ít nhất 12 tháng thường trực.",
    ),
    Rule(
        "completed.standing_militia",
        f"điểm a khoản 4 Điều 4 {LAW}",
        "Đã phục vụ dân quân thường trực từ đủ 24 tháng, được công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        MILITIA_LAW_SOURCE,
        MILITIA_LAW_FIRST_DAY,
        None,
        {"months": 24},
    ),
    _base(
        "completed.commune_police",
        "điểm b khoản 4 Điều 4",
        "Đã phục vụ Công an xã liên tục từ đủ 36 tháng, được công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        {"months": 36},
    ),
    _base(
        "completed.reserve_officer",
        "điểm c khoản 4 Điều 4",
        "Đã được đào tạo và phong quân hàm sĩ quan dự bị, được công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        {"months": 0},
    ),
    _base(
        "completed.economic_defence",
        "điểm d khoản 4 Điều 4",
        "Đã tình nguyện phục vụ tại đoàn kinh tế - quốc phòng từ đủ 24 tháng, "
        "được công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        {"months": 24},
    ),
    _base(
        "completed.fisheries_patrol",
        "điểm đ khoản 4 Điều 4",
        "Đã phục vụ trên tàu kiểm ngư từ đủ 24 tháng, được công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
        {"months": 24},
    ),
)

BARS = (
    _base("bar.13", "khoản 1 Điều 13", "Thuộc trường hợp không được đăng ký nghĩa vụ quân sự"),
    _base(
        "bar.13.1.a",
        "điểm a khoản 1 Điều 13",
        "Đang bị truy cứu trách nhiệm hình sự; đang chấp hành hình phạt tù, cải tạo không giam giữ, quản chế "
        "hoặc chưa được xóa án tích",
    ),
    _base(
        "bar.13.1.b",
        "điểm b khoản 1 Điều 13",
        "Đang bị áp dụng biện pháp giáo dục tại cấp xã hoặc đưa vào trường giáo dưỡng, cơ sở giáo dục bắt buộc, "
        "cơ sở cai nghiện bắt buộc",
    ),
    _base("bar.13.1.c", "điểm c khoản 1 Điều 13", "Bị tước quyền phục vụ trong lực lượng vũ trang nhân dân"),
)

REGISTRATION_EXEMPTION = (
    _base(
        "registration_exempt",
        "Điều 14",
        "Được miễn đăng ký nghĩa vụ quân sự (người khuyết tật, mắc bệnh hiểm nghèo, bệnh tâm thần hoặc bệnh mạn tính)",
    ),
)

DEFERRALS = (
    _base("claim.41.1.a", "điểm a khoản 1 Điều 41", "Chưa đủ sức khỏe theo kết luận của Hội đồng khám sức khỏe"),
    _base(
        "claim.41.1.b",
        "điểm b khoản 1 Điều 41",
        "Lao động duy nhất phải trực tiếp nuôi dưỡng thân nhân không còn khả năng lao động "
        "hoặc chưa đến tuổi lao động; gia đình bị thiệt hại nặng về người và tài sản "
        "do tai nạn, thiên tai, dịch bệnh nguy hiểm",
    ),
    _base(
        "claim.41.1.c",
        "điểm c khoản 1 Điều 41",
        "Một con của bệnh binh, người nhiễm chất độc da cam suy giảm khả năng lao động từ 61% đến 80%",
        open_question=ONE_CHILD,
    ),
    _base(
        "claim.41.1.d",
        "điểm d khoản 1 Điều 41",
        "Có anh, chị hoặc em ruột là hạ sĩ quan, binh sĩ đang phục vụ tại ngũ "
        "hoặc thực hiện nghĩa vụ tham gia Công an nhân dân",
    ),
    _base(
        "claim.41.1.đ",
        "điểm đ khoản 1 Điều 41",
        "Thuộc diện di dân, giãn dân trong ba năm đầu đến các xã đặc biệt khó khăn",
        open_question="Danh mục xã đặc biệt khó khăn thay đổi theo từng giai đoạn.",
    ),
    _base(
        "claim.41.1.e",
        "điểm e khoản 1 Điều 41",
        "Cán bộ, công chức, viên chức, thanh niên xung phong được điều động đến công tác, làm việc "
        "ở vùng đặc biệt khó khăn",
        open_question="Danh mục vùng đặc biệt khó khăn thay đổi theo từng giai đoạn.",
    ),
    _base(
        "claim.41.1.g",
        "điểm g khoản 1 Điều 41",
        "Đang học tại cơ sở giáo dục phổ thông; đang được đào tạo đại học, cao đẳng hệ chính quy "
        "trong thời gian một khóa đào tạo của một trình độ đào tạo",
        open_question="Luật chưa nói rõ trường hợp chuyển trường, bảo lưu, học lại, ra trường muộn, bị buộc thôi học.",
    ),
    Rule(
        "claim.41.1.h",
        f"điểm h khoản 1 Điều 41 {LAW}",
        "Dân quân thường trực",
        MILITIA_LAW_SOURCE,
        MILITIA_LAW_FIRST_DAY,
    ),
)

EXEMPTIONS = (
    _base("claim.41.2.a", "điểm a khoản 2 Điều 41", "Con của liệt sĩ, con của thương binh hạng một"),
    _base("claim.41.2.b", "điểm b khoản 2 Điều 41", "Một anh hoặc một em trai của liệt sĩ", open_question=ONE_CHILD),
    _base(
        "claim.41.2.c",
        "điểm c khoản 2 Điều 41",
        "Một con của thương binh hạng hai; một con của bệnh binh, người nhiễm chất độc da cam "
        "suy giảm khả năng lao động từ 81% trở lên",
        open_question=ONE_CHILD,
    ),
    _base(
        "claim.41.2.d",
        "điểm d khoản 2 Điều 41",
        "Người làm công tác cơ yếu không phải là quân nhân, Công an nhân dân",
    ),
    _base(
        "claim.41.2.đ",
        "điểm đ khoản 2 Điều 41",
        "Cán bộ, công chức, viên chức, thanh niên xung phong được điều động đến công tác, làm việc "
        "ở vùng đặc biệt khó khăn từ 24 tháng trở lên",
        open_question="Danh mục vùng đặc biệt khó khăn thay đổi theo từng giai đoạn.",
    ),
)

VOLUNTEERS = (
    _base(
        "claim.volunteer",
        "khoản 3 Điều 41",
        "Có đơn tình nguyện nên diện tạm hoãn, miễn gọi nhập ngũ không ngăn việc xem xét tuyển chọn",
    ),
)

GROUND_RULES = (
    *WOMEN,
    *COMPLETED_SERVICE,
    *BARS,
    *REGISTRATION_EXEMPTION,
    *DEFERRALS,
    *EXEMPTIONS,
    *VOLUNTEERS,
)
