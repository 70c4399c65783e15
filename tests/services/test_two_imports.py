"""Two officers import at once into one ward: both are right, and no row of either is lost."""

from __future__ import annotations

import contextlib
import io
import threading
from datetime import date

import openpyxl
import pytest

from roster.domain.actor import Actor
from roster.services import import_tasks, imports, people, records
from roster.services.records import NewRecord
from roster.store.audit import FieldChange
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import COMMITTED, READY, ImportBatch
from roster.store.people import Person

pytestmark = pytest.mark.usefixtures("no_other_process")

TODAY = date(2026, 11, 25)
HEADING = ("Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Sức khỏe")
PATIENCE = 60


@pytest.fixture
def officers(actor_of, ward):
    return actor_of("officer", ward), actor_of("officer", ward)


@pytest.fixture
def bring(ward):
    def make(officer: Actor, *rows) -> ImportBatch:
        book = openpyxl.Workbook()
        for row in (("DANH SÁCH",), HEADING, *rows):
            book.active.append(list(row))
        content = io.BytesIO()
        book.save(content)
        content.seek(0)
        batch = imports.receive(officer, ward.id, "enlistment", 2027, "ds.xlsx", content)
        assert batch.state == READY
        return batch

    return make


def row(number: int, phone: str = "", health: str = "", *, with_id: bool = True):
    citizen_id = f"0312050{number:05}" if with_id else ""
    return (f"Đỗ Văn {chr(65 + number // 26)}{chr(97 + number % 26)}n", "14/03/2005", citizen_id, phone, health)


@pytest.fixture
def confirm_together(app, monkeypatch):
    """Both press Confirm: neither goes on to write before both have made their plan."""

    def confirm(*pairs) -> list[ImportBatch]:
        told = [(officer, batch.id, batch.plan_mark) for officer, batch in pairs]
        db.session.commit()
        meeting, once = threading.Barrier(len(pairs)), threading.local()
        prepare_rows = import_tasks.prepare_rows

        def prepare_and_wait(*args):
            rows = prepare_rows(*args)
            if not getattr(once, "met", False):
                once.met = True
                # On PostgreSQL the other one waits for this one's turn to end.
                with contextlib.suppress(threading.BrokenBarrierError):
                    meeting.wait(1)
            return rows

        monkeypatch.setattr(import_tasks, "prepare_rows", prepare_and_wait)
        faults = []

        def press(officer, batch_id, mark):
            with app.app_context():
                try:
                    batch = db.session.get_one(ImportBatch, batch_id)
                    imports.confirm(officer, batch, mark, doubts_settled=True)
                except BaseException as fault:
                    faults.append(fault)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=press, args=one) for one in told]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        monkeypatch.undo()
        assert not faults and not any(thread.is_alive() for thread in threads)
        db.session.expire_all()
        return [db.session.get_one(ImportBatch, batch_id) for _, batch_id, _ in told]

    return confirm


def names():
    return sorted(db.session.scalars(db.select(Person.full_name)))


def test_files_about_different_people_both_go_in_whole(officers, bring, confirm_together):
    mine, theirs = [row(n) for n in range(40)], [row(n) for n in range(40, 80)]
    pairs = [(officers[0], bring(officers[0], *mine)), (officers[1], bring(officers[1], *theirs))]
    batches = confirm_together(*pairs)
    assert [batch.state for batch in batches] == [COMMITTED, COMMITTED], [batch.failure for batch in batches]
    assert names() == sorted(one[0] for one in mine + theirs)
    assert db.session.query(EnlistmentRecord).count() == 80
    for batch in batches:
        told = db.select(db.func.count(FieldChange.person_id.distinct())).where(FieldChange.import_id == batch.id)
        assert db.session.scalar(told) == 40


@pytest.mark.parametrize("with_id", [True, False], ids=["with numbers", "by name and birth date"])
def test_the_same_new_people_are_entered_once_and_the_second_sees_a_new_plan(
    officers, bring, confirm_together, with_id
):
    mine = [row(n, with_id=with_id) for n in range(30)]
    theirs = [row(n, "0912000011", with_id=with_id) for n in range(20, 50)]
    pairs = [(officers[0], bring(officers[0], *mine)), (officers[1], bring(officers[1], *theirs))]
    batches = confirm_together(*pairs)
    assert sorted(batch.state for batch in batches) == [COMMITTED, READY]
    (later,) = (batch for batch in batches if batch.state == READY)
    assert "đã thay đổi từ lúc xem trước" in later.failure
    assert len(names()) == len(set(names())) == 30
    assert (later.summary["create"], later.summary["update"] + later.summary["unchanged"]) == (20, 10)
    officer = pairs[batches.index(later)][0]
    imports.confirm(officer, later, later.plan_mark)
    db.session.refresh(later)
    assert later.state == COMMITTED and len(names()) == len(set(names())) == 50


def test_the_same_value_changed_by_both_is_shown_anew_to_the_second(officers, ward, bring, confirm_together):
    known = people.create_person(
        officers[0], ward.id, {"full_name": row(1)[0], "citizen_id": row(1)[2], "birth_date": "2005-03-14"}, TODAY,
        records=(NewRecord("enlistment", {"health_class": 1}, 2027),), confirmed=True,
    )  # fmt: skip
    # Only the record changes: the citizen's own version cannot tell.
    pairs = [(officer, bring(officer, row(1, "", health))) for officer, health in zip(officers, "23", strict=True)]
    batches = confirm_together(*pairs)
    assert sorted(batch.state for batch in batches) == [COMMITTED, READY]
    (first,) = (batch for batch in batches if batch.state == COMMITTED)
    (later,) = (batch for batch in batches if batch.state == READY)
    wanted = {batches[0].id: 2, batches[1].id: 3}
    record = db.session.scalars(db.select(EnlistmentRecord)).one()
    assert (record.person_id, record.health_class) == (known.id, wanted[first.id])
    plan = imports.load_plan(officers[0], later)
    (change,) = (change for sheet in plan.sheets for one in sheet.rows for change in one.changes)
    assert (change.key, change.old, change.new) == ("health_class", wanted[first.id], wanted[later.id])


def test_a_record_edited_while_an_import_is_about_to_write_is_not_overwritten(app, officers, ward, bring, monkeypatch):
    known = people.create_person(
        officers[0], ward.id, {"full_name": row(1)[0], "citizen_id": row(1)[2], "birth_date": "2005-03-14"}, TODAY,
        records=(NewRecord("enlistment", {"health_class": 1}, 2027),), confirmed=True,
    )  # fmt: skip
    batch = bring(officers[0], row(1, "", "2"))
    record_id = db.session.scalars(db.select(EnlistmentRecord.id)).one()
    db.session.commit()
    write_rows, done = import_tasks.write_rows, []

    def edit():
        with app.app_context():
            records.edit_record(officers[1], ward.id, "enlistment", record_id, {"health_class": 3})
            db.session.remove()
            done.append(1)

    colleague = threading.Thread(target=edit)

    def write_late(*args):
        colleague.start()
        colleague.join(1)  # on SQLite he waits for this import to end, on PostgreSQL he is done by now
        return write_rows(*args)

    monkeypatch.setattr(import_tasks, "write_rows", write_late)
    imports.confirm(officers[0], batch, batch.plan_mark)
    db.session.commit()
    colleague.join(PATIENCE)
    db.session.expire_all()
    assert done and db.session.get_one(EnlistmentRecord, record_id).health_class == 3
    kept = db.select(FieldChange.new).where(FieldChange.key == "health_class", FieldChange.person_id == known.id)
    assert "3" in set(db.session.scalars(kept))
    if batch.state == COMMITTED:  # it was first: the edit came on top of it
        assert set(db.session.scalars(kept)) == {"1", "2", "3"}
    else:
        assert "đã thay đổi" in batch.failure and set(db.session.scalars(kept)) == {"1", "3"}


def test_one_batch_worked_at_by_two_processes_is_written_once(app, officers, ward, bring, confirm_together):
    """A worker that starts takes up what another process is still writing."""
    batch = bring(officers[0], *(row(n) for n in range(30)))
    batch.state, batch.committed_by = "committing", officers[0].user_id
    subject = batch.id
    db.session.commit()

    def write():
        with app.app_context():
            import_tasks.commit_import(subject)
            db.session.remove()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    db.session.expire_all()
    assert db.session.get_one(ImportBatch, subject).state == COMMITTED
    assert len(names()) == len(set(names())) == 30
    assert db.session.query(FieldChange).filter_by(key="full_name").count() == 30
