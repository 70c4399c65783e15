"""Cases 5, 6 and 85 to 94: requests that no browser sends, to the running program."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator
from uuid import UUID

from faults.cases import book
from faults.figures import Figure
from faults.kills import YEAR
from faults.load import KEY, ask, the_program
from faults.office import WARD, Template, officer
from faults.visitors import browser_of
from roster.services import papers
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.papers import PrintJob
from roster.store.people import Person

_IMPORTS = f"/wards/{WARD}/imports/"
_NEW = f"/wards/{WARD}/people/new"
_BORDER = "x7MA4YWxkTrZu0gW"


class _Visitor:
    """What a signed-in officer's browser would be, byte by byte."""

    def __init__(self, port: int, cookie: str, token: str) -> None:
        self.port, self.cookie, self.token = port, cookie, token

    def send(self, content: bytes, *, read: bool = True) -> tuple[int, bytes]:
        """Raw bytes; the status (0: the door was shut) and the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as one:
            with contextlib.suppress(OSError):  # refused before all of it was sent
                one.sendall(content)
            if not read:
                return 0, b""
            found = b""
            with contextlib.suppress(OSError):
                while got := one.recv(65536):
                    found += got
        status = re.match(rb"HTTP/1\.[01] (\d+)", found)
        return int(status[1]) if status else 0, found

    def request(self, method: str, url: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, bytes]:
        """A request with any headers."""
        told = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, "Connection": "close", **headers}
        if body and "Transfer-Encoding" not in told:
            told.setdefault("Content-Length", str(len(body)))
        head = f"{method} {url} HTTP/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in told.items())
        return self.send(head.encode() + b"\r\n" + body)

    def form(self, url: str, fields: list[tuple[str, bytes | str]]) -> tuple[int, bytes]:
        """A form as browsers send it."""
        body = urllib.parse.urlencode([("csrf_token", self.token), *fields]).encode()
        return self.request("POST", url, {"Content-Type": "application/x-www-form-urlencoded"}, body)

    def stranger(self) -> _Visitor:
        """The same without a cookie."""
        return _Visitor(self.port, "", "")

    def upload(self, name: str, content: bytes) -> bytes:
        """The body of an upload."""
        parts = [("csrf_token", self.token), ("roster", "enlistment"), ("year", str(YEAR))]
        text = "".join(
            f'--{_BORDER}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{one}\r\n' for key, one in parts
        )
        head = f'--{_BORDER}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return (text + head).encode() + content + f"\r\n--{_BORDER}--\r\n".encode()


_MULTIPART = {"Content-Type": f"multipart/form-data; boundary={_BORDER}"}
_URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
Try = Callable[[_Visitor], tuple[int, bytes]]


def _parts(count: int, size: int = 1) -> bytes:
    head = f'--{_BORDER}\r\nContent-Disposition: form-data; name="a'
    return "".join(f'{head}{n}"\r\n\r\n{"x" * size}\r\n' for n in range(count)).encode() + f"--{_BORDER}--\r\n".encode()


def _chunked(visitor: _Visitor) -> tuple[int, bytes]:
    body = visitor.upload("a.xlsx", book())
    pieces = b"".join(
        b"%x\r\n%s\r\n" % (len(one), one) for one in (body[n : n + 4096] for n in range(0, len(body), 4096))
    )
    return visitor.request("POST", _IMPORTS, {**_MULTIPART, "Transfer-Encoding": "chunked"}, pieces + b"0\r\n\r\n")


def _gone(visitor: _Visitor) -> tuple[int, bytes]:
    body = visitor.upload("a.xlsx", book())
    head = f"POST {_IMPORTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {visitor.cookie}\r\nContent-Length: {len(body)}\r\n"
    head += f"Content-Type: {_MULTIPART['Content-Type']}\r\n\r\n"
    visitor.send(head.encode() + body[: len(body) // 2], read=False)
    return ask(visitor.port, "GET", "/health")[0], b""


_TRIES: list[tuple[int, str, Try, set[int]]] = [
    (5, "an upload in pieces, without a length", _chunked, {303, 400, 411}),
    (6, "gone in the middle of an upload", _gone, {200}),
    (85, "5,001 parts of a form", lambda v: v.request("POST", _IMPORTS, _MULTIPART, _parts(5_002)), {413}),
    (85, "5,001 fields of a form", lambda v: v.request("POST", _NEW, _URLENCODED, b"a=1&" * 5_001), {413}),
    (85, "201 parts from a stranger", lambda v: v.stranger().request("POST", _IMPORTS, _MULTIPART, _parts(202)), {413}),
    (85, "2,000,000 fields from a stranger", lambda v: v.stranger().request("POST", _NEW, _URLENCODED, b"a=1&" * 2_000_000), {413}),
    (86, "a field of 600 kB", lambda v: v.form(_NEW, [("full_name", "x" * 600_000)]), {200, 422}),
    (86, "a field of 7 MB", lambda v: v.form(_NEW, [("full_name", "x" * 7_000_000)]), {413}),
    (86, "a part of 7 MB", lambda v: v.request("POST", _IMPORTS, _MULTIPART, _parts(1, 7_000_000)), {413}),
    (86, "a field of 70 kB from a stranger", lambda v: v.stranger().form(_NEW, [("full_name", "x" * 70_000)]), {413}),
    (86, "a part of 70 kB from a stranger", lambda v: v.stranger().request("POST", _IMPORTS, _MULTIPART, _parts(1, 70_000)), {413}),
    (87, "NUL in a field", lambda v: v.form(_NEW, [("full_name", "Trần\0Văn"), ("birth_date", "\0")]), {200, 302, 400, 422}),
    (87, "NUL in JSON", lambda v: v.request("POST", _NEW, {"Content-Type": "application/json"}, b'{"full_name": "\\u0000"}'), {400, 415}),
    (88, "bad UTF-8", lambda v: v.form(_NEW, [("full_name", b"\xff\xfe\x80"), ("birth_date", b"\xc3\x28")]), {200, 302, 400, 422}),
    (88, "bad UTF-8 in the address", lambda v: v.request("GET", f"/wards/{WARD}/lists/enlistment?q=%ff%fe", {}), {200, 400}),
    (89, "a file called ../../evil", lambda v: v.request("POST", _IMPORTS, _MULTIPART, v.upload("../../evil.xlsx", book())), {303}),
    (90, "a file name of 10 kB", lambda v: v.request("POST", _IMPORTS, _MULTIPART, v.upload("x" * 10_000 + ".xlsx", book())), {303, 400, 413}),
    (91, "TRACE", lambda v: v.request("TRACE", "/", {}), {405, 501}),
    (91, "a method that nobody knows", lambda v: v.request("XYZZY", "/", {}), {405, 501}),
    (92, "a cookie of 100 kB", lambda v: v.request("GET", "/", {"Cookie": "roster=" + "x" * 100_000}), {400, 431}),
    (94, "parameters given twice", lambda v: v.request("GET", f"/wards/{WARD}/lists/enlistment?year=2026&year=x&page=1&page=-5&q=a&q=b", {}), {200}),
    (94, "fields given twice", lambda v: v.form(_NEW, [("full_name", "Trần Văn Một"), ("full_name", "Trần Văn Hai")]), {200, 302, 422}),
]  # fmt: skip


def all_requests(template: Template) -> tuple[Figure, list[str]]:
    """Each against the running program; the figure and lines for the table."""
    figure, lines, slowest = Figure("bad requests (security.md §3, 5, 6, 85–94)"), list[str](), 0.0
    with template.office.at(template.folder) as app:
        app.config["SECRET_KEY"] = KEY
        browser = browser_of(app, template.user_id)
        cookie, token = browser.cookie(), browser.token()
        wanted = ListFilter("enlistment", WARD, YEAR)
        job = papers.request_list(officer(template), WARD, "enlistment", wanted, papers.PaperOptions())
        job_id = job.id
        is_printed = db.session.get_one(PrintJob, job_id).state == "done"
        db.session.remove()
    with the_program(template) as (port, _pid):
        visitor = _Visitor(port, cookie, token)
        tries = [*_TRIES, *(_ranges(job_id) if is_printed else [])]
        for number, name, work, allowed in tries:
            begun = time.monotonic()
            try:
                status, body = work(visitor)
            except (OSError, http.client.HTTPException) as fault:
                status, body = 0, repr(fault).encode()
            seconds = time.monotonic() - begun
            slowest = max(slowest, seconds)
            wrong = "" if status in allowed else f"status {status}"
            if ask(port, "GET", "/health")[0] != 200:
                wrong = "the server is gone"
            if b"Traceback" in body:
                wrong = "a traceback"
            figure.tried += 1
            figure.demand(not wrong, f"{number} {name}: {wrong}")
            lines.append(f"| {number} | {name} | | {seconds:.1f} | | | status {status} | {wrong or 'held'} |")
    with template.office.at(template.folder):
        strange = db.session.scalar(db.select(db.func.count()).where(Person.full_name.like("%\0%"))) or 0
        figure.demand(strange == 0, "a NUL was kept")
        names = [one.name for one in (template.folder / "files").iterdir()]
        figure.demand(all(re.fullmatch(r"[0-9a-f]{32}(\.\w+)?", one) for one in names), "a file under a foreign name")
    figure.found = f"{slowest:.1f} s at most; the server answered on"
    return figure, lines


def _ranges(job_id: UUID) -> Iterator[tuple[int, str, Try, set[int]]]:
    url = f"/wards/{WARD}/papers/{job_id}/file"

    def asking(wanted: str) -> Try:
        return lambda visitor: visitor.request("GET", url, {"Range": wanted})

    for wanted in ("bytes=0-99", "bytes=999999999-", "bytes=0-0,1-1,2-2", "bytes=z"):
        yield 93, f"Range {wanted} of a PDF", asking(wanted), {200, 206, 404, 416}
