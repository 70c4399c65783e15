"""The journal page: who did what, when, in Vietnamese words, of one's own ward only."""

from __future__ import annotations

from datetime import datetime

from bs4 import BeautifulSoup

from roster.config import OFFICE_ZONE
from roster.services import audit
from roster.store.db import db


def _table(client, address: str) -> str:
    """What the journal lists; the filter above it names every action."""
    table = BeautifulSoup(client.get(address).text, "lxml").find("tbody")
    return table.get_text(" ") if table else ""


def _note(actor, ward, action: str, at: datetime, **details) -> None:
    entry = audit.record(actor, action, ward_id=ward.id, **details)
    entry.at = at
    db.session.commit()


def test_entries_are_in_words_and_in_the_office_s_time(client_of, actor_of, two_wards):
    at = datetime(2026, 3, 1, 0, 30, tzinfo=OFFICE_ZONE)
    _note(actor_of("officer"), two_wards[0], "list.export", at, rows=57, roster="militia")
    page = _table(client_of("commander"), f"/wards/{two_wards[0].id}/audit/")
    assert "01/03/2026 00:30" in page
    assert "Xuất danh sách ra Excel" in page
    assert "số dòng: 57" in page
    assert "danh sách: Dân quân tự vệ" in page


def test_filters_by_officer_kind_and_days(client_of, user_of, two_wards):
    from roster.services.accounts import actor_of as as_actor

    first = as_actor(user_of("officer", full_name="Ông Thứ Nhất"))
    second = as_actor(user_of("officer", full_name="Bà Thứ Hai"))
    ward = two_wards[0]
    _note(first, ward, "person.edit", datetime(2026, 3, 1, 23, 59, tzinfo=OFFICE_ZONE))
    _note(second, ward, "list.export", datetime(2026, 3, 2, 0, 1, tzinfo=OFFICE_ZONE))
    commander = client_of("commander")
    address = f"/wards/{ward.id}/audit/"
    table = "Sửa thông tin công dân", "Xuất danh sách ra Excel"

    def shown(query: str) -> tuple[bool, ...]:
        page = _table(commander, address + query)
        return tuple(words in page for words in table)

    assert shown(f"?who={first.user_id}") == (True, False)
    assert shown("?what=outputs") == (False, True)
    assert shown("?from=02/03/2026&to=2/3/2026") == (False, True)
    assert shown("?to=01/03/2026") == (True, False)
    assert "Ngày chưa đúng" in commander.text(address + "?from=30/02/2026")


def test_pages_keep_the_filter(client_of, actor_of, two_wards):
    actor = actor_of("officer")
    for minute in range(101):
        audit.record(actor, "person.edit", ward_id=two_wards[0].id).at = datetime(
            2026, 3, 1, 8 + minute // 60, minute % 60, tzinfo=OFFICE_ZONE
        )
    db.session.commit()
    html = client_of("commander").get(f"/wards/{two_wards[0].id}/audit/?what=people").text
    assert "page=2&amp;what=people" in html
    assert "101" in html


def test_another_ward_s_journal_is_not_there(client_of, actor_of, two_wards):
    at = datetime(2026, 3, 1, tzinfo=OFFICE_ZONE)
    _note(actor_of("officer", two_wards[1]), two_wards[1], "list.export", at)
    commander = client_of("commander", two_wards[0])
    assert "Đăng nhập" in _table(commander, f"/wards/{two_wards[0].id}/audit/")
    assert "Xuất danh sách ra Excel" not in _table(commander, f"/wards/{two_wards[0].id}/audit/")
    assert commander.get(f"/wards/{two_wards[1].id}/audit/").status_code == 404


def test_signing_in_of_the_ward_s_officers_stands_in_it(client_of, two_wards):
    client_of("officer")
    assert "Đăng nhập" in _table(client_of("auditor"), f"/wards/{two_wards[0].id}/audit/?what=sessions")


def test_who_may_not_read_it(client_of, two_wards):
    for role in ("officer", "political_officer", "viewer"):
        assert client_of(role).get(f"/wards/{two_wards[0].id}/audit/").status_code == 403
