"""A report or register that is no roster goes out like a list: kept as it was seen, numbered, sealed, never changed."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from roster.columns.plain_sheets import PLAIN_SHEETS, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor
from roster.services import clock, forces, list_settings, party_source, people, retention
from roster.services.forces import UnitFacts
from roster.services.list_settings import Look
from roster.services.paper_formats import kept_data
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from tests.printing.watermark import is_watermarked


@pytest.fixture
def boy(ward, actor_of):
    def make(name):
        record = NewRecord("enlistment", {"status": "aged_17"}, year=2027)
        facts = {"full_name": name, "birth_date": "2009-02-01", "sex": "male"}
        return people.create_person(actor_of("officer", ward), ward.id, facts, clock.today(), records=(record,))

    return make


@pytest.fixture
def kept(browser, ward, boy):
    boy("Vũ Văn An")
    return browser.post(f"/wards/{ward.id}/campaigns/2027/reports/report-01a/pdf?keep=1", follow_redirects=True)


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_report_is_kept_as_seen_and_goes_out_under_a_number(browser, ward, kept, boy):
    assert "Đã lập xong: 2 dòng" in kept.text and "Kết quả đăng ký NVQS" in kept.text
    assert "Năm 2027 ·" in kept.text  # the call-up's, not that of the day on which it was printed
    boy("Vũ Văn Bình")  # after the officer looked
    asked = browser.get(f"{kept.request.path}/issue")
    assert "giữ nguyên số liệu của bản in" in asked.text
    form = {"number": "5", "dated_on": f"{clock.today():%d/%m/%Y}"}
    issued = browser.post(f"{kept.request.path}/issue", data=form, follow_redirects=True)
    assert "Đã ban hành" in issued.text
    found = db.session.scalars(select(IssuedPaper)).one()
    assert found.request["sheet"] != db.session.scalars(select(PrintJob)).one().request["sheet"]  # outlives the print
    first = browser.get(f"{issued.request.path}/file").data
    words = words_of(first)
    assert (
        "Biểu số: 01A" in words
        and "Số: 05/BC-BCH" in words
        and found.symbol == "BC-BCH"
        and str(found.mark)[:12] in words
    )
    assert is_watermarked(browser.get(f"{kept.request.path}/file").data) and not is_watermarked(first)
    assert "Tổng cộng 1 " in words  # not two
    assert browser.get(f"{issued.request.path}/file").data == first
    assert f"số 05/{found.symbol}" in browser.get(kept.request.path).text
    assert "05/" in browser.get(f"/wards/{ward.id}/papers/register").text
    assert browser.post(f"{issued.request.path}/format/docx").status_code == 200


def test_the_quotas_of_all_wards_are_issued_under_the_head_of_one(client_of, two_wards):
    browser = client_of("commander", two_wards)
    assert "/campaigns/2027/all-wards/pdf?keep=1" in browser.get("/campaigns/2027").text
    address = f"/wards/{two_wards[0].id}/campaigns/2027/all-wards/pdf?keep=1"
    kept = browser.post(address, follow_redirects=True)
    assert "Tổng hợp chỉ tiêu theo địa bàn" in kept.text and "Đã lập xong: 3 dòng" in kept.text
    form = {"number": "5", "dated_on": f"{clock.today():%d/%m/%Y}"}
    issued = browser.post(f"{kept.request.path}/issue", data=form, follow_redirects=True)
    words = words_of(browser.get(f"{issued.request.path}/file").data)
    assert all(one.title in words for one in two_wards) and "BAN CHQS PHƯỜNG PHÙ LIỄN" in words


def test_the_ward_s_own_title_stands_on_what_is_issued_and_changes_it_no_more(client_of, ward):
    browser, today = client_of("commander"), clock.today()
    actor = Actor(None, "Lê Văn Thử", frozenset({"commander"}), frozenset({ward.id}))

    def word(title, setting_id=None):
        return list_settings.save_setting(
            actor, ward.id, "quota-places", setting_id, Look(title=title), begins_on=today, ends_on=None
        ).id

    setting_id = word("Bảng theo dõi chỉ tiêu")
    kept = browser.post(f"/wards/{ward.id}/campaigns/2027/reports/quota-places/pdf?keep=1", follow_redirects=True)
    form = {"number": "5", "dated_on": f"{today:%d/%m/%Y}"}
    issued = browser.post(f"{kept.request.path}/issue", data=form, follow_redirects=True)
    first = browser.get(f"{issued.request.path}/file").data
    assert "BẢNG THEO DÕI CHỈ TIÊU NĂM 2027 THEO TỔ DÂN PHỐ" in words_of(first)
    word("Tên khác", setting_id)
    assert browser.get(f"{issued.request.path}/file").data == first


def test_numbers_and_days_go_up_together_and_no_paper_is_dated_far_back(browser, kept):
    def answer(number, day):
        form = {"number": str(number), "dated_on": f"{day:%d/%m/%Y}"}
        return browser.post(f"{kept.request.path}/issue", data=form, follow_redirects=True).text

    today = clock.today()
    assert "không được lùi quá 60 ngày" in answer(5, today - timedelta(days=61))
    assert "Đã ban hành" in answer(5, today - timedelta(days=2))
    assert "không thể đề ngày sau ngày của số 05" not in answer(6, today - timedelta(days=1))
    assert "Số 07 không thể đề ngày trước ngày của số 05" in answer(7, today - timedelta(days=3))
    assert "Số 04 không thể đề ngày sau ngày của số 05" in answer(4, today)


def test_a_foreign_officer_keeps_and_issues_nothing(kept, client_of, two_wards):
    stranger = client_of("officer", two_wards[1])
    assert stranger.get(kept.request.path).status_code == 404
    assert stranger.get(f"{kept.request.path}/issue").status_code == 404


def test_what_is_kept_beside_a_print_goes_with_it(app, ward, kept):
    job = db.session.scalars(select(PrintJob)).one()
    sheet, data = job.request["sheet"], job.request["data"]
    assert PlainSheet.from_dict(kept_data(sheet)).key == "report-01a"
    _, names = retention._let_prints_go(ward.id, clock.today() + timedelta(days=2))
    assert {sheet, data} <= set(names) and "sheet" not in job.request


@pytest.mark.parametrize("key", ["report-06", "quota-summary", "militia-statistics"])
def test_a_sheet_comes_back_from_what_is_kept_of_it(key):
    columns = SHEET_COLUMNS[key]
    rows = (tuple((f"{place}",) for place in range(len(columns))),)
    sheet = PlainSheet(key, "TIÊU ĐỀ {x}", columns, rows, marks=("I",), note="Ghi chú")
    assert PlainSheet.from_dict(sheet.as_dict()) == sheet and key in PLAIN_SHEETS


@pytest.fixture
def unit(ward, actor_of):
    facts = UnitFacts("mobile_platoon", "Trung đội dân quân cơ động", date(2024, 4, 1))
    return forces.add_unit(actor_of("officer", ward), ward.id, facts).id


@pytest.fixture
def in_source(ward, actor_of):
    facts = {"full_name": "Lê Văn Bình", "birth_date": "2001", "is_union_member": True}
    start = NewRecord("militia", {"component": "mobile"}, since=date(2024, 4, 1))
    officer = actor_of("commander", ward)
    one = people.create_person(officer, ward.id, facts, clock.today(), records=(start,), confirmed=True)
    party_source.add(officer, ward.id, [one.id], date(2026, 1, 10))


@pytest.mark.parametrize(
    ("page", "sheet", "title"),
    [
        ("party/source", "party/source.pdf", "DANH SÁCH NGUỒN PHÁT TRIỂN ĐẢNG"),
        ("forces", "forces/units.pdf", "TỔ CHỨC, BIÊN CHẾ"),
        ("forces/units/{unit}", "forces/units/{unit}/roster.pdf", "Trung đội"),
        ("command", "command/board.pdf", "BAN CHỈ HUY QUÂN SỰ"),
    ],
)
def test_more_sheets_are_had_as_documents_and_go_out_under_a_number(
    client_of, ward, unit, in_source, page, sheet, title
):
    browser, day = client_of("commander", ward), f"{clock.today():%d/%m/%Y}"
    address, shown = f"/wards/{ward.id}/{sheet.format(unit=unit)}", f"/wards/{ward.id}/{page.format(unit=unit)}"
    document = address.replace(".pdf", ".docx")
    html = browser.get(shown).text
    assert document in html and "Ban hành…" in html
    assert title.upper() in words_in(browser.get(document).data).upper()
    kept = browser.post(f"{address}?keep=1", follow_redirects=True)
    assert "Đã lập xong" in kept.text
    issued = browser.post(f"{kept.request.path}/issue", data={"number": "5", "dated_on": day}, follow_redirects=True)
    assert "Đã ban hành" in issued.text and "Số: 05/" in words_of(browser.get(f"{issued.request.path}/file").data)
    assert title.upper() in words_in(browser.post(f"{issued.request.path}/format/docx").data).upper()


@pytest.mark.parametrize(
    ("page", "sheet", "title"),
    [
        ("reserve/events", "reserve/events.docx", "QUÂN NHÂN DỰ BỊ"),
        ("reserve/limits", "reserve/limits.docx", "QUÂN NHÂN DỰ BỊ"),
        ("training/owing", "training/owing.docx", "HUẤN LUYỆN"),
    ],
)
def test_lists_of_work_are_had_as_documents_too(client_of, ward, page, sheet, title):
    browser = client_of("commander", ward)
    assert sheet in browser.get(f"/wards/{ward.id}/{page}").text
    assert title in words_in(browser.get(f"/wards/{ward.id}/{sheet}").data).upper()


def words_in(document):
    body = docx.Document(io.BytesIO(document)).element.body
    return " ".join("".join(one.text or "" for one in line.iter() if one.tag.endswith("}t")) for line in body)
