"""A process of its own for what opens a stranger's workbook: less memory and time than the server has, and none of its
secrets. A hostile file may end such a child, never the server (docs/security.md, 15.2.5).
"""

from __future__ import annotations

import os
import subprocess  # a child with fixed arguments
import sys
import tempfile
from pathlib import Path
from typing import IO

SECONDS = 30
MEMORY = 512 * 1024 * 1024
MOST_WRITTEN = 128 * 1024 * 1024  # of one file; a workbook of 20 MB comes back with marks and comments
OUT_OF_MEMORY = 4  # the child's exit code


def run_limited(
    module: str, *arguments: str, said: bytes, output: IO[bytes] | int = subprocess.PIPE, seconds: float = SECONDS
) -> subprocess.CompletedProcess[bytes]:
    """Run one of our modules with `said` on its standard input; its answer goes to `output`.

    The module calls `limit_here` before it opens anything. Raises subprocess.TimeoutExpired, with the child ended,
    after `seconds`.
    """
    root = Path(__file__).resolve().parents[2]
    # The child opens a stranger's file: it is told none of the office's keys and addresses.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ROSTER_")}
    environment["PYTHONPATH"] = str(root)
    # What a library lays aside in files goes with the child, also where it is ended in the midst of them.
    with tempfile.TemporaryDirectory() as folder:
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
        return subprocess.run(  # noqa: S603  # our own interpreter and module, no shell; each path is one argument
            [sys.executable, "-m", module, *arguments],
            input=said,
            stdout=output,
            stderr=subprocess.PIPE,
            timeout=seconds,
            env=environment,
            cwd=root,
            check=False,
        )


def limit_here(seconds: int = SECONDS) -> None:
    """Limit this process, a child, for good."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
