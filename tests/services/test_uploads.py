"""A workbook that is read while its page waits takes no more of the server than an import may."""

import io

import pytest

from roster.services import uploads
from roster.sheets.preflight import UnreadableWorkbook


def bring(officer):
    return uploads.read_upload(officer, "a.csv", io.BytesIO("Họ và tên,Số CCCD\nLê Văn An,031205950826\n".encode()))


def test_no_file_is_read_onto_a_full_disk(app, officer, monkeypatch):
    assert bring(officer).sheets
    monkeypatch.setitem(app.config, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(UnreadableWorkbook, match="Ổ đĩa"):
        bring(officer)


def test_two_are_read_at_once_and_a_third_is_asked_to_come_again(officer, monkeypatch):
    monkeypatch.setattr(uploads, "_SECONDS_IN_LINE", 0.05)
    told = []

    def read(path):
        if len(told) < 2:
            told.append("")
            try:
                bring(officer)
            except UnreadableWorkbook as error:
                told.append(error.sentence)
        return path

    monkeypatch.setattr(uploads, "read_workbook", read)
    bring(officer)
    assert told[2:] == ["Máy chủ đang đọc tệp của người khác nên chưa nhận thêm được. Xin thử lại sau ít phút."]
    monkeypatch.undo()
    assert bring(officer).sheets  # those in line have left it
