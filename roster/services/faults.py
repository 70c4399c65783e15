"""How a service says no; the web floor turns these into 404, 403 and marked form fields (see roster.web.errors)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from roster.domain.secrets import SENTENCE, names_wartime_placement
from roster.store.scope import NotAllowed, NotFound

# The store's queries refuse foreign wards with the same two.
__all__ = ["Invalid", "NotAllowed", "NotFound", "TooMuch", "refuse_secret"]


class Invalid(Exception):
    """What was entered cannot be taken. `faults`: field name → Vietnamese sentences ("" for the whole form)."""

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        self.faults = {field: list(sentences) for field, sentences in faults.items()}
        super().__init__("; ".join(sentence for sentences in self.faults.values() for sentence in sentences))


class TooMuch(Exception):
    """Done too often within a time; `sentence` says what and how often, `wait` how many seconds until it goes on."""

    def __init__(self, sentence: str, wait: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.wait = wait


def refuse_secret(
    field: str,
    text: str | None,
    *,
    where: str = "Ô này",
    names_it: Callable[[str | None], bool] = names_wartime_placement,
) -> None:
    """Raise Invalid for `field` where the text names a mobilisation unit or a wartime post; it is not repeated.

    `names_it` may ask more strictly (`names_army_unit`, for reasons of absence).
    """
    if names_it(text):
        raise Invalid({field: [f"{where} {SENTENCE}."]})
