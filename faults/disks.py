"""Full disks, crash copies and flipped bytes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from faults.figures import Amounts, Figure
from faults.kills import YEAR, confirmed, judge, read_at_once
from faults.office import WARD, Tell, Template, an_office, counted, dice, in_child, officer, what_is_wrong
from faults.visitors import browser_of
from roster.services import backup_sets, clock, import_tasks, papers, people
from roster.services.soundness import faults_of_the_database
from roster.shelf.bundles import BadBundle, make_key
from roster.store import engine as store_engine
from roster.store.backups import BackupFailed
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.people import Person
from roster.store.table_digests import digests

# --- Full disk ------------------------------------------------------------------------------------------------------


def full(amounts: Amounts) -> Iterator[Figure]:
    """The disk takes no more at some point of an import, an edit, a backup, a print: nothing half done, all told."""
    read_at_once()
    with an_office() as template, tempfile.TemporaryDirectory(prefix="roster-faults-") as name:
        root = Path(name)
        with template.office.at(template.folder):
            batch_id = confirmed(template)
        yield _pages_of_the_database(template, root, batch_id, amounts.thresholds)
        yield _files(template, root, batch_id, amounts.thresholds)
        yield _small_disk(template, root, batch_id, amounts.thresholds)
        with template.office.at(template.folder):
            import_tasks.commit_import(batch_id)
        yield _edits_by_page(template, root, amounts.thresholds)
        yield _backups(template, root, amounts.thresholds)
        yield _prints(template, root, max(2, amounts.thresholds // 5))


def _import(template: Template, folder: Path, batch_id: UUID, limit: Callable[[], None], tell: Tell) -> None:
    with template.office.at(folder):
        limit()
        try:
            import_tasks.commit_import(batch_id)
        except Exception as fault:
            tell(f"refused {type(fault).__name__}")
        else:
            tell("done")


def _sweep(figure: Figure, template: Template, root: Path, batch_id: UUID, limits: list[Callable[[], None]]) -> Figure:
    """Import under each limit; what came out is judged without it."""
    whole = 0
    for number, limit in enumerate(limits):
        folder = template.copy(root / f"full-{number}")
        end = in_child(partial(_import, template, folder, batch_id, limit))
        figure.demand(not end.failed, " ".join(end.told))
        whole += judge(figure, template, folder, batch_id, False)
        shutil.rmtree(folder)
    figure.tried, figure.found = len(limits), f"{len(limits) - whole}× nothing written, {whole}× there was room"
    return figure


def _pages_of_the_database(template: Template, root: Path, batch_id: UUID, times: int) -> Figure:
    def limit_of(pages: int) -> Callable[[], None]:
        def limit() -> None:
            @event.listens_for(db.engine, "connect")
            def full(connection: Any, _record: Any) -> None:
                connection.execute(f"pragma max_page_count = {pages}")

            db.engine.dispose()

        return limit

    with closing(sqlite3.connect(template.folder / "roster.db")) as connection:
        now = connection.execute("pragma page_count").fetchone()[0]
    most = now + 160
    limits = [limit_of(now + round(n * (most - now) / times)) for n in range(times)]
    return _sweep(Figure("full database (max_page_count) in an import"), template, root, batch_id, limits)


def _limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _files(template: Template, root: Path, batch_id: UUID, times: int) -> Figure:
    now = (template.folder / "roster.db").stat().st_size
    limits: list[Callable[[], None]] = [partial(_limit_files, round(n * (now * 1.4) / times)) for n in range(times)]
    figure = Figure("files that cannot grow (RLIMIT_FSIZE) in an import, with the copy before it")
    return _sweep(figure, template, root, batch_id, limits)


def _small_disk(template: Template, root: Path, batch_id: UUID, times: int) -> Figure:
    """A disk of its own that is really full, where this computer lets one be mounted."""
    figure, disk, whole = Figure("a disk that is really full (tmpfs) in an import"), root / "disk", 0
    disk.mkdir()
    size = sum(one.stat().st_size for one in template.folder.rglob("*") if one.is_file())
    for number in range(max(2, times // 4)):
        room = size + round(number * size * 2.2 / max(2, times // 4)) + 65536
        mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(disk)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            figure.found = "not tried: no disk may be mounted here"
            return figure
        try:
            folder = template.copy(disk / "office")
            end = in_child(partial(_import, template, folder, batch_id, lambda: None))
            figure.demand(not end.failed, " ".join(end.told))
            moved = Path(shutil.copytree(folder, root / f"disk-{number}"))
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)
        whole += judge(figure, template, moved, batch_id, False)
        figure.tried += 1
    figure.found = f"{figure.tried - whole}× nothing written, {whole}× there was room"
    return figure


def _edits_by_page(template: Template, root: Path, times: int) -> Figure:
    """An officer looks and saves while the disk is full: a page that says so, and what was there stays."""
    figure = Figure("full disk while an officer looks and saves by the pages", times)
    statuses: dict[str, int] = {}
    for number in range(times):
        folder = template.copy(root / f"pages-{number}")
        size = round(number * 40_000 / times)

        def work(tell: Tell, folder: Path = folder, size: int = size) -> None:
            with template.office.at(folder) as app:
                browser = browser_of(app, template.user_id)
                person = db.session.scalars(db.select(Person).limit(1)).one()
                url, form = f"/wards/{WARD}/people/{person.id}", browser.form_of(person)
                db.session.remove()
                db.engine.dispose()
                _limit_files(size)
                for _ in range(3):
                    answers = (
                        browser.get(f"/wards/{WARD}/lists/enlistment?year={YEAR}"),
                        browser.post(f"{url}/edit", form),
                    )
                    for answer in answers:
                        told = answer.status_code >= 500 and "đĩa" not in answer.text
                        tell(f"{answer.status_code}{' without a word' if told else ''}")

        end = in_child(work)
        figure.demand(not end.failed, " ".join(end.told))
        for said in end.told:
            statuses[said] = statuses.get(said, 0) + 1
        with template.office.at(folder):
            figure.broken += what_is_wrong()
        figure.demand(counted(folder, ("person",))[0] == template.people, "citizens are missing")
        shutil.rmtree(folder)
    wrong = [said for said in statuses if not said.startswith(("2", "3")) and said != "503"]
    figure.demand(not wrong, f"answers {wrong}")
    figure.found = ", ".join(f"{count}× {said}" for said, count in sorted(statuses.items()))
    return figure


def _backups(template: Template, root: Path, times: int) -> Figure:
    """A set that does not fit is not left behind, and one that is there is whole."""
    figure, whole = Figure("full disk in a backup", times), 0
    secret, recipient = make_key()
    size = (template.folder / "roster.db").stat().st_size
    for number in range(times):
        folder, stick = template.copy(root / f"backup-{number}"), root / f"stick-{number}"
        stick.mkdir()

        def work(
            tell: Tell, folder: Path = folder, stick: Path = stick, limit: int = round(number * size * 2 / times)
        ) -> None:
            with template.office.at(folder):
                _limit_files(limit)
                try:
                    backup_sets.make_set(folder, stick, recipient, clock.now())
                except (BackupFailed, OSError, BadBundle, backup_sets.BackupRefused):
                    tell("refused")
                else:
                    tell("made")

        end = in_child(work)
        figure.demand(not end.failed, " ".join(end.told))
        left = list(stick.iterdir())
        if end.told == ["made"]:
            whole += 1
            try:
                backup_sets.check_set(left[0], secret)
            except BadBundle:
                figure.broken.append("a set that was acknowledged cannot be opened")
        else:
            figure.demand(not left, f"left behind: {[one.name for one in left]}")
        figure.demand(not list(folder.glob(".backup-*")), "left behind in the office")
        with template.office.at(folder):
            figure.broken += what_is_wrong()
        shutil.rmtree(folder)
    figure.found = f"{times - whole}× refused and nothing left, {whole}× whole"
    return figure


def _prints(template: Template, root: Path, times: int) -> Figure:
    """A list that does not fit on the disk is told as such; no half PDF is handed out."""
    figure, states = Figure("full disk in a print", times), dict[str, int]()
    for number in range(times):
        folder = template.copy(root / f"print-{number}")

        def work(tell: Tell, folder: Path = folder, limit: int = 20_000 + number * 200_000 // times) -> None:
            _limit_files(limit)
            wanted = ListFilter("enlistment", WARD, YEAR)
            with template.office.at(folder):
                try:
                    papers.request_list(officer(template), WARD, "enlistment", wanted, papers.PaperOptions())
                except Exception as fault:
                    tell(f"refused {type(fault).__name__}")
                else:
                    tell("asked")

        end = in_child(work)
        figure.demand(not end.failed, " ".join(end.told))
        with template.office.at(folder):
            figure.broken += what_is_wrong()
            for state, stored in db.session.execute(text("select state, stored_name from print_job")):
                states[state] = states.get(state, 0) + 1
                kept = folder / "files" / str(stored)
                figure.demand(state != "done" or (kept.is_file() and b"%%EOF" in kept.read_bytes()[-64:]), "half a PDF")
        if end.told != ["asked"]:
            states["refused"] = states.get("refused", 0) + 1
        shutil.rmtree(folder)
    figure.found = ", ".join(f"{count}× {state}" for state, count in sorted(states.items()))
    return figure


# --- Crash copies ---------------------------------------------------------------------------------------------------


def crash_copies(amounts: Amounts) -> Iterator[Figure]:
    """The files as they lie at any instant, opened elsewhere: what was acknowledged by then is there."""
    read_at_once()
    safe = store_engine.SAFE_WAL
    for name, threshold in (("WAL", safe), ("DELETE", (99, 0, 0))):
        store_engine.SAFE_WAL = threshold
        try:
            yield _copies(name, amounts.copies // 2)
        finally:
            store_engine.SAFE_WAL = safe


def _copies(journal: str, times: int) -> Figure:
    figure, chance = Figure(f"copies of the files at any instant while officers save ({journal})", times), dice(5)
    acknowledged, found_all = 0, 0
    with an_office(people=10) as template, tempfile.TemporaryDirectory(prefix="roster-faults-") as name:
        root = Path(name)
        with template.office.at(template.folder):
            import_tasks.commit_import(confirmed(template))
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            _save_for_ever(template, writer)
        os.close(writer)
        os.set_blocking(reader, False)
        told = b""
        while b"\n" not in told:
            told += _read(reader)
        for number in range(times):
            time.sleep(chance.random() * 0.06)
            os.kill(child, signal.SIGSTOP)
            while b"T" not in Path(f"/proc/{child}/stat").read_bytes().rpartition(b")")[2][:4]:
                time.sleep(0.0005)
            told += _read(reader)
            (root / str(number)).mkdir()
            for one in template.folder.glob("roster.db*"):
                if not one.name.endswith("-shm"):
                    shutil.copyfile(one, root / str(number) / one.name)
            for key in ("audit_key", "secret_key"):
                if (template.folder / key).exists():
                    shutil.copyfile(template.folder / key, root / str(number) / key)
            (root / f"{number}.told").write_bytes(told)
            os.kill(child, signal.SIGCONT)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
        for number in range(times):
            known = [line for line in (root / f"{number}.told").read_bytes().decode().split("\n")[:-1] if line]
            acknowledged += len(known)
            with template.office.at(root / str(number)):
                figure.broken += what_is_wrong()
                there = set(_saved())
                missing = [line for line in known if line not in there]
                figure.demand(not missing, f"acknowledged and gone: {missing[:2]}")
                found_all += not missing
    figure.found = f"{acknowledged} acknowledged edits looked for, all found in {found_all} of {times} copies"
    return figure


def _saved() -> list[str]:
    query = "select new from field_change where key = 'occupation' and new is not null"
    return [str(one).strip('"') for one in db.session.scalars(text(query))]


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 1_000_000)
    except BlockingIOError:
        return b""


def _save_for_ever(template: Template, writer: int) -> None:
    try:
        app = template.office.move_to(template.folder)
        with app.app_context():
            ids = list(db.session.scalars(db.select(Person.id)))
            actor, number = officer(template), 0
            while True:
                number += 1
                person = people.get_person(actor, WARD, ids[number % len(ids)])
                people.edit_person(
                    actor, WARD, person.id, {"occupation": f"việc {number}"}, person.version, clock.today()
                )
                os.write(writer, f"việc {number}\n".encode())
                if number % 20 == 0:
                    db.engine.dispose()
    finally:
        os._exit(1)


# --- Flipped bytes --------------------------------------------------------------------------------------------------


def flipped(amounts: Amounts) -> Iterator[Figure]:
    """Bytes of the database are not what was written: found at the start, told with the way back."""
    read_at_once()
    with an_office(people=60) as template, tempfile.TemporaryDirectory(prefix="roster-faults-") as name:
        root = Path(name)
        with template.office.at(template.folder):
            import_tasks.commit_import(confirmed(template))
            db.session.remove()
            with db.engine.connect() as connection:
                before = digests(connection)
        for count in (100, 1):
            yield _flip(template, root, count, amounts.flips, before)


def _flip(template: Template, root: Path, count: int, times: int, before: Any) -> Figure:
    figure, chance = Figure(f"{count} flipped byte{'s' if count > 1 else ''} of the database", times), dice(count)
    found, equal = 0, 0
    for number in range(times):
        folder = template.copy(root / f"flip-{count}-{number}")
        path = folder / "roster.db"
        content = bytearray(path.read_bytes())
        for _ in range(count):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)

        def work(tell: Tell, folder: Path = folder) -> None:
            with template.office.at(folder) as app:
                if faults_of_the_database():
                    tell("found")
                    return
                tell("not found")
                try:
                    with db.engine.connect() as connection:
                        tell("equal" if digests(connection) == before else "differs")
                except Exception:
                    tell("found later")
                answer = browser_of(app, template.user_id).get(f"/wards/{WARD}/lists/enlistment?year={YEAR}")
                tell(str(answer.status_code))

        end = in_child(work)
        figure.demand(not end.failed, " ".join(end.told))
        found += "found" in end.told or "found later" in end.told
        equal += "equal" in end.told
        figure.demand("500" not in end.told, "a page without a word")
        shutil.rmtree(folder)
    silent = times - found - equal
    figure.found = f"{found}× found and told at the start, {equal}× in unused space, {silent}× within a value"
    if silent:
        figure.missed = "SQLite keeps no sums of its pages: one bit within a text is only known by a backup's digests"
    return figure
