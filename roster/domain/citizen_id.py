"""The personal identification number (số định danh cá nhân, the number of the citizen card).

Twelve digits: three for the province where the birth was registered, one for century and sex, two for the year of
birth, six of chance; no check digit (codes: annex of Thông tư 07/2016/TT-BCA). Numbers issued before the provinces
merged on 01/07/2025 stay valid, so the 63 old codes stay the table; the code is not where somebody lives.
"""

import re
import unicodedata
from typing import NamedTuple

from roster.domain.text import cell_text

PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang", "010": "Lào Cai",
    "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
    "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh",
    "030": "Hải Dương", "031": "Hải Phòng", "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định",
    "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
    "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
    "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum", "064": "Gia Lai",
    "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước", "072": "Tây Ninh", "074": "Bình Dương",
    "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu", "079": "Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang",
    "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang",
    "092": "Cần Thơ", "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip

_TWELVE = re.compile(r"\d{12}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.,'’`´\-‐‑–—_]+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})", re.ASCII)


class IdReading(NamedTuple):
    """What a cell says about a citizen id.

    ``value``: 12 digits, or with the code "citizen_id_length" what stands there instead; None for an empty cell.
    ``restored``: zeros that a number cell had lost were put back.
    """

    value: str | None
    code: str | None
    restored: bool


def read_citizen_id(raw: object) -> IdReading:
    """Read a citizen id from a cell or a form field (text or number). Raises nothing.

    Blanks, dots, dashes, apostrophes and full-width digits do not matter. A number of 10 or 11 digits gets its zeros
    back; so does text of that length that begins with no zero, if a known province and century come out (a number
    column that was turned into text). Nine digits are an old CMND, never padded: see ``is_old_id``. A number that
    Excel shows as 3.12E+10 has lost digits for good and is a wrong length, unless all digits stand in the text.
    """
    text = cell_text(raw)
    if _TWELVE.fullmatch(text):  # nearly every cell
        return IdReading(text, None, False)
    if not any(char.isalnum() for char in text):
        return IdReading(None, None, False)
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if is_number and not text.isdecimal():  # a fraction or below zero: never a number of a card
        return IdReading(text, "citizen_id_length", False)
    digits = _digits(unicodedata.normalize("NFKC", text))
    if len(digits) == 12 and digits.isdecimal():
        return IdReading(digits, None, False)
    if digits.isdecimal() and len(digits) in {10, 11}:
        padded = digits.zfill(12)
        if is_number or (digits[0] != "0" and padded[:3] in PROVINCES and padded[3] in "0123"):
            return IdReading(padded, None, True)
    # "031205950826 cấp ngày 12/05/2021": the only run of twelve digits is the number.
    runs = re.findall(r"(?<!\d)\d{12}(?!\d)", text, re.ASCII)
    if len(runs) == 1:
        return IdReading(runs[0], None, False)
    return IdReading(digits if digits.isdecimal() else text, "citizen_id_length", False)


def _digits(text: str) -> str:
    """Return the text without what may stand between digits; what else stands in it stays."""
    match = _SCIENTIFIC.fullmatch(text)
    if match:
        decimals, exponent = match[2] or "", int(match[3])
        return match[1] + decimals if len(decimals) == exponent else text
    return _SEPARATORS.sub("", re.sub(r"^(\d{9,12})\.0+$", r"\1", text))


def is_old_id(value: str) -> bool:
    """Tell whether a value is nine digits, the length of the old identity card (CMND, invalid since 01/01/2025)."""
    return re.fullmatch(r"\d{9}", value, re.ASCII) is not None


def sex_from_id(value: str) -> str | None:
    """Return "male" or "female" as the fourth digit says (even: male), None unless the value is 12 digits."""
    if not _TWELVE.fullmatch(value):
        return None
    return "female" if int(value[3]) % 2 else "male"


def birth_year_from_id(value: str) -> int | None:
    """Return the year of birth of digits four to six (0, 1: 19xx; 2, 3: 20xx; …), None unless 12 digits."""
    if not _TWELVE.fullmatch(value):
        return None
    return 1900 + 100 * (int(value[3]) // 2) + int(value[4:6])


def check_citizen_id(value: str, birth_date: str | None = None, sex: str | None = None) -> list[str]:
    """Return the codes of all that does not fit: citizen_id_province, citizen_id_birth_year, citizen_id_sex.

    ``birth_date`` is a partial date, ``sex`` "male" or "female"; what is unknown (None or "") is not compared. These
    are reasons to look at the card, not faults: sex and birth year may have been corrected after it was issued. A
    value that is not 12 digits gives citizen_id_length alone.
    """
    if not _TWELVE.fullmatch(value):
        return ["citizen_id_length"]
    codes = []
    if value[:3] not in PROVINCES:
        codes.append("citizen_id_province")
    if birth_date and int(birth_date[:4]) != birth_year_from_id(value):
        codes.append("citizen_id_birth_year")
    if sex and sex != sex_from_id(value):
        codes.append("citizen_id_sex")
    return codes
