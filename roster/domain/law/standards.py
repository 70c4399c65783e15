"""Standards of selection, by period: age, schooling, politics, health, eyes, BMI.

Sources: Luật NVQS 78/2015 Điều 30, 31, 40; Thông tư 148/2018/TT-BQP Điều 4 (from 20/11/2018), amended by Thông tư
68/2025/TT-BQP (from 01/07/2025). Where the texts leave a point open, `open_question` says so and `value` holds it open
until the administrator settles it by a dated change.
"""

from __future__ import annotations

from datetime import date

from roster.domain.law.grounds import LAW, LAW_FIRST_DAY, LAW_SOURCE
from roster.domain.law.versions import Rule

CIRCULAR_140_LAST_DAY = date(2018, 11, 19)
CIRCULAR_148_FIRST_DAY = date(2018, 11, 20)
CIRCULAR_148_LAST_DAY = date(2025, 6, 30)
CIRCULAR_68_FIRST_DAY = date(2025, 7, 1)

CIRCULAR_140 = "Thông tư 140/2015/TT-BQP"
CIRCULAR_148 = "Thông tư 148/2018/TT-BQP"
CIRCULAR_68 = f"{CIRCULAR_148} (sửa đổi bởi Thông tư 68/2025/TT-BQP)"


def _periods(key: str, clause: str, text: str, value: object = None, open_question: str = "") -> tuple[Rule, ...]:
    """One rule that reads the same in the three circulars; each period cites its own."""
    return (
        Rule(
            key,
            f"khoản 1 Điều 31 {LAW}",
            text,
            CIRCULAR_140,
            LAW_FIRST_DAY,
            CIRCULAR_140_LAST_DAY,
            value,
            open_question,
        ),
        Rule(
            key,
            f"{clause} {CIRCULAR_148}",
            text,
            CIRCULAR_148,
            CIRCULAR_148_FIRST_DAY,
            CIRCULAR_148_LAST_DAY,
            value,
            open_question,
        ),
        Rule(
            key,
            f"{clause} {CIRCULAR_68}",
            text,
            "Thông tư 68/2025/TT-BQP",
            CIRCULAR_68_FIRST_DAY,
            None,
            value,
            open_question,
        ),
    )


AGE = (
    Rule(
        "age.minimum",
        f"Điều 30 {LAW}",
        "Công dân đủ 18 tuổi được gọi nhập ngũ",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        value={"years": 18},
    ),
    # years: the birthday from which a man is past the age, under each reading of "hết".
    Rule(
        "age.maximum",
        f"Điều 30 {LAW}",
        "Độ tuổi gọi nhập ngũ đến hết 25 tuổi",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        value={"age": 25, "years": {"A": 26, "B": 25}},
        open_question="“Hết 25 tuổi”: cách hiểu A là trước ngày tròn 26 tuổi, cách hiểu B là trước ngày tròn 25 tuổi.",
    ),
    Rule(
        "age.maximum_after_study",
        f"Điều 30 {LAW}",
        "Công dân được đào tạo cao đẳng, đại học đã được tạm hoãn gọi nhập ngũ: độ tuổi gọi nhập ngũ đến hết 27 tuổi",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        value={"age": 27, "years": {"A": 28, "B": 27}},
        open_question="“Hết 27 tuổi”: cách hiểu A là trước ngày tròn 28 tuổi, cách hiểu B là trước ngày tròn 27 tuổi.",
    ),
    Rule(
        "age.leap_day",
        f"Điều 30 {LAW}",
        "Người sinh ngày 29/02: ngày tròn tuổi trong năm không nhuận",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        value={"birthdays": ["02-28", "03-01"]},
        open_question="Luật chưa nói ngày tròn tuổi của người sinh 29/02 là 28/02 hay 01/03.",
    ),
)

POLITICS = _periods(
    "political",
    "khoản 2 Điều 4",
    "Tiêu chuẩn chính trị, theo kết luận của Công an phường (Thông tư liên tịch 50/2016/TTLT-BQP-BCA)",
    open_question="Cần kiểm tra văn bản thay thế Thông tư liên tịch 50/2016/TTLT-BQP-BCA.",
)

# ten_year: the old ten-year school; between the two numbers no text says which year of today it equals.
EDUCATION = _periods(
    "education",
    "khoản 4 Điều 4",
    "Trình độ văn hóa từ lớp 8 trở lên, lấy từ cao đến thấp; lớp 7 khi được cấp có thẩm quyền quyết định",
    {"twelve_year": {"enough": 8, "by_approval": 7}, "ten_year": {"enough": 8, "by_approval": 6}},
    "Trình độ lớp 6/10, 7/10 của hệ cũ chưa có văn bản quy đổi sang hệ 12 năm.",
)

HEALTH_EXAMINATION = (
    Rule(
        "health.examination",
        f"Điều 40 {LAW}",
        "Công dân được gọi nhập ngũ phải qua khám sức khỏe và có kết luận phân loại",
        LAW_SOURCE,
        LAW_FIRST_DAY,
    ),
)

HEALTH_CLASS = _periods(
    "health.class",
    "điểm a khoản 3 Điều 4",
    "Tuyển chọn công dân có sức khỏe loại 1, 2, 3",
    {"eligible": [1, 2, 3]},
)

HYPEROPIA = _periods("health.hyperopia", "điểm c khoản 3 Điều 4", "Không gọi nhập ngũ công dân viễn thị các mức độ")

DRUGS = (
    *_periods("health.drugs", "điểm c khoản 3 Điều 4", "Không gọi nhập ngũ công dân nghiện ma túy")[:2],
    Rule(
        "health.drugs",
        "khoản 1 Điều 4 Thông tư 105/2023/TT-BQP",
        "Không gọi nhập ngũ công dân nghiện ma túy",
        "Thông tư 105/2023/TT-BQP",
        CIRCULAR_68_FIRST_DAY,
    ),
)

# The text never names the infection: reasons are shown and printed, and this one must stay with the health council.
CONFIDENTIAL = (
    *_periods(
        "health.hiv", "điểm c khoản 3 Điều 4", "Không gọi nhập ngũ theo kết luận sức khỏe (nội dung được bảo mật)"
    )[:2],
    Rule(
        "health.hiv",
        f"Điều 14 {LAW}",
        "Không gọi nhập ngũ theo kết luận sức khỏe (nội dung được bảo mật)",
        LAW_SOURCE,
        CIRCULAR_68_FIRST_DAY,
    ),
)

# limit in dioptres; at_limit: unfit, refer or fit; classes: the health classes to which the bar applies, None for all.
EYES = (
    Rule(
        "health.eyes",
        f"điểm c khoản 3 Điều 4 {CIRCULAR_148}",
        "Không gọi nhập ngũ công dân có sức khỏe loại 3 do cận thị từ 1,5 đi-ốp trở lên",
        CIRCULAR_148,
        CIRCULAR_148_FIRST_DAY,
        CIRCULAR_148_LAST_DAY,
        {"limit": "1.5", "at_limit": "unfit", "classes": [3]},
    ),
    Rule(
        "health.eyes",
        f"điểm c khoản 3 Điều 4 {CIRCULAR_68}",
        "Không gọi nhập ngũ công dân cận thị lớn hơn 1,5 đi-ốp",
        "Thông tư 68/2025/TT-BQP",
        CIRCULAR_68_FIRST_DAY,
        None,
        {"limit": "1.5", "at_limit": "refer", "classes": None},
        "Thông tư ghi “lớn hơn 1.5 diop trở lên”: chưa rõ cận đúng 1,5 đi-ốp có bị loại hay không.",
    ),
)

BMI = (
    Rule(
        "health.bmi",
        f"điểm c khoản 3 Điều 4 {CIRCULAR_68}",
        "Không gọi nhập ngũ công dân có chỉ số BMI nhỏ hơn 18,0 hoặc lớn hơn 29,9",
        "Thông tư 68/2025/TT-BQP",
        CIRCULAR_68_FIRST_DAY,
        None,
        {"lowest": "18.0", "highest": "29.9", "refer_below": "18.5"},
        "BMI từ 18,0 đến 18,49 là loại 4 theo Thông tư 105/2023 nhưng không thuộc diện loại của Thông tư 68/2025.",
    ),
)

STANDARD_RULES = (
    *AGE,
    *POLITICS,
    *EDUCATION,
    *HEALTH_EXAMINATION,
    *HEALTH_CLASS,
    *HYPEROPIA,
    *DRUGS,
    *CONFIDENTIAL,
    *EYES,
    *BMI,
)
