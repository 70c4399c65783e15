"""The words for how far an import has got: the same on every page that names one."""

from __future__ import annotations

from typing import Any

from roster.store.imports import COMMITTED, COMMITTING, DISCARDED, FAILED, READING, READY, UNDONE

STATE_LABELS = {
    READING: "Đang đọc",
    READY: "Chờ xác nhận",
    COMMITTING: "Đang ghi",
    COMMITTED: "Đã ghi",
    DISCARDED: "Đã bỏ",
    UNDONE: "Đã hoàn tác",
    FAILED: "Không đọc được",
}


def state_words() -> dict[str, Any]:
    """What every page that shows an import needs to say how far it has got."""
    return {"state_labels": STATE_LABELS}
