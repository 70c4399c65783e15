"""The first start of a new office."""

from dataclasses import replace
from datetime import date

import pytest

from roster.services import setup, units
from roster.services.faults import Invalid
from roster.services.setup import FirstSetup, SignatoryInput
from roster.store.accounts import User
from roster.store.db import db
from roster.store.papers import Letterhead, Signatory
from tests.conftest import PASSWORD

TODAY = date(2026, 3, 2)


@pytest.fixture
def wanted(app):
    ward = units.suggested_wards(TODAY)[0]
    return FirstSetup(
        ward_key=ward.key,
        superior="BỘ CHQS THÀNH PHỐ HẢI PHÒNG",
        agency="BAN CHQS PHƯỜNG PHÙ LIỄN",
        symbol="DS-BCH",
        place="Phù Liễn",
        user_name="quantri",
        full_name="Đào Thị Quản",
        password=PASSWORD,
        signer=SignatoryInput("Lê Văn Ký", "CHỈ HUY TRƯỞNG", rank="Thiếu tá"),
        other_roles=frozenset({"commander"}),
    )


def test_one_step_makes_ward_letterhead_signatory_and_administrator(wanted, two_wards):
    user = setup.first_setup(wanted, TODAY)
    assert user.role_names == {"administrator", "commander"}
    assert user.ward_ids == {two_wards[0].id}
    letterhead, signatory = (
        db.session.scalars(db.select(Letterhead)).one(),
        db.session.scalars(db.select(Signatory)).one(),
    )
    assert (letterhead.ward_id, letterhead.agency, letterhead.begins_on) == (two_wards[0].id, wanted.agency, TODAY)
    assert (signatory.part, signatory.full_name, signatory.rank) == ("signer", "Lê Văn Ký", "Thiếu tá")


def test_a_new_office_has_no_account(app):
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 0
    assert setup.needs_setup()


def test_any_ward_of_the_country_can_be_the_offices(wanted):
    key = units.search_wards("hoàn kiếm", TODAY)[0].key
    user = setup.first_setup(replace(wanted, ward_key=key), TODAY)
    assert units.get_ward(next(iter(user.ward_ids))).title == "Phường Hoàn Kiếm"


@pytest.mark.parametrize("change", [{"password": "ngắn"}, {"agency": " "}, {"ward_key": "x"}, {"user_name": "ô"}])
def test_what_is_wrong_leaves_the_office_untouched(wanted, change):
    with pytest.raises(Invalid):
        setup.first_setup(replace(wanted, **change), TODAY)
    for model in (User, Letterhead, Signatory):
        assert db.session.scalar(db.select(db.func.count()).select_from(model)) == 0
    assert setup.needs_setup()


def test_an_office_is_set_up_once(wanted):
    setup.first_setup(wanted, TODAY)
    assert not setup.needs_setup()
    with pytest.raises(Invalid):
        setup.first_setup(replace(wanted, user_name="second"), TODAY)


def test_the_code_is_for_its_reader_alone_and_ends_with_the_set_up(app, wanted):
    assert not setup.is_setup_token("")
    code = setup.setup_token()
    assert setup.setup_token() == code
    assert (app.config["ROSTER_INSTANCE"] / "setup_token").stat().st_mode & 0o777 == 0o600
    assert setup.is_setup_token(f" {code.replace('-', ' ')} ")
    assert not setup.is_setup_token("0000-0000-0000-000x")
    setup.first_setup(wanted, TODAY)
    assert not setup.is_setup_token(code)
    assert not (app.config["ROSTER_INSTANCE"] / "setup_token").exists()


def test_the_letterhead_is_suggested_from_the_ward(app):
    ward = units.find_ward("Phù Liễn", TODAY)
    assert setup.suggested_letterhead(ward) == {
        "superior": "BỘ CHQS THÀNH PHỐ HẢI PHÒNG",
        "agency": "BAN CHQS PHƯỜNG PHÙ LIỄN",
        "symbol": "DS-BCH",
        "place": "Phù Liễn",
    }


def test_every_page_leads_to_the_set_up_until_it_is_done(client, wanted, client_of):
    for url in ("/", "/login", "/account/password"):
        assert client.get(url).headers["Location"].startswith("/setup")
    assert client.get("/setup/").status_code == 200
    user = setup.first_setup(wanted, TODAY)
    assert client.get("/setup/").status_code == 404
    assert client_of(user=user).get("/setup/").status_code == 404
    assert client.get("/login").status_code == 200
