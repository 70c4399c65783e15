"""What every reader asks of a cell first: its plain text, whether it says anything, which choice it names."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any

from roster.domain.choices import Choice
from roster.domain.text import clean, fold, one_letter_off

_BLANK_MARKS = {"", "-", "–", "—", ".", "..", "...", "/"}
_NOTHING = frozenset({"NULL", "null", "Null", "<null>"})  # what databases write where nothing is known
_SPEAKING = frozenset(
    letter for letter in map(chr, range(0x1EFA)) if letter.isalnum() and not 0x1100 <= ord(letter) < 0x1E00
)


def plain(raw: Any) -> str:
    """A cell as clean text: 12.0 is "12", a date is dd/mm/yyyy, nothing is ""."""
    if isinstance(raw, str):
        return clean(raw)
    if raw is None or isinstance(raw, bool):
        return "" if raw is None else ("x" if raw else "0")
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime.datetime | datetime.date):
        return f"{raw.day:02}/{raw.month:02}/{raw.year:04}"
    return clean(str(raw))


_FAULTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def is_fault(raw: Any) -> bool:
    """Whether the cell holds, as text, what a spreadsheet writes where a formula failed."""
    return isinstance(raw, str) and raw[:1] in {"#", "E"} and (
        raw.strip().upper() in _FAULTS or (raw.startswith("Err:") and raw[4:].strip().isdigit())
    )  # fmt: skip


def is_blank(raw: Any) -> bool:
    """Whether the cell says nothing: empty, or a dash that stands for nothing."""
    if raw is None or not isinstance(raw, str):
        return raw is None
    if raw[:1] in _SPEAKING:  # most cells: whatever stands behind, the letter or digit stays
        return raw in _NOTHING
    return raw in _NOTHING or clean(raw) in _BLANK_MARKS


# "Chưa vợ" is nobody's name, "chưa có" no telephone.
_NOTHING_TOLD = re.compile(
    r"(?:khong|ko|chua)(?: (?:co|ro|biet|nho|dung|do|can|kham|xac dinh|lap gia dinh|lap gd|vo|chong|ket hon))?"
    r"(?: vo| chong| gi)?(?: a)?|(?:con )?doc than"
)


def says_no(raw: Any) -> bool:
    """Whether the cell says in words that there is nothing to say: "Không", "Chưa có", "Độc thân"."""
    return isinstance(raw, str) and len(raw) < _LONGEST_NO and _NOTHING_TOLD.fullmatch(fold(raw)) is not None


_LONGEST_NO = 24


def find_choice(choices: tuple[Choice, ...], raw: Any) -> Choice | None:
    """The choice that the cell names, by its key, label or another word for it; None where there is none."""
    return _by_words(choices).get(cell_words(raw))


def near_choice(choices: tuple[Choice, ...], raw: Any) -> Choice | None:
    """The one choice that a cell must mean though it is misspelt or says more in brackets ("Loại 2 (mắt)").

    None where two choices are as near: whoever takes it has to tell the officer.
    """
    bare = fold(_BRACKETS.sub(" ", plain(raw)))
    known = _by_words(choices)
    if bare in known:
        return known[bare]
    if len(bare) < _SHORTEST_MENDED or any(c.isdigit() for c in bare):
        return None
    near = {choice.key: choice for word, choice in known.items() if len(word) > 3 and one_letter_off(bare, word)}
    return next(iter(near.values())) if len(near) == 1 else None


_BRACKETS = re.compile(r"\([^)]*\)?")
_SHORTEST_MENDED = 6


def cell_words(raw: Any) -> str:
    """What a cell is compared and remembered by: its text folded; a sign without letters as it stands."""
    return _told(plain(raw))


_OFFICERS_MARK = re.compile(r"\d ?/{1,2}")


def _told(text: str) -> str:
    """Folded, but where the signs are what tells: "1/" is a lieutenant, "1//" a major."""
    return text.replace(" ", "") if _OFFICERS_MARK.fullmatch(text) else fold(text) or text.strip().lower()


@lru_cache(maxsize=64)
def _by_words(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    """The choices by all their words; of two that share a word the first has it."""
    found: dict[str, Choice] = {}
    short: dict[str, set[Choice]] = {}
    for choice in choices:
        for word in (str(choice.key), choice.label, *choice.other_words):
            folded = _told(word)
            found.setdefault(folded, choice)
            first, _, rest = folded.partition(" ")
            if len(first) > 1 and len(rest) > 1 and first.isalpha():
                short.setdefault(f"{first[0]} {rest}", set()).add(choice)
    # "P.không" is phòng không, where no other choice is shortened alike.
    for word, meant in short.items():
        if len(meant) == 1:
            found.setdefault(word, *meant)
    return found
