"""`flask roster user add`: accounts from the command line."""

from __future__ import annotations

import sys

import click

from roster.commands.cli import Refusal, RosterGroup, say
from roster.commands.database import prepare
from roster.commands.wards import find_ward
from roster.domain.actor import SYSTEM
from roster.domain.choices import ROLE, label_of
from roster.services import accounts
from roster.services.faults import Invalid
from roster.services.passwords import make_password

_ROLES = [str(role.key) for role in ROLE]
_ROLE_HELP = "; ".join(f"{role.key}: {role.label}" for role in ROLE)

user = RosterGroup("user", help="Tài khoản của người dùng.")


@user.command("add")
@click.argument("name", metavar="TÊN")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(_ROLES), metavar="R",
    help=f"Vai trò, ghi được nhiều lần. {_ROLE_HELP}.",
)  # fmt: skip
@click.option(
    "--ward", "wards", multiple=True, metavar="W", help="Phường, xã mà tài khoản được làm việc; ghi được nhiều lần."
)
@click.option("--full-name", metavar="N", help="Họ và tên; không ghi thì dùng tên đăng nhập.")
@click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ đầu vào chuẩn thay vì tự tạo.")
def add(name: str, roles: tuple[str, ...], wards: tuple[str, ...], full_name: str | None, password_stdin: bool) -> None:
    """Thêm một tài khoản có tên đăng nhập TÊN.

    Mật khẩu tự tạo được in một lần duy nhất ra đầu ra chuẩn. Mã thoát 2: tên đã có, hoặc thông tin chưa hợp lệ.
    """
    prepare()
    if not wards and set(roles) != {"administrator"}:
        raise Refusal("Thiếu tùy chọn “--ward”: chỉ tài khoản quản trị mới có thể không gắn với phường, xã nào.")
    ward_ids = {find_ward(text).id for text in wards}
    password = _password_from_stdin() if password_stdin else make_password()
    try:
        made = accounts.create_user(
            SYSTEM, name, full_name or name, password, roles, ward_ids, handed_over=not password_stdin
        )
    except Invalid as refusal:
        raise Refusal(" ".join(sentence for sentences in refusal.faults.values() for sentence in sentences)) from None
    say(f"Đã tạo tài khoản {made.user_name} ({', '.join(label_of(ROLE, role) for role in sorted(made.role_names))}).")
    if not password_stdin:
        say("Mật khẩu dưới đây chỉ hiện một lần; hãy trao tận tay; lần đăng nhập đầu phải đổi:")
        click.echo(password)


@user.command("reset-second-step")
@click.argument("name", metavar="TÊN")
def reset_second_step(name: str) -> None:
    """Đặt lại xác thực hai bước của TÊN khi mất máy tạo mã; người ấy bật lại ở lần đăng nhập sau.

    Mọi phiên đăng nhập của tài khoản kết thúc; việc này có trong nhật ký. Mã thoát 2: không có tài khoản, chưa bật.
    """
    prepare()
    found = accounts.find_user(name)
    if found is None:
        raise Refusal(f"Không có tài khoản “{name}”.")
    if not accounts.reset_second_step(SYSTEM, found.id):
        raise Refusal(f"Tài khoản “{name}” chưa bật xác thực hai bước.")
    say(f"Đã đặt lại xác thực hai bước của “{name}”.")


def _password_from_stdin() -> str:
    try:
        line = sys.stdin.buffer.readline().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("Mật khẩu ở đầu vào chuẩn phải được ghi bằng UTF-8.") from None
    return line.rstrip("\r\n")
