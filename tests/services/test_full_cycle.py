"""A whole year of a ward: nobody whom the law keeps from the call-up reaches a call-up list, by whatever way."""

import io
import re
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from roster.services import campaigns, cycle, delivery_series, imports, papers
from roster.services.changes import InvalidFacts
from roster.services.delivery_series import Issue
from roster.services.records import NewRecord, add_record, edit_record
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.list_filter import ListFilter
from roster.store.people import Person
from tests.own_process import workbooks_read_here
from tests.page_checks import text_of
from tests.services.candidates import HANDOVER, TODAY, YEAR
from tests.services.cycle_people import CLOSED, CLOSED_EARLY, CLOSED_LATE, enter_year, examine

ROAD = (
    "eligible_preselection", "invited_preselection", "preselection_passed", "invited_examination", "examined",
    "eligible_enlistment", "final_official", "called_up", "handed_over",
)  # fmt: skip
BEFORE = dict(zip(ROAD, ("source", *ROAD), strict=False)) | {"final_reserve": "eligible_enlistment"}
GUARDED = (*(step for step in ROAD if step not in {"preselection_passed", "examined"}), "final_reserve", "replacement")
CALL_UP_LISTS = ("enlistment-eligible", "enlistment-17a", "enlistment-17a-reserve")
CLAUSE = re.compile(r"\(.*(Điều|khoản|Thông tư).*\)")
MEN = 300  # at least four of each kind, and more than half of them open


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def men(ward):
    return enter_year(ward.id, MEN)


@pytest.fixture
def few(ward):
    """One of each kind and some more."""
    return enter_year(ward.id, 45)


def ids(men):
    return [man.person_id for man in men]


def closed_of(men):
    return [man for man in men if man.kind in CLOSED]


def put_at(men, step):
    """Set the step behind the program's back, as nothing in it may."""
    query = db.update(EnlistmentRecord).where(EnlistmentRecord.id.in_([man.record_id for man in men]))
    db.session.execute(query.values(status=step))
    db.session.commit()


def steps_of(men):
    db.session.expire_all()
    query = db.select(EnlistmentRecord.person_id, EnlistmentRecord.status)
    known = dict(db.session.execute(query).all())
    return {known[man.person_id] for man in men}


def clauses_missing(men, reasons):
    """The men who were not told the clause of their kind."""
    return [
        man
        for man in men
        if not any(CLAUSE.search(reason) for reason in reasons.get(man.person_id, ()))
        or not any(CLOSED[man.kind].clause in reason for reason in reasons[man.person_id])
    ]


def test_a_whole_year_brings_exactly_those_whom_the_law_lets_to_the_handover(officer, ward, men):
    early = {man.person_id for man in men if man.kind in CLOSED_EARLY}
    late = {man.person_id for man in men if man.kind in CLOSED_LATE}
    assert early and late and len(men) - len(early) - len(late) > len(men) / 2
    here = set(ids(men))
    for step in ROAD:
        if step == "eligible_enlistment":
            examine(ward.id, men)
        _, made = cycle.apply_move(officer, ward.id, YEAR, list(here), step, on=TODAY, paper="03/BB")
        refused = {one.candidate.person_id: one.reasons for one in made.refused}
        out = {"eligible_preselection": early, "eligible_enlistment": late}.get(step, set())
        assert set(refused) == out, step
        assert clauses_missing([man for man in men if man.person_id in out], refused) == []
        here -= out
        if step in {"eligible_enlistment", "final_official"}:
            for key in CALL_UP_LISTS[: ROAD.index(step) - 4]:
                chosen = papers.select_for(officer, key, ListFilter("enlistment", ward.id, YEAR))
                assert {row["person_id"] for row in chosen.rows} == here and not chosen.people
    assert steps_of([man for man in men if man.person_id in here]) == {"handed_over"}
    assert here == set(ids(men)) - set(ids(closed_of(men)))


def test_no_move_takes_a_closed_man_into_a_guarded_step_wherever_he_stands(officer, ward, men):
    examine(ward.id, men)
    closed = closed_of(men)
    for step in GUARDED:
        at = "final_reserve" if step == "replacement" else BEFORE[step]
        put_at(closed, at)
        early_only = step in {"eligible_preselection", "invited_preselection", "invited_examination"}
        meant = [
            man for man in closed
            if not (early_only and man.kind in {"no conclusion on health", "politics pending"})
        ]  # fmt: skip
        _, made = cycle.apply_move(officer, ward.id, YEAR, ids(meant), step, on=TODAY)
        assert not made.allowed, (step, {man.kind for man in meant} & {one.full_name for one in made.allowed})
        assert clauses_missing(meant, {one.candidate.person_id: one.reasons for one in made.refused}) == []
        assert steps_of(meant) == {at}


def test_a_closed_man_who_stands_at_a_final_step_is_on_no_list_and_gets_no_call(officer, ward, men):
    """Whatever put him there: a claim that came later, a hand in the database."""
    examine(ward.id, men)
    closed = closed_of(men)
    for step, lists in (
        ("final_official", ("enlistment-17a", "enlistment-eligible")),
        ("final_reserve", ("enlistment-17a-reserve",)),
        ("called_up", ("enlistment-17a",)),
        ("eligible_enlistment", ("enlistment-eligible",)),
        ("replacement", ("enlistment-17a",)),
    ):
        put_at(closed, step)
        whole = ListFilter("enlistment", ward.id, YEAR)
        for key in lists:
            chosen = papers.select_for(officer, key, whole)
            assert not set(ids(closed)) & {row["person_id"] for row in chosen.rows}
            assert {one.person_id for one in chosen.people} == set(ids(closed))
            assert clauses_missing(closed, {one.person_id: one.reasons for one in chosen.people}) == []
        if step != "eligible_enlistment":
            made = delivery_series.create(
                officer, ward.id, YEAR, Issue("enlistment", date(2027, 2, 1)), person_ids=ids(closed)
            )
            assert not made.ready
            assert clauses_missing(closed, {one.candidate.person_id: one.reasons for one in made.refused}) == []


def test_ticking_or_searching_closed_men_prints_none_of_them(officer, ward, few):
    examine(ward.id, few)
    closed = closed_of(few)
    put_at(closed, "final_official")
    for wanted in (
        ListFilter("enlistment", ward.id, YEAR, person_ids=frozenset(ids(closed))),
        *(ListFilter("enlistment", ward.id, YEAR, person_ids=frozenset({man.person_id})) for man in closed),
        *(ListFilter("enlistment", ward.id, YEAR, search=man.citizen_id) for man in closed),
    ):
        chosen = papers.select_for(officer, "enlistment-17a", wanted)
        assert not chosen.rows and chosen.people


def test_form_16c_names_no_man_whom_the_early_gate_shuts_out(officer, ward, men):
    campaigns.save(officer, ward.id, YEAR, {"handover_on": HANDOVER}, 0)
    chosen = papers.select_for(officer, "enlistment-16c", ListFilter("enlistment", ward.id, YEAR))
    early = [man for man in men if man.kind in CLOSED_EARLY]
    assert {one.person_id for one in chosen.people} == set(ids(early))
    assert clauses_missing(early, {one.person_id: one.reasons for one in chosen.people}) == []


def workbook(men, step):
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên", "Ngày sinh", "Số CCCD", "Tình trạng"])
    for man in men:
        born = "/".join(reversed(man.birth_date.split("-"))) if man.birth_date else None
        book.active.append([man.full_name, born, man.citizen_id, step])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.mark.once
@pytest.mark.parametrize("step", ["Chốt chính thức", "Chốt dự phòng", "Đủ điều kiện nhập ngũ"])
def test_no_workbook_puts_a_man_at_a_final_step(officer, ward, few, step):
    for at, action in (("source", {"error"}), ("examined", {"unchanged"})):
        put_at(few, at)
        with workbooks_read_here():
            batch = imports.receive(officer, ward.id, "enlistment", YEAR, "ds.xlsx", workbook(few, step))
        rows = [row for sheet in imports.load_plan(officer, batch).sheets for row in sheet.rows]
        assert {row.action for row in rows} == action and len(rows) == len(few)
        for row in rows:
            told = " ".join(found.message for found in row.problems if found.field == "status")
            assert "Đợt tuyển quân" in told or "đợt tuyển quân" in told
            assert at != "source" or "31 và 41 Luật Nghĩa vụ quân sự" in told
        with workbooks_read_here():
            imports.confirm(officer, batch, batch.plan_mark or "", doubts_settled=True)
        assert steps_of(few) == {at}


def test_no_record_that_is_entered_or_edited_starts_at_a_guarded_step(officer, ward, few):
    for step in GUARDED:
        with pytest.raises(InvalidFacts) as refused:
            edit_record(officer, ward.id, "enlistment", few[0].record_id, {"status": step})
        assert "Luật Nghĩa vụ quân sự" in str(refused.value.faults)
        person = db.session.get(Person, few[1].person_id)
        with pytest.raises(InvalidFacts):
            add_record(officer, ward.id, person.id, NewRecord("enlistment", {"status": step}, year=YEAR + 1), TODAY)
    assert steps_of(few) == {"source"}


@pytest.mark.once
def test_no_page_takes_a_closed_man_further(client_of, ward, few):
    browser = client_of("officer", ward)
    examine(ward.id, few)
    closed = closed_of(few)
    put_at(closed, "eligible_enlistment")
    base = f"/wards/{ward.id}/campaigns/{YEAR}/candidates"
    people = " ".join(str(one) for one in ids(closed))
    shown = browser.post(f"{base}/move", data={"chosen": [str(i) for i in ids(closed)], "to_step": "final_official"})
    made = browser.post(
        f"{base}/move/confirm", data={"people": people, "to_step": "final_official", "on": "24/11/2026"}
    )
    for answer in (shown, made):
        text = text_of(answer.text)
        for man in closed:
            assert man.full_name in text and CLOSED[man.kind].clause in text
    assert steps_of(closed) == {"eligible_enlistment"}

    put_at(closed, "source")
    for man in (next(man for man in closed if man.kind == kind) for kind in CLOSED):
        card = f"/wards/{ward.id}/people/{man.person_id}"
        sent = {"status": "final_official", "full_name": man.full_name, "seen_version": "1", "seen": "{}"}
        answer = browser.post(f"{card}/records/enlistment/{man.record_id}/edit", data=sent)
        assert "31 và 41 Luật Nghĩa vụ quân sự" in text_of(answer.text), man.kind
        browser.post(f"{card}/edit", data=sent)
    assert steps_of(closed) == {"source"}


@pytest.mark.paper
def test_papers_and_command_print_no_closed_man_and_name_him_with_the_reason(client_of, ward, few, app, tmp_path):
    examine(ward.id, few)
    closed, rest = closed_of(few), [man for man in few if man.kind not in CLOSED]
    put_at(few, "final_official")
    browser = client_of("officer", ward)
    form = {"list_key": "enlistment-17a", "order": "", "dated_on": "", "number": "", "preparer": "", "signer": ""}
    chosen = [str(one) for one in ids(few)]
    page = browser.post(
        f"/wards/{ward.id}/papers/new/enlistment?year={YEAR}", data=form | {"chosen": chosen}, follow_redirects=True
    )
    text = text_of(page.text)
    assert f"Đã lập xong: {len(rest)} người" in text
    for man in closed:
        assert man.full_name in text and CLOSED[man.kind].clause in text

    link = re.search(r'href="([^"]+/file)"', page.text)[1]
    out = tmp_path / "17a.pdf"
    done = app.test_cli_runner().invoke(
        args=["roster", "print", "enlistment-17a", "--ward", "11446", "--year", str(YEAR), "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    counts = [int(one) for one in re.findall(r"Không đưa vào danh sách (\d+) người: .*Điều", done.stderr)]
    assert sum(counts) == len(closed)
    assert not any(man.full_name in done.stderr for man in few)
    for pdf in (browser.get(link).data, out.read_bytes()):
        printed = "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf)).pages)
        assert {man.citizen_id for man in few if man.citizen_id in printed} == {man.citizen_id for man in rest}


def test_the_candidates_page_marks_who_no_longer_may_stand_where_he_stands(client_of, ward, few):
    examine(ward.id, few)
    put_at(few, "final_official")
    page = client_of("officer", ward).get(f"/wards/{ward.id}/campaigns/{YEAR}/candidates/?size=100")
    assert text_of(page.text).count("Cần xem lại") == len(closed_of(few))
