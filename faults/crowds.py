"""Many at once: editors of the same citizens, the same form sent twenty times, and clocks that jump."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench.databases import empty_database, engines
from faults.figures import Amounts, Figure
from faults.kills import confirmed, read_at_once
from faults.office import WARD, Template, an_office, dice, officer, what_is_wrong
from faults.visitors import Browser, browser_of
from roster.config import office_now
from roster.services import backup_sets, clock, import_tasks, people
from roster.services.changes import EditConflict
from roster.shelf.bundles import make_key
from roster.store.db import db
from roster.store.imports import ImportBatch
from roster.store.people import Person

_RECORDS = 20
_SERVED_AT_ONCE = 8  # threads of the server (commands/server); the other editors wait in its line


def editors(amounts: Amounts) -> Iterator[Figure]:
    """So many officers save what they saw of twenty citizens: whoever was late is told, nothing is written over."""
    read_at_once()
    for engine in engines():
        with empty_database(engine) as (_, url), an_office(people=_RECORDS, url=url) as template:
            yield _edit(template, url, engine, amounts)


def _edit(template: Template, url: str, engine: str, amounts: Amounts) -> Figure:
    figure = Figure(f"{amounts.editors} editors × {amounts.edits} edits on {_RECORDS} citizens, {engine}")
    accepted, refused, wrong = Counter[UUID](), Counter[UUID](), list[str]()
    with template.office.at(template.folder, url) as app:
        import_tasks.commit_import(confirmed(template))
        ids = list(db.session.scalars(db.select(Person.id).order_by(Person.id)))
        before = {row.id: row.version for row in db.session.execute(db.select(Person.id, Person.version))}
        actor = officer(template)
        db.session.remove()
        start = threading.Barrier(amounts.editors)
        turns = threading.Semaphore(_SERVED_AT_ONCE)

        def work(number: int) -> None:
            chance = dice(number)
            start.wait()
            for turn in range(amounts.edits):
                one = chance.choice(ids)
                with turns, app.app_context():
                    try:
                        seen = people.get_person(actor, WARD, one)
                        values, version = people.facts_of(seen), seen.version
                        db.session.rollback()  # the officer reads, then types
                        told = f"việc {number}.{turn}"
                        people.edit_person(
                            actor, WARD, one, {"occupation": told}, version, clock.today(), seen_values=values
                        )
                        accepted[one] += 1
                    except EditConflict:
                        refused[one] += 1
                    except Exception as fault:
                        wrong.append(f"{type(fault).__name__}: {str(fault)[:120]}")
                    finally:
                        db.session.remove()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(amounts.editors)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = {row.id: row.version for row in db.session.execute(db.select(Person.id, Person.version))}
        lost = sum(after[one] - before[one] != accepted[one] for one in ids) + _broken_threads()
        figure.broken += wrong[:3] + what_is_wrong()
    figure.tried = amounts.editors * amounts.edits
    figure.demand(lost == 0, f"{lost} citizens with lost updates")
    figure.demand(sum(accepted.values()) + sum(refused.values()) == figure.tried, "some got no answer")
    figure.found = f"{sum(accepted.values())} saved, {sum(refused.values())} told of the other's, {lost} lost"
    return figure


def _broken_threads() -> int:
    """Of each citizen's history, how many changes do not begin with what the change before them left."""
    query = "select person_id, old, new from field_change where key = 'occupation'"
    news, olds = Counter[tuple[Any, Any]](), Counter[tuple[Any, Any]]()
    for person, old, new in db.session.execute(text(query)):
        news[person, new] += 1
        if old is not None:
            olds[person, old] += 1
    return sum(count > 1 for count in olds.values()) + sum(olds[key] > news[key] for key in olds)


# --- The same form, sent again and again ----------------------------------------------------------------------------


def double_submits(amounts: Amounts) -> Iterator[Figure]:
    """One form sent at the same moment by twenty impatient presses: one record, and the same answer for each."""
    read_at_once()
    for engine in engines():
        with empty_database(engine) as (_, url), an_office(people=5, url=url) as template:
            yield _submit(template, url, engine, amounts.submits)


def _submit(template: Template, url: str, engine: str, times: int) -> Figure:
    figure = Figure(f"{times} presses of the same button at once, {engine}", times)
    statuses = Counter[int]()
    with template.office.at(template.folder, url) as app:
        batch_id = confirmed(template)
        batch = db.session.get_one(ImportBatch, batch_id)
        batch.state, mark = "ready", str(batch.plan_mark)
        db.session.commit()
        db.session.remove()
        browser = browser_of(app, template.user_id)
        page = browser.get(f"/wards/{WARD}/people/new").text
        form_key = (
            page.split('name="form_key"', 1)[-1].split('value="', 1)[-1].split('"', 1)[0] if "form_key" in page else ""
        )
        for citizen_id in ("031206999001", ""):
            name = "Trần Văn Đúp" if citizen_id else "Trần Văn Không Số"
            form = {
                "full_name": name, "birth_date": "01/02/2006", "citizen_id": citizen_id, "in_enlistment": "y",
                "year": "2026", "form_key": form_key,
            }  # fmt: skip
            statuses += _all_at_once(browser, f"/wards/{WARD}/people/new", form, times)
            page = browser.get(f"/wards/{WARD}/people/new").text
            form_key = page.split('name="form_key"', 1)[-1].split('value="', 1)[-1].split('"', 1)[0]
            count = db.session.scalar(db.select(db.func.count()).where(Person.full_name == name))
            db.session.remove()
            figure.demand(count == 1, f"{count} citizens of one form ({'with' if citizen_id else 'without'} id)")
        statuses += _all_at_once(
            browser, f"/wards/{WARD}/imports/{batch_id}/confirm", {"mark": mark, "plan_mark": mark}, times
        )
        people_now = db.session.scalar(db.select(db.func.count()).select_from(Person))
        db.session.remove()
        figure.demand(people_now == template.people + 2, f"{people_now} citizens after one import")
        figure.broken += what_is_wrong()
    bad = {status: count for status, count in statuses.items() if status >= 400}
    figure.demand(not any(status >= 500 for status in bad), f"answers {bad}")
    answers = ", ".join(f"{count}× {status}" for status, count in sorted(statuses.items()))
    figure.found = f"1 citizen with id, 1 without, 1 import; answers {answers}"
    return figure


def _all_at_once(browser: Browser, url: str, form: dict[str, str], times: int) -> Counter[int]:
    start, statuses = threading.Barrier(times), Counter[int]()
    posts = [browser.like_it() for _ in range(times)]

    def press(one: Browser) -> None:
        start.wait()
        statuses[one.post(url, form).status_code] += 1

    threads = [threading.Thread(target=press, args=(one,)) for one in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


# --- The clock ------------------------------------------------------------------------------------------------------


def clock_jumps(_: Amounts) -> Iterator[Figure]:
    """The computer's clock jumps a day ahead and a day back while an office works."""
    read_at_once()
    figure = Figure("clock jumps of a day, ahead and back")
    _secret, recipient = make_key()
    with an_office(people=10) as template, template.office.at(template.folder) as app:
        import_tasks.commit_import(confirmed(template))
        db.session.remove()
        begun = office_now()
        for days in (0, 1, 0, -1, 0, 1, -1, 0):
            app.config["CLOCK"] = lambda days=days: office_now() + datetime.timedelta(days=days)
            browser = browser_of(app, template.user_id)
            page = browser.get(f"/wards/{WARD}/lists/enlistment?year=2026")
            figure.demand(page.status_code == 200, f"{days:+} day: {page.status_code}")
            person = db.session.scalars(db.select(Person).limit(1)).one()
            actor = officer(template)
            people.edit_person(
                actor, WARD, person.id, {"occupation": f"việc {figure.tried}"}, person.version, clock.today()
            )
            db.session.remove()
            made = backup_sets.make_set(template.folder, template.folder.parent, recipient, clock.now())
            figure.demand(made.rows > 0, "an empty backup")
            figure.broken += what_is_wrong()
            figure.tried += 1
        # Whoever was signed in before a jump ahead is signed out; a jump back lets nobody in for longer.
        app.config["CLOCK"] = lambda: begun
        old = browser_of(app, template.user_id)
        app.config["CLOCK"] = lambda: begun + datetime.timedelta(days=1)
        ahead = old.get(f"/wards/{WARD}/").status_code
        app.config["CLOCK"] = lambda: begun - datetime.timedelta(days=1)
        late = browser_of(app, template.user_id)
        app.config["CLOCK"] = lambda: begun + datetime.timedelta(hours=13)
        figure.demand(ahead == 302, f"a session outlived a day: {ahead}")
        figure.demand(late.get(f"/wards/{WARD}/").status_code == 302, "a session of a false day lives on")
    figure.found = "every page, edit and backup went through; the journal is whole; old sessions ended"
    yield figure
