"""A form asks a column the same question as an import does."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict

from roster.columns.catalogue import ROSTERS, column, columns_of
from roster.columns.column import ReadContext
from roster.domain.problems import problem
from roster.web.fields import form_for_columns

TODAY = date(2026, 11, 20)
BARE = {"csrf": False}


@pytest.fixture
def make_form(app):
    def make(typed=None, *, roster="enlistment", keys=(), required=(), **more):
        columns = [column(roster, key) for key in keys] if keys else columns_of(roster)
        data = MultiDict(typed) if typed is not None else None
        with app.test_request_context(method="POST"):
            return form_for_columns(columns, required=required)(data, today=TODAY, meta=BARE, **more)

    return make


def _control(form, key: str):
    return BeautifulSoup(str(form[key]()), "lxml").find(["input", "select", "textarea"])


@pytest.mark.parametrize("typed", ["14/03/2005", "14032005", "3/2005", "2005", "31/02/2005", "14/03/2099"])
def test_a_date_is_read_as_the_import_reads_it(make_form, typed):
    form = make_form({"birth_date": typed}, keys=["birth_date"])
    reading = column("enlistment", "birth_date").read(typed, ReadContext(TODAY))
    assert form.validate() is not any(p.holds_back for p in reading.problems)
    assert form.values()["birth_date"] == reading.values["birth_date"]
    told = [p.message for p in reading.problems if p.holds_back]
    assert [f"{form.birth_date.label.text}: {one}".casefold() for one in form.birth_date.errors] == [
        one.casefold()
        for one in told  # the label stands before them: once
    ]


@pytest.mark.parametrize("roster", ROSTERS)
def test_what_a_form_shows_it_reads_back_unchanged(make_form, roster):
    stored = {
        "full_name": "Đỗ Thị Thử", "birth_date": "2005-03", "sex": "female", "citizen_id": "031305001234",
        "education": "12/12", "qualification": "Đại học", "is_party_member": False, "is_union_member": True,
        "father_name": "Đỗ Văn Mẫu", "father_birth_year": 1972, "neighbourhood": "TDP số 5",
        "phone": "0912345678", "notes": "Dòng một", "permanent_address": "Số 1, TDP số 5",
        "health_class": 2, "bmi": 21.5, "ground": "41.1.g", "status": "registered",
        "component": "mobile", "joined_on": "2020", "rank": "Trung sĩ", "reserve_class": 1, "is_assigned": True,
    }  # fmt: skip
    stored = {key: value for key, value in stored.items() if key in {c.key for c in columns_of(roster)}}
    empty = make_form(roster=roster, data=stored)
    sent = {}
    for field in empty.column_fields():
        control = _control(empty, field.name)
        if control.name == "select":
            sent[field.name] = control.find("option", selected=True)["value"]
        else:
            sent[field.name] = control.get("value", "") if control.name == "input" else control.get_text().strip()
    form = make_form(sent, roster=roster)
    assert form.validate(), form.errors
    assert {key: value for key, value in form.values().items() if value is not None} == stored


def test_a_blank_field_says_that_nothing_is_known(make_form):
    form = make_form({"phone": "  ", "sex": ""}, keys=["phone", "sex"])
    assert form.validate()
    assert form.values() == {"phone": None, "sex": None}


def test_what_must_be_there_is_asked_for(make_form):
    form = make_form({"full_name": ""}, keys=["full_name"], required=["full_name"])
    assert not form.validate()
    assert [p.code for p in form.problems()] == ["missing"]
    assert form.full_name.errors == ["Chưa nhập họ, chữ đệm và tên khai sinh."]


def test_a_select_refuses_what_its_list_does_not_have(make_form):
    form = make_form({"health_class": "9"}, keys=["health_class"])
    assert not form.validate()
    assert [p.code for p in form.problems()] == ["not_a_choice"]


def test_a_long_list_has_its_choices_under_their_heads(make_form):
    control = _control(make_form(keys=["ground"], data={"ground": "41.2.b"}), "ground")
    chosen = control.find("option", selected=True)
    assert chosen["value"] == "41.2.b" and chosen.parent["label"] == "Miễn (khoản 2 Điều 41)"
    assert control.find("option").parent.name == "select" and len(control.find_all("optgroup")) == 2
    html = BeautifulSoup(str(make_form(roster="reserve", keys=["rank"]).rank()), "lxml")
    groups = {one["value"]: one.get_text() for one in html.select("datalist option")}
    assert groups["Đại úy"] == "Sĩ quan" and groups["Đại úy QNCN"] == "Quân nhân chuyên nghiệp"


def test_a_parent_typed_with_his_year_fills_the_year_s_own_field(make_form):
    keys = ["father_name", "father_birth_year"]
    form = make_form({"father_name": "Nguyễn Đức Vinh (1972)", "father_birth_year": ""}, keys=keys)
    assert form.validate()
    assert form.values() == {"father_name": "Nguyễn Đức Vinh", "father_birth_year": 1972}
    form = make_form({"father_name": "Nguyễn Đức Vinh (1972)", "father_birth_year": "1973"}, keys=keys)
    assert form.validate()
    assert form.values()["father_birth_year"] == 1973


def test_a_secret_unit_is_never_kept(make_form):
    form = make_form({"is_assigned": "Trung đoàn 999"}, roster="reserve", keys=["is_assigned"])
    form.validate()
    assert form.values() == {"is_assigned": True}
    assert [p.code for p in form.problems()] == ["secret_not_stored"]
    assert not any("999" in p.message for p in form.problems())


def test_warnings_of_later_checks_hang_on_their_fields_and_do_not_hold_back(make_form):
    form = make_form({"citizen_id": "031205001234"}, keys=["citizen_id"])
    assert form.validate()
    form.show_problems([problem("citizen_id", "citizen_id_sex", "Số này thuộc nam giới.")])
    assert form.citizen_id.warnings == ["Số này thuộc nam giới."]
    assert not form.citizen_id.errors


def test_what_was_typed_is_shown_again_and_is_only_text(make_form):
    form = make_form({"notes": '"><script>alert(1)</script>', "full_name": "12 ' \"x"}, keys=["notes", "full_name"])
    form.validate()
    assert "<script>" not in str(form.notes())
    assert _control(form, "full_name")["value"] == "12 ' \"x"


def test_an_endless_text_is_refused_in_words(make_form):
    form = make_form({"notes": "a" * 2_001}, keys=["notes"])
    assert not form.validate()
    assert form.notes.errors[0].startswith("Dài quá")  # its label stands before it
