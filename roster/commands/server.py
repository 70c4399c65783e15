"""`flask roster serve` and `flask roster worker`: the program as an office runs it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess  # our own interpreter with fixed arguments
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from roster.commands.cli import Failure, RosterCommand, say
from roster.commands.database import prepare
from roster.commands.demo import ACCOUNTS_FILE
from roster.commands.worker_process import WorkerProcess, command_of
from roster.config import PROJECT
from roster.jobs import queue
from roster.services import (
    daily_backup,
    import_restarts,
    import_tasks,
    issued_papers,
    papers,
    personal_runs,
    print_restarts,
    setup,
    soundness,
)
from roster.services.doctor import examine
from roster.services.findings import Mark
from roster.store.audit_heads import keep_last
from roster.store.db import db

HANDLERS = (
    daily_backup,
    import_restarts,
    import_tasks,
    papers,
    issued_papers,
    personal_runs,
    print_restarts,
)  # importing them registers what the worker can do
_REMINDERS = frozenset({"backup", "tls", "second_step", "audit_heads", "keys"})
_DEMO_MARK = "ROSTER_DEMO_FOLDER"
_OWN_NAMES = ("localhost", "127.0.0.1")
_ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared with, not bound to
# Larger than an upload may be: a browser reads our page about a file that is too large only when it may finish sending.
_MOST_BYTES = 128 * 1024 * 1024


@click.command("serve", cls=RosterCommand)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="Địa chỉ mạng để lắng nghe.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), metavar="P", help="Cổng; 0: cổng trống."
)
@click.option("--demo", "is_demo", is_flag=True, help="Chạy với phường mẫu gồm người do máy đặt ra, ở thư mục riêng.")
@click.option("--no-worker", is_flag=True, help="Không chạy kèm bộ xử lý nền (bộ này chạy riêng: flask roster worker).")
@with_appcontext
def serve(host: str, port: int, is_demo: bool, no_worker: bool) -> None:
    """Khởi động chương trình và bộ xử lý nền. Dừng bằng Ctrl+C."""
    if is_demo and os.environ.get(_DEMO_MARK) != current_app.instance_path:
        _go_to_demo(host, port)
    if soundness.faults_of_the_database():
        raise Failure(soundness.way_back())
    prepare()
    if not is_demo and (not _is_loopback(host) or current_app.config["ROSTER_TLS"]):
        _demand_safe()
    _know_own_names(host)
    server = _listen(host, port)
    stop = _stop_on_signals()
    worker = None if no_worker else WorkerProcess(current_app.instance_path)
    try:
        if worker:
            worker.start()
        _greet(host, server.effective_port, is_demo)
        # What was asked for the greeting opened a transaction here, which would keep every writer out while this runs.
        db.session.remove()
        server.run()
    finally:
        stop.set()
        server.close()
        if worker:
            worker.stop()
        keep_last()
        say("Đã dừng chương trình.")


def _demand_safe() -> None:
    """Before other computers reach real people's data: what is unsafe stops the start, the rest is told."""
    found = examine(starting=True)
    unsafe = [f"✗ {one.sentence}\n    → {one.advice}" for one in found if one.mark is Mark.BAD]
    if unsafe:
        raise Failure(
            "\n".join(["Không khởi động cho máy khác dùng, vì còn điều phải sửa:", *unsafe])
            + "\nSửa xong hãy khởi động lại. Xem mọi điều: flask roster doctor --production"
        )
    for one in found:
        if one.mark is Mark.NOTE and one.key in _REMINDERS:
            say(f"NHẮC: {one.sentence}" + (f" {one.advice}" if one.advice else ""))


def _know_own_names(host: str) -> None:
    """Where only this computer can call and nothing stands in between, no other name is its own.

    A page of a stranger whose name was turned to 127.0.0.1 (DNS rebinding) then gets nothing to read. Not at ::1:
    Werkzeug knows no such name with a port.
    """
    config = current_app.config
    if ":" in host:
        return
    if _is_loopback(host) and not (config["TRUSTED_HOSTS"] or config["ROSTER_PROXIES"] or config["ROSTER_TLS"]):
        config["TRUSTED_HOSTS"] = [*_OWN_NAMES, host]


def _listen(host: str, port: int) -> Any:
    from waitress import create_server

    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the object, not its proxy
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=8,
            connection_limit=200,
            channel_timeout=60,
            max_request_body_size=_MOST_BYTES,
            max_request_header_size=64 * 1024,
            ident="",
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE or getattr(error, "winerror", None) == 10048:
            reason = (
                f"Cổng {port} đang được chương trình khác sử dụng. "
                f"Hãy dừng chương trình đó, hoặc chọn cổng khác, ví dụ --port {port + 1}"
            )
        elif isinstance(error, PermissionError):
            reason = f"Không có quyền dùng cổng {port}. Hãy chọn cổng từ 1024 trở lên, ví dụ --port 8000"
        else:
            reason = f"Máy này không lắng nghe được ở địa chỉ “{host}”, cổng {port}."
        raise Failure(reason) from error
    except ValueError as error:
        raise Failure(f"Máy này không lắng nghe được ở địa chỉ “{host}”, cổng {port}.") from error


def _stop_on_signals() -> threading.Event:
    """SIGTERM ends the server as Ctrl+C does; while it is ending, further signals change nothing."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if not stopping.is_set():
            stopping.set()
            raise SystemExit(0)

    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    return stopping


def _greet(host: str, port: int, is_demo: bool) -> None:
    lines = []
    shown = "127.0.0.1" if host in _ANYWHERE else host
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    if is_demo:
        accounts = Path(current_app.instance_path) / ACCOUNTS_FILE
        lines += [
            f"Dữ liệu mẫu (người do máy đặt ra) nằm riêng ở: {current_app.instance_path}",
            f"Tài khoản và mật khẩu mẫu ghi trong tệp: {accounts}",
        ]
    elif setup.needs_setup():
        lines += [
            "Chương trình chưa được thiết lập. Hãy mở địa chỉ dưới đây và nhập mã thiết lập (dùng một lần):",
            f"    Mã thiết lập: {setup.setup_token()}",
        ]
    lines.append(f"Chương trình đã sẵn sàng tại: {address}")
    if host in _ANYWHERE:
        lines += [f"Từ máy khác trong cơ quan: http://{found}:{port}/" for found in _own_addresses()]
    if not _is_loopback(host) and not current_app.config["ROSTER_TLS"]:
        lines += [
            "CẢNH BÁO: mọi máy trong mạng đều mở được trang đăng nhập, và mật khẩu, dữ liệu truyền đi không mã hóa.",
            "Chỉ dùng như vậy trong mạng nội bộ tin cậy, không nối Internet; nếu không, hãy đặt sau máy chủ HTTPS.",
        ]
    click.echo("\n".join(lines))
    sys.stdout.flush()


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def _own_addresses() -> list[str]:
    """Addresses of this computer in its network; no packet is sent to find out."""
    found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
            found.add(probe.getsockname()[0])
        except OSError:
            pass
    return sorted(address for address in found if not address.startswith("127."))


def _go_to_demo(host: str, port: int) -> NoReturn:
    """Start over in the demo's own folder, making it first where it is not there."""
    instance = Path(current_app.instance_path)
    folder, unfinished = instance / "demo", instance / "demo.unfinished"
    environment = {**os.environ, "ROSTER_INSTANCE": str(folder), _DEMO_MARK: str(folder)}
    # The ward's true database must not be the one that the demo fills.
    environment.pop("ROSTER_DATABASE_URL", None)
    if not (folder / "roster.db").exists():
        say("Đang tạo phường mẫu, xin đợi khoảng mười giây …")
        shutil.rmtree(unfinished, ignore_errors=True)
        # Under another name until it is whole: a demo that was broken off is made anew, not half used.
        made = subprocess.run(  # noqa: S603
            command_of("demo"), env=environment | {"ROSTER_INSTANCE": str(unfinished)}, cwd=PROJECT, check=False
        )
        if made.returncode:
            raise click.exceptions.Exit(made.returncode)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    again = command_of("serve", "--host", host, "--port", str(port), "--demo")
    if sys.platform == "win32":  # there exec would leave the console to two programs
        raise click.exceptions.Exit(subprocess.call(again, env=environment, cwd=PROJECT))  # noqa: S603
    sys.stdout.flush()
    os.execve(again[0], again, environment)  # noqa: S606


@click.command("worker", cls=RosterCommand)
@click.option("--until-stdin-closes", is_flag=True, hidden=True)
@with_appcontext
def worker(until_stdin_closes: bool) -> None:
    """Chạy riêng bộ xử lý nền (đọc tệp, in danh sách). Lệnh serve đã tự chạy bộ này."""
    prepare()
    if until_stdin_closes:
        threading.Thread(target=_end_with_server, daemon=True).start()
    queue.run_worker(current_app._get_current_object())  # type: ignore[attr-defined]  # the object, not its proxy


def _end_with_server() -> None:
    # The server holds the other end of the pipe: however it ends, even killed, the pipe closes.
    while sys.stdin.buffer.read(1024):
        pass
    signal.raise_signal(signal.SIGINT)
