"""The first page of a list as a picture, while an officer sets how it looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from roster.columns.enlistment_lists import ENLISTMENT_16A
from roster.columns.list_definition import ListColumn, ListDefinition
from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.domain.actor import Actor, Permission
from roster.listing.table import Row, Table
from roster.printing.layout import PaperInput
from roster.printing.pages import outer_pages_picture
from roster.services import clock
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.list_settings import Look, check_look, cleaned, paper_kind_of, settable_lists
from roster.services.lists import opening_year
from roster.services.paper_layout import AS_SET, lay_out, lay_out_table
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.queries import list_rows
from roster.store.units import Unit

DEFERRAL, EXEMPTION = "41.1.g", "41.2.b"  # of the Law on Military Service: who is exempt is so by Điều 41 khoản 2
_ROWS = 14  # more than a page takes

_SAMPLE = (
    ("Nguyễn Văn Thử", "2006-03-14", "TDP số 1", "Số 12 đường Trần Nhân Tông", "Công nhân", "Công ty May mẫu"),
    ("Trần Đức Mẫu", "2005-11-02", "TDP số 1", "Số 3 ngõ 45 đường Lãm Khê", "Sinh viên", "Trường Đại học mẫu"),
    ("Lê Hữu Ví Dụ", "2007-07-30", "TDP số 2", "Số 108 đường Hoàng Quốc Việt", "Lái xe", None),
    ("Phạm Quang Thí Điểm", "2004-01-09", "TDP số 2", "Số 7 đường Khúc Trì", None, None),
)


def preview(actor: Actor, ward: Unit, list_key: str, look: Look, *, with_own_people: bool = False) -> bytes:
    """The first and the last page as a PNG, with invented people, or with those at the head of the ward's own list.

    Raises NotFound, NotAllowed (own people: without the permission to print), Invalid with sentences by field.
    """
    definition = settable_lists().get(list_key)
    if definition is None or not actor.covers(ward.id):
        raise NotFound(list_key)
    if not actor.may(Permission.MANAGE_WARD) or (with_own_people and not actor.may(Permission.PRINT)):
        raise NotAllowed
    look = replace(cleaned(look), paper_kind=paper_kind_of(list_key))
    faults = check_look(actor, ward.id, definition, look)
    faults.pop("reason", None)  # asked for when it is saved
    if faults:
        raise Invalid(faults)
    today = clock.today()
    if list_key in PLAIN_SHEETS:
        laid = look.applied(definition)
        table = Table(laid, sample_cells(laid, _ROWS))
        paper = lay_out_table(actor, ward, table, look, today.year, today, AS_SET)
        return _picture(paper)
    year = opening_year(actor, ward.id, definition.roster, today)
    if with_own_people:
        rows = list_rows(actor, ListFilter(definition.roster, ward.id, year), limit=_ROWS)
    else:
        rows = sample_rows(_ROWS, EXEMPTION if list_key == ENLISTMENT_16A.key else DEFERRAL)
    return _picture(lay_out(actor, ward, definition, look, rows, year, today, AS_SET))


def _picture(paper: PaperInput) -> bytes:
    db.session.commit()
    # Only here: WeasyPrint takes most of a second to load.
    from roster.printing.pdf import render_list

    return outer_pages_picture(render_list(paper))


def sample_cells(definition: ListDefinition, count: int) -> tuple[Row, ...]:
    """Rows of a sheet that is no roster: names where it has names, else a word or a number that says it is a sample."""
    return tuple(
        Row(number, tuple(_sample_cell(one, number) for one in definition.columns)) for number in range(1, count + 1)
    )


def _sample_cell(column: ListColumn, number: int) -> tuple[str, ...]:
    if column.key.startswith("ho-va-ten"):
        return (_SAMPLE[number % len(_SAMPLE)][0],)
    if column.key.startswith("ngay"):
        return (f"{number:02}/02/2026",)
    if column.strong:
        return (f"Dòng mẫu {number}",)
    return (str(number),) if column.centred else ("Nội dung mẫu",)


def sample_rows(count: int, ground: str = DEFERRAL) -> list[dict[str, Any]]:
    """Rows of people who do not exist, with the facts that most columns show; `ground` is a clause of the Law."""
    rows = []
    for number in range(count):
        name, birth, neighbourhood, street, occupation, workplace = _SAMPLE[number % len(_SAMPLE)]
        rows.append(
            {
                "full_name": name, "birth_date": birth, "sex": "male", "citizen_id": f"0312060000{number:02}",
                "neighbourhood": neighbourhood, "permanent_address": f"{street}, {neighbourhood}",
                "occupation": occupation, "workplace": workplace, "education": "12/12", "qualification": "Trung cấp",
                "ethnicity": "Kinh", "religion": "Không", "family_class": "Công nhân", "personal_class": "Công nhân",
                "father_name": f"{name.split()[0]} Văn Cha", "father_birth_year": 1975, "father_occupation": "Thợ nề",
                "mother_name": "Trần Thị Mẹ", "mother_birth_year": 1978, "mother_occupation": "Buôn bán",
                "is_union_member": True, "health_class": 2, "height_cm": 168, "weight_kg": 60, "chest_cm": 84,
                "component": "local", "post": "Chiến sĩ", "unit": "Tổ dân quân tại chỗ", "joined_on": "2025-04",
                "ends_on": "2029-04", "rank": "Binh nhất", "speciality": "Bộ binh", "speciality_code": "01",
                "enlisted_on": "2023-02", "discharged_on": "2025-01", "former_unit": "Trung đoàn mẫu",
                "reserve_class": 1, "phone": "0912000000", "ground": ground,
            }
        )  # fmt: skip
    return rows
