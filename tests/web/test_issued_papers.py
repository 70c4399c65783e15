"""Papers that went out never change, prove themselves and name what they replace; notice boards tell no secrets."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import UUID

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import select

from roster.jobs import queue
from roster.services import claims, issued_papers, people
from roster.services.records import NewRecord
from roster.shelf import files
from roster.store.audit import AuditEntry
from roster.store.campaigns import Campaign
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.people import Person
from tests.page_checks import text_of

TODAY = date(2026, 11, 26)
PRINT = {"list_key": "enlistment-16c", "order": "", "dated_on": "", "number": "", "preparer": "", "signer": ""}


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/papers"


@pytest.fixture
def people_ids(ward, actor_of):
    officer, ids = actor_of("officer", ward), []
    for name, number in (("Vũ Văn An", "031205000011"), ("Lê Văn Bình", "031205000012"), ("Bùi Văn Công", "")):
        facts = {"full_name": name, "birth_date": "2005-02-01", "sex": "male", "citizen_id": number or None,
                 "phone": "0912000011", "neighbourhood": "TDP số 3", "religion": "Công giáo", "notes": "viêm gan B",
                 "is_party_member": True}  # fmt: skip
        start = NewRecord("enlistment", {}, year=2027)
        ids.append(people.create_person(officer, ward.id, facts, TODAY, records=(start,), confirmed=True).id)
    claim = claims.add(officer, ward.id, ids[2], {"ground": "41.1.g", "evidence": "Trường Đại học Hàng hải số 12"})
    claims.decide(officer, claim.id, "decided", "45/QĐ-UBND", date(2026, 11, 2), "2027-12-31", "", claim.version)
    return ids


@pytest.fixture
def printed(browser, page, people_ids):
    def make(list_key="enlistment-16c"):
        shown = browser.post(f"{page}/new/enlistment", data=PRINT | {"list_key": list_key}, follow_redirects=True)
        assert "Đã lập xong" in shown.text
        return shown.request.path

    return make


@pytest.fixture
def issue(browser, printed):
    def make(job="", query="", **form):
        sent = {"number": "5", "dated_on": "26/11/2026"} | form
        return browser.post(f"{job or printed()}/issue{query}", data=sent)

    return make


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def issued():
    db.session.expire_all()
    return db.session.scalars(select(IssuedPaper).order_by(IssuedPaper.number)).all()


def test_an_issued_paper_keeps_its_bytes_whatever_becomes_of_the_data(browser, page, issue, people_ids):
    shown = browser.get(issue().headers["Location"])
    assert "Đã ban hành, tệp lưu còn nguyên vẹn" in text_of(shown.text)
    first = browser.get(f"{shown.request.path}/file").data
    assert (
        "Số: 05/" in words_of(first)
        and "Vũ Văn An" in words_of(first)
        and "ngày 26 tháng 11 năm 2026" in words_of(first)
    )
    db.session.get(Person, people_ids[0]).full_name = "Vũ Văn Anh"
    db.session.commit()
    assert browser.get(f"{shown.request.path}/file").data == first
    reader = PdfReader(io.BytesIO(first))
    assert "pdfaid" in reader.xmp_metadata.rdf_root.toxml() and reader.trailer["/Root"]["/Lang"] == "vi"
    assert db.session.scalars(select(AuditEntry.action)).all().count("paper.reprint") == 2


def test_a_paper_names_who_made_and_opened_it_and_not_who_looked_at_its_page(browser, issue):
    where = issue().headers["Location"]
    browser.get(f"{where}/file")
    browser.get(where)
    rows = BeautifulSoup(browser.get(where).text, "lxml").select("table td:last-child")
    assert [row.text for row in rows] == [
        "Mở, in văn bản đã ban hành", "Ban hành văn bản", "Cấp số để ban hành văn bản",
    ]  # fmt: skip
    assert "list.view" in db.session.scalars(select(AuditEntry.action)).all()  # the journal itself keeps it


def test_a_number_is_given_once_and_the_next_is_proposed(browser, issue, printed):
    issue()
    job = printed()
    form = BeautifulSoup(browser.get(f"{job}/issue").text, "lxml")
    assert form.find("input", attrs={"name": "number"})["value"] == "6"
    again = issue(job)
    assert again.status_code == 422 and "đã cấp cho văn bản khác" in again.text
    assert "ở sau ngày hôm nay" in issue(job, number="7", dated_on="01/01/2027").text
    assert [one.number for one in issued()] == [5]


def test_what_an_annex_goes_with_is_asked_and_kept(browser, page, issue, printed, people_ids):
    for one in db.session.scalars(select(EnlistmentRecord).where(EnlistmentRecord.person_id != people_ids[2])):
        one.status = "selected"
    db.session.commit()
    job = printed("enlistment-17a")
    field = BeautifulSoup(browser.get(f"{job}/issue").text, "lxml").find("input", {"name": "attached_to"})
    assert "in dấu chấm để ghi tay" in field.find_parent().text
    told = browser.get(issue(job).headers["Location"])
    assert "để trống dòng “(Kèm theo …)”" in told.text
    assert "(Kèm theo ……" in words_of(browser.get(f"{told.request.path}/file").data)
    parent = "Quyết định số 12/QĐ-UBND ngày 20/11/2026"
    named = browser.get(issue(job, number="6", attached_to=parent).headers["Location"])
    assert parent in named.text and "để trống dòng" not in named.text
    assert f"(Kèm theo {parent})" in words_of(browser.get(f"{named.request.path}/file").data)


def test_a_changed_file_is_noticed_and_not_handed_out(browser, page, issue):
    where = issue().headers["Location"]
    with files.path_of(issued()[0].stored_name).open("ab") as file:
        file.write(b"%")
    assert "bị thay đổi sau khi ban hành" in text_of(browser.get(where).text)
    assert browser.get(f"{where}/file").status_code == 303
    told = browser.text(f"{page}/register")
    assert "Tệp lưu mất hoặc bị đổi" in told and "Tệp lưu của 1 văn bản" in told and "Đã ban hành" not in told


@pytest.mark.parametrize("kept", ["stored_name", "data_name"])
def test_a_kept_file_that_is_gone_or_another_is_told_of_both(browser, issue, kept):
    where = issue().headers["Location"]
    path = files.path_of(getattr(issued()[0], kept))
    content = path.read_bytes()
    for spoiled in (content[:-1] + bytes([content[-1] ^ 1]), content[: len(content) // 2], None):
        path.unlink()
        if spoiled is not None:
            path.write_bytes(spoiled)
        check = issued_papers.check(issued()[0])
        assert (check.is_pdf_whole, check.is_data_whole) == (kept == "data_name", kept == "stored_name")
        assert "còn nguyên vẹn" not in text_of(browser.get(where).text)
        path.touch()
    path.write_bytes(content)
    assert "còn nguyên vẹn" in text_of(browser.get(where).text)


def test_the_code_on_the_paper_answers_offline(browser, page, issue, client_of, two_wards):
    issue()
    paper = issued()[0]
    good, forged = f"/check/{paper.id}/{paper.mark[:12]}", f"/check/{paper.id}/{'0' * 12}"
    assert "Đây là bản đã ban hành ngày 26/11/2026, còn nguyên vẹn" in browser.text(good)
    assert "có thể đã bị sửa" in browser.text(forged)
    typed = browser.post(f"{page}/code", data={"code": f" {paper.mark[:12].upper()} "})
    assert typed.headers["Location"].endswith(good)
    assert "Không có văn bản nào" in browser.post(f"{page}/code", data={"code": "0" * 12}).text
    pdf = browser.get(f"{page}/issued/{paper.id}/file").data
    assert f"Mã kiểm tra: {paper.mark[:12]}" in words_of(pdf)
    assert "031205" not in paper.request["address"] and "Văn An" not in paper.request["address"]
    stranger = client_of("officer", two_wards[1])
    for path in (good, f"{page}/issued/{paper.id}", f"{page}/issued/{paper.id}/file", f"{page}/register"):
        assert stranger.get(path).status_code == 404


def test_the_code_names_the_office_and_a_dead_address_is_warned_of(app, browser, issue, printed):
    job = printed()
    assert "chỉ mở được trên chính máy này" in browser.text(f"{job}/issue")  # the tests' browser asks localhost
    app.config["ROSTER_PUBLIC_ADDRESS"] = "https://so.phulien.lan"
    try:
        assert "chỉ mở được trên chính máy này" not in browser.text(f"{job}/issue")
        issue(job)
    finally:
        app.config["ROSTER_PUBLIC_ADDRESS"] = ""
    paper = issued()[0]
    assert paper.request["address"] == f"https://so.phulien.lan/check/{paper.id}/{{mark}}"


def test_a_correction_is_a_new_paper_that_names_the_old(browser, page, issue, printed):
    first = issue().headers["Location"]
    old = issued()[0]
    job = printed()
    assert "05/" in text_of(browser.get(f"{job}/issue").text)
    silent = issue(job, f"?corrects={old.id}", number="6")
    assert silent.status_code == 422 and "lý do thay thế" in silent.text
    new = issue(job, f"?corrects={old.id}", number="6", reason="Thiếu tổ dân phố số 4").headers["Location"]
    assert "Thay thế danh sách số 05/" in words_of(browser.get(f"{new}/file").data)
    assert "đã được thay thế bằng số 06/" in text_of(browser.get(first).text)
    assert "nhưng đã được thay thế" in browser.text(f"/check/{old.id}/{old.mark[:12]}")


def test_a_paper_that_failed_keeps_its_number_and_is_made_later(browser, issue, monkeypatch):
    def fail(*_args, **_more):
        raise OSError("disk full")

    monkeypatch.setattr(issued_papers, "make_paper", fail)
    where = issue().headers["Location"]
    assert "Số đã cấp vẫn được giữ" in text_of(browser.get(where).text)
    monkeypatch.undo()
    browser.post(f"{where}/retry")
    assert "còn nguyên vẹn" in text_of(browser.get(where).text) and [one.number for one in issued()] == [5]


def test_a_paper_that_waits_for_its_turn_says_so(browser, issue, printed):
    job, line = printed(), queue._queue_of_current().line
    line.beat()  # a worker lives, and is at something else
    where = issue(job).headers["Location"]
    shown = browser.text(where)
    assert "Đang chờ tới lượt" in shown and "Lập lại" not in shown
    assert browser.get(f"{where}/state").json["text"] == "Đang chờ tới lượt"
    task = line.huey.dequeue()
    assert "Đang lập" in browser.text(where)
    queue.do_at_once(task.args[0], UUID(task.args[1]))
    assert "còn nguyên vẹn" in browser.text(where)


def rows_of_book(data):
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "Số TT")
    return [[cell or "" for cell in row[1:]] for row in rows[head + 1 :] if isinstance(row[0], int)]


def words_around(data):
    """Every word of a workbook, and of a document with its header and footer."""
    if data.startswith(b"PK") and b"xl/workbook.xml" in data:
        rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        return " ".join(str(cell) for row in rows for cell in row if cell is not None)
    document = docx.Document(io.BytesIO(data))
    parts = [
        document.element.body,
        document.sections[0].header._element,
        document.sections[0].first_page_footer._element,
    ]
    assert "vi-VN" in document.styles.element.xml
    return " ".join("".join(part.itertext()) for part in parts)


def test_a_workbook_and_a_document_have_what_stands_around_the_list_on_paper(browser, issue, printed):
    job = printed()
    where = issue(job).headers["Location"]
    for source in (job, where):
        for kind in ("xlsx", "docx"):
            words = words_around(browser.post(f"{source}/format/{kind}").data)
            for text in (
                "CỘNG HÒA XÃ HỘI",
                "LƯU HÀNH NỘI BỘ",
                "Biểu số: 16C",
                "Danh sách gồm 2 (hai)",
                "Nơi nhận:",
                "CHỈ HUY",
            ):
                assert text in words, (source, kind, text)
    assert "In từ chương trình bởi" in words_around(browser.post(f"{job}/format/docx").data)
    assert "In từ chương trình bởi" not in words_around(browser.post(f"{where}/format/docx").data)


def test_page_paper_workbook_and_document_say_the_same(browser, page, issue, printed):
    job = printed()
    where = issue(job).headers["Location"]
    for source in (job, where):
        book = rows_of_book(browser.post(f"{source}/format/xlsx").data)
        document = docx.Document(io.BytesIO(browser.post(f"{source}/format/docx").data))
        table = [[cell.text for cell in row.cells][1:] for row in document.tables[1].rows][1:]
        assert book == table and len(book) == 2
    words = words_of(browser.get(f"{where}/file").data)
    for row in book:
        for cell in row:
            for line in cell.split("\n"):
                assert re.sub(r"\s+", "", line) in re.sub(r"\s+", "", words)
    assert browser.post(f"{job}/format/exe").status_code == 404


def test_the_copy_for_the_notice_board_holds_nothing_that_is_not_lawful_there(browser, page, printed):
    job = printed("enlistment-16b")
    done = browser.post(
        f"{job}/post", data={"place": "Nhà văn hóa TDP số 3", "posted_on": "26/11/2026"}, follow_redirects=True
    )
    assert "niêm yết đến hết ngày 16/12/2026" in text_of(done.text)
    link = BeautifulSoup(done.text, "lxml").select_one("main td a")["href"]
    words = words_of(browser.get(link).data)
    assert "Bùi Văn Công" in words and "2005" in words and "TDP số 3" in words and "điểm g khoản 1 Điều 41" in words
    formats = [words_around(browser.post(link.replace("/file", f"/format/{kind}")).data) for kind in ("docx", "xlsx")]
    hangs = "Niêm yết từ ngày 26/11/2026 đến hết ngày 16/12/2026, tại: Nhà văn hóa TDP số 3."
    assert all(hangs in " ".join(text.split()) for text in (words, *formats))
    for text in formats:  # what hangs is what is taken away to be put on a web page
        assert "Bùi Văn Công" in text and "2005" in text and "điểm g khoản 1 Điều 41" in text
    for secret in ("01/02/2005", "0912", "0312", "Hàng hải", "viêm gan", "Công giáo", "Đảng", "NỘI BỘ", "45/QĐ"):
        for text in (words, *formats):
            assert secret not in text.replace("Đảng ủy", "")
    assert "Số:" not in words
    taken = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "posting.format")).all()
    assert [entry.details["format"] for entry in taken] == ["docx", "xlsx"]
    assert browser.post(link.replace("/file", "/format/exe")).status_code == 404
    browser.post(f"{link.removesuffix('/file')}/take-down")
    assert "Đã gỡ ngày 26/11/2026" in browser.text(f"{page}/postings")


def test_a_copy_for_the_board_names_the_issued_list_and_hangs_about_now(browser, page, issue, printed):
    job = printed("enlistment-16b")
    form = {"place": "Nhà văn hóa TDP số 3", "posted_on": "01/01/2020"}
    assert "trong khoảng 60 ngày" in browser.post(f"{job}/post", data=form).text
    issue(job)
    shown = browser.post(f"{job}/post", data=form | {"posted_on": "27/11/2026"}, follow_redirects=True)
    link = BeautifulSoup(shown.text, "lxml").find("a", href=re.compile("/postings/.*/file"))["href"]
    found = issued()[0]
    assert f"(Kèm theo danh sách số 05/{found.symbol} ngày 26/11/2026)" in words_of(browser.get(link).data)


@pytest.mark.parametrize("is_issued", [True, False])
def test_a_copy_for_the_board_is_made_of_the_list_it_hangs(browser, page, issue, printed, people_ids, is_issued):
    job = printed("enlistment-16c")  # it names two
    if is_issued:
        issue(job)
    db.session.get(Person, people_ids[0]).full_name = "Vũ Văn Khác"
    record = db.session.scalars(select(EnlistmentRecord).where(EnlistmentRecord.person_id == people_ids[1])).one()
    db.session.delete(record)
    db.session.commit()
    paper = "Danh sách số 05/" if is_issued else "Bản in lập lúc "
    assert paper in browser.text(f"{job}/post") and "có 2 người" in browser.text(f"{job}/post")
    form = {"place": "Nhà văn hóa TDP số 3", "posted_on": "26/11/2026"}
    done = browser.post(f"{job}/post", data=form, follow_redirects=True)
    assert "bản niêm yết 2 người từ danh sách 2 người" in text_of(done.text)
    link = BeautifulSoup(done.text, "lxml").select_one("main td a")["href"]
    words = words_of(browser.get(link).data)
    assert "Vũ Văn An" in words and "Lê Văn Bình" in words and "Khác" not in words
    if is_issued:
        with files.path_of(issued()[0].data_name).open("ab") as file:
            file.write(b"%")
        assert browser.post(f"{job}/post", data=form).status_code == 422
        assert "đã bị thay đổi" in browser.text(f"{job}/post")


def test_a_copy_of_a_list_whose_data_is_gone_says_that_it_is_of_today(browser, printed, people_ids):
    job = printed("enlistment-16c")
    files.path_of(db.session.scalars(select(PrintJob)).one().request["data"]).unlink()
    record = db.session.scalars(select(EnlistmentRecord).where(EnlistmentRecord.person_id == people_ids[1])).one()
    db.session.delete(record)
    db.session.commit()
    asked = browser.text(f"{job}/post")
    assert "có 2 người, nhưng số liệu lưu kèm không đủ" in asked and "theo hồ sơ hôm nay: 1 người" in asked
    form = {"place": "Nhà văn hóa TDP số 3", "posted_on": "26/11/2026"}
    done = text_of(browser.post(f"{job}/post", data=form, follow_redirects=True).text)
    assert "bản niêm yết 1 người từ danh sách 2 người" in done and "không theo danh sách đã in" in done


def test_who_is_only_proposed_for_deferral_hangs_on_no_board(browser, page, printed, people_ids, ward, actor_of):
    officer = actor_of("officer", ward)
    claims.add(officer, ward.id, people_ids[0], {"ground": "41.1.g", "evidence": "Trường Cao đẳng"})
    record = db.session.scalars(select(EnlistmentRecord).where(EnlistmentRecord.person_id == people_ids[0])).one()
    record.status = "deferred"  # at that step an open claim stands on the list by which the ward proposes
    db.session.commit()
    job = printed("enlistment-16b")
    assert "Vũ Văn An" in words_of(browser.get(f"{job}/file").data)
    asked = browser.text(f"{job}/post")
    assert "Không đăng 1 người" in asked and "chưa có quyết định" in asked
    form = {"place": "Nhà văn hóa TDP số 3", "posted_on": "26/11/2026"}
    done = browser.post(f"{job}/post", data=form, follow_redirects=True)
    assert "bản niêm yết 1 người" in done.text and "không đăng 1 người chưa có quyết định" in text_of(done.text)
    link = BeautifulSoup(done.text, "lxml").select_one("main td a")["href"]
    words = words_of(browser.get(link).data)
    assert "Bùi Văn Công" in words and "Vũ Văn An" not in words and "chỉ gồm công dân đã có quyết định" in words


def test_the_twenty_days_of_a_board_run_from_the_signature_where_it_is_known(browser, page, printed, ward):
    job = printed("enlistment-16b")
    form = {"place": "Nhà văn hóa TDP số 3", "posted_on": "26/11/2026"}
    for signed_on, fault in (("27/11/2026", "trở về trước"), ("02/10/2026", "đã hết ngày 22/10/2026")):
        refused = browser.post(f"{job}/post", data=form | {"signed_on": signed_on})
        assert refused.status_code == 422 and fault in refused.text
    done = browser.post(f"{job}/post", data=form | {"signed_on": "20/11/2026"}, follow_redirects=True)
    assert "niêm yết đến hết ngày 10/12/2026" in text_of(done.text) and "20/11/2026" in text_of(done.text)
    db.session.add(
        Campaign(ward_id=ward.id, year=2027, handover_on=date(2027, 2, 24), claims_signed_on=date(2026, 11, 18))
    )
    db.session.commit()
    field = BeautifulSoup(browser.get(f"{job}/post").text, "lxml").find("input", {"name": "signed_on"})
    assert field["value"] == "18/11/2026"  # as the call-up has it
    assert "signed_on" not in browser.get(f"{printed()}/post").text  # a list that rests on no decision of the kind


def test_lists_that_the_law_does_not_post_have_no_such_copy(browser, page, printed, client_of, two_wards):
    job = printed("enlistment")
    assert browser.get(f"{job}/post").status_code == 404
    assert "Bản niêm yết…" not in text_of(browser.get(job).text)
    assert client_of("viewer", two_wards[0]).get(f"{page}/postings").status_code == 403


def test_a_paper_that_is_stopped_is_the_print_again_and_its_number_is_free(
    browser, page, issue, printed, monkeypatch, ward, actor_of
):
    job, actor = printed(), actor_of("officer", ward)

    def stopped_meanwhile(paper, progress):
        assert issued_papers.stop(actor, ward.id, issued()[0].id)
        progress(50)
        raise AssertionError("the worker went on")

    monkeypatch.setattr("roster.printing.pdf.render_list", stopped_meanwhile)
    assert "vừa được một cán bộ dừng lại" in issue(job).text
    assert issued() == [] and "Ban hành…" in browser.text(job)
    monkeypatch.undo()
    where = issue(job).location
    assert [one.number for one in issued()] == [5]
    browser.post(f"{where}/stop")  # what went out stays
    found = issued()[0]
    assert found.state == issued_papers.ISSUED
    found.state = issued_papers.MAKING
    db.session.commit()
    assert "Dừng, chưa ban hành" in browser.text(where)
    told = browser.post(f"{where}/stop", follow_redirects=True)
    assert told.request.path == job and "Chưa ban hành gì" in told.text and issued() == []
