"""Invented people for printed lists: the same number always gives the same person."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from roster.columns.printed_lists import PRINTED_LISTS, ListDefinition
from roster.listing.table import build_table, grouped_table
from roster.printing.layout import PaperHead, PaperInput, Signature

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Văn", "Đức", "Hữu", "Minh", "Quốc", "Thế", "Xuân", "Ngọc", "Thị", "Mỹ")
_GIVEN = (
    "An", "Ẩn", "Bằng", "Cường", "Dũng", "Đạt", "Giang", "Hậu", "Hiếu", "Huyền", "Khải", "Lợi", "Mạnh", "Nghĩa",
    "Phước", "Quỳnh", "Sử", "Thắng", "Tuấn", "Uyên", "Việt", "Ỷ",
)  # fmt: skip
_STREETS = ("Trần Nhân Tông", "Hoàng Quốc Việt", "Nguyễn Lương Bằng", "Lãm Khê", "Khúc Trì")
_WORK = (
    ("Công nhân", "Công ty TNHH may Hải Âu, khu công nghiệp Tràng Duệ"), ("Sinh viên", "Đại học Hàng hải"),
    ("Nông dân", None), ("Kỹ sư", "Nhà máy đóng tàu Bạch Đằng"), ("Lái xe", "Tự do"), (None, None),
)  # fmt: skip


def invented_person(number: int) -> dict[str, Any]:
    """Row `number` of a roster: a flat dict by column key."""
    chance = random.Random(number)
    family = chance.choice(_FAMILIES)
    occupation, workplace = chance.choice(_WORK)
    neighbourhood = f"TDP số {chance.randint(1, 24)}"
    street = f"số {chance.randint(1, 300)} đường {chance.choice(_STREETS)}"
    year = chance.randint(1999, 2008)
    party, union = chance.random() < 0.2, chance.random() < 0.6
    return {
        "full_name": f"{family} {chance.choice(_MIDDLES)} {chance.choice(_GIVEN)}",
        "other_name": chance.choice((None, None, None, "Tý")),
        "birth_date": chance.choice((f"{year}", f"{year}-03", f"{year}-03-{chance.randint(1, 28):02}")),
        "sex": "male",
        "citizen_id": f"0312{year % 100:02}{number:06}",
        "ethnicity": chance.choice(("Kinh", "Kinh", "Tày")),
        "religion": chance.choice(("Không", "Công giáo")),
        "permanent_address": f"{street}, {neighbourhood}, phường Phù Liễn",
        "current_address": chance.choice((None, f"{street}, phường Kiến An")),
        "neighbourhood": neighbourhood,
        "education": chance.choice(("12/12", "9/12")),
        "qualification": chance.choice((None, "Đại học", "Cao đẳng")),
        "foreign_language": chance.choice((None, "Tiếng Anh B1")),
        "occupation": occupation,
        "workplace": workplace,
        "phone": f"09{chance.randint(0, 99_999_999):08}",
        "is_party_member": party,
        "party_joined_on": "2023-05-19" if party else None,
        "is_union_member": union and not party,
        "union_joined_on": "2019-03-26" if union and not party else None,
        "family_class": "Công nhân",
        "personal_class": chance.choice((None, "Lao động tự do")),
        "father_name": f"{family} Văn {chance.choice(_GIVEN)}",
        "father_birth_year": year - 28,
        "father_occupation": "Làm ruộng",
        "mother_name": f"{chance.choice(_FAMILIES)} Thị {chance.choice(_GIVEN)}",
        "mother_birth_year": year - 25,
        "mother_occupation": chance.choice((None, "Buôn bán nhỏ")),
        "notes": chance.choice((None, None, "Đã có vợ")),
        "component": chance.choice(("local", "mobile", "medical")),
        "unit": chance.choice(("Trung đội dân quân cơ động", f"Tổ dân quân tại chỗ {neighbourhood}")),
        "post": chance.choice(("Chiến sĩ", "Tiểu đội trưởng")),
        "joined_on": "2024-04",
        "ends_on": "2028-04",
        "rank": chance.choice(("Binh nhất", "Hạ sĩ", "Trung sĩ")),
        "speciality_code": "07",
        "speciality": chance.choice(("Thông tin", "Lái xe ô tô", "Pháo thủ")),
        "speciality_match": chance.choice(("exact", "near", "none")),
        "enlisted_on": "2019-02",
        "discharged_on": "2021-01",
        "former_unit": chance.choice(("Lữ đoàn 603", "Trung đoàn 50, Sư đoàn 363")),
        "reserve_class": 1,
        "is_assigned": chance.random() < 0.4,
    }


def invented_paper(key_or_definition: str | ListDefinition, count: int, **changes: Any) -> PaperInput:
    """A paper of `count` invented people; `changes` replace fields of the paper."""
    definition = PRINTED_LISTS[key_or_definition] if isinstance(key_or_definition, str) else key_or_definition
    rows = changes.pop("rows", None) or [invented_person(number) for number in range(1, count + 1)]
    see_all = {"may_see": lambda sensitivity: True}
    grouped = changes.pop("grouped", False)
    paper = {
        "table": grouped_table(definition, rows, "neighbourhood", **see_all)
        if grouped
        else build_table(definition, rows, **see_all),
        "year": 2027,
        "head": PaperHead(
            "BỘ CHQS THÀNH PHỐ HẢI PHÒNG", "BAN CHQS PHƯỜNG PHÙ LIỄN", "DS-BCH", "Phù Liễn",
            "Bộ CHQS thành phố (để báo cáo)\nĐảng ủy, UBND phường\nLưu: VT, BCH",
        ),
        "today": date(2026, 11, 24),
        "dated_on": date(2026, 11, 24),
        "number": "5",
        "preparer": Signature("NGƯỜI LẬP", rank="Thượng úy", full_name="Trần Văn Bằng"),
        "signer": Signature("PHÓ CHỈ HUY TRƯỞNG", "KT. CHỈ HUY TRƯỞNG", "Thiếu tá", "Nguyễn Đức Hậu"),
        "footer": "Sổ quân sự phường · Trần Văn Bằng in lúc 08:15 ngày 24/11/2026",
    }  # fmt: skip
    return PaperInput(**(paper | changes))
