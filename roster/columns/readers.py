"""How a cell is read, by kind of fact. Each reader gives values by column key and the problems that it met.

A reader sees what a spreadsheet library or a form hands over: text, number, date, truth value or nothing.
"""

from __future__ import annotations

import math
import re
from typing import Any

from roster.columns.cells import find_choice, is_blank, near_choice, plain, says_no
from roster.columns.column import Column, ReadContext, Reading
from roster.columns.grades import grade_of
from roster.columns.grounds import ground_in, says_none, until_in
from roster.domain.addresses import canonical_neighbourhood
from roster.domain.choices import QUALIFICATION, UNSETTLED_RANKS, YES_NO, Choice
from roster.domain.cycle import STEP_BY_KEY, guarded_step_message
from roster.domain.dates import format_date, read_date
from roster.domain.names import looks_like_name, proper_name
from roster.domain.peoples import people_of, religion_of
from roster.domain.problems import Severity, problem
from roster.domain.secrets import SENTENCE, says_secret
from roster.domain.text import fold

_NO_READING = Reading()


def read_text(column: Column, raw: Any, context: ReadContext) -> Reading:
    """Free text, cleaned. One that names a mobilisation unit or a wartime post is left out, and not repeated."""
    if is_blank(raw) or says_no(raw):
        return _NO_READING
    text = plain(raw)
    if says_secret(column.key, text):
        found = problem(column.key, "secret_not_stored", f"{column.label}: ô này {SENTENCE}.", Severity.WARNING)
        return Reading(problems=(found,))
    return Reading({column.key: text})


def read_wording(column: Column, raw: Any, context: ReadContext) -> Reading:
    """Free text that begins with a capital, as lists and papers show it: "thợ xây" → "Thợ xây"."""
    reading = read_text(column, raw, context)
    text = reading.values.get(column.key)
    return Reading({column.key: capitalised(text)}, reading.problems) if isinstance(text, str) else reading


def capitalised(text: str) -> str:
    """The text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


# A running number, a dash, the form of address; the full stop behind.
_BESIDE_NAME = re.compile(r"^(?:\d{1,3}\s*[.)]\s*|[-–+•*]\s+|(?:Đ/c|đ/c|Đồng chí|đồng chí)[.:]?\s+)+|\s*[.,;]+$")


_ONE_WORD = re.compile(r"[^\W\d_]{1,3}['’][^\W\d_]{2,}|[^\W\d_]{3,}")


def read_name(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A person's name in proper case; "Không" is no other name."""
    if is_blank(raw) or (column.key != "full_name" and says_no(raw)):
        return _NO_READING
    name = proper_name(_BESIDE_NAME.sub("", plain(raw)))
    if _ONE_WORD.fullmatch(name):  # of the highlands: "K'Brêu"; elsewhere the family name is missing
        message = f"{column.label}: “{name}” chỉ có một chữ. Hãy đối chiếu giấy tờ; nếu thiếu thì ghi đủ họ và tên."
        return Reading({column.key: name}, (problem(column.key, "not_a_choice", message, Severity.WARNING),))
    if not looks_like_name(name):
        message = f"“{plain(raw)}” không giống họ và tên. Hãy nhập đủ họ, chữ đệm và tên bằng chữ."
        return Reading({column.key: name}, (problem(column.key, "not_a_choice", message),))
    return Reading({column.key: name})


# "2/07" is February 2007 where rosters know the month only: a day without its year would say nothing.
_OFTEN_BY_MONTH = {
    "enlisted_on", "discharged_on", "joined_on", "ends_on", "party_joined_on", "union_joined_on",
}  # fmt: skip
_SHORT_MONTH = re.compile(r"\d{1,2}\s*[/.-]\s*\d{2}")


def read_partial_date(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A date that may be known to the year or the month only."""
    if is_blank(raw) or (column.key != "birth_date" and says_no(raw)):
        return _NO_READING
    reading = read_date(raw, today=context.today, date1904=context.date1904)
    if reading.code is None:
        return Reading({column.key: reading.value})
    if reading.code == "future_date":
        if column.key in {"ends_on", "ground_until", "claim_until"}:  # ends may lie ahead
            return Reading({column.key: reading.value})
        message = f"{column.label}: “{reading.text}” ở sau ngày hôm nay. Hãy kiểm tra lại năm."
    elif reading.code == "ambiguous_date" and column.key in _OFTEN_BY_MONTH and _SHORT_MONTH.fullmatch(plain(raw)):
        whole = read_date(f"01/{plain(raw)}", today=context.today)
        message = (
            f"{column.label}: “{reading.text}” được hiểu là tháng {format_date(str(whole.value)[:7])}. Hãy kiểm tra."
        )
        warned = problem(column.key, reading.code, message, Severity.WARNING)
        return Reading({column.key: str(whole.value)[:7]}, (warned,)) if whole.value else Reading()
    elif reading.code == "ambiguous_date":
        message = f"{column.label}: “{reading.text}” có hai cách hiểu. Hãy ghi đủ ngày/tháng/năm, ví dụ 14/03/2005."
    else:
        message = f"{column.label}: “{reading.text}” không phải một ngày có thật. Hãy sửa lại, ví dụ 14/03/2005."
    return Reading({column.key: reading.value}, (problem(column.key, reading.code, message),))


def read_choice(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A value of a closed list; anything else is a fault that names the list."""
    if is_blank(raw):
        return _NO_READING
    choice = find_choice(column.choices, raw) or _said_in_parts(column, raw)
    if choice is None and (near := near_choice(column.choices, raw)) is not None:
        return _taken_for(column, raw, near)
    if choice is None and says_no(raw):
        return _NO_READING  # "không" below the rank of who did not serve
    if choice is None:
        known = ", ".join(choice.label for choice in column.choices[:8])
        message = (
            f"{column.label}: “{plain(raw)}” không có trong danh mục ({known}{'…' if len(column.choices) > 8 else ''})."
        )
        return Reading({column.key: plain(raw)}, (problem(column.key, "not_a_choice", message),))
    return Reading({column.key: choice.key})


def _taken_for(column: Column, raw: Any, choice: Choice) -> Reading:
    """The choice that a cell must mean though it says it otherwise, and a warning of it."""
    message = f"{column.label}: “{plain(raw)}” được hiểu là “{choice.label}”. Hãy kiểm tra."
    return Reading({column.key: choice.key}, (problem(column.key, "not_a_choice", message, Severity.WARNING),))


def _said_in_parts(column: Column, raw: Any) -> Choice | None:
    """The choice of "chưa có kết quả, đang xác minh": its first part's, where no other part says another one."""
    parts = re.split(r"\s*[,;]\s*", plain(raw))
    found = [find_choice(column.choices, part) for part in parts] if len(parts) > 1 else [None]
    return found[0] if found[0] and {choice for choice in found if choice} == {found[0]} else None


_SAYS_CLASS = re.compile(r"\b(?:loại|SK)\s*(VI|IV|V|I{1,3}|[1-6])\b", re.IGNORECASE)
_PLAINLY_PASSED = re.compile(r"(?:đạt|đủ sức khỏe)\W+(?:SK |sức khỏe )?loại \w+", re.IGNORECASE)
_NOT_EXAMINED = re.compile(r"(?:vắng|không|chưa)(?: mặt| có mặt| đến| đi| được)?(?: khám| kết luận)?", re.IGNORECASE)


def read_health_class(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A class of health, also out of a doctor's conclusion: "Đạt, SK loại II". Who was not examined has none."""
    if _NOT_EXAMINED.fullmatch(plain(raw)):
        message = f"{column.label}: “{plain(raw)}”, chưa có phân loại sức khỏe."
        return Reading({}, (problem(column.key, "not_a_choice", message, Severity.WARNING),))
    said = {match.upper() for match in _SAYS_CLASS.findall(plain(raw))}
    told = find_choice(column.choices, said.pop()) if len(said) == 1 else None
    if told is None or find_choice(column.choices, raw):
        return read_choice(column, raw, context)
    return Reading({column.key: told.key}) if _PLAINLY_PASSED.fullmatch(plain(raw)) else _taken_for(column, raw, told)


def read_rank(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A military rank. B1 and B2 stand for either of the privates' ranks: the officer is told which was taken."""
    reading = read_choice(column, raw, context)
    if plain(raw).upper() not in UNSETTLED_RANKS or reading.problems:
        return reading
    message = (
        f"{column.label}: “{plain(raw)}” được hiểu là “{reading.values[column.key]}”, có nơi dùng ngược lại. "
        "Hãy kiểm tra."
    )
    return Reading(reading.values, (problem(column.key, "not_a_choice", message, Severity.WARNING),))


def read_step(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A step of the enlistment year. A step that the law guards is refused: candidates are moved there by the gate."""
    reading = read_choice(column, raw, context)
    step = STEP_BY_KEY.get(str(reading.values.get(column.key)))
    if step is None or step.is_entered_freely:
        return reading
    return Reading(reading.values, (problem(column.key, "not_a_choice", guarded_step_message(step)),))


def read_qualification(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A level of qualification; a fuller text ("Đại học Hàng hải") is kept as it stands.

    A class of school in its place ("12/12", "12/12, Đại học") is the education.
    """
    if is_blank(raw) or says_no(raw) or fold(plain(raw)) in _NO_LEVEL:
        return _NO_READING
    choice = find_choice(column.choices, raw) or find_choice(column.choices, _PAPER.sub("", plain(raw)))
    if choice is None and (grade := grade_of(raw)) is not None:
        return Reading({"education": grade})
    parted = _GRADE_AND_LEVEL.match(plain(raw))
    if choice is None and parted and (grade := grade_of(parted[1])) is not None:
        level = find_choice(column.choices, parted[2])
        return Reading({"education": grade, column.key: str(level.key) if level else parted[2]})
    return Reading({column.key: str(choice.key) if choice else plain(raw)})


_NO_LEVEL = {"chua qua dao tao", "chua dao tao", "lao dong pho thong"}
_PAPER = re.compile(r"^(?:có )?bằng (?:tốt nghiệp )?", re.IGNORECASE)  # "Bằng trung cấp"
_GRADE_AND_LEVEL = re.compile(r"(\d{1,2}/1[02])\s*[-–,;/ ]\s*(\S.*)")


_MEMBERSHIP = {"is_party_member": "party_joined_on", "is_union_member": "union_joined_on"}
_MEMBER_WORDS = {
    "is_party_member": {"dang vien", "dang", "dv", "dvdb", "dang vien du bi", "dvct", "dang vien chinh thuc"},
    "is_union_member": {
        "doan vien", "doan", "dv", "dtn", "doan tn", "doan tncs hcm", "doan tncs", "dvtn", "doan vien tn",
    },
    "volunteer": {
        "xung phong", "co don", "tinh nguyen", "tn", "da viet don", "co viet don", "da co don", "viet don", "tu nguyen",
    },
}  # fmt: skip
_POLITE = re.compile(r"^(?:da|vang|em|anh|chau|toi|minh)\b | (?:a|roi a)$")
_SINCE = re.compile(
    r"^\s*(?:rồi|có|đã vào|đã|vào)(?: ạ)?[\s,;:(]+(?:(?:đã|vào|từ|ngày|năm|tháng|Đảng|Đoàn)\s+)*(?=\d)", re.IGNORECASE
)
_NOT_WORDS = {"quan chung", "qc", "khong viet", "khong phai"}
_DEED = "(?:vao|ket nap|nop|viet|dang ky)(?: don| doan| dang)?"
_NOT_YET = re.compile(rf"chua(?: duoc)? (?:{_DEED}|la|co)")
_DONE = re.compile(rf"(?:phai|con|(?:da|duoc)(?: duoc)? {_DEED})(?: roi)?")


def read_flag(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A mark for yes (x, ✓, 1, "có"); under Đảng and Đoàn a date says yes and since when."""
    if is_blank(raw):
        return _NO_READING
    said = _POLITE.sub("", fold(plain(raw))).strip()
    choice = find_choice(YES_NO, raw) or find_choice(YES_NO, said)
    if choice is None and said in _MEMBER_WORDS.get(column.key, ()):
        choice = YES_NO[0]
    if choice is None and _DONE.fullmatch(fold(plain(raw))):
        choice = YES_NO[0]
    if choice is None and (said in _NOT_WORDS or says_no(raw) or _NOT_YET.fullmatch(said)):
        choice = YES_NO[1]
    if choice is not None:
        return Reading({column.key: bool(choice.key)})
    since = _MEMBERSHIP.get(column.key)
    if since:
        told = _SINCE.sub("", raw) if isinstance(raw, str) else raw  # "Rồi, vào ngày 07/08/2014"
        reading = read_date(told, today=context.today, date1904=context.date1904)
        if reading.code is None:
            return Reading({column.key: True, since: reading.value})
        if reading.code == "future_date":
            message = f"{column.label}: ngày “{reading.text}” ở sau ngày hôm nay. Hãy kiểm tra lại năm."
            return Reading({column.key: True}, (problem(column.key, reading.code, message),))
    message = f"{column.label}: không hiểu “{plain(raw)}”. Hãy đánh dấu x nếu có, để trống nếu không."
    return Reading({column.key: plain(raw)}, (problem(column.key, "not_a_choice", message),))


def read_education(column: Column, raw: Any, context: ReadContext) -> Reading:
    """The class reached at school, "n/12"."""
    if is_blank(raw):
        return _NO_READING
    grade = grade_of(raw)
    if grade is None and find_choice(QUALIFICATION, raw) is not None:
        return Reading({"qualification": str(find_choice(QUALIFICATION, raw).key)})  # type: ignore[union-attr]
    if grade is None:
        message = f"{column.label}: “{plain(raw)}” không đúng dạng lớp/hệ, ví dụ 12/12, 9/12 hoặc 10/10."
        return Reading({column.key: plain(raw)}, (problem(column.key, "not_a_choice", message),))
    return Reading({column.key: grade})


def read_neighbourhood(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A neighbourhood as "TDP số 5" or "TDP Lãm Khê 2"."""
    return _NO_READING if is_blank(raw) else Reading({column.key: canonical_neighbourhood(raw) or plain(raw)})


_MEASURE = re.compile(r"(?<=\d)\s*(?:D|độ|đi[ -]?ốp|điốp|dp|cm|kg)\.?$", re.IGNORECASE)


def read_number(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A number with a decimal comma or point; "không cận", "chưa đo" is none."""
    if is_blank(raw) or says_no(raw):
        return _NO_READING
    try:
        number = float(_MEASURE.sub("", plain(raw)).replace(",", ".").strip("+"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        message = f"{column.label}: “{plain(raw)}” không phải là số."
        return Reading({column.key: plain(raw)}, (problem(column.key, "not_a_choice", message),))
    return Reading({column.key: number})


def read_count(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A whole number from 0 to 999, perhaps with its unit behind it: "24 tháng"."""
    if is_blank(raw):
        return _NO_READING
    match = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*(?:tháng)?", plain(raw).lower())
    if match is None:
        message = f"{column.label}: “{plain(raw)}” không phải là số, ví dụ 24."
        return Reading({column.key: plain(raw)}, (problem(column.key, "not_a_choice", message),))
    return Reading({column.key: int(match[1])})


def read_birth_order(column: Column, raw: Any, context: ReadContext) -> Reading:
    """Which child somebody is. "2/3", the second of three, tells how many brothers and sisters he has as well."""
    of_all = re.fullmatch(r"(?:thứ )?0?(\d{1,2}) ?/ ?0?(\d{1,2})(?: con)?", plain(raw).lower())
    if of_all and 0 < int(of_all[1]) <= int(of_all[2]):
        return Reading({column.key: int(of_all[1]), "sibling_count": int(of_all[2]) - 1})
    return read_count(column, raw, context)


def read_year(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A year of four digits between 1900 and today's."""
    if is_blank(raw):
        return _NO_READING
    text = plain(raw)
    if not re.fullmatch(r"(19|20)\d\d", text) or int(text) > context.today.year:
        message = f"{column.label}: “{text}” không phải một năm hợp lệ, ví dụ 1975."
        return Reading({column.key: text}, (problem(column.key, "impossible_date", message),))
    return Reading({column.key: int(text)})


def read_ground(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A ground of deferral or exemption: a clause ("41.1.g") or words that name one (Điều 41 Luật NVQS)."""
    if is_blank(raw) or says_none(plain(raw)):
        return _NO_READING
    text = plain(raw)
    choice = find_choice(column.choices, raw)
    ground = choice.key if choice is not None else ground_in(text, column.choices)
    if ground is not None:
        return Reading({column.key: ground, **until_in(text, context.today)})
    message = f"{column.label}: không tìm thấy điểm nào của Điều 41 khớp với “{text}”. Hãy chọn điểm áp dụng."
    return Reading({column.key: text}, (problem(column.key, "not_a_choice", message),))


_POSTS = {
    fold(post): post
    for unit in ("Tiểu đội", "Trung đội", "Đại đội", "Khẩu đội", "Thôn đội", "Tổ đội", "Hải đội", "Ấp đội")
    for post in (f"{unit} trưởng", f"{unit} phó", f"Phó {unit[0].lower()}{unit[1:]} trưởng")
} | {
    fold(post): post
    for post in ("Chiến sĩ", "Y tá", "Quân y", "Liên lạc", "Trinh sát", "Chỉ huy trưởng", "Chính trị viên")
}
_POSTS |= dict.fromkeys(("chien sy", "cs", "c si", "c sy", "ch si", "ch sy"), "Chiến sĩ") | {
    word: f"{unit} {part}"
    for letter, unit in (("a", "Tiểu đội"), ("b", "Trung đội"), ("c", "Đại đội"), ("kd", "Khẩu đội"))
    for part in ("trưởng", "phó")
    for word in (f"{letter} {fold(part)}", f"{letter}{fold(part)[0]}")  # "b trưởng", "bt"
}


def read_post(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A post; the usual ones in their usual spelling ("CHIẾN SỸ", "b trưởng"), any other as it stands."""
    reading = read_text(column, raw, context)
    text = reading.values.get(column.key)
    if not isinstance(text, str):
        return reading
    # A short form that nobody has explained ("aBT") stays as it is.
    usual = _POSTS.get(fold(text), capitalised(text) if text.islower() else text)
    # "Phó Đại đội trưởng" beside "Phó đại đội trưởng": both are written, and which one is no matter of reading.
    keeps_capitals = text[:1].isupper() and not text.isupper() and text.casefold() == usual.casefold()
    return Reading({column.key: text if keeps_capitals else usual})


def read_people(column: Column, raw: Any, context: ReadContext) -> Reading:
    """The people somebody belongs to, by its usual name."""
    return _NO_READING if is_blank(raw) else Reading({column.key: people_of(plain(raw))})


def read_religion(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A religion by its usual name, "Không" for none."""
    return _NO_READING if is_blank(raw) else Reading({column.key: religion_of(plain(raw))})
