"""`flask roster init`: a database that is ready, without starting the server."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from roster.commands.cli import Refusal, RosterCommand, say
from roster.services import setup


@click.command("init", cls=RosterCommand)
@with_appcontext
def init() -> None:
    """Chuẩn bị cơ sở dữ liệu và danh mục đơn vị hành chính.

    Chạy lại bao nhiêu lần cũng được; dữ liệu đã có không bị thay đổi.
    """
    prepare()
    say(f"Cơ sở dữ liệu đã sẵn sàng. Thư mục dữ liệu: {current_app.instance_path}")
    if setup.needs_setup():
        say("Chưa có tài khoản nào. Hãy khởi động chương trình (flask roster serve) rồi thiết lập trên trang web,")
        say("hoặc tạo tài khoản: flask roster user add TÊN --role administrator --ward PHƯỜNG")


def prepare() -> None:
    """Bring the database to the schema of this version; every command that needs data calls it first.

    Raises Refusal where a later version of the program has been at it.
    """
    try:
        setup.prepare_database(current_app._get_current_object())  # type: ignore[attr-defined]  # not its proxy
    except setup.DatabaseTooNew as fault:
        raise Refusal(str(fault)) from None
