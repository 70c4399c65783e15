"""The citizens of a ward as an import must know them: fetched once per file, facts of person and record together."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select

from roster.columns.call_up import CLAIM_COLUMNS, EXAMINATION_KEYS
from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.domain.actor import Actor
from roster.domain.dates import latest
from roster.intake.match import KnownClaim, KnownPerson
from roster.store.call_up import as_value, call_up_attribute
from roster.store.claims import Claim, Examination
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.scope import require_ward

_PERSON_KEYS = tuple(c.key for c in PERSON_COLUMNS)


def known_people(actor: Actor, ward_id: UUID, roster: str, year: int) -> list[KnownPerson]:
    """Every citizen of the ward, with his record in the roster (enlistment: of that year; else his open one).

    For enlistment with his claims and what was measured of him. One query, two for enlistment. Raises NotFound for a
    ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    record = RECORD_MODELS[roster]
    belongs = and_(record.person_id == Person.id, record.ward_id == Person.ward_id)
    if roster == ENLISTMENT:
        belongs = and_(belongs, EnlistmentRecord.year == year)
    else:
        belongs = and_(belongs, record.closed_on.is_(None))
    record_keys = tuple(c.key for c in ROSTER_COLUMNS[roster])
    exam_keys = EXAMINATION_KEYS if roster == ENLISTMENT else ()
    query = (
        select(
            Person.id, record.id, Person.name_key, Person.retired_on, Person.version,
            *(getattr(Person, key) for key in _PERSON_KEYS), *(getattr(record, key) for key in record_keys),
            *(getattr(Examination, key) for key in exam_keys),
        )
        .outerjoin(record, belongs)
        .where(Person.ward_id == ward_id)
    )  # fmt: skip
    if exam_keys:
        query = query.outerjoin(Examination, Examination.record_id == record.id)
    keys = _PERSON_KEYS + record_keys + exam_keys
    claims = _claims(ward_id, year) if roster == ENLISTMENT else {}
    return [
        KnownPerson(
            person_id=row[0],
            record_id=row[1],
            name_key=row[2],
            retired=row[3] is not None,
            version=row[4],
            facts={key: value for key, value in zip(keys, row[5:], strict=True) if value is not None},
            claims=claims.get(row[0], ()),
        )
        for row in db.session.execute(query)
    ]


def _claims(ward_id: UUID, year: int) -> dict[UUID, tuple[KnownClaim, ...]]:
    """The claims to deferral and exemption of the ward's citizens, oldest first, those withdrawn left out."""
    found: dict[UUID, list[KnownClaim]] = defaultdict(list)
    query = (
        select(Claim)
        .where(Claim.ward_id == ward_id, Claim.withdrawn_at.is_(None), Claim.ground.startswith("41"))
        .order_by(Claim.created_at, Claim.id)
    )
    for claim in db.session.scalars(query):
        facts = {c.key: as_value(getattr(claim, call_up_attribute(c).key)) for c in CLAIM_COLUMNS}
        known = {key: value for key, value in facts.items() if value is not None}
        found[claim.person_id].append(KnownClaim(claim.id, claim.version, claim.ground, known, _is_past(claim, year)))
    return {person_id: tuple(own) for person_id, own in found.items()}


def _is_past(claim: Claim, year: int) -> bool:
    """Whether the claim was answered for an earlier call-up: it ended before the year, or was refused before its work.

    A ground must be proved anew each year (Thông tư 148/2018/TT-BQP).
    """
    if claim.status == "decided":
        return bool(claim.until) and latest(str(claim.until)) < date(year, 1, 1)
    return claim.status == "refused" and claim.decided_on is not None and claim.decided_on < date(year - 1, 1, 1)
