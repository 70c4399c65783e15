"""Papers that a dead worker left half made are made when the next one starts, and not for ever."""

from __future__ import annotations

from datetime import date

import pytest

from roster.jobs import queue
from roster.services import issued_papers, papers, people, print_restarts
from roster.services.papers import DONE, FAILED, RUNNING, WAITING, PaperOptions
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.list_filter import ListFilter

TODAY = date(2026, 11, 26)


@pytest.fixture
def job(two_wards, set_today, actor_of):
    set_today(TODAY)
    ward = two_wards[0]
    officer = actor_of("officer", ward)
    start = (NewRecord("militia", {}, since=date(2026, 1, 1)),)
    people.create_person(officer, ward.id, {"full_name": "Vũ Văn An"}, TODAY, records=start, confirmed=True)
    return papers.request_list(officer, ward.id, "militia", ListFilter("militia", ward.id, 2026), PaperOptions())


@pytest.fixture
def line(monkeypatch):
    put: list[tuple[str, object]] = []
    monkeypatch.setattr(queue, "put_in_line", lambda task, subject, *_turn: put.append((task, subject)))
    return put


@pytest.mark.parametrize("state", [WAITING, RUNNING])
def test_a_list_is_made_after_all(job, line, state):
    assert job.state == DONE
    job.state, job.stored_name = state, None
    db.session.commit()
    assert print_restarts.take_up_lost() == 1 and line == [(queue.PRINT_LIST, job.id)]
    papers.run_print(job.id)
    db.session.refresh(job)
    assert job.state == DONE and job.stored_name


def test_a_list_that_brings_the_worker_down_each_time_is_given_back(job, line):
    for _ in range(3):
        job.state = RUNNING
        db.session.commit()
        print_restarts.take_up_lost()
        db.session.refresh(job)
    assert job.state == FAILED and "nhiều lần" in job.failure and len(line) == 2


def test_an_issued_paper_is_made_and_keeps_its_number(job, line):
    paper = IssuedPaper(
        ward_id=job.ward_id, list_key="militia", year=2026, symbol="DS-BCH", number=7, dated_on=TODAY, state="making",
        request={**job.request, "address": "http://may/check/1/{mark}"}, created_by_name="Lê Văn Thử",
    )  # fmt: skip
    db.session.add(paper)
    db.session.commit()
    assert print_restarts.take_up_lost() == 1 and line == [(queue.ISSUE_PAPER, paper.id)]

    issued_papers.run_issue(paper.id)
    db.session.refresh(paper)
    assert (paper.state, paper.number) == ("issued", 7)


def test_what_is_done_is_left_alone(job, line):
    assert print_restarts.take_up_lost() == 0 and line == []
