"""What a form about one citizen is made of: pages of blocks, each a line to be filled, a table, a sentence.

A form is data with days: which one is in force is asked with the day on which the paper is signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

# Who signs: the offices of roster.domain.law.duties, and their short titles under the paper.
NOBODY = ""


@dataclass(frozen=True)
class Field:
    """A label and the fact behind it; "" leaves dots for the pen. `share` is its part of the line's width."""

    label: str
    key: str = ""
    share: float = 1.0
    strong: bool = False


@dataclass(frozen=True)
class Line:
    """Fields beside each other."""

    fields: tuple[Field, ...]
    block: ClassVar[str] = "line"


@dataclass(frozen=True)
class Heading:
    """A heading within the form; {key} stands for a fact, such as the kind of the ward."""

    text: str
    block: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Body:
    """A sentence; {key} stands for a fact."""

    text: str
    block: ClassVar[str] = "body"


@dataclass(frozen=True)
class Pen:
    """Dotted lines behind a label."""

    label: str
    lines: int = 1
    block: ClassVar[str] = "pen"


@dataclass(frozen=True)
class Grid:
    """A table to be filled by hand: headings with their widths in per cent, what stands first in each row."""

    headings: tuple[tuple[str, float], ...]
    rows: tuple[str, ...]
    row_mm: float = 8.0
    block: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Signs:
    """Who signs by hand within the form: a title ({key} stands for a fact) and what he is asked for."""

    people: tuple[tuple[str, str], ...]
    block: ClassVar[str] = "signs"


Block = Line | Heading | Body | Pen | Grid | Signs


@dataclass(frozen=True)
class PersonalForm:
    """A form in force from `first_day` to `last_day`. `signers` are (first day, office) of who signs below it.

    `head` says what stands on the upper left: "issuer" whoever issues it, "place" province and ward, "" nothing.
    `asks` are the details that an officer sets for a run; `photo` is the size of the picture glued on, in millimetres,
    with title and the first `beside` blocks at its right; `recipients` are the lines of "Nơi nhận".
    """

    kind: str
    title: tuple[str, ...]
    first_day: date
    last_day: date | None
    source: str
    pages: tuple[tuple[Block, ...], ...]
    head: str = "issuer"
    form_number: str = ""
    signers: tuple[tuple[date, str], ...] = ()
    photo: tuple[int, int] | None = None
    beside: int = 0
    has_receipt: bool = True
    asks: frozenset[str] = frozenset()
    recipients: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether the form is in force on the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def signer_on(self, day: date) -> str:
        """The office that signs on the day, "" where nobody does below the form."""
        return next((office for first, office in reversed(self.signers) if first <= day), NOBODY)

    @property
    def name(self) -> str:
        """The title in one line."""
        return " ".join(self.title)


def form_on(forms: Iterable[PersonalForm], kind: str, day: date) -> PersonalForm:
    """The form of the kind in force on the day; the oldest for a day before all. Raises KeyError for another kind."""
    of_kind = [one for one in forms if one.kind == kind]
    if not of_kind:
        raise KeyError(kind)
    return next((one for one in of_kind if one.holds_on(day)), min(of_kind, key=lambda one: one.first_day))


def line(*fields: Field | tuple[str, str] | tuple[str, str, float]) -> Line:
    """A line of fields, each a Field or (label, key, share)."""
    return Line(tuple(one if isinstance(one, Field) else Field(*one) for one in fields))
