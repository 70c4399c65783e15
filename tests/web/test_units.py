"""The settings of a ward: what heads and signs its papers, its neighbourhoods and organisations."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.papers import Letterhead, Signatory
from roster.store.units import Neighbourhood, Organisation

HEAD = {
    "superior": "BỘ CHQS THÀNH PHỐ HẢI PHÒNG", "agency": "BAN CHQS PHƯỜNG PHÙ LIỄN", "symbol": "DS-BCH",
    "place": "Phù Liễn", "recipients": "- Như trên;\n- Lưu: VT.", "begins_on": "1/7/2025",
}  # fmt: skip
SIGNATORY = {"part": "signer", "full_name": "Trần Văn Ví", "post": "CHỈ HUY TRƯỞNG", "begins_on": "01072025"}
KINDS = {
    "letterheads": (HEAD, Letterhead, "agency"),
    "signatories": (SIGNATORY, Signatory, "full_name"),
    "neighbourhoods": ({"name": "TDP số 12", "leader": "Ngô Thị Thử"}, Neighbourhood, "name"),
    "organisations": ({"name": "Công ty Mẫu", "has_self_defence_unit": "y"}, Organisation, "name"),
}


@pytest.fixture
def settings(two_wards) -> str:
    return f"/wards/{two_wards[0].id}/settings"


@pytest.mark.parametrize("kind", KINDS)
def test_added_then_changed_and_each_time_noted(client_of, settings, kind):
    values, model, shown = KINDS[kind]
    commander = client_of("commander")
    assert "Chưa khai mục nào" in commander.text(f"{settings}/{kind}")
    assert commander.get(f"{settings}/{kind}/new").status_code == 200
    answer = commander.post(f"{settings}/{kind}/new", data=values)
    assert answer.status_code == 303
    row = db.session.scalar(select(model))
    page = commander.text(f"{settings}/{kind}")
    assert values[shown] in page
    assert values[shown] in commander.get(f"{settings}/{kind}/{row.id}").text
    changed = {**values, shown: values[shown] + " (mới)"}
    assert commander.post(f"{settings}/{kind}/{row.id}", data=changed).status_code == 303
    assert f"{values[shown]} (mới)" in commander.text(f"{settings}/{kind}")
    noted = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == row.id)))
    assert {action.partition(".")[2] for action in noted} == {"create", "edit"}


def test_days_are_typed_as_people_write_them(client_of, settings):
    commander = client_of("commander")
    commander.post(f"{settings}/letterheads/new", data=HEAD)
    commander.post(f"{settings}/signatories/new", data=SIGNATORY)
    assert f"{db.session.scalar(select(Letterhead)).begins_on:%d/%m/%Y}" == "01/07/2025"
    assert f"{db.session.scalar(select(Signatory)).begins_on:%d/%m/%Y}" == "01/07/2025"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"begins_on": "7/2025"}, "Hãy nhập đủ ngày, tháng, năm"),
        ({"begins_on": "31/02/2025"}, "Hãy nhập đủ ngày, tháng, năm"),
        ({"ends_on": "30/06/2025"}, "phải sau ngày bắt đầu"),
        ({"agency": " "}, "Hãy nhập mục này"),
        ({"symbol": "D" * 41}, "Không quá 40 ký tự"),
    ],
)
def test_a_fault_is_named_and_nothing_typed_is_lost(client_of, settings, change, sentence):
    answer = client_of("commander").post(f"{settings}/letterheads/new", data={**HEAD, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert HEAD["superior"] in answer.text
    for typed in change.values():
        assert typed in answer.text
    assert db.session.scalar(select(Letterhead)) is None


def test_two_neighbourhoods_of_one_name_are_refused(client_of, settings):
    commander = client_of("commander")
    values = {"name": "TDP số 12"}
    commander.post(f"{settings}/neighbourhoods/new", data=values)
    answer = commander.post(f"{settings}/neighbourhoods/new", data=values)
    assert answer.status_code == 422
    assert "đã có trong danh mục" in answer.text


def test_a_new_letterhead_is_prefilled_from_the_ward(client_of, settings):
    assert "BAN CHQS PHƯỜNG PHÙ LIỄN" in client_of("commander").get(f"{settings}/letterheads/new").text


@pytest.mark.parametrize("kind", KINDS)
def test_strangers_and_lower_roles_keep_out(client_of, two_wards, settings, kind):
    values, model, _ = KINDS[kind]
    client_of("commander").post(f"{settings}/{kind}/new", data=values)
    row = db.session.scalar(select(model))
    foreign = f"/wards/{two_wards[1].id}/settings/{kind}/{row.id}"
    other = client_of("commander", two_wards[1])
    assert other.get(f"{settings}/{kind}").status_code == 404
    assert other.get(foreign).status_code == 404
    assert other.post(foreign, data=values).status_code == 404
    officer = client_of("officer")
    assert officer.get(f"{settings}/{kind}").status_code == 403
    assert officer.post(f"{settings}/{kind}/new", data=values).status_code == 403
