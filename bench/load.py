"""Ten officers at work on the running program while a workbook of 20,000 rows and a long print are made."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask

from bench.pages import addresses, p95
from bench.people import ROSTER, YEAR
from bench.program import cookie_of, free_port, started, wait_until_ready
from roster.services import imports, papers
from roster.services.accounts import actor_of
from roster.store.accounts import User
from roster.store.db import db
from roster.store.list_filter import ListFilter

OFFICERS = 10
_PAUSE = 0.3  # seconds between two pages of an officer, about: quicker than anybody reads


@dataclass
class Load:
    """What came of it: milliseconds by page, faults, and whether the background work was going on to the end."""

    seconds: float
    times: dict[str, list[float]] = field(default_factory=dict)
    faults: int = 0
    work: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, float | int]:
        """Requests a second, p95 by page and over all."""
        every = [one for times in self.times.values() for one in times]
        found: dict[str, float | int] = {"requests per second": len(every) / self.seconds, "faults": self.faults}
        found |= {f"p95 {page}": p95(times) for page, times in self.times.items()}
        return found | {"p95": p95(every), "median": sorted(every)[len(every) // 2]}


def measure(app: Flask, ward_id: UUID, book: Path, seconds: float, *, with_work: bool) -> Load:
    """Start the program as an office does, and let ten officers work; `with_work` with an import and a long print."""
    with app.app_context():
        cookie = cookie_of(app)
    port = free_port()
    settings = {
        "ROSTER_INSTANCE": str(app.config["ROSTER_INSTANCE"]),
        "ROSTER_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "ROSTER_SEARCHES_AN_HOUR": "1000000", "ROSTER_OUTPUTS_AN_HOUR": "1000000",
    }  # fmt: skip
    with started(settings, "serve", "--port", str(port)):
        wait_until_ready(port)
        load = Load(seconds)
        work = _ask_for_work(app, ward_id, book) if with_work else []
        pages = [(page, url) for page, urls in addresses(ward_id, 30).items() for url in urls]
        threads = [
            threading.Thread(target=_officer, args=(port, cookie, pages, seconds, number, load))
            for number in range(OFFICERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        load.work = _states(app, work)
        return load


def _ask_for_work(app: Flask, ward_id: UUID, book: Path) -> list[tuple[str, UUID]]:
    with app.app_context():
        user = db.session.scalars(db.select(User).where(User.user_name == "can.bo")).one()
        actor = actor_of(user)
        with book.open("rb") as file:
            batch = imports.receive(actor, ward_id, ROSTER, YEAR - 1, book.name, file)
        wanted = ListFilter("enlistment", ward_id, YEAR)
        job = papers.request_list(actor, ward_id, "enlistment", wanted, papers.PaperOptions())
        found = [("import", batch.id), ("print", job.id)]
        db.session.remove()
        return found


def _states(app: Flask, work: list[tuple[str, UUID]]) -> list[str]:
    from roster.store.imports import ImportBatch
    from roster.store.papers import PrintJob

    with app.app_context():
        found = []
        for kind, id_ in work:
            model: Any = ImportBatch if kind == "import" else PrintJob
            found.append(f"{kind}: {db.session.get_one(model, id_).state}")
        db.session.remove()
        return found


def _officer(port: int, cookie: str, pages: list[tuple[str, str]], seconds: float, number: int, load: Load) -> None:
    chance = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    end = time.monotonic() + seconds
    time.sleep(chance.random() * _PAUSE)
    while time.monotonic() < end:
        page, url = chance.choice(pages)
        begun = time.perf_counter()
        try:
            connection.request("GET", url, headers={"Cookie": cookie, "Host": f"127.0.0.1:{port}"})
            answer = connection.getresponse()
            answer.read()
            is_good = answer.status == 200
        except OSError:
            connection.close()
            is_good = False
        if is_good:
            load.times.setdefault(page, []).append((time.perf_counter() - begun) * 1000)
        else:
            load.faults += 1
        time.sleep(_PAUSE * (0.5 + chance.random()))
