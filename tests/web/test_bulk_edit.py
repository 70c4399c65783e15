"""Many people of a list edited at once: chosen, looked at, written as one act, taken back; without script."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import people, units
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry, AuditPerson, FieldChange
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from tests.page_checks import text_of
from tests.query_count import counted_queries

TODAY = date(2026, 11, 24)


@pytest.fixture
def enter(ward, actor_of):
    officer = actor_of("officer", ward)

    def make(name, facts=None, **record):
        start = NewRecord("enlistment", record, year=2027)
        values = {"full_name": name, "birth_date": "2005", **(facts or {})}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)

    return make


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/lists/enlistment"


def fields_of(html, action):
    """What a browser sends of the form that leads to `action`."""
    forms = BeautifulSoup(html, "lxml").find_all("form", method="post")
    form = next(one for one in forms if one["action"].partition("?")[0].endswith(action))
    sent = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        if one["name"] == "csrf_token" or (one.get("type") == "checkbox" and not one.has_attr("checked")):
            continue
        sent[one["name"]] = (
            one.get("value", "") if one.name == "input" else one.get_text() if one.name != "select" else ""
        )
    return sent


def choose(browser, page, *who, **more):
    return browser.post(f"{page}/edit?year=2027", data={"chosen": [str(one.id) for one in who], **more})


def preview(browser, page, chosen_html, **values):
    return browser.post(f"{page}/edit/preview?year=2027", data=fields_of(chosen_html, "/edit/preview") | values)


def confirm(browser, page, preview_html):
    return browser.post(f"{page}/edit/confirm?year=2027", data=fields_of(preview_html, "/edit/confirm"))


def test_facts_of_many_are_previewed_written_at_once_and_taken_back(browser, page, enter, client_of, ward, actor_of):
    an = enter("Vũ Văn An", {"neighbourhood": "TDP số 2", "occupation": "Thợ hàn"})
    binh = enter("Lê Văn Bình", {"neighbourhood": "TDP số 5"})
    enter("Đỗ Văn Cường", {"neighbourhood": "TDP số 2"})
    chosen = choose(browser, page, an, binh)
    assert "hồ sơ của 2 người" in text_of(chosen.text)
    assert "chưa có trong" not in text_of(preview(browser, page, chosen.text, neighbourhood="77").text)  # no register
    units.save_neighbourhood(actor_of("commander", ward), ward.id, None, name="TDP số 5")
    strange = text_of(preview(browser, page, chosen.text, neighbourhood="TDP so 77").text)
    assert "“TDP số 77” chưa có trong danh mục tổ dân phố" in strange and "Sửa 2 người" in strange
    seen = preview(
        browser, page, chosen.text, neighbourhood="tdp 5", registration="in_person", **{"empty-occupation": "y"}
    )
    text = text_of(seen.text)
    assert "chưa có trong" not in text
    assert "Vũ Văn An" in text and "TDP số 2" in text and "(xóa trắng)" in text and "Sửa 2 người" in text
    assert db.session.query(AuditEntry).filter_by(action="people.edit").count() == 0
    done = confirm(browser, page, seen.text)
    assert done.status_code == 303
    db.session.expire_all()
    assert (an.neighbourhood, an.occupation, binh.neighbourhood) == ("TDP số 5", None, "TDP số 5")
    assert "tdp so 5" in an.search_text
    kinds = {one.registration for one in db.session.query(EnlistmentRecord)}
    assert kinds == {"in_person", None}
    entry = db.session.query(AuditEntry).filter_by(action="people.edit").one()
    assert entry.details["count"] == 2 and set(entry.details["fields"]) == {
        "neighbourhood",
        "registration",
        "occupation",
    }
    assert {one.person_id for one in db.session.query(AuditPerson)} == {an.id, binh.id}
    at = {one.at for one in db.session.query(FieldChange).filter(FieldChange.key == "registration")}
    assert len(at) == 1  # one moment, one act
    history = browser.text(f"/wards/{ward.id}/people/{an.id}")
    assert "TDP số 2" in history and "Thợ hàn" in history

    # Somebody changes one of the facts; the undo keeps that and shows it.
    an.occupation = "Lái xe"
    db.session.commit()
    shown = browser.text(done.location)
    assert "nay là: Lái xe" in shown
    back = browser.post(done.location + "/undo")
    db.session.expire_all()
    assert (an.neighbourhood, an.occupation, binh.neighbourhood) == ("TDP số 2", "Lái xe", "TDP số 5")
    assert {one.registration for one in db.session.query(EnlistmentRecord)} == {None}
    after = browser.text(back.location)
    assert "Đã hoàn tác: 2 người" in after and "1 người có mục đã được sửa tiếp" in after and "nay là: Lái xe" in after
    assert "đã được hoàn tác" in browser.text(browser.post(done.location + "/undo").location)
    assert db.session.query(AuditEntry).filter_by(action="people.undo").count() == 1
    assert "Sửa hồ sơ nhiều người cùng lúc" in client_of("auditor", ward).text(f"/wards/{ward.id}/audit/")


def test_who_was_edited_since_the_preview_is_left_and_named(browser, page, enter):
    an, binh = enter("Vũ Văn An"), enter("Lê Văn Bình")
    seen = preview(browser, page, choose(browser, page, an, binh).text, workplace="Trường THPT Kiến An").text
    binh.occupation = "Thợ hàn"
    db.session.commit()
    answer = confirm(browser, page, seen)
    db.session.expire_all()
    assert (an.workplace, binh.workplace) == ("Trường THPT Kiến An", None)
    assert "1 người không được sửa: Lê Văn Bình" in browser.text(answer.location)
    again = confirm(browser, page, seen)  # sent twice: nothing is left to do
    assert again.status_code == 200 and db.session.query(AuditEntry).filter_by(action="people.edit").count() == 1


def test_everybody_of_the_filter_may_be_edited_and_faults_keep_what_was_typed(browser, page, enter):
    for name in ("Vũ Văn An", "Lê Văn Bình"):
        enter(name, {"neighbourhood": "TDP số 2"})
    enter("Đỗ Văn Cường", {"neighbourhood": "TDP số 5"})
    data = {"everyone": "y"}
    chosen = browser.post(f"{page}/edit?year=2027&neighbourhood=TDP+số+2", data=data)
    assert "hồ sơ của 2 người" in text_of(chosen.text)
    wrong = preview(browser, page, chosen.text, education="99/99", occupation="Thợ hàn")
    assert wrong.status_code == 422 and 'value="Thợ hàn"' in wrong.text and "99/99" in wrong.text
    assert "Chưa nhập gì để sửa" in text_of(preview(browser, page, chosen.text).text)
    nobody = browser.post(f"{page}/edit?year=2027", data={})
    assert nobody.status_code == 302 and "Chưa chọn ai" in browser.text(nobody.location)
    assert len(browser.post(f"{page}/export", data=data | {"chosen": "x"}).data) > 1000


def test_the_edit_asks_for_the_permission_the_clearance_and_the_ward(client_of, two_wards, browser, page, enter):
    an = enter("Vũ Văn An", {"religion": "Phật giáo"})
    viewer = client_of("viewer", two_wards[0])
    assert "Sửa…" not in viewer.text(page)
    viewer.check = False
    assert choose(viewer, page, an).status_code == 403
    stranger = client_of("officer", two_wards[1])
    assert choose(stranger, page, an).status_code == 404
    own = page.replace(str(two_wards[0].id), str(two_wards[1].id))
    seen = preview(stranger, own, choose(stranger, own, an).text, occupation="Thợ hàn").text
    assert "Vũ Văn An" not in seen and "Sửa 1 người" not in text_of(seen)
    for key in ("full_name", "citizen_id", "status", "ground", "health_class"):
        kept = preview(browser, page, choose(browser, page, an).text, **{key: "x"})
        assert kept.status_code == 422  # nothing that may be changed was named
    db.session.expire_all()
    assert db.session.get(Person, an.id).full_name == "Vũ Văn An"


def test_a_secret_is_refused_and_the_queries_do_not_grow_with_the_preview(browser, page, enter):
    few = [enter(f"Vũ Văn {name}") for name in ("An", "Bình")]
    secret = preview(browser, page, choose(browser, page, *few).text, notes="Biên chế DBĐV: e50")
    assert secret.status_code == 422
    chosen = choose(browser, page, *few).text
    with counted_queries() as small:
        preview(browser, page, chosen, occupation="Thợ hàn")
    many = [*few, *(enter(f"Lê Văn {name}") for name in ("Cường", "Dũng", "Em", "Giang", "Hà"))]
    chosen = choose(browser, page, *many).text
    with counted_queries() as large:
        preview(browser, page, chosen, occupation="Thợ hàn")
    assert len(small) == len(large)
