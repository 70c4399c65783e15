"""How a value is shown to people: on a page, in a sheet and on paper alike."""

from __future__ import annotations

from roster.columns.column import Value
from roster.domain.choices import Choice, label_of
from roster.domain.dates import format_date


def show_text(value: Value) -> str:
    """The text as it stands."""
    return str(value)


def show_date(value: Value) -> str:
    """A partial date as dd/mm/yyyy, mm/yyyy or yyyy."""
    return format_date(str(value))


def show_flag(value: Value) -> str:
    """A mark for yes; no is blank, as rosters write it."""
    return "x" if value else ""


def show_yes_no(value: Value) -> str:
    """Có or Không, where a blank would be read as unknown."""
    return "Có" if value else "Không"


def show_number(value: Value) -> str:
    """A number with the decimal comma of Vietnamese."""
    return f"{float(value or 0):g}".replace(".", ",")


def show_choice(choices: tuple[Choice, ...]):  # type: ignore[no-untyped-def]  # returns a shower for these choices
    """A shower that gives the Vietnamese label of a coded value."""

    def show(value: Value) -> str:
        return label_of(choices, value)

    return show
