"""A workbook that is read while its page waits takes no more of the server than an import may."""

import io
from datetime import date

import pytest

from roster.services import force_unit_files, imports, training, training_files, uploads
from roster.services.faults import Invalid
from roster.services.training import PlanFacts
from roster.sheets import limited, reader
from roster.sheets.preflight import UnreadableWorkbook
from roster.shelf import files
from tests.sheets.test_reader import zipped

BOMB = zipped(**{"[Content_Types].xml": "<a/>", "xl__workbook.xml": " " * 30_000_000})


def bring(officer):
    (ward_id,) = officer.ward_ids
    return uploads.read_upload(
        officer, ward_id, "a.csv", io.BytesIO("Họ và tên,Số CCCD\nLê Văn An,031205950826\n".encode())
    )


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


@pytest.fixture
def readers(officer, ward):
    """The two forms that are read at once: units of the militia, attendance of a plan."""
    plan = training.add_plan(officer, ward.id, 2026, PlanFacts("Huấn luyện", "training", "militia"))
    return (
        lambda name, file: force_unit_files.read_form(officer, ward.id, name, io.BytesIO(file), date(2026, 1, 5)),
        lambda name, file: training_files.read_form(officer, ward.id, plan.id, name, io.BytesIO(file)),
    )


def test_a_form_that_is_made_to_do_harm_is_refused_before_it_is_opened_and_counts_as_a_file_of_the_day(
    app, officer, readers, monkeypatch
):
    opened = []
    monkeypatch.setattr(reader, "run_limited", lambda *args, **more: opened.append(args))
    monkeypatch.setitem(app.config, "UPLOADS_A_DAY", 2)
    for read in readers:
        with pytest.raises(UnreadableWorkbook) as refusal:
            read("bieu.xlsx", BOMB)
        assert refusal.value.is_hostile and not opened
    assert list(files.folder().iterdir()) == []
    for read in readers:
        with pytest.raises(UnreadableWorkbook, match="24 giờ"):
            read("bieu.xlsx", b"")
    with pytest.raises(Invalid, match="24 giờ"):  # the same count as of imports
        imports.receive(officer, *officer.ward_ids, "enlistment", 2026, "a.csv", io.BytesIO(b"a"))


def test_a_form_that_takes_too_long_ends_the_child_that_opens_it(readers, monkeypatch):
    def endless(module, *arguments, said):
        """The same child with the same limits, but that its file never ends."""
        return limited.run_limited("timeit", "while True: pass", said=said, seconds=0.5)

    monkeypatch.setattr(reader, "run_limited", endless)
    for read in readers:
        with pytest.raises(UnreadableWorkbook, match="quá lâu") as refusal:
            read("bieu.csv", "Họ và tên\nLê Văn An".encode())
        assert refusal.value.is_hostile
    assert list(files.folder().iterdir()) == []
