"""What stands around the people of a laid-out list: titles, headings, sections, totals, signatures, other sheets."""

from __future__ import annotations

from random import Random
from typing import Any

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


def copy_heading(sheet: Any, top: int, last: int, row: int, left: int, width: int) -> None:
    """The whole heading again further down."""
    for step in range(last - top + 1):
        for n in range(width):
            if (word := sheet.cell(top + step, left + n + 1).value) is not None:
                sheet.cell(row + step, left + n + 1, word)


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
