"""The worker beside the server: started with it, started again when it dies, ended with it on every system."""

from __future__ import annotations

import os
import subprocess  # our own interpreter with fixed arguments
import sys
import threading
import time
from typing import Any

from roster.commands.cli import say
from roster.config import PROJECT

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_LIVED_WELL = 60.0  # seconds; a worker that lived that long is started again at once
_PATIENCE = 10.0  # for what it is at when the server ends


def command_of(*arguments: str) -> list[str]:
    """The command line of `flask roster …` with this interpreter, from any folder."""
    return [sys.executable, "-m", "flask", "--app", str(PROJECT / "wsgi.py"), "roster", *arguments]


class WorkerProcess:
    """Keeps one `flask roster worker` alive for the instance folder, from `start` to `stop`.

    The worker reads a pipe that this process holds open, so that it ends even when the server is killed.
    """

    def __init__(self, instance_path: str) -> None:
        self._environment = {**os.environ, "ROSTER_INSTANCE": instance_path}
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        """Start the worker; returns at once."""
        self._keeper.start()

    def stop(self) -> None:
        """End the worker: what it is at may finish within ten seconds."""
        self._stopping.set()
        self._keeper.join(_PATIENCE + 5)

    def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            self._run_once()
            if self._stopping.is_set():
                return
            if time.monotonic() - started > _LIVED_WELL:
                pause = _FIRST_PAUSE
            say(f"Bộ xử lý nền đã dừng bất thường; sẽ chạy lại sau {pause:.0f} giây.")
            self._stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _run_once(self) -> None:
        # A group of its own: Ctrl+C in the console goes to the server alone, which then closes the pipe.
        own_group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        process = subprocess.Popen(  # noqa: S603
            command_of("worker", "--until-stdin-closes"),
            stdin=subprocess.PIPE,
            env=self._environment,
            cwd=PROJECT,
            **own_group,
        )
        while process.poll() is None and not self._stopping.wait(0.5):
            pass
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
