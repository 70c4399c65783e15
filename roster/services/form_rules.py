"""Whom a form is for: who of a list does not belong on it, and why, so that nobody is dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from roster.columns.printed_lists import ENLISTMENT_16C
from roster.domain.choices import ENLISTMENT_STATUS, label_of

_NOT_CALLED = {"deferred", "exempt", "left_source"}


@dataclass(frozen=True)
class Selection:
    """The rows that a form prints, and how many it leaves out for which reason (a Vietnamese phrase)."""

    rows: list[dict[str, Any]]
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def left_out_count(self) -> int:
        """How many are left out in all."""
        return sum(count for _, count in self.left_out)


def select_rows(list_key: str, rows: Iterable[dict[str, Any]], *, with_everyone: bool = False) -> Selection:
    """Those of `rows` whom the form is for; with `with_everyone` all of them, as the officer decided."""
    if with_everyone or list_key != ENLISTMENT_16C.key:
        return Selection(list(rows))
    kept, reasons = [], Counter[str]()
    for row in rows:
        reason = _not_for_preselection(row)
        if reason is None:
            kept.append(row)
        else:
            reasons[reason] += 1
    return Selection(kept, tuple(reasons.most_common()))


def _not_for_preselection(row: Mapping[str, Any]) -> str | None:
    """Why somebody does not stand on form 16C, "đủ điều kiện gọi sơ tuyển"; None for who does.

    Luật NVQS 78/2015 Đ.41 (deferral, exemption) and Đ.6 khoản 2, Đ.7 (women serve on their own application, which the
    program does not record yet).
    """
    if row.get("ground"):
        return "có diện tạm hoãn hoặc miễn gọi nhập ngũ (Điều 41)"
    if row.get("status") in _NOT_CALLED:
        return f"tình trạng “{label_of(ENLISTMENT_STATUS, row['status'])}”"
    if row.get("closed_on"):
        return "hồ sơ của năm đã kết thúc"
    if row.get("sex") == "female":
        return "công dân nữ (chỉ gọi khi có đơn tình nguyện)"
    return None
