"""How many places a unit has for each post, from a day on (biên chế); earlier days keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from roster.domain.actor import Actor, Permission
from roster.domain.text import clean, fold
from roster.services import audit
from roster.services.faults import Invalid
from roster.services.forces import commit_unit, end_places, for_change, get_unit
from roster.store import force_tree
from roster.store.db import db
from roster.store.forces import EstablishmentPost, ForceUnit
from roster.store.scope import require

MOST_PLACES = 500
Places = Mapping[str, int | None]


def set_establishment(
    actor: Actor, ward_id: UUID, unit_id: UUID, from_day: date | None, places: Places, seen: int
) -> None:
    """Set how many places the unit has for each post from that day on, and commit; earlier days keep theirs.

    A post that is not named, or has no places, has none from that day on. Raises Invalid, NotFound, NotAllowed.
    """
    unit = for_change(actor, ward_id, unit_id, seen)
    total = _set(unit, from_day, _wanted(places), force_tree.establishment_of(ward_id, unit.id))
    audit.record(actor, "force_unit.posts", ward_id=ward_id, subject_id=unit.id, places=total)
    commit_unit()


def set_first(actor: Actor, ward_id: UUID, from_day: date | None, wanted: Mapping[UUID, Places]) -> int:
    """Give several units their first establishment, all or none, and commit. Returns how many units.

    A unit that was founded later has it from its first day on; one that has an establishment, or for which no places
    are named, is left alone. Raises Invalid with the unit's id as the field, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if from_day is None:
        raise Invalid({"from_day": ["Hãy ghi ngày áp dụng."]})
    has_places = {row.unit_id for row in force_tree.establishment_of(ward_id)}
    faults: dict[str, list[str]] = {}
    done = total = 0
    for unit_id, places in wanted.items():
        unit = get_unit(actor, ward_id, unit_id, Permission.EDIT_PEOPLE)
        try:
            posts = _wanted(places)
            if posts and unit.id not in has_places:
                total += _set(unit, max(from_day, unit.begins_on), posts, [])
                done += 1
        except Invalid as fault:
            faults[str(unit_id)] = [sentence for sentences in fault.faults.values() for sentence in sentences]
    if not done and not faults:
        faults[""] = ["Hãy ghi số người cho ít nhất một đơn vị."]
    if faults:
        db.session.rollback()
        raise Invalid(faults)
    audit.record(actor, "force_unit.posts", ward_id=ward_id, units=done, places=total)
    commit_unit()
    return done


def _wanted(places: Places) -> dict[str, int]:
    """The posts with places. Raises Invalid."""
    wanted: dict[str, int] = {}
    for post, count in places.items():
        name = clean(post)
        if not name or not count:
            continue
        if len(name) > 100 or not 0 < count <= MOST_PLACES or fold(name) in {fold(one) for one in wanted}:
            raise Invalid({"": [f"“{name[:60]}”: mỗi chức vụ ghi một lần, số người từ 1 đến {MOST_PLACES}."]})
        wanted[name] = count
    return wanted


def _set(unit: ForceUnit, from_day: date | None, wanted: Mapping[str, int], rows: list[EstablishmentPost]) -> int:
    """Let the unit have these places from the day on, without committing. Returns their number. Raises Invalid."""
    if from_day is None or from_day < unit.begins_on or (unit.ends_on and from_day > unit.ends_on):
        raise Invalid({"from_day": [f"Hãy ghi ngày áp dụng, từ ngày lập đơn vị {unit.begins_on:%d/%m/%Y} trở đi."]})
    days = [row.begins_on for row in rows]
    days += [row.ends_on + timedelta(days=1) for row in rows if row.ends_on and row.ends_on != unit.ends_on]
    latest = max(days, default=None)
    if latest is not None and latest > from_day:
        raise Invalid({"from_day": [f"Biên chế đã đổi từ ngày {latest:%d/%m/%Y}. Hãy chọn ngày ấy hoặc ngày sau đó."]})
    current = {row.post: row for row in rows if row.ends_on is None or row.ends_on >= from_day}
    for post, row in current.items():
        if wanted.get(post) == row.places:
            row.ends_on = unit.ends_on
        else:
            end_places(row, from_day - timedelta(days=1))
    for post, count in wanted.items():
        if post not in current or current[post].places != count:
            db.session.add(
                EstablishmentPost(
                    ward_id=unit.ward_id,
                    unit_id=unit.id,
                    post=post,
                    places=count,
                    begins_on=from_day,
                    ends_on=unit.ends_on,
                )
            )
    flag_modified(unit, "name")  # the unit's version guards its establishment as well
    return sum(wanted.values())
