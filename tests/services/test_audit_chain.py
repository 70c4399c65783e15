"""Nobody changes the audit trail in silence: the database refuses, and the chain tells where that was evaded."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask_migrate import downgrade
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from roster.domain.actor import SYSTEM
from roster.services import audit, audit_check, setup
from roster.store import audit_chain
from roster.store.audit import AuditEntry, AuditPerson, AuditSeal
from roster.store.audit_chain import AuditKeyFault
from roster.store.audit_heads import heads_path, read_heads
from roster.store.db import db, new_id
from roster.store.engine import reading
from roster.store.import_lock import begin_snapshot

PATIENCE = 60


def note(action="test.one", **more):
    entry = audit.record(SYSTEM, action, **more)
    db.session.flush()
    made = entry.id
    db.session.commit()
    return made


def numbers():
    db.session.commit()
    return list(db.session.scalars(select(AuditSeal.number).order_by(AuditSeal.number)))


def in_thread(app, work):
    """Start `work` as another process would; what it raised stands in the list."""
    faults = []

    def run():
        with app.app_context():
            try:
                work()
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, faults


def open_the_lock(database):
    """What somebody with the database's own tools would do first."""
    if database == "postgresql":
        for table in ("audit_entry", "audit_person", "audit_seal"):
            db.session.execute(text(f"alter table {table} disable trigger all"))
    else:
        db.session.commit()
        db.engine.dispose()
        with db.engine.connect() as pooled:  # the one that the session will take
            pooled.connection.driver_connection.execute("pragma foreign_keys = off")
        for name in db.session.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
            db.session.execute(text(f"drop trigger {name}"))


@pytest.fixture
def chain(app, database):
    """Eight entries, numbered 1 to 8, by number; the third with two people."""
    ids = [note(f"test.step{n}", people=[new_id(), new_id()] if n == 3 else (), n=n) for n in range(1, 9)]
    assert numbers() == list(range(9))
    assert audit_check.verify().faults == []
    return dict(enumerate(ids, start=1))


def places(**more):
    db.session.commit()
    return {(fault.kind, fault.number) for fault in audit_check.verify(**more).faults}


# --- Order under many writers ---------------------------------------------------------------------------------------


def test_many_writers_make_one_chain_without_a_gap(app):
    start = threading.Barrier(4)

    def write(worker):
        start.wait(PATIENCE)
        for turn in range(12):
            if worker == 0:  # as an import does: it sees the database as it was when it began
                begin_snapshot()
                db.session.scalar(select(func.count()).select_from(AuditEntry))
            audit.record(SYSTEM, f"test.w{worker}", turn=turn)
            if turn % 4 == 1:
                db.session.flush()
                db.session.rollback()
                continue
            if turn % 4 == 2:
                inner = db.session.begin_nested()
                audit.record(SYSTEM, "test.taken_back")
                db.session.flush()
                inner.rollback()
            if turn % 4 == 3:
                with db.session.begin_nested():
                    audit.record(SYSTEM, f"test.w{worker}", turn=turn, inner=True)
            db.session.commit()

    db.session.commit()
    started = [in_thread(app, lambda worker=worker: write(worker)) for worker in range(4)]
    for thread, _ in started:
        thread.join(PATIENCE)
    assert [faults for _, faults in started if faults] == []
    written = 4 * (9 + 3)  # three of twelve were rolled back, three brought a second entry
    assert numbers() == list(range(written + 1))
    verdict = audit_check.verify()
    assert (verdict.entries, verdict.faults) == (written, [])
    assert db.session.query(AuditEntry).filter_by(action="test.taken_back").count() == 0


def test_a_long_import_and_the_entries_of_readers_do_not_wait_for_one_another(app, database):
    if database != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    db.session.commit()
    written, go_on = threading.Event(), threading.Event()

    def work_long():
        begin_snapshot()
        audit.record(SYSTEM, "import.commit")
        db.session.flush()  # its entry stands in the database, not yet committed
        written.set()
        assert go_on.wait(PATIENCE)
        db.session.commit()

    thread, faults = in_thread(app, work_long)
    assert written.wait(PATIENCE)
    db.session.execute(text("set lock_timeout = '20s'"))
    read = note("person.view")  # would wait for ever where the import held the chain
    go_on.set()
    thread.join(PATIENCE)
    assert faults == []
    order = db.session.scalars(select(AuditSeal.entry_id).order_by(AuditSeal.number).offset(1)).all()
    assert order[0] == read and len(order) == 2
    assert audit_check.verify().faults == []


def test_what_is_only_looked_at_leaves_its_entry_although_another_wrote_meanwhile(app):
    note()
    with reading():
        db.session.scalar(select(func.count()).select_from(AuditEntry))
        audit.record(SYSTEM, "person.view")
        if db.engine.dialect.name != "sqlite" or db.session.scalar(text("pragma journal_mode")) == "wal":
            thread, faults = in_thread(app, lambda: note("test.other"))
            thread.join(PATIENCE)
            assert faults == []
        assert audit.has_deferred()
        audit.write_deferred()
        assert not audit.has_deferred()
    assert db.session.query(AuditEntry).filter_by(action="person.view").count() == 1
    assert audit_check.verify().faults == []


# --- Refused --------------------------------------------------------------------------------------------------------


def test_the_database_itself_refuses_to_change_what_was_written(chain, database):
    attempts = [
        "update audit_entry set user_name = 'x'",
        "delete from audit_entry",
        "update audit_seal set number = number + 1",
        "delete from audit_seal",
        "update audit_person set person_id = entry_id",
        "delete from audit_person",
    ]
    if database == "postgresql":
        attempts.append("truncate audit_entry, audit_seal, audit_person")
    else:
        attempts += [
            f"insert or replace into {table} select * from {table} limit 1"  # noqa: S608
            for table in ("audit_entry", "audit_seal", "audit_person")
        ]
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="never changed"):
            db.session.execute(text(attempt))
        db.session.rollback()
    assert audit_check.verify().faults == []


# --- Found ----------------------------------------------------------------------------------------------------------


def test_an_edit_is_found_at_its_place(chain, database):
    open_the_lock(database)
    db.session.execute(db.update(AuditEntry).where(AuditEntry.id == chain[3]).values(user_name="Người khác"))
    moved = datetime(2026, 1, 1, tzinfo=UTC)
    db.session.execute(db.update(AuditEntry).where(AuditEntry.id == chain[6]).values(at=moved))
    assert places() == {("edited", 3), ("edited", 6)}


def test_a_deletion_is_found_at_its_place_with_or_without_its_seal(chain, database):
    open_the_lock(database)
    db.session.execute(db.delete(AuditEntry).where(AuditEntry.id == chain[2]))
    db.session.execute(db.delete(AuditSeal).where(AuditSeal.number.in_([5, 6])))
    db.session.execute(db.delete(AuditEntry).where(AuditEntry.id.in_([chain[5], chain[6]])))
    db.session.commit()
    found = audit_check.verify().faults
    assert {(fault.kind, fault.number) for fault in found} == {("deleted", 2), ("missing", 5)}
    assert "từ số 5 đến số 6" in next(fault.sentence for fault in found if fault.number == 5)


def test_two_that_changed_places_are_found(chain, database):
    open_the_lock(database)
    for number, other in ((4, 7), (7, 4)):
        change = db.update(AuditSeal).where(AuditSeal.number == number).values(entry_id=chain[other])
        db.session.execute(change)
    assert places() == {("swapped", 4), ("swapped", 7)}


def test_what_was_put_in_beside_the_program_and_people_taken_out_are_found(chain, database):
    open_the_lock(database)
    values = {"id": new_id(), "at": datetime.now(UTC), "user_name": "x", "action": "person.view", "details": {}}
    db.session.execute(db.insert(AuditEntry.__table__).values(values))
    one = db.session.scalars(select(AuditPerson.person_id)).first()
    db.session.execute(db.delete(AuditPerson).where(AuditPerson.person_id == one))
    assert places() == {("added", None), ("people", 3)}


def test_an_end_that_was_cut_off_is_found_by_a_head_kept_elsewhere(chain, database, tmp_path):
    kept = tmp_path / "heads.txt"
    head = audit_check.verify().head
    kept.write_text(heads_path().read_text() + f"2026-11-26T10:00:00+07:00 chain=1 number=8 hash={head.mac}\n")
    assert places(heads=read_heads(kept), wanted_hash=head.mac.upper()) == set()
    open_the_lock(database)
    db.session.execute(db.delete(AuditSeal).where(AuditSeal.number > 6))
    db.session.execute(db.delete(AuditEntry).where(AuditEntry.id.in_([chain[7], chain[8]])))
    assert places() == set()  # a chain alone cannot know
    assert places(heads=read_heads(kept)) == {("cut", 7)}
    assert places(wanted_hash=head.mac) == {("cut", None)}
    for n in (7, 8):  # and grown again to its old length
        note(f"test.step{n}", n=n)
    assert places(heads=read_heads(kept)) == {("other", 8)}


# --- The key --------------------------------------------------------------------------------------------------------


def test_the_key_is_its_owner_s_alone_and_is_never_made_anew_in_silence(app, chain):
    path = audit_chain.key_path()
    assert path.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    secret = path.read_text()
    for present, sentence in (("", "Thiếu tệp khóa nhật ký"), ("f" * 64, "không phải của cơ sở dữ liệu này")):
        path.unlink(missing_ok=True)
        if present:
            path.write_text(present)
        app.extensions.pop(audit_chain.KEY_FILE, None)  # as after a restart
        audit.record(SYSTEM, "test.refused")
        with pytest.raises(AuditKeyFault, match=sentence):
            db.session.commit()
        db.session.rollback()
        for look in (audit_check.verify, lambda: setup.prepare_database(app)):
            with pytest.raises(AuditKeyFault, match=sentence):
                look()
        db.session.rollback()
        assert path.exists() == bool(present)
    assert db.session.query(AuditEntry).filter_by(action="test.refused").count() == 0
    path.write_text(secret)
    assert audit_check.verify().faults == []
    with pytest.raises(AuditKeyFault, match="không cần khóa mới"):
        audit_chain.begin_anew()
    db.session.rollback()

    path.unlink()
    app.extensions.pop(audit_chain.KEY_FILE, None)
    made = audit_chain.begin_anew()
    assert (made.chain, made.number) == (2, 9) and path.read_text() != secret
    note("test.after")
    verdict = audit_check.verify()
    assert (verdict.entries, verdict.faults) == (10, [])
    begun = db.session.query(AuditEntry).filter_by(action=audit_chain.BEGUN).one()
    assert begun.details == {"found": 8, "chain": 2}


def test_the_entries_of_the_last_release_are_sealed_as_they_are_found(app):
    db.session.commit()
    downgrade(directory=str(setup.MIGRATIONS), revision="0006")
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    rows = [
        {
            "id": new_id(),
            "at": moment + timedelta(minutes=n),
            "user_name": "x",
            "action": f"test.{n}",
            "details": {"n": n},
        }
        for n in (2, 1, 3)
    ]
    db.session.execute(db.insert(AuditEntry.__table__), rows)
    db.session.commit()
    assert setup.prepare_database(app)
    verdict = audit_check.verify()
    assert (verdict.entries, verdict.faults) == (4, [])
    query = select(AuditEntry.action).join(AuditSeal, AuditSeal.entry_id == AuditEntry.id).order_by(AuditSeal.number)
    assert db.session.scalars(query).all() == ["test.1", "test.2", "test.3", audit_chain.BEGUN]
    assert not setup.prepare_database(app) and audit_check.verify().entries == 4


def test_the_head_is_written_down_once_an_hour_here_and_elsewhere(app, tmp_path):
    outside = tmp_path / "usb.txt"
    app.config["ROSTER_AUDIT_HEADS"] = str(outside)
    now = app.config["CLOCK"]()
    for hours in (0, 0, 1):
        app.config["CLOCK"] = lambda hours=hours: now + timedelta(hours=hours)
        note()
    kept = read_heads(outside)
    assert [one.number for one in kept] == [1, 3]
    assert read_heads(heads_path()) == kept and heads_path().stat().st_mode & 0o777 == 0o600
    assert audit_check.verify(kept).faults == []

    app.config["ROSTER_AUDIT_HEADS"] = str(tmp_path / "khong" / "co")
    app.config["CLOCK"] = lambda: now + timedelta(hours=2)
    note()  # a stick that is not there stops nobody
    assert len(read_heads(heads_path())) == 3
