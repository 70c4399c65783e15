"""Whose data was erased, in a file beside the database: a restored backup is older than that, and knows it not.

Holds keys and moments alone. It stays in its place when a backup comes back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

FILE_NAME = "erasures.txt"


def read_erased(instance: Path) -> dict[UUID, datetime]:
    """Each citizen whose data was erased, with the moment; a line that is broken says nothing."""
    try:
        lines = (instance / FILE_NAME).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    found = {}
    for line in lines:
        person, _, moment = line.partition(" ")
        try:
            found[UUID(person)] = datetime.fromisoformat(moment)
        except ValueError:
            continue
    return found


def note_erased(instance: Path, erased: Iterable[tuple[UUID, datetime]]) -> None:
    """Add those that the list lacks; on the disk when this returns."""
    known = read_erased(instance)
    lines = [f"{person} {at.isoformat()}\n" for person, at in erased if person not in known]
    if not lines:
        return
    path = instance / FILE_NAME
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
