"""Is this computer fit to run the program? Each question answered in a plain sentence, with what to do."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from roster.config import build_config
from roster.jobs import queue
from roster.printing.sample import SAMPLE_NAME, NoPango, print_sample
from roster.services import accounts, clock, demo, second_step, setup
from roster.services.soundness import faults_of_the_database, way_back
from roster.store.accounts import User, UserRole
from roster.store.audit import AuditEntry
from roster.store.audit_chain import AuditKeyFault, key_of_chain, read_head
from roster.store.db import db
from roster.store.engine import SAFE_WAL, reading, sqlite_module

LEAST_FREE_BYTES = 1024**3
_LEAST_YEAR = 2026  # the program is not older: an earlier date is that of an empty clock battery
_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
_CLOCK_TOLERANCE = timedelta(minutes=10)
_HERE = frozenset({"localhost", "::1"})
_TIMES_LIKE = ("Liberation Serif", "Tinos", "Times New Roman")
_FONTS_ADVICE = "Cài phông Liberation (Debian, Ubuntu: apt-get install fonts-liberation2) hoặc Times New Roman."
_PANGO_ADVICE = {
    "win32": "Cài MSYS2, rồi chạy: pacman -S mingw-w64-ucrt-x86_64-pango",
    "darwin": "Chạy: brew install pango",
}
_PANGO_ON_LINUX = (
    "Chạy: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Fedora: dnf install pango)"
)


class Mark(StrEnum):
    """How an answer is to be taken."""

    GOOD = "good"
    NOTE = "note"  # nothing is broken, but it should be known
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One answer: what was looked at, a sentence, and what to do where something is wrong."""

    key: str
    mark: Mark
    sentence: str
    advice: str = ""

    def as_dict(self) -> dict[str, str]:
        """The finding as JSON."""
        return asdict(self) | {"mark": str(self.mark)}


Check = Callable[[], Iterator[Finding]]


def examine(*, production: bool = False) -> list[Finding]:
    """Look at everything; changes nothing. `production`: also what must hold before real people are entered."""
    found: list[Finding] = []
    checks: tuple[tuple[str, Check], ...] = (
        ("python", _python), ("instance", _instance), ("keys", _keys), ("disk", _disk), ("clock", _clock),
        ("pdf", _paper), ("database", _database), ("worker", lambda: _worker(production)),
    )  # fmt: skip
    for key, check in (*checks, *((("production", _production),) if production else ())):
        try:
            found += check()
        except Exception as error:
            # One question that breaks must not keep the others from being answered.
            db.session.rollback()
            found.append(Finding(key, Mark.BAD, f"Không kiểm tra được mục “{key}”: {type(error).__name__}."))
    return found


def _good(key: str, sentence: str) -> Finding:
    return Finding(key, Mark.GOOD, sentence)


def _bad(key: str, sentence: str, advice: str) -> Finding:
    return Finding(key, Mark.BAD, sentence, advice)


def _python() -> Iterator[Finding]:
    version = platform.python_version()
    # Nothing to judge: an older Python cannot even load the program.
    yield _good("python", f"Python {version} trên {platform.system()} {platform.machine()}.")


def _folder() -> Path:
    return Path(current_app.instance_path)


def _instance() -> Iterator[Finding]:
    folder = _folder()
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield _bad(
            "instance",
            f"Không ghi được vào thư mục dữ liệu {folder}: {error.strerror}.",
            "Kiểm tra quyền ghi và ổ đĩa.",
        )
        return
    yield _good("instance", f"Ghi được vào thư mục dữ liệu {folder}.")


def _keys() -> Iterator[Finding]:
    names = (
        "secret_key",
        "audit_key",
        "audit_heads.txt",
        "audit_head.txt",
        "second_step_key",
        "setup_token",
        "accounts.txt",
    )
    present = [path for name in names if (path := _folder() / name).exists()]
    if sys.platform == "win32":
        yield Finding("keys", Mark.NOTE, "Trên Windows, quyền của tệp khóa theo quyền của thư mục dữ liệu.")
        return
    loose = [path for path in present if stat.S_IMODE(path.stat().st_mode) & 0o077]
    is_open = stat.S_IMODE(_folder().stat().st_mode) & 0o077
    if loose:
        listed = " ".join(str(path) for path in loose)
        yield _bad("keys", f"Người khác trên máy đọc được: {listed}.", f"Chạy: chmod 600 {listed}")
    elif is_open:
        yield Finding(
            "keys", Mark.NOTE, f"Người dùng khác của máy xem được thư mục {_folder()}.", f"Chạy: chmod 700 {_folder()}"
        )
    else:
        yield _good("keys", "Tệp khóa và thư mục dữ liệu chỉ chủ sở hữu đọc được.")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(_folder()).free
    size = f"{free / 1024**3:.1f} GB".replace(".", ",")
    if free < LEAST_FREE_BYTES:
        yield _bad("disk", f"Ổ đĩa của thư mục dữ liệu chỉ còn trống {size}.", "Dọn ổ đĩa để còn ít nhất 1 GB.")
    else:
        yield _good("disk", f"Ổ đĩa còn trống {size}.")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    latest = None
    if _has_schema():
        with reading():
            latest = db.session.scalar(select(func.max(AuditEntry.at)))
            db.session.rollback()
    shown = f"{now:%H:%M ngày %d/%m/%Y}"
    if now.year < _LEAST_YEAR or (latest is not None and latest - now > _CLOCK_TOLERANCE):
        yield _bad("clock", f"Đồng hồ máy chỉ {shown}, có vẻ chạy sai.", "Chỉnh lại ngày giờ của máy.")
    else:
        yield _good("clock", f"Đồng hồ: {shown} (giờ Việt Nam).")


def _paper() -> Iterator[Finding]:
    try:
        sample = print_sample(clock.today())
    except NoPango as error:
        yield _bad(
            "pango",
            f"Không in được PDF vì thiếu thư viện Pango ({str(error).splitlines()[0][:120]}).",
            _PANGO_ADVICE.get(sys.platform, _PANGO_ON_LINUX),
        )
        return
    yield _good("pango", f"Có Pango {sample.pango}.")
    if sample.missing:
        letters = " ".join(sorted(set(sample.missing)))
        yield _bad("fonts", f"Phông chữ của máy thiếu các chữ: {letters}.", _FONTS_ADVICE)
    elif not any(font.startswith(_TIMES_LIKE) for font in sample.fonts):
        yield _bad(
            "fonts",
            f"Máy không có phông kiểu Times theo Nghị định 30/2020 (đang dùng {', '.join(sorted(sample.fonts))}).",
            _FONTS_ADVICE,
        )  # fmt: skip
    else:
        yield _good("fonts", f"Có phông chữ tiếng Việt: {', '.join(sorted(sample.fonts))}.")
    if SAMPLE_NAME in sample.text:
        yield _good("pdf", f"In thử một tờ PDF: đọc lại đúng “{SAMPLE_NAME}”.")
    else:
        yield _bad("pdf", "In thử một tờ PDF nhưng không đọc lại được tên tiếng Việt trong đó.", _FONTS_ADVICE)


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _has_schema() -> bool:
    """Whether the database is there and has the present schema; an SQLite file that is missing stays missing."""
    if _is_sqlite() and not (db.engine.url.database and Path(db.engine.url.database).exists()):
        return False
    try:
        return setup.database_is_current()
    except SQLAlchemyError:
        return False


def _database() -> Iterator[Finding]:
    name = _is_sqlite() and db.engine.url.database
    if name and not Path(name).exists():
        yield Finding("database", Mark.NOTE, "Chưa có cơ sở dữ liệu; chương trình sẽ tạo khi khởi động lần đầu.")
        return
    try:
        with reading(), db.engine.connect() as connection:
            yield _good("database", _described(connection))
            if _is_sqlite():
                yield _durability(connection)
        if faults_of_the_database():
            yield _bad("soundness", "Tệp cơ sở dữ liệu bị hỏng.", way_back())
    except SQLAlchemyError:
        yield _bad(
            "database", f"Không mở được cơ sở dữ liệu {db.engine.url.render_as_string(hide_password=True)}.",
            "Kiểm tra máy chủ PostgreSQL và ROSTER_DATABASE_URL, hoặc tệp roster.db và bản sao lưu gần nhất.",
        )  # fmt: skip
        return
    if setup.database_is_current():
        yield _good("migrations", "Cấu trúc cơ sở dữ liệu đúng với phiên bản chương trình.")
        yield _audit_key()
    elif setup.database_is_too_new():
        yield _bad(
            "migrations", "Cơ sở dữ liệu do phiên bản mới hơn của chương trình tạo ra.", "Cập nhật chương trình."
        )
    else:
        yield _bad("migrations", "Cấu trúc cơ sở dữ liệu chưa theo phiên bản chương trình.", "Chạy: flask roster init")


def _audit_key() -> Finding:
    with reading(), db.engine.connect() as connection:
        head = read_head(connection)
        try:
            if head is not None:
                key_of_chain(connection, head)
        except AuditKeyFault as fault:
            return _bad("audit", fault.message, "Xem mục “Nhật ký” của hướng dẫn quản trị.")
    seal = f"đến việc số {head.number}" if head else "chưa có việc nào"
    return _good("audit", f"Khóa nhật ký đúng; nhật ký đã niêm phong {seal}. Kiểm tra: flask roster audit verify")


def _second_steps() -> Finding:
    asked = build_config({"SECRET_KEY": "-", "ROSTER_INSTANCE": _folder()})["SECOND_STEP_ROLES"]
    if current_app.config["SECOND_STEP_ROLES"] != asked:
        return _bad("second_step", "Xác thực hai bước đã bị nới so với mặc định.", "Bỏ thiết lập SECOND_STEP_ROLES.")
    enrolled = second_step.enrolled_ids()
    missing = [one for one in db.session.scalars(select(User).where(User.active)) if one.role_names & asked]
    count = sum(one.id not in enrolled for one in missing)
    if count:
        return Finding(
            "second_step", Mark.NOTE, f"{count} tài khoản phải xác thực hai bước nhưng chưa bật.",
            "Mỗi người bật ở lần đăng nhập đầu; tài khoản không còn dùng thì khóa lại.",
        )  # fmt: skip
    return _good("second_step", "Mọi tài khoản phải xác thực hai bước đều đã bật.")


def _described(connection: Any) -> str:
    if not _is_sqlite():
        version = connection.execute(text("show server_version")).scalar_one()
        return f"Cơ sở dữ liệu PostgreSQL {version} hoạt động."
    return f"Cơ sở dữ liệu SQLite {sqlite_module().sqlite_version} hoạt động."


def _durability(connection: Any) -> Finding:
    """Whether what is committed survives a loss of power, and the journal is one that this SQLite is safe with."""
    mode = str(connection.execute(text("pragma journal_mode")).scalar_one()).upper()
    synchronous = int(connection.execute(text("pragma synchronous")).scalar_one())
    version, is_wal_safe = sqlite_module().sqlite_version, sqlite_module().sqlite_version_info >= SAFE_WAL
    found = f"chế độ nhật ký {mode}, ghi xuống đĩa mức {_SYNCHRONOUS.get(synchronous, synchronous)}"
    if mode == "WAL" and not is_wal_safe:
        return _bad(
            "durability", f"SQLite {version} dùng nhật ký WAL có thể làm hỏng cơ sở dữ liệu (lỗi sửa từ bản 3.51.3).",
            "Dừng mọi chương trình đang mở roster.db, chạy lại lệnh này; hoặc cài gói pysqlite3 (script/bootstrap).",
        )  # fmt: skip
    if (mode, synchronous) not in {("WAL", 2), ("WAL", 3), ("DELETE", 3)}:
        return _bad(
            "durability", f"Cơ sở dữ liệu có thể mất phần vừa ghi khi mất điện ({found}).",
            "Dừng mọi chương trình đang mở roster.db rồi chạy lại lệnh này.",
        )  # fmt: skip
    if not is_wal_safe:
        return Finding(
            "durability", Mark.NOTE, f"Không mất dữ liệu khi mất điện ({found}); SQLite {version} chưa dùng được WAL "
            "nên người đọc phải chờ người ghi.", "Muốn nhanh hơn: cài gói pysqlite3 (script/bootstrap).",
        )  # fmt: skip
    return _good("durability", f"Không mất dữ liệu đã ghi khi mất điện ({found}).")


def _worker(production: bool) -> Iterator[Finding]:
    if queue.worker_is_alive():
        yield _good("worker", "Bộ xử lý nền đang chạy.")
        return
    yield Finding(
        "worker",
        Mark.BAD if production else Mark.NOTE,
        "Bộ xử lý nền không chạy; đọc tệp và in danh sách sẽ làm ngay trong trang web.",
        "Bộ này tự chạy cùng chương trình: flask roster serve",
    )


def _way_to_database() -> Iterator[Finding]:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    host = str(url.query.get("host", url.host or ""))
    if url.get_backend_name() != "postgresql" or not host or host.startswith(("/", "127.")) or host in _HERE:
        return
    if url.query.get("sslmode") == "verify-full":
        yield _good("database_tls", "Cơ sở dữ liệu ở máy khác, đi qua TLS, có kiểm tra chứng thư.")
        return
    yield Finding(
        "database_tls", Mark.NOTE, "Cơ sở dữ liệu ở máy khác mà không kiểm tra chứng thư của máy ấy.",
        "Thêm ?sslmode=verify-full&sslrootcert=… vào ROSTER_DATABASE_URL (hướng dẫn quản trị, mục 12).",
    )  # fmt: skip


def _production() -> Iterator[Finding]:
    if not _has_schema():
        yield _bad("accounts", "Chưa có cơ sở dữ liệu nên chưa có tài khoản.", "Chạy: flask roster init")
        return
    administrators = db.session.scalar(
        select(func.count()).select_from(UserRole).join(User, User.id == UserRole.user_id)
        .where(UserRole.name == "administrator", User.active)
    )  # fmt: skip
    if administrators:
        yield _good("accounts", f"Có {administrators} tài khoản quản trị đang hoạt động.")
    else:
        has_any = accounts.has_users()
        yield _bad(
            "accounts", "Chưa có tài khoản quản trị nào." if has_any else "Chương trình chưa được thiết lập.",
            "Tạo bằng lệnh: flask roster user add TÊN --role administrator --ward PHƯỜNG",
        )  # fmt: skip
    yield _second_steps()
    if current_app.config["ROSTER_AUDIT_HEADS"]:
        yield _good("audit_heads", "Dấu niêm phong nhật ký được ghi thêm ra ngoài máy.")
    else:
        yield Finding(
            "audit_heads", Mark.NOTE, "Dấu niêm phong nhật ký chỉ nằm trên máy này.",
            "Đặt ROSTER_AUDIT_HEADS (USB, ổ mạng), hoặc mỗi ngày in trang Nhật ký → Dấu niêm phong.",
        )  # fmt: skip
    if demo.is_demo():
        yield _bad(
            "demo", "Thư mục dữ liệu này chứa người do máy đặt ra.", "Dùng một thư mục dữ liệu khác (ROSTER_INSTANCE)."
        )
    else:
        yield _good("demo", "Không có dữ liệu mẫu.")
    if current_app.config["ROSTER_TLS"]:
        if not current_app.config["TRUSTED_HOSTS"]:
            yield _bad(
                "hosts", "Có HTTPS nhưng chưa khai tên máy chủ được phép.",
                "Đặt ROSTER_TRUSTED_HOSTS bằng tên mà người dùng gõ trong địa chỉ.",
            )  # fmt: skip
        yield _good("tls", "Đã bật chế độ HTTPS (cookie chỉ gửi qua kết nối mã hóa).")
    else:
        yield Finding(
            "tls", Mark.NOTE, "Chưa bật HTTPS: chỉ nên mở chương trình trên chính máy này.",
            "Cho máy khác dùng: đặt sau máy chủ HTTPS, rồi đặt ROSTER_TLS=1, ROSTER_PROXIES=1 và ROSTER_TRUSTED_HOSTS.",
        )  # fmt: skip
    yield from _way_to_database()
    if current_app.debug:
        yield _bad("debug", "Chế độ gỡ lỗi đang bật.", "Bỏ FLASK_DEBUG rồi khởi động lại.")
    db.session.rollback()
