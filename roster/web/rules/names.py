"""What each rule of the law's book is about, in words, and under which heading it is listed."""

from __future__ import annotations

from roster.domain.law.versions import Rule

# Heading, then how the keys begin that stand under it, in the order of the page.
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("age", "Độ tuổi", ("age.",)),
    ("standards", "Tiêu chuẩn chính trị, văn hóa, sức khỏe", ("political", "education", "health.")),
    ("claims", "Tạm hoãn, miễn gọi nhập ngũ (Điều 41)", ("claim.",)),
    (
        "registration",
        "Không được đăng ký, miễn đăng ký, đã hoàn thành, công dân nữ",
        ("bar.", "registration_exempt", "completed.", "women."),
    ),
    ("duties", "Thẩm quyền: ai quyết định, ai ký", ("duty.",)),
    ("deadlines", "Thời hạn", ("deadline.", "window.")),
    ("caps", "Mức tối đa", ("cap.",)),
)

_NAMES = {
    "age.minimum": "Tuổi gọi nhập ngũ thấp nhất",
    "age.maximum": "Tuổi gọi nhập ngũ cao nhất",
    "age.maximum_after_study": "Tuổi cao nhất khi đã tạm hoãn để học đại học, cao đẳng",
    "age.leap_day": "Người sinh ngày 29/02",
    "political": "Tiêu chuẩn chính trị",
    "education": "Trình độ văn hóa",
    "health.examination": "Phải qua khám sức khỏe",
    "health.class": "Loại sức khỏe được tuyển chọn",
    "health.hyperopia": "Viễn thị",
    "health.drugs": "Nghiện ma túy",
    "health.hiv": "Kết luận sức khỏe được bảo mật",
    "health.eyes": "Cận thị",
    "health.bmi": "Chỉ số khối cơ thể (BMI)",
    "health.measures": "Bảng phân loại thể lực",
    "claim.volunteer": "Có đơn tình nguyện nhập ngũ",
    "registration_exempt": "Miễn đăng ký (Điều 14)",
    "women.voluntary": "Công dân nữ",
    "bar.13": "Không được đăng ký (Điều 13)",
    "completed.standing_militia": "Đã hoàn thành: dân quân thường trực",
    "completed.commune_police": "Đã hoàn thành: Công an xã",
    "completed.reserve_officer": "Đã hoàn thành: sĩ quan dự bị",
    "completed.economic_defence": "Đã hoàn thành: đoàn kinh tế - quốc phòng",
    "completed.fisheries_patrol": "Đã hoàn thành: tàu kiểm ngư",
    "window.examination": "Thời gian khám sức khỏe hằng năm",
    "cap.examination_calls": "Số người gọi khám trên một chỉ tiêu",
    "cap.reserve": "Tỷ lệ dự phòng",
    "cap.replacement": "Tỷ lệ bù đổi",
}
_BY_KIND = (("claim.41.1.", "Tạm hoãn, diện"), ("claim.41.2.", "Miễn, diện"), ("bar.13.", "Không được đăng ký, diện"))
_NAMED_BY_TEXT = ("duty.", "deadline.")


def name_of(rule: Rule) -> str:
    """What the rule is about, as a heading: "Tuổi gọi nhập ngũ cao nhất", "Tạm hoãn, diện 41.1.g"."""
    key = rule.key
    if key in _NAMES:
        return _NAMES[key]
    for start, words in _BY_KIND:
        if key.startswith(start):
            return f"{words} {key.partition('.')[2]}"
    # Duties and deadlines are named by what is done.
    return rule.text if key.startswith(_NAMED_BY_TEXT) else key


def group_of(key: str) -> str:
    """The key of the heading under which the rule stands; "" for a rule of no heading."""
    return next((group for group, _, starts in GROUPS if key.startswith(starts)), "")
