"""kill -9 at any moment of an import, of its commit, of a restore and of a migration: all of it or nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic import command
from sqlalchemy import event, text

from faults.figures import Amounts, Figure
from faults.office import Tell, Template, an_office, counted, dice, end_of_itself, in_child, officer, what_is_wrong
from roster.services import backup_sets, clock, import_tasks, imports, people, setup
from roster.services.import_restarts import take_up_lost
from roster.sheets import reader
from roster.shelf.bundles import make_key
from roster.store.db import db
from roster.store.imports import COMMITTED, COMMITTING, READING, READY, ImportBatch
from roster.store.table_digests import digests

YEAR = 2026
_TABLES = ("person", "enlistment_record", "neighbourhood", "field_change")


def read_at_once() -> None:
    """Workbooks are read in this process: to start another takes longer than all that is killed here."""
    import_tasks.read_workbook = reader.read_here
    imports.read_workbook = reader.read_here


def read_in_a_child() -> None:
    """Workbooks are read as offices read them, whatever was tried before."""
    import_tasks.read_workbook = reader.read_workbook
    imports.read_workbook = reader.read_workbook


def _receive(template: Template) -> UUID:
    with template.book.open("rb") as file:
        batch = imports.receive(officer(template), _ward(), "enlistment", YEAR, "danh-sach.xlsx", file)
    return batch.id


def _ward() -> UUID:
    from faults.office import WARD

    return WARD


def little_memory() -> None:
    """Little room for pages, so that what is not committed yet stands in the file already, as with a large import."""

    @event.listens_for(db.engine, "connect")
    def shrink(connection: Any, _record: Any) -> None:
        connection.execute("pragma cache_size = 5")
        connection.execute("pragma cache_spill = 1")


def confirmed(template: Template) -> UUID:
    """A batch that was read and confirmed and waits to be written."""
    batch_id = _receive(template)
    batch = db.session.get_one(ImportBatch, batch_id)
    if batch.state != READY:
        raise RuntimeError(f"the workbook was not read: {batch.failure}")
    batch.state, batch.committed_by = COMMITTING, template.user_id
    db.session.commit()
    return batch_id


def judge(figure: Figure, template: Template, folder: Path, batch_id: UUID, was_told: bool) -> bool:
    """Whether all of it or nothing is there, then let the next one finish it. Returns whether it was there."""
    with template.office.at(folder):
        batch = db.session.get_one(ImportBatch, batch_id)
        state = batch.state
        db.session.rollback()
        is_there = state == COMMITTED
        rows = counted(folder, _TABLES)
        figure.demand(all(rows) if is_there else not any(rows), f"half written: {rows} in {state}")
        figure.demand(rows[0] in {0, template.people}, f"{rows[0]} of {template.people} citizens")
        figure.demand(is_there or not was_told, "acknowledged and gone")
        figure.broken += what_is_wrong()
        if state in {READING, COMMITTING}:
            take_up_lost()
            task = import_tasks.read_import if state == READING else import_tasks.commit_import
            task(batch_id)
        if state in {READING, READY}:
            imports.confirm(officer(template), db.session.get_one(ImportBatch, batch_id), _mark(batch_id))
        figure.demand(_state(batch_id) == COMMITTED, f"not finished by the next: {_state(batch_id)}")
        figure.demand(counted(folder, _TABLES)[0] == template.people, "written twice or not whole by the next")
        figure.broken += what_is_wrong()
    return is_there


def _mark(batch_id: UUID) -> str:
    return str(db.session.get_one(ImportBatch, batch_id).plan_mark)


def _state(batch_id: UUID) -> str:
    db.session.rollback()
    state = db.session.get_one(ImportBatch, batch_id, populate_existing=True).state
    db.session.rollback()
    return str(state)


def in_import(amounts: Amounts) -> Iterator[Figure]:
    """From the upload to the last row, at random moments; then within the commit itself."""
    read_at_once()
    with an_office() as template, tempfile.TemporaryDirectory(prefix="roster-kills-") as name:
        root = Path(name)
        with template.office.at(template.folder):
            batch_id = confirmed(template)
            batch = db.session.get_one(ImportBatch, batch_id)
            batch.state = READING
            db.session.commit()
        yield _anywhere(template, root, batch_id, amounts.kills)
        with template.office.at(template.folder):
            batch = db.session.get_one(ImportBatch, batch_id)
            import_tasks.read_import(batch_id)
            batch = db.session.get_one(ImportBatch, batch_id, populate_existing=True)
            batch.state = COMMITTING
            db.session.commit()
        yield _in_commit(template, root, batch_id, amounts.kills)
        yield _at_each_step(template, root, batch_id, most=0 if amounts.kills >= 300 else amounts.kills)


def _anywhere(template: Template, root: Path, batch_id: UUID, times: int) -> Figure:
    figure, chance = Figure("kill -9 from reading a workbook to the last row", times), dice(1)
    longest, whole = 0.0, 0
    for number in range(-1, times):
        folder = template.copy(root / f"import-{number}")

        def work(tell: Tell, folder: Path = folder) -> None:
            with template.office.at(folder):
                little_memory()
                import_tasks.read_import(batch_id)
                batch = db.session.get_one(ImportBatch, batch_id)
                imports.confirm(officer(template), batch, str(batch.plan_mark))
                if _state(batch_id) == COMMITTED:
                    tell("written")

        end = in_child(work, None if number < 0 else chance.random() * longest * 1.02)
        longest = longest or end.seconds
        figure.demand(not end.failed, " ".join(end.told))
        whole += judge(figure, template, folder, batch_id, "written" in end.told)
        shutil.rmtree(folder)
    figure.found = f"{times - max(whole - 1, 0)}× nothing, {max(whole - 1, 0)}× all; taken up again each time"
    return figure


def _in_commit(template: Template, root: Path, batch_id: UUID, times: int) -> Figure:
    figure, chance = Figure("kill -9 from the first row written to the commit acknowledged", times), dice(2)
    longest, whole = 0.0, 0
    for number in range(-1, times):
        folder = template.copy(root / f"commit-{number}")

        def work(tell: Tell, folder: Path = folder, deadline: float = chance.random() * longest) -> None:
            with template.office.at(folder):
                little_memory()
                write = import_tasks.write_sound_rows

                def write_and_tell(*args: Any) -> dict[str, int]:
                    begun.append(time.monotonic())
                    if deadline:
                        end_of_itself(deadline)
                    return write(*args)

                def drop(_name: str) -> None:  # what follows the commit
                    tell(f"written {time.monotonic() - begun[0]}" if begun else "")

                begun: list[float] = []
                import_tasks.write_sound_rows = write_and_tell  # type: ignore[assignment]  # this process is the injected fault's
                import_tasks.files.drop = drop  # type: ignore[assignment]  # the same
                import_tasks.commit_import(batch_id)

        end = in_child(work)
        longest = longest or next(float(one.split()[1]) for one in end.told if one.startswith("written")) * 1.1
        figure.demand(not end.failed, " ".join(end.told))
        whole += judge(figure, template, folder, batch_id, any(one.startswith("written") for one in end.told))
        shutil.rmtree(folder)
    figure.found = f"{times - max(whole - 1, 0)}× nothing, {max(whole - 1, 0)}× all"
    return figure


def _at_each_step(template: Template, root: Path, batch_id: UUID, most: int) -> Figure:
    """Killed before each statement in turn, and at each touch of the file system; `most`: only so many of them."""
    figure, whole = Figure("kill -9 at each statement and each touch of a file in the commit, one by one"), 0
    steps = _steps_of(template, root, batch_id)
    chosen = range(steps) if not most else sorted({round(n * (steps - 1) / most) for n in range(most + 1)})
    for step in chosen:
        folder = template.copy(root / f"step-{step}")
        end = in_child(partial(_stepping, template, folder, batch_id, step))
        figure.demand(end.was_killed, f"step {step} was not reached: {end.told}")
        whole += judge(figure, template, folder, batch_id, False)
        figure.tried += 1
        shutil.rmtree(folder)
    figure.found = f"{steps} steps; {figure.tried - whole}× nothing, {whole}× all"
    return figure


def _steps_of(template: Template, root: Path, batch_id: UUID) -> int:
    folder = template.copy(root / "steps")
    end = in_child(lambda tell: _stepping(template, folder, batch_id, -1, tell))
    shutil.rmtree(folder)
    return int(end.told[-1])


def _stepping(template: Template, folder: Path, batch_id: UUID, last: int, tell: Tell) -> None:
    """Write the batch and die at step `last`; with -1 tell how many steps there are."""
    seen = [0]

    def step(*_: Any) -> None:
        if seen[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)
        seen[0] += 1

    with template.office.at(folder):
        little_memory()
        event.listen(db.engine, "before_cursor_execute", step)
        event.listen(db.engine, "commit", step)

        def touched(name: str, args: tuple[Any, ...]) -> None:
            is_ours = args and isinstance(args[0], str | os.PathLike) and str(args[0]).startswith(str(folder))
            if name in {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate"} and is_ours:
                step()

        sys.addaudithook(touched)
        import_tasks.commit_import(batch_id)
        tell(str(seen[0]))


# --- Restore --------------------------------------------------------------------------------------------------------


def in_restore(amounts: Amounts) -> Iterator[Figure]:
    """While one office takes the place of another: the one or the other, with its own keys and files."""
    read_at_once()
    secret, recipient = make_key()
    with an_office(people=40) as template, tempfile.TemporaryDirectory(prefix="roster-kills-") as name:
        root = Path(name)
        with template.office.at(template.folder):
            import_tasks.commit_import(confirmed(template))
            db.session.rollback()
            source = backup_sets.make_set(template.folder, root, recipient, clock.now()).path
            kept = _fingerprint()
            one = db.session.execute(text("select id from person limit 1")).scalar_one()
            person = people.get_person(officer(template), _ward(), UUID(str(one)))
            people.edit_person(
                officer(template), _ward(), person.id, {"occupation": "Thợ điện"}, person.version, clock.today()
            )
            live = _fingerprint()
        if kept == live:
            raise RuntimeError("both offices are alike")
        # The office that stands there has a key of its own for sessions, so that a mixture would show.
        (template.folder / "secret_key").write_text("b" * 64, encoding="ascii")
        yield _restoring(template, root, source, secret, (live, kept), amounts.restores)
        yield _restoring_step_by_step(template, root, source, secret, (live, kept), full=amounts.restores >= 100)


def _fingerprint() -> Any:
    with db.engine.connect() as connection:
        return digests(connection)


def _restore(template: Template, folder: Path, source: Path, secret: str, tell: Tell) -> None:
    app = template.office.move_to(folder)
    with app.app_context():
        backup_sets.restore_set(source, secret, folder, clock.now(), replace=True)
    tell("restored")


def _judge_restored(figure: Figure, template: Template, folder: Path, both: tuple[Any, Any], was_told: bool) -> bool:
    """Whether the folder holds one of the two offices, whole. Returns whether it is the restored one."""
    from roster.shelf.exchange import settle

    settle(folder)  # as every start of the program does first
    if not (folder / "roster.db").exists():
        figure.broken.append("no office is there any more")
        return False
    with template.office.at(folder):
        found = _fingerprint()
        figure.demand(found in both, "neither the one office nor the other")
        is_new = found == both[1]
        figure.demand(is_new or not was_told, "acknowledged and gone")
        key = (folder / "secret_key").read_text("ascii") if (folder / "secret_key").exists() else "none"
        figure.demand((key == "b" * 64) is not is_new, "the keys are those of the other office")
        figure.broken += what_is_wrong()
        for (stored,) in db.session.execute(text("select stored_name from import_batch")):
            figure.demand((folder / "files" / stored).is_file(), "a kept file is missing")
        leftovers = [one.name for one in folder.glob(".restore-*") if any(one.iterdir())]
        figure.demand(not leftovers, f"left behind: {leftovers}")
    return is_new


def _restoring(template: Template, root: Path, source: Path, secret: str, both: tuple[Any, Any], times: int) -> Figure:
    figure, chance, longest, new = Figure("kill -9 in a restore over a living office", times), dice(3), 0.0, 0
    for number in range(-1, times):
        folder = template.copy(root / f"restore-{number}")
        end = in_child(
            partial(_restore, template, folder, source, secret),
            None if number < 0 else chance.random() * longest,
        )
        longest = longest or end.seconds
        figure.demand(not end.failed, " ".join(end.told))
        new += _judge_restored(figure, template, folder, both, "restored" in end.told)
        shutil.rmtree(folder)
    figure.found = f"{times - max(new - 1, 0)}× the office before, {max(new - 1, 0)}× the restored one"
    return figure


def _restoring_step_by_step(
    template: Template, root: Path, source: Path, secret: str, both: tuple[Any, Any], full: bool
) -> Figure:
    figure, new = Figure("kill -9 at each touch of a file in a restore, one by one"), 0

    def stepping(folder: Path, last: int, tell: Tell) -> None:
        seen = [0]

        def touched(name: str, args: tuple[Any, ...]) -> None:
            if name in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"} or (
                name == "open" and str(args[0]).startswith(str(folder))
            ):
                if seen[0] == last:
                    os.kill(os.getpid(), signal.SIGKILL)
                seen[0] += 1

        template.office.move_to(folder)
        sys.addaudithook(touched)
        _restore(template, folder, source, secret, lambda _: None)
        tell(str(seen[0]))

    whole = template.copy(root / "restore-steps")
    steps = int(in_child(partial(stepping, whole, -1)).told[-1])
    shutil.rmtree(whole)
    for step in range(steps) if full else sorted({round(n * (steps - 1) / 8) for n in range(9)}):
        folder = template.copy(root / f"restore-step-{step}")
        end = in_child(partial(stepping, folder, step))
        figure.demand(end.was_killed, f"step {step} was not reached: {end.told}")
        new += _judge_restored(figure, template, folder, both, False)
        figure.tried += 1
        shutil.rmtree(folder)
    figure.found = f"{steps} steps; {figure.tried - new}× the office before, {new}× the restored one"
    return figure


# --- Migration ------------------------------------------------------------------------------------------------------

_BEFORE = "0008"


def in_migration(amounts: Amounts) -> Iterator[Figure]:
    """While an office of an earlier version is brought to this one: the old schema or the new, nobody lost."""
    read_at_once()
    figure, chance = Figure("kill -9 in the migration of an office with people", amounts.migrations), dice(4)
    with an_office(people=40) as template, tempfile.TemporaryDirectory(prefix="roster-kills-") as name:
        root = Path(name)
        with template.office.at(template.folder):
            import_tasks.commit_import(confirmed(template))
            db.session.remove()
            command.downgrade(setup._alembic(), _BEFORE)
        longest, new = 0.0, 0
        for number in range(-1, amounts.migrations):
            folder = template.copy(root / f"migration-{number}")

            def work(tell: Tell, folder: Path = folder) -> None:
                app = template.office.move_to(folder)
                setup.prepare_database(app)
                tell("done")

            end = in_child(work, None if number < 0 else chance.random() * longest)
            longest = longest or end.seconds
            figure.demand(not end.failed, " ".join(end.told))
            new += _judge_migrated(figure, template, folder, "done" in end.told)
            shutil.rmtree(folder)
        figure.found = f"{amounts.migrations - max(new - 1, 0)}× the old schema, {max(new - 1, 0)}× the new"
    yield figure


def _judge_migrated(figure: Figure, template: Template, folder: Path, was_told: bool) -> bool:
    with template.office.at(folder) as app:
        with db.engine.connect() as connection:
            revision = connection.execute(text("select version_num from alembic_version")).scalar_one()
            figure.demand(connection.execute(text("pragma integrity_check")).scalar() == "ok", "not sound")
        is_new = not revision.startswith(_BEFORE)
        figure.demand(is_new or not was_told, "acknowledged and gone")
        figure.demand(counted(folder, ("person",))[0] == template.people, "citizens are missing")
        setup.prepare_database(app)
        figure.demand(setup.database_is_current(), "the next start did not finish it")
        figure.demand(counted(folder, ("person",))[0] == template.people, "citizens are missing after the next start")
        figure.broken += what_is_wrong()
        figure.demand(any((folder / "backups").glob("*.db")), "no copy was made before it")
    return is_new
