"""How wide text is in print, and how many lines it takes, without setting it.

The widths are those of Times New Roman and of the faces made to its measure, Liberation Serif and Tinos. Kerning is not
reckoned; a little is added so that a width is rather too much than too little.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MM_PER_PT = 25.4 / 72
_ROOM = 1.01

# Advance widths in thousandths of the size.
_REGULAR = {
    250: " ,.", 278: "/:;ijlt", 333: "-()[]'fIr", 350: "•", 389: "Js", 444: "acez", 500: "0123456789–bdđghknopquvxy",
    556: "FPS", 611: "ELTZ", 667: "BCR", 722: "ADĐGHKNOQUVXYw", 778: "m", 833: "%", 889: "M", 921: "@", 944: "W",
    1000: "…",
}  # fmt: skip
_BOLD = {
    250: " ,.", 278: "/il'", 333: "-()[]:;fjt", 350: "•", 389: "Is", 444: "cerz", 500: "0123456789–agovxyJ",
    556: "bdđhknpquS", 611: "FP", 667: "BELTZ", 722: "ACDĐNRUVXYw", 778: "GHKOQ", 833: "m", 930: "@", 944: "M",
    1000: "W…%",
}  # fmt: skip
_OTHER = 560
_HORN = "\u031b"
_HORN_WIDTH = 55  # what ơ and ư are wider than o and u, at most


def _by_letter(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_FACES = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


@lru_cache(maxsize=20_000)
def text_width_em(text: str, bold: bool = False) -> float:
    """The width of `text` on one line, in units of its size."""
    face, width = _FACES[bold], 0
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            width += face.get(letter, _OTHER)
        elif letter == _HORN:
            width += _HORN_WIDTH
    return width / 1000 * _ROOM


def count_lines(text: str, width_em: float, *, bold: bool = False, hang_em: float = 0.0) -> int:
    """How many lines `text` takes in a column of `width_em`, whose lines after the first begin `hang_em` farther right.

    A word that is wider than the column counts as the lines that it is broken into.
    """
    whole, words = _word_widths(text, bold)
    if whole <= width_em:
        return 1
    space = text_width_em(" ", bold)
    lines, used = 1, 0.0
    for width in words:
        room = width_em if lines == 1 else width_em - hang_em
        if used and used + space + width > room:
            lines, used, room = lines + 1, 0.0, width_em - hang_em
        used += width + (space if used else 0.0)
        while used > room > 0:
            lines, used, room = lines + 1, used - room, width_em - hang_em
    return lines


@lru_cache(maxsize=5_000)
def _word_widths(text: str, bold: bool) -> tuple[float, tuple[float, ...]]:
    """The width of `text` on one line, as its words are added up, and that of each word: asked for at many widths."""
    space, words = text_width_em(" ", bold), tuple(text_width_em(word, bold) for word in text.split())
    whole = 0.0
    for width in words:
        whole += width + (space if whole else 0.0)
    return whole, words
