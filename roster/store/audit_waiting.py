"""Entries of pages that were looked at while another writes for long: SQLite has one writer, and a page must not wait.

Each waits as a file of its own in the instance, on the disk before the page leaves, and goes into the chain with the
next commit of anybody. A file that outlives its commit (a killed process) is known by the entry's id and not put in
twice.
"""

from __future__ import annotations

import datetime
import json
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app

from roster.store.audit import AuditEntry
from roster.store.db import new_id, now

log = logging.getLogger(__name__)
_IDS = ("id", "user_id", "ward_id", "subject_id")


def _folder() -> Path:
    return Path(current_app.instance_path) / "audit_waiting"


def let_wait(entries: Iterable[AuditEntry]) -> None:
    """Keep entries that no session holds for the next commit. Raises OSError where the disk takes them not."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    for entry in entries:
        row = {
            "id": entry.id or new_id(), "at": (entry.at or now()).isoformat(), "user_id": entry.user_id,
            "user_name": entry.user_name, "ward_id": entry.ward_id, "action": entry.action,
            "subject_id": entry.subject_id, "details": entry.details, "people": [str(one) for one in entry.people],
        }  # fmt: skip
        path = folder / f"{row['id']}.json"
        partly = path.with_suffix(".partly")
        with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(row, file, default=str)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partly, path)


def read_waiting() -> list[tuple[Path, dict[str, Any], list[UUID]]]:
    """Each file that waits, its entry as a row, and its people; the oldest first."""
    found = []
    for path in sorted(_folder().glob("*.json")):  # the ids are ordered by time
        try:
            row = json.loads(path.read_text(encoding="utf-8"))
            people = [UUID(one) for one in row.pop("people")]
            row |= {name: UUID(row[name]) if row[name] else None for name in _IDS}
            row["at"] = datetime.datetime.fromisoformat(row["at"])
        except FileNotFoundError:
            continue  # whoever committed before put it into the chain, and lets its file go behind the commit
        except (ValueError, KeyError, TypeError, AttributeError):
            # Not ours, or changed by hand: it must not keep everybody from writing, and is not thrown away.
            log.error("audit: %s cannot be read and is left aside", path.name)
            with suppress(FileNotFoundError):
                path.rename(path.with_suffix(".bad"))
            continue
        found.append((path, row, people))
    return found
