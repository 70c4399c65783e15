"""Columns that are laid out together: under one word, in halves of a fact, or stacked in one cell."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any


def group_for(
    rng: Random, key: str, keys: list[str], done: set[str], roster: str
) -> list[tuple[str, str, str, str]] | None:
    """Columns that are laid out together: (key, word above, word, part), None where the key stands alone."""
    if rng.random() < 0.45:
        return None
    pick = rng.choice
    family, given = pick(["Họ đệm", "Họ, chữ đệm", "Họ và chữ đệm", "Họ lót", "Họ"]), "Tên"
    options: dict[str, list[list[tuple[str, str, str, str]]]] = {
        "full_name": [
            [("full_name", "Họ và tên", family, "name.family"), ("full_name", "Họ và tên", given, "name.given")],
            [("full_name", "", pick(["Họ đệm", "Họ và đệm", "Họ, chữ đệm"]), "name.family"), ("full_name", "", given,
                "name.given")],
            [("full_name", "", "Họ và tên", "name.family"), ("full_name", "", "", "name.given")],
            [("full_name", "Họ và tên", "Họ", "name.first"), ("full_name", "Họ và tên", pick(["Đệm", "Chữ đệm",
                "Tên đệm"]), "name.middle"),
             ("full_name", "Họ và tên", "Tên", "name.given")],
        ],
        "birth_date": [
            [("birth_date", pick(["Năm sinh", "Ngày sinh", "Ngày, tháng, năm sinh"]), "Nam", "birth.male"),
                ("birth_date", "=", "Nữ", "birth.female")],
            [("birth_date", pick(["Ngày, tháng, năm sinh", "Ngày sinh"]), "Ngày", "birth.day"), ("birth_date", "=",
                "Tháng", "birth.month"), ("birth_date", "=", "Năm", "birth.year")],
        ],
    }  # fmt: skip
    pairs: dict[tuple[str, ...], list[tuple[str, ...]]] = {
        ("education", "qualification"): [("Trình độ", "Văn hóa", "CMKT"), ("Trình độ", "Học vấn", "Chuyên môn"),
        ("TRÌNH ĐỘ", "VH", "CMKT")],
        ("ethnicity", "religion"): [("Thành phần", "Dân tộc", "Tôn giáo")],
        ("is_party_member", "is_union_member"): [("Chính trị", "Đảng", "Đoàn"), ("Đảng, đoàn", "Đảng viên",
        "Đoàn viên"), ("Là", "Đảng viên", "Đoàn viên"), ("Đảng/Đoàn", "Đảng", "Đoàn")],
        ("father_name", "mother_name"): [("Họ tên cha, mẹ", "Cha", "Mẹ"), ("Gia đình", "Bố", "Mẹ"), ("Họ và tên",
        "Bố", "Mẹ"), ("Phụ huynh", "Họ tên bố", "Họ tên mẹ"), ("Thân nhân", "Họ tên cha", "Họ tên mẹ")],
        ("permanent_address", "current_address"): [("Nơi cư trú", "Thường trú", "Hiện nay"), ("Địa chỉ",
        "Hộ khẩu thường trú", "Nơi ở hiện nay"), ("Chỗ ở", "Thường trú", "Tạm trú"), ("Nơi ở", "Thường trú",
        "Hiện tại")],
        ("spouse_name", "notes"): [("Khác", "Họ tên vợ", "Ghi chú")],
        ("enlisted_on", "discharged_on"): [("Thời gian tại ngũ", "Từ", "Đến"), ("Thời gian phục vụ tại ngũ",
        "Nhập ngũ", "Xuất ngũ"), ("Tháng, năm", "Nhập ngũ", "Xuất ngũ"), ("Thời gian tại ngũ", "Từ tháng, năm",
        "Đến tháng, năm"), ("Ngày, tháng, năm", "Nhập ngũ", "Xuất ngũ")],
        ("speciality_code", "speciality"): [("CNQS", "Mã", "Tên"), ("Chuyên nghiệp quân sự", "Mã số", "Tên CNQS"),
        ("CNQS", "Mã số", "Tên gọi")],
        ("rank", "post"): [("Khi xuất ngũ", "Cấp bậc", "Chức vụ"), ("Khi tại ngũ", "Cấp bậc", "Chức vụ")],
        ("joined_on", "ends_on"): [("Thời gian tham gia DQTV", "Từ ngày", "Đến ngày"), ("Tham gia DQTV", "Ngày vào",
        "Ngày hết hạn")],
    }  # fmt: skip
    for members, words in pairs.items():
        if key in members and all(m in keys and m not in done for m in members):
            if members == ("rank", "post") and roster != "reserve":
                continue
            top, *below = pick(words)
            return [(m, top, word, "") for m, word in zip(members, below, strict=True)]
    if key == "father_name" and rng.random() < 0.6:
        top = pick(["Họ tên cha", "Cha", "Bố", "Thân nhân (cha)"])
        below = [("", "Họ và tên"), ("birth_year", "Năm sinh"), ("occupation", "Nghề nghiệp")][: pick([2, 3])]
        return [("father_name", top, word, part) for part, word in below]
    if key == "is_assigned":
        return [("is_assigned", pick(["Biên chế", "Đơn vị dự bị động viên", "Biên chế vào đơn vị DBĐV"]), word, part)
                for word, part in (("Đơn vị", ""), ("Chức vụ", "post"))]  # fmt: skip
    if key in {"is_party_member", "is_union_member"} and rng.random() < 0.5:
        word = pick(["Đảng", "Đảng viên"] if key == "is_party_member" else ["Đoàn", "Đoàn viên"])
        return [(key, "", pick([word, f"Ngày vào {word.split()[0]}"]), "since")]
    if key in options:
        found = pick(options[key])
        return [(k, found[0][1] if top == "=" else top, word, part) for k, top, word, part in found]
    return None


STACKS = [
    ("full_name", "birth_date", "citizen_id"), ("full_name", "birth_date"), ("rank", "post"), ("enlisted_on",
    "discharged_on"),
    ("education", "qualification"), ("ethnicity", "religion"), ("hometown", "permanent_address"), ("father_name",
    "mother_name"),
    ("permanent_address", "current_address"), ("occupation", "workplace"), ("post", "joined_on"), ("citizen_id",
    "phone"),
]  # fmt: skip


def stack_for(rng: Random, key: str, keys: list[str], done: set[str]) -> tuple[str, ...]:
    """The columns that share stacked cells with this one, () where it stands alone."""
    fitting = [s for s in STACKS if key == s[0] and all(m in keys and m not in done for m in s)]
    return rng.choice(fitting) if fitting else ()


def one_line(word: str) -> str:
    return " ".join(word.replace(":", "").split())


def stacked_cell(rng: Random, column: Any, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Each fact on a line of its own, a dash for one that is not known."""
    lines, known = [], {}
    for key in column.members:
        value = facts.get(key)
        text = str(value) if value is not None else "-"
        if key.endswith(("_date", "_on")):
            text = "/".join(reversed(text.split("-")))
        if value is not None:
            known[key] = value
        lines.append(text)
    bullet = column.path[0][:2] if column.path[0][:2] in {"- ", "+ "} and "-" not in lines else ""
    return "\n".join(bullet + line for line in lines), known


def part_of(rng: Random, column: Any, facts: dict[str, Any]) -> tuple[Any, Any]:
    """The cell of a column for one person and what can be known of the fact from the whole group."""
    value, part = facts.get(column.key), column.part
    if value is None:
        return None, None
    if part == "since":
        since = f"{rng.randint(2015, 2023)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        if not value:
            return None, None
        stem = column.key.removeprefix("is_").removesuffix("_member")
        known: dict[str, Any] = {f"{stem}_joined_on": since}
        cell = rng.choice([lambda v: "/".join(reversed(v.split("-"))), lambda v: date(*map(int, v.split("-")))])(since)
        return cell, known | ({column.key: True} if "Ngày" not in column.path[-1] else {})
    if part == "birth_year":
        year = rng.randint(1955, 1980)
        return year, {"father_birth_year": year}
    if part == "occupation":
        return "Làm ruộng", {"father_occupation": "Làm ruộng"}
    if part == "post":
        return ("Khẩu đội trưởng cối" if value else None), None
    if not part:
        return column.style(rng, value)
    if part.startswith("name."):
        words = str(value).split()
        cell = {
            "name.family": " ".join(words[:-1]),
            "name.given": words[-1],
            "name.first": words[0],
            "name.middle": " ".join(words[1:-1]),
        }[part]
        return column.style(rng, cell)[0], value
    year, month, day = str(value).split("-")
    if part in {"birth.male", "birth.female"}:
        cell, known = column.style(Random(str(value)), value)
        return (cell if part.endswith(f".{facts['sex']}") else None), known
    numbers = {"birth.day": day, "birth.month": month, "birth.year": year}
    return (numbers[part] if len(year) + int(day) % 2 == 5 else int(numbers[part])), value
