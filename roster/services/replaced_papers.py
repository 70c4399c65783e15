"""Papers that went out and were replaced: which line of the register by which, and what the new papers say of the old.

A list is replaced as a whole. Of a run of personal papers some may be replaced, the others hold on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.domain.personal_papers import numbered, place_in_series
from roster.services.assessment import rules_in_use
from roster.services.paper_numbers import numbers_of_line
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.scope import require_ward

_ISSUED = "issued"
_ONE_DIGIT = re.compile(
    r"^(?=[1-9](?!\w))"
)  # a number below 10 has a zero before it on paper (Nghị định 30/2020/NĐ-CP)


@dataclass(frozen=True)
class Replaced:
    """By which papers a line of the register was replaced, the latest first, and which of its numbers were."""

    by: tuple[IssuedPaper, ...]
    numbers: tuple[int, ...]
    is_whole: bool


def replacements_of(actor: Actor, ward_id: UUID, lines: Collection[IssuedPaper]) -> dict[UUID, Replaced]:
    """What replaced the ward's lines, by their ids; a line that holds as it is does not come back. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(IssuedPaper).where(
        IssuedPaper.ward_id == ward_id, IssuedPaper.corrects_id.is_not(None), IssuedPaper.state == _ISSUED
    )
    asked = {one.id: one for one in lines}
    by, numbers = defaultdict[UUID, list[IssuedPaper]](list), defaultdict[UUID, set[int]](set)
    for new in db.session.scalars(query.order_by(IssuedPaper.issued_at.desc())):
        parts = {UUID(key): given for key, given in new.request.get("replaces", {}).items()}
        for old_id in parts or [new.corrects_id]:
            if old_id is not None and (old := asked.get(old_id)) is not None:
                by[old.id].append(new)
                numbers[old.id].update(parts.get(old.id) or numbers_of_line(old))
    return {
        one: Replaced(tuple(by[one]), tuple(sorted(numbers[one])), numbers[one] >= set(numbers_of_line(asked[one])))
        for one in by
    }


def replacement_of(actor: Actor, line: IssuedPaper) -> Replaced | None:
    """What replaced this line, None where it holds. Raises NotFound."""
    return replacements_of(actor, line.ward_id, [line]).get(line.id)


def replaced_by(actor: Actor, line: IssuedPaper) -> IssuedPaper | None:
    """The paper that this one replaces, None where it replaces none. Raises NotFound."""
    require_ward(actor, line.ward_id)
    return db.session.get(IssuedPaper, line.corrects_id) if line.corrects_id else None


# --- What a run keeps of the papers that it replaces ------------------------------------------------------------------


def old_papers(deliveries: Sequence[Delivery]) -> dict[str, Any]:
    """Of papers that replace others: how each names the old, which numbers of which line they replace, and why."""
    olds = {one.id: one for one in _by_ids(Delivery, [one.replaces_id for one in deliveries if one.replaces_id])}
    lines = {one.id: one for one in _by_ids(IssuedPaper, [one.issued_paper_id for one in olds.values()])}
    found, reasons = [], list[str]()
    for one in deliveries:
        old = olds.get(one.replaces_id) if one.replaces_id else None
        if old is not None and old.issued_paper_id in lines:
            found.append((one.id, lines[old.issued_paper_id], old.paper_number or "", old.issued_on))
            reasons.append(one.replace_reason or "")
    return _kept(found, reasons)


def old_of_reservists(line: IssuedPaper, reason: str, person_ids: Sequence[UUID]) -> dict[str, Any]:
    """The same of reservists whose papers went out with a line."""
    numbers = numbers_of_reservists(line)
    return _kept([(one, line, numbers[one], line.dated_on) for one in person_ids if one in numbers], [reason])


def numbers_of_reservists(line: IssuedPaper) -> dict[UUID, str]:
    """The number of each reservist whose paper went out with a line, in its order; nothing of another line's."""
    job = db.session.get(PrintJob, UUID(line.request["job"])) if "job" in line.request else None
    if job is None or job.ward_id != line.ward_id:
        return {}
    kind, rules = job.request.get("kind", ""), rules_in_use()
    pairs = zip(job.request.get("ids", ()), job.request.get("numbers", ()), strict=False)
    return {UUID(one): numbered(number or "", kind, line.dated_on, rules) for one, number in pairs}


def _kept(found: Sequence[tuple[UUID, IssuedPaper, str, date | None]], reasons: Sequence[str]) -> dict[str, Any]:
    """For a job's request: "old" by the id of the new paper, "replaces" by the id of the line, "reason"."""
    if not found:
        return {}
    replaces: dict[str, list[int]] = {}
    for _, line, number, _ in found:
        place = place_in_series(number, "")
        if place is not None:
            replaces.setdefault(str(line.id), []).append(place[1])
    old = {
        str(one): f"số {_ONE_DIGIT.sub('0', number)} ngày {signed_on or line.dated_on:%d/%m/%Y}"
        for one, line, number, signed_on in found
    }
    return {"old": old, "replaces": replaces, "reason": "; ".join(dict.fromkeys(filter(None, reasons)))}


def _by_ids(model: Any, ids: Sequence[UUID | None]) -> list[Any]:
    wanted, found = [one for one in dict.fromkeys(ids) if one], list[Any]()
    for start in range(0, len(wanted), 500):
        found += db.session.scalars(select(model).where(model.id.in_(wanted[start : start + 500])))
    return found
