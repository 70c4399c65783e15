"""What heads and signs a ward's papers, kept with the days on which each holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.text import clean
from roster.services import audit
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.store.db import db
from roster.store.papers import Letterhead, Signatory

PARTS = {"preparer": "Người lập biểu", "signer": "Người ký (chỉ huy)"}

_LONGEST_HEAD = {"superior": 160, "agency": 160, "symbol": 40, "place": 80}
_LONGEST_SIGNATORY = {"authority": 80, "post": 80, "rank": 40, "full_name": 120}
_NEEDED_OF_SIGNATORY = {"post", "full_name"}

Row = TypeVar("Row", Letterhead, Signatory)


def list_letterheads(actor: Actor, ward_id: UUID) -> list[Letterhead]:
    """The ward's letterheads, the latest first. Raises NotFound for a foreign ward."""
    return _rows(actor, Letterhead, ward_id)


def list_signatories(actor: Actor, ward_id: UUID) -> list[Signatory]:
    """Those who sign the ward's papers, the latest first. Raises NotFound for a foreign ward."""
    return _rows(actor, Signatory, ward_id)


def get_letterhead(actor: Actor, ward_id: UUID, letterhead_id: UUID) -> Letterhead:
    """One letterhead of the ward. Raises NotFound."""
    return _row(actor, Letterhead, ward_id, letterhead_id)


def get_signatory(actor: Actor, ward_id: UUID, signatory_id: UUID) -> Signatory:
    """One signatory of the ward. Raises NotFound."""
    return _row(actor, Signatory, ward_id, signatory_id)


def save_letterhead(
    actor: Actor,
    ward_id: UUID,
    letterhead_id: UUID | None,
    *,
    texts: Mapping[str, str],
    begins_on: date | None,
    ends_on: date | None,
) -> Letterhead:
    """Add (id None) or change a letterhead; `texts` holds superior, agency, symbol, place, recipients (one a line).

    Raises NotFound, NotAllowed, Invalid with sentences by field.
    """
    _demand(actor, ward_id)
    row = _row(actor, Letterhead, ward_id, letterhead_id) if letterhead_id else Letterhead(ward_id=ward_id)
    values, faults = _checked(texts, _LONGEST_HEAD, set(_LONGEST_HEAD))
    days = _checked_days(begins_on, ends_on, faults)
    values["recipients"] = clean(texts.get("recipients", ""), keep_lines=True)[:2000]
    return _store(actor, "letterhead", row, values, days, is_new=letterhead_id is None)


def save_signatory(
    actor: Actor,
    ward_id: UUID,
    signatory_id: UUID | None,
    *,
    part: str,
    texts: Mapping[str, str],
    begins_on: date | None,
    ends_on: date | None,
) -> Signatory:
    """Add (id None) or change who signs; `texts` holds authority, post, rank, full_name, `part` is a key of PARTS.

    Raises NotFound, NotAllowed, Invalid with sentences by field.
    """
    _demand(actor, ward_id)
    row = _row(actor, Signatory, ward_id, signatory_id) if signatory_id else Signatory(ward_id=ward_id)
    values, faults = _checked(texts, _LONGEST_SIGNATORY, _NEEDED_OF_SIGNATORY)
    if part not in PARTS:
        faults["part"] = ["Hãy chọn phần ký."]
    days = _checked_days(begins_on, ends_on, faults)
    return _store(actor, "signatory", row, values | {"part": part}, days, is_new=signatory_id is None)


def stands(row: Letterhead | Signatory, on: date) -> bool:
    """Whether the row holds on that day."""
    return row.begins_on <= on and (row.ends_on is None or on <= row.ends_on)


def _demand(actor: Actor, ward_id: UUID) -> None:
    if not actor.covers(ward_id):
        raise NotFound
    if not actor.may(Permission.MANAGE_WARD):
        raise NotAllowed


def _rows(actor: Actor, model: type[Row], ward_id: UUID) -> list[Row]:
    if not actor.covers(ward_id):
        raise NotFound
    query = select(model).where(model.ward_id == ward_id).order_by(model.begins_on.desc(), model.id.desc())
    return list(db.session.scalars(query))


def _row(actor: Actor, model: type[Row], ward_id: UUID, row_id: UUID) -> Row:
    row = db.session.get(model, row_id) if actor.covers(ward_id) else None
    if row is None or row.ward_id != ward_id:
        raise NotFound
    return row


def _checked(
    texts: Mapping[str, str], longest: Mapping[str, int], needed: set[str]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    values = {key: clean(texts.get(key, "")) for key in longest}
    faults = {key: [f"Không quá {longest[key]} ký tự."] for key, value in values.items() if len(value) > longest[key]}
    faults |= {key: ["Hãy nhập mục này."] for key in sorted(needed) if not values[key]}
    return values, faults


def _checked_days(begins_on: date | None, ends_on: date | None, faults: dict[str, list[str]]) -> dict[str, date | None]:
    if begins_on is None:
        faults["begins_on"] = ["Hãy nhập ngày bắt đầu dùng, ví dụ 01/07/2025."]
    elif ends_on is not None and ends_on < begins_on:
        faults["ends_on"] = ["Ngày thôi dùng phải sau ngày bắt đầu."]
    if faults:
        raise Invalid(faults)
    return {"begins_on": begins_on, "ends_on": ends_on}


def _store(
    actor: Actor, noun: str, row: Row, values: Mapping[str, str], days: Mapping[str, date | None], *, is_new: bool
) -> Row:
    for key, value in {**values, **days}.items():
        setattr(row, key, value)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, f"{noun}.{'create' if is_new else 'edit'}", ward_id=row.ward_id, subject_id=row.id)
    db.session.commit()
    return row
