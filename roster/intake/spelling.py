"""Headings that are misspelt, run together or cut short, brought back to the words that are known.

Words alone are never enough here: what a mended heading means has to be borne out by the cells below it, or is doubted
(see `intake.doubts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from roster.domain.text import one_letter_off


def _parted(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that one letter turns into another one that is meant: a father is no grandmother, the Party not the Youth Union.
_NEVER_MENDED = _parted(
    "bo me cha vo chong ba ong anh em con chau dang doan nam nu ngay thang noi so ma cap cu den tu vao ra het "
    "han trai gai chi co di o xa"
)
_EMPTY = _parted("va cua hoac neu co theo")
_VOWEL = re.compile("[aeiouy]")
_SHORTEST_WORD = 4  # letters; in shorter ones a letter is too much of the word
_SHORTEST_RUN = 6  # of a whole heading that is compared without its blanks
_MOST_MENDED = 2  # words of one heading

_ONSETS = _parted("b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") | {""}
_RHYMES = _parted(
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ich iec iem ien ieng iep iet ieu "
    "im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong "
    "oong op ot u ua uan uang uat uay uc ue uech uen uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up "
    "ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu"
)
SYLLABLES = frozenset(onset + rhyme for onset in _ONSETS for rhyme in _RHYMES)


class Lexicon:
    """Known headings as folded phrases, indexed so that one that is nearly known is found at once."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(p for p in phrases if p)
        self._bags = {_bag(phrase): phrase for phrase in sorted(self._phrases)}
        self._words = frozenset(word for phrase in self._phrases for word in phrase.split())
        self._joined = {phrase.replace(" ", ""): phrase for phrase in sorted(self._phrases)}
        self._sounds: dict[str, set[str]] = {}
        for phrase in self._phrases:
            self._sounds.setdefault(_sound(phrase), set()).add(phrase)
        self._sounding: dict[str, set[str]] = {}
        for word in self._words:
            self._sounding.setdefault(_sound(word), set()).add(word)
        self._near_words = _index(
            w for w in self._words if len(w) >= _SHORTEST_WORD and w not in _NEVER_MENDED | _EMPTY
        )
        self._near_runs = _index(run for run in self._joined if len(run) >= _SHORTEST_RUN)

    def mend(self, words: str) -> str:
        """The known heading that these words are meant to be, the words themselves where none is near enough."""
        if not words or words in self._phrases or _bag(words) in self._bags:
            return words
        run = words.replace(" ", "")
        tokens = words.split()
        if len(tokens) == 1 and words in SYLLABLES:  # "Nặng" is a weight, not "Hạng" with a slip
            return words
        if run in self._joined and len(run) >= _SHORTEST_RUN - 1:
            return self._joined[run]
        alike = self._sounds.get(_sound(words), set())
        if len(alike) == 1:
            return next(iter(alike))
        return self._one_word_off(tokens) or self._one_letter_off(run, tokens) or self._strange_words(tokens)

    def _one_word_off(self, tokens: list[str]) -> str:
        """A phrase of which at most two words are a letter off, "" for none or several of them."""
        choices = [[token, *sorted(self._near(token))] for token in tokens]
        if len(tokens) > 8:
            return ""
        found = set()
        for said in product(*choices):
            changed = sum(a != b for a, b in zip(said, tokens, strict=True))
            if 0 < changed <= min(_MOST_MENDED, max(1, len(tokens) - 1)):
                phrase = " ".join(said)
                if phrase in self._phrases:
                    found.add((changed, phrase))
                elif _bag(phrase) in self._bags:
                    found.add((changed, self._bags[_bag(phrase)]))
        return _only_nearest(found)

    def _one_letter_off(self, run: str, tokens: list[str]) -> str:
        """A phrase that is the same but for one letter and the blanks between its words."""
        if len(run) < _SHORTEST_RUN or all(token in SYLLABLES for token in tokens):
            return ""
        near = {
            other
            for variant in _variants(run)
            for other in self._near_runs.get(variant, ())
            if one_letter_off(run, other)
        }
        return self._joined[near.pop()] if len(near) == 1 else ""

    def _strange_words(self, tokens: list[str]) -> str:
        """The heading with each word that no heading has set right where it can only be one of the known words."""
        said: list[str] = []
        for token in tokens:
            if token in self._words:
                said.append(token)
            elif token in SYLLABLES:
                others_known = len(tokens) > 2 and self._words.issuperset(t for t in tokens if t != token)
                heard = others_known and len(token) >= _SHORTEST_WORD
                alike = self._sounding.get(_sound(token), set()) if heard else set()
                said.append(next(iter(alike)) if len(alike) == 1 else token)
            elif not _VOWEL.search(token) or (token[1:] in self._words and token[0] != token[1]):  # "sdtlh", "dtoc"
                said.append(token)
            else:
                near = self._near(token)
                said.extend([near.pop()] if len(near) == 1 else self._parted_words(token))
        return " ".join(said)

    def _parted_words(self, token: str) -> list[str]:
        """ "vieclam" as two words, where there is one way to part it."""
        ways = [(token[:at], token[at:]) for at in range(1, len(token))]
        ways = [way for way in ways if SYLLABLES.issuperset(way)]
        known = [way for way in ways if self._words.issuperset(way)] or ways
        return list(known[0]) if len(known) == 1 else [token]

    def _near(self, token: str) -> set[str]:
        if len(token) < _SHORTEST_WORD - 1 or token in _NEVER_MENDED or any(c.isdigit() for c in token):
            return set()
        near = {word for variant in _variants(token) for word in self._near_words.get(variant, ())}
        return {word for word in near if word != token and one_letter_off(token, word)}


def _only_nearest(found: set[tuple[int, str]]) -> str:
    fewest = min((changed for changed, _ in found), default=0)
    nearest = [phrase for changed, phrase in found if changed == fewest]
    return nearest[0] if len(nearest) == 1 else ""


# Letters that one ear takes for the other, somewhere in the country: trú and chú, vụ and dụ, bậc and bật.
_ALIKE = (
    (re.compile(r"\bngh"), "ng"), (re.compile(r"\bgh"), "g"), (re.compile(r"\btr"), "ch"), (re.compile(r"\bx"), "s"),
    (re.compile(r"\b(gi|r|v)"), "d"), (re.compile(r"\bl"), "n"), (re.compile(r"c\b"), "t"), (re.compile(r"ng\b"), "n"),
    (re.compile(r"y"), "i"), (re.compile(r"\bk(?!h)"), "c"),
)  # fmt: skip


def _sound(words: str) -> str:
    said = []
    for word in words.split():
        if word not in _NEVER_MENDED:
            for pattern, letters in _ALIKE:
                word = pattern.sub(letters, word)
        said.append(word)
    return " ".join(said)


def _bag(words: str) -> frozenset[str]:
    return frozenset(words.split()) - _EMPTY


def _variants(word: str) -> Iterator[str]:
    """The word itself and with each of its letters left out."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _index(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        for variant in set(_variants(word)):
            found.setdefault(variant, []).append(word)
    return found


def closeness(short: str, phrase: str) -> float:
    """How much of a known phrase a short form of it says ("n sinh", "tr do vh", "sdtlh"), 0 where it is none.

    Each word of the phrase gives at least its first letter, in order; a blank in the short form ends a word.
    """
    words = phrase.split()
    if short[:1] != phrase[:1] or len(short.replace(" ", "")) >= len(phrase.replace(" ", "")):
        return 0.0
    if not _abbreviates(short.split(), words) and not _abbreviates(
        short.split(), [w for w in words if w not in _EMPTY]
    ):
        return 0.0
    return len(short.replace(" ", "")) / len(phrase.replace(" ", ""))


def _abbreviates(tokens: list[str], words: list[str]) -> bool:
    if not tokens or not words:
        return not tokens and not words
    return _ends_in(tokens[0], tokens[1:], words)


def _ends_in(token: str, rest: list[str], words: list[str]) -> bool:
    """Whether the token is made of the beginnings of the first words, and what follows of those of the others."""
    if not words:
        return False
    for length in range(1, min(len(token), len(words[0])) + 1):
        if token[:length] != words[0][:length]:
            return False
        left = token[length:]
        if (not left and _abbreviates(rest, words[1:])) or (left and _ends_in(left, rest, words[1:])):
            return True
    return False
