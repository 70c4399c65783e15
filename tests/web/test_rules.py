"""The rules as the administrator sees and settles them."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.services import law_rules
from roster.store.audit import AuditEntry
from roster.store.claims import RuleChange
from roster.store.db import db
from roster.web.rules.forms import form_for
from roster.web.rules.links import clause_link, link_clause_behind
from roster.web.rules.names import group_of, name_of
from roster.web.rules.values import lines_of, places_of, value_at
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)
EVERY_RULE = list(ENLISTMENT_RULES)
AGE = "Điều 30 Luật Nghĩa vụ quân sự 2015"


def _mark(rule):
    return f"{rule.key}-{rule.first_day}"


@pytest.fixture
def browser(two_wards, set_today, client_of):
    set_today(TODAY)
    return client_of("administrator")


def sent_by(html):
    """What the change form sends when nothing is typed."""
    form = BeautifulSoup(html, "lxml").find("form", attrs={"data-save-keys": True})
    sent = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if field.name == "select":
            sent[field["name"]] = (field.find("option", selected=True) or field.find("option"))["value"]
        else:
            sent[field["name"]] = field.get_text().strip() if field.name == "textarea" else field.get("value", "")
    sent.pop("csrf_token")
    return sent


def field_of(key, path):
    """The name of the field that fills this place of the rule's value."""
    return f"value_{[place.path for place in places_of(law_rules.get_rule(key, TODAY).rule)].index(path)}"


@pytest.mark.parametrize("rule", EVERY_RULE, ids=_mark)
def test_every_rule_has_a_name_and_a_heading_in_words(rule):
    assert name_of(rule) != rule.key and group_of(rule.key)


@pytest.mark.parametrize("rule", [rule for rule in EVERY_RULE if rule.value is not None], ids=_mark)
def test_every_value_is_read_in_words_and_never_as_raw_data(rule):
    lines = lines_of(rule)
    assert lines
    assert not any(sign in words for label, words in lines for sign in "{}[]_")


def test_all_rules_in_force_are_shown_with_clause_and_open_question(browser):
    page = browser.text("/rules/")
    for shown in law_rules.list_rules(TODAY):
        assert shown.rule.citation in page and shown.rule.text in page
    assert "Hết 25 tuổi" in page.replace("hết", "Hết") and "Văn bản chưa rõ" in page


def test_the_rules_of_another_day_are_those_of_that_day(browser):
    before, after = browser.text("/rules/?on=30/06/2025"), browser.text("/rules/?on=01/07/2025")
    assert "Chủ tịch UBND cấp huyện" in before and "Chủ tịch UBND cấp huyện" not in after
    assert "cận thị lớn hơn 1,5" in after and "cận thị lớn hơn 1,5" not in before
    assert "Ngày chưa đúng" in browser.text("/rules/?on=31/02/2025")


@pytest.mark.parametrize("only", ["open", "changeable"])
def test_a_filter_keeps_what_it_says(browser, only):
    page = browser.text(f"/rules/?only={only}")
    assert "Cận thị" in page and "Tuổi gọi nhập ngũ thấp nhất" not in page


def test_every_rule_has_its_page_with_all_periods(browser):
    for key in dict.fromkeys(rule.key for rule in EVERY_RULE):
        page = browser.text(f"/rules/{key}")
        assert all(rule.source in page for rule in ENLISTMENT_RULES.history(key))
    assert browser.get("/rules/no.such").status_code == 404


def test_every_changeable_rule_can_be_changed_and_keeps_its_value_when_only_the_words_change(browser):
    keys = [shown.rule.key for shown in law_rules.list_rules(TODAY) if shown.may_change]
    assert len(keys) > 30
    for key in keys:
        before = law_rules.get_rule(key, TODAY).rule.value
        sent = sent_by(browser.get(f"/rules/{key}/change").text)
        sent |= {"text": "Theo hướng dẫn mới", "source": "Công văn 12/HD-BTL", "reason": "Cấp trên hướng dẫn"}
        answer = browser.post(f"/rules/{key}/change", data=sent)
        assert answer.status_code == 303, f"{key}: {text_of(answer.text)}"
        after = law_rules.get_rule(key, TODAY).rule
        assert after.text == "Theo hướng dẫn mới" and after.value == before, key


CHANGES = [
    ("cap.reserve", ("percent",), "3", 3),
    ("deadline.enlistment_call", ("days",), "20", 20),
    ("health.eyes", ("limit",), "2,25", "2.25"),
    ("health.eyes", ("at_limit",), "0", "unfit"),
    ("health.bmi", ("refer_below",), "", None),
    ("age.leap_day", ("birthdays",), "1", ["02-28"]),
    ("age.maximum", ("years", "B"), "26", 26),
    ("window.examination", ("first",), "15/10", "10-15"),
    ("duty.decide_claim", ("office",), "2", "ward_chairman"),
    ("education", ("ten_year", "enough"), "7", 7),
]


@pytest.mark.parametrize(("key", "path", "typed", "stored"), CHANGES)
def test_a_plain_field_sets_the_value_from_its_day_on(browser, key, path, typed, stored):
    before = law_rules.get_rule(key, TODAY).rule.value
    sent = sent_by(browser.get(f"/rules/{key}/change").text)
    sent |= {field_of(key, path): typed, "first_day": "1/12/2026", "reason": "Hướng dẫn tuyển quân", "source": "CV 9"}
    answer = browser.post(f"/rules/{key}/change", data=sent)
    assert answer.status_code == 303, text_of(answer.text)
    assert law_rules.get_rule(key, TODAY).rule.value == before
    assert value_at(law_rules.get_rule(key, date(2026, 12, 1)).rule.value, path) == stored
    page = browser.text(f"/rules/{key}")
    assert "Hướng dẫn tuyển quân" in page and "Lê Văn Thử" in page and "từ 01/12/2026" in page
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "rule.change")).details["key"] == key


FAULTS = [
    ("cap.reserve", {"value_0": ""}, "Hãy nhập mục này"),
    ("cap.reserve", {"value_0": "năm"}, "số nguyên"),
    ("cap.reserve", {"value_0": "101"}, "từ 1 đến 100"),
    ("health.eyes", {"value_0": "1,555"}, "số, ví dụ 1,5"),
    ("health.eyes", {"value_1": "9"}, "Hãy chọn một mục"),
    ("health.eyes", {"value_1": "9" * 5000}, "Hãy chọn một mục"),  # beyond what int() reads
    ("health.bmi", {"value_2": "17"}, "nằm giữa"),
    ("window.examination", {"value_0": "31/02"}, "ngày và tháng"),
    ("window.examination", {"value_0": "31/12", "value_1": "01/11"}, "phải sau ngày đầu"),
    ("age.maximum", {"value_2": "27"}, "không được rộng hơn"),
    ("education", {"value_1": "9"}, "cao hơn mức đủ"),
    ("cap.reserve", {"reason": " "}, "Hãy ghi lý do"),
    ("cap.reserve", {"first_day": "12/2026"}, "đủ ngày, tháng, năm"),
    ("cap.reserve", {"last_day": "01/01/2020"}, "Ngày cuối không được trước ngày đầu"),
]


@pytest.mark.parametrize(("key", "typed", "sentence"), FAULTS)
def test_a_faulty_change_is_refused_in_words_and_nothing_typed_is_lost(browser, key, typed, sentence):
    sent = sent_by(browser.get(f"/rules/{key}/change").text)
    sent |= {"reason": "Hướng dẫn <b>mới</b>", "source": "CV 9"} | typed
    answer = browser.post(f"/rules/{key}/change", data=sent)
    assert answer.status_code == 422 and sentence in text_of(answer.text)
    if "reason" not in typed:
        assert sent_by(answer.text)["reason"] == "Hướng dẫn <b>mới</b>"
    assert db.session.scalar(select(RuleChange)) is None


def test_a_rule_that_the_texts_make_clear_offers_no_change(browser):
    assert browser.get("/rules/age.minimum/change").status_code == 404
    assert browser.post("/rules/age.minimum/change", data={}).status_code == 404
    assert "Thay đổi" not in BeautifulSoup(browser.get("/rules/age.minimum").text, "lxml").main.get_text()


def test_nobody_but_an_administrator_changes_rules(client_of, two_wards):
    for role in ("commander", "political_officer", "officer", "viewer", "auditor"):
        other = client_of(role)
        assert other.get("/rules/cap.reserve/change").status_code == 403
        assert other.post("/rules/cap.reserve/change", data={"value_0": "9"}).status_code == 403
    assert db.session.scalar(select(RuleChange)) is None


def test_a_present_choice_that_is_no_usual_one_stays_choosable(app):
    rule = law_rules.get_rule("health.eyes", TODAY).rule
    odd = type(rule)(rule.key, "c", "t", "s", TODAY, None, {"limit": "1.5", "at_limit": "fit", "classes": [2, 3]})
    with app.test_request_context():
        form = form_for(odd, formdata=None, meta={"csrf": False})
        form.prefill(TODAY)
        assert form.read() == (True, odd.value)


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor", "political_officer"])
def test_every_officer_reads_the_law_and_only_the_administrator_changes_it(client_of, ward, role):
    client = client_of(role, ward)
    for url in ("/rules/", "/rules/cap.reserve", "/rules/age.minimum"):
        html = client.get(url).text
        assert "/change" not in html and "/holidays" not in html


def test_the_clause_behind_an_answer_leads_to_its_text(app, browser):
    with app.test_request_context():
        one, many = clause_link("điểm g khoản 1 Điều 41 Luật Nghĩa vụ quân sự 2015"), clause_link(AGE)
        assert clause_link("Điều 99 <i>") == "Điều 99 &lt;i&gt;"
        behind = link_clause_behind("Quá tuổi (25) theo ngày sinh (Điều 30 Luật Nghĩa vụ quân sự 2015)")
    assert 'href="/rules/claim.41.1.g"' in one
    assert many in behind and behind.startswith("Quá tuổi (25) theo ngày sinh <")
    with app.test_request_context():
        amended = link_clause_behind(f"Quá (xa) ({ENLISTMENT_RULES.at('duty.preselection', TODAY).citation})")
    assert (
        'href="/rules/?clause=' in amended
        and amended.startswith("Quá (xa) <")
        and amended.endswith("2025/QH15)</a>)</span>")
    )
    page = browser.text(f"/rules/?clause={AGE}")
    assert "4 quy định" in page and name_of(law_rules.get_rule("age.minimum", TODAY).rule) in page
