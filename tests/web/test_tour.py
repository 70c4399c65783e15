"""The tour of the demonstration ward: seven pages led through by links alone, and in no other office."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.domain.actor import SYSTEM
from roster.services import audit, demo, people
from roster.services.records import NewRecord
from roster.store.db import db

TODAY = date(2026, 11, 24)


def strip_of(answer):
    page = BeautifulSoup(answer.text, "lxml")
    return page.select_one("aside.tour"), {a.get_text(strip=True): a["href"] for a in page.select("aside.tour a")}


@pytest.fixture
def filled_ward(ward, actor_of):
    start = NewRecord("enlistment", {"ground": "41.1.g"}, year=2027)
    people.create_person(
        actor_of("officer", ward), ward.id, {"full_name": "Đỗ Văn An", "birth_date": "2005"}, TODAY, records=(start,)
    )
    return ward


@pytest.fixture
def demo_office(ward):
    audit.record(SYSTEM, demo.MADE)
    db.session.commit()
    return ward


@pytest.mark.parametrize(("role", "count"), [("officer", 7), ("viewer", 5)])
def test_the_tour_leads_through_its_pages_and_back(demo_office, filled_ward, client_of, role, count):
    client = client_of(role, demo_office)
    home = f"/wards/{demo_office.id}/"
    offered = BeautifulSoup(client.get(home).text, "lxml").select_one(".notice a[href$='tour=1']")["href"]
    url, seen = offered, []
    while url:
        answer = client.get(url)
        strip, links = strip_of(answer)
        assert answer.status_code == 200
        assert strip.get_text().strip().startswith(f"Bước {len(seen) + 1}/{count}")
        assert links.get("Lùi", "") == (seen[-1] if seen else "")
        assert links["Thôi" if "Tiếp" in links else "Xong"] == home
        seen.append(url)
        url = links.get("Tiếp", "")
    assert len(seen) == count and any("/people/" in one for one in seen)
    for odd in ("0", "99", "x", "²"):
        assert strip_of(client.get(f"{home}?tour={odd}"))[0] is None


def test_where_nobody_is_kept_yet_no_step_looks_at_somebody(demo_office, client_of):
    client = client_of("officer", demo_office)
    titles = [strip_of(client.get(f"/wards/{demo_office.id}/?tour=1"))[0].get_text(" ", strip=True)]
    url = strip_of(client.get(f"/wards/{demo_office.id}/?tour=1"))[1]["Tiếp"]
    while url:
        strip, links = strip_of(client.get(url))
        titles.append(strip.get_text(" ", strip=True))
        url = links.get("Tiếp", "")
    assert len(titles) == 6 and not any("Hồ sơ một người" in one for one in titles)


def test_an_office_of_true_people_has_no_tour(filled_ward, client_of):
    client = client_of("officer", filled_ward)
    page = client.get(f"/wards/{filled_ward.id}/?tour=1").text
    assert "tour=1" not in page and "Bước 1/" not in page
