"""A backup is read by nobody without the key, is proved row for row, and comes back on an empty machine."""

from __future__ import annotations

import contextvars
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from roster.app import create_app
from roster.config import OFFICE_ZONE
from roster.services import backup_sets
from roster.shelf import files
from roster.shelf.bundles import make_key
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.commands.conftest import SHEETS

BOOK = SHEETS / "01-san-sang-nhap-ngu.xlsx"


@pytest.fixture
def database() -> str:
    return "sqlite"  # PostgreSQL has tools of its own; the command says so


@pytest.fixture
def key(run, tmp_path):
    path = tmp_path / "khoa.txt"
    recipient = run("backup", "key", path).stdout.strip()
    assert path.stat().st_mode & 0o777 == 0o600 and recipient.startswith("age1")
    return path, recipient


@pytest.fixture
def made(run, app, key, tmp_path, two_wards):
    assert run("import", BOOK, "--ward", two_wards[0].name, "--roster", "enlistment", "--year", "2026").exit_code == 0
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


def test_it_comes_back_on_an_empty_machine_row_for_row(run, app, made, key, tmp_path):
    assert "còn nguyên" in run("backup", "verify", made, "--key", key[0]).stderr
    empty = tmp_path / "may-moi"
    other = create_app({"TESTING": True, "ROSTER_INSTANCE": empty})
    result = restored(other, made, key)
    assert result.exit_code == 0, result.stderr
    with app.app_context():
        here = backup_sets._proved(Path(app.instance_path) / "roster.db")
    assert backup_sets._proved(empty / "roster.db") == here and here["person"][0] == 60
    kept = {path.name: path.read_bytes() for path in (Path(app.instance_path) / "files").iterdir()}
    assert {path.name: path.read_bytes() for path in (empty / "files").iterdir()} == kept
    assert (empty / "secret_key").read_text() == "of the sessions"
    # The journal goes on there under the same seals, which were kept as well.
    other_run = contextvars.Context().run(other.test_cli_runner().invoke, args=["roster", "audit", "verify"])
    assert other_run.exit_code == 0, other_run.output
    for name in ("audit_key", "audit_heads.txt"):
        assert (empty / name).read_text() == (Path(app.instance_path) / name).read_text()
    assert {"files", "roster.db", "secret_key"} <= {path.name for path in empty.iterdir()}


@pytest.mark.parametrize("place", [60, 0.5, -1])
def test_a_changed_byte_is_refused_and_live_data_stays(run, app, made, key, place):
    content = bytearray(made.read_bytes())
    content[int(len(content) * place) if isinstance(place, float) else place] ^= 1
    made.write_bytes(content)
    before = backup_sets._proved(Path(app.instance_path) / "roster.db")
    result = restored(app, made, key, "--replace")
    assert result.exit_code == 1 and "dữ liệu đang có giữ nguyên" in result.stderr
    assert backup_sets._proved(Path(app.instance_path) / "roster.db") == before and before["person"][0] == 60
    assert run("backup", "verify", made, "--key", key[0]).exit_code == 1


def test_another_key_opens_nothing(run, made, tmp_path):
    other = tmp_path / "khac.txt"
    other.write_text(make_key()[0])
    result = run("backup", "verify", made, "--key", other)
    assert result.exit_code == 1 and "khóa bí mật không phải" in result.stderr
    other.write_text("không phải khóa")
    assert "AGE-SECRET-KEY" in run("backup", "verify", made, "--key", other).stderr


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
