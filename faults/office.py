"""An invented office in a folder of its own, made once and copied for each fault; and work in a process that may be
killed at any moment.

One application is made and moved from folder to folder, as the tests do: to make one takes longer than most faults.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from faults.books import candidates_book
from roster.app import create_app
from roster.config import build_config
from roster.services import audit_check
from roster.services.accounts import actor_of
from roster.services.setup import prepare_database
from roster.store.accounts import User, UserRole, UserWard
from roster.store.audit_heads import FILE_NAME as HEADS
from roster.store.db import db
from roster.store.seed_units import unit_id, ward_mark

WARD = unit_id(ward_mark("11446"))
PASSWORD = "con trâu đi trước cái cày"  # noqa: S105  # of invented accounts
SETTINGS: dict[str, Any] = {
    "SECRET_KEY": "for-faults-only",
    "SEARCHES_AN_HOUR": 1_000_000, "OUTPUTS_AN_HOUR": 1_000_000,
    # The least that Argon2 takes: nothing here is about guessing.
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID", "argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1,
    },
}  # fmt: skip
_LONGEST_SECONDS = 60
Tell = Callable[[str], None]
Work = Callable[[Tell], None]


class Office:
    """The application, standing in one folder after the other."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.app: Flask = create_app({**SETTINGS, "ROSTER_INSTANCE": folder, "ROSTER_DATABASE_URL": url})
        self._config, self._extensions = dict(self.app.config), dict(self.app.extensions)
        with self.app.app_context():
            self._engine = db.engine
        engine = self._engine

        @event.listens_for(engine, "do_connect")
        def connect_to_the_present_one(dialect: Any, _record: Any, cargs: list[Any], cparams: dict[str, Any]) -> None:
            given, named = dialect.create_connect_args(engine.url)
            cargs[:] = given
            cparams.update(named)

    def move_to(self, folder: Path, url: str = "") -> Flask:
        """The application as a new one with this folder would be."""
        config = build_config({**SETTINGS, "ROSTER_INSTANCE": folder, "ROSTER_DATABASE_URL": url})
        self.app.config.clear()
        self.app.config.update(self._config | config)
        self.app.extensions.clear()
        self.app.extensions.update(self._extensions)
        self.app.instance_path = str(config["ROSTER_INSTANCE"])
        self._engine.dispose()
        self._engine.url = make_url(config["SQLALCHEMY_DATABASE_URI"])
        return self.app

    @contextmanager
    def at(self, folder: Path, url: str = "") -> Iterator[Flask]:
        """The application in that folder with its context; nothing of it stays open."""
        app = self.move_to(folder, url)
        with app.app_context():
            try:
                yield app
            finally:
                db.session.rollback()
                db.session.remove()
                db.engine.dispose()


@dataclass(frozen=True)
class Template:
    """An office that was made once: its folder, the account of an officer, the workbook beside it."""

    office: Office
    folder: Path
    user_id: UUID
    book: Path
    people: int

    def copy(self, where: Path) -> Path:
        """Another office of the same."""
        return Path(shutil.copytree(self.folder, where))


@cache
def _keeper() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="roster-faults-built-")


@cache
def _built() -> Path:
    """The folder of an office whose database was built once: to build it takes longer than most faults."""
    folder = Path(_keeper().name) / "office"
    office = Office(folder)
    prepare_database(office.app)
    with office.at(folder):
        db.session.commit()
    return folder


@contextmanager
def an_office(people: int = 60, url: str = "") -> Iterator[Template]:
    """A new office with a ward, an officer and a workbook of so many candidates that waits to be brought in."""
    with tempfile.TemporaryDirectory(prefix="roster-faults-") as name:
        root = Path(name)
        folder = root / "office"
        if not url:
            shutil.copytree(_built(), folder)
        office = Office(folder, url)
        prepare_database(office.app)
        with office.at(folder, url):
            user = User(
                user_name="can.bo", full_name="Lê Văn Thử", password=hash_password(PASSWORD),
                fs_uniquifier=uuid.uuid4().hex, roles=[UserRole(name="officer")], wards=[UserWard(ward_id=WARD)],
            )  # fmt: skip
            db.session.add(user)
            db.session.commit()
            user_id = user.id
        book = root / "danh-sach.xlsx"
        book.write_bytes(candidates_book(people))
        yield Template(office, folder, user_id, book, people)


def officer(template: Template) -> Any:
    """The acting officer; call it within the office."""
    return actor_of(db.session.get_one(User, template.user_id))


# --- A process that may be killed -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class End:
    """How a child ended: what it had told by then, whether it was killed, how long it lived."""

    told: list[str]
    was_killed: bool
    failed: bool
    seconds: float


def end_of_itself(seconds: float) -> None:
    """Within a child: the system ends it so soon, wherever it is, as SIGKILL does; exact to a few microseconds."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6))


def in_child(work: Work, kill_after: float | None = None) -> End:
    """Run `work` in a forked process and kill it (SIGKILL) so many seconds after its start."""
    reader, writer = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reader)
            work(lambda said: (os.write(writer, f"{said}\n".encode()), None)[1])
            code = 0
        except BaseException as fault:
            if os.environ.get("FAULTS_TRACE"):
                import traceback

                traceback.print_exc()
            os.write(writer, f"failed {type(fault).__name__}: {str(fault)[:200]!r}\n".encode())
        finally:
            os._exit(code)
    os.close(writer)
    told = b""
    at = begun + (_LONGEST_SECONDS if kill_after is None else kill_after)
    while True:
        left = at - time.monotonic()
        if left <= 0:
            os.kill(child, signal.SIGKILL)
            left, at = 10.0, time.monotonic() + 10
        if select.select([reader], [], [], left)[0]:
            got = os.read(reader, 65536)
            if not got:
                break
            told += got
    os.close(reader)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return End(
        told.decode().splitlines(), code in {-signal.SIGKILL, -signal.SIGALRM}, code == 1, time.monotonic() - begun
    )


# --- Whether it is whole --------------------------------------------------------------------------------------------


def counted(folder: Path, tables: tuple[str, ...]) -> tuple[int, ...]:
    """How many rows the tables of an office's SQLite file hold."""
    with closing(sqlite3.connect(f"file:{folder / 'roster.db'}?mode=ro", uri=True)) as connection:
        return tuple(connection.execute(f"select count(*) from {one}").fetchone()[0] for one in tables)  # noqa: S608


def what_is_wrong() -> list[str]:
    """Within an office: whether the database is sound and its journal is as it was written. [] when all is well."""
    found = []
    db.session.rollback()
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            said = connection.execute(text("pragma integrity_check")).scalar()
            found += [] if said == "ok" else [f"integrity_check: {said}"]
            loose = connection.execute(text("pragma foreign_key_check")).first()
            found += [] if loose is None else [f"a reference leads nowhere: {loose[0]}"]
    verdict = audit_check.verify()
    return found + [fault.sentence for fault in verdict.faults]


def dice(seed: int) -> random.Random:
    """Chance that is the same each time."""
    return random.Random(seed)


__all__ = ["HEADS", "WARD", "End", "Office", "Template", "an_office", "counted", "dice", "in_child", "officer"]
