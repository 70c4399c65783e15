"""What the cells of a column say by themselves, whatever its heading is: names, ids, dates, Kinh, 12/12, Trung sĩ …

`telling` is the share of cells that look like one kind of fact and hardly like another. Kinds without a look of their
own (notes, occupations in free words) are not told here: their headings must say them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE
from roster.columns.cells import find_choice, is_blank, plain
from roster.columns.column import ReadContext
from roster.columns.grades import grade_of
from roster.columns.grounds import clause_in, ground_in, says_none, speaks_of_deferral
from roster.domain import choices
from roster.domain.addresses import neighbourhood_of
from roster.domain.dates import read_date
from roster.domain.names import looks_like_name
from roster.domain.text import fold
from roster.intake.grid import Cell
from roster.intake.repeats import says_same

_FAMILY_NAMES = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly mac khuc quach luu ta doan cao "
    "dinh trinh truong mai ha lam to luong dao ton nghiem chu thai tang thach kim trieu vuong la van quan "
    "phung bach cu dam giap hua khong kieu lai lu luc mau nong ong phi phuong qua sam son than thi thieu tien "
    "tong trang tu tuong uong vi viet bang be an ninh nhu pho am au banh cam chau co danh dau diep dieu doi "
    "dong du duc duy ma man nhan nguy o tieu tinh toan trac ung y"
)
_FAMILIES = frozenset(_FAMILY_NAMES.split())
# With their marks: "Phòng Vật tư" is no Phong, "Phân xưởng Đúc" no Phan.
_OF_A_FIRM = re.compile(
    r"(phân xưởng|phòng|đội|tổ|xưởng|khoa|bộ phận|kho|dây chuyền|chi nhánh|văn phòng|trạm|trung tâm)\b", re.IGNORECASE
)
_ETHNICITIES = frozenset(
    fold(name) for name in (
        "Kinh", "Việt", "Tày", "Thái", "Mường", "Khmer", "Khơ me", "Hoa", "Nùng", "Mông", "H'Mông", "Dao", "Gia Rai",
        "Ê Đê", "Ba Na", "Sán Chay", "Chăm", "Cơ Ho", "Xơ Đăng", "Sán Dìu", "Hrê", "Ra Glai", "Mnông", "Thổ", "Xtiêng",
        "Khơ Mú", "Bru Vân Kiều", "Cơ Tu", "Giáy", "Tà Ôi", "Mạ", "Giẻ Triêng", "Co", "Chơ Ro", "Xinh Mun", "Hà Nhì",
        "Chu Ru", "Lào", "La Chí", "Kháng", "Phù Lá", "La Hủ", "La Ha", "Pà Thẻn", "Lự", "Ngái", "Chứt", "Lô Lô",
        "Mảng", "Cơ Lao", "Bố Y", "Cống", "Si La", "Pu Péo", "Rơ Măm", "Brâu", "Ơ Đu", "Cao Lan", "Hán", "K",
    )
)  # fmt: skip
_SHORT_PEOPLES = {"mạ", "co", "hoa", "dao", "tày", "thổ", "lào", "lự"}
_RELIGIONS = re.compile(
    r"^(theo )?(dao )?(phat( giao)?|thien chua( giao)?|cong giao|tin lanh|cao dai|hoa hao|hoi( giao)?|chua|luong)$|"
    r"^(khong|ko|k|0|pg|tcg|cg|tl|luong)( co)?( ton giao| theo dao)?$"
)
_ADDRESS = re.compile(
    r"^so( nha)? \d|^\d+[a-z]?( \d+)* [a-z]|\b(duong|pho|ngo|ngach|kiet|hem|tdp|to|khu|phuong|xa|thon|xom|ap|thi tran|"
    r"quan|huyen|tp|tinh|thanh pho|lo|can ho|chung cu|kdc)\b"
)
_STREET_NUMBER = re.compile(r"^so( nha)? \d|^\d+[a-z]?( \d+)* [a-z]|\b(tdp|to|ngo|ngach|duong|pho|hem|kiet|so)\b")
_QUARTER = re.compile(r"(tdp|to|to dan pho|khu|kdc|thon|xom|kp)( \w+){1,4}$")
_PLACES = re.compile(
    r"\b(cong ty|cty|xi nghiep|xn|nha may|truong|dai hoc|dh|cao dang|cd|thpt|thcs|ubnd|benh vien|bv|hop tac xa|htx|"
    r"cua hang|cho|ngan hang|tap doan|khu cong nghiep|kcn|trung tam|tnhh|cp|doanh nghiep|"
    r"so (?=[a-z])|cuc|chi cuc|cang)\b"
)
_OCCUPATIONS = re.compile(
    r"^(cong nhan|cn|lai xe|tai xe|tho\b.*|sinh vien|sv|hoc sinh|hs|ke toan|lao dong.*|ldtd|lđtd|tu do|nhan vien.*|nv|"
    r"bao ve|giao vien|gv|buon ban|kinh doanh.*|nong dan|lam (ruong|nong|vuon)|noi tro|bac si|y ta|ky su|ks|can bo.*|"
    r"vien chuc|cong chuc|lam nong.*|ngu dan|thuy thu.*|tho may|that nghiep|chua co viec.*|xay dung|dau bep|phu ho)$"
)
_POSTS = re.compile(
    r"^(pho )?(chi huy|trung doi|tieu doi|khau doi|dai doi|thon doi|to|to truong|tham muu|chinh tri vien|tro ly)\b.*|"
    r"^(chien si|cs|at|bt|at truong|a truong|b truong|b pho|a pho|ct|cht|ctv|cvp|trung doi truong|tdt|kdt|bdt|dan quan|"
    r"xa thu|phap thu|phao thu|lai xe|y ta|thong tin|trinh sat|chi huy truong|bdp|adp)( .*)?$"
)
_MILITARY_POSTS = re.compile(
    r"^(chien si|((tieu|trung|khau|dai|thon) doi|to) (truong|pho)|(pho )?chi huy (truong|pho)|chinh tri vien|"
    r"tham muu( truong)?)$"
)
_UNITS = re.compile(r"\b(trung doi|tieu doi|khau doi|dai doi|to|tu ve|bdq|adq|ban chi huy|chi doi|a\d+|b\d+)\b")
_TROOPS = re.compile(
    r"\b(lu doan|lu|trung doan|su doan|tieu doan|quan khu|qk ?\d|vung \d|quan doan|hai quan|bien phong|bo chqs|"
    r"binh chung|quan chung|canh sat bien|dai doi|[cdefl] ?\d{1,4}|bo tu lenh|hoc vien|truong (si quan|quan su))\b"
)
_PROVINCES = re.compile(
    r"\b(hai phong|ha noi|hai duong|thai binh|nam dinh|quang ninh|hung yen|bac ninh|bac giang|thanh hoa|nghe an|"
    r"ha tinh|ninh binh|ha nam|vinh phuc|phu tho|thai nguyen|hoa binh|quang (binh|tri|nam|ngai)|hue|da nang|binh dinh|"
    r"tuyen quang|lao cai|yen bai|lang son|cao bang|son la|ho chi minh|hcm|can tho|hp|vinh bao|tien lang|an lao|"
    r"thuy nguyen|kien an|kien thuy|do son|an duong)\b"
)
_MARKS = frozenset({"x", "X", "v", "✓", "✔", "√", "+", "☑", "●", "*"})


def _digits(value: Cell) -> str:
    return re.sub(r"[\s.'’\u00a0-]", "", plain(value))


def looks_like_id(value: Cell) -> bool:
    """Twelve digits, or as many as a number cell can have lost its zeros from."""
    digits = _digits(value)
    return digits.isdigit() and (len(digits) == 12 or (isinstance(value, int | float) and 10 <= len(digits) <= 12))


def looks_like_phone(value: Cell) -> bool:
    """Ten digits from 0, or nine that a mobile number begins with."""
    digits = _digits(value).replace("+84", "0")
    return digits.isdigit() and (
        (len(digits) == 10 and digits[0] == "0") or (len(digits) == 9 and digits[0] in "35789")
    )


def looks_like_qualification(value: Cell) -> bool:
    """A level of qualification from the list."""
    return find_choice(choices.QUALIFICATION, value) is not None


def looks_like_class(value: Cell) -> bool:
    """A class of school with its system; 10/10 may be eyesight."""
    return (grade_of(value) or "").endswith("/12") and "/" in plain(value)


def looks_like_person(value: Cell) -> bool:
    """A full name that begins with one of the families of the country."""
    if not isinstance(value, str):
        return False
    text = plain(re.split(r"[\d(,;:–\n]| - ", value)[0])
    words = fold(text).split()
    named = 2 <= len(words) <= 6 and words[0] in _FAMILIES and looks_like_name(text) and not _OF_A_FIRM.match(text)
    return named and (text.istitle() or text.isupper() or not text.islower())


def _is_written_as_name(value: Cell) -> bool:
    text = plain(value)
    return looks_like_person(value) and (text.istitle() or text.isupper())


def looks_like_mark(value: Cell) -> bool:
    """A tick: an x, a check mark."""
    return plain(value) in _MARKS


def year_of(value: Cell, context: ReadContext) -> int | None:
    """The year of a cell that says a date, None for anything else."""
    text = plain(value)
    if isinstance(value, str) and not re.search(r"\d{1,2}[/.\-\s]+\d{1,2}[/.\-\s]+\d{2}|(19|20)\d\d", text):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and not _may_be_date(float(value)):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float | date | datetime):
        return None
    said = read_date(value, today=context.today, date1904=context.date1904)
    return int(said.value[:4]) if said.value else None


def _may_be_date(number: float) -> bool:
    return 1900 <= number <= 2100 or 15_000 <= number <= 60_000


_BORN = {ENLISTMENT: (15, 30), MILITIA: (16, 60), RESERVE: (17, 66)}


def _born(value: Cell, roster: str, context: ReadContext) -> bool:
    year, (low, high) = year_of(value, context), _BORN[roster]
    return year is not None and low <= context.today.year - year <= high


def _number(value: Cell) -> float | None:
    try:
        return float(plain(value).lower().replace(",", ".").removesuffix("cm").removesuffix("kg").strip())
    except ValueError:
        return None


def _between(low: float, high: float) -> Callable[[Cell], bool]:
    return lambda value: (number := _number(value)) is not None and low <= number <= high


def _worded(pattern: re.Pattern[str]) -> Callable[[Cell], bool]:
    return lambda value: isinstance(value, str) and pattern.search(fold(value)) is not None


def _choice(options: tuple[choices.Choice, ...]) -> Callable[[Cell], bool]:
    return lambda value: find_choice(options, value) is not None


def _spelled(options: tuple[choices.Choice, ...]) -> Callable[[Cell], bool]:
    """A choice in words: a bare number may be anything."""
    return lambda value: not plain(value).isdigit() and find_choice(options, value) is not None


Look = Callable[[Cell], object]

_WITH_CLASS = re.compile(r"\b(?:SK|sức khỏe) loại (?:[IV]{1,3}|[1-6])\b", re.IGNORECASE)
_LOOKS: Mapping[str, Look] = {
    "citizen_id": looks_like_id,
    "phone": looks_like_phone,
    "old_id": lambda v: re.fullmatch(r"\d{9}", _digits(v)) is not None and not looks_like_phone(v),
    "education": looks_like_class,
    "qualification": looks_like_qualification,
    "sex": _choice(choices.SEX),
    "ethnicity": lambda v: fold(plain(v)) in _ETHNICITIES,
    "religion": _worded(_RELIGIONS),
    "neighbourhood": lambda v: _QUARTER.match(fold(plain(v))) is not None and neighbourhood_of(plain(v)) is not None,
    "hometown": lambda v: _worded(_PROVINCES)(v) and not _worded(_STREET_NUMBER)(v),
    "permanent_address": lambda v: _worded(_ADDRESS)(v) and len(plain(v).split()) >= 3,
    "workplace": _worded(_PLACES),
    "occupation": _worded(_OCCUPATIONS),
    "rank": _choice(choices.RANK),
    "component": _choice(choices.COMPONENT),
    "reserve_class": _choice(choices.RESERVE_CLASS),
    "speciality_match": _choice(choices.SPECIALITY_MATCH),
    "health_class": lambda v: _choice(choices.HEALTH_CLASS)(v) or _WITH_CLASS.search(plain(v)) is not None,
    "political_result": _choice(choices.POLITICAL_RESULT),
    "service": _choice(choices.RECRUIT_SERVICE),
    "ground": lambda v: ground_in(plain(v), choices.GROUND) is not None,
    "unit": _worded(_UNITS),
    "post": _worded(_POSTS),
    "former_unit": _worded(_TROOPS),
    "bmi": _between(14, 40),
    "height_cm": lambda v: _between(130, 210)(v) or re.fullmatch(r"1 ?m ?\d\d?|1[.,]\d\d", plain(v)) is not None,
    "weight_kg": _between(35, 130),
    "chest_cm": _between(60, 130),
}  # fmt: skip
_NAMES = frozenset({"full_name", "father_name", "mother_name", "spouse_name", "other_name"})
_SAME_LOOK = {"current_address": "permanent_address"}
_DATES = frozenset({
    "birth_date", "party_joined_on", "union_joined_on", "ground_until", "joined_on", "ends_on", "enlisted_on",
    "discharged_on", "claim_decided_on", "claim_until",
})  # fmt: skip
# Facts that their cells alone give away, the most certain first, with who else may look like it.
BY_VALUES = (
    "citizen_id", "education", "phone", "qualification", "sex", "ethnicity", "religion", "rank", "component",
    "neighbourhood", "post",
)  # fmt: skip
_OWN_WORDS: Mapping[str, Look] = {  # stricter than the look: words that nothing else in a roster is
    "sex": lambda v: fold(plain(v)) in {"nam", "nu"},
    "religion": lambda v: _worded(_RELIGIONS)(v),
    "rank": _spelled(choices.RANK),
    "component": lambda v: len(plain(v)) > 3 and _spelled(choices.COMPONENT)(v),
    # "Cò" is a nickname, not the people Co.
    "ethnicity": lambda v: (
        len(plain(v)) > 1
        and fold(plain(v)) in _ETHNICITIES
        and (len(plain(v)) > 3 or plain(v).lower() in _SHORT_PEOPLES)
    ),
    "post": _worded(_MILITARY_POSTS),
}


def share(values: Sequence[Cell], fits: Look) -> float:
    """The share of the values for which `fits` holds."""
    return sum(bool(fits(v)) for v in values) / len(values)


def telling(key: str, values: Sequence[Cell], roster: str, context: ReadContext) -> float | None:
    """How much of a column looks like this fact, None where it has no look of its own or there is nothing to see."""
    values = [v for v in values if not is_blank(v) and not says_same(v)]
    if not values:
        return None
    if key in _NAMES:
        return share(values, looks_like_person)
    if key == "birth_date":
        return share(values, lambda v: _born(v, roster, context))
    if key in _DATES:
        return share(values, lambda v: year_of(v, context) is not None)
    look = _LOOKS.get(_SAME_LOOK.get(key, key))
    return share(values, look) if look is not None else None


@cache
def _candidates(roster: str) -> tuple[str, ...]:
    own = {MILITIA: {"component", "post"}, RESERVE: {"rank"}}.get(roster, set())
    return tuple(key for key in BY_VALUES if key not in {"rank", "component", "post"} or key in own)


def key_by_values(values: Sequence[Cell], roster: str) -> str | None:
    """What a column without a telling heading plainly holds, None where its values do not tell.

    "Không" says no in any column: what is left must be religions before it is one of them.
    """
    values = [v for v in values if not is_blank(v) and not says_same(v)]
    speaking = _speaking(values)
    if len(values) < _FEWEST:
        return None
    for key in _candidates(roster):
        look = _OWN_WORDS.get(key, _LOOKS[key])
        cells = values if key == "religion" else speaking
        fewest = 1 if key == "religion" else _FEWEST
        if len(speaking) >= fewest and min(share(speaking, look), share(cells, look)) >= _MOST:
            return key
    return None


def tell_grounds(values: Sequence[Cell]) -> bool:
    """Whether the cells name clauses of Article 41, ask for deferral on one of its grounds ("Tạm hoãn do đang học phổ
    thông"), or say that there is none, whatever the heading calls them."""
    named = sum(bool(_names_ground(plain(v))) for v in values)
    return named >= _FEWEST and named + sum(says_none(plain(v)) for v in values) >= _MOST * len(values)


def asks_for_deferral(values: Sequence[Cell]) -> bool:
    """Whether any cell asks for deferral or exemption on a ground that it names."""
    return any(_names_ground(plain(v)) for v in values)


def _names_ground(text: str) -> str | None:
    if clause := clause_in(text, choices.GROUND):
        return clause
    return ground_in(text, choices.GROUND) if speaks_of_deferral(text) and not says_none(text) else None


def _speaking(values: Sequence[Cell]) -> list[Cell]:
    """The values that say more than no."""
    return [v for v in values if not is_blank(v) and not _NO.match(fold(plain(v)))]


_NO = re.compile(r"(khong|ko|k|0|chua|chua co)( co)?$")
_FEWEST = 3
_MOST = 0.8


def contradicts(key: str, values: Sequence[Cell], roster: str, context: ReadContext) -> str | None:
    """The fact that the cells plainly are where they are hardly the one that the heading names, None elsewhere."""
    speaking = _speaking(values)
    said = telling(key, values if key == "religion" else speaking, roster, context)
    if said is None or said > _HARDLY:
        return None
    other = key_by_values(values, roster)
    # A thôn may be called as people are: "Cẩm La", "Đồng Vàng"; "Lái xe taxi" begins with a family's name.
    if other is None and key not in _NAMES | {"neighbourhood"} and share(speaking, _is_written_as_name) >= _MOST:
        other = "full_name"
    return None if other == key or {other, key} <= _SCHOOLING or other == "neighbourhood" else other


_HARDLY = 0.2
_SCHOOLING = {"education", "qualification"}  # each reads the other's words
