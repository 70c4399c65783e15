"""Grounds of deferral and exemption as rosters write them: a clause of Article 41 or free words (Luật NVQS 78/2015)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from roster.domain.choices import Choice
from roster.domain.dates import read_date
from roster.domain.text import fold

# Free words for a ground, most telling first; the officer sees and can change what was matched.
_GROUNDS = (
    (
        r"(chua|khong|ko) (du|dat) (tieu chuan )?(suc khoe|sk)\b|"
        r"(suc khoe|sk) (con |hien |bi )?(yeu|kem|(chua|khong|ko) (du|dat|dam bao|bao dam)|(loai )?(4|5|6|iv|v|vi))\b|"
        r"^loai (4|5|6|iv|v|vi)\b|ket luan( cua)?( hoi dong)? kham suc khoe",
        "41.1.a",
    ),
    (
        r"(lao dong|ld) (chinh )?duy nhat|tru cot|nuoi duong than nhan|nuoi (bo|cha|me|ong|ba|em|con)\b|thiet hai nang",
        "41.1.b",
    ),
    (r"\b(anh|em)\b[^,;]{0,25}\b(liet si|ls)\b", "41.2.b"),
    (r"(dac biet kho khan|dbkk|thanh nien xung phong|tnxp).*\b(24 thang|(2|02|hai) nam)\b", "41.2.đ"),
    (
        r"\bcon\b[^,;]{0,20}\b(liet si|ls)\b|"
        r"\bcon\b( trai| gai| de| ruot)*( cua)?( mot)? (thuong binh|tb) (hang )?(1|mot|i)\b",
        "41.2.a",
    ),
    # By how much he cannot work: hạng 1 of the wounded is from 81%, hạng 2 from 61% (Pháp lệnh 02/2020/UBTVQH14).
    (r"(thuong binh|tb)\b[^,;]{0,40}\b(8[1-9]|9\d|100|1 4)\b", "41.2.a"),
    (r"(thuong binh|tb)\b[^,;]{0,40}\b(6[1-9]|7\d|80)\b", "41.2.c"),
    (r"(benh binh|da cam|cddc|chat doc)\b[^;]{0,60}\b(8[1-9]|9\d|100)\b", "41.2.c"),
    (r"(thuong binh|tb) (hang )?(2|hai|ii|2 4)\b|\b81\b", "41.2.c"),
    (r"benh binh|da cam|cddc", "41.1.c"),
    (r"(dan quan|dq) thuong truc|\bdqtt\b", "41.1.h"),
    (
        r"tai ngu|\b(anh|em|chi)( ruot| trai| gai)* .*(bo doi|nhap ngu|quan ngu|quan doi|cong an|cand|nghia vu|nvqs)",
        "41.1.d",
    ),
    (r"di dan|gian dan", "41.1.đ"),
    (r"co yeu", "41.2.d"),
    (
        r"hoc (lop|pho thong|dai hoc|cao dang|trung cap|thpt|nghe|dh\b|cd\b|tc\b)|dang hoc|sinh vien|hoc sinh|"
        r"\b(dh|cd|sv|hs) |^(sv|hs)$|dai hoc|cao dang",
        "41.1.g",
    ),
    (r"dac biet kho khan|dbkk|thanh nien xung phong|tnxp", "41.1.e"),
)
_CLAUSE = re.compile(r"41\s*\.?\s*([12])\s*\.?\s*([a-hđ])\b", re.IGNORECASE)
_POINT = re.compile(r"(?:\b(?:điểm|đ\.?)\s*|^)([a-hđ])\b\W*(?:khoản|k\.?)\s*([12])\b", re.IGNORECASE)
_POINT_LAST = re.compile(r"\b(?:khoản|k\.?)\s*([12])\W*(?:(?:điểm|đ\.?)\s*)?([a-hđ])\b", re.IGNORECASE)


def clause_in(text: str, choices: Sequence[Choice]) -> str | None:
    """The clause ("41.1.g") that a text names by number and by its article, None where it names none of the choices."""
    if not re.search(r"(?:\bđiều|\bđ\.?) ?41\b|\b41\.[12]\b", text.lower()):
        return None
    named = _named_by_number(text)
    return named if any(choice.key == named for choice in choices) else None


def ground_in(text: str, choices: Sequence[Choice]) -> str | None:
    """The clause ("41.1.g") that a text names by number or by its words, None where it names none of the choices."""
    named = _named_by_number(text)
    if named:
        return named if any(choice.key == named for choice in choices) else None
    folded = fold(text)
    return next((ground for pattern, ground in _GROUNDS if re.search(pattern, folded)), None)


def _named_by_number(text: str) -> str:
    clause = _CLAUSE.search(text)
    if clause:
        return f"41.{clause[1]}.{clause[2].lower()}"
    point, turned = _POINT.search(text), _POINT_LAST.search(text)
    if point:
        return f"41.{point[2]}.{point[1].lower()}"
    return f"41.{turned[1]}.{turned[2].lower()}" if turned else ""


_DEFERRAL = re.compile(r"\b(?:hoãn|miễn)\b(?! phí)", re.IGNORECASE)


def speaks_of_deferral(text: str) -> bool:
    """Whether a text speaks of deferral or exemption, granted, asked for or denied; not of what is free of charge."""
    return _DEFERRAL.search(text) is not None


_NO_GROUND = re.compile(
    r"khong( co)?( thuoc( dien)?( nao)?)?( (tam )?hoan( hay| hoac)?( mien)?)?|(du|dat)( (dieu|tieu) (kien|chuan))"
    r"( goi( nhap ngu)?| nhap ngu| kham)?( dua vao dien goi.*)?|"
    r"binh thuong|goi duoc|dien goi( nhap ngu)?|san sang( nhap ngu)?|goi (di )?(kham|so tuyen|nhap ngu)( suc khoe)?"
)


def says_none(text: str) -> bool:
    """Whether the words under a column of grounds say that there is none ("Đủ điều kiện")."""
    return _NO_GROUND.fullmatch(fold(text)) is not None


_UNTIL = re.compile(
    r"\bhoãn\b[^\d]{0,20}?\b(?:đến|tới)\b(?:\s+(?:hết|ngày|tháng|năm))*\s+((?:\d{1,2}[/.-]){0,2}20\d\d)\b",
    re.IGNORECASE,
)


def until_in(text: str, today: date) -> dict[str, str]:
    """The day to which a reason says that he is deferred: "Đang học đại học, tạm hoãn đến 30/6/2026"."""
    found = _UNTIL.search(text)
    value = read_date(found[1], today=today).value if found else None
    return {"ground_until": value} if value else {}
