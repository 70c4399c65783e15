"""A PostgreSQL of our own that is restarted and whose connections are cut in the middle of an import."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from faults.figures import Amounts, Figure
from faults.kills import confirmed, read_at_once
from faults.office import Tell, Template, Work, an_office, dice, in_child, what_is_wrong
from faults.visitors import browser_of
from roster.services import import_tasks
from roster.store.db import db
from roster.store.imports import COMMITTED, COMMITTING, READY, ImportBatch

_TABLES = ("person", "enlistment_record", "neighbourhood", "field_change")


class Cluster:
    """A PostgreSQL server in a folder of its own, reached by a socket there."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._run(
            "initdb", f"--pgdata={folder}/data", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"
        )
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*user, str(self._programs / program), *arguments], check=True, capture_output=True, cwd=self._folder,
        )  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-h '' -k {self._folder}"
        self._run(
            "pg_ctl",
            f"--pgdata={self._folder}/data",
            "--wait",
            f"--log={self._folder}/log",
            f"--options={options}",
            "start",
        )

    def stop(self) -> None:
        """As if the power failed: no farewell to anybody."""
        self._run("pg_ctl", f"--pgdata={self._folder}/data", "--mode=immediate", "--wait", "stop")

    def cut(self) -> int:
        """End every other connection; how many there were."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            query = (
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where pid <> pg_backend_pid() and datname = 'postgres'"
            )
            return int(connection.scalar(text(query)) or 0)


@contextmanager
def a_cluster() -> Iterator[Cluster | None]:
    """A server, None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "/nowhere")]
    if not found[-1].exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="roster-cluster-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), found[-1].parent)
        try:
            yield cluster
        finally:
            cluster.stop()


def restarts(amounts: Amounts) -> Iterator[Figure]:
    """Immediate restarts and cut connections at random moments of an import."""
    read_at_once()
    with a_cluster() as cluster:
        if cluster is None:
            yield Figure("PostgreSQL restarted in an import", 0, "not tried: PostgreSQL is not installed")
            return
        with an_office(url=cluster.url) as template:
            for kind in ("restarted", "connections cut"):
                yield _break(template, cluster, kind, amounts.restarts)


def _break(template: Template, cluster: Cluster, kind: str, times: int) -> Figure:
    figure, chance = Figure(f"PostgreSQL: {kind} in an import", times), dice(6)
    longest, whole, slowest = 0.0, 0, 0.0
    for number in range(-1, times):
        with template.office.at(template.folder, cluster.url):
            _empty()
            batch_id = confirmed(template)

        def work(tell: Tell, batch_id: UUID = batch_id) -> None:
            with template.office.at(template.folder, cluster.url) as app:
                begun = time.monotonic()
                try:
                    import_tasks.commit_import(batch_id)
                except Exception as fault:
                    tell(f"refused {type(fault).__name__}")
                    db.session.rollback()
                    db.session.remove()
                tell(f"took {time.monotonic() - begun}")
                # The same process goes on: pages answer again, and the same press brings the whole import in.
                broken = time.monotonic()
                while True:
                    try:
                        answer = browser_of(app, template.user_id).get("/account/password")
                        if answer.status_code == 200:
                            break
                        tell(f"page {answer.status_code}")
                    except Exception as fault:
                        db.session.rollback()
                        db.session.remove()
                        tell(f"page {type(fault).__name__}")
                    time.sleep(0.1)
                    if time.monotonic() - broken > 30:
                        raise RuntimeError("no page for 30 seconds")
                tell(f"again {time.monotonic() - broken}")

        if number < 0:
            end = in_child(work)
            longest = next(float(one.split()[1]) for one in end.told if one.startswith("took"))
        else:
            told = _while_broken(work, cluster, kind, chance.random() * longest)
            slowest = max([slowest, *(float(one.split()[1]) for one in told if one.startswith("again"))])
            figure.demand(any(one.startswith("again") for one in told), f"not reached again: {told}")
            figure.demand("page 500" not in told, "a page without a word")
        with template.office.at(template.folder, cluster.url):
            batch = db.session.get_one(ImportBatch, batch_id)
            rows = [db.session.scalar(text(f"select count(*) from {one}")) for one in _TABLES]  # noqa: S608
            is_there = batch.state == COMMITTED
            figure.demand(all(rows) if is_there else not any(rows), f"half written: {rows} in {batch.state}")
            if number >= 0:
                whole += is_there
            if batch.state in {COMMITTING, READY}:
                batch.state, batch.committed_by = COMMITTING, template.user_id
                db.session.commit()
                import_tasks.commit_import(batch_id)
            count = db.session.scalar(text("select count(*) from person"))
            figure.demand(count == template.people, f"{count} citizens after the next try")
            figure.broken += what_is_wrong()
    figure.found = f"{times - whole}× nothing, {whole}× all; pages again after {slowest:.1f} s at most"
    figure.missed = "" if slowest <= 10 else "10 s until pages answer"
    return figure


def _while_broken(work: Work, cluster: Cluster, kind: str, after: float) -> list[str]:
    """Run the work in a child and break the database meanwhile. Returns what the child told."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            work(lambda said: (os.write(writer, f"{said}\n".encode()), None)[1])
        except BaseException as fault:
            os.write(writer, f"failed {type(fault).__name__} {str(fault)[:100]}\n".encode())
        finally:
            os._exit(0)
    os.close(writer)
    time.sleep(after)
    if kind == "restarted":
        cluster.stop()
        cluster.start()
    else:
        cluster.cut()
    with os.fdopen(reader) as told:
        found = told.read().splitlines()
    os.waitpid(child, 0)
    return found


def _empty() -> None:
    """Take the people of the round before out; the journal stays and grows."""
    tables = ("field_change", "enlistment_record", "person", "neighbourhood", "import_batch")
    for table in tables:
        db.session.execute(text(f"delete from {table}"))  # noqa: S608
    db.session.commit()
