"""Headings as hurried people type them: misspelt, run together, cut short, decorated. The same seed gives the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from roster.domain.text import fold, nfc

_EARS = (("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("l", "n"), ("v", "d"), ("gi", "d"))


def _long_words(words: list[str]) -> list[int]:
    return [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]


def slip(rng: Random, text: str) -> str:
    """One letter left out, doubled or changed over with its neighbour in one of the longer words."""
    words = nfc(text).split(" ")
    places = _long_words(words)
    if not places:
        return text
    n = rng.choice(places)
    word, at = words[n], rng.randint(1, len(words[n]) - 3)
    words[n] = rng.choice(
        [word[:at] + word[at + 1 :], word[: at + 1] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
    )
    return " ".join(words)


def run_together(rng: Random, text: str) -> str:
    """A blank forgotten between two words."""
    places = [m.start() for m in re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", text)]
    at = rng.choice(places) if places else len(text)
    return text[:at] + text[at + 1 :]


def by_ear(rng: Random, text: str) -> str:
    """A consonant taken for one that sounds alike: "thường chú"."""
    words = nfc(text).split(" ")
    fits = [(n, a, b) for n, w in enumerate(words) for a, b in _EARS if len(w) > 3 and w.lower().startswith(a)]
    if not fits:
        return text
    n, a, b = rng.choice(fits)
    words[n] = (b.capitalize() if words[n][0].isupper() else b) + words[n][len(a) :]
    return " ".join(words)


def cut_short(rng: Random, text: str) -> str:
    """One of several words given by its first letter: "N. sinh", "Q.quán"."""
    words = nfc(text).split(" ")
    places = _long_words(words) if len(words) > 1 else []
    if not places:
        return text
    n = rng.choice(places)
    words[n] = words[n][0] + "."
    return " ".join(words).replace(". ", rng.choice([".", ". "]))


def decorated(rng: Random, text: str) -> str:
    """A number before it, a star or a remark behind it, another case, no marks."""
    return rng.choice([
        f"{rng.randint(1, 20)}. {text}", f"{text} (*)", f"{text}:", text.upper(), f"{text} (ghi rõ)", fold(text),
        text.replace(" ", "\n"), text.replace(" ", "  ").lower(),
    ])  # fmt: skip


WAYS: tuple[Callable[[Random, str], str], ...] = (slip, run_together, by_ear, cut_short, decorated)
