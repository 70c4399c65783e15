"""Workers on several machines (Redis): work goes to one of them, and to another when that one dies."""

import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid

import pytest
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError

from roster.jobs import lines, queue

SERVER = shutil.which("redis-server") or shutil.which("valkey-server")
pytestmark = pytest.mark.skipif(SERVER is None, reason="Redis is not on this machine")

# Each worker writes down what it begins and ends; the first that begins hangs until it is killed.
_WORKER = """
import os, sys, time
from pathlib import Path
from flask import Flask
from roster.jobs import lines, queue

folder = Path(sys.argv[1])
lines.DEAD_AFTER, lines.BEAT = 4.0, 0.2
app = Flask("worker", instance_path=str(folder / str(os.getpid())))
app.config.update(ROSTER_QUEUE_URL=sys.argv[2], SECRET_KEY="k")

@queue.register("note")
def note(subject):
    (folder / f"begun-{subject}-{os.getpid()}").touch()
    while (folder / "hang").exists():
        time.sleep(0.05)
    (folder / f"done-{subject}-{os.getpid()}").touch()

queue.run_worker(app)
"""


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    """The address of a Redis of our own."""
    folder = tmp_path_factory.mktemp("redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([SERVER, *arguments], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    _wait_for(lambda: _answers(url))
    yield url
    server.terminate()
    server.wait(10)


@pytest.fixture
def office(redis, tmp_path, monkeypatch):
    """A web process of an office with many workers."""
    Redis.from_url(redis).flushdb()
    monkeypatch.setitem(queue._HANDLERS, "note", lambda subject: (tmp_path / f"done-{subject}-here").touch())
    app = Flask("web", instance_path=str(tmp_path / "web"))
    app.config.update(ROSTER_QUEUE_URL=redis, SECRET_KEY="k")
    with app.app_context():
        yield app


@pytest.fixture
def start_worker(office, redis, tmp_path):
    running = []

    def start():
        worker = subprocess.Popen([sys.executable, "-c", _WORKER, str(tmp_path), redis], stderr=subprocess.DEVNULL)
        running.append(worker)
        return worker

    yield start
    for worker in running:
        worker.kill()
        worker.wait(10)


def test_work_of_a_killed_worker_is_done_by_another_and_once(office, start_worker, tmp_path):
    (tmp_path / "hang").touch()
    first = start_worker()
    _wait_for(queue.worker_is_alive)
    subject = uuid.uuid4()
    assert queue.submit("note", subject) is True
    _wait_for(lambda: list(tmp_path.glob(f"begun-{subject}-*")))
    second = start_worker()
    assert queue.is_in_hand(subject)  # so nobody puts it in line again while the first lives
    queue.put_in_line("note", subject)  # and a second turn does no harm
    _wait_for(lambda: queue.waiting() == 0)
    assert len(list(tmp_path.glob("begun-*"))) == 1

    first.send_signal(signal.SIGKILL)
    _wait_for(lambda: not queue.is_in_hand(subject))  # its claim ends by itself
    (tmp_path / "hang").unlink()
    queue.put_in_line("note", subject)  # what `takes_up_lost` does
    _wait_for(lambda: list(tmp_path.glob("done-*")))
    assert [path.name for path in tmp_path.glob("done-*")] == [f"done-{subject}-{second.pid}"]


def test_what_many_workers_do_by_the_clock_one_of_them_does(office, redis):
    others = [lines.RedisLine(redis, "k") for _ in range(3)]
    assert sum(line.is_first("regular", 60) for line in others) == 1


def test_what_is_short_has_its_turn_before_a_long_run(office, redis):
    long, begun, short, second = (uuid.uuid4() for _ in range(4))
    for subject, turn in ((long, queue.LONG), (begun, queue.BEGUN), (short, queue.SHORT), (second, queue.SHORT)):
        queue.put_in_line("note", subject, turn)
    line = queue._queue_of_current().line
    assert not queue.waits_before(queue.BEGUN)  # no worker lives
    line.beat()
    assert queue.waits_before(queue.BEGUN) and queue.stands_in_line(long)
    assert [line.huey.dequeue().args[1] for _ in range(4)] == [str(one) for one in (short, second, begun, long)]
    assert not queue.stands_in_line(long)


def test_a_task_that_somebody_else_put_into_redis_is_not_run(office, redis, start_worker, tmp_path):
    strange = lines.RedisLine(redis, "another key")
    strange.huey.task(name="perform")(lambda *_: None)("note", str(uuid.uuid4()))
    start_worker()
    subject = uuid.uuid4()
    _wait_for(queue.worker_is_alive)
    queue.submit("note", subject)
    _wait_for(lambda: list(tmp_path.glob(f"done-{subject}-*")))
    assert len(list(tmp_path.glob("done-*"))) == 1


def test_without_redis_the_page_does_the_work_itself(tmp_path, monkeypatch, caplog):
    done = []
    monkeypatch.setitem(queue._HANDLERS, "note", done.append)
    app = Flask("web", instance_path=str(tmp_path))
    app.config.update(ROSTER_QUEUE_URL="redis://:secret@127.0.0.1:1/0", SECRET_KEY="k")
    subject = uuid.uuid4()
    with app.app_context():
        assert queue.submit("note", subject) is False and done == [subject]
    assert "does not answer" in caplog.text and "secret" not in caplog.text


def _answers(url):
    try:
        return Redis.from_url(url).ping()
    except RedisError:
        return False


def _wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found
