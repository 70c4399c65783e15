"""Papers whose making was broken off, because the worker died: lists, runs of calls, issued papers.

Each is made from what its row says, so it may be begun anew; a run goes on after the pieces that it kept. For the
workers; the officer's own buttons stand on the pages.
"""

from __future__ import annotations

from roster.jobs import queue
from roster.services import issued_papers
from roster.services.paper_numbers import PREFIX
from roster.services.papers import FAILED, RUNNING, WAITING
from roster.services.print_work import turn_of
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob

_TIMES = 3  # a paper that brings the worker down each time must not do so for ever
_BROKEN = "Việc lập bản in bị ngắt giữa chừng nhiều lần. Hãy thử chia nhỏ danh sách, hoặc báo người quản trị."


@queue.takes_up_lost
def take_up_lost() -> int:
    """Put every paper in line again that waits or was being made. Returns how many.

    One that stands in the queue still is made once all the same: its second turn finds it done. Commits.
    """
    count = 0
    for job in db.session.scalars(db.select(PrintJob).where(PrintJob.state.in_((WAITING, RUNNING)))):
        if queue.is_in_hand(job.id):
            continue
        times = int(job.request.get("begun", 0)) + (job.state == RUNNING)
        if times >= _TIMES:
            job.state, job.failure = FAILED, _BROKEN
            continue
        job.state, job.request = WAITING, {**job.request, "begun": times}
        db.session.commit()
        task = queue.PRINT_PAPERS if job.list_key.startswith(PREFIX) else queue.PRINT_LIST
        queue.put_in_line(task, job.id, turn_of(job))
        count += 1
    making = db.select(IssuedPaper).where(IssuedPaper.state == issued_papers.MAKING)
    for paper in db.session.scalars(making):
        if queue.is_in_hand(paper.id):
            continue
        times = int(paper.request.get("begun", 0)) + 1
        if times > _TIMES:
            paper.state, paper.failure = issued_papers.FAILED, _BROKEN
            continue
        paper.request = {**paper.request, "begun": times}
        db.session.commit()
        queue.put_in_line(queue.ISSUE_PAPER, paper.id)
        count += 1
    db.session.commit()
    return count
