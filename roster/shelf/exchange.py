"""Parts of an instance change their place all together or not at all, whenever the program is killed.

What is to happen stands in a mark on the disk before the first part moves. Who starts next finds the mark, if the
exchange was broken off, and brings every part back. Folders that were worked in and left behind are swept away.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

MARK = "exchange.json"
_HELD = ".held"
_WORKED_IN = (".restore-", ".backup-")
_OLD_SECONDS = 3_600


class InProgress(Exception):
    """Another process is at an exchange of this instance just now."""


# --- Folders to work in ---------------------------------------------------------------------------------------------


def _lock(file: IO[Any]) -> bool:
    """Hold the open file for this process, to its end; False where another holds it."""
    if sys.platform == "win32":
        return True  # there an open file cannot be removed, which serves as well
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def workplace(instance: Path, prefix: str) -> Iterator[Path]:
    """A folder in the instance that goes with the work, or is swept away at the next start where that was killed."""
    with tempfile.TemporaryDirectory(prefix=prefix, dir=instance) as name, (Path(name) / _HELD).open("w") as held:
        _lock(held)
        yield Path(name)
        held.close()


def _sweep(instance: Path) -> None:
    for folder in instance.glob(".*-*"):
        if not folder.name.startswith(_WORKED_IN) or not folder.is_dir():
            continue
        held = folder / _HELD
        if sys.platform == "win32" or not held.exists():
            is_left = time.time() - folder.stat().st_mtime > _OLD_SECONDS  # another may have made it this moment
        else:
            with held.open("r+") as file:
                is_left = _lock(file)
        if is_left:
            shutil.rmtree(folder, ignore_errors=True)


# --- The exchange ---------------------------------------------------------------------------------------------------


class Exchange:
    """Names of an instance that make way for what lies under the same names in a workplace.

    `names` are set aside; `incoming` come in their place. Use it as a context: what is raised inside brings all back.
    """

    def __init__(self, instance: Path, workplace: Path, aside: Path, names: Iterable[str], *, by_rows: bool) -> None:
        self.instance, self.workplace, self.aside = instance, workplace, aside
        self.names = list(names)
        self._there = [name for name in self.names if (instance / name).exists()]
        self._told = {
            "workplace": workplace.name, "aside": aside.name, "names": self.names, "by_rows": by_rows,
            "there": self._there,
        }  # fmt: skip
        self._mark: IO[Any] | None = None

    def __enter__(self) -> Exchange:
        """Put the mark on the disk. Raises InProgress."""
        path = self.instance / MARK
        try:
            self._mark = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
        except FileExistsError:
            raise InProgress from None
        _lock(self._mark)
        json.dump(self._told, self._mark)
        self._mark.flush()
        os.fsync(self._mark.fileno())
        _sync(self.instance)
        return self

    def move(self, incoming: Iterable[str]) -> None:
        """Set the old parts aside and let the new ones in, in this order."""
        self.aside.mkdir(mode=0o700, exist_ok=True)
        for name in self._there:
            os.replace(self.instance / name, self.aside / name)
        self.let_in(incoming)

    def let_in(self, incoming: Iterable[str]) -> None:
        """Let new parts in; those that are not there are left out."""
        for name in incoming:
            if (self.workplace / name).exists():
                _sync_all(self.workplace / name)
                os.replace(self.workplace / name, self.instance / name)
        _sync(self.instance)

    def __exit__(self, kind: object, *_: object) -> None:
        """Without the mark the exchange has happened."""
        if self._mark is not None:
            self._mark.close()
        if kind is not None:
            _bring_back(self.instance, self._told)
        (self.instance / MARK).unlink()
        _sync(self.instance)


def settle(instance: Path) -> None:
    """At the start of every process: take back an exchange that was broken off, sweep away what was worked in.

    One by rows waits for `settle_rows`: only the database knows whether it happened. Raises InProgress.
    """
    told = _read_mark(instance)
    if told is not None:
        if told["by_rows"]:
            return
        _bring_back(instance, told)
        (instance / MARK).unlink()
        _sync(instance)
    _sweep(instance)


def settle_rows(instance: Path, has_happened: bool) -> None:
    """Settle an exchange by rows: the files belong to whatever the database holds."""
    told = _read_mark(instance)
    if told is not None and told["by_rows"]:
        if not has_happened:
            _bring_back(instance, told)
        (instance / MARK).unlink()
        _sweep(instance)


def is_broken_off(instance: Path) -> bool:
    """Whether an exchange waits to be settled."""
    return (instance / MARK).exists()


def _read_mark(instance: Path) -> dict[str, Any] | None:
    try:
        with (instance / MARK).open("r+", encoding="utf-8") as file:
            if not _lock(file):
                raise InProgress
            text = file.read()
    except FileNotFoundError:
        return None
    try:
        told: dict[str, Any] = json.loads(text)
    except ValueError:  # killed while the mark was written: nothing has moved yet
        return {"workplace": "", "aside": "", "names": [], "there": [], "by_rows": False}
    return told


def _bring_back(instance: Path, told: dict[str, Any]) -> None:
    """Every part where it was. Killed in the middle of it, it is done again."""
    aside, trash = instance / told["aside"], instance / told["workplace"] / "again"
    for name in told["names"]:
        was_there = name in told["there"]
        if was_there and not (aside / name).exists():
            continue  # it never moved, or is back already
        if (instance / name).exists():
            trash.mkdir(mode=0o700, parents=True, exist_ok=True)
            _remove(trash / name)
            os.replace(instance / name, trash / name)
        if was_there:
            os.replace(aside / name, instance / name)
    if told["names"] and aside.is_dir() and not any(aside.iterdir()):
        aside.rmdir()
    if told["names"]:
        shutil.rmtree(trash, ignore_errors=True)
    _sync(instance)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync_all(path: Path) -> None:
    for one in path.rglob("*") if path.is_dir() else [path]:
        if one.is_file():
            with one.open("rb+") as file:
                os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """New names in a folder are on the disk when this returns."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
