"""The heads of the audit chain as they were from hour to hour: whoever cuts the end off does not know what stood there.

One line for each hour in which something was sealed, in the instance and, where ROSTER_AUDIT_HEADS names a file on
another machine or stick, there too. Beside them the newest head of all, in a file of its own that each commit writes
over: the end of the last hour cannot be cut off unseen either. The lines hold no personal data.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import threading
from pathlib import Path
from typing import NamedTuple

from flask import current_app

FILE_NAME = "audit_heads.txt"
NEWEST_NAME = "audit_head.txt"
_LINE = re.compile(r"(?P<at>\S+) chain=(?P<chain>\d+) number=(?P<number>\d+) hash=(?P<mac>[0-9a-f]{64})")
_SINCE = re.compile(r" since=(\d+)")
_WRITTEN = "roster_audit_heads_written"
_WIDTH = (
    240  # of the newest head: always as long, and within one sector, so that a loss of power leaves the old or the new
)
_RACE = datetime.timedelta(minutes=1)  # two processes that commit at once write in either order, but not so late
_one_writer = threading.Lock()

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


def newest_path(folder: Path | None = None) -> Path:
    """The file of the newest head, in the instance or another folder."""
    return (folder or Path(current_app.instance_path)) / NEWEST_NAME


def keep_newest(path: Path, chain: int, number: int, mac: str, at: datetime.datetime, since: int) -> None:
    """Write the newest head over the one that is there. `since`: which was the newest before, 0 at a chain's beginning.

    Where a later head is there the journal was cut: that head stays, and goes to those that are never written over.
    Costs no wait for the disk but the first time: what a loss of power takes is a head that is good, if older.
    """
    try:
        with _one_writer:
            before, kept_since = _read_newest(path)
            if before is not None and (before.chain, before.number) > (chain, number):
                if at - datetime.datetime.fromisoformat(before.at) > _RACE:
                    remember(before)
                return
            line = f"{line_of(chain, number, mac, at)} since={since if kept_since is None else kept_since}"
            is_new = before is None
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                os.write(handle, f"{line:<{_WIDTH - 1}}\n".encode("ascii"))
                if is_new:
                    os.fsync(handle)
            finally:
                os.close(handle)
    except (OSError, ValueError) as error:
        log.warning("audit heads: cannot write %s (%s)", path, type(error).__name__)


def read_newest() -> tuple[KeptHead | None, int]:
    """The newest head as it was kept (None: there is none), and since which number such a head is kept."""
    kept, since = _read_newest(newest_path())
    return kept, since or 0


def remember(kept: KeptHead) -> None:
    """Put a head among those of the hours, which are never written over. Raises OSError."""
    path = heads_path()
    if not path.is_file() or kept not in read_heads(path):
        _add(path, line_of(kept.chain, kept.number, kept.mac, datetime.datetime.fromisoformat(kept.at)))


def keep_last() -> None:
    """At the end of the program: the newest head also among those of the hours, here and elsewhere."""
    kept, _ = read_newest()
    if kept is None:
        return
    outside = str(current_app.config.get("ROSTER_AUDIT_HEADS") or "")
    line = line_of(kept.chain, kept.number, kept.mac, datetime.datetime.fromisoformat(kept.at))
    for path in (heads_path(), *([Path(outside)] if outside else [])):
        try:
            if _last_line(path) != line:
                _add(path, line)
        except OSError as error:
            log.warning("audit heads: cannot write %s (%s)", path, type(error).__name__)


def _read_newest(path: Path) -> tuple[KeptHead | None, int | None]:
    try:
        found = read_heads(path)
        since = _SINCE.search(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return None, None
    return (found[0], int(since[1]) if since else 0) if found else (None, None)


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
