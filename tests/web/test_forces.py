"""The pages of the forces: the tree of a day, a unit and its posts, placing people, taking over what a roster names."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.services import force_establishment, forces, people, units
from roster.services.forces import UnitFacts
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnit
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/forces"


@pytest.fixture
def squad(officer, ward):
    made = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", date(2024, 1, 1)))
    return made.id


@pytest.fixture
def member(officer, ward):
    def make(name, **facts):
        start = NewRecord("militia", {"component": "mobile", **facts}, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "1999", "phone": "0912345678"}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


def version_of(html):
    return BeautifulSoup(html, "lxml").find("input", attrs={"name": "seen_version"})["value"]


def test_a_unit_is_made_given_places_filled_and_shown_on_every_day(browser, page, member):
    assert "chưa có đơn vị nào" in browser.text(page)
    made = browser.post(
        f"{page}/new", data={"kind": "mobile_squad", "name": "Tiểu đội 1", "begins_on": "01/01/2024"}
    )  # fmt: skip
    assert made.status_code == 303
    unit = made.headers["Location"]
    version = version_of(browser.get(f"{unit}/posts").text)
    places = {"from_day": "01/01/2025", "seen_version": version, "post": ["Tiểu đội trưởng", "Chiến sĩ", ""],
              "places": ["1", "3", ""]}  # fmt: skip
    assert browser.post(f"{unit}/posts", data=places).status_code == 303
    chosen = [str(member(name)) for name in ("Đỗ Văn An", "Lê Văn Bình")]
    assert "Đỗ Văn An" in browser.text(f"{unit}/fill?q=do van an")
    decision = {"post": "Chiến sĩ", "begins_on": "01/06/2025", "decision_number": "15/QĐ-UBND", "chosen": chosen}
    assert browser.post(f"{unit}/fill", data=decision).status_code == 303
    shown = browser.text(unit)
    assert "Thiếu 2" in shown and "15/QĐ-UBND" in shown and "Chủ tịch UBND phường" in shown
    row = BeautifulSoup(browser.get(page).text, "lxml").find("a", string="Tiểu đội 1").find_parent("tr").text
    assert re.sub(r"\s+", " ", row).count("Thiếu 2") == 1
    assert "Chưa đặt biên chế" in browser.text(f"{page}?on=31/12/2024")
    assert "Thiếu 4" in browser.text(f"{page}?on=2025-05-31")
    assert "chưa có đơn vị nào" in browser.text(f"{page}?on=2023-12-31")
    assert browser.get(f"{unit}/fill").status_code == 200  # nobody is left: the page says so


def test_appointing_offers_the_office_of_the_law_and_takes_that_of_the_decision(browser, page, squad, member):
    man = member("Đỗ Văn An")
    form = f"{page}/units/{squad}/appoint/{man}"
    assert "Đỗ Văn An" in browser.text(f"{page}/units/{squad}/appoint?q=an")
    html = browser.get(form).text
    offered = BeautifulSoup(html, "lxml").find(id="decided_by")["value"]
    assert offered == "Chỉ huy trưởng Ban CHQS phường" and "sau khi thống nhất với" in text_of(html)
    sent = {"post": "Tiểu đội trưởng", "begins_on": "20/01/2025", "decided_on": "15/01/2025", "decided_by": offered,
            "offered": offered}  # fmt: skip
    wrong = browser.post(form, data=sent | {"begins_on": "20/13/2025", "decision_number": "7/QĐ"})
    assert wrong.status_code == 422 and "7/QĐ" in wrong.text
    lacking = browser.post(form, data=sent)
    assert lacking.status_code == 422 and "Tiểu đội trưởng phải có số quyết định bổ nhiệm" in text_of(lacking.text)
    sent["decision_number"] = "7/QĐ"
    assert browser.post(form, data=sent).status_code == 303
    held = db.session.scalars(select(Appointment)).one()
    assert held.decided_by == "Chỉ huy trưởng Ban CHQS cấp huyện"
    twice = browser.post(form, data=sent)
    assert twice.status_code == 422 and "đang giữ chức Tiểu đội trưởng" in text_of(twice.text)
    rival = f"{page}/units/{squad}/appoint/{member('Lê Văn Bình')}"
    sent |= {"begins_on": "20/01/2026", "decided_on": "15/01/2026"}
    taken = browser.post(rival, data=sent)
    assert taken.status_code == 422 and "đang có Đỗ Văn An" in text_of(taken.text)
    assert browser.post(rival, data=sent | {"replaces": "y"}).status_code == 303
    db.session.refresh(held)
    assert held.ends_on == date(2026, 1, 19)


def test_a_holder_is_transferred_ended_and_a_stale_form_loses_nothing(browser, page, officer, ward, squad, member):
    other = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 2", date(2024, 1, 1))).id
    man = member("Đỗ Văn An")
    post = {"post": "Chiến sĩ", "begins_on": "01/06/2025"}
    browser.post(f"{page}/units/{squad}/appoint/{man}", data=post)
    held = f"{page}/appointments/{db.session.scalars(select(Appointment.id)).one()}"
    stale = version_of(browser.get(f"{held}/end").text)
    assert (
        browser.post(f"{held}/edit", data=post | {"decision_number": "9/QĐ", "seen_version": stale}).status_code == 303
    )
    refused = browser.post(f"{held}/end", data={"day": "01/11/2026", "reason": "Sức khỏe", "seen_version": stale})
    assert refused.status_code == 422 and "Cán bộ khác vừa sửa" in refused.text and "Sức khỏe" in refused.text
    move = post | {"begins_on": "01/01/2026", "unit_id": str(other), "seen_version": version_of(refused.text)}
    assert browser.post(f"{held}/transfer", data=move).status_code == 303
    assert "Đỗ Văn An" in browser.text(f"{page}/units/{squad}?on=2025-12-31")
    assert "Điều chuyển: Chiến sĩ, Tiểu đội 2" in browser.text(f"{page}/units/{squad}")
    end = f"{page}/units/{other}/end"
    kept = browser.post(end, data={"day": "30/10/2026", "seen_version": version_of(browser.get(end).text)})
    assert kept.status_code == 422 and "1 người giữ chức" in text_of(kept.text)
    together = {"day": "30/10/2026", "with_all": "y", "seen_version": version_of(kept.text)}
    assert browser.post(end, data=together).status_code == 303
    assert "Đơn vị đã giải thể" in browser.text(f"{page}/units/{other}")


def test_the_units_a_roster_names_are_proposed_changed_and_confirmed(browser, page, actor_of, ward, member):
    firm = units.save_organisation(actor_of("commander", wards=ward), ward.id, None, name="Công ty An Phát").id
    for name, unit in (("Đỗ Văn An", "Trung đội cơ động"), ("Lê Văn Bình", "Xưởng may"), ("Vũ Văn Chi", "Ban CHQS")):
        member(name, unit=unit)
    assert "3 người trong danh sách dân quân có ghi tên đơn vị" in browser.text(page)
    html = BeautifulSoup(browser.get(f"{page}/adopt").text, "lxml")
    texts = [one["value"] for one in html.find_all("input", attrs={"name": "text"})]
    picks = {"Trung đội cơ động": ("new:mobile_platoon", ""), "Xưởng may": ("new:self_squad", ""), "Ban CHQS": ("", "")}
    sent = {"text": texts, "wanted": [picks[text][0] for text in texts], "name": texts, "parent": ["", "", ""],
            "ground": [picks[text][1] for text in texts]}  # fmt: skip
    wrong = browser.post(f"{page}/adopt", data=sent)
    assert wrong.status_code == 422 and "Hãy chọn cơ quan, tổ chức" in text_of(wrong.text)
    assert db.session.scalars(select(ForceUnit)).all() == []
    sent["ground"] = [f"o:{firm}" if text == "Xưởng may" else "" for text in texts]
    assert browser.post(f"{page}/adopt", data=sent).status_code == 303
    shown = browser.text(page)
    assert "Xưởng may" in shown and "Công ty An Phát" in shown and "1 người trong danh sách dân quân" in shown


def test_the_tree_and_a_units_roster_are_exported_and_numbers_are_masked(browser, client_of, ward, page, squad, member):
    man = member("Đỗ Văn An")
    browser.post(f"{page}/units/{squad}/appoint/{man}", data={"post": "Chiến sĩ", "begins_on": "01/06/2025"})
    cells = []
    for address in (f"{page}/units.xlsx", f"{page}/units/{squad}/roster.xlsx"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(address).data))
        cells += [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "Tiểu đội 1" in cells and "Đỗ Văn An" in cells and "0912345678" in cells
    assert browser.get(f"{page}/units.pdf").data.startswith(b"%PDF")
    viewer = client_of("viewer", wards=ward)
    text = viewer.text(f"{page}/units/{squad}")
    assert "0912345678" not in text and "Lập đơn vị trực thuộc" not in text
    assert viewer.get(f"{page}/units.pdf").status_code == viewer.get(f"{page}/new").status_code == 403


def test_a_foreign_unit_is_not_there(client_of, two_wards, page, squad, member, browser):
    man = member("Đỗ Văn An")
    browser.post(f"{page}/units/{squad}/appoint/{man}", data={"post": "Chiến sĩ", "begins_on": "01/06/2025"})
    held = db.session.scalars(select(Appointment.id)).one()
    stranger = client_of("officer", wards=two_wards[1])
    theirs = f"/wards/{two_wards[1].id}/forces"
    for address in (page, f"{page}/units/{squad}", f"{theirs}/units/{squad}", f"{theirs}/units/{squad}/edit",
                    f"{theirs}/units/{squad}/fill", f"{theirs}/appointments/{held}/end",
                    f"{theirs}/units/{squad}/roster.xlsx"):  # fmt: skip
        assert stranger.get(address).status_code == 404, address
    assert stranger.post(f"{theirs}/units/{squad}/remove").status_code == 404
    assert stranger.post(f"{theirs}/appointments/{held}/remove").status_code == 404


def test_a_unit_in_a_young_firm_is_made_with_a_warning_and_its_clause(browser, page, actor_of, ward):
    chief = actor_of("commander", wards=ward)
    young = units.save_organisation(chief, ward.id, None, name="Công ty Mới", operating_since=date(2025, 1, 10)).id
    old = units.save_organisation(chief, ward.id, None, name="Công ty Cũ", operating_since=date(2020, 1, 10)).id
    assert "Công ty Mới (hoạt động từ 10/01/2025, chưa đủ 24 tháng)" in browser.get(f"{page}/new").text
    sent = {"kind": "self_squad", "name": "Tự vệ Mới", "begins_on": "01/03/2026", "organisation_id": str(young)}
    made = browser.post(f"{page}/new", data=sent)
    assert made.status_code == 303
    warning = "đến ngày 01/03/2026 chưa đủ 24 tháng để tổ chức tự vệ (Điều 17"
    assert warning in browser.text(made.location)
    assert warning in browser.text(f"{made.location}/edit")
    assert "chưa đủ 24 tháng" in browser.text(f"{made.location}?on=2027-01-09")
    assert "chưa đủ 24 tháng" not in browser.text(f"{made.location}?on=2027-01-10")
    unknown = units.save_organisation(chief, ward.id, None, name="Công ty Lạ").id
    assert "Công ty Lạ (chưa ghi ngày hoạt động)" in browser.get(f"{page}/new").text
    asked = browser.post(f"{page}/new", data=sent | {"name": "Tự vệ Lạ", "organisation_id": str(unknown)})
    assert "Chưa ghi Công ty Lạ hoạt động từ ngày nào" in browser.text(asked.location)
    fine = browser.post(f"{page}/new", data=sent | {"name": "Tự vệ Cũ", "organisation_id": str(old)})
    assert "Điều 17" not in browser.text(fine.location)
    unit_id = fine.location.rsplit("/", 1)[1]
    version = db.session.get_one(ForceUnit, UUID(unit_id)).version
    few = {"Tiểu đội trưởng": 1, "Chiến sĩ": 2}
    force_establishment.set_establishment(chief, ward.id, UUID(unit_id), date(2026, 3, 1), few, version)
    assert "Biên chế 3 người chưa đủ một tiểu đội" in browser.text(fine.location)


def test_the_first_establishments_are_entered_on_one_page(browser, page, squad):
    html = browser.get(f"{page}/establishment").text
    assert "Tiểu đội trưởng" in html
    row = {"unit": str(squad), "leader": "Tiểu đội trưởng", "leaders": "1", "soldiers": "tám", "from_day": "01/01/2026"}
    wrong = browser.post(f"{page}/establishment", data=row)
    assert wrong.status_code == 422 and "“tám” không phải là số người" in text_of(wrong.text)
    assert browser.post(f"{page}/establishment", data=row | {"soldiers": "8"}).status_code == 303
    assert "Thiếu 9" in browser.text(page)


def test_lines_are_pasted_and_a_wrong_one_is_told(browser, page):
    sent = {"lines": "Trung đội dân quân cơ động\nTiểu đội 1;;;Không có", "begins_on": "01/01/2024"}
    wrong = browser.post(f"{page}/quick", data=sent)
    assert wrong.status_code == 422 and "Dòng 2: không có đơn vị cấp trên" in text_of(wrong.text)
    sent["lines"] = "Trung đội dân quân cơ động\nTiểu đội 1;;;Trung đội dân quân cơ động"
    assert browser.post(f"{page}/quick", data=sent).status_code == 303
    assert "└ Tiểu đội 1" in browser.text(page)


def test_units_are_read_from_a_file_and_a_wrong_one_is_told(browser, page):
    form = browser.get(f"{page}/units-form.xlsx")
    assert form.data.startswith(b"PK") and "bieu-nhap-don-vi.xlsx" in form.headers["Content-Disposition"]
    assert "Nhập đơn vị bằng Excel" in browser.text(f"{page}/units-file")

    def send(content, name="don-vi.csv"):
        data = {"file": (io.BytesIO(content), name), "begins_on": "01/01/2024"}
        return browser.post(f"{page}/units-file", data=data, content_type="multipart/form-data")

    assert "Hãy chọn tệp" in text_of(browser.post(f"{page}/units-file", data={"begins_on": "01/01/2024"}).text)
    assert "không có cột “Tên đơn vị”" in text_of(send("Họ tên\nNguyễn Văn An\n".encode()).text)
    assert send(b"not a workbook", "don-vi.xlsx").status_code == 422
    assert send("Tên đơn vị;Cấp trên\nTrung đội cơ động;\nTiểu đội 1;Trung đội cơ động\n".encode()).status_code == 303
    assert "└ Tiểu đội 1" in browser.text(page)
