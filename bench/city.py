"""A city in the season of examinations: 114 wards, a million people, 300 officers, on one machine.

Two web processes, two workers, PostgreSQL and Redis, as deploy/ starts them. Each officer acts about every ten
seconds: of a hundred acts eighty look at a page, fifteen mark somebody at the examination, five ask for a list.
"""

from __future__ import annotations

import http.client
import random
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select, text

from bench.load import Load
from bench.pages import addresses
from bench.people import YEAR
from bench.program import cookie_of, free_port, started, wait_until_ready
from roster.store.accounts import User, UserRole, UserWard
from roster.store.db import db
from roster.store.papers import PrintJob

WRITE, PRINT = "mark at the examination", "list on paper asked for"
_WEB, _WORKERS = 2, 2
_SHARES = ((80, "read"), (95, "write"), (100, "print"))
_MARKED = 20  # people of each ward who are called to the examination


@dataclass(frozen=True)
class _Officer:
    name: str
    ward_id: UUID
    records: tuple[UUID, ...]  # whom he marks: his own, so that officers of a ward do not mark each other's


@dataclass
class City:
    """What came of it."""

    load: Load
    marked: int = 0
    prints: list[UUID] = field(default_factory=list)
    printed: int = 0
    drained: float = 0.0  # seconds until the last list was made
    lock: threading.Lock = field(default_factory=threading.Lock)


def measure(app: Flask, officers: int, seconds: float, pause: float = 10.0) -> City:
    """Let the officers work in the filled database of `app`; then wait until every list is made."""
    with app.app_context():
        people = _officers(officers)
        cookies = [cookie_of(app, one.name, csrf_token="0" * 40) for one in people]
    with ExitStack() as running:
        queue = running.enter_context(_redis())
        settings = {
            "ROSTER_INSTANCE": str(app.config["ROSTER_INSTANCE"]), "ROSTER_QUEUE_URL": queue,
            "ROSTER_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "ROSTER_SEARCHES_AN_HOUR": "1000000", "ROSTER_OUTPUTS_AN_HOUR": "1000000",
        }  # fmt: skip
        ports = [free_port() for _ in range(_WEB)]
        for port in ports:
            running.enter_context(started(settings, "serve", "--no-worker", "--port", str(port)))
        for _ in range(_WORKERS):
            running.enter_context(started(settings, "worker"))
        for port in ports:
            wait_until_ready(port)
        key = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps("0" * 40)
        city = City(Load(seconds))
        threads = [
            threading.Thread(target=_work, args=(one, ports, cookie, key, seconds, pause, number, city))
            for number, (one, cookie) in enumerate(zip(people, cookies, strict=True))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        begun = time.monotonic()
        with app.app_context():
            states = _wait_for_prints(begun + 600)
            city.drained, city.printed = time.monotonic() - begun, states.get("done", 0)
            city.load.work = [f"{state}: {count}" for state, count in sorted(states.items())]
        return city


def _officers(count: int) -> list[_Officer]:
    """Accounts for the wards in turn, and people for each to mark."""
    wards = list(db.session.scalars(text("select ward_id from person group by ward_id")))
    found: list[_Officer] = []
    db.session.execute(
        text(
            "update enlistment_record set status = 'invited_examination' where id in (select id from (select id, "
            "row_number() over (partition by ward_id order by id) as number from enlistment_record where year = :year) "
            "numbered where number <= :most)"
        ),
        {"year": YEAR, "most": _MARKED * (count // len(wards) + 1)},
    )
    chosen: dict[UUID, list[UUID]] = {}
    asked = text(
        "select ward_id, id from enlistment_record where status = 'invited_examination' and year = :year order by id"
    )
    for ward_id, record_id in db.session.execute(asked, {"year": YEAR}):
        chosen.setdefault(ward_id, []).append(record_id)
    for number in range(count):
        ward_id, name = wards[number % len(wards)], f"can.bo.{number}"
        own = tuple(chosen[ward_id].pop() for _ in range(_MARKED))
        user = User(user_name=name, full_name="Lê Văn Thử", fs_uniquifier=uuid.uuid4().hex)
        user.roles, user.wards = [UserRole(name="officer")], [UserWard(ward_id=ward_id)]
        db.session.add(user)
        found.append(_Officer(name, ward_id, own))
    db.session.commit()
    return found


def _work(
    one: _Officer, ports: list[int], cookie: str, key: str, seconds: float, pause: float, number: int, city: City
) -> None:
    chance = random.Random(number)
    pages = [(page, url) for page, urls in addresses(one.ward_id, 30).items() for url in urls]
    states = dict.fromkeys(one.records, "absent")
    end = time.monotonic() + seconds
    time.sleep(chance.random() * pause)
    while time.monotonic() < end:
        port, share = chance.choice(ports), chance.randrange(100)
        kind = next(name for most, name in _SHARES if share < most)
        if kind == "read":
            page, url = chance.choice(pages)
            _ask(city, page, port, "GET", url, cookie)
        elif kind == "write":
            record = chance.choice(one.records)
            url = f"/wards/{one.ward_id}/campaigns/{YEAR}/examination/{record}/attendance"
            body = urlencode({"csrf_token": key, "state": states[record]})
            if _ask(city, WRITE, port, "POST", url, cookie, body):
                city.marked += 1
                states[record] = "waiting" if states[record] == "absent" else "absent"
        else:
            asked = {"list_key": "militia-roster", "order": "name", "preparer": "", "signer": ""}
            body = urlencode({"csrf_token": key, **asked})
            _ask(city, PRINT, port, "POST", f"/wards/{one.ward_id}/papers/new/militia", cookie, body)
        time.sleep(pause * (0.5 + chance.random()))


def _ask(city: City, page: str, port: int, method: str, url: str, cookie: str, body: str | None = None) -> bool:
    begun = time.perf_counter()
    headers = {"Cookie": cookie, "Host": f"127.0.0.1:{port}"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, url, body, headers)
        answer = connection.getresponse()
        answer.read()
        is_good = answer.status == (200 if method == "GET" else 302)
    except OSError:
        is_good = False
    finally:
        connection.close()
    with city.lock:
        if is_good:
            city.load.times.setdefault(page, []).append((time.perf_counter() - begun) * 1000)
        else:
            city.load.faults += 1
    return is_good


def _wait_for_prints(until: float) -> dict[str, int]:
    while True:
        db.session.rollback()
        counted = select(PrintJob.state, func.count()).group_by(PrintJob.state)
        states = dict(db.session.execute(counted).tuples().all())
        if not {"waiting", "running"} & set(states) or time.monotonic() > until:
            return states
        time.sleep(0.5)


@contextmanager
def _redis() -> Iterator[str]:
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if server is None:
        raise RuntimeError("Redis is not on this machine")
    url = f"redis://127.0.0.1:{(port := free_port())}/0"
    command = [server, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(RedisError):
                Redis.from_url(url).ping()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)
