"""The candidates' pages: the list with the law's answer, and moving many a step on, previewed and undoable."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from roster.services import cycle
from roster.services.rulings import record as record_ruling
from roster.store import backups
from roster.store.db import db
from tests.page_checks import text_of
from tests.query_count import counted_queries
from tests.services.candidates import SOUND, TODAY, YEAR, candidate, claim, step_of


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}/candidates"


@pytest.fixture
def browser(client_of, ward):
    return client_of("commander", ward)


@pytest.fixture
def viewer(client_of, ward):
    return client_of("viewer", ward)


def names(html: str) -> list[str]:
    return [link.get_text() for link in BeautifulSoup(html, "lxml").select("td.card-title a")]


def row_of(html: str, name: str) -> str:
    page = BeautifulSoup(html, "lxml")
    row = next(link for link in page.select("td.card-title a") if link.get_text() == name).find_parent("tr")
    return " ".join(row.get_text(" ").split())


def send(browser, page, to_step, *people, **more):
    data = {"to_step": to_step, "who": "ticked", "chosen": [str(one.id) for one in people]} | more
    return browser.post(f"{page}/move", data=data)


def confirm(browser, page, preview_html, **more):
    form = BeautifulSoup(preview_html, "lxml").select_one("#allowed form")
    data = {field["name"]: field.get("value", "") for field in form.select("input[name]")} | more
    return browser.post(form["action"], data=data)


# --- The list -------------------------------------------------------------------------------------------------------


def test_each_candidate_stands_with_his_step_the_laws_answer_and_its_clause(browser, page, ward):
    candidate(ward.id, full_name="Vũ Văn An", neighbourhood="TDP số 3")
    student = candidate(ward.id, full_name="Lê Văn Bình", status="deferred")
    claim(student, "41.1.g", "decided", until="2028-06")
    html = browser.get(f"{page}/").text
    assert names(html) == ["Vũ Văn An", "Lê Văn Bình"]
    assert "Xem trước: những người đã chọn" in text_of(html)  # a number would stay 0 without script
    assert "TDP số 3 Nguồn sẵn sàng nhập ngũ Đủ điều kiện gọi nhập ngũ" in row_of(html, "Vũ Văn An")
    deferred = row_of(html, "Lê Văn Bình")
    assert "Tạm hoãn gọi nhập ngũ" in deferred
    assert "điểm g khoản 1 Điều 41" in deferred
    assert "06/2028" in deferred


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("step=deferred", ["Lê Văn Bình"]),
        ("answer=callable", ["Vũ Văn An"]),
        ("answer=unfit", ["Đỗ Văn Cường"]),
        ("answer=deferred", ["Lê Văn Bình"]),
        ("state=fit", ["Vũ Văn An"]),
        ("state=lost", ["Lê Văn Bình", "Đỗ Văn Cường"]),
        ("reason=verdict-unfit", ["Đỗ Văn Cường"]),
        ("service=police", ["Đỗ Văn Cường"]),
        ("milestone=invited_preselection", ["Vũ Văn An"]),
        ("neighbourhood=TDP+số+7", ["Vũ Văn An"]),
        ("q=binh", ["Lê Văn Bình"]),
        ("q=van&answer=callable&step=invited_preselection", ["Vũ Văn An"]),
        ("step=handed_over", []),
    ],
)
def test_filters_live_in_the_address(browser, page, ward, query, found):
    candidate(ward.id, full_name="Vũ Văn An", neighbourhood="TDP số 7", status="invited_preselection")
    claim(candidate(ward.id, full_name="Lê Văn Bình", status="deferred"), "41.1.d", "decided")
    candidate(ward.id, full_name="Đỗ Văn Cường", health_class=5, service="police")
    assert names(browser.get(f"{page}/?{query}").text) == found


@pytest.mark.parametrize(
    "query",
    ["step=x", "answer=x", "state=x", "reason=verdict-x", "reason=-", "milestone=x", "page=0", "page=99999999",
     "page=x", "size=7", "service=navy", "q=%25%27%22%3Cscript%3E", "neighbourhood=%00"],
)  # fmt: skip
def test_an_address_that_somebody_bent_still_answers(browser, page, ward, query):
    candidate(ward.id)
    assert browser.get(f"{page}/?{query}", follow_redirects=True).status_code == 200


def test_a_long_list_is_paged_and_keeps_its_filters(browser, page, ward):
    for place in range(51):
        candidate(ward.id, birth_date=f"2005-01-{place % 28 + 1:02}")
    html = browser.get(f"{page}/?answer=callable&page=2").text
    assert len(names(html)) == 1
    assert "51–51 trong 51 người" in text_of(html)
    back = BeautifulSoup(html, "lxml").find("a", rel="prev")["href"]
    assert len(names(browser.get(back).text)) == 50


def test_a_year_without_anybody_says_what_to_do(browser, page):
    assert "chưa có ai" in browser.text(f"{page}/")


def test_what_the_examination_and_the_police_found_stays_with_those_who_may_know(page, ward, viewer, browser):
    candidate(ward.id, full_name="Vũ Văn An", health_class=5)
    candidate(ward.id, full_name="Lê Văn Bình", political_result="failed")
    candidate(ward.id, full_name="Đỗ Văn Cường", bmi=18.2)
    candidate(ward.id, full_name="Hồ Văn Dũng", birth_date="2012")
    claim(candidate(ward.id, full_name="Lý Văn Giang"), "14", "decided")
    assert "Sức khỏe loại 5" in row_of(browser.get(f"{page}/").text, "Vũ Văn An")
    html = viewer.get(f"{page}/").text
    for name in ("Vũ Văn An", "Lê Văn Bình", "Đỗ Văn Cường", "Lý Văn Giang"):
        row = row_of(html, name)
        assert row.endswith("Nguồn sẵn sàng nhập ngũ Chưa đủ điều kiện"), row
    assert "Chưa đủ 18 tuổi" in row_of(html, "Hồ Văn Dũng")


@pytest.mark.parametrize(
    "query",
    ["answer=unfit", "answer=not_selected", "reason=verdict-unfit", "reason=verdict-not_selected", "answer=refer"],
)
def test_what_may_not_be_seen_cannot_be_found_out_by_filtering(viewer, page, ward, query):
    candidate(ward.id, full_name="Vũ Văn An", health_class=5)
    candidate(ward.id, full_name="Lê Văn Bình", political_result="failed")
    assert names(viewer.get(f"{page}/?{query}").text) == []


def test_who_waits_and_who_is_lost_cannot_be_told_apart_by_filtering(viewer, page, ward):
    candidate(ward.id, full_name="Vũ Văn An", health_class=5)
    candidate(ward.id, full_name="Lê Văn Bình", health_class=None)
    for state in ("lost", "waiting"):
        assert names(viewer.get(f"{page}/?reason=withheld&state={state}").text) == ["Vũ Văn An", "Lê Văn Bình"]


def test_a_commanders_ruling_shows_as_such(browser, page, ward, actor_of):
    person = candidate(ward.id, full_name="Vũ Văn An", bmi=18.2)
    record_ruling(
        actor_of("commander", ward), ward.id, person.id, YEAR, True, "Hội đồng kết luận đạt", "12/KL", TODAY, "Hội đồng"
    )
    assert "Đủ điều kiện theo kết luận" in row_of(browser.get(f"{page}/").text, "Vũ Văn An")


@pytest.mark.parametrize("query", ["", "?answer=callable", "?q=van", "?step=source"])
def test_the_number_of_queries_does_not_grow_with_the_candidates(browser, page, ward, query):
    def fill(count):
        for _ in range(count):
            candidate(ward.id)

    fill(20)
    browser.get(f"{page}/")  # what is read once a process
    with counted_queries() as few:
        browser.get(f"{page}/{query}")
    fill(120)
    with counted_queries() as many:
        browser.get(f"{page}/{query}")
    assert len(many) == len(few) > 0


# --- Moving ---------------------------------------------------------------------------------------------------------


def test_a_preview_tells_who_goes_who_stands_there_and_who_may_not_with_the_clause(browser, page, ward):
    goes = candidate(ward.id, full_name="Vũ Văn An")
    there = candidate(ward.id, full_name="Lê Văn Bình", status="eligible_preselection")
    deferred = candidate(ward.id, full_name="Đỗ Văn Cường")
    claim(deferred, "41.1.g", "decided", until="2029-06")
    html = send(browser, page, "eligible_preselection", goes, there, deferred).text
    text = text_of(html)
    assert "Chuyển được 1" in text
    assert "Đã ở bước này 1" in text
    assert "Không chuyển được 1" in text
    refused = BeautifulSoup(html, "lxml").select_one("#refused").get_text(" ")
    assert "Đỗ Văn Cường" in refused
    assert "điểm g khoản 1 Điều 41" in refused
    assert step_of(goes) == "source"  # a preview writes nothing


def test_where_the_order_of_steps_refuses_the_law_is_named_as_well(browser, page, ward):
    deferred = candidate(ward.id, full_name="Đỗ Văn Cường", status="deferred")
    claim(deferred, "41.1.g", "decided", until="2029-06")
    refused = BeautifulSoup(send(browser, page, "final_official", deferred).text, "lxml").select_one("#refused")
    assert "điểm g khoản 1 Điều 41" in refused.get_text(" ")


def test_a_confirmed_move_is_made_and_can_be_taken_back(browser, page, ward):
    people = [candidate(ward.id, full_name=name) for name in ("Vũ Văn An", "Lê Văn Bình")]
    preview = send(browser, page, "eligible_preselection", *people).text
    made = confirm(browser, page, preview, on="20/08/2026", paper="Biên bản số 03")
    assert made.status_code == 302
    assert [step_of(one) for one in people] == ["eligible_preselection"] * 2
    html = browser.get(made.location).text
    assert names(html) == ["Vũ Văn An", "Lê Văn Bình"]
    assert "Biên bản số 03" in html
    assert "20/08/2026" in html
    undo = BeautifulSoup(html, "lxml").find("form", action=lambda url: url and url.endswith("/undo"))
    back = browser.post(undo["action"], follow_redirects=True)
    assert "2 người trở về bước trước đó" in text_of(back.text)
    assert "đã được hoàn tác" in text_of(back.text)
    assert [step_of(one) for one in people] == ["source"] * 2


def test_the_books_are_copied_before_many_are_moved_and_nobody_is_moved_without_a_copy(
    browser, page, ward, monkeypatch
):
    people = [candidate(ward.id, full_name=name) for name in ("Vũ Văn An", "Lê Văn Bình")]
    is_file = db.engine.dialect.name == "sqlite"
    copies = len(list(backups.folder().iterdir()))
    preview = send(browser, page, "eligible_preselection", *people).text
    if is_file:
        with monkeypatch.context() as broken:
            broken.setattr(backups, "_copy_sqlite", lambda path: path.write_bytes(b"x") and 1 / 0)
            refused = confirm(browser, page, preview, on="20/08/2026", paper="Biên bản số 03")
        assert "không sao lưu được sổ" in text_of(refused.text)
        assert "Biên bản số 03" in refused.text
        assert [step_of(one) for one in people] == ["source"] * 2
    confirm(browser, page, preview, on="20/08/2026", paper="Biên bản số 03")
    assert [step_of(one) for one in people] == ["eligible_preselection"] * 2
    assert len(list(backups.folder().iterdir())) == copies + is_file


def test_only_the_last_move_is_offered_to_be_undone(browser, page, ward):
    first, second = candidate(ward.id), candidate(ward.id, full_name="Lê Văn Bình")
    one = confirm(browser, page, send(browser, page, "eligible_preselection", first).text).location
    confirm(browser, page, send(browser, page, "eligible_preselection", second).text)
    text = browser.text(one)
    assert "không hoàn tác ở đây được nữa" in text
    assert "không hoàn tác được nữa" in text_of(browser.post(f"{one}/undo", follow_redirects=True).text)
    assert step_of(first) == "eligible_preselection"


def test_everybody_of_a_filter_is_moved_without_ticking_page_by_page(browser, page, ward):
    people = [candidate(ward.id, neighbourhood="TDP số 1") for _ in range(55)]
    other = candidate(ward.id, neighbourhood="TDP số 2")
    address = f"{page}/move?neighbourhood=TDP+số+1"
    preview = browser.post(address, data={"to_step": "eligible_preselection", "who": "all"})
    assert "Chuyển được 55" in text_of(preview.text)
    confirm(browser, page, preview.text)
    assert {step_of(one) for one in people} == {"eligible_preselection"}
    assert step_of(other) == "source"


def test_the_law_is_asked_again_when_the_move_is_made(browser, page, ward):
    stays, goes = candidate(ward.id, full_name="Vũ Văn An"), candidate(ward.id, full_name="Lê Văn Bình")
    preview = send(browser, page, "eligible_preselection", stays, goes).text
    claim(stays, "41.1.d", "claimed")
    made = confirm(browser, page, preview)
    assert made.status_code == 200
    assert "1 người không chuyển được" in text_of(made.text)
    assert "điểm d khoản 1 Điều 41" in text_of(made.text)
    assert (step_of(stays), step_of(goes)) == ("source", "eligible_preselection")


def test_a_forged_confirmation_moves_nobody_whom_the_law_keeps(browser, page, ward):
    person = candidate(ward.id, health_class=5, status="eligible_enlistment")
    data = {"to_step": "final_official", "people": person.id.hex, "on": "24/11/2026"}
    answer = browser.post(f"{page}/move/confirm", data=data)
    assert "Sức khỏe loại 5" in text_of(answer.text)
    assert step_of(person) == "eligible_enlistment"


def test_without_ticks_or_step_nothing_happens_the_page_says_so_and_keeps_the_other(browser, page, ward):
    person = candidate(ward.id)
    nobody = browser.post(f"{page}/move", data={"to_step": "source", "who": "ticked"})
    assert "Chưa chọn ai" in text_of(nobody.text)
    assert '<option value="source" selected>' in nobody.text
    no_step = browser.post(f"{page}/move", data={"to_step": "", "who": "ticked", "chosen": str(person.id)})
    assert "Hãy chọn một bước" in text_of(no_step.text)
    assert f'value="{person.id}" data-select-row checked' in no_step.text


def test_a_move_needs_a_day(browser, page, ward):
    person = candidate(ward.id)
    preview = send(browser, page, "eligible_preselection", person).text
    answer = confirm(browser, page, preview, on="mai")
    assert "Hãy nhập đủ ngày, tháng, năm" in text_of(answer.text)
    assert step_of(person) == "source"


def test_a_foreign_person_is_moved_by_nobody(browser, page, two_wards):
    foreign = candidate(two_wards[1].id, full_name="Vũ Văn An")
    assert "Vũ Văn An" not in send(browser, page, "eligible_preselection", foreign).text
    browser.post(
        f"{page}/move/confirm",
        data={"to_step": "eligible_preselection", "people": foreign.id.hex, "on": "24/11/2026"},
    )
    assert step_of(foreign) == "source"


def test_a_move_of_another_ward_or_year_is_not_there(browser, client_of, page, ward, two_wards, actor_of):
    person = candidate(two_wards[1].id)
    officer = actor_of("officer", two_wards[1])
    bulk_id, _ = cycle.apply_move(officer, two_wards[1].id, YEAR, [person.id], "eligible_preselection", on=TODAY)
    assert browser.get(f"{page}/moves/{bulk_id}").status_code == 404
    assert browser.post(f"{page}/moves/{bulk_id}/undo").status_code == 404
    own = client_of("officer", two_wards[1])
    assert own.get(f"/wards/{two_wards[1].id}/campaigns/{YEAR - 1}/candidates/moves/{bulk_id}").status_code == 404
    assert step_of(person) == "eligible_preselection"


def test_a_viewer_sees_the_list_and_moves_nobody(viewer, page, ward):
    person = candidate(ward.id, **SOUND)
    assert "Xem trước" not in viewer.text(f"{page}/")
    assert send(viewer, page, "eligible_preselection", person).status_code == 403
    assert viewer.post(f"{page}/move/confirm", data={"people": person.id.hex}).status_code == 403


def test_reading_is_get_and_moving_is_post(browser, page):
    assert browser.get(f"{page}/move").status_code == 405
    assert browser.get(f"{page}/move/confirm").status_code == 405


def test_the_journal_says_in_words_who_moved_how_many_to_which_step(browser, page, ward):
    confirm(browser, page, send(browser, page, "eligible_preselection", candidate(ward.id)).text)
    text = browser.text(f"/wards/{ward.id}/audit/")
    assert "Chuyển bước ứng viên" in text
    assert "bước: Đủ điều kiện sơ tuyển; số người chuyển: 1" in text
