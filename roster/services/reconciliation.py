"""Reconciling the roster with another keeper's list (đối chiếu): nothing is written but what an officer takes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.column import Value
from roster.domain.actor import Actor, Permission
from roster.intake.match import KnownPerson, People
from roster.intake.plan import CREATE, UNCHANGED, UPDATE, Plan, PlannedRow, PlannedSheet
from roster.intake.reconcile import (
    DIFFERENT,
    GROUPS,
    KEPT,
    ONLY_HERE,
    ONLY_THERE,
    TAKEN,
    Compared,
    compare,
    here_key,
    row_key,
)
from roster.services import audit
from roster.services.clock import today
from roster.services.copies import copy_or_refuse
from roster.services.faults import Invalid, NotFound
from roster.services.import_tasks import keep_plan
from roster.services.imports import load_plan
from roster.store.audit import FieldChange
from roster.store.call_up_writes import LostUpdate
from roster.store.db import db, now
from roster.store.import_lock import begin_snapshot, lost_where_others_wrote, one_import_at_a_time
from roster.store.imports import COMMITTED, READY, RECONCILE, ImportBatch
from roster.store.known import known_people
from roster.store.people import Person
from roster.store.plan_writes import Origin, prepare_rows, write_rows
from roster.store.scope import require

_MOVED_ON = "Dữ liệu trong sổ vừa thay đổi nên chưa ghi gì. Xin bấm “Đối chiếu lại” rồi xem lại."
_CLOSED = "Lần đối chiếu này đã kết thúc hoặc đang được đọc lại. Xin tải lại trang."


@dataclass(frozen=True)
class Pick:
    """What a press is about: a row of the file (with `field` one of its values), or somebody whom only we have."""

    sheet_index: int = 0
    row: int = 0
    field: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True)
class OurFacts:
    """What a comparison shows of a citizen besides his name."""

    neighbourhood: str
    birth_date: str
    citizen_id: str


@dataclass(frozen=True)
class Reconciliation:
    """Both lists side by side. `ours` knows the citizens of the roster that the comparison names."""

    plan: Plan
    people: tuple[Compared, ...]
    ours: Mapping[UUID, OurFacts]

    def neighbourhood_of(self, one: Compared) -> str:
        """Where he lives: as the roster has it, else as the file says."""
        person_id = one.absent.person_id if one.absent else one.row.person_id if one.row else None
        if person_id is not None and person_id in self.ours:
            return self.ours[person_id].neighbourhood
        return str(one.row.fields.get("neighbourhood") or "") if one.row else ""

    def neighbourhoods(self) -> list[str]:
        """Every neighbourhood that somebody of the comparison lives in."""
        return sorted({self.neighbourhood_of(one) for one in self.people} - {""})

    def of(self, group: str = "", neighbourhood: str = "", *, only_open: bool = False) -> list[Compared]:
        """The people of a group ("" for all) and a neighbourhood."""
        return [
            one
            for one in self.people
            if (not group or one.group == group)
            and (not neighbourhood or self.neighbourhood_of(one) == neighbourhood)
            and (not only_open or one.is_open)
        ]

    def counts(self, neighbourhood: str = "") -> Counter[str]:
        """How many people each group has, and under "open" how many wait to be settled."""
        found = self.of("", neighbourhood)
        return Counter(one.group for one in found) + Counter({"open": sum(one.is_open for one in found)})


def load(actor: Actor, batch: ImportBatch) -> Reconciliation:
    """The comparison as it stands. Raises NotFound (also for a batch that is an import), NotAllowed."""
    require(actor, Permission.IMPORT, batch.ward_id)
    if batch.purpose != RECONCILE:
        raise NotFound(str(batch.id))
    plan = load_plan(actor, batch)
    query = select(Person.id, Person.neighbourhood, Person.birth_date, Person.citizen_id).where(
        Person.ward_id == batch.ward_id
    )
    ours = {row[0]: OurFacts(row[1] or "", row[2] or "", row[3] or "") for row in db.session.execute(query)}
    return Reconciliation(plan, tuple(compare(plan, _settled(batch))), ours)


def settle(actor: Actor, batch: ImportBatch, picks: Collection[Pick], what: str) -> int:
    """Settle what was picked: TAKEN writes theirs into the roster, KEPT notes that ours stays, "" opens it again.

    One transaction for all of the picks, after a copy of the database before the first that writes. Returns how many
    were settled. Raises NotFound, NotAllowed, Invalid where the comparison is closed or the roster has moved on.
    """
    require(actor, Permission.IMPORT, batch.ward_id)
    if batch.purpose != RECONCILE or what not in ("", TAKEN, KEPT):
        raise NotFound(str(batch.id))
    if not picks:
        raise Invalid({"": ["Hãy đánh dấu ít nhất một dòng trước khi bấm."]})
    if what == TAKEN:
        _copy_database(batch)
    try:
        with one_import_at_a_time(batch.ward_id), lost_where_others_wrote():
            return _settle(actor, batch.id, picks, what)
    except LostUpdate as error:
        db.session.rollback()
        raise Invalid({"": [_MOVED_ON]}) from error
    except BaseException:
        db.session.rollback()
        raise


def finish(actor: Actor, batch: ImportBatch) -> None:
    """Close the comparison; what was taken over can be undone afterwards. Raises NotFound, NotAllowed, Invalid."""
    found = load(actor, batch)
    if batch.state != READY:
        raise Invalid({"": [_CLOSED]})
    counts = found.counts()
    settled = _settled(batch).values()
    batch.summary = {
        **(batch.summary or {}),
        **{f"reconciled_{group}": counts[group] for group in GROUPS},
        "taken": sum(one["what"] == TAKEN for one in settled),
        "kept": sum(one["what"] == KEPT for one in settled),
    }
    batch.state, batch.committed_by, batch.committed_at = COMMITTED, actor.user_id, now()
    audit.record(
        actor, "import.reconciled", ward_id=batch.ward_id, subject_id=batch.id, open=counts["open"],
        taken=batch.summary["taken"], kept=batch.summary["kept"],
    )  # fmt: skip
    db.session.commit()


def _settled(batch: ImportBatch) -> dict[str, dict[str, Any]]:
    return dict((batch.options or {}).get("settled", {}))


def _copy_database(batch: ImportBatch) -> None:
    if (batch.options or {}).get("copied"):
        return
    copy_or_refuse()


def _settle(actor: Actor, batch_id: UUID, picks: Collection[Pick], what: str) -> int:
    begin_snapshot()
    batch = db.session.get_one(ImportBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch.state != READY:
        raise Invalid({"": [_CLOSED]})
    plan = load_plan(actor, batch)
    settled = _settled(batch)
    stamp = {"what": what, "by": actor.name, "at": now().isoformat()}
    rows = _picked_rows(plan, picks, settled)
    options = dict(batch.options or {})
    if what == TAKEN:
        if any(pick.person_id for pick in picks):
            raise Invalid({"": ["Người chỉ có trong sổ thì không có gì để lấy từ danh sách kia."]})
        made = _take(actor, batch, plan, rows)
        options |= {"made": sorted({*options.get("made", []), *made}), "copied": True}
    done = 0
    for sheet, row, fields in rows:
        for key, value in _keys_of(sheet, row, fields, what).items():
            done += 1
            if what:
                settled[key] = stamp | value
            else:
                settled.pop(key, None)
    for pick in picks:
        if pick.person_id is not None:
            done += 1
            settled[here_key(pick.person_id)] = stamp | {"group": ONLY_HERE}
            if not what:
                settled.pop(here_key(pick.person_id))
    batch.options = {**options, "settled": settled}
    if what == TAKEN:
        for _, row, fields in rows:
            _mark_taken(row, fields)
        keep_plan(batch, plan)
    audit.record(
        actor, "import.settle", ward_id=batch.ward_id, subject_id=batch.id, what=what or "open", count=done
    )  # fmt: skip
    db.session.commit()
    return done


PickedRow = tuple[PlannedSheet, PlannedRow, set[str]]


def _picked_rows(plan: Plan, picks: Iterable[Pick], settled: Mapping[str, Mapping[str, Any]]) -> list[PickedRow]:
    """The rows that were picked, each once, with the fields in question; none for a whole new person."""
    found: dict[tuple[int, int], PickedRow] = {}
    for pick in picks:
        if pick.person_id is not None:
            continue
        if pick.sheet_index >= len(plan.sheets):
            raise NotFound(str(pick.sheet_index))
        sheet = plan.sheets[pick.sheet_index]
        row = next((row for row in sheet.rows if row.row == pick.row), None)
        if row is None:
            raise NotFound(str(pick.row))
        if settled.get(row_key(sheet.name, row.row), {}).get("what") == TAKEN:
            continue  # a second press on somebody who stands in the roster already
        entry = found.setdefault((pick.sheet_index, pick.row), (sheet, row, set()))
        if row.action == UPDATE:
            entry[2].update({pick.field} if pick.field else {change.key for change in row.changes})
        elif row.action == CREATE:
            pass
        elif not pick.field:
            raise Invalid({"": [f"Dòng {row.row} chưa đối chiếu được; hãy sửa dòng này trước."]})
    return list(found.values())


def _keys_of(sheet: PlannedSheet, row: PlannedRow, fields: set[str], what: str) -> dict[str, dict[str, Any]]:
    if row.action == CREATE:
        return {row_key(sheet.name, row.row): {"group": ONLY_THERE}}
    values: dict[str, dict[str, Any]] = {}
    for change in row.changes:
        if change.key in fields:
            told = {"old": change.old, "new": change.new} if what == TAKEN else {}
            values[row_key(sheet.name, row.row, change.key)] = {"group": DIFFERENT, **told}
    return values


def _take(actor: Actor, batch: ImportBatch, plan: Plan, rows: list[PickedRow]) -> set[str]:
    """Write the picked values; returns the ids of records and claims that were made. Raises Invalid, LostUpdate."""
    known = known_people(actor, batch.ward_id, batch.roster, batch.year)
    people = People.of(known)
    by_id = {person.person_id: person for person in known}
    sheets = []
    for sheet, row, fields in rows:
        if not _is_as_seen(row, people, by_id):
            raise Invalid({"": [_MOVED_ON]})
        sheets.append(replace(sheet, rows=[_only(row, fields)]))
    ready = prepare_rows(replace(plan, sheets=sheets), Origin(actor, batch.ward_id, batch.id, now(), today()))
    write_rows(ready, {person.person_id: person.version for person in known})
    db.session.flush()
    before = {row.record_id for _, row, _ in rows} | {row.claim.claim_id for _, row, _ in rows if row.claim}
    touched = select(FieldChange.record_id).where(
        FieldChange.import_id == batch.id, FieldChange.person_id.in_([one.person_id for one in ready.written])
    )
    earlier = {person.record_id for person in known} | {c.claim_id for person in known for c in person.claims}
    return {str(one) for one in db.session.scalars(touched) if one and one not in before | earlier}


def _is_as_seen(row: PlannedRow, people: People, by_id: Mapping[UUID, KnownPerson]) -> bool:
    """Whether the roster still is what the officer compared the row with."""
    if row.person_id is None:
        return people.find(row.fields).person is None
    person = by_id.get(row.person_id)
    if person is None or person.record_id != row.record_id:
        return False
    claims = {claim.claim_id: claim.version for claim in person.claims}
    if row.claim is not None and row.claim.claim_id is not None and claims.get(row.claim.claim_id) != row.claim.version:
        return False
    in_claim = {key for claim in person.claims for key in claim.facts} | set(row.claim.values if row.claim else ())
    return all(_same(person.facts.get(change.key), change.old) or change.key in in_claim for change in row.changes)


def _same(first: Value, second: Value) -> bool:
    return (first or None) == (second or None) or first == second


def _only(row: PlannedRow, fields: set[str]) -> PlannedRow:
    """The row with nothing but the picked values; a claim goes along with its own."""
    if row.action == CREATE:
        return row
    of_claim = set(row.claim.values) | {"ground", "ground_until"} if row.claim else set()
    all_taken = all(change.key in fields for change in row.changes)
    claim = row.claim if row.claim and (all_taken or of_claim & fields) else None
    return replace(row, changes=[change for change in row.changes if change.key in fields], claim=claim)


def _mark_taken(row: PlannedRow, fields: set[str]) -> None:
    """The kept plan after the roster took these values over. A new record's id stays out: undo must know it as new."""
    if row.action == CREATE:
        row.action, row.changes, row.claim = UNCHANGED, [], None
        return
    row.changes = [change for change in row.changes if change.key not in fields]
    if not row.changes:
        row.action, row.claim = UNCHANGED, None
