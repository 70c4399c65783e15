"""Grounds of deferral and exemption as rosters write them: a clause of Article 41 or free words (Luật NVQS 78/2015)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roster.domain.choices import Choice
from roster.domain.text import fold

# Free words for a ground, most telling first; the officer sees and can change what was matched.
_GROUNDS = (
    (r"(chua|khong) (du|dat) (tieu chuan )?suc khoe|suc khoe (yeu|(loai )?(4|5|6|iv|v|vi))\b", "41.1.a"),
    (r"lao dong (chinh )?duy nhat|nuoi duong than nhan|thiet hai nang", "41.1.b"),
    (r"\b(con|cua) (mot )?liet si|con thuong binh hang (1|mot|i\b)", "41.2.a"),
    (r"(anh|em)( trai| ruot)*( cua)? liet si", "41.2.b"),
    (r"thuong binh hang (2|hai|ii\b)|81", "41.2.c"),
    (r"benh binh|da cam", "41.1.c"),
    (r"dan quan thuong truc", "41.1.h"),
    (r"tai ngu|(anh|em|chi)( ruot| trai)* .*(bo doi|nhap ngu|quan ngu|cong an)", "41.1.d"),
    (r"di dan|gian dan", "41.1.đ"),
    (r"co yeu", "41.2.d"),
    (r"hoc (lop|pho thong|dai hoc|cao dang|trung cap|thpt|dh\b|cd\b)|dang hoc|sinh vien|hoc sinh|\b(dh|cd) ", "41.1.g"),
    (r"dac biet kho khan|dbkk", "41.1.e"),
)
_CLAUSE = re.compile(r"41\s*\.?\s*([12])\s*\.?\s*([a-hđ])\b", re.IGNORECASE)
_POINT = re.compile(r"(?:điểm|đ\.?)\s*([a-hđ])\b\W*(?:khoản|k\.?)\s*([12])\b", re.IGNORECASE)


def ground_in(text: str, choices: Sequence[Choice]) -> str | None:
    """The clause ("41.1.g") that a text names by number or by its words, None where it names none of the choices."""
    clause = _CLAUSE.search(text)
    if clause:
        named = f"41.{clause[1]}.{clause[2].lower()}"
    else:
        point = _POINT.search(text)
        named = f"41.{point[2]}.{point[1].lower()}" if point else ""
    if named:
        return named if any(choice.key == named for choice in choices) else None
    folded = fold(text)
    return next((ground for pattern, ground in _GROUNDS if re.search(pattern, folded)), None)
