"""So often may one officer search, export and print within an hour; who reaches it is told, and it is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from roster.config import SetupFault, build_config
from roster.domain.actor import Permission
from roster.services import accounts, audit, audit_check
from roster.store.audit import AuditEntry
from roster.store.db import db, now
from roster.web import limits

SENTENCE = "Đồng chí đã {} 2 lần trong một giờ qua"


@pytest.mark.parametrize(
    ("setting", "what", "page", "free"),
    [
        ("SEARCHES_AN_HOUR", "tìm kiếm", "lists/militia?q=an", "lists/militia"),
        ("OUTPUTS_AN_HOUR", "xuất, in và mở bản in", "forces/units.xlsx", "papers/"),
    ],
)
def test_who_reaches_the_limit_is_told_and_others_go_on(app, client_of, ward, setting, what, page, free):
    app.config[setting] = 2
    browser, other = client_of("officer", ward), client_of("officer", ward)
    at = f"/wards/{ward.id}/"
    assert [browser.get(at + page).status_code for _ in range(4)] == [200, 200, 429, 429]
    answer = browser.get(at + page)
    assert SENTENCE.format(what) in answer.text and "Xin chờ khoảng" in answer.text
    assert 3500 < int(answer.headers["Retry-After"]) <= 3601
    assert browser.get(at + free).status_code == 200  # all else goes on
    assert other.get(at + page).status_code == 200

    [noted] = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("access.limit")))
    assert noted.user_id == browser.user.id and "an" not in str(noted.details.get("filters", ""))
    assert not audit_check.verify().faults


def test_a_search_that_a_form_sends_counts_as_one_in_an_address(app, client_of, ward):
    app.config["SEARCHES_AN_HOUR"] = 2
    browser, turn = client_of("officer", ward), f"/wards/{ward.id}/lists/militia/turn"
    asked = [browser.post(f"{turn}?q=an"), browser.post(turn, data={"q": "an"}), browser.post(f"{turn}?q=an"),
             browser.post(turn, data={"q": "an"}), browser.head(f"{turn}?q=an"), browser.post(turn)]  # fmt: skip
    assert [answer.status_code for answer in asked] == [200, 200, 429, 429, 429, 200]


def test_what_is_an_hour_ago_counts_no_more(app, client_of, ward):
    app.config["SEARCHES_AN_HOUR"] = 2
    browser = client_of("officer", ward)
    for _ in range(5):
        audit.record(accounts.actor_of(browser.user), "list.search", ward_id=ward.id).at = now() - timedelta(minutes=61)
    db.session.commit()
    assert browser.get(f"/wards/{ward.id}/lists/militia?q=an").status_code == 200


def test_every_way_out_counts_but_the_pages_around_it(app):
    out = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if getattr(view, "permission", None) in {Permission.EXPORT, Permission.PRINT}
    }
    assert out >= limits.AROUND
    counted = out - limits.AROUND
    assert {"lists.export", "papers.create", "papers.file", "forces.export_roster", "reports.pdf"} <= counted
    # What writes an export or a paper by its name is among them.
    assert not [one for one in limits.AROUND if one.endswith(("pdf", "xlsx", "docx", "file", "sheet", "export"))]


def test_the_office_sets_them_and_a_slip_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("ROSTER_SEARCHES_AN_HOUR", "50")
    found = build_config({"ROSTER_INSTANCE": tmp_path})
    assert (found["SEARCHES_AN_HOUR"], found["OUTPUTS_AN_HOUR"]) == (50, 300)
    monkeypatch.setenv("ROSTER_OUTPUTS_AN_HOUR", "nhiều")
    with pytest.raises(SetupFault, match="ROSTER_OUTPUTS_AN_HOUR"):
        build_config({"ROSTER_INSTANCE": tmp_path})
