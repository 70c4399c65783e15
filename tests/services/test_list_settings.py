"""What a ward may rely on when it sets how its lists look."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from roster.columns.list_layout import USUAL_MARGINS_MM, ListLayout, Placed, column_key, placed_columns
from roster.columns.printed_lists import PRINTED_LISTS
from roster.services import issued_papers, letterheads, list_previews, list_settings, papers, people
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.list_settings import COMMITTEE, COUNCIL, PARTY, Look
from roster.services.paper_formats import write_format
from roster.services.papers import PREPARER, SIGNER, PaperOptions
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.units import Unit

TODAY = date(2026, 11, 24)
FORM = "enlistment-16c"
AS_SET = PaperOptions(signs_as_set=frozenset({PREPARER, SIGNER}))


@pytest.fixture
def commander(actor_of, ward):
    return actor_of("commander", ward)


@pytest.fixture
def unit(ward):
    return db.session.get(Unit, ward.id)


@pytest.fixture
def wanted(commander, ward):
    """Five candidates: two of neighbourhood 2, two of 10, one of none; TDP 10 stands behind TDP 2."""
    for name, neighbourhood in (
        ("Vũ Văn An", "TDP số 10"), ("Lê Văn Bình", "TDP số 2"), ("Bùi Văn Công", None), ("Đỗ Văn Dũng", "TDP số 2"),
        ("Hà Văn Giang", "TDP số 10"),
    ):  # fmt: skip
        facts = {"full_name": name, "birth_date": "2005", "sex": "male", "neighbourhood": neighbourhood}
        start = NewRecord("enlistment", {}, year=2027)
        people.create_person(commander, ward.id, facts, TODAY, records=(start,))
    return ListFilter("enlistment", ward.id, 2027)


def set_look(actor, ward, look, begins_on=date(2026, 1, 1), ends_on=None, setting_id=None, key=FORM):
    return list_settings.save_setting(actor, ward.id, key, setting_id, look, begins_on=begins_on, ends_on=ends_on)


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def order_of(*keys, definition=PRINTED_LISTS[FORM]):
    """The list with only these columns, in this order."""
    others = [one.key for one in placed_columns(definition, ListLayout()) if one.key not in keys]
    return (*(Placed(key) for key in keys), *(Placed(key, is_shown=False) for key in others))


def test_a_list_takes_columns_paper_heading_and_signer_of_its_day(commander, ward, unit, wanted):
    chairman = letterheads.save_signatory(
        commander, ward.id, None, part="signer", begins_on=date(2026, 1, 1), ends_on=None,
        texts={"post": "CHỦ TỊCH", "authority": "TM. ỦY BAN NHÂN DÂN", "full_name": "Trần Văn Mẫu"},
    )  # fmt: skip
    layout = ListLayout(
        (*order_of("full_name", "phone", "neighbourhood")[:3], *order_of("full_name", "neighbourhood")[2:]),
        landscape=False, font_size_pt=12, margins_mm=USUAL_MARGINS_MM | {"left": 35.0},
    )  # fmt: skip
    look = Look(
        layout, COMMITTEE, recipients="Bộ CHQS thành phố", signer_id=chairman.id, handling_mark="", reason="Gọn"
    )
    set_look(commander, ward, look, ends_on=date(2026, 12, 31))
    made = papers.make_paper(commander, unit, FORM, wanted, replace(AS_SET, dated_on=TODAY))
    assert [heading[0] for heading in made.data["headings"]][1] == "Điện thoại"
    assert len(made.data["headings"]) == 3 and made.data["margins_mm"] == [20.0, 15.0, 20.0, 35.0]
    page = PdfReader(io.BytesIO(made.pdf)).pages[0]
    assert page.mediabox.height > page.mediabox.width
    text = words_of(made.pdf)
    assert "ỦY BAN NHÂN DÂN PHƯỜNG PHÙ LIỄN" in text and "BAN CHQS" not in text and "LƯU HÀNH NỘI BỘ" not in text
    assert "/DS-UBND" in text and "- Bộ CHQS thành phố;" in text
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in text and "Trần Văn Mẫu" in text
    assert issued_papers.next_number(commander, unit, TODAY, FORM)[1] == "DS-UBND"
    # The day after its last day, and on another list, all is as it was.
    for key, day in ((FORM, date(2027, 1, 1)), ("enlistment-source", TODAY)):
        other = papers.make_paper(commander, unit, key, wanted, replace(AS_SET, dated_on=day))
        assert len(other.data["headings"]) == len(PRINTED_LISTS[key].columns) and "BAN CHQS" in words_of(other.pdf)


def test_who_no_longer_serves_does_not_sign(commander, ward, unit, wanted):
    texts = {"post": "CHỈ HUY TRƯỞNG", "full_name": "Trần Văn Mẫu"}
    gone = letterheads.save_signatory(
        commander, ward.id, None, part="signer", texts=texts, begins_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    set_look(commander, ward, Look(signer_id=gone.id))
    text = words_of(papers.make_paper(commander, unit, FORM, wanted, replace(AS_SET, dated_on=TODAY)).pdf)
    assert "CHỈ HUY TRƯỞNG" in text and "Trần Văn Mẫu" not in text


@pytest.mark.parametrize(
    ("preset", "head"),
    [
        (
            COUNCIL,
            ["ỦY BAN NHÂN DÂN PHƯỜNG PHÙ LIỄN", "HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ),
        (PARTY, ["ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG", "ĐẢNG ỦY PHƯỜNG PHÙ LIỄN", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 12-DS/ĐU"]),
    ],
)
def test_presets_head_the_paper(commander, ward, unit, wanted, preset, head):
    set_look(commander, ward, Look(preset=preset))
    made = papers.make_paper(commander, unit, FORM, wanted, replace(AS_SET, number="12"))
    assert all(words in words_of(made.pdf) for words in head)
    file = io.BytesIO()
    write_format(made.data, "docx", file)
    written = " ".join(cell.text for cell in Document(file).tables[0]._cells).replace("\n", " ")
    assert all(words in written for words in head)
    assert ("CỘNG HÒA" in words_of(made.pdf)) is (preset != PARTY)


def test_what_the_form_or_the_decree_wants_cannot_go_unsaid(commander, ward, actor_of):
    without_family = ListLayout(order_of("full_name", "occupation", "neighbourhood", "family_class", "education"))
    with pytest.raises(Invalid) as refusal:
        set_look(commander, ward, Look(without_family))
    assert "Biểu số: 16C" in refusal.value.faults["reason"][0] and "cha" in refusal.value.faults["reason"][0]
    set_look(commander, ward, Look(without_family, reason="Bản gửi y tế không cần thân nhân"))
    tight = ListLayout(margins_mm=USUAL_MARGINS_MM | {"left": 25.0, "top": 26.0}, font_size_pt=6)
    wide = ListLayout(tuple(replace(one, width_mm=60.0) for one in placed_columns(PRINTED_LISTS[FORM], ListLayout())))
    nobody = ListLayout((Placed("full_name", is_shown=False),))
    for layout, names in (
        (tight, {"margin_left", "margin_top", "font_size_pt"}), (wide, {"columns"}), (nobody, {"columns"}),
        (ListLayout((Placed("no such fact"),)), {"columns"}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            set_look(commander, ward, Look(layout), begins_on=date(2026, 5, 1))
        assert set(refusal.value.faults) == names
    with pytest.raises(Invalid, match="đã có thiết lập"):
        set_look(commander, ward, Look())  # there is one from that day already
    with pytest.raises(NotAllowed):
        set_look(actor_of("officer", ward), ward, Look(), begins_on=date(2026, 6, 1))


def test_another_ward_s_settings_and_people_do_not_exist(commander, two_wards, actor_of):
    mine = set_look(commander, two_wards[0], Look())
    stranger = actor_of("commander", two_wards[1])
    with pytest.raises(NotFound):
        list_settings.get_setting(stranger, two_wards[0].id, mine.id)
    with pytest.raises(NotFound):
        set_look(stranger, two_wards[1], Look(), setting_id=mine.id)
    with pytest.raises(NotFound):
        list_settings.look_on(stranger, two_wards[0].id, FORM, TODAY)
    with pytest.raises(NotFound):
        list_previews.preview(stranger, db.session.get(Unit, two_wards[0].id), FORM, Look())


def test_widths_that_the_ward_set_are_those_of_the_paper(commander, ward, unit, wanted):
    columns = tuple(
        replace(one, width_mm=30.0 if one.key == "occupation" else 0.0)
        for one in placed_columns(PRINTED_LISTS[FORM], ListLayout())
    )
    set_look(commander, ward, Look(ListLayout(columns)))
    made = papers.make_paper(commander, unit, FORM, wanted, AS_SET)
    assert made.data["widths_mm"][2] == 30.0 and sum(made.data["widths_mm"]) == pytest.approx(252, abs=0.5)


def test_neighbourhoods_are_counted_alike_on_paper_in_workbook_and_document(commander, ward, unit, wanted):
    made = papers.make_paper(commander, unit, FORM, wanted, PaperOptions(by_neighbourhood=True))
    heads = ["TDP số 2: 2 (hai) công dân", "TDP số 10: 2 (hai) công dân", "Chưa ghi tổ dân phố: 1 (một) công dân"]
    names = ["Lê Văn Bình", "Đỗ Văn Dũng", "Vũ Văn An", "Hà Văn Giang", "Bùi Văn Công"]
    expected = [heads[0], *names[:2], heads[1], *names[2:4], heads[2], names[4]]
    workbook, document = io.BytesIO(), io.BytesIO()
    write_format(made.data, "xlsx", workbook)
    write_format(made.data, "docx", document)
    cells = list(load_workbook(workbook).active.iter_rows(values_only=True))
    cells = cells[next(place for place, row in enumerate(cells) if row[0] == "Số TT") + 1 :]
    cells = cells[: next(place for place, row in enumerate(cells) if not any(row))]
    in_book = [row[0] if isinstance(row[0], str) else row[1].split("\n")[0] for row in cells]
    table = next(one for one in Document(document).tables if len(one.rows) == len(expected) + 1)
    in_document = [
        (row.cells[0].text if ":" in row.cells[0].text else row.cells[1].text.split("\n")[0]) for row in table.rows
    ]
    text = words_of(made.pdf)
    assert in_book == in_document[1:] == expected
    assert [text.index(one) for one in expected] == sorted(text.index(one) for one in expected)
    assert made.rows == 5 and "Danh sách gồm 5 (năm) công dân./." in text


def test_a_list_without_a_form_goes_under_the_ward_s_own_title_from_its_day_on(commander, ward, unit, wanted):
    own = "Danh sách thanh niên {được} gọi khám sức khỏe"
    set_look(commander, ward, Look(title=own), date(2026, 6, 1), key="enlistment-examination")
    for day, title in (
        (date(2026, 6, 1), "DANH SÁCH THANH NIÊN {ĐƯỢC} GỌI KHÁM SỨC KHỎE NĂM 2027"),
        (date(2026, 5, 31), "DANH SÁCH GỌI CÔNG DÂN KHÁM SỨC KHỎE NGHĨA VỤ QUÂN SỰ NĂM 2027"),
    ):
        options = replace(AS_SET, dated_on=day)
        made = papers.make_paper(commander, unit, "enlistment-examination", wanted, options)
        assert title in words_of(made.pdf) and made.data["title"] == title
        for kind, read in (("docx", text_of_document), ("xlsx", text_of_workbook)):
            file = io.BytesIO()
            write_format(made.data, kind, file)
            assert title in read(file), kind
    assert list_previews.preview(commander, unit, "enlistment-examination", Look(title=own)) != list_previews.preview(
        commander, unit, "enlistment-examination", Look()
    )


def text_of_document(file):
    return "\n".join(one.text for one in Document(file).paragraphs)


def text_of_workbook(file):
    return "\n".join(str(cell.value) for row in load_workbook(file).active.iter_rows() for cell in row)


def test_a_form_keeps_its_title_and_no_title_is_too_long_or_bears_a_year(commander, ward):
    for key, definition in list_settings.settable_lists().items():
        faults = list_settings.check_look(commander, ward.id, definition, Look(title="Danh sách khác"))
        assert ("title" in faults) == (not definition.own_title) and not (
            definition.own_title and definition.form_number
        )
        assert definition.title.startswith(definition.own_title), key
    fixed = {one for one in PRINTED_LISTS if not PRINTED_LISTS[one].own_title}
    assert fixed == {f"enlistment-{one}" for one in ("01", "16a", "16b", "16c", "17a", "17a-reserve")}
    for title in ("D" * 201, "Danh sách năm 2027", "DANH SÁCH 2027"):
        with pytest.raises(Invalid) as refused:
            set_look(commander, ward, Look(title=title), key="enlistment-eligible")
        assert refused.value.faults.keys() == {"title"}
    with pytest.raises(Invalid):
        set_look(commander, ward, Look(title="Danh sách khác"), key=FORM)


def test_no_list_has_two_columns_of_one_key():
    for definition in PRINTED_LISTS.values():
        keys = [column_key(one) for one in definition.columns]
        assert len(keys) == len(set(keys)), definition.key


def test_the_preview_of_those_exempt_shows_a_ground_of_exemption(commander, unit, monkeypatch):
    shown: dict[str, set[str]] = {}
    monkeypatch.setattr(
        list_previews, "_picture",
        lambda paper: shown.update({paper.title.split(" GỌI")[0]: {row.cells[-1][0] for row in paper.table.rows}}),
    )  # fmt: skip
    for key in ("enlistment-16a", "enlistment-16b"):
        list_previews.preview(commander, unit, key, Look())
    assert all("41.2." in ground for ground in shown["DANH SÁCH CÔNG DÂN MIỄN"])
    assert all("41.1." in ground for ground in shown["DANH SÁCH CÔNG DÂN TẠM HOÃN"])


def test_an_annex_has_room_for_the_paper_that_it_goes_with(commander, unit, wanted):
    words = words_of(papers.make_paper(commander, unit, FORM, wanted, PaperOptions()).pdf)
    assert re.search(r"NĂM 2027 \(Kèm theo …+ số …+/…+ ngày …+ tháng …+ năm 2026 của …+\)", words)


def test_a_paper_that_goes_with_another_says_so(commander, unit, wanted):
    options = PaperOptions(attached_to="Tờ trình số 12/TTr-BCH ngày 05/11/2026")
    words = words_of(papers.make_paper(commander, unit, FORM, wanted, options).pdf)
    assert "(Kèm theo Tờ trình số 12/TTr-BCH ngày 05/11/2026)" in words and words.count("Kèm theo") == 1
