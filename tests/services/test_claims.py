"""What a ward may rely on when it keeps claims: open ones keep a man out, only the right office grants them."""

from datetime import date

import pytest

from roster.domain.law.verdicts import Verdict
from roster.services import claims
from roster.services.assessment import standing_of
from roster.services.faults import Invalid
from roster.services.history import history_of
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.scope import NotAllowed, NotFound
from tests.services.candidates import TODAY, YEAR, candidate

PROVINCE = "Chủ tịch UBND thành phố Hải Phòng"
DISTRICT = "Chủ tịch UBND quận Kiến An"


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def man(ward):
    return candidate(ward.id)


@pytest.fixture
def filed(officer, ward, man):
    return claims.add(officer, ward.id, man.id, {"ground": "41.1.g", "evidence": "Giấy xác nhận của trường"})


def verdict(officer, man):
    return standing_of(officer, man.ward_id, YEAR, man.id).verdict


def faults_of(raised):
    return set(raised.value.faults)


def test_a_claim_keeps_a_man_out_from_the_moment_it_is_filed_until_it_is_answered(officer, man, filed):
    assert verdict(officer, man) is Verdict.CLAIM_PENDING
    claims.decide(officer, filed.id, "decided", "1/QĐ", date(2026, 9, 1), until="2028-06", decided_by=PROVINCE)
    assert verdict(officer, man) is Verdict.DEFERRED
    claims.decide(officer, filed.id, "refused", "2/QĐ", date(2026, 10, 1), decided_by=PROVINCE)
    assert verdict(officer, man) is Verdict.CALLABLE


@pytest.mark.parametrize(
    ("decided_on", "decided_by", "is_right"),
    [
        (date(2025, 6, 30), DISTRICT, True),
        (date(2025, 6, 30), "Chủ tịch Ủy ban nhân dân huyện An Lão", True),
        (date(2025, 6, 30), "Chủ tịch UBND thị xã Kinh Môn", True),
        (date(2025, 6, 30), "Chủ tịch UBND phường Phù Liễn", False),
        (date(2025, 7, 1), DISTRICT, False),
        (date(2025, 7, 1), PROVINCE, True),
        (date(2025, 7, 1), "CHỦ TỊCH UBND TỈNH HẢI DƯƠNG", True),
        (date(2025, 7, 1), "Chủ tịch UBND TP. Hải Phòng", True),
        (date(2025, 7, 1), "Chủ tịch UBND phường Phù Liễn, thành phố Hải Phòng", False),
        (date(2025, 7, 1), "Chỉ huy trưởng Ban CHQS phường", False),
        (date(2025, 7, 1), "Bộ CHQS thành phố", False),
        (date(2025, 6, 30), None, True),
        (date(2026, 9, 1), None, True),
    ],
)
def test_a_deferral_is_granted_by_the_office_of_its_day(officer, filed, decided_on, decided_by, is_right):
    if is_right:
        decided = claims.decide(officer, filed.id, "decided", "1/QĐ", decided_on, decided_by=decided_by)
        assert decided.status == "decided" and "UBND" in decided.decided_by.replace("Ủy ban nhân dân", "UBND")
        return
    with pytest.raises(Invalid) as raised:
        claims.decide(officer, filed.id, "decided", "1/QĐ", decided_on, decided_by=decided_by)
    office = "cấp huyện" if decided_on < date(2025, 7, 1) else "cấp tỉnh"
    assert office in raised.value.faults["decided_by"][0]
    assert "Điều 42" in raised.value.faults["decided_by"][0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision_number": " "}, "decision_number"),
        ({"decided_on": date(2026, 11, 25)}, "decided_on"),
        ({"decided_on": None}, "decided_on"),
        ({"outcome": "maybe"}, "outcome"),
        ({"until": "2026-13"}, "until"),
        ({"until": "2026-08"}, "until"),
    ],
)
def test_a_decision_without_number_day_or_sense_is_refused(officer, man, filed, wrong, field):
    sound = {"outcome": "decided", "decision_number": "1/QĐ", "decided_on": date(2026, 9, 1), "decided_by": PROVINCE}
    with pytest.raises(Invalid) as raised:
        claims.decide(officer, filed.id, **sound | wrong)
    assert faults_of(raised) == {field}
    assert verdict(officer, man) is Verdict.CLAIM_PENDING


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ground": "41.9.z"}, "ground"),
        ({"ground": ""}, "ground"),
        ({"until": "31/02/2027"}, "until"),
        ({"papers_received_on": date(2026, 11, 25)}, "papers_received_on"),
        ({"evidence": "x" * 2001}, "evidence"),
    ],
)
def test_a_claim_that_makes_no_sense_is_refused(officer, ward, man, wrong, field):
    with pytest.raises(Invalid) as raised:
        claims.add(officer, ward.id, man.id, {"ground": "41.1.b"} | wrong)
    assert faults_of(raised) == {field}


def test_the_same_ground_is_filed_once_while_it_runs(officer, ward, man, filed):
    with pytest.raises(Invalid):
        claims.add(officer, ward.id, man.id, {"ground": "41.1.g"})
    claims.decide(officer, filed.id, "decided", "1/QĐ", date(2025, 9, 1), until="2026-06", decided_by=PROVINCE)
    assert claims.add(officer, ward.id, man.id, {"ground": "41.1.g"}).status == "claimed"


def test_the_terms_of_a_decision_change_only_by_another_decision(officer, man, filed):
    claims.decide(officer, filed.id, "decided", "1/QĐ", date(2026, 9, 1), until="2028", decided_by=PROVINCE)
    for change in ({"until": "2026-12"}, {"ground": "41.1.b"}):
        with pytest.raises(Invalid):
            claims.edit(officer, filed.id, change, filed.version)
    claims.edit(officer, filed.id, {"evidence": "Bản sao quyết định", "until": "2028"}, filed.version)
    assert (filed.evidence, filed.until) == ("Bản sao quyết định", "2028")
    assert verdict(officer, man) is Verdict.DEFERRED


def test_of_two_officers_who_edit_the_same_claim_the_second_is_told(officer, filed):
    seen = filed.version
    claims.edit(officer, filed.id, {"notes": "Lần một"}, seen)
    with pytest.raises(Invalid):
        claims.edit(officer, filed.id, {"notes": "Lần hai"}, seen)
    assert filed.notes == "Lần một"


def test_a_mistaken_claim_is_withdrawn_with_a_reason_and_stays_on_file(officer, ward, man, filed):
    with pytest.raises(Invalid):
        claims.withdraw(officer, filed.id, " ")
    claims.withdraw(officer, filed.id, "Ghi nhầm người")
    assert verdict(officer, man) is Verdict.CALLABLE
    assert claims.list_claims(officer, ward.id) == []
    kept = claims.list_claims(officer, ward.id, with_withdrawn=True)
    assert [(one.claim.withdrawn_reason, one.status_label) for one in kept] == [("Ghi nhầm người", "Đã rút")]
    with pytest.raises(Invalid):
        claims.edit(officer, filed.id, {"notes": "…"}, filed.version)


def test_what_was_granted_is_withdrawn_by_a_commander_only(officer, ward, man, filed, actor_of):
    claims.decide(officer, filed.id, "decided", "1/QĐ", date(2026, 9, 1), decided_by=PROVINCE)
    with pytest.raises(NotAllowed):
        claims.withdraw(officer, filed.id, "Không còn học")
    assert verdict(officer, man) is Verdict.DEFERRED
    claims.withdraw(actor_of("commander", ward), filed.id, "Ghi nhầm người")
    assert verdict(officer, man) is Verdict.CALLABLE


def test_every_change_of_a_claim_stands_in_the_history_and_the_journal(officer, ward, man, filed):
    claims.decide(officer, filed.id, "decided", "1/QĐ", date(2026, 9, 1), until="2028-06", decided_by=PROVINCE)
    shown = [(c.label, c.old, c.new) for step in history_of(officer, ward.id, man.id) for c in step.changes]
    assert ("Diện: tình trạng", "Chờ quyết định", "Đã có quyết định") in shown
    assert ("Diện: đến hết ngày", "", "06/2028") in shown
    assert ("Diện: ngày quyết định", "", "01/09/2026") in shown
    assert any(label == "Diện tạm hoãn, miễn" and "41.1.g" in new for label, _, new in shown)
    actions = db.session.scalars(db.select(AuditEntry.action).where(AuditEntry.action.like("claim.%"))).all()
    assert sorted(actions) == ["claim.add", "claim.decide"]


def test_claims_are_listed_by_name_status_and_end(officer, ward, man, filed):
    other = candidate(ward.id, full_name="Lê Văn Bình")
    claims.add(officer, ward.id, other.id, {"ground": "41.1.b", "until": "2026-12"})
    claims.decide(officer, filed.id, "decided", "1/QĐ", date(2026, 9, 1), until="2027-06", decided_by=PROVINCE)
    listed = claims.list_claims(officer, ward.id)
    assert [one.full_name for one in listed] == ["Nguyễn Văn An", "Lê Văn Bình"]
    assert listed[0].citation.startswith("điểm g khoản 1 Điều 41")
    assert [one.person_id for one in claims.list_claims(officer, ward.id, status="claimed")] == [other.id]
    assert [one.person_id for one in claims.list_claims(officer, ward.id, person_id=man.id)] == [man.id]
    ending = claims.list_claims(officer, ward.id, ending_before=date(2027, 2, 15))
    assert [(one.person_id, one.until_text) for one in ending] == [(other.id, "12/2026")]


@pytest.mark.parametrize(
    ("ground", "warned"), [("41.1.c", True), ("41.2.b", True), ("41.2.c", True), ("41.1.d", False)]
)
def test_two_children_of_one_family_on_a_ground_for_one_are_noticed(officer, ward, ground, warned):
    parents = {"father_name": "Lê Văn Hoà", "mother_name": "Trần Thị Tý"}
    elder = candidate(ward.id, full_name="Lê Văn Anh", **parents)
    younger = candidate(ward.id, full_name="Lê Văn Em", father_name="LÊ VĂN HÒA", mother_name="Trần Thị Tý")
    stranger = candidate(ward.id, full_name="Lê Văn Xa", father_name="Lê Văn Hoà", mother_name="Trần Thị Tỵ")
    for one in (elder, stranger):
        claims.add(officer, ward.id, one.id, {"ground": ground})
    found = claims.family_claims(officer, ward.id, younger.id, ground)
    assert [one.full_name for one in found] == (["Lê Văn Anh"] if warned else [])


def test_claims_of_other_wards_do_not_exist_and_viewers_change_none(officer, ward, two_wards, man, filed, actor_of):
    foreign = actor_of("officer", two_wards[1])
    for attempt in (
        lambda: claims.get_claim(foreign, filed.id),
        lambda: claims.list_claims(foreign, ward.id),
        lambda: claims.add(foreign, two_wards[1].id, man.id, {"ground": "41.1.b"}),
        lambda: claims.edit(foreign, filed.id, {"notes": "x"}, filed.version),
        lambda: claims.decide(foreign, filed.id, "refused", "1/QĐ", date(2026, 9, 1)),
        lambda: claims.withdraw(foreign, filed.id, "x"),
        lambda: claims.family_claims(foreign, two_wards[1].id, man.id, "41.1.c"),
    ):
        with pytest.raises(NotFound):
            attempt()
    viewer = actor_of("viewer", ward)
    assert len(claims.list_claims(viewer, ward.id)) == 1
    with pytest.raises(NotAllowed):
        claims.add(viewer, ward.id, man.id, {"ground": "41.1.b"})
    with pytest.raises(NotAllowed):
        claims.decide(viewer, filed.id, "refused", "1/QĐ", date(2026, 9, 1))
