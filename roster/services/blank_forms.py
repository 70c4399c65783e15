"""Forms that go out to a neighbourhood: empty, or with what the ward has of its people so that they complete it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE, column
from roster.columns.column import Column
from roster.domain.actor import Actor, Permission
from roster.domain.choices import ROSTER
from roster.services import audit, lists
from roster.services.units import list_neighbourhoods
from roster.sheets.blank_form import write_form
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.queries import list_rows
from roster.store.scope import require
from roster.store.units import Unit

_PERSON_KEYS = (
    "full_name", "birth_date", "sex", "citizen_id", "ethnicity", "religion", "neighbourhood", "permanent_address",
    "current_address", "education", "qualification", "occupation", "workplace", "phone",
    "is_party_member", "party_joined_on", "is_union_member",
)  # fmt: skip
# What a neighbourhood can know. Health, political and exam results come from others, so no form asks for them.
FORM_KEYS: dict[str, tuple[str, ...]] = {
    ENLISTMENT: (*_PERSON_KEYS, "father_name", "mother_name", "ground", "ground_until", "volunteer", "notes"),
    MILITIA: (*_PERSON_KEYS, "component", "unit", "post", "joined_on", "ends_on", "notes"),
    RESERVE: (
        *_PERSON_KEYS, "rank", "post", "speciality_code", "speciality", "enlisted_on", "discharged_on",
        "reserve_class", "notes",
    ),
}  # fmt: skip


def form_columns(actor: Actor, roster: str, *, filled: bool) -> list[Column]:
    """The form's columns. A filled one leaves out what the actor may not see: a masked id must never come back as one.

    Raises KeyError for an unknown roster.
    """
    found = [column(roster, key) for key in FORM_KEYS[roster]]
    return [one for one in found if not filled or actor.may_see(one.sensitivity)]


def write_blank_form(actor: Actor, ward: Unit, roster: str, year: int, file: BinaryIO, today: date) -> None:
    """Write the empty form of a roster to `file`. Raises NotFound, NotAllowed, KeyError."""
    require(actor, Permission.IMPORT, ward.id)
    write_form(
        form_columns(actor, roster, filled=False),
        file,
        title=_title(roster, year),
        subtitle=f"{ward.title} – mẫu điền",
        neighbourhoods=_neighbourhoods(actor, ward, today),
    )
    audit.record(actor, "form.make", ward_id=ward.id, roster=roster, year=year)
    db.session.commit()


def write_filled_form(
    actor: Actor, ward: Unit, roster: str, year: int, file: BinaryIO, today: date, neighbourhood: str | None = None
) -> int:
    """Write the form with the roster's people, of one neighbourhood or of all, to `file`. Returns how many.

    Raises NotFound, NotAllowed, KeyError.
    """
    require(actor, Permission.EXPORT, ward.id)
    columns = form_columns(actor, roster, filled=True)
    rows = list_rows(actor, ListFilter(roster, ward.id, year, neighbourhood=neighbourhood, today=today))
    write_form(
        columns,
        file,
        title=_title(roster, year),
        subtitle=f"{ward.title}{f', {neighbourhood}' if neighbourhood else ''} – danh sách hiện có ngày "
        f"{today:%d/%m/%Y}, xin bổ sung ô còn thiếu (ô có nền) và sửa chỗ sai",
        neighbourhoods=_neighbourhoods(actor, ward, today),
        people=[_as_texts(columns, row) for row in rows],
    )
    audit.record(
        actor, "list.export", ward_id=ward.id, roster=roster, year=year, rows=len(rows), form=True,
        columns=[one.key for one in columns],
    )  # fmt: skip
    db.session.commit()
    return len(rows)


def neighbourhoods_on_offer(actor: Actor, ward: Unit, today: date) -> list[str]:
    """The neighbourhoods that a form may be made for. Raises NotFound."""
    return _neighbourhoods(actor, ward, today)


def file_name_of(roster: str, year: int, *, filled: bool) -> str:
    """A file name that says what it is and names nobody: "bo-sung-nvqs-2027.xlsx"."""
    return lists.file_name_of(roster, year, ".xlsx").replace("danh-sach", "bo-sung" if filled else "mau-dien")


def _title(roster: str, year: int) -> str:
    name = next(choice.label for choice in ROSTER if choice.key == roster)
    return f"DANH SÁCH {name.upper()} NĂM {year}"


def _neighbourhoods(actor: Actor, ward: Unit, today: date) -> list[str]:
    return [one.name for one in list_neighbourhoods(actor, ward.id, today)]


def _as_texts(columns: list[Column], row: Mapping[str, Any]) -> dict[str, str]:
    return {one.key: one.show(row.get(one.key)) for one in columns}
