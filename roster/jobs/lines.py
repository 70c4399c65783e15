"""Where work waits for a worker: a file in the instance folder, or Redis for workers on several machines.

Both know whether a worker lives, and who is at a piece of work. On Redis a worker holds what it is at by a claim that
ends by itself soon after the worker does, so that another can take it up; in the folder there is one worker, and what
it lost is taken up at its next start.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Protocol

from huey import PriorityRedisHuey, SqliteHuey
from huey.api import Huey
from huey.serializer import SignedSerializer
from redis import Redis
from redis.exceptions import RedisError

DEAD_AFTER = 15.0  # seconds without a sign of life
BEAT = 5.0

Unreachable = RedisError  # raised where the line cannot take work

log = logging.getLogger(__name__)


class Line(Protocol):
    """What the queue asks of the place where work waits."""

    has_many_workers: bool

    @property
    def huey(self) -> Huey:
        """The library's queue."""

    def beat(self) -> None:
        """Give a sign of life of a worker."""

    def stop_beating(self) -> None:
        """Say that the worker ends."""

    def worker_is_alive(self) -> bool:
        """Whether a worker gave a sign of life within DEAD_AFTER seconds."""

    def claim(self, work: str) -> bool:
        """Take `work` for this process, or hold it longer; False where another process has it."""

    def give_back(self, work: str) -> None:
        """Let others have `work` again."""

    def is_in_hand(self, work: str) -> bool:
        """Whether `work` waits in the line or a process is at it; False also where that cannot be known."""

    def is_first(self, slot: str, seconds: int) -> bool:
        """Whether nobody else asked for `slot` within so many seconds: what many workers are to do once."""


class FolderLine:
    """One worker's line, beside the database of a ward's computer."""

    has_many_workers = False

    def __init__(self, folder: Path) -> None:
        self._folder, self._heartbeat = folder, folder / "worker.heartbeat"

    @cached_property
    def huey(self) -> Huey:
        """The queue; its file is made when somebody puts work in or takes it out, not by looking for a worker."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The journal is a plain one: SQLite before 3.51.3 may lose data of a write-ahead log (WAL-reset).
        return SqliteHuey(
            "roster", filename=str(self._folder / "queue.db"), journal_mode="truncate", fsync=True, results=False
        )

    def beat(self) -> None:
        self._heartbeat.touch(mode=0o600)

    def stop_beating(self) -> None:
        self._heartbeat.unlink(missing_ok=True)

    def worker_is_alive(self) -> bool:
        try:
            return time.time() - self._heartbeat.stat().st_mtime < DEAD_AFTER
        except FileNotFoundError:
            return False

    def claim(self, work: str) -> bool:
        return True

    def give_back(self, work: str) -> None:
        pass

    def is_in_hand(self, work: str) -> bool:
        return False

    def is_first(self, slot: str, seconds: int) -> bool:
        return True


class RedisLine:
    """The line of many workers. Tasks are signed with the office's key: huey would unpickle whatever Redis holds."""

    has_many_workers = True

    def __init__(self, url: str, key: str) -> None:
        # Its own name: what waits by turns is kept in another form than what waited in a plain row in earlier versions.
        self._huey = PriorityRedisHuey("roster-turns", url=url, results=False, serializer=SignedSerializer(secret=key))
        self._redis = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2)
        self._me = uuid.uuid4().hex

    @property
    def huey(self) -> Huey:
        return self._huey

    def beat(self) -> None:
        with _UnreachableIsTold():
            self._redis.set(f"roster:worker:{self._me}", 1, px=int(DEAD_AFTER * 1000))

    def stop_beating(self) -> None:
        with _UnreachableIsTold():
            self._redis.delete(f"roster:worker:{self._me}")

    def worker_is_alive(self) -> bool:
        with _UnreachableIsTold():
            return next(self._redis.scan_iter("roster:worker:*", count=1000), None) is not None
        return False  # without its line no worker gets anything: the page does the work itself

    def claim(self, work: str) -> bool:
        name, held = f"roster:work:{work}", int(DEAD_AFTER * 1000)
        with _UnreachableIsTold():
            if self._redis.set(name, self._me, px=held, nx=True):
                return True
            if self._redis.get(name) != self._me.encode():
                return False
            self._redis.pexpire(name, held)
        return True  # the row's own state keeps work from being done twice where Redis is away

    def give_back(self, work: str) -> None:
        with _UnreachableIsTold():
            if self._redis.get(f"roster:work:{work}") == self._me.encode():
                self._redis.delete(f"roster:work:{work}")

    def is_in_hand(self, work: str) -> bool:
        with _UnreachableIsTold():
            return bool(self._redis.exists(f"roster:work:{work}")) or any(
                work in task.args for task in self.huey.pending()
            )
        return True  # nothing can be put in line now either

    def is_first(self, slot: str, seconds: int) -> bool:
        with _UnreachableIsTold():
            return bool(self._redis.set(f"roster:slot:{slot}", self._me, ex=seconds, nx=True))
        return False


class _UnreachableIsTold:
    """Go on where Redis does not answer: it is told in the log, without the address, which may hold a password."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, RedisError):
            log.error("the task queue does not answer: %s", type(error).__name__)
            return True
        return False


@contextmanager
def beating(beat: Callable[[], object]) -> Iterator[None]:
    """Call `beat` at once and then every few seconds, until the block ends."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(BEAT):
            beat()

    beat()
    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
