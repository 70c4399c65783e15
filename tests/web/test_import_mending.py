"""Mending a workbook in the page: what was typed is kept, what was left alone stays, and everybody is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from bs4 import BeautifulSoup

from roster.store.db import db
from roster.store.imports import ImportBatch
from tests.conftest import CheckedClient, Ward
from tests.web.test_imports import BINH, CHI, Office, people, workbook

NO_DAY = ("Mai Tiến Dũng", "31/02/2006", "031206000013", "Số 2 Lê Duẩn", "091200", "K-19")
SHORT_ID = ("Vũ Hải Long", "04/05/2006", "03120600001", "Số 3 Lê Duẩn", "0912000014", "K-20")


@pytest.fixture
def ward(two_wards: tuple[Ward, Ward]) -> Ward:
    return two_wards[0]


@pytest.fixture
def office(client_of: Callable[..., CheckedClient], ward: Ward) -> Office:
    return Office(client_of("officer", wards=ward), ward)


def fields_of(page: str, form: str = "form[data-mending]") -> dict[str, str]:
    """The fields of a page's form as a browser would send them untouched, ticks left out."""
    found = BeautifulSoup(page, "lxml").select_one(form)
    assert found is not None
    inputs = found.select("input:not([type=checkbox])")
    return {str(one["name"]): str(one.get("value", "")) for one in inputs if one["name"] != "csrf_token"}


def typed(page: str, **texts: str) -> dict[str, str]:
    """The form of a page with texts typed into cells of the first sheet: typed(page, B6="…")."""
    fields = fields_of(page)
    assert {f"text-0-{cell}" for cell in texts} <= fields.keys()
    return fields | {f"text-0-{cell}": text for cell, text in texts.items()}


def test_the_faulty_cells_of_a_page_are_mended_with_one_save(office: Office) -> None:
    url = office.bring(workbook(BINH, NO_DAY, SHORT_ID))
    assert "Sửa 2 dòng có lỗi" in office.client.text(url)
    page = office.client.get(f"{url}/mend").text
    shown = fields_of(page)
    assert {name for name in shown if name.startswith("text")} == {"text-0-B5", "text-0-E5", "text-0-C6"}
    answer = office.client.post(f"{url}/mend", data=typed(page, B5="28/02/2006", C6="031206000014"))
    assert answer.status_code == 303
    assert answer.location.endswith("#text-0-E5")  # the fault that is left has the focus
    assert "Đã lưu 2 chỗ sửa. Còn 1 dòng có lỗi." in office.client.text(answer.location)
    page = office.client.get(f"{url}/mend").text
    answer = office.client.post(f"{url}/mend", data=typed(page, E5="0912000013"))
    assert "Không còn dòng nào có lỗi" in office.client.text(answer.location)
    assert "đang sửa, 3 ô đã sửa" in office.client.text(office.index)
    office.confirm(url)
    assert people()["Mai Tiến Dũng"].birth_date == "2006-02-28"
    assert people()["Vũ Hải Long"].citizen_id == "031206000014"


def test_a_row_is_opened_in_place_and_the_next_fault_follows(office: Office) -> None:
    url = office.bring(workbook(BINH, NO_DAY, SHORT_ID))
    page = office.client.get(f"{url}?view=error&open=0-5").text
    assert {"text-0-A5", "text-0-F5"} <= fields_of(page).keys()  # every cell, those without a fault and unknown too
    answer = office.client.post(f"{url}/mend-row?view=error", data=typed(page, B5="28/02/2006", E5="", A5="Mai Dũng"))
    assert re.search(r"open=0-6.*#text-0-C6$", answer.location)
    page = office.client.get(answer.location).text
    assert "Mai Dũng" not in page  # he is no error any more
    answer = office.client.post(f"{url}/mend-row?view=error", data={**fields_of(page), "skip": "0-6"})
    assert "1 Bỏ qua" in office.client.text(answer.location)
    assert "Ô C5" not in office.client.text(f"{url}?view=error")
    office.confirm(url)
    assert set(people()) == {"Đỗ Công Bình", "Mai Dũng"}


def test_mends_are_listed_with_their_author_and_taken_back(office: Office) -> None:
    url = office.bring(workbook(NO_DAY))
    page = office.client.get(f"{url}/mend").text
    office.client.post(f"{url}/mend", data=typed(page, B4="28/02/2006", E4="0912000013"))
    listed = office.client.text(f"{url}/mends")
    assert re.search(r"Ô B4 31/02/2006 28/02/2006 Lê Văn Thử", listed)
    opened = office.client.text(f"{url}?view=all&open=0-4")
    assert "Trong tệp: “31/02/2006”" in opened
    answer = office.client.post(f"{url}/mends", data={"cells": ["0-B4", "7-B4", "x", "²-B4", "9" * 5000 + "-B4"]})
    assert "1 ô đã trở lại như trong tệp" in office.client.text(answer.location)
    assert "Sửa 1 dòng có lỗi" in office.client.text(url)


def test_a_column_changes_only_after_its_cells_were_shown(office: Office) -> None:
    url = office.bring(workbook(BINH, CHI, (*NO_DAY[:1], "01/02/2006", NO_DAY[2], "", "", "")))
    form = {"column": "0-D", "what": "replace", "wanted": "số", "text": "Nhà số"}
    page = office.client.post(f"{url}/column", data=form)
    assert "2 ô sẽ đổi" in page.text
    assert "chưa ghi" in page.text
    office.client.post(f"{url}/column", data={**form, "seen": "1"})  # not what he saw: shown again
    assert "Chưa sửa ô nào" in office.client.text(f"{url}/mends")
    answer = office.client.post(f"{url}/column", data={**form, "seen": "2"})
    assert "Đã sửa 2 ô trong cột D" in office.client.text(answer.location)
    fill = {"column": "0-D", "what": "fill", "text": "Số 9 Lê Duẩn", "first": "6", "last": "6"}
    assert "1 ô sẽ đổi" in office.client.post(f"{url}/column", data=fill).text
    for wrong in ({"text": ""}, {"column": "5-Z"}, {"first": "x"}):
        assert office.client.post(f"{url}/column", data={**fill, **wrong}).status_code == 422


def test_chosen_rows_are_left_out_and_taken_back_one_by_one(office: Office) -> None:
    url = office.bring(workbook(BINH, CHI))
    office.client.post(f"{url}/skip", data={"skip": ["0-4", "0-5"]})
    assert "2 Bỏ qua" in office.client.text(url)
    office.client.post(f"{url}/decide", data={"sheet": "0", "row": "4", "decision": ""})
    office.confirm(url)
    assert set(people()) == {"Đỗ Công Bình"}


@pytest.mark.parametrize(("decision", "names"), [("update", 1), ("create", 2), ("skip", 1)])
def test_a_lookalike_is_named_and_the_officer_says_who_he_is(office: Office, decision: str, names: int) -> None:
    office.confirm(office.bring(workbook(BINH)))
    twin = (BINH[0], BINH[1], "031205000077", "Số 9 Lê Duẩn", "0988000011", "")
    url = office.bring(workbook(twin))
    page = office.client.get(url).text
    assert f"/people/{people()[BINH[0]].id}" in page
    assert "Là người khác: thêm mới" in page
    office.client.post(f"{url}/decide", data={"sheet": "0", "row": "4", "decision": decision})
    assert "Đã chọn" in office.client.text(f"{url}?view=all")
    if decision != "skip":
        office.confirm(url)
    db.session.rollback()
    from roster.store.people import Person

    assert len(list(db.session.scalars(db.select(Person)))) == names


def test_a_blank_erases_where_it_is_ticked_and_is_shown_before(office: Office) -> None:
    office.confirm(office.bring(workbook(BINH)))
    url = office.bring(workbook((*BINH[:4], "", "")))
    assert "không xóa gì trong sổ" in office.client.text(url)
    answer = office.client.post(f"{url}/blanks", data={"erases": ["phone"]})
    assert re.search(r"0912000011\b.*\(trống\)", office.client.text(answer.location))
    office.confirm(url)
    assert people()["Đỗ Công Bình"].phone is None
    assert (
        office.client.post(f"{office.bring(workbook(BINH))}/blanks", data={"erases": ["full_name"]}).status_code == 400
    )


def test_another_wards_title_asks_for_a_tick(office: Office) -> None:
    url = office.bring(workbook(BINH, title="DANH SÁCH CÔNG DÂN NĂM 2024"))
    page = office.client.get(url).text
    assert "Tôi đã kiểm tra" in page
    mark = office.mark(url)
    answer = office.client.post(f"{url}/confirm", data={"mark": mark})
    assert "hãy xem tiêu đề" in office.client.text(answer.location)
    assert not people()
    office.confirm(url)
    assert len(people()) == 1


MENDING = ("/mend", "/mends", "/column", "?open=0-4")


def test_mending_is_closed_to_others_and_ends_with_confirm(
    office: Office, client_of: Callable[..., CheckedClient], two_wards: Sequence[Ward]
) -> None:
    url = office.bring(workbook(NO_DAY))
    stranger, viewer = client_of("officer", wards=two_wards[1]), client_of("viewer", wards=two_wards[0])
    for path in MENDING:
        assert stranger.get(url + path).status_code == 404
        assert viewer.get(url + path).status_code == 403
    posts = ("/mend", "/mend-row", "/skip", "/mends", "/column", "/blanks")
    data = {"row": "0-4", "text-0-B4": "01/02/2006", "was-0-B4": "31/02/2006"}
    for path in posts:
        assert stranger.post(url + path, data=data).status_code == 404
        assert office.client.post(url + path, data=data, csrf=False).status_code == 400
    assert office.client.post(f"{url}/mend", data={"text-0-ZZ99999": "1"}).status_code == 303  # no such cell
    db.session.rollback()
    batch = db.session.scalars(db.select(ImportBatch)).one()
    assert not batch.options.get("mends")
    office.client.post(f"{url}/discard")
    for path in posts:
        assert office.client.post(url + path, data=data).status_code == 303
    assert "không ghi gì vào sổ" in office.client.get(f"{url}/mend", follow_redirects=True).text
