"""How wards write one fact into a cell. A style, chosen once for a sheet, gives the cell and what may be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random

Cell = object
Style = Callable[[Random, object], tuple[Cell, object]]  # a value → the cell, and the value that a reader can know


def day(value: str) -> date:
    return date(*map(int, value.split("-")))


def _dmy(value: str, mark: str, zeros: bool = True) -> str:
    y, m, d = value.split("-")
    return mark.join([d, m, y] if zeros else [str(int(d)), str(int(m)), y])


def date_styles(rng: Random, birth: bool = False) -> Style:
    """All the ways in which a column holds dates."""
    month = lambda v: f"{v[5:7]}/{v[:4]}"  # noqa: E731  # a table of one-liners reads best as a table
    table: list[Style] = [
        lambda r, v: (day(v), v), lambda r, v: (_dmy(v, "/"), v), lambda r, v: (_dmy(v, "/", False), v),
        lambda r, v: (_dmy(v, "-"), v), lambda r, v: (_dmy(v, "."), v), lambda r, v: (" " + _dmy(v, "/") + "\u00a0", v),
        lambda r, v: (_dmy(v, ""), v), lambda r, v: (day(v) if r.random() < 0.5 else _dmy(v, "/"), v),
        lambda r, v: (v[:4], v[:4]), lambda r, v: (int(v[:4]), v[:4]),
        lambda r, v: (int(v[:4]), v[:4]) if r.random() < 0.5 else (_dmy(v, "/"), v),
        lambda r, v: (_dmy(v, " / "), v),
    ]  # fmt: skip
    if not birth:
        table += [
            lambda r, v: (month(v), v[:7]),
            lambda r, v: (f"{int(v[5:7])}/{v[:4]}", v[:7]),
            lambda r, v: (f"T{month(v)}", v[:7]),
        ]
    return rng.choice(table)


def _id(rng: Random) -> Style:
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (v, v), lambda r, v: (int(v), v), lambda r, v: (float(int(v)), v),
        lambda r, v: (f"'{v}", v), lambda r, v: (f"{v[:3]} {v[3:6]} {v[6:9]} {v[9:]}", v), lambda r, v: (f"{v} ", v),
        lambda r, v: (f"{v[:4]}.{v[4:8]}.{v[8:]}", v),
    ])  # fmt: skip


def _phone(rng: Random) -> Style:
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (f"{v[:4]}.{v[4:7]}.{v[7:]}", v),
        lambda r, v: (f"{v[:4]} {v[4:7]} {v[7:]}", v),
        lambda r, v: (f"+84{v[1:]}", v), lambda r, v: (int(v), v), lambda r, v: (float(int(v)), v),
        lambda r, v: (f"{v[:4]}-{v[4:7]}-{v[7:]}", v), lambda r, v: (f"84{v[1:]}", v), lambda r, v: (f"'{v}", v),
    ])  # fmt: skip


def _education(rng: Random) -> Style:
    grade = lambda v: int(v.split("/")[0])  # noqa: E731
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (v, v), lambda r, v: (grade(v), v), lambda r, v: (f"Lớp {grade(v)}", v),
        lambda r, v: (date(2024, 12, grade(v)), v), lambda r, v: (date(2024, grade(v), 12), v),
        lambda r, v: (str(grade(v)), v),
        lambda r, v: ({"12/12": "THPT", "9/12": "THCS"}.get(v, v), v), lambda r, v: (v.replace("/", " / "), v),
        lambda r, v: ({"12/12": "Tốt nghiệp THPT", "9/12": "TN THCS"}.get(v, v), v),
    ])  # fmt: skip


def _mark(rng: Random) -> Style:
    yes = rng.choice(["x", "X", "✓", "1", 1, 1.0, "có", "x ", "v", "Có", "√", "+"])
    no = rng.choice([None, None, None, "-", "0", "Không"]) if yes in {"có", "Có", "1", 1} else None
    return lambda r, v: (yes if v else no, v)


def _health(rng: Random) -> Style:
    roman = ["", "I", "II", "III", "IV", "V", "VI"]
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (str(v), v), lambda r, v: (f"Loại {v}", v), lambda r, v: (roman[v], v),
        lambda r, v: (f"loại {roman[v]}", v), lambda r, v: (float(v), v), lambda r, v: (f"SK loại {v}", v),
        lambda r, v: (f"LOẠI {v}", v),
    ])  # fmt: skip


def _reserve_class(rng: Random) -> Style:
    return rng.choice([
        lambda r, v: ("I" * v, v), lambda r, v: (v, v), lambda r, v: (["Một", "Hai"][v - 1], v),
        lambda r, v: (f"Hạng {v}", v),
        lambda r, v: (f"Hạng {['một', 'hai'][v - 1]}", v), lambda r, v: (f"DB{v}", v),
        lambda r, v: (f"hạng {'I' * v}", v),
    ])  # fmt: skip


def _rank(rng: Random) -> Style:
    short = {
        "Binh nhì": "B2",
        "Binh nhất": "B1",
        "Hạ sĩ": "H1",
        "Trung sĩ": "H2",
        "Thượng sĩ": "H3",
        "Thiếu úy": "1/",
        "Trung úy": "2/",
    }
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (v.replace("sĩ", "sỹ").replace("úy", "uý"), v), lambda r, v: (v.upper(), v),
        lambda r, v: (v.lower(), v), lambda r, v: (short.get(v, v), v),
    ])  # fmt: skip


def _place(rng: Random) -> Style:
    number = lambda v: v.removeprefix("TDP số ")  # noqa: E731
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (v.replace("TDP", "Tổ dân phố"), v),
        lambda r, v: (v.removeprefix("TDP ").removeprefix("số "), v),
        lambda r, v: (int(number(v)) if number(v).isdigit() else v, v), lambda r, v: (v.upper(), v),
        lambda r, v: (v.replace("TDP số", "Tổ"), v),
        lambda r, v: (v.replace("TDP số ", "TDP "), v), lambda r, v: (v.replace("TDP số ",
        "TDP0") if len(v) == 8 else v, v),
    ])  # fmt: skip


def _qualification(rng: Random) -> Style:
    short = {"Đại học": "ĐH", "Cao đẳng": "CĐ", "Trung cấp": "TC", "Sơ cấp": "SC"}
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (short[v], v), lambda r, v: (v.upper(), v), lambda r, v: (v.lower(), v),
        lambda r, v: ({"Trung cấp": "Trung cấp nghề"}.get(v, v), v),
    ])  # fmt: skip


def _name(rng: Random) -> Style:
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (v, v), lambda r, v: (v.upper(), v),
        lambda r, v: (f" {v.replace(' ', '  ')} ", v),
        lambda r, v: (unicodedata.normalize("NFD", v), v), lambda r, v: (v.replace(" ", "\u00a0"), v),
    ])  # fmt: skip


def _relative(rng: Random) -> Style:
    year = lambda r: r.randint(1958, 1982)  # noqa: E731
    return rng.choice([
        lambda r, v: (v, v), lambda r, v: (f"{v} ({year(r)})", v), lambda r, v: (f"{v}, {year(r)}", v),
        lambda r, v: (f"{v} - {year(r)}", v),
        lambda r, v: (f"{v}, sinh năm {year(r)}", v), lambda r, v: (f"{v}\n{year(r)}", v),
        lambda r, v: (f"{v} (SN {year(r)})", v),
    ])  # fmt: skip


def _component(rng: Random) -> Style:
    words = {"local": "Tại chỗ", "mobile": "Cơ động", "standing": "Thường trực"}
    short = {"local": "DQTC", "mobile": "DQCĐ", "standing": "DQTT"}
    return rng.choice([
        lambda r, v: (words[v], v), lambda r, v: (short[v], v), lambda r, v: (f"Dân quân {words[v].lower()}", v),
        lambda r, v: (f"DQ {words[v].lower()}", v), lambda r, v: (words[v].upper(), v),
    ])  # fmt: skip


def _assigned(rng: Random) -> Style:
    if rng.random() < 0.3:
        return lambda r, v: ("x" if v else None, v)
    if rng.random() < 0.3:
        return lambda r, v: ("Đã xếp" if v else "Chưa xếp", v)
    return lambda r, v: (
        r.choice(["b2/c3/d10", "c1/d1/e8", "a3/b1/c7", "Đại đội 3, Tiểu đoàn 7, Sư đoàn 395"]) if v else None,
        v,
    )


def _match(rng: Random) -> Style:
    words = {"exact": "Đúng", "near": "Gần đúng", "none": "Chưa đúng"}
    return rng.choice([lambda r, v: (words[v], v), lambda r, v: (f"{words[v]} CNQS", v)])


def _political(rng: Random) -> Style:
    words = {"passed": "Đạt", "failed": "Không đạt", "pending": "Chưa có kết quả"}
    return rng.choice(
        [
            lambda r, v: (words[v], v),
            lambda r, v: ({"passed": "Đủ điều kiện", "failed": "Không đủ điều kiện"}.get(v, words[v]), v),
        ]
    )


def _number(rng: Random) -> Style:
    return rng.choice([lambda r, v: (v, v), lambda r, v: (str(v).replace(".", ","), v), lambda r, v: (str(v), v)])


def _sex(rng: Random) -> Style:
    words = {"male": "Nam", "female": "Nữ"}
    return rng.choice(
        [lambda r, v: (words[v], v), lambda r, v: (words[v].upper(), v), lambda r, v: (f" {words[v].lower()}", v)]
    )


def plain(rng: Random) -> Style:
    return rng.choice(
        [
            lambda r, v: (v, v),
            lambda r, v: (v, v),
            lambda r, v: (f"{v} ", v),
            lambda r, v: (unicodedata.normalize("NFD", v), v),
        ]
    )


STYLES: dict[str, Callable[[Random], Style]] = {
    "full_name": _name, "birth_date": lambda r: date_styles(r, True), "citizen_id": _id, "phone": _phone,
    "education": _education,
    "is_party_member": _mark, "is_union_member": _mark, "health_class": _health, "reserve_class": _reserve_class,
    "rank": _rank,
    "neighbourhood": _place, "qualification": _qualification, "father_name": _relative, "mother_name": _relative,
    "sex": _sex,
    "component": _component, "is_assigned": _assigned, "speciality_match": _match, "political_result": _political,
    "bmi": _number,
    "joined_on": date_styles, "ends_on": date_styles, "enlisted_on": date_styles, "discharged_on": date_styles,
}  # fmt: skip
