"""In which lines titles, the names at a paper's head and who signs it stand: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import re

from roster.listing.text_width import MM_PER_PT, text_width_em

TITLE_PT = 14.0
HEAD_PT = 13.0
ISSUER_SHARE = 0.42  # of the width, for superior body and agency, at most: templates/print/*.css
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # never broken (Phụ lục I phần II mục 1)
# Of the width, for recipients at the left and each of two signatures, lying and upright: the narrowest block that the
# decree's margins leave holds "PHÓ CHỈ HUY TRƯỞNG" in one line.
CLOSING_SHARES = {True: (0.32, 0.34), False: (0.30, 0.35)}
_PLACES = ("PHƯỜNG", "XÃ", "ĐẶC KHU", "THỊ TRẤN", "THÀNH PHỐ", "TỈNH")
# Words of a signer's title that no end of a line may part; what stands before an office ("KT.") stays with it.
_OFFICES = (
    "PHÓ CHỈ HUY TRƯỞNG", "CHỈ HUY TRƯỞNG", "CHÍNH TRỊ VIÊN PHÓ", "CHÍNH TRỊ VIÊN", "PHÓ CHỦ TỊCH", "CHỦ TỊCH",
    "PHÓ BÍ THƯ", "BÍ THƯ", "PHÓ TRƯỞNG BAN", "TRƯỞNG BAN", "NGƯỜI LẬP", "TRỢ LÝ", "BAN CHỈ HUY", "HỘI ĐỒNG",
    "NGHĨA VỤ", "QUÂN SỰ", "ỦY BAN", "NHÂN DÂN", "ĐẢNG ỦY", "THƯỜNG TRỰC",
)  # fmt: skip
_OFFICE_PARTS = re.compile(rf"(?:(?:KT|TM|TL|TUQ|Q)\. )?(?:(?:{'|'.join(_OFFICES)})(?!\w)|\S+)", re.IGNORECASE)


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
    room_em = width_mm * issuer_share(width_mm) / (HEAD_PT * MM_PER_PT)
    if text_width_em(name, bold=bold) <= room_em:
        return (name,)
    for word in _PLACES:
        before, place, rest = name.rpartition(f" {word} ")
        lines = (before, f"{place}{rest}".strip())
        if before and all(text_width_em(line, bold=bold) <= room_em for line in lines):
            return lines
    return balanced(name, width_mm * issuer_share(width_mm))


def issuer_share(width_mm: float) -> float:
    """The share of a paper's head that superior body and agency have: what the nation's name needs is not theirs."""
    nation_mm = text_width_em(_NATION, bold=True) * HEAD_PT * MM_PER_PT
    return min(ISSUER_SHARE, 1 - nation_mm / width_mm)


def office_lines(title: str, width_mm: float) -> tuple[str, ...]:
    """Who signs, bold at the size of a head, in the fewest lines that fit `width_mm`; the words of an office stay
    together, also where they are wider than that.
    """
    parts = _OFFICE_PARTS.findall(" ".join(title.split()))
    whole, room_em = text_width_em(title, bold=True), width_mm / (HEAD_PT * MM_PER_PT)
    for count in range(1, len(parts)):
        lines = _in_lines(parts, whole / count)
        if all(text_width_em(line, bold=True) <= room_em or line in parts for line in lines):
            return lines
    return tuple(parts)


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
