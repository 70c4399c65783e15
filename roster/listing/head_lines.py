"""In which lines a title and the names at the head of a paper stand: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from roster.listing.text_width import MM_PER_PT, text_width_em

TITLE_PT = 14.0
HEAD_PT = 13.0
ISSUER_SHARE = 0.42  # of the width, for superior body and agency: templates/print/*.css
_PLACES = ("PHƯỜNG", "XÃ", "ĐẶC KHU", "THỊ TRẤN", "THÀNH PHỐ", "TỈNH")


def balanced(text: str, width_mm: float) -> tuple[str, ...]:
    """`text`, set bold at the size of a title, in the fewest lines of about equal length that fit `width_mm`."""
    words = text.split()
    longest = width_mm / (TITLE_PT * MM_PER_PT)
    count = max(1, -int(-text_width_em(text, bold=True) // longest))
    while True:
        lines = _in_lines(words, text_width_em(text, bold=True) / count)
        if len(lines) <= count or count >= len(words):
            return lines
        count += 1


def head_lines(name: str, width_mm: float, *, bold: bool = False) -> tuple[str, ...]:
    """A name in the left two fifths of a paper's head, broken before its place where it does not fit in one line."""
    if not name:
        return ()
    room_em = width_mm * ISSUER_SHARE / (HEAD_PT * MM_PER_PT)
    if text_width_em(name, bold=bold) <= room_em:
        return (name,)
    for word in _PLACES:
        before, place, rest = name.rpartition(f" {word} ")
        lines = (before, f"{place}{rest}".strip())
        if before and all(text_width_em(line, bold=bold) <= room_em for line in lines):
            return lines
    return balanced(name, width_mm * ISSUER_SHARE)


def _in_lines(words: list[str], length_em: float) -> tuple[str, ...]:
    # A line ends at the word whose end lies nearest to the equal share.
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        short, long = text_width_em(line, bold=True), text_width_em(longer, bold=True)
        if line and long > length_em and long - length_em > length_em - short:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)
