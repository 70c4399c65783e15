"""The 94 bad inputs of security.md §3: each through the page as an officer would bring it, with its cost measured."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup

from faults import cells, files, requests
from faults.cases import READ, REFUSED, Case, Outcome, book, raw_rows
from faults.figures import Figure
from faults.kills import YEAR, read_in_a_child
from faults.office import WARD, Tell, Template, an_office, in_child, officer
from faults.visitors import Browser, browser_of
from roster.services import imports
from roster.store.db import db
from roster.store.imports import COMMITTED, FAILED, READY, ImportBatch
from roster.store.people import Person

MOST_SECONDS, MOST_CHILD_MB, MOST_SERVER_MB = 10, 512, 100
FILE_CASES = [*files.CASES, *cells.CASES]


def all_cases() -> tuple[str, list[Figure]]:
    """Every case; a table of them all, and the figures that sum them up."""
    lines = [
        "## The bad inputs", "",
        "G: refused with a sentence; P: read with every row accounted for. Memory in MB: of the child that opens the "
        "file (what its parent holds is counted with it), and by how much the server grew.", "",
        "| # | Case | | Seconds | Child | Server | What the officer is told | |", "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    read_in_a_child()
    figure = Figure("bad inputs, files and cells (security.md §3, 1–84)")
    slowest = fattest = grown = 0.0
    with an_office(people=3) as template:
        for case in FILE_CASES:
            outcome, wrong = try_case(template, case)
            figure.tried += 1
            figure.broken += [f"{case.number} {case.name}: {one}" for one in wrong]
            slowest, fattest = max(slowest, outcome.seconds), max(fattest, outcome.child_mb)
            grown = max(grown, outcome.server_mb)
            said = outcome.sentence.replace("|", "/").replace("\n", " ")[:150]
            lines.append(
                f"| {case.number} | {case.name.replace('|', '/')} | {case.kind} | {outcome.seconds:.1f} | "
                f"{outcome.child_mb:.0f} | {outcome.server_mb:.0f} | {said} | {'; '.join(wrong) or 'held'} |"
            )
        figure.found = f"{slowest:.1f} s, child {fattest:.0f} MB, server +{grown:.0f} MB at most"
        asked, more = requests.all_requests(template)
    return "\n".join([*lines, *more]), [figure, asked]


def try_case(template: Template, case: Case, *, measured: bool = True) -> tuple[Outcome, list[str]]:
    """One case in an office and a process of its own. Returns what came of it and what is wrong with that.

    Not `measured`: what it cost is no fault, as in a process that is large already on a machine with other work.
    """
    content = case.make()
    with tempfile.TemporaryDirectory(prefix="roster-input-") as name:
        root = Path(name)
        folder, temporary = template.copy(root / "office"), root / "tmp"
        temporary.mkdir()

        def work(tell: Tell) -> None:
            os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
            with template.office.at(folder) as app:
                outcome = _bring(template, browser_of(app, template.user_id), case, content)
                outcome.left = [one.name for one in temporary.iterdir()]
                before = len(outcome.left)
                again = imports.receive(officer(template), WARD, "militia", YEAR, "x.xlsx", io.BytesIO(book(2)))
                is_next_sound = again.state == READY and before == len(list(temporary.iterdir()))
                tell(json.dumps({**outcome.__dict__, "next": is_next_sound}, default=str, ensure_ascii=False))

        end = in_child(work)
        shutil.rmtree(folder, ignore_errors=True)
    if end.failed or not end.told:
        return Outcome(), [f"the server broke: {' '.join(end.told)[:200]}"]
    told = json.loads("".join(end.told))
    is_next_sound = told.pop("next")
    outcome = Outcome(**told)
    if not measured:
        outcome.seconds = outcome.child_mb = outcome.server_mb = 0.0
    return outcome, list(_wrong(case, outcome, is_next_sound))


def _wrong(case: Case, outcome: Outcome, is_next_sound: bool) -> Iterable[str]:
    if outcome.status >= 500:
        yield f"status {outcome.status}"
    if case.words and case.words not in outcome.sentence:
        yield f"“{case.words}” is not said"
    if outcome.seconds > (MOST_SECONDS if case.kind == REFUSED else 3 * MOST_SECONDS):
        yield f"{outcome.seconds:.1f} s"
    if outcome.child_mb > MOST_CHILD_MB or outcome.server_mb > MOST_SERVER_MB:
        yield f"{outcome.child_mb:.0f} MB in the child, {outcome.server_mb:.0f} MB more in the server"
    if outcome.left:
        yield f"left behind: {outcome.left[:2]}"
    if not is_next_sound:
        yield "the next import does not work"
    if case.kind == REFUSED:
        if outcome.rows or outcome.people:
            yield f"{len(outcome.rows)} rows of a file that was to be refused"
        if not outcome.sentence:
            yield "nothing is said"
    else:
        if not outcome.rows:
            yield "no row was read"
        if outcome.unaccounted:
            yield f"rows {outcome.unaccounted[:5]} of the XML are lost"
        if outcome.state != COMMITTED:
            yield f"not written: {outcome.state}"
        if outcome.people != sum(row["action"] == "create" for row in outcome.rows):
            yield f"{outcome.people} citizens were written"
    if not case.check(outcome):
        yield "read otherwise than it should"


def _bring(template: Template, browser: Browser, case: Case, content: bytes) -> Outcome:
    outcome = Outcome()
    Path("/proc/self/clear_refs").write_text("5")
    before, begun = _memory("VmRSS"), time.monotonic()
    answer = browser.upload(
        f"/wards/{WARD}/imports/", content, case.file_name, {"roster": "enlistment", "year": str(YEAR)}
    )
    outcome.seconds, outcome.status = time.monotonic() - begun, answer.status_code
    outcome.server_mb = _memory("VmHWM") - before
    outcome.child_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if answer.status_code != 303:
        outcome.sentence = _sentences(answer.text)
        return outcome
    batch_id = UUID(answer.location.rstrip("/").rpartition("/")[2])
    batch = db.session.get_one(ImportBatch, batch_id)
    outcome.state, mark, failure = batch.state, str(batch.plan_mark), str(batch.failure)
    if batch.state == FAILED:
        db.session.rollback()
        outcome.sentence = failure
        return outcome
    plan = imports.load_plan(officer(template), batch)
    db.session.rollback()  # the pages' transactions must not wait for this one
    used = [sheet for sheet in plan.sheets if sheet.used]
    outcome.rows = [row.as_dict() for sheet in used for row in sheet.rows]
    said = [sheet.reason for sheet in plan.sheets if not sheet.used] + [one for sheet in used for one in sheet.notices]
    said += [
        f"{row.cells.get(p.field, '')} {p.message}".strip()
        for sheet in used
        for row in sheet.rows
        for p in row.problems
    ]
    outcome.sentence = " ".join(said)
    page = browser.get(answer.location)
    outcome.status = page.status_code
    if used:
        outcome.unaccounted = _unaccounted(content, plan)
        form = {"mark": mark, "doubts_settled": "y"}
        browser.post(f"/wards/{WARD}/imports/{batch_id}/confirm", form)
        db.session.rollback()
        outcome.state = db.session.get_one(ImportBatch, batch_id, populate_existing=True).state
        outcome.people = db.session.scalar(db.select(db.func.count()).select_from(Person)) or 0
        one = db.session.scalars(db.select(Person.id).order_by(Person.citizen_id).offset(1).limit(1)).first()
        db.session.rollback()
        shown = [browser.get(f"/wards/{WARD}/lists/enlistment?year={YEAR}"), browser.get(f"/wards/{WARD}/people/{one}")]
        outcome.status = max([outcome.status, *(answer.status_code for answer in shown if one)])
        outcome.shown = "".join(answer.text for answer in shown)[:200_000]
    return outcome


def _unaccounted(content: bytes, plan: Any) -> list[int]:
    """Rows of the raw XML that are neither read, nor held back, nor named as heading, title or skipped."""
    if not content.startswith(b"PK") or b"xl/worksheets/" not in content:
        return []
    raw = raw_rows(content)
    lost: list[int] = []
    for place, sheet in enumerate(plan.sheets):
        if not sheet.used or place not in raw:
            continue  # set aside as a whole, with its reason
        told = {row.row for row in sheet.rows} | set(sheet.skipped) | set(sheet.header_rows)
        above = range(1, min(sheet.header_rows, default=1))
        lost += sorted(raw[place].keys() - told - set(above))
        lost += sorted(row for row, times in raw[place].items() if times > 1)
    return lost


def _sentences(page: str) -> str:
    """The faults that a page shows."""
    text = BeautifulSoup(page, "html.parser").get_text(" ", strip=True)
    told = re.split("Chưa nhận được tệp|Mã 4", text, maxsplit=1)
    return told[-1][:300] if len(told) > 1 else text[:300]


def _memory(key: str) -> float:
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(key))
    return int(line.split()[1]) / 1024


__all__ = ["READ", "all_cases", "try_case"]
