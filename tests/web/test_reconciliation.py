"""Another keeper's list beside the roster: seen, settled by clicks, printed; nothing is written but what is taken."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.services import people
from roster.services.records import NewRecord
from roster.store import backups
from roster.store.audit import FieldChange
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import ImportBatch
from roster.store.people import Person
from roster.store.units import Unit
from tests.page_checks import text_of

TODAY = date(2026, 11, 26)
HEADING = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Nghề nghiệp", "Tổ dân phố", "Lý do tạm hoãn")


@pytest.fixture
def roster(ward, actor_of):
    officer = actor_of("officer", wards=ward)
    for name, born, number, phone, home in (
        ("Đỗ Văn An", "2005-03-14", "031205000011", "0912000011", "TDP số 1"),
        ("Lê Văn Bình", "2004-09-02", "031204000012", "0912000012", "TDP số 1"),
        ("Ngô Văn Chi", "2003-09-02", "031203000013", "0912000013", "TDP số 2"),
    ):
        facts = {"full_name": name, "birth_date": born, "citizen_id": number, "phone": phone, "neighbourhood": home,
                 "sex": "male", "occupation": "Công nhân"}  # fmt: skip
        start = (NewRecord("enlistment", {}, year=2027),)
        people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)


POLICE = (
    (1, "Đỗ Văn An", "14/03/2005", "031205000011", "0912000011", "Công nhân", "TDP số 1", ""),
    (2, "Lê Văn Bình", "02/09/2004", "031204000012", "0987000012", "Lái xe", "TDP số 1", ""),
    (
        3,
        "Phan Văn Dũng",
        "01/02/2006",
        "031206000014",
        "0912000014",
        "Sinh viên",
        "TDP số 1",
        "Đang học Đại học Hàng hải",
    ),
    (4, "Vũ Văn Em", "31/02/2006", "031206000015", "", "", "TDP số 1", ""),
)


@pytest.fixture
def compare(browser, ward, roster):
    def bring(*rows):
        book = openpyxl.Workbook()
        for row in (("DANH SÁCH",), HEADING, *(rows or POLICE)):
            book.active.append(list(row))
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        form = {"roster": "enlistment", "year": "2027", "purpose": "reconcile", "keeper": "Công an phường",
                "file": (file, "cong-an.xlsx")}  # fmt: skip
        answer = browser.post(f"/wards/{ward.id}/imports/", data=form, follow_redirects=True)
        assert answer.status_code == 200, text_of(answer.text)
        return answer.request.path.removesuffix("/reconcile")

    return bring


def shown(browser, page, view):
    html = BeautifulSoup(browser.get(f"{page}/reconcile?view={view}").text, "lxml")
    return {row.th.get_text(" ", strip=True).split(" dòng")[0]: row for row in html.select("main tbody tr")}


def press(browser, page, row, label):
    button = next(one for one in row.find_all("button") if label in one.text)
    answer = browser.post(f"{page}/settle", data={"one": button["value"]}, follow_redirects=True)
    return text_of(answer.text)


def phones():
    db.session.expire_all()
    return {one.full_name: one.phone for one in db.session.scalars(select(Person))}


def test_the_comparison_tells_only_here_only_there_and_different_and_writes_nothing(browser, compare):
    page = compare()
    groups = {view: sorted(shown(browser, page, view)) for view in ("here", "there", "different", "same", "unclear")}
    assert groups == {
        "here": ["Ngô Văn Chi"], "there": ["Phan Văn Dũng"], "different": ["Lê Văn Bình"], "same": ["Đỗ Văn An"],
        "unclear": ["Vũ Văn Em"],
    }  # fmt: skip
    assert "0987000012" in text_of(str(shown(browser, page, "different")["Lê Văn Bình"]))
    assert len(phones()) == 3 and phones()["Lê Văn Bình"] == "0912000012"


def test_one_value_is_taken_and_the_other_stays(browser, compare, ward):
    page = compare()
    row = shown(browser, page, "different")["Lê Văn Bình"]
    first = next(one for one in row.select(".difference") if "0987000012" in one.text)
    second = next(one for one in row.select(".difference") if "Lái xe" in one.text)
    assert "Đã ghi vào sổ 1 mục" in press(browser, page, first, "Lấy theo")
    assert "giữ theo sổ" in press(browser, page, second, "Giữ theo sổ")
    binh = db.session.scalars(select(Person).where(Person.full_name == "Lê Văn Bình")).one()
    assert (binh.phone, binh.occupation) == ("0987000012", "Công nhân")
    origin = db.session.scalars(select(FieldChange).where(FieldChange.key == "phone", FieldChange.cell.is_not(None)))
    assert [one.cell for one in origin] == ["E4"]
    words = text_of(str(shown(browser, page, "different")["Lê Văn Bình"]))
    assert "Đã lấy theo danh sách kia" in words and "Giữ theo sổ" in words
    assert len(list(backups.folder().iterdir())) == 1


def test_somebody_only_there_is_added_with_his_claim_and_undone_later(browser, compare):
    page = compare()
    press(browser, page, shown(browser, page, "there")["Phan Văn Dũng"], "Thêm vào sổ")
    assert "Phan Văn Dũng" in phones()
    assert "Đã thêm vào sổ" in text_of(str(shown(browser, page, "there")["Phan Văn Dũng"]))
    browser.post(f"{page}/compare-again")  # the plan now knows him: undo must still take him for this batch's
    assert "Đã thêm vào sổ" in text_of(str(shown(browser, page, "there")["Phan Văn Dũng"]))
    browser.post(f"{page}/finish")
    assert browser.post(f"{page}/undo", data={}).status_code == 303
    assert "Phan Văn Dũng" not in phones()
    assert len(db.session.scalars(select(EnlistmentRecord)).all()) == 3


def test_many_are_settled_at_once(browser, compare):
    page = compare()
    rows = [*shown(browser, page, "different").values(), *shown(browser, page, "there").values()]
    picks = [row.find("input", attrs={"name": "pick"})["value"] for row in rows]
    browser.post(f"{page}/settle", data={"what": "taken", "pick": picks})
    assert phones() == {"Đỗ Văn An": "0912000011", "Lê Văn Bình": "0987000012", "Ngô Văn Chi": "0912000013",
                        "Phan Văn Dũng": "0912000014"}  # fmt: skip
    assert not shown(browser, page, "open").keys() - {"Ngô Văn Chi"}


def test_a_press_upon_data_that_moved_on_writes_nothing(browser, compare):
    page = compare()
    row = shown(browser, page, "different")["Lê Văn Bình"]
    binh = db.session.scalars(select(Person).where(Person.full_name == "Lê Văn Bình")).one()
    binh.phone = "0900000001"
    db.session.commit()
    first = next(one for one in row.select(".difference") if "0987000012" in one.text)
    assert "vừa thay đổi" in press(browser, page, first, "Lấy theo")
    assert phones()["Lê Văn Bình"] == "0900000001"
    browser.post(f"{page}/compare-again")
    assert "0900000001" in text_of(str(shown(browser, page, "different")["Lê Văn Bình"]))


def test_a_comparison_is_never_written_as_an_import(browser, compare):
    page = compare()
    mark = db.session.scalars(select(ImportBatch.plan_mark)).one()
    browser.post(f"{page}/confirm", data={"mark": mark, "doubts_settled": "y"})
    assert len(phones()) == 3


def test_it_is_narrowed_to_a_neighbourhood_and_printed(browser, compare):
    page = compare()
    assert not BeautifulSoup(browser.get(f"{page}/reconcile?view=here&neighbourhood=TDP số 1").text, "lxml").select(
        "tbody tr"
    )
    pdf = browser.post(f"{page}/reconcile/pdf?view=different")
    assert pdf.mimetype == "application/pdf" and pdf.data[:4] == b"%PDF"
    book = openpyxl.load_workbook(io.BytesIO(browser.post(f"{page}/reconcile/xlsx?view=open").data))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "KẾT QUẢ ĐỐI CHIẾU VỚI DANH SÁCH CỦA CÔNG AN PHƯỜNG" in cells and "Phan Văn Dũng" in cells
    document = docx.Document(io.BytesIO(browser.post(f"{page}/reconcile/docx?view=open").data))
    assert "Phan Văn Dũng" in {cell.text for row in document.tables[1].rows for cell in row.cells}


def test_who_stays_is_kept_by_the_commune_on_its_sheet(browser, compare, ward):
    page = compare()
    db.session.get_one(Unit, ward.id).title = "Xã Kiến Thụy"
    db.session.commit()
    pick = shown(browser, page, "here")["Ngô Văn Chi"].find("input", attrs={"name": "pick"})["value"]
    browser.post(f"{page}/settle", data={"what": "kept", "pick": [pick]})
    book = openpyxl.load_workbook(io.BytesIO(browser.post(f"{page}/reconcile/xlsx?view=here").data))
    assert "Vẫn do xã quản lý" in [cell for row in book.active.iter_rows(values_only=True) for cell in row]


def test_another_wards_comparison_is_not_there(client_of, compare, two_wards):
    page = compare()
    stranger = client_of("officer", wards=two_wards[1])
    for path in (f"{page}/reconcile", page):
        assert stranger.get(path).status_code == 404
    for path in ("settle", "finish", "compare-again", "reconcile/pdf"):
        assert stranger.post(f"{page}/{path}", data={"one": "taken:r-0-4"}).status_code == 404


@pytest.mark.parametrize("pick", ["x", "r-9-9", "h-nobody", "r-0-99999", "taken"])
def test_a_forged_pick_is_refused(browser, compare, pick):
    page = compare()
    assert browser.post(f"{page}/settle", data={"one": f"taken:{pick}"}).status_code in (400, 404)
    assert len(phones()) == 3
