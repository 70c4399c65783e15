"""The citizens of a ward as an import must know them: fetched once per file, facts of person and record together."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, select

from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.domain.actor import Actor
from roster.intake.match import KnownPerson
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.scope import require_ward

_PERSON_KEYS = tuple(c.key for c in PERSON_COLUMNS)


def known_people(actor: Actor, ward_id: UUID, roster: str, year: int) -> list[KnownPerson]:
    """Every citizen of the ward, with his record in the roster (enlistment: of that year; else his open one).

    One query. Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    record = RECORD_MODELS[roster]
    belongs = and_(record.person_id == Person.id, record.ward_id == Person.ward_id)
    if roster == ENLISTMENT:
        belongs = and_(belongs, EnlistmentRecord.year == year)
    else:
        belongs = and_(belongs, record.closed_on.is_(None))
    record_keys = tuple(c.key for c in ROSTER_COLUMNS[roster])
    query = (
        select(
            Person.id, record.id, Person.name_key, Person.retired_on, Person.version,
            *(getattr(Person, key) for key in _PERSON_KEYS), *(getattr(record, key) for key in record_keys),
        )
        .outerjoin(record, belongs)
        .where(Person.ward_id == ward_id)
    )  # fmt: skip
    keys = _PERSON_KEYS + record_keys
    return [
        KnownPerson(
            person_id=row[0],
            record_id=row[1],
            name_key=row[2],
            retired=row[3] is not None,
            version=row[4],
            facts={key: value for key, value in zip(keys, row[5:], strict=True) if value is not None},
        )
        for row in db.session.execute(query)
    ]
