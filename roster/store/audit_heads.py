"""The heads of the audit chain as they were from hour to hour: whoever cuts the end off does not know what stood there.

One line for each hour in which something was sealed, in the instance and, where ROSTER_AUDIT_HEADS names a file on
another machine or stick, there too. The lines hold no personal data.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
from pathlib import Path
from typing import NamedTuple

from flask import current_app

FILE_NAME = "audit_heads.txt"
_LINE = re.compile(r"(?P<at>\S+) chain=(?P<chain>\d+) number=(?P<number>\d+) hash=(?P<mac>[0-9a-f]{64})")
_WRITTEN = "roster_audit_heads_written"

log = logging.getLogger(__name__)


class KeptHead(NamedTuple):
    """A line: when, and which seal was the newest."""

    at: str
    chain: int
    number: int
    mac: str


def heads_path() -> Path:
    """The file of the instance."""
    return Path(current_app.instance_path) / FILE_NAME


def line_of(chain: int, number: int, mac: str, at: datetime.datetime) -> str:
    """A head as a line of such a file."""
    return f"{at.isoformat(timespec='seconds')} chain={chain} number={number} hash={mac}"


def keep_head(chain: int, number: int, mac: str, at: datetime.datetime) -> None:
    """Write the head down where this hour has none yet. A file that cannot be written is told to the log only."""
    hour = f"{at:%Y-%m-%dT%H}"
    if current_app.extensions.get(_WRITTEN) == hour:
        return
    current_app.extensions[_WRITTEN] = hour
    outside = str(current_app.config.get("ROSTER_AUDIT_HEADS") or "")
    for path in (heads_path(), *([Path(outside)] if outside else [])):
        try:
            if not _last_line(path).startswith(hour):
                _add(path, line_of(chain, number, mac, at))
        except OSError as error:
            log.warning("audit heads: cannot write %s (%s)", path, type(error).__name__)


def read_heads(path: Path) -> list[KeptHead]:
    """The heads of a file, in the order in which they stand; other lines are left out."""
    found = _LINE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    return [KeptHead(one["at"], int(one["chain"]), int(one["number"]), one["mac"]) for one in found]


def _last_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 300))
            return file.read().decode("ascii", "replace").rstrip("\n").rpartition("\n")[2]
    except FileNotFoundError:
        return ""


def _add(path: Path, line: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
