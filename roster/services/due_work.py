"""What the ward has to do now, for its first page: reports, terms, clocks and duties that are due or overdue.

Each entry counts what its own page shows, by that page's own question, so that the two never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.law import reserve
from roster.domain.targets import TargetState
from roster.services import (
    campaigns,
    clock,
    deadlines,
    inquiries,
    militia_terms,
    report_reading,
    reserve_moves,
    targets,
)
from roster.services.kept_counts import kept
from roster.store.scope import require

REPORT, TERMS, CHECKS, CLOCKS, DUTIES, TARGETS = "report", "terms", "checks", "clocks", "duties", "targets"
UNSETTLED = "unsettled"  # citizens whom a visit did not find at home
_REPORT_PRESSES = timedelta(days=7)  # before its last day


@dataclass(frozen=True)
class DueWork:
    """One kind of work. `due` is its last day where it has one, `name` whatever its sentence names besides."""

    kind: str
    count: int
    is_late: bool
    due: date | None = None
    name: str = ""


def due_work(actor: Actor, ward_id: UUID, call_up_year: int | None) -> tuple[DueWork, ...]:
    """What is due, the late first; looked for anew after changes only. `call_up_year`: the call-up that is under way.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return kept(actor, ward_id, ("due work", call_up_year), lambda: _due_work(actor, ward_id, call_up_year))


def _due_work(actor: Actor, ward_id: UUID, call_up_year: int | None) -> tuple[DueWork, ...]:
    found = [
        *_reports(actor, ward_id),
        *_militia(actor, ward_id),
        *_reserve(actor, ward_id),
        *_duties(actor, ward_id, call_up_year),
        *_targets(actor, ward_id),
        DueWork(UNSETTLED, inquiries.count_to_settle(actor, ward_id), is_late=False),
    ]
    return tuple(sorted((one for one in found if one.count), key=lambda one: not one.is_late))


def _reports(actor: Actor, ward_id: UUID) -> Iterator[DueWork]:
    day = clock.today()
    for slot in report_reading.due_slots(actor, ward_id):
        last = slot.period.due_on
        if day >= last - _REPORT_PRESSES:
            yield DueWork(REPORT, 1, day > last, last, slot.period.key)


def _militia(actor: Actor, ward_id: UUID) -> Iterator[DueWork]:
    due = militia_terms.due_members(actor, ward_id)
    for period in (militia_terms.OVERDUE, militia_terms.QUARTER):
        count = len(militia_terms.of_period(due, period))
        yield DueWork(TERMS, count, period == militia_terms.OVERDUE, name=period)
    yield DueWork(CHECKS, militia_terms.checks_of(actor, ward_id).count, is_late=True)


def _reserve(actor: Actor, ward_id: UUID) -> Iterator[DueWork]:
    year = clock.today().year
    first, last = date(year, 1, 1), date(year, 12, 31)
    events = reserve_moves.list_events(actor, ward_id, kinds=reserve.MOVES, first=first, last=last)
    for state in (reserve.OVERDUE, reserve.OPEN):
        dues = [one.clock.due for one in events if one.clock is not None and one.clock.state == state]
        yield DueWork(CLOCKS, len(dues), state == reserve.OVERDUE, min(dues, default=None), state)


def _duties(actor: Actor, ward_id: UUID, year: int | None) -> Iterator[DueWork]:
    if year is None or not campaigns.get(actor, ward_id, year).version:
        return  # no campaign was set up, so that no day of it is known
    duties = deadlines.calendar(actor, ward_id, year)
    for state in (deadlines.LATE, deadlines.SOON):
        found = [one for one in duties if one.state == state]
        dues = [one.due for one in found if one.due is not None]
        yield DueWork(
            DUTIES, len(found), state == deadlines.LATE, min(dues, default=None), found[0].label if found else ""
        )


def _targets(actor: Actor, ward_id: UUID) -> Iterator[DueWork]:
    found = targets.standings_of_ward(actor, ward_id, clock.today())
    yield DueWork(TARGETS, sum(one.state == TargetState.MISSED for one in found), is_late=True)
