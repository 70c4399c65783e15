"""Every page behind a target, and those beside them, can be taken away: as many rows on paper as on the page."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import urlsplit

import docx
import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.printing import pdf
from roster.services import militia_register, people
from roster.services.records import NewRecord
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.sheets.writer import MEDIA_TYPE as WORKBOOK_TYPE
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.training import Trainee
from roster.web.sheets import OFFICE_ENDING
from tests.web.test_targets import enter, forces, whole_year  # noqa: F401 – fixtures

TODAY = date(2026, 11, 25)
TYPES = {"pdf": "application/pdf", "xlsx": WORKBOOK_TYPE, "docx": DOCUMENT_TYPE}

# The lines of a page that are rows of its sheet, yet stand in no table body.
BEHIND = {"command": ".panel .plain-list li", "campaigns/2026/quota": "input[name$=places]"}
# Pages that no target leads to, with the same.
BESIDE = {
    "militia/selection": "", "militia/checks": "#unclear ~ ul li", "reserve/training": "", "training?year=2026": "",
    "training/rates?year=2026": "h2:first-of-type + * tfoot tr", "command/history": "",
    "party/people?column=party": "",
}  # fmt: skip
NUMBERS_KEPT = ("/population", "/handover_violations")  # the page of a number that the ward keeps itself: no list


@pytest.fixture
def more(ward, officer, whole_year):  # noqa: F811
    """What stands on the pages beside the targets."""

    def add(name, *records, **facts):
        values = {"full_name": name, "sex": "male", "birth_date": "2008-02-02"} | facts
        return people.create_person(officer, ward.id, values, TODAY, records=records, confirmed=True).id

    old = NewRecord("militia", {"component": "mobile", "joined_on": "2022-05-01"}, since=date(2022, 5, 1))
    twice = NewRecord("reserve", {"is_assigned": True, "reserve_class": 2}, since=date(2025, 1, 1))
    add("Bùi Văn Xếp", old, twice, birth_date="1970-01-01")
    add("Lò Thị Chưa Rõ", old, birth_date=None, sex=None)
    ids = [add(f"Trịnh Văn {name}") for name in ("Mơ", "Mận", "Đào")]
    militia_register.register(officer, ward.id, 2026, ids, on_day=date(2026, 4, 10))
    excused = db.session.scalars(select(Trainee)).first()
    excused.excused_reason = "Mổ ruột thừa"
    db.session.commit()


@pytest.fixture
def papers(monkeypatch):
    """What goes to paper, kept instead of set in type: tests/printing/test_every_list.py sets each kind."""
    kept = []

    def keep(paper):
        kept.append(paper)
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render_list", keep)
    return kept


def rows_of(html, besides=""):
    found = BeautifulSoup(html, "lxml").find("main")
    rows = [one for one in found.select("tbody tr") if not one.select("td[colspan]")]
    return len(rows) + len(found.select(besides) if besides else ())


def offered(html):
    """The addresses of the page's downloads by their endings."""
    links = (one["href"] for one in BeautifulSoup(html, "lxml").select("main a[href]"))
    return {urlsplit(one).path.rpartition(".")[2]: one for one in links if re.search(r"\.(pdf|xlsx|docx)(\?|$)", one)}


def taken(answer, ending):
    """How many numbered rows a workbook or document holds."""
    assert (answer.status_code, answer.mimetype) == (200, TYPES[ending]), answer.status_code
    content = io.BytesIO(answer.data)
    if ending == "docx":
        rows = [row for table in docx.Document(content).tables for row in table.rows]
        return sum(row.cells[0].text.isdigit() for row in rows)
    return len(numbered(content))


def numbered(content):
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    return [row for row in rows if isinstance(row[0], int | float) or str(row[0]).isdigit()]


def check_page(browser, papers, address, besides):
    html = browser.get(address).text
    rows, links = rows_of(html, besides), offered(html)
    assert rows and links.keys() == TYPES.keys(), address
    for ending, link in links.items():
        answer = browser.get(link)
        if ending == "pdf":
            assert answer.mimetype == TYPES[ending] and papers[-1].table.row_count == rows, link
        else:
            assert taken(answer, ending) == rows, link


def test_every_sheet_that_is_set_in_type_comes_as_a_workbook_and_a_document_too(app):
    addresses = {rule.rule for rule in app.url_map.iter_rules()}
    printed = {one.removesuffix(".pdf") for one in addresses if one.endswith(".pdf")}
    assert len(printed) > 15 and not {one for one in printed if f"{one}.{OFFICE_ENDING}" not in addresses}


def test_every_page_behind_a_target_is_taken_away_as_it_stands(browser, papers, ward, more):
    html = BeautifulSoup(browser.get(f"/wards/{ward.id}/targets?on=2026-11-25").text, "lxml")
    links = dict.fromkeys(one["href"] for one in html.select(".target-parts a[href]") if one.text != "0")
    seen = set()
    for address in links:
        path = urlsplit(address).path
        if path.endswith(NUMBERS_KEPT):
            continue
        if "/lists/" in path:  # the rosters' lists go out by their own form
            page = browser.get(address).text
            assert "Xuất Excel" in page and "In danh sách" in page, address
            continue
        seen.add(path)
        page = path.removeprefix(f"/wards/{ward.id}/")
        check_page(browser, papers, address, BEHIND.get(page, ""))
    assert {one.removeprefix(f"/wards/{ward.id}/") for one in seen} == {
        "command", "campaigns/2026/quota", "party/source", "targets/handover/people", "targets/meetings",
        "targets/self-defence", "training/people",
    }  # fmt: skip


def test_the_pages_beside_them_too_with_an_entry_of_each_and_no_other_ending(browser, papers, ward, more):
    for page, besides in BESIDE.items():
        check_page(browser, papers, f"/wards/{ward.id}/{page}", besides)
        link = offered(browser.get(f"/wards/{ward.id}/{page}").text)["pdf"]
        assert browser.get(link.replace(".pdf", ".odt")).status_code == 404
    kept = db.session.scalars(select(AuditEntry).where(AuditEntry.action.in_(["list.export", "list.print"]))).all()
    names = {one.details["list"] for one in kept}
    assert {"command-history", "militia-checks", "party-people", "training-rates"} <= names


def test_a_sheet_is_narrowed_as_its_page_and_of_its_day(browser, ward, more):
    for page, count in (
        ("militia/selection?q=mận", 1), ("targets/self-defence?state=complete", 1), ("targets/meetings?state=held", 1),
        ("targets/handover/people?state=returned", 1), ("training/people?year=2026&kind=course&result=passed", 1),
    ):  # fmt: skip
        link = offered(browser.get(f"/wards/{ward.id}/{page}").text)["xlsx"]
        assert taken(browser.get(link), "xlsx") == count, page
    before = offered(browser.get(f"/wards/{ward.id}/command?on=2025-12-31").text)["xlsx"]
    rows = numbered(io.BytesIO(browser.get(before).data))
    assert not any("Đỗ Thị Hường" in row[2] for row in rows)


def test_who_may_not_take_away_is_offered_nothing_and_refused(client_of, ward, two_wards, more):
    viewer, stranger = client_of("viewer", wards=ward), client_of("officer", wards=two_wards[1])
    for page in (
        *BESIDE,
        *BEHIND,
        "training/people",
        "targets/self-defence",
        "targets/meetings",
        "targets/handover/people",
    ):
        address = f"/wards/{ward.id}/{page}"
        is_party = page.startswith("party/")
        shown = viewer.get(address)
        assert shown.status_code == (404 if is_party else 200) and (is_party or offered(shown.text) == {}), page
        path, _, query = address.partition("?")
        path = f"{path}/board" if page == "command" else f"{path}/plans" if page.startswith("training?") else path
        for ending in TYPES:
            assert viewer.get(f"{path}.{ending}?{query}").status_code == (404 if is_party else 403), (page, ending)
        assert stranger.get(f"{path}.xlsx?{query}").status_code == 404, page


def test_summary_forms_come_as_documents_and_an_unknown_form_is_refused(browser, ward, more):
    base = f"/wards/{ward.id}"
    answer = browser.post(f"{base}/militia/statistics", data={"on": "2026-11-25", "format": "docx"})
    assert taken(answer, "docx") == (
        rows_of(browser.get(f"{base}/militia/statistics?on=2026-11-25").text) - 1  # the sum bears no number
    )
    for form in ("odt", "doc"):
        assert browser.post(f"{base}/militia/statistics", data={"format": form}).status_code == 404
    assert "Xuất  Word" in browser.get(f"{base}/militia/statistics").text
    for page, name in (("reserve/statistics", "statistics"), ("party/", "quality")):
        links = offered(browser.get(f"{base}/{page}").text)
        assert links.keys() == TYPES.keys() and name in links["docx"]
        assert taken(browser.get(links["docx"]), "docx") == taken(browser.get(links["xlsx"]), "xlsx") > 0
    report = f"{base}/campaigns/2026/reports/quota-summary"
    assert taken(browser.post(f"{report}/docx"), "docx") == 2  # the sum bears no number
    assert browser.post(f"{report}/odt").status_code == 404
    assert taken(browser.post(f"{base}/campaigns/2026/all-wards/xlsx"), "xlsx") == 1  # one ward, and the sum
