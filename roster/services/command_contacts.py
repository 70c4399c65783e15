"""The commanders of the ward's ground: leaders of neighbourhoods, of self-defence units, and the list of contacts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.columns.plain_sheets import PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Sensitivity
from roster.domain.force_units import HAMLET_LEADER, kind_of, usual_post
from roster.services.force_sheets import shown_phone
from roster.services.force_strength import stands_on
from roster.services.units import list_neighbourhoods, list_organisations
from roster.services.ward_command import board_on
from roster.services.ward_words import words_of_ward
from roster.store import force_tree
from roster.store.force_tree import Holder
from roster.store.forces import ForceUnit
from roster.store.units import Neighbourhood, Organisation

COMMAND_GROUP, HAMLET_GROUP, SELF_DEFENCE_GROUP = "Ban CHQS phường", "Thôn đội trưởng", "Tự vệ cơ quan, tổ chức"


@dataclass(frozen=True)
class HamletLead:
    """A neighbourhood with its leaders of the day (none: missing) and the units that stand there."""

    neighbourhood: Neighbourhood
    leaders: tuple[Holder, ...]
    units: tuple[ForceUnit, ...]


@dataclass(frozen=True)
class SelfDefenceLead:
    """A self-defence unit with its commanders of the day; an organisation that has no unit yet stands without one."""

    organisation: Organisation | None
    unit: ForceUnit | None
    post: str
    commanders: tuple[Holder, ...]


@dataclass(frozen=True)
class Ground:
    """Who commands on the ward's ground on a day."""

    hamlets: tuple[HamletLead, ...]
    self_defence: tuple[SelfDefenceLead, ...]

    @property
    def hamlets_missing(self) -> int:
        """Neighbourhoods without a leader."""
        return sum(not one.leaders for one in self.hamlets)

    @property
    def self_defence_missing(self) -> int:
        """Self-defence units without a commander."""
        return sum(one.unit is not None and not one.commanders for one in self.self_defence)


@dataclass(frozen=True)
class Contact:
    """One line of the list of contacts; `phone` as its reader may see it."""

    group: str
    full_name: str
    post: str
    place: str
    position: str
    phone: str
    person_id: UUID | None


def ground_on(actor: Actor, ward_id: UUID, on: date) -> Ground:
    """Leaders of the ward's neighbourhoods and of its self-defence units on that day. Raises NotFound, NotAllowed."""
    units = [unit for unit in force_tree.units_of(actor, ward_id) if stands_on(unit, on)]
    held: dict[UUID, list[Holder]] = {}
    for holder in force_tree.holders(ward_id, on):
        if not holder.has_left:
            held.setdefault(holder.appointment.unit_id, []).append(holder)
    hamlets = tuple(
        _hamlet(one, [unit for unit in units if unit.neighbourhood_id == one.id], held)
        for one in list_neighbourhoods(actor, ward_id, on)
    )
    organisations = {one.id: one for one in list_organisations(actor, ward_id)}
    found = [
        _self_defence(organisations.get(unit.organisation_id) if unit.organisation_id else None, unit, held)
        for unit in units
        if unit.organisation_id is not None or kind_of(unit.kind).is_self_defence
    ]
    having = {unit.organisation_id for unit in units}
    found += [
        SelfDefenceLead(one, None, "", ())
        for one in list_organisations(actor, ward_id, on)
        if one.has_self_defence_unit and one.id not in having
    ]
    return Ground(hamlets, tuple(found))


def contacts_on(actor: Actor, ward_id: UUID, on: date) -> list[Contact]:
    """The list of contacts: the command in the order of its posts, leaders of neighbourhoods, self-defence.

    Telephone numbers are masked for roles that need not see them. Raises NotFound, NotAllowed.
    """
    may_see = actor.may_see(Sensitivity.IDENTITY)
    board, ground = board_on(actor, ward_id, on), ground_on(actor, ward_id, on)
    here = board.unit.name if board.unit is not None else COMMAND_GROUP
    board_holders = [(one.post, holder) for one in board.posts for holder in one.holders]
    found = [_contact(COMMAND_GROUP, post, here, holder, may_see) for post, holder in board_holders]
    for hamlet in ground.hamlets:
        place = hamlet.neighbourhood.name
        found += [_contact(HAMLET_GROUP, HAMLET_LEADER, place, holder, may_see) for holder in hamlet.leaders]
    for one in ground.self_defence:
        place = ", ".join(
            dict.fromkeys(part.name for part in (one.unit, one.organisation) if part is not None)
        )  # fmt: skip
        found += [
            _contact(SELF_DEFENCE_GROUP, holder.appointment.post, place, holder, may_see) for holder in one.commanders
        ]
    return found


def contacts_sheet(actor: Actor, ward_id: UUID, on: date) -> PlainSheet:
    """The list of contacts for paper and workbook. Raises NotFound, NotAllowed."""
    of_ward = words_of_ward(ward_id)
    rows = tuple(
        ((one.full_name,), (one.post,), (of_ward(one.place),), (one.position,), (one.phone,))
        for one in contacts_on(actor, ward_id, on)
    )
    title = f"DANH BẠ BAN CHỈ HUY QUÂN SỰ, THÔN ĐỘI TRƯỞNG, CHỈ HUY TỰ VỆ TÍNH ĐẾN NGÀY {on:%d/%m/%Y}"
    return PlainSheet("command-contacts", title, SHEET_COLUMNS["command-contacts"], rows)


def _hamlet(one: Neighbourhood, units: Iterable[ForceUnit], held: dict[UUID, list[Holder]]) -> HamletLead:
    units = tuple(units)
    leaders = [
        holder
        for unit in units
        for holder in held.get(unit.id, [])
        if usual_post(holder.appointment.post) == HAMLET_LEADER
    ]
    return HamletLead(one, tuple(leaders), units)


def _self_defence(
    organisation: Organisation | None, unit: ForceUnit, held: dict[UUID, list[Holder]]
) -> SelfDefenceLead:
    posts = kind_of(unit.kind).posts
    post = posts[0]
    commanders = [one for one in held.get(unit.id, []) if usual_post(one.appointment.post) == post]
    return SelfDefenceLead(organisation, unit, post, tuple(commanders))


def _contact(group: str, post: str, place: str, holder: Holder, may_see: bool) -> Contact:
    return Contact(
        group, holder.full_name, post, place, holder.appointment.holder_position or "",
        shown_phone(holder.phone, may_see), holder.person_id,
    )  # fmt: skip
