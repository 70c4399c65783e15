"""A first look at a file before any library opens it: is it a workbook at all, and of a bearable size?"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from roster.sheets.html_tables import is_html
from roster.sheets.text_tables import is_text
from roster.sheets.xml_tables import is_xml_spreadsheet

MAX_BYTES = 20 * 1024 * 1024
_HEAD = 4096
_MAX_ENTRIES = 2000
_MAX_UNPACKED = 300 * 1024 * 1024
_MAX_RATIO = 200
_SMALL = 5 * 1024 * 1024  # a ratio alone proves nothing for a small part


class UnreadableWorkbook(Exception):
    """The file cannot be read; the text is a Vietnamese sentence that says what it is and what to do."""

    def __init__(self, sentence: str, needs_password: bool = False, *, is_hostile: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.needs_password = needs_password
        self.is_hostile = is_hostile  # no program writes such a file by itself, or its reading had to be stopped


_SAVE_AGAIN = "Hãy mở bằng Excel rồi chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx)."

_BOMB = f"Tệp nén bất thường nên không được mở, để bảo đảm an toàn. {_SAVE_AGAIN}"
_LONGEST_LIST = 1024 * 1024  # bytes; that of 2,000 parts takes a quarter
_FARTHEST_END = 66_000  # a comment of 65,535 bytes may stand behind the end record

_TEXTS = re.compile(r"xl[/\\](workbook|sharedStrings|worksheets[/\\][^/\\]+)\.xml$", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']""")

_OTHER_KINDS = (
    (b"%PDF", "Đây là tệp PDF, không phải bảng tính. Hãy lấy tệp Excel gốc của danh sách."),
    (b"\x89PNG", "Đây là tệp ảnh, không phải bảng tính. Hãy lấy tệp Excel gốc của danh sách."),
    (b"\xff\xd8\xff", "Đây là tệp ảnh, không phải bảng tính. Hãy lấy tệp Excel gốc của danh sách."),
    (b"{\\rtf", "Đây là tệp văn bản, không phải bảng tính. Hãy lấy tệp Excel gốc của danh sách."),
)

_SYLK = re.compile(rb"ID;P[^\r\n]*\r?\n[BCFOPW];")  # its second line too: a text may begin with "ID;Phường"


def look_at(path: Path) -> str:
    """Tell by its content what kind of file it is: "zip" (xlsx, ods, xlsb), "ole" (xls, or an encrypted workbook),
    "html", "xml" (Excel 2003) or "text" (csv, pasted cells).

    Raises UnreadableWorkbook for anything that is no workbook, is empty, too large or packed beyond reason.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableWorkbook("Tệp trống (0 byte). Hãy chép lại tệp gốc rồi thử lại.")
    if size > MAX_BYTES:
        raise UnreadableWorkbook(
            f"Tệp lớn {size / 1048576:.0f} MB, vượt giới hạn {MAX_BYTES // 1048576} MB. "
            "Hãy bỏ hình ảnh hoặc tách tệp nhỏ hơn."
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK"):
        with path.open("rb") as file:
            look_inside(file)
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    for magic, sentence in _OTHER_KINDS:
        if head.startswith(magic):
            raise UnreadableWorkbook(sentence)
    if _SYLK.match(head):
        raise UnreadableWorkbook(f"Đây là bảng tính dạng SYLK (.slk), chương trình không đọc được. {_SAVE_AGAIN}")
    if head.lstrip().startswith(b"MIME-Version:"):
        raise UnreadableWorkbook(f"Đây là trang web lưu dạng một tệp (.mht). {_SAVE_AGAIN}")
    if is_xml_spreadsheet(head):
        return "xml"
    if is_html(head):
        return "html"
    if is_text(head):
        return "text"
    raise UnreadableWorkbook(f"Không nhận ra đây là bảng tính Excel, OpenDocument hay bảng dạng chữ. {_SAVE_AGAIN}")


def look_inside(file: BinaryIO) -> None:
    """Judge a zip container by its list of parts, before any of them is unpacked. Raises UnreadableWorkbook."""
    try:
        _demand_short_directory(file)
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            has_odd_letters = any(_has_odd_letters(package, part) for part in parts if _TEXTS.match(part.filename))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableWorkbook("Tệp bị hỏng hoặc chép chưa trọn vẹn. Hãy chép lại tệp gốc rồi thử lại.") from error
    names = {part.filename for part in parts}
    if any(name.startswith("word/") for name in names):
        raise UnreadableWorkbook("Đây là tệp Word, không phải bảng tính. Hãy chép bảng sang Excel rồi nhập.")
    if has_odd_letters:
        raise UnreadableWorkbook(f"Tệp dùng bảng mã chữ mà bảng tính không dùng, đọc sẽ sai dấu. {_SAVE_AGAIN}")
    if len({part.filename.replace("\\", "/").lower() for part in parts}) < len(parts) <= _MAX_ENTRIES:
        raise UnreadableWorkbook(
            f"Tệp có hai phần trùng tên nên không biết phần nào đúng. {_SAVE_AGAIN}", is_hostile=True
        )
    if any(_leads_out(name) for name in names):
        raise UnreadableWorkbook(
            f"Tệp có phần mang tên trỏ ra ngoài tệp, có thể do mã độc. {_SAVE_AGAIN}", is_hostile=True
        )
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    bomb = any(p.file_size > _SMALL and p.file_size / max(p.compress_size, 1) > _MAX_RATIO for p in parts)
    if (
        len(parts) > _MAX_ENTRIES
        or unpacked > _MAX_UNPACKED
        or (unpacked > _SMALL and unpacked / packed > _MAX_RATIO)
        or bomb
        or len({part.header_offset for part in parts}) < len(parts)  # one part under many names
    ):
        raise UnreadableWorkbook(_BOMB, is_hostile=True)
    if "[Content_Types].xml" not in names and "mimetype" not in names and "content.xml" not in names:
        raise UnreadableWorkbook(f"Tệp nén này không phải bảng tính Excel hay OpenDocument. {_SAVE_AGAIN}")


def _has_odd_letters(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part says that its letters are in another encoding than UTF-8 or UTF-16: they would be misread."""
    if part.flag_bits & 1 or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return False  # whatever that is, it is no text
    try:
        with package.open(part) as file:
            said = _ENCODING.search(file.read(200))
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return False  # the reader will say what is wrong
    return said is not None and said[1].lower() not in {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}


def _leads_out(name: str) -> bool:
    """Whether a part's name would lead out of the folder that it is unpacked in; no spreadsheet has such a part."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":"


def _demand_short_directory(file: BinaryIO) -> None:
    """Refuse a package whose list of parts alone would fill the memory; the end of the file tells its length."""
    file.seek(0, io.SEEK_END)
    file.seek(max(file.tell() - _FARTHEST_END, 0))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place >= 0 and len(tail) - place >= 16:
        (length,) = struct.unpack_from("<I", tail, place + 12)
        if length > _LONGEST_LIST:
            raise UnreadableWorkbook(_BOMB, is_hostile=True)
    file.seek(0)
