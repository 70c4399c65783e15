"""The units that come with the program: Hải Phòng, quận Kiến An and its wards, and what became of them.

Sources: the ten wards of quận Kiến An in 2024 and their merger into seven on 01/01/2025 (arrangement of the units of
Hải Phòng, 2023–2025); phường Kiến An and phường Phù Liễn since 01/07/2025. Codes are those of the General Statistics
Office where vietnam-provinces 2025.10.1 has them; it knows only the units since 01/07/2025. The code of an older unit
is null rather than guessed, and so is a first day that no source at hand names.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.store.units import CITY, DISTRICT, WARD

TWO_TIERS_SINCE = date(2025, 7, 1)  # districts ended the day before
KIEN_AN_MERGER = date(2025, 1, 1)
_END_OF_2024 = date(2024, 12, 31)
_LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)

# Official units have the same key on every machine, so that two databases can be joined: UUIDv5, not v7.
_NAMESPACE = UUID("0197c2b0-5e80-7000-8000-000000000000")


def unit_id(mark: str) -> UUID:
    """The fixed key of an official unit, e.g. of "ward:11446" (by its code) or "ward:kien-an:Phù Liễn:2024"."""
    return uuid.uuid5(_NAMESPACE, mark)


@dataclass(frozen=True)
class SeedUnit:
    """One unit as shipped; `parent` and `mark` name units by their mark."""

    mark: str
    kind: str
    name: str
    title: str
    code: str | None = None
    parent: str | None = None
    begins_on: date | None = None
    ends_on: date | None = None


def city_mark(code: str) -> str:
    """The mark of the province or city with this code."""
    return f"city:{code}"


def ward_mark(code: str) -> str:
    """The mark of the ward with this code, as it stands since 01/07/2025."""
    return f"ward:{code}"


HAI_PHONG = city_mark("31")
_DISTRICT = "district:kien-an"
_WARDS_OF_2024 = (
    "Bắc Sơn", "Đồng Hòa", "Lãm Hà", "Nam Sơn", "Ngọc Sơn", "Phù Liễn", "Quán Trữ", "Trần Thành Ngọ", "Tràng Minh",
    "Văn Đẩu",
)  # fmt: skip
# Old wards that ended on 31/12/2024 and the ward of 01/01/2025 that each went into.
_MERGED_IN_2025 = {
    "Quán Trữ": "Đồng Hòa",
    "Lãm Hà": "Đồng Hòa",
    "Đồng Hòa": "Đồng Hòa",
    "Phù Liễn": "Bắc Hà",
    "Tràng Minh": "Bắc Hà",
}


def _old(name: str) -> str:
    return f"ward:kien-an:{name}:2024"


def _of_2025(name: str) -> str:
    return f"ward:kien-an:{name}:2025"


UNITS: tuple[SeedUnit, ...] = (
    SeedUnit(HAI_PHONG, CITY, "Hải Phòng", "Thành phố Hải Phòng", code="31"),
    SeedUnit(_DISTRICT, DISTRICT, "Kiến An", "Quận Kiến An", parent=HAI_PHONG, ends_on=_LAST_DAY_OF_DISTRICTS),
    *(
        SeedUnit(
            _old(name),
            WARD,
            name,
            f"Phường {name}",
            parent=_DISTRICT,
            ends_on=_END_OF_2024 if name in _MERGED_IN_2025 else _LAST_DAY_OF_DISTRICTS,
        )
        for name in _WARDS_OF_2024
    ),
    *(
        SeedUnit(
            _of_2025(name),
            WARD,
            name,
            f"Phường {name}",
            parent=_DISTRICT,
            begins_on=KIEN_AN_MERGER,
            ends_on=_LAST_DAY_OF_DISTRICTS,
        )
        for name in ("Đồng Hòa", "Bắc Hà")
    ),
    SeedUnit(ward_mark("11443"), WARD, "Kiến An", "Phường Kiến An", "11443", HAI_PHONG, TWO_TIERS_SINCE),
    SeedUnit(ward_mark("11446"), WARD, "Phù Liễn", "Phường Phù Liễn", "11446", HAI_PHONG, TWO_TIERS_SINCE),
)

# What became of the wards of 2025 on 01/07/2025 is not in the sources at hand and is left open.
SUCCESSIONS: tuple[tuple[str, str, date], ...] = tuple(
    (_old(old), _of_2025(new), KIEN_AN_MERGER) for old, new in _MERGED_IN_2025.items()
)
