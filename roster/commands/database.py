"""`flask roster init`, `move`: a database that is ready without starting the server, and the way to another one."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from roster.commands.cli import Failure, Refusal, RosterCommand, say
from roster.config import with_driver
from roster.domain.number_words import in_figures
from roster.services import erasing, office_moves, setup
from roster.store.backups import BackupFailed
from roster.store.table_copy import NotEmpty


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


@click.command("move", cls=RosterCommand)
@click.option(
    "--to", "url", metavar="ĐỊA_CHỈ", envvar="ROSTER_MOVE_TO", required=True,
    help="Cơ sở dữ liệu trống, ví dụ postgresql://…; mặc định lấy ở biến ROSTER_MOVE_TO (không lộ mật khẩu).",
)  # fmt: skip
@with_appcontext
def move(url: str) -> None:
    """Chuyển cả sổ sang cơ sở dữ liệu khác và đối chiếu từng dòng.

    Hãy dừng chương trình trước. Sổ đang có không bị thay đổi; thư mục files/ và secret_key vẫn dùng ở chỗ cũ.
    """
    prepare()
    try:
        tables = office_moves.move_to(with_driver(url))
    except NotEmpty:
        raise Failure("Chưa chuyển gì: cơ sở dữ liệu nhận đã có sổ. Hãy tạo một cơ sở dữ liệu trống.") from None
    except office_moves.NotEqual as fault:
        raise Failure(f"Chưa chuyển gì: sau khi chép, bảng {fault} không khớp.") from None
    except (ArgumentError, NoSuchModuleError):
        raise Refusal("Địa chỉ không đúng, ví dụ: postgresql://roster@127.0.0.1/roster") from None
    except SQLAlchemyError:
        raise Failure("Chưa chuyển gì: không kết nối hoặc không ghi được vào cơ sở dữ liệu nhận.") from None
    rows = in_figures(sum(one[0] for one in tables.values()))
    say(f"Đã chuyển {rows} dòng của {len(tables)} bảng, đối chiếu khớp. Hãy đặt ROSTER_DATABASE_URL rồi khởi động lại.")


def prepare() -> None:
    """Bring the database to the schema of this version; every command that needs data calls it first.

    Raises Refusal where a later version of the program has been at it, Failure where it cannot be copied before.
    """
    try:
        setup.prepare_database(current_app._get_current_object())  # type: ignore[attr-defined]  # not its proxy
    except setup.DatabaseTooNew as fault:
        raise Refusal(str(fault)) from None
    except BackupFailed:
        raise Failure(
            "Chưa nâng cấp: không sao lưu được sổ trước khi đổi cấu trúc, có thể đĩa đã đầy. Hãy dọn đĩa rồi chạy lại."
        ) from None
    if again := erasing.erase_again():
        say(f"Đã xóa lại dữ liệu cá nhân của {again} người: họ đã được xóa sau ngày của bản sao lưu vừa phục hồi.")
