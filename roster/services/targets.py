"""Where each target of item 5 stands on a day, what the user keeps of them, and who is behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.dates import add_months
from roster.domain.targets import (
    INDICATORS,
    KIND_BY_KEY,
    OWN,
    PEOPLE,
    PER_CENT,
    STATE,
    TARGETS,
    YES_NO,
    TargetKind,
    TargetState,
    figure_words,
    state_in_words,
    state_label,
    state_of,
)
from roster.domain.text import clean
from roster.services import audit
from roster.services.faults import Invalid, NotFound
from roster.services.target_figures import Figure, Part, figures_of, indicator_figures_of, share
from roster.services.target_kept import decision_to_keep, kept_on, state_to_keep
from roster.store.db import db
from roster.store.force_counts import birth_years_on
from roster.store.scope import require, require_ward
from roster.store.targets import Target

_LONGEST = {"label": 200, "unit": 20, "responsible": 160, "number": 80, "notes": 2000}


@dataclass(frozen=True)
class Standing:
    """One target on a day. `value` is a number, a text the user keeps, or None; yes/no is True or False."""

    kind: TargetKind
    value: float | str | bool | None
    last_year: float | str | bool | None
    goal: float | None
    deadline: date
    state: TargetState
    parts: tuple[Part, ...] = ()
    responsible: str = ""
    number: str = ""  # of the decision that the user noted
    decided_on: date | None = None
    notes: str = ""
    version: int = 0
    is_hidden: bool = False
    of: tuple[float, float] | None = None  # the two numbers whose share the value is

    @property
    def state_label(self) -> str:
        """The state in words."""
        return state_label(self.state, is_ceiling=self.kind.is_ceiling)

    def as_dict(self) -> dict[str, Any]:
        """The target as `flask roster targets --json` gives it."""
        return {
            "key": self.kind.key,
            "label": self.kind.label,
            "value": self.value,
            "unit": self.kind.unit,
            "target": self.goal,
            "deadline": self.deadline.isoformat(),
            "state": str(self.state),
        }


def standings_of(
    actor: Actor, ward_ids: Iterable[UUID], on: date, *, indicators: bool = False
) -> dict[UUID, list[Standing]]:
    """The eleven targets of each ward on that day, then those that the ward added.

    With `indicators` the reporting lines of the directive's other items in their place.

    Figures about politics are hidden from roles that need not see them. Raises NotFound, NotAllowed.
    """
    wards = [require(actor, Permission.VIEW_PEOPLE, ward_id) for ward_id in dict.fromkeys(ward_ids)]
    before = date(on.year - 1, 12, 31)
    count = indicator_figures_of if indicators else figures_of
    now_figures, old_figures = count(actor, wards, on), count(actor, wards, before)
    kept: dict[UUID, dict[str, list[Target]]] = {ward_id: {} for ward_id in wards}
    for row in db.session.scalars(select(Target).where(Target.ward_id.in_(wards)).order_by(Target.year)):
        kept[row.ward_id].setdefault(row.key, []).append(row)
    found = {}
    for ward_id in wards:
        kinds = list(INDICATORS if indicators else TARGETS)
        if not indicators:
            own = [row for key, rows in kept[ward_id].items() if key.startswith(OWN) for row in rows]
            kinds += [_own_kind(row) for row in sorted(own, key=_own_number) if row.year == on.year]
        found[ward_id] = [
            _standing(
                actor, kind, on, kept[ward_id].get(kind.key, []),
                now_figures[ward_id].get(kind.key), old_figures[ward_id].get(kind.key),
            )
            for kind in kinds
        ]  # fmt: skip
    return found


def standings_of_ward(actor: Actor, ward_id: UUID, on: date, *, indicators: bool = False) -> list[Standing]:
    """`standings_of` for one ward."""
    return standings_of(actor, [ward_id], on, indicators=indicators)[ward_id]


@dataclass(frozen=True)
class Total:
    """A target over several wards: their sum or the share over all of them, in words; how many wards reached it."""

    words: str
    goal: str
    met: int
    wards: int


def total_of(kind: TargetKind, standings: Sequence[Standing]) -> Total | None:
    """One target of several wards together; None where it is hidden. A share is that of all people, not a mean."""
    if any(one.is_hidden for one in standings):
        return None
    met = sum(one.state is TargetState.MET for one in standings)
    goal = ""
    if kind.unit == YES_NO:
        words = f"{sum(one.value is True for one in standings)}/{len(standings)} địa bàn"
    elif kind.unit == PER_CENT:
        part, whole = (sum(one.of[place] for one in standings if one.of) for place in (0, 1))
        value = share(part, whole)
        words = figure_words(value) + (" %" if value is not None else "")
    elif kind.unit == PEOPLE:
        values = [one.value for one in standings if isinstance(one.value, int | float)]
        words = figure_words(sum(values)) if values else figure_words(None)
        goals = [one.goal for one in standings]
        goal = figure_words(sum(one or 0 for one in goals)) if all(one is not None for one in goals) else ""
    else:
        words = ""
    return Total(words, goal, met, len(standings))


def _own_kind(row: Target) -> TargetKind:
    return TargetKind(
        row.key, row.label or row.key, row.unit or "", row.responsible or "", is_counted=False,
        is_ceiling=bool(row.is_ceiling),
    )  # fmt: skip


def _own_number(row: Target) -> int:
    return int(row.key.removeprefix(OWN))


def _standing(
    actor: Actor, kind: TargetKind, on: date, rows: Sequence[Target], figure: Figure | None, old_figure: Figure | None
) -> Standing:
    if not actor.may_see(kind.sensitivity):
        return Standing(kind, None, None, None, kind.deadline_of(on.year), TargetState.UNKNOWN, is_hidden=True)
    row = next((one for one in rows if one.year == on.year), None)
    now, before = kept_on(kind, rows, on), kept_on(kind, rows, date(on.year - 1, 12, 31))
    value = figure.value if figure is not None else now.value
    goal = row.goal if row is not None and row.goal is not None else None
    if goal is None:
        goal = figure.goal if figure is not None and figure.goal is not None else kind.goal
    deadline = row.deadline if row is not None and row.deadline else kind.deadline_of(on.year)
    number = float(value) if isinstance(value, bool | int | float) else None
    if kind.stages:
        state = state_in_words(kind, value if isinstance(value, str) else None, deadline, on)
    else:
        state = state_of(number, goal, deadline, on, is_ceiling=kind.is_ceiling)
    return Standing(
        kind, value, old_figure.value if old_figure is not None else before.value, goal, deadline,
        state,
        parts=tuple(part for part in figure.parts if actor.may_see(part.sensitivity)) if figure is not None else (),
        responsible=(row.responsible if row is not None else None) or kind.responsible,
        number=now.number,
        decided_on=now.decided_on,
        notes=(row.notes if row is not None else None) or "",
        version=row.version if row is not None else 0,
        of=figure.of if figure is not None else None,
    )  # fmt: skip


def save(actor: Actor, ward_id: UUID, year: int, key: str, values: Mapping[str, Any], seen_version: int = 0) -> Target:
    """Keep what the user sets of a target: goal, deadline, responsible, notes and, where the program cannot count,
    value (or done, number, on).

    Raises NotFound for another ward or an unknown target, NotAllowed, Invalid with a sentence per field, also where
    another officer was faster.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    row = db.session.scalar(select(Target).where(Target.ward_id == ward_id, Target.year == year, Target.key == key))
    kind = KIND_BY_KEY.get(key) or (_own_kind(row) if row is not None else None)
    if kind is None or not actor.may_see(kind.sensitivity):
        raise NotFound(key)
    if row is not None and row.version != seen_version:
        raise Invalid({"": ["Cán bộ khác vừa sửa chỉ tiêu này. Xin xem lại rồi ghi."]})
    faults = _faults(values, kind)
    if faults:
        raise Invalid(faults)
    if row is None:
        row = Target(ward_id=ward_id, year=year, key=key)
        db.session.add(row)
    before = {name: getattr(row, name) for name in ("goal", "deadline", "responsible", "value")}
    row.goal, row.deadline = values.get("goal"), values.get("deadline")
    row.responsible = clean(values.get("responsible") or "") or None
    row.notes = (values.get("notes") or "").strip() or None
    if not kind.is_counted:
        row.value = _value_to_keep(kind, values)
    if key.startswith(OWN) and values.get("label"):
        row.label, row.unit = clean(values["label"]), clean(values.get("unit") or "") or None
        row.is_ceiling = bool(values.get("is_ceiling"))
    changed = sorted(name for name, old in before.items() if getattr(row, name) != old)
    db.session.flush()
    audit.record(actor, "target.save", ward_id=ward_id, subject_id=row.id, key=key, year=year, changed=changed)
    db.session.commit()
    return row


def add(actor: Actor, ward_id: UUID, year: int, values: Mapping[str, Any]) -> Target:
    """Add a target of the ward's own. Raises NotFound, NotAllowed, Invalid."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    faults = _faults(values, None)
    if not clean(values.get("label") or ""):
        faults["label"] = ["Hãy ghi tên chỉ tiêu."]
    if faults:
        raise Invalid(faults)
    # Over all years: the same key is the same target, this year and last.
    others = db.session.scalars(select(Target).where(Target.ward_id == ward_id, Target.key.startswith(OWN)))
    number = max((_own_number(one) for one in others), default=0) + 1
    row = Target(ward_id=ward_id, year=year, key=f"{OWN}{number}")
    row.label, row.unit = clean(values["label"]), clean(values.get("unit") or "") or None
    row.is_ceiling = bool(values.get("is_ceiling"))
    row.goal, row.deadline = values.get("goal"), values.get("deadline")
    row.responsible = clean(values.get("responsible") or "") or None
    row.notes = (values.get("notes") or "").strip() or None
    row.value = _value_to_keep(_own_kind(row), values)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "target.add", ward_id=ward_id, subject_id=row.id, key=row.key, year=year)
    db.session.commit()
    return row


def own_of_year_before(actor: Actor, ward_id: UUID, year: int) -> list[Target]:
    """The ward's own targets of the year before that this year has not yet. Raises NotFound."""
    require_ward(actor, ward_id)
    query = select(Target).where(
        Target.ward_id == ward_id, Target.year.in_((year - 1, year)), Target.key.startswith(OWN)
    )
    rows = sorted(db.session.scalars(query), key=_own_number)
    here = {row.key for row in rows if row.year == year}
    return [row for row in rows if row.year == year - 1 and row.key not in here]


def carry_over(actor: Actor, ward_id: UUID, year: int) -> int:
    """Take the ward's own targets of the year before into this one, without their results, and commit.

    A deadline falls on the same day of the new year. Returns how many. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    found = own_of_year_before(actor, ward_id, year)
    for old in found:
        row = Target(ward_id=ward_id, year=year, key=old.key, label=old.label, unit=old.unit, goal=old.goal)
        row.is_ceiling, row.responsible, row.notes = old.is_ceiling, old.responsible, old.notes
        row.deadline = old.deadline and add_months(old.deadline, 12)
        db.session.add(row)
    audit.record(actor, "target.carry", ward_id=ward_id, year=year, count=len(found))
    db.session.commit()
    return len(found)


def remove(actor: Actor, ward_id: UUID, year: int, key: str) -> None:
    """Take away a target that the ward added itself. Raises NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    row = db.session.scalar(select(Target).where(Target.ward_id == ward_id, Target.year == year, Target.key == key))
    if row is None or not key.startswith(OWN):
        raise NotFound(key)
    audit.record(actor, "target.remove", ward_id=ward_id, subject_id=row.id, key=key, year=year, label=row.label)
    db.session.delete(row)
    db.session.commit()


def get(actor: Actor, ward_id: UUID, on: date, key: str) -> Standing:
    """One target of the ward. Raises NotFound, NotAllowed."""
    require_ward(actor, ward_id)
    is_indicator = key in {kind.key for kind in INDICATORS}
    for standing in standings_of_ward(actor, ward_id, on, indicators=is_indicator):
        if standing.kind.key == key and not standing.is_hidden:
            return standing
    raise NotFound(key)


def birth_years(actor: Actor, ward_id: UUID, on: date) -> list[tuple[int | None, str | None, int]]:
    """The militia's birth years on that day: (year or None, sex, count). Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return birth_years_on(actor, ward_id, on)


def _faults(values: Mapping[str, Any], kind: TargetKind | None) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for name, longest in _LONGEST.items():
        if len(str(values.get(name) or "")) > longest:
            faults[name] = [f"Dài quá {longest} chữ."]
    goal = values.get("goal")
    if goal is not None and goal < 0:
        faults["goal"] = ["Chỉ tiêu không được âm."]
    if kind is not None and kind.unit == "%" and goal is not None and goal > 100:
        faults["goal"] = ["Tỷ lệ không quá 100 %."]
    return faults


def _value_to_keep(kind: TargetKind, values: Mapping[str, Any]) -> Any:
    if kind.unit == YES_NO:
        return decision_to_keep(values.get("done"), values.get("number"), values.get("on"))
    return state_to_keep(values.get("value"), values.get("on") if kind.unit == STATE else None)
