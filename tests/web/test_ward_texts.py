"""A xã reads "xã" where the program speaks of its own ward, on pages, in forms and in messages."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from roster.domain.ward_kinds import says_kind
from roster.store.db import db
from roster.store.units import Unit
from tests.conftest import Ward
from tests.page_checks import text_of
from tests.web.test_access import addresses
from tests.web.whole_office import nothing_set_in_type


@pytest.fixture
def commune(two_wards):
    unit = db.session.get(Unit, two_wards[0].id)
    unit.name, unit.title = "Kiến Thụy", "Xã Kiến Thụy"
    db.session.commit()
    return Ward(unit.id, unit.name, unit.title)


def test_no_page_of_a_commune_calls_it_a_ward(app, client_of, commune):
    client, said, pages = client_of("commander", commune), [], 0
    client.check = False  # a ward's pages are judged wherever they are opened
    for endpoint, method, url in addresses(app, ward_id=commune.id):
        if method != "GET" or str(commune.id) not in url:
            continue
        with nothing_set_in_type():  # papers have a test of their own: tests/services/test_personal_making.py
            response = client.open(url)
        if response.status_code != 200 or "html" not in response.content_type:
            continue
        pages += 1
        page = document_fromstring(response.text)
        texts = [*page.itertext(), *page.xpath("//@title"), *page.xpath("//@placeholder"), *page.xpath("//@aria-label")]
        said += [(endpoint, " ".join(text.split())) for text in texts if says_kind(str(text))]
    assert pages > 50
    assert said == [], said


def test_what_a_form_and_a_message_say_follows_the_commune_and_what_was_typed_stays(client_of, commune):
    browser = client_of("commander", commune)
    page = f"/wards/{commune.id}"
    assert "Ví dụ: Bí thư Đảng ủy xã" in browser.text(f"{page}/command/appoint/name")
    found = browser.text("/search?q=Ban+CHQS+xã")
    assert "Ban CHQS xã" in found
    typed = browser.text("/search?q=họp+ở+phường+ta")
    assert "họp ở phường ta" in typed
    refused = browser.post(f"{page}/papers/code", data={"code": "0123456789ab"})
    assert "Không có văn bản nào của xã mang mã này" in text_of(refused.text)
