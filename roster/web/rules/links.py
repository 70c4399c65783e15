"""From a clause that stands behind an answer to the page with its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from flask import url_for
from markupsafe import Markup, escape

from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.versions import Rule

_BRACKET = re.compile(r" \(")


def clause_link(citation: str) -> Markup:
    """The clause as a link to its rule, or to all rules of it; plain text for one that is in no book."""
    keys = _keys().get(citation, ())
    if not keys:
        return escape(citation)
    url = url_for("rules.show", key=keys[0]) if len(keys) == 1 else url_for("rules.index", clause=citation)
    return Markup('<a class="clause-link" href="{}">{}</a>').format(url, citation)


def link_clause_behind(sentence: str) -> Markup:
    """A sentence with its clause in brackets behind it: "Chưa đủ 18 tuổi (Điều 30 …)"."""
    places = [match.start() for match in _BRACKET.finditer(sentence)] if sentence.endswith(")") else []
    for place in places:  # a clause may have brackets of its own, and the text before it, too
        text, citation = sentence[:place], sentence[place + 2 : -1]
        if citation in _keys():
            return Markup('{} <span class="clause">({})</span>').format(text, clause_link(citation))
    return escape(sentence)


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    return _keys_of(ENLISTMENT_RULES)


def _keys_of(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        known = found.get(rule.citation, ())
        found[rule.citation] = known if rule.key in known else (*known, rule.key)
    return found
