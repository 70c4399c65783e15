"""Invented citizens for the demonstration ward: plausible, varied, the same for the same year; nobody real."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from roster.columns.column import Value

Facts = dict[str, Value]

NEIGHBOURHOODS = tuple(f"TDP số {number}" for number in range(1, 11))
ORGANISATIONS = ("Công ty TNHH Cơ khí Hoàng Long", "Trường Trung cấp nghề Đồi Thiên Văn")

_FAMILY = """
    Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Vũ Vũ Bùi Đỗ Đỗ Đặng Đào Ngô Dương Đoàn Phan
    Lương Mạc Khúc Cao Trịnh Lưu Tạ Hà
    """.split()  # noqa: SIM905  # quoted words in a list would hide the names
_MALE_MIDDLE = [
    "Văn", "Văn", "Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Gia", "Thành", "Ngọc", "Đình", "Trọng", "Tiến",
    "Duy", "Thế",
]  # fmt: skip
_FEMALE_MIDDLE = ["Thị", "Thị", "Thị Thu", "Thị Ngọc", "Thị Minh", "Bích", "Thùy", "Thị Mai", "Phương"]
_MALE_GIVEN = """
    An Anh Bách Bảo Bình Chiến Công Cường Dũng Duy Dương Đại Đạt Đông Đức Giang Hà Hải Hậu Hiếu Hòa Hoàn Hoàng
    Hùng Huy Hưng Khải Khánh Khoa Kiên Lâm Linh Long Lực Mạnh Minh Nam Nghĩa Ninh Phong Phúc Quân Quý Quyết
    Sơn Tài Tâm Thái Thắng Thành Thịnh Thọ Thuận Tiến Toàn Trung Trường Tú Tuấn Tùng Tuyên Việt Vinh Vượng Ý
    """.split()  # noqa: SIM905  # quoted words in a list would hide the names
_FEMALE_GIVEN = """
    Anh Chi Dung Duyên Đào Giang Hà Hạnh Hiền Hoa Hòa Huệ Hương Hường Lan Linh Loan Mai Nga Ngọc Oanh Thảo
    Thúy Trang Uyên Yến
    """.split()  # noqa: SIM905  # quoted words in a list would hide the names
_STREETS = ["Trần Nhân Tông", "Phan Đăng Lưu", "Lãm Khê", "Cao Toàn", "Quy Tức", "Đồng Hòa", "Trường Chinh", "Lê Duẩn"]
_HOMETOWNS = [
    "Kiến An, Hải Phòng", "Kiến An, Hải Phòng", "Vĩnh Bảo, Hải Phòng", "Tiên Lãng, Hải Phòng", "An Lão, Hải Phòng",
    "Thủy Nguyên, Hải Phòng", "Thái Thụy, Thái Bình", "Ninh Giang, Hải Dương", "Yên Định, Thanh Hóa",
]  # fmt: skip
_ETHNICITIES = ["Kinh"] * 28 + ["Tày", "Mường"]
_RELIGIONS = ["Không"] * 16 + ["Phật giáo", "Phật giáo", "Công giáo"]
_TRADES = [
    "Công nhân", "Công nhân", "Lái xe", "Thợ điện", "Thợ hàn", "Lao động tự do", "Nhân viên bán hàng", "Bảo vệ",
    "Kinh doanh",
]  # fmt: skip
_COMPANIES = ["Công ty May Bắc Hà", "Công ty Da giày Văn Đẩu", "Khu công nghiệp Tràng Duệ", None]
_WORKPLACES: dict[str, list[str | None]] = {  # of trades that no company has
    "Lao động tự do": [None], "Kinh doanh": ["Chợ Đầm Triều", None], "Nhân viên bán hàng": ["Chợ Đầm Triều", None],
}  # fmt: skip
_GRADUATES = ["Kế toán", "Kỹ thuật viên", "Nhân viên văn phòng"]
_YOUNGEST = {"Sơ cấp": 18, "Trung cấp": 20, "Cao đẳng": 21, "Đại học": 22}  # with that qualification
_OLDEST_STUDENT = 22
_MOBILE = ["32", "35", "38", "70", "77", "79", "82", "85", "86", "91", "94", "96", "98"]  # behind the zero
_COLLEGES = [
    ("Đại học", "Trường Đại học Hải Phòng"), ("Đại học", "Trường Đại học Hàng hải Việt Nam"),
    ("Cao đẳng", "Trường Cao đẳng Y tế Hải Phòng"),
]  # fmt: skip
_PARENT_TRADES = ["Công nhân", "Buôn bán", "Hưu trí", "Giáo viên", "Lái xe", "Nội trợ", None]
_FORMER_UNITS = [
    "Tiểu đoàn 4, Trung đoàn 43", "Trung đoàn 50", "Lữ đoàn 405", "Lữ đoàn 242", "Tiểu đoàn Thiết giáp 5",
    "Vùng 1 Hải quân",
]  # fmt: skip
_SPECIALITIES = [
    ("01", "Bộ binh"), ("01", "Bộ binh"), ("03", "Pháo binh"), ("04", "Lái xe"), ("07", "Thông tin"),
    ("09", "Công binh"), ("15", "Quân y"),
]  # fmt: skip


class Invention:
    """Makes citizens from a seed; no two have the same number."""

    def __init__(self, seed: int, year: int) -> None:
        self._chance = Random(seed)  # noqa: S311  # invented people need no secrets
        self._year = year
        self._ids: set[str] = set()

    def candidates(self, count: int) -> Iterator[Facts]:
        """Candidates for the call-up of the year after: from the boys of 17 to men of 26."""
        for number in range(count):
            born = self._year - (17 if number % 9 == 0 else self._chance.randint(18, 25))
            facts = self._person("male", born)
            yield facts | self._candidacy(facts, born)

    def militia(self, count: int) -> Iterator[Facts]:
        """Members of the militia: by neighbourhood, mobile, the specialist arms, and of organisations."""
        for number in range(count):
            is_woman = number % 5 == 3
            facts = self._person("female" if is_woman else "male", self._year - self._chance.randint(20, 34))
            yield facts | self.membership(facts, number)

    def reservists(self, count: int) -> Iterator[Facts]:
        """Men who served and came back."""
        for _ in range(count):
            facts = self._person("male", self._year - self._chance.randint(23, 44))
            yield facts | self._reserve(facts)

    def _pick(self, *options: Any) -> Any:
        return self._chance.choice(options)

    def _one_in(self, count: int) -> bool:
        return self._chance.randrange(count) == 0

    def _person(self, sex: str, born: int) -> Facts:
        pick = self._chance.choice
        is_male = sex == "male"
        family = pick(_FAMILY)
        middle, given = (
            pick(_MALE_MIDDLE if is_male else _FEMALE_MIDDLE),
            pick(_MALE_GIVEN if is_male else _FEMALE_GIVEN),
        )
        neighbourhood = pick(NEIGHBOURHOODS)
        lane = f"số {self._chance.randint(1, 160)}" + self._pick("", "", f" ngõ {self._chance.randint(2, 280)}", "A")
        address = f"{lane[0].upper()}{lane[1:]} {pick(_STREETS)}, {neighbourhood}"
        facts: Facts = {
            "full_name": f"{family} {middle} {given}",
            "birth_date": f"{born}-{self._chance.randint(1, 12):02}-{self._chance.randint(1, 28):02}",
            "sex": sex,
            "citizen_id": self._citizen_id(is_male, born),
            "ethnicity": pick(_ETHNICITIES),
            "religion": pick(_RELIGIONS),
            "hometown": pick(_HOMETOWNS),
            "permanent_address": address,
            "current_address": f"{pick(_STREETS)}, quận Lê Chân, Hải Phòng" if self._one_in(12) else address,
            "neighbourhood": neighbourhood,
            "education": self._pick("12/12", "12/12", "12/12", "12/12", "11/12", "9/12"),
            "occupation": (trade := pick(_TRADES)),
            "workplace": pick(_WORKPLACES.get(trade, _COMPANIES)),
            "phone": f"0{pick(_MOBILE)}{self._chance.randint(0, 9_999_999):07}",
            "father_name": f"{family} {pick(_MALE_MIDDLE)} {pick(_MALE_GIVEN)}",
            "father_birth_year": born - self._chance.randint(23, 34),
            "father_occupation": pick(_PARENT_TRADES),
            "mother_name": f"{pick(_FAMILY)} Thị {pick(_FEMALE_GIVEN)}",
            "mother_birth_year": born - self._chance.randint(21, 31),
            "mother_occupation": pick(_PARENT_TRADES),
            "is_union_member": True if self._year - born < 31 and not self._one_in(5) else None,
        }
        if self._one_in(40):
            facts |= {"birth_date": str(born)}  # known to the year only
        return facts

    def _citizen_id(self, is_male: bool, born: int) -> str:
        century = (2 if born >= 2000 else 0) + (not is_male)
        while True:
            province = self._pick("031", "031", "031", "031", "034", "030")
            number = f"{province}{century}{born % 100:02}{self._chance.randint(1000, 999_999):06}"
            if number not in self._ids:
                self._ids.add(number)
                return number

    def _candidacy(self, facts: Facts, born: int) -> Facts:
        if self._year - born == 17:
            return {
                "occupation": "Học sinh",
                "workplace": "Trường THPT Đồng Hòa",
                "education": "11/12",
                "status": "aged_17",
            }
        fate = self._chance.random()
        if fate < 0.36 and self._year - born <= _OLDEST_STUDENT:
            level, school = self._chance.choice(_COLLEGES)
            until = f"{min(self._year + self._chance.randint(1, 3), born + 24)}-06"
            return {
                "occupation": "Sinh viên", "workplace": school, "status": "deferred", "ground": "41.1.g",
                "ground_until": until, "notes": f"Hệ {level.lower()} chính quy", "education": "12/12",
            }  # fmt: skip
        if fate < 0.36:
            ground = self._pick("41.1.a", "41.1.a", "41.1.b", "41.1.d")
            known = {"health_class": self._pick(4, 5), "notes": f"Kết luận khám sức khỏe đợt {self._year}"}
            return {"status": "deferred", "ground": ground, **(known if ground == "41.1.a" else {})}
        if fate < 0.40:
            return {"status": "exempt", "ground": self._pick("41.2.a", "41.2.c")}
        if fate < 0.78:
            return {
                "status": "source",
                "political_result": self._pick("passed", "passed", "passed", "pending"),
                **self._learned(facts, born, self._pick(None, None, "Trung cấp", "Cao đẳng", "Đại học")),
            }  # fmt: skip
        return {"status": "source"}

    def _learned(self, facts: Facts, born: int, qualification: str | None) -> Facts:
        """The qualification, with work that goes with it; nothing for who is too young or left school too early."""
        is_higher = qualification in {"Cao đẳng", "Đại học"}
        if qualification is None or self._year - born < _YOUNGEST[qualification]:
            return {}
        if is_higher and facts["education"] != "12/12":
            return {}
        work = {"occupation": self._pick(*_GRADUATES), "workplace": self._pick(*_COMPANIES)} if is_higher else {}
        return {"qualification": qualification, **work}

    def membership(self, facts: Facts, number: int) -> Facts:
        """A membership of the militia for a citizen, the kind by his running number."""
        born = int(str(facts["birth_date"])[:4])
        joined = max(self._year - self._chance.randint(0, 3), born + 19)
        kind = number % 16
        component, unit = "local", f"Tổ dân quân {facts['neighbourhood']}"
        if kind in {1, 4, 7, 10, 13}:
            squad = {1: "", 4: "Tiểu đội 1, ", 7: "Tiểu đội 1, ", 10: "Tiểu đội 2, ", 13: "Tiểu đội 2, "}[kind]
            component, unit = "mobile", f"{squad}Trung đội dân quân cơ động"
        elif kind in {2, 8, 11, 14}:
            component, unit = {
                2: ("air_defence", "Khẩu đội 12,7 mm"), 8: ("artillery", "Khẩu đội cối 60 mm"),
                11: ("engineer", "Tiểu đội công binh"), 14: ("medical", "Tổ quân y"),
            }[kind]  # fmt: skip
        elif kind in {5, 15}:
            unit = f"Tiểu đội tự vệ {ORGANISATIONS[number // 16 % 2]}"
        post = "Chiến sĩ"
        if number in {1, 2, 4, 5, 8, 10, 11, 21}:  # 5 and 21 command the self-defence units
            post = "Trung đội trưởng" if number == 1 else "Tiểu đội trưởng"
        elif component == "local" and number % 6 == 0:
            post = "Thôn đội trưởng"
        is_member = post != "Chiến sĩ" or self._one_in(9)
        return {
            "component": component, "unit": unit, "post": post,
            "joined_on": f"{joined}-{self._pick('01', '04', '07')}-01",
            "ends_on": str(joined + 4), "is_party_member": True if is_member else None,
            "party_joined_on": f"{max(joined - 1, born + 19)}-{self._pick('05', '09')}" if is_member else None,
        }  # fmt: skip

    def _reserve(self, facts: Facts) -> Facts:
        born = int(str(facts["birth_date"])[:4])
        enlisted = born + self._chance.randint(18, 20)
        rank = self._pick("Binh nhất", "Hạ sĩ", "Hạ sĩ", "Trung sĩ", "Trung sĩ", "Thượng sĩ")
        post = {
            "Binh nhất": "Chiến sĩ",
            "Hạ sĩ": "Tiểu đội phó",
            "Trung sĩ": "Tiểu đội trưởng",
            "Thượng sĩ": "Phó trung đội trưởng",
        }[rank]
        if self._one_in(12):
            rank, post = self._pick("Thiếu úy", "Trung úy"), "Trung đội trưởng"
        code, speciality = self._chance.choice(_SPECIALITIES)
        match = self._pick("exact", "exact", "near", "none")
        # Two years served make class one by the law; officers have none; a few stand wrong on file, as in any roster.
        is_mistaken = rank == "Binh nhất" and match == "none"
        by_law = None if post == "Trung đội trưởng" else 1
        # By his number, so that what chance gives to all others stays the same.
        is_member = int(str(facts["citizen_id"])[-2:]) % 6 == 0
        return {
            "is_party_member": True if is_member else None,
            "party_joined_on": f"{enlisted + 2}-09" if is_member else None,
            "rank": rank, "post": post, "speciality_code": code, "speciality": speciality, "speciality_match": match,
            "enlisted_on": f"{enlisted}-{self._pick('02', '03')}",
            "discharged_on": f"{enlisted + 2}-{self._pick('01', '02')}",
            "former_unit": self._chance.choice(_FORMER_UNITS), "reserve_class": 2 if is_mistaken else by_law,
            "is_assigned": match != "none" and not self._one_in(3),
            **self._learned(facts, born, self._pick(None, "Trung cấp", "Sơ cấp", "Cao đẳng")),
        }  # fmt: skip
