"""A number is given once in a ward, a year and a symbol: to two officers at once, and across the books that give it."""

from __future__ import annotations

import contextlib
import threading
from datetime import date

import pytest
from sqlalchemy import select

from roster.printing import personal
from roster.services import (
    delivery_series,
    issued_papers,
    issued_runs,
    kept_sheets,
    paper_numbers,
    papers,
    people,
    personal_runs,
)
from roster.services.delivery_series import Issue
from roster.services.faults import Invalid
from roster.services.party_sheets import people_sheet
from roster.services.personal_runs import Details
from roster.services.records import NewRecord
from roster.store.claims import Delivery
from roster.store.db import db, now
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import ForceEvent
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.units import Unit

TODAY = date(2026, 11, 26)
YEAR = 2027
EVENT = date(2026, 12, 20)
CALL = Issue("examination", EVENT, TODAY, "12")
ADDRESS = "http://office/check/{paper}/{mark}"
DECISION = Details(TODAY, "07 giờ 30", "Trạm Y tế", "CHỦ TỊCH", "Nguyễn Văn Hùng", "Căn cứ một;", "thẻ căn cước")
CARD = Details(TODAY, signer_post="CHỦ TỊCH", signer_name="Nguyễn Văn Hùng")
PATIENCE = 60
_SET: dict[tuple[object, ...], bytes] = {}  # papers set in type


@pytest.fixture(autouse=True)
def day(set_today):
    set_today(TODAY)


@pytest.fixture(autouse=True)
def set_in_type_once(monkeypatch):
    """Nobody reads a paper here: each of a kind and a length is the first that was set."""
    render = personal._render

    def first(template, seal=None, *, is_piece=False, papers, **context):
        key = (template, bool(seal), is_piece, len(papers))
        if key not in _SET:
            _SET[key] = render(template, seal, is_piece=is_piece, papers=papers, **context)
        return _SET[key]

    monkeypatch.setattr(personal, "_render", first)


@pytest.fixture
def enter(officer, ward):
    """Makes a citizen: one called to the examination, or a reservist."""

    def make(full_name, roster="enlistment"):
        facts = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12"}
        if roster == "reserve":
            record = NewRecord("reserve", {"rank": "Trung sĩ", "reserve_class": 1}, since=date(2026, 1, 1))
        else:
            record = NewRecord("enlistment", {"political_result": "passed"}, year=YEAR)
        person = people.create_person(officer, ward.id, facts, TODAY, records=(record,), confirmed=True)
        if roster == "enlistment":
            db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = "invited_examination"
        db.session.commit()
        return person.id

    return make


@pytest.fixture
def together(app, monkeypatch):
    """Two officers do a thing at once: neither writes before both have asked whether the number is free.

    Returns what was refused.
    """

    def run(where, question, *calls) -> list[str]:
        db.session.commit()
        meeting, refused, broken = threading.Barrier(len(calls)), [], []
        asked = getattr(where, question)

        def ask_and_wait(*args, **more):
            answer = asked(*args, **more)
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait(2)  # the other one waits for this one's turn to end
            return answer

        def press(call):
            with app.app_context():
                try:
                    call()
                except Invalid as fault:
                    refused.append(str(fault))
                except BaseException as fault:
                    broken.append(fault)
                finally:
                    db.session.remove()

        monkeypatch.setattr(where, question, ask_and_wait)
        threads = [threading.Thread(target=press, args=(one,)) for one in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        monkeypatch.undo()
        assert not broken and not any(thread.is_alive() for thread in threads), broken
        db.session.expire_all()
        return refused

    return run


def numbers():
    return sorted(db.session.scalars(select(Delivery.paper_number)))


def unit_of(ward):
    return db.session.get_one(Unit, ward.id)


def card_run(officer, ward, people_ids, first, kind="reserve_card"):
    return personal_runs.request_reserve_run(officer, unit_of(ward), kind, people_ids, CARD, first)


def kept_list(officer, ward):
    """A print that can be issued."""
    return kept_sheets.keep_sheet(officer, unit_of(ward), people_sheet([], "thử", TODAY), TODAY).id


# --- Two at once ----------------------------------------------------------------------------------------------------


def test_two_officers_who_make_papers_at_once_do_not_give_one_number_twice(officer, ward, enter, together):
    first, second = enter("Lê Văn An"), enter("Đỗ Văn Bình")

    def make(person_id):
        return lambda: delivery_series.create(officer, ward.id, YEAR, CALL, person_ids=[person_id])

    refused = together(delivery_series, "fault_of_numbers", make(first), make(second))
    assert numbers() == ["12/QĐ-UBND"] and len(refused) == 1 and "Số 12/QĐ-UBND" in refused[0]


def test_two_officers_who_call_one_man_at_once_give_him_one_paper(officer, ward, enter, together):
    person = enter("Lê Văn An")
    calls = [Issue("examination", EVENT, TODAY, number) for number in ("12", "13")]
    makers = [lambda one=one: delivery_series.create(officer, ward.id, YEAR, one, person_ids=[person]) for one in calls]
    together(delivery_series, "fault_of_numbers", *makers)
    assert len(numbers()) == 1


def test_two_runs_signed_at_once_into_one_year_do_not_share_a_number(officer, ward, enter, together):
    days, signed = [date(2027, 1, 20), date(2027, 1, 21)], [date(2025, 12, 20), date(2026, 1, 5)]
    for name, event_on, issued_on in zip(("Lê Văn An", "Đỗ Văn Bình"), days, signed, strict=True):
        db.session.add(Delivery(ward_id=ward.id, person_id=enter(name), year=YEAR, kind="examination",
                                event_on=event_on, issued_on=issued_on, paper_number="12/QĐ-UBND"))  # fmt: skip
    details = Details(**{**DECISION.__dict__, "signed_on": date(2027, 1, 5)})

    def sign(event_on):
        return lambda: personal_runs.request_run(officer, unit_of(ward), YEAR, "examination", event_on, details)

    refused = together(personal_runs, "fault_of_numbers", *map(sign, days))
    assert len(refused) == 1 and "Số 12/QĐ-UBND của năm 2027" in refused[0]
    assert sorted(one.issued_on for one in db.session.scalars(select(Delivery)))[0] in signed


def test_two_runs_of_reservists_at_once_do_not_share_a_number(officer, ward, enter, together):
    first, second = enter("Lê Văn An", "reserve"), enter("Đỗ Văn Bình", "reserve")
    runs = [lambda one=one: card_run(officer, ward, [one], "1") for one in (first, second)]
    refused = together(personal_runs, "fault_of_numbers", *runs)
    assert len(refused) == 1 and len(list(db.session.scalars(select(PrintJob)))) == 1


def test_two_runs_entered_into_the_register_at_once_hold_each_number_once(officer, ward, enter, together):
    """As older programs made them, overlapping: only the first number of a line is unique in the database."""
    people_ids = [enter(name, "reserve") for name in ("Lê Văn An", "Đỗ Văn Bình")]
    jobs = [card_run(officer, ward, people_ids, first).id for first in ("1", "10")]
    job = db.session.get_one(PrintJob, jobs[1])
    job.request = job.request | {"numbers": ["2", "3"]}
    makers = [lambda one=one: issued_runs.issue_run(officer, unit_of(ward), one) for one in jobs]
    refused = together(issued_runs, "_overlap", *makers)
    assert len(refused) == 1 and "đã vào sổ văn bản đi" in refused[0]
    assert len(list(db.session.scalars(select(IssuedPaper)))) == 1


# --- Across the books -----------------------------------------------------------------------------------------------


def test_two_runs_of_reservists_never_bear_one_number_but_a_draft_may_be_printed_again(officer, ward, enter):
    first, second = enter("Lê Văn An", "reserve"), enter("Đỗ Văn Bình", "reserve")
    job = card_run(officer, ward, [first], "1")
    with pytest.raises(Invalid, match=r"Số 1/GCN-\w+ của năm 2026 đã ghi trên giấy chứng nhận.*sau cùng đã dùng là 1"):
        card_run(officer, ward, [second], "1")
    card_run(officer, ward, [first], "1")  # the same man's paper, not yet in the register
    card_run(officer, ward, [second], "2")
    issued_runs.issue_run(officer, unit_of(ward), job.id)
    with pytest.raises(Invalid, match="đã vào sổ văn bản đi"):
        card_run(officer, ward, [first], "1")


def test_a_run_that_was_given_up_gives_its_numbers_back_and_does_not_take_them_again(officer, ward, enter):
    first, second = enter("Lê Văn An", "reserve"), enter("Đỗ Văn Bình", "reserve")
    job = card_run(officer, ward, [first], "1")
    job.state = papers.CANCELLED
    db.session.commit()
    card_run(officer, ward, [second], "1")
    with pytest.raises(Invalid, match="đã ghi trên giấy chứng nhận"):
        personal_runs.go_on(officer, ward.id, job.id)
    assert db.session.get_one(PrintJob, job.id).state == papers.CANCELLED


def test_lists_and_papers_with_one_symbol_count_on_from_each_other(officer, ward, enter, monkeypatch):
    monkeypatch.setattr(issued_papers, "_symbol", lambda *_: "QĐ-UBND")
    for name in ("Lê Văn An", "Đỗ Văn Bình", "Vũ Văn Công"):
        enter(name)
    delivery_series.create(officer, ward.id, YEAR, CALL)
    assert issued_papers.next_number(officer, unit_of(ward), TODAY) == (15, "QĐ-UBND")
    job = personal_runs.request_run(officer, unit_of(ward), YEAR, "examination", EVENT, DECISION)
    issued_runs.issue_run(officer, unit_of(ward), job.id)
    db.session.query(Delivery).delete()  # whatever becomes of the papers, the register knows
    assert issued_papers.next_number(officer, unit_of(ward), TODAY) == (15, "QĐ-UBND")
    job_id = kept_list(officer, ward)

    def issue(number):
        issued_papers.issue(officer, unit_of(ward), job_id, number=number, dated_on=TODAY, check_address=ADDRESS)

    with pytest.raises(Invalid, match="Số 13/QĐ-UBND của năm 2026 đã cấp cho văn bản khác"):
        issue(13)
    issue(15)
    enter("Trần Văn Dũng")
    with pytest.raises(Invalid, match="đã vào sổ văn bản đi"):
        delivery_series.create(officer, ward.id, YEAR, Issue("examination", EVENT, TODAY, "15"))


def test_a_run_with_a_gap_leaves_the_numbers_between_to_others(officer, ward, enter):
    people_ids = [enter(name, "reserve") for name in ("Lê Văn An", "Đỗ Văn Bình")]
    job = card_run(officer, ward, people_ids, "1")
    job.request = job.request | {"numbers": ["1", "3"]}
    db.session.commit()
    line = issued_runs.issue_run(officer, unit_of(ward), job.id)
    assert list(paper_numbers.numbers_of_line(line)) == [1, 3]
    symbol = line.symbol
    assert paper_numbers.bearer_of(ward.id, 2026, 2, symbol) == ""
    assert paper_numbers.bearer_of(ward.id, 2026, 3, symbol) and paper_numbers.last_number(ward.id, 2026, symbol) == 3


def test_a_decision_about_the_militia_takes_its_number_from_the_one_register(enter, officer, ward, monkeypatch):
    monkeypatch.setattr(issued_papers, "_symbol", lambda *_: "QĐ-UBND")
    first, second = enter("Vũ Văn Một"), enter("Vũ Văn Hai")
    events = [ForceEvent(ward_id=ward.id, person_id=first, home="militia", kind=kind, decision_number=number,
                         decided_on=TODAY, decided_by=by, on_day=TODAY, user_name="Vũ Văn Bốn")
              for kind, number, by in (
                  ("completion", "40/QĐ-UBND", "Chủ tịch UBND phường Phù Liễn"),
                  ("extension", "41", "Chủ tịch UBND cấp xã"),  # its symbol is known
                  ("completion", "90/QĐ-UBND", "Người đứng đầu Công ty Hải Âu"),  # these have numbers of their own
                  ("recognition", "91/QĐ-UBND", "Chỉ huy trưởng Bộ CHQS thành phố"))]  # fmt: skip
    db.session.add_all(events)
    db.session.commit()
    assert issued_papers.next_number(officer, unit_of(ward), TODAY) == (42, "QĐ-UBND")

    def fault(number, day=TODAY, by="Chủ tịch UBND phường Phù Liễn"):
        return paper_numbers.fault_of_decision(ward.id, "completion", number, day, by)

    assert fault("40/QĐ-UBND") == ""  # the same paper names another man
    assert "đã ghi trên quyết định về dân quân ký ngày 26/11/2026" in fault("40/QĐ-UBND", date(2026, 11, 25))
    assert fault("40/QĐ-UBND", date(2025, 11, 25)) == ""  # each year counts anew
    assert fault("40/QĐ-UBND", date(2026, 11, 25), "Người đứng đầu Công ty Hải Âu") == ""
    events[0].withdrawn_at = now()
    db.session.commit()
    assert fault("40/QĐ-UBND", date(2026, 11, 25)) == ""
    delivery_series.create(officer, ward.id, YEAR, CALL, person_ids=[second])
    assert "Số 12/QĐ-UBND" in fault("12")  # a call bears it
