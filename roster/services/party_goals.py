"""What share of Party and Union members is to be reached, by component, unit and for the reserve, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from roster.services.political_quality import (
    ALL,
    COMPONENT_ROW,
    MILITIA,
    NO_UNIT,
    RESERVE,
    UNIT_ROW,
    Quality,
    QualityRow,
)
from roster.store.db import db
from roster.store.targets import Target

_WHOLE = "militia_party"  # the target of item 5 itself
_PREFIX = "party_goal."
_UNION_WHOLE, _UNION_PREFIX = "union_goal", "union_goal."
_OF_UNIT = {"party": "party_u.", "union": "union_u."}
_WHOLE_ROW = f"{MILITIA}:{ALL}"
PARTY, UNION = "party", "union"
_CHANGED_MEANWHILE = "Cán bộ khác vừa sửa chỉ tiêu này, hoặc chính đồng chí sửa ở thẻ khác. Xin xem lại rồi ghi."


@dataclass(frozen=True)
class Share:
    """A row with what is to be reached: the goals for its Party and its Union members and how each stands."""

    row: QualityRow
    goal: float | None
    state: TargetState
    union_goal: float | None
    union_state: TargetState

    @property
    def state_label(self) -> str:
        """How its Party members stand, in words."""
        return STATE_LABELS[self.state]

    @property
    def union_label(self) -> str:
        """How its Union members stand, in words."""
        return STATE_LABELS[self.union_state]


@dataclass(frozen=True)
class PartyGoals:
    """What is to be reached by row and column (see `goal_key`), and what was seen of it.

    `deadline` is that of the target itself, None for the usual one.
    """

    of_row: Mapping[str, float] = field(default_factory=dict)
    seen: str = ""
    deadline: date | None = None


def shares_on(quality: Quality, goals: PartyGoals, on: date) -> list[Share]:
    """The shares of the whole, of each component, unit and of the reserve against the goals of the year.

    A unit stands here where it has a goal of its own.
    """
    units = [row for row in quality.units if any(_own_key(row, column) in goals.of_row for column in (PARTY, UNION))]
    last = goals.deadline or KIND_BY_KEY[_WHOLE].deadline_of(on.year)
    found = []
    for row in (quality.total, *quality.components, *units, quality.reserve):
        if row.strength:
            goal, union = (goals.of_row.get(_own_key(row, column)) for column in (PARTY, UNION))
            states = (state_of(row.share(PARTY), goal, last, on), state_of(row.share(UNION), union, last, on))
            found.append(Share(row, goal, states[0], union, states[1]))
    return found


def goal_key(row: str, column: str) -> str:
    """Under which key PartyGoals and the form hold the goal of a row ("militia:all") for its "party" or "union"."""
    return row if column == PARTY else f"{row}/{column}"


def _own_key(row: QualityRow, column: str) -> str:
    return goal_key(f"{row.force}:{row.key}", column)


def goal_rows(units: Sequence[QualityRow] = ()) -> dict[str, str]:
    """The rows that may have goals of their own, with their words: the whole, each component, unit, the reserve."""
    found = {_WHOLE_ROW: "Dân quân tự vệ, toàn lực lượng"}
    found |= {f"{MILITIA}:{COMPONENT_ROW}:{one.key}": f"Dân quân {one.label.lower()}" for one in COMPONENT}
    found[f"{RESERVE}:{ALL}"] = "Quân nhân dự bị"
    named = [row for row in units if row.key != NO_UNIT]
    return found | {f"{MILITIA}:{row.key}": "– " * row.depth + row.label for row in named}


def goals_of(actor: Actor, ward_id: UUID, year: int) -> PartyGoals:
    """The goals of the year; a component without one of its own has that of the whole. Raises NotFound, NotAllowed."""
    require_politics(actor, ward_id)
    own = _own_goals(ward_id, year)
    goals = {key: one.goal for key, one in own.items() if one.goal is not None}
    for column in (PARTY, UNION):
        whole = goals.get(goal_key(_WHOLE_ROW, column))
        if whole is not None:
            goals = {goal_key(row, column): whole for row in goal_rows() if row.startswith(MILITIA)} | goals
    whole_target = own.get(_WHOLE_ROW)
    return PartyGoals(goals, _seen(own), whole_target.deadline if whole_target is not None else None)


def own_goals_of(actor: Actor, ward_id: UUID, year: int) -> PartyGoals:
    """Only what was set for each row itself. Raises NotFound, NotAllowed."""
    require_politics(actor, ward_id)
    own = _own_goals(ward_id, year)
    return PartyGoals({row: one.goal for row, one in own.items() if one.goal is not None}, _seen(own))


def set_goals(actor: Actor, ward_id: UUID, year: int, goals: Mapping[str, float | None], seen: str) -> None:
    """Keep the year's goals by `goal_key` (None: none of its own) and commit; what is not named stays.

    Raises Invalid with a sentence per row, also where another officer was faster; NotFound, NotAllowed.
    """
    require_politics(actor, ward_id, Permission.EDIT_PEOPLE)
    own = _own_goals(ward_id, year)
    if seen != _seen(own):
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    faults = {
        key: ["Tỷ lệ từ 0 đến 100 %."] for key, goal in goals.items() if goal is not None and not 0 <= goal <= 100
    }
    if faults:
        raise Invalid(faults)
    changed = []
    for key, goal in goals.items():
        kept = own.get(key)
        if kept is None and goal is not None:
            kept = Target(ward_id=ward_id, year=year, key=_target_key(key))
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


def _target_key(key: str) -> str:
    """The key of a target (at most 40 characters) that keeps the goal of a row."""
    row, _, column = key.partition("/")
    kind = row.rpartition(":")[2]
    if row.startswith(f"{MILITIA}:{UNIT_ROW}:"):
        return _OF_UNIT[column or PARTY] + UUID(kind).hex
    if row == _WHOLE_ROW:
        return _UNION_WHOLE if column else _WHOLE
    return (_UNION_PREFIX if column else _PREFIX) + (RESERVE if row.startswith(RESERVE) else kind)


def _key_of(target: str) -> str | None:
    """The `goal_key` of a kept target, None where it keeps no such goal."""
    for column, prefix in _OF_UNIT.items():
        if target.startswith(prefix):
            return goal_key(f"{MILITIA}:{UNIT_ROW}:{UUID(target.removeprefix(prefix))}", column)
    return _FIXED.get(target)


_FIXED = {_target_key(goal_key(row, column)): goal_key(row, column) for row in goal_rows() for column in (PARTY, UNION)}


def _own_goals(ward_id: UUID, year: int) -> dict[str, Target]:
    query = select(Target).where(Target.ward_id == ward_id, Target.year == year)
    return {key: one for one in db.session.scalars(query) if (key := _key_of(one.key)) is not None}


def _seen(own: Mapping[str, Target]) -> str:
    return " ".join(f"{one.key}:{one.version}" for _, one in sorted(own.items()))
