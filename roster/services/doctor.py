"""Is this computer fit to run the program? Each question answered in a plain sentence, with what to do."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from roster.jobs import queue
from roster.printing.sample import SAMPLE_NAME, NoPango, print_sample
from roster.services import clock, setup
from roster.services.findings import Finding, Mark, bad, good
from roster.services.production import production_findings
from roster.services.soundness import faults_of_the_database, way_back
from roster.store.audit import AuditEntry
from roster.store.audit_chain import AuditKeyFault, key_of_chain, read_head
from roster.store.db import db
from roster.store.engine import SAFE_WAL, reading, sqlite_module

LEAST_FREE_BYTES = 1024**3
_LEAST_YEAR = 2026  # the program is not older: an earlier date is that of an empty clock battery
_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
_CLOCK_TOLERANCE = timedelta(minutes=10)
_TIMES_LIKE = ("Liberation Serif", "Tinos", "Times New Roman")
_FONTS_ADVICE = "Cài phông Liberation (Debian, Ubuntu: apt-get install fonts-liberation2) hoặc Times New Roman."
_PANGO_ADVICE = {
    "win32": "Cài MSYS2, rồi chạy: pacman -S mingw-w64-ucrt-x86_64-pango",
    "darwin": "Chạy: brew install pango",
}
_PANGO_ON_LINUX = (
    "Chạy: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Fedora: dnf install pango)"
)


Check = Callable[[], Iterator[Finding]]
# What the start or the running program brings: to refuse for its sake would keep it away for ever.
_COMES = frozenset({"migrations", "worker", "accounts", "backup"})


def examine(*, production: bool = False, starting: bool = False) -> list[Finding]:
    """Look at everything; changes nothing. `production`: also what must hold before real people are entered.

    `starting`: the same before the program answers anybody: what the start itself or the running program brings
    (schema, worker, accounts, a backup) is a note then, and no sample is printed, which takes seconds.
    """
    found: list[Finding] = []
    checks: tuple[tuple[str, Check], ...] = (
        ("python", _python), ("instance", _instance), ("keys", _keys), ("disk", _disk), ("clock", _clock),
        *(() if starting else (("pdf", _paper),)), ("database", _database),
        ("worker", lambda: _worker(production)),
        *((("production", lambda: production_findings(_has_schema())),) if production or starting else ()),
    )  # fmt: skip
    for key, check in checks:
        try:
            found += check()
        except Exception as error:
            # One question that breaks must not keep the others from being answered.
            db.session.rollback()
            found.append(Finding(key, Mark.BAD, f"Không kiểm tra được mục “{key}”: {type(error).__name__}."))
    if starting:
        found = [replace(one, mark=Mark.NOTE) if one.key in _COMES and one.mark is Mark.BAD else one for one in found]
    return found


def _python() -> Iterator[Finding]:
    version = platform.python_version()
    # Nothing to judge: an older Python cannot even load the program.
    yield good("python", f"Python {version} trên {platform.system()} {platform.machine()}.")


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
        yield bad(
            "instance",
            f"Không ghi được vào thư mục dữ liệu {folder}: {error.strerror}.",
            "Kiểm tra quyền ghi và ổ đĩa.",
        )
        return
    yield good("instance", f"Ghi được vào thư mục dữ liệu {folder}.")


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
        yield bad("keys", f"Người khác trên máy đọc được: {listed}.", f"Chạy: chmod 600 {listed}")
    elif is_open:
        yield Finding(
            "keys", Mark.NOTE, f"Người dùng khác của máy xem được thư mục {_folder()}.", f"Chạy: chmod 700 {_folder()}"
        )
    else:
        yield good("keys", "Tệp khóa và thư mục dữ liệu chỉ chủ sở hữu đọc được.")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(_folder()).free
    size = f"{free / 1024**3:.1f} GB".replace(".", ",")
    if free < LEAST_FREE_BYTES:
        yield bad("disk", f"Ổ đĩa của thư mục dữ liệu chỉ còn trống {size}.", "Dọn ổ đĩa để còn ít nhất 1 GB.")
    else:
        yield good("disk", f"Ổ đĩa còn trống {size}.")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    latest = None
    if _has_schema():
        with reading():
            latest = db.session.scalar(select(func.max(AuditEntry.at)))
            db.session.rollback()
    shown = f"{now:%H:%M ngày %d/%m/%Y}"
    if now.year < _LEAST_YEAR or (latest is not None and latest - now > _CLOCK_TOLERANCE):
        yield bad("clock", f"Đồng hồ máy chỉ {shown}, có vẻ chạy sai.", "Chỉnh lại ngày giờ của máy.")
    else:
        yield good("clock", f"Đồng hồ: {shown} (giờ Việt Nam).")


def _paper() -> Iterator[Finding]:
    try:
        sample = print_sample(clock.today())
    except NoPango as error:
        yield bad(
            "pango",
            f"Không in được PDF vì thiếu thư viện Pango ({str(error).splitlines()[0][:120]}).",
            _PANGO_ADVICE.get(sys.platform, _PANGO_ON_LINUX),
        )
        return
    yield good("pango", f"Có Pango {sample.pango}.")
    if sample.missing:
        letters = " ".join(sorted(set(sample.missing)))
        yield bad("fonts", f"Phông chữ của máy thiếu các chữ: {letters}.", _FONTS_ADVICE)
    elif not any(font.startswith(_TIMES_LIKE) for font in sample.fonts):
        yield bad(
            "fonts",
            f"Máy không có phông kiểu Times theo Nghị định 30/2020 (đang dùng {', '.join(sorted(sample.fonts))}).",
            _FONTS_ADVICE,
        )  # fmt: skip
    else:
        yield good("fonts", f"Có phông chữ tiếng Việt: {', '.join(sorted(sample.fonts))}.")
    if SAMPLE_NAME in sample.text:
        yield good("pdf", f"In thử một tờ PDF: đọc lại đúng “{SAMPLE_NAME}”.")
    else:
        yield bad("pdf", "In thử một tờ PDF nhưng không đọc lại được tên tiếng Việt trong đó.", _FONTS_ADVICE)


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
            yield good("database", _described(connection))
            if _is_sqlite():
                yield _durability(connection)
        if faults_of_the_database():
            yield bad("soundness", "Tệp cơ sở dữ liệu bị hỏng.", way_back())
    except SQLAlchemyError:
        yield bad(
            "database", f"Không mở được cơ sở dữ liệu {db.engine.url.render_as_string(hide_password=True)}.",
            "Kiểm tra máy chủ PostgreSQL và ROSTER_DATABASE_URL, hoặc tệp roster.db và bản sao lưu gần nhất.",
        )  # fmt: skip
        return
    if setup.database_is_current():
        yield good("migrations", "Cấu trúc cơ sở dữ liệu đúng với phiên bản chương trình.")
        yield _audit_key()
    elif setup.database_is_too_new():
        yield bad("migrations", "Cơ sở dữ liệu do phiên bản mới hơn của chương trình tạo ra.", "Cập nhật chương trình.")
    else:
        yield bad("migrations", "Cấu trúc cơ sở dữ liệu chưa theo phiên bản chương trình.", "Chạy: flask roster init")


def _audit_key() -> Finding:
    with reading(), db.engine.connect() as connection:
        head = read_head(connection)
        try:
            if head is not None:
                key_of_chain(connection, head)
        except AuditKeyFault as fault:
            return bad("audit", fault.message, "Xem mục “Nhật ký” của hướng dẫn quản trị.")
    seal = f"đến việc số {head.number}" if head else "chưa có việc nào"
    return good("audit", f"Khóa nhật ký đúng; nhật ký đã niêm phong {seal}. Kiểm tra: flask roster audit verify")


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
        return bad(
            "durability", f"SQLite {version} dùng nhật ký WAL có thể làm hỏng cơ sở dữ liệu (lỗi sửa từ bản 3.51.3).",
            "Dừng mọi chương trình đang mở roster.db, chạy lại lệnh này; hoặc cài gói pysqlite3 (script/bootstrap).",
        )  # fmt: skip
    if (mode, synchronous) not in {("WAL", 2), ("WAL", 3), ("DELETE", 3)}:
        return bad(
            "durability", f"Cơ sở dữ liệu có thể mất phần vừa ghi khi mất điện ({found}).",
            "Dừng mọi chương trình đang mở roster.db rồi chạy lại lệnh này.",
        )  # fmt: skip
    if not is_wal_safe:
        return Finding(
            "durability", Mark.NOTE, f"Không mất dữ liệu khi mất điện ({found}); SQLite {version} chưa dùng được WAL "
            "nên người đọc phải chờ người ghi.", "Muốn nhanh hơn: cài gói pysqlite3 (script/bootstrap).",
        )  # fmt: skip
    return good("durability", f"Không mất dữ liệu đã ghi khi mất điện ({found}).")


def _worker(production: bool) -> Iterator[Finding]:
    if queue.worker_is_alive():
        yield good("worker", "Bộ xử lý nền đang chạy.")
        return
    yield Finding(
        "worker",
        Mark.BAD if production else Mark.NOTE,
        "Bộ xử lý nền không chạy; đọc tệp và in danh sách sẽ làm ngay trong trang web.",
        "Bộ này tự chạy cùng chương trình: flask roster serve",
    )
