"""Claims to deferral and exemption, bars and exemptions from registration: proposed by the ward, decided above it.

A claim is never deleted; each change is kept in the citizen's history and in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.choices import CLAIM_GROUND, CLAIM_STATUS, label_of
from roster.domain.dates import format_date, latest
from roster.domain.law.duties import responsible_office
from roster.domain.names import name_key
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import rules_in_use
from roster.services.changes import keep_change
from roster.services.claim_rules import (
    ONE_PER_FAMILY,
    claim_citation,
    cleaned,
    faults_of_decision,
    faults_of_facts,
)
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.services.rulings import COMMANDER
from roster.store.claims import Claim
from roster.store.db import db, now
from roster.store.people import Person
from roster.store.scope import NotAllowed, NotFound, require

CLAIM = "claim"  # the home of a claim's facts in a citizen's history
FACTS = ("ground", "evidence", "papers_received_on", "until", "notes")
_KEPT = (*FACTS, "status", "decision_number", "decided_on", "decided_by", "withdrawn_reason")
# What may still be changed once a decision was recorded: the decision's own terms only by another decision.
_AFTER_DECISION = ("evidence", "papers_received_on", "notes")
_CHANGED_MEANWHILE = (
    "Vừa có người khác sửa diện này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Hãy mở lại trang để xem giá trị mới rồi sửa tiếp."
)


@dataclass(frozen=True)
class ListedClaim:
    """A claim with the citizen whose it is and the clause on which it rests today."""

    claim: Claim
    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    citation: str
    text: str

    @property
    def ground_label(self) -> str:
        """The ground in short words."""
        return label_of(CLAIM_GROUND, self.claim.ground)

    @property
    def status_label(self) -> str:
        """How far it has gone, in words."""
        return "Đã rút" if self.claim.withdrawn_at else label_of(CLAIM_STATUS, self.claim.status)

    @property
    def until_text(self) -> str:
        """Its end as people read it, "" where none is known."""
        return format_date(self.claim.until) if self.claim.until else ""

    def ends_before(self, day: date) -> bool:
        """Whether it has surely ended before the day."""
        return bool(self.claim.until) and latest(str(self.claim.until)) < day


def list_claims(
    actor: Actor,
    ward_id: UUID,
    *,
    person_id: UUID | None = None,
    status: str | None = None,
    ending_before: date | None = None,
    with_withdrawn: bool = False,
) -> list[ListedClaim]:
    """The ward's claims by the names of the citizens, then oldest first; withdrawn ones only on demand.

    Citizens who are no longer kept are left out unless one is named. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = (
        select(Claim, Person)
        .join(Person, Person.id == Claim.person_id)
        .where(Claim.ward_id == ward_id, Person.ward_id == ward_id)
        .order_by(Person.sort_key, Person.id, Claim.created_at, Claim.id)
    )
    if person_id is not None:
        query = query.where(Claim.person_id == person_id)
    else:
        query = query.where(Person.retired_on.is_(None))
    if status is not None:
        query = query.where(Claim.status == status)
    if not with_withdrawn:
        query = query.where(Claim.withdrawn_at.is_(None))
    day, rules = today(), rules_in_use()
    found = [
        ListedClaim(
            claim, person.id, person.full_name, person.birth_date, person.neighbourhood,
            *claim_citation(claim.ground, day, rules),
        )
        for claim, person in db.session.execute(query)
    ]  # fmt: skip
    return [one for one in found if ending_before is None or one.ends_before(ending_before)]


def get_claim(actor: Actor, claim_id: UUID, permission: Permission = Permission.VIEW_PEOPLE) -> Claim:
    """One claim, within the actor's wards. Raises NotFound, NotAllowed."""
    claim = db.session.get(Claim, claim_id)
    if claim is None:
        raise NotFound(str(claim_id))
    require(actor, permission, claim.ward_id)
    return claim


def add(actor: Actor, ward_id: UUID, person_id: UUID, values: Mapping[str, Any]) -> Claim:
    """Put a claim on file as claimed, not yet decided, and commit.

    `values`: ground, evidence, papers_received_on (date), until (partial date), notes. From now on the citizen is not
    called until the claim is decided, refused or withdrawn. Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    person = db.session.get(Person, person_id)
    if person is None or person.ward_id != ward_id:
        raise NotFound(str(person_id))
    facts = cleaned({key: values.get(key) for key in FACTS})
    faults = faults_of_facts(facts, today(), rules_in_use())
    if "ground" not in faults and _open_claim(person, facts["ground"]):
        faults["ground"] = ["Công dân đã có diện này trong hồ sơ. Hãy sửa hoặc ghi quyết định cho diện đã có."]
    if faults:
        raise Invalid(faults)
    claim = Claim(ward_id=ward_id, person_id=person_id, status="claimed", **facts)
    db.session.add(claim)
    db.session.flush()
    for key in (*FACTS, "status"):
        _keep(actor, claim, key, None, getattr(claim, key))
    audit.record(actor, "claim.add", ward_id=ward_id, subject_id=person_id, ground=claim.ground)
    db.session.commit()
    return claim


def _open_claim(person: Person, ground: str) -> bool:
    """Whether the same ground is on file already and still runs."""
    known = select(Claim).where(
        Claim.ward_id == person.ward_id, Claim.person_id == person.id, Claim.ground == ground,
        Claim.withdrawn_at.is_(None), Claim.status != "refused",
    )  # fmt: skip
    return any(not claim.until or latest(claim.until) >= today() for claim in db.session.scalars(known))


def edit(actor: Actor, claim_id: UUID, values: Mapping[str, Any], seen_version: int) -> Claim:
    """Change the facts of a claim (only the keys given) and commit.

    Once it was decided or refused only evidence and notes may change; the rest takes another decision. Raises Invalid
    (also where somebody changed it meanwhile), NotFound, NotAllowed.
    """
    claim = _for_change(actor, claim_id, seen_version)
    facts = cleaned({key: values[key] for key in FACTS if key in values})
    fixed = [key for key in facts if claim.status != "claimed" and key not in _AFTER_DECISION]
    if any(facts[key] != getattr(claim, key) for key in fixed):
        raise Invalid({"": ["Diện này đã có quyết định; muốn đổi điểm hoặc thời hạn phải ghi quyết định mới."]})
    faults = faults_of_facts({key: getattr(claim, key) for key in FACTS} | facts, today(), rules_in_use())
    if faults:
        raise Invalid(faults)
    return _store(actor, claim, facts, "claim.edit")


def decide(
    actor: Actor,
    claim_id: UUID,
    outcome: str,
    decision_number: str,
    decided_on: date | None,
    until: str | None = None,
    decided_by: str | None = None,
    seen_version: int | None = None,
) -> Claim:
    """Record what was decided of a claim ("decided" or "refused"), or another decision later, and commit.

    `decided_by` is checked against the office that decides on that day; left out, it is that office. `until` is the end
    of what was granted. Raises Invalid, NotFound, NotAllowed.
    """
    claim = _for_change(actor, claim_id, seen_version)
    rules, day = rules_in_use(), today()
    if not decided_by and decided_on is not None and claim.ground.startswith("41") and decided_on.year >= 2016:
        decided_by = responsible_office("decide_claim", decided_on, rules)
    decision = cleaned({"decision_number": decision_number, "decided_by": decided_by, "until": until})
    faults = faults_of_decision(
        claim.ground, outcome, decision["decision_number"], decided_on, decision["decided_by"], decision["until"],
        day, rules,
    )  # fmt: skip
    if faults:
        raise Invalid(faults)
    values = decision | {"status": outcome, "decided_on": decided_on}
    if outcome == "refused":
        values["until"] = claim.until
    return _store(actor, claim, values, "claim.decide", outcome=outcome, decision_number=decision["decision_number"])


def withdraw(actor: Actor, claim_id: UUID, reason: str, seen_version: int | None = None) -> Claim:
    """Take a mistaken claim off the file: it stays in the history and counts no more. Commits.

    One that was granted is withdrawn by a commander only. Raises Invalid, NotFound, NotAllowed.
    """
    claim = _for_change(actor, claim_id, seen_version)
    if claim.status == "decided" and COMMANDER not in actor.roles:
        raise NotAllowed(COMMANDER)
    reason = clean(reason, keep_lines=True)
    if not reason or len(reason) > 500:
        raise Invalid({"reason": ["Hãy ghi lý do rút (không quá 500 ký tự)."]})
    return _store(actor, claim, {"withdrawn_at": now(), "withdrawn_reason": reason}, "claim.withdraw")


def family_claims(actor: Actor, ward_id: UUID, person_id: UUID, ground: str) -> list[ListedClaim]:
    """Claims of the same ground by children of the same parents, where the law lets one per family benefit.

    The parents are compared by both names (điểm c khoản 1, điểm b và c khoản 2 Điều 41). Empty for other grounds and
    for parents not on file. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    person = db.session.get(Person, person_id)
    if person is None or person.ward_id != ward_id:
        raise NotFound(str(person_id))
    parents = parents_key(person.father_name, person.mother_name)
    if ground not in ONE_PER_FAMILY or parents is None:
        return []
    query = (
        select(Claim.person_id, Person.father_name, Person.mother_name)
        .join(Person, Person.id == Claim.person_id)
        .where(
            Claim.ward_id == ward_id, Claim.ground == ground, Claim.withdrawn_at.is_(None),
            Claim.status != "refused", Claim.person_id != person_id,
        )
    )  # fmt: skip
    siblings = {who for who, father, mother in db.session.execute(query) if parents_key(father, mother) == parents}
    return [
        one
        for one in (list_claims(actor, ward_id) if siblings else [])
        if one.person_id in siblings and one.claim.ground == ground and one.claim.status != "refused"
    ]


def parents_key(father_name: str | None, mother_name: str | None) -> tuple[str, str] | None:
    """What two siblings have in common: the names of both parents, None where one is not known."""
    return (name_key(father_name), name_key(mother_name)) if father_name and mother_name else None


def _for_change(actor: Actor, claim_id: UUID, seen_version: int | None) -> Claim:
    claim = get_claim(actor, claim_id, Permission.EDIT_PEOPLE)
    db.session.refresh(claim, with_for_update=True)
    if seen_version is not None and seen_version != claim.version:
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    if claim.withdrawn_at is not None:
        raise Invalid({"": ["Diện này đã được rút khỏi hồ sơ."]})
    return claim


def _store(actor: Actor, claim: Claim, values: Mapping[str, Any], action: str, **details: Any) -> Claim:
    changed = []
    for key, new in values.items():
        old = getattr(claim, key)
        if old != new:
            setattr(claim, key, new)
            changed.append(key)
            if key in _KEPT:
                _keep(actor, claim, key, old, new)
    if changed:
        audit.record(
            actor, action, ward_id=claim.ward_id, subject_id=claim.person_id, ground=claim.ground,
            fields=sorted(changed), **details,
        )  # fmt: skip
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": [_CHANGED_MEANWHILE]}) from error
    return claim


def _keep(actor: Actor, claim: Claim, key: str, old: Any, new: Any) -> None:
    if old is not None or new is not None:
        keep_change(actor, claim, CLAIM, f"claim_{key}", old, new)
