"""`flask roster doctor`."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from roster.printing import sample
from roster.printing.sample import Sample
from roster.services import doctor, production, setup
from roster.services.findings import Mark
from tests.commands.conftest import Run

RunJson = Callable[..., tuple[int, dict[str, Any]]]
_FIT = Sample("1.50.12", sample.SAMPLE_NAME, frozenset({"Liberation Serif"}), ())


@pytest.fixture
def quick_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the printing of the sample out, for tests of everything else."""
    monkeypatch.setattr(doctor, "print_sample", lambda today: _FIT)


def _marks(answer: dict[str, Any]) -> dict[str, str]:
    return {finding["key"]: finding["mark"] for finding in answer["findings"]}


@pytest.mark.own_app
def test_a_fit_machine_gets_only_ticks_and_exit_code_0(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "✗" not in result.stdout
    assert f"đọc lại đúng “{sample.SAMPLE_NAME}”" in result.stdout
    for word in ("Python", "Pango", "phông chữ tiếng Việt", "Cơ sở dữ liệu", "Ổ đĩa", "Đồng hồ"):
        assert word in result.stdout


@pytest.mark.own_app
def test_json_gives_each_finding_with_its_advice(run_json: RunJson, quick_paper: None) -> None:
    code, answer = run_json("doctor")
    assert code == 0 and answer["fit"] is True
    assert {"python", "pango", "fonts", "pdf", "database", "migrations", "disk", "clock", "worker"} <= set(
        _marks(answer)
    )
    assert all(finding.keys() == {"key", "mark", "sentence", "advice"} for finding in answer["findings"])


def test_missing_pango_is_told_with_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    true_import = builtins.__import__

    def without_pango(name: str, *rest: Any) -> Any:
        if name.startswith(("weasyprint", "roster.printing.pdf")):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return true_import(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ Không in được PDF vì thiếu thư viện Pango" in result.stdout
    assert "→" in result.stdout


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (Sample("1.50.12", sample.SAMPLE_NAME, frozenset({"Liberation Serif"}), ("ễ", "Ư")), "thiếu các chữ: Ư ễ"),
        (Sample("1.50.12", sample.SAMPLE_NAME, frozenset({"DejaVu Sans"}), ()), "DejaVu Sans"),
        (Sample("1.50.12", "Nguy?n Th? H??ng", frozenset({"Liberation Serif"}), ()), "không đọc lại được tên"),
    ],
)
def test_fonts_that_cannot_write_vietnamese_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, found: Sample, word: str
) -> None:
    monkeypatch.setattr(doctor, "print_sample", lambda today: found)
    result = run("doctor")
    assert result.exit_code == 1
    assert word in result.stdout


def test_a_letter_that_no_font_has_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_can_draw = "\U000f1234"  # private use: no font of an office has it
    monkeypatch.setattr(sample, "SAMPLE_NAME", f"Nguyễn {nobody_can_draw}")
    assert nobody_can_draw in sample.print_sample(date(2026, 1, 1)).missing


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_a_key_that_others_can_read_is_told_with_the_remedy(run: Run, app: Flask, quick_paper: None) -> None:
    setup.setup_token()
    key = Path(app.instance_path) / "setup_token"
    key.chmod(0o644)
    result = run("doctor")
    assert result.exit_code == 1
    assert f"chmod 600 {key}" in result.stdout


def test_a_full_disk_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, quick_paper: None) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 10**18)
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ Ổ đĩa" in result.stdout


def test_a_clock_behind_the_last_entry_is_told(run: Run, set_today: Callable[[date], None], quick_paper: None) -> None:
    run("user", "add", "chihuy", "--role", "commander", "--ward", "11446")
    set_today(date(2026, 1, 2))
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ Đồng hồ máy chỉ 09:00 ngày 02/01/2026" in result.stdout


def test_before_real_people_an_administrator_and_a_worker_are_demanded(run_json: RunJson, quick_paper: None) -> None:
    code, answer = run_json("doctor", "--production")
    marks = _marks(answer)
    assert code == 1 and answer["fit"] is False
    assert marks["accounts"] == "bad" and marks["worker"] == "bad" and marks["demo"] == "good"


def test_nothing_is_made_by_looking(tmp_path: Path, quick_paper: None) -> None:
    from roster.app import create_app

    fresh = create_app({"ROSTER_INSTANCE": tmp_path / "fresh", "TESTING": True})
    result = fresh.test_cli_runner().invoke(args=["roster", "doctor"])
    assert result.exit_code == 0
    assert "Chưa có cơ sở dữ liệu" in result.stdout
    assert [path.name for path in (tmp_path / "fresh").iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("@127.0.0.1:5432/roster", None),
        ("@localhost/roster", None),
        ("@/roster?host=/run/postgresql", None),
        ("@db.noi-bo.lan/roster", "bad"),
        ("@db.noi-bo.lan/roster?sslmode=require", "bad"),
        ("@db.noi-bo.lan/roster?sslmode=verify-full&sslrootcert=/etc/ssl/roster/db-ca.pem", "good"),
    ],
)
def test_a_database_elsewhere_is_to_show_its_certificate(app: Flask, address: str, mark: str | None) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = f"postgresql+psycopg://roster:x{address}"
    assert [str(one.mark) for one in production._way_to_database()] == ([mark] if mark else [])
    app.config["ROSTER_DATABASE_HERE"] = True  # as containers of one machine say
    assert not any(one.mark is Mark.BAD for one in production._way_to_database())


def test_before_real_people_a_backup_for_a_key_elsewhere_of_the_last_days_is_demanded(
    run: Run, run_json: RunJson, app: Flask, quick_paper: None, tmp_path: Path, set_today: Callable[[date], None]
) -> None:
    def mark() -> str:
        return _marks(run_json("doctor", "--production")[1])["backup"]

    assert mark() == "bad"
    sentence = next(
        one["advice"] for one in run_json("doctor", "--production")[1]["findings"] if one["key"] == "backup"
    )
    assert "flask roster backup key" in sentence
    recipient = run("backup", "key", tmp_path / "khoa.txt").stdout.split()[-1]
    (tmp_path / "usb").mkdir()
    app.config.update(ROSTER_BACKUP_FOLDER=str(tmp_path / "usb"), ROSTER_BACKUP_RECIPIENT=recipient)
    assert mark() == "bad"  # nothing there yet
    set_today(date(2026, 11, 20))
    assert run("backup", "make", tmp_path / "usb", "--recipient", recipient).exit_code == 0
    assert mark() == "good"
    set_today(date(2026, 11, 23))
    assert mark() == "bad"
    # The start makes one: refused for its sake, an office that was closed for days would never come up again.
    assert _marks(run_json("doctor", "--starting")[1])["backup"] == "note"


@pytest.mark.own_app
def test_before_a_start_only_what_no_start_mends_is_an_error(run: Run, run_json: RunJson, app: Flask) -> None:
    code, answer = run_json("doctor", "--starting")
    marks = _marks(answer)
    assert code == 0 and answer["fit"] is True
    assert {marks[key] for key in ("accounts", "worker", "backup", "tls")} == {"note"}
    assert "pdf" not in marks and "pango" not in marks  # printing one takes seconds
    app.config.update(ROSTER_TLS=True)
    code, answer = run_json("doctor", "--starting")
    assert code == 1 and _marks(answer)["hosts"] == "bad"
