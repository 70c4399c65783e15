"""The database is reached so that what was committed stays, and writers wait instead of failing."""

import logging
import sqlite3
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from roster.app import create_app
from roster.domain.actor import SYSTEM
from roster.services import audit, doctor
from roster.store import engine
from roster.store.audit import AuditEntry
from roster.store.db import db, new_id
from roster.store.engine import SAFE_WAL, reading, sqlite_module


@pytest.fixture
def sqlite_only(database):
    if database != "sqlite":
        pytest.skip("settings of SQLite")


@pytest.mark.own_app
def test_sqlite_keeps_what_was_committed_through_a_loss_of_power(sqlite_only, app):
    def asked(pragma):
        return db.session.execute(text(f"PRAGMA {pragma}")).scalar()

    is_safe = sqlite_module().sqlite_version_info >= SAFE_WAL
    assert (asked("journal_mode"), asked("synchronous")) == (("wal", 2) if is_safe else ("delete", 3))
    assert asked("foreign_keys") == 1
    assert asked("busy_timeout") > 1000


def test_without_the_wheel_a_database_left_in_wal_goes_on_in_a_journal_that_is_safe_there(
    sqlite_only, app, monkeypatch
):
    """The office moves to a machine that has no wheel: an old SQLite, and a file that the new one left."""
    audit.record(SYSTEM, "test.before")
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    monkeypatch.setattr(engine, "sqlite_module", lambda: sqlite3)
    monkeypatch.setattr(doctor, "sqlite_module", lambda: sqlite3)
    settings = {"TESTING": True, "SECRET_KEY": "x", "ROSTER_INSTANCE": app.instance_path}
    old = create_app(settings)
    with old.app_context():
        assert db.engine.dialect.dbapi is sqlite3
        audit.record(SYSTEM, "test.after")
        db.session.commit()
        actions = db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions == ["test.before", "test.after"]
        is_safe = sqlite3.sqlite_version_info >= SAFE_WAL
        modes = [db.session.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
        assert modes == (["wal", 2] if is_safe else ["delete", 3])
        told = {one.key: one.mark for one in doctor._database()}
        assert told["durability"] == (doctor.Mark.GOOD if is_safe else doctor.Mark.NOTE)
        db.session.rollback()
        with db.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA synchronous = NORMAL")
            assert doctor._durability(connection).mark == doctor.Mark.BAD
        db.session.remove()
        db.engine.dispose()


def test_a_reference_to_nothing_is_refused(app):
    db.session.add(AuditEntry(user_name="x", action="x", ward_id=new_id()))
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_two_who_read_and_then_write_wait_for_one_another(app):
    failures = []

    def count_up():
        try:
            with app.app_context():
                for _ in range(10):
                    seen = db.session.scalar(db.select(db.func.count()).select_from(AuditEntry))
                    audit.record(SYSTEM, "test.count", seen=seen)
                    db.session.commit()
        except Exception as failure:
            failures.append(failure)

    db.session.commit()
    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.session.scalar(db.select(db.func.count()).select_from(AuditEntry)) == 30


def test_a_reader_does_not_hold_up_a_writer(app):
    done = []

    def write():
        with app.app_context():
            audit.record(SYSTEM, "test.write")
            db.session.commit()
            done.append(True)

    db.session.commit()
    if sqlite_module().sqlite_version_info < SAFE_WAL:
        pytest.skip("without WAL a reader does hold up a writer")
    with reading():
        db.session.scalar(db.select(db.func.count()).select_from(AuditEntry))
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(timeout=10)
        assert done == [True]
        db.session.rollback()


def test_a_failed_statement_does_not_carry_values_into_the_log(app, caplog):
    entry = AuditEntry(user_name="Nguyễn Thị Bí Mật", action=None)
    db.session.add(entry)
    with caplog.at_level(logging.DEBUG), pytest.raises(IntegrityError) as failure:
        db.session.commit()
    assert "Bí Mật" not in str(failure.value)


def test_a_change_of_the_schema_can_be_taken_back(app):
    db.session.execute(text("create table passing (one integer)"))
    db.session.rollback()
    assert "passing" not in db.inspect(db.engine).get_table_names()
