"""What an officer waits for: list page, search by part of a name, the ward's first page, in databases of several sizes.

Whole requests (session, query, template) without the network, beside the least SQL that could answer them.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from bench.fill import fill
from bench.people import YEAR, candidates
from roster.app import create_app
from roster.domain.text import fold
from roster.services import clock, sign_ins
from roster.store.accounts import User
from roster.store.db import db

LIST, DEEP, SEARCH, HOME = "list page", "page in the middle", "part of a name", "dashboard"

# The least that a database must be asked for each page; none of the checks, counts or choices that the page shows.
NO_LIMITS = {"SEARCHES_AN_HOUR": 1_000_000, "OUTPUTS_AN_HOUR": 1_000_000}  # a bench searches more than any officer
_BARE = {
    LIST: "select p.* from enlistment_record e join person p on p.id = e.person_id where e.ward_id = :ward"
    " and p.ward_id = :ward and e.year = :year order by p.sort_key, p.birth_date, p.id limit 50",
    SEARCH: "select p.* from person p where p.ward_id = :ward and p.search_text like :word"
    " order by p.sort_key limit 50",
    HOME: "select status, count(*) from enlistment_record where ward_id = :ward and year = :year group by status",
}


def signed_in(app: Flask, user_name: str = "can.bo") -> FlaskClient:
    """A browser in which the officer is signed in."""
    user = db.session.scalars(select(User).where(User.user_name == user_name)).one()
    sign_in = sign_ins.open_sign_in(user)
    sign_in.waits = False  # he has shown the code of his device
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.fs_uniquifier, True
        session["sign_in"], session["seen_at"] = str(sign_in.id), int(clock.now().timestamp())
    db.session.remove()
    return client


def words(count: int) -> list[str]:
    """What is typed into the search: the last two words of names, without marks."""
    names = sorted({" ".join(fold(str(one["full_name"])).split()[-2:]) for one in candidates(2000)})
    return list(islice(names, 0, None, max(1, len(names) // count)))[:count]


def addresses(ward_id: UUID, count: int) -> dict[str, list[str]]:
    """The pages that are asked for, by what they are."""
    ward = f"/wards/{ward_id}"
    shown = f"{ward}/lists/enlistment?year={YEAR}"
    return {
        LIST: [f"{ward}/lists/{one}" for one in ("enlistment", "militia", "reserve")] * (count // 3),
        DEEP: [f"{shown}&page={10 + number}" for number in range(count)],
        SEARCH: [f"{shown}&q={word.replace(' ', '+')}" for word in words(count)],
        HOME: [f"{ward}/"] * count,
    }


def measure(app: Flask, ward_id: UUID, count: int = 30) -> dict[str, dict[str, float]]:
    """By page: median and p95 of a request in ms, median of the bare SQL, and the number of statements."""
    found: dict[str, dict[str, float]] = {}
    with app.app_context():
        client = signed_in(app)
        db.session.remove()
    for page, urls in addresses(ward_id, count).items():
        for url in urls[:3]:  # warm: templates compiled, prepared statements known
            answer = client.get(url)
            if answer.status_code != 200:
                raise RuntimeError(f"{url}: {answer.status}")
        before = time.process_time()
        times = [_time(lambda url=url: client.get(url)) for url in urls]  # type: ignore[misc]
        # The processor's work in this process (SQLite's included, PostgreSQL's not): what a busy machine changes least.
        cpu = (time.process_time() - before) * 1000 / len(urls)
        found[page] = {"median": statistics.median(times), "p95": p95(times), "cpu": cpu}
        if page in _BARE:
            with app.app_context():
                found[page]["bare"] = statistics.median(_bare(page, ward_id, count))
    return found


def _bare(page: str, ward_id: UUID, count: int) -> list[float]:
    sqlite = db.engine.dialect.name == "sqlite"
    times = []
    with db.engine.connect() as connection:
        for word in words(count):
            values: dict[str, Any] = {"ward": ward_id.hex if sqlite else ward_id}
            if ":year" in _BARE[page]:
                values["year"] = YEAR
            if ":word" in _BARE[page]:
                values["word"] = f"%{word}%"
            ask: Callable[[], Any] = lambda: connection.execute(text(_BARE[page]), values).all()  # noqa: B023,E731
            times.append(_time(ask))
        connection.rollback()
    return times


def _time(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(times: list[float]) -> float:
    """The time within which 95 of 100 were done."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def main(people: int, wards: int, instance: str, url: str) -> None:
    """Fill an empty database and measure its pages; says both."""
    app = create_app(
        {"ROSTER_INSTANCE": Path(instance), "SECRET_KEY": "bench", "ROSTER_DATABASE_URL": url, **NO_LIMITS}
    )
    begun = time.perf_counter()
    ward_id = fill(app, people, wards)
    filled = time.perf_counter() - begun
    print(json.dumps({"filled": filled, "pages": measure(app, ward_id)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
