"""One search over everything that an officer may open: people, papers, reports, imported files, plans, units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import ROSTERS
from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.config import OFFICE_ZONE
from roster.domain.actor import Actor, Permission
from roster.domain.choices import ROSTER, label_of
from roster.domain.qr_card import read_card
from roster.domain.text import clean, fold
from roster.services import audit, bulk_edit_undo, saved_views
from roster.services.report_reading import period_of_report
from roster.store.db import db
from roster.store.forces import ForceUnit
from roster.store.imports import ImportBatch
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.person_search import WardPerson, find_in_wards
from roster.store.targets import Report
from roster.store.training import TrainingPlan
from roster.store.units import Unit

ISSUED, PRINT, REPORT, IMPORT, PLAN, UNIT, VIEW = "issued", "print", "report", "import", "plan", "unit", "view"
EDIT = "edit"
PEOPLE_SHOWN = 50
_EDIT_WORDS = "sửa hoàn tác"
_THINGS_SHOWN = 8  # of each kind
_LOOKED_THROUGH = 400  # the newest of each kind and ward


@dataclass(frozen=True)
class FoundThing:
    """Something with a page of its own that is no citizen, with what tells it from others; `values` of its address."""

    kind: str
    id: UUID
    ward_id: UUID
    title: str
    detail: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Findings:
    """What was found: people, how many there are in all, and the rest."""

    people: list[WardPerson]
    total: int
    things: list[FoundThing]

    @property
    def is_nobody_meant(self) -> bool:
        """Whether nobody was found by his name or number: "17A" is a form before it is a part of "117A Lê Duẩn"."""
        return not self.people or bool(self.people[0].found_by)  # the nearest comes first


def fits(q: str, text: str) -> bool:
    """Whether each word of `q` begins a word of the text, marks or no marks."""
    words = fold(text).split()
    return bool(fold(q)) and all(any(one.startswith(word) for one in words) for word in fold(q).split())


def what_is_meant(q: str, today: date) -> str:
    """What is looked for: of a scanned card its number, else what was typed."""
    card = read_card(q, today=today)
    return card.citizen_id if card else clean(q)


def find(actor: Actor, wards: Sequence[Unit], q: str) -> Findings:
    """Everything in these wards that the words find; leaves the entry of a search for people.

    People and reports are shown to those who may see people, papers to those who may print, files to those who import.
    """
    if not fold(q):
        return Findings([], 0, [])
    people: list[WardPerson] = []
    total = 0
    if actor.may(Permission.VIEW_PEOPLE) and wards:
        people, total = find_in_wards(actor, [one.id for one in wards], q, PEOPLE_SHOWN)
        # One entry in the journal of each ward whose people are shown; a search that finds nobody is one, too.
        for ward_id in sorted({one.ward_id for one in people}) or [wards[0].id]:
            audit.defer(actor, "list.search", ward_id=ward_id, page="search", filters=["q"])
    things = [
        one
        for ward in wards
        for one in (*_views(actor, ward.id, q), *_edits(actor, ward.id, q), *_things(actor, ward.id, q))
    ]
    return Findings(people, total, things)


def _views(actor: Actor, ward_id: UUID, q: str) -> list[FoundThing]:
    if not actor.may(Permission.VIEW_PEOPLE):
        return []
    found = [one for one in saved_views.views_of(actor, ward_id) if fits(q, one.name)]
    return [FoundThing(VIEW, one.id, ward_id, one.name, f"bộ lọc, {_list_name(one.roster)}") for one in found]


def _edits(actor: Actor, ward_id: UUID, q: str) -> Iterator[FoundThing]:
    """Edits of many people, which are taken back on their pages."""
    # The journal has no index of acts: it is looked through for who names such an act, not for each name of a citizen.
    if not actor.may(Permission.EDIT_PEOPLE) or not any(fits(word, _EDIT_WORDS) for word in q.split()):
        return
    for one in bulk_edit_undo.recent_edits(actor, ward_id, _THINGS_SHOWN):
        title = f"Sửa nhiều người lúc {one.at.astimezone(OFFICE_ZONE):%H:%M ngày %d/%m/%Y}"
        state = "đã hoàn tác" if one.undone_at else "mở để hoàn tác"
        detail = f"{one.count} người, {_list_name(one.roster)}, {one.user_name}; {state}"
        if fits(q, f"{title} {detail}"):
            yield FoundThing(EDIT, one.edit_id, ward_id, title, detail, {"roster": one.roster})


def _things(actor: Actor, ward_id: UUID, q: str) -> Iterator[FoundThing]:
    sources: tuple[tuple[Permission, str, Any, Any, Callable[[Any], tuple[str, str]]], ...] = (
        (Permission.PRINT, ISSUED, IssuedPaper, IssuedPaper.dated_on, _issued_words),
        (Permission.PRINT, PRINT, PrintJob, PrintJob.created_at, _print_words),
        (Permission.VIEW_PEOPLE, REPORT, Report, Report.first_day, _report_words),
        (Permission.VIEW_PEOPLE, PLAN, TrainingPlan, TrainingPlan.year, _plan_words),
        (Permission.VIEW_PEOPLE, UNIT, ForceUnit, ForceUnit.begins_on, _unit_words),
        (Permission.IMPORT, IMPORT, ImportBatch, ImportBatch.created_at, _import_words),
    )
    for permission, kind, model, newest, words in sources:
        if not actor.may(permission):
            continue
        query = select(model).where(model.ward_id == ward_id).order_by(newest.desc(), model.id).limit(_LOOKED_THROUGH)
        shown = 0
        for row in db.session.scalars(query):
            title, detail = words(row)
            if fits(q, f"{title} {detail}") and shown < _THINGS_SHOWN:
                shown += 1
                yield FoundThing(kind, row.id, ward_id, title, detail)


def _list_name(key: str) -> str:
    if key in PRINTED_LISTS:
        return PRINTED_LISTS[key].name
    return label_of(ROSTER, key) if key in ROSTERS else PLAIN_SHEETS.get(key, key)


def _issued_words(row: Any) -> tuple[str, str]:
    return (
        f"{row.number:02d}/{row.symbol}",
        f"{row.request.get('name') or _list_name(row.list_key)}, ngày {row.dated_on:%d/%m/%Y}",
    )


def _print_words(row: Any) -> tuple[str, str]:
    return _list_name(row.list_key), f"bản in ngày {row.created_at:%d/%m/%Y}"


def _report_words(row: Any) -> tuple[str, str]:
    return f"Báo cáo {period_of_report(row).name}", f"số {row.number}" if row.number else "chưa gửi"


def _plan_words(row: Any) -> tuple[str, str]:
    return row.title, f"huấn luyện năm {row.year}"


def _unit_words(row: Any) -> tuple[str, str]:
    return row.name, f"đến ngày {row.ends_on:%d/%m/%Y}" if row.ends_on else "đơn vị"


def _import_words(row: Any) -> tuple[str, str]:
    return row.file_name, f"tệp nhập {label_of(ROSTER, row.roster)} năm {row.year}"
