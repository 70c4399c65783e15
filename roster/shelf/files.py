"""Files that the program keeps (brought-in workbooks, issued papers): under random names, in one folder, owner only.

A name comes from here and nowhere else; what a user calls his file never becomes a path.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from flask import current_app

_NAME = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,5})?")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def folder() -> Path:
    """The shelf's folder within the instance, made when it is first asked for (mode 0700)."""
    path = Path(current_app.instance_path) / "files"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(content: bytes | BinaryIO, suffix: str = "") -> str:
    """Keep bytes or a stream (from where it stands) and return the name to ask for it by.

    `suffix` tells the kind (".pdf"); one that is no plain suffix is left away. The file is on the disk, not only in
    its cache, when this returns. Raises OSError where the disk is full; nothing is left behind then.
    """
    name = secrets.token_hex(16) + (suffix if _SUFFIX.fullmatch(suffix) else "")
    path = folder() / name
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def path_of(stored_name: str) -> Path:
    """Where the kept file lies. Raises FileNotFoundError where the name is not one that `keep` gave, or it is gone."""
    path = folder() / stored_name
    if not _NAME.fullmatch(stored_name) or not path.is_file():
        raise FileNotFoundError(stored_name)
    return path


def open_kept(stored_name: str) -> BinaryIO:
    """The kept file, open for reading. Raises FileNotFoundError as path_of does."""
    return path_of(stored_name).open("rb")


def drop(stored_name: str) -> None:
    """Remove the kept file; one that is gone already is no fault."""
    if _NAME.fullmatch(stored_name):
        (folder() / stored_name).unlink(missing_ok=True)
