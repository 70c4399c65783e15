"""The parts of a ward's periodic report, in order, and which of them only some roles may see.

The outline is usual practice (tình hình, kết quả, nhận xét, phương hướng); no text of the State prints one for a ward.
"""

from __future__ import annotations

from dataclasses import dataclass

from roster.domain.actor import Sensitivity


@dataclass(frozen=True, slots=True)
class Section:
    """One part. `level` 1 is a Roman heading, 2 a numbered one, 3 a lettered one; `has_text`: an officer writes it.

    `label` is how the form names it; `hint` what is usually said there beyond what the program proposes.
    """

    key: str
    heading: str
    level: int
    label: str
    hint: str = ""
    has_text: bool = True
    sensitivity: Sensitivity | None = None


SECTIONS: tuple[Section, ...] = (
    Section(
        "situation", "I. TÌNH HÌNH", 1, "I. Tình hình",
        "Nêu thêm đặc điểm, thuận lợi, khó khăn của địa bàn trong kỳ.",
    ),
    Section("results", "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ", 1, "II. Kết quả thực hiện nhiệm vụ", has_text=False),
    Section("recruitment", "1. Công tác tuyển quân", 2, "1. Công tác tuyển quân"),
    Section("forces", "2. Dân quân tự vệ", 2, "2. Dân quân tự vệ", has_text=False),
    Section("militia", "a) Tổ chức, quân số, biến động", 3, "2a. Dân quân tự vệ: tổ chức, quân số, biến động"),
    Section("training", "b) Huấn luyện, tập huấn", 3, "2b. Dân quân tự vệ: huấn luyện, tập huấn"),
    Section(
        "politics", "c) Chất lượng chính trị, nguồn phát triển Đảng", 3,
        "2c. Dân quân tự vệ: chất lượng chính trị, nguồn phát triển Đảng", sensitivity=Sensitivity.POLITICS,
    ),
    Section("reserve", "3. Dự bị động viên", 2, "3. Dự bị động viên"),
    Section("command", "4. Ban CHQS, tự vệ, họp, trực", 2, "4. Ban CHQS, tự vệ, họp, trực"),
    Section("targets", "5. Chỉ tiêu mục 5 của Chỉ thị", 2, "5. Chỉ tiêu mục 5 của Chỉ thị"),
    Section(
        "remarks", "III. NHẬN XÉT, ĐÁNH GIÁ", 1, "III. Nhận xét, đánh giá",
        "Nêu ưu điểm, hạn chế và nguyên nhân.",
    ),
    Section("plans", "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ", 1, "IV. Phương hướng, nhiệm vụ"),
    Section("requests", "V. ĐỀ NGHỊ", 1, "V. Đề nghị", "Để trống thì mục này không in."),
)  # fmt: skip

GROUNDS, RECIPIENTS = "grounds", "recipients"
FRAME: tuple[Section, ...] = (
    Section(GROUNDS, "", 0, "Căn cứ", "Mỗi căn cứ một dòng."),
    Section(RECIPIENTS, "", 0, "Nơi nhận", "Mỗi nơi một dòng; dòng cuối là nơi lưu."),
)
"""What stands before and after the parts and can be written as well."""

WRITTEN: tuple[Section, ...] = (FRAME[0], *(one for one in SECTIONS if one.has_text), FRAME[1])
SECTION_BY_KEY: dict[str, Section] = {one.key: one for one in (*SECTIONS, *FRAME)}
