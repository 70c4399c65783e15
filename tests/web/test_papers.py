"""Printing, as an officer's browser sees it."""

import io
from datetime import date
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from roster.services import people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.papers import PrintJob, Signatory
from tests.page_checks import text_of
from tests.printing.test_same_everywhere import AWKWARD, bare, rows_of_book, rows_of_document, rows_of_pdf

TODAY = date(2026, 11, 24)


@pytest.fixture
def people_ids(ward, actor_of):
    officer, ids = actor_of("officer", ward), []
    for name, record in (("Vũ Văn An", {}), ("Lê Văn Bình", {}), ("Bùi Văn Công", {"ground": "41.1.g"})):
        start = NewRecord("enlistment", record, year=2027)
        ids.append(
            people.create_person(
                officer, ward.id, {"full_name": name, "birth_date": "2005", "sex": "male"}, TODAY, records=(start,)
            ).id
        )
    return [str(one) for one in ids]


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/papers"


SHOWN = ("full_name", "occupation", "workplace", "permanent_address", "notes")  # facts of the awkward people
FORM = {"list_key": "enlistment-16c", "order": "", "dated_on": "", "number": "", "preparer": "", "signer": ""}


def words_of(response):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages)


def test_the_officer_chooses_the_form_and_is_told_whom_it_leaves_out(browser, page, people_ids):
    text = text_of(browser.post(f"{page}/options/enlistment").text)
    assert "(Biểu số 16C): 2 người" in text and "sẽ in 2 người, để lại 1 người" in text and "Điều 41" in text
    assert "BAN CHQS PHƯỜNG PHÙ LIỄN" in text


@pytest.mark.parametrize("form", ["enlistment-17a", "enlistment-16b"])
def test_a_link_that_names_a_form_opens_the_page_with_it_chosen(browser, page, people_ids, form):
    html = BeautifulSoup(browser.get(f"{page}/options/enlistment?list_key={form}").text, "lxml")
    chosen = html.select("input[name=list_key][checked]")
    assert [one["value"] for one in chosen] == [form]


def test_the_call_up_list_is_printed_from_the_call_up_s_own_page_and_found_by_its_name(browser, page, people_ids):
    for address in (page.replace("papers", "campaigns/2027"), f"/search?q={quote('Biểu số 17A')}"):
        links = BeautifulSoup(browser.get(address, follow_redirects=True).text, "lxml").find_all("a", href=True)
        assert any("list_key=enlistment-17a" in one["href"] for one in links), address


def test_a_list_is_printed_and_the_pdf_opens_in_the_browser(browser, page, people_ids):
    sent = FORM | {"dated_on": "05/02/2027", "number": "7"}
    shown = browser.post(f"{page}/new/enlistment", data=sent, follow_redirects=True)
    text = text_of(shown.text)
    assert "Đã lập xong: 2 người, 1 trang" in text and "1 người: Chờ quyết định tạm hoãn, miễn" in text
    assert "Bùi Văn Công" in text and "điểm g khoản 1 Điều 41" in text
    link = BeautifulSoup(shown.text, "lxml").find("a", string=lambda s: s and "PDF" in s) or next(
        a for a in BeautifulSoup(shown.text, "lxml").find_all("a") if a["href"].endswith("/file")
    )
    pdf = browser.get(link["href"])
    assert pdf.mimetype == "application/pdf" and pdf.headers["Content-Disposition"].startswith("inline")
    assert "bieu-so-16c-2027.pdf" in pdf.headers["Content-Disposition"]
    assert "Vũ Văn An" in words_of(pdf) and "Bùi Văn Công" not in words_of(pdf)
    assert "ngày 05 tháng 02 năm 2027" in words_of(pdf)
    assert "Vũ Văn An" not in browser.text(f"{page}/")


def test_ticked_rows_and_filters_reach_the_paper(browser, page, people_ids):
    html = browser.post(f"{page}/options/enlistment", data={"chosen": people_ids[0]}).text
    form = BeautifulSoup(html, "lxml").find("form", attrs={"data-once": True})
    assert [one["value"] for one in form.find_all("input", attrs={"name": "chosen"})] == [people_ids[0]]
    browser.post(f"{page}/new/enlistment", data=FORM | {"chosen": people_ids[0]})
    browser.post(f"{page}/new/enlistment?q=binh", data=FORM)
    jobs = db.session.query(PrintJob).order_by(PrintJob.created_at).all()
    assert [job.rows for job in jobs] == [1, 1]
    assert "Lê Văn Bình" in words_of(browser.get(f"{page}/{jobs[1].id}/file"))


def test_the_list_as_it_is_seen_is_printed_with_its_columns(browser, page, people_ids):
    browser.post(f"{page}/new/enlistment?columns=full_name&columns=phone", data=FORM | {"list_key": "enlistment"})
    [job] = db.session.query(PrintJob)
    assert (job.rows, job.request["options"]["keys"]) == (3, ["full_name", "phone"])


def test_page_paper_workbook_and_document_hold_the_same_people_and_values_in_the_same_order(
    browser, page, ward, actor_of
):
    officer, start = actor_of("officer", ward), (NewRecord("enlistment", {"health_class": 2}, year=2027),)
    for one in ({"full_name": "Lý A"}, *AWKWARD):
        facts = {key: one[key] for key in SHOWN if one.get(key)} | {"birth_date": "2005", "sex": "male"}
        people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)
    asked = "&".join(f"columns={key}" for key in (*SHOWN, "birth_date", "health_class"))
    listed = BeautifulSoup(browser.get(f"/wards/{ward.id}/lists/enlistment?{asked}").text, "lxml")
    cells = [
        [cell.get_text() for cell in row("td") if "tick" not in cell["class"]] for row in listed.select("tbody tr")
    ]
    seen = [bare(row) for row in cells]
    assert len(seen) == len(AWKWARD) + 1 and seen[0][0] == "1"
    browser.post(f"{page}/new/enlistment?{asked}", data=FORM | {"list_key": "enlistment"})
    [job] = db.session.query(PrintJob)
    for kind, read in (("xlsx", rows_of_book), ("docx", rows_of_document)):
        file = io.BytesIO(browser.post(f"{page}/{job.id}/format/{kind}").data)
        assert [bare(row) for row in read(file, len(seen[0]), len(seen))] == seen, kind
    taken = io.BytesIO(browser.post(f"/wards/{ward.id}/lists/enlistment/export?{asked}").data)
    assert [bare(row) for row in rows_of_book(taken, len(seen[0]), len(seen))] == seen
    printed = rows_of_pdf(browser.get(f"{page}/{job.id}/file").data, len(seen[0]))
    assert [bare(row) for row in printed] == seen


def test_who_signs_is_chosen_from_the_ward_s_signatories_of_the_day(browser, page, people_ids, ward):
    db.session.add(
        Signatory(
            ward_id=ward.id,
            part="signer",
            post="CHỈ HUY TRƯỞNG",
            rank="Thiếu tá",
            full_name="Phạm Văn Ký",
            begins_on=TODAY,
        )
    )
    db.session.commit()
    html = browser.post(f"{page}/options/enlistment").text
    select = BeautifulSoup(html, "lxml").find("select", id="signer")
    chosen = (select.find("option", selected=True) or select.find("option"))["value"]
    browser.post(f"{page}/new/enlistment", data=FORM | {"signer": chosen})
    [job] = db.session.query(PrintJob)
    assert "Phạm Văn Ký" in words_of(browser.get(f"{page}/{job.id}/file"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"dated_on": "31/02/2027"},
        {"dated_on": "2027"},
        {"list_key": "militia-roster"},
        {"signer": "x"},
        {"number": "1" * 30},
    ],
)
def test_a_wrong_choice_comes_back_and_prints_nothing(browser, page, people_ids, wrong):
    answer = browser.post(f"{page}/new/enlistment", data=FORM | wrong)
    assert answer.status_code == 200 and "Chưa in được" in text_of(answer.text)
    assert db.session.query(PrintJob).count() == 0


def test_a_print_under_way_shows_its_progress(browser, page, people_ids):
    browser.post(f"{page}/new/enlistment", data=FORM)
    [job] = db.session.query(PrintJob)
    assert browser.get(f"{page}/{job.id}/state").json["done"] is True
    job.state, job.progress, job.stored_name = "running", 40, None
    db.session.commit()
    assert browser.get(f"{page}/{job.id}/state").json == {
        "percent": 40,
        "text": "Đang lập bản in…",
        "done": False,
        "url": "",
    }
    assert "Đang lập bản in" in browser.text(f"{page}/{job.id}")
    assert browser.get(f"{page}/{job.id}/file").status_code == 404


def test_a_failed_print_can_be_made_again(browser, page, people_ids):
    browser.post(f"{page}/new/enlistment", data=FORM)
    [job] = db.session.query(PrintJob)
    job.state, job.failure = "failed", "Chưa tạo được bản in."
    db.session.commit()
    assert "Lập lại bản in" in browser.text(f"{page}/{job.id}")
    assert "Đã lập xong" in text_of(browser.post(f"{page}/{job.id}/restart", follow_redirects=True).text)
    # What somebody stopped is no fault.
    job.state = "waiting"
    db.session.commit()
    stopped = browser.post(f"{page}/{job.id}/cancel", follow_redirects=True).text
    assert "đã dừng lần in này" in stopped and "notice-info" in stopped and "notice-error" not in stopped


def test_another_ward_s_prints_do_not_exist_and_a_viewer_prints_nothing(
    browser, page, people_ids, client_of, two_wards, ward
):
    browser.post(f"{page}/new/enlistment", data=FORM)
    [job] = db.session.query(PrintJob)
    stranger, own = client_of("officer", two_wards[1]), page.replace(str(ward.id), str(two_wards[1].id))
    for place in (page, own):
        for url in (f"{place}/{job.id}", f"{place}/{job.id}/state", f"{place}/{job.id}/file"):
            assert stranger.get(url).status_code == 404, url
        assert stranger.post(f"{place}/{job.id}/restart").status_code == 404
    assert stranger.post(f"{page}/new/enlistment", data=FORM).status_code == 404
    viewer = client_of("viewer", ward)
    for url in (f"{page}/", f"{page}/{job.id}", f"{page}/{job.id}/file"):
        assert viewer.get(url).status_code == 403
    assert viewer.post(f"{page}/new/enlistment", data=FORM).status_code == 403


def test_a_print_in_progress_loads_itself_again_without_script(browser, page, people_ids):
    browser.post(f"{page}/new/enlistment", data=FORM)
    job = db.session.query(PrintJob).one()
    assert 'http-equiv="refresh"' not in browser.get(f"{page}/{job.id}").text
    job.state = "running"
    db.session.commit()
    head = BeautifulSoup(browser.get(f"{page}/{job.id}").text, "lxml").head
    assert head.select_one('noscript meta[http-equiv="refresh"]')["content"] == "3"
