"""What leaves the program as a workbook comes back unchanged."""

import io
from datetime import date

import pytest

from roster.columns.catalogue import ROSTER_COLUMNS
from roster.services import imports, lists, people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.units import Unit

TODAY = date(2026, 11, 24)
YEARS = {"enlistment": 2027, "militia": 2026, "reserve": 2026}

FULL = {
    "full_name": "Đỗ Hoà An", "other_name": "An Đen", "birth_date": "2005-03-14", "sex": "male",
    "citizen_id": "031205001234", "old_id": "031234567", "ethnicity": "Kinh", "religion": "Không",
    "hometown": "Hải Phòng", "permanent_address": "12 Trần Nhân Tông, TDP số 5", "current_address": "Như trên",
    "neighbourhood": "TDP số 5", "education": "9/12", "qualification": "Đại học", "foreign_language": "Anh",
    "occupation": "Kỹ sư", "workplace": "Cảng Hải Phòng", "salary_grade": "A1", "phone": "0912345678",
    "is_party_member": True, "party_joined_on": "2025-02", "is_union_member": False, "union_joined_on": "2020",
    "family_class": "Công nhân", "personal_class": "Học sinh", "father_name": "Đỗ Văn Cha", "father_birth_year": 1975,
    "father_occupation": "Nông dân", "mother_name": "Lê Thị Mẹ", "mother_birth_year": 1978,
    "mother_occupation": "Giáo viên", "spouse_name": "Vũ Thị Vợ", "spouse_birth_year": 2006,
    "spouse_occupation": "May", "notes": "-5 =1+1 @x",
}  # fmt: skip
RECORDS = {
    "enlistment": {
        "health_class": 3, "myopia_dioptres": 1.5, "bmi": 21.4, "political_result": "passed", "ground": "41.1.đ",
        "ground_until": "2028-06-30", "status": "deferred",
    },
    "militia": {
        "component": "air_defence", "unit": "Trung đội 1", "post": "Chiến sĩ", "joined_on": "2024-02",
        "ends_on": "2028",
    },
    "reserve": {
        "rank": "Thiếu úy QNCN", "post": "Chiến sĩ", "speciality_code": "07", "speciality": "Thông tin",
        "speciality_match": "near", "enlisted_on": "2023-02", "discharged_on": "2025-01-20",
        "former_unit": "Lữ đoàn 1", "reserve_class": 2, "is_assigned": False,
    },
}  # fmt: skip


@pytest.fixture
def enter(officer, ward):
    def make(roster, facts, record):
        start = NewRecord(roster, record, year=YEARS[roster] if roster == "enlistment" else None)
        return people.create_person(officer, ward.id, facts, TODAY, records=(start,), confirmed=True)

    return make


def there_and_back(officer, ward, roster, keys):
    """Export the list and read the workbook for import; returns the preview's rows by action."""
    file = io.BytesIO()
    asked = ListFilter(roster, ward.id, YEARS[roster])
    count = lists.export_list(officer, db.session.get(Unit, ward.id), asked, file, TODAY, keys=keys)
    file.seek(0)
    batch = imports.receive(officer, ward.id, roster, YEARS[roster], "danh-sach.xlsx", file)
    assert batch.state == "ready", batch.failure
    plan = imports.load_plan(officer, batch)
    changes = [(c.key, c.old, c.new) for sheet in plan.sheets for row in sheet.rows for c in row.changes]
    problems = [(p.field, p.code) for sheet in plan.sheets for row in sheet.rows for p in row.problems if p.holds_back]
    unknown = [c.heading for sheet in plan.sheets for c in sheet.columns if c.key is None and c.heading != "STT"]
    return count, plan.summary, changes, problems, unknown


@pytest.mark.parametrize("roster", list(YEARS))
@pytest.mark.parametrize("with_all_columns", [False, True])
def test_export_then_import_changes_nothing(officer, ward, enter, roster, with_all_columns):
    enter(roster, FULL, RECORDS[roster])
    enter(roster, {"full_name": "Lê Thị Bình", "birth_date": "2004", "sex": "female"}, {})
    every = tuple(fact.key for fact in lists.choosable_columns(officer, roster))
    assert {fact.key for fact in ROSTER_COLUMNS[roster]} <= set(every)
    count, summary, changes, problems, unknown = there_and_back(
        officer, ward, roster, every if with_all_columns else None
    )
    assert (changes, problems, unknown) == ([], [], [])
    assert (count, summary["unchanged"]) == (2, 2)
