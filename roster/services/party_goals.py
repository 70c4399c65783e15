"""What share of Party members is to be reached, by component and for the reserve, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT
from roster.domain.targets import KIND_BY_KEY, STATE_LABELS, TargetState, state_of
from roster.services import audit
from roster.services.faults import Invalid
from roster.services.party_source import require_politics
from roster.services.political_quality import ALL, COMPONENT_ROW, MILITIA, RESERVE, Quality, QualityRow
from roster.store.db import db
from roster.store.targets import Target

_WHOLE = "militia_party"  # the target of item 5 itself
_PREFIX = "party_goal."
_WHOLE_ROW = f"{MILITIA}:{ALL}"
_CHANGED_MEANWHILE = "Cán bộ khác vừa sửa chỉ tiêu này. Xin xem lại rồi ghi."


@dataclass(frozen=True)
class Share:
    """A row with what is to be reached: the goal for its Party members and how it stands."""

    row: QualityRow
    goal: float | None
    state: TargetState

    @property
    def state_label(self) -> str:
        """How it stands, in words."""
        return STATE_LABELS[self.state]


@dataclass(frozen=True)
class PartyGoals:
    """What is to be reached of Party members by row ("militia:all", "militia:component:mobile"), and what was seen.

    `deadline` is that of the target itself, None for the usual one.
    """

    of_row: Mapping[str, float] = field(default_factory=dict)
    seen: str = ""
    deadline: date | None = None


def shares_on(quality: Quality, goals: PartyGoals, on: date) -> list[Share]:
    """The share of Party members of the whole, of each component and of the reserve against the goals of the year."""
    rows = (quality.total, *quality.components, quality.reserve)
    last = goals.deadline or KIND_BY_KEY[_WHOLE].deadline_of(on.year)
    found = []
    for row in rows:
        if row.strength:
            goal = goals.of_row.get(row_goal_key(row))
            found.append(Share(row, goal, state_of(row.share("party"), goal, last, on)))
    return found


def row_goal_key(row: QualityRow) -> str:
    """Under which key PartyGoals holds the goal of a row."""
    return f"{row.force}:{row.key}"


def goal_rows() -> dict[str, str]:
    """The rows that may have a goal of their own, with their words: the whole, each component, the reserve."""
    found = {_WHOLE_ROW: "Dân quân tự vệ, toàn lực lượng"}
    found |= {f"{MILITIA}:{COMPONENT_ROW}:{one.key}": f"Dân quân {one.label.lower()}" for one in COMPONENT}
    return found | {f"{RESERVE}:{ALL}": "Quân nhân dự bị"}


def goals_of(actor: Actor, ward_id: UUID, year: int) -> PartyGoals:
    """The goals of the year; a component without one of its own has that of the whole. Raises NotFound, NotAllowed."""
    require_politics(actor, ward_id)
    own = _own_goals(ward_id, year)
    whole = own.get(_WHOLE_ROW)
    goals: dict[str, float] = {}
    for row in goal_rows():
        kept = own[row].goal if row in own else None
        if kept is None and whole is not None and row.startswith(MILITIA):
            kept = whole.goal
        if kept is not None:
            goals[row] = kept
    return PartyGoals(goals, _seen(own), whole.deadline if whole is not None else None)


def own_goals_of(actor: Actor, ward_id: UUID, year: int) -> PartyGoals:
    """Only what was set for each row itself. Raises NotFound, NotAllowed."""
    require_politics(actor, ward_id)
    own = _own_goals(ward_id, year)
    return PartyGoals({row: one.goal for row, one in own.items() if one.goal is not None}, _seen(own))


def set_goals(actor: Actor, ward_id: UUID, year: int, goals: Mapping[str, float | None], seen: str) -> None:
    """Keep the goals of the year's rows (None: none of its own) and commit.

    Raises Invalid with a sentence per row, also where another officer was faster; NotFound, NotAllowed.
    """
    require_politics(actor, ward_id, Permission.EDIT_PEOPLE)
    own = _own_goals(ward_id, year)
    if seen != _seen(own):
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    faults = {
        row: ["Tỷ lệ từ 0 đến 100 %."] for row, goal in goals.items() if goal is not None and not 0 <= goal <= 100
    }
    if faults:
        raise Invalid(faults)
    changed = []
    for row in goal_rows():
        kept, goal = own.get(row), goals.get(row)
        if kept is None and goal is not None:
            kept = Target(ward_id=ward_id, year=year, key=_target_key(row))
            db.session.add(kept)
        if kept is not None and kept.goal != goal:
            kept.goal = goal
            changed.append(kept.key)
    if changed:
        audit.record(actor, "party.goals", ward_id=ward_id, year=year, changed=changed)
    try:
        db.session.commit()
    except (IntegrityError, StaleDataError) as error:
        db.session.rollback()
        raise Invalid({"": [_CHANGED_MEANWHILE]}) from error


def _target_key(row: str) -> str:
    if row == _WHOLE_ROW:
        return _WHOLE
    return _PREFIX + (RESERVE if row.startswith(RESERVE) else row.rpartition(":")[2])


def _own_goals(ward_id: UUID, year: int) -> dict[str, Target]:
    keys = {_target_key(row): row for row in goal_rows()}
    query = select(Target).where(Target.ward_id == ward_id, Target.year == year, Target.key.in_(list(keys)))
    return {keys[one.key]: one for one in db.session.scalars(query)}


def _seen(own: Mapping[str, Target]) -> str:
    return " ".join(f"{one.key}:{one.version}" for _, one in sorted(own.items()))
