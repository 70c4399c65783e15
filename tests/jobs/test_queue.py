"""What a caller may rely on when he hands work over."""

import os
import subprocess
import sys
import time
import uuid

import pytest

from roster.jobs import queue

_WORKER = """
import sys
from pathlib import Path
from flask import Flask
from roster.jobs import queue

app = Flask("worker", instance_path=sys.argv[1])

@queue.register("note")
def note(subject):
    (Path(sys.argv[1]) / f"done-{subject}").touch()

queue.run_worker(app)
"""


@pytest.fixture
def task():
    done = []
    queue.register("test-task")(done.append)
    yield done
    queue._HANDLERS.pop("test-task")


def test_without_a_worker_the_work_is_done_at_once(app, task):
    subject = uuid.uuid4()
    assert queue.submit("test-task", subject) is False
    assert task == [subject]


def test_an_unknown_task_is_a_fault_of_the_program(app):
    with pytest.raises(KeyError):
        queue.submit("nonsense", uuid.uuid4())


def test_a_task_that_fails_neither_stops_its_caller_nor_repeats_data_in_the_log(app, caplog):
    def fails(subject):
        raise ValueError("Đỗ Văn An 031205001234")

    queue.register("test-fails")(fails)
    queue.submit("test-fails", uuid.uuid4())
    queue._HANDLERS.pop("test-fails")
    assert "ValueError" in caplog.text and "031205001234" not in caplog.text


def test_an_old_heartbeat_is_no_worker(app):
    heartbeat = os.path.join(app.instance_path, "worker.heartbeat")
    with open(heartbeat, "w", encoding="ascii"):
        pass
    assert queue.worker_is_alive()
    os.utime(heartbeat, (time.time() - 60, time.time() - 60))
    assert not queue.worker_is_alive()


def test_a_worker_process_does_what_was_queued(app, task):
    queue.register("note")(task.append)
    worker = subprocess.Popen([sys.executable, "-c", _WORKER, app.instance_path], stderr=subprocess.DEVNULL)
    try:
        _wait_for(queue.worker_is_alive)
        subject = uuid.uuid4()
        assert queue.submit("note", subject) is True
        _wait_for(lambda: os.path.exists(os.path.join(app.instance_path, f"done-{subject}")))
        assert task == []  # it was not done here as well
    finally:
        worker.terminate()
        worker.wait(30)
        queue._HANDLERS.pop("note")


def _wait_for(happened):
    # Bounded, so that a broken worker fails the test and does not hang it.
    for _ in range(600):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("the worker did not answer")
