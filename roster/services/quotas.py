"""How many men each ward must hand over to the army and to the police: allotted, divided over wards, recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from roster.domain.actor import Actor, Permission
from roster.domain.cycle import EARLY, divide_quota, gate_verdicts, is_loss, standing_against
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import Standing, standings_of_wards
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.store.campaigns import Quota
from roster.store.db import db
from roster.store.scope import require
from roster.store.units import Unit

SERVICE_LABELS = {"army": "Quân đội", "police": "Công an"}
MOST_PLACES = 100_000


class Share(NamedTuple):
    """A ward's part of a proposed division: the men it can draw on, and the places it would get."""

    unit: Unit
    pool: int
    places: int


def of_ward(actor: Actor, ward_id: UUID, year: int) -> dict[str, Quota]:
    """The ward's quota by service ("army", "police"), always both: none recorded is one of 0 places, not stored.

    Raises NotFound, NotAllowed.
    """
    return of_wards(actor, [ward_id], year)[ward_id]


def of_wards(actor: Actor, ward_ids: Iterable[UUID], year: int) -> dict[UUID, dict[str, Quota]]:
    """The quotas of several wards, in one query. Raises NotFound, NotAllowed."""
    wanted = [require(actor, Permission.VIEW_PEOPLE, ward_id) for ward_id in ward_ids]
    found: dict[UUID, dict[str, Quota]] = {
        ward_id: {
            service: Quota(ward_id=ward_id, year=year, service=service, places=0, decision_number="", decided_by="")
            for service in SERVICE_LABELS
        }
        for ward_id in wanted
    }
    for quota in db.session.scalars(select(Quota).where(Quota.ward_id.in_(wanted), Quota.year == year)):
        found[quota.ward_id][quota.service] = quota
    return found


def save(
    actor: Actor,
    ward_id: UUID,
    year: int,
    service: str,
    places: int,
    decision_number: str,
    decided_on: date | None,
    decided_by: str,
) -> Quota:
    """Record a ward's quota of a service as it was allotted, and commit. Raises Invalid, NotFound, NotAllowed."""
    decide(actor, year, service, {ward_id: places}, decision_number, decided_on, decided_by)
    return of_ward(actor, ward_id, year)[service]


def decide(
    actor: Actor,
    year: int,
    service: str,
    places: Mapping[UUID, int],
    decision_number: str,
    decided_on: date | None,
    decided_by: str,
) -> None:
    """Record the quotas of several wards by one decision, in one transaction.

    Raises Invalid (the faults of a ward under its id as text), NotFound, NotAllowed.
    """
    for ward_id in places:
        require(actor, Permission.EDIT_PEOPLE, ward_id)
    decision_number, decided_by = clean(decision_number), clean(decided_by)
    _check(service, places, decision_number, decided_on, decided_by)
    stored = {
        quota.ward_id: quota
        for quota in db.session.scalars(
            select(Quota)
            .where(Quota.ward_id.in_(places), Quota.year == year, Quota.service == service)
            .with_for_update()
        )
    }
    for ward_id, number in places.items():
        quota = stored.get(ward_id)
        old = quota.places if quota else None
        if quota is None:
            quota = Quota(ward_id=ward_id, year=year, service=service)
            db.session.add(quota)
        quota.places, quota.decision_number = number, decision_number
        quota.decided_on, quota.decided_by = decided_on, decided_by
        audit.record(
            actor, "quota.decide", ward_id=ward_id, year=year, service=service, places=[old, number],
            decision_number=decision_number,
        )  # fmt: skip
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        text = "Vừa có người khác ghi chỉ tiêu này, hoặc chính đồng chí ghi ở thẻ khác. Hãy mở lại trang rồi ghi tiếp."
        raise Invalid({"": [text]}) from error


def propose(actor: Actor, ward_ids: Iterable[UUID], year: int, service: str, total: int) -> list[Share]:
    """Divide a total over wards by the men they can draw on (largest remainder); writes nothing.

    The pool of a ward is its callable candidates; before any ward has one, those against whom nothing stands but what
    the examination and the police have yet to say. Raises Invalid, NotFound, NotAllowed.
    """
    _check(service, {}, "", None, "")
    if not 0 <= total <= MOST_PLACES:
        raise Invalid({"total": [f"Tổng chỉ tiêu phải từ 0 đến {MOST_PLACES}."]})
    wanted = list(dict.fromkeys(ward_ids))
    candidates = [one for one in standings_of_wards(actor, wanted, year) if not is_loss(one.step)]
    pools = _pools(wanted, [one for one in candidates if one.is_callable])
    if not any(pools):
        pools = _pools(wanted, [one for one in candidates if _is_hopeful(one)])
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(wanted)))}
    places = divide_quota(total, pools)
    return [Share(units[ward_id], pool, part) for ward_id, pool, part in zip(wanted, pools, places, strict=True)]


def _is_hopeful(candidate: Standing) -> bool:
    against = standing_against(candidate.assessment, gate_verdicts(EARLY), candidate.ruled_callable)
    return not (against or candidate.ruled_out or candidate.is_closed)


def _pools(ward_ids: list[UUID], candidates: list[Standing]) -> list[int]:
    counted = dict.fromkeys(ward_ids, 0)
    for candidate in candidates:
        counted[candidate.ward_id] += 1
    return list(counted.values())


def _check(
    service: str, places: Mapping[UUID, int], decision_number: str, decided_on: date | None, decided_by: str
) -> None:
    faults: dict[str, list[str]] = {}
    if service not in SERVICE_LABELS:
        faults["service"] = ["Hãy chọn Quân đội hoặc Công an."]
    for ward_id, number in places.items():
        if not 0 <= number <= MOST_PLACES:
            sentence = f"Chỉ tiêu phải là số nguyên từ 0 đến {MOST_PLACES}."
            faults[str(ward_id)] = [sentence]
            faults.setdefault("places", [sentence])
    if len(decision_number) > 80:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    if len(decided_by) > 160:
        faults["decided_by"] = ["Tên cơ quan quyết định dài quá 160 ký tự."]
    if decided_on is not None and decided_on > today():
        faults["decided_on"] = ["Ngày quyết định không được ở sau ngày hôm nay."]
    if faults:
        raise Invalid(faults)
