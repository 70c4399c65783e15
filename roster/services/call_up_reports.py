"""The reports of figures that go with the call-up: forms 01A and 06, and the ward's quota against its men.

What the program does not know (where in the ward the men live and study) stays a blank for the pen. The male population
and how each citizen registered are those that the officers noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from roster.columns.call_up_forms import CALL_UP_AGES, POINTS_OF_06
from roster.columns.catalogue import ENLISTMENT, column
from roster.columns.enlistment_lists import ENLISTMENT_01, ENLISTMENT_16A, ENLISTMENT_16B, ENLISTMENT_SOURCE
from roster.columns.plain_sheets import PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.columns.showers import show_number
from roster.domain.actor import Actor, Permission
from roster.domain.choices import GROUND, REGISTRATION
from roster.domain.number_words import in_figures
from roster.domain.sorting import natural_key
from roster.domain.targets import MALE_POPULATION
from roster.listing.table import NO_GROUP
from roster.services import funnel
from roster.services.assessment import rules_in_use
from roster.services.faults import NotFound
from roster.services.form_rules import select_each
from roster.services.quota_summary import QUOTA_PLACES, by_neighbourhood
from roster.services.target_kept import kept_numbers
from roster.services.units import list_neighbourhoods
from roster.store.list_filter import ListFilter
from roster.store.queries import list_rows
from roster.store.scope import require
from roster.store.units import Unit

QUOTA, FORM_01A, FORM_06 = "quota-summary", "report-01a", "report-06"
REPORTS = {
    FORM_01A: "Kết quả đăng ký NVQS nam đủ 17 tuổi (Biểu số 01A)",
    FORM_06: "Số lượng nam trong độ tuổi gọi nhập ngũ (Biểu số 06)",
    QUOTA: "Chỉ tiêu và kết quả giao quân",
    QUOTA_PLACES: "Tổng hợp chỉ tiêu theo tổ dân phố",
}
_NOT_SUBJECT = ("registration_barred", "registration_exempt")
_VOCATIONAL = {"Sơ cấp": 0, "Trung cấp": 1}
_ABOVE_SCHOOL = 99
_HIGHER = frozenset({"Trung cấp", "Cao đẳng", "Đại học", "Thạc sĩ", "Tiến sĩ"})

Rows = Sequence[Mapping[str, Any]]
Cells = list[str | int | None]


def report(actor: Actor, ward: Unit, key: str, year: int, on: date) -> PlainSheet:
    """The report of a year as of the day. Raises NotFound (also for an unknown key), NotAllowed."""
    require(actor, Permission.PRINT, ward.id)
    if key == QUOTA_PLACES:
        return by_neighbourhood(actor, ward, year, on)
    makers: dict[str, Callable[[Actor, UUID, int, date], PlainSheet]] = {
        QUOTA: _quota_summary, FORM_01A: _form_01a, FORM_06: _form_06,
    }  # fmt: skip
    if key not in makers:
        raise NotFound(key)
    return makers[key](actor, ward.id, year, on)


def _quota_summary(actor: Actor, ward_id: UUID, year: int, on: date) -> PlainSheet:
    found = funnel.of_wards(actor, [ward_id], year, on).total
    services = list(found.services.values())
    measures = ("places", "fit", "closed", "reserve", "handed_over", "missing_handed_over")
    counts = {one.label: [int(getattr(one, name)) for name in measures] for one in services}
    counts["Cộng"] = [sum(figures) for figures in zip(*counts.values(), strict=True)]
    return PlainSheet(
        QUOTA, f"TỔNG HỢP CHỈ TIÊU VÀ KẾT QUẢ GIAO QUÂN NĂM {year}",
        SHEET_COLUMNS[QUOTA],
        _as_cells([label, *figures] for label, figures in counts.items()), noun="", landscape=False,
        note=f"Số ứng viên của năm: {in_figures(found.candidates)}; không gọi được năm nay: {in_figures(found.lost)}.",
    )  # fmt: skip


def _form_01a(actor: Actor, ward_id: UUID, year: int, on: date) -> PlainSheet:
    wanted = ListFilter(ENLISTMENT, ward_id, year)
    boys = select_each(actor, [ENLISTMENT_01.key], wanted, list_rows(actor, wanted), on)[ENLISTMENT_01.key].rows
    known = {one.name for one in list_neighbourhoods(actor, ward_id, on)}  # one without a boy has its row of zeros
    named = known | {row["neighbourhood"] or "" for row in boys}
    places = sorted(named, key=lambda one: (not one, natural_key(one)))
    lines: list[Cells] = [["Tổng cộng", *_figures_01a(boys, _male_population(ward_id, on))]]
    for place in places:
        lines.append([place or NO_GROUP, *_figures_01a([row for row in boys if (row["neighbourhood"] or "") == place])])
    subject = [row for row in boys if row["status"] not in _NOT_SUBJECT]
    unknown = _told("chưa ghi trình độ văn hóa", sum(_grade(row) is None for row in boys)) + _told(
        "thuộc diện nhưng chưa ghi hình thức đăng ký", sum(row["registration"] is None for row in subject)
    )
    return PlainSheet(
        FORM_01A, f"BÁO CÁO KẾT QUẢ ĐĂNG KÝ NGHĨA VỤ QUÂN SỰ CHO CÔNG DÂN NAM ĐỦ 17 TUỔI NĂM {year - 1}",
        SHEET_COLUMNS[FORM_01A], _as_cells(lines), noun="",
        note=" ".join(unknown),
    )  # fmt: skip


def _told(what: str, count: int) -> list[str]:
    return [f"Còn {in_figures(count)} người {what}."] if count else []


def _male_population(ward_id: UUID, on: date) -> int | None:
    value = kept_numbers([ward_id], [MALE_POPULATION], on).get((ward_id, MALE_POPULATION))
    return None if value is None else round(value)


def _figures_01a(boys: Rows, males: int | None = None) -> Cells:
    steps = Counter(row["status"] for row in boys)
    barred, exempt = (steps[one] for one in _NOT_SUBJECT)
    subject = [row for row in boys if row["status"] not in _NOT_SUBJECT]
    ways = Counter(row["registration"] for row in subject)
    grades = Counter(map(_grade, boys))
    vocational = Counter(_VOCATIONAL.get(str(row["qualification"])) for row in boys)
    return [
        males, len(boys), _share(len(boys), males), barred + exempt, barred, exempt,
        len(subject), *(ways[one.key] for one in REGISTRATION),
        sum(grades[grade] for grade in range(13)), *(grades[grade] for grade in range(13)),
        vocational[0] + vocational[1], vocational[0], vocational[1],
    ]  # fmt: skip


def _share(count: int, whole: int | None) -> str | None:
    return show_number(round(100 * count / whole, 1)) if whole else None


def _form_06(actor: Actor, ward_id: UUID, year: int, on: date) -> PlainSheet:
    wanted = ListFilter(ENLISTMENT, ward_id, year)
    keys = [ENLISTMENT_SOURCE.key, ENLISTMENT_16A.key, ENLISTMENT_16B.key]
    found = select_each(actor, keys, wanted, list_rows(actor, wanted), on)
    men, exempt, deferred = ([row for row in found[key].rows if _is_of_age(row, year)] for key in keys)
    not_called = {row["person_id"] for row in (*exempt, *deferred)}
    ids = {row["person_id"] for row in men}
    men += [row for row in (*exempt, *deferred) if row["person_id"] not in ids]  # those who left the source by it
    lines = [
        _line_06("TỔNG CỘNG", men, year, _male_population(ward_id, on)),
        _line_06("Miễn, tạm hoãn", [*exempt, *deferred], year),
    ]
    marks = ["", "I"]
    for number, name, clause, group in (("1", "Miễn", "41.2", exempt), ("2", "Tạm hoãn", "41.1", deferred)):
        lines.append(_line_06(name, group, year))
        marks.append(number)
        grounds = _points_of(clause, on, group)
        lines += [
            _line_06(POINTS_OF_06.get(one) or _words_of(one), [row for row in group if row["ground"] == one], year)
            for one in grounds
        ]
        marks += [one.rpartition(".")[2] if one in POINTS_OF_06 else "-" for one in grounds]
    marks.append("II")
    lines.append(_line_06("Trong diện gọi", [row for row in men if row["person_id"] not in not_called], year))
    return PlainSheet(
        FORM_06, f"BÁO CÁO SỐ LƯỢNG CÔNG DÂN NAM TRONG ĐỘ TUỔI GỌI NHẬP NGŨ NĂM {year}",
        SHEET_COLUMNS[FORM_06],
        _as_cells(lines), noun="",
        note=" ".join([
            "Tuổi tính theo năm sinh. Người có trình độ trung cấp trở lên chỉ tính ở cột ĐH, CĐ, TC.",
            *_told("chưa ghi trình độ", sum(_schooling(row) is None for row in men)),
            "Địa bàn: chương trình không giữ, ghi bằng tay.",
            "Điểm ở cột STT: khoản 2 (miễn), khoản 1 (tạm hoãn) Điều 41.",
        ]),
        marks=tuple(marks),
    )  # fmt: skip


def _points_of(clause: str, on: date, men: Rows) -> list[str]:
    """The points of the clause in force on the day, whether anybody has them or not, and whatever else the men have."""
    start = f"claim.{clause}."
    rules = [rule.key.removeprefix("claim.") for rule in rules_in_use().in_force(on) if rule.key.startswith(start)]
    known = [str(one.key) for one in GROUND]
    found = {*rules, *(str(row["ground"]) for row in men)}
    return sorted(found, key=lambda one: (known.index(one) if one in known else len(known), one))


def _line_06(name: str, men: Rows, year: int, males: int | None = None) -> Cells:
    ages = Counter(_age(row, year) for row in men)
    found = Counter(map(_schooling, men))
    schools = [[found[grade] for grade in span] for span in (range(1, 6), range(6, 10), range(10, 13))]
    return [
        name, males, len(men), _share(len(men), males), len(men), *(ages[age] for age in CALL_UP_AGES),
        sum(count for grade, count in found.items() if grade is not None), found[0],
        *(figure for grades in schools for figure in (sum(grades), *grades)), found[_ABOVE_SCHOOL],
        None, None, None, None,
    ]  # fmt: skip


def _schooling(row: Mapping[str, Any]) -> int | None:
    """The class that was finished, _ABOVE_SCHOOL for who learned further, None where neither is known."""
    return _ABOVE_SCHOOL if row["qualification"] in _HIGHER else _grade(row)


def _words_of(ground: str) -> str:
    return str(column(ENLISTMENT, "ground").show(ground))


def _is_of_age(row: Mapping[str, Any], year: int) -> bool:
    return row["sex"] != "female" and _age(row, year) in CALL_UP_AGES


def _age(row: Mapping[str, Any], year: int) -> int | None:
    born = str(row["birth_date"] or "")[:4]
    return year - int(born) if born.isdigit() else None


def _grade(row: Mapping[str, Any]) -> int | None:
    """The class of general schooling that was finished: 12 of "12/12"; of the old ten-year system as it stands."""
    first = str(row["education"] or "").partition("/")[0]
    return int(first) if first.isdigit() else None


def _as_cells(lines: Iterable[Cells]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(() if cell is None else (_shown(cell),) for cell in line) for line in lines)


def _shown(cell: str | int) -> str:
    return in_figures(cell) if isinstance(cell, int) else cell
