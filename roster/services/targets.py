"""Where each target of item 5 stands on a day, what the user keeps of them, and who is behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.targets import (
    INDICATORS,
    KIND_BY_KEY,
    LASTING,
    OWN,
    STATE_LABELS,
    TARGETS,
    YES_NO,
    TargetKind,
    TargetState,
    state_of,
)
from roster.domain.text import clean
from roster.services import audit
from roster.services.faults import Invalid, NotFound
from roster.services.target_figures import Figure, Part, figures_of
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

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]

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
    now_figures = {} if indicators else figures_of(actor, wards, on)
    old_figures = {} if indicators else figures_of(actor, wards, before)
    kept: dict[tuple[UUID, int], dict[str, Target]] = {}
    founded: dict[tuple[UUID, str], Target] = {}  # what was reached in an earlier year and stands this year too
    query = select(Target).where(Target.ward_id.in_(wards), Target.year <= on.year).order_by(Target.year)
    for row in db.session.scalars(query):
        kept.setdefault((row.ward_id, row.year), {})[row.key] = row
        is_done = (row.value and row.key in LASTING) or (isinstance(row.value, dict) and row.value.get("done"))
        if row.year < on.year and is_done:
            founded[row.ward_id, row.key] = row
    found = {}
    for ward_id in wards:
        rows, old_rows = kept.get((ward_id, on.year), {}), kept.get((ward_id, before.year), {})
        kinds = list(INDICATORS if indicators else TARGETS)
        if not indicators:
            kinds += [_own_kind(row) for key, row in sorted(rows.items()) if key.startswith(OWN)]
        found[ward_id] = [
            _standing(
                actor, kind, on, rows.get(kind.key),
                founded.get((ward_id, kind.key)) or old_rows.get(kind.key),
                now_figures.get(ward_id, {}).get(kind.key), old_figures.get(ward_id, {}).get(kind.key),
            )
            for kind in kinds
        ]  # fmt: skip
    return found


def standings_of_ward(actor: Actor, ward_id: UUID, on: date, *, indicators: bool = False) -> list[Standing]:
    """`standings_of` for one ward."""
    return standings_of(actor, [ward_id], on, indicators=indicators)[ward_id]


def _own_kind(row: Target) -> TargetKind:
    return TargetKind(row.key, row.label or row.key, row.unit or "", row.responsible or "", is_counted=False)


def _standing(
    actor: Actor, kind: TargetKind, on: date, row: Target | None, old_row: Target | None,
    figure: Figure | None, old_figure: Figure | None,
) -> Standing:  # fmt: skip
    if not actor.may_see(kind.sensitivity):
        return Standing(kind, None, None, None, kind.deadline_of(on.year), TargetState.UNKNOWN, is_hidden=True)
    details: dict[str, Any] = row.value if row is not None and isinstance(row.value, dict) else {}
    value = figure.value if figure is not None else _kept_value(kind, row, on)
    last_year = old_figure.value if old_figure is not None else _kept_value(kind, old_row, on)
    if kind.unit == YES_NO and value is None and last_year and old_row is not None:
        value, details = True, dict(old_row.value or {})
    if kind.key in LASTING and value is None:
        value = last_year
    goal = row.goal if row is not None and row.goal is not None else None
    if goal is None:
        goal = figure.goal if figure is not None and figure.goal is not None else kind.goal
    deadline = row.deadline if row is not None and row.deadline else kind.deadline_of(on.year)
    number = float(value) if isinstance(value, bool | int | float) else None
    return Standing(
        kind, value, last_year, goal, deadline, state_of(number, goal, deadline, on),
        parts=figure.parts if figure is not None else (),
        responsible=(row.responsible if row is not None else None) or kind.responsible,
        number=str(details.get("number") or ""),
        decided_on=date.fromisoformat(details["on"]) if details.get("on") else None,
        notes=(row.notes if row is not None else None) or "",
        version=row.version if row is not None else 0,
    )  # fmt: skip


def _kept_value(kind: TargetKind, row: Target | None, on: date) -> float | str | bool | None:
    """What the user keeps. A decision counts from its day on: before it the answer was no."""
    if row is None or row.value is None:
        return None
    if isinstance(row.value, dict):
        done = bool(row.value.get("done"))
        decided = row.value.get("on")
        return done and (not decided or date.fromisoformat(decided) <= on)
    kept: float | str = row.value  # JSON: a number or a text
    return kept


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
    keys = db.session.scalars(
        select(Target.key).where(Target.ward_id == ward_id, Target.year == year, Target.key.startswith(OWN))
    )
    number = max((int(key.removeprefix(OWN)) for key in keys), default=0) + 1
    row = Target(ward_id=ward_id, year=year, key=f"{OWN}{number}")
    row.label, row.unit = clean(values["label"]), clean(values.get("unit") or "") or None
    row.goal, row.deadline = values.get("goal"), values.get("deadline")
    row.responsible = clean(values.get("responsible") or "") or None
    row.notes = (values.get("notes") or "").strip() or None
    row.value = _value_to_keep(_own_kind(row), values)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "target.add", ward_id=ward_id, subject_id=row.id, key=row.key, year=year)
    db.session.commit()
    return row


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
        if values.get("done") is None:
            return None
        on = values.get("on")
        return {
            "done": bool(values["done"]),
            "number": clean(values.get("number") or "") or None,
            "on": on.isoformat() if isinstance(on, date) else on,
        }
    value = values.get("value")
    return clean(value) or None if isinstance(value, str) else value
