"""Invented people with true facts, from a seed."""

from __future__ import annotations

from random import Random

FAMILY = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Mạc", "Khúc", "Quách", "Lưu", "Tạ", "Đoàn", "Cao",
]  # fmt: skip
MALE_MIDDLE = ["Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Gia", "Thành", "Văn Gia", "Ngọc", "Đình Bảo"]
FEMALE_MIDDLE = ["Thị", "Thị Thu", "Thị Ngọc", "Bích", "Thùy", "Thị Mai"]
MALE_GIVEN = [
    "An", "Bình", "Cường", "Dũng", "Đông", "Giang", "Hà", "Hải", "Hòa", "Hùng", "Khoa", "Long", "Nam", "Ninh", "Phong",
    "Quân", "Sơn", "Tâm", "Thọ", "Tú", "Vinh", "Ý", "Tuyên", "Tạ",
]  # fmt: skip
FEMALE_GIVEN = [
    "An", "Chi", "Dung", "Hà", "Hoa", "Hương", "Lan", "Linh", "Mai", "Nga", "Ngọc", "Thảo", "Trang", "Uyên", "Yến",
    "Đào",
]  # fmt: skip
STREETS = ["Cao Toàn", "Trần Nhân Tông", "Lãm Khê", "Đồng Hòa", "Quy Tức", "Phan Đăng Lưu", "Mạc Thái Tổ", "Lê Duẩn"]
HOMETOWNS = ["Vĩnh Bảo, Hải Phòng", "Tiên Lãng, Hải Phòng", "Kiến An, Hải Phòng", "Thái Thụy, Thái Bình", "Hải Dương"]
PLACES = ["TDP số 1", "TDP số 2", "TDP số 3", "TDP số 10", "TDP Lãm Khê 2", "TDP Khúc Trì"]
OCCUPATIONS = [
    "Công nhân",
    "Lái xe",
    "Thợ điện",
    "Sinh viên",
    "Kế toán",
    "Lao động tự do",
    "Nhân viên bán hàng",
    "Bảo vệ",
]
WORKPLACES = [
    "Công ty TNHH Hoa Phượng",
    "THPT Kiến An",
    "Đại học Hàng hải",
    "Chợ Đầm Triều",
    "Trường Cao đẳng nghề số 3",
]
UNITS = ["Trung đội 1", "Tiểu đội 2", "Trung đội dân quân cơ động", "Khẩu đội 12,7mm"]
POSTS = ["Chiến sĩ", "Tiểu đội trưởng", "Trung đội trưởng", "Tiểu đội phó", "Thôn đội trưởng", "Khẩu đội trưởng"]
RANKS = ["Binh nhì", "Binh nhất", "Hạ sĩ", "Trung sĩ", "Thượng sĩ", "Thiếu úy", "Trung úy", "Thượng úy", "Đại úy"]
SPECIALITIES = [("01", "Bộ binh"), ("03", "Pháo binh"), ("04", "Lái xe"), ("07", "Thông tin"), ("15", "Quân y")]
FORMER = ["Lữ đoàn 649", "Trung đoàn 50", "Vùng 1 Hải quân", "Tiểu đoàn 4, Trung đoàn 43, Sư đoàn 395"]
GROUNDS = [
    ("Đang học ĐH Hải Phòng", "41.1.g"), ("Đang học Đại học", "41.1.g"), ("Sinh viên", "41.1.g"), ("41.1.b", "41.1.b"),
    ("Là lao động duy nhất trong gia đình", "41.1.b"), ("Con liệt sĩ", "41.2.a"), ("Không đủ sức khỏe", "41.1.a"),
    ("Anh trai đang tại ngũ", "41.1.d"), ("Điểm g khoản 1 Điều 41", "41.1.g"), ("Đang học lớp 12 THPT Kiến An",
    "41.1.g"),
]  # fmt: skip


def _day(rng: Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def name(rng: Random, sex: str) -> str:
    """A full name."""
    middle, given = (MALE_MIDDLE, MALE_GIVEN) if sex == "male" else (FEMALE_MIDDLE, FEMALE_GIVEN)
    return f"{rng.choice(FAMILY)} {rng.choice(middle)} {rng.choice(given)}"


def citizen_id(rng: Random, sex: str, year: int) -> str:
    """An id that fits sex and year."""
    century = (2 if year >= 2000 else 0) + (sex == "female")
    return f"{rng.choice(['031', '031', '001', '034'])}{century}{year % 100:02}{rng.randint(0, 999999):06}"


def person(rng: Random, roster: str) -> dict[str, object]:
    """All that may be known of one citizen in one roster, by column key."""
    sex = "female" if roster == "militia" and rng.random() < 0.25 else "male"
    born = {"enlistment": (2000, 2007), "militia": (1982, 2006), "reserve": (1981, 2002)}[roster]
    birth = _day(rng, *born)
    year = int(birth[:4])
    place = rng.choice(PLACES)
    home = f"Số {rng.randint(1, 320)}{rng.choice(['', 'A', '/12', '/5/7'])} {rng.choice(STREETS)}"
    facts: dict[str, object] = {
        "full_name": name(rng, sex), "birth_date": birth, "sex": sex, "citizen_id": citizen_id(rng, sex, year),
        "ethnicity": rng.choice(["Kinh", "Kinh", "Tày", "Hoa"]), "religion": rng.choice(["Không", "Phật giáo",
        "Công giáo"]),
        "hometown": rng.choice(HOMETOWNS), "permanent_address": f"{home}, {place}", "neighbourhood": place,
        "current_address": f"{home}, {place}", "education": rng.choice(["12/12", "12/12", "9/12", "11/12", "10/12",
        "8/12"]),
        "qualification": rng.choice([None, None, "Đại học", "Cao đẳng", "Trung cấp", "Sơ cấp"]),
        "occupation": rng.choice(OCCUPATIONS), "workplace": rng.choice([None, *WORKPLACES]),
        "phone": "0" + rng.choice("35789") + f"{rng.randint(0, 99999999):08}",
        "is_party_member": rng.random() < 0.2, "is_union_member": rng.random() < 0.5,
        "father_name": name(rng, "male"), "mother_name": name(rng, "female"), "spouse_name": None,
        "notes": rng.choice([None, None, "Gia đình chính sách", "Đã có đơn tình nguyện"]),
    }  # fmt: skip
    if roster == "enlistment":
        facts |= {"health_class": rng.choice([None, 1, 2, 3, 4, 5]), "ground": None}
        facts["political_result"] = rng.choice(["passed", "failed", "pending", None])
        facts["bmi"] = rng.choice([None, 19.5, 22.1, 24.0])
    elif roster == "militia":
        facts |= {"component": rng.choice(["local", "mobile", "standing"]), "unit": rng.choice(UNITS)}
        facts |= {"post": rng.choice(POSTS), "joined_on": _day(rng, 2021, 2024), "ends_on": _day(rng, 2026, 2029)}
    else:
        code, speciality = rng.choice(SPECIALITIES)
        enlisted = _day(rng, year + 19, year + 21)
        facts |= {"rank": rng.choice(RANKS), "post": rng.choice(POSTS[:4]), "speciality_code": code}
        facts |= {"speciality": speciality, "enlisted_on": enlisted, "former_unit": rng.choice(FORMER)}
        facts |= {"discharged_on": f"{int(enlisted[:4]) + 2}{enlisted[4:]}", "reserve_class": rng.choice([1, 2])}
        facts |= {"is_assigned": rng.random() < 0.6, "speciality_match": rng.choice(["exact", "near", "none", None])}
    return facts
