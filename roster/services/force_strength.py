"""Strength of each unit against its establishment, on any day, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import component_label, kind_of, post_order
from roster.store import force_tree
from roster.store.force_names import names_of
from roster.store.forces import ForceUnit
from roster.store.scope import require


@dataclass(frozen=True)
class PostStrength:
    """One post of a unit: its places (None where the unit has no establishment) and how many hold it."""

    post: str
    places: int | None
    held: int

    @property
    def vacancies(self) -> int:
        """Places without a holder."""
        return max((self.places or 0) - self.held, 0)

    @property
    def surplus(self) -> int:
        """Holders without a place, where the unit has an establishment."""
        return 0 if self.places is None else max(self.held - self.places, 0)


@dataclass(frozen=True)
class Sum:
    """Places, holders, vacancies, surplus of several units together."""

    places: int = 0
    strength: int = 0
    vacancies: int = 0
    surplus: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.places + other.places, self.strength + other.strength,
            self.vacancies + other.vacancies, self.surplus + other.surplus,
        )  # fmt: skip


@dataclass(frozen=True)
class UnitStrength:
    """A unit on a day: its own posts, and the sum of it and the units below it (`total`; of a command, those below).

    Units come as a tree in reading order; `depth` is 0 for one at the top. `parents` are the names of the units above,
    `name` is its own, both as of that day.
    """

    unit: ForceUnit
    posts: tuple[PostStrength, ...]
    depth: int = 0
    has_children: bool = False
    total: Sum = Sum()
    parents: tuple[str, ...] = ()
    name: str = ""

    @property
    def kind(self) -> str:
        """The key of its kind (domain.force_units)."""
        return self.unit.kind

    @property
    def component(self) -> str | None:
        """The component of its members; None where they may differ."""
        return self.unit.component

    @property
    def label(self) -> str:
        """Its kind in words, with the arm of a specialist unit."""
        kind = kind_of(self.unit.kind)
        arm = component_label(self.unit.component) if kind.component is None and not kind.is_self_defence else ""
        return f"{kind.label} ({arm.lower()})" if arm else kind.label

    @property
    def has_establishment(self) -> bool:
        """Whether places were set for it on that day."""
        return any(one.places is not None for one in self.posts)

    @property
    def places(self) -> int:
        """Its own places."""
        return sum(one.places or 0 for one in self.posts)

    @property
    def strength(self) -> int:
        """Its own holders."""
        return sum(one.held for one in self.posts)

    @property
    def vacancies(self) -> int:
        """Its own places without a holder, post by post."""
        return sum(one.vacancies for one in self.posts)

    @property
    def surplus(self) -> int:
        """Its own holders beyond the places, post by post."""
        return sum(one.surplus for one in self.posts)


def strength_on(actor: Actor, ward_id: UUID, on: date) -> list[UnitStrength]:
    """The units that stand on that day, as a tree in reading order. Raises NotFound, NotAllowed.

    Four queries, whatever the number of units and people.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    standing = [unit for unit in force_tree.units_of(actor, ward_id) if stands_on(unit, on)]
    places: dict[UUID, dict[str, int]] = defaultdict(dict)
    for unit_id, post, count in force_tree.places_on(ward_id, on):
        places[unit_id][post] = places[unit_id].get(post, 0) + count
    held: dict[UUID, dict[str, int]] = defaultdict(dict)
    for unit_id, post, count in force_tree.held_on(ward_id, on):
        held[unit_id][post] = count
    children: dict[UUID | None, list[ForceUnit]] = defaultdict(list)
    known = {unit.id for unit in standing}
    for unit in sorted(standing, key=_reading_order):
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    found: list[UnitStrength] = []
    names = names_of(ward_id)
    called = {unit.id: names.on(unit.id, unit.name, on) for unit in standing}
    _walk(children, None, 0, (), places, held, found, called)
    return found


def total_of(units: Iterable[UnitStrength], *, with_boards: bool = False) -> Sum:
    """The sum over these units; the military commands, whose holders are no soldiers, only on demand."""
    whole = Sum()
    for one in units:
        if with_boards or not kind_of(one.kind).is_board:
            whole += own_sum(one)
    return whole


def own_sum(one: UnitStrength) -> Sum:
    """The unit's own numbers as a sum."""
    return Sum(one.places, one.strength, one.vacancies, one.surplus)


def stands_on(unit: ForceUnit, on: date) -> bool:
    """Whether the unit stood on that day."""
    return unit.begins_on <= on and (unit.ends_on is None or unit.ends_on >= on)


def _reading_order(unit: ForceUnit) -> tuple[int, str]:
    kind = kind_of(unit.kind)
    groups = ("Cơ quan chỉ huy", "Dân quân cơ động, thường trực, biển", "Dân quân binh chủng", "Dân quân tại chỗ")
    place = groups.index(kind.group) if kind.group in groups else len(groups)
    return place, unit.sort_key


def _walk(
    children: dict[UUID | None, list[ForceUnit]],
    parent: UUID | None,
    depth: int,
    above: tuple[str, ...],
    places: dict[UUID, dict[str, int]],
    held: dict[UUID, dict[str, int]],
    found: list[UnitStrength],
    called: dict[UUID, str],
) -> Sum:
    whole = Sum()
    for unit in children.get(parent, ()):
        posts = _posts(places.get(unit.id, {}), held.get(unit.id, {}))
        name = called[unit.id]
        one = UnitStrength(unit, posts, depth, bool(children.get(unit.id)), parents=above, name=name)
        place = len(found)
        found.append(one)
        below = _walk(children, unit.id, depth + 1, (*above, name), places, held, found, called)
        # The holders of a military command are no soldiers of the units below it.
        total = below if one.has_children and kind_of(unit.kind).is_board else own_sum(one) + below
        found[place] = replace(one, total=total)
        whole += total
    return whole


def _posts(places: dict[str, int], held: dict[str, int]) -> tuple[PostStrength, ...]:
    names = sorted({*places, *held}, key=post_order)
    none = None if not places else 0  # a post beyond an establishment has no place; without one nothing is known
    return tuple(PostStrength(post, places.get(post, none), held.get(post, 0)) for post in names)
