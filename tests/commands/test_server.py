"""`flask roster serve`: the true program, in processes of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from roster.commands import server
from tests.commands.conftest import Run
from tests.conftest import SqliteMill

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., subprocess.Popen[str]]
PATIENCE = 60  # seconds; the machine may be busy


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return tmp_path / "office"


@pytest.fixture
def migrated(office: Path, sqlite_mill: SqliteMill) -> None:
    """The office was started before."""
    office.mkdir(mode=0o700)
    sqlite_mill.make(office)
    key = office / "secret_key"
    key.write_text("0f" * 32)
    key.chmod(0o600)


@pytest.fixture
def start(office: Path) -> Iterator[Start]:
    """Starts the server; what is still running at the end of the test is ended."""
    running: list[subprocess.Popen[str]] = []

    def serve(*options: str, **settings: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), "roster", "serve", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={
                **os.environ,
                "ROSTER_INSTANCE": str(office),
                "ROSTER_DATABASE_URL": "",
                "PYTHONIOENCODING": "utf-8",
                **settings,
            },
        )
        running.append(process)
        return process

    yield serve
    for process in running:
        process.kill()
        process.communicate()


def _greeting(process: subprocess.Popen[str]) -> tuple[str, str]:
    """The address and all lines up to it."""
    assert process.stdout is not None
    lines = ""
    for line in process.stdout:
        lines += line
        if found := re.search(r"sẵn sàng tại: (http://\S+)", line):
            return found[1], lines
    raise AssertionError(f"no address: {lines}{process.communicate()[1]}")


def _wait_for(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_first_start_leads_to_the_set_up_for_this_computer_alone_and_a_signal_ends_server_and_worker(
    start: Start, office: Path
) -> None:
    process = start("--port", "0")
    address, greeting = _greeting(process)
    code = (office / "setup_token").read_text()
    assert re.fullmatch(r"\d{4}(-\d{4}){3}", code)
    assert code in greeting
    with urllib.request.urlopen(address) as response:  # noqa: S310  # our own server's address
        assert response.url == f"{address}setup/"
        assert "waitress" not in str(response.headers).lower()

    def status(name: str) -> int:
        port = int(address.rstrip("/").rpartition(":")[2])
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
            line.request("GET", "/health", headers={"Host": name})
            return line.getresponse().status

    assert {status(name) for name in ("127.0.0.1", "127.0.0.1:8000", "localhost:8000")} == {200}
    assert status("evil.example") == 400  # a stranger's page whose name was turned to 127.0.0.1
    heartbeat = office / "worker.heartbeat"
    assert _wait_for(heartbeat.exists), "the worker did not start"

    def can_write() -> bool:
        with closing(sqlite3.connect(office / "roster.db", timeout=0)) as connection:
            try:
                connection.execute("begin immediate")
            except sqlite3.OperationalError:  # locked
                return False
            return True

    assert _wait_for(can_write), "a server that waits keeps others from writing"
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    # The worker takes its heartbeat away as the last thing that it does.
    assert _wait_for(lambda: not heartbeat.exists()), "the worker went on without the server"


@pytest.mark.skipif(sys.platform == "win32", reason="the parent is looked up in /proc")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the worker is looked up in /proc")
def test_a_worker_that_dies_is_started_again_and_one_whose_server_is_killed_ends(
    start: Start, office: Path, migrated: None
) -> None:
    process = start("--port", "0")
    _greeting(process)

    def workers() -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()] or [
            int(pid)
            for task in Path(f"/proc/{process.pid}/task").iterdir()
            for pid in (task / "children").read_text().split()
        ]

    heartbeat = office / "worker.heartbeat"
    assert _wait_for(heartbeat.exists)
    (first,) = workers()
    os.kill(first, signal.SIGKILL)
    assert _wait_for(lambda: bool(workers()) and workers() != [first]), "no new worker"
    (second,) = workers()
    heartbeat.unlink()
    assert _wait_for(heartbeat.exists), "the new worker does not work"
    process.kill()
    assert _wait_for(lambda: not Path(f"/proc/{second}").exists() or not heartbeat.exists()), "the worker stayed behind"


def test_an_office_network_starts_with_reminders(start: Start, office: Path, migrated: None) -> None:
    process = start("--host", "0.0.0.0", "--port", "0", "--no-worker")  # noqa: S104  # what the guide says
    _, greeting = _greeting(process)
    assert "Mã thiết lập" in greeting
    assert process.stdout is not None
    assert any("không mã hóa" in line for line in process.stdout), "no warning"  # ends at the warning
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "NHẮC: Chưa bật HTTPS" in errors and "NHẮC: Chưa có bản sao lưu mã hóa" in errors


# --- Starts that are refused, in the test's own process: it takes a fiftieth of starting another ----------------------


@pytest.fixture
def database() -> str:
    return "sqlite"  # asked before anything of the database


@pytest.fixture
def serve(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`flask roster serve` up to the moment from which it would answer; signals stay the test runner's."""
    monkeypatch.setattr("waitress.server.BaseWSGIServer.run", lambda server: None)
    monkeypatch.setattr(server, "_stop_on_signals", threading.Event)
    return lambda *options: run("serve", "--no-worker", *options)


def test_a_port_in_use_is_told_in_a_sentence(serve: Callable[..., Result]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = serve("--port", port)
    assert result.exit_code == 1
    assert f"Cổng {port} đang được chương trình khác sử dụng" in result.stderr
    assert "Traceback" not in result.stderr and "Mã thiết lập" not in result.stdout


@pytest.mark.own_app  # one that waits for the disk
@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_an_office_network_does_not_start_on_what_is_unsafe(
    app: Flask, serve: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Path(app.instance_path) / "secret_key"
    key.write_text("for-tests-only")
    key.chmod(0o644)
    result = serve("--host", "0.0.0.0", "--port", "0")  # noqa: S104  # as the guide says for a small network
    assert result.exit_code == 1 and "sẵn sàng" not in result.stdout
    assert "Không khởi động cho máy khác dùng" in result.stderr and f"→ Chạy: chmod 600 {key}" in result.stderr

    key.chmod(0o600)
    with monkeypatch.context() as behind_https:
        behind_https.setitem(app.config, "ROSTER_TLS", True)
        result = serve("--port", "0")
        assert result.exit_code == 1 and "Đặt ROSTER_TRUSTED_HOSTS" in result.stderr
    key.chmod(0o644)
    result = serve("--port", "0")  # for this computer alone it goes on, to be mended
    assert result.exit_code == 0 and "sẵn sàng tại: http://127.0.0.1:" in result.stdout
