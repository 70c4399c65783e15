"""Many units at once, of pasted lines or of a file: name, kind, neighbourhood or organisation, unit above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import OF_NEIGHBOURHOOD, OF_ORGANISATION, KindGuess, guess_kind
from roster.domain.text import clean, fold
from roster.services import audit
from roster.services.faults import Invalid
from roster.services.forces import UnitFacts, place_unit
from roster.store import force_tree
from roster.store.db import db
from roster.store.forces import ForceUnit
from roster.store.scope import require
from roster.store.units import Neighbourhood, Organisation

MOST_LINES = 200
_MOST_FAULTS = 20


@dataclass(frozen=True)
class UnitLine:
    """A unit in the user's words; all but its name may be empty. `where` is how a fault names its place."""

    where: str
    name: str
    kind: str = ""
    ground: str = ""
    above: str = ""


@dataclass(frozen=True)
class Grounds:
    """The ward's neighbourhoods and organisations, found by words."""

    neighbourhoods: tuple[Neighbourhood, ...]
    organisations: tuple[Organisation, ...]

    def neighbourhood(self, words: str) -> Neighbourhood | None:
        """The neighbourhood that the words name ("Tổ dân phố 3" for "TDP số 3", "Tổ dân quân TDP số 3")."""
        wanted = f" {_plain_ground(words)} "
        found = [one for one in self.neighbourhoods if f" {_plain_ground(one.name)} " in wanted]
        return max(found, key=lambda one: len(one.name), default=None)

    def organisation(self, words: str) -> Organisation | None:
        """The organisation that the words name."""
        wanted = f" {fold(words)} "
        found = [one for one in self.organisations if f" {fold(one.name)} " in wanted]
        return max(found, key=lambda one: len(one.name), default=None)


def grounds_of(ward_id: UUID) -> Grounds:
    """The ward's neighbourhoods and organisations that have not ended."""
    neighbourhoods = select(Neighbourhood).where(Neighbourhood.ward_id == ward_id, Neighbourhood.ends_on.is_(None))
    organisations = select(Organisation).where(Organisation.ward_id == ward_id, Organisation.ends_on.is_(None))
    return Grounds(
        tuple(db.session.scalars(neighbourhoods.order_by(Neighbourhood.sort_key))),
        tuple(db.session.scalars(organisations.order_by(Organisation.name))),
    )


def _plain_ground(words: str) -> str:
    """Folded words in which a neighbourhood's title is written one way: "to dan pho so 3", "tdp 3" → "tdp 3"."""
    text = f" {fold(words)} "
    for long, short in ((" to dan pho ", " tdp "), (" khu pho ", " tdp "), (" to dp ", " tdp "), (" tdp so ", " tdp ")):
        text = text.replace(long, short)
    return text.strip()


def add_lines(actor: Actor, ward_id: UUID, text: str, begins_on: date | None) -> list[ForceUnit]:
    """Make a unit of each pasted line, all or none, and commit.

    A line is a name, then, parted by semicolons or tabs and each of them optional, its kind in words, its neighbourhood
    or organisation, and the unit above it. Raises as `add_units` does.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    lines, faults = [], []
    for number, line in enumerate(_filled_lines(text), start=1):
        parts = [clean(part) for part in line.split(";")]
        if any(parts[4:]):
            faults.append(f"Dòng {number}: mỗi dòng có nhiều nhất bốn phần, cách nhau bằng dấu chấm phẩy.")
        lines.append(UnitLine(f"Dòng {number}", *parts[:4]))
    if not lines:
        raise Invalid({"lines": ["Hãy dán ít nhất một dòng."]})
    if faults:
        raise Invalid({"lines": faults[:_MOST_FAULTS]})
    return add_units(actor, ward_id, lines, begins_on)


def _filled_lines(text: str) -> list[str]:
    return [line for line in (clean(one.replace("\t", ";")) for one in text.splitlines()) if line.strip("; ")]


def add_units(actor: Actor, ward_id: UUID, lines: Sequence[UnitLine], begins_on: date | None) -> list[ForceUnit]:
    """Make a unit of each line, all or none, and commit.

    The unit above is one of the ward's or of the lines before. What is left out is understood from the name where it
    can be. Raises Invalid with a sentence for each line that cannot be taken; NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if len(lines) > MOST_LINES:
        raise Invalid({"lines": [f"Mỗi lần không quá {MOST_LINES} dòng."]})
    grounds, made, faults = grounds_of(ward_id), list[ForceUnit](), list[str]()
    known = {fold(unit.name): unit for unit in force_tree.units_of(actor, ward_id) if unit.ends_on is None}
    for line in lines:
        try:
            unit = place_unit(actor, ward_id, _facts(line, begins_on, grounds, known))
        except Invalid as fault:
            faults += [f"{line.where}: {sentence}" for sentences in fault.faults.values() for sentence in sentences]
            continue
        made.append(unit)
        known[fold(unit.name)] = unit
    if faults:
        db.session.rollback()
        raise Invalid({"lines": faults[:_MOST_FAULTS]})
    audit.record(actor, "force_unit.add", ward_id=ward_id, count=len(made))
    db.session.commit()
    return made


def _facts(line: UnitLine, begins_on: date | None, grounds: Grounds, known: dict[str, ForceUnit]) -> UnitFacts:
    name, kind_text, ground, above = line.name, line.kind, line.ground, line.above
    parent = known.get(fold(above)) if above else None
    if above and parent is None:
        raise Invalid({"": [f"không có đơn vị cấp trên “{above}”."]})
    guess = guess_kind(kind_text or name)
    if kind_text and guess.component is None:
        guess = KindGuess(guess.kind, guess_kind(name).component)  # "Khẩu đội 12,7 mm; khẩu đội dân quân binh chủng"
    neighbourhood = grounds.neighbourhood(ground or name)
    organisation = grounds.organisation(ground or name)
    if ground and guess.kind.ground == OF_NEIGHBOURHOOD and neighbourhood is None:
        raise Invalid({"": [f"phường không có tổ dân phố “{ground}” trong danh mục."]})
    if ground and guess.kind.ground == OF_ORGANISATION and organisation is None:
        raise Invalid({"": [f"phường không có cơ quan, tổ chức “{ground}” trong danh mục."]})
    return UnitFacts(
        kind=guess.kind.key, name=name, begins_on=begins_on, parent_id=parent.id if parent else None,
        component=guess.component, organisation_id=organisation.id if organisation else None,
        neighbourhood_id=neighbourhood.id if neighbourhood else None,
    )  # fmt: skip
