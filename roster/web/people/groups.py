"""How the facts of a citizen are grouped on his card and in the form, and how each is shown to this officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from roster.columns.catalogue import PERSON_COLUMNS, ROSTER_COLUMNS
from roster.columns.column import Column, Value
from roster.domain.actor import Actor
from roster.listing.table import masked
from roster.web.shell import dialled

# Heading, then keys in the order in which a citizen's papers give them; the widths belong to the form.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Nhân thân",
        ("full_name", "other_name", "birth_date", "sex", "citizen_id", "old_id", "ethnicity", "religion"),
    ),
    (
        "Nơi ở, liên hệ",
        ("hometown", "neighbourhood", "permanent_address", "current_address", "phone"),
    ),
    (
        "Học vấn, nghề nghiệp",
        ("education", "qualification", "foreign_language", "occupation", "workplace", "salary_grade"),
    ),
    (
        "Đảng, đoàn, thành phần",
        (
            "is_party_member", "party_joined_on", "is_union_member", "union_joined_on", "family_class",
            "personal_class",
        ),
    ),
    (
        "Gia đình",
        (
            "father_name", "father_birth_year", "father_occupation", "mother_name", "mother_birth_year",
            "mother_occupation", "spouse_name", "spouse_birth_year", "spouse_occupation",
            "sibling_count", "birth_order",
        ),
    ),
    ("Khác", ("notes",)),
)  # fmt: skip

_BY_KEY = {fact.key: fact for fact in PERSON_COLUMNS}
_WIDE = {"permanent_address", "current_address", "notes"}


@dataclass(frozen=True)
class ShownFacts:
    """Facts on a page: (label, text) of those that are known, and the labels of the rest."""

    known: list[tuple[str, str]]
    missing: list[str]


def shown_groups(actor: Actor, values: Mapping[str, Value]) -> list[tuple[str, ShownFacts]]:
    """The card: heading and facts of each group; what the actor may not see is masked."""
    return [(heading, shown_facts(actor, (_BY_KEY[key] for key in keys), values)) for heading, keys in GROUPS]


def shown_record(actor: Actor, roster: str, values: Mapping[str, Value]) -> ShownFacts:
    """A record's facts; what the actor may not see is masked."""
    return shown_facts(actor, ROSTER_COLUMNS[roster], values)


def shown_facts(actor: Actor, facts: Iterable[Column], values: Mapping[str, Value]) -> ShownFacts:
    """Facts for this actor; what he may not see is masked."""
    shown = ShownFacts([], [])
    for fact in facts:
        text = in_words(fact, values.get(fact.key))
        if fact.sensitivity is not None and not actor.may_see(fact.sensitivity):
            text = masked(text, fact.sensitivity)
        elif fact.key == "phone" and (number := dialled(text)):
            text = Markup('<a href="tel:{}">{}</a>').format(number, text)
        if text:
            shown.known.append((fact.label, text))
        else:
            shown.missing.append(fact.label)
    return shown


def in_words(fact: Column, value: Value) -> str:
    """A value for reading alone, outside of a table: a flag is Có or Không, unknown is ""."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return fact.show(value)


def width_of(key: str) -> str:
    """The class that gives a field its width in the form's grid."""
    return "half" if key in _WIDE else "third"
