"""A ward's own lists of the call-up go in: grounds as claims, decisions, results of examination and of the police."""

import io
from datetime import date

import openpyxl
import pytest

from roster.services import cycle, imports, lists
from roster.services.assessment import standing_of
from roster.store.audit import FieldChange
from roster.store.claims import Claim, Examination
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.people import Person
from roster.store.units import Unit
from tests.services.candidates import TODAY, YEAR, candidate, claim, record_of

pytestmark = pytest.mark.usefixtures("no_other_process")

NAME, BORN = "Họ và tên", "Ngày sinh"
PERSON = {NAME: "Đỗ Văn An", BORN: "14/03/2005", "Giới tính": "Nam", "Số CCCD": "031205001234"}


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def bring(officer, ward):
    """bring({heading: cell}, …) imports a sheet with a row per dictionary and returns its plan."""

    def make(*rows, confirm=True):
        book = openpyxl.Workbook()
        headings = list(dict.fromkeys(key for row in rows for key in row))
        book.active.append(headings)
        for row in rows:
            book.active.append([row.get(key) for key in headings])
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        batch = imports.receive(officer, ward.id, "enlistment", YEAR, "ds.xlsx", file)
        assert batch.state == "ready", batch.failure
        plan = imports.load_plan(officer, batch)
        if confirm:
            imports.confirm(officer, batch, batch.plan_mark or "", doubts_settled=True)
            assert batch.state == "committed", batch.failure
        db.session.expire_all()
        return plan

    return make


def claims():
    return db.session.query(Claim).order_by(Claim.created_at, Claim.id).all()


def rows_of(plan):
    return [row for sheet in plan.sheets for row in sheet.rows]


def problems_of(plan):
    return [(p.field, p.code, str(p.severity)) for row in rows_of(plan) for p in row.problems]


STUDENT = PERSON | {"Lý do tạm hoãn": "Đang học Cao đẳng Kỹ thuật", "Tạm hoãn đến": "06/2028"}


def test_a_ground_in_a_sheet_is_a_claim_with_the_sheet_s_own_words_not_a_decision(officer, bring):
    plan = bring(STUDENT)
    [one] = claims()
    assert (one.ground, one.status, one.until) == ("41.1.g", "claimed", "2028-06")
    assert (one.evidence, one.papers_received_on) == ("Đang học Cao đẳng Kỹ thuật", None)
    assert standing_of(officer, one.ward_id, YEAR, one.person_id).verdict == "claim_pending"
    kept = {c.key: c for c in db.session.query(FieldChange).filter_by(home="claim")}
    assert (kept["claim_ground"].cell, kept["claim_evidence"].cell, kept["claim_status"].new) == (
        "E2", "E2", '"claimed"',
    )  # fmt: skip
    assert "claim" not in rows_of(plan)[0].as_dict()


def test_the_same_file_twice_makes_one_claim(bring):
    bring(STUDENT)
    changes = db.session.query(FieldChange).count()
    plan = bring(STUDENT)
    assert plan.summary["unchanged"] == 1
    assert (len(claims()), db.session.query(FieldChange).count()) == (1, changes)


def test_a_claim_that_is_on_file_is_left_alone(bring):
    bring(PERSON)
    person = db.session.query(Person).one()
    claim(person, "41.1.g", "decided", decision_number="5/QĐ", decided_on=date(2026, 9, 1), until="2028-06-30")
    bring(STUDENT)
    [one] = claims()
    assert (one.status, one.until, one.decision_number) == ("decided", "2028-06-30", "5/QĐ")


def test_another_ground_is_another_claim_and_the_first_stays(bring):
    bring(STUDENT)
    bring(PERSON | {"Lý do tạm hoãn": "Lao động duy nhất trong gia đình"})
    assert [(one.ground, one.status) for one in claims()] == [("41.1.g", "claimed"), ("41.1.b", "claimed")]


@pytest.mark.parametrize(
    ("status", "facts"),
    [
        ("decided", {"until": "2026-06-30"}),
        ("refused", {"decided_on": date(2025, 9, 1)}),
    ],
)
def test_what_was_answered_for_an_earlier_year_is_claimed_anew_and_only_once(bring, status, facts):
    bring(PERSON)
    person = db.session.query(Person).one()
    claim(person, "41.1.g", status, **facts)
    bring(STUDENT)
    assert [one.status for one in claims()] == [status, "claimed"]
    bring(STUDENT | {"Nghề nghiệp": "Sinh viên"})
    assert len(claims()) == 2


DECIDED = {"Số quyết định": "1234/QĐ-UBND", "Ngày quyết định": "15/10/2026"}


def test_a_list_of_decisions_decides_the_claims_with_number_day_and_end(officer, bring):
    bring(STUDENT)
    plan = bring(PERSON | DECIDED | {"Quyết định có thời hạn đến": "30/06/2028"})
    assert plan.summary["update"] == 1
    [one] = claims()
    assert (one.status, one.decision_number, one.decided_on, one.until) == (
        "decided", "1234/QĐ-UBND", date(2026, 10, 15), "2028-06-30",
    )  # fmt: skip
    assert one.version == 2
    assert standing_of(officer, one.ward_id, YEAR, one.person_id).verdict == "deferred"
    assert bring(PERSON | DECIDED).summary["unchanged"] == 1


@pytest.mark.once
def test_number_and_day_in_one_cell_and_two_rows_of_heading_are_understood(bring):
    bring(STUDENT | {"Số, ngày quyết định": "QĐ số 77/QĐ-UBND ngày 15/10/2026", "Kết quả xét tạm hoãn, miễn": "Được"})
    [one] = claims()
    assert (one.status, one.decision_number, one.decided_on) == ("decided", "77/QĐ-UBND", date(2026, 10, 15))


@pytest.mark.once
def test_a_refusal_needs_the_paper_behind_it(officer, bring):
    bring(STUDENT)
    plan = bring(PERSON | {"Kết quả xét tạm hoãn, miễn": "Không được"})
    assert ("claim_status", "missing", "warning") in problems_of(plan)
    assert claims()[0].status == "claimed"
    bring(PERSON | DECIDED | {"Kết quả xét tạm hoãn, miễn": "Không được"})
    [one] = claims()
    assert (one.status, one.decision_number) == ("refused", "1234/QĐ-UBND")
    assert standing_of(officer, one.ward_id, YEAR, one.person_id).verdict == "awaiting_health"


@pytest.mark.once
def test_a_sheet_that_still_waits_does_not_take_a_decision_back(bring):
    bring(STUDENT | DECIDED)
    plan = bring(STUDENT | {"Kết quả xét tạm hoãn, miễn": "Chờ quyết định"})
    assert plan.summary["unchanged"] == 1
    assert claims()[0].status == "decided"


@pytest.mark.once
def test_a_decision_about_nothing_that_is_known_is_told_and_not_guessed(bring):
    plan = bring(PERSON | DECIDED)
    assert ("ground", "missing", "warning") in problems_of(plan)
    assert claims() == []


@pytest.mark.once
@pytest.mark.parametrize("day", ["2026", "10/2026", "31/02/2026", "15/10/2027"])
def test_a_decision_s_day_must_be_a_whole_day_that_has_come(bring, day):
    plan = bring(STUDENT | {"Số quyết định": "1", "Ngày quyết định": day}, confirm=False)
    assert plan.summary["error"] == 1


def test_results_of_examination_and_police_go_in_and_change_the_answer(officer, bring):
    bring(PERSON)
    person = db.session.query(Person).one()
    results = PERSON | {
        "Văn hóa": "12/12", "Chiều cao (cm)": "1m70", "Cân nặng": 52, "Vòng ngực": 80,
        "Phân loại sức khỏe": "Loại 2", "Kết quả thẩm tra chính trị": "Đạt",
    }  # fmt: skip
    bring(results)
    record = record_of(person)
    assert (record.health_class, record.political_result, record.bmi) == (2, "passed", 17.99)
    exam = db.session.query(Examination).one()
    assert (exam.height_cm, exam.weight_kg, exam.chest_cm, exam.record_id) == (170.0, 52.0, 80.0, record.id)
    assert standing_of(officer, person.ward_id, YEAR, person.id).verdict == "unfit"
    assert bring(results).summary["unchanged"] == 1
    bring(PERSON | {"Cân nặng": 60, "Chiều cao": 170})
    assert db.session.query(Examination).one().weight_kg == 60
    assert record_of(person).bmi == 20.76
    old = db.session.query(FieldChange).filter_by(home="examination", key="weight_kg", new="60.0").one()
    assert (old.old, old.cell) == ("52.0", "E2")


@pytest.mark.once
def test_a_measure_that_makes_no_sense_costs_nobody_his_row(bring):
    plan = bring(PERSON | {"Chiều cao": "17", "Cân nặng": "sáu mươi"})
    assert [p[:2] for p in problems_of(plan)] == [("height_cm", "not_a_choice"), ("weight_kg", "not_a_choice")]
    assert plan.summary["create"] == 1
    assert db.session.query(Examination).count() == 0


@pytest.mark.once
@pytest.mark.parametrize("step", ["Chốt chính thức", "Đủ điều kiện nhập ngũ", "Đã giao quyết định gọi nhập ngũ"])
def test_a_sheet_puts_nobody_at_a_step_that_the_law_guards(bring, step):
    plan = bring(PERSON | {"Tình trạng": step}, confirm=False)
    [row] = rows_of(plan)
    assert row.action == "error"
    [found] = row.problems
    assert (found.field, found.code) == ("status", "not_a_choice")
    assert "đối chiếu với luật" in found.message


def test_a_sheet_moves_nobody_whom_the_call_up_has_taken_on(officer, ward, bring):
    man = candidate(ward.id, citizen_id="031205001234", full_name=PERSON[NAME], birth_date="2005-03-14")
    cycle.apply_move(officer, ward.id, YEAR, [man.id], "eligible_preselection", on=TODAY)
    cycle.apply_move(officer, ward.id, YEAR, [man.id], "invited_preselection", on=TODAY)
    plan = bring(PERSON | {"Tình trạng": "Tạm hoãn"})
    assert ("status", "not_a_choice", "note") in problems_of(plan)
    assert record_of(man).status == "invited_preselection"


def test_claims_and_measures_leave_as_columns_and_come_back_unchanged(officer, ward, bring):
    bring(
        STUDENT | DECIDED | {"Chiều cao": 170, "Cân nặng": 60},
        {NAME: "Lê Văn Bình", BORN: "2004", "Giới tính": "Nam", "Số CCCD": "031204005678"},
    )
    # A claim that was entered on its own page stands in the list as well.
    other = db.session.query(Person).filter_by(full_name="Lê Văn Bình").one()
    claim(other, "41.2.a", "refused", decision_number="9", decided_on=date(2026, 10, 1), evidence="Giấy xác nhận")
    keys = tuple(fact.key for fact in lists.choosable_columns(officer, "enlistment"))
    file = io.BytesIO()
    wanted = ListFilter("enlistment", ward.id, YEAR)
    lists.export_list(officer, db.session.get(Unit, ward.id), wanted, file, TODAY, keys=keys)
    file.seek(0)
    cells = [value for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True) for value in row]
    assert {"1234/QĐ-UBND", "Giấy xác nhận", "Đang học Cao đẳng Kỹ thuật"} <= set(cells)
    file.seek(0)
    batch = imports.receive(officer, ward.id, "enlistment", YEAR, "ra.xlsx", file)
    assert batch.summary["unchanged"] == 2, batch.summary


def test_a_list_can_be_narrowed_and_ordered_by_what_was_decided(officer, ward, bring):
    bring(STUDENT | DECIDED, {NAME: "Lê Văn Bình", BORN: "2004", "Giới tính": "Nam", "Lý do tạm hoãn": "Đang học ĐH"})
    wanted = ListFilter("enlistment", ward.id, YEAR, equals={"claim_status": "decided"}, sort="claim_decided_on")
    assert [row.cells[0] for row in lists.list_page(officer, wanted).table.rows] == [("Đỗ Văn An",)]
