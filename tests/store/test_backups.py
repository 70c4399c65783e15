"""Before a list is written the whole database is copied; without a copy nothing is written."""

import datetime
from pathlib import Path

import pytest

from roster.services import backup_sets, copies, imports, people
from roster.shelf.bundles import make_key
from roster.store import backups
from roster.store.backups import BackupFailed, make_backup
from roster.store.db import db
from roster.store.people import Person
from tests.book_copies import people_in
from tests.conftest import Ward
from tests.web.test_imports import SOUND

AT = datetime.datetime(2026, 11, 25, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def ward(two_wards) -> Ward:
    return two_wards[0]


@pytest.fixture(autouse=True)
def only_sqlite(database):
    if database != "sqlite":
        pytest.skip("PostgreSQL is copied by pg_dump, where the machine has it")


def test_an_import_is_preceded_by_a_copy_of_what_was(actor_of, ward):
    officer = actor_of("officer", wards=ward)
    imports.import_file(officer, ward, "enlistment", 2026, SOUND)
    (first,) = backups.folder().iterdir()
    assert people_in(first) == 0 and first.stat().st_mode & 0o777 == 0o600
    imports.import_file(officer, ward, "enlistment", 2026, SOUND)  # changes nothing, so it needs no copy
    assert len(list(backups.folder().iterdir())) == 1


def test_without_a_copy_nothing_is_written(actor_of, ward, monkeypatch):
    def full(path):
        raise OSError("no space left on device")

    monkeypatch.setattr(backups, "_copy_sqlite", full)
    with pytest.raises(BackupFailed):
        imports.import_file(actor_of("officer", wards=ward), ward, "enlistment", 2026, SOUND)
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 0
    assert list(backups.folder().iterdir()) == []


def test_the_newest_ten_and_one_of_each_day_are_kept(app):
    for hour in range(12):
        make_backup(AT + datetime.timedelta(hours=hour / 10))
    for day in range(1, 4):
        make_backup(AT - datetime.timedelta(days=day))
        make_backup(AT - datetime.timedelta(days=day, minutes=5))
    kept = sorted(path.name[:8] for path in backups.folder().iterdir())
    assert kept.count("20261125") == 10 and [kept.count(f"202611{day}") for day in (22, 23, 24)] == [1, 1, 1]


NAME = "Lường Khắc Yểng"


@pytest.fixture
def key(app, monkeypatch):
    secret, recipient = make_key()
    monkeypatch.setitem(app.config, "ROSTER_BACKUP_RECIPIENT", recipient)
    return secret


def test_where_there_is_a_key_no_copy_lies_in_the_clear_and_its_owner_opens_it(app, officer, key, tmp_path):
    people.create_person(officer, next(iter(officer.ward_ids)), {"full_name": NAME}, AT.date(), confirmed=True)
    make_backup(AT - datetime.timedelta(days=1))  # from before there was a key
    made = copies.make_copy()
    left = list(backups.folder().iterdir())
    assert made in left and len(left) == 2 and {one.suffix for one in left} == {".age"}
    assert not [one for one in left if NAME.encode() in one.read_bytes() or b"SQLite" in one.read_bytes()]
    assert made.stat().st_mode & 0o777 == 0o600
    file, out = tmp_path / "khoa.txt", tmp_path / "mo.db"
    file.write_text(key)
    run = app.test_cli_runner().invoke(args=["roster", "backup", "open", str(made), str(out), "--key", str(file)])
    assert run.exit_code == 0, run.output
    assert people_in(out) == 1 and out.stat().st_mode & 0o777 == 0o600
    again = app.test_cli_runner().invoke(args=["roster", "backup", "open", str(made), str(out), "--key", str(file)])
    assert again.exit_code != 0 and people_in(out) == 1  # nothing is written over


def test_a_key_that_is_none_keeps_nothing_in_the_clear(app, monkeypatch):
    monkeypatch.setitem(app.config, "ROSTER_BACKUP_RECIPIENT", "age1-nobody")
    with pytest.raises(BackupFailed):
        copies.make_copy()
    assert list(backups.folder().iterdir()) == []


def test_an_encrypted_set_leaves_no_open_copy_beside_it(app, key, tmp_path):
    recipient = app.config["ROSTER_BACKUP_RECIPIENT"]
    backup_sets.make_set(Path(app.instance_path), tmp_path, recipient, AT)
    assert list(backups.folder().iterdir()) == [] and len(list(tmp_path.glob("*.age"))) == 1
