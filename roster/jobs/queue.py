"""Work that takes longer than a page may: handed to a worker process, or done at once where none is running.

The only place that knows the task queue's library. Services register what they can do by name, so that this floor
knows nothing of them; what is queued is a name and an id, never a citizen's data.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from flask import Flask, current_app
from huey import SqliteHuey, crontab

PRINT_LIST, READ_IMPORT, COMMIT_IMPORT = "print_list", "read_import", "commit_import"
ISSUE_PAPER, PRINT_PAPERS = "issue_paper", "print_papers"

Handler = Callable[[UUID], None]

_HANDLERS: dict[str, Handler] = {}
_REGULAR: list[Callable[[], None]] = []
_HEARTBEAT_SECONDS = 5
_DEAD_AFTER_SECONDS = 15

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


def submit(task: str, subject_id: UUID) -> bool:
    """Have `task` done for the row `subject_id`, which must be committed already.

    True: a worker has it, the page may show progress. False: no worker lives, so it was done before this returned.
    Raises KeyError for a task that nobody registered.
    """
    if task not in _HANDLERS:
        raise KeyError(task)
    if worker_is_alive():
        put_in_line(task, subject_id)
        return True
    _perform(task, subject_id)
    return False


def put_in_line(task: str, subject_id: UUID) -> None:
    """Leave `task` to the worker, also where none lives yet. Raises KeyError for a task that nobody registered."""
    if task not in _HANDLERS:
        raise KeyError(task)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's documented way to the object
    _queue_of(app).enqueue_task(task, subject_id)


def do_at_once(task: str, subject_id: UUID) -> None:
    """Do what is quick before this returns, worker or not; a failure is in the row, as `register` says."""
    _perform(task, subject_id)


def worker_is_alive() -> bool:
    """Whether a worker has shown signs of life within the last 15 seconds."""
    try:
        return time.time() - _heartbeat_file(current_app.instance_path).stat().st_mtime < _DEAD_AFTER_SECONDS
    except FileNotFoundError:
        return False


def run_worker(app: Flask) -> None:
    """Work off the queue, one task after the other, until the process is told to stop. Call it in the main thread."""
    consumer = _queue_of(app).huey.create_consumer(
        workers=1, periodic=True, initial_delay=0.1, max_delay=0.5, check_worker_health=True
    )
    stopped = threading.Event()
    beat = threading.Thread(target=_beat, args=(_heartbeat_file(app.instance_path), stopped), daemon=True)
    beat.start()
    try:
        consumer.run()
    finally:
        stopped.set()
        beat.join()


class _Queue:
    """One application's queue, kept in its instance folder."""

    def __init__(self, app: Flask) -> None:
        folder = Path(app.instance_path)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The journal is a plain one: SQLite before 3.51.3 may lose data of a write-ahead log (WAL-reset).
        self.huey = SqliteHuey(
            "roster", filename=str(folder / "queue.db"), journal_mode="truncate", fsync=True, results=False
        )

        def perform(task: str, subject: str) -> None:
            with app.app_context():
                _perform(task, UUID(subject))

        def do_regular_work() -> None:
            with app.app_context():
                for work in _REGULAR:
                    try:
                        work()
                    except Exception as error:
                        log.error("%s failed with %s", work.__name__, type(error).__name__)

        self._perform = self.huey.task(name="perform")(perform)
        self.huey.periodic_task(crontab(minute="*/10"), name="regular")(do_regular_work)

    def enqueue_task(self, task: str, subject_id: UUID) -> None:
        self._perform(task, str(subject_id))


def _queue_of(app: Flask) -> _Queue:
    queue = app.extensions.get("roster_queue")
    if queue is None:
        queue = app.extensions["roster_queue"] = _Queue(app)
    return queue


def _perform(task: str, subject_id: UUID) -> None:
    try:
        _HANDLERS[task](subject_id)
    except Exception as error:
        # Neither message nor traceback: both may repeat what stands in a cell or a row.
        log.error("task %s of %s failed with %s", task, subject_id, type(error).__name__)


def _heartbeat_file(instance_path: str) -> Path:
    return Path(instance_path) / "worker.heartbeat"


def _beat(file: Path, stopped: threading.Event) -> None:
    while True:
        file.touch(mode=0o600)
        if stopped.wait(_HEARTBEAT_SECONDS):
            file.unlink(missing_ok=True)
            return
