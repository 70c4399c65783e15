"""The source of the Party among the militia: who is put on it, learns, is planned, is admitted, is taken out.

Whoever is admitted becomes a Party member on his own file in the same transaction. Roles that need not see politics see
nothing of it: for them it does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import PERSON
from roster.domain import party_source as rules
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.dates import earliest, is_partial_date, latest
from roster.domain.search_words import names_him
from roster.domain.text import clean
from roster.services import audit
from roster.services.changes import keep_change, set_facts
from roster.services.clock import today
from roster.services.fact_words import SOURCE
from roster.services.faults import Invalid, NotFound
from roster.store import militia_queries, party_queries
from roster.store.db import db
from roster.store.forces import PartySource
from roster.store.militia_queries import Citizen
from roster.store.party_queries import Place, SourceRow
from roster.store.people import Person
from roster.store.scope import require

FACTS = ("since", "class_attended_on", "mentor", "planned_on", "notes")
_LONGEST = {"mentor": 120, "notes": 2000, "reason": 200}
_CHANGED_MEANWHILE = "Cán bộ khác vừa sửa mục này, hoặc chính đồng chí sửa ở thẻ khác. Xin xem giá trị mới rồi ghi lại."
_HISTORY = ("since", "class_attended_on", "mentor", "planned_on", "admitted_on", "closed_on")


@dataclass(frozen=True)
class SourceMember:
    """One stay in the source as it stands on a day. `is_member`: he serves in the militia on that day."""

    entry: PartySource
    citizen: Citizen
    place: Place
    states: frozenset[str]
    is_member: bool

    @property
    def state(self) -> str:
        """The one state that matters most: a key of domain.party_source.STATES."""
        for key in (rules.CLOSED, rules.ADMITTED, rules.OVERDUE, rules.CLASS, rules.WAITING):
            if key in self.states:
                return key
        return rules.IN_SOURCE

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done about him."""
        return self.entry.admitted_on is None and self.entry.closed_on is None

    @property
    def is_party_on_file(self) -> bool:
        """Whether his own file says that he is in the Party though no admission was entered here."""
        return bool(self.citizen.is_party_member) and self.entry.admitted_on is None


@dataclass(frozen=True)
class Candidate:
    """A member of the militia who may be put on the list."""

    citizen: Citizen
    place: Place


def require_politics(actor: Actor, ward_id: UUID, permission: Permission = Permission.VIEW_PEOPLE) -> UUID:
    """The ward's id again. Raises NotFound also for roles that need not see politics, NotAllowed."""
    require(actor, permission, ward_id)
    if not actor.may_see(Sensitivity.POLITICS):
        raise NotFound("politics")
    return ward_id


def list_source(actor: Actor, ward_id: UUID, on: date, state: str = rules.IN_SOURCE) -> list[SourceMember]:
    """Who stands in that state on the day, within its year, by name. Raises NotFound, NotAllowed."""
    return [one for one in everybody(actor, ward_id, on) if state in one.states]


def everybody(actor: Actor, ward_id: UUID, on: date) -> list[SourceMember]:
    """Everybody of the source of the day's year, whatever his state, by name. Raises NotFound, NotAllowed."""
    require_politics(actor, ward_id)
    places = party_queries.places_on(ward_id, on)
    rows = party_queries.source_rows(actor, ward_id)
    found = [_member(row, places, on) for row in rows]
    return [one for one in found if one.states]


def years_of(actor: Actor, ward_id: UUID) -> list[int]:
    """The years in which the source holds somebody, newest first; this year always. Raises NotFound, NotAllowed."""
    require_politics(actor, ward_id)
    first = min((row.entry.since.year for row in party_queries.source_rows(actor, ward_id)), default=today().year)
    return list(range(today().year, min(first, today().year) - 1, -1))


def get(actor: Actor, ward_id: UUID, source_id: UUID, on: date) -> SourceMember:
    """One stay in the ward's source as it stands on the day. Raises NotFound, NotAllowed."""
    entry = _entry(actor, ward_id, source_id, Permission.VIEW_PEOPLE)
    rows = party_queries.source_rows(actor, ward_id, entry.person_id)
    row = next(one for one in rows if one.entry.id == source_id)
    return _member(row, party_queries.places_on(ward_id, on), on)


def stays_of(actor: Actor, person: Person) -> list[PartySource]:
    """A citizen's stays in the source, newest first; none for roles that may not know of them."""
    if not actor.covers(person.ward_id) or not actor.may_see(Sensitivity.POLITICS):
        return []
    return [row.entry for row in reversed(party_queries.source_rows(actor, person.ward_id, person.id))]


def candidates(
    actor: Actor, ward_id: UUID, on: date, q: str = "", *, with_all: bool = False
) -> list[Candidate]:  # fmt: skip
    """Members of the militia who may be put on the list, by name: in the Union, of good age, not in the Party, not yet
    on the list. `with_all` proposes whoever is not in the Party, whatever Union and age. Raises NotFound, NotAllowed.
    """  # fmt: skip
    require_politics(actor, ward_id)
    places = party_queries.places_on(ward_id, on)
    taken = {row.entry.person_id for row in party_queries.source_rows(actor, ward_id) if _is_open(row.entry)}
    found = []
    for member in militia_queries.members_on(actor, ward_id, on):
        citizen = member.citizen
        fits = with_all or (bool(citizen.is_union_member) and rules.is_of_good_age(citizen.birth_date, on))
        is_named = names_him(q, citizen.full_name, citizen.birth_date)
        if fits and is_named and not citizen.is_party_member and citizen.id not in taken:
            found.append(Candidate(citizen, places.get(citizen.id, Place("", ""))))
    return found


# --- Changing --------------------------------------------------------------------------------------------------------


def add(actor: Actor, ward_id: UUID, person_ids: Iterable[UUID], since: date | None) -> int:
    """Put members of the militia on the list and commit. Returns how many.

    Raises Invalid where nobody was chosen, the day is missing or lies ahead, or somebody is no member, in the Party or
    on the list already; NotFound, NotAllowed.
    """
    require_politics(actor, ward_id, Permission.EDIT_PEOPLE)
    wanted = list(dict.fromkeys(person_ids))
    if since is None or since > today():
        raise Invalid({"since": ["Hãy ghi ngày đưa vào nguồn, không sau hôm nay."]})
    if not wanted:
        raise Invalid({"": ["Hãy chọn ít nhất một đồng chí."]})
    # Locked, so that two officers cannot put the same man on the list twice.
    locked = select(Person.id).where(Person.ward_id == ward_id, Person.id.in_(wanted)).with_for_update()
    known = set(db.session.scalars(locked))
    if known != set(wanted):
        db.session.rollback()
        raise NotFound("person")
    allowed = {one.citizen.id for one in candidates(actor, ward_id, since, with_all=True)}
    refused = [one for one in wanted if one not in allowed]
    if refused:
        db.session.rollback()
        raise Invalid(
            {"": [f"{len(refused)} người không đưa vào nguồn được: không ở trong dân quân tự vệ ngày "
                  f"{since:%d/%m/%Y}, đã là đảng viên, hoặc đã có trong nguồn."]}
        )  # fmt: skip
    for person_id in wanted:
        entry = PartySource(ward_id=ward_id, person_id=person_id, since=since)
        db.session.add(entry)
        db.session.flush()
        keep_change(actor, entry, SOURCE, "source_since", None, since)
    audit.record(actor, "party.add", ward_id=ward_id, count=len(wanted))
    db.session.commit()
    return len(wanted)


def save(actor: Actor, ward_id: UUID, source_id: UUID, values: Mapping[str, Any], seen_version: int) -> PartySource:
    """Keep the day of the class, the mentor, the planned admission, the first day and the notes; commits.

    Raises Invalid with a sentence per field, also where another officer was faster; NotFound, NotAllowed.
    """
    entry = _for_change(actor, ward_id, source_id, seen_version)
    wanted = {key: values.get(key) for key in FACTS}
    wanted["mentor"] = clean(values.get("mentor") or "") or None
    wanted["notes"] = (values.get("notes") or "").strip() or None
    _raise(_faults(entry, wanted))
    changed = _set(actor, entry, wanted)
    if changed:
        audit.record(actor, "party.edit", ward_id=ward_id, subject_id=entry.id, fields=changed)
    db.session.commit()
    return entry


def admit(actor: Actor, ward_id: UUID, source_id: UUID, day: date | None, seen_version: int) -> PartySource:
    """Enter that he was admitted on that day: here, and as a Party member on his own file with its history; commits.

    Raises Invalid (no day, a day ahead or before the source, under age, another day on his file, another officer was
    faster), NotFound, NotAllowed.
    """
    entry = _for_change(actor, ward_id, source_id, seen_version)
    person = _person(entry)
    _raise({"admitted_on": found} if (found := _faults_of_admission(entry, person, day)) else {})
    _set(actor, entry, {"admitted_on": day, "closed_on": None})
    set_facts(actor, person, PERSON, {"is_party_member": True, "party_joined_on": day.isoformat() if day else None})
    audit.record(actor, "party.admit", ward_id=ward_id, subject_id=entry.id)
    db.session.commit()
    return entry


def withdraw_admission(actor: Actor, ward_id: UUID, source_id: UUID, seen_version: int) -> PartySource:
    """Take back an admission that was entered by mistake, here and on his own file; commits.

    His file is left alone where somebody gave it another day of joining since. Raises Invalid, NotFound, NotAllowed.
    """
    entry = _for_change(actor, ward_id, source_id, seen_version)
    if entry.admitted_on is None:
        raise Invalid({"": ["Chưa ghi kết nạp nên không có gì để bỏ."]})
    person, day = _person(entry), entry.admitted_on.isoformat()
    _set(actor, entry, {"admitted_on": None})
    if person.party_joined_on == day:
        set_facts(actor, person, PERSON, {"is_party_member": False, "party_joined_on": None})
    audit.record(actor, "party.unadmit", ward_id=ward_id, subject_id=entry.id)
    db.session.commit()
    return entry


def close(
    actor: Actor, ward_id: UUID, source_id: UUID, day: date | None, reason: str, seen_version: int
) -> PartySource:  # fmt: skip
    """Take him out of the source for a reason, which is kept in the notes; commits. Raises Invalid, NotFound,
    NotAllowed."""
    entry = _for_change(actor, ward_id, source_id, seen_version)
    reason = clean(reason)
    faults: dict[str, list[str]] = {}
    if entry.admitted_on is not None:
        faults[""] = ["Đồng chí này đã được kết nạp nên không đưa ra khỏi nguồn nữa."]
    if day is None or day > today() or day < entry.since:
        faults["closed_on"] = [f"Hãy ghi ngày từ {entry.since:%d/%m/%Y} đến hôm nay."]
    if not reason or len(reason) > _LONGEST["reason"]:
        faults["reason"] = [f"Hãy ghi lý do, không quá {_LONGEST['reason']} ký tự."]
    _raise(faults)
    told = f"Đưa ra khỏi nguồn ngày {day:%d/%m/%Y}: {reason}"
    _set(actor, entry, {"closed_on": day, "notes": f"{entry.notes}\n{told}" if entry.notes else told})
    audit.record(actor, "party.close", ward_id=ward_id, subject_id=entry.id)
    db.session.commit()
    return entry


def reopen(actor: Actor, ward_id: UUID, source_id: UUID, seen_version: int) -> PartySource:
    """Bring him back into the source; commits. Raises Invalid, NotFound, NotAllowed."""
    entry = _for_change(actor, ward_id, source_id, seen_version)
    others = party_queries.source_rows(actor, ward_id, entry.person_id)
    if entry.closed_on is None or any(_is_open(row.entry) for row in others):
        raise Invalid({"": ["Đồng chí này đang ở trong nguồn rồi."]})
    _set(actor, entry, {"closed_on": None})
    audit.record(actor, "party.reopen", ward_id=ward_id, subject_id=entry.id)
    db.session.commit()
    return entry


# --- Helpers ---------------------------------------------------------------------------------------------------------


def _member(row: SourceRow, places: Mapping[UUID, Place], on: date) -> SourceMember:
    place = places.get(row.citizen.id)
    states = rules.states_on(row.days, on)
    return SourceMember(row.entry, row.citizen, place or Place("", ""), states, place is not None)


def _is_open(entry: PartySource) -> bool:
    return entry.admitted_on is None and entry.closed_on is None


def _entry(actor: Actor, ward_id: UUID, source_id: UUID, permission: Permission) -> PartySource:
    require_politics(actor, ward_id, permission)
    entry = db.session.get(PartySource, source_id)
    if entry is None or entry.ward_id != ward_id:
        raise NotFound(str(source_id))
    return entry


def _for_change(actor: Actor, ward_id: UUID, source_id: UUID, seen_version: int) -> PartySource:
    entry = _entry(actor, ward_id, source_id, Permission.EDIT_PEOPLE)
    db.session.refresh(entry, with_for_update=True)
    if entry.version != seen_version:
        db.session.rollback()
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    return entry


def _person(entry: PartySource) -> Person:
    person = db.session.get(Person, entry.person_id)
    if person is None:  # the foreign key keeps him
        raise NotFound(str(entry.person_id))
    db.session.refresh(person, with_for_update=True)
    return person


def _faults(entry: PartySource, wanted: Mapping[str, Any]) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for name in ("mentor", "notes"):
        if len(wanted[name] or "") > _LONGEST[name]:
            faults[name] = [f"Không quá {_LONGEST[name]} ký tự."]
    since, learned, planned = wanted["since"], wanted["class_attended_on"], wanted["planned_on"]
    if since is None or since > today():
        faults["since"] = ["Hãy ghi ngày đưa vào nguồn, không sau hôm nay."]
    elif any(end is not None and end < since for end in (entry.admitted_on, entry.closed_on)):
        faults["since"] = ["Ngày đưa vào nguồn không được sau ngày kết nạp, ngày đưa ra khỏi nguồn."]
    if learned is not None and learned > today():
        faults["class_attended_on"] = ["Ngày học lớp không được sau hôm nay; lớp sắp mở thì ghi ở phần ghi chú."]
    elif learned is not None and entry.admitted_on is not None and learned > entry.admitted_on:
        faults["class_attended_on"] = ["Ngày học lớp không được sau ngày kết nạp."]
    if planned and (not is_partial_date(planned) or (since is not None and latest(planned) < since)):
        faults["planned_on"] = ["Thời điểm dự kiến không được trước ngày đưa vào nguồn."]
    return faults


def _faults_of_admission(entry: PartySource, person: Person, day: date | None) -> list[str]:
    if entry.admitted_on is not None:
        return ["Đã ghi kết nạp rồi."]
    if day is None or day > today() or day < entry.since:
        return [f"Hãy ghi ngày kết nạp từ {entry.since:%d/%m/%Y} đến hôm nay."]
    if entry.class_attended_on is not None and entry.class_attended_on > day:
        return ["Ngày kết nạp không được trước ngày học lớp nhận thức về Đảng."]
    if rules.is_surely_minor(person.birth_date, day):
        return [f"Ngày ấy đồng chí chưa đủ {rules.YOUNGEST} tuổi (Điều lệ Đảng, Điều 1)."]
    joined = person.party_joined_on if person.is_party_member else None
    if joined and not earliest(joined) <= day <= latest(joined):
        return ["Hồ sơ công dân ghi ngày vào Đảng khác. Xin đối chiếu và sửa hồ sơ trước."]
    return []


def _set(actor: Actor, entry: PartySource, wanted: Mapping[str, Any]) -> list[str]:
    """Set what differs, each with its old value in the history of the citizen; notes are kept without."""
    changed = []
    for key, new in wanted.items():
        old = getattr(entry, key)
        if old == new:
            continue
        setattr(entry, key, new)
        changed.append(key)
        if key in _HISTORY:
            keep_change(actor, entry, SOURCE, f"source_{key}", old, new)
    return sorted(changed)


def _raise(faults: Mapping[str, list[str]]) -> None:
    if faults:
        db.session.rollback()
        raise Invalid(faults)
