"""Tables that are plain text: .csv, .txt, cells pasted from Excel, in Unicode or in the encodings of the years before.

Everything stays text, so no id or phone loses its zero. TCVN3 and VNI bytes are handed on as they stand: the intake
tells them by their words, column by column, as it does in a workbook.
"""

from __future__ import annotations

import csv
import io
import re
import statistics
import unicodedata

from roster.domain.legacy_fonts import detect
from roster.intake.grid import Cell, Sheet

_DELIMITERS = "\t;,|"
_SAMPLE_LINES = 200
_LONGEST_CELL = 100_000
MAX_CELLS = 2_000_000  # of text or markup; a roster of 50,000 people has fewer
MOST_SPAN = 200  # rows or columns that one cell may take
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


UNNAMED = "Dữ liệu"  # the sheet of a file that has no sheets


_QUOTED = re.compile(r'"[^"]*"')


class TooManyCells(ValueError):
    """The tables are larger than any roster."""


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file is text at all: no control bytes but line ends and tabs."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide_encoding(head):
        return True
    return bool(head) and not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


def read_text_table(content: bytes) -> Sheet:
    """The text as one sheet. Raises ValueError for text that is no table: a quote that never ends."""
    text = decode_text(content)
    delimiter = delimiter_of(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise ValueError("no table") from error
    return Sheet(UNNAMED, rows)


def decode_text(content: bytes) -> str:
    """The bytes as Unicode (NFC): by their mark, as UTF-8, else as the old encoding that their words speak for."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return unicodedata.normalize("NFC", content.decode(encoding, "replace"))
    if wide := _wide_encoding(content[:512]):
        return unicodedata.normalize("NFC", content.decode(wide, "replace"))
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8"))
    except UnicodeDecodeError:
        western = content.decode("cp1252", "replace") if _is_cp1252(content) else content.decode("latin-1")
        if detect(line for line in western.splitlines()[:_SAMPLE_LINES]):
            return western  # TCVN3 or VNI: the intake converts it
        # Windows-1258 writes most tones as marks behind the letter; composed they are the letters that people type.
        return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))


def delimiter_of(text: str) -> str:
    """What separates the cells: the sign that stands equally often in most lines."""
    # What stands in quotes parts nothing: the commas of "An Lão, Hải Phòng".
    lines = [_QUOTED.sub("", line) for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]

    def weight(sign: str) -> tuple[float, int]:
        counts = [line.count(sign) for line in lines]
        usual = statistics.mode(counts) if counts else 0
        most = max(counts, default=0)
        # Titles above a table hold no separator, so the mode of all lines may be none.
        common = usual or (statistics.mode([count for count in counts if count] or [0]))
        share = sum(count == common for count in counts) / len(counts) if counts and common else 0.0
        return (share * min(common, 3), most)

    return max(_DELIMITERS, key=weight) if lines else ","


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is nought."""
    head = head[: len(head) // 2 * 2]
    for encoding, noughts in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(noughts) >= 4 and noughts.count(0) > len(noughts) * 0.4:
            text = head.decode(encoding, "replace")
            if not any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
                return encoding
    return None


def _is_cp1252(content: bytes) -> bool:
    return not any(byte in content for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
