"""Long work that an officer gives up stops at its next step, and is as if it had not begun."""

from __future__ import annotations

import io
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from roster.services import import_stops, import_tasks, imports
from roster.shelf import files
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.imports import COMMITTED, DISCARDED, FAILED, READING, READY, ImportBatch
from roster.store.people import Person

BOOK = Path(__file__).parents[1] / "sheet_files" / "01-san-sang-nhap-ngu.xlsx"


@pytest.fixture
def stop_within(monkeypatch, officer):
    """The next plan that is made is stopped while it is made: the worker learns it from its telling, or at its end."""
    make_plan = import_tasks.make_plan

    def begin(tells):
        def stopped_meanwhile(workbook, errand, known, tell):
            batch = db.session.query(ImportBatch).one()
            assert import_stops.stop(officer, batch)
            if tells:
                tell(50)
                raise AssertionError("the worker went on")
            return make_plan(workbook, errand, known, tell=lambda _: None)

        # Progress is told twice a second at most; here each time.
        monkeypatch.setattr(import_tasks, "time", SimpleNamespace(monotonic=count(1).__next__))
        monkeypatch.setattr(import_tasks, "make_plan", stopped_meanwhile)

    return begin


def bring(officer, ward):
    return imports.receive(officer, ward.id, "enlistment", 2026, BOOK.name, io.BytesIO(BOOK.read_bytes()))


def noted():
    return db.session.query(AuditEntry).filter_by(action="import.stop").count()


@pytest.mark.parametrize("tells", [True, False])
def test_a_reading_that_is_stopped_leaves_no_file_and_nothing_to_confirm(officer, ward, stop_within, tells):
    stop_within(tells)
    batch = bring(officer, ward)
    assert (batch.state, batch.options, noted()) == (DISCARDED, {}, 1)
    assert not list(files.folder().iterdir())
    import_tasks.read_import(batch.id)  # still in the queue: nobody wants it any more
    assert batch.state == DISCARDED and not import_stops.stop(officer, batch)


def test_a_second_reading_that_is_stopped_keeps_the_file_and_what_was_chosen(officer, ward, stop_within, monkeypatch):
    batch = bring(officer, ward)
    stop_within(True)
    sheet = next(one for one in imports.load_plan(officer, batch).sheets if one.rows)
    imports.decide(officer, batch, sheet.name, sheet.rows[0].row, "skip")
    assert batch.state == READY and officer.name in batch.failure and batch.options["decisions"]
    monkeypatch.undo()
    imports.confirm(officer, batch, batch.plan_mark, doubts_settled=True)
    # What was confirmed was seen without the choice: nothing is written before it is seen with it.
    assert (batch.state, batch.summary["create"], db.session.query(Person).count()) == (READY, 59, 0)
    imports.confirm(officer, batch, batch.plan_mark, doubts_settled=True)
    assert (batch.state, db.session.query(Person).count()) == (COMMITTED, 59)


@pytest.mark.parametrize("tells", [True, False])
def test_a_writing_that_is_stopped_writes_nobody_and_can_be_confirmed_again(
    officer, ward, stop_within, tells, monkeypatch
):
    batch = bring(officer, ward)
    mark = batch.plan_mark
    stop_within(tells)
    imports.confirm(officer, batch, mark, doubts_settled=True)
    assert (batch.state, batch.committed_by, batch.plan_mark, noted()) == (READY, None, mark, 1)
    assert db.session.query(Person).count() == 0 and "Chưa ghi gì" in batch.failure
    monkeypatch.undo()
    imports.confirm(officer, batch, mark, doubts_settled=True)
    assert (batch.state, batch.failure, db.session.query(Person).count()) == (COMMITTED, None, 60)
    assert not import_stops.stop(officer, batch) and batch.state == COMMITTED  # what is written stays


def test_a_workbook_that_holds_the_worker_is_given_up_with_a_sentence_and_the_next_is_read(officer, ward, monkeypatch):
    monkeypatch.setattr(import_tasks, "SECONDS", -1)
    batch = bring(officer, ward)
    assert batch.state == FAILED and "quá nhiều thời gian" in batch.failure and "tệp riêng" in batch.failure
    assert db.session.query(AuditEntry).filter_by(action="import.hostile").count() == 1
    monkeypatch.undo()
    again = bring(officer, ward)
    assert again.state == READY
    monkeypatch.setattr(import_tasks, "SECONDS", -1)
    imports.confirm(officer, again, again.plan_mark, doubts_settled=True)
    assert (again.state, db.session.query(Person).count()) == (READY, 0) and "Chưa có gì được ghi" in again.failure


def test_the_page_of_the_work_has_a_button_that_stops_it(officer, ward, client_of):
    batch = bring(officer, ward)
    batch.state, batch.options = READING, {}
    db.session.commit()
    page = f"/wards/{ward.id}/imports/{batch.id}"
    client = client_of("officer", ward)
    assert "Dừng đọc" in client.text(page)
    assert "Đã dừng đọc và bỏ tệp" in client.post(f"{page}/stop", follow_redirects=True).text
    assert client_of("viewer", ward).post(f"{page}/stop").status_code == 403
