"""`flask roster import`: a workbook read, checked and written without a browser."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from roster.columns.catalogue import ROSTERS
from roster.commands.cli import Failure, Refusal, RosterCommand, json_option, print_json, say
from roster.commands.database import prepare
from roster.commands.wards import find_ward, ward_option
from roster.domain.actor import SYSTEM
from roster.intake.plan import ACTION_LABELS, CONFLICT, ERROR, Plan
from roster.services import imports
from roster.services.import_tasks import NO_BACKUP
from roster.sheets.preflight import UnreadableWorkbook
from roster.store.backups import BackupFailed
from roster.store.db import db
from roster.store.plan_writes import LostUpdate

EXIT_HELD_BACK = 3


@click.command("import", cls=RosterCommand)
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--roster", required=True, type=click.Choice(ROSTERS), help="Danh sách cần nhập.")
@ward_option
@click.option(
    "--year", required=True, type=click.IntRange(2000, 2100), metavar="Y",
    help="Năm của danh sách (nghĩa vụ quân sự: năm gọi nhập ngũ).",
)  # fmt: skip
@click.option("--sheet", "sheets", multiple=True, metavar="S", help="Chỉ đọc trang tính này; ghi được nhiều lần.")
@click.option("--password", metavar="P", help="Mật khẩu mở tệp, nếu có.")
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và báo cáo, không ghi gì.")
@json_option
@with_appcontext
def import_workbook(
    file: Path,
    roster: str,
    ward_text: str,
    year: int,
    sheets: tuple[str, ...],
    password: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Nhập bảng tính TỆP (Excel, OpenDocument, .csv…) vào một danh sách.

    Dòng hợp lệ được ghi trong một lần; dòng có lỗi hoặc xung đột được giữ lại và báo cáo.

    Mã thoát: 0 mọi dòng đã vào; 3 có dòng bị giữ lại; 2 không đọc được tệp, không rõ phường, xã hoặc tham số sai.
    """
    if not file.is_file():
        raise Refusal(f"Không tìm thấy tệp “{file}”.")
    file = file.absolute()  # it is opened by a process that works in another folder
    prepare()
    ward = find_ward(ward_text, keeps=not dry_run)
    try:
        plan, _ = imports.import_file(
            SYSTEM, ward, roster, year, file, sheets=sheets or None, password=password, dry_run=dry_run
        )
    except UnreadableWorkbook as error:
        raise Refusal(error.sentence) from error
    except OSError as error:
        raise Refusal(f"Không đọc được tệp “{file}”: {error.strerror}.") from error
    except BackupFailed as error:
        raise Failure(NO_BACKUP) from error
    except (LostUpdate, IntegrityError) as error:
        raise Failure("Dữ liệu của phường vừa thay đổi trong lúc nhập nên chưa ghi gì. Hãy chạy lại lệnh.") from error
    finally:
        db.session.rollback()
    if as_json:
        print_json(_as_json(plan, file, roster, ward.name))
    _report(plan, dry_run)
    if plan.summary[CONFLICT] or plan.summary[ERROR]:
        raise click.exceptions.Exit(EXIT_HELD_BACK)


def _as_json(plan: Plan, file: Path, roster: str, ward: str) -> dict[str, Any]:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return {"file": file.name, "sha256": sha256, "roster": roster, "ward": ward, **plan.as_dict()}


def _report(plan: Plan, dry_run: bool) -> None:
    """What came of it, on stderr: places and reasons, no names, since stderr ends up in logs."""
    for sheet in plan.sheets:
        if not sheet.used:
            say(f"Trang “{sheet.name}”: bỏ qua. {sheet.reason}".rstrip())
            continue
        for notice in (*sheet.doubts, *sheet.notices):
            say(f"Trang “{sheet.name}”: {notice}")
        for row in sheet.rows:
            if row.action in {CONFLICT, ERROR}:
                why = [p for p in row.problems if p.holds_back or row.action == CONFLICT]
                fields = ", ".join(dict.fromkeys(f"{p.field} ({p.code})" for p in why))
                say(f"Trang “{sheet.name}”, dòng {row.row}: giữ lại – {ACTION_LABELS[row.action]}{_of(fields)}")
    counted = ", ".join(f"{ACTION_LABELS[action].lower()} {count}" for action, count in plan.summary.items())
    done = "Chạy thử, chưa ghi gì" if dry_run else "Đã ghi các dòng hợp lệ"
    say(f"{done}: {counted}; vắng trong tệp {len(plan.absent)}.")


def _of(fields: str) -> str:
    return f": {fields}" if fields else ""
