"""What can be wrong with a fact about a citizen, said the same way by the form, the import and the command line.

The codes are those of the project's vocabulary. A code decides the default severity; the sentence is Vietnamese, says
what is wrong and what to do, and never repeats a secret that must not be stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How far a problem holds back its row."""

    ERROR = "error"  # the row is held back
    WARNING = "warning"  # the row goes in, marked
    NOTE = "note"  # the program did something that the officer should know


SEVERITY_OF_CODE: dict[str, Severity] = {
    "missing": Severity.ERROR,
    "impossible_date": Severity.ERROR,
    "future_date": Severity.ERROR,
    "ambiguous_date": Severity.ERROR,
    "citizen_id_length": Severity.ERROR,
    "citizen_id_province": Severity.WARNING,
    "citizen_id_birth_year": Severity.WARNING,
    "citizen_id_sex": Severity.WARNING,
    "leading_zero_restored": Severity.NOTE,
    "duplicate_in_file": Severity.ERROR,
    "possible_duplicate": Severity.WARNING,
    "not_a_choice": Severity.ERROR,
    "bad_phone": Severity.ERROR,
    "age_out_of_range": Severity.WARNING,
    "uncached_formula": Severity.ERROR,
    "secret_not_stored": Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one field: `field` is a column key, `message` a Vietnamese sentence."""

    field: str
    code: str
    message: str
    severity: Severity

    @property
    def holds_back(self) -> bool:
        """Whether a row with this problem must not be written."""
        return self.severity is Severity.ERROR

    def as_dict(self) -> dict[str, str]:
        """The problem as the JSON of `flask roster import` shows it."""
        return {"field": self.field, "code": self.code, "severity": str(self.severity), "message": self.message}


def problem(field: str, code: str, message: str, severity: Severity | None = None) -> Problem:
    """Make a problem with the severity that its code has by default.

    Raises KeyError for a code that the vocabulary does not know.
    """
    return Problem(field, code, message, severity or SEVERITY_OF_CODE[code])


def beside_label(message: str, label: str) -> str:
    """The sentence as it stands beside its field's label, which is not said twice: "“31/2/2004” không phải …"."""
    rest = message.removeprefix(label)
    if rest == message or not rest.startswith((": ", " phải ", " dài quá ")):
        return message  # another subject that begins alike, or none
    rest = rest.removeprefix(":").lstrip()
    return rest[:1].upper() + rest[1:]
