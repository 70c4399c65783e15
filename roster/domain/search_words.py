"""What an officer types to find somebody: words of his name, and when he was born ("hung 2006", "an 12/05/2006")."""

import datetime
import re
from dataclasses import dataclass

from roster.domain.dates import read_date
from roster.domain.text import clean, fold

MOST_WORDS = 10  # of a search; more only make the query long

# A year, a month or a day as people type them; a two-digit year stands in a whole day only.
_BIRTH = re.compile(
    r"(?:19|20)\d\d"
    r"|(?:0?[1-9]|1[0-2])[/.\-](?:19|20)\d\d"
    r"|\d{1,2}([/.\-])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d-\d\d(?:-\d\d)?"
    r"|[0-3]\d[01]\d(?:19|20)\d\d",
    re.ASCII,
)
_PARTED = re.compile(r"[\s,;]+")
_SHORT_YEAR = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d\d)", re.ASCII)
_LATEST = datetime.date(2099, 12, 31)  # whether a day lies ahead is no question here


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word of a search: its folded words, and the partial dates it may mean (none where it is no date).

    A date is a word as well: "2006" may stand in a telephone number, "12/2006" in an address, there as one: "12 2006".
    """

    words: tuple[str, ...]
    born: tuple[str, ...] = ()

    @property
    def less_known(self) -> frozenset[str]:
        """What a roster says of the same birth that is not known to the day: of 2006-05-12 its month and its year."""
        return frozenset(part for day in self.born for part in (day[:4], day[:7]) if part != day)

    def means(self, birth_date: str | None) -> bool:
        """Whether somebody born on that partial date may be meant."""
        return bool(birth_date) and (str(birth_date).startswith(self.born) or birth_date in self.less_known)


def search_words(text: str) -> list[SearchWord]:
    """The words of a search in their order, at most MOST_WORDS; none of a text without letters and digits."""
    found: list[SearchWord] = []
    for one in _PARTED.split(clean(text)):
        if words := fold(one).split():
            born = _births(one)
            found.append(SearchWord((" ".join(words),) if born else tuple(words), born))
    return found[:MOST_WORDS]


def names_him(text: str, full_name: str, birth_date: str | None) -> bool:
    """Whether each word of the search begins a word of somebody's name, or says when he was born.

    For lists that show names alone, no numbers or addresses; an empty search names everybody.
    """
    name = f" {fold(full_name)}"
    return all(word.means(birth_date) or all(f" {one}" in name for one in word.words) for word in search_words(text))


def without_births(text: str) -> str:
    """The search without what says when somebody was born; "" where it says nothing of that, or nothing else."""
    words = [one for one in _PARTED.split(clean(text)) if fold(one)]
    rest = [one for one in words if not _births(one)]
    return " ".join(rest) if len(rest) < len(words) else ""


def _births(word: str) -> tuple[str, ...]:
    """The partial dates that the word may mean; both centuries of a two-digit year."""
    if not _BIRTH.fullmatch(word):
        return ()
    short = _SHORT_YEAR.fullmatch(word)
    written = [f"{short[1]}{century}{short[2]}" for century in ("20", "19")] if short else [word]
    dates = (read_date(one, today=_LATEST).value for one in written)
    return tuple(one for one in dates if one)
