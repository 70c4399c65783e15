"""What must hold between the facts of one citizen, and between the rows of one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE
from roster.columns.column import Value
from roster.domain.citizen_id import check_citizen_id
from roster.domain.dates import age_on, earliest, format_date, is_partial_date, latest
from roster.domain.names import name_key
from roster.domain.problems import Problem, Severity, problem
from roster.intake.parse import ParsedRow

_ID_MESSAGES = {
    "citizen_id_province": "Ba số đầu của CCCD không phải mã nơi đăng ký khai sinh nào. Hãy đối chiếu với thẻ.",
    "citizen_id_birth_year": "CCCD không khớp năm sinh đã ghi. Hãy đối chiếu với thẻ; nếu đúng thẻ thì vẫn lưu được.",
    "citizen_id_sex": "CCCD không khớp giới tính đã ghi. Hãy đối chiếu với thẻ; nếu đúng thẻ thì vẫn lưu được.",
}

# Ages as rosters may hold them; what each age means in law is roster.domain.law's to say.
# Dân quân: Luật 48/2019 Đ.8 (18–45/40, volunteers to 50/45). NVQS: 17 (list of January) to 27. QNDB: to 63 (generals).
_AGES = {ENLISTMENT: (16, 27), MILITIA: (18, 50), RESERVE: (18, 63)}


def cross_check(fields: Mapping[str, Value], today: date, roster: str | None = None, born: str = "") -> list[Problem]:
    """Problems between the facts of one citizen; asked by the form and by the import alike.

    `fields` by column key; `born` is the year in which all of a list were born, "" where it says none. A missing name
    is an error; what merely does not fit warns, since real cards differ.
    """
    found: list[Problem] = []
    if not fields.get("full_name"):
        found.append(problem("full_name", "missing", "Thiếu họ và tên. Hãy bổ sung họ, chữ đệm và tên."))
    birth = fields.get("birth_date")
    birth = str(birth) if birth and is_partial_date(str(birth)) else None
    if not fields.get("birth_date"):
        message = "Chưa có ngày sinh. Nếu chỉ biết năm, hãy ghi năm sinh."
        found.append(problem("birth_date", "missing", message, Severity.WARNING))
    citizen_id = str(fields.get("citizen_id") or "")
    if len(citizen_id) == 12 and citizen_id.isdigit():
        sex = str(fields["sex"]) if fields.get("sex") else None
        found.extend(
            problem("citizen_id", code, _ID_MESSAGES[code]) for code in check_citizen_id(citizen_id, birth, sex)
        )
    if roster and birth and earliest(birth) <= today:
        youngest, oldest = age_on(birth, today)
        low, high = _AGES[roster]
        if oldest < low or youngest > high:
            message = f"Sinh {format_date(birth)}: {oldest} tuổi, ngoài độ tuổi {low}–{high} của danh sách này."
            found.append(problem("birth_date", "age_out_of_range", message))
    found.extend(_order(fields, "enlisted_on", "discharged_on", "Ngày xuất ngũ ở trước ngày nhập ngũ."))
    found.extend(_order(fields, "joined_on", "ends_on", "Ngày hết hạn ở trước ngày vào."))
    found.extend(_order(fields, "birth_date", "enlisted_on", "Ngày nhập ngũ ở trước ngày sinh."))
    found.extend(_order(fields, "birth_date", "joined_on", "Ngày vào ở trước ngày sinh."))
    if born and birth and str(birth)[:4] != born:
        message = f"Tiêu đề là danh sách sinh năm {born}, người này sinh {format_date(birth)}. Hãy kiểm tra."
        found.append(problem("birth_date", "age_out_of_range", message, Severity.WARNING))
    return found


def overlong(fields: Mapping[str, Value], longest: Mapping[str, int], label_of: Callable[[str], str]) -> list[Problem]:
    """A problem for each text that is longer than the database holds; `longest`: characters by column key."""
    found = []
    for key, most in longest.items():
        value = fields.get(key)
        if isinstance(value, str) and len(value) > most:
            message = f"{label_of(key)} dài quá {most} ký tự. Hãy rút gọn, phần còn lại ghi vào Ghi chú."
            found.append(problem(key, "not_a_choice", message))
    return found


def _order(fields: Mapping[str, Value], first: str, second: str, message: str) -> list[Problem]:
    a, b = fields.get(first), fields.get(second)
    if not (a and b and is_partial_date(str(a)) and is_partial_date(str(b))) or latest(str(b)) >= earliest(str(a)):
        return []
    return [problem(second, "impossible_date", message + " Hãy kiểm tra lại.", Severity.WARNING)]


def find_twins(rows: Sequence[tuple[str, ParsedRow]]) -> list[tuple[ParsedRow, Problem]]:
    """People who stand in the file twice. `rows` pairs each row with its sheet's name, in file order.

    The same citizen id with the same name and birth date: the first row stands, the others are held back. With
    another name or birth date all of them are held back, since only a human can say whose the number is.
    """
    found: list[tuple[ParsedRow, Problem]] = []
    by_id: dict[str, list[tuple[str, ParsedRow]]] = {}
    by_person: dict[tuple[str, str], list[tuple[str, ParsedRow]]] = {}
    for sheet, row in rows:
        citizen_id = str(row.fields.get("citizen_id") or "")
        if len(citizen_id) == 12:
            by_id.setdefault(citizen_id, []).append((sheet, row))
        name, birth = row.fields.get("full_name"), row.fields.get("birth_date")
        if name and birth:
            by_person.setdefault((name_key(str(name)), str(birth)), []).append((sheet, row))
    for group in by_id.values():
        if len(group) > 1:
            found.extend(_same_id(group))
    for group in by_person.values():
        ids = {row.fields.get("citizen_id") for _, row in group}
        if len(group) > 1 and (None in ids or len(ids) > 1):
            full = all(len(str(row.fields["birth_date"])) == 10 for _, row in group)
            without = [(s, r) for s, r in group if not r.fields.get("citizen_id")]
            if not full or not without:
                continue
            for sheet, row in without if len(without) < len(group) else without[1:]:
                other = next(pair for pair in group if pair[1] is not row)
                message = f"Có thể trùng với {_place(other, sheet)}: cùng họ tên và ngày sinh. Hãy kiểm tra."
                found.append((row, problem("full_name", "possible_duplicate", message)))
    return found


def _place(where: tuple[str, ParsedRow], sheet: str) -> str:
    other_sheet, row = where
    return f"dòng {row.index + 1}" + ("" if other_sheet == sheet else f" (trang “{other_sheet}”)")


def _same_id(group: Sequence[tuple[str, ParsedRow]]) -> list[tuple[ParsedRow, Problem]]:
    keys = {(name_key(str(r.fields.get("full_name") or "")), r.fields.get("birth_date")) for _, r in group}
    found = []
    for sheet, row in group[1:] if len(keys) == 1 else group:
        other = next(pair for pair in group if pair[1] is not row)
        advice = "Dòng này được giữ lại; hãy xóa một trong hai." if len(keys) == 1 else "Hãy xem số này là của ai."
        message = f"Số CCCD trùng với {_place(other, sheet)}. {advice}"
        found.append((row, problem("citizen_id", "duplicate_in_file", message)))
    return found
