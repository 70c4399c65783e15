"""A print that meets a held database, or is given up and taken up at once, is made all the same and says so."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from roster.jobs import queue
from roster.printing import personal
from roster.services import papers, people, personal_runs, print_work
from roster.services.papers import PaperOptions
from roster.services.personal_runs import Details
from roster.services.records import NewRecord
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.papers import PrintJob
from roster.store.units import Unit

pytestmark = pytest.mark.paper

TODAY = date(2026, 11, 26)
YEAR = 2027
EVENT = date(2026, 12, 20)
DETAILS = Details(TODAY, "07 giờ 30", "Trạm Y tế", "CHỦ TỊCH", "Nguyễn Văn Hùng", "Căn cứ một;", "thẻ căn cước")


@pytest.fixture
def calls(officer, ward, set_today):
    set_today(TODAY)
    for number, name in enumerate(("Vũ Văn An", "Lê Văn Bình", "Đỗ Văn Chi"), start=12):
        facts = {"full_name": name, "birth_date": "2005-03-14", "sex": "male"}
        start = (NewRecord("enlistment", {}, year=YEAR),)
        person = people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)
        db.session.add(Delivery(ward_id=ward.id, person_id=person.id, year=YEAR, kind="examination", event_on=EVENT,
                                paper_number=f"{number}/QĐ-UBND"))  # fmt: skip
    db.session.commit()


def ask_for_a_run(officer, ward):
    unit = db.session.get_one(Unit, ward.id)
    return personal_runs.request_run(officer, unit, YEAR, "examination", EVENT, DETAILS)


def ask_for_a_list(officer, ward):
    return papers.request_list(officer, ward.id, "enlistment", ListFilter("enlistment", ward.id, YEAR), PaperOptions())


@pytest.mark.parametrize(
    ("ask", "work"), [(ask_for_a_run, personal_runs.run_papers), (ask_for_a_list, papers.run_print)]
)
@pytest.mark.parametrize("held", ["at the beginning", "where its failure is written"])
def test_a_print_that_meets_a_held_database_waits_for_another_turn(officer, ward, calls, monkeypatch, ask, work, held):
    commit, left = db.session.commit, [0 if held == "at the beginning" else 1]

    def hold(row_id):
        def refuse():
            if left[0] == 0:
                monkeypatch.setattr(db.session, "commit", commit)
                raise OperationalError("COMMIT", {}, Exception("database is locked"))
            left[0] -= 1
            if left[0] == 0:
                commit()
                raise_later()
            else:
                commit()

        def raise_later():
            def fail(*_args, **_more):
                raise OSError("disk full")

            broken.setattr(print_work, "asker_of", fail)
            broken.setattr(personal_runs, "asker_of", fail)
            broken.setattr(papers, "asker_of", fail)

        with pytest.MonkeyPatch.context() as broken:
            monkeypatch.setattr(db.session, "commit", refuse)
            work(row_id)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "submit", lambda *_: True)
        job_id = ask(officer, ward).id
    hold(job_id)
    db.session.expire_all()
    assert db.session.get_one(PrintJob, job_id).state == papers.WAITING and queue.waiting() == 1
    work(job_id)  # the worker's next turn
    db.session.expire_all()
    assert db.session.get_one(PrintJob, job_id).state == papers.DONE


def test_a_run_that_is_given_up_and_taken_up_at_once_says_that_it_is_being_made(officer, ward, calls, monkeypatch):
    render, seen = personal.render_papers, []

    def watch(series, some, *seal, **more):
        job = db.session.scalars(select(PrintJob).execution_options(populate_existing=True)).one()
        seen.append(job.state)
        if len(seen) == 1:
            papers.cancel_print(officer, ward.id, job.id)
            assert personal_runs.go_on(officer, ward.id, job.id).state == papers.WAITING
        db.session.commit()
        return render(series, some, *seal, **more)

    monkeypatch.setattr(personal_runs, "PIECE", 1)
    monkeypatch.setattr(personal, "render_papers", watch)
    monkeypatch.setattr(queue, "submit", lambda *_: True)  # a worker has it
    job = ask_for_a_run(officer, ward)
    personal_runs.run_papers(job.id)
    assert seen == [papers.RUNNING] * 3 and job.state == papers.DONE


def test_a_long_run_lets_a_short_print_pass_and_goes_on_after_it(officer, ward, calls, monkeypatch):
    render, line, turns, states, told = personal.render_papers, queue._queue_of_current().line, [], [], set()

    def watch(series, some, *seal, **more):
        if len(turns) == 1:  # asked for while the run is at its first papers
            asked = ask_for_a_list(officer, ward)
            assert queue.stands_in_line(asked.id)
            db.session.commit()
        return render(series, some, *seal, **more)

    def read(name):
        told.add(db.session.scalar(select(PrintJob.progress).where(PrintJob.id == run)))
        db.session.commit()
        return read_piece(name)

    read_piece = personal_runs._read
    monkeypatch.setattr(personal_runs, "_read", read)
    for module in (personal_runs, print_work):
        monkeypatch.setattr(module, "PIECE", 1)
    monkeypatch.setattr(personal, "render_papers", watch)
    line.beat()  # a worker lives
    run = ask_for_a_run(officer, ward).id
    while task := line.huey.dequeue():
        turns.append(task.args[1])
        queue.do_at_once(task.args[0], UUID(task.args[1]))
        db.session.expire_all()
        states.append(db.session.get_one(PrintJob, run).state)
    assert turns == [str(run), turns[1], str(run)] and turns[1] != str(run)
    assert states == [papers.WAITING, papers.WAITING, papers.DONE]
    assert not queue.stands_in_line(run) and len(told) == 3  # joining the three is told too


def test_a_list_that_is_given_up_and_taken_up_at_once_says_that_it_is_being_made(officer, ward, calls):
    job = ask_for_a_list(officer, ward)
    job_id = job.id
    for before, after in ((papers.WAITING, papers.RUNNING), (papers.RUNNING, papers.RUNNING)):
        job.state = before
        db.session.commit()
        print_work.teller(PrintJob, job_id)(50)
        db.session.refresh(job)
        assert (job.state, job.progress) == (after, 50)
        db.session.commit()
