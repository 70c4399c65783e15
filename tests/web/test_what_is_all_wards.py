"""What holds for every ward at once (changes of rules, holidays, backups) is no one ward's administrator's to touch."""

from __future__ import annotations

import pytest

from roster.services import clock, law_rules
from roster.services.accounts import actor_of
from roster.store.campaigns import Holiday
from roster.store.claims import RuleChange
from roster.store.db import db
from tests.page_checks import text_of

_ACTS = (
    ("GET", "/backups/"),
    ("POST", "/backups/"),
    ("POST", "/backups/any.age"),
    ("GET", "/rules/{key}/change"),
    ("POST", "/rules/{key}/change"),
    ("GET", "/rules/holidays"),
    ("POST", "/rules/holidays"),
    ("POST", "/rules/holidays/2026-12-24/remove"),
)


@pytest.fixture
def neighbour(two_wards, user_of):
    """Somebody who works in another ward of the same office."""
    return user_of("officer", wards=[two_wards[1]])


def changeable():
    return next(one.rule.key for one in law_rules.list_rules(clock.today()) if one.may_change)


@pytest.mark.parametrize(("method", "path"), _ACTS)
def test_an_administrator_of_one_ward_of_several_is_refused(ward, neighbour, client_of, method, path):
    browser = client_of("administrator", ward)
    sent = {"day": "24/12/2026", "name": "Nghỉ cả phường", "kind": "off"}
    assert (
        browser.open(path.format(key=changeable()), method=method, data=sent if method == "POST" else None).status_code
        == 403
    )
    assert db.session.query(Holiday).count() == db.session.query(RuleChange).count() == 0


def test_he_reads_the_rules_and_keeps_his_accounts_and_is_offered_nothing_that_would_be_refused(
    ward, neighbour, client_of
):
    browser = client_of("administrator", ward)
    page = browser.get("/rules/").text
    assert "/change" not in page and "/rules/holidays" not in page
    assert 'href="/accounts/"' in page and 'href="/backups/"' not in page
    assert "Thay đổi" not in text_of(browser.get(f"/rules/{changeable()}").text).split("Các thời kỳ")[0]


@pytest.mark.parametrize("bound_to", ["none", "all"])
def test_one_whom_no_ward_binds_or_who_keeps_them_all_may(two_wards, neighbour, client_of, bound_to):
    browser = client_of("administrator", list(two_wards) if bound_to == "all" else [])
    assert browser.get("/backups/").status_code == browser.get("/rules/holidays").status_code == 200
    assert browser.get(f"/rules/{changeable()}/change").status_code == 200
    assert 'href="/backups/"' in browser.get("/rules/").text


def test_a_ward_whose_accounts_are_all_shut_keeps_nobody_from_it(ward, neighbour, user_of):
    alone = user_of("administrator", wards=[ward])
    assert not actor_of(alone).covers_office
    neighbour.active = False
    db.session.commit()
    assert actor_of(alone).covers_office
