"""What the words, numbers and signatures of a citizen's papers are, by the ward and by the law of the day."""

from __future__ import annotations

import re
from datetime import date

import pytest

from roster.domain import call_forms
from roster.domain.delivery import CALL_KINDS
from roster.services import people, personal_runs
from roster.services.command_contacts import contacts_sheet
from roster.services.command_sheets import board_sheet
from roster.services.force_sheets import units_sheet
from roster.services.personal_making import maker_of
from roster.services.records import NewRecord
from roster.services.target_sheets import ward_sheet
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.units import Unit
from roster.web.run_form import RunForm
from tests.printing.test_personal import texts_of

TODAY = date(2026, 11, 26)
YEAR = 2027
DETAILS = {
    "signed_on": TODAY.isoformat(), "hour": "07 giờ 30", "place": "Trung tâm Y tế", "signer_post": "Chủ tịch",
    "signer_name": "Nguyễn Văn Hùng", "grounds": "Căn cứ một.", "bring": "thẻ căn cước", "subject": "Khám",
}  # fmt: skip
CALLS_AND_FORMS = [*sorted(CALL_KINDS), *dict.fromkeys(str(one.kind) for one in call_forms.FORMS)]


@pytest.fixture
def commune(ward):
    """The same place as a xã."""
    unit = db.session.get_one(Unit, ward.id)
    unit.title, unit.name = "Xã Kiến Thụy", "Kiến Thụy"
    db.session.commit()
    return unit


def papers_of(officer, unit, kind, number="5", of_reserve=False):
    citizen_id = "031205000002" if of_reserve else "031205000001"
    facts = {"full_name": "Vũ Văn An", "birth_date": "2005-03-14", "sex": "male", "citizen_id": citizen_id,
             "permanent_address": "Số 5 Lãm Khê"}  # fmt: skip
    start = (NewRecord("reserve", {}) if of_reserve else NewRecord("enlistment", {}, year=YEAR),)
    person = people.create_person(officer, unit.id, facts, TODAY, records=start, confirmed=True)
    asked = {"kind": kind, "year": YEAR, "event_on": "2026-12-20", "details": DETAILS, "ids": [], "numbers": []}
    if of_reserve:
        asked |= {"ids": [str(person.id)], "numbers": [number]}
        ids = [person.id]
    else:
        paper = Delivery(ward_id=unit.id, person_id=person.id, year=YEAR, kind=kind, event_on=date(2026, 12, 20),
                         paper_number=number)  # fmt: skip
        db.session.add(paper)
        db.session.flush()
        ids = [paper.id]
    maker = maker_of(officer, unit, asked)
    return texts_of(maker.render([paper for _, paper in maker.papers(ids)]))


@pytest.mark.parametrize("kind", CALLS_AND_FORMS)
def test_the_papers_of_a_commune_nowhere_say_phuong(officer, commune, kind):
    words = " ".join(papers_of(officer, commune, kind))
    assert re.findall("phường", words, re.IGNORECASE) == []
    assert "xã" in words.lower() or kind in ("health_form", "recheck_form", "self_health")
    if kind == "resume":
        assert "TRƯỞNG CÔNG AN XÃ" in words and "Kết luận của Hội đồng nghĩa vụ quân sự xã" in words


@pytest.mark.parametrize("kind", sorted(CALL_KINDS))
def test_the_words_that_are_filled_in_for_a_commune_do_neither(app, officer, commune, kind):
    from flask import g
    from flask_login import login_user

    from roster.store.accounts import User

    words = personal_runs.customary(kind, YEAR, TODAY)
    assert "phường" in " ".join(words.grounds)
    with app.test_request_context():
        login_user(db.session.get_one(User, officer.user_id))
        g.ward = commune
        form = RunForm(formdata=None)
        form.begin(words, TODAY)
        assert "Ban Chỉ huy quân sự xã." in form.grounds.data and "phường" not in form.grounds.data


@pytest.mark.parametrize(("number", "shown"), [("5", "05"), ("5/QĐ-UBND", "05"), ("15", "15")])
def test_a_number_below_ten_has_its_zero_on_the_paper_and_on_the_receipt(officer, ward, number, shown):
    [whole] = papers_of(officer, db.session.get_one(Unit, ward.id), "examination", number)
    assert f"Số: {shown}/QĐ-UBND" in whole and f"quyết định số {shown}/QĐ-UBND" in whole


def test_so_it_has_on_invitations_and_on_reservists_certificates(officer, ward):
    unit = db.session.get_one(Unit, ward.id)
    assert "Số: 07/GM-BCH" in papers_of(officer, unit, "invitation", "7")[0]
    certificate = papers_of(officer, unit, "reserve_card", "3", of_reserve=True)[0]
    # Whoever decides on the registration since 01/07/2025 certifies it: the chairman, not the ward's command.
    assert "Số: 03/GCN-UBND" in certificate and certificate.startswith("ỦY BAN NHÂN DÂN PHƯỜNG PHÙ LIỄN")
    assert "BAN CHQS" not in certificate


def test_sheets_of_a_commune_nowhere_say_phuong(actor_of, ward, commune):
    commander = actor_of("commander", ward)
    sheets = [
        board_sheet(commander, commune.id, TODAY), contacts_sheet(commander, commune.id, TODAY),
        units_sheet(commander, commune.id, TODAY), ward_sheet(commander, commune.id, TODAY),
        ward_sheet(commander, commune.id, TODAY, indicators=True),
    ]  # fmt: skip
    words = " ".join(" ".join([one.title, one.note, *(line for row in one.rows for cell in row for line in cell)])
                     for one in sheets)  # fmt: skip
    assert re.findall(r"\S+ phường", words, re.IGNORECASE) == [] and "UBND xã" in words
