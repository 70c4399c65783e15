"""A workbook whose worker was killed is taken up again: at the worker's start, or by a press of the officer."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from roster.config import PROJECT
from roster.jobs import queue
from roster.services import import_restarts, import_tasks, imports
from roster.store.db import db, now
from roster.store.imports import COMMITTED, COMMITTING, FAILED, READING, READY, ImportBatch
from roster.store.people import Person

pytestmark = pytest.mark.usefixtures("no_other_process")

BOOK = Path(__file__).parents[1] / "sheet_files" / "01-san-sang-nhap-ngu.xlsx"


@pytest.fixture
def line(monkeypatch):
    """What is left to the worker, who does not live."""
    put = []
    monkeypatch.setattr(queue, "put_in_line", lambda task, subject_id: put.append((task, subject_id)))
    return put


def bring(officer, ward):
    return imports.receive(officer, ward.id, "enlistment", 2026, BOOK.name, io.BytesIO(BOOK.read_bytes()))


def break_off(batch, state, minutes=5, times=1):
    """As the batch is left by a worker that was killed."""
    at = now() - timedelta(minutes=minutes)
    batch.state, batch.progress, batch.created_at = state, 40, at
    batch.options = {**batch.options, "begun": [at.isoformat(), times]}
    db.session.commit()


def people():
    return db.session.query(Person).count()


def test_at_its_start_the_worker_takes_up_what_was_broken_off(officer, ward, line):
    reading, writing, ready = (bring(officer, ward) for _ in range(3))
    break_off(reading, READING)
    break_off(writing, COMMITTING)
    assert import_restarts.take_up_lost() == 2
    assert set(line) == {(queue.READ_IMPORT, reading.id), (queue.COMMIT_IMPORT, writing.id)}
    for task, subject_id in line:
        queue.do_at_once(task, subject_id)
    db.session.expire_all()
    assert (writing.state, ready.state, people()) == (COMMITTED, READY, 60)
    assert reading.state == READY and "begun" not in reading.options


def test_a_workbook_that_brings_the_worker_down_each_time_is_given_back_with_a_sentence(officer, ward, line):
    reading, writing = (bring(officer, ward) for _ in range(2))
    break_off(reading, READING, times=3)
    break_off(writing, COMMITTING, times=3)
    assert import_restarts.take_up_lost() == 0
    db.session.expire_all()
    assert (reading.state, writing.state, people()) == (FAILED, READY, 0)
    assert "Đọc lại" in reading.failure and "chưa ghi gì" in writing.failure


def test_each_beginning_is_counted_until_the_work_is_done(officer, ward, monkeypatch):
    batch = bring(officer, ward)
    break_off(batch, READING, times=1)

    def killed(*args):
        raise SystemExit

    monkeypatch.setattr(import_tasks, "make_plan", killed)
    with pytest.raises(SystemExit):
        import_tasks.read_import(batch.id)
    db.session.rollback()
    assert (batch.state, import_tasks.begun_of(batch)[1]) == (READING, 2)


def test_the_officer_has_it_read_again_where_no_worker_lives(client_of, officer, ward):
    batch = bring(officer, ward)
    client = client_of("officer", ward)
    page = f"/wards/{ward.id}/imports/{batch.id}"
    break_off(batch, READING, minutes=0)
    assert "Đọc lại" not in client.text(page), "it may be at work this moment"
    assert client.get(f"{page}/progress").json["done"] is False
    break_off(batch, READING)
    assert "Đọc lại" in client.text(page) and client.get(f"{page}/progress").json["done"] is True
    assert client.post(f"{page}/restart").status_code == 303
    assert "Xem trước" in client.get(page).text
    break_off(batch, COMMITTING)
    assert "Ghi lại" in client.text(page)
    client.post(f"{page}/restart")
    db.session.refresh(batch)
    assert (batch.state, people()) == (COMMITTED, 60)
    client.post(f"{page}/restart")
    assert people() == 60
    batch.state = FAILED
    db.session.commit()
    assert "Đọc lại" in client.text(page)


def test_another_wards_workbook_is_not_restarted(client_of, two_wards, officer, ward):
    batch = bring(officer, ward)
    break_off(batch, READING)
    stranger = client_of("officer", two_wards[1])
    for place in two_wards:
        assert stranger.post(f"/wards/{place.id}/imports/{batch.id}/restart").status_code == 404
    db.session.refresh(batch)
    assert batch.state == READING


def test_a_real_worker_finishes_what_the_one_before_left(app, database, officer, ward):
    if database != "sqlite":
        pytest.skip("the worker process finds its database by the folder")
    batch = bring(officer, ward)
    break_off(batch, READING)
    subject = batch.id
    db.session.remove()
    environment = {**os.environ, "ROSTER_INSTANCE": app.instance_path, "ROSTER_NEW_KEY": "1"}
    command = [sys.executable, "-m", "flask", "--app", str(PROJECT / "wsgi.py"), "roster", "worker"]
    worker = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        state = READING
        while state == READING and time.monotonic() < end:
            time.sleep(0.2)
            state = db.session.scalars(db.select(ImportBatch.state).where(ImportBatch.id == subject)).one()
            db.session.rollback()
    finally:
        worker.terminate()
        worker.wait(30)
    assert state == READY
