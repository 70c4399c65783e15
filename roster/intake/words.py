"""The words by which headings and rows are told: folded, abbreviations written out, from the column catalogue and from
ward practice."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from roster.columns.catalogue import ROSTERS, columns_of
from roster.domain.text import fold
from roster.intake.questions import statement_of, without_you
from roster.intake.spelling import Lexicon
from roster.intake.telling_words import ASSIGNMENT
from roster.intake.ward_headings import more_headings

# Short forms as wards write them; catalogue and sheet are written out alike, so each pair is needed once.
_SHORT_FORMS = {
    "kq": "ket qua", "li do": "ly do", "ki ten": "ky ten", "ki nhan": "ky nhan", "sk": "suc khoe",
    "plsk": "phan loai suc khoe", "cmnv": "chuyen mon nghiep vu",
    "sdt": "so dien thoai", "so dt": "so dien thoai", "dtdd": "dien thoai di dong", "dt dd": "dien thoai di dong",
    "dt di dong": "dien thoai di dong", "th": "thang", "ng": "ngay", "ntns": "ngay thang nam sinh",
    "hktt": "ho khau thuong tru",
    "ho khau tt": "ho khau thuong tru", "hk": "ho khau", "dkhktt": "dang ky ho khau thuong tru",
    "dktt": "dang ky thuong tru",
    "dk": "dang ky", "cmkt": "chuyen mon ky thuat", "cm": "chuyen mon", "td": "trinh do", "t do": "trinh do",
    "tdvh": "trinh do van hoa", "tdhv": "trinh do hoc van", "tdcm": "trinh do chuyen mon", "vh": "van hoa",
    "dqtv": "dan quan tu ve", "dq": "dan quan", "qndb": "quan nhan du bi", "dbdv": "du bi dong vien",
    "cnqs": "chuyen nghiep quan su", "qs": "quan su", "qd": "quan doi", "gt": "gioi tinh", "nn": "nhap ngu",
    "xn": "xuat ngu",
    "tn": "thanh nien", "cccd": "can cuoc cong dan", "cc": "can cuoc", "cmnd": "chung minh nhan dan",
    "cmt": "chung minh nhan dan",
    "cmtnd": "chung minh nhan dan", "ddcn": "dinh danh ca nhan", "ttct": "tham tra chinh tri", "tdp": "to dan pho",
    "to dp": "to dan pho",
    "kdc": "khu dan cu", "cb": "cap bac", "cv": "chuc vu", "gc": "ghi chu", "g chu": "ghi chu", "g c": "ghi chu",
    "tncs hcm": "thanh nien", "tncs": "thanh nien", "ns": "nam sinh", "csvn": "", "gdpt": "giao duc pho thong",
    "ll": "luc luong", "nv": "nghia vu", "vhpt": "van hoa pho thong", "tncshcm": "thanh nien",
    "ma cn": "ma chuyen nghiep", "tt": "stt", "so tt": "stt", "s tt": "stt", "so thu tu": "stt", "thu tu": "stt",
    "no": "stt",
    "h ten": "ho ten", "h va ten": "ho va ten", "n sinh": "nam sinh", "d toc": "dan toc", "t giao": "ton giao",
    "n nghiep": "nghe nghiep", "c vu": "chuc vu", "c bac": "cap bac", "l luong": "luc luong", "d thoai": "dien thoai",
    "q quan": "que quan", "s khoe": "suc khoe", "v hoa": "van hoa", "th phan": "thanh phan", "t phan": "thanh phan",
    "gd": "gia dinh",
    "gd dt": "giao duc dao tao", "llct": "ly luan chinh tri", "hv": "hoc van", "ng nghiep": "nghe nghiep",
    "d vi": "don vi", "n vao": "ngay vao",
    "lldq": "luc luong dan quan", "db": "du bi", "lv": "lam viec", "qn": "quan nhan", "nvqs": "nghia vu quan su",
    "tnnn": "tinh nguyen nhap ngu", "tn nhap ngu": "tinh nguyen nhap ngu", "dcsvn": "dang",
    "dv dbdv": "don vi du bi dong vien",
    "nam de": "nam sinh", "ngay de": "ngay sinh", "ntn de": "ngay thang nam sinh", "dkhk": "dang ky ho khau",
    # "ĐV" alone may be of the Party or the Youth Union; beside these it is where somebody served or works.
    "dv khi": "don vi khi", "dv luc": "don vi luc", "dv hoi": "don vi hoi", "dv cu": "don vi cu",
    "dv truoc": "don vi truoc", "dv xn": "don vi xuat ngu", "dv cong tac": "don vi cong tac",
}  # fmt: skip
_SHORT = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _SHORT_FORMS), key=len, reverse=True)) + r")\b")
_SPELLED_LETTERS = re.compile(r"\b[a-z](?: [a-z]\b){1,6}")  # "N.T.N.S" is folded to "n t n s"

STT_WORDS = {"stt", "stt stt"}
FAMILY_WORDS = {
    "ho chu dem", "ho dem", "ho va chu dem", "ho va dem", "ho lot", "ho va ten dem", "ho ten dem", "ho chu lot",
    "ho va chu lot", "ho", "ho va lot",
}  # fmt: skip
MIDDLE_WORDS = {"dem", "chu dem", "ten dem", "lot", "chu lot", "ten lot"}
GIVEN_WORDS = {"ten", "ten khai sinh", "ten goi"}
DATE_PARTS = {"ngay": "day", "thang": "month", "nam": "year"}
SEX_PARTS = {"nam": "male", "nu": "female"}

# Parts of an address in columns of their own.
ADDRESS_PARTS = {
    "so nha": "house", "nha so": "house", "so": "house", "duong": "street", "pho": "street", "duong pho": "street",
    "ten duong": "street", "ten pho": "street", "ngo": "street", "ngo duong": "street", "ngo pho": "street",
}  # fmt: skip

# Names that only make sense below another one ("Năm sinh" / "Nam", "Nữ").
SUB_HEADINGS = (
    FAMILY_WORDS
    | MIDDLE_WORDS
    | GIVEN_WORDS
    | set(DATE_PARTS)
    | set(SEX_PARTS)
    | {
        "ong", "ba", "vao dang", "vao doan", "ngay vao", "chinh thuc", "du bi", "tu", "den", "don vi", "ma",
        "ma so", "chuc vu",
        "loai", "so", "ngay cap", "noi cap", "bo", "me", "cha", "vo", "chong", "gia dinh", "ban than", "thon", "xa",
        "hien nay",
        "hien tai", "tu ngay", "den ngay", "tu thang", "den thang", "tu thang nam", "den thang nam", "tu nam",
        "den nam",
        "nam sinh", "tong so", "thuong tru", "tam tru", "phuong", "tinh", "quan",
    }
)  # fmt: skip

# Columns that rosters have and the program does not keep: told apart so that nothing else is guessed into them.
FAULTS_HEADING = "LỖI"  # of the column that the program itself writes into the copy of a workbook with faults


def is_faults_heading(text: str) -> bool:
    """Whether a heading is that of the program's own column of faults."""
    return fold(text) == fold(FAULTS_HEADING)


NOT_KEPT = re.compile(
    r"\b(ngay cap|noi cap|cap ngay|co quan cap|ky nhan|ky ten|chu ky|chieu cao|can nang|vong nguc|so con|so nguoi|"
    r"so luong|so nha(?!.*\b(duong|pho|ngo|to)\b)|nhom mau|co (giay|ao|mu|so)|tuoi(?! dang)( doi)?|"
    r"ca (lam|truc)( viec)?|co quan ao|anh(?! em| chi)( chan dung| the)?|huyet ap|mach|thi luc|mat (phai|trai)|email|"
    r"(?<!dien thoai )(?<!dung )(?<!so may )(?<!tel )(?<!di dong )"
    r"zalo(?! (may|di dong|dien thoai))|"
    r"khen thuong|ky luat|ngay tham gia bhxh|nam (truoc|ngoai)|nguyen vong|"
    r"tin hoc|ly luan|nang khieu|so truong|hon nhan|hoan canh(?!.*\b(hoan|mien)\b)|"
    r"kinh te|tai khoan|ma so thue|facebook|tien (an|su)|"
    r"ma tuy|hinh xam|nguoi (gioi thieu|lap)|phu trach|(?<!chuc )vu khi|phu cap|y kien(?! them)|dot kham|"
    r"nam tot nghiep|(may|so|dien thoai)( cua)? (quan doc|quan ly|giao vien|chu nhiem|chu tro|nguoi nha)|bao tin|"
    r"nganh hoc|(bo|so) giao duc|khoa hoc|doi tuong uu tien|"
    r"so (bhyt|bhxh|qd|quyet dinh)|so ngay(?! truoc))\b"
)


# What stands below these is a finding of the doctors: "Phải" is an eye then, not the sex ("Phái").
FINDINGS = re.compile(
    r"^(mat|thi luc|tai(?! ngu| cho)|thinh luc|rang|huyet ap|xet nghiem|can lam sang|(cac )?chuyen khoa)\b"
)


@lru_cache(maxsize=20_000)
def heading_words(text: str) -> str:
    """A heading folded for comparison: as `as_typed` gives it, misspelt and run-together words set right, what a
    question asks for in place of the question."""
    typed = _as_stated(text)
    # "Lệnh" is never mended: what tells of a wartime post must be known as typed.
    told = NOT_KEPT.search(typed) or re.search(ASSIGNMENT, typed)
    if len(typed) > _LONGEST_MENDED or told or not typed.replace(" ", "").isalpha():
        return typed
    return _lexicon().mend(typed)


_LONGEST_MENDED = 60


@lru_cache(maxsize=20_000)
def as_typed(text: str) -> str:
    """A heading folded, short forms written out, without what stands in brackets ("(ghi rõ …)", "*")."""
    bare = _RUN_ON.sub(_apart, bare_heading(without_you(text)))
    return written_out(fold(bare) or fold(text))


_DIGITS = re.compile("[0-9]{3}")
_BEGIN_SHORT_FORMS = frozenset(short.split()[0] for short in _SHORT_FORMS)


def may_be_typed_as(text: str, words: str) -> bool:
    """Whether `as_typed` of a cell may be these words of a heading: tells most cells from headings at little cost.

    Three digits together outlast it, unless they stand in brackets; so does the first word, unless a short form begins
    with it.
    """
    if not words or "(" in text or "[" in text:
        return bool(words)
    if _DIGITS.search(text):
        return _DIGITS.search(words) is not None
    first = _first_word(text.partition(" ")[0])
    return not first or first in _BEGIN_SHORT_FORMS or words.startswith(first)


@lru_cache(maxsize=4_096)
def _first_word(word: str) -> str:
    """A word folded, "" where it may be no word by itself: a letter, a number, two words run together."""
    is_one = word.isalpha() and (word.islower() or word.isupper() or word.istitle())
    folded = fold(word) if is_one else ""
    return folded if len(folded) > 1 and " " not in folded else ""


_RUN_ON = re.compile(r"(?<=([^\W\d_]))(?=([^\W\d_]))")


def _apart(match: re.Match[str]) -> str:
    """A blank before a capital inside a word: "ThuộcTDP", "HọTên"."""
    return " " if match[1].islower() and match[2].isupper() else ""


def is_mended(text: str) -> bool:
    """Whether a heading is known only after its spelling was set right."""
    return heading_words(text) != _as_stated(text)


def _as_stated(text: str) -> str:
    typed = as_typed(text)
    return typed if typed in _known_anywhere() else statement_of(typed, _known_anywhere())


@cache
def _known_anywhere() -> frozenset[str]:
    return frozenset(words for roster in ROSTERS for words in known_headings(roster))


@cache
def _lexicon() -> Lexicon:
    return Lexicon(_known_anywhere() | SUB_HEADINGS | STT_WORDS | set(ADDRESS_PARTS) | set(_SHORT_FORMS))


def bare_heading(text: str) -> str:
    """A heading without what stands in brackets and without the number or letter before it ("9. Cấp bậc (cuối)")."""
    text = _SOUTHERN_INTO.sub("vào", text)  # with its mark: without one it is a wife
    return re.sub(r"\([^)]*\)?|\[[^\]]*\]", " ", re.sub(r"^\s*(\(?\d{1,2}[.)]|\(?[A-Z]\))\s+(?=\S)", "", text))


_SOUTHERN_INTO = re.compile(r"\bvô\b", re.IGNORECASE)


def written_out(folded: str) -> str:
    """Folded words with short forms written out: "sdt" → "so dien thoai"."""
    joined = _SPELLED_LETTERS.sub(lambda match: match[0].replace(" ", ""), folded)
    return " ".join(_SHORT.sub(lambda match: _SHORT_FORMS[match[0]], joined).split())


@cache
def known_headings(roster: str) -> dict[str, tuple[str, ...]]:
    """Every heading that a roster knows, as `heading_words` gives it, with the keys that it may stand for."""
    found: dict[str, list[str]] = {}
    for column in columns_of(roster):
        for name in (column.label, column.short_label, *column.synonyms, *more_headings(roster, column.key)):
            # What stands in brackets of a name of ours is part of it: "Nam (nữ)" is not "Nam".
            for words in {written_out(fold(name))} if "(" in name else {as_typed(name), written_out(fold(name))}:
                if words and column.key not in found.setdefault(words, []):
                    found[words].append(column.key)
    return {words: tuple(keys) for words, keys in found.items() if keys}


_EMPTY_WORDS = {"va", "cua", "hoac", "neu", "co", "theo"}


def bag_of(words: str) -> frozenset[str]:
    """The telling words of a heading, whose order does not matter ("Tên họ", "Số thẻ CCCD")."""
    return frozenset(words.split()) - _EMPTY_WORDS


@cache
def headings_by_words(roster: str) -> dict[frozenset[str], tuple[str, ...]]:
    """The known headings as bags of words."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for words, keys in known_headings(roster).items():
        found.setdefault(bag_of(words), keys)
    return found


@lru_cache(maxsize=20_000)
def exact_keys(words: str, roster: str) -> tuple[str, ...]:
    """The keys that a heading names in so many words, in any order of them; () where it names none."""
    return known_headings(roster).get(words) or headings_by_words(roster).get(bag_of(words), ())


_COUNT = r"\d+ (dong chi|d c|cong dan|nguoi|thanh nien|quan nhan|chien si|can bo|ho so|nam|truong hop)"
_TOTAL = re.compile(
    rf"^(tong cong|tong so|tong \d|tong$|cong( [a-h])?$|"
    rf"cong (to|tdp|khu|muc|phan|nhom|bang) (so )?[\divx]+|"
    rf"cong (trang|mang|chuyen|luy ke)\b|(mang|chuyen) (sang|trang)\b|luy ke|cong \d|cong co|cong danh sach|an dinh|"
    rf"tong \w+ \d|tat ca \d|toan (phuong|xa|to|khu|don vi) \d|"
    rf"ket thuc danh sach|het$|"
    rf"(danh sach|bieu|ban danh sach)( tren| nay| tren day)?( day)? (co|gom|bao gom)\b|{_COUNT}$)"
)
_FOOTER = re.compile(
    r"\bngay \d{0,2} ?thang \d{0,2} ?nam \d{0,4}\b|"
    r"^(nguoi (lap|thong ke|tong hop|ghi|kiem tra|viet)|(can bo|tro ly|nhan vien|dai dien)\b|lap bieu|chi huy truong|"
    r"chi huy pho|"
    r"pho chi huy|thu truong|chinh tri vien|chinh tri pho|xac nhan|tm |kt |tl |tuq |noi nhan|luu |ky ten|ky ghi|da ky|"
    r"chu tich|"
    r"pho chu tich|to truong|truong thon|truong ban|pho truong|bi thu|ubnd|ban chqs|hoi dong|ghi chu .{12,})"
)


def says_total(text: str) -> bool:
    """Whether a line states how many people the list holds ("Danh sách trên có 60 đồng chí./.")."""
    return bool(_TOTAL.search(fold(text)))


def says_footer(text: str) -> bool:
    """Whether a line belongs to the place, date and signature block below a list."""
    return bool(_FOOTER.search(fold(text)))
