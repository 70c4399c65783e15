"""Sheets that are no roster: the same rows on paper and in a workbook, with an entry in the journal."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.columns.list_layout import ListLayout, Placed, addable, column_key, placed_columns
from roster.columns.plain_sheets import OWN_TITLES, PLAIN_SHEETS, PlainColumn, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.services import list_settings, plain_sheets
from roster.services.faults import Invalid, NotFound
from roster.services.list_settings import COMMITTEE, Look
from roster.services.reserve_sheets import register_sheet
from roster.services.units import get_ward
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.printing.test_pdf import pages_of

DUTY = PlainSheet(
    "duty", "LỊCH TRỰC {TUẦN} 1",
    (PlainColumn(("Ngày",), 30.0, centred=True), PlainColumn(("Họ và tên", "Điện thoại"), 60.0)),
    ((("05/02/2026",), ("Đỗ Văn An", "0912345678")), (("06/02/2026",), ("=1+1",))),
    noun="ca trực",
)  # fmt: skip


def test_a_sheet_is_printed_with_the_wards_head(actor_of, two_wards):
    pdf = plain_sheets.print_sheet(actor_of("officer", two_wards[0]), get_ward(two_wards[0].id), DUTY, date(2026, 2, 1))
    text = " ".join(" ".join(pages_of(pdf)).split())
    assert "LỊCH TRỰC {TUẦN} 1" in text and "Danh sách gồm 2 (hai) ca trực./." in text and "=1+1" in text
    assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "list.print"


def test_a_sheet_is_exported_as_text(actor_of, two_wards):
    file = io.BytesIO()
    ward = get_ward(two_wards[0].id)
    plain_sheets.export_sheet(actor_of("officer", two_wards[0]), ward, DUTY, file, date(2026, 2, 1))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[4][1:] == ["05/02/2026", "Đỗ Văn An\n0912345678"] and rows[5][2] == "=1+1"


def test_another_wards_sheet_is_not_made(actor_of, two_wards):
    with pytest.raises(NotFound):
        plain_sheets.print_sheet(actor_of("officer", two_wards[0]), get_ward(two_wards[1].id), DUTY, date(2026, 2, 1))


# --- As the ward wants them -----------------------------------------------------------------------------------------


@pytest.fixture
def limits():
    columns = SHEET_COLUMNS["reserve-limits"]
    row = tuple((f"{column.key}",) for column in columns)
    return PlainSheet("reserve-limits", "QUÂN NHÂN DỰ BỊ ĐẾN HẠN TUỔI", columns, (row, row))


def setting(commander, ward, look, key="reserve-limits", begins_on=date(2026, 1, 1)):
    list_settings.save_setting(commander, ward.id, key, None, look, begins_on=begins_on, ends_on=None)


def test_a_sheet_has_the_columns_the_paper_and_the_head_that_its_day_s_setting_says(actor_of, two_wards, limits):
    commander, ward = actor_of("commander", two_wards[0]), get_ward(two_wards[0].id)
    shown = ("ho-va-ten", "ngay-cuoi", "cap-bac")
    others = (Placed(one.key, is_shown=False) for one in limits.columns if one.key not in shown)
    layout = ListLayout(
        (Placed("ho-va-ten"), Placed("ngay-cuoi", width_mm=30), Placed("cap-bac"), *others), landscape=False
    )
    setting(commander, ward, Look(layout, COMMITTEE, recipients="Bộ CHQS thành phố", handling_mark=""))
    pdf = plain_sheets.print_sheet(commander, ward, limits, date(2026, 2, 1))
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    text = " ".join(" ".join(pages_of(pdf)).split())
    assert page.mediabox.height > page.mediabox.width
    assert "ỦY BAN NHÂN DÂN" in text and "BAN CHQS" not in text and "LƯU HÀNH NỘI BỘ" not in text and "/DS-UBND" in text
    assert "- Bộ CHQS thành phố;" in text and "Giới tính" not in text and "gioi-tinh" not in text
    assert text.index("ho-va-ten") < text.index("ngay-cuoi") < text.index("cap-bac")
    file = io.BytesIO()
    plain_sheets.export_sheet(commander, ward, limits, file, date(2026, 2, 1))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[4][1:] == ["ho-va-ten", "ngay-cuoi", "cap-bac"]
    before = " ".join(" ".join(pages_of(plain_sheets.print_sheet(commander, ward, limits, date(2025, 2, 1)))).split())
    assert "gioi-tinh" in before and "BAN CHQS PHƯỜNG PHÙ LIỄN" in before


def test_a_closing_sum_keeps_its_look_wherever_its_column_stands(actor_of, two_wards):
    commander, ward = actor_of("commander", two_wards[0]), get_ward(two_wards[0].id)
    columns = SHEET_COLUMNS["quota-summary"]
    sheet = PlainSheet("quota-summary", "X", columns, tuple(
        ((name,), *((str(number),) for number in range(6))) for name in ("Quân đội", "Tổng cộng")
    ), noun="", landscape=False)  # fmt: skip
    setting(commander, ward, Look(ListLayout((Placed("chi-tieu"), Placed("luc-luong")))), "quota-summary")
    table = plain_sheets.table_of(sheet, list_settings.look_on(commander, ward.id, sheet.key, date(2026, 2, 1)))
    assert [row.shown_number for row in table.rows] == ["1", ""] and table.rows[-1].cells[1] == ("Tổng cộng",)


def test_a_sheet_s_own_title_keeps_what_the_sheet_says_of_its_day_and_part(actor_of, two_wards):
    commander, ward = actor_of("commander", two_wards[0]), get_ward(two_wards[0].id)
    setting(commander, ward, Look(title="Sổ theo dõi quân nhân dự bị"), "reserve-register")
    day = date(2026, 2, 1)
    sheet = register_sheet((), day, "Hạng một")
    title = "SỔ THEO DÕI QUÂN NHÂN DỰ BỊ HẠNG MỘT TÍNH ĐẾN NGÀY 01/02/2026"
    assert title in " ".join(" ".join(pages_of(plain_sheets.print_sheet(commander, ward, sheet, day))).split())
    file = io.BytesIO()
    plain_sheets.export_sheet(commander, ward, sheet, file, day)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0][0] == title
    other = replace(sheet, title="DANH SÁCH CỦA MỘT BẢN IN CŨ")  # begins otherwise: nothing of it is lost
    assert "CỦA MỘT BẢN IN CŨ" in " ".join(pages_of(plain_sheets.print_sheet(commander, ward, other, day)))


def test_the_titles_that_can_be_worded_otherwise_are_those_that_sheets_begin_with():
    source = "".join(one.read_text("utf-8") for one in Path(plain_sheets.__file__).parent.glob("*.py")).casefold()
    assert OWN_TITLES.keys() < PLAIN_SHEETS.keys() and "quota-places" in OWN_TITLES
    for key, title in OWN_TITLES.items():
        assert f'"{title.casefold()}' in source, key


def test_what_every_sheet_must_say_stays_and_nothing_is_added_to_it(actor_of, two_wards):
    commander, ward = actor_of("commander", two_wards[0]), get_ward(two_wards[0].id)
    nameless = ListLayout((Placed("ho-va-ten", is_shown=False), Placed("nam-sinh")))
    with pytest.raises(Invalid, match="họ và tên"):
        setting(commander, ward, Look(nameless), "posting")
    with pytest.raises(Invalid, match="không có"):  # a copy for the notice board has its whitelist
        setting(commander, ward, Look(ListLayout((Placed("ho-va-ten"), Placed("citizen_id")))), "posting")


def test_every_sheet_can_be_set_and_tells_its_columns_apart(actor_of, two_wards):
    commander, ward = actor_of("commander", two_wards[0]), two_wards[0]
    for key in PLAIN_SHEETS:
        definition = list_settings.settable_lists()[key]
        keys = [column_key(one) for one in definition.columns]
        assert len(keys) == len(set(keys)) and (keys or key == "duty"), key
        as_it_is = Look(ListLayout(placed_columns(definition, ListLayout())))
        assert not list_settings.check_look(commander, ward.id, definition, as_it_is), key
        assert not addable(definition, ListLayout())
