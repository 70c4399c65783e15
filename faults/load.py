"""Fifty sessions on the running program, 80 of 100 requests reading, 15 saving, 5 exporting; and its door's timing."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher

from bench.databases import empty_database, engines
from bench.pages import p95
from bench.program import free_port, started, wait_until_ready
from faults.figures import Amounts, Figure
from faults.kills import YEAR, confirmed, read_at_once
from faults.office import WARD, Template, an_office, dice, officer, what_is_wrong
from faults.visitors import browser_of, form_of
from roster.services import import_tasks, imports, papers
from roster.store.accounts import SignInFailure, User
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.people import Person

SESSIONS = 50
LOG = "said.log"  # what the server wrote, in its folder
_PEOPLE = 800
_PAUSE = 1.0  # seconds between two requests of a session, about: still quicker than anybody reads
KEY = "f" * 64
_STATE = {table: f"select state from {table} where id = :id" for table in ("import_batch", "print_job")}  # noqa: S608
_LEAST_A_SECOND, _MOST_MS = 50, 500  # security.md §4


@contextmanager
def the_program(template: Template, url: str = "") -> Iterator[tuple[int, int]]:
    """The program as an office starts it, with its worker; gives the port and the server's process."""
    port = free_port()
    (template.folder / "secret_key").write_text(KEY, encoding="ascii")
    settings = {"ROSTER_INSTANCE": str(template.folder), "ROSTER_DATABASE_URL": url}
    # A crowd that never rests is no officer.
    settings |= {"ROSTER_SEARCHES_AN_HOUR": "1000000", "ROSTER_OUTPUTS_AN_HOUR": "1000000"}
    with started(settings, "serve", "--port", str(port), log=template.folder / LOG) as server:
        wait_until_ready(port)
        yield port, server.pid


def ask(
    port: int, method: str, url: str, cookie: str = "", form: dict[str, str] | None = None
) -> tuple[int, bytes, str]:
    """One request on a connection of its own: status, body, the cookie that was set."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    body = None
    if form is not None:
        body = urllib.parse.urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, url, body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read(), (answer.getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    return found


def under_load(amounts: Amounts) -> Iterator[Figure]:
    """The load of security.md §4, with an import and a print beside it."""
    read_at_once()
    for engine in engines():
        with empty_database(engine) as (_, url), an_office(people=_PEOPLE, url=url) as template:
            yield _load(template, url, engine, amounts.load_seconds)


def _load(template: Template, url: str, engine: str, seconds: float) -> Figure:
    figure = Figure(
        f"{SESSIONS} sessions for {seconds:.0f} s, 80/15/5 read/save/export, with an import and a print, {engine}"
    )
    with template.office.at(template.folder, url) as app:
        app.config["SECRET_KEY"] = KEY
        import_tasks.commit_import(confirmed(template))
        ids = list(db.session.scalars(db.select(Person.id).limit(200)))
        forms = {one: {k: str(v) for k, v in form_of(db.session.get_one(Person, one)).items()} for one in ids}
        db.session.rollback()
        browsers = [browser_of(app, template.user_id) for _ in range(SESSIONS)]
        keys = [(one.cookie(), one.token()) for one in browsers]
    times: dict[str, list[float]] = {"read": [], "save": [], "export": []}
    statuses, memory = Counter[int](), list[int]()
    with the_program(template, url) as (port, pid):
        work = _ask_for_work(template, url)
        begun = time.monotonic()

        def visit(number: int) -> None:
            chance, (cookie, token) = dice(number), keys[number]
            while time.monotonic() - begun < seconds:
                draw, one = chance.random(), ids[chance.randrange(len(ids))]
                kind = "read" if draw < 0.8 else "save" if draw < 0.95 else "export"
                form = None
                if kind == "read":
                    where = chance.choice(
                        [f"lists/enlistment?year={YEAR}", f"people/{one}", "", f"lists/enlistment?year={YEAR}&q=nguyen"]
                    )
                elif kind == "save":
                    where, form = (
                        f"people/{one}/edit",
                        {**forms[one], "csrf_token": token, "occupation": f"việc {draw}"},
                    )
                else:
                    where, form = f"lists/enlistment/export?year={YEAR}", {"csrf_token": token}
                at = time.perf_counter()
                try:
                    status, body, _ = ask(
                        port, "GET" if form is None else "POST", f"/wards/{WARD}/{where}", cookie, form
                    )
                except OSError:
                    status, body = 0, b""
                times[kind].append((time.perf_counter() - at) * 1000)
                statuses[status] += 1
                time.sleep(_PAUSE * (0.5 + chance.random()))
                if status >= 500 and b"locked" in body:
                    figure.broken.append("locked")

        threads = [threading.Thread(target=visit, args=(number,)) for number in range(SESSIONS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            memory.append(_memory(pid))
            time.sleep(1)
        took = time.monotonic() - begun
    with template.office.at(template.folder, url):
        states = [
            str(db.session.scalar(db.text(_STATE[table]), {"id": one if url else one.hex})) for table, one in work
        ]
        db.session.rollback()
        figure.broken += what_is_wrong()
    figure.tried = sum(statuses.values())
    every = [one for some in times.values() for one in some]
    # What the sessions asked for: with a pause of a second fifty of them cannot ask more than that.
    a_second, slow = figure.tried / took, p95(every)
    bad = {status: count for status, count in statuses.items() if status not in {200, 302, 303}}
    figure.demand(not bad, f"answers {bad} {_said_of_faults(template)}".strip())
    shares = ", ".join(f"{kind} p95 {p95(some):.0f} ms" for kind, some in times.items() if some)
    half = memory[len(memory) // 2 :] or [0]
    figure.found = (
        f"{a_second:.0f} requests/s, p95 {slow:.0f} ms ({shares}), import {states[0]}, print {states[1]}, "
        f"server {memory[0]} → {max(half)} MB, answers {dict(statuses)}"
    )
    if a_second < _LEAST_A_SECOND or slow > _MOST_MS:
        figure.missed = f"{_LEAST_A_SECOND} requests/s and p95 {_MOST_MS} ms (the visitors run on the same 2 cores)"
    return figure


def _said_of_faults(template: Template) -> str:
    """The ends of the tracebacks in the server's log: where it failed, and with what kind of error."""
    lines = (template.folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    found = Counter(
        f"{next((one.strip() for one in lines[place::-1] if 'roster/' in one and 'line' in one), '')} {line[:160]}"
        for place, line in enumerate(lines)
        if re.match(r"[\w.]+(Error|Exception|Fault|Invalid|Full|Busy)\b", line)
    )
    return "; ".join(f"{count} × {said}" for said, count in found.most_common(5))


def _memory(pid: int) -> int:
    """The resident memory of a process in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


def _ask_for_work(template: Template, url: str) -> list[tuple[str, UUID]]:
    with template.office.at(template.folder, url):
        actor = officer(template)
        with template.book.open("rb") as file:
            batch = imports.receive(actor, WARD, "enlistment", YEAR - 1, "lan-hai.xlsx", file)
        wanted = ListFilter("enlistment", WARD, YEAR)
        job = papers.request_list(actor, WARD, "enlistment", wanted, papers.PaperOptions())
        return [("import_batch", batch.id), ("print_job", job.id)]


# --- Does the door tell who has an account? ------------------------------------------------------------------------


def sign_in_times(amounts: Amounts) -> Iterator[Figure]:
    """How long a wrong password takes for a name that is there and for one that is not, true Argon2 on both."""
    figure = Figure("wrong passwords for a known, a shut and an unknown name", amounts.sign_ins)
    times: dict[str, list[float]] = {"can.bo": [], "da.khoa": [], "khong.co": []}
    with an_office(people=1) as template:
        with template.office.at(template.folder):
            user = db.session.get_one(User, template.user_id)
            db.session.add(User(
                user_name="da.khoa", full_name="Lê Văn Khóa", password=user.password, fs_uniquifier="x", active=False,
                roles=[], wards=[],
            ))  # fmt: skip
            db.session.commit()
            db.session.remove()
        statuses = Counter[int]()
        hashed = _true_hash()
        with template.office.at(template.folder):
            db.session.execute(db.update(User).values(password=hashed))
            db.session.commit()
        with the_program(template) as (port, _pid):
            status, body, cookie = ask(port, "GET", "/login")
            found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', body)
            token = found[1].decode() if found else ""
            for turn in range(amounts.sign_ins):
                for name in sorted(times, key=lambda one: (turn * 7 + len(one)) % 5):
                    if turn % 3 == 0:
                        _forget(template)
                    form = {"user_name": name, "password": f"sai mật khẩu lần {turn}", "csrf_token": token}
                    at = time.perf_counter()
                    status, _body, _cookie = ask(port, "POST", "/login", cookie, form)
                    times[name].append((time.perf_counter() - at) * 1000)
                    statuses[status] += 1
    medians = {name: statistics.median(some) for name, some in times.items()}
    gap = max(medians.values()) - min(medians.values())
    figure.demand(len(statuses) == 1, f"answers {dict(statuses)}")
    figure.found = f"medians {', '.join(f'{one:.1f}' for one in medians.values())} ms, gap {gap:.1f} ms"
    figure.missed = "" if gap < 10 else "a gap below 10 ms"
    yield figure


def _true_hash() -> str:
    """A password hashed as offices do."""
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4).hash("một mật khẩu nào đó dài")


def _forget(template: Template) -> None:
    """The throttle would answer otherwise, and at once."""
    with template.office.at(template.folder):
        db.session.execute(db.delete(SignInFailure))
        db.session.commit()
