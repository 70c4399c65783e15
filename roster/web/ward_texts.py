"""The program's texts on the pages of a xã or đặc khu: "Ban CHQS phường" reads "Ban CHQS xã" there.

What a template says itself is put into the ward's words where the template is compiled, so that no template has to
think of it and nothing that an officer typed is touched. What comes from elsewhere (labels, hints, messages)
passes the filter `in_ward` in the macro that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, g
from jinja2 import pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from roster.domain.ward_kinds import in_ward, says_kind

_GENERAL = "help/"  # the manual is one for all wards


def in_words_of_ward(text: str) -> str:
    """A text of the program in the words of the page's ward; as it is on a page of none."""
    ward = g.get("ward")
    return in_ward(text, ward.title) if ward is not None else text


@pass_context  # so that Jinja asks it for each page anew, also of a text that never changes
def _filter(context: Any, text: Any) -> Any:
    if not isinstance(text, str):
        return text
    said = in_words_of_ward(text)
    return Markup(said) if isinstance(text, Markup) else said  # noqa: S704  # markup only where it was


@pass_context
def _markup(context: Any, text: str) -> Markup:
    return Markup(in_words_of_ward(text))  # noqa: S704  # a template's own markup


class WardTexts(Extension):
    """Passes what a template says itself of a ward through the filters."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:
        """The template's tokens (called by Jinja)."""
        return stream if (stream.name or "").startswith(_GENERAL) else self._put(stream)

    def _put(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            line = token.lineno
            if token.type not in ("data", "string") or not says_kind(token.value):
                yield token
                continue
            is_data = token.type == "data"
            yield Token(line, *(("variable_begin", "{{") if is_data else ("lparen", "(")))
            yield Token(line, "string", token.value)
            yield Token(line, "pipe", "|")
            yield Token(line, "name", "in_ward_markup" if is_data else "in_ward")
            yield Token(line, *(("variable_end", "}}") if is_data else ("rparen", ")")))


def init_app(app: Flask) -> None:
    """Let every template of the app speak so."""
    app.jinja_env.add_extension(WardTexts)
    app.jinja_env.filters.update(in_ward=_filter, in_ward_markup=_markup)
