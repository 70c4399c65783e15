"""`flask roster import`."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from roster.store.db import db
from roster.store.imports import ImportBatch
from roster.store.people import Person
from roster.store.units import Unit
from tests.book_copies import people_in_copies
from tests.commands.conftest import SHEETS, Run

ROOT = Path(__file__).resolve().parents[2]
SOUND = (SHEETS / "01-san-sang-nhap-ngu.xlsx", "--roster", "enlistment", "--ward", "Phù Liễn", "--year", "2025")
FAULTY = (SHEETS / "07-nhieu-loi.xlsx", "--roster", "enlistment", "--ward", "11446", "--year", "2025")
RunJson = Callable[..., tuple[int, dict[str, Any]]]


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_json_tells_each_sheet_column_row_and_the_sums(run_json: RunJson) -> None:
    code, answer = run_json("import", *SOUND, "--dry-run")
    assert code == 0
    assert answer["file"] == SOUND[0].name
    assert answer["sha256"] == hashlib.sha256(SOUND[0].read_bytes()).hexdigest()
    assert (answer["roster"], answer["ward"], answer["absent"]) == ("enlistment", "Phù Liễn", 0)
    (sheet,) = (one for one in answer["sheets"] if one["used"])
    assert sheet["header_rows"]
    assert {"column", "heading", "key"} <= sheet["columns"][0].keys()
    assert {"row", "action", "fields", "problems"} <= sheet["rows"][0].keys()
    assert answer["summary"] == {"create": 60, "update": 0, "unchanged": 0, "conflict": 0, "error": 0}


def test_problems_name_field_code_severity_and_a_sentence(run_json: RunJson) -> None:
    code, answer = run_json("import", *FAULTY, "--dry-run")
    assert code == 3
    problems = [p for sheet in answer["sheets"] for row in sheet["rows"] for p in row["problems"]]
    assert {"impossible_date", "citizen_id_length", "bad_phone"} <= {p["code"] for p in problems}
    assert all(p.keys() == {"field", "code", "severity", "message"} and p["message"] for p in problems)


def test_dry_run_writes_nothing(run: Run) -> None:
    wards = _count(Unit)
    ward_unknown_to_the_database = ("--ward", "Phường Hoàn Kiếm")
    result = run(
        "import", SOUND[0], "--roster", "enlistment", *ward_unknown_to_the_database, "--year", "2025", "--dry-run"
    )
    assert result.exit_code == 0
    assert (_count(Person), _count(ImportBatch), _count(Unit)) == (0, 0, wards)
    assert "Tiêu đề ghi phường Phù Liễn, khác với phường Hoàn Kiếm" in result.stderr


def test_sound_rows_go_in_and_the_rest_is_held_back(run: Run) -> None:
    assert run("import", *SOUND).exit_code == 0
    assert _count(Person) == 60
    result = run("import", *FAULTY)
    assert result.exit_code == 3
    assert result.stderr.count("giữ lại") == 7
    assert _count(Person) == 93
    assert people_in_copies() == [0, 60]  # each copied before it was written


def test_same_file_twice_changes_nothing(run: Run, run_json: RunJson) -> None:
    run("import", *SOUND)
    code, answer = run_json("import", *SOUND)
    assert code == 0
    assert answer["summary"] == {"create": 0, "update": 0, "unchanged": 60, "conflict": 0, "error": 0}
    assert _count(Person) == 60


def test_whoever_may_be_known_already_waits_for_an_officer(run: Run, tmp_path: Path) -> None:
    file, options = tmp_path / "them.csv", ("--roster", "enlistment", "--ward", "Phù Liễn", "--year", "2025")
    head = "STT;Họ và tên;Ngày sinh;Số CCCD\n"
    file.write_text(head + "1;Đỗ Văn Thử;14/03/2005;031205000011\n", encoding="utf-8")
    assert run("import", file, *options).exit_code == 0
    file.write_text(head + "1;ĐỖ VAN THỬ;14/03/2005;031205000012\n", encoding="utf-8")
    result = run("import", file, *options)
    assert result.exit_code == 3
    assert "dòng 2: giữ lại – Xung đột: full_name (possible_duplicate)" in result.stderr
    assert _count(Person) == 1


def test_messages_name_places_not_people(run: Run) -> None:
    result = run("import", *FAULTY)
    names = list(db.session.scalars(select(Person.full_name)))
    assert names and not any(name in result.stderr for name in names)
    assert "dòng 6" in result.stderr


def test_a_bare_name_means_the_ward_of_today_and_an_ended_ward_can_be_named(run: Run) -> None:
    run("import", *SOUND)
    run("import", SOUND[0], "--roster", "enlistment", "--ward", "Phường Tràng Minh", "--year", "2024")
    query = select(Unit.name, Unit.ends_on).join(Person, Person.ward_id == Unit.id).distinct().order_by(Unit.name)
    (today, then) = db.session.execute(query).all()
    assert today == ("Phù Liễn", None)
    assert then.name == "Tràng Minh" and then.ends_on is not None


def test_only_the_named_sheets_are_read(run: Run, run_json: RunJson) -> None:
    file = (SHEETS / "03-dan-quan-ba-bieu.xlsx", "--roster", "militia", "--ward", "11446", "--year", "2025")
    _, whole = run_json("import", *file, "--dry-run")
    chosen = next(sheet["name"] for sheet in whole["sheets"] if sheet["used"])
    _, part = run_json("import", *file, "--sheet", chosen, "--dry-run")
    assert [sheet["name"] for sheet in part["sheets"] if sheet["used"]] == [chosen]
    refused = run("import", *file, "--sheet", "Trang không có")
    assert refused.exit_code == 2
    assert chosen in refused.stderr
    assert _count(ImportBatch) == 0


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "0 byte"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04 cut off", "hỏng"), (b"<html>", "trang web")],
)
def test_what_is_no_workbook_gets_a_sentence_and_leaves_no_trace(
    run: Run, tmp_path: Path, content: bytes, word: str
) -> None:
    file = tmp_path / "danh sach.xlsx"
    file.write_bytes(content)
    result = run("import", file, *SOUND[1:])
    assert result.exit_code == 2
    assert word in result.stderr
    assert _count(ImportBatch) == 0


def test_runs_from_any_folder_on_a_machine_where_nothing_was_set_up(tmp_path: Path) -> None:
    script = (
        "import sys; from flask.cli import main\n"
        "try: main()\n"
        "finally: print('weasyprint' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            script,
            "--app",
            str(ROOT / "wsgi"),
            "roster",
            "import",
            SOUND[0].name,
            *SOUND[1:],
            "--dry-run",
            "--json",
        ],
        capture_output=True,
        cwd=SHEETS,
        env={**os.environ, "ROSTER_INSTANCE": str(tmp_path / "office"), "ROSTER_DATABASE_URL": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["summary"]["create"] == 60
    # What only printing needs is slow to load and may be missing from the machine.
    assert done.stderr.decode().splitlines()[-1] == "False"


def test_bare_flask_finds_the_program_in_its_own_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "roster", "print", "--list"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "ROSTER_INSTANCE": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "enlistment-16c" in done.stdout.split()
