"""The database is reached so that what was committed stays, and writers wait instead of failing."""

import logging
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from roster.domain.actor import SYSTEM
from roster.services import audit
from roster.store.audit import AuditEntry
from roster.store.db import db, new_id
from roster.store.engine import SAFE_WAL, reading, sqlite_module


@pytest.fixture
def sqlite_only(database):
    if database != "sqlite":
        pytest.skip("settings of SQLite")


def test_sqlite_keeps_what_was_committed_through_a_loss_of_power(sqlite_only, app):
    def asked(pragma):
        return db.session.execute(text(f"PRAGMA {pragma}")).scalar()

    is_safe = sqlite_module().sqlite_version_info >= SAFE_WAL
    assert (asked("journal_mode"), asked("synchronous")) == (("wal", 2) if is_safe else ("delete", 3))
    assert asked("foreign_keys") == 1
    assert asked("busy_timeout") > 1000


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
