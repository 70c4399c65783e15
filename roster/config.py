"""Where the program keeps what it writes, and every setting of the libraries that it stands on, with the reason.

From the environment: ROSTER_INSTANCE (folder of everything that is written), ROSTER_DATABASE_URL, ROSTER_TLS (1 behind
or with https), ROSTER_PROXIES (number of proxies whose X-Forwarded-* count), ROSTER_TRUSTED_HOSTS (comma-separated),
ROSTER_AUDIT_HEADS (a file off this computer to which the seals of the journal are added), ROSTER_QUEUE_URL (Redis, for
workers on several machines), ROSTER_METRICS_TOKEN (the secret that opens /metrics), ROSTER_LOG (json: a line for each
request), ROSTER_BACKUP_FOLDER and ROSTER_BACKUP_RECIPIENT (the daily backup), ROSTER_SEARCHES_AN_HOUR and
ROSTER_OUTPUTS_AN_HOUR (limits of one officer), ROSTER_DATABASE_HERE (1: the database's host is on this computer, as
containers are, though its name does not say so), ROSTER_PUBLIC_ADDRESS (where the office's computers find the program,
for the QR codes on papers).
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

PROJECT = Path(__file__).resolve().parent.parent
OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KEY_LENGTH = 64


class SetupFault(click.ClickException):
    """The program cannot start; the text is a Vietnamese sentence for whoever looks after the computer.

    The command line shows it without a traceback.
    """


def office_now() -> datetime:
    """The present moment in Vietnamese time."""
    return datetime.now(OFFICE_ZONE)


def instance_folder(overrides: Mapping[str, Any]) -> Path:
    """The folder of everything that the program writes; made, for its owner alone, where it is missing."""
    folder = Path(overrides.get("ROSTER_INSTANCE") or os.environ.get("ROSTER_INSTANCE") or PROJECT / "instance")
    folder = folder.expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The folder that comes with the program's files can be read by everybody on the computer; people's data must not.
    if os.name == "posix" and folder.stat().st_uid == os.geteuid() and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def read_or_make_key(path: Path, *, is_new_office: bool) -> str:
    """The text of the key file at `path`, which is made with mode 0600 when a new office has none.

    Raises SetupFault where the key is gone although data is there: a new key would sign everybody out and hide that a
    file was lost.
    """
    if key := read_key(path):
        return key
    if not is_new_office and not path.exists():
        raise SetupFault(
            f"Thiếu tệp khóa {path} trong khi đã có cơ sở dữ liệu. Hãy lấy lại tệp này từ bản sao lưu; nếu không "
            "còn, đặt biến môi trường ROSTER_NEW_KEY=1 rồi khởi động lại (mọi người phải đăng nhập lại)."
        )
    return make_key(path)


def read_key(path: Path) -> str:
    """The text of a key file; "" where it is missing or broken."""
    try:
        key = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    return key if len(key) >= KEY_LENGTH else ""


def make_key(path: Path) -> str:
    """Make a key file for its owner alone; ten programs that do so at once get one key.

    Raises SetupFault where a broken file stands there: it is never written over.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        for _ in range(100):
            if key := read_key(path):
                return key
            time.sleep(0.02)
        raise SetupFault(f"Tệp khóa {path} trống hoặc hỏng. Hãy lấy lại tệp này từ bản sao lưu.") from None
    key = secrets.token_hex(KEY_LENGTH // 2)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def database_url(folder: Path, overrides: Mapping[str, Any]) -> str:
    """The SQLAlchemy URL of the database: what was asked for, else SQLite in the instance folder."""
    url = overrides.get("ROSTER_DATABASE_URL") or os.environ.get("ROSTER_DATABASE_URL") or ""
    return with_driver(url) or f"sqlite:///{(folder / 'roster.db').as_posix()}"


def with_driver(url: str) -> str:
    """The URL with the driver that is installed, psycopg 3, where it has the scheme that hosting tools write."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def build_config(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every setting of the application; `overrides` (tests, commands) win over the environment and the defaults."""
    overrides = dict(overrides or {})
    folder = instance_folder(overrides)
    url = database_url(folder, overrides)
    database_file = folder / "roster.db"
    is_new_office = not (database_file.exists() and database_file.stat().st_size) or bool(
        os.environ.get("ROSTER_NEW_KEY")
    )
    has_tls = _is_on(overrides.get("ROSTER_TLS", os.environ.get("ROSTER_TLS", "")))
    hosts = os.environ.get("ROSTER_TRUSTED_HOSTS", "")
    return {
        "ROSTER_INSTANCE": folder,
        "SQLALCHEMY_DATABASE_URI": url,
        "SECRET_KEY": overrides.get("SECRET_KEY")
        or read_or_make_key(folder / "secret_key", is_new_office=is_new_office),
        "ROSTER_DATABASE_HERE": _is_on(os.environ.get("ROSTER_DATABASE_HERE", "")),
        "CLOCK": office_now,
        # Where the worker leaves a backup each day, and to whose key; without both it makes none.
        "ROSTER_BACKUP_FOLDER": os.environ.get("ROSTER_BACKUP_FOLDER", ""),
        "ROSTER_BACKUP_RECIPIENT": os.environ.get("ROSTER_BACKUP_RECIPIENT", ""),
        # Redis, where work waits for workers on several machines; without it it waits in a file of the instance folder.
        "ROSTER_QUEUE_URL": overrides.get("ROSTER_QUEUE_URL") or os.environ.get("ROSTER_QUEUE_URL", ""),
        "ROSTER_METRICS_TOKEN": os.environ.get("ROSTER_METRICS_TOKEN", ""),
        "ROSTER_PUBLIC_ADDRESS": _address("ROSTER_PUBLIC_ADDRESS"),
        "ROSTER_LOG": os.environ.get("ROSTER_LOG", ""),
        "AUDIT_PATIENCE_MS": 500,  # a page looked at waits so long for its turn to write (SQLite), then its entry does
        "ROSTER_AUDIT_HEADS": os.environ.get("ROSTER_AUDIT_HEADS", ""),
        # --- HTTP
        "ROSTER_TLS": has_tls,
        "ROSTER_PROXIES": int(os.environ.get("ROSTER_PROXIES") or 0),
        "TRUSTED_HOSTS": [host.strip() for host in hosts.split(",") if host.strip()] or None,
        "MAX_CONTENT_LENGTH": 21 * 1024 * 1024,  # a workbook of 20 MB and the form around it
        "MAX_UPLOAD_BYTES": 20 * 1024 * 1024,
        "UPLOADS_A_DAY": 200,  # workbooks of one officer in 24 hours; a busy one brings some thirty (ASVS 5.2.4)
        # Of one officer within an hour; a busy one searches some hundred times and prints some thirty (ASVS 2.4.1).
        "SEARCHES_AN_HOUR": _count("ROSTER_SEARCHES_AN_HOUR", 1_000),
        "OUTPUTS_AN_HOUR": _count("ROSTER_OUTPUTS_AN_HOUR", 300),
        "LEAST_FREE_BYTES": 200 * 1024 * 1024,  # of the disk, below which no workbook is taken in
        "MAX_FORM_MEMORY_SIZE": 6_000_000,  # cells pasted from Excel: 2 million characters, up to three bytes each
        # Both hold for every form: roster.web.form_limits puts them before what Werkzeug leaves unbounded.
        "MAX_FORM_PARTS": 5_000,  # ticked rows of a long list; each is a few bytes, the sum is bounded above
        "SESSION_COOKIE_NAME": "__Host-roster" if has_tls else "roster",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": has_tls,
        "PREFERRED_URL_SCHEME": "https" if has_tls else "http",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SIGNED_IN_AT_MOST": timedelta(hours=12),  # a long working day (ASVS 7.3.2)
        "IDLE_AT_MOST": timedelta(minutes=30),  # ASVS 7.3.1
        "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as its session: a form left open over lunch still works
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=1),
        "TEMPLATES_AUTO_RELOAD": False,
        # --- Page furniture, from the program's own folder: the office has no internet
        "BOOTSTRAP_SERVE_LOCAL": True,
        # --- Accounts
        **_ACCOUNT_SETTINGS,
        **{key: value for key, value in overrides.items() if key not in {"ROSTER_INSTANCE", "ROSTER_DATABASE_URL"}},
    }


def _count(name: str, usual: int) -> int:
    text = os.environ.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit() and int(text)):
        raise SetupFault(f"Biến môi trường {name} phải là một số nguyên lớn hơn 0.")
    return int(text) if text else usual


def _address(name: str) -> str:
    """An address of this program without a slash at its end, "" for none. Raises SetupFault for another text."""
    text = os.environ.get(name, "").strip().rstrip("/")
    try:
        read = urlsplit(text)
        is_one = read.scheme in {"http", "https"} and bool(read.hostname) and read.port != 0
    except ValueError:  # the port is no number
        is_one = False
    if text and not (is_one and text.isascii() and not set(text) & set("?#@{} ")):
        raise SetupFault(f"Biến môi trường {name} phải là địa chỉ của chương trình, ví dụ https://so.phulien.lan.")
    return text


def _is_on(value: object) -> bool:
    return str(value).strip().lower() in {"1", "true", "yes", "on"}


_ACCOUNT_SETTINGS: dict[str, Any] = {
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"user_name": {"mapper": str.lower, "case_insensitive": False}}],
    "SECURITY_LOGIN_URL": "/login",
    "SECURITY_LOGOUT_URL": "/logout",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,  # the office has no mail
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": None,  # `flask roster user` does it, with an audit entry
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_FRESHNESS": timedelta(-1),  # no page asks for the password anew
    "SECURITY_USE_REGISTER_V2": True,
    # Argon2id, OWASP and ASVS 11.4.2 ask for at least 19 MiB, t=2, p=1; this takes about 150 ms.
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # no second secret that a restored backup could lack
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID",
        "argon2__memory_cost": 65_536,
        "argon2__time_cost": 3,
        "argon2__parallelism": 4,
    },
    "SECURITY_PASSWORD_NORMALIZE_FORM": "NFC",
    "SECURITY_PASSWORD_LENGTH_MIN": 15,  # NIST SP 800-63B-4: the least for a password that stands alone
    "PASSWORD_LENGTH_MAX": 128,
    # Guessing: so many failures of one name from one address within the window, then 429; and so many of all names from
    # one address, so that nobody tries one password on everybody.
    "SIGN_IN_FAILURES": 10,
    "ADDRESS_FAILURES": 60,
    "SIGN_IN_WINDOW": timedelta(minutes=15),
    # From so many failures of one name from anywhere within the window a delay that grows to the longest; not where the
    # owner has signed in before (roster.services.failures).
    "ACCOUNT_FAILURES": 50,
    "ACCOUNT_LONGEST_WAIT": timedelta(minutes=1),
    # Wrong codes of one account's device from anywhere, within the window and in a row (NIST SP 800-63B-4, 3.2.2).
    "CODE_FAILURES": 10,
    "CODE_FAILURES_IN_A_ROW": 100,
    # Who must show a one-time code besides the password. From code alone: no environment variable weakens it.
    "SECOND_STEP_ROLES": frozenset({"administrator", "commander", "auditor"}),
    # Flask-Security's sentences that an officer can see
    "SECURITY_MSG_LOGIN": ("Mời đồng chí đăng nhập để xem trang này.", "info"),
    "SECURITY_MSG_UNAUTHENTICATED": ("Mời đồng chí đăng nhập để xem trang này.", "info"),
    "SECURITY_MSG_UNAUTHORIZED": ("Tài khoản của đồng chí không có quyền xem trang này.", "error"),
    "SECURITY_MSG_PASSWORD_CHANGE": (
        "Đã đổi mật khẩu. Những nơi khác đang đăng nhập bằng tài khoản này đã bị kết thúc phiên.",
        "success",
    ),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Chưa nhập mật khẩu.", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("Mật khẩu hiện tại không đúng.", "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("Hai lần nhập mật khẩu mới không giống nhau.", "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("Mật khẩu mới phải khác mật khẩu hiện tại.", "error"),
    "SECURITY_MSG_INVALID_REDIRECT": ("Địa chỉ chuyển đến không hợp lệ.", "error"),
    "SECURITY_MSG_API_ERROR": ("Dữ liệu gửi lên không hợp lệ.", "error"),
}
