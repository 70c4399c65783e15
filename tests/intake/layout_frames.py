"""What stands around the people of a laid-out list: titles, headings, sections, totals, signatures, other sheets."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from tests.intake.invented import person
from tests.intake.layout_words import HEADINGS, heading

COMPONENTS = {
    "local": ["TẠI CHỖ", "DÂN QUÂN TẠI CHỖ"], "mobile": ["CƠ ĐỘNG", "DÂN QUÂN CƠ ĐỘNG"], "standing": ["THƯỜNG TRỰC",
    "DÂN QUÂN THƯỜNG TRỰC"],
    "medical": ["DÂN QUÂN Y TẾ"], "air_defence": ["DÂN QUÂN PHÒNG KHÔNG"],
}  # fmt: skip
SHORT_COMPONENTS = {"local": ["DQTC", "DQ tại chỗ", "Tại chỗ"], "mobile": ["DQCĐ", "DQ cơ động"], "standing": ["DQTT",
    "DQ thường trực"],
                    "medical": ["DQ y tế", "Y tế"], "air_defence": ["DQ phòng không"]}  # fmt: skip
TITLES = {
    "enlistment": ["DANH SÁCH CÔNG DÂN TRONG ĐỘ TUỔI SẴN SÀNG NHẬP NGŨ NĂM 2025",
    "Danh sách công dân nam trong độ tuổi gọi nhập ngũ năm 2025",
                   "DANH SÁCH THANH NIÊN KHÁM SỨC KHỎE NVQS", "DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN GỌI SƠ TUYỂN NĂM 2025"],
    "militia": ["DANH SÁCH DÂN QUÂN TỰ VỆ NĂM 2025", "DANH SÁCH TRÍCH NGANG CÁN BỘ, CHIẾN SĨ DQTV"],
    "reserve": ["DANH SÁCH QUÂN NHÂN DỰ BỊ", "DANH SÁCH TRÍCH NGANG QUÂN NHÂN DỰ BỊ NĂM 2025",
    "Sổ đăng ký quân nhân dự bị"],
}  # fmt: skip


def names_of(rng: Random, roster: str, implied: dict[str, Any], number: int) -> tuple[str, list[str]]:
    """The sheet's name and its title lines; one of them says what is implied."""
    name = rng.choice(["Sheet1", "Danh sách", "DS 2025", "Trang tính1"]) + (f" ({number + 1})" if number else "")
    title = rng.choice(TITLES[roster])
    component = implied.get("component")
    if component and rng.random() < 0.7:
        title = f"DANH SÁCH {rng.choice(COMPONENTS[component])} NĂM 2025"
        if component in {"local", "mobile", "standing"} and rng.random() < 0.3:
            title = f"Danh sách lực lượng {COMPONENTS[component][1].lower()} phường"
    elif component:
        name = rng.choice(SHORT_COMPONENTS[component]) + (f" {number + 1}" if number else "")
    lines = (
        [title] if rng.random() < 0.7 else ["DANH SÁCH", title.removeprefix("DANH SÁCH ").removeprefix("Danh sách ")]
    )
    if rng.random() < 0.3:
        lines.append(rng.choice(["(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2025)", "(Tính đến ngày 31/12/2024)"]))
    return name, lines


def write_titles(rng: Random, sheet: Any, title: list[str], left: int, width: int, ward: str, bare: bool) -> int:
    """Letterhead and title, or nothing; the row after them."""
    row = 1
    shape = rng.random()
    if bare and shape < 0.08:
        return rng.choice([1, 1, 3])
    if shape < 0.75:
        half = left + max(width // 2, 2)
        sheet.cell(1, left + 1, rng.choice(["UBND QUẬN KIẾN AN", "BAN CHQS QUẬN KIẾN AN", "ĐẢNG ỦY - UBND PHƯỜNG"]))
        sheet.cell(2, left + 1, f"BAN CHQS PHƯỜNG {ward.upper()}")
        sheet.cell(1, half + 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        sheet.cell(2, half + 1, "Độc lập - Tự do - Hạnh phúc")
        if rng.random() < 0.5:
            sheet.merge_cells(start_row=1, end_row=1, start_column=left + 1, end_column=half)
        row = 3 + rng.randint(0, 2)
        if rng.random() < 0.3:
            sheet.cell(row, half + 1, "Phù Liễn, ngày 05 tháng 01 năm 2025")
            row += 1
    for line in title:
        sheet.cell(row, left + 1, line)
        if rng.random() < 0.6 and width > 2:
            sheet.merge_cells(start_row=row, end_row=row, start_column=left + 1, end_column=left + width)
        row += 1
    return row + rng.randint(0, 4)


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


def write_heading(rng: Random, sheet: Any, columns: list[Any], row: int, left: int) -> int:
    """One, two or three rows; the row after them."""
    deep = any(len(c.path) > 1 for c in columns)
    merged = rng.random() < 0.6
    kin = any(c.part == "occupation" for c in columns)  # whose is "Nghề nghiệp" then? nobody could tell
    low = deep and not merged and not kin and rng.random() < 0.2  # single headings stand in the lower row
    offset = 0
    while offset < len(columns):
        column = columns[offset]
        at = left + offset + 1
        if len(column.path) == 1:
            if column.path[0]:
                sheet.cell(row + (1 if low else 0), at, column.path[0])
            if deep and merged:
                sheet.merge_cells(start_row=row, end_row=row + 1, start_column=at, end_column=at)
            offset += 1
            continue
        span = 1
        while (
            offset + span < len(columns)
            and len(columns[offset + span].path) > 1
            and columns[offset + span].path[0] == column.path[0]
        ):
            span += 1
        sheet.cell(row, at, column.path[0])
        for n in range(span):
            sheet.cell(row + 1, at + n, columns[offset + n].path[1])
        if merged and span > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=at + span - 1)
        offset += span
    bare = [o for o, c in enumerate(columns) if c.path == [""]]
    if bare and not deep and rng.random() < 0.5:  # one word merged over both halves of the name
        at = left + bare[0]
        sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=at + 1)
    return row + (2 if deep else 1)


def write_numbering(rng: Random, sheet: Any, width: int, row: int, left: int) -> int:
    """(1) (2) (3), 1 2 3, or A B 1 2 below the heading, at times."""
    chance = rng.random()
    if chance > 0.3:
        return row
    for n in range(width):
        value: Any = f"({n + 1})" if chance < 0.12 else n + 1 if chance < 0.2 else "AB"[n] if n < 2 else n - 1
        sheet.cell(row, left + n + 1, value)
    return row + 1


def repeat_heading(sheet: Any, last: int, row: int, left: int, width: int) -> int:
    """The lowest heading row again, as on a printed page; nothing where it says too little."""
    words = [sheet.cell(last, left + n + 1).value for n in range(width)]
    if sum(isinstance(w, str) and bool(w.strip()) for w in words) < 3:
        return row
    for n, word in enumerate(words):
        if word is not None:
            sheet.cell(row, left + n + 1, word)
    return row + 1


def running(kind: str, count: int) -> Any:
    return {"int": count, "float": float(count), "text": str(count), "01": f"{count:02}", "dot": f"{count}."}[kind]


class SectionState:
    """Opens a section row whenever the fact that sections are made by changes."""

    def __init__(self, rng: Random, by: str, columns: list[Any]) -> None:
        self.rng, self.by, self.last, self.number = rng, by, None, 0
        self.shape = rng.choice(["merged", "first", "name", "roman", "roman_one", "count"])
        self.restart = rng.random() < 0.5
        self.subtotals = rng.random() < 0.2
        self.width = len(columns)
        self.stt = next((n for n, c in enumerate(columns) if c.key == "stt"), None)
        self.name = next(n for n, c in enumerate(columns) if c.key == "full_name")
        self.word = rng.choice(["TDP", "Tổ dân phố", "TỔ DÂN PHỐ"])

    def open_section(
        self, sheet: Any, row: int, left: int, facts: dict[str, Any], people: list[dict[str, Any]]
    ) -> tuple[int, bool]:
        """Write the section row where one is due; the next row, and whether running numbers begin anew."""
        if self.by == "none" or facts[self.by] == self.last:
            return row, False
        self.last = facts[self.by]
        self.number += 1
        count = sum(p[self.by] == self.last for p in people)
        text = self._text(str(self.last))
        roman = ["", "I", "II", "III", "IV", "V", "VI", "VII"][self.number]
        at = left + 1
        if self.shape == "name":
            at = left + self.name + 1
        elif self.shape == "roman" and self.stt is not None:
            sheet.cell(row, left + self.stt + 1, roman)
            at = left + self.name + 1
        elif self.shape == "roman_one":
            text = f"{roman}. {text}"
        elif self.shape == "count":
            text += self.rng.choice(
                [f": {count} đồng chí", f" ({count} người)", f" - {count} đ/c", f": {count:02} công dân"]
            )
        sheet.cell(row, at, text)
        if self.shape == "merged" and self.width > 2:
            sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=left + self.width)
        return row + 1, self.restart

    def close_section(
        self, sheet: Any, row: int, left: int, facts: dict[str, Any] | None, people: list[dict[str, Any]]
    ) -> int:
        """A subtotal below a section, in some lists; the next row."""
        if self.by == "none" or self.last is None or not self.subtotals or (facts and facts[self.by] == self.last):
            return row
        count = sum(p[self.by] == self.last for p in people)
        at = left + (1 if self.stt is None else self.name + 1)
        sheet.cell(row, at, self.rng.choice([f"Cộng: {count} người", f"Cộng {count} đồng chí", "Cộng"]))
        return row + 1

    def _text(self, value: str) -> str:
        if self.by == "neighbourhood":
            return value.replace("TDP", self.word)
        if self.by == "component":
            return self.rng.choice(COMPONENTS[value])
        return self.rng.choice(
            [
                ["HẠNG MỘT", "HẠNG HAI"],
                ["Quân nhân dự bị hạng 1", "Quân nhân dự bị hạng 2"],
                ["Dự bị hạng một", "Dự bị hạng hai"],
            ]
        )[int(value) - 1]


def write_empty_numbers(rng: Random, sheet: Any, row: int, left: int, columns: list[Any], count: int) -> int:
    """Numbered rows that nobody has filled in yet, in some lists; the next row."""
    stt = next((n for n, c in enumerate(columns) if c.key == "stt"), None)
    if stt is None or rng.random() > 0.1:
        return row
    for extra in range(1, 4):
        sheet.cell(row, left + stt + 1, count + extra)
        row += 1
    return row


def write_end(rng: Random, sheet: Any, row: int, left: int, columns: list[Any], count: int) -> None:
    """A total, a signature block, both or neither."""
    name = left + next(n for n, c in enumerate(columns) if c.key == "full_name") + 1
    if rng.random() < 0.6:
        text = rng.choice([
            f"Tổng cộng: {count} đồng chí", f"Cộng: {count} người", f"Danh sách gồm {count:02} đồng chí./.",
                "Tổng cộng",
            f"Danh sách trên có {count} công dân./.", f"Tổng số: {count}", f"Ấn định danh sách có {count} người",
            f"(Danh sách có {count} đồng chí)", f"* Tổng cộng: {count} đồng chí", f"Danh sách này có {count} đồng chí",
        ])  # fmt: skip
        sheet.cell(row, rng.choice([left + 1, name]), text)
        if text == "Tổng cộng":
            sheet.cell(row, left + len(columns), count)
        row += 1
    if rng.random() < 0.75:
        row += rng.randint(0, 2)
        right = left + max(2, len(columns) - 2)
        sheet.cell(
            row,
            right,
            rng.choice(
                ["Phù Liễn, ngày 12 tháng 10 năm 2024", "Kiến An, ngày … tháng … năm 2024", "Ngày 5 tháng 1 năm 2025"]
            ),
        )
        row += 1
        sheet.cell(
            row,
            name,
            rng.choice(
                ["NGƯỜI LẬP", "NGƯỜI LẬP BIỂU", "Người lập danh sách", "TRỢ LÝ", "CÁN BỘ LẬP BIỂU", "CHÍNH TRỊ VIÊN"]
            ),
        )
        if right != name:
            sheet.cell(
                row,
                right,
                rng.choice(
                    ["CHỈ HUY TRƯỞNG", "TM. BAN CHQS PHƯỜNG", "KT. CHỈ HUY TRƯỞNG", "TM. HỘI ĐỒNG NVQS", "CHỦ TỊCH"]
                ),
            )
            if rng.random() < 0.3:
                row += 1
                sheet.cell(row, right, rng.choice(["PHÓ CHỈ HUY TRƯỞNG", "(Ký, ghi rõ họ tên)", "CHỈ HUY TRƯỞNG"]))
        row += rng.randint(1, 4)
        sheet.cell(row, name, rng.choice(["Vũ Văn Lập", "Trung úy Vũ Văn Lập", "Nguyễn Thị Hoa"]))
        if right != name:
            sheet.cell(row, right, rng.choice(["Phạm Đình Chỉ", "Thiếu tá Phạm Đình Chỉ", "Đại úy Trần Văn Sơn"]))
        if rng.random() < 0.2:
            sheet.cell(row + 2, left + 1, "Nơi nhận:")
            sheet.cell(row + 3, left + 1, "- Ban CHQS quận;")
            sheet.cell(row + 4, left + 1, "- Lưu: VT, CHQS.")


def sheets_aside(rng: Random) -> list[tuple[str, list[list[Any]]]]:
    """Sheets that hold no people."""
    cover = ("Bìa", [["BAN CHQS PHƯỜNG PHÙ LIỄN"], [], ["SỔ DANH SÁCH"], ["NĂM 2025"]])
    counts = ("Thống kê", [["THỐNG KÊ SỐ LƯỢNG"], ["STT", "Tổ dân phố", "Số lượng", "Đảng viên", "Đoàn viên",
        "Ghi chú"],
                           [1, "TDP số 1", 12, 3, 4, None], [2, "TDP số 2", 9, 1, 2, None], [None,
                               "Tổng cộng", 21, 4, 6, None]])  # fmt: skip
    return [s for s in (cover, counts) if rng.random() < 0.15]


def write_aside(book: Any, extra: tuple[str, list[list[Any]]]) -> None:
    sheet = book.create_sheet(extra[0])
    for row in extra[1]:
        sheet.append(row)


def faults_for(
    rng: Random, facts: dict[str, Any], whole: set[str], keys: set[str], sound: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Every fault that may be planted into a row of these columns."""
    found: list[dict[str, Any]] = []
    number = str(facts["citizen_id"])
    add = lambda key, cell, code: found.append({"cells": {key: cell}, "problems": [(key, code)]})  # noqa: E731
    if "birth_date" in whole:
        add("birth_date", rng.choice(["31/02/2004", "30/2/2003", "32/01/2001", "15/13/2002"]), "impossible_date")
        add("birth_date", rng.choice(["05/05/2031", "01/12/2030"]), "future_date")
    if "citizen_id" in keys:
        for length in (10, 11, 13):
            add("citizen_id", (number + "7")[:length], "citizen_id_length")
        add("citizen_id", "999" + number[3:], "citizen_id_province")
        if "birth_date" in keys:
            add("citizen_id", f"{number[:4]}{(int(number[4:6]) + 3) % 100:02}{number[6:]}", "citizen_id_birth_year")
        if "sex" in whole:
            add("citizen_id", f"{number[:3]}{int(number[3]) ^ 1}{number[4:]}", "citizen_id_sex")
        if sound and "birth_date" in keys:
            other = rng.choice(sound)
            same = {k: other[k] for k in ("full_name", "birth_date", "citizen_id", "sex")}
            found.append({"twin": same, "twin_of": other, "problems": [("citizen_id", "duplicate_in_file")]})
            found.append(
                {
                    "twin": {"citizen_id": other["citizen_id"]},
                    "twin_of": other,
                    "problems": [("citizen_id", "duplicate_in_file")],
                }
            )
        if "birth_date" in keys:
            found.append({"cells": {"full_name": None}, "problems": [("full_name", "missing")]})
    if "health_class" in whole:
        add("health_class", rng.choice(["Loại 9", "9", "tốt lắm"]), "not_a_choice")
    if "phone" in whole:
        add("phone", rng.choice(["09x", "0912", "12345", "không nhớ số"]), "bad_phone")
    if "education" in whole:
        add("education", rng.choice(["15/12", "13/12", "giỏi"]), "not_a_choice")
    if "rank" in whole:
        add("rank", rng.choice(["Nguyên soái", "Tướng cướp"]), "not_a_choice")
    for key in sorted(whole & {"education", "phone", "health_class", "rank"}):
        add(key, '=IF(1>0,"x","")', "uncached_formula")
    return found


__all__ = ["HEADINGS", "heading", "person"]
