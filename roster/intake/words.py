"""The words by which headings, rows and titles are told: folded, from the column catalogue and from ward practice."""

from __future__ import annotations

import re
from functools import cache

from roster.columns.catalogue import columns_of
from roster.domain.text import fold

STT_WORDS = {"stt", "tt", "so tt", "so thu tu", "thu tu", "s tt", "no"}

FAMILY_WORDS = {
    "ho chu dem", "ho dem", "ho va chu dem", "ho va dem", "ho lot", "ho va ten dem", "ho ten dem", "ho chu lot",
    "ho va chu lot", "ho",
}  # fmt: skip
GIVEN_WORDS = {"ten", "ten khai sinh"}
DATE_PARTS = {"ngay": "day", "thang": "month", "nam": "year"}
SEX_PARTS = {"nam": "male", "nu": "female"}

# Names that only make sense below another one ("Năm sinh" / "Nam", "Nữ").
SUB_HEADINGS = (
    FAMILY_WORDS
    | GIVEN_WORDS
    | set(DATE_PARTS)
    | set(SEX_PARTS)
    | {
        "vao dang", "vao doan", "ngay vao", "chinh thuc", "du bi", "tu", "den", "don vi", "ma", "ma so", "chuc vu",
        "loai", "so", "ngay cap", "bo", "me", "cha", "vo", "chong", "gia dinh", "ban than", "thon", "xa",
    }
)  # fmt: skip


@cache
def known_headings(roster: str) -> dict[str, tuple[str, ...]]:
    """Every heading that a roster knows, folded, with the keys that it may stand for."""
    found: dict[str, list[str]] = {}
    for column in columns_of(roster):
        for name in (column.label, column.short_label, *column.synonyms):
            folded = fold(re.sub(r"\([^)]*\)", " ", name)) or fold(name)
            for words in {folded, fold(name)}:
                if words and column.key not in found.setdefault(words, []):
                    found[words].append(column.key)
    return {words: tuple(keys) for words, keys in found.items() if keys}


@cache
def headings_by_words(roster: str) -> dict[frozenset[str], tuple[str, ...]]:
    """The known headings as sets of words: the order of words does not matter ("Tên họ", "Số thẻ CCCD")."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for words, keys in known_headings(roster).items():
        found.setdefault(frozenset(words.split()), keys)
    return found


_TOTAL = re.compile(r"^(tong cong|tong so|tong \d|tong$|cong$|cong \d|cong co|danh sach (tren |nay )?(co|gom)|an dinh|tong \w+ \d)")
_FOOTER = re.compile(
    r"(^|\b)(ngay \d{0,2} ?thang \d{0,2} ?nam \d{0,4})|^(nguoi lap|nguoi thong ke|can bo lap|chi huy truong|pho chi huy truong|"
    r"thu truong|chinh tri vien|xac nhan|tm |kt |tl |noi nhan|luu |ky ten|da ky|chu tich|pho chu tich|to truong|truong thon|"
    r"tro ly|ghi chu .{12,}|bi thu)"
)


def says_total(text: str) -> bool:
    """Whether a line states how many people the list holds ("Danh sách trên có 60 đồng chí./.")."""
    return bool(_TOTAL.search(fold(text)))


def says_footer(text: str) -> bool:
    """Whether a line belongs to the place, date and signature block below a list."""
    return bool(_FOOTER.search(fold(text)))
