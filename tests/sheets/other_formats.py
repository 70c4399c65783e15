"""Workbooks in formats that no library here writes: a small .xlsb from its records, and an .xls changed in place."""

import io
import struct
import zipfile

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


FAULT = "#N/A"


def _record(kind, content=b""):
    out = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while size > 127:
        out += bytes([size & 0x7F | 0x80])
        size >>= 7
    return out + bytes([size]) + content


def _text(value):
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def xlsb(rows, merges=(), hidden_rows=(), hidden_columns=(), font="Arial", date1904=False):
    """The rows (texts and numbers) as an Excel binary workbook ([MS-XLSB] 2.4), one sheet named "Danh sách"."""
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    sheet += _record(390) + b"".join(
        _record(60, struct.pack("<IIIIH", c, c, 2560, 0, 1)) for c in hidden_columns
    ) + _record(391)  # fmt: skip
    sheet += _record(145)
    for number, row in enumerate(rows):
        flags = 0x1000 if number in hidden_rows else 0
        sheet += _record(0, struct.pack("<IIHHBI", number, 0, 300, flags, 0, 0))
        for place, value in enumerate(row):
            head = struct.pack("<II", place, 0)
            if value == FAULT:
                sheet += _record(3, head + b"\x2a")
            elif isinstance(value, str):
                sheet += _record(6, head + _text(value)) if value else b""
            else:
                sheet += _record(5, head + struct.pack("<d", value))
    sheet += _record(146) + _record(177, struct.pack("<I", len(merges)))
    sheet += b"".join(
        _record(176, struct.pack("<IIII", top, bottom, left, right)) for top, left, bottom, right in merges
    )
    sheet += _record(178) + _record(130)
    book = _record(131) + _record(153, struct.pack("<II", int(date1904), 0) + _text("")) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Danh sách")) + _record(144) + _record(132)
    styles = _record(278) + _record(611, struct.pack("<I", 1))
    styles += _record(43, struct.pack("<HHHHBBBB8xB", 240, 0, 400, 0, 0, 0, 0, 0, 0) + _text(font)) + _record(612)
    styles += _record(617, struct.pack("<I", 1)) + _record(
        47, struct.pack("<HHHHHBBHH", 0xFFFF, 0, 0, 0, 0, 0, 0, 0, 0)
    )
    styles += _record(618) + _record(279)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "xl/workbook.bin": book,
        "xl/styles.bin": styles,
        "xl/worksheets/sheet1.bin": sheet,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.bin"/></Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def xls_with(content, row=None, column=None, date1904=False):
    """An .xls with a row and a column hidden, and with days that count from 1904 ([MS-XLS] 2.4.221, 2.4.53, 2.4.77)."""
    out = bytearray(content)
    if row is not None:
        place = content.index(struct.pack("<HHH", 0x208, 16, row))
        out[place + 4 + 12] |= 0x20
    if column is not None:  # in place of the printer's settings, since the file describes no column
        place = content.index(struct.pack("<HH", 0xA1, 34))
        out[place : place + 14] = struct.pack("<HHHHHHH", 0x7D, 34, column, column, 2560, 0, 1)
    if date1904:
        place = content.index(struct.pack("<HHH", 0x22, 2, 0))
        out[place + 4] = 1
    return bytes(out)


def xls_with_fault(content, row, column):
    """An .xls with the fault #N/A in place of the text of a cell ([MS-XLS] 2.4.24)."""
    out = bytearray(content)
    place = content.index(struct.pack("<HHHH", 0xFD, 10, row, column))
    out[place : place + 14] = struct.pack("<HHHHHBBH", 0x205, 10, row, column, 0, 0x2A, 1, 0)
    return bytes(out)
