"""Where each value comes from that a citizen's card shows now: file, sheet, cell and officer, or by whose hand.

Told from the history (FieldChange): the last change to a fact that left the value which stands there today.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.call_up import CLAIM_PREFIX, EXAMINATION, EXAMINATION_KEYS
from roster.columns.catalogue import PERSON, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.columns.column import Value
from roster.domain.actor import Actor, Sensitivity
from roster.listing.table import masked
from roster.services.claims import CLAIM
from roster.services.fact_words import CLAIM_FACTS, hidden_kind, in_words, label_of_fact
from roster.services.history import MendedCells, mended_cells, undone_imports
from roster.services.people import get_person
from roster.services.records import records_of
from roster.store.audit import FieldChange
from roster.store.claims import Claim, Examination
from roster.store.dated_history import loaded
from roster.store.db import db
from roster.store.imports import RECONCILE, ImportBatch

FROM_FILE, BY_HAND, UNKNOWN = "file", "hand", "unknown"


@dataclass(frozen=True)
class Return:
    """That a value came back when an import was taken back: by whom, when, which file's."""

    user_name: str
    at: datetime.datetime
    file_name: str


@dataclass(frozen=True)
class Origin:
    """Where a value comes from. `kind` is FROM_FILE, BY_HAND, or UNKNOWN where the history does not tell.

    `user_name` confirmed the import or typed the value. `compared` is set where the value was taken from a list that
    was brought only to be compared, `keeper` is whose list that was. `mended_by`: who had put another text in place of
    the file's cell. `returned`: the value stood here before an import that was taken back.
    """

    kind: str
    user_name: str = ""
    at: datetime.datetime | None = None
    import_id: UUID | None = None
    file_name: str = ""
    sheet: str = ""
    cell: str = ""
    compared: bool = False
    keeper: str = ""
    mended_by: str = ""
    returned: Return | None = None


@dataclass(frozen=True)
class SourcedFact:
    """One value that stands there now, masked for the reader, and its origin."""

    label: str
    text: str
    origin: Origin


@dataclass(frozen=True)
class FactGroup:
    """Facts of the citizen ("person"), of one record (its roster), of an examination or of a claim.

    `year` is the call-up's, None elsewhere; `since` and `closed_on` a record's days.
    """

    home: str
    facts: tuple[SourcedFact, ...]
    year: int | None = None
    since: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class SourceFile:
    """A file from which values come, and how many."""

    import_id: UUID
    file_name: str
    count: int


@dataclass(frozen=True)
class Provenance:
    """All that a card shows, by its origin. `withholds`: there are kinds of facts that the reader may not see."""

    person_id: UUID
    full_name: str
    groups: tuple[FactGroup, ...]
    withholds: bool

    @property
    def counts(self) -> dict[str, int]:
        """Facts by kind of origin."""
        kinds = [fact.origin.kind for group in self.groups for fact in group.facts]
        return {kind: kinds.count(kind) for kind in (FROM_FILE, BY_HAND, UNKNOWN)}

    @property
    def files(self) -> list[SourceFile]:
        """The files behind the facts, the one with the most first."""
        found: dict[UUID, SourceFile] = {}
        for origin in (fact.origin for group in self.groups for fact in group.facts):
            if origin.import_id is not None:
                known = found.get(origin.import_id) or SourceFile(origin.import_id, origin.file_name, 0)
                found[origin.import_id] = replace(known, count=known.count + 1)
        return sorted(found.values(), key=lambda one: -one.count)


def provenance_of(actor: Actor, ward_id: UUID, person_id: UUID) -> Provenance:
    """Every value that the citizen, his records, claims and examinations hold now, with its origin.

    An id or telephone number that the actor may not see is masked; other facts that he may not see are left out, since
    that there is one says too much already. Raises NotFound, NotAllowed.
    """
    person = get_person(actor, ward_id, person_id)
    records = records_of(actor, person)
    trail = _Trail(ward_id, person_id)
    groups = [FactGroup(PERSON, _facts(actor, trail, PERSON, None, person, [c.key for c in PERSON_COLUMNS]))]
    exams = _examinations([one.record.id for one in records])
    for one in records:
        year = getattr(one.record, "year", None)
        keys = [column.key for column in ROSTER_COLUMNS[one.roster]]
        facts = _facts(actor, trail, one.roster, one.record.id, one.record, keys)
        groups.append(FactGroup(one.roster, facts, year, one.record.since, one.record.closed_on))
        if exam := exams.get(one.record.id):
            measured = _facts(actor, trail, EXAMINATION, exam.id, exam, EXAMINATION_KEYS)
            groups.append(FactGroup(EXAMINATION, measured, year))
    standing = select(Claim).where(Claim.person_id == person_id, Claim.ward_id == ward_id, Claim.withdrawn_at.is_(None))
    for claim in db.session.scalars(standing.order_by(Claim.created_at, Claim.id)):
        groups.append(FactGroup(CLAIM, _facts(actor, trail, CLAIM, claim.id, claim, CLAIM_FACTS)))
    return Provenance(
        person_id, person.full_name, tuple(group for group in groups if group.facts),
        not all(actor.may_see(kind) for kind in Sensitivity if kind is not Sensitivity.IDENTITY),
    )  # fmt: skip


def _examinations(record_ids: list[UUID]) -> Mapping[UUID, Examination]:
    query = select(Examination).where(Examination.record_id.in_(record_ids))
    return {exam.record_id: exam for exam in db.session.scalars(query)} if record_ids else {}


def _facts(
    actor: Actor, trail: _Trail, home: str, subject_id: UUID | None, target: Any, keys: Iterable[str]
) -> tuple[SourcedFact, ...]:
    found = []
    for key in keys:
        value = _as_kept(getattr(target, key.removeprefix(CLAIM_PREFIX) if home == CLAIM else key))
        if value in (None, ""):
            continue
        text, kind = in_words(home, key, value), hidden_kind(actor, home, key)
        if kind is Sensitivity.IDENTITY:
            text = masked(text, kind)
        elif kind is not None:
            continue
        found.append(SourcedFact(label_of_fact(home, key), text, trail.origin(home, subject_id, key, value)))
    return tuple(found)


def _as_kept(value: Any) -> Value:
    kept: Value = value.isoformat() if isinstance(value, date) else value
    return kept


class _Trail:
    """The citizen's changes, newest first, by fact; with the imports that they belong to."""

    def __init__(self, ward_id: UUID, person_id: UUID) -> None:
        query = (
            select(FieldChange)
            .where(FieldChange.person_id == person_id, FieldChange.ward_id == ward_id)
            .order_by(FieldChange.at.desc(), FieldChange.id.desc())
        )
        changes = list(db.session.scalars(query))
        self._by_fact: dict[tuple[str, UUID | None, str], list[FieldChange]] = defaultdict(list)
        for change in changes:
            self._by_fact[change.home, change.record_id, change.key].append(change)
        import_ids = {change.import_id for change in changes if change.import_id}
        of_import = select(ImportBatch).where(ImportBatch.id.in_(import_ids))
        self._imports = {batch.id: batch for batch in db.session.scalars(of_import)} if import_ids else {}
        self._mended: MendedCells = mended_cells(import_ids)
        self._undone = undone_imports(ward_id, (change.at for change in changes if change.import_id is None))

    def origin(self, home: str, subject_id: UUID | None, key: str, value: Value) -> Origin:
        """Whose change left this value; UNKNOWN where the last change left another or there is none."""
        changes = self._by_fact.get((home, subject_id, key), [])
        if not changes and key == f"{CLAIM_PREFIX}status":
            # A claim begins as one that waits for its decision: whoever put it on file said so.
            changes = self._by_fact.get((home, subject_id, f"{CLAIM_PREFIX}ground"), [])
            value = loaded(changes[0].new) if changes else value
        if not changes or loaded(changes[0].new) != value:
            return Origin(UNKNOWN)
        return self._told(iter(changes), value)

    def _told(self, changes: Iterator[FieldChange], value: Value) -> Origin:
        last = next(changes)
        taken_back = self._undone.get(last.at) if last.import_id is None else None
        if taken_back is None:
            return self._of(last)
        # An undo gave back what stood there before the import: the origin is that older change's.
        before = next((c for c in changes if c.import_id != taken_back[0] and loaded(c.new) == value), None)
        origin = self._of(before) if before is not None else Origin(UNKNOWN)
        return replace(origin, returned=Return(last.user_name, last.at, taken_back[1]))

    def _of(self, change: FieldChange) -> Origin:
        batch = self._imports.get(change.import_id) if change.import_id else None
        if batch is None:
            return Origin(BY_HAND, change.user_name, change.at)
        is_compared = batch.purpose == RECONCILE
        mended_by = self._mended.get((batch.id, change.sheet or "", change.cell or ""), "")
        return Origin(
            FROM_FILE, change.user_name, change.at, batch.id, batch.file_name, change.sheet or "", change.cell or "",
            is_compared, str((batch.options or {}).get("keeper") or "") if is_compared else "", mended_by,
        )  # fmt: skip
