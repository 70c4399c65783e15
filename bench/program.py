"""The program as it is started for others: processes of its own that end with the measure."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from bench.pages import signed_in
from bench.run import PROJECT


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(settings: Mapping[str, str], *arguments: str, log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`flask roster …` with these settings in its environment, ended with all that it started; `log`: what it says."""
    said: Any = subprocess.DEVNULL if log is None else log.open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "roster", *arguments],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **settings}, cwd=PROJECT,
        stdout=said, stderr=said, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(port: int) -> None:
    """Return once the server on the port can serve. Raises RuntimeError after a minute."""
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the program did not start")


def cookie_of(app: Flask, user_name: str = "can.bo", **more: Any) -> str:
    """The cookie of an officer who is signed in, with `more` in its session; within the application's context."""
    with signed_in(app, user_name).session_transaction() as session:
        kept = dict(session) | more
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    if serializer is None:
        raise RuntimeError("no secret key")
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(kept)}"
