"""Finding wards of any time and place, and keeping a ward's neighbourhoods and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from roster.domain.actor import Actor, Permission
from roster.domain.names import name_key
from roster.domain.sorting import natural_key
from roster.domain.text import clean, fold
from roster.services import audit
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.store import country
from roster.store.country import CountryWard
from roster.store.db import db
from roster.store.seed_units import SUCCESSIONS, UNITS, city_mark, unit_id, ward_mark
from roster.store.units import CITY, WARD, Neighbourhood, Organisation, Unit, UnitSuccession


class AmbiguousWard(Exception):
    """A name that several wards bear; the text names each with its code."""


@dataclass(frozen=True)
class WardSuggestion:
    """A ward that a search found. `key` goes back to `ward_of_key`; `unit_id` is None while the database lacks it."""

    key: str
    title: str
    within: str  # "Thành phố Hải Phòng"
    code: str | None
    days: str  # "đến 31/12/2024", "" for a ward in force
    unit_id: UUID | None


# --- Shipped units --------------------------------------------------------------------------------------------------


def seed_units() -> None:
    """Add the shipped units that the database lacks, without committing; what is there stays as it is."""
    wanted = {unit_id(seed.mark): seed for seed in UNITS}
    present = set(db.session.scalars(select(Unit.id).where(Unit.id.in_(wanted))))
    for key, seed in wanted.items():
        if key not in present:
            db.session.add(
                Unit(
                    id=key,
                    kind=seed.kind,
                    code=seed.code,
                    name=seed.name,
                    title=seed.title,
                    search_key=fold(seed.name),
                    parent_id=unit_id(seed.parent) if seed.parent else None,
                    begins_on=seed.begins_on,
                    ends_on=seed.ends_on,
                )
            )
            db.session.flush()  # parents come first in the list, and must in the database
    for old, new, day in SUCCESSIONS:
        key = unit_id(f"succession:{old}:{new}")
        if db.session.get(UnitSuccession, key) is None:
            db.session.add(UnitSuccession(id=key, from_id=unit_id(old), into_id=unit_id(new), on=day))
    db.session.flush()


# --- Finding wards --------------------------------------------------------------------------------------------------


def get_ward(ward_id: UUID) -> Unit | None:
    """The ward with this key. Whether somebody may know of it, the caller asks."""
    unit = db.session.get(Unit, ward_id, options=[joinedload(Unit.parent)])
    return unit if unit is not None and unit.kind == WARD else None


def wards_in_scope(actor: Actor, today: date) -> list[Unit]:
    """The wards that the actor may work in: those in force first, then by name. The command line: all of them."""
    query = select(Unit).where(Unit.kind == WARD).options(joinedload(Unit.parent))
    if not actor.is_system:
        query = query.where(Unit.id.in_(actor.ward_ids))
    return sorted(db.session.scalars(query), key=lambda unit: (not unit.stood_on(today), natural_key(unit.name)))


def find_ward(text: str, on: date) -> Unit | None:
    """The ward meant by an official code or a name, with or without "phường", "xã" …; None where there is none.

    Ended wards are found too. Of wards of different times that share a name, the one in force `on` that day, else the
    latest. A ward in the database wins over the rest of the country; marks are ignored only where nothing matches with
    them. A ward of the country that the database lacks is added (the caller commits). Raises AmbiguousWard.
    """
    wanted = clean(text)
    if not wanted:
        return None
    if wanted.isascii() and wanted.isdigit():
        return _by_code(wanted, on)
    kind, name = country.split_ward_title(wanted)
    folded = fold(wanted)
    bare = fold(name) if kind else country.without_folded_kind(folded)
    known = list(db.session.scalars(select(Unit).where(Unit.kind == WARD, Unit.search_key.in_({folded, bare}))))

    def is_titled_so(title: str) -> bool:
        return not kind or title.lower().startswith(kind)

    exact = [unit for unit in known if name_key(unit.name) == name_key(name) and is_titled_so(unit.title)]
    if exact:
        return _in_force(exact, on, wanted)
    if found := [ward for ward in country.wards_by_name(name) if is_titled_so(ward.title)]:
        return ensure_ward(_only_one(found, wanted))
    loose = [unit for unit in known if fold(unit.title) == folded or fold(unit.name) in {folded, bare}]
    titled = [unit for unit in loose if fold(unit.title) == folded]
    if loose:
        return _in_force(titled or loose, on, wanted)
    candidates = country.wards_by_folded_name(bare) or country.wards_by_folded_name(folded)
    titled_so = [ward for ward in candidates if fold(ward.title) == folded]
    found = titled_so or [ward for ward in candidates if is_titled_so(ward.title)]
    return ensure_ward(_only_one(found, wanted)) if found else None


def _by_code(code: str, on: date) -> Unit | None:
    known = list(db.session.scalars(select(Unit).where(Unit.kind == WARD, Unit.code.in_({code, code.zfill(5)}))))
    if known:
        return _in_force(known, on, code)
    ward = country.ward_by_code(code)
    return ensure_ward(ward) if ward else None


def _in_force(units: Sequence[Unit], on: date, wanted: str) -> Unit:
    standing = [unit for unit in units if unit.stood_on(on)]
    if not standing:
        latest = max(unit.ends_on or date.min for unit in units)
        standing = [unit for unit in units if (unit.ends_on or date.min) == latest]
    if len(standing) > 1:
        raise AmbiguousWard(_ambiguity(wanted, [(unit.title, _within(unit), unit.code) for unit in standing]))
    return standing[0]


def _only_one(wards: Sequence[CountryWard], wanted: str) -> CountryWard:
    if len(wards) > 1:
        raise AmbiguousWard(_ambiguity(wanted, [(ward.title, ward.province_title, ward.code) for ward in wards]))
    return wards[0]


def _ambiguity(wanted: str, candidates: Iterable[tuple[str, str, str | None]]) -> str:
    listed = "; ".join(f"{title}, {within} (mã {code or 'chưa có'})" for title, within, code in candidates)
    return f"Có nhiều đơn vị tên “{wanted}”: {listed}. Hãy ghi mã đơn vị thay cho tên."


def _within(unit: Unit) -> str:
    names = []
    above = unit.parent
    while above is not None:
        names.append(above.title)
        above = above.parent
    return ", ".join(names)


def ensure_ward(ward: CountryWard) -> Unit:
    """The unit of a ward of the country, added together with its province where the database lacks them; no commit."""
    key = unit_id(ward_mark(ward.code))
    unit = db.session.get(Unit, key)
    if unit is not None:
        return unit
    city_key = unit_id(city_mark(ward.province_code))
    if db.session.get(Unit, city_key) is None:
        db.session.add(
            Unit(
                id=city_key,
                kind=CITY,
                code=ward.province_code,
                name=ward.province_name,
                title=ward.province_title,
                search_key=fold(ward.province_name),
            )
        )
        db.session.flush()
    unit = Unit(
        id=key,
        kind=WARD,
        code=ward.code,
        name=ward.name,
        title=ward.title,
        search_key=fold(ward.name),
        parent_id=city_key,
    )
    db.session.add(unit)
    db.session.flush()
    return unit


def search_wards(text: str, today: date, limit: int = 30) -> list[WardSuggestion]:
    """Wards of the database and the country whose name, province or code holds every word of `text`; writes nothing.

    Nearest first: the name itself (as typed with its marks before others), names that begin so, those that have the
    words whole, the rest; of those, wards in force first.
    """
    words = fold(text).split()
    if not words:
        return []
    found: list[tuple[tuple[object, ...], WardSuggestion]] = []
    known = set()
    typed = clean(text)

    def nearness(name: str, has_ended: bool, title: str, within: str) -> tuple[object, ...]:
        return _nearness(words, typed, name, has_ended, title, within)

    for unit in db.session.scalars(select(Unit).where(Unit.kind == WARD).options(joinedload(Unit.parent))):
        known.add(unit.code)
        within = _within(unit)
        if all(word in f"{fold(unit.title)} {fold(within)} {unit.code or ''}" for word in words):
            suggestion = WardSuggestion(str(unit.id), unit.title, within, unit.code, _days(unit, today), unit.id)
            found.append((nearness(unit.search_key, not unit.stood_on(today), unit.title, within), suggestion))
    for ward in country.all_wards():
        if ward.code not in known and all(
            word in f"{fold(ward.title)} {fold(ward.province_title)} {ward.code}" for word in words
        ):
            suggestion = WardSuggestion(ward.code, ward.title, ward.province_title, ward.code, "", None)
            found.append((nearness(fold(ward.name), False, ward.title, ward.province_title), suggestion))
    return [suggestion for _, suggestion in sorted(found, key=lambda pair: pair[0])[:limit]]


def _nearness(words: list[str], typed: str, name: str, has_ended: bool, title: str, within: str) -> tuple[object, ...]:
    """The order of a search's answers: `words` and `name` folded, `typed` as it was typed."""
    needle = country.without_folded_kind(" ".join(words))
    place = f"{name} {fold(within)}".split()
    is_named = needle == name
    return (
        not is_named,
        is_named and name_key(typed) not in (name_key(title), name_key(country.split_ward_title(title)[1])),
        not f"{needle} ".startswith(f"{name} ") and not name.startswith(needle),
        not {*needle.split()} <= {*place},
        has_ended,
        natural_key(title),
    )


def _days(unit: Unit, today: date) -> str:
    if unit.stood_on(today):
        return ""
    if unit.ends_on is not None and unit.ends_on < today:
        return f"đến {unit.ends_on:%d/%m/%Y}"
    return f"từ {unit.begins_on:%d/%m/%Y}" if unit.begins_on else ""


def ward_of_key(key: str) -> Unit | None:
    """The ward of a WardSuggestion's key, added where the database lacks it (the caller commits)."""
    if key.isascii() and key.isdigit():
        ward = country.ward_by_code(key)
        return ensure_ward(ward) if ward else None
    try:
        return get_ward(UUID(key))
    except ValueError:
        return None


def suggested_wards(today: date) -> list[WardSuggestion]:
    """The two wards that the set-up offers before anything is searched."""
    codes = ("11446", "11443")
    units = [db.session.get(Unit, unit_id(ward_mark(code))) for code in codes]
    return [
        WardSuggestion(str(unit.id), unit.title, _within(unit), unit.code, _days(unit, today), unit.id)
        for unit in units
        if unit is not None
    ]


# --- Neighbourhoods -------------------------------------------------------------------------------------------------


def list_neighbourhoods(actor: Actor, ward_id: UUID, on: date | None = None) -> list[Neighbourhood]:
    """The ward's neighbourhoods in natural order ("TDP số 2" before "TDP số 10"); with `on`, those of that day."""
    _demand_scope(actor, ward_id)
    rows = db.session.scalars(
        select(Neighbourhood).where(Neighbourhood.ward_id == ward_id).order_by(Neighbourhood.sort_key)
    )
    return [row for row in rows if on is None or _stands(row, on)]


def save_neighbourhood(
    actor: Actor,
    ward_id: UUID,
    neighbourhood_id: UUID | None,
    *,
    name: str,
    leader: str = "",
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Neighbourhood:
    """Add (id None) or change a neighbourhood. Raises NotAllowed, NotFound, Invalid."""
    _demand_management(actor, ward_id)
    name = clean(name)
    row = _row(Neighbourhood, ward_id, neighbourhood_id)
    _check(Neighbourhood, ward_id, row, name, 100, begins_on, ends_on)
    row = row or Neighbourhood(ward_id=ward_id)
    row.name, row.sort_key, row.leader = name, natural_key(name)[:120], clean(leader)[:120] or None
    row.begins_on, row.ends_on = begins_on, ends_on
    _store(actor, "neighbourhood", row, is_new=neighbourhood_id is None)
    return row


# --- Organisations --------------------------------------------------------------------------------------------------


def list_organisations(actor: Actor, ward_id: UUID, on: date | None = None) -> list[Organisation]:
    """The ward's organisations by name; with `on`, those of that day."""
    _demand_scope(actor, ward_id)
    rows = db.session.scalars(select(Organisation).where(Organisation.ward_id == ward_id))
    return sorted((row for row in rows if on is None or _stands(row, on)), key=lambda row: natural_key(row.name))


def save_organisation(
    actor: Actor,
    ward_id: UUID,
    organisation_id: UUID | None,
    *,
    name: str,
    address: str = "",
    has_self_defence_unit: bool = False,
    operating_since: date | None = None,
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Organisation:
    """Add (id None) or change an organisation. Raises NotAllowed, NotFound, Invalid."""
    _demand_management(actor, ward_id)
    name = clean(name)
    row = _row(Organisation, ward_id, organisation_id)
    _check(Organisation, ward_id, row, name, 200, begins_on, ends_on)
    row = row or Organisation(ward_id=ward_id)
    row.name, row.address, row.has_self_defence_unit = name, clean(address)[:300] or None, has_self_defence_unit
    row.operating_since, row.begins_on, row.ends_on = operating_since, begins_on, ends_on
    _store(actor, "organisation", row, is_new=organisation_id is None)
    return row


def get_neighbourhood(actor: Actor, ward_id: UUID, neighbourhood_id: UUID) -> Neighbourhood:
    """One neighbourhood of the ward. Raises NotFound."""
    _demand_scope(actor, ward_id)
    row: Neighbourhood = _row(Neighbourhood, ward_id, neighbourhood_id)
    return row


def get_organisation(actor: Actor, ward_id: UUID, organisation_id: UUID) -> Organisation:
    """One organisation of the ward. Raises NotFound."""
    _demand_scope(actor, ward_id)
    row: Organisation = _row(Organisation, ward_id, organisation_id)
    return row


def _demand_scope(actor: Actor, ward_id: UUID) -> None:
    if not actor.covers(ward_id):
        raise NotFound


def _demand_management(actor: Actor, ward_id: UUID) -> None:
    _demand_scope(actor, ward_id)
    if not actor.may(Permission.MANAGE_WARD):
        raise NotAllowed


def _row(model: type[Any], ward_id: UUID, row_id: UUID | None) -> Any:
    if row_id is None:
        return None
    row = db.session.get(model, row_id)
    if row is None or row.ward_id != ward_id:
        raise NotFound
    return row


def _stands(row: Neighbourhood | Organisation, on: date) -> bool:
    return (row.begins_on is None or row.begins_on <= on) and (row.ends_on is None or on <= row.ends_on)


def _check(
    model: type[Any], ward_id: UUID, row: Any, name: str, longest: int, begins_on: date | None, ends_on: date | None
) -> None:
    faults = {}
    if not name or len(name) > longest:
        faults["name"] = [f"Hãy nhập tên (không quá {longest} ký tự)."]
    twin = db.session.scalar(select(model).where(model.ward_id == ward_id, model.name == name))
    if twin is not None and (row is None or twin.id != row.id):
        faults["name"] = [f"“{name}” đã có trong danh mục của địa bàn."]
    if begins_on and ends_on and ends_on < begins_on:
        faults["ends_on"] = ["Ngày kết thúc phải sau ngày bắt đầu."]
    if faults:
        raise Invalid(faults)


def _store(actor: Actor, noun: str, row: Neighbourhood | Organisation, *, is_new: bool) -> None:
    db.session.add(row)
    db.session.flush()
    audit.record(actor, f"{noun}.{'create' if is_new else 'edit'}", ward_id=row.ward_id, subject_id=row.id)
    db.session.commit()
