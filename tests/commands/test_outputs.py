"""`flask roster export` and `flask roster print`."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path

import openpyxl
from pypdf import PdfReader
from sqlalchemy import select

from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.commands.conftest import SHEETS, Run

RESERVE = (SHEETS / "04-quan-nhan-du-bi.xls", "--roster", "reserve", "--ward", "Phù Liễn", "--year", "2025")
ENLISTMENT = (SHEETS / "01-san-sang-nhap-ngu.xlsx", "--roster", "enlistment", "--ward", "Phù Liễn", "--year", "2025")


def _actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.at)))


def test_what_was_exported_comes_in_again_without_a_change(run: Run, tmp_path: Path) -> None:
    run("import", *RESERVE)
    out = tmp_path / "ra.xlsx"
    result = run("export", "reserve", "--ward", "11446", "--year", "2025", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert openpyxl.load_workbook(out).active.max_row >= 91
    again = run("import", out, *RESERVE[1:])
    assert again.exit_code == 0
    assert "không đổi 90" in again.stderr
    assert "list.export" in _actions()


def test_written_files_are_for_their_owner_only(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "ra.xlsx"
    run("export", "militia", "--ward", "11446", "--out", out)
    assert sys.platform == "win32" or stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    result = run("export", "militia", "--ward", "11446", "--out", tmp_path / "nowhere" / "ra.xlsx")
    assert result.exit_code == 2
    assert "Không ghi được tệp" in result.stderr


def test_list_names_the_printed_lists_a_key_a_line(run: Run) -> None:
    result = run("print", "--list")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "enlistment-01", "enlistment-source", "enlistment-16a", "enlistment-16b", "enlistment-16c",
        "enlistment-examination", "enlistment-results", "enlistment-eligible", "enlistment-17a",
        "enlistment-17a-reserve", "enlistment-handover", "enlistment-replacement", "militia-roster", "reserve-roster",
    ]  # fmt: skip


def test_form_16c_of_a_list_just_imported_names_everybody_and_says_what_was_not_asked(run: Run, tmp_path: Path) -> None:
    run("import", *ENLISTMENT)
    out = tmp_path / "16c.pdf"
    result = run("print", "enlistment-16c", "--ward", "Phù Liễn", "--year", "2025", "--out", out)
    assert result.exit_code == 0
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert "BAN CHQS PHƯỜNG PHÙ LIỄN" in text
    # Nothing on file stands against any of the sixty, and no call-up is set up by which to ask for age and health.
    assert int(text.split("Danh sách gồm ")[1].split()[0]) == 60
    assert "Chưa lập đợt tuyển quân năm 2025" in result.stderr and "Không đưa" not in result.stderr
    assert "list.print" in _actions()
