"""A deferral or exemption that a roster tells in its remarks only ("có giấy của trường, xin hoãn").

Nobody who may be deferred shall be called up by a clerk's slip: what the remark names goes on file as a claim that is
not yet answered (Law 78/2015, Article 41), and the officer is told to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from roster.columns.grounds import ground_in, speaks_of_deferral
from roster.domain.choices import GROUND
from roster.domain.problems import Severity, problem
from roster.intake.parse import ParsedRow
from roster.intake.ward_headings import CIRCUMSTANCES
from roster.intake.words import as_typed

_NOT = re.compile(
    r"\b(?:không|ko|hết|chưa|thôi|bỏ|hủy|huỷ)\b[^,;.]{0,25}\b(?:hoãn|miễn)\b|\b(?:hoãn|miễn)\b[^,;.]{0,12}\b(?:hết|xong)\b",
    re.IGNORECASE,
)
_LABELS = {str(choice.key): choice.label for choice in GROUND}


_CIRCUMSTANCES = frozenset(map(as_typed, CIRCUMSTANCES))


def tell_circumstances(names: Iterable[str]) -> bool:
    """Whether one of a sheet's headings asks how a man and his family live ("Hoàn cảnh"): grounds stand there, too."""
    return any(as_typed(name) in _CIRCUMSTANCES for name in names)


def take_ground(row: ParsedRow, of_circumstances: bool = False) -> None:
    """Put the ground that the row's remarks name among its facts where no column names one, with a warning.

    `of_circumstances`: the remarks say how he lives, so that they need not speak of deferral.
    """
    remark = row.fields.get("notes")
    if not isinstance(remark, str) or row.fields.get("ground") or _NOT.search(remark):
        return
    asks = speaks_of_deferral(remark)
    if not (asks or of_circumstances) or any(found.field == "ground" for found in row.problems):
        return
    ground = ground_in(remark, GROUND)
    if ground is None and not asks:
        return
    what = "Ghi chú nói đến tạm hoãn hoặc miễn nhưng chưa rõ diện nào. Hãy xem và chọn diện nếu đúng."
    if ground is not None:
        row.fields["ground"] = ground
        row.words["ground"] = remark
        row.weak.add("ground")
        what = f"Diện “{_LABELS[ground]}” lấy từ ghi chú, ghi vào sổ là đề nghị chưa xét. Hãy kiểm tra."
    row.problems.append(problem("ground", "not_a_choice", what, Severity.WARNING))
    if "notes" in row.cells:
        row.cells.setdefault("ground", row.cells["notes"])
