"""Reading rosters: flat rows for lists, counts and the values to filter by; one join, a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from roster.columns.catalogue import ENLISTMENT, MILITIA, PERSON, RESERVE, columns_of
from roster.columns.column import Column, Value
from roster.domain.actor import Actor, Sensitivity
from roster.domain.names import name_key
from roster.domain.text import fold
from roster.store.call_up import as_value, call_up_attribute, is_call_up, needs_call_up, with_call_up
from roster.store.dated_facts import DATED_KEYS, PastFacts, past_facts
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.list_filter import BLANK, BY_NAME, ListFilter, known_column, value_of_text
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.scope import require_ward
from roster.store.text_search import holds

# The three record models; all have ward_id, person_id, since, closed_on, closed_reason, but no common class.
RECORD_MODELS: dict[str, Any] = {ENLISTMENT: EnlistmentRecord, MILITIA: MilitiaRecord, RESERVE: ReserveRecord}

FACETS: dict[str, tuple[str, ...]] = {
    ENLISTMENT: ("sex", "education", "health_class", "political_result", "ground", "status"),
    MILITIA: ("sex", "component", "post", "is_party_member", "is_union_member"),
    RESERVE: ("sex", "rank", "reserve_class", "speciality_match", "is_assigned", "is_party_member"),
}
"""The facts by which each list is filtered, beside the neighbourhood."""

MOST_VALUES = 8  # of a closed list that is counted value by value
MOST_WORDS = 10  # of a search; more only make the query long


def list_rows(actor: Actor, wanted: ListFilter, limit: int | None = None) -> list[dict[str, Any]]:
    """The list's rows in its order, each flat: every column key of the roster, and person_id, record_id, version.

    Raises NotFound for a ward outside of the actor's scope, KeyError for an unknown roster.
    """
    past = _past(actor, wanted)
    if limit is None:
        return _rows_of(actor, wanted, past, None)
    return _rows_of(actor, wanted, past, list(db.session.scalars(_ids_in_order(actor, wanted, past).limit(limit))))


def _ids_in_order(actor: Actor, wanted: ListFilter, past: PastFacts | None) -> Select[Any]:
    """The list's records by narrow rows: those of a page alone are fetched then with all that they hold."""
    query = _narrowed(actor, select(RECORD_MODELS[wanted.roster].id), wanted, past)
    return query.order_by(*_order(actor, wanted, past))


def _rows_of(actor: Actor, wanted: ListFilter, past: PastFacts | None, ids: list[UUID] | None) -> list[dict[str, Any]]:
    """The rows of these records, or of all that the filter finds, in the list's order."""
    record = RECORD_MODELS[wanted.roster]
    facts = [_of_day(wanted, fact, past).label(fact.key) for fact in columns_of(wanted.roster)]
    query = select(
        Person.id.label("person_id"), record.id.label("record_id"), Person.version.label("version"),
        Person.retired_on.label("retired_on"), record.closed_on.label("closed_on"), *facts,
    )  # fmt: skip
    if ids is None:
        query = _narrowed(actor, query, wanted, past, with_everything=True).order_by(*_order(actor, wanted, past))
    else:
        query = _joined(query, wanted, with_everything=True).where(record.id.in_(ids))
    dated = [fact.key for fact in columns_of(wanted.roster) if fact.is_date and is_call_up(fact)]
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    if ids is not None:
        place = {record_id: number for number, record_id in enumerate(ids)}
        rows.sort(key=lambda row: place[row["record_id"]])
    for row in rows:
        row.update({key: as_value(row[key]) for key in dated})
    return rows


def page_rows(actor: Actor, wanted: ListFilter, page: int, size: int, total: int) -> list[dict[str, Any]]:
    """A page of the list as list_rows gives it, the last page beyond the end; `total` is what the list counts.

    Raises as list_rows does.
    """
    past = _past(actor, wanted)
    first = size * (page_within(page, size, total) - 1)
    ids = db.session.scalars(_ids_in_order(actor, wanted, past).offset(first).limit(size))
    return _rows_of(actor, wanted, past, list(ids))


def pages_of(size: int, total: int) -> int:
    """How many pages so many rows take; an empty list has one."""
    return max(1, -(-total // size))


def page_within(page: int, size: int, total: int) -> int:
    """The page that is shown where `page` is asked for: none before the first, none behind the last."""
    return min(max(1, page), pages_of(size, total))


def count_rows(actor: Actor, wanted: ListFilter) -> int:
    """How many rows the list has. Raises as list_rows does."""
    return db.session.scalar(_narrowed(actor, select(func.count()), wanted, _past(actor, wanted))) or 0


def count_lacking(actor: Actor, wanted: ListFilter, keys: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many rows the list has, and how many of them have nothing for each of the citizen's facts `keys`.

    One query. Facts that the actor may not see are left out. Raises as list_rows does.
    """
    facts = [f for key in keys if (f := known_column(wanted.roster, key)) is not None and actor.may_see(f.sensitivity)]
    lacks = [func.count(case((_equals(attribute_of(wanted.roster, fact), None), 1))) for fact in facts]
    asked: Select[Any] = select(func.count()).add_columns(*lacks)
    total, *counts = tuple(db.session.execute(_narrowed(actor, asked, wanted, _past(actor, wanted))).one())
    return total, {fact.key: count for fact, count in zip(facts, counts, strict=True)}


def count_values(actor: Actor, wanted: ListFilter, keys: Sequence[str]) -> tuple[int, dict[str, dict[Value, int]]]:
    """How many rows the list has, and how many of them hold each value of those facts `keys` that can be counted.

    These are marks for yes (True) and closed lists; of a longer list than MOST_VALUES those who have any (True). One
    query, however many people and facts. Facts that the actor may not see are left out. Raises as list_rows does.
    """
    past = _past(actor, wanted)
    asked: list[tuple[str, Value]] = []
    counts: list[Any] = []
    facts = [f for key in keys if (f := known_column(wanted.roster, key)) is not None and actor.may_see(f.sensitivity)]
    for fact in facts:
        attribute = _of_day(wanted, fact, past)
        kind = attribute.type.python_type
        is_short = 0 < len(fact.choices) <= MOST_VALUES
        values: list[Value] = [True] if kind is bool or (fact.choices and not is_short) else []
        values += [choice.key for choice in fact.choices if is_short and isinstance(choice.key, kind)]
        for value in values:
            holds_it = attribute == value if is_short or kind is bool else ~_equals(attribute, None)
            counts.append(func.count(case((holds_it, 1))))
            asked.append((fact.key, value))
    query = select(func.count()).add_columns(*counts)
    row = db.session.execute(_narrowed(actor, query, wanted, past, with_everything=needs_call_up(facts))).one()
    found: dict[str, dict[Value, int]] = {}
    for (key, value), count in zip(asked, row[1:], strict=True):
        found.setdefault(key, {})[value] = count
    return row[0], found


def list_ids(actor: Actor, wanted: ListFilter) -> list[UUID]:
    """The ids of the list's people in its order. Raises as list_rows does."""
    past = _past(actor, wanted)
    query = _narrowed(actor, select(Person.id), wanted, past).order_by(*_order(actor, wanted, past))
    return list(db.session.scalars(query))


def facet_values(actor: Actor, whole: ListFilter) -> tuple[dict[str, list[Value]], int]:
    """The values present in the list `whole`, by key, neighbourhood included; None where some lack it.

    With them the number of people in it. One query: the few combinations that occur. Facts that the actor may
    not see are left out. Raises NotFound for a ward outside of the actor's scope.
    """
    facts = [
        f for key in ("neighbourhood", *FACETS[whole.roster]) if (f := known_column(whole.roster, key)) is not None
    ]
    facts = [fact for fact in facts if actor.may_see(fact.sensitivity)]
    attributes = [attribute_of(whole.roster, fact) for fact in facts]
    query = _narrowed(actor, select(func.count(), *attributes), whole, None).group_by(*attributes)
    combinations = db.session.execute(query).all()
    values = {fact.key: list({row[index] for row in combinations}) for index, fact in enumerate(facts, start=1)}
    return values, sum(row[0] for row in combinations)


def years_of(actor: Actor, ward_id: UUID, roster: str) -> list[int]:
    """The years of which the ward's roster has records, newest first: cycles for enlistment, else first years.

    Raises NotFound for a ward outside of the actor's scope.
    """
    require_ward(actor, ward_id)
    if roster == ENLISTMENT:
        query = select(EnlistmentRecord.year).where(EnlistmentRecord.ward_id == ward_id).distinct()
        return sorted(db.session.scalars(query), reverse=True)
    record = RECORD_MODELS[roster]
    first = db.session.scalar(select(func.min(record.since)).where(record.ward_id == ward_id))
    return [first.year] if first else []


def attribute_of(roster: str, fact: Column) -> InstrumentedAttribute[Any]:
    """The model's attribute that holds the fact."""
    if is_call_up(fact):
        return call_up_attribute(fact)
    return getattr(Person if fact.home == PERSON else RECORD_MODELS[roster], fact.key)


def _past(actor: Actor, wanted: ListFilter) -> PastFacts | None:
    """The facts of the day that is asked about, None for a list of no day."""
    if wanted.on is None or wanted.roster not in DATED_KEYS:
        return None
    return past_facts(wanted.roster, [require_ward(actor, wanted.ward_id)], wanted.on)


def _of_day(wanted: ListFilter, fact: Column, past: PastFacts | None) -> Any:
    """What holds the fact: of a list of a day, what it was on that day."""
    if past is not None and fact.home != PERSON and fact.key in DATED_KEYS[wanted.roster]:
        return past.column(fact.key)
    return attribute_of(wanted.roster, fact)


def _joined(query: Select[Any], wanted: ListFilter, *, with_everything: bool) -> Select[Any]:
    record = RECORD_MODELS[wanted.roster]
    query = query.select_from(record).join(Person, Person.id == record.person_id)
    keys = (*wanted.equals, wanted.sort, *(key for key, _ in wanted.then_keys))
    asked = (known_column(wanted.roster, key) for key in keys)
    if wanted.roster == ENLISTMENT and (with_everything or needs_call_up(asked)):
        query = with_call_up(query)
    # Both sides are held to the ward: the index of each serves, and no join can lead out of it.
    return query.where(record.ward_id == wanted.ward_id, Person.ward_id == wanted.ward_id)


def _narrowed(
    actor: Actor, query: Select[Any], wanted: ListFilter, past: PastFacts | None, *, with_everything: bool = False
) -> Select[Any]:
    require_ward(actor, wanted.ward_id)
    query = _joined(query, wanted, with_everything=with_everything).where(_of_year(wanted))
    if not wanted.include_retired:
        query = query.where(or_(Person.retired_on.is_(None), Person.retired_on > wanted.on if wanted.on else false()))
    if wanted.person_ids is not None:
        query = query.where(Person.id.in_(wanted.person_ids))
    if wanted.neighbourhood:
        query = query.where(
            _equals(Person.neighbourhood, None if wanted.neighbourhood == BLANK else wanted.neighbourhood)
        )
    for key, text in wanted.equals.items():
        fact = known_column(wanted.roster, key)
        # A fact that the actor may not see must not be found out by filtering either.
        if fact is not None and text and actor.may_see(fact.sensitivity):
            value = None if text == BLANK else value_of_text(fact, text)
            joined = JOINED_ON.get(fact.key) if wanted.on else None
            if joined is not None and isinstance(value, bool):
                had_joined = is_member_on(attribute_of(wanted.roster, fact), joined, wanted.on)
                query = query.where(had_joined if value else ~had_joined)
            else:
                query = query.where(_equals(_of_day(wanted, fact, past), value))
    return query.where(*(holds_word(actor, word) for word in fold(wanted.search).split()[:MOST_WORDS]))


JOINED_ON: dict[str, Any] = {"is_party_member": Person.party_joined_on, "is_union_member": Person.union_joined_on}


def is_member_on(is_member: Any, joined_on: Any, on: date | None) -> ColumnElement[bool]:
    """Whether somebody was in the Party (the Union) on that day, as far as the day of joining is known.

    A partial date counts from its first day, as its text sorts.
    """
    had_joined = or_(joined_on.is_(None), joined_on <= on.isoformat()) if on else true()
    return and_(func.coalesce(is_member, false()), had_joined)


def _equals(attribute: Any, value: Value) -> ColumnElement[bool]:
    kind = attribute.type.python_type
    if value is None:
        return or_(attribute.is_(None), attribute == "") if kind is str else attribute.is_(None)
    if not isinstance(value, kind):
        return false()  # an address may ask for class "x"; PostgreSQL compares no text with a number
    return attribute.is_(value) if isinstance(value, bool) else attribute == value


def _of_year(wanted: ListFilter) -> ColumnElement[bool]:
    """Membership of the year; of several in one year the latest, so that a person stands in a list once."""
    if wanted.roster == ENLISTMENT:
        return EnlistmentRecord.year == wanted.year
    record = RECORD_MODELS[wanted.roster]
    later = aliased(record)

    def within(one: Any) -> ColumnElement[bool]:
        return and_(one.since <= wanted.last_day, or_(one.closed_on.is_(None), one.closed_on >= wanted.first_day))

    is_later = or_(later.since > record.since, and_(later.since == record.since, later.id > record.id))
    superseded = select(later.id).where(later.person_id == record.person_id, within(later), is_later).exists()
    return and_(within(record), ~superseded)


def holds_word(actor: Actor, word: str) -> ColumnElement[bool]:
    """Whether a citizen is found by the folded word, as far as the actor may know what it would be found in."""
    if actor.may_see(Sensitivity.IDENTITY) or not word.isdigit():
        return holds(Person.search_text, word)
    # Whoever sees masked numbers only finds nobody by a number, not by a whole one either: that it is his tells it.
    return or_(
        holds(Person.permanent_address, word), holds(Person.current_address, word), holds(Person.neighbourhood, word),
    )  # fmt: skip


def _order(actor: Actor, wanted: ListFilter, past: PastFacts | None) -> list[ColumnElement[Any]]:
    by_name: list[ColumnElement[Any]] = [Person.sort_key.asc(), Person.birth_date.asc(), Person.id.asc()]
    fact = known_column(wanted.roster, wanted.sort)
    if fact is None or wanted.sort in {BY_NAME, "full_name"} or not actor.may_see(fact.sensitivity):
        if wanted.descending:
            return [Person.sort_key.desc(), *by_name[1:]]
        return [*nearest_first(wanted.search), *by_name]
    order = _by_fact(wanted, fact, past, wanted.descending)
    for key, descending in wanted.then_keys:
        further = known_column(wanted.roster, key)
        if further is not None and further != fact and actor.may_see(further.sensitivity):
            order += _by_fact(wanted, further, past, descending)
    return order + by_name


def _by_fact(wanted: ListFilter, fact: Column, past: PastFacts | None, descending: bool) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    attribute = _of_day(wanted, fact, past)
    key: Any = attribute
    if fact.choices and attribute.type.python_type is str:
        # Coded values go in the order of their list: ranks from private up, not by spelling.
        key = case(
            {choice.key: place for place, choice in enumerate(fact.choices)}, value=attribute, else_=len(fact.choices)
        )
    elif fact.key == "neighbourhood":
        order.append(attribute.is_(None))
        order.append(func.length(attribute).desc() if descending else func.length(attribute).asc())
    order.append(attribute.is_(None))
    order.append(key.desc() if descending else key.asc())
    return order


def nearest_first(search: str) -> list[ColumnElement[Any]]:
    """The order of a search: who fits as it was typed, then who has the words whole, then the rest."""
    nearest: list[ColumnElement[Any]] = []
    marked = [word for word in name_key(search).split()[:MOST_WORDS] if not word.isascii()]
    if marked:
        # "Quý" typed with its marks means Quý: those come before Quy and Quỳ, which the search finds as well.
        hits = and_(true(), *(holds(Person.name_key, word) for word in marked))
        nearest.append(case((hits, 0), else_=1))
    words = fold(search).split()[:MOST_WORDS]
    if words:
        # "an" finds every Văn too; who has the word whole comes first.
        whole = literal(" ") + Person.search_text + literal(" ")
        nearest.append(case((and_(true(), *(holds(whole, f" {word} ") for word in words)), 0), else_=1))
    return nearest
