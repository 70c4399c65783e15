"""What each ward was allotted and how far it came, on one sheet: ward by ward, or one ward by its neighbourhoods.

Whom a form names is counted as that form counts him (16A, 16B, 16C, the source); all else is what the overview says.
Each man is judged once, and no query is made for one ward or one neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from roster.columns.enlistment_lists import ENLISTMENT_16A, ENLISTMENT_16B, ENLISTMENT_16C, ENLISTMENT_SOURCE
from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.columns.showers import show_number
from roster.domain.actor import Actor, Permission
from roster.domain.number_words import in_figures
from roster.domain.sorting import natural_key
from roster.listing.table import NO_GROUP
from roster.services import quotas
from roster.services.assessment import Standing, campaigns_of, standings_of_wards
from roster.services.form_rules import listed_people
from roster.services.funnel import funnel_of, takes_part
from roster.services.outlook import outlook_of
from roster.store.scope import require
from roster.store.units import Unit

QUOTA_PLACES = "quota-places"
_LISTS = (ENLISTMENT_SOURCE.key, ENLISTMENT_16A.key, ENLISTMENT_16B.key, ENLISTMENT_16C.key)
_CALLED, _CALLED_UP = ("invited_preselection", "preselection_passed", "invited_examination"), "called_up"
_CLASSES = (1, 2, 3)
_COUNTS = len(_LISTS) + len(_CALLED) + len(_CLASSES) + 2
_NOTE = (
    "Nguồn, miễn, tạm hoãn, đủ điều kiện sơ tuyển: số người của danh sách nguồn, biểu 16A, 16B, 16C lập cùng ngày. "
    "Đã gọi, đạt, đã giao quyết định: số người đã qua bước ấy."
)

Places = Mapping[str, int]


@dataclass(frozen=True)
class _Figures:
    """A line's figures. `places` and what is measured by them are None where nothing is allotted by such parts."""

    places: tuple[int, int, int] | None  # in all, army, police
    counts: tuple[int, ...]
    handed_over: int
    missing: tuple[int, int] | None  # fit men, men yet to be handed over

    def cells(self, name: str) -> tuple[Lines, ...]:
        whole = self.places[0] if self.places else 0
        share = show_number(round(100 * self.handed_over / whole, 1)) if whole else ""
        figures = (*(self.places or ("",) * 3), *self.counts, self.handed_over, *(self.missing or ("",) * 2), share)
        return ((name,), *((in_figures(one) if isinstance(one, int) else one,) for one in figures))


def by_ward(actor: Actor, wards: Sequence[Unit], year: int, on: date) -> PlainSheet:
    """The wards that have a part in the year, in their order, and their sum. Raises NotFound, NotAllowed."""
    ids = [require(actor, Permission.PRINT, ward.id) for ward in wards]
    judged = standings_of_wards(actor, ids, year, on)
    places = {
        ward_id: {service: quota.places for service, quota in found.items()}
        for ward_id, found in quotas.of_wards(actor, ids, year).items()
    }
    men = _grouped((one.ward_id, one) for one in judged)
    shown = [ward for ward in wards if takes_part(ward, year, len(men.get(ward.id, ())))]
    listed = listed_people(actor, judged, _LISTS, year)
    figures = [_figures(men.get(ward.id, []), listed, places[ward.id]) for ward in shown]
    lines = [*zip((ward.title for ward in shown), figures, strict=True), ("Tổng cộng", _sum(figures))]
    title = f"TỔNG HỢP CHỈ TIÊU VÀ KẾT QUẢ TUYỂN QUÂN NĂM {year} CỦA CÁC ĐỊA BÀN"
    subtitle = f"{len(shown)} địa bàn, tính đến ngày {on:%d/%m/%Y}"
    return _sheet(title, lines, [_NOTE, *_not_set_up(actor, shown, year)], subtitle)


def by_neighbourhood(actor: Actor, ward: Unit, year: int, on: date) -> PlainSheet:
    """The ward's neighbourhoods and the ward, to which alone men are allotted. Raises NotFound, NotAllowed."""
    require(actor, Permission.PRINT, ward.id)
    judged = standings_of_wards(actor, [ward.id], year, on)
    listed = listed_people(actor, judged, _LISTS, year)
    places = {service: quota.places for service, quota in quotas.of_ward(actor, ward.id, year).items()}
    men = _grouped((one.neighbourhood or "", one) for one in judged)
    lines = [
        (name or NO_GROUP, _figures(men[name], listed, None))
        for name in sorted(men, key=lambda one: (not one, natural_key(one)))
    ]
    lines.append(("Tổng cộng", _figures(judged, listed, places)))
    title = f"TỔNG HỢP CHỈ TIÊU VÀ KẾT QUẢ TUYỂN QUÂN NĂM {year} THEO TỔ DÂN PHỐ"
    return _sheet(title, lines, [_NOTE, *_not_set_up(actor, [ward], year)])


def _sheet(title: str, lines: Iterable[tuple[str, _Figures]], notes: list[str], subtitle: str = "") -> PlainSheet:
    rows = tuple(figures.cells(name) for name, figures in lines)
    return PlainSheet(
        QUOTA_PLACES, title, SHEET_COLUMNS[QUOTA_PLACES], rows, noun="", note=" ".join(notes), subtitle=subtitle
    )


def _not_set_up(actor: Actor, wards: Sequence[Unit], year: int) -> list[str]:
    found = campaigns_of(actor, [ward.id for ward in wards], year)
    names = [ward.title for ward in wards if not found[ward.id].version]
    if not names:
        return []
    return [
        f"Chưa lập đợt tuyển quân năm {year} của {', '.join(names)}: "
        "số đủ điều kiện sơ tuyển ở đó chưa xét độ tuổi, sức khỏe."
    ]


def _grouped(men: Iterable[tuple[Any, Standing]]) -> dict[Any, list[Standing]]:
    found: dict[Any, list[Standing]] = {}
    for key, one in men:
        found.setdefault(key, []).append(one)
    return found


def _figures(men: Sequence[Standing], listed: Mapping[str, frozenset[UUID]], places: Places | None) -> _Figures:
    """The figures of some candidates; `places` None where no men are allotted to them alone."""
    funnel = funnel_of(None, [(one, outlook_of(one)) for one in men], places or dict.fromkeys(quotas.SERVICE_LABELS, 0))
    reached = {one.key: one.count for one in funnel.milestones}
    services = funnel.services.values()
    counts = (
        *(sum(one.person_id in listed[key] for one in men) for key in _LISTS),
        *(reached[key] for key in _CALLED),
        *(sum(one.health_class == number for one in men) for number in _CLASSES),
        funnel.fit,
        reached[_CALLED_UP],
    )
    return _Figures(
        None if places is None else (sum(places.values()), places["army"], places["police"]),
        counts,
        sum(one.handed_over for one in services),
        None if places is None else (funnel.forecast.missing_today, sum(one.missing_handed_over for one in services)),
    )


def _sum(figures: Sequence[_Figures]) -> _Figures:
    """The sum of the wards: what one has too many of does not make good what another lacks."""
    places = [sum(one.places[at] for one in figures if one.places) for at in range(3)]
    missing = [sum(one.missing[at] for one in figures if one.missing) for at in range(2)]
    counts = zip(*(one.counts for one in figures), strict=True)
    return _Figures(
        (places[0], places[1], places[2]),
        tuple(map(sum, counts)) or (0,) * _COUNTS,
        sum(one.handed_over for one in figures),
        (missing[0], missing[1]),
    )
