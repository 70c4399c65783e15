"""`flask roster backup …` and `flask roster restore`: encrypted backups that are proved, and coming back from one."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from roster.commands.cli import Failure, Refusal, RosterCommand, RosterGroup, say
from roster.domain.number_words import in_figures
from roster.services import backup_sets, clock
from roster.services.backup_sets import BackupRefused
from roster.services.copies import open_copy
from roster.shelf.bundles import BadBundle, is_recipient, make_key
from roster.store.backups import BackupFailed
from roster.store.db import db

_RECIPIENT = "ROSTER_BACKUP_RECIPIENT"
_key_option = click.option(
    "--key", "key_file", required=True, metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp khóa bí mật (giữ ngoài máy này).",
)  # fmt: skip


@click.group("backup", cls=RosterGroup)
def backup() -> None:
    """Sao lưu mã hóa ra ngoài máy."""


@backup.command("key", cls=RosterCommand)
@click.argument("out", metavar="TỆP", type=click.Path(dir_okay=False, path_type=Path))
def key(out: Path) -> None:
    """Tạo cặp khóa: khóa bí mật vào TỆP, khóa nhận in ra màn hình.

    Cất TỆP ngoài máy này (USB trong tủ khóa, hai bản). Mất khóa bí mật thì không mở được bản sao lưu nào.
    """
    secret, recipient = make_key()
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(f"Không ghi được {out}: tệp đã có hoặc thư mục không ghi được.") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# Khóa bí mật của bản sao lưu sổ quân sự. Khóa nhận: {recipient}\n{secret}\n")
    click.echo(recipient)
    say(f"Đã ghi khóa bí mật vào {out}. Đặt biến {_RECIPIENT} bằng dòng trên để sao lưu.")


@backup.command("make", cls=RosterCommand)
@click.argument("where", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--recipient", metavar="KHÓA_NHẬN", envvar=_RECIPIENT, help=f"Khóa nhận; mặc định lấy ở biến {_RECIPIENT}."
)
@click.option("--prune", is_flag=True, help="Bỏ bản cũ: giữ 14 ngày, 8 tuần, 12 tháng gần nhất.")
@with_appcontext
def make(where: Path, recipient: str | None, prune: bool) -> None:
    """Sao lưu vào THƯ_MỤC (USB, ổ khác); chạy được khi chương trình đang mở."""
    if not recipient or not is_recipient(recipient):
        raise Refusal("Chưa có khóa nhận đúng. Tạo khóa: flask roster backup key TỆP, rồi thêm --recipient KHÓA_NHẬN.")
    try:
        made = backup_sets.make_set(Path(current_app.instance_path), where, recipient, clock.now())
    except (BackupRefused, BadBundle) as refusal:
        raise Failure(str(refusal)) from None
    except (BackupFailed, OSError):
        raise Failure("Không sao lưu được: đĩa đầy hoặc không ghi được. Không để lại bản dở dang.") from None
    click.echo(str(made.path))
    rows, files = in_figures(made.rows), in_figures(made.files)
    say(f"Đã sao lưu {rows} dòng dữ liệu, {files} tệp, {made.size / 1024**2:.1f} MB, mã hóa.")
    if prune:
        say(f"Đã bỏ {len(backup_sets.let_go(where))} bản cũ.")


@backup.command("verify", cls=RosterCommand)
@click.argument("source", metavar="BẢN_SAO_LƯU", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_key_option
@with_appcontext
def verify(source: Path, key_file: Path) -> None:
    """Mở thử một bản sao lưu, đối chiếu từng dòng dữ liệu, từng tệp."""
    try:
        manifest = backup_sets.check_set(source, key_file.read_text(encoding="utf-8"))
    except BadBundle as refusal:
        raise Failure(f"Bản sao lưu không dùng được. {refusal}") from None
    rows = in_figures(sum(one[0] for one in manifest["tables"].values()))
    say(f"Bản sao lưu lúc {manifest['made_at'][:16].replace('T', ' ')} còn nguyên: {rows} dòng, "
        f"{len(manifest['members'])} phần.")  # fmt: skip


@backup.command("open", cls=RosterCommand)
@click.argument("source", metavar="BẢN_CHÉP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", metavar="TỆP", type=click.Path(dir_okay=False, path_type=Path))
@_key_option
def open_one(source: Path, out: Path, key_file: Path) -> None:
    """Mở một bản chép trong backups/ (tệp .age) thành cơ sở dữ liệu ở TỆP.

    Đó là cơ sở dữ liệu ngay trước lần ghi lớn. Thay vào chỗ cũ khi đã dừng chương trình; TỆP không còn được mã hóa.
    """
    try:
        open_copy(source, key_file.read_text(encoding="utf-8"), out)
    except BadBundle as refusal:
        raise Failure(f"Bản chép không dùng được. {refusal}") from None
    except OSError as error:
        raise Refusal(f"Không ghi được {out}: tệp đã có hoặc thư mục không ghi được.") from error
    click.echo(str(out))


@click.command("restore", cls=RosterCommand)
@click.argument("source", metavar="BẢN_SAO_LƯU", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_key_option
@click.option("--replace", is_flag=True, help="Thay sổ đang có; sổ cũ được giữ ở thư mục truoc-phuc-hoi-….")
@with_appcontext
def restore(source: Path, key_file: Path, replace: bool) -> None:
    """Phục hồi từ một bản sao lưu. Hãy dừng chương trình trước.

    Mọi thứ được kiểm tra trước khi động đến dữ liệu đang có.
    """
    db.engine.dispose()
    try:
        manifest = backup_sets.restore_set(
            source, key_file.read_text(encoding="utf-8"), Path(current_app.instance_path), clock.now(), replace=replace
        )
    except (BadBundle, BackupRefused) as refusal:
        raise Failure(f"Chưa phục hồi, dữ liệu đang có giữ nguyên. {refusal}") from None
    say(f"Đã phục hồi sổ lúc {manifest['made_at'][:16].replace('T', ' ')}. Hãy khởi động lại chương trình.")
