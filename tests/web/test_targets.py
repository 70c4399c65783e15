"""The targets of item 5: every figure is the count of the list behind it, and the ward keeps what cannot be counted."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.columns.plain_sheets import PlainColumn, PlainSheet
from roster.domain.force_units import authority_of, guess_kind, kind_of
from roster.domain.law.command_posts import command_on
from roster.domain.law.training import CommandingPost, course_days
from roster.domain.targets import OVER_CEILING, TARGETS, TargetState, state_of
from roster.services import people, quotas, targets, ward_command
from roster.services.command_facts import CommandFacts
from roster.services.plain_sheets import table_of
from roster.services.records import NewRecord
from roster.services.report_lines import Figures
from roster.services.report_lines import Row as ReportRow
from roster.services.report_lines import Table as ReportTable
from roster.services.report_words import _Speaker
from roster.sheets.writer import write_list
from roster.store.campaigns import CandidateMove
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, EstablishmentPost, ForceUnit, PartySource
from roster.store.people import Person
from roster.store.training import Meeting, SessionAbsence, Trainee, TrainingPlan, TrainingSession
from tests.page_checks import text_of
from tests.query_count import counted_queries

TODAY = date(2026, 11, 25)


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/targets"


@pytest.fixture
def enter(ward, actor_of):
    officer = actor_of("officer", wards=ward)

    def make(name, roster, facts=None, **record):
        start = NewRecord(roster, record, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "1999", **(facts or {})}
        people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)

    return make


@pytest.fixture
def forces(enter):
    enter("Đỗ Văn An", "militia", {"is_party_member": True, "birth_date": "2000"}, component="mobile")
    enter("Lê Văn Bình", "militia", {"is_union_member": True, "birth_date": "1990"}, component="mobile")
    enter("Vũ Thị Chi", "militia", {"sex": "female", "birth_date": "1995"}, component="local")
    enter("Ngô Văn Duy", "militia", {"is_party_member": True, "party_joined_on": "2025-05-19"}, component="medical")
    enter("Trần Văn Em", "reserve", reserve_class=1, is_assigned=True, speciality_match="exact")
    enter("Phạm Văn Giang", "reserve", reserve_class=2, is_assigned=False)


def total_of(html):
    return int(re.search(r"(\d+) người", text_of(html))[1])


@pytest.fixture
def whole_year(forces, ward, actor_of):
    """What item 5 asks for, of every kind: posts of the command, a course, the Party source, men handed over."""
    officer = actor_of("officer", wards=ward)
    ids = dict(db.session.execute(select(Person.full_name, Person.id)).all())
    an, binh, chi = ids["Đỗ Văn An"], ids["Lê Văn Bình"], ids["Vũ Thị Chi"]
    since = date(2026, 2, 1)
    by = {"decision_number": "4/QĐ", "decided_on": since}
    ward_command.appoint(officer, ward.id, CommandFacts("Chính trị viên", since, holder_name="Đỗ Thị Hường", **by))
    ward_command.appoint(officer, ward.id, CommandFacts("Phó Chỉ huy trưởng", since, person_id=an, **by))
    for kind, results in (("training", {an: "good", binh: "failed"}), ("course", {an: "passed", chi: "passed"})):
        plan = TrainingPlan(ward_id=ward.id, year=2026, kind=kind, home="militia", title="Đợt 1")
        db.session.add(plan)
        db.session.flush()
        for person_id, result in results.items():
            db.session.add(Trainee(ward_id=ward.id, plan_id=plan.id, person_id=person_id, result=result))
    db.session.add(
        PartySource(ward_id=ward.id, person_id=binh, since=since, class_attended_on=date(2026, 5, 1))
    )  # fmt: skip
    db.session.add(PartySource(ward_id=ward.id, person_id=chi, since=since, admitted_on=date(2026, 9, 2)))
    for name, status in (("Hoàng Văn Khải", "handed_over"), ("Bùi Văn Lâm", "handed_over"), ("Mai Văn Minh", "source")):
        man = people.create_person(officer, ward.id, {"full_name": name, "birth_date": "2005"}, TODAY, confirmed=True)
        db.session.add(
            EnlistmentRecord(ward_id=ward.id, person_id=man.id, year=2026, status=status, since=date(2026, 1, 1))
        )
    db.session.commit()
    quotas.save(officer, ward.id, 2026, "army", 3, "01/QĐ", date(2025, 12, 1), "Chủ tịch UBND thành phố")
    for year, key, value in ((2026, "population", 800), (2026, "handover_violations", 2)):
        targets.save(officer, ward.id, year, key, {"value": value})
    # The men's quality, one who came back, one who took his place.
    men = {one.person.full_name: one for one in _with_names(ward)}
    men["Hoàng Văn Khải"].record.health_class = 2
    men["Bùi Văn Lâm"].record.health_class = 3
    for name, status in (("Lý Văn Nam", "returned"), ("Tạ Văn Oanh", "replacement")):
        man = people.create_person(officer, ward.id, {"full_name": name, "birth_date": "2005"}, TODAY, confirmed=True)
        record = EnlistmentRecord(ward_id=ward.id, person_id=man.id, year=2026, status=status, since=date(2026, 1, 1))
        db.session.add(record)
        db.session.flush()
        db.session.add(
            CandidateMove(
                ward_id=ward.id, record_id=record.id, person_id=man.id, to_step=status, on=since, user_name="Lê Văn Thử"
            )
        )
    # Two days of training, one man away on the second; two self-defence units, one with a commander; two meetings.
    training_plan = db.session.scalar(select(TrainingPlan).where(TrainingPlan.kind == "training"))
    for day in (date(2026, 2, 10), date(2026, 2, 11)):
        session = TrainingSession(ward_id=ward.id, plan_id=training_plan.id, on_day=day, is_entered=True)
        db.session.add(session)
        db.session.flush()
    db.session.add(SessionAbsence(ward_id=ward.id, session_id=session.id, person_id=binh))
    for name, leader in (("Tự vệ A", "Mai Thị Hoa"), ("Tự vệ B", None)):
        unit = ForceUnit(ward_id=ward.id, kind="self_squad", name=name, sort_key=name, begins_on=since)
        db.session.add(unit)
        db.session.flush()
        if leader:
            db.session.add(
                Appointment(
                    ward_id=ward.id, unit_id=unit.id, post="Tiểu đội trưởng", holder_name=leader, begins_on=since
                )
            )
    for is_held in (True, False):
        db.session.add(
            Meeting(ward_id=ward.id, kind="command", on_day=date(2026, 2, 20), topic="Giao ban", is_held=is_held)
        )
    platoon = ForceUnit(
        ward_id=ward.id, kind="mobile_platoon", name="Trung đội cơ động", sort_key="a", begins_on=since
    )  # fmt: skip
    db.session.add(platoon)
    db.session.flush()
    db.session.add(EstablishmentPost(ward_id=ward.id, unit_id=platoon.id, post="Chiến sĩ", places=9, begins_on=since))
    db.session.add(Appointment(ward_id=ward.id, unit_id=platoon.id, post="Chiến sĩ", person_id=binh, begins_on=since))
    db.session.commit()


def _with_names(ward):
    query = select(EnlistmentRecord, Person).join(Person, Person.id == EnlistmentRecord.person_id)
    rows = db.session.execute(query.where(EnlistmentRecord.ward_id == ward.id))
    return [SimpleNamespace(record=record, person=person) for record, person in rows]


def count_behind(browser, address, label):
    """What the page behind a number counts, in whichever words it says so."""
    html = browser.get(address).text
    if "/command" in address:
        filled, places = re.search(r"(\d+)/(\d+) Ban CHQS", text_of(html)).groups()
        return int(filled if label.startswith("Chức danh có người") else places)
    if address.split("?")[0].endswith("/quota"):
        fields = BeautifulSoup(html, "lxml").select("input[name$='places']")
        return sum(int(one["value"]) for one in fields)
    if address.split("?")[0].endswith(("/population", "/handover_violations")):
        return int(BeautifulSoup(html, "lxml").find("input", {"name": "value"})["value"].replace(".", ""))
    noun = "ngày tham gia" if label.startswith("Ngày công") else "(?:người|đơn vị|buổi)"
    return int(re.search(rf"(\d+) {noun}", text_of(html))[1])


@pytest.mark.parametrize("on", ["2026-11-25", "2026-03-01"])
def test_every_figure_is_the_count_of_the_page_behind_it(browser, page, whole_year, on):
    html = BeautifulSoup(browser.get(f"{page}?on={on}").text, "lxml")
    found = [(a["href"], int(a.text.replace(".", "")), a.find_previous(string=re.compile(":")).strip())
             for a in html.select(".target-parts a")]  # fmt: skip
    links = {address: label for address, _, label in found}
    wanted = ("/lists/", "/command", "/party/source", "/training/people", "/handover/people", "/quota",
              "/self-defence", "/targets/meetings", "/population", "/handover_violations")  # fmt: skip
    assert [one for one in wanted if not any(one in address for address in links)] == []
    assert sum(count for _, count, _ in found) > 20
    for address, count, label in found:
        if "/command" not in address:
            assert count_behind(browser, address, label) == count, (address, label)
    if on == "2026-11-25":
        said = " ".join(html.get_text(" ").split())
        for words in ("Dân số: 800", "So với dân số: 0,5 %", "Đoàn viên: 1 (25 %)", "Đã xếp đúng CNQS: 1 (100 %)",
                      "Đã tham gia: 2 (100 %)", "Ngày công tham gia: 3 ngày (75 %)", "Sức khỏe loại 1, 2: 1 (50 %)",
                      "Bù đổi: 1", "Trả về: 1", "Vi phạm: 2 vụ", "Tự vệ đã có chỉ huy: 1 đơn vị (50 %)",
                      "Họp, sinh hoạt đã tổ chức: 1 buổi (50 %)"):  # fmt: skip
            assert words in said, words
    parts = html.find(string=re.compile("Chức danh có người")).find_parent("small").get_text(" ")
    filled, places = map(int, re.findall(r"Chức danh[^:]*: *(\d+)", " ".join(parts.split())))
    board = next(address for address in links if address.split("?")[0].endswith("/command"))
    assert count_behind(browser, board, "Chức danh có người") == filled == 2
    assert count_behind(browser, board, "Chức danh theo quy định") == places


def test_the_charts_stand_with_numbers_whose_pages_are_there(browser, page, whole_year):
    html = BeautifulSoup(browser.get(page).text, "lxml")
    assert {"chart-strength", "chart-training", "chart-quota", "chart-militia_structure", "chart-age"} <= {
        one["id"] for one in html.select("h2[id]")
    }

    def lines(key):
        panel = html.find(id=f"chart-{key}").find_parent("section")
        return [" ".join(tr.get_text(" ").split()) for tr in panel.select("tbody tr")], panel

    assert lines("strength")[0] == ["Trung đội cơ động 1 9", "Tự vệ A 1 —", "Tự vệ B 0 —"]
    training, panel = lines("training")
    assert training == ["Tại chỗ 0 1", "Cơ động 1 2", "Y tế 0 1", "Toàn lực lượng 1 4"]
    assert lines("quota")[0] == ["Quân đội 2 3"]
    for link in panel.select("tbody a"):
        assert count_behind(browser, link["href"], "") == int(link.text)
    assert len(panel.select("svg rect")) >= 4


def test_the_targets_print_of_one_ward_and_of_all(browser, client_of, two_wards, page, whole_year):
    for path in ("sheet.pdf", "wards.pdf"):
        assert browser.get(f"{page}/{path}").data.startswith(b"%PDF")
    several = client_of("commander", wards=two_wards)
    found = {}
    for path in ("sheet.xlsx", "sheet.xlsx?of=indicators", "wards.xlsx"):
        content = io.BytesIO(several.get(f"{page}/{path}").data)
        rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
        found[path] = [" | ".join(str(int(cell) if isinstance(cell, float) else cell) for cell in row) for row in rows]
    assert any("Quân số: 4" in row and "31/12/2026" in row for row in found["sheet.xlsx"])
    assert any("Buổi tuyên truyền" in row for row in found["sheet.xlsx?of=indicators"])
    assert sum(f"| {ward.title} |" in row for ward in two_wards for row in found["wards.xlsx"]) == 2 * len(TARGETS)
    everywhere = [row for row in found["wards.xlsx"] if "| Toàn bộ |" in row]
    assert len(everywhere) == len(TARGETS) and "| Toàn bộ | 4 |" in everywhere[0] and "50 %" in everywhere[1]
    # The charts stand on the paper; a superior body's viewer takes counts away, without politics and without names.
    text = " ".join(" ".join(one.extract_text() for one in PdfReader(
        io.BytesIO(several.get(f"{page}/sheet.pdf").data)).pages).split())  # fmt: skip
    for words in ("Quân số so với biên chế từng đơn vị", "Tháp tuổi dân quân tự vệ: nam", "Trung đội cơ động 1/9",
                  "Chất lượng chính trị dân quân tự vệ"):  # fmt: skip
        assert words in text, words
    viewer = client_of("viewer", wards=two_wards)
    taken = viewer.get(f"{page}/sheet.pdf")
    seen = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(taken.data)).pages).split())
    assert "Quân số: 4" in seen and "Chất lượng chính trị dân quân tự vệ" not in seen and "Đỗ Văn An" not in seen
    assert viewer.get(f"{page}/wards.xlsx").status_code == viewer.get(f"{page}/wards.docx").status_code == 200


def test_a_past_day_is_answered_as_it_was(browser, page, forces):
    then = BeautifulSoup(browser.get(f"{page}?on=2025-03-01").text, "lxml")
    party = {a["href"]: int(a.text) for a in then.select("main a[href*='militia'][href*='is_party_member']")}
    assert set(party.values()) == {1}  # Duy joined in May 2025
    for address, count in party.items():
        assert total_of(browser.get(address).text) == count
    assert "Quân số: 0" in browser.text(f"{page}?on=2023-12-31")


def test_what_the_ward_sets_is_kept_and_judged(browser, page, forces):
    answer = browser.post(f"{page}/militia_strength", data={"goal": "4", "seen_version": "0"})
    assert answer.status_code == 303
    row = BeautifulSoup(browser.get(page).text, "lxml").find("a", string="Quân số dân quân tự vệ").find_parent("tr")
    assert "Đạt" in row.text
    again = browser.post(f"{page}/militia_strength", data={"goal": "900", "seen_version": "0"})
    assert again.status_code == 422 and "Cán bộ khác vừa sửa" in again.text
    wrong = browser.post(f"{page}/militia_party", data={"goal": "tám", "seen_version": "0"})
    assert wrong.status_code == 422 and "không phải là số" in wrong.text


def test_a_decision_and_a_state_count_from_their_own_day_on_whichever_page_they_were_written(browser, page):
    # The deadline of one of them has passed; of neither anything was recorded.
    assert "Chưa đạt, đã quá hạn" not in browser.text(f"{page}?on=2024-03-01")
    cell = {"done": "yes", "number": "12-QĐ/ĐU", "on": "20/02/2024", "seen_version": "0"}
    house = {"value": "Đã bố trí", "on": "15/06/2025", "seen_version": "0"}
    for key, form in (("party_cell", cell), ("headquarters", house)):
        assert browser.post(f"{page}/{key}?on=2026-05-01", data=form).status_code == 303

    def rows(day):
        html = BeautifulSoup(browser.get(f"{page}?on={day}").text, "lxml")
        return [" ".join(html.find("a", string=re.compile(words)).find_parent("tr").get_text(" ").split())
                for words in ("chi bộ Quân sự", "Trụ sở")]  # fmt: skip

    assert all(said.endswith("Chưa có số liệu") for said in rows("2024-02-10")[1:])
    cell_said = {day: rows(day)[0] for day in ("2024-02-19", "2024-02-20", "2024-12-31", "2025-12-31", "2026-11-25")}
    assert all(("12-QĐ/ĐU" in said) == (day != "2024-02-19") for day, said in cell_said.items())
    assert not any("quá hạn" in said for said in cell_said.values())
    # Now, what is asked for, and at the end of last year.
    assert re.search(r"Chưa Có — .*Đang thực hiện|Chưa Có .*Đang thực hiện", cell_said["2024-02-19"])
    assert "Có Có Có 29/02/2024" in cell_said["2025-12-31"] and "Có Có Chưa 29/02/2024" in cell_said["2024-12-31"]
    assert "Đã bố trí" not in rows("2025-06-14")[1] and "Đã bố trí" in rows("2025-06-15")[1]
    assert rows("2026-01-01")[1].count("Đã bố trí") == 2
    version = 0
    # The state follows from what is kept: arranged for good is reached, arranged for now is not.
    assert "Chưa có số liệu" in rows("2025-06-14")[1] and rows("2025-06-15")[1].endswith("Đạt")
    for words, state in (("Đã bố trí tạm", "Đang thực hiện"), ("Đã bố trí đất, chưa xây dựng", "Đang thực hiện"),
                         ("Đã xây dựng năm 2024", "Đạt")):  # fmt: skip
        browser.post(f"{page}/headquarters?on=2024-05-01", data={"value": words, "seen_version": version})
        version, said = version + 1, rows("2024-05-01")[1]
        assert said.endswith(state), said
    # Another page may correct it, for its year and those after it.
    browser.post(f"{page}/party_cell?on=2025-01-01", data={"done": "no", "seen_version": "0"})
    assert "12-QĐ/ĐU" in rows("2026-11-25")[0] and "12-QĐ/ĐU" in rows("2025-12-31")[0]
    shown = browser.text(f"{page}/party_cell")
    assert "Có tính đến ngày" in shown and "có/không" not in shown


def test_less_is_better_where_the_goal_is_a_ceiling_and_own_targets_go_into_the_next_year(browser, page):
    for key, value, year in (("defence_land_violations", "3", 2026), ("defence_land_violations", "0", 2025)):
        form = {"value": value, "goal": "0", "seen_version": "0"}
        assert browser.post(f"{page}/{key}?on={year}-05-01", data=form).status_code == 303

    def row(words, path):
        html = BeautifulSoup(browser.get(f"{page}{path}").text, "lxml")
        return " ".join(html.find("a", string=re.compile(words)).find_parent("tr").get_text(" ").split())

    assert "tối đa 0" in row("Vụ vi phạm đất", "/indicators") and "Vượt mức" in row("Vụ vi phạm đất", "/indicators")
    assert row("Vụ vi phạm đất", "/indicators?on=2025-06-01").endswith("Đạt")
    own = {"label": "Vắng trực", "unit": "ca", "goal": "2", "is_ceiling": "yes", "deadline": "30/06/2025", "value": "2"}
    browser.post(f"{page}/new?on=2025-05-01", data=own)
    assert row("Vắng trực", "?on=2025-05-01").endswith("Đạt") and "Vắng trực" in browser.text(page)
    assert browser.post(f"{page}/carry?on=2026-02-01").status_code == 303
    carried = row("Vắng trực", "")
    assert "— tối đa 2 2 30/06/2026" in carried and carried.endswith("Chưa có số liệu")
    browser.post(f"{page}/own.1", data=own | {"value": "3", "seen_version": "1"})
    assert "Vượt mức cho phép" in row("Vắng trực", "")
    browser.post(f"{page}/carry?on=2026-02-01")
    assert browser.text(page).count("Vắng trực") == 1


def test_the_ward_adds_a_target_and_takes_it_away(browser, page):
    assert (
        browser.post(f"{page}/new", data={"label": "Hội thao cấp phường", "unit": "lần", "goal": "1"}).status_code
        == 303
    )
    assert "Hội thao cấp phường" in browser.text(page)
    assert (
        browser.post(
            f"{page}/own.1", data={"label": "Hội thao", "value": "1", "goal": "1", "seen_version": "1"}
        ).status_code
        == 303
    )
    assert "Hội thao" in browser.text(f"{page}/own.1")
    browser.post(f"{page}/own.1/remove")
    assert "Hội thao" not in browser.text(page)


@pytest.mark.parametrize("number", ["inf", "-1e400", "nan", "1e300"])
def test_what_no_workbook_can_hold_is_no_number(browser, page, number):
    for field in ("goal", "value"):
        assert browser.post(f"{page}/new", data={"label": "Hội thao", field: number}).status_code == 422, field
    assert browser.get(f"{page}/sheet.xlsx").status_code == 200


def test_indicators_of_the_other_items_are_kept(browser, page):
    assert browser.post(f"{page}/propaganda", data={"value": "12", "seen_version": "0"}).status_code == 303
    assert "12 buổi" in browser.text(f"{page}/indicators")


def test_a_viewer_sees_no_politics_and_changes_nothing(client_of, ward, page, forces):
    viewer = client_of("viewer", wards=ward)
    assert "không được xem số liệu chính trị" in viewer.text(page)
    assert viewer.get(f"{page}/militia_party").status_code == 404
    assert viewer.post(f"{page}/militia_strength", data={"goal": "4"}).status_code == 403


def test_another_wards_targets_are_not_there(browser, two_wards):
    there = f"/wards/{two_wards[1].id}/targets"
    assert browser.get(there).status_code == browser.get(f"{there}/party_cell").status_code == 404
    assert browser.post(f"{there}/party_cell", data={"done": "yes"}).status_code == 404


def test_several_wards_stand_side_by_side(client_of, actor_of, two_wards, forces):
    html = client_of("commander", wards=two_wards).get("/targets").text
    assert all(ward.title in html for ward in two_wards)
    assert "Toàn bộ 2 địa bàn" in html and f"/wards/{two_wards[0].id}/lists/militia" in html
    commander = actor_of("commander", wards=two_wards)
    counts = []
    for wards in ([two_wards[0].id], [ward.id for ward in two_wards]):
        with counted_queries() as statements:
            targets.standings_of(commander, wards, TODAY)
        counts.append(len(statements))
    assert counts[0] == counts[1] < 60


def test_scripts_are_told_all_eleven(app, ward, forces):
    result = app.test_cli_runner().invoke(
        args=["roster", "targets", "--ward", ward.name, "--on", "2026-11-25", "--json"]
    )
    found = json.loads(result.stdout)["targets"]
    assert [one["key"] for one in found] == [kind.key for kind in TARGETS] and len(found) == 11
    assert found[0] == {
        "key": "militia_strength", "label": "Quân số dân quân tự vệ", "value": 4, "unit": "người", "target": None,
        "deadline": "2026-12-31", "state": "not_set",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value, goal, on, state",
    [
        (None, None, 1, TargetState.UNKNOWN), (5, None, 1, TargetState.NOT_SET), (None, 3, 1, TargetState.UNKNOWN),
        (2, 3, 1, TargetState.OPEN), (2, 3, 3, TargetState.MISSED), (None, 3, 3, TargetState.UNKNOWN),
        (0, 3, 3, TargetState.MISSED), (3, 3, 3, TargetState.MET),
    ],
)  # fmt: skip
def test_how_a_target_stands(value, goal, on, state):
    assert state_of(value, goal, date(2026, 1, 2), date(2026, 1, on)) is state


def test_the_posts_of_the_command_follow_the_law_of_the_day():
    january, august, february = (command_on(day) for day in (date(2025, 1, 15), date(2025, 8, 1), date(2026, 2, 1)))
    assert len(january.posts) == 4 and len(august.posts) == 5
    assert {one.appointed_by for one in january.posts} == {"Chủ tịch UBND cấp huyện"}
    assert {one.appointed_by for one in august.posts} == {"Chủ tịch UBND cấp tỉnh"}
    assert february.posts[0].holder == "Sĩ quan quân đội"
    last = date(2027, 2, 28)  # Nghị quyết 66.12/2026/NQ-CP
    assert (
        february.last_day == last
        and not february.is_lapsed(last)
        and command_on(date(2027, 3, 1)).is_lapsed(date(2027, 3, 1))
    )


def test_boats_and_larger_units_have_their_kinds_posts_and_courses():
    sea = {words: guess_kind(words, "sea").kind.key for words in ("Thuyền dân quân số 1", "Hải đội dân quân biển 2")}
    assert list(sea.values()) == ["sea_boat", "sea_flotilla"]
    assert guess_kind("Tiểu đoàn tự vệ Cảng", None).kind.key == "self_battalion"
    assert guess_kind("Công ty đóng tàu", None).kind.key == "self_squad"
    boat, battalion = kind_of("sea_boat"), kind_of("self_battalion")
    assert boat.posts == ("Thuyền trưởng", "Chiến sĩ") and "Chính trị viên tiểu đoàn" in battalion.posts
    for kind, days in ((boat, 5), (kind_of("sea_flotilla"), 7), (battalion, 7)):
        assert course_days([CommandingPost(kind.posts[0], kind.key, "sea")], TODAY).days == days
    assert authority_of(kind_of("sea_flotilla"), "Hải đội trưởng", TODAY).office.endswith("cấp tỉnh")


def test_a_total_bears_no_running_number():
    sheet = PlainSheet("militia-statistics", "TỔNG HỢP", (PlainColumn(("A",), 20), PlainColumn(("B",), 20)),
                       ((("Cơ động",), ("3",)), (("Tổng cộng",), ("3",))))  # fmt: skip
    file = io.BytesIO()
    write_list(table_of(sheet), file, title=sheet.title)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[-2:]] == [1.0, ""]


def test_a_report_names_as_many_targets_as_it_counts():
    rows = tuple(ReportRow((name, "", "", "", "", state), sensitivity=kind) for name, state, kind in (
        ("Quân số", "Đạt", None), ("Đảng viên", "Đạt", "politics"), ("Vi phạm", OVER_CEILING, None),
    ))  # fmt: skip
    figures = Figures(TODAY, (), (ReportTable("targets", "", (), rows),))
    say = _Speaker(figures)
    assert say.target_names(TargetState.MET) == ["Quân số", "1 chỉ tiêu về chất lượng chính trị (ở phần riêng)"]
    assert say.target_names(TargetState.MISSED) == ["Vi phạm"]


def test_the_age_pyramid_has_the_ages_in_the_middle_and_men_grow_to_the_left(browser, ward, officer):
    start = NewRecord("militia", {"component": "mobile"}, since=date(2024, 1, 1))
    for name, sex in (("Đỗ Văn An", "male"), ("Lê Thị Bình", "female"), ("Vũ Thị Chi", "female")):
        facts = {"full_name": name, "birth_date": "2003", "sex": sex}
        people.create_person(officer, ward.id, facts, TODAY, records=(start,), confirmed=True)
    page = BeautifulSoup(browser.get(f"/wards/{ward.id}/targets").text, "lxml")
    row = next(tr for tr in page.select("section[aria-labelledby=chart-age] tbody tr") if tr.th.text == "21–25")
    men, women = (svg.select_one(".chart-value") for svg in row.find_all("svg"))
    assert (men["x"], men["width"], women["x"], women["width"]) == ("50.0", "50.0", "0", "100.0")
    assert [cell.name for cell in row.find_all(["td", "th"])] == ["td", "td", "th", "td", "td"]
