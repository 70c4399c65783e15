"""What a ward may rely on in its periodic reports: figures of the period's days, texts that are kept, sent is sent."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from roster.domain.report_periods import period_of_key
from roster.services import (
    report_figures,
    report_reading,
    report_sending,
    report_sheets,
    report_words,
    reports,
    ward_report_paper,
)
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.issued_papers import Tampered
from roster.services.report_reading import DRAFT, FUTURE, MISSING, OVERDUE, SENT, SENT_LATE, show
from roster.services.report_words import Frame
from roster.services.ward_report_paper import print_table
from roster.services.ward_reports import over_wards
from roster.shelf import files
from roster.store.audit import AuditEntry
from roster.store.campaigns import CandidateMove, Quota
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.derive import refresh_keys
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import ForceEvent
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.targets import Report
from roster.store.training import DutyShift, Meeting
from roster.store.units import Unit
from tests.query_count import counted_queries

TODAY = date(2026, 4, 10)
MARCH, FIRST_QUARTER = period_of_key("2026-03"), period_of_key("2026-Q1")


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return db.session.get(Unit, two_wards[0].id)


@pytest.fixture(autouse=True)
def quick_print(monkeypatch, request):
    """Setting type has its own tests; here a paper's words stand for it, but where a test is marked to print."""
    if "prints" not in request.fixturenames:
        monkeypatch.setattr(report_sheets, "pdf_of", lambda paper, **_: b"%PDF" + repr(paper).encode())


@pytest.fixture
def prints():
    """Asked for by a test that needs real PDFs."""


@pytest.fixture
def officer(actor_of, ward):
    return actor_of("officer", wards=ward.id)


@pytest.fixture
def enter(ward):
    """Put somebody into a roster, with rows alone: what forms ask has its own tests."""

    def make(name, roster, since, facts=None, **record):
        person = Person(
            ward_id=ward.id, **{"full_name": name, "sex": "male", "birth_date": "1998-05-05"} | (facts or {})
        )
        refresh_keys(person)
        db.session.add(person)
        db.session.flush()
        more = {"year": 2026} if roster == "enlistment" else {}
        db.session.add(RECORD_MODELS[roster](ward_id=ward.id, person_id=person.id, since=since, **more, **record))
        db.session.commit()
        return person.id

    return make


@pytest.fixture
def life(ward, enter):
    """A ward with something in each part of a report: by the end of March five in the militia, three reservists."""
    members = [
        enter("Đỗ Văn An", "militia", date(2022, 3, 1), {"is_party_member": True}, component="mobile"),
        enter("Lê Văn Bình", "militia", date(2024, 3, 1), {"is_union_member": True}, component="mobile"),
        enter("Vũ Thị Chi", "militia", date(2024, 3, 1), {"sex": "female"}, component="local"),
        enter("Ngô Văn Duy", "militia", date(2026, 3, 10), component="medical", joined_on="2026-03-10"),
        enter("Bùi Văn Đức", "militia", date(2026, 4, 5), component="local", joined_on="2026-04-05"),
    ]
    gone = db.session.query(MilitiaRecord).filter_by(person_id=members[0]).one()
    gone.closed_on = date(2026, 3, 20)
    reservists = [
        enter("Trần Văn Em", "reserve", date(2024, 1, 1), rank="Hạ sĩ", reserve_class=1, is_assigned=True,
              speciality_match="exact"),
        enter("Phạm Văn Giang", "reserve", date(2024, 1, 1), {"birth_date": "1985-01-01"}, rank="Binh nhất",
              reserve_class=2, speciality_match="near"),
        enter("Hồ Văn Hải", "reserve", date(2026, 3, 15), rank="Hạ sĩ", reserve_class=1),
    ]  # fmt: skip
    candidates = [
        enter(name, "enlistment", date(2025, 9, 1), {"birth_date": "2005-05-05"})
        for name in ("Lý Văn Ích", "Mai Văn Kiên", "Tạ Văn Long")
    ]
    at = {"user_name": "Lê Văn Thử", "ward_id": ward.id}
    for person_id, kind, day in (
        (members[0], "completion", date(2026, 3, 20)),
        (members[3], "selection", date(2026, 3, 10)),
        (members[2], "extension", date(2026, 2, 1)),
    ):
        db.session.add(ForceEvent(home="militia", person_id=person_id, kind=kind, on_day=day, **at))
    for kind, day in (("move_in", date(2026, 3, 15)), ("absence", date(2026, 4, 2))):
        db.session.add(ForceEvent(home="reserve", person_id=reservists[2], kind=kind, on_day=day, **at))
    for person_id, day in ((candidates[0], date(2026, 2, 24)), (candidates[1], date(2026, 4, 3))):
        record = db.session.query(EnlistmentRecord).filter_by(person_id=person_id).one()
        record.status = "handed_over"
        move = {"record_id": record.id, "person_id": person_id, "from_step": "called_up", "to_step": "handed_over"}
        db.session.add(CandidateMove(on=day, **move, **at))
    db.session.add(Quota(ward_id=ward.id, year=2026, service="army", places=2))
    for ground, until in (("41.1.g", "2026-06"), ("41.1.a", "2026-02-28"), ("41.2.a", None)):
        db.session.add(
            Claim(ward_id=ward.id, person_id=candidates[2], ground=ground, status="decided", until=until,
                  decided_on=date(2025, 10, 1))
        )  # fmt: skip
    db.session.add(Meeting(ward_id=ward.id, kind="briefing", on_day=date(2026, 3, 3), topic="Giao ban", is_held=True))
    db.session.add(Meeting(ward_id=ward.id, kind="briefing", on_day=date(2026, 3, 17), topic="Giao ban"))
    for day in (1, 1, 2):
        db.session.add(
            DutyShift(ward_id=ward.id, on_day=date(2026, 3, day), role="Trực ban", holder_name="Vũ Văn Trực")
        )
    db.session.commit()
    return members


@pytest.fixture
def draft(officer, ward, life):
    return reports.create(officer, ward, MARCH)


def taken(actor, ward, report, kind="pdf"):
    file = io.BytesIO()
    report_sending.take(actor, ward, report, kind, file)
    return file.getvalue()


def sent(actor, ward, report, number=12, on=date(2026, 4, 2)):
    return report_sending.send(actor, ward, report.id, number, on, report.version)


def texts_of(actor, ward, report):
    return {one.section.key: one for one in show(actor, ward, report).texts}


# --- Figures ----------------------------------------------------------------------------------------------------------


def test_figures_are_those_of_the_days_of_the_period_and_the_forms_add_up_to_them(officer, ward, life):
    figures = report_figures.count(officer, ward.id, MARCH, TODAY)
    expected = {
        "militia.strength": 3, "militia.women": 1, "militia.mobile": 1, "militia.local": 1, "militia.arms": 1,
        "militia.joined": 1, "militia.left": 1, "militia.completed": 1, "militia.extended": 0, "reserve.people": 3,
        "reserve.class_1": 2, "reserve.class_2": 1, "reserve.group_a": 2, "reserve.group_b": 1, "reserve.placed": 1,
        "reserve.exact": 1, "reserve.near": 0, "reserve.moved_in": 1, "reserve.went_absent": 0, "reserve.absent": 0,
        "politics.party": 0, "politics.union": 1, "recruitment.quota": 2, "recruitment.handed_over": 0,
        "recruitment.handed_over_year": 1, "recruitment.candidates": 3, "recruitment.called_up": 2,
        "recruitment.deferred": 1, "recruitment.exempt": 1, "recruitment.grounds_decided": 0, "command.meetings": 1,
        "command.meetings_planned": 2, "command.duty_shifts": 3, "command.duty_days": 2,
    }  # fmt: skip
    assert {key: figures.of(key) for key in expected} == expected
    assert figures.as_of == date(2026, 3, 31)
    quarter = report_figures.count(officer, ward.id, FIRST_QUARTER, TODAY)
    assert (quarter.of("recruitment.handed_over"), quarter.of("militia.extended")) == (1, 1)
    april = report_figures.count(officer, ward.id, period_of_key("2026-04"), TODAY)
    assert april.as_of == TODAY and april.of("militia.strength") == 4 and april.of("reserve.absent") == 1
    tables = {table.key: table for table in figures.tables}
    assert tables["components"].rows[-1].cells[:2] == ("Tổng cộng", 3)
    assert [row.cells[0] for row in tables["reserve"].rows] == [
        "Hạng một", "Nhóm A", "Hạ sĩ", "Hạng hai", "Nhóm B", "Binh nhất", "Tổng cộng",
    ]  # fmt: skip
    assert tables["reserve"].rows[-1].cells == ("Tổng cộng", 3, 1, 1, 0, 0, 0)
    words = report_words.proposals(figures, MARCH, Frame("Ban CHQS phường", ()))["reserve"]
    assert "đơn vị dự bị động viên 1 đồng chí, đạt 33,3%; trong số đã xếp: đúng CNQS 1." in words
    assert len(tables["targets"].rows) == 11


@pytest.mark.once
@pytest.mark.parametrize("last_day", [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 27), date(2026, 2, 28)])
def test_the_strength_before_with_who_came_and_who_left_is_the_strength_after(officer, ward, enter, last_day):
    """Also where somebody leaves on the last day of the period, on which he still counts."""
    enter("Đỗ Văn An", "militia", date(2025, 3, 1), component="mobile", joined_on="2025-03-01")
    enter("Lê Văn Bình", "militia", date(2025, 3, 1), component="local", joined_on="2025-03-01", closed_on=last_day)
    enter("Vũ Văn Chi", "militia", date(2026, 2, 10), component="local", joined_on="2026-02-10")
    seen = [report_figures.count(officer, ward.id, period_of_key(f"2026-0{month}"), TODAY) for month in (1, 2, 3)]
    for before, after in pairwise(seen):
        moved = after.of("militia.joined") - after.of("militia.left")
        assert after.of("militia.strength") == before.of("militia.strength") + moved


def test_the_period_before_is_counted_where_no_report_was_sent_and_quoted_where_one_was(officer, ward, life):
    february = reports.create(officer, ward, period_of_key("2026-02"))
    march = reports.counted(officer, ward, MARCH)
    lines = {line.key: line for line in march.lines}
    assert (lines["militia.strength"].before, lines["militia.strength"].value) == (3, 3)
    assert (lines["militia.joined"].before, lines["reserve.people"].before) == (0, 2)
    assert "đếm lại từ dữ liệu" in march.before_from
    february.figures = {
        **february.figures,
        "lines": [
            one | {"value": 40} if one["key"] == "militia.strength" else one for one in february.figures["lines"]
        ],
    }
    db.session.commit()
    sent(officer, ward, february)
    march = reports.counted(officer, ward, MARCH)
    assert next(one.before for one in march.lines if one.key == "militia.strength") == 40
    assert "Báo cáo số 12/BC-BCH" in march.before_from
    # A call-up is compared with itself, not with the one before.
    lines = {one.key: one for one in reports.counted(officer, ward, period_of_key("2026-04")).lines}
    assert lines["recruitment.candidates"].label == "Công dân trong đợt tuyển quân 2027"
    assert (lines["recruitment.candidates"].value, lines["recruitment.candidates"].before) == (0, 0)
    assert (lines["recruitment.handed_over"].value, lines["recruitment.handed_over"].before) == (1, 0)


def test_figures_take_a_fixed_number_of_queries(officer, ward, life, enter):
    with counted_queries() as few:
        report_figures.count(officer, ward.id, MARCH, TODAY)
    for number in range(12):
        enter(f"Người Thứ {number}", "militia" if number % 2 else "reserve", date(2025, 1, 1))
    with counted_queries() as many:
        report_figures.count(officer, ward.id, MARCH, TODAY)
    assert len(many) <= len(few) + 1


# --- Texts ------------------------------------------------------------------------------------------------------------


def test_sentences_are_proposed_from_the_figures_and_an_officers_words_stay(officer, ward, draft, enter):
    texts = texts_of(officer, ward, draft)
    assert "3 đồng chí" in texts["militia"].text and "hoàn thành nghĩa vụ 1" in texts["militia"].text
    assert "đã giao 1 trên chỉ tiêu 2 công dân" in texts["recruitment"].text
    assert "tổ chức 1 cuộc họp, sinh hoạt và bố trí 3 lượt trực trong 2 ngày" in texts["command"].text
    assert not any(one.is_edited for one in texts.values())
    reports.save(officer, ward, draft.id, {"situation": "Địa bàn ổn định."}, draft.version)
    enter("Đinh Văn Mới", "militia", date(2026, 3, 30), component="local", joined_on="2026-03-30")
    reports.recount(officer, ward, draft.id, draft.version)
    texts = texts_of(officer, ward, draft)
    assert texts["situation"].text == "Địa bàn ổn định." and texts["situation"].is_edited
    assert "4 đồng chí" in texts["militia"].text and not texts["militia"].is_edited
    reports.save(officer, ward, draft.id, {"situation": "Khác"}, draft.version, reset="situation")
    assert "đang quản lý" in texts_of(officer, ward, draft)["situation"].text
    typed = {key: one.text.replace("\n", "\r\n") + "  " for key, one in texts_of(officer, ward, draft).items()}
    reports.save(officer, ward, draft.id, typed, draft.version)
    assert draft.text["sections"] == {}  # as proposed is not edited
    with pytest.raises(Invalid) as refusal:
        reports.save(officer, ward, draft.id, {"plans": "a" * 10_001}, draft.version)
    assert "plans" in refusal.value.faults


def test_a_colleague_who_was_faster_is_not_overwritten(officer, ward, draft):
    seen = draft.version
    reports.save(officer, ward, draft.id, {"plans": "Việc thứ nhất."}, seen)
    for change in (
        lambda: reports.save(officer, ward, draft.id, {"plans": "Việc khác."}, seen),
        lambda: reports.recount(officer, ward, draft.id, seen),
        lambda: reports.remove(officer, ward, draft.id, seen),
        lambda: report_sending.send(officer, ward, draft.id, 1, date(2026, 4, 2), seen),
    ):
        with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
            change()
    assert texts_of(officer, ward, draft)["plans"].text == "Việc thứ nhất."


# --- Sent -------------------------------------------------------------------------------------------------------------


@pytest.mark.paper
def test_a_sent_report_stays_as_it_was_sent_and_a_changed_file_is_not_handed_out(prints, officer, ward, draft, enter):
    report = sent(officer, ward, draft)
    assert (report.number, report.sent_on, report.sent_by) == ("12/BC-BCH", date(2026, 4, 2), officer.user_id)
    before = taken(officer, ward, report), texts_of(officer, ward, report)["militia"].text, report.figures
    enter("Đinh Văn Mới", "militia", date(2026, 3, 1), component="local")
    for change in (
        lambda: reports.save(officer, ward, report.id, {"plans": "Khác"}, report.version),
        lambda: reports.recount(officer, ward, report.id, report.version),
        lambda: reports.remove(officer, ward, report.id, report.version),
        lambda: sent(officer, ward, report, 13),
    ):
        with pytest.raises(NotFound):
            change()
    assert before == (taken(officer, ward, report), texts_of(officer, ward, report)["militia"].text, report.figures)
    assert before[0].startswith(b"%PDF") and show(officer, ward, report).is_whole
    sheets = openpyxl.load_workbook(io.BytesIO(taken(officer, ward, report, "xlsx"))).sheetnames
    assert sheets[0].startswith("So sánh số liệu") and len(sheets) == 4
    document = docx.Document(io.BytesIO(taken(officer, ward, report, "docx")))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "2. Dân quân tự vệ" in words and any("3 đồng chí" in line for line in words)
    actions = {entry.action for entry in db.session.query(AuditEntry).filter_by(subject_id=report.id)}
    assert {"report.create", "report.send", "report.print", "report.export"} <= actions
    files.path_of(report.text["kept"]["pdf"]).write_bytes(b"%PDF-1.7 another")
    assert not show(officer, ward, report).is_whole
    with pytest.raises(Tampered):
        taken(officer, ward, report)


def test_number_and_day_of_a_report_are_checked_and_a_number_is_given_once_a_year(officer, ward, draft):
    for number, on, field in (
        (12, date(2026, 4, 11), "dated_on"), (12, date(2026, 3, 30), "dated_on"), (0, date(2026, 4, 2), "number"),
        (100_000, date(2026, 4, 2), "number"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            sent(officer, ward, draft, number, on)
        assert set(refusal.value.faults) == {field} and draft.sent_on is None
    sent(officer, ward, draft)
    assert report_sending.next_number(officer, ward, TODAY) == (13, "BC-BCH")
    quarter = reports.create(officer, ward, FIRST_QUARTER)
    with pytest.raises(Invalid, match="đã dùng cho báo cáo khác"):
        sent(officer, ward, quarter)


def test_a_correction_is_another_report_that_names_the_old_one(officer, ward, draft):
    reports.save(officer, ward, draft.id, {"remarks": "Tốt."}, draft.version)
    old = sent(officer, ward, draft)
    with pytest.raises(Invalid, match="lý do"):
        reports.correct(officer, ward, old.id, " ")
    new = reports.correct(officer, ward, old.id, "Sai quân số")
    assert reports.correct(officer, ward, old.id, "") is new
    assert texts_of(officer, ward, new)["remarks"].is_edited and not texts_of(officer, ward, new)["plans"].is_edited
    assert show(officer, ward, old).corrected_by is new and report_reading.sent_reports(officer, [ward.id], MARCH) == {
        ward.id: old
    }
    first = taken(officer, ward, old)
    sent(officer, ward, new, 14, date(2026, 4, 9))
    paper = show(officer, ward, new)
    assert paper.corrects is old and paper.reason == "Sai quân số" and taken(officer, ward, old) == first
    assert report_reading.sent_reports(officer, [ward.id], MARCH) == {ward.id: new}
    with pytest.raises(NotFound):
        reports.correct(officer, ward, old.id, "Lần nữa")
    document = docx.Document(io.BytesIO(taken(officer, ward, new, "docx")))
    assert "(Thay thế Báo cáo số 12/BC-BCH ngày 02/04/2026)" in [one.text for one in document.paragraphs]


# --- What is due, and who may what ------------------------------------------------------------------------------------


def test_what_is_due_is_told_and_a_period_has_one_draft_that_can_be_taken_away(officer, ward, draft):
    slots = report_reading.slots_of(officer, ward.id, 2026)
    states = {slot.period.key: slot.state for kind in slots.values() for slot in kind}
    assert (states["2026-02"], states["2026-03"], states["2026-05"], len(states)) == (MISSING, DRAFT, FUTURE, 19)
    assert states["2026-Q1"] == OVERDUE
    assert {slot.period.key for slot in report_reading.due_slots(officer, ward.id)} == {
        "2026-04", "2026-Q1", "2025-H2", "2025",
    }  # fmt: skip
    sent(officer, ward, draft)
    assert report_reading.slots_of(officer, ward.id, 2026)["month"][2].state == SENT_LATE
    april = reports.create(officer, ward, period_of_key("2026-04"))
    sent(officer, ward, april, 15, TODAY)
    assert report_reading.slots_of(officer, ward.id, 2026)["month"][3].state == SENT
    with pytest.raises(Invalid, match="chưa bắt đầu"):
        reports.create(officer, ward, period_of_key("2026-05"))
    quarter = reports.create(officer, ward, FIRST_QUARTER)
    assert reports.create(officer, ward, FIRST_QUARTER) is quarter
    reports.remove(officer, ward, quarter.id, quarter.version)
    assert db.session.query(Report).count() == 2


def test_roles_and_wards_are_kept_apart_and_politics_is_left_out_for_who_may_not_see_it(
    officer, ward, two_wards, actor_of, draft
):
    viewer, stranger = actor_of("viewer", wards=ward.id), actor_of("officer", wards=two_wards[1])
    assert show(viewer, ward, draft).figures.of("militia.strength") == 3
    seen = show(viewer, ward, draft)
    assert not any(line.section == "politics" for line in seen.figures.lines)
    assert "politics" not in {one.section.key for one in seen.texts}
    assert not any("Đảng" in column.heading for table in seen.figures.tables for column in table.columns)
    assert not any("Đảng" in str(row.cells[0]) for table in seen.figures.tables for row in table.rows)
    assert not any("ảng viên" in one.text for one in seen.texts)
    for actor, refusal in ((viewer, NotAllowed), (stranger, NotFound)):
        for change in (
            lambda actor: reports.create(actor, ward, FIRST_QUARTER),
            lambda actor: reports.save(actor, ward, draft.id, {}, draft.version),
            lambda actor: sent(actor, ward, draft),
            lambda actor: taken(actor, ward, draft),
            lambda actor: taken(actor, ward, draft, "xlsx"),
        ):
            with pytest.raises(refusal):
                change(actor)
    there = db.session.get(Unit, two_wards[1].id)
    with pytest.raises(NotFound):
        reports.save(stranger, there, draft.id, {}, draft.version)


def test_wards_stand_side_by_side_with_those_that_have_sent_nothing(actor_of, two_wards, officer, ward, draft):
    sent(officer, ward, draft)
    superior = actor_of("commander", wards=two_wards)
    wards = [db.session.get(Unit, one.id) for one in two_wards]
    table = over_wards(superior, wards, MARCH)
    assert table.missing == (wards[1],)
    strength = next(line for line in table.lines if line.label == "Quân số dân quân tự vệ")
    assert strength.cells == (3, None) and strength.total == 3
    assert next(line for line in table.lines if line.unit == "%").total is None
    with pytest.raises(NotFound):
        over_wards(officer, wards, MARCH)
    with pytest.raises(NotFound):
        print_table(officer, table)


@pytest.mark.paper
def test_the_table_over_wards_goes_to_paper_whole_however_many_they_are(
    prints, officer, actor_of, ward, two_wards, life, draft, monkeypatch
):
    sent(officer, ward, draft)
    superior = actor_of("commander", wards=two_wards)
    table = over_wards(superior, [ward, db.session.get(Unit, two_wards[1].id)], MARCH)
    pdf = print_table(superior, table)
    words = words_of(pdf)
    assert "Tổng hợp kết quả thực hiện nhiệm vụ quân sự" in words and "1 trên 2 địa bàn đã gửi" in words
    assert f"III. ĐỊA BÀN CHƯA GỬI {two_wards[1].title}." in words
    assert re.search(r"Quân số dân quân tự vệ \S+ 3 – 3 ", words)
    assert db.session.query(AuditEntry).filter_by(action="report.print").count() == 2
    monkeypatch.setattr(ward_report_paper, "_WARDS_ON_A_PAGE", 1)  # as fifty wards would fill it
    first, second = words_of(print_table(superior, table)).split("Phụ lục II ")
    assert "Phụ lục I " in first and " Cộng " not in first and " Cộng " in second


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.paper
def test_the_command_makes_a_report_without_keeping_one(prints, app, ward, life, tmp_path):
    for suffix, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        out = tmp_path / f"report.{suffix}"
        args = ["roster", "report", "--ward", ward.name, "--period", "2026-Q1", "--out", str(out)]
        result = app.test_cli_runner().invoke(args=args)
        assert result.exit_code == 0, result.output
        assert out.read_bytes().startswith(start)
    assert db.session.query(Report).count() == 0
    for wrong in (["--period", "2026-13", "--out", "x.pdf"], ["--period", "2026-Q1", "--out", str(tmp_path / "x.txt")]):
        result = app.test_cli_runner().invoke(args=["roster", "report", "--ward", ward.name, *wrong])
        assert result.exit_code == 2
