"""A citizen's rights to his own data: clocks, decisions, the copy, how long it is kept, and erasing it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, inspect, select, text

from roster.config import OFFICE_ZONE
from roster.domain.law.data_rights import PEOPLE, WORKBOOKS
from roster.services import (
    claims,
    copied_tables,
    data_copies,
    data_requests,
    erasing,
    people,
    records,
    retention,
)
from roster.services.changes import InvalidFacts
from roster.services.copied_tables import TECHNICAL
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.records import NewRecord, records_of
from roster.shelf import files
from roster.store.audit import AuditEntry, FieldChange
from roster.store.claims import Examination
from roster.store.db import db, now
from roster.store.enlistment import EnlistmentRecord
from roster.store.erasure_list import FILE_NAME, note_erased, read_erased
from roster.store.forces import ForceEvent
from roster.store.imports import COMMITTED, ImportBatch
from roster.store.people import Person
from roster.store.units import Unit

TODAY = date(2026, 4, 29)  # a Wednesday; Thursday and Friday are holidays
SECRETS = ("031205012345", "0912345678", "Số 7 ngõ Bí Mật", "Phật giáo", "Nguyễn Văn Kín", "Bệnh án 99", "Cha Kín")


@pytest.fixture
def commander(actor_of, ward):
    return actor_of("commander", ward)


@pytest.fixture
def citizen(officer, ward):
    """Somebody with something in every corner, no longer on any roster."""
    person = people.create_person(
        officer, ward.id,
        {
            "full_name": "Nguyễn Văn Kín", "birth_date": "2005-03-02", "sex": "male", "citizen_id": SECRETS[0],
            "phone": SECRETS[1], "permanent_address": SECRETS[2], "religion": SECRETS[3], "father_name": "Cha Kín",
            "is_party_member": True, "ethnicity": "Tày",
        },
        TODAY, records=(NewRecord("enlistment", {"health_class": 4, "bmi": 31.5}, year=2027),), confirmed=True,
    )  # fmt: skip
    claims.add(officer, ward.id, person.id, {"ground": "41.1.a", "evidence": "Bệnh án 99"})
    record = db.session.scalar(select(EnlistmentRecord))
    db.session.add(Examination(ward_id=ward.id, record_id=record.id, height_cm=161.5, weight_kg=82.0))
    db.session.add(
        ForceEvent(ward_id=ward.id, person_id=person.id, home="militia", kind="deferral", on_day=TODAY,
                   user_name="x", place="Số 7 ngõ Bí Mật")
    )  # fmt: skip
    db.session.commit()
    return person


def ask(actor, ward, kind="delete", person_id=None, on=TODAY, **more):
    values = {"kind": kind, "received_on": on, "details": "Xin như trên", "subject_name": "Trần Thị Ngoài", **more}
    return data_requests.register(actor, ward.id, person_id, values)


def close_everything(officer, ward, person):
    for one in records.records_of(officer, person):
        records.close_record(officer, ward.id, one.roster, one.record.id, "Chuyển đi", TODAY)
    people.retire_person(officer, ward.id, person.id, "Chuyển đi nơi khác", TODAY)


def everything_stored():
    """All that the database holds, as text."""
    return "\n".join(
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'select * from "{table.name}"'))  # noqa: S608  # our own tables
    )


# --- Requests -------------------------------------------------------------------------------------------------------


def test_a_request_runs_by_its_clocks_and_refusals_need_a_ground_that_fits(officer, commander, ward, citizen):
    row = ask(officer, ward, person_id=citizen.id)
    listed = data_requests.get_request(officer, ward.id, row.id)
    # Two working days over the holidays of 30/4, 1/5 and the weekend; twenty calendar days to erase.
    assert (listed.reply_by, listed.carry_out_by) == (date(2026, 5, 5), date(2026, 5, 19))
    assert listed.due == listed.reply_by and not listed.is_late
    early = ask(officer, ward, "copy", on=date(2026, 4, 20))
    assert data_requests.late_count(officer, ward.id) == 1
    assert [one.request.id for one in data_requests.list_requests(officer, ward.id)] == [early.id, row.id]

    data_requests.reply(officer, ward.id, row.id, TODAY, row.version)
    with pytest.raises(Invalid):
        data_requests.answer(officer, ward.id, row.id, TODAY, "", row.version)  # nobody has decided yet
    decision = {"outcome": "refused", "refusal": "defence", "reason": "", "decided_on": TODAY, "decided_by": "CHT"}
    with pytest.raises(NotAllowed):
        data_requests.decide(officer, ward.id, row.id, decision, row.version)
    with pytest.raises(Invalid) as fault:
        data_requests.decide(commander, ward.id, row.id, decision, row.version)
    assert set(fault.value.faults) == {"reason"}
    with pytest.raises(Invalid) as fault:  # a duty of defence is no ground to hide from a citizen what is kept of him
        data_requests.decide(commander, ward.id, early.id, decision | {"reason": "x"}, early.version)
    assert set(fault.value.faults) == {"refusal"}
    with pytest.raises(Invalid):  # somebody wrote meanwhile
        data_requests.extend(commander, ward.id, row.id, 10, "Nhiều hồ sơ giấy", row.version - 1)
    data_requests.extend(commander, ward.id, row.id, 10, "Nhiều hồ sơ giấy", row.version)
    assert data_requests.get_request(officer, ward.id, row.id).carry_out_by == date(2026, 5, 29)
    with pytest.raises(Invalid):
        data_requests.extend(commander, ward.id, row.id, 1, "Lần nữa", row.version)
    data_requests.decide(commander, ward.id, row.id, decision | {"reason": "Đang dự bị"}, row.version)
    data_requests.answer(officer, ward.id, row.id, TODAY, "12/BCH", row.version)
    ended = data_requests.get_request(officer, ward.id, row.id)
    assert ended.due is None and "Điều 19" in data_requests.ground_words(ended.request)[1]
    with pytest.raises(Invalid):
        data_requests.take_back(officer, ward.id, row.id, TODAY, "x", row.version)
    verbs = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == row.id).order_by(AuditEntry.id))
    assert list(verbs) == [f"data_request.{verb}" for verb in ("register", "reply", "extend", "decide", "answer")]


def test_requests_of_another_ward_and_from_roles_without_the_right_do_not_exist(
    officer, actor_of, two_wards, ward, citizen
):
    row, stranger = ask(officer, ward), actor_of("officer", two_wards[1])
    for foreign in (
        lambda: data_requests.list_requests(stranger, ward.id),
        lambda: data_requests.get_request(stranger, two_wards[1].id, row.id),
        lambda: data_requests.register(stranger, two_wards[1].id, citizen.id, {}),
        lambda: data_copies.copy_of(stranger, db.session.get(Unit, two_wards[1].id), citizen.id, str),
        lambda: erasing.erase(actor_of("commander", two_wards[1]), two_wards[1].id, citizen.id, "x"),
        lambda: retention.past(actor_of("commander", two_wards[1]), ward.id),
    ):
        with pytest.raises(NotFound):
            foreign()
    for role in ("viewer", "auditor"):
        with pytest.raises(NotAllowed):
            data_requests.list_requests(actor_of(role, ward), ward.id)
        assert data_requests.late_count(actor_of(role, ward), ward.id) == 0


# --- The copy -------------------------------------------------------------------------------------------------------


def test_the_copy_holds_every_fact_with_its_origin_and_who_made_copies(officer, ward, citizen):
    people.edit_person(
        officer, ward.id, citizen.id, {"phone": "0987654321"}, citizen.version, TODAY, confirmed=True
    )  # fmt: skip
    unit = db.session.get(Unit, ward.id)
    pdf = data_copies.print_copy(officer, unit, citizen.id, str)
    assert pdf.startswith(b"%PDF")
    copy = data_copies.copy_of(officer, unit, citizen.id, str)
    facts = [fact for section in copy.sections for row in section.rows for fact in row]
    told = "\n".join(f"{fact.label}: {fact.text} [{fact.origin}]" for fact in facts)
    for secret in (*SECRETS, "31,5", "161,5", "0987654321"):
        assert secret in told, secret
    assert f"Số 7 ngõ Bí Mật [{officer.name} nhập " in told  # where it came from
    assert "person.copy" in told  # the first copy stands in the second


def test_no_table_that_tells_of_a_man_is_forgotten_by_copy_or_erasure():
    on_card = {
        "person",
        "enlistment_record",
        "militia_record",
        "reserve_record",
        "examination",
        "field_change",
        "erasure",
    }
    of_a_man = {
        table.name
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name in {"person", "enlistment_record"} for key in column.foreign_keys)
    }
    copied = {one.model.__tablename__: one for one in copied_tables.TABLES}
    assert of_a_man - on_card == set(copied) - on_card
    for name, one in copied.items():
        known = set(one.columns) | TECHNICAL
        assert {column.name for column in inspect(one.model).columns} <= known, name
    emptied = {model.__tablename__: set(keys) for model, _owner, keys in erasing._EMPTIED}
    assert set(copied) <= set(emptied)
    # Free text is where names hide: every text of these tables is emptied or declared to be a key or an officer's name.
    short = {
        "id", "status", "ground", "kind", "home", "clause", "value", "outcome", "refusal", "from_step", "to_step",
        "user_name", "until", "planned_on", "result", "role", "post", "received_by", "replied_by", "decided_by",
        "answered_by", "answer_paper", "finding",
    }  # fmt: skip
    for name, one in copied.items():
        texts = {c.name for c in inspect(one.model).columns if c.type.python_type is str}
        assert texts - short <= emptied[name], name


# --- Keeping and erasing --------------------------------------------------------------------------------------------


def test_what_is_past_its_period_is_listed_and_files_go(officer, commander, ward, citizen):
    old = datetime(2023, 1, 5, tzinfo=OFFICE_ZONE)
    kept = files.keep(b"workbook", ".xlsx")
    batch = ImportBatch(
        ward_id=ward.id, roster="militia", year=2023, file_name="cu.xlsx", sha256="0", stored_name=kept,
        state=COMMITTED, created_at=old,
        options={"mends": [["A", "B2", SECRETS[0]]], "mended": [["A", "B2", "Hoa", 1]]},
    )  # fmt: skip
    db.session.add(batch)
    close_everything(officer, ward, citizen)
    citizen.retired_on = TODAY - timedelta(days=400)
    db.session.commit()
    before = retention.past(commander, ward.id)
    assert (before.people_total, before.counts[WORKBOOKS]) == (0, 1)
    with pytest.raises(Invalid) as fault:
        retention.set_period(commander, ward.id, PEOPLE, 12, TODAY, "")
    assert set(fault.value.faults) == {"basis"}
    retention.set_period(commander, ward.id, PEOPLE, 12, TODAY, "Quyết định 5/QĐ-BCH")
    retention.set_period(commander, ward.id, PEOPLE, 240, TODAY + timedelta(days=1), "Từ mai")
    with pytest.raises(NotAllowed):
        retention.set_period(officer, ward.id, PEOPLE, 1, TODAY, "x")
    assert [one.person_id for one in retention.past(commander, ward.id).people] == [citizen.id]

    assert retention.drop_files(commander, ward.id, WORKBOOKS) == 1
    assert retention.drop_files(commander, ward.id, WORKBOOKS) == 0
    with pytest.raises(FileNotFoundError):
        files.path_of(kept)
    assert SECRETS[0] not in str(batch.options) and "Hoa" in str(batch.options)  # who mended stays, what is gone


def test_months_are_counted_back_to_a_day_that_exists():
    assert retention.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert retention.months_before(date(2026, 1, 15), 25) == date(2023, 12, 15)


def test_erasing_leaves_no_value_behind_but_counts_and_the_journal(officer, commander, ward, citizen):
    request = ask(officer, ward, person_id=citizen.id, details="Tôi, Nguyễn Văn Kín, xin xóa")
    with pytest.raises(Invalid) as fault:
        erasing.erase(commander, ward.id, citizen.id, "Theo yêu cầu")
    assert "nhiệm vụ quốc phòng" in str(fault.value)
    close_everything(officer, ward, citizen)
    with pytest.raises(NotAllowed):
        erasing.erase(officer, ward.id, citizen.id, "x")
    stored = everything_stored()
    assert all(secret in stored for secret in SECRETS)

    def counted():
        of_record = (EnlistmentRecord.year, EnlistmentRecord.status, EnlistmentRecord.health_class)
        of_person = (Person.sex, Person.is_party_member, Person.ethnicity, func.substr(Person.birth_date, 1, 4))
        joined = select(*of_record, *of_person).join(Person, Person.id == EnlistmentRecord.person_id)
        by_record = db.session.execute(joined.order_by(EnlistmentRecord.id)).all()
        journal = db.session.execute(select(AuditEntry.id, AuditEntry.action).order_by(AuditEntry.id)).all()
        changes = db.session.scalar(select(func.count()).select_from(FieldChange))
        return [tuple(row) for row in by_record], [tuple(row) for row in journal], changes

    figures, journal, changes = counted()
    made = erasing.erase(commander, ward.id, citizen.id, "Theo yêu cầu", request.id)
    db.session.expire_all()
    stored = re.sub(r"\d\d:\d\d:\d\d\.\d+", "", everything_stored())  # half past 31 seconds is nobody's "31.5"
    for secret in (*SECRETS, "nguyen van kin", "31.5", "161.5", "2005-03-02"):
        assert secret not in stored, secret
    after = counted()
    assert (after[0], after[2]) == (figures, changes)
    assert after[1][:-1] == journal and after[1][-1][1] == "person.erase"
    assert made.counts["field_change"] > 5 and made.backups_until >= TODAY + timedelta(days=365)

    with pytest.raises(Invalid):
        erasing.erase(commander, ward.id, citizen.id, "Lần nữa")
    with pytest.raises(InvalidFacts):  # what is left is nobody: he does not come back as himself
        people.restore_person(officer, ward.id, citizen.id)
    again = people.create_person(
        officer, ward.id, {"full_name": "Nguyễn Văn Kín", "citizen_id": SECRETS[0]}, TODAY, confirmed=True
    )
    assert again.id != citizen.id


def test_who_was_erased_is_erased_again_when_an_older_backup_comes_back(app, officer, commander, ward, citizen):
    """The list of the erased stays beside the database, whatever is restored into it."""
    listed = Path(app.instance_path) / FILE_NAME
    note_erased(listed.parent, [(citizen.id, now()), (UUID(int=7), now())])  # the other was entered after that backup
    assert all(secret in everything_stored() for secret in SECRETS)
    assert erasing.erase_again() == 1
    db.session.expire_all()
    stored = everything_stored()
    assert not [secret for secret in SECRETS if secret in stored]
    assert citizen.retired_on and not [one for one in records_of(officer, citizen) if one.is_open]
    assert erasing.erase_again() == 0
    assert "Kín" not in listed.read_text("utf-8")


def test_an_erasure_is_listed_beside_the_database(app, officer, commander, ward, citizen):
    close_everything(officer, ward, citizen)
    erasing.erase(commander, ward.id, citizen.id, "Theo yêu cầu")
    assert list(read_erased(Path(app.instance_path))) == [citizen.id]
