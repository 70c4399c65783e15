"""Killed at any moment during commit: all or nothing, and whoever comes next finishes it."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from roster.app import create_app
from roster.config import PROJECT
from roster.services import import_tasks, imports
from roster.store.db import db
from roster.store.imports import COMMITTED, COMMITTING, ImportBatch
from tests.conftest import _SETTINGS
from tests.own_process import workbooks_read_here

BOOK = Path(__file__).parents[1] / "sheet_files" / "01-san-sang-nhap-ngu.xlsx"
PEOPLE = 60
# Where the process is killed: just before or behind the statement that begins so, its first or a later time, or
# just before the database is told to commit; behind that, when all of it must be there.
POINTS = {
    "before the first citizen": ["before", "INSERT INTO person", 1],
    "behind the citizens": ["after", "INSERT INTO person", 1],
    "within the history": ["after", "INSERT INTO field_change", 1],
    "behind all but the commit": ["commit", "", 1],
    "behind the commit": ["drop", "", 1],
}

# A process for each point, made by one that has read the program already. Little memory for pages, so that what is not
# committed yet stands in the file already, as with a large import.
_KILLED = """
import json, os, signal, sys
from sqlalchemy import event
from roster.app import create_app
from roster.services import import_tasks
from roster.sheets.reader import read_here
from roster.store.db import db

settings, subject, jobs = json.loads(sys.argv[1])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def run(instance, kind, start, times):
    app = create_app({**settings, "ROSTER_INSTANCE": instance})
    with app.app_context():
        seen = []

        @event.listens_for(db.engine, "connect")
        def little_memory(connection, _):
            connection.execute("pragma cache_size = 5")
            connection.execute("pragma cache_spill = 1")

        def count(connection, cursor, statement, *_):
            seen.extend([1] if statement.startswith(start) else [])
            if len(seen) == times and statement.startswith(start):
                die()

        if kind in ("before", "after"):
            event.listen(db.engine, f"{kind}_cursor_execute", count)
        elif kind == "commit":
            write = import_tasks.write_sound_rows

            def write_and_listen(*args):
                done = write(*args)
                event.listen(db.engine, "commit", die)
                return done

            import_tasks.write_sound_rows = write_and_listen
        else:
            import_tasks.files.drop = die
        import_tasks.read_workbook = read_here  # nobody kills the reading
        import_tasks.commit_import(__import__("uuid").UUID(subject))

for instance, point in jobs:
    child = os.fork()
    if not child:
        try:
            run(instance, *point)
        finally:
            os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the process is made by fork")
def test_a_commit_killed_at_any_point_is_whole_or_not_there_and_is_finished_by_the_next(
    app, database, actor_of, two_wards, tmp_path
):
    if database != "sqlite":
        pytest.skip("what a killed client leaves is PostgreSQL's own promise")
    ward = two_wards[0]
    officer = actor_of("officer", ward)
    with workbooks_read_here():
        batch = imports.receive(officer, ward.id, "enlistment", 2026, BOOK.name, io.BytesIO(BOOK.read_bytes()))
    batch.state, batch.committed_by, subject = COMMITTING, officer.user_id, batch.id
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    copies = {}
    for number, point in enumerate(POINTS):
        copies[point] = tmp_path / f"office-{number}"
        shutil.copytree(app.instance_path, copies[point])
    jobs = [[str(copies[point]), POINTS[point]] for point in POINTS]
    told = json.dumps([_SETTINGS, str(subject), jobs])
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, told], cwd=PROJECT, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["-9"] * len(POINTS), done.stderr

    for point, office in copies.items():
        is_whole = point == "behind the commit"
        with closing(sqlite3.connect(office / "roster.db")) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",), point
            counted = [
                connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608  # our own tables
                for table in ("person", "enlistment_record", "neighbourhood", "field_change")
            ]
            state = connection.execute("select state from import_batch").fetchone()[0]
        assert (counted[0], state) == ((PEOPLE, COMMITTED) if is_whole else (0, COMMITTING)), point
        assert all(counted) if is_whole else not any(counted), (point, counted)

        again = create_app({**_SETTINGS, "ROSTER_INSTANCE": office})
        with again.app_context():
            with workbooks_read_here():
                import_tasks.commit_import(subject)
            assert db.session.get_one(ImportBatch, subject).state == COMMITTED, point
            people = db.session.execute(db.text("select count(*), count(distinct citizen_id) from person")).one()
            assert tuple(people) == (PEOPLE, PEOPLE), point
            db.session.remove()
            db.engine.dispose()
