"""Whether the database file is whole: asked before the program starts, so that nothing is written into a broken one.

SQLite keeps no sums of its pages. Its integrity check finds broken pages and indexes that disagree with their tables; a
letter that changed within a text it cannot find (a backup's digests can). PostgreSQL looks after its own pages.
"""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from roster.store.db import db
from roster.store.engine import is_corruption, reading

_LARGE = 256 * 1024**2  # bytes; the whole check takes longer than a start may
_SHOWN = 3


def faults_of_the_database() -> list[str]:
    """What SQLite finds wrong in its file, the first few; [] where it is sound, new, or PostgreSQL's."""
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return []
    path = Path(db.engine.url.database)
    if not path.exists() or path.stat().st_size == 0:
        return []
    check = "quick_check" if path.stat().st_size > _LARGE else "integrity_check"
    try:
        with reading(), db.engine.connect() as connection:
            found = [str(row[0]) for row in connection.execute(text(f"pragma {check}({_SHOWN})"))]
    except DatabaseError as error:
        if not is_corruption(error):
            raise
        found = ["malformed"]
    except UnicodeDecodeError:  # what is broken is named with the letters that are
        found = ["malformed"]
    return [] if found == ["ok"] else found


def way_back() -> str:
    """The sentence that says what to do with a broken database: the newest copies and the command."""
    copies = sorted((Path(current_app.instance_path) / "backups").glob("*.db"), reverse=True)
    newest = f" Bản chép gần nhất trên máy này: {copies[0]}." if copies else ""
    return (
        "Cơ sở dữ liệu roster.db bị hỏng (ổ đĩa lỗi hoặc tệp bị sửa) nên chương trình không chạy, không ghi thêm gì. "
        "Hãy giữ nguyên tệp ấy, phục hồi từ bản sao lưu mới nhất: flask roster restore BẢN_SAO_LƯU --key TỆP_KHÓA "
        f"--replace (hướng dẫn quản trị, mục 7).{newest}"
    )
