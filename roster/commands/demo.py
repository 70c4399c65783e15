"""`flask roster demo`: a ward to try the program with."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from roster.commands.cli import Refusal, RosterCommand, say
from roster.commands.database import prepare
from roster.services import demo as demo_ward
from roster.services.demo import DemoAccount

ACCOUNTS_FILE = "accounts.txt"


@click.command("demo", cls=RosterCommand, short_help="Tạo phường mẫu để xem thử chương trình.")
@with_appcontext
def demo() -> None:
    """Tạo phường mẫu với khoảng 400 người do máy đặt ra, để xem thử chương trình.

    Chỉ chạy khi thư mục dữ liệu chưa có tài khoản và chưa có người nào. Muốn để dữ liệu mẫu riêng: serve --demo.
    """
    prepare()
    try:
        made = demo_ward.make_demo()
    except demo_ward.NotEmpty:
        if demo_ward.is_demo():
            say(f"Phường mẫu đã có từ trước. Tài khoản ghi trong tệp: {_file()}")
            return
        raise Refusal(
            f"Thư mục dữ liệu {current_app.instance_path} đã có tài khoản hoặc công dân nên không tạo dữ liệu mẫu ở đó."
        ) from None
    text = _in_words(made)
    handle = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    click.echo(text)


def _file() -> Path:
    return Path(current_app.instance_path) / ACCOUNTS_FILE


def _in_words(made: list[DemoAccount]) -> str:
    lines = ["Tài khoản của phường mẫu (mọi người trong đó đều do máy đặt ra):", ""]
    for account in made:
        lines.append(f"  {account.user_name:14} {account.password}   {account.roles} – {account.wards}")
    return "\n".join([*lines, ""])
