"""Whom the words of a search find among citizens: one definition for the lists, the site's search and every finder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_, true

from roster.domain.actor import Actor, Sensitivity
from roster.domain.names import name_key
from roster.domain.search_words import MOST_WORDS, SearchWord, search_words
from roster.store.people import Person
from roster.store.text_search import holds


def found_by(actor: Actor, text: str) -> list[ColumnElement[bool]]:
    """One condition for each word of the search, all of which a citizen must meet; none for an empty search.

    A word stands in the name, numbers or addresses, as far as the actor may know them. A year or a date
    (2006, 05/2006, 12/05/2006) finds who was born then, too, or may have been as far as it is known.
    """
    return [or_(*_born(word), and_(*(_holds_word(actor, one) for one in word.words))) for word in search_words(text)]


def _born(word: SearchWord) -> Iterable[ColumnElement[bool]]:
    yield from _born_exactly(word)
    if word.less_known:
        yield Person.birth_date.in_(sorted(word.less_known))


def _born_exactly(word: SearchWord) -> Iterable[ColumnElement[bool]]:
    return (Person.birth_date.startswith(one) for one in word.born)


def _holds_word(actor: Actor, word: str) -> ColumnElement[bool]:
    if actor.may_see(Sensitivity.IDENTITY) or not word.replace(" ", "").isdigit():
        return holds(Person.search_text, word)
    # Whoever sees masked numbers only finds nobody by a number, not by a whole one either: that it is his tells it.
    return or_(
        holds(Person.permanent_address, word), holds(Person.current_address, word), holds(Person.neighbourhood, word),
    )  # fmt: skip


def nearest_first(text: str) -> list[ColumnElement[Any]]:
    """The order of a search: who fits as it was typed, then who has the words whole, then the rest."""
    nearest: list[ColumnElement[Any]] = []
    marked = [word for word in name_key(text).split()[:MOST_WORDS] if not word.isascii()]
    if marked:
        # "Quý" typed with its marks means Quý: those come before Quy and Quỳ, which the search finds as well.
        hits = and_(true(), *(holds(Person.name_key, word) for word in marked))
        nearest.append(case((hits, 0), else_=1))
    words = search_words(text)
    born = [or_(*_born_exactly(word)) for word in words if word.born]
    if born:
        # "hung 2006" means a birth first, and a telephone number with 2006 in it last.
        nearest.append(case((and_(true(), *born), 0), else_=1))
    names = [one for word in words if not word.born for one in word.words]
    if names:
        # "an" finds every Văn too; who has the word whole comes first.
        whole = literal(" ") + Person.search_text + literal(" ")
        nearest.append(case((and_(true(), *(holds(whole, f" {word} ") for word in names)), 0), else_=1))
    return nearest
