"""Which columns are shown as doubtful: where words and cells do not bear each other out, the officer is asked."""

from __future__ import annotations

from collections.abc import Sequence

from roster.columns.catalogue import column as catalogue_column
from roster.columns.column import ReadContext
from roster.intake.evidence import telling
from roster.intake.grid import Cell
from roster.intake.meanings import key_of, meanings, short_for, word_score
from roster.intake.plan import PlannedColumn
from roster.intake.words import heading_words, is_mended

_SURE = 0.85  # of words that name a fact
_BORNE_OUT = 0.6  # of cells that look like it

CONFLICT = "tiêu đề nói một đằng, các ô bên dưới một nẻo"
NO_WORDS = "tiêu đề không nói rõ, chỉ đoán theo các ô bên dưới"
WEAK_WORDS = "tiêu đề không nói rõ"
EITHER_HOME = "có thể là nơi thường trú hoặc nơi ở hiện nay"
SPELLING = "tiêu đề viết khác thường"


def doubt_of(path: tuple[str, ...], target: str, values: Sequence[Cell], roster: str, context: ReadContext) -> str:
    """Why what a column feeds is not certain, "" where it is.

    Parts of a fact and marks are told by several headings together and are not doubted here.
    """
    if "." in target or "=" in target:
        return ""
    if path and heading_words(path[-1]) == "nha o" and target in {"permanent_address", "current_address"}:
        return EITHER_HOME  # clerks mean the one or the other
    words = word_score(path, target, roster)
    cells = telling(key_of(target), values, roster, context)
    if words == 0.0:
        if any(key != target for key, score in meanings(path, roster) if score >= _SURE) if path else False:
            return CONFLICT
        return "" if path and _is_plainly_short_for(path, target, values, roster, context) else NO_WORDS
    if words >= _SURE and not is_mended(path[-1]):
        return ""
    if cells is not None and cells >= _BORNE_OUT:
        return ""
    return SPELLING if words >= _SURE else WEAK_WORDS


def _is_plainly_short_for(
    path: tuple[str, ...], target: str, values: Sequence[Cell], roster: str, context: ReadContext
) -> bool:
    """Whether the heading shortens the name of this fact, and of no other that these cells may be ("T.trú")."""
    may_be = [
        key
        for key, _ in short_for(heading_words(path[-1]), roster)
        if (telling(key, values, roster, context) or 0.0) >= _BORNE_OUT
    ]
    return may_be == [target]


def told_doubts(columns: Sequence[PlannedColumn], roster: str) -> list[str]:
    """A sentence for each doubtful column, and one for those that are not understood at all."""
    told = []
    for one in columns:
        if one.doubt and one.key:
            label = catalogue_column(roster, one.key).label
            taken = f"tạm hiểu là “{label}”. Hãy kiểm tra và chọn lại nếu không đúng."
            told.append(f"Cột {one.column}{_quoted(one.heading)}: {one.doubt}; {taken}")
    open_ones = [one for one in columns if one.key is None and not one.note and one.samples]
    unread = [f"{one.column}{_quoted(one.heading)}" for one in open_ones]
    if unread:
        told.append(f"Chưa hiểu nên không nhập: cột {', '.join(unread)}. Hãy chọn nội dung cho cột nếu cần.")
    return told


def _quoted(heading: str) -> str:
    return f" “{heading}”" if heading else ""
