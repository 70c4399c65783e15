"""Looking is an act too: who opened which citizen's card, searched, paged through a list, opened a kept file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE
from roster.domain.actor import Actor
from roster.services import audit
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, PartySource
from roster.store.militia import MilitiaRecord
from roster.store.reserve import ReserveRecord

_RECORDS: dict[str, Any] = {ENLISTMENT: EnlistmentRecord, MILITIA: MilitiaRecord, RESERVE: ReserveRecord}
_BEHIND: dict[str, Any] = {
    "claim_id": Claim, "event_id": ForceEvent, "appointment_id": Appointment, "source_id": PartySource,
}  # fmt: skip
SEARCH_FIELDS = frozenset({"q", "search", "name"})
# What else a page may be about, so that its entry says of which plan, unit, file or paper it was.
_OTHERS = ("batch_id", "job_id", "paper_id", "posting_id", "plan_id", "session_id", "unit_id", "meeting_id", "shift_id")


def note_read(
    actor: Actor, page: str, ward_id: UUID | None, about: Mapping[str, Any], *, filters: Collection[str], is_file: bool
) -> None:
    """Note that a page with citizens was shown, or a kept file opened; written by `write_reads`.

    `page` is the room; `about` the ids in the address; `filters` the names of what narrowed the page, never the values.
    A page whose work has left an entry of its own (an export, a print) leaves no second one.
    """
    if audit.has_deferred():
        return
    person_id = _person_of(about)
    subject_id = person_id or next((about[name] for name in _OTHERS if isinstance(about.get(name), UUID)), None)
    details: dict[str, Any] = {"page": page}
    if isinstance(about.get("year"), int):
        details["year"] = about["year"]
    if filters:
        details["filters"] = sorted(filters)
    if is_file:
        action = "paper.open"
    elif person_id is not None:
        action = "person.view"
    elif SEARCH_FIELDS & set(filters):
        action = "list.search"
    else:
        action = "import.view" if page == "imports" else "list.view"
    audit.defer(actor, action, ward_id=ward_id, subject_id=subject_id, **details)


def write_reads() -> None:
    """Commit what was noted of this page. Ends the session's transaction: call it when the answer is complete."""
    audit.write_deferred()


def _person_of(about: Mapping[str, Any]) -> UUID | None:
    if isinstance(about.get("person_id"), UUID):
        person_id: UUID = about["person_id"]
        return person_id
    if isinstance(about.get("record_id"), UUID):
        model = _RECORDS.get(str(about.get("roster", ENLISTMENT)))
        return _behind(model, about["record_id"]) if model else None
    for name, owner in _BEHIND.items():
        if isinstance(about.get(name), UUID):
            return _behind(owner, about[name])
    return None


def _behind(model: Any, key: UUID) -> UUID | None:
    found: UUID | None = db.session.scalar(select(model.person_id).where(model.id == key))
    return found
