"""The provinces and wards of the whole country as they stand since 01/07/2025: the only reader of vietnam-provinces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from roster.domain.names import name_key
from roster.domain.text import fold

WARD_KINDS = ("phường", "xã", "đặc khu", "thị trấn")
_SHORT_KINDS = {"p": "phường", "x": "xã", "đk": "đặc khu", "tt": "thị trấn"}
_KIND = re.compile(rf"({'|'.join(WARD_KINDS)})\s+(?=\S)|({'|'.join(_SHORT_KINDS)})\.\s*(?=\S)", re.IGNORECASE)
_FOLDED_KIND = re.compile(r"(phuong|xa|dac khu|thi tran)\s+(?=\S)")
_PROVINCE_KIND = re.compile(r"(?:thành phố|tỉnh|TP\.?)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class CountryWard:
    """A ward, commune or special zone by its official code, with its province."""

    code: str  # five digits
    name: str  # "Phù Liễn"
    title: str  # "Phường Phù Liễn"
    province_code: str  # two digits
    province_name: str  # "Hải Phòng"
    province_title: str  # "Thành phố Hải Phòng"


def split_ward_title(text: str) -> tuple[str, str]:
    """The kind, in small letters with marks ("" where none is written), and the rest: "P. Phù Liễn" → "phường", …"""
    if match := _KIND.match(text):
        return match[1].lower() if match[1] else _SHORT_KINDS[match[2].lower()], text[match.end() :]
    return "", text


def without_folded_kind(folded: str) -> str:
    """A folded title without its kind: "phuong phu lien" → "phu lien"."""
    return _FOLDED_KIND.sub("", folded, count=1) if _FOLDED_KIND.match(folded) else folded


@cache
def all_wards() -> tuple[CountryWard, ...]:
    """Every ward of the country; read once, when first asked for."""
    from vietnam_provinces import Province, Ward

    provinces = {}
    for province in Province.iter_all():
        bare = _PROVINCE_KIND.sub("", province.name)
        kind = "Thành phố" if province.division_type.value.startswith("thành phố") else "Tỉnh"
        provinces[province.code] = (f"{int(province.code):02}", bare, f"{kind} {bare}")
    return tuple(
        CountryWard(f"{int(ward.code):05}", split_ward_title(ward.name)[1], ward.name, *provinces[ward.province_code])
        for ward in Ward.iter_all()
    )


@cache
def _index() -> tuple[dict[str, CountryWard], dict[str, list[CountryWard]], dict[str, list[CountryWard]]]:
    by_code: dict[str, CountryWard] = {}
    by_name: dict[str, list[CountryWard]] = {}
    by_fold: dict[str, list[CountryWard]] = {}
    for ward in all_wards():
        by_code[ward.code] = ward
        by_name.setdefault(name_key(ward.name), []).append(ward)
        by_fold.setdefault(fold(ward.name), []).append(ward)
    return by_code, by_name, by_fold


def ward_by_code(code: str) -> CountryWard | None:
    """The ward with this official code, with or without leading zeros."""
    return _index()[0].get(code.zfill(5)) if code.isascii() and code.isdigit() else None


def wards_by_name(name: str) -> list[CountryWard]:
    """The wards with exactly this name (case and the place of the tone mark aside), without its kind."""
    return _index()[1].get(name_key(name), [])


def wards_by_folded_name(folded: str) -> list[CountryWard]:
    """The wards with this name, marks ignored."""
    return _index()[2].get(folded, [])
