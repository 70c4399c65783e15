"""What officers may rely on when they print a roster."""

import io
import os
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from roster.jobs import queue
from roster.services import papers, people
from roster.services.papers import PaperOptions
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.db import db, now
from roster.store.list_filter import ListFilter
from roster.store.papers import Letterhead, PrintJob, Signatory
from roster.store.scope import NotAllowed, NotFound
from roster.store.units import Unit

pytestmark = pytest.mark.paper

TODAY = date(2026, 11, 24)


@pytest.fixture
def ward(two_wards):
    return two_wards[0]


@pytest.fixture
def candidates(officer, ward):
    """Five candidates of 2027, of whom form 16C is for two."""
    for name, facts, record in (
        ("Đỗ Văn An", {"sex": "male"}, {}),
        ("Lê Văn Bình", {"sex": "male"}, {"status": "source"}),
        ("Bùi Văn Công", {"sex": "male"}, {"ground": "41.1.g"}),
        ("Trần Thị Dung", {"sex": "female"}, {}),
        ("Vũ Văn Em", {"sex": "male"}, {"status": "left_source"}),
    ):
        start = NewRecord("enlistment", record, year=2027)
        values = {"full_name": name, "birth_date": "2005"} | facts
        people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)
    return ListFilter("enlistment", ward.id, 2027)


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def pdf_of(officer, ward, job):
    with papers.open_paper(officer, ward.id, job.id) as file:
        return file.read()


def test_form_16c_leaves_out_whom_it_is_not_for_and_says_how_many_and_why(officer, ward, candidates):
    chosen = papers.select_for(officer, "enlistment-16c", candidates)
    assert [row["full_name"] for row in chosen.rows] == ["Đỗ Văn An", "Lê Văn Bình"]
    assert chosen.left_out_count == 3
    reasons = " ".join(reason for reason, _ in chosen.left_out)
    assert "Điều 41" in reasons and "Chỉ gọi khi tự nguyện" in reasons and "Ra khỏi nguồn" in reasons
    assert [one.full_name for one in chosen.people] == ["Bùi Văn Công", "Trần Thị Dung", "Vũ Văn Em"]


def test_the_list_as_it_is_seen_is_for_everyone(officer, ward, candidates):
    assert len(papers.select_for(officer, "enlistment", candidates).rows) == 5


def test_a_paper_is_made_kept_and_leaves_one_audit_entry_that_names_nobody(officer, ward, candidates):
    job = papers.request_list(officer, ward.id, "enlistment-16c", candidates, PaperOptions(number="5"))
    assert (job.state, job.progress, job.rows, job.pages) == ("done", 100, 2, 1)
    text = words_of(pdf_of(officer, ward, job))
    assert "Đỗ Văn An" in text and "Bùi Văn Công" not in text and "05/DS-BCH" in text
    [entry] = db.session.query(AuditEntry).filter_by(action="list.print")
    assert (entry.details["rows"], entry.subject_id, entry.user_id) == (2, job.id, officer.user_id)
    assert "An" not in str(entry.details)
    assert [count for _, count in job.request["left_out"]] == [1, 1, 1]
    named = [(person.full_name, bool(reasons)) for person, reasons in papers.left_out_of(officer, job)]
    assert named == [("Bùi Văn Công", True), ("Trần Thị Dung", True), ("Vũ Văn Em", True)]


def test_a_paper_is_headed_and_signed_as_the_ward_was_on_its_day(officer, ward, candidates):
    for begins, ends, symbol in ((date(2025, 7, 1), date(2025, 12, 31), "CU"), (date(2026, 1, 1), None, "MOI")):
        db.session.add(
            Letterhead(
                ward_id=ward.id, superior="BỘ CHQS THÀNH PHỐ HẢI PHÒNG", agency="BAN CHQS PHƯỜNG PHÙ LIỄN",
                symbol=symbol, place="Phù Liễn", begins_on=begins, ends_on=ends,
            )
        )  # fmt: skip
    signer = Signatory(
        ward_id=ward.id, part="signer", post="CHỈ HUY TRƯỞNG", rank="Thiếu tá", full_name="Phạm Văn Ký",
        begins_on=date(2025, 7, 1), ends_on=date(2025, 12, 31),
    )  # fmt: skip
    db.session.add(signer)
    db.session.commit()
    place = db.session.get(Unit, ward.id)
    assert papers.letterhead_on(officer, place, date(2025, 8, 1)).symbol == "CU"
    assert papers.letterhead_on(officer, place, date(2026, 8, 1)).symbol == "MOI"
    assert papers.signatories_on(officer, ward.id, date(2025, 8, 1))["signer"] == [signer]
    assert papers.signatories_on(officer, ward.id, TODAY) == {"preparer": [], "signer": []}
    options = PaperOptions(dated_on=date(2025, 8, 1), signer_id=signer.id)
    text = words_of(papers.print_now(officer, place, "enlistment", candidates, options).pdf)
    assert "/CU" in text and "Thiếu tá Phạm Văn Ký" in text


def test_a_ward_without_settings_has_a_head_all_the_same(officer, ward):
    head = papers.letterhead_on(officer, db.session.get(Unit, ward.id), TODAY)
    assert (head.superior, head.agency) == ("BỘ CHQS THÀNH PHỐ HẢI PHÒNG", "BAN CHQS PHƯỜNG PHÙ LIỄN")


def test_foreign_wards_and_unknown_lists_cannot_be_printed(officer, ward, candidates, two_wards, actor_of):
    stranger = actor_of("officer", two_wards[1])
    job = papers.request_list(officer, ward.id, "enlistment", candidates, PaperOptions())
    for ask in (
        lambda: papers.request_list(stranger, ward.id, "enlistment", candidates, PaperOptions()),
        lambda: papers.request_list(stranger, two_wards[1].id, "enlistment", candidates, PaperOptions()),
        lambda: papers.get_job(stranger, two_wards[1].id, job.id),
        lambda: papers.open_paper(stranger, ward.id, job.id),
        lambda: papers.request_list(officer, ward.id, "militia-roster", candidates, PaperOptions()),
        lambda: papers.request_list(officer, ward.id, "nonsense", candidates, PaperOptions()),
    ):
        with pytest.raises(NotFound):
            ask()


def test_who_may_only_look_prints_nothing(ward, candidates, actor_of):
    with pytest.raises(NotAllowed):
        papers.request_list(actor_of("viewer", ward), ward.id, "enlistment", candidates, PaperOptions())
    assert db.session.query(PrintJob).count() == 0


def test_a_print_that_fails_says_so_and_can_be_made_again(officer, ward, candidates, monkeypatch):
    def fails(paper, progress):
        raise MemoryError("Đỗ Văn An")

    with monkeypatch.context() as broken:
        broken.setattr("roster.printing.pdf.render_list", fails)
        job = papers.request_list(officer, ward.id, "enlistment", candidates, PaperOptions())
    assert job.state == "failed" and "An" not in job.failure
    assert db.session.query(AuditEntry).filter_by(action="list.print").count() == 0
    assert papers.restart_print(officer, ward.id, job.id).state == "done"


def test_a_print_whose_worker_is_gone_can_be_made_again_but_a_fresh_one_is_left_alone(officer, ward, candidates):
    job = papers.request_list(officer, ward.id, "enlistment", candidates, PaperOptions())
    first = job.stored_name
    papers.restart_print(officer, ward.id, job.id)
    assert job.stored_name == first
    job.state = "running"
    assert not papers.may_restart(job)
    job.created_at = now() - timedelta(hours=1)
    assert papers.may_restart(job)


def test_a_job_handed_out_twice_is_done_once(officer, ward, candidates):
    job = papers.request_list(officer, ward.id, "enlistment", candidates, PaperOptions())
    papers.run_print(job.id)
    assert db.session.query(AuditEntry).filter_by(action="list.print").count() == 1


def test_options_survive_being_stored():
    options = PaperOptions(dated_on=TODAY, number="05", keys=("full_name",))
    assert PaperOptions.from_dict(options.as_dict()) == options


def test_with_a_living_worker_a_print_waits_for_it(app, officer, ward, candidates):
    heartbeat = os.path.join(app.instance_path, "worker.heartbeat")
    with open(heartbeat, "w", encoding="ascii"):
        job = papers.request_list(officer, ward.id, "enlistment", candidates, PaperOptions())
    assert (job.state, queue.worker_is_alive()) == ("waiting", True)
    os.unlink(heartbeat)
    papers.run_print(job.id)
    db.session.refresh(job)
    assert job.state == "done"


def test_a_print_that_is_given_up_stops_at_its_next_step_and_leaves_nothing(officer, ward, candidates, monkeypatch):
    job = papers.request_list(officer, ward.id, "enlistment-16c", candidates, PaperOptions())
    job.state, job.stored_name = papers.WAITING, None
    db.session.commit()

    def given_up_meanwhile(paper, progress):
        papers.cancel_print(officer, ward.id, job.id)
        db.session.commit()  # another process in truth, which holds nothing open
        progress(50)
        raise AssertionError("the worker went on")

    monkeypatch.setattr("roster.printing.pdf.render_list", given_up_meanwhile)
    papers.run_print(job.id)
    db.session.refresh(job)
    assert (job.state, job.stored_name) == (papers.CANCELLED, None) and officer.name in job.failure
    assert db.session.query(AuditEntry).filter_by(action="list.cancel", subject_id=job.id).count() == 1
    papers.run_print(job.id)  # still in the queue: nobody wants it any more
    assert db.session.get(PrintJob, job.id).state == papers.CANCELLED
    monkeypatch.undo()
    again = papers.restart_print(officer, ward.id, job.id)
    assert again.state == papers.DONE
    assert papers.cancel_print(officer, ward.id, job.id).state == papers.DONE  # what is done stays
