"""Claims of a ward's citizens: put on file, decided, withdrawn, listed, and hidden where a role may not see them."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event, select

from roster.services import assessment, claims, people
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)
STUDY = {"ground": "41.1.g", "evidence": "Giấy xác nhận 12/GXN", "papers_received_on": "20/11/2026", "until": "06/2028"}
PROVINCE = "Chủ tịch UBND cấp tỉnh"


@pytest.fixture
def candidate(ward, officer):
    """Makes candidates of 2027: candidate("Đỗ Văn An", father_name=…)."""

    def make(full_name="Đỗ Văn An", **facts):
        start = NewRecord("enlistment", {"health_class": 2, "political_result": "passed"}, year=2027)
        values = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12", **facts}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


@pytest.fixture
def an(candidate):
    return candidate()


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/claims"


def only_claim():
    return db.session.scalars(select(Claim)).one()


def decision(**changes):
    usual = {"outcome": "decided", "decision_number": "45/QĐ-UBND", "decided_on": "20/11/2026", "decided_by": PROVINCE}
    return usual | {"until": "06/2028", "seen_version": str(only_claim().version)} | changes


def verdict_of(officer, ward, person_id):
    return str(assessment.standing_of(officer, ward.id, 2027, person_id).verdict)


def test_a_claim_goes_from_the_search_for_the_man_to_its_decision(browser, page, ward, officer, an):
    assert verdict_of(officer, ward, an) == "callable"
    found = browser.get(f"{page}/new?q=do van an")
    assert f"{page}/new/{an}" in found.text
    form = text_of(browser.get(f"{page}/new/{an}").text)
    assert "điểm g khoản 1 Điều 41" in form and "Đang học tại cơ sở giáo dục phổ thông" in form
    assert browser.post(f"{page}/new/{an}", data=STUDY).status_code == 303
    assert verdict_of(officer, ward, an) == "claim_pending"
    claim = only_claim()
    assert (claim.until, claim.papers_received_on) == ("2028-06", date(2026, 11, 20))
    shown = browser.text(f"{page}/{claim.id}")
    assert "Chờ quyết định" in shown and PROVINCE in shown and "06/2028" in shown
    assert browser.post(f"{page}/{claim.id}/decide", data=decision()).status_code == 303
    assert verdict_of(officer, ward, an) == "deferred"
    assert "45/QĐ-UBND" in browser.text(f"{page}/{claim.id}")
    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == an)))
    assert {"claim.add", "claim.decide"} <= actions


def test_the_ground_that_is_offered_is_that_of_the_newest_call_up(browser, page, ward, an):
    own = db.session.scalars(select(EnlistmentRecord).where(EnlistmentRecord.person_id == an)).one()
    own.ground, own.ground_until, own.since = "41.1.g", "2028-06", date(2025, 1, 1)
    older = {"year": 2026, "ground": "41.1.b", "ground_until": "2026-12"}
    db.session.add(EnlistmentRecord(ward_id=ward.id, person_id=an, since=date(2024, 1, 1), **older))
    db.session.commit()
    form = BeautifulSoup(browser.get(f"{page}/new/{an}").text, "lxml")
    assert form.find("option", selected=True)["value"] == "41.1.g"
    assert form.find("input", attrs={"name": "until"})["value"] == "06/2028"


def test_every_ground_of_the_four_kinds_is_offered_under_its_heading_and_can_be_entered(browser, page, candidate):
    person = candidate()
    form = BeautifulSoup(browser.get(f"{page}/new/{person}").text, "lxml")
    groups = {g["label"]: [o["value"] for o in g.find_all("option")] for g in form.find_all("optgroup")}
    assert [len(marks) for marks in groups.values()] == [8, 5, 3, 1]
    for mark in [mark for marks in groups.values() for mark in marks]:
        assert browser.post(f"{page}/new/{person}", data={**STUDY, "ground": mark}).status_code == 303, mark
    assert set(db.session.scalars(select(Claim.ground))) == {mark for marks in groups.values() for mark in marks}


def test_a_bar_and_an_exemption_from_registration_stand_against_the_call(browser, page, ward, officer, candidate):
    for mark, verdict in (("13.1.a", "barred"), ("14", "registration_exempt")):
        person = candidate(f"Lê Văn {'Ba' if mark == '14' else 'Bốn'}")
        browser.post(f"{page}/new/{person}", data={"ground": mark})
        assert verdict_of(officer, ward, person) == verdict


def test_the_office_that_stands_in_the_form_is_that_of_the_day_of_the_decision(browser, page, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    claim = only_claim()
    assert f'value="{PROVINCE}"' in browser.get(f"{page}/{claim.id}/decide").text
    old = decision(decided_on="30/06/2025")
    assert browser.post(f"{page}/{claim.id}/decide", data=old).status_code == 303
    assert only_claim().decided_by == "Chủ tịch UBND cấp huyện"


def test_a_wrong_office_is_refused_with_the_clause(browser, page, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    answer = browser.post(f"{page}/{only_claim().id}/decide", data=decision(decided_by="Chủ tịch UBND huyện Mẫu"))
    assert answer.status_code == 422
    text = text_of(answer.text)
    assert "Điều 42" in text and PROVINCE in text and only_claim().status == "claimed"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ground": ""}, "Hãy chọn diện"),
        ({"ground": "99"}, "Diện theo luật"),
        ({"until": "31/02/2027"}, "Hãy nhập ngày như"),
        ({"papers_received_on": "2026"}, "đủ ngày, tháng, năm"),
        ({"papers_received_on": "25/11/2026"}, "không được ở sau ngày hôm nay"),
    ],
)
def test_a_faulty_claim_is_refused_and_nothing_typed_is_lost(browser, page, an, typed, sentence):
    answer = browser.post(f"{page}/new/{an}", data=STUDY | typed)
    assert answer.status_code == 422 and sentence in text_of(answer.text)
    assert "Giấy xác nhận 12/GXN" in answer.text
    assert db.session.scalar(select(Claim)) is None


@pytest.mark.parametrize("missing", ["outcome", "decision_number", "decided_on"])
def test_a_decision_without_its_paper_is_refused(browser, page, an, missing):
    browser.post(f"{page}/new/{an}", data=STUDY)
    answer = browser.post(f"{page}/{only_claim().id}/decide", data=decision(**{missing: ""}))
    assert answer.status_code == 422 and only_claim().status == "claimed"


def test_an_open_claim_is_edited_a_decided_one_only_in_its_papers(browser, page, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    claim = only_claim()
    sent = STUDY | {"until": "2029", "seen_version": str(claim.version)}
    assert browser.post(f"{page}/{claim.id}/edit", data=sent).status_code == 303
    assert only_claim().until == "2029"
    assert "2029" in browser.get(f"{page}/{claim.id}/edit").text
    browser.post(f"{page}/{claim.id}/decide", data=decision(until="2029"))
    form = browser.get(f"{page}/{claim.id}/edit").text
    assert 'name="ground"' not in form and 'name="until"' not in form
    sent = {"evidence": "Giấy xác nhận 13/GXN", "seen_version": str(only_claim().version)}
    assert browser.post(f"{page}/{claim.id}/edit", data=sent).status_code == 303
    assert only_claim().evidence == "Giấy xác nhận 13/GXN"


def test_two_officers_do_not_overwrite_each_other(browser, page, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    claim = only_claim()
    seen = str(claim.version)
    browser.post(f"{page}/{claim.id}/edit", data=STUDY | {"notes": "một", "seen_version": seen})
    for url, sent in ((f"{page}/{claim.id}/edit", STUDY | {"notes": "hai"}), (f"{page}/{claim.id}/decide", decision())):
        answer = browser.post(url, data=sent | {"seen_version": seen})
        assert answer.status_code == 422 and "người khác sửa" in text_of(answer.text)
    assert (only_claim().notes, only_claim().status) == ("một", "claimed")


def test_a_withdrawn_claim_counts_no_more_but_is_not_lost(browser, page, ward, officer, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    claim = only_claim()
    assert "Hãy ghi lý do" in text_of(browser.post(f"{page}/{claim.id}/withdraw", data={}).text)
    assert browser.post(f"{page}/{claim.id}/withdraw", data={"reason": "Ghi nhầm người"}).status_code == 303
    assert verdict_of(officer, ward, an) == "callable"
    assert "Đỗ Văn An" not in text_of(str(BeautifulSoup(browser.get(page + "/").text, "lxml").main))
    assert "Đỗ Văn An" in browser.text(f"{page}/?status=withdrawn")
    assert "Ghi nhầm người" in browser.text(f"{page}/{claim.id}")


def test_only_a_commander_withdraws_what_was_granted(browser, page, client_of, ward, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    claim = only_claim()
    browser.post(f"{page}/{claim.id}/decide", data=decision())
    assert "/withdraw" not in browser.get(f"{page}/{claim.id}").text
    assert browser.post(f"{page}/{claim.id}/withdraw", data={"reason": "Thử"}).status_code == 403
    commander = client_of("commander", ward)
    assert "/withdraw" in commander.get(f"{page}/{claim.id}").text
    assert commander.post(f"{page}/{claim.id}/withdraw", data={"reason": "Thôi học"}).status_code == 303


# --- The list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(officer, ward, candidate):
    """An open, a granted, a refused, a withdrawn claim and a bar that ends before the handover of 15/02/2027."""
    made = {}
    for name, ground, until in (
        ("Đỗ Văn An", "41.1.b", None), ("Lê Văn Bình", "41.2.a", None), ("Vũ Văn Cảnh", "41.1.d", None),
        ("Ngô Văn Dũng", "41.1.g", "2028"), ("Hồ Văn Em", "13.1.b", "2027-01-31"),
    ):  # fmt: skip
        made[name] = claims.add(officer, ward.id, candidate(name), {"ground": ground, "until": until}).id
    claims.decide(officer, made["Lê Văn Bình"], "decided", "1/QĐ", date(2026, 11, 2))
    claims.decide(officer, made["Vũ Văn Cảnh"], "refused", "2/QĐ", date(2026, 11, 2))
    claims.withdraw(officer, made["Ngô Văn Dũng"], "Ghi nhầm")
    return made


def names_in(browser, url):
    """The names in the list's rows, in order."""
    rows = BeautifulSoup(browser.get(url).text, "lxml").select("tbody th")
    return [row.get_text(strip=True) for row in rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Cảnh", "Hồ Văn Em"]),
        ("status=claimed", ["Đỗ Văn An", "Hồ Văn Em"]),
        ("status=decided", ["Lê Văn Bình"]),
        ("status=refused", ["Vũ Văn Cảnh"]),
        ("status=withdrawn", ["Ngô Văn Dũng"]),
        ("ending=1", ["Hồ Văn Em"]),
        ("warned=1", ["Hồ Văn Em"]),
        ("kind=bar", ["Hồ Văn Em"]),
        ("kind=deferral", ["Đỗ Văn An", "Vũ Văn Cảnh"]),
        ("kind=deferral&status=claimed", ["Đỗ Văn An"]),
        ("q=van em", ["Hồ Văn Em"]),
        ("status=nonsense&kind=1", ["Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Cảnh", "Hồ Văn Em"]),
    ],
)
def test_the_address_narrows_the_list(browser, page, listed, query, names):
    assert names_in(browser, f"{page}/?{query}") == names


def test_each_number_above_the_list_is_the_length_of_its_list(browser, page, listed):
    tiles = BeautifulSoup(browser.get(f"{page}/").text, "lxml").select("a.tile")
    assert len(tiles) == 5
    for tile in tiles:
        assert int(tile.select_one(".count").get_text()) == len(names_in(browser, tile["href"]))


def test_what_must_be_known_weeks_ahead_is_said(browser, page, officer, ward, candidate):
    parents = {"father_name": "Đỗ Văn Cha", "mother_name": "Lê Thị Mẹ"}
    first, second = candidate("Đỗ Văn Anh", **parents), candidate("Đỗ Văn Em", **parents)
    for person in (first, second):
        claims.add(officer, ward.id, person, {"ground": "41.2.b"})
    student = candidate("Vũ Văn Học", qualification="Đại học")
    claims.add(officer, ward.id, student, {"ground": "41.1.g", "until": "2028"})
    soon = claims.add(officer, ward.id, candidate("Hồ Văn Sớm"), {"ground": "41.1.g", "until": "2027-02-01"})
    text = browser.text(f"{page}/?warned=1")
    assert "cùng cha mẹ còn có: Đỗ Văn Em" in text and "Đại học" in text
    assert "Hết hạn trước ngày giao quân 15/02/2027" in text
    assert "phải chứng minh lại" in browser.text(f"{page}/{soon.id}")
    family = db.session.scalars(select(Claim).where(Claim.person_id == first)).one()
    assert "Đỗ Văn Em" in browser.text(f"{page}/{family.id}")


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(browser, page, officer, ward, candidate, app):
    def queries():
        seen = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        browser.get(f"{page}/")
        return len(seen)

    claims.add(officer, ward.id, candidate("Lê Văn Một"), {"ground": "41.2.b"})
    browser.get(f"{page}/")  # the first visit also notes in which ward the officer works
    few = queries()
    for number in range(12):
        claims.add(
            officer, ward.id, candidate(f"Lê Văn Số {number}", father_name="A", mother_name="B"), {"ground": "41.2.b"}
        )
    # Both listeners count the second time, the first into a list of its own.
    assert queries() == few


# --- Who may see and do what ------------------------------------------------------------------------------------------


def test_a_viewer_reads_the_list_but_not_whose_health_or_offence_it_is(client_of, page, ward, officer, candidate):
    marks = {"41.1.a": "Chưa đủ sức khỏe", "13.1.a": "truy cứu", "14": "Miễn đăng ký nghĩa vụ", "41.2.a": "liệt sĩ"}
    made = {
        mark: claims.add(officer, ward.id, candidate(f"Lê Văn {mark}"), {"ground": mark, "evidence": f"Giấy {mark}"})
        for mark in marks
    }
    viewer = client_of("viewer", ward)
    main = text_of(str(BeautifulSoup(viewer.get(f"{page}/").text, "lxml").find("table")))
    assert "liệt sĩ" in main and not any(words in main for mark, words in marks.items() if mark != "41.2.a")
    for mark, claim in made.items():
        text = viewer.text(f"{page}/{claim.id}")
        assert (marks[mark] in text and f"Giấy {mark}" in text) == (mark == "41.2.a")
        card = viewer.text(f"/wards/{ward.id}/people/{claim.person_id}")
        assert (marks[mark] in card) == (mark == "41.2.a")
        assert mark == "41.2.a" or f"Giấy {mark}" not in card
    # A list of all bars would tell the same: the filter is not his.
    assert len(names_in(viewer, f"{page}/?kind=bar")) == len(marks)
    assert "truy cứu" in client_of("officer", ward).text(f"{page}/")


def test_a_viewer_changes_nothing(client_of, page, ward, officer, an):
    claim = claims.add(officer, ward.id, an, {"ground": "41.1.g"})
    viewer = client_of("viewer", ward)
    for path in (f"new/{an}", f"{claim.id}/edit", f"{claim.id}/decide", f"{claim.id}/withdraw"):
        assert viewer.get(f"{page}/{path}").status_code == 403
        assert viewer.post(f"{page}/{path}", data={}).status_code == 403
    assert viewer.get(f"{page}/new").status_code == 403


def test_another_wards_claim_is_not_there(client_of, page, two_wards, officer, ward, an):
    claim = claims.add(officer, ward.id, an, {"ground": "41.1.g"})
    other = client_of("officer", two_wards[1])
    both = client_of("officer", two_wards)
    foreign = f"/wards/{two_wards[1].id}/claims"
    for path in (f"{claim.id}", f"{claim.id}/edit", f"{claim.id}/decide", f"{claim.id}/withdraw", f"new/{an}"):
        assert other.get(f"{page}/{path}").status_code == 404
        assert both.get(f"{foreign}/{path}").status_code == 404
        if path != f"{claim.id}":
            assert both.post(f"{foreign}/{path}", data=STUDY | {"reason": "x"}).status_code == 404
    assert only_claim().withdrawn_at is None


def test_reading_writes_nothing_and_forged_posts_are_refused(browser, page, an):
    browser.post(f"{page}/new/{an}", data=STUDY)
    claim = only_claim()
    written = db.session.query(AuditEntry).filter(AuditEntry.action.startswith("claim."))
    before = written.count()
    for path in ("", f"{claim.id}", f"{claim.id}/edit", f"{claim.id}/decide", f"{claim.id}/withdraw"):
        assert browser.get(f"{page}/{path}").status_code == 200
    assert browser.post(f"{page}/{claim.id}/withdraw", data={"reason": "x"}, csrf=False).status_code == 400
    assert written.count() == before and only_claim().withdrawn_at is None
