"""The Party's room: each number opens its people, an admission reaches the file, other roles see nothing."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.domain.party_source import SourceDays, states_on
from roster.services import party_source, people
from roster.services.history import history_of
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnit, PartySource
from roster.store.people import Person
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)


@pytest.fixture
def browser(client_of, ward):
    return client_of("political_officer", wards=ward)


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/party"


@pytest.fixture
def enter(ward, officer):
    def make(name, roster, facts=None, **record):
        start = NewRecord(roster, record, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "2001", **(facts or {})}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


@pytest.fixture
def forces(enter, ward):
    ids = {
        "An": enter("Đỗ Văn An", "militia", {"is_party_member": True, "religion": "Phật giáo"}, component="mobile"),
        "Bình": enter(
            "Lê Văn Bình", "militia", {"is_union_member": True, "union_joined_on": "2019-03-26"}, component="mobile"
        ),
        "Chi": enter("Vũ Thị Chi", "militia", {"sex": "female", "is_union_member": True}, component="local"),
        "Duy": enter(
            "Ngô Văn Duy", "militia", {"is_party_member": True, "party_joined_on": "2025-05-19"}, component="mobile"
        ),
        "Em": enter("Trần Văn Em", "militia", {"is_union_member": True, "birth_date": "1985"}, component="local"),
        "Giang": enter(
            "Phạm Văn Giang", "reserve", {"is_party_member": True}, reserve_class=1, discharged_on="2022-01"
        ),
    }
    platoon = ForceUnit(
        ward_id=ward.id, kind="mobile_platoon", name="Trung đội cơ động", sort_key="a", begins_on=date(2024, 4, 1)
    )
    db.session.add(platoon)
    db.session.flush()
    squad = ForceUnit(
        ward_id=ward.id, parent_id=platoon.id, kind="mobile_squad", name="Tiểu đội 1", sort_key="b",
        begins_on=date(2024, 4, 1),
    )  # fmt: skip
    db.session.add(squad)
    db.session.flush()
    for unit, name in ((platoon, "An"), (squad, "Bình")):
        db.session.add(
            Appointment(
                ward_id=ward.id, unit_id=unit.id, post="Chiến sĩ", person_id=ids[name], begins_on=date(2024, 4, 1)
            )
        )
    db.session.commit()
    return ids


@pytest.fixture
def entry(officer, ward, forces):
    """Bình stands in the source since January."""
    party_source.add(officer, ward.id, [forces["Bình"]], date(2026, 1, 10))
    return db.session.scalars(select(PartySource)).one()


def total_of(html):
    return int(re.search(r"(\d+) người", text_of(html))[1])


def numbers_of(html, endpoint):
    links = BeautifulSoup(html, "lxml").select(f"main a[href*='{endpoint}']")
    return {a["href"]: int(a.text) for a in links if a.text.strip().isdigit()}


def test_every_number_of_political_quality_opens_just_its_people(browser, page, forces):
    links = numbers_of(browser.get(page + "/").text, "/party/people")
    assert len(links) > 35
    for address, count in links.items():
        assert total_of(browser.get(address).text) == count, address


def test_shares_stand_by_component_and_unit_and_on_the_day(browser, page, forces):
    def row(html, label):
        cells = BeautifulSoup(html, "lxml").find("th", string=re.compile(label)).find_parent("tr")
        return " ".join(cells.get_text(" ").split())

    now, then = browser.get(page + "/").text, browser.get(f"{page}/?on=2025-01-01").text
    assert row(now, "Cơ động").startswith("Cơ động 3 2 66,7 %")
    assert row(then, "Cơ động").startswith("Cơ động 3 1 33,3 %")  # Duy joined in May 2025
    assert row(now, "Trung đội cơ động").startswith("Trung đội cơ động 2 0 1 50")  # with the squad below it
    assert row(now, "Tiểu đội 1").startswith("– Tiểu đội 1 1 0 0 0 1 100")
    assert row(now, "Chưa có đơn vị").startswith("Chưa có đơn vị 3 1")
    assert "chưa có ai" in browser.text(f"{page}/?on=2023-12-31")


def test_goals_are_set_per_component_and_nothing_typed_is_lost(browser, page, forces):
    form = BeautifulSoup(browser.get(f"{page}/goals").text, "lxml")
    sent = {"seen": form.find("input", {"name": "seen"})["value"], "goal-militia-all": "20",
            "goal-militia-component-mobile": "70", "goal-reserve-all": "15,5"}  # fmt: skip
    assert browser.post(f"{page}/goals", data=sent).status_code == 303
    html = BeautifulSoup(browser.get(page + "/").text, "lxml")
    rows = [" ".join(tr.get_text(" ").split()) for tr in html.select(".targets-table tbody tr")]
    assert rows[0].startswith("Dân quân tự vệ 5 2 40 % 20 % Đạt")
    assert rows[1].startswith("Tại chỗ 2 0 0 % 20 % Đang thực hiện")  # the goal of the whole
    assert rows[2].startswith("Cơ động 3 2 66,7 % 70 % Đang") and rows[3].startswith("Quân nhân dự bị 1 1 100 % 15,5 %")
    assert 'value="20' in browser.get(f"{page.removesuffix('/party')}/targets/militia_party").text  # one and the same
    stale = browser.post(f"{page}/goals", data=sent | {"goal-militia-all": "33"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text and 'value="33' in stale.text
    assert browser.post(f"{page}/goals", data=sent | {"goal-reserve-all": "tám"}).status_code == 422


def test_the_union_and_a_unit_have_goals_of_their_own(browser, page, forces):
    form = BeautifulSoup(browser.get(f"{page}/goals").text, "lxml")
    labels = {label.get_text(): label["for"] for label in form.select("td label")}
    unit = labels["Trung đội cơ động: đoàn viên (%)"]
    sent = {"seen": form.find("input", {"name": "seen"})["value"], "goal-militia-all-union": "60", unit: "80"}
    assert browser.post(f"{page}/goals", data=sent).status_code == 303
    html = BeautifulSoup(browser.get(page + "/").text, "lxml")
    rows = [" ".join(tr.get_text(" ").split()) for tr in html.select(".targets-table tbody tr")]
    assert "60 %" in rows[0] and any(one.startswith("Trung đội cơ động 2") and "80 %" in one for one in rows)
    again = browser.get(f"{page}/goals").text
    assert 'value="60' in again and 'value="80' in again
    first = BeautifulSoup(again, "lxml")
    seen = first.find("input", {"name": "seen"})["value"]
    assert browser.post(f"{page}/goals", data=sent | {"seen": seen, unit: "80,5"}).status_code == 303
    assert 'value="80,5"' in browser.get(f"{page}/goals").text and 'value="60"' in browser.get(f"{page}/goals").text
    assert browser.post(f"{page}/goals", data=sent).status_code == 422  # the page that was seen is stale now


def test_the_source_is_proposed_from_the_union_of_good_age(browser, page, forces, ward):
    listed = browser.text(f"{page}/source/new")
    assert "Lê Văn Bình" in listed and "Vũ Thị Chi" in listed
    assert not any(name in listed for name in ("Đỗ Văn An", "Trần Văn Em", "Phạm Văn Giang"))
    assert "Trần Văn Em" in browser.text(f"{page}/source/new?all=1")
    assert "Vũ Thị Chi" not in browser.text(f"{page}/source/new?q=binh")
    sent = {"chosen": [str(forces["Bình"]), str(forces["Chi"])], "since": "10/01/2026"}
    assert browser.post(f"{page}/source/new", data=sent).status_code == 303
    assert "Lê Văn Bình" in browser.text(f"{page}/source") and "Lê Văn Bình" not in browser.text(f"{page}/source/new")
    again = browser.post(f"{page}/source/new", data=sent)
    assert again.status_code == 422 and "đã có trong nguồn" in again.text
    outsider = {"chosen": [str(forces["Giang"])], "since": "10/01/2026"}
    assert browser.post(f"{page}/source/new", data=outsider).status_code == 422
    assert browser.post(f"{page}/source/new", data={"chosen": [str(ward.id)], "since": "10/01/2026"}).status_code == 404
    assert len(db.session.scalars(select(PartySource)).all()) == 2


def test_class_mentor_and_plan_are_kept_and_an_overdue_plan_is_shown(browser, page, entry):
    address = f"{page}/source/{entry.id}"
    sent = {"since": "10/01/2026", "class_attended_on": "15/05/2026", "mentor": "Vũ Văn Thịnh", "planned_on": "09/2026",
            "notes": "", "seen_version": "1"}  # fmt: skip
    assert browser.post(address, data=sent).status_code == 303
    assert "Quá thời điểm dự kiến" in browser.text(f"{page}/source")
    assert "Lê Văn Bình" in browser.text(f"{page}/source?state=overdue")
    assert "Lê Văn Bình" not in browser.text(f"{page}/source?state=overdue&on=2026-09-30")
    stale = browser.post(address, data=sent | {"mentor": "Đỗ Thị Hường"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text and "Đỗ Thị Hường" in stale.text
    wrong = browser.post(address, data=sent | {"class_attended_on": "01/01/2027", "seen_version": "2"})
    assert wrong.status_code == 422 and "không được sau hôm nay" in wrong.text


def test_an_admission_reaches_the_citizens_file_with_its_history(browser, page, entry, forces, officer, ward):
    address = f"{page}/source/{entry.id}"
    early = browser.post(f"{address}/admit", data={"admit-admitted_on": "01/01/2026", "admit-seen_version": "1"})
    assert early.status_code == 422 and "từ 10/01/2026" in early.text
    sent = {"admit-admitted_on": "02/09/2026", "admit-seen_version": "1"}
    assert browser.post(f"{address}/admit", data=sent).status_code == 303
    person = db.session.get(Person, forces["Bình"])
    assert person.is_party_member and person.party_joined_on == "2026-09-02"
    told = {change.label for step in history_of(officer, ward.id, person.id) for change in step.changes}
    assert {"Đảng viên", "Ngày vào Đảng", "Nguồn phát triển Đảng: ngày kết nạp"} <= told
    assert "Lê Văn Bình" in browser.text(f"{page}/source?state=admitted")
    assert "Lê Văn Bình" not in browser.text(f"{page}/source?state=admitted&on=2026-09-01")
    assert browser.post(f"{address}/undo", data={"seen_version": "2"}).status_code == 303
    db.session.expire_all()
    assert person.is_party_member is False and person.party_joined_on is None
    assert "Lê Văn Bình" not in browser.text(f"{page}/source?state=admitted")


def test_whoever_is_taken_out_is_still_there_on_a_past_day(browser, page, entry):
    address = f"{page}/source/{entry.id}"
    without = browser.post(f"{address}/close", data={"close-closed_on": "01/06/2026", "close-seen_version": "1"})
    assert without.status_code == 422 and "lý do" in without.text
    sent = {"close-closed_on": "01/06/2026", "close-reason": "Chuyển nơi cư trú", "close-seen_version": "1"}
    assert browser.post(f"{address}/close", data=sent).status_code == 303
    assert "Lê Văn Bình" not in browser.text(f"{page}/source")
    assert "Lê Văn Bình" in browser.text(f"{page}/source?on=2026-06-01")
    assert "Chuyển nơi cư trú" in browser.text(address) and "Lê Văn Bình" in browser.text(f"{page}/source?state=closed")
    assert browser.post(f"{address}/undo", data={"seen_version": "2"}).status_code == 303
    assert "Lê Văn Bình" in browser.text(f"{page}/source")


def test_both_lists_print_with_the_numbers_of_their_pages(browser, page, entry):
    found = {}
    for sheet in ("quality", "source"):
        assert browser.get(f"{page}/{sheet}.pdf").data.startswith(b"%PDF")
        content = io.BytesIO(browser.get(f"{page}/{sheet}.xlsx").data)
        rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
        found[sheet] = [" | ".join(str(int(cell) if isinstance(cell, float) else cell) for cell in row) for row in rows]
    assert any("Dân quân tự vệ | 5 | 1 | 2 | 40 | 3 | 60 |" in row for row in found["quality"])
    named = [tuple(part.strip() for part in row.split(" | ")[:2]) for row in found["quality"]]
    begins = named.index(("I", "Dân quân tự vệ"))
    assert ("1", "Theo thành phần") in named and ("1", "Theo hạng") in named and ("II", "Quân nhân dự bị") in named
    units = named[named.index(("2", "Theo đơn vị")) : named.index(("II", "Quân nhân dự bị"))]
    assert units[1:] == [("-", "Trung đội cơ động"), ("-", "+ Tiểu đội 1"), ("-", "Chưa có đơn vị")]
    assert not [name for _, name in named[begins:] if "– –" in name or "Đơn vị:" in name]
    assert any("Quân nhân dự bị | 1 | 0 | 1 | 100 |" in row for row in found["quality"])
    assert any("Lê Văn Bình | 2001 | Chiến sĩ, Tiểu đội 1 | 26/03/2019" in row for row in found["source"])


def test_a_role_without_politics_finds_nothing(client_of, ward, page, entry, officer, actor_of, forces):
    viewer = client_of("viewer", wards=ward)
    for path in ("/", "/people?column=party", "/source", f"/source/{entry.id}"):
        assert viewer.get(page + path).status_code == 404, path
    assert viewer.get(f"{page}/quality.pdf").status_code == viewer.post(f"{page}/source/new").status_code == 403
    assert "/party/" not in viewer.get(f"{page.removesuffix('/party')}/targets").text
    person = f"/wards/{ward.id}/people/{forces['Bình']}"
    assert "phát triển Đảng" not in viewer.get(person).text
    assert "phát triển Đảng" in client_of("officer", wards=ward).get(person).text
    kept = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "party.add")).one()
    assert kept.details == {"count": 1} and kept.subject_id is None


def test_another_wards_source_is_not_there(client_of, two_wards, page, entry):
    stranger = client_of("commander", wards=two_wards[1])
    assert stranger.get(page + "/").status_code == stranger.get(f"{page}/source/{entry.id}").status_code == 404
    there = f"/wards/{two_wards[1].id}/party"
    assert stranger.get(f"{there}/source/{entry.id}").status_code == 404
    assert stranger.post(f"{there}/source/{entry.id}/admit", data={"admit-seen_version": "1"}).status_code == 404
    assert "Chưa có ai" in stranger.text(f"{there}/source")


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2024, 12, 31), set()), (date(2025, 3, 1), {"source", "waiting"}),
        (date(2025, 5, 1), {"source", "class"}), (date(2026, 2, 1), {"source", "class", "planned"}),
        (date(2026, 5, 1), {"source", "class", "planned", "overdue"}),
        (date(2026, 9, 2), {"source", "class", "admitted"}), (date(2027, 1, 1), set()),
    ],
)  # fmt: skip
def test_how_somebody_stands_on_his_way(day, expected):
    days = SourceDays(date(2025, 1, 2), date(2025, 4, 1), "2026-03", admitted_on=date(2026, 9, 2))
    assert states_on(days, day) == expected


def test_the_shares_over_the_years_are_drawn_and_stand_in_a_table(browser, page, enter):
    enter("Đỗ Văn An", "militia", {"is_party_member": True, "party_joined_on": "2025-05-19"}, component="mobile")
    enter("Lê Văn Bình", "militia", {"is_union_member": True}, component="mobile")
    html = BeautifulSoup(browser.get(f"{page}/?on=2026-11-25").text, "lxml")
    panel = html.select_one("section[aria-labelledby=years-militia]")
    chart = panel.find("svg")
    assert chart["role"] == "img" and all(html.find(id=one) for one in chart["aria-labelledby"].split())
    assert "Tỷ lệ đảng viên, đoàn viên qua các năm: Dân quân tự vệ" in chart.find("title").text
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in panel.select("tbody tr")]
    assert [row[0] for row in rows] == ["31/12/2022", "31/12/2023", "31/12/2024", "31/12/2025", "25/11/2026"]
    assert rows[-1][1:] == ["2", "1", "50 %", "1", "50 %"]
    assert [tuple(row[1:3]) for row in rows] == [("0", "0"), ("0", "0"), ("2", "0"), ("2", "1"), ("2", "1")]
    assert not html.select("section[aria-labelledby=years-reserve]")
