"""Where the columns of a candidate's claim and examination stand: joined to his record, one row each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from roster.columns.call_up import CALL_UP_COLUMNS, CLAIM, CLAIM_PREFIX
from roster.columns.column import Column, Value
from roster.store.claims import Claim, Examination
from roster.store.enlistment import EnlistmentRecord

_KEYS = frozenset(column.key for column in CALL_UP_COLUMNS)


def is_call_up(fact: Column) -> bool:
    """Whether the fact stands in a table of claims or examinations, not in the record."""
    return fact.key in _KEYS and fact in CALL_UP_COLUMNS


def call_up_attribute(fact: Column) -> InstrumentedAttribute[Any]:
    """The model's attribute that holds the fact, in a query that `with_call_up` has joined."""
    return getattr(Claim, fact.key.removeprefix(CLAIM_PREFIX)) if fact.home == CLAIM else getattr(Examination, fact.key)


def with_call_up(query: Select[Any]) -> Select[Any]:
    """Join the claim and the examination of each enlistment record to a query over such records.

    Of several claims to deferral or exemption it is the one of the ground that the record names, else the latest.
    """
    one = aliased(Claim)
    latest = (
        select(one.id)
        .where(
            one.ward_id == EnlistmentRecord.ward_id,
            one.person_id == EnlistmentRecord.person_id,
            one.withdrawn_at.is_(None),
            one.ground.startswith("41"),
            or_(EnlistmentRecord.ground.is_(None), one.ground == EnlistmentRecord.ground),
        )
        .order_by(one.created_at.desc(), one.id.desc())
        .limit(1)
        .correlate(EnlistmentRecord)
        .scalar_subquery()
    )
    return query.outerjoin(Claim, Claim.id == latest).outerjoin(
        Examination, Examination.record_id == EnlistmentRecord.id
    )


def needs_call_up(facts: Iterable[Column | None]) -> bool:
    """Whether one of the facts stands in a table of claims or examinations."""
    return any(fact is not None and is_call_up(fact) for fact in facts)


def as_value(stored: Any) -> Value:
    """A stored value as the catalogue has it: a day as text."""
    return stored.isoformat() if isinstance(stored, date) else stored
