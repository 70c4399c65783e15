"""Work that takes longer than a page may: handed to a worker process, or done at once where none is running.

The only place that knows the task queue's library. Services register what they can do by name, so that this floor
knows nothing of them; what is queued is a name and an id, never a citizen's data.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from huey import crontab

from roster.jobs.lines import FolderLine, Line, RedisLine, Unreachable, beating

PRINT_LIST, READ_IMPORT, COMMIT_IMPORT = "print_list", "read_import", "commit_import"
ISSUE_PAPER, PRINT_PAPERS = "issue_paper", "print_papers"

# Whose turn comes first: what is short; a long run that has begun; one that has not. A worker does one thing at a
# time, so a long run looks now and then whether something shorter waits, and lets it pass (`waits_before`).
SHORT, BEGUN, LONG = 2, 1, 0

Handler = Callable[[UUID], None]

_HANDLERS: dict[str, Handler] = {}
_REGULAR: list[Callable[[], None]] = []
_LOST: list[Callable[[], int]] = []

log = logging.getLogger(__name__)


def register(task: str) -> Callable[[Handler], Handler]:
    """Decorate a service's function as the handler of `task`.

    It is called with the id of the row that says what to do, inside an application context, commits what it does and
    writes its own failure into that row.
    """

    def remember(handler: Handler) -> Handler:
        _HANDLERS[task] = handler
        return handler

    return remember


def regularly(work: Callable[[], None]) -> Callable[[], None]:
    """Decorate what the worker is to do every ten minutes; it finds out itself whether there is anything to do.

    It is called inside an application context. What it raises goes to the log by its type alone.
    """
    _REGULAR.append(work)
    return work


def takes_up_lost(work: Callable[[], int]) -> Callable[[], int]:
    """Decorate what puts work in line again whose worker died. It is called at a worker's start and, where there are
    several workers, every minute; it leaves alone what `is_in_hand`. Called inside an application context."""
    _LOST.append(work)
    return work


def submit(task: str, subject_id: UUID, turn: int = SHORT) -> bool:
    """Have `task` done for the row `subject_id`, which must be committed already, when its `turn` comes.

    True: a worker has it, the page may show progress. False: no worker lives or the line cannot be reached, so it was
    done before this returned. Raises KeyError for a task that nobody registered.
    """
    if task not in _HANDLERS:
        raise KeyError(task)
    if worker_is_alive():
        try:
            put_in_line(task, subject_id, turn)
            return True
        except Unreachable:
            log.error("the task queue does not answer; %s of %s is done at once", task, subject_id)
    _perform(task, subject_id)
    return False


def put_in_line(task: str, subject_id: UUID, turn: int = SHORT) -> None:
    """Leave `task` to the worker, also where none lives yet. Raises KeyError for a task that nobody registered."""
    if task not in _HANDLERS:
        raise KeyError(task)
    _queue_of_current().enqueue(task, str(subject_id), priority=turn)


def do_at_once(task: str, subject_id: UUID) -> None:
    """Do what is quick before this returns, worker or not; a failure is in the row, as `register` says."""
    _perform(task, subject_id)


def worker_is_alive() -> bool:
    """Whether a worker has shown signs of life within the last 15 seconds."""
    return _queue_of_current().line.worker_is_alive()


def is_in_hand(subject_id: UUID) -> bool:
    """Whether the work of this row waits in the line or is being done; never so on an office's own single worker."""
    return _queue_of_current().line.is_in_hand(str(subject_id))


def waits_before(turn: int) -> bool:
    """Whether something waits whose turn comes before `turn`; never so where no worker lives."""
    return any((one.priority or 0) > turn for one in _in_line(most=1))


def stands_in_line(subject_id: UUID) -> bool:
    """Whether the work of this row waits for a worker that lives, so that nobody is at it yet."""
    return any(str(subject_id) in one.args for one in _in_line())


def _in_line(most: int | None = None) -> list[Any]:
    """What waits for a living worker, in the order of its turns; nothing where that cannot be known."""
    queue = _queue_of_current()
    _ = queue.enqueue  # the library must know our tasks before it reads one
    try:
        return list(queue.line.huey.pending(most)) if queue.line.worker_is_alive() else []
    except Unreachable:
        return []


def waiting() -> int:
    """How many pieces of work wait in the line."""
    return len(_queue_of_current().line.huey)


def run_worker(app: Flask) -> None:
    """Work off the queue, one task after the other, until the process is told to stop. Call it in the main thread."""
    queue = _queue_of(app)
    _ = queue.enqueue  # the library must know our tasks before it takes one out
    with app.app_context():
        _take_up_lost()
    consumer = queue.line.huey.create_consumer(
        workers=1, periodic=True, initial_delay=0.1, max_delay=0.5, check_worker_health=True
    )
    with beating(queue.line.beat):
        consumer.run()
    queue.line.stop_beating()


class _Queue:
    """One application's queue."""

    def __init__(self, app: Flask) -> None:
        url = app.config.get("ROSTER_QUEUE_URL")
        self._app = app
        self.line: Line = RedisLine(url, app.config["SECRET_KEY"]) if url else FolderLine(Path(app.instance_path))

    @cached_property
    def enqueue(self) -> Callable[..., Any]:
        """Puts a task of that name for that row in line; with it the library learns what a worker does by the clock."""
        app, line = self._app, self.line

        def perform(task: str, subject: str) -> None:
            with app.app_context():
                _perform(task, UUID(subject))

        def do_regular_work() -> None:
            if line.is_first("regular", 300):
                with app.app_context():
                    for work in _REGULAR:
                        _guarded(work)

        def look_for_lost_work() -> None:
            if line.has_many_workers and line.is_first("lost", 30):
                with app.app_context():
                    _take_up_lost()

        line.huey.periodic_task(crontab(minute="*/10"), name="regular")(do_regular_work)
        line.huey.periodic_task(crontab(minute="*"), name="lost")(look_for_lost_work)
        task: Callable[..., Any] = line.huey.task(name="perform")(perform)
        return task


def _queue_of(app: Flask) -> _Queue:
    queue = app.extensions.get("roster_queue")
    if queue is None:
        queue = app.extensions["roster_queue"] = _Queue(app)
    return queue


def _queue_of_current() -> _Queue:
    return _queue_of(current_app._get_current_object())  # type: ignore[attr-defined]  # the proxy's documented way


def _take_up_lost() -> None:
    for work in _LOST:
        _guarded(work)


def _guarded(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception as error:
        log.error("%s failed with %s", work.__name__, type(error).__name__)


def _perform(task: str, subject_id: UUID) -> None:
    line, work = _queue_of_current().line, str(subject_id)
    if not line.claim(work):
        return  # another worker is at it
    try:
        with beating(lambda: line.claim(work)):
            _HANDLERS[task](subject_id)
    except Exception as error:
        # Neither message nor traceback: both may repeat what stands in a cell or a row.
        log.error("task %s of %s failed with %s", task, subject_id, type(error).__name__)
    finally:
        line.give_back(work)
