"""Wards of every time and place are found by name or code; neighbourhoods and organisations are kept per ward."""

from datetime import date

import pytest

from roster.services import units
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.units import AmbiguousWard, find_ward
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.units import Unit

IN_2024, IN_EARLY_2025, IN_2026 = date(2024, 6, 1), date(2025, 3, 1), date(2026, 1, 1)


def days_of(unit):
    return unit.begins_on, unit.ends_on


# --- Shipped units --------------------------------------------------------------------------------------------------


def test_kien_an_has_ten_wards_in_2024_seven_in_2025_and_two_since_july(app):
    wards = db.session.scalars(db.select(Unit).where(Unit.kind == "ward")).all()
    assert [
        sum(ward.stood_on(day) for ward in wards if ward.parent.name == "Kiến An") for day in (IN_2024, IN_EARLY_2025)
    ] == [10, 7]
    assert sorted(ward.title for ward in wards if ward.stood_on(IN_2026)) == ["Phường Kiến An", "Phường Phù Liễn"]


def test_what_became_of_a_merged_ward_is_known(app):
    old, new = find_ward("Quán Trữ", IN_2024), find_ward("Đồng Hòa", IN_EARLY_2025)
    succession = db.session.scalars(db.select(units.UnitSuccession).where(units.UnitSuccession.from_id == old.id)).one()
    assert (succession.into_id, succession.on) == (new.id, date(2025, 1, 1))


# --- Finding wards --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Phù Liễn",
        "phường Phù Liễn",
        "PHƯỜNG PHÙ LIỄN",
        "P. Phù Liễn",
        "P.Phù Liễn",
        "phu lien",
        "Phuong Phu Lien",
        " 11446 ",
    ],
)
def test_a_ward_is_found_however_it_is_written(app, text):
    assert find_ward(text, IN_2026).code == "11446"


def test_a_name_in_decomposed_letters_or_with_the_other_tone_place_is_the_same(app):
    assert find_ward("Đồng Hoà", IN_2024).id == find_ward("Đồng Hòa", IN_2024).id


def test_a_name_shared_by_wards_of_different_times_means_the_one_in_force(app):
    assert days_of(find_ward("Phù Liễn", IN_2024)) == (None, date(2024, 12, 31))
    assert days_of(find_ward("Phù Liễn", IN_2026)) == (date(2025, 7, 1), None)
    assert days_of(find_ward("Đồng Hòa", IN_2024)) == (None, date(2024, 12, 31))
    assert days_of(find_ward("Đồng Hòa", IN_EARLY_2025)) == (date(2025, 1, 1), date(2025, 6, 30))


def test_an_ended_ward_is_found_too_the_latest_of_its_name(app):
    assert days_of(find_ward("phường Quán Trữ", IN_2026)) == (None, date(2024, 12, 31))
    assert days_of(find_ward("Đồng Hòa", IN_2026)) == (date(2025, 1, 1), date(2025, 6, 30))


def test_marks_decide_before_they_are_ignored(app):
    with pytest.raises(AmbiguousWard):
        find_ward("Đông Hòa", IN_2026)  # three wards of the country bear exactly this name
    assert find_ward("Dong Hoa", IN_2026).name == "Đồng Hòa"


def test_a_ward_of_the_office_wins_over_the_rest_of_the_country(app):
    assert find_ward("Bắc Sơn", IN_2026).parent.name == "Kiến An"


def test_any_ward_of_the_country_is_added_when_it_is_asked_for(app):
    ward = find_ward("phường Hoàn Kiếm", IN_2026)
    assert (ward.code, ward.title, ward.parent.title) == ("00070", "Phường Hoàn Kiếm", "Thành phố Hà Nội")
    db.session.commit()
    assert find_ward("00070", IN_2026).id == find_ward("70", IN_2026).id == ward.id


def test_the_kind_tells_namesakes_apart(app):
    with pytest.raises(AmbiguousWard):
        find_ward("Đông Hòa", IN_2026)
    assert find_ward("xã Đông Hòa", IN_2026).code == "31024"


def test_an_ambiguous_name_is_answered_with_the_candidates_and_their_codes(app):
    with pytest.raises(AmbiguousWard) as refusal:
        find_ward("Đông Hòa", IN_2026)
    assert "Phường Đông Hòa, Tỉnh Đắk Lắk (mã 22258)" in str(refusal.value)
    assert "Phường Đông Hòa, Thành phố Hồ Chí Minh (mã 25951)" in str(refusal.value)


@pytest.mark.parametrize("text", ["", "  ", "Không Có Phường Này", "99999", "phường"])
def test_what_is_no_ward_is_none(app, text):
    assert find_ward(text, IN_2026) is None


def test_a_search_lists_the_ward_itself_first_and_writes_nothing(app):
    before = db.session.scalar(db.select(db.func.count()).select_from(Unit))
    found = units.search_wards("phu lien", IN_2026)
    assert (found[0].title, found[0].within, found[0].code) == ("Phường Phù Liễn", "Thành phố Hải Phòng", "11446")
    assert any(one.days == "đến 31/12/2024" for one in found)
    assert units.search_wards("hoàn kiếm hà nội", IN_2026)[0].unit_id is None
    assert db.session.scalar(db.select(db.func.count()).select_from(Unit)) == before


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hải An", ["Phường Hải An, Thành phố Hải Phòng", "Xã Hải An, Tỉnh Ninh Bình", "Xã Hải Anh, Tỉnh Ninh Bình"]),
        ("xã hải an", ["Xã Hải An, Tỉnh Ninh Bình", "Xã Hải Anh, Tỉnh Ninh Bình"]),
        ("xa tan binh", ["Xã Tân Bình, Thành phố Cần Thơ", "Xã Bình Tân, Tỉnh Đồng Nai"]),
        ("hong bang hai phong", ["Phường Hồng Bàng, Thành phố Hải Phòng"]),
        ("Xã An Lão", ["Xã An Lão, Thành phố Hải Phòng", "Xã An Lão, Tỉnh Gia Lai"]),
        ("11446", ["Phường Phù Liễn, Thành phố Hải Phòng"]),
    ],
)
def test_the_ward_that_is_named_stands_before_those_that_only_hold_the_letters(app, text, first):
    found = [f"{one.title}, {one.within}" for one in units.search_wards(text, IN_2026)]
    assert found[: len(first)] == first


def test_what_a_search_found_can_be_chosen(app):
    for text in ("phù liễn", "hoàn kiếm"):
        found = units.search_wards(text, IN_2026)[0]
        assert units.ward_of_key(found.key).title == found.title
    assert units.ward_of_key("nonsense") is None
    assert units.ward_of_key("99999") is None


# --- Neighbourhoods and organisations -------------------------------------------------------------------------------


def test_neighbourhoods_are_listed_as_people_count(actor_of, two_wards):
    ward, actor = two_wards[0], actor_of("commander")
    for number in (10, 2, 1):
        units.save_neighbourhood(actor, ward.id, None, name=f"TDP số {number}")
    assert [one.name for one in units.list_neighbourhoods(actor, ward.id)] == ["TDP số 1", "TDP số 2", "TDP số 10"]


def test_a_neighbourhood_that_ended_is_left_out_of_later_days(actor_of, two_wards):
    ward, actor = two_wards[0], actor_of("commander")
    row = units.save_neighbourhood(actor, ward.id, None, name="TDP số 1", ends_on=date(2025, 6, 30))
    assert units.list_neighbourhoods(actor, ward.id, on=date(2025, 6, 30)) == [row]
    assert units.list_neighbourhoods(actor, ward.id, on=date(2025, 7, 1)) == []


@pytest.mark.parametrize(
    "more",
    [{"name": " "}, {"name": "TDP số 1"}, {"name": "x", "begins_on": date(2025, 2, 1), "ends_on": date(2025, 1, 1)}],
)
def test_a_neighbourhood_needs_a_name_of_its_own_and_days_in_order(actor_of, two_wards, more):
    ward, actor = two_wards[0], actor_of("commander")
    units.save_neighbourhood(actor, ward.id, None, name="TDP số 1")
    with pytest.raises(Invalid):
        units.save_neighbourhood(actor, ward.id, None, **more)


def test_an_organisation_keeps_whether_it_has_a_self_defence_unit(actor_of, two_wards):
    ward, actor = two_wards[0], actor_of("commander")
    row = units.save_organisation(actor, ward.id, None, name="Trường THCS Phù Liễn", has_self_defence_unit=True)
    units.save_organisation(actor, ward.id, row.id, name="Trường THCS Phù Liễn", address="TDP số 3")
    row = units.list_organisations(actor, ward.id)[0]
    assert (row.has_self_defence_unit, row.address) == (False, "TDP số 3")
    actions = db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["organisation.create", "organisation.edit"]


def test_another_wards_lists_are_not_there(actor_of, two_wards):
    own, foreign = two_wards
    actor, neighbour = actor_of("commander", own), actor_of("commander", foreign)
    row = units.save_neighbourhood(neighbour, foreign.id, None, name="TDP số 1")
    for act in (
        lambda: units.list_neighbourhoods(actor, foreign.id),
        lambda: units.list_organisations(actor, foreign.id),
        lambda: units.save_neighbourhood(actor, foreign.id, None, name="x"),
        lambda: units.save_neighbourhood(actor, own.id, row.id, name="x"),
        lambda: units.get_neighbourhood(actor, own.id, row.id),
        lambda: units.save_organisation(actor, foreign.id, None, name="x"),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_officer_reads_the_lists_and_leaves_them_to_the_commander(actor_of, two_wards):
    ward, officer = two_wards[0], actor_of("officer")
    assert units.list_neighbourhoods(officer, ward.id) == []
    with pytest.raises(NotAllowed):
        units.save_neighbourhood(officer, ward.id, None, name="TDP số 1")
