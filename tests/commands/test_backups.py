"""A backup is read by nobody without the key, is proved row for row, and comes back on an empty machine."""

from __future__ import annotations

import contextvars
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from roster.app import create_app
from roster.config import OFFICE_ZONE
from roster.services import backup_sets, setup
from roster.shelf import files
from roster.shelf.bundles import make_key, write_bundle
from roster.store.accounts import User
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.engine import reading
from roster.store.table_digests import digests
from tests.commands.conftest import SHEETS
from tests.conftest import DATABASES
from tests.own_process import nothing_copied_first, workbooks_read_here

BOOK = SHEETS / "01-san-sang-nhap-ngu.xlsx"


@pytest.fixture
def another_office(request, tmp_path):
    """An office on a machine of its own, nothing in it yet: another_office("postgresql")."""
    made = []

    def make(database):
        folder = tmp_path / f"may-moi-{database}"
        folder.mkdir()
        mill = request.getfixturevalue(f"{database}_mill")
        url = mill.make(folder)
        office = create_app({"TESTING": True, "SECRET_KEY": "x", "ROSTER_INSTANCE": folder, "ROSTER_DATABASE_URL": url})
        made.append((office, mill, url))
        return office

    yield make
    for office, mill, url in made:
        with office.app_context():
            db.engine.dispose()
        mill.drop(url)


def held(app):
    """What the office's database holds, table by table."""

    def read():
        with app.app_context(), reading(), db.engine.connect() as connection:
            return digests(connection)

    return contextvars.Context().run(read)


@pytest.fixture
def key(run, tmp_path):
    path = tmp_path / "khoa.txt"
    recipient = run("backup", "key", path).stdout.strip()
    assert path.stat().st_mode & 0o777 == 0o600 and recipient.startswith("age1")
    return path, recipient


@pytest.fixture
def made(run, app, key, tmp_path, two_wards):
    with workbooks_read_here(), nothing_copied_first():
        to = ("--ward", two_wards[0].name, "--roster", "enlistment", "--year", "2026")
        assert run("import", BOOK, *to).exit_code == 0
    files.keep(b"%PDF issued", ".pdf")
    (Path(app.instance_path) / "secret_key").write_text("of the sessions")
    stick = tmp_path / "usb"
    stick.mkdir()
    result = run("backup", "make", stick, "--recipient", key[1])
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip())


def restored(run_in, source, key, *more):
    arguments = ["roster", "restore", str(source), "--key", str(key[0]), *more]
    # As from another machine: the office of the test must not be the one that is current.
    return contextvars.Context().run(run_in.test_cli_runner().invoke, args=arguments)


def test_a_stranger_who_finds_the_stick_reads_nothing(made):
    content = made.read_bytes()
    assert made.stat().st_mode & 0o777 == 0o600
    for secret in ("Đặng Xuân Khoa".encode(), b"031202267640", b"SQLite format", b"of the sessions"):
        assert secret not in content
    assert [one.name for one in made.parent.iterdir()] == [made.name]


@pytest.mark.parametrize("engine", DATABASES)
def test_it_comes_back_on_an_empty_machine_row_for_row_whatever_its_database(
    run, app, made, key, another_office, engine
):
    assert "còn nguyên" in run("backup", "verify", made, "--key", key[0]).stderr
    other = another_office(engine)
    with other.app_context():  # it was started and somebody tried to get in: not empty, but no office either
        db.session.add(AuditEntry(user_name="x", action="account.sign_in_failed", details={}))
        db.session.commit()
    result = restored(other, made, key)
    assert result.exit_code == 0, result.stderr
    assert held(other) == held(app) and held(app)["person"][0] == 60
    here, there = Path(app.instance_path), Path(other.instance_path)
    kept = {path.name: path.read_bytes() for path in (here / "files").iterdir()}
    assert {path.name: path.read_bytes() for path in (there / "files").iterdir()} == kept
    assert (there / "secret_key").read_text() == "of the sessions"
    # The journal goes on there under the same seals, which were kept as well.
    verified = contextvars.Context().run(other.test_cli_runner().invoke, args=["roster", "audit", "verify"])
    assert verified.exit_code == 0, verified.output
    assert (there / "audit_head.txt").is_file()  # of the office that came, not of the one that was there
    for name in ("audit_key", "audit_heads.txt"):
        assert (there / name).read_text() == (here / name).read_text()
    assert not [path for folder in (here, there) for path in folder.glob(".*")]  # no copy in the clear is left
    again = restored(other, made, key)
    assert again.exit_code == 1 and "đã có sổ" in again.stderr and held(other) == held(app)


def test_an_office_moves_to_another_database_once_and_goes_on_counting(run, app, made, another_office, database):
    other = another_office(next((one for one in DATABASES if one != database), database))
    with other.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    result = run("move", "--to", url)
    assert result.exit_code == 0 and "đối chiếu khớp" in result.stderr, result.stderr
    assert held(other) == held(app)
    shutil.copy(Path(app.instance_path) / "audit_key", other.instance_path)  # the folder stays, the database moves
    with other.app_context():
        db.session.add(AuditEntry(user_name="x", action="after.move", details={}))
        db.session.commit()
    assert "đã có sổ" in run("move", "--to", url).stderr and held(other) != held(app)
    assert run("move", "--to", "không phải địa chỉ").exit_code == 2
    assert run("move", "--to", "postgresql://nobody@127.0.0.1:1/none").exit_code == 1


@pytest.mark.parametrize("engine", DATABASES)
@pytest.mark.parametrize("database", ["sqlite"])
def test_a_backup_of_an_earlier_version_comes_back_and_is_brought_to_this_one(
    app, key, tmp_path, another_office, engine
):
    path, source = tmp_path / "cu.db", tmp_path / "roster-20250101-000000.age"
    old = create_engine(f"sqlite:///{path}")
    setup.migrate(old, "0002")
    with old.begin() as connection:
        connection.exec_driver_sql(
            "insert into user_account (id, user_name, full_name, password, fs_uniquifier, active, created_at) "
            "values (?, 'cu', 'Lê Văn Cũ', 'x', 'y', 1, '2025-01-01 00:00:00')",
            (uuid.uuid4().hex,),
        )
    old.dispose()
    facts = {"made_at": "2025-01-01T00:00:00+07:00", "tables": backup_sets._proved(path)}
    write_bundle(source, [("roster.db", path)], facts, key[1])
    other = another_office(engine)
    result = restored(other, source, key)
    assert result.exit_code == 0, result.stderr

    def names():
        with other.app_context():
            setup.prepare_database(other)
            return list(db.session.scalars(db.select(User.full_name)))

    assert contextvars.Context().run(names) == ["Lê Văn Cũ"]


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_changed_byte_is_refused_and_live_data_stays(run, app, made, key):
    sound, before = made.read_bytes(), held(app)
    assert before["person"][0] == 60
    for place in (60, len(sound) // 2, -1):
        content = bytearray(sound)
        content[place] ^= 1
        made.write_bytes(content)
        result = restored(app, made, key, "--replace")
        assert result.exit_code == 1 and "dữ liệu đang có giữ nguyên" in result.stderr
        assert held(app) == before
        assert run("backup", "verify", made, "--key", key[0]).exit_code == 1


def test_another_key_opens_nothing(run, made, tmp_path):
    other = tmp_path / "khac.txt"
    other.write_text(make_key()[0])
    result = run("backup", "verify", made, "--key", other)
    assert result.exit_code == 1 and "khóa bí mật không phải" in result.stderr
    other.write_text("không phải khóa")
    assert "AGE-SECRET-KEY" in run("backup", "verify", made, "--key", other).stderr


@pytest.mark.parametrize("database", ["sqlite"])  # a PostgreSQL office is restored into an empty database
def test_a_live_office_is_replaced_only_when_told_and_the_old_is_set_aside(run, app, made, key):
    db.session.add(AuditEntry(user_name="x", action="after.backup", details={}))
    db.session.commit()
    assert "Thêm --replace" in run("restore", made, "--key", key[0]).stderr
    result = run("restore", made, "--key", key[0], "--replace")
    assert result.exit_code == 0, result.stderr
    aside = [path for path in Path(app.instance_path).iterdir() if path.name.startswith("truoc-phuc-hoi-")]
    assert len(aside) == 1 and (aside[0] / "roster.db").is_file()
    db.session.remove()
    assert "after.backup" not in list(db.session.scalars(db.select(AuditEntry.action)))


def test_nothing_is_written_without_a_key_or_a_folder(run, tmp_path, key):
    result = run("backup", "make", tmp_path)
    assert result.exit_code == 2 and "flask roster backup key" in result.stderr
    assert run("backup", "make", tmp_path, "--recipient", "age1khongdung").exit_code == 2
    assert "Hãy cắm USB" in run("backup", "make", tmp_path / "khong-co", "--recipient", key[1]).stderr
    assert run("backup", "key", key[0]).exit_code == 2  # a secret key is never written over


def test_a_full_disk_leaves_no_half_backup(run, app, key, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError("no space left")

    monkeypatch.setattr("roster.shelf.bundles.pyrage.encrypt_io", full)
    result = run("backup", "make", tmp_path, "--recipient", key[1])
    assert result.exit_code == 1 and "đĩa đầy" in result.stderr
    assert not [path for path in tmp_path.iterdir() if "roster-" in path.name]


def test_old_backups_go_by_days_weeks_and_months(tmp_path):
    newest = datetime(2026, 11, 26, 12, tzinfo=OFFICE_ZONE)
    for day in range(500):
        at = newest - timedelta(days=day)
        for hour in ("080000", "120000"):
            (tmp_path / f"roster-{at:%Y%m%d}-{hour}.age").write_bytes(b"")
    (tmp_path / "khac.age").write_bytes(b"")
    backup_sets.let_go(tmp_path)
    left = sorted(path.name for path in tmp_path.glob("roster-*"))
    assert 14 + 8 <= len(left) <= 14 + 8 + 12  # a day may be that of its week and month as well
    assert all("-120000" in name for name in left) and left[-1].startswith("roster-20261126")
    assert left[0] == "roster-20251231-120000.age" and (tmp_path / "khac.age").exists()
