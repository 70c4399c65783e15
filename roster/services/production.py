"""May real people be entered here? What an office must have besides a computer that is fit, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import func, make_url, select

from roster.config import build_config
from roster.services import accounts, daily_backup, demo, second_step
from roster.services.findings import Finding, Mark, bad, good
from roster.store.accounts import User, UserRole
from roster.store.db import db

_HERE = frozenset({"localhost", "::1"})


def _second_steps() -> Finding:
    asked = build_config({"SECRET_KEY": "-", "ROSTER_INSTANCE": current_app.config["ROSTER_INSTANCE"]})[
        "SECOND_STEP_ROLES"
    ]
    if current_app.config["SECOND_STEP_ROLES"] != asked:
        return bad("second_step", "Xác thực hai bước đã bị nới so với mặc định.", "Bỏ thiết lập SECOND_STEP_ROLES.")
    enrolled = second_step.enrolled_ids()
    missing = [one for one in db.session.scalars(select(User).where(User.active)) if one.role_names & asked]
    count = sum(one.id not in enrolled for one in missing)
    if count:
        return Finding(
            "second_step", Mark.NOTE, f"{count} tài khoản phải xác thực hai bước nhưng chưa bật.",
            "Mỗi người bật ở lần đăng nhập đầu; tài khoản không còn dùng thì khóa lại.",
        )  # fmt: skip
    return good("second_step", "Mọi tài khoản phải xác thực hai bước đều đã bật.")


def _way_to_database() -> Iterator[Finding]:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    host = str(url.query.get("host", url.host or ""))
    if url.get_backend_name() != "postgresql" or not host or host.startswith(("/", "127.")) or host in _HERE:
        return
    if url.query.get("sslmode") == "verify-full":
        yield good("database_tls", "Cơ sở dữ liệu ở máy khác, đi qua TLS, có kiểm tra chứng thư.")
        return
    if current_app.config["ROSTER_DATABASE_HERE"]:
        yield Finding("database_tls", Mark.NOTE, "Cơ sở dữ liệu được khai là ở chính máy này (ROSTER_DATABASE_HERE).")
        return
    yield bad(
        "database_tls", "Cơ sở dữ liệu ở máy khác mà không kiểm tra chứng thư của máy ấy.",
        "Thêm ?sslmode=verify-full&sslrootcert=… vào ROSTER_DATABASE_URL (hướng dẫn quản trị, mục 12).",
    )  # fmt: skip


def _ways_in() -> Iterator[Finding]:
    if current_app.config["ROSTER_TLS"]:
        if not current_app.config["TRUSTED_HOSTS"]:
            yield bad(
                "hosts", "Có HTTPS nhưng chưa khai tên máy chủ được phép.",
                "Đặt ROSTER_TRUSTED_HOSTS bằng tên mà người dùng gõ trong địa chỉ.",
            )  # fmt: skip
        yield good("tls", "Đã bật chế độ HTTPS (cookie chỉ gửi qua kết nối mã hóa).")
    else:
        yield Finding(
            "tls", Mark.NOTE, "Chưa bật HTTPS: chỉ nên mở chương trình trên chính máy này.",
            "Cho máy khác dùng: đặt sau máy chủ HTTPS, rồi đặt ROSTER_TLS=1, ROSTER_PROXIES=1 và ROSTER_TRUSTED_HOSTS.",
        )  # fmt: skip
    if current_app.debug:
        yield bad("debug", "Chế độ gỡ lỗi đang bật.", "Bỏ FLASK_DEBUG rồi khởi động lại.")


def _backup() -> Iterator[Finding]:
    """A backup that whoever steals this computer, or what spoils its disk, leaves whole."""
    state = daily_backup.state_for_checks()
    if state.fault:
        yield bad(
            "backup", f"Chưa có bản sao lưu mã hóa hằng ngày: {state.fault}",
            "Làm khóa bằng: flask roster backup key TỆP, rồi đặt hai biến ấy (hướng dẫn quản trị, mục 6).",
        )  # fmt: skip
    elif state.is_overdue:
        found = f"bản mới nhất lúc {state.sets[0].at:%H:%M ngày %d/%m/%Y}" if state.sets else "chưa có bản nào"
        yield bad(
            "backup", f"Bản sao lưu mã hóa đã quá hai ngày ({found}).",
            f"Chạy: flask roster backup make {state.folder}; giữ bộ xử lý nền luôn chạy để mỗi ngày có một bản.",
        )  # fmt: skip
    else:
        yield good("backup", f"Có bản sao lưu mã hóa lúc {state.sets[0].at:%H:%M ngày %d/%m/%Y}.")


def production_findings(has_schema: bool) -> Iterator[Finding]:
    """What must hold before real people are entered. `has_schema`: whether the database is there and current."""
    yield from _way_to_database()
    yield from _ways_in()
    yield from _backup()
    if not has_schema:
        yield bad("accounts", "Chưa có cơ sở dữ liệu nên chưa có tài khoản.", "Chạy: flask roster init")
        return
    administrators = db.session.scalar(
        select(func.count()).select_from(UserRole).join(User, User.id == UserRole.user_id)
        .where(UserRole.name == "administrator", User.active)
    )  # fmt: skip
    if administrators:
        yield good("accounts", f"Có {administrators} tài khoản quản trị đang hoạt động.")
    else:
        has_any = accounts.has_users()
        yield bad(
            "accounts", "Chưa có tài khoản quản trị nào." if has_any else "Chương trình chưa được thiết lập.",
            "Tạo bằng lệnh: flask roster user add TÊN --role administrator --ward PHƯỜNG",
        )  # fmt: skip
    yield _second_steps()
    if current_app.config["ROSTER_AUDIT_HEADS"]:
        yield good("audit_heads", "Dấu niêm phong nhật ký được ghi thêm ra ngoài máy.")
    else:
        yield Finding(
            "audit_heads", Mark.NOTE, "Dấu niêm phong nhật ký chỉ nằm trên máy này.",
            "Đặt ROSTER_AUDIT_HEADS (USB, ổ mạng), hoặc mỗi ngày in trang Nhật ký → Dấu niêm phong.",
        )  # fmt: skip
    if demo.is_demo():
        yield bad(
            "demo", "Thư mục dữ liệu này chứa người do máy đặt ra.", "Dùng một thư mục dữ liệu khác (ROSTER_INSTANCE)."
        )
    else:
        yield good("demo", "Không có dữ liệu mẫu.")
    db.session.rollback()
