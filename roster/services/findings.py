"""Answers of a check of the computer: a plain sentence, how it is to be taken, and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How an answer is to be taken."""

    GOOD = "good"
    NOTE = "note"  # nothing is broken, but it should be known
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One answer: what was looked at, a sentence, and what to do where something is wrong."""

    key: str
    mark: Mark
    sentence: str
    advice: str = ""

    def as_dict(self) -> dict[str, str]:
        """The finding as JSON."""
        return asdict(self) | {"mark": str(self.mark)}


def good(key: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(key, Mark.GOOD, sentence)


def bad(key: str, sentence: str, advice: str) -> Finding:
    """Something that must be mended, with the way to do it."""
    return Finding(key, Mark.BAD, sentence, advice)
