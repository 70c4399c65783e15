"""Every value answers from which file, sheet, cell and officer it came; the history says an undo in words."""

from datetime import date, timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup

from roster.services import import_undo, imports, people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.imports import ImportBatch
from roster.store.people import Person
from roster.web.shell import show_moment

TODAY = date(2026, 11, 25)
HEADING = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Lý do tạm hoãn", "Chiều cao", "Sức khỏe")
AN = (1, "Đỗ Văn An", "14/03/2005", "031205000011", "0912000011", "Đang học Đại học Hàng hải", "165", "2")


@pytest.fixture
def importer(actor_of, ward):
    return actor_of("officer", ward)


@pytest.fixture
def bring(ward, importer, tmp_path):
    def make(*rows):
        book = openpyxl.Workbook()
        book.active.title = "Biểu số 2"
        for row in (("DANH SÁCH",), HEADING, *rows):
            book.active.append(list(row))
        path = tmp_path / "To-dan-pho-5.xlsx"
        book.save(path)
        imports.import_file(importer, ward, "enlistment", 2027, path)
        newest = db.select(ImportBatch).order_by(ImportBatch.created_at.desc(), ImportBatch.id.desc())
        return db.session.scalars(newest).first()

    return make


def only_person():
    db.session.expire_all()
    return db.session.scalars(db.select(Person)).one()


def lines_of(browser, ward, person_id):
    """The page's facts: label → the texts of the other cells, and the whole page."""
    html = browser.get(f"/wards/{ward.id}/people/{person_id}/provenance").text
    found = {}
    for row in BeautifulSoup(html, "lxml").select("tbody tr"):
        found[row.th.get_text(" ", strip=True)] = [" ".join(cell.get_text().split()) for cell in row.find_all("td")]
    return found, html


def test_each_value_names_its_file_sheet_cell_and_officer(client_of, ward, importer, bring):
    batch = bring(AN)
    one = only_person()
    typist = client_of("officer", ward)
    people.edit_person(
        importer, ward.id, one.id, {"occupation": "Sinh viên"}, one.version, TODAY, confirmed=True
    )  # fmt: skip
    lines, html = lines_of(typist, ward, one.id)
    name, birth, height = (lines[key] for key in ("Họ, chữ đệm và tên khai sinh", "Ngày, tháng, năm sinh",
                                                  "Chiều cao (cm)"))  # fmt: skip
    assert name[:3] == ["Đỗ Văn An", "To-dan-pho-5.xlsx Biểu số 2, ô B3", importer.name]
    assert birth[:2] == ["14/03/2005", "To-dan-pho-5.xlsx Biểu số 2, ô C3"] and height[1].endswith("ô G3")
    assert lines["Diện: tình trạng"][1].endswith("ô F3") and lines["Phân loại sức khỏe"][1].endswith("ô H3")
    assert lines["Nghề nghiệp"][:3] == ["Sinh viên", "Nhập tay", importer.name]
    # The values are written moments before the batch is said to be, perhaps in the minute before.
    assert any(show_moment(batch.committed_at - timedelta(minutes=ago)) in name[3] for ago in (0, 1))
    assert f"/imports/{batch.id}" in html
    assert "/provenance" in typist.get(f"/wards/{ward.id}/people/{one.id}").text


def test_what_a_role_may_not_see_is_masked_or_not_there(client_of, ward, bring):
    bring(AN)
    lines, html = lines_of(client_of("viewer", ward), ward, only_person().id)
    assert lines["Số định danh cá nhân/CCCD"][0] == "031•••••••11" and "031205000011" not in html
    assert not any("sức khỏe" in label or "Chiều cao" in label or "Diện:" in label for label in lines)
    assert "mà vai trò của đồng chí không được xem" in html and "/imports/" not in html


def test_after_an_undo_a_value_answers_with_its_older_origin_and_the_history_tells_the_undo(
    client_of, ward, importer, bring
):
    start = NewRecord("enlistment", {"health_class": 1}, 2027)
    values = {"full_name": "Đỗ Văn An", "citizen_id": "031205000011", "phone": "0900000001"}
    known = people.create_person(importer, ward.id, values, TODAY, records=(start,), confirmed=True)
    import_undo.undo(importer, bring(AN))
    browser = client_of("officer", ward)
    lines, _ = lines_of(browser, ward, known.id)
    assert lines["Số điện thoại"][0] == "0900000001"
    assert lines["Số điện thoại"][1].startswith("Nhập tay – trở lại khi")
    assert "hoàn tác lần nhập tệp To-dan-pho-5.xlsx" in lines["Số điện thoại"][1]
    card = browser.text(f"/wards/{ward.id}/people/{known.id}")
    assert "hoàn tác lần nhập tệp To-dan-pho-5.xlsx" in card and "bỏ khi hoàn tác lần nhập" in card
    assert "Khám sức khỏe" in card
    for raw in ("undone", "examination", "height_cm"):
        assert raw not in card


def test_a_foreign_citizen_has_no_provenance(client_of, two_wards, ward, bring):
    bring(AN)
    one = only_person().id
    stranger = client_of("officer", two_wards[1])
    assert stranger.get(f"/wards/{ward.id}/people/{one}/provenance").status_code == 404
    assert stranger.get(f"/wards/{two_wards[1].id}/people/{one}/provenance").status_code == 404
